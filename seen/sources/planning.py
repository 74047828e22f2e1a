"""What a comparison on screen would take: from a Finding to a Plan, and to bounds.

It promises that nothing goes into either but what the Finding shows.
"""

from __future__ import annotations

from dataclasses import replace

from seen.domain.findings import Estimate, Finding, Gap, Reason, Response, Withheld
from seen.domain.measures import Show
from seen.domain.questions import VERSUS_OTHERS
from seen.stats.nonresponse import Bounds, bounds
from seen.stats.planner import Plan, plan


def planned(finding: Finding, gap: Gap, *, wanted: float) -> Plan | Withheld:
    """Return what it would take to see a gap of a wanted size.

    Parameters
    ----------
    finding
        Groups of one Dimension; of two, nothing is planned, since a gap may be one of slopes.
    gap
        One of its comparisons.
    wanted
        The size, above 0, in the unit of the gap.
    """
    if finding.question.by2 is not None:
        return Withheld(reason=Reason.UNDEFINED)
    group, reference = _of(finding, gap.group), _reference(finding, gap)
    if isinstance(group, Withheld):
        return group
    if isinstance(reference, Withheld):
        return reference
    is_share = finding.question.show is not Show.MEAN
    return plan(gap, group=group, reference=reference, wanted=wanted, is_share=is_share)


def unanswered(finding: Finding) -> Bounds | Withheld:
    """Return how far those who did not answer could move the share of everybody."""
    if finding.question.show is Show.MEAN:
        return Withheld(reason=Reason.UNDEFINED)
    if not isinstance(finding.response, Response):
        return finding.response
    response = finding.response
    return bounds(finding.overall, asked=response.asked, answered=response.answered)


def _of(finding: Finding, name: str) -> Estimate | Withheld:
    """Return the estimate of a group."""
    found = (item.estimate for item in finding.groups if item.group == name)
    return next(found, Withheld(reason=Reason.NO_ANSWERS))


def _reference(finding: Finding, gap: Gap) -> Estimate | Withheld:
    """Return the other side: a group, or everyone else with what is left of all answers."""
    if gap.versus != VERSUS_OTHERS:
        return _of(finding, gap.versus)
    own, overall, rest = _of(finding, gap.group), finding.overall, gap.reference
    if isinstance(own, Withheld) or isinstance(overall, Withheld) or rest is None:
        return Withheld(reason=Reason.UNDEFINED)
    return replace(
        overall,
        value=rest.value,
        low=rest.low,
        high=rest.high,
        n_answers=overall.n_answers - own.n_answers,
    )
