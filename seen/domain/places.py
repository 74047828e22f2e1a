"""The Questions of the page of places: what is asked, by what institutions do and have.

They promise to keep every filter that they can honour, and to ask only by what the data holds.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.derived import possible
from seen.domain.dimensions import Dimension
from seen.domain.measures import Show
from seen.domain.questions import DECOMPOSITION, FUNNEL, LEVELS, Question

FEWEST_PLACES: Final = 8  # with fewer, places are not set beside each other
ENOUGH_PLACES: Final = 15  # five at each of three levels, where they come in equal parts
PRACTICES: Final = (
    *("leadership_third", "mentoring_third", "reflective_practice", "measure_intensity_third"),
    "resource_level",
)
COMMUNITY: Final = ("loneliness_third", "deprivation_third")
INSIDE: Final = ("has_mentor", "scripted", "screen_band", "time_pressure_band")
_INSTITUTION: Final = "institution"
_BURNOUT: Final = "burnout_case"
_MOST_PANELS: Final = 4


def practices(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return what is asked by each practice of institutions, at most four the data holds."""
    return _by_each(asked, catalog, PRACTICES)


def inside(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return what is asked by what differs inside an institution, at most four."""
    return _by_each(asked, catalog, INSIDE)


def first(asked: Question, catalog: Catalog) -> Question | None:
    """Return the first Question of the page; None where it has none."""
    return next(iter((*practices(asked, catalog), *inside(asked, catalog))), None)


def burnout(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return the share of workers with burnout by each practice of institutions."""
    about = asked.asking(measure=_BURNOUT, show=Show.TOP)
    return _by_each(about, catalog, PRACTICES)


def community(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return what is asked by how lonely and how deprived the areas around institutions are."""
    return _by_each(asked, catalog, COMMUNITY)


def funnel(asked: Question, catalog: Catalog) -> Question | None:
    """Return how institutions vary in what is asked."""
    return possible(
        catalog,
        view=FUNNEL,
        measure=asked.measure,
        show=asked.show,
        by=_INSTITUTION,
        filters=asked.filters,
    )


def where_met(asked: Question, catalog: Catalog) -> Question | None:
    """Return how much of each difference goes with where people are met, and how much remains."""
    if asked.by == _INSTITUTION:
        return None
    return possible(
        catalog,
        view=DECOMPOSITION,
        measure=asked.measure,
        show=asked.show,
        by=asked.by,
        strata=(_INSTITUTION,),
        filters=asked.filters,
    )


def lacking(asked: Question, catalog: Catalog) -> tuple[Dimension, ...]:
    """Return the practices that stand beside no answer to what is asked; none where four do."""
    if len(practices(asked, catalog)) == _MOST_PANELS:
        return ()
    table = catalog.measure(asked.measure).table
    known = [item for item in catalog.dimensions if item.name in PRACTICES[:_MOST_PANELS]]
    return tuple(item for item in known if not catalog.splits(item, table))


def _by_each(asked: Question, catalog: Catalog, names: tuple[str, ...]) -> tuple[Question, ...]:
    """Return what is asked by each of some Dimensions, at most four that the data holds."""
    made = (
        possible(
            catalog,
            view=LEVELS,
            measure=asked.measure,
            show=asked.show,
            by=name,
            filters=asked.filters,
        )
        for name in names
    )
    return tuple(it for it in made if it is not None)[:_MOST_PANELS]
