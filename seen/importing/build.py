"""From filled standard tables to a finished data file: answer tables, Catalog and facts.

It promises that a data file says by itself what it can be asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from seen import __version__
from seen.domain.catalog import Catalog
from seen.domain.columns import Column
from seen.domain.dimensions import Dimension
from seen.domain.measures import ANSWER_TABLES
from seen.store import FORMAT_VERSION, Build

_PLACES, _AREAS = "institution", "community"  # tables whose columns are cut into thirds
SQL_TYPES: Final = {
    "integer": "integer",
    "number": "double",
    "category": "varchar",
    "boolean": "boolean",
    "month": "date",
    "text": "varchar",
    "id": "integer",
}

Held = frozenset[tuple[str, str]]  # (answer table, column) pairs that hold data


def declare(build: Build, columns: tuple[Column, ...]) -> None:
    """Append the columns a recipe declares to the standard tables, before they are filled."""
    for column in columns:
        names = {"table": column.table, "column": column.name, "type": SQL_TYPES[column.type]}
        build.change("build/add_column", names)


def finish(
    build: Build, *, catalog: Catalog, dataset: Mapping[str, Any], facts: Mapping[str, str]
) -> Catalog:
    """Make the answer tables and write the Catalog; return it as stored.

    Parameters
    ----------
    build
        A Build whose standard tables are filled.
    catalog
        The standard Catalog with whatever a recipe adds.
    dataset
        The one row of the `dataset` table.
    facts
        Facts about the file beside those every file has, such as `generator`.
    """
    build.insert("dataset", pd.DataFrame([dict(dataset)]))
    for table in ANSWER_TABLES:
        build.change(f"build/{table}")
    held = _present(build)
    stored = _with_levels(build, _with_derived(build, catalog, held), held)
    stored = replace(stored, present=_present(build), apart=_apart(build, stored, held))
    build.facts(
        {
            "format_version": FORMAT_VERSION,
            "app_version": __version__,
            "created_month": datetime.now(tz=UTC).strftime("%Y-%m"),
            "name": build.name,
            "catalog": stored.to_json(),
            **facts,
        }
    )
    return stored


def _with_derived(build: Build, catalog: Catalog, held: Held) -> Catalog:
    """Make the Dimensions that are cut or merged from other columns; return the Catalog."""
    made = []
    for dimension in catalog.dimensions:
        source = dimension.thirds_of or dimension.cuts_of or dimension.merge_of
        if source is None:
            made.append(dimension)
            continue
        with_cuts = _with_cuts(build, dimension, catalog)
        for table in ANSWER_TABLES:
            if (table, source) in held:
                _derive(build, table, source, with_cuts)
        made.append(with_cuts)
    return replace(catalog, dimensions=tuple(made))


def _with_cuts(build: Build, dimension: Dimension, catalog: Catalog) -> Dimension:
    """Return a Dimension of thirds with its cut points, so that filters never move them."""
    if dimension.thirds_of is None:
        return dimension
    tables = {column.table for column in catalog.columns if column.name == dimension.thirds_of}
    table = _AREAS if _AREAS in tables else _PLACES
    row = build.run("build/thirds", table=table, column=dimension.thirds_of).iloc[0]
    if row.isna().any():
        return dimension
    return replace(dimension, cuts=(float(row["first_cut"]), float(row["second_cut"])))


def _derive(build: Build, table: str, source: str, dimension: Dimension) -> None:
    """Add one made column to one answer table."""
    names = {"table": table, "column": dimension.column}
    build.change("build/add_column", {**names, "type": "varchar"})
    names["source"] = source
    if dimension.merge_of is not None:
        pairs = [(member, level) for level, members in dimension.merges for member in members]
        members, levels = map(list, zip(*pairs, strict=True))
        build.change("build/fill_merged", names, members=members, levels=levels)
    elif dimension.cuts:
        levels = list(dimension.levels)
        build.change("build/fill_bands", names, cuts=list(dimension.cuts), levels=levels)


def _with_levels(build: Build, catalog: Catalog, held: Held) -> Catalog:
    """Fill in the levels of Dimensions whose levels come from the data."""
    filled = []
    for dimension in catalog.dimensions:
        if not dimension.levels_from_data:
            filled.append(dimension)
            continue
        tables = [table for table in ANSWER_TABLES if (table, dimension.column) in held]
        levels: set[str] = set()
        for table in tables:
            found = build.run("build/levels", table=table, column=dimension.column)
            levels |= set(found["level"])
        words = _institution_words(build, catalog) if dimension.name == "institution" else ()
        order: dict[str, str] = dict(words)
        ranked = sorted(
            levels, key=lambda level: (_in_order(order.get(f"level.{level}") or level), level)
        )
        filled.append(replace(dimension, levels=tuple(ranked), words=(*dimension.words, *words)))
    return replace(catalog, dimensions=tuple(filled))


def _institution_words(build: Build, catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Return what the data calls its institutions, and the words of each one's code."""
    labels = build.run("build/labels")
    word = catalog.institution_word
    words = [("label", f"{word[:1].upper()}{word[1:]}")]
    pairs = zip(labels["code"], labels["label"], strict=True)
    return (*words, *((f"level.{code}", str(label)) for code, label in pairs))


def _apart(
    build: Build, catalog: Catalog, held: Held
) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """Return of each Measure with levels kept apart the combinations its answers stand at."""
    found = []
    for measure in catalog.measures:
        if not measure.kept_apart or (measure.table, measure.column) not in held:
            continue
        dimensions = [catalog.dimension(name) for name in measure.kept_apart]
        columns = [dimension.column for dimension in dimensions]
        rows = build.run(
            "build/combinations",
            table=measure.table,
            column=measure.column,
            dimensions=columns,
        )
        combinations: list[tuple[str, ...]] = list(
            rows[columns].astype(str).itertuples(index=False, name=None)
        )
        places = [
            [dimension.place(level) for dimension, level in zip(dimensions, levels, strict=True)]
            for levels in combinations
        ]
        ranked = sorted(zip(places, combinations, strict=True))
        found.append((measure.name, tuple(levels for _, levels in ranked)))
    return tuple(found)


_NUMBER: Final = re.compile(r"(?<!\S)(\d+)(?!\S)")  # a number by itself, not part of a code


def _in_order(label: str) -> list[tuple[int, str]]:
    """Return what sorts "Ward 2" before "Ward 10"."""
    parts = _NUMBER.split(label)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _present(build: Build) -> Held:
    """Return the (answer table, column) pairs that hold data."""
    found = []
    for table in ANSWER_TABLES:
        counts = build.run("build/present", table=table).iloc[0]
        found += [(table, str(column)) for column, count in counts.items() if count > 0]
    return frozenset(found)
