"""What may stand in a release: one list of checks for whoever publishes, verifies or opens one.

It promises that a table, a column, a fact, a row or a cell that is not on the list is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

import pandas as pd

from seen.domain.catalog import Catalog
from seen.domain.dimensions import NOT_STATED
from seen.domain.releases import (
    ASKED,
    CELL_COLUMNS,
    COLUMNS,
    FORMAT_VERSION,
    FROM_DATA,
    INSTITUTION,
    META,
    THRESHOLDS,
    TYPES,
    UNCHANGED,
    institution_label,
    is_declared,
    is_name,
    may_cross,
    schema_hash,
)
from seen.errors import CatalogError
from seen.guard import flip, noise
from seen.settings import MINIMUM_PEOPLE
from seen.text import text

_TEXT: Final = "VARCHAR"


class Held(Protocol):
    """A file that named queries can be run on."""

    def run(self, name: str, **values: Any) -> pd.DataFrame:
        """Return the rows of a named query."""
        ...


def meta_of(file: Held) -> dict[str, str]:
    """Return the facts about a release."""
    rows = file.run("release/meta")
    return dict(zip(rows["name"], rows["content"], strict=True))


def catalog_of(file: Held) -> Catalog:
    """Return the Catalog of a release."""
    return Catalog.from_json(str(file.run("release/measures")["content"].iloc[0]))


def outcomes_of(file: Held) -> dict[str, tuple[str, ...]]:
    """Return the levels of each outcome, in their order."""
    held = json.loads(meta_of(file)["outcomes"])
    return {str(outcome): tuple(map(str, levels)) for outcome, levels in held.items()}


def _format(file: Held) -> Iterator[str]:
    """Yield what is wrong with the format."""
    columns = file.run("release/columns")
    is_like = {("meta", "name"), ("meta", "content")} <= set(
        zip(columns["table_name"], columns["column_name"], strict=True)
    )
    if not is_like:
        yield text("verify.no_release")
    elif meta_of(file).get("format_version") != FORMAT_VERSION:
        yield text("verify.format", n=FORMAT_VERSION)


def _tables(file: Held) -> Iterator[str]:
    """Yield tables and columns that are too many, too few or of another type, and all else."""
    rows = file.run("release/columns")
    types = {
        (str(it.table_name), str(it.column_name)): str(it.data_type) for it in rows.itertuples()
    }
    found = set(types)
    dimensions = set(file.run("release/dims")["dim"]) if ("dims", "dim") in found else set()
    allowed = {(table, column) for table, columns in COLUMNS.items() for column in columns}
    allowed |= {("cells", column) for column in (*CELL_COLUMNS, *dimensions)}
    names = {it for it in found - allowed if it[0] != "cells" or _is_no_dimension(file, it[1])}
    names |= {it for it in found & allowed if types[it] != TYPES.get(it, _TEXT)}
    for table, column in sorted(names):
        yield text("verify.extra", table=table, column=column)
    for table, column in sorted(allowed - found):
        yield text("verify.lacking", table=table, column=column)
    for schema in sorted(set(rows["schema_name"]) - {"main"}):
        yield text("verify.extra", table=schema, column="*")
    for kind in sorted(set(file.run("release/further")["thing_kind"])):
        yield text("verify.further", kind=kind)


def _is_no_dimension(file: Held, column: str) -> bool:
    """Return whether a column of the cells is no Dimension of the Catalog in the file."""
    try:
        return column not in {it.name for it in catalog_of(file).dimensions}
    except (CatalogError, IndexError):
        return True


def _facts(file: Held) -> Iterator[str]:
    """Yield facts that are too many, too few, said twice, or written otherwise."""
    rows, meta = file.run("release/meta"), meta_of(file)
    odd = {name for name in META if not re.fullmatch(META[name], meta.get(name, ""), re.DOTALL)}
    odd |= {*(meta.keys() - set(META)), *rows["name"][rows["name"].duplicated()]}
    for name in sorted(odd):
        yield text("verify.fact", name=name)
    standing = file.run("release/standing")
    holds = standing["n_published"] > 0
    if ((standing["n_cells"] > 0) == holds).any() or (holds != standing["is_marked"]).any():
        yield text("verify.aggregate")
    if _is_republished(file):
        if any(meta.get(name) != fact for name, fact in UNCHANGED.items()):
            yield text("verify.numbers")
    elif not _is_usual(file, meta):
        yield text("verify.numbers")


def _is_republished(file: Held) -> bool:
    """Return whether a file says that it holds public aggregates, to which nothing was done."""
    return bool(file.run("release/standing")["is_marked"].any())


def _is_usual(file: Held, meta: Mapping[str, str]) -> bool:
    """Return whether the protection is what it has to be at least."""
    try:
        thresholds = json.loads(meta["thresholds"])
        return bool(
            flip.LEAST_Q <= float(meta["q"]) <= flip.MOST_Q
            and float(meta["V"]) >= noise.V
            and int(meta["D"]) >= noise.D
            and int(meta["K"]) in (2, 3)
            and set(thresholds) == set(THRESHOLDS)
            and all(_is_as_strict(name, thresholds[name]) for name in THRESHOLDS)
            and all(map(str.isprintable, outcomes_of(file)))
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        return False


def _is_as_strict(name: str, stated: object) -> bool:
    """Return whether a threshold is at least as strict as it must be."""
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return False
    least = THRESHOLDS[name]
    return stated <= least if name == "largest_share" else stated >= least


def _schema(file: Held) -> Iterator[str]:
    """Yield whether the schema is the one whose hash the file names."""
    names = set(file.run("release/dims")["dim"])
    dimensions = {
        it.name: () if it.name in FROM_DATA else it.levels
        for it in catalog_of(file).dimensions
        if it.name in names
    }
    if schema_hash(dimensions, outcomes_of(file)) != meta_of(file)["schema_hash"]:
        yield text("verify.schema")


def _rows(file: Held) -> Iterator[str]:
    """Yield tables with rows that belong to nothing that is released, or that stand twice."""
    outcomes, catalog = outcomes_of(file), catalog_of(file)
    declared = {it.name: {*it.levels, NOT_STATED} for it in catalog.dimensions}
    if _is_republished(file):  # whose institutions and quarters are checked with their counts
        declared |= {name: set(file.run("release/dims")["level"]) for name in FROM_DATA}
    dims = file.run("release/dims")
    pairs = zip(dims["dim"], dims["level"], strict=True)
    is_odd = dims.duplicated(["dim", "level"]).any()
    if is_odd or any(level not in declared.get(name, ()) for name, level in pairs):
        yield text("verify.rows", table="dims")
    measures = {it.name for it in catalog.measures} | {ASKED}
    if any(outcome.partition("|")[0] not in measures for outcome in outcomes):
        yield text("verify.rows", table="cells")
    bands = file.run("release/bands")
    pairs = zip(bands["outcome"], bands["outcome_level"], strict=True)
    is_odd = bands.duplicated(["outcome", "outcome_level"]).any()
    if is_odd or any(level not in outcomes.get(outcome, ()) for outcome, level in pairs):
        yield text("verify.rows", table="bands")
    designs, most = file.run("release/designs"), int(meta_of(file)["K"])
    is_odd = designs.duplicated(["outcome", "cuboid"]).any()
    crossed = set(designs["cuboid"])
    if is_odd or not set(designs["outcome"]) <= set(outcomes) or not _crossed(crossed, dims, most):
        yield text("verify.rows", table="deff")
    counted = file.run("release/row_counts").iloc[0]
    for table in ("measures", "dataset"):
        if counted[f"n_{table}"] != 1:
            yield text("verify.rows", table=table)


def _thresholds(file: Held) -> Iterator[str]:
    """Yield whether a cell shows fewer than may be shown, or not all levels of its outcome."""
    minimum, outcomes = (
        int(json.loads(meta_of(file)["thresholds"]).get("people", MINIMUM_PEOPLE)),
        outcomes_of(file),
    )
    row = file.run(
        "release/few",
        minimum=minimum,
        outcomes=list(outcomes),
        n_levels=[len(levels) for levels in outcomes.values()],
    ).iloc[0]
    if row["n_few"] or row["n_negative"]:
        yield text("verify.few", n=minimum)
    if row["n_partial"]:
        yield text("verify.levels")


def _cells(file: Held) -> Iterator[str]:
    """Yield whether a cell crosses what may not be crossed, or has a level nobody declared."""
    most, rows = int(meta_of(file)["K"]), file.run("release/dims")
    for dimension, levels in rows.groupby("dim")["level"]:
        known = {*levels, NOT_STATED}
        held = file.run("release/held", dimension=dimension)
        for cuboid, found in held.groupby("cuboid")["level"]:
            if not _crossed({str(cuboid)}, rows, most):
                yield text("verify.crossed", cuboid=cuboid)
            is_here = dimension in str(cuboid).split("|")
            if found.notna().any() != is_here or found.notna().nunique() > 1:
                yield text("verify.crossed", cuboid=dimension)
            if not set(found.dropna()) <= known:
                yield text("verify.level", dimension=dimension)


def _crossed(cuboids: set[str], dims: pd.DataFrame, most: int) -> bool:
    """Return whether all cuboids cross released Dimensions, and as may be crossed."""
    held = set(dims["dim"])
    names = [tuple(it.split("|")) if it else () for it in cuboids]
    return all(may_cross(it, most) and set(it) <= held for it in names)


def _names(file: Held) -> Iterator[str]:
    """Yield whether an institution is called by anything but its code or a consented name."""
    named, stated = named_institutions(file), json.loads(meta_of(file)["named_institutions"])
    if sorted(named) != stated or not all(map(is_name, named.values())):
        yield text("verify.named")


def named_institutions(file: Held) -> dict[str, str]:
    """Return by level the institutions that a release calls by a name."""
    rows = file.run("release/dims")
    own = rows[rows["dim"] == INSTITUTION]
    held = dict(zip(own["level"], own["label"], strict=True))
    return {level: it for level, it in held.items() if it != institution_label(level)}


def _published(file: Held) -> Iterator[str]:
    """Yield whether republished aggregates are other than declared."""
    frame = file.run("release/published")
    if not frame.empty and not is_declared(frame, outcomes_of(file), file.run("release/dims")):
        yield text("verify.published")


def _order(file: Held) -> Iterator[str]:
    """Yield whether rows lie in another order than that of their labels."""
    dimensions = sorted(set(file.run("release/dims")["dim"]))
    if file.run("release/order", dimensions=dimensions)["n"].item():
        yield text("verify.order")


# in this order: a later one needs the earlier ones to hold
CHECKS: Final[dict[str, Callable[[Held], Iterator[str]]]] = {
    "format": _format,
    "tables": _tables,
    "meta": _facts,
    "schema": _schema,
    "rows": _rows,
    "thresholds": _thresholds,
    "cells": _cells,
    "names": _names,
    "published": _published,
    "order": _order,
}
NEEDED: Final = ("format", "tables", "meta")
