"""The Questions of the page of burnout: blocks of what it goes with, its level, waves, meaning.

They promise one instrument at a time, exhaustion before the other scales, and None or nothing
where the data holds no answer.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.derived import possible, without
from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure, Show
from seen.domain.questions import (
    BLOCKS,
    LEVELS,
    MOST_FILTERS,
    VERSUS_OTHERS,
    WAVES,
    Filters,
    Question,
)

TABLE: Final = "burnout_answer"
INSTRUMENT, SCALE, QUARTER = "instrument", "scale", "quarter"
SCORE: Final = "burden"  # the score of whatever instrument and scale, on one range
_PROFESSION: Final = "profession"
REFLECTIONS: Final = ("purpose", "dignity", "meaning")
_FEWEST_WAVES: Final = 2


def measures(catalog: Catalog) -> tuple[Measure, ...]:
    """Return the Measures of the survey of workers that the data holds."""
    return tuple(item for item in catalog.offered_measures() if item.table == TABLE)


def dimensions(catalog: Catalog) -> tuple[Dimension, ...]:
    """Return the Dimensions by which levels of burnout can be compared."""
    offered = catalog.offered_dimensions(TABLE)
    apart = (INSTRUMENT, SCALE, QUARTER)
    return tuple(item for item in offered if item.name not in apart)


def instruments(catalog: Catalog) -> tuple[str, ...]:
    """Return the instruments whose scores the data holds, in Catalog order."""
    return tuple(dict.fromkeys(instrument for instrument, _ in _scores(catalog)))


def scales(catalog: Catalog, instrument: str) -> tuple[str, ...]:
    """Return the scales of an instrument that the data holds, exhaustion first."""
    return tuple(scale for own, scale in _scores(catalog) if own == instrument)


def instrument_of(asked: Question, catalog: Catalog) -> str:
    """Return the one instrument that is looked at; empty where there is no score.

    That is the chosen one, or one on which the Measure was asked; of several the one with most
    scales, since they are what the blocks are held against.
    """
    held = instruments(catalog)
    chosen = [name for name in held if name in asked.filters.levels(INSTRUMENT)]
    own = [name for name, _ in _held(asked.measure, catalog) if name in held]
    return max(chosen or own or held, key=lambda name: len(scales(catalog, name)), default="")


def on_instrument(asked: Question, catalog: Catalog, name: str) -> Question | None:
    """Return the level on another instrument, of its score where it did not ask the Measure."""
    found = level(asked, catalog)
    if found is None:
        return None
    is_held = name in {instrument for instrument, _ in _held(found.measure, catalog)}
    filters = without(found.filters, (SCALE,)).including(INSTRUMENT, [name])
    measure = found.measure if is_held else SCORE
    return level(found.asking(measure=measure, filters=filters), catalog)


def on_scale(asked: Question, catalog: Catalog, name: str) -> Question | None:
    """Return the level on another scale of the same instrument."""
    found = level(asked, catalog)
    if found is None:
        return None
    return level(found.asking(filters=found.filters.including(SCALE, [name])), catalog)


def on_measure(asked: Question, catalog: Catalog, name: str) -> Question | None:
    """Return the level of another Measure of the survey."""
    found = level(asked, catalog)
    return None if found is None else level(found.asking(measure=name), catalog)


def on_dimension(asked: Question, catalog: Catalog, name: str) -> Question | None:
    """Return the level by another Dimension, against everyone else."""
    found = level(asked, catalog)
    return None if found is None else found.asking(by=name, versus=VERSUS_OTHERS)


def scales_of(asked: Question, catalog: Catalog) -> tuple[str, ...]:
    """Return the scales at which a Measure was asked on the instrument that is filtered by."""
    chosen = asked.filters.levels(INSTRUMENT)
    return tuple(scale for name, scale in _held(asked.measure, catalog) if name in chosen)


def level(asked: Question, catalog: Catalog) -> Question | None:
    """Return the level of burnout in each group, on one instrument and scale."""
    held = {item.name: item for item in measures(catalog)}
    by = _by(asked, catalog)
    if not held or by is None:
        return None
    is_asked = asked.measure in held
    measure = held[asked.measure] if is_asked else held.get(SCORE, next(iter(held.values())))
    same = by == asked.by
    return possible(
        catalog,
        view=LEVELS,
        measure=measure.name,
        show=asked.show if asked.show in measure.shows else measure.shows[0],
        by=by,
        versus=asked.versus if same else VERSUS_OTHERS,
        filters=_on_one(asked, measure.name, catalog),
    )


def blocks(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return for each scale of the instrument what its score goes with, exhaustion first.

    Empty where the data holds no score, or less than two blocks of what it may go with.
    """
    instrument, by = instrument_of(asked, catalog), _by(asked, catalog)
    if not instrument or by is None:
        return ()
    filters = _on_one(asked, SCORE, catalog)
    if tuple(it for it in (INSTRUMENT, SCALE) if filters.levels(it)) != (INSTRUMENT, SCALE):
        return ()
    found = [
        possible(
            catalog,
            view=BLOCKS,
            measure=SCORE,
            show=Show.MEAN,
            by=by,
            filters=filters.including(SCALE, [scale]),
        )
        for scale in scales(catalog, instrument)
    ]
    return tuple(item for item in found if item is not None)


def waves(asked: Question, catalog: Catalog) -> Question | None:
    """Return the level in each wave of the survey, on one instrument and scale."""
    found = level(asked, catalog)
    if found is None or len(catalog.dimension(QUARTER).levels) < _FEWEST_WAVES:
        return None
    return possible(
        catalog,
        view=WAVES,
        measure=found.measure,
        show=found.show,
        by=QUARTER,
        filters=found.filters.without(QUARTER),
    )


def reflections(asked: Question, catalog: Catalog) -> tuple[Question, ...]:
    """Return what workers reported of purpose, dignity and meaning in each group."""
    found = level(asked, catalog)
    by = _PROFESSION if found is None else found.by
    made = [
        possible(catalog, view=LEVELS, measure=name, show=Show.TOP, by=by, filters=asked.filters)
        for name in REFLECTIONS
    ]
    return tuple(item for item in made if item is not None)


def _held(measure: str, catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    """Return each instrument with each of its scales at which a Measure was asked."""
    return catalog.held_apart(measure)


def _scores(catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    """Return each instrument with each of its scales of which there are scores."""
    return _held(SCORE, catalog)


def _by(asked: Question, catalog: Catalog) -> str | None:
    """Return what levels are compared by: what is asked, else profession, else the first."""
    names = [item.name for item in dimensions(catalog)]
    wanted = [name for name in (asked.by, _PROFESSION) if name in names]
    return next(iter((*wanted, *names)), None)


def _on_one(asked: Question, measure: str, catalog: Catalog) -> Filters:
    """Return the filters the survey can honour, with one instrument and one scale of it.

    Where so many are set that neither can be added they stay as they are.
    """
    offered = {item.name for item in catalog.offered_dimensions(TABLE)}
    filters = without(asked.filters, [it for it in asked.filters.names if it not in offered])
    held = _held(measure, catalog)
    names = [instrument for instrument, _ in held]
    instrument = instrument_of(asked.asking(filters=filters), catalog)
    instrument = instrument if instrument in names else next(iter(names), "")
    own = [scale for name, scale in held if name == instrument]
    chosen = [scale for scale in own if scale in filters.levels(SCALE)]
    apart = {INSTRUMENT, SCALE} & offered
    if not own or len({*filters.names, *apart}) > MOST_FILTERS:
        return filters
    levels = {INSTRUMENT: instrument, SCALE: (chosen or own)[0]}
    for name in apart:
        filters = filters.including(name, [levels[name]])
    return filters
