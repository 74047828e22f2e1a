"""Cells: additive sums per group and cluster, exact; all that ever leaves the database.

They promise that the cells of two parts add up to the cells of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

MOST_VARIABLES: Final = 10  # queries/cells/moments has ten slots
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
class MomentCells:
    """Sums per cluster of several variables and of their products, one row each.

    Attributes
    ----------
    variables
        What each variable is called, in the order of the sums: an outcome, predictors, whatever
        is adjusted for.
    frame
        Columns `cluster_id`, `n_answers` (respondents with an answer to every variable, the only
        ones that count here), `sum_w`, `sum_w2`, for each variable its `sum_wz_i`, and for each
        pair i <= j its `sum_wzz_i_j`, where w is a weight in any unit, z the vector of variables
        and i and j count from 1. Further columns are those of slots that were not used.
    """

    variables: tuple[str, ...]
    frame: pd.DataFrame

    def __post_init__(self) -> None:
        if not 1 <= len(set(self.variables)) == len(self.variables) <= MOST_VARIABLES:
            raise ValueError(f"MomentCells need 1 to {MOST_VARIABLES} variables, each once.")
        missing = [name for name in self.columns if name not in self.frame.columns]
        if missing:
            raise ValueError(f"MomentCells lack the columns {', '.join(missing)}.")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns these variables need."""
        places = range(1, len(self.variables) + 1)
        first = [f"sum_wz_{i}" for i in places]
        second = [f"sum_wzz_{i}_{j}" for i in places for j in places if i <= j]
        return ("cluster_id", "n_answers", "sum_w", "sum_w2", *first, *second)

    def plus(self, other: MomentCells) -> MomentCells:
        """Return the cells of both parts together."""
        if self.variables != other.variables:
            raise ValueError("Only MomentCells of the same variables can be added.")
        columns = list(self.columns)
        both = pd.concat([self.frame[columns], other.frame[columns]], ignore_index=True)
        added = both.groupby("cluster_id", dropna=False, as_index=False, sort=True).sum()
        return MomentCells(variables=self.variables, frame=added)


@dataclass(frozen=True, kw_only=True)
class Contributors:
    """Who stands behind one group: what the guard looks at, never shown by itself.

    `n_practitioners` and `largest_practitioner_share` count only answers that have a
    practitioner; `n_with_practitioner` says how many those are. Where hours or minutes are shared
    out, that share is one of them, and `amount_with_practitioner` says of how many. Of the people
    each answer of nobody known (`n_without_person`) counts as one.
    """

    n_answers: int
    n_people: int
    n_practitioners: int
    n_with_practitioner: int
    largest_practitioner_share: float
    n_without_person: int = 0
    amount_with_practitioner: int | None = None  # None: each answer counts as one

    @property
    def shared(self) -> int:
        """What the largest practitioner has a share of."""
        amount = self.amount_with_practitioner
        return self.n_with_practitioner if amount is None else amount
