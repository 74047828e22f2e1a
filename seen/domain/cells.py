"""Cells: additive sums per group and cluster, exact; all that ever leaves the database.

They promise that the cells of two parts add up to the cells of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

KEYS: Final = ("group_value", "group_value_2", "stratum", "cluster_id")
SUMS: Final = ("n_answers", "sum_w", "sum_w2", "sum_wy", "sum_wy2")


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Sums per group and cluster, one row each.

    Attributes
    ----------
    frame
        Columns `group_value` and `group_value_2` (text or null), `stratum` (text or null),
        `cluster_id`, `n_answers` (respondents), `sum_w`, `sum_w2`, `sum_wy`, `sum_wy2`, where w is
        a weight and y an answer.
    """

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        missing = [name for name in (*KEYS, *SUMS) if name not in self.frame.columns]
        if missing:
            raise ValueError(f"Cells lack the columns {', '.join(missing)}.")

    def plus(self, other: Cells) -> Cells:
        """Return the cells of both parts together."""
        both = pd.concat([self.frame, other.frame], ignore_index=True)
        added = both.groupby(list(KEYS), dropna=False, as_index=False, sort=True)[list(SUMS)].sum()
        return Cells(frame=added)


@dataclass(frozen=True, kw_only=True)
class Contributors:
    """Who stands behind one group: what the guard looks at, never shown by itself.

    `n_practitioners` and `largest_practitioner_share` count only answers that have a
    practitioner; `n_with_practitioner` says how many those are. Of the people each answer of
    nobody known (`n_without_person`) counts as one.
    """

    n_answers: int
    n_people: int
    n_practitioners: int
    n_with_practitioner: int
    largest_practitioner_share: float
    n_without_person: int = 0
