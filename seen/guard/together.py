"""Levels that are withheld together: where one cannot be shown, what needs it is not shown.

It promises that no answer holds a level, or a comparison with it, without the level it needs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from seen.domain.dimensions import Dimension
from seen.domain.findings import Estimate, Gap, Group, Reason, Verdict, Withheld
from seen.stats.sample import Answer

NOTE: Final = "notes.together"  # a key of seen/text
_WHY: Final = Withheld(reason=Reason.TOO_FEW)


def held_together(answer: Answer, by: Dimension) -> Answer:
    """Return an answer by a Dimension without levels, and comparisons, that lack what they need.

    Private groups stay private: that is the stronger reason.
    """
    for level, needed in by.needs:
        answer = _without(answer, level, needed)
    return answer


def _without(answer: Answer, level: str, needed: str) -> Answer:
    """Return an answer in which a level is shown only where another is, group by group."""
    shown = {it.group_2 for it in answer.groups if it.group == needed and _is_shown(it)}
    compared = {it.group_2 for it in answer.gaps if it.group == needed and not _is_open(it)}

    def is_alone(second: str | None) -> bool:
        return second not in shown or second in compared

    groups = tuple(
        replace(it, estimate=_WHY)
        if it.group == level and _is_shown(it) and it.group_2 not in shown
        else it
        for it in answer.groups
    )
    gaps = tuple(
        _closed(it) if level in (it.group, it.versus) and is_alone(it.group_2) else it
        for it in answer.gaps
    )
    if (groups, gaps) == (answer.groups, answer.gaps):
        return answer
    return replace(answer, groups=groups, gaps=gaps, notes=(*answer.notes, NOTE))


def _is_shown(group: Group) -> bool:
    """Return whether a group has a number."""
    return isinstance(group.estimate, Estimate)


def _is_open(gap: Gap) -> bool:
    """Return whether a comparison is shown."""
    return gap.verdict is not Verdict.WITHHELD


def _closed(gap: Gap) -> Gap:
    """Return a comparison without a number."""
    if not _is_open(gap):
        return gap
    return Gap(
        group=gap.group,
        group_2=gap.group_2,
        versus=gap.versus,
        difference=_WHY,
        ratio=_WHY,
        p_holm=None,
        verdict=Verdict.WITHHELD,
    )
