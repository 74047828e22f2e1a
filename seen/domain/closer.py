"""The Questions behind what stands under "Look closer", made of what a page asks first.

They promise to keep every filter that they can honour, and to be None where the data holds
nothing to answer them.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.derived import PRESSURE, possible, without
from seen.domain.measures import Show
from seen.domain.questions import (
    DECOMPOSITION,
    DISTRIBUTION,
    GRADIENT,
    LEVELS,
    SLOPE,
    STANDARDISED,
    TREND,
    Question,
)

_MIS_SEEN: Final = "mis_seen"
_REASON: Final = "mis_seen_reason"
_MUTUAL: Final = "mutual"
_SIDES: Final = "felt_seen_by"
_BEFORE: Final = "earlier_mis_seen"
_INCOME: Final = "recipient_income"
_QUARTER: Final = "quarter"
_MINUTES: Final = "minutes_short"
_FEWEST_PERIODS: Final = 4


def crossed(asked: Question, catalog: Catalog, by2: str) -> Question | None:
    """Return what is asked, inside each level of a second Dimension."""
    if by2 == asked.by:
        return None
    return possible(
        catalog,
        view=LEVELS,
        measure=asked.measure,
        show=asked.show,
        by=asked.by,
        by2=by2,
        versus=asked.versus,
        filters=asked.filters,
    )


def reasons(asked: Question, catalog: Catalog) -> Question | None:
    """Return what those who were mis-seen say it was about, as shares of each group."""
    if asked.by == _REASON:
        return None
    return possible(
        catalog,
        view=DISTRIBUTION,
        measure=_MIS_SEEN,
        show=Show.TOP,
        by=asked.by,
        by2=_REASON,
        filters=without(asked.filters, (_REASON,)),
    )


def both_sides(asked: Question, catalog: Catalog) -> Question | None:
    """Return where both sides, one of them or neither felt seen, as shares of each group."""
    if asked.by == _SIDES:
        return None
    return possible(
        catalog,
        view=DISTRIBUTION,
        measure=_MUTUAL,
        show=Show.TOP,
        by=asked.by,
        by2=_SIDES,
        filters=without(asked.filters, (_SIDES,)),
    )


def earlier(asked: Question, catalog: Catalog) -> Question | None:
    """Return what is asked, by how often people had been mis-seen before."""
    return possible(
        catalog,
        view=LEVELS,
        measure=asked.measure,
        show=asked.show,
        by=_BEFORE,
        filters=without(asked.filters, (_BEFORE,)),
    )


def adjusted(asked: Question, catalog: Catalog, how: str = STANDARDISED) -> Question | None:
    """Return what is asked, as if all groups had met the same mix of circumstances."""
    return possible(
        catalog,
        view=LEVELS,
        measure=asked.measure,
        show=asked.show,
        by=asked.by,
        versus=asked.versus,
        adjust=how,
        filters=asked.filters,
    )


def gradient(asked: Question, catalog: Catalog) -> Question | None:
    """Return how the Measure runs from the least to the most advantaged by income."""
    return possible(
        catalog,
        view=GRADIENT,
        measure=asked.measure,
        show=asked.show,
        by=_INCOME,
        filters=asked.filters,
    )


def over_time(asked: Question, catalog: Catalog) -> Question | None:
    """Return what is asked from quarter to quarter."""
    if asked.by == _QUARTER or len(catalog.dimension(_QUARTER).levels) < _FEWEST_PERIODS:
        return None
    return possible(
        catalog,
        view=TREND,
        measure=asked.measure,
        show=asked.show,
        by=asked.by,
        by2=_QUARTER,
        versus=asked.versus,
        groups=asked.groups,
        filters=without(asked.filters, (_QUARTER,)),
    )


def steps(asked: Question, catalog: Catalog) -> Question | None:
    """Return how the Measure changes with each step of time pressure, of a Question under it."""
    return possible(
        catalog,
        view=SLOPE,
        measure=asked.measure,
        show=asked.show,
        by=asked.by,
        by2=PRESSURE,
        versus=asked.versus,
        groups=asked.groups,
        filters=asked.filters,
    )


def hurry(asked: Question, catalog: Catalog) -> Question | None:
    """Return how much of each difference goes with meeting more hurry, and how much remains."""
    return possible(
        catalog,
        view=DECOMPOSITION,
        measure=asked.measure,
        show=asked.show,
        by=asked.by,
        versus=asked.versus,
        strata=(PRESSURE,),
        groups=asked.groups,
        filters=asked.filters,
    )


def minutes(asked: Question, catalog: Catalog) -> Question | None:
    """Return how many minutes encounters fell short of what they needed, in each group."""
    return possible(
        catalog, view=LEVELS, measure=_MINUTES, show=Show.MEAN, by=asked.by, filters=asked.filters
    )
