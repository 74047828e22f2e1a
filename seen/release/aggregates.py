"""What republished aggregates look like in a release: counts by institution, quarter and answer.

It promises that a release states of them that nothing was changed, and declares each level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from seen.domain.dimensions import NOT_STATED
from seen.release.consents import is_name
from seen.release.lattice import INSTITUTION
from seen.release.plan import QUARTER

UNCHANGED: Final = {"q": "0", "V": "0", "D": "0", "K": "1", "thresholds": "{}"}
KEYS: Final = ("outcome", "institution", "quarter", "level")  # in the order of the rows


def sizes(frame: pd.DataFrame) -> dict[str, int]:
    """Return how many groups are republished of each outcome."""
    groups = frame[["outcome", "institution", "quarter"]].drop_duplicates()
    return {str(name): int(n) for name, n in groups["outcome"].value_counts().items()}


def is_declared(
    frame: pd.DataFrame, outcomes: Mapping[str, Sequence[str]], dims: pd.DataFrame
) -> bool:
    """Return whether aggregates hold what a release declares, each once, in their order.

    Parameters
    ----------
    frame
        The aggregates as they lie in the file.
    outcomes
        The levels of each outcome.
    dims
        The levels of each Dimension.
    """
    known = {(outcome, level) for outcome, levels in outcomes.items() for level in levels}
    levels = {str(dim): set(held) for dim, held in dims.groupby("dim")["level"]}
    wanted = frame.sort_values(list(KEYS), ignore_index=True)
    return bool(
        set(zip(frame["outcome"], frame["level"], strict=True)) <= known
        and set(frame["institution"]) <= levels.get(INSTITUTION, set())
        and set(frame["quarter"]) - {NOT_STATED} <= levels.get(QUARTER, set())
        and levels.keys() <= {INSTITUTION, QUARTER}
        and all(map(is_name, frame["institution"]))
        and (frame["n"] > 0).all()
        and not frame.duplicated(list(KEYS)).any()
        and frame.equals(wanted)
    )
