"""Attacks on practitioners and places: what few of them stand behind, once parts are taken away.

It promises to look at all that is left of a published group without its published parts, and at
all that two releases differ by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from seen.domain.releases import INSTITUTION, THRESHOLDS
from seen.release.attack.faces import Cube
from seen.release.attack.following import matched
from seen.release.attack.lines import HIDDEN
from seen.release.attack.readings import Result
from seen.release.attack.records import Flags, Places
from seen.release.lattice import TYPE
from seen.release.outcomes import ENCOUNTERS

LEFT: Final = "few_left"
CHANGED: Final = "few_changed"
_LEAST_PLACES: Final = int(THRESHOLDS["institutions"])


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """Who gave some answers, and where; -1 where nobody is known."""

    worker: Places
    place: Places


def left_to_few(cube: Cube) -> Result:
    """Count what published groups leave over without their published parts, and what of it is few.

    Few is what fewer than 5 practitioners gave, or one of them mostly, or what lies in fewer than
    3 institutions, unless the group is one institution's. In a release that follows another
    nothing is looked at: what it kept holds others than the data do.
    """
    n_left = n_few = 0
    behind = Standing(worker=cube.records.worker, place=cube.records.place)
    if cube.is_first and cube.records.outcome.table == ENCOUNTERS:
        for wider, parent, is_left in _left(cube):
            least = 1 if INSTITUTION in wider else _LEAST_PLACES
            found, few = _of_few(behind, parent, is_left, least_places=least)
            n_left, n_few = n_left + found, n_few + few
    return _result(LEFT, cube, n_left, n_few)


def changed_by_few(now: Cube, before: Cube) -> Result:
    """Count the published groups that differ between two releases, and those that few changed.

    Looked at is the second release of a series: of later ones a group may have waited for longer.
    """
    n_changed = n_few = 0
    if before.is_first and now.records.outcome.table == ENCOUNTERS:
        for names in sorted(set(now.cuboids) & set(before.cuboids)):
            group, behind = _came_or_left(now, before, names)
            is_in = _differs(now, before, names)[group]
            least = 1 if INSTITUTION in names else _LEAST_PLACES
            found, few = _of_few(behind, group, is_in, least_places=least)
            n_changed, n_few = n_changed + found, n_few + few
    return _result(CHANGED, now, n_changed, n_few)


def _left(cube: Cube) -> Iterator[tuple[tuple[str, ...], Places, Flags]]:
    """Yield along each Dimension the wider cell of each answer, and whether it is left over there.

    First comes what the wider cell crosses. Institutions are taken away from their kind too.
    """
    places = cube.records.places
    for names, face in cube.faces.items():
        is_shown = face.is_shown.ravel()[cube.cells(names, places)]
        lines = [(tuple(it for it in names if it != name), is_shown) for name in names]
        if INSTITUTION in names and TYPE in cube.records.levels and TYPE not in names:
            kinds = tuple(sorted(TYPE if it == INSTITUTION else it for it in names))
            lines.append((kinds, is_shown & cube.is_of_one_kind))
        for wider, is_part in lines:
            if wider in cube.faces:
                parent, of = cube.cells(wider, places), cube.faces[wider]
                has_part = np.zeros(of.sizes.size, dtype=bool)
                has_part[parent[is_part]] = True
                yield wider, parent, of.is_shown.ravel()[parent] & has_part[parent] & ~is_part


def _of_few(
    behind: Standing, group: Places, is_in: Flags, *, least_places: int
) -> tuple[int, int]:
    """Return how many groups some answers form, and how many of those are of few."""
    group, worker, place = (it[is_in] for it in (group, behind.worker, behind.place))
    if not len(group):
        return 0, 0
    _, group = np.unique(group, return_inverse=True)
    n_groups = int(group.max()) + 1
    is_known = worker >= 0
    pairs, n_of_pair = np.unique(
        np.stack([group[is_known], worker[is_known]]), axis=1, return_counts=True
    )
    n_known = np.bincount(group[is_known], minlength=n_groups)
    n_workers = np.bincount(pairs[0], minlength=n_groups)
    largest = np.zeros(n_groups, dtype=np.int64)
    np.maximum.at(largest, pairs[0], n_of_pair)
    n_places = np.bincount(np.unique(np.stack([group, place]), axis=1)[0], minlength=n_groups)
    is_few = (n_known > 0) & (n_workers < THRESHOLDS["practitioners"])
    is_few |= largest > THRESHOLDS["largest_share"] * n_known
    is_few |= n_places < least_places
    return n_groups, int(is_few.sum())


def _came_or_left(now: Cube, before: Cube, names: tuple[str, ...]) -> tuple[Places, Standing]:
    """Return who came or left between two releases, each with the flattened place of their group.

    Left out is whoever stood at a level that the later release does not have.
    """
    came = ~np.isin(now.records.number, before.records.number)
    left = ~np.isin(before.records.number, now.records.number)
    then = {name: matched(before, now, name)[before.records.places[name][left]] for name in names}
    is_held = np.ones(int(left.sum()), dtype=bool)
    for places in then.values():
        is_held &= places >= 0
    here = {name: now.records.places[name][came] for name in names}
    joined = {name: np.concatenate([here[name], then[name][is_held]]) for name in names}
    kept = np.flatnonzero(left)[is_held]
    behind = Standing(
        worker=np.concatenate([now.records.worker[came], before.records.worker[kept]]),
        place=np.concatenate([now.records.place[came], before.records.place[kept]]),
    )
    group = now.cells(names, joined) if names else np.zeros(len(behind.worker), dtype=np.int64)
    return group, behind


def _differs(now: Cube, before: Cube, names: tuple[str, ...]) -> Flags:
    """Return by flattened place which groups both releases publish, and not alike."""
    at = [matched(now, before, name) for name in names]
    first, second = now.faces[names].shown, before.faces[names].shown[np.ix_(*at)]
    is_held = np.ones(first.shape[:-1], dtype=bool)
    for axis, places in enumerate(at):
        shape = [1] * len(at)
        shape[axis] = len(places)
        is_held &= (places >= 0).reshape(shape)
    is_in_both = is_held & (first[..., 0] != HIDDEN) & (second[..., 0] != HIDDEN)
    return np.asarray((is_in_both & (first != second).any(axis=-1)).ravel())


def _result(attack: str, cube: Cube, n: int, n_few: int) -> Result:
    """Return how many were looked at, and how many were found."""
    name = cube.records.outcome.name
    return Result(attack=attack, outcome=name, n_targets=n, recovered=n_few, has_guess=False)
