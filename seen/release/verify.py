"""Whether a file is a release that may be shown: what stands in it, and which rules it keeps.

It promises that a table, a column, a fact or a cell that is not on the list fails the check.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from seen.domain.catalog import Catalog
from seen.domain.dimensions import NOT_STATED
from seen.domain.releases import CELL_COLUMNS, COLUMNS, FORMAT_VERSION, META
from seen.errors import CatalogError, ReleaseError
from seen.guard import flip, noise
from seen.release import aggregates, traces, writing
from seen.release.consents import is_name
from seen.release.lattice import CORE, CORE_WITH, INSTITUTION, INSTITUTION_WITH
from seen.release.plan import FROM_DATA, schema_hash
from seen.release.traces import Origin
from seen.settings import MINIMUM_PEOPLE
from seen.store import Build, manifests
from seen.store.work import reading
from seen.text import text


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was checked, and what is wrong with it, if anything."""

    name: str
    problem: str | None
    note: str | None = None  # what could not be checked, and why that is no fault


def verify(path: Path, *, key: bytes | None = None, source: Origin | None = None) -> None:
    """Refuse a file that is not a release, or holds what a release may not.

    Raises
    ------
    ReleaseError
        With everything that is wrong.
    """
    wrong = [check.problem for check in checks(path, key=key, source=source) if check.problem]
    if wrong:
        raise ReleaseError(text("verify.failed", file=path.name, problems=" ".join(wrong)))


def checks(path: Path, *, key: bytes | None = None, source: Origin | None = None) -> list[Check]:
    """Return every check of a release file; the later ones need the earlier ones to hold.

    Parameters
    ----------
    path
        The release file.
    key
        The publish key, to look for it in the file's bytes.
    source
        What of the source must not stand in the file, where whoever verifies has it.
    """
    with reading(path) as build:
        found = []
        for name in CHECKS:
            problems = sorted(set(_CHECKS[name](build, path, key, source)))
            problem = " ".join(problems[:5]) if problems else None
            is_alone = name == "manifest" and not manifests.beside(path).exists()
            note = text("verify.no_manifest") if is_alone else None
            found.append(Check(name=name, problem=problem, note=note))
            if problem and name in ("format", "tables", "meta"):
                break
        return found


def _format(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield what is wrong with the format."""
    columns = build.run("release/columns")
    is_like = {("meta", "name"), ("meta", "content")} <= set(
        zip(columns["table_name"], columns["column_name"], strict=True)
    )
    if not is_like:
        yield text("verify.no_release")
    elif _meta(build).get("format_version") != FORMAT_VERSION:
        yield text("verify.format", n=FORMAT_VERSION)


def _tables(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield tables and columns that are too many or too few."""
    rows = build.run("release/columns")
    found = set(zip(rows["table_name"], rows["column_name"], strict=True))
    dimensions = set(build.run("release/dims")["dim"]) if ("dims", "dim") in found else set()
    allowed = {(table, column) for table, columns in COLUMNS.items() for column in columns}
    allowed |= {("cells", column) for column in (*CELL_COLUMNS, *dimensions)}
    names = {it for it in found - allowed if it[0] != "cells" or _is_no_dimension(build, it[1])}
    for table, column in sorted(names):
        yield text("verify.extra", table=table, column=column)
    for table, column in sorted(allowed - found):
        yield text("verify.lacking", table=table, column=column)
    for schema in sorted(set(rows["schema_name"]) - {"main"}):
        yield text("verify.extra", table=schema, column="*")


def _is_no_dimension(build: Build, column: str) -> bool:
    """Return whether a column of the cells is no Dimension of the Catalog in the file."""
    try:
        return column not in {it.name for it in _catalog(build).dimensions}
    except (CatalogError, IndexError):
        return True


def _facts(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield facts that are too many, too few or out of range."""
    meta = _meta(build)
    for name in sorted(meta.keys() ^ set(META)):
        yield text("verify.fact", name=name)
    standing = build.run("release/standing").iloc[0]
    is_aggregate = bool(standing["n_published"])
    if is_aggregate == bool(standing["n_cells"]) or is_aggregate != standing["is_marked"]:
        yield text("verify.aggregate")
    if is_aggregate:
        if any(meta.get(name) != fact for name, fact in aggregates.UNCHANGED.items()):
            yield text("verify.numbers")
        return
    try:
        is_usual = (
            flip.LEAST_Q <= float(meta["q"]) <= flip.MOST_Q
            and float(meta["V"]) >= noise.V
            and int(meta["D"]) >= noise.D
            and int(meta["K"]) in (2, 3)
            and json.loads(meta["thresholds"])["people"] >= MINIMUM_PEOPLE
            and isinstance(json.loads(meta["outcomes"]), dict)
        )
    except (KeyError, ValueError, TypeError):
        is_usual = False
    if not is_usual:
        yield text("verify.numbers")


def _schema(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield whether the schema is the one whose hash the file names."""
    meta, catalog = _meta(build), _catalog(build)
    names = set(build.run("release/dims")["dim"])
    dimensions = {
        it.name: list(() if it.name in FROM_DATA else it.levels)
        for it in catalog.dimensions
        if it.name in names
    }
    if schema_hash(dimensions, json.loads(meta["outcomes"])) != meta["schema_hash"]:
        yield text("verify.schema")


def _thresholds(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield whether a cell shows fewer than may be shown, or not all levels of its outcome."""
    meta = _meta(build)
    minimum = int(json.loads(meta["thresholds"]).get("people", MINIMUM_PEOPLE))
    outcomes = json.loads(meta["outcomes"])
    row = build.run(
        "release/few",
        minimum=minimum,
        outcomes=list(outcomes),
        n_levels=[len(levels) for levels in outcomes.values()],
    ).iloc[0]
    if row["n_few"] or row["n_negative"]:
        yield text("verify.few", n=minimum)
    if row["n_partial"]:
        yield text("verify.levels")


def _cells(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield whether a cell crosses what may not be crossed, or has a level nobody declared."""
    most = int(_meta(build)["K"])
    rows = build.run("release/dims")
    for dimension, levels in rows.groupby("dim")["level"]:
        known = {*levels, NOT_STATED}
        held = build.run("release/held", dimension=dimension)
        for cuboid, found in held.groupby("cuboid")["level"]:
            names = tuple(str(cuboid).split("|")) if cuboid else ()
            if not _may_cross(names, most) or not set(names) <= set(rows["dim"]):
                yield text("verify.crossed", cuboid=cuboid)
            if found.notna().any() != (dimension in names) or found.notna().nunique() > 1:
                yield text("verify.crossed", cuboid=dimension)
            if not set(found.dropna()) <= known:
                yield text("verify.level", dimension=dimension)


def _names(build: Build, _path: Path, _key: bytes | None, source: Origin | None) -> Iterator[str]:
    """Yield whether an institution is called by anything but its code or a consented name."""
    rows = build.run("release/dims")
    own = rows[rows["dim"] == INSTITUTION]
    held = dict(zip(own["level"], own["label"], strict=True))
    named = {level: it for level, it in held.items() if it != writing.institution_label(level)}
    stated = json.loads(_meta(build)["named_institutions"])
    is_right = sorted(named) == stated and all(map(is_name, named.values()))
    if not is_right or (source is not None and named != source.names):
        yield text("verify.named")


def _published(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield whether republished aggregates are other than declared."""
    frame, outcomes = build.run("release/published"), json.loads(_meta(build)["outcomes"])
    if not frame.empty and not aggregates.is_declared(frame, outcomes, build.run("release/dims")):
        yield text("verify.published")


def _may_cross(names: tuple[str, ...], most: int) -> bool:
    """Return whether a release may hold cells of these Dimensions."""
    if list(names) != sorted(set(names)):
        return False
    if INSTITUTION in names:
        beside = set(names) - {INSTITUTION}
        return len(beside) <= 1 and beside <= set(INSTITUTION_WITH)
    is_core = most == 3 and len(names) == 4 and set(CORE) <= set(names) <= {*CORE, *CORE_WITH}
    return len(names) <= most or is_core


def _order(build: Build, _path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield whether rows lie in another order than that of their labels."""
    dimensions = sorted(set(build.run("release/dims")["dim"]))
    if build.run("release/order", dimensions=dimensions)["n"].item():
        yield text("verify.order")


def _traces(build: Build, path: Path, key: bytes | None, source: Origin | None) -> Iterator[str]:
    """Yield whether something of the source, of the machine or of the key is left."""
    content, told = path.read_bytes(), traces.texts(build)
    if key is not None:
        forms = (key, key.hex().encode(), base64.b64encode(key).rstrip(b"="))
        if any(form in content for form in forms):
            yield text("verify.key")
    places = list(traces.private(told))
    if source is not None:
        places += traces.left(told, content, source)
    for place in places:
        yield text("verify.trace", place=place)


def _manifest(build: Build, path: Path, _key: bytes | None, _source: Any) -> Iterator[str]:
    """Yield what the manifest beside the file states otherwise than the file."""
    sizes = manifests.sizes(build.run("release/sizes"))
    differing = manifests.differing(path, facts=_meta(build), cells=sizes)
    if differing:
        yield text("verify.manifest", names=", ".join(differing))


def _meta(build: Build) -> dict[str, str]:
    """Return the facts about a release."""
    rows = build.run("release/meta")
    return dict(zip(rows["name"], rows["content"], strict=True))


def _catalog(build: Build) -> Catalog:
    """Return the Catalog of a release."""
    return Catalog.from_json(str(build.run("release/measures")["content"].iloc[0]))


_CHECKS: Final = {
    "format": _format,
    "tables": _tables,
    "meta": _facts,
    "schema": _schema,
    "thresholds": _thresholds,
    "cells": _cells,
    "names": _names,
    "published": _published,
    "order": _order,
    "traces": _traces,
    "manifest": _manifest,
}
CHECKS: Final = tuple(_CHECKS)
