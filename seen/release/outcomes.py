"""What of a dataset is released: outcomes, each with the levels its answers may take.

It promises that an outcome has few, fixed levels before anything is counted: never a raw score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.measures import Measure, Show
from seen.domain.releases import ASKED
from seen.errors import PublishError
from seen.text import text

ENCOUNTERS: Final = "encounter_answer"
SURVEYS: Final = "burnout_answer"
MOST_LEVELS: Final = 12
MOST_BANDS: Final = 6
MOST_OUTCOMES: Final = 64  # each has a bit of its own where people are counted
_TABLES: Final = (ENCOUNTERS, SURVEYS)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One thing that is counted in the cells of a release."""

    name: str  # as the release names it
    measure: str
    table: str
    column: str
    values: tuple[float, ...]  # the raw answers in order, or the upper ends of bands
    levels: tuple[str, ...]
    top: tuple[int, ...] = ()  # places of levels, counted from 1
    bottom: tuple[int, ...] = ()
    instrument: str | None = None
    scale: str | None = None
    low: float | None = None  # where the lowest band begins; None where levels are raw answers

    @property
    def top_or_last(self) -> tuple[int, ...]:
        """The places of the top answers; of an outcome without any, of its highest level."""
        return self.top or (len(self.levels),)

    @property
    def is_banded(self) -> bool:
        """Whether its levels are bands of a score."""
        return self.low is not None

    @property
    def is_flipped(self) -> bool:
        """Whether its answers are flipped; how many were asked has nothing to flip."""
        return len(self.levels) > 1

    @property
    def part(self) -> tuple[str, str | None, str | None]:
        """Which rows hold its answers: the table, and of surveys the instrument and scale."""
        return (self.table, self.instrument, self.scale)


def outcomes(catalog: Catalog, wanted: Sequence[str] = ()) -> tuple[Outcome, ...]:
    """Return the outcomes to release: those asked for, or the Overview's answers of people.

    Raises
    ------
    PublishError
        When one is unknown, or not of the kind that can be released.
    """
    held = {it.name: it for it in catalog.offered_measures() if it.table in _TABLES}
    names = list(dict.fromkeys(wanted)) or _usual(catalog)
    unknown = [name for name in names if name not in held]
    if unknown or not names:
        offered = ", ".join(name for name, it in held.items() if _has_levels(it))
        key = "unknown_measure" if unknown else "none_usual"
        key = key if offered else "none_at_all"
        raise PublishError(text(f"publish.{key}", names=", ".join(unknown), choices=offered))
    found = [outcome for name in names for outcome in _of(held[name], catalog)]
    if (ENCOUNTERS, ASKED) in catalog.present and any(it.table == ENCOUNTERS for it in found):
        found.append(
            Outcome(
                name=ASKED,
                measure=ASKED,
                table=ENCOUNTERS,
                column=ASKED,
                values=(1.0,),
                levels=(ASKED,),
            )
        )
    if len(found) > MOST_OUTCOMES:
        raise PublishError(text("publish.many_outcomes", n=MOST_OUTCOMES, found=len(found)))
    return tuple(sorted(found, key=lambda it: (it.table != ENCOUNTERS, it.name)))


def _usual(catalog: Catalog) -> list[str]:
    """Return what is released where nothing is asked for: what people answered, never a record."""
    offered = {it.name: it for it in catalog.offered_measures() if it.table in _TABLES}
    listed = [entry.measure for entry in catalog.overview if entry.measure in offered]
    answered = [name for name in listed if offered[name].reporter != "record"]
    if not answered:
        counted = [name for name, it in offered.items() if _has_levels(it)]
        answered = [name for name in counted if offered[name].reporter == "recipient"][:3]
    return list(dict.fromkeys(answered))


def _of(measure: Measure, catalog: Catalog) -> list[Outcome]:
    """Return a Measure as outcomes: one, or one for each instrument and scale."""
    combinations = catalog.held_apart(measure.name) or ((None, None),)
    found = []
    for combination in combinations:
        instrument, scale = (*combination, None, None)[:2]
        parts = [measure.name, *(part for part in (instrument, scale) if part is not None)]
        found.append(_outcome(measure, "|".join(parts), instrument, scale))
    return found


def _outcome(measure: Measure, name: str, instrument: str | None, scale: str | None) -> Outcome:
    """Return one outcome of a Measure with its levels."""
    if measure.amount:
        raise PublishError(text("publish.amount", name=measure.name))
    low, high = measure.scale
    if not _has_levels(measure):
        raise PublishError(text("publish.not_bands", name=measure.name))
    if _is_in_steps(measure):
        values = tuple(low + step for step in range(int(high - low) + 1))
        return Outcome(
            name=name,
            measure=measure.name,
            table=measure.table,
            column=measure.column,
            values=values,
            levels=tuple(str(int(value)) for value in values),
            top=_places(measure, Show.TOP, values),
            bottom=_places(measure, Show.BOTTOM, values),
            instrument=instrument,
            scale=scale,
        )
    width = (high - low) / MOST_BANDS
    return Outcome(
        name=name,
        measure=measure.name,
        table=measure.table,
        column=measure.column,
        values=(*(low + width * step for step in range(1, MOST_BANDS)), high),
        levels=tuple(f"b{step}" for step in range(1, MOST_BANDS + 1)),
        instrument=instrument,
        scale=scale,
        low=low,
    )


def _has_levels(measure: Measure) -> bool:
    """Return whether a Measure can be released: in steps, or of surveys in bands."""
    return not measure.amount and (_is_in_steps(measure) or measure.table == SURVEYS)


def _is_in_steps(measure: Measure) -> bool:
    """Return whether the answers to a Measure are a few whole numbers."""
    low, high = measure.scale
    is_whole = float(low).is_integer() and float(high).is_integer()
    return is_whole and 1 <= high - low < MOST_LEVELS and not _is_continuous(measure)


def _is_continuous(measure: Measure) -> bool:
    """Return whether a Measure is a mean of items, whose answers lie between whole numbers."""
    return measure.shows == (Show.MEAN,)


def _places(measure: Measure, show: Show, values: Sequence[float]) -> tuple[int, ...]:
    """Return which levels, counted from 1, make up a box."""
    box = measure.box(show) or ()
    return tuple(place for place, value in enumerate(values, start=1) if value in box)
