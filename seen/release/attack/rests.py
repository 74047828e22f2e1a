"""An attacker with two releases, who takes what changed in parts from what changed in a whole.

It promises every line of groups along a Dimension, and of institutions within their kind, whatever
tells how a group changed: that both releases publish it, or that they publish the quarters that
came and went in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from seen.domain.releases import INSTITUTION, QUARTER
from seen.release.attack.differing import together
from seen.release.attack.faces import Cube
from seen.release.attack.following import matched
from seen.release.attack.lines import HIDDEN
from seen.release.attack.readings import Result, scored, share
from seen.release.attack.records import Flags, Places
from seen.release.lattice import TYPE

TWO_RESTS: Final = "two_rests"
MOST_READ: Final = 400  # answers that are read off rests


def two_rests(now: Cube, before: Cube, draw: np.random.Generator) -> Result:
    """Read the answers that came or left, of each that is alone in what two releases leave over.

    Looked at is the second release of a series: of later ones a group may have waited for longer.
    """
    if not before.is_first:
        name = now.records.outcome.name
        return Result(attack=TWO_RESTS, outcome=name, n_targets=0, recovered=0, is_skipped=True)
    return Between(now, before).read(draw)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rest:
    """What changed in groups and in none of their parts of which it is known how they changed.

    Attributes
    ----------
    parent
        By answer that came or left: the flattened place of its group.
    is_left
        By answer: whether it is behind what is left over there.
    names, wider
        The Dimensions of the parts, and of the groups.
    parents
        By flattened place of a part: the group it is a part of, -1 where none.
    """

    parent: Places
    is_left: Flags
    names: tuple[str, ...]
    wider: tuple[str, ...]
    parents: Places


class Between:
    """Two releases of a series, and the answers that came or left between them.

    Groups are those of the later release. An answer whose level that release does not have stands
    in none of them, but in the wider ones.
    """

    def __init__(self, now: Cube, before: Cube) -> None:
        """Find who came and who left."""
        self.now, self.before = now, before
        came = np.flatnonzero(~np.isin(now.records.number, before.records.number))
        left = np.flatnonzero(~np.isin(before.records.number, now.records.number))
        self.sign = np.concatenate([np.ones(len(came)), -np.ones(len(left))]).astype(np.int64)
        self.places = {}
        for name, places in now.records.places.items():
            then = matched(before, now, name)[before.records.places[name][left]]
            self.places[name] = np.concatenate([places[came], then])
        self.worker, self.place, self.truth = (
            np.concatenate([getattr(now.records, it)[came], getattr(before.records, it)[left]])
            for it in ("worker", "place", "flipped")
        )
        self._offset = len(now.published())
        self._at = {name: matched(now, before, name) for name in now.records.levels}

    @cached_property
    def known(self) -> dict[tuple[str, ...], Flags]:
        """By cuboid and flattened place: whether it can be seen how a group changed."""
        return {
            names: self._differs(names) | self._told[names]
            for names in self.now.cuboids
            if names in self._both
        }

    def cells(self, names: tuple[str, ...]) -> Places:
        """Return the flattened group of each answer; -1 where it has none."""
        if not names:
            return np.zeros(len(self.sign), dtype=np.int64)
        is_held = np.all([self.places[name] >= 0 for name in names], axis=0)
        held = {name: self.places[name].clip(min=0) for name in names}
        return np.where(is_held, self.now.cells(names, held), -1)

    def rests(self) -> Iterator[Rest]:
        """Yield along each Dimension what is left over, and of institutions within their kind."""
        for names, is_known in self.known.items():
            part = self.cells(names)
            is_part = (part >= 0) & is_known[part]
            for wider, parents in self._lines(names):
                if wider in self.known and is_known.any():
                    yield self._rest(names, wider, parents, part, is_part)

    def read(self, draw: np.random.Generator) -> Result:
        """Read the answers that alone are left over somewhere."""
        found: dict[int, list[dict[int, int]]] = {}
        for rest in self.rests():
            for answer, made in self._alone(rest):
                found.setdefault(answer, []).append(made)
        targets = np.array(sorted(found), dtype=np.int64)
        kept = draw.permutation(targets)[:MOST_READ]
        shown = np.concatenate([self.now.published(), self.before.published()])
        likely = np.zeros((len(kept), shown.shape[1]))
        for place, answer in enumerate(kept):
            likely[place] = together(found[answer], shown, self.now.noise.variance)
        result = scored(
            TWO_RESTS,
            self.now.records.outcome.name,
            likely,
            self.truth[kept],
            share(self.now.faces[()].counted),
        )
        return replace(result, n_all=len(targets))

    def _rest(
        self,
        names: tuple[str, ...],
        wider: tuple[str, ...],
        parents: Places,
        part: Places,
        is_part: Flags,
    ) -> Rest:
        """Return what is left over of the groups of a wider cuboid."""
        parent = self.cells(wider)
        has_part = np.zeros(len(self.known[wider]), dtype=bool)
        told = parents[self.known[names]]
        has_part[told[told >= 0]] = True
        is_own = is_part & (parents[part] == parent)  # a pool of several kinds is part of none
        is_left = (parent >= 0) & self.known[wider][parent] & has_part[parent] & ~is_own
        return Rest(parent=parent, is_left=is_left, names=names, wider=wider, parents=parents)

    def _alone(self, rest: Rest) -> Iterator[tuple[int, dict[int, int]]]:
        """Yield the answers that are all that is left over, and what the rest is made of."""
        left = np.flatnonzero(rest.is_left)
        groups, first, n = np.unique(rest.parent[left], return_index=True, return_counts=True)
        is_known = self.known[rest.names]
        for group, answer in zip(groups[n == 1], left[first[n == 1]], strict=True):
            sign = int(self.sign[answer])
            made = {cell: sign * it for cell, it in self._made_of(rest.wider, int(group)).items()}
            for part in np.flatnonzero(is_known & (rest.parents == group)):
                for cell, times in self._made_of(rest.names, int(part)).items():
                    made[cell] = made.get(cell, 0) - sign * times
            yield int(answer), {cell: times for cell, times in made.items() if times}

    def _made_of(self, names: tuple[str, ...], group: int) -> dict[int, int]:
        """Return by number of a cell how often it stands in the change of a group."""
        if self._told[names][group]:
            return self._made_of_quarters(names, group)
        now, before = self.now, self.before
        then = int(self._then(names)[group])
        return {now.first[names] + group: 1, self._offset + before.first[names] + then: -1}

    def _made_of_quarters(self, names: tuple[str, ...], group: int) -> dict[int, int]:
        """Return the same of a group whose quarters that came and went are published."""
        crossed = tuple(sorted({*names, QUARTER}))
        sides = [(self.now, self._came, group, 0, 1)]
        if self._went:
            then = int(self._then(names)[group])
            sides.append((self.before, self._went, then, self._offset, -1))
        made = {}
        for cube, quarters, own, offset, sign in sides:
            for cell in _of_quarters(cube, names, np.array([own]), quarters)[:, 0]:
                made[offset + cube.first[crossed] + int(cell)] = sign
        return made

    @cached_property
    def _came(self) -> tuple[str, ...]:
        """Return the quarters that the later release has alone."""
        return _quarters_alone(self.now, self.before)

    @cached_property
    def _went(self) -> tuple[str, ...]:
        """Return the quarters that the earlier release has alone."""
        return _quarters_alone(self.before, self.now)

    @cached_property
    def _told(self) -> dict[tuple[str, ...], Flags]:
        """By cuboid: which groups' quarters that came and went are published, all others alike."""
        found = {}
        for names in self.now.faces:
            size = self.now.faces[names].sizes.size
            found[names] = np.zeros(size, dtype=bool)
            crossed = tuple(sorted({*names, QUARTER}))
            is_crossed = QUARTER not in names and crossed in self._both
            if is_crossed and (self._came or self._went) and self._are_others_alike:
                then = self._then(names)
                is_told = np.ones(size, dtype=bool)
                for cube, quarters, own in (
                    (self.now, self._came, np.arange(size)),
                    (self.before, self._went, then),
                ):
                    if quarters:
                        is_shown = cube.faces[crossed].is_shown.ravel()
                        cells = _of_quarters(cube, names, own.clip(min=0), quarters)
                        is_told &= is_shown[cells].all(axis=0) & (own >= 0)
                found[names] = is_told
        return found

    @cached_property
    def _both(self) -> set[tuple[str, ...]]:
        """The cuboids of both releases."""
        return set(self.now.faces) & set(self.before.faces)

    @cached_property
    def _are_others_alike(self) -> bool:
        """Whether both releases publish the same of every quarter that both have."""
        names = (QUARTER,)
        return not (self._differs(names).any() if names in self.now.faces else False)

    def _then(self, names: tuple[str, ...]) -> Places:
        """Return the flattened place that groups have in the earlier release; -1 where none."""
        if not names:
            return np.zeros(1, dtype=np.int64)
        face = self.now.faces[names]
        places = np.unravel_index(np.arange(face.sizes.size), face.sizes.shape)
        at = {name: self._at[name][own] for name, own in zip(names, places, strict=True)}
        is_held = np.all([it >= 0 for it in at.values()], axis=0)
        then = self.before.cells(names, {name: it.clip(min=0) for name, it in at.items()})
        return np.where(is_held, then, -1)

    def _differs(self, names: tuple[str, ...]) -> Flags:
        """Return by flattened place which groups both releases publish, and not alike."""
        n_levels, then = self.now.records.n_levels, self._then(names)
        first = self.now.faces[names].shown.reshape(-1, n_levels)
        second = self.before.faces[names].shown.reshape(-1, n_levels)[then]
        is_in_both = (then >= 0) & (first[:, 0] != HIDDEN) & (second[:, 0] != HIDDEN)
        return np.asarray(is_in_both & (first != second).any(axis=1))

    def _lines(self, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Places]]:
        """Yield the wider cuboids of one, and the group there that each of its groups is in."""
        if not names:
            return
        now, shape = self.now, self.now.faces[names].sizes.shape
        own = np.unravel_index(np.arange(now.faces[names].sizes.size), shape)
        places = dict(zip(names, own, strict=True))
        for name in names:
            wider = tuple(it for it in names if it != name)
            yield wider, now.cells(wider, places) if wider else np.zeros_like(own[0])
        if INSTITUTION in names and TYPE in now.records.levels and TYPE not in names:
            kinds = _kind_of_level(now)[places[INSTITUTION]]
            wider = tuple(sorted(TYPE if it == INSTITUTION else it for it in names))
            parents = now.cells(wider, {**places, TYPE: kinds.clip(min=0)})
            yield wider, np.where(kinds >= 0, parents, -1)


def _quarters_alone(one: Cube, other: Cube) -> tuple[str, ...]:
    """Return the quarters that one release has alone."""
    if QUARTER not in one.records.levels:
        return ()
    return tuple(sorted({*one.records.levels[QUARTER]} - {*other.records.levels[QUARTER]}))


def _of_quarters(
    cube: Cube, names: tuple[str, ...], groups: Places, quarters: tuple[str, ...]
) -> Places:
    """Return the flattened places of the quarters of groups: quarters times groups."""
    shape = cube.faces[names].sizes.shape
    places = dict(zip(names, np.unravel_index(groups, shape), strict=True)) if names else {}
    crossed = tuple(sorted({*names, QUARTER}))
    at = [cube.records.levels[QUARTER].index(it) for it in quarters]
    return np.array(
        [cube.cells(crossed, {**places, QUARTER: np.full(len(groups), it)}) for it in at]
    )


def _kind_of_level(cube: Cube) -> Places:
    """Return of each level of institutions its kind; -1 where it is of several or none."""
    places = cube.records.places
    held = np.zeros([len(cube.records.levels[it]) for it in (INSTITUTION, TYPE)], dtype=bool)
    held[places[INSTITUTION], places[TYPE]] = True
    return np.where(held.sum(axis=1) == 1, held.argmax(axis=1), -1)
