"""The Questions a figure of Gaps is held beside: the same Measure shown otherwise, and mis-seeing.

They promise to ask the same groups under the same filters, and nothing where there is no other
way to show what is asked.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.derived import possible
from seen.domain.measures import Show
from seen.domain.questions import LEVELS, Question

_MIS_SEEN: Final = "mis_seen"


def other_shows(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return the same Question in each other way its Measure is shown; of levels alone."""
    if asked.view != LEVELS or asked.by2 is not None:
        return ()
    shows = catalog.measure(asked.measure).shows
    return tuple(asked.asking(show=show) for show in shows if show is not asked.show)


def mis_seen(asked: Question, catalog: Catalog) -> Question | None:
    """Return whether the same groups were mis-seen, beside what recipients rated."""
    measure = catalog.measure(asked.measure)
    is_rated = measure.reporter == "recipient" and measure.better == "higher"
    is_alone = asked.view == LEVELS and asked.by2 is None
    if not (is_rated and is_alone and asked.show is Show.TOP):
        return None
    return possible(
        catalog,
        view=LEVELS,
        measure=_MIS_SEEN,
        show=Show.TOP,
        by=asked.by,
        versus=asked.versus,
        groups=asked.groups,
        adjust=asked.adjust,
        strata=asked.strata,
        filters=asked.filters,
    )
