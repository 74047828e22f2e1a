"""The Questions that pages make of what is asked: by time pressure, crossed, of those mis-seen.

They promise to keep every filter that the derived Question can honour, and to be None where the
data holds nothing to answer them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from seen.domain.apart import settled
from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure, Show
from seen.domain.questions import (
    DISTRIBUTION,
    LEVELS,
    VERSUS_OTHERS,
    Filters,
    OverviewEntry,
    Question,
)
from seen.errors import QuestionError

PRESSURE: Final = "time_pressure"
_HURRIED: Final = "hurried"  # the Measure of time pressure itself
_MADE_OF_PRESSURE: Final = (PRESSURE, "time_pressure_band", "form")
_RESPONDED: Final = "responded"
_PROFESSION: Final = "profession"
_MOST_ROWS: Final = 6


def under_pressure(asked: Question, catalog: Catalog) -> Question | None:
    """Return what is asked, at every time pressure; a filter on pressure is left out."""
    by = asked.by if asked.by not in _MADE_OF_PRESSURE else _first_of_recipients(asked, catalog)
    if by is None:
        return None
    same = by == asked.by
    return possible(
        catalog,
        view=LEVELS,
        measure=asked.measure,
        show=asked.show,
        by=by,
        by2=PRESSURE,
        versus=asked.versus if same else VERSUS_OTHERS,
        groups=asked.groups if same else (),
        filters=without(asked.filters, _MADE_OF_PRESSURE),
    )


def exposure(asked: Question, catalog: Catalog) -> Question | None:
    """Return which share of each group's encounters falls at each time pressure."""
    return possible(
        catalog,
        view=DISTRIBUTION,
        measure=_HURRIED,
        show=Show.TOP,
        by=asked.by,
        by2=PRESSURE,
        filters=without(asked.filters, _MADE_OF_PRESSURE),
    )


def response(asked: Question, catalog: Catalog) -> Question | None:
    """Return who answered when asked, by what is asked or else by the first of recipients."""
    held = catalog.dimension(asked.by) if catalog.offers(catalog.measure(_RESPONDED)) else None
    is_recipients = held is not None and held.role == "recipient"
    by = asked.by if is_recipients else _first_of_recipients(asked, catalog)
    if by is None:
        return None
    return possible(
        catalog, view=LEVELS, measure=_RESPONDED, show=Show.TOP, by=by, filters=asked.filters
    )


def overall(catalog: Catalog, measure: str, show: Show, filters: Filters) -> Question | None:
    """Return a Question whose whole is the share of everybody, by the first Dimension there is."""
    found = next((item for item in catalog.offered_measures() if item.name == measure), None)
    by = None if found is None else _first_by(found, catalog)
    if found is None or by is None:
        return None
    return possible(
        catalog,
        view=LEVELS,
        measure=measure,
        show=show if show in found.shows else found.shows[0],
        by=by,
        filters=filters,
    )


def fixed(entry: OverviewEntry, catalog: Catalog, filters: Filters) -> Question | None:
    """Return one of the Overview's fixed Questions under the filters its table can honour."""
    return possible(
        catalog,
        view=LEVELS,
        measure=entry.measure,
        show=entry.show,
        by=entry.by,
        filters=filters,
    )


def lead_measure(catalog: Catalog) -> Measure:
    """Return the Measure the Overview starts with: the first of its list that the data holds."""
    listed = [entry.measure for entry in catalog.overview]
    offered = {measure.name: measure for measure in catalog.offered_measures()}
    name = next((name for name in listed if name in offered), catalog.default_question().measure)
    return offered[name]


def overview_rows(catalog: Catalog, measure: Measure) -> tuple[Dimension, ...]:
    """Return the Dimensions the Overview draws, held by the data or not.

    They are those of the people who answered: recipients, or workers about themselves.
    """
    role, beside = ("worker", _PROFESSION) if measure.is_about_workers else ("recipient", "")
    found = [item for item in catalog.dimensions if item.role == role or item.name == beside]
    return tuple(found[:_MOST_ROWS])


def lacking(catalog: Catalog) -> tuple[Measure | Dimension, ...]:
    """Return what the Overview asks of and the data does not hold, each once, in its order."""
    measure = lead_measure(catalog)
    wanted: list[Measure | Dimension] = [*overview_rows(catalog, measure)]
    for entry in catalog.overview:
        wanted += [catalog.measure(entry.measure), catalog.dimension(entry.by)]
    tables = {measure.table, *(catalog.measure(entry.measure).table for entry in catalog.overview)}
    held = {name for table, name in catalog.present if table in tables}
    return tuple(dict.fromkeys(item for item in wanted if item.column not in held))


def by_people(catalog: Catalog, measure: Measure, filters: Filters) -> dict[str, Question | None]:
    """Return the Question of each row of the Overview's figure; None where not in this data."""
    return {
        item.name: possible(
            catalog,
            view=LEVELS,
            measure=measure.name,
            show=measure.shows[0],
            by=item.name,
            filters=filters,
        )
        for item in overview_rows(catalog, measure)
    }


def possible(
    catalog: Catalog, *, measure: str, filters: Filters, **parts: object
) -> Question | None:
    """Return the Question under the filters its table can honour, if the data can be asked it."""
    found = next((item for item in catalog.offered_measures() if item.name == measure), None)
    if found is None:
        return None
    held = {item.name for item in catalog.offered_dimensions(found.table)}
    kept = Filters.of({name: levels for name, levels in filters.chosen if name in held})
    try:
        asked = Question(measure=measure, filters=kept, **parts)  # type: ignore[arg-type]  # checked by Question and Catalog
        return catalog.checked(settled(catalog.known(asked), catalog))
    except QuestionError:
        return None


def without(filters: Filters, names: Sequence[str]) -> Filters:
    """Return the Filters without some Dimensions."""
    for name in names:
        filters = filters.without(name)
    return filters


def _first_of_recipients(asked: Question, catalog: Catalog) -> str | None:
    """Return the first Dimension of recipients that what is asked can be split by."""
    table = catalog.measure(asked.measure).table
    offered = catalog.offered_dimensions(table)
    return next((item.name for item in offered if item.role == "recipient"), None)


def _first_by(measure: Measure, catalog: Catalog) -> str | None:
    """Return a Dimension to ask a Measure by, of recipients where there is one."""
    offered = [item for item in catalog.offered_dimensions(measure.table) if item.role != "time"]
    recipients = [item for item in offered if item.role == "recipient"]
    return next((item.name for item in (*recipients, *offered)), None)
