"""The Questions of the page of what counts: an hour, what is met, scripts, credit, after hours.

They promise to keep every filter that they can honour, and None or nothing where the data holds
no answer.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.derived import possible, without
from seen.domain.dimensions import Dimension
from seen.domain.measures import Show
from seen.domain.questions import (
    DISTRIBUTION,
    LEVELS,
    STANDARDISED,
    VERSUS_OTHERS,
    Question,
)

PART: Final = "part_of_hour"
_AFTER_HOURS: Final = "after_hours"
_PROFESSION: Final = "profession"
_SCRIPTED: Final = "scripted"
_INTENSITY: Final = "measure_intensity_third"
_BAND: Final = "after_hours_band"
_ENCOUNTERS: Final = "encounter_answer"
_TIME: Final = "time_answer"
_UNCREDITED: Final = (
    ("share_uncredited", Show.TOP, _ENCOUNTERS),
    ("share_said_uncredited", Show.TOP, _ENCOUNTERS),
    ("unmeasured_share", Show.MEAN, _TIME),
)


def hour(asked: Question, catalog: Catalog) -> Question | None:
    """Return which part of an hour of work goes to what, in each profession."""
    by = _by_workers(_TIME, catalog)
    if by is None:
        return None
    return possible(
        catalog,
        view=DISTRIBUTION,
        measure=_AFTER_HOURS,
        show=Show.TOP,
        by=by,
        by2=PART,
        filters=without(asked.filters, (PART, "kind_of_time")),
    )


def beyond(asked: Question, catalog: Catalog) -> Question | None:
    """Return which part of all recorded hours comes after hours, in each profession."""
    by = _by_workers(_TIME, catalog)
    filters = without(asked.filters, (PART, "kind_of_time"))
    return None if by is None else _levels(catalog, _AFTER_HOURS, Show.TOP, by, filters=filters)


def uncredited(asked: Question, catalog: Catalog) -> Question | None:
    """Return which part of connective minutes nobody credits, in each profession.

    Records of what was credited come before what workers said of a sample of encounters, and
    that before what time records say is measured.
    """
    for name, show, table in _UNCREDITED:
        by = _by_workers(table, catalog)
        found = by and _levels(catalog, name, show, by, filters=asked.filters)
        if found:
            return found
    return None


def minutes(asked: Question, catalog: Catalog) -> Question | None:
    """Return how many minutes of an encounter went to connecting, in each profession."""
    by = _by_workers(_ENCOUNTERS, catalog)
    if by is None:
        return None
    return _levels(catalog, "connective_minutes", Show.MEAN, by, filters=asked.filters)


def first(asked: Question, catalog: Catalog) -> Question | None:
    """Return what the page asks first of all; None where it has nothing to ask."""
    return hour(asked, catalog) or uncredited(asked, catalog) or met(asked, catalog, "screens")


def holds_any(asked: Question, catalog: Catalog) -> bool:
    """Return whether the data can answer anything under the first figure of the page."""
    found = (
        *(met(asked, catalog, what) for what in _MET),
        scripted(asked, catalog),
        *measured(asked, catalog),
        *(ask(asked, catalog) for ask in (uncredited, minutes, after_hours, burnt_out)),
    )
    return any(item is not None for item in found)


def recipients(catalog: Catalog) -> tuple[Dimension, ...]:
    """Return the Dimensions of recipients by which encounters can be compared."""
    return tuple(it for it in catalog.offered_dimensions(_ENCOUNTERS) if it.role == "recipient")


def by_recipients(asked: Question, catalog: Catalog) -> str | None:
    """Return by which Dimension of recipients the page compares: what is asked, or the first."""
    names = [item.name for item in recipients(catalog)]
    return asked.by if asked.by in names else next(iter(names), None)


def on_recipients(asked: Question, catalog: Catalog, by: str) -> Question:
    """Return what is asked by other recipients, or what they meet where it is not about them."""
    table = catalog.measure(asked.measure).table
    same = asked.without_second().asking(by=by, versus=VERSUS_OTHERS, groups=())
    if by in {item.name for item in catalog.offered_dimensions(table)}:
        return same
    return next((it for it in (met(same, catalog, what) for what in _MET) if it), asked)


_MET: Final = {  # measures of what recipients meet, each with how it is shown
    "screens": ("screen_share", Show.MEAN),
    "interruptions": ("interruptions", Show.MEAN),
    "scripts": ("fully_scripted", Show.TOP),
    "intensity": ("measure_intensity", Show.MEAN),
}


def met(asked: Question, catalog: Catalog, what: str) -> Question | None:
    """Return how much of something each group of recipients meets."""
    by = by_recipients(asked, catalog)
    measure, show = _MET[what]
    if by is None:
        return None
    return _levels(catalog, measure, show, by, filters=asked.filters)


def scripted(asked: Question, catalog: Catalog, how: str = STANDARDISED) -> Question | None:
    """Return how often recipients were mis-seen where encounters follow a script or do not."""
    filters = without(asked.filters, (_SCRIPTED,))
    return _levels(catalog, "mis_seen", Show.TOP, _SCRIPTED, filters=filters, adjust=how)


def measured(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return documented goals, and feeling seen, by how much is measured; both or nothing."""
    filters = without(asked.filters, (_INTENSITY,))
    made = [
        _levels(catalog, name, Show.TOP, _INTENSITY, filters=filters)
        for name in ("documented_goal", "felt_seen")
    ]
    found = tuple(item for item in made if item is not None)
    return found if len(found) == len(made) else ()


def after_hours(asked: Question, catalog: Catalog) -> Question | None:
    """Return hours a week of work after hours, in each profession.

    They are those of time records, or else those that were noted beside a survey of burnout.
    """
    for name, table in (
        ("after_hours_week", _TIME),
        ("ehr_after_hours", "burnout_answer"),
    ):
        by = _by_workers(table, catalog)
        found = by and _levels(catalog, name, Show.MEAN, by, filters=asked.filters)
        if found:
            return found
    return None


def burnt_out(asked: Question, catalog: Catalog) -> Question | None:
    """Return the share of workers with burnout by their hours of records after hours."""
    filters = without(asked.filters, (_BAND,))
    return _levels(catalog, "burnout_case", Show.TOP, _BAND, filters=filters)


def _levels(
    catalog: Catalog, measure: str, show: Show, by: str, **parts: object
) -> Question | None:
    """Return a Measure by the levels of a Dimension; None where the data cannot be asked it."""
    return possible(catalog, view=LEVELS, measure=measure, show=show, by=by, **parts)  # type: ignore[arg-type]  # checked by Question and Catalog


def _by_workers(table: str, catalog: Catalog) -> str | None:
    """Return by what workers are told apart: profession, or else the first Dimension there is."""
    offered = [it for it in catalog.offered_dimensions(table) if it.role in ("filter", "worker")]
    names = [item.name for item in offered]
    return _PROFESSION if _PROFESSION in names else next(iter(names), None)
