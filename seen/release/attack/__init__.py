"""`seen attack`: what somebody could make out from a release, tried on the data it was made of.

It promises the attacks that the protection was designed against, each with the limit it must keep,
so that a publisher need not take our word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from seen.errors import PublishError
from seen.release import series
from seen.release.attack.asking import ASKED_TELLS, asked_tells
from seen.release.attack.bounding import bounds
from seen.release.attack.differing import pairs
from seen.release.attack.faces import Cube
from seen.release.attack.following import successive
from seen.release.attack.knowing import OMNISCIENT, OMNISCIENT_BOX, omniscient
from seen.release.attack.names import OTHER_NAME, same_group
from seen.release.attack.readings import Noise, Result
from seen.release.attack.records import Behind, opened
from seen.release.attack.rests import two_rests
from seen.release.attack.standing import (
    CHANGED,
    FEW,
    LEFT,
    changed_by_few,
    left_to_few,
    shown_of_few,
)
from seen.release.attack.subtracting import complement, practitioners
from seen.settings import Settings
from seen.sources.release_file import ReleaseFile
from seen.store import Build
from seen.text import text

__all__ = ["LEAST_TARGETS", "Attacked", "Audited", "Result", "attack", "cubes", "limit_kept"]

MOST_RECOVERED: Final = 0.02
MOST_ABOVE_GUESS: Final = 0.05
MOST_ABOVE_FLIP: Final = 0.01
MOST_KEPT: Final = 0.5  # of published groups: more than that hold no earlier release's answers
LEAST_TARGETS: Final = 50  # with fewer a single hit would be over the limit
_SEED: Final = 1
_NONE_KEPT: Final = (FEW, LEFT, CHANGED, OTHER_NAME, ASKED_TELLS)  # a single one is too many


@dataclass(frozen=True, kw_only=True)
class Attacked:
    """One attack on one outcome, and whether it stayed within its limit."""

    result: Result
    is_kept: bool | None  # None with too few targets to tell
    n_left_out: int = 0  # groups that hold what an earlier release did, and were not attacked

    @property
    def verdict(self) -> str:
        """The same in a word: yes, no, few, empty or skipped."""
        if self.result.is_skipped:
            return "skipped"
        if not self.result.n_targets:
            return "empty"
        if self.is_kept is None:
            return "few"
        return "yes" if self.is_kept else "no"


@dataclass(frozen=True, kw_only=True)
class Audited:
    """A release file and the data file it was made of."""

    release: Path
    data: Path


def attack(
    now: Audited,
    settings: Settings,
    *,
    before: Audited | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Attacked]:
    """Return how every attack on a release comes out.

    Parameters
    ----------
    now
        The release and its data.
    settings
        Where the key of the release lies.
    before
        The release before it in its series, and the data that one was made of.
    progress
        Told what is being done.

    Raises
    ------
    PublishError
        When a data file is of another dataset than its release, or the key is not there.
    DataFileError
        When a file is not a release.

    Notes
    -----
    The attacks and their limits are those of the study of disclosure: complement, bounds by linear
    programming, equality, differencing, two successive releases, a practitioner who stands alone,
    and somebody who knows every answer but one.
    """
    draw = np.random.default_rng(_SEED)
    found = []
    with ExitStack() as files:
        behind = _behind(files, now, settings)
        older = None
        if before is not None:
            older = _cubes(_behind(files, before, settings, beside=behind.work), settings)
        for name, cube, q in _cubes(behind, settings):
            progress(text("attack.step", outcome=name))
            earlier = None if older is None else _of_outcome(older, name)
            results = [
                *complement(cube, draw),
                bounds(cube, draw),
                *pairs(cube, draw),
                practitioners(cube),
                shown_of_few(cube, earlier),
                left_to_few(cube, earlier),
                same_group(cube, earlier),
                asked_tells(behind, cube.records.outcome, cube.told),
                *omniscient(cube, draw),
            ]
            if earlier is not None:
                results += [*successive(cube, earlier, draw), two_rests(cube, earlier, draw)]
                results.append(changed_by_few(cube, earlier))
            found += [
                Attacked(result=it, is_kept=limit_kept(it, q=q), n_left_out=cube.n_kept)
                for it in results
            ]
    return found


def limit_kept(result: Result, *, q: float) -> bool | None:
    """Return whether an attack stayed within its limit; None with too few targets to tell.

    Parameters
    ----------
    result
        How it came out.
    q
        The share of answers that the release changed.
    """
    n = result.n_targets
    if result.is_skipped:
        return None
    if result.attack in _NONE_KEPT:
        return result.recovered == 0
    if n < LEAST_TARGETS:
        return None if n else True
    if result.attack == OMNISCIENT:
        return result.guessed <= (1 - q + MOST_ABOVE_FLIP) * n
    if result.attack == OMNISCIENT_BOX:  # read right unless replaced by the other side: 1 - r / 2
        replaced = q * result.n_levels / (result.n_levels - 1)
        return result.guessed <= (1 - replaced / 2 + MOST_ABOVE_FLIP) * n
    above = result.guessed - result.base
    return result.recovered <= MOST_RECOVERED * n and above <= MOST_ABOVE_GUESS * n


def cubes(
    files: ExitStack, held: Audited, settings: Settings
) -> Iterator[tuple[str, Cube, float]]:
    """Yield the cube of every outcome of a release, with the share of answers it changed."""
    yield from _cubes(_behind(files, held, settings), settings)


def _behind(
    files: ExitStack, held: Audited, settings: Settings, *, beside: Build | None = None
) -> Behind:
    """Return the data behind a release, open as long as the files are."""
    release = ReleaseFile(held.release)
    files.callback(release.file.close)
    return files.enter_context(opened(held.data, settings, release, beside=beside))


def _cubes(behind: Behind, settings: Settings) -> Iterator[tuple[str, Cube, float]]:
    """Yield the cube of every outcome of a release that is open."""
    release = behind.release
    cells, cuboids = release.file.run("release/all_cells"), behind.planned.cuboids()
    bound = int(release.file.meta["D"])
    noise = Noise.of(variance=release.protection.noise, bound=bound)
    for records in behind.records():
        told = _told(cells, records.outcome.name)
        crossed = [
            it.dimensions for it in cuboids[records.outcome.table] if told >= {*it.dimensions}
        ]
        is_first = not release.file.meta["previous_release_id"]
        cube = Cube(records, cells, crossed, noise, is_first=is_first)
        if is_first and cube.n_kept:  # what never appeared was counted, and groups keep it
            kept = settings.data_folder / series.FOLDER
            cube.is_first = not series.took_a_place(behind.work, kept, release.file.meta)
        if cube.n_kept > (0 if cube.is_first else MOST_KEPT * cube.n_published):
            raise PublishError(text("attack.other_version", n=cube.n_kept))
        yield records.outcome.name, cube, release.protection.changed


def _told(cells: pd.DataFrame, outcome: str) -> set[str]:
    """Return the Dimensions that a release tells of an outcome: not all need be of its table."""
    names = cells.loc[cells["outcome"] == outcome, "cuboid"].unique()
    return {name for crossed in names for name in crossed.split("|") if name}


def _of_outcome(older: Iterator[tuple[str, Cube, float]], name: str) -> Cube:
    """Return the cube of one outcome of the release before, which has the same in order."""
    for other, cube, _ in older:
        if other == name:
            return cube
    raise PublishError(text("attack.other_series"))
