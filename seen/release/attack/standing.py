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
from seen.release.attack.inside import inside
from seen.release.attack.lines import HIDDEN
from seen.release.attack.readings import Result, counted_few
from seen.release.attack.records import Flags, Places
from seen.release.attack.versions import Versions
from seen.release.outcomes import ENCOUNTERS

LEFT: Final = "few_left"
CHANGED: Final = "few_changed"
FEW: Final = "few_practitioners"
_LEAST_PLACES: Final = int(THRESHOLDS["institutions"])


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """Who gave some answers, and where; -1 where nobody is known."""

    worker: Places
    place: Places


@dataclass(frozen=True, kw_only=True)
class Least:
    """How many must stand behind a group, and how much one of them may have given.

    Of surveys a practitioner is a person, so institutions are counted in their place.
    """

    workers: int
    places: int
    share: float

    @classmethod
    def of(cls, cube: Cube, names: tuple[str, ...]) -> Least:
        """Return what a release asks of a group that crosses some Dimensions."""
        is_place = INSTITUTION in names
        places = 1 if is_place else _LEAST_PLACES
        if cube.records.outcome.table == ENCOUNTERS:
            workers, share = int(THRESHOLDS["practitioners"]), THRESHOLDS["largest_share"]
        else:
            workers, share = places, 1.0 if is_place else THRESHOLDS["largest_share"]
        return cls(workers=workers, places=places, share=share)


def shown_of_few(cube: Cube, before: Cube | None = None) -> Result:
    """Count the published groups, and those of few practitioners; of surveys, of institutions.

    Of a release that follows another the one before is needed, as groups keep what it held:
    without it those that kept are left out.
    """
    n_shown = n_few = 0
    versions = Versions(cube, first_before(cube, before))
    for names, face in cube.faces.items():
        held = versions.held(names)
        is_known = versions.before is not None or cube.is_first
        is_shown = held.is_shown if is_known else face.is_shown.ravel()
        behind = held.is_member & is_shown[held.cell] & (versions.worker >= 0)
        pairs = np.unique(np.stack([held.cell[behind], versions.worker[behind]]), axis=1)
        n_workers = np.bincount(pairs[0], minlength=len(is_shown))
        n_shown += int(is_shown.sum())
        n_few += int(((n_workers > 0) & (n_workers < Least.of(cube, names).workers)).sum())
    return counted_few(FEW, cube.records.outcome.name, n_shown, n_few)


def left_to_few(cube: Cube, before: Cube | None = None) -> Result:
    """Count what published groups leave over without their published parts, and what of it is few.

    Few is what fewer than 5 practitioners gave, or one of them mostly, or what lies in fewer than
    3 institutions, unless the group is one institution's. Of a release that follows another the
    one before is needed, the first of its series: what was kept of it is not what the data hold.
    """
    earlier = first_before(cube, before)
    if earlier is None and not cube.is_first:
        return counted_few(LEFT, cube.records.outcome.name, is_skipped=True)
    n_left = n_few = 0
    versions = Versions(cube, earlier)
    behind = Standing(worker=versions.worker, place=versions.place)
    for wider, parent, is_left in _left(versions):
        found, few = few_of(behind, parent, is_left, Least.of(cube, wider))
        n_left, n_few = n_left + found, n_few + few
    return counted_few(LEFT, cube.records.outcome.name, n_left, n_few)


def first_before(cube: Cube, before: Cube | None) -> Cube | None:
    """Return the release before a second one; None where it is not there or not the first."""
    return before if before is not None and before.is_first and not cube.is_first else None


def changed_by_few(now: Cube, before: Cube) -> Result:
    """Count the published groups that differ between two releases, and those that few changed.

    Looked at is the second release of a series: of later ones a group may have waited for longer.
    """
    n_changed = n_few = 0
    if not before.is_first:
        return counted_few(CHANGED, now.records.outcome.name, is_skipped=True)
    for names in sorted(set(now.cuboids) & set(before.cuboids)):
        group, behind = _came_or_left(now, before, names)
        is_in = _differs(now, before, names)[group]
        found, few = few_of(behind, group, is_in, Least.of(now, names))
        n_changed, n_few = n_changed + found, n_few + few
    return counted_few(CHANGED, now.records.outcome.name, n_changed, n_few)


def _left(versions: Versions) -> Iterator[tuple[tuple[str, ...], Places, Flags]]:
    """Yield of groups the wider one of each answer, and whether it is left over there.

    First comes what the wider cell crosses. What one of both alone was made of, as the other kept
    its value, is left over as well.
    """
    for it in inside(versions):
        whole, is_part = it.whole, it.part.is_published & it.is_inside
        has_part = np.zeros(len(whole.is_shown), dtype=bool)
        has_part[whole.cell[is_part]] = True
        is_there = (whole.cell >= 0) & (whole.is_shown & has_part)[whole.cell]
        yield it.wider, whole.cell, is_there & (whole.is_member != is_part)


def few_of(behind: Standing, group: Places, is_in: Flags, least: Least) -> tuple[int, int]:
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
    is_few = (n_known > 0) & (n_workers < least.workers)
    is_few |= largest > least.share * n_known
    is_few |= n_places < least.places
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
