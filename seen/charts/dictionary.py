"""The Catalog as tables of words: what was measured, and what can be compared.

It promises that a measure the data lacks is listed as lacking, not left out.
"""

from __future__ import annotations

from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.measures import Measure
from seen.text import DEFAULT_LANGUAGE, text

_MOST_LEVELS = 12


def measures(catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> Table:
    """Return every Measure with its question, instrument and evidence."""
    heads = ("measure", "question", "instrument", "evidence", "reporter", "better", "in_data")
    ranked = sorted(catalog.measures, key=lambda item: not catalog.offers(item))
    return Table(
        caption=text("methods.dictionary_intro", language),
        heads=tuple(text(f"methods.{head}", language) for head in heads),
        rows=tuple(_measure(item, catalog, language) for item in ranked),
        numbers=frozenset(),
    )


def dimensions(catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> Table:
    """Return every Dimension with its levels."""
    tables = {measure.table for measure in catalog.offered_measures()}
    offered = {item.name for table in tables for item in catalog.offered_dimensions(table)}
    rows = []
    for item in sorted(catalog.dimensions, key=lambda item: item.name not in offered):
        labels = [item.level_label(level, language) for level in item.levels]
        joint = "; " if any("," in label for label in labels) else ", "
        levels = joint.join(labels)
        if len(item.levels) > _MOST_LEVELS:
            levels = text("methods.levels_from_data", language, n=len(item.levels))
        held = text("methods.yes" if item.name in offered else "methods.no", language)
        rows.append((item.phrase("label", language), levels, held))
    heads = ("dimension", "levels", "in_data")
    return Table(
        caption=text("methods.dimensions_intro", language),
        heads=tuple(text(f"methods.{head}", language) for head in heads),
        rows=tuple(rows),
        numbers=frozenset(),
    )


def _measure(measure: Measure, catalog: Catalog, language: str) -> tuple[str, ...]:
    """Return one Measure."""
    label = measure.phrase("label", language)
    evidence = "record" if measure.reporter == "record" else measure.evidence
    return (
        label[:1].upper() + label[1:],
        measure.phrase("question", language),
        measure.instrument,
        text(f"card.evidence_{evidence}", language),
        text(f"methods.by_{measure.reporter}", language),
        text(f"methods.better_{measure.better}", language),
        text("methods.yes" if catalog.offers(measure) else "methods.no", language),
    )
