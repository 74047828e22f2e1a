"""Attacks that find few targets in one release, pooled over releases of other people.

It promises a yes or no as soon as there are targets enough to tell, and says of how many releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from seen.release.attack import Attacked, Audited, Result, cubes, limit_kept
from seen.release.attack.differing import DIFFERENCING, EQUALITY, equal_counts, pairs
from seen.release.attack.faces import Cube
from seen.settings import MINIMUM_PEOPLE, Settings

ENOUGH: Final = 300  # targets: of 50, chance alone moves a share of hits by 7 points
UNPROTECTED: Final = "unprotected"  # equal counts, where small groups are withheld and no more
PREVENTED: Final = "prevented"
_SUMMED: Final = (
    "n_targets",
    "recovered",
    "guessed",
    "base",
    "n_unsolved",
    "n_all",
    "n_pairs",
    "n_all_pairs",
)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A release, the data it was made of, and where its key lies."""

    release: Path
    data: Path
    run: Settings


def attackable(made: Iterable[Made]) -> Iterator[Iterator[tuple[str, Cube, float]]]:
    """Yield of each release the cubes of its outcomes, open until the next is asked for."""
    for one in made:
        with ExitStack() as files:
            yield cubes(files, Audited(release=one.release, data=one.data), one.run)


def pooled(
    releases: Iterable[Iterable[tuple[str, Cube, float]]], *, enough: int = ENOUGH
) -> list[dict[str, Any]]:
    """Return how the attacks by two sets that differ by one come out over several releases.

    They are taken one by one until every attack had targets enough, equal counts before they were
    protected at least, or none is left.
    """
    draw = np.random.default_rng(5)
    sums: dict[tuple[str, str], Result] = {}
    changed: dict[str, float] = {}
    n_releases = 0
    for release in releases:
        n_releases += 1
        for name, cube, q in release:
            changed[name] = q
            open_to_all = equal_counts(cube.unprotected(MINIMUM_PEOPLE))
            for result in (*pairs(cube, draw), replace(open_to_all, attack=UNPROTECTED)):
                key = (result.attack, name)
                sums[key] = added(sums[key], result) if key in sums else result
        if all(it.n_targets >= enough for it in sums.values() if it.attack != EQUALITY):
            break
    return [
        _row(sums[attack, name], sums[UNPROTECTED, name], q, n_releases)
        for name, q in changed.items()
        for attack in (EQUALITY, DIFFERENCING)
    ]


def added(one: Result, other: Result) -> Result:
    """Return two results of one attack as one."""
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in _SUMMED})


def _row(result: Result, before: Result, q: float, n_releases: int) -> dict[str, Any]:
    """Return how an attack came out over all releases, and what there was before protection."""
    found = Attacked(result=result, is_kept=limit_kept(result, q=q))
    row = {**vars(result), "within": found.verdict, "n_releases": n_releases}
    if result.attack == EQUALITY:
        row |= {"n_before": before.n_targets, "recovered_before": before.recovered}
        if before.n_targets and not result.n_targets:
            row["within"] = PREVENTED
    return row
