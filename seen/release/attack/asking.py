"""An attack on what is counted as it is: who was asked something, and at which level they stand.

It promises every other outcome and every Dimension that a release tells of the same answers.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from seen.release.attack.readings import Result, counted_few
from seen.release.attack.records import Behind
from seen.release.outcomes import Outcome
from seen.release.refusals import odds_moved

ASKED_TELLS: Final = "asked_tells"


def asked_tells(behind: Behind, outcome: Outcome, told: Set[str]) -> Result:
    """Count what is not flipped, and what of it moves the odds of an answer by more than a flip.

    Parameters
    ----------
    behind
        The data behind a release, with the rows read that hold the outcome.
    outcome
        Whose answers are to be read.
    told
        The Dimensions that the release tells of it.
    """
    planned, work = behind.planned, behind.work
    others = [it for it in planned.of_part(outcome.part) if it.is_flipped and it != outcome]
    columns = [column for name, column in planned.columns(outcome.table).items() if name in told]
    pairs = [
        *(work.run("lattice/told", first=it.column, second=outcome.column) for it in others),
        *(work.run("lattice/together", first=it, second=outcome.column) for it in columns),
    ]
    most = (1 - planned.q) / planned.q  # as far as the flip lets odds be moved
    n_told = sum(odds_moved(it, outcome) > most for it in pairs)
    return counted_few(ASKED_TELLS, outcome.name, len(pairs), n_told)
