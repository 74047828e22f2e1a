"""Writing a release file, and the allow-list of what may stand in one.

It promises rows in the order of their labels, so that nothing of the order of the source is left.

A release is one DuckDB file with these tables:

- `cells`: cuboid (its Dimensions sorted and joined with "|", empty for the total), one nullable
  column per released Dimension, outcome, level, n_p. A cell that is withheld or empty has no row.
- `meta`: name, content. Names: those of `META`. `thresholds` and `outcomes` (the levels of each
  outcome, in order) are JSON.
- `dims`: dim, level, label, in the order of the levels.
- `deff`: outcome, cuboid, deff.
- `bands`: outcome, level, low, high, of outcomes that were scores.
- `measures`: one row named `catalog` whose content is the Catalog of what is released, as JSON.
- `dataset`: where the data comes from.
- `published`: republished aggregates, as they were; where it has rows, `cells` has none.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from seen.domain.catalog import Catalog
from seen.domain.dimensions import NOT_STATED, Dimension
from seen.domain.releases import CELL_COLUMNS, INSTITUTION, institution_label
from seen.errors import PublishError
from seen.release.consents import Named
from seen.release.lattice import SLOTS
from seen.release.plan import Plan
from seen.store import Build, manifests
from seen.store.work import reading, writing
from seen.text import text

LEAST_EFFECT: Final = 1.0
_EFFECT_STEP: Final = 0.5


def check_open(folder: Path) -> None:
    """Refuse a folder that cannot be written to, before anything is worked out; write nothing.

    Raises
    ------
    PublishError
        With what the system says of it.
    """
    there = next(it for it in (folder.resolve(), *folder.resolve().parents) if it.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        problem = error.strerror or "?"
        raise PublishError(text("publish.out_closed", folder=folder, problem=problem)) from None


def write(
    folder: Path,
    *,
    name: str,
    planned: Plan,
    catalog: Catalog,
    cells: pd.DataFrame | None,
    effects: pd.DataFrame | None,
    dims: pd.DataFrame,
    dataset: pd.DataFrame,
    meta: dict[str, str],
    published: pd.DataFrame | None = None,
) -> Path:
    """Write a release file, of cells or of republished aggregates; return where it lies."""
    dimensions = [it.name for it in planned.dimensions]
    with writing(folder, name) as build:
        for dimension in dimensions:
            names = {"table": "cells", "column": dimension, "type": "varchar"}
            build.change("build/add_column", names)
        if cells is not None:
            build.insert("cells", wide(cells, dimensions))
        if effects is not None:
            build.insert("deff", effects)
        if published is not None:
            build.insert("published", published)
        build.insert("dims", dims)
        if not (found := bands(planned)).empty:
            build.insert("bands", found)
        stored = pd.DataFrame({"name": ["catalog"], "content": [catalog.to_json()]})
        build.insert("measures", stored)
        build.insert("dataset", dataset)
        build.facts(dict(sorted(meta.items())))
    assert build.path is not None
    return build.path


def wide(cells: pd.DataFrame, dimensions: list[str]) -> pd.DataFrame:
    """Return cells with a column for each Dimension instead of numbered ones, sorted."""
    frame = pd.DataFrame({name: cells[name] for name in CELL_COLUMNS})
    for dimension in dimensions:
        levels = np.full(len(cells), None, dtype=object)
        for place in range(1, SLOTS + 1):
            is_here = (cells[f"dim_{place}"] == dimension).to_numpy()
            levels[is_here] = cells.loc[is_here, f"level_{place}"].to_numpy()
        frame[dimension] = levels
    order = ["cuboid", *dimensions, "outcome", "level"]
    return frame.sort_values(order, na_position="first", ignore_index=True)


def effects(measured: pd.DataFrame, planned: Plan) -> pd.DataFrame:
    """Return the design effect of each outcome and cuboid, rounded up to halves, at least 1.

    Where no cell of a cuboid is large enough to tell, the largest of the wider cuboids stands.
    """
    known = {
        (str(row["outcome"]), str(row["cuboid"])): float(row["effect"])
        for row in measured.dropna().to_dict("records")
    }
    rows = []
    cuboids = planned.cuboids()
    for released in sorted(planned.outcomes, key=lambda it: it.name):
        outcome = released.name
        found: dict[str, float] = {}
        for cuboid in sorted(
            cuboids[released.table], key=lambda it: (len(it.dimensions), it.name)
        ):
            wider = [
                found["|".join(name for name in cuboid.dimensions if name != left_out)]
                for left_out in cuboid.dimensions
            ]
            effect = known.get((outcome, cuboid.name))
            if effect is None:
                effect = max(wider, default=LEAST_EFFECT)
            rounded = np.ceil(effect / _EFFECT_STEP - 1e-9) * _EFFECT_STEP
            found[cuboid.name] = float(max(rounded, LEAST_EFFECT))
        rows += [(outcome, cuboid, value) for cuboid, value in sorted(found.items())]
    return pd.DataFrame(rows, columns=["outcome", "cuboid", "deff"])


def levels(
    dimensions: tuple[Dimension, ...],
    found: dict[str, set[str]],
    named: Sequence[Named] = (),
) -> pd.DataFrame:
    """Return the levels of each released Dimension with their words.

    Parameters
    ----------
    dimensions
        The released Dimensions.
    found
        By Dimension: the levels that the released rows hold.
    named
        Institutions that consented to be named.
    """
    names = {(INSTITUTION, it.level): it.name for it in named}
    rows = []
    for dimension in dimensions:
        held = found.get(dimension.name, set())
        if dimension.name == INSTITUTION:
            known = sorted(held)
        else:
            known = [*dimension.levels, *sorted(held - {*dimension.levels, NOT_STATED})]
            known += [NOT_STATED] if NOT_STATED in held else []
        for level in known:
            label = names.get((dimension.name, level)) or _label(dimension, level)
            rows.append((dimension.name, level, label))
    return pd.DataFrame(rows, columns=["dim", "level", "label"])


def sizes(written: Path) -> dict[str, int]:
    """Return how many groups a release that was written publishes of each outcome."""
    with reading(written) as build:
        return manifests.sizes(build.run("release/sizes"))


def dataset(work: Build) -> pd.DataFrame:
    """Return where the data comes from."""
    rows = work.run("choices/dataset")
    return rows.assign(
        is_published_aggregate=rows["is_published_aggregate"].eq(other=True).fillna(value=False)
    )


def bands(planned: Plan) -> pd.DataFrame:
    """Return where the bands of scores begin and end."""
    rows = []
    for outcome in planned.outcomes:
        if outcome.low is not None:
            ends = (outcome.low, *outcome.values)
            pairs = zip(outcome.levels, ends, outcome.values, strict=False)
            rows += [(outcome.name, level, low, high) for level, low, high in pairs]
    return pd.DataFrame(rows, columns=["outcome", "level", "low", "high"])


def outcome_levels(planned: Plan) -> str:
    """Return the levels of each outcome, in order, as JSON."""
    return json.dumps({outcome.name: list(outcome.levels) for outcome in planned.outcomes})


def _label(dimension: Dimension, level: str) -> str:
    """Return what a level is called."""
    if dimension.name == INSTITUTION:
        return institution_label(level)
    return dimension.level_label(level)
