"""What a release gives away, and what it is still worth: attacks, coverage, size and time.

It promises that every figure comes from a release that `seen publish` wrote, attacked as
`seen attack` does.

    python -m bench.privacy              S and L of the study, into bench/results/privacy.md
    python -m bench.privacy --size S     one of them; the other stays as it was measured
    python -m bench.privacy --size 10M   one outcome of ten million encounters: time and memory
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from bench.people import (
    MARK,
    MIS_SEEN,
    L,
    S,
    data_file,
    people,
    top_chance,
)
from bench.summary import load, write
from seen.domain.findings import Interval
from seen.release.attack import Audited, Result, attack, cubes
from seen.release.attack.faces import Cube
from seen.release.attack.following import successive
from seen.release.publish import Choices, publish
from seen.settings import Settings
from seen.sources.release_file import ReleaseFile
from seen.stats.released import judged
from seen.stats.tallies import Reading, Tally, figure, interval
from seen.store import DataFile, find
from seen.text import text

RESULTS: Final = Path(__file__).parent / "results"
OUTCOMES: Final = ("felt_seen", "felt_heard", "mis_seen")
SIZES: Final[dict[str, dict[str, int]]] = {
    "S": S,
    "L": L,
    "10M": {"n": 10_000_000},
}
_JSON: Final = RESULTS / "privacy.json"
_DEMO: Final = "10M"  # the demo of that size: only time, memory and size are measured
_REMOVED: Final = {"S": 12, "L": 2}  # people who are taken out, one at a time
_FURTHER: Final = {"S": 5, "L": 0}  # releases of other people, for coverage
_COVERED: Final = (30, 400)  # answers of the groups whose intervals are looked at
_COVERED_OUTCOMES: Final = ("felt_seen", "mis_seen")
_SIDES: Final = ("inside", "above", "below")
_RACE, _HURRY = "recipient_race_ethnicity", "time_pressure"
_BESIDE: Final = (_HURRY, "profession", "setting")
_MINIMUM: Final = 30


def settings_in(folder: Path) -> Settings:
    """Return settings whose data and secrets lie in a folder."""
    return Settings(
        data_folder=folder / "data",
        secrets_folder=folder / "secrets",
        data=None,
        is_hosted=False,
    )


def published(path: Path, run: Settings, *, measures: tuple[str, ...], **chosen: Any) -> Path:
    """Return the release of a data file."""
    made = publish(path, run, Choices(measures=measures, is_out_of_turn=True, **chosen))
    assert made.path is not None
    return made.path


def size(name: str) -> dict[str, Any]:
    """Return everything that is measured on one size."""
    with tempfile.TemporaryDirectory(prefix="privacy-") as scratch:
        folder = Path(scratch)
        run = settings_in(folder)
        if name == _DEMO:
            return _published(_demo(run), run, OUTCOMES[:1])[1]
        made = people(**SIZES[name])
        path = data_file(run.data_folder, made)
        release, found = _published(path, run, OUTCOMES)
        found |= _attacked(folder, path, release, made, name)
        found["utility"] = _error(path, run, release)
        further = _further(folder, SIZES[name], _FURTHER[name])
        found["coverage"] = _coverage([release, *further])
        return found


def _demo(run: Settings) -> Path:
    """Return a demo of ten million encounters, built by another process."""
    folders = {
        "SEEN_DATA_FOLDER": str(run.data_folder),
        "SEEN_SECRETS": str(run.secrets_folder),
    }
    command = [sys.executable, "-m", "seen", "demo", "--encounters", str(SIZES[_DEMO]["n"])]
    done = subprocess.DEVNULL
    subprocess.run(command, check=True, env={**os.environ, **folders}, stdout=done, stderr=done)
    return find(run.data_folder, "demo")


def _published(
    path: Path, run: Settings, measures: tuple[str, ...]
) -> tuple[Path, dict[str, Any]]:
    """Return a release, and what making it took."""
    before, started = _processor_seconds(), time.monotonic()
    release = published(path, run, measures=measures)
    return release, {
        "outcomes": list(measures),
        "publish_s": round(time.monotonic() - started, 1),
        "publish_cpu_s": round(_processor_seconds() - before, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "release_mb": round(release.stat().st_size / 1e6, 2),
    }


# -- attacks -------------------------------------------------------------------------------------


def _attacked(
    folder: Path, path: Path, release: Path, made: dict[str, pd.DataFrame], name: str
) -> dict[str, Any]:
    """Return how the attacks come out, one release after another too."""
    run = settings_in(folder)
    found = [
        {**vars(it.result), "within": it.verdict}
        for it in attack(Audited(release=release, data=path), run)
    ]
    again = published(path, run, measures=OUTCOMES, is_new_series=True)
    other = settings_in(folder / "other")
    with_other_key = published(
        data_file(other.data_folder, made), other, measures=OUTCOMES, is_new_series=True
    )
    return {
        "attacks": found,
        "same_key_same_cells": _cells(release).equals(_cells(again)),
        "other_key_changes": round(_changes(_cells(release), _cells(with_other_key)), 3),
        "traces": _traces(release, path, run),
        "removed": _removed(folder / "removed", made, _REMOVED[name]),
    }


def _cells(release: Path) -> pd.DataFrame:
    """Return the cells of a release as they lie in the file."""
    return _read(release).run("release/all_cells")


def _read(release: Path) -> DataFile:
    """Return a release opened for reading."""
    return ReleaseFile(release).file


def _changes(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """Return the share of values that differ, of cells that both hold; institutions left out."""
    keys = [name for name in one.columns if name not in ("n_p", "institution")]
    kept = [
        frame[frame["institution"].isna() & (frame["outcome"] != "asked")]
        for frame in (one, other)
    ]
    both = kept[0].merge(kept[1], on=keys, suffixes=("", "_other"))
    return float((both["n_p"] != both["n_p_other"]).mean())


def _traces(release: Path, path: Path, run: Settings) -> int:
    """Return how many marks of ids, names, paths and forms of the key stand in the file.

    Looked at are its bytes, and its texts as they are read, for texts may lie there compressed.
    """
    key = (run.secrets_folder / "people" / "publish.key").read_bytes()
    marks = [MARK, str(run.data_folder), str(run.secrets_folder), path.name, path.stem, key.hex()]
    tables = [_read(release).run(f"release/{name}") for name in ("meta", "dims", "measures")]
    levels = _cells(release).drop(columns=["n_p"]).drop_duplicates()
    said = " ".join(table.to_csv() for table in (*tables, levels))
    content = release.read_bytes()
    return sum(it in said or it.encode() in content for it in marks) + (key in content)


def _removed(folder: Path, made: dict[str, pd.DataFrame], times: int) -> dict[str, Any]:
    """Return what changes, and what is read, when single people leave before the next release."""
    run, rows = settings_in(folder), made["encounters"]
    first_data = data_file(folder / "all", made)
    first = published(first_data, run, measures=OUTCOMES[:1])
    series, state = run.data_folder / "series", folder / "state"
    series.rename(state)
    draw = np.random.default_rng(3)
    n_changed = 0
    results: list[Result] = []
    for place, person in enumerate(draw.permutation(rows["recipient_id"].unique())[:times]):
        less = {**made, "encounters": rows[rows["recipient_id"] != person]}
        data = data_file(folder / f"without-{place}", less)
        shutil.copytree(state, series, dirs_exist_ok=True)
        second = published(data, run, measures=OUTCOMES[:1])
        n_changed += not _cells(first).equals(_cells(second))
        with ExitStack() as files:
            (_, before, _), *_ = cubes(files, Audited(release=first, data=first_data), run)
            (_, after, _), *_ = cubes(files, Audited(release=second, data=data), run)
            results += successive(after, before, draw)
    counted = ("n_targets", "recovered", "guessed", "base")
    return {
        "releases": times,
        "changed": n_changed,
        **{name: sum(getattr(it, name) for it in results) for name in counted},
    }


# -- what it is worth ----------------------------------------------------------------------------


def _error(path: Path, run: Settings, release: Path) -> dict[str, Any]:
    """Return how far published shares of top answers lie from those that were given."""
    errors = []
    for _, cube, q in _both(path, run, release):
        shown, given = cube
        top = np.array(shown.records.outcome.top_or_last) - 1
        n_levels = shown.records.n_levels
        chance = q * n_levels / (n_levels - 1)
        for names, face in shown.faces.items():
            told, real = face.flat(np.flatnonzero(face.is_shown))[1], given.faces[names]
            answers = real.flat(np.flatnonzero(face.is_shown))[0]
            kept = answers.sum(axis=1) >= _MINIMUM
            told, answers = told[kept], answers[kept]
            share = told[:, top].sum(axis=1) / told.sum(axis=1)
            share = (share - chance * len(top) / n_levels) / (1 - chance)
            errors.append(share.clip(0, 1) - answers[:, top].sum(axis=1) / answers.sum(axis=1))
    off = 100 * np.abs(np.concatenate(errors))
    return {
        "cells": len(off),
        "mean_points": round(float(off.mean()), 2),
        "p95_points": round(float(np.quantile(off, 0.95)), 2),
    }


def _both(
    path: Path, run: Settings, release: Path
) -> Iterator[tuple[str, tuple[Cube, Cube], float]]:
    """Yield of every outcome what is shown, and what was given before the flip."""
    with ExitStack() as files:
        for name, cube, q in cubes(files, Audited(release=release, data=path), run):
            answers = replace(cube.records, flipped=cube.records.given)
            given = Cube(answers, cube.rows, cube.cuboids, cube.noise)
            yield name, (cube, given), q


def _further(folder: Path, of: dict[str, int], times: int) -> Iterator[Path]:
    """Yield releases of other people of the same kind, each with a key of its own."""
    for seed in range(101, 101 + times):
        run = settings_in(folder / f"further-{seed}")
        path = data_file(run.data_folder, people(**of, seed=seed))
        yield published(path, run, measures=("felt_seen", "mis_seen"))


def _coverage(releases: Iterable[Path]) -> dict[str, Any]:
    """Return how often intervals of 30 to 400 answers hold the share that answers came from.

    Of all published cells, and of those alone whose figure is shown: a small share is shown only
    where its interval is narrow for it, which keeps those that came out high.
    """
    n = Counter[tuple[str, str, str]]()
    for release in releases:
        for outcome, truth, tally, reading in _tallies(ReleaseFile(release)):
            found = interval(figure(tally, reading), tally, reading)
            side = "above" if found.high < truth else "below" if found.low > truth else "inside"
            n[outcome, "all", side] += 1
            n[outcome, "shown", side] += isinstance(judged(tally, reading), Interval)
    return {
        f"{outcome}, {kept}": {side: n[outcome, kept, side] for side in _SIDES}
        for outcome in _COVERED_OUTCOMES
        for kept in ("all", "shown")
    }


def _tallies(held: ReleaseFile) -> Iterator[tuple[str, float, Tally, Reading]]:
    """Yield of cells by race: the outcome, its generating share, the counts, how to read them."""
    cells = held.file.run("release/all_cells")
    for outcome, beside in product(_COVERED_OUTCOMES, range(len(_BESIDE) + 1)):
        c = len(held.outcomes[outcome])
        reading = Reading(
            values=(*[0.0] * (c - 1), 1.0),
            replaced=held.protection.changed * c / (c - 1),
            noise=held.protection.noise,
            is_share=True,
        )
        for names in combinations(_BESIDE, beside):
            cuboid = "|".join(sorted([_RACE, *names]))
            mine = cells[(cells["cuboid"] == cuboid) & (cells["outcome"] == outcome)]
            design = held.designs[outcome, cuboid]
            for _, rows in mine.groupby([_RACE, *names]):
                first = rows.iloc[0]
                hurry = int(first[_HURRY]) if _HURRY in names else None
                truth = MIS_SEEN if outcome == "mis_seen" else top_chance(first[_RACE], hurry)
                counts = tuple(rows.sort_values("level")["n_p"].astype(float))
                if _COVERED[0] <= sum(counts) <= _COVERED[1]:
                    tally = Tally(counts=counts, n_noises=(1,) * c, design=design)
                    yield outcome, truth, tally, reading


def _processor_seconds() -> float:
    """Return the processor seconds of this process, of all its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


# -- the page ------------------------------------------------------------------------------------


def markdown(found: dict[str, Any]) -> str:
    """Return the results as a page."""
    said = [
        "# What a release gives away, and what it is worth",
        "",
        f"Written by `python -m bench.privacy`, which says how. {found['measured_at']}, load "
        f"{found['load']}.",
    ]
    for name, one in found["sizes"].items():
        said += [
            "",
            f"## {_heading(name)}",
            "",
            f"Publishing {len(one['outcomes'])} outcomes: {one['publish_s']} s "
            f"({one['publish_cpu_s']} s of the processors), at most {one['peak_mb']:,} MB; the "
            f"release has {one['release_mb']} MB.",
        ]
        if "attacks" in one:
            said += ["", *_attack_rows(one), "", *_other_lines(one)]
    return "\n".join([*said, ""])


def _heading(name: str) -> str:
    """Return what a size is."""
    of = SIZES[name]
    if name == _DEMO:
        return f"The demo of {of['n']:,} encounters"
    return (
        f"{name}: {of['n']:,} encounters, {of['n_recipients']:,} recipients, "
        f"{of['n_workers']:,} practitioners, {of['n_places']} institutions"
    )


def _attack_rows(one: dict[str, Any]) -> Iterator[str]:
    """Yield the table of attacks."""
    yield "| attack | outcome | targets | recovered % | best guess % | without % | within limit |"
    yield "|---|---|---|---|---|---|---|"
    for row in one["attacks"]:
        n = row["n_targets"]
        shares = [row[key] for key in ("recovered", "guessed", "base")]
        told = [f"{100 * it / max(n, 1):.1f}" for it in shares]
        told = told if row["has_guess"] else [told[0], "", ""]
        name, within = text(f"attack.name.{row['attack']}"), text(f"attack.kept.{row['within']}")
        yield f"| {name} | {row['outcome']} | {n:,} | {' | '.join(told)} | {within} |"


def _other_lines(one: dict[str, Any]) -> Iterator[str]:
    """Yield the other findings as a list."""
    removed, utility, coverage = one["removed"], one["utility"], one["coverage"]
    n = max(removed["n_targets"], 1)
    yield (
        f"- One person taken out, {removed['releases']} times: {removed['changed']} releases "
        f"changed; of {removed['n_targets']} answers that left "
        f"{100 * removed['recovered'] / n:.1f} % recovered, guessed "
        f"{100 * removed['guessed'] / n:.1f} % against "
        f"{100 * removed['base'] / n:.1f} % without."
    )
    same = "the same cells" if one["same_key_same_cells"] else "OTHER CELLS"
    yield (
        f"- The same key and people give {same}; another key changes "
        f"{100 * one['other_key_changes']:.0f} % of the values."
    )
    yield f"- Ids, names, paths and forms of the key in the bytes of the file: {one['traces']}."
    yield (
        f"- Published shares of {utility['cells']:,} cells of {_MINIMUM} answers or more lie "
        f"{utility['mean_points']} points from those given (mean; 95 of 100 within "
        f"{utility['p95_points']})."
    )
    yield "- The share that answers were drawn from, and intervals of 95 % of 30 to 400 answers:"
    yield ""
    yield "| outcome, cells | intervals | hold it % | it lies above % | it lies below % |"
    yield "|---|---|---|---|---|"
    for name, sides in coverage.items():
        n = max(sum(sides.values()), 1)
        told = " | ".join(f"{100 * sides[side] / n:.1f}" for side in _SIDES)
        yield f"| {name} | {n:,} | {told} |"


def main(arguments: list[str] | None = None) -> None:
    """Run it, one size after another, each in a process of its own so that memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.json:
        print(json.dumps(size(options.size), default=int))
        return
    kept = json.loads(_JSON.read_text("utf-8"))["sizes"] if _JSON.exists() else {}
    before = load()
    for name in [options.size] if options.size else ["S", "L"]:
        command = [sys.executable, "-m", "bench.privacy", "--json", "--size", name]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        kept[name] = json.loads(done.stdout)
    result = {
        "measured_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "load": before,
        "sizes": {name: kept[name] for name in SIZES if name in kept},
    }
    print(markdown(result))
    write(_JSON, json.dumps(result, indent=1))
    write(RESULTS / "privacy.md", markdown(result))


if __name__ == "__main__":
    main()
