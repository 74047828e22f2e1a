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


def held_together(answer: Answer, by: Dimension, by2: Dimension | None = None) -> Answer:
    """Return an answer without levels, and comparisons, that lack what they need.

    Levels are those of either Dimension. Private groups stay private: that is the stronger reason.
    """
    for level, needed in by.needs:
        answer = _without(answer, level, needed)
    for level, needed in by2.needs if by2 else ():
        answer = _without_second(answer, level, needed)
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
    return _holding(answer, groups, gaps)


def _without_second(answer: Answer, level: str, needed: str) -> Answer:
    """Return an answer in which a group is shown at a second level only where it is at another."""
    shown = {it.group for it in answer.groups if it.group_2 == needed and _is_shown(it)}

    def is_alone(group: str, second: str | None) -> bool:
        return second == level and group not in shown

    groups = tuple(
        replace(it, estimate=_WHY) if _is_shown(it) and is_alone(it.group, it.group_2) else it
        for it in answer.groups
    )
    own = {it.group for it in groups}
    gaps = tuple(
        _closed(it)
        if any(is_alone(name, it.group_2) for name in own & {it.group, it.versus})
        else it
        for it in answer.gaps
    )
    return _holding(answer, groups, gaps)


def _holding(answer: Answer, groups: tuple[Group, ...], gaps: tuple[Gap, ...]) -> Answer:
    """Return an answer with other groups and comparisons, and the note that says why."""
    if (groups, gaps) == (answer.groups, answer.gaps):
        return answer
    notes = dict.fromkeys((*answer.notes, NOTE))
    return replace(answer, groups=groups, gaps=gaps, notes=tuple(notes))


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
