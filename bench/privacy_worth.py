"""What a release is still worth: how far its shares lie off, and what its intervals hold.

It promises to compare with the answers as they were given, and with what they were drawn from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.people import MIS_SEEN, data_file, people, top_chance
from bench.privacy_pooled import Made
from bench.releases import OUTCOMES, published, settings_in
from seen.domain.findings import Interval
from seen.release.attack import Audited, cubes
from seen.release.attack.faces import Cube
from seen.settings import Settings
from seen.sources.release_file import ReleaseFile
from seen.stats.released import judged
from seen.stats.tallies import Reading, Tally, figure, interval

MINIMUM: Final = 30
SIDES: Final = ("inside", "above", "below")
_COVERED: Final = (30, 400)  # answers of the groups whose intervals are looked at
_COVERED_OUTCOMES: Final = ("felt_seen", "mis_seen")
_RACE, _HURRY = "recipient_race_ethnicity", "time_pressure"
_BESIDE: Final = (_HURRY, "profession", "setting")


def error(path: Path, run: Settings, release: Path) -> dict[str, Any]:
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
            kept = answers.sum(axis=1) >= MINIMUM
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


def further(folder: Path, of: dict[str, int], times: int) -> Iterator[Made]:
    """Yield releases of other people of the same kind, each with a key of its own."""
    for seed in range(101, 101 + times):
        run = settings_in(folder / f"further-{seed}")
        path = data_file(run.data_folder, people(**of, seed=seed))
        yield Made(release=published(path, run, measures=OUTCOMES), data=path, run=run)


def coverage(releases: Iterable[Path]) -> dict[str, Any]:
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
        f"{outcome}, {kept}": {side: n[outcome, kept, side] for side in SIDES}
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
