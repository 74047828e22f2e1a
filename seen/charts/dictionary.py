"""The Catalog as tables of words: what was measured, what can be compared, what a file needs.

It promises that a measure the data lacks is listed as lacking, not left out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.text import lacking as lacking_words
from seen.wording.numbers import capital

_MOST_LEVELS: Final = 12


def measures(
    catalog: Catalog,
    language: str = DEFAULT_LANGUAGE,
    *,
    is_released: bool = False,
    names: Collection[str] | None = None,
) -> Table:
    """Return every Measure with its question, instrument and evidence; or those named alone."""
    heads = ("measure", "question", "instrument", "evidence", "reporter", "better")
    wanted = [item for item in catalog.measures if names is None or item.name in names]
    ranked = sorted(wanted, key=lambda item: not catalog.offers(item))
    return Table(
        caption=lacking_words("methods.dictionary_intro", language, is_released=is_released),
        heads=(
            *(text(f"methods.{head}", language) for head in heads),
            lacking_words("methods.in_data", language, is_released=is_released),
        ),
        rows=tuple(_measure(item, catalog, language) for item in ranked),
        numbers=frozenset(),
        short=frozenset(range(3, len(heads) + 1)),
    )


def dimensions(
    catalog: Catalog, language: str = DEFAULT_LANGUAGE, *, is_released: bool = False
) -> Table:
    """Return every Dimension with its levels."""
    tables = {measure.table for measure in catalog.offered_measures()}
    offered = {item.name for table in tables for item in catalog.offered_dimensions(table)}
    rows = [
        (
            item.phrase("label", language),
            _levels(item, language, is_released=is_released),
            text("methods.yes" if item.name in offered else "methods.no", language),
        )
        for item in sorted(catalog.dimensions, key=lambda item: item.name not in offered)
    ]
    heads = ("dimension", "levels")
    return Table(
        caption=text("methods.dimensions_intro", language),
        heads=(
            *(text(f"methods.{head}", language) for head in heads),
            lacking_words("methods.in_data", language, is_released=is_released),
        ),
        rows=tuple(rows),
        numbers=frozenset(),
        short=frozenset({2}),
    )


def lacking(
    lacked: Sequence[Measure | Dimension], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> Table:
    """Return what a file would have to hold for what it lacks: tables, columns and values."""
    heads = ("lacked", "where", "values")
    return Table(
        caption=text("methods.lacking_intro", language),
        heads=tuple(text(f"methods.{head}", language) for head in heads),
        rows=tuple(_lacked(item, catalog, language) for item in lacked),
        numbers=frozenset(),
    )


def planted(terms: Sequence[tuple[str, str, str, str]], language: str = DEFAULT_LANGUAGE) -> Table:
    """Return the planted terms of the demo: name, value in short, mark and reason."""
    heads = ("term", "value", "mark", "reason")
    return Table(
        caption=text("methods.planted_intro", language),
        heads=tuple(text(f"methods.{head}", language) for head in heads),
        rows=tuple(
            (name, value, text(f"methods.mark_{mark}", language), reason)
            for name, value, mark, reason in terms
        ),
        numbers=frozenset(),
        short=frozenset({2}),
    )


def _measure(measure: Measure, catalog: Catalog, language: str) -> tuple[str, ...]:
    """Return one Measure."""
    evidence = "record" if measure.reporter == "record" else measure.evidence
    return (
        capital(measure.phrase("label", language)),
        measure.phrase("question", language),
        measure.instrument,
        text(f"card.evidence_{evidence}", language),
        text(f"methods.by_{measure.reporter}", language),
        text(f"methods.better_{measure.better}", language),
        text("methods.yes" if catalog.offers(measure) else "methods.no", language),
    )


def _levels(item: Dimension, language: str, *, is_released: bool = False) -> str:
    """Return the levels of a Dimension, or how many there are."""
    if len(item.levels) > _MOST_LEVELS:
        n = len(item.levels)
        return lacking_words("methods.levels_from_data", language, is_released=is_released, n=n)
    labels = [item.level_label(level, language) for level in item.levels]
    joint = "; " if any("," in label for label in labels) else ", "
    return joint.join(labels)


def _lacked(item: Measure | Dimension, catalog: Catalog, language: str) -> tuple[str, str, str]:
    """Return one thing the data lacks: its name, its column, and what may stand there."""
    source = _source_column(item)
    held = [column for column in catalog.columns if column.name == source]
    where = f"{held[0].table}.{source}" if held else source
    own = f"methods.lacking_{item.name}"
    if has(own, language):
        where = text(own, language)
    if isinstance(item, Measure):
        low, high = item.scale
        values = text("range", language, low=f"{low:g}", high=f"{high:g}")
        if held and held[0].type == "boolean":
            values = text("methods.yes_or_no", language)
    elif held and held[0].range is not None:
        values = text("range", language, low=f"{held[0].range[0]:g}", high=f"{held[0].range[1]:g}")
    else:
        values = _levels(item, language)
    return capital(item.phrase("label", language)), where, values


def _source_column(item: Measure | Dimension) -> str:
    """Return the column a recipe fills; a derived Dimension is made from another."""
    if isinstance(item, Measure):
        return item.column
    return item.thirds_of or item.cuts_of or item.merge_of or item.column
