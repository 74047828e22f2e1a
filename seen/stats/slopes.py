"""How each group's answers change along an ordered Dimension, and how the gap changes with them.

It promises that lines and ends give nothing private away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np

from seen.domain.findings import Gap, Interval, Part, Reason, Verdict, Withheld
from seen.stats.ends import Change, changes
from seen.stats.gaps import holm_of, verdict
from seen.stats.ladder import Ladder, Members, ladder
from seen.stats.linear import Linearised
from seen.stats.lines import lines
from seen.stats.sample import Answer, Sample
from seen.stats.totals import WHOLE, Pair
from seen.stats.views import answered, crude, number
from seen.text import text

MINIMUM_LEVELS: Final = 3
SHOWN_ALONE: Final = "decomposition.shown_alone"  # a key of seen/text


class _Of(Enum):
    """What a slope is the slope of."""

    GROUP = 1  # over all its levels
    GROUP_BESIDE = 2  # over those that its reference has too
    REFERENCE = 3


def slopes(sample: Sample) -> Answer:
    """Return the slope of each group along the second Dimension, and how the slopes compare.

    The levels in `sample.order` score 0, 1, 2, …; answers at other levels do not count. A slope
    is in the unit of the Measure per level, up where the figure rises; it needs 3 levels at which
    the group is shown, and runs through all of its levels, or through those shown alone where
    anything is private, which a note says. The groups are the levels of the plain comparison; the
    parts are

    - `slope`: that of every group;
    - `slope_versus`: that of what a compared group is compared with, over the levels of both;
    - `did`: the gap at the highest level that shows both sides less the gap at the lowest,
      positive where the gap is larger for the worse at the highest.

    The gaps compare slopes, positive where a group's answers change more for the worse. Both
    sides keep to the levels of both: on different levels a bent line would look like a
    difference. About equal means that over all levels together they differ by less than 2 % of
    the scale. A ratio of slopes, which may well be 0, is undefined.

    Parameters
    ----------
    sample
        Two crossed Dimensions with the levels of the second in `order`. The largest group, as a
        reference, is one group at all levels.

    Raises
    ------
    DataFileError
        When the cells hold sums no honest data can have.
    ValueError
        When a shown group has no contributors, or a share lies outside 0 to 1.

    References
    ----------
    As in `lines` and `ends`; Holm as in `gaps`.
    """
    plain = crude(sample)
    steps = ladder(sample, plain)
    drawn = _drawn(steps)
    ends = changes(steps)
    parts = [
        *(_slope(drawn, "slope", group, _Of.GROUP) for group in steps.groups),
        *(_slope(drawn, "slope_versus", group, _Of.REFERENCE) for group in steps.compared),
        *(_did(steps, group, ends[group]) for group in steps.compared),
    ]
    found = answered(plain, parts=parts, gaps=_gaps(drawn))
    return replace(found, notes=(*found.notes, SHOWN_ALONE)) if drawn.is_cut else found


@dataclass(frozen=True, kw_only=True, eq=False)
class _Drawn:
    """The slopes there are, each by its group and what it is the slope of."""

    steps: Ladder
    found: Linearised
    members: list[Members]
    places: dict[tuple[str, _Of], int]
    is_cut: bool  # whether a line leaves out a level for privacy
    intervals: list[Interval | Withheld]

    def slope(self, group: str, of: _Of) -> Interval | Withheld:
        """Return a slope with its interval, or why there is none."""
        if (group, of) in self.places:
            return self.intervals[self.places[group, of]]
        return self.steps.why(group) if of is _Of.GROUP else self.steps.why_not_both(group)


def _drawn(steps: Ladder) -> _Drawn:
    """Return the slopes of all groups, and of compared groups and their references together."""
    asked = [(group, _Of.GROUP, steps.levels(group)) for group in steps.groups]
    for group in steps.compared:
        both = steps.levels_of_both(group)
        asked += [(group, _Of.GROUP_BESIDE, both), (group, _Of.REFERENCE, both)]
    kept = {
        (group, of): (
            group,
            of is _Of.REFERENCE,
            steps.through(group, levels, is_beside=of is not _Of.GROUP),
        )
        for group, of, levels in asked
        if len(levels) >= MINIMUM_LEVELS
    }
    drawn = {line: place for place, line in enumerate(dict.fromkeys(kept.values()))}
    members = [
        (steps.members_beside if is_reference else steps.members)(group, levels)
        for group, is_reference, levels in drawn
    ]
    order = {level: float(place) for place, level in enumerate(steps.sample.order)}
    scores = np.array([order.get(second or "", 0.0) for _, second in steps.sums.groups])
    found = lines(steps.sums, scores, members)
    span = steps.sample.scale.span
    return _Drawn(
        steps=steps,
        found=found,
        members=members,
        places={key: drawn[line] for key, line in kept.items()},
        is_cut=any(
            steps.is_cut(group, levels, is_beside=of is not _Of.GROUP)
            for group, of, levels in asked
            if (group, of) in kept
        ),
        intervals=[number(found, place, span=span) for place in range(len(members))],
    )


def _slope(drawn: _Drawn, name: str, group: str, of: _Of) -> Part:
    """Return a slope as a part."""
    found, steps = drawn.slope(group, of), drawn.steps
    if isinstance(found, Withheld):
        return Part(name=name, group=group, estimate=found)
    place = drawn.places[group, of]
    margin: Pair = (group, None)
    if of is _Of.REFERENCE:
        margin = WHOLE if steps.is_others else (steps.versus, None)
    estimate = steps.estimate(
        found,
        drawn.members[place],
        margin=margin,
        df=float(drawn.found.df[place]),
        method=text("decomposition.slope", word=steps.sample.cluster_word),
    )
    return Part(name=name, group=group, estimate=estimate)


def _did(steps: Ladder, group: str, found: Change | Withheld) -> Part:
    """Return how the gap differs between the ends as a part, with the group's counts there."""
    if isinstance(found, Withheld):
        return Part(name="did", group=group, estimate=found)
    word = steps.sample.cluster_word
    estimate = steps.estimate(
        found.found,
        found.members,
        margin=(group, None),
        df=found.df,
        method=text("decomposition.did", most=found.most, least=found.least, word=word),
    )
    return Part(name="did", group=group, estimate=estimate)


def _gaps(drawn: _Drawn) -> tuple[Gap, ...]:
    """Return the comparison of each group's slope with its reference's, with Holm over all."""
    contrasts = {group: _contrast(drawn, group) for group in drawn.steps.compared}
    p_values = {
        group: found.p_value(0)
        for group, found in contrasts.items()
        if isinstance(found, Linearised)
    }
    p_holm = holm_of(p_values, among=contrasts.values())
    return tuple(
        _withheld(group, drawn.steps.versus, found)
        if isinstance(found, Withheld)
        else _gap(drawn, group, found, p=p_values[group], p_holm=p_holm[group])
        for group, found in contrasts.items()
    )


def _contrast(drawn: _Drawn, group: str) -> Linearised | Withheld:
    """Return the slope of a group less that of its reference, positive for the worse."""
    scale, sides = drawn.steps.sample.scale, (_Of.GROUP_BESIDE, _Of.REFERENCE)
    for of in (_Of.GROUP, *sides):
        if isinstance(found := drawn.slope(group, of), Withheld):
            return found
    both = drawn.found.taken([drawn.places[group, of] for of in sides])
    difference = both.combined(scale.worse_sign * np.array([[1.0, -1.0]]))
    found = number(difference, 0, span=scale.span)
    return found if isinstance(found, Withheld) else difference


def _withheld(group: str, versus: str, found: Withheld) -> Gap:
    """Return a comparison that is not shown."""
    return Gap(
        group=group,
        group_2=None,
        versus=versus,
        difference=found,
        ratio=found,
        p_holm=None,
        verdict=Verdict.WITHHELD,
    )


def _gap(drawn: _Drawn, group: str, found: Linearised, *, p: float, p_holm: float) -> Gap:
    """Return the comparison of a group's slope with the slope of its reference."""
    steps, difference = drawn.steps, found.interval(0)
    reference, scale = drawn.found.interval(drawn.places[group, _Of.REFERENCE]), steps.sample.scale
    per_step = replace(scale, span=scale.span / (len(steps.sample.order) - 1))
    return Gap(
        group=group,
        group_2=None,
        versus=steps.versus,
        difference=difference,
        ratio=Withheld(reason=Reason.UNDEFINED),
        p_holm=p_holm,
        verdict=verdict(difference, p_holm=p_holm, reference=reference.value, scale=per_step),
        df=float(found.df[0]),
        p=p,
        reference=reference,
    )
