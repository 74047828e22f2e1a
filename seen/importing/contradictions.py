"""What a recipe may not say: tables that cannot stand, levels that do not exist, contradictions.

It promises that a recipe which passes can be contradicted only by its files.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from seen.domain.columns import Column
from seen.errors import RecipeError
from seen.importing.instruments import SCORED, SURVEY
from seen.importing.mapping import IMPLIED
from seen.importing.recipe import Recipe
from seen.text import text

ANSWERING: Final = ("encounter", "burnout_survey", "access_request")  # a dataset has one of these
# Columns from which the build makes Measures.
MEASURED_LATER: Final = frozenset({"minutes_needed", "modality", "scripted", "raw", "requests"})


def check(recipe: Recipe) -> None:
    """Refuse a recipe that contradicts itself or our tables."""
    _check_tables(recipe)
    _check_files(recipe)
    _check_mentions(recipe)
    _check_levels(recipe)


def _check_tables(recipe: Recipe) -> None:
    """Refuse a recipe whose tables cannot stand by themselves."""
    tables = recipe.tables()
    if not set(ANSWERING) & set(tables):
        raise RecipeError(text("import.recipe.no_answers"))
    mapped = {target.column.name for target in recipe.targets}
    measured = {measure.column for measure in recipe.catalog.measures} | MEASURED_LATER
    if not mapped & measured and not recipe.scores:
        raise RecipeError(text("import.recipe.no_measure"))
    twice = [f"{SURVEY}.{name}" for name in SCORED if recipe.maps(SURVEY, name)]
    if recipe.scores and twice:
        raise RecipeError(text("import.recipe.mapped_twice", names=", ".join(twice)))
    if recipe.maps("institution", "institution_name") and not recipe.has_institution_names:
        raise RecipeError(text("import.recipe.names"))
    for table in tables:
        lacking = [
            column.name
            for column in recipe.catalog.table(table)
            if column.required and not _is_filled(recipe, table, column.name)
        ]
        if lacking:
            names = ", ".join(f"{table}.{name}" for name in lacking)
            raise RecipeError(text("import.recipe.required", names=names))


def _check_files(recipe: Recipe) -> None:
    """Refuse files that feed tables which are not filled, or not each table once."""
    tables = recipe.tables()
    for stem, fed in recipe.files:
        unknown = ", ".join(table for table in fed if table not in tables)
        if unknown:
            choices = ", ".join(tables)
            raise RecipeError(
                text("import.recipe.feeds", stem=stem, names=unknown, choices=choices)
            )
    every = [table for _, fed in recipe.files for table in fed]
    wrong = ", ".join(table for table in tables if recipe.files and every.count(table) != 1)
    if wrong:
        raise RecipeError(text("import.recipe.not_fed", names=wrong))


def _check_mentions(recipe: Recipe) -> None:
    """Refuse columns named in contradiction, and attributes that no Dimension has."""
    used = recipe.reads(recipe.tables())
    both = ", ".join(name for name in recipe.drop if name in used)
    if both:
        raise RecipeError(text("import.recipe.dropped_used", names=both))
    known = {dimension.column for dimension in recipe.catalog.dimensions}
    unknown = ", ".join(name for name in recipe.quasi_identifiers if name not in known)
    if unknown:
        raise RecipeError(text("import.recipe.quasi_identifiers", names=unknown))


def _is_filled(recipe: Recipe, table: str, column: str) -> bool:
    """Return whether a required column is mapped or can be filled from elsewhere."""
    if recipe.maps(table, column) or (table, column) == ("institution", "year"):
        return True
    if recipe.instruments and column in {"raw_min", "raw_max", "direction"}:
        return True
    if recipe.scores and table == SURVEY and column in SCORED:
        return True
    return any(owner in recipe.tables() for owner in IMPLIED.get((table, column), ()))


def _check_levels(recipe: Recipe) -> None:
    """Refuse maps and constants to levels that do not exist."""
    for name, pairs in recipe.values.levels.items():
        owners = [target.column for target in recipe.targets if target.column.name == name]
        if not owners:
            choices = ", ".join(sorted({target.column.name for target in recipe.targets}))
            raise RecipeError(text("import.recipe.levels_of", name=name, choices=choices))
        for column in owners:
            _check_known(column, pairs.values())
    for target in recipe.targets:
        if target.constant is not None:
            _check_known(target.column, [target.constant])


def _check_known(column: Column, levels: Iterable[str]) -> None:
    """Refuse levels that a column does not have."""
    for level in levels:
        parts = level.split(";") if column.many else [level]
        if column.levels and not set(parts) <= set(column.levels):
            raise RecipeError(
                text(
                    "import.recipe.unknown_level",
                    name=column.name,
                    level=level[:40],
                    choices=", ".join(column.levels),
                )
            )
