"""Small releases for tests, written from the contract of a release file and from a data file.

They flip answers and add noise as a release does, by a seeded generator, and withhold what has
fewer than 11 encounters; that nothing comes back by subtraction is not their concern.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from seen.domain.catalog import Catalog
from seen.domain.releases import FORMAT_VERSION, FROM_DATA, schema_hash
from seen.sources.release import ReleaseSource
from tests.helpers import scratch, shape

DIMENSIONS = (
    *("profession", "setting", "time_pressure", "recipient_race_ethnicity"),
    *("recipient_income", "modality", "quarter", "institution"),
)
MEASURES = {
    "felt_seen": ("1", "2", "3", "4", "5"),
    "mis_seen": ("0", "1"),
    "seen_by_recipient": ("1", "2", "3", "4", "5"),
}
CORE = frozenset({"profession", "setting", "time_pressure"})
WITH_INSTITUTION = ("profession", "time_pressure", "quarter", "recipient_race_ethnicity")
DATASET = (
    *("dataset_id", "title", "version", "source_type", "licence", "citation", "consent_basis"),
)
Q, V, K = 0.05, 4.0, 3
N_BANDS = 6
THRESHOLDS = {
    "answers": 11,
    "people": 11,
    "practitioners": 5,
    "largest_share": 0.5,
    "institutions": 3,
}


@cache
def release(name: str) -> Path:
    """Return the release of a shape, written once."""
    return release_of(shape(name), scratch() / f"release-{name}")


@cache
def released(name: str) -> ReleaseSource:
    """Return an open source on the release of a shape."""
    return ReleaseSource(release(name))


def altered(name: str, folder: Path, statement: str) -> Path:
    """Return a copy of the release of a shape on which a statement was run."""
    path = Path(shutil.copy(release(name), folder / "altered.duckdb"))
    with duckdb.connect(str(path)) as con:
        con.execute(statement)
    return _named(path)


def _named(path: Path) -> Path:
    """Return a file under the hash of its bytes."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return path.rename(path.parent / f"tiny-{digest}.duckdb")


def release_of(data: Path, folder: Path, *, seed: int = 7, **options: Any) -> Path:
    """Write the release of a data file."""
    folder.mkdir(parents=True, exist_ok=True)
    copied = shutil.copy(data, folder / "data.copy")  # a source may hold the data itself open
    with duckdb.connect(str(copied), read_only=True) as con:
        meta = dict(con.execute("select name, content from meta").fetchall())
        catalog = Catalog.from_json(meta["catalog"])
        dataset = con.execute("select * from dataset").df()
        tables = {
            table: con.execute(f"select * from {table}").df()
            for table in ("encounter_answer", "burnout_answer")
            if any(held == table for held, _ in catalog.present)
        }
    return written(tables, catalog, dataset, folder, seed=seed, **options)


def written(
    tables: Mapping[str, pd.DataFrame],
    catalog: Catalog,
    dataset: pd.DataFrame,
    folder: Path,
    *,
    seed: int = 7,
    q: float = Q,
    noise: float = V,
    design: float = 1.5,
    dimensions: Sequence[str] = DIMENSIONS,
) -> Path:
    """Write a release of answer tables."""
    draw = np.random.default_rng(seed)
    held = [name for name in dimensions if _is_held(catalog, name)]
    cells: list[pd.DataFrame] = []
    bands: list[tuple[str, str, float, float]] = []
    present: set[tuple[str, str]] = set()
    for table, frame in tables.items():
        own = [name for name in held if (table, _column(catalog, name)) in catalog.present]
        if table == "burnout_answer":
            own = [name for name in own if name != "institution"]
        named = pd.DataFrame(
            {
                name: frame[_column(catalog, name)].astype("string").fillna("not_stated")
                for name in own
            }
        )
        for outcome, levels, answers in _outcomes(table, frame, catalog, bands):
            flipped = _flipped(answers, levels, q, draw)
            cells += _cells(named, outcome, levels, flipped, noise, draw)
            measure = outcome.partition("|")[0]
            if measure != "asked":
                present.add((table, catalog.measure(measure).column))
        present |= {(table, _column(catalog, name)) for name in own}
        if table == "burnout_answer":
            present |= {(table, "instrument"), (table, "scale")}
    frame = pd.concat(cells, ignore_index=True)
    held = [name for name in held if name in frame]
    kept = _public(catalog, present)
    return _file(frame, held, kept, dataset, bands, folder, q, noise, design)


def _public(catalog: Catalog, present: set[tuple[str, str]]) -> Catalog:
    """Return the Catalog of what is released, with nothing else declared."""
    measures = tuple(it for it in catalog.measures if (it.table, it.column) in present)
    columns = {column for _, column in present}
    names = {it.name for it in measures}
    return replace(
        catalog,
        measures=measures,
        dimensions=tuple(it for it in catalog.dimensions if it.column in columns),
        columns=(),
        overview=tuple(it for it in catalog.overview if it.measure in names and it.by in columns),
        blocks=(),
        present=frozenset(present),
        apart=tuple(pair for pair in catalog.apart if pair[0] in names),
    )


def _is_held(catalog: Catalog, name: str) -> bool:
    return any(column == _column(catalog, name) for _, column in catalog.present)


def _column(catalog: Catalog, name: str) -> str:
    return catalog.dimension(name).column


def _outcomes(
    table: str, frame: pd.DataFrame, catalog: Catalog, bands: list[tuple[str, str, float, float]]
) -> list[tuple[str, tuple[str, ...], "pd.Series[Any]"]]:
    """Return each outcome with its levels and answers."""
    found = []
    if table == "burnout_answer":
        for (instrument, scale), part in frame.groupby(["instrument", "scale"], observed=True):
            outcome = f"burden|{instrument}|{scale}"
            low, high = catalog.measure("burden").scale
            edges = [low + (high - low) * at / N_BANDS for at in range(N_BANDS + 1)]
            names = tuple(f"b{place + 1}" for place in range(N_BANDS))
            cut = pd.cut(
                part[catalog.measure("burden").column].astype(float),
                edges,
                labels=names,
                include_lowest=True,
            )
            bands += [
                (outcome, name, float(edges[at]), float(edges[at + 1]))
                for at, name in enumerate(names)
            ]
            found.append((outcome, names, cut.astype("string").reindex(frame.index)))
        return found
    if "asked" in frame and frame["asked"].notna().any():
        asked = pd.Series("asked", index=frame.index, dtype="string")
        found.append(("asked", ("asked",), asked.where(frame["asked"].astype(bool))))
    for outcome, levels in MEASURES.items():
        if (table, catalog.measure(outcome).column) in catalog.present:
            answers = pd.to_numeric(frame[catalog.measure(outcome).column]).astype("Int64")
            found.append((outcome, levels, answers.astype("string")))
    return found


def _flipped(
    answers: "pd.Series[Any]", levels: tuple[str, ...], q: float, draw: np.random.Generator
) -> "pd.Series[Any]":
    """Return the answers with each replaced by any level at the odds of a release."""
    c = len(levels)
    if c == 1:
        return answers
    is_replaced = draw.random(len(answers)) < q * c / (c - 1)
    other = np.array(levels)[draw.integers(0, c, len(answers))]
    return answers.mask(answers.notna() & is_replaced, pd.Series(other, index=answers.index))


def _cells(
    named: pd.DataFrame,
    outcome: str,
    levels: tuple[str, ...],
    answers: "pd.Series[Any]",
    noise: float,
    draw: np.random.Generator,
) -> list[pd.DataFrame]:
    """Return the published cells of an outcome, in every cuboid of the lattice."""
    known = answers.notna()
    made = []
    for names in _cuboids(tuple(named.columns)):
        keys = [named.loc[known, name] for name in names]
        everyone = pd.Series("", index=answers[known].index, name="_")
        counted = pd.crosstab(keys or everyone, answers[known]).reindex(
            columns=levels, fill_value=0
        )
        counted = counted[counted.sum(axis=1) >= 11]
        added = counted + np.rint(draw.normal(0, noise**0.5, counted.shape)).clip(-5, 5)
        added = added.clip(lower=0)
        added = added[added.sum(axis=1) >= 11].astype(int)
        long = added.reset_index().melt(id_vars=list(added.index.names), value_name="n_p")
        long.columns = pd.Index([*(names or ("_",)), "level", "n_p"])
        made.append(
            long.drop(columns="_", errors="ignore").assign(cuboid="|".join(names), outcome=outcome)
        )
    return made


def _cuboids(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the combinations of Dimensions of a release, each sorted."""
    found = []
    for size in range(5):
        for chosen in combinations(sorted(names), size):
            if "institution" in chosen:
                other = set(chosen) - {"institution"}
                if len(other) > 1 or not other <= set(WITH_INSTITUTION):
                    continue
            elif size == 4 and not set(chosen) > CORE:
                continue
            found.append(chosen)
    return found


def _file(
    frame: pd.DataFrame,
    held: Sequence[str],
    catalog: Catalog,
    dataset: pd.DataFrame,
    bands: list[tuple[str, str, float, float]],
    folder: Path,
    q: float,
    noise: float,
    design: float,
) -> Path:
    """Write the file under the hash of its bytes, with the pointers to it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "building.duckdb"
    path.unlink(missing_ok=True)
    outcomes = {
        str(outcome): sorted(part["level"].unique()) for outcome, part in frame.groupby("outcome")
    }
    levels = {
        it.name: () if it.name in FROM_DATA else it.levels
        for it in catalog.dimensions
        if it.name in held
    }
    order = ["cuboid", *held, "outcome", "level"]
    frame = frame.sort_values(order, na_position="first", ignore_index=True)
    facts = {
        "release_id": "0" * 12,
        "series_id": "1" * 12,
        "created_month": "2026-11",
        "q": f"{q}",
        "V": f"{noise}",
        "D": "5",
        "K": f"{K}",
        "thresholds": json.dumps(THRESHOLDS),
        "schema_hash": schema_hash(levels, outcomes),
        "previous_release_id": "",
        "app_version": "0.1",
        "format_version": FORMAT_VERSION,
        "one_answer_per_person": "false",
        "outcomes": json.dumps(outcomes),
        "name": "tiny",
        "is_weighted": "false",
        "named_institutions": "[]",
    }
    with duckdb.connect(str(path)) as con:
        columns = ", ".join(f'"{name}" varchar' for name in held)
        con.execute(
            f"create table cells (cuboid varchar, {columns}, "
            "outcome varchar, level varchar, n_p integer)"
        )
        con.append("cells", frame, by_name=True)
        con.execute("create table meta (name varchar, content varchar)")
        con.executemany("insert into meta values (?, ?)", list(facts.items()))
        con.execute("create table dims (dim varchar, level varchar, label varchar)")
        rows = [(name, level, level) for name in held for level in frame[name].dropna().unique()]
        con.executemany("insert into dims values (?, ?, ?)", rows)
        con.execute("create table deff (outcome varchar, cuboid varchar, deff double)")
        pairs = frame[["outcome", "cuboid"]].drop_duplicates().assign(deff=design)
        con.append("deff", pairs, by_name=True)
        con.execute("create table measures (name varchar, content varchar)")
        con.execute("insert into measures values ('catalog', ?)", [catalog.to_json()])
        con.register("told", dataset[list(DATASET)].assign(is_published_aggregate=False))
        con.execute("create table dataset as select * from told")
        con.unregister("told")
        con.execute("create table bands (outcome varchar, level varchar, low double, high double)")
        con.execute(
            "create table published (outcome varchar, level varchar, "
            "institution varchar, quarter varchar, n integer)"
        )
        if bands:
            con.executemany("insert into bands values (?, ?, ?, ?)", bands)
    final = _named(path)
    (folder / "tiny.current").write_text(f"{final.name}\n")
    (folder / "current").write_text("tiny\n")
    return final
