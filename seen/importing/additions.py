"""What a recipe adds to the standard Catalog: columns, levels, Measures and Dimensions.

It promises that everything added has a place to stand and words to be shown with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from seen.domain.catalog import Catalog
from seen.domain.columns import Column
from seen.domain.dimensions import Dimension
from seen.errors import CatalogError, RecipeError
from seen.importing.instruments import LEVEL_PATTERN, Score, instruments, score_measure, scores
from seen.importing.mapping import GRAIN
from seen.sources.dictionary import standard
from seen.text import text

MEASURE_KEYS: Final = ("table", "unit", "scale", "shows", "better", "reporter", "evidence")
_MADE: Final = frozenset({"everyone", "answer_id", "year", "institution", "quarter", "month"})


def compose(document: Mapping[str, Any]) -> tuple[Catalog, tuple[Column, ...]]:
    """Return the standard Catalog with a recipe's additions, and the columns that are new."""
    own = _own(document)
    for column in own.columns:
        _check_new(column)
    catalog = standard().extended(own)
    levels = dict(document.get("add_levels", {}))
    codes = {item.code: item.code for item in instruments(document)}
    if codes:
        levels["instrument"] = {**levels.get("instrument", {}), **codes}
    for column_name, added in levels.items():
        catalog = _with_levels(catalog, column_name, added)
    catalog = replace(
        catalog,
        institution_word=_institution_word(document, "institution_word") or "institution",
        institution_plural=_institution_word(document, "institution_plural"),
    )
    found = scores(document, catalog)
    catalog = _with_scores(catalog, found)
    _check_places(own, catalog)
    return catalog, (*own.columns, *(score.column for score in found))


def _with_scores(catalog: Catalog, found: Sequence[Score]) -> Catalog:
    """Return a Catalog with a Measure, before all others, and its column for each score."""
    known = {column.name for column in catalog.columns} | {it.name for it in catalog.measures}
    if taken := ", ".join(score.name for score in found if score.name in known):
        raise RecipeError(text("import.recipe.column_taken", name=taken))
    return replace(
        catalog,
        columns=(*catalog.columns, *(score.column for score in found)),
        measures=(*(score_measure(score, catalog) for score in found), *catalog.measures),
    )


def _own(document: Mapping[str, Any]) -> Catalog:
    """Return the Catalog parts a recipe declares."""
    for name, body in document.get("measure", {}).items():
        lacking = [key for key in MEASURE_KEYS if key not in body]
        if lacking:
            raise RecipeError(text("import.recipe.measure", name=name, keys=", ".join(lacking)))
    parts = ("table", "measure", "dimension", "overview")
    try:
        return Catalog.from_toml({part: document[part] for part in parts if part in document})
    except CatalogError as error:
        raise RecipeError(str(error)) from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise RecipeError(text("import.recipe.catalog")) from None


def _check_new(column: Column) -> None:
    """Refuse a new column in a foreign table, for ids or text, or named like another."""
    name = f"{column.table}.{column.name}"
    if column.table not in GRAIN:
        choices = ", ".join(GRAIN)
        raise RecipeError(text("import.recipe.table", table=column.table, choices=choices))
    if column.type in {"id", "text"}:
        raise RecipeError(text("import.recipe.free_text", name=name))
    if column.name in {item.name for item in standard().columns} | _made_columns(standard()):
        raise RecipeError(text("import.recipe.column_taken", name=name))


def _with_levels(catalog: Catalog, name: str, added: Mapping[str, str]) -> Catalog:
    """Return a Catalog in which every column of a name, and its Dimensions, have more levels."""
    owners = [column for column in catalog.columns if column.name == name and column.levels]
    if not owners:
        choices = ", ".join(sorted({column.name for column in catalog.columns if column.levels}))
        raise RecipeError(text("import.recipe.add_levels", name=name, choices=choices))
    for level in added:
        if not LEVEL_PATTERN.fullmatch(level):
            raise RecipeError(text("import.recipe.level", level=level[:40]))
    columns = tuple(
        replace(column, levels=tuple(dict.fromkeys((*column.levels, *added))))
        if column in owners
        else column
        for column in catalog.columns
    )
    dimensions = tuple(
        _with_more(item, added) if item.column == name and item.levels else item
        for item in catalog.dimensions
    )
    return replace(catalog, columns=columns, dimensions=dimensions)


def _with_more(dimension: Dimension, added: Mapping[str, str]) -> Dimension:
    """Return a Dimension with more levels and their labels; "would not say" stays last."""
    stated = [level for level in dimension.levels if level not in dimension.unstated]
    new = [level for level in added if level not in dimension.levels]
    labels = tuple((f"level.{level}", str(label)) for level, label in added.items())
    return replace(
        dimension,
        levels=(*stated, *new, *dimension.unstated),
        words=(*dimension.words, *labels),
    )


def _institution_word(document: Mapping[str, Any], key: str) -> str:
    """Return what the data calls the unit it compares, or more than one; empty for the usual."""
    word = document.get(key)
    if word is None:
        return ""
    if not isinstance(word, str) or not re.fullmatch(r"[^\W\d_][\w '-]{0,29}", word):
        raise RecipeError(text("import.recipe.institution_word", name=key))
    return word


def _made_columns(catalog: Catalog) -> set[str]:
    """Return the columns that answer tables have beside those of the standard tables."""
    measured = {measure.column for measure in catalog.measures}
    return {dimension.column for dimension in catalog.dimensions} | measured | _MADE


def _check_places(own: Catalog, catalog: Catalog) -> None:
    """Refuse Measures, Dimensions and Overview entries that point nowhere."""
    columns = {column.name for column in catalog.columns} | _made_columns(standard())
    read = {measure.name: measure.column for measure in own.measures}
    for dimension in own.dimensions:
        made_from = dimension.thirds_of or dimension.cuts_of or dimension.merge_of
        read[dimension.name] = made_from or dimension.column
    for name, column in read.items():
        if column not in columns:
            raise RecipeError(text("import.recipe.no_column", name=name, column=column))
    for entry in own.overview:
        try:
            measure, by = catalog.measure(entry.measure), catalog.dimension(entry.by)
        except CatalogError as error:
            raise RecipeError(str(error)) from None
        if entry.show not in measure.shows or (by.levels and entry.level not in by.levels):
            raise RecipeError(text("import.recipe.overview", measure=entry.measure, by=entry.by))
