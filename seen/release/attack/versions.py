"""The groups of a second release, each with the answers that it was really made of.

It promises those of the earlier release where a group kept its value, and else those of this one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.release.attack.faces import Cube
from seen.release.attack.following import matched
from seen.release.attack.lines import HIDDEN
from seen.release.attack.records import Flags, Places


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """The groups of a cuboid.

    Attributes
    ----------
    cell
        By answer: its flattened group; -1 where it has none.
    is_member
        By answer: whether the group was made of it.
    is_shown
        By flattened group: whether it is published.
    """

    cell: Places
    is_member: Flags
    is_shown: Flags

    @property
    def is_published(self) -> Flags:
        """By answer: whether a published group was made of it."""
        return np.asarray(self.is_member & self.is_shown[self.cell])


class Versions:
    """The answers of one release or of two, and the groups that the later one publishes of them.

    An answer that both hold stands where the later one has it.
    """

    def __init__(self, now: Cube, before: Cube | None = None) -> None:
        """Join the answers of the release before, which is the first of its series, if any."""
        self.now, self.before = now, before
        of, n = now.records, len(now.records.number)
        self.places, self.worker, self.place = dict(of.places), of.worker, of.place
        self._in_now, self._in_before = np.ones(n, dtype=bool), np.zeros(n, dtype=bool)
        if before is not None:
            self._join(before)

    def held(self, names: tuple[str, ...]) -> Held:
        """Return the groups of a cuboid."""
        n = len(self.worker)
        cell, is_held = np.zeros(n, dtype=np.int64), np.ones(n, dtype=bool)
        if names:
            is_held = np.all([self.places[name] >= 0 for name in names], axis=0)
            cell = self.now.cells(names, {name: self.places[name].clip(min=0) for name in names})
        shown = self.now.faces[names].told.reshape(-1, self.now.records.n_levels)
        is_shown = shown[:, 0] != HIDDEN
        is_member = self._in_now
        if self.before is not None:
            is_old = is_shown & (shown == self._shown_before(names)).all(axis=1)
            is_member = np.where(is_old[cell], self._in_before, self._in_now)
        return Held(
            cell=np.where(is_held, cell, -1), is_member=is_held & is_member, is_shown=is_shown
        )

    def _join(self, before: Cube) -> None:
        """Take in the answers of the release before."""
        now = self.now
        at = {it: place for place, it in enumerate(now.records.number.tolist())}
        both = [at.get(it, -1) for it in before.records.number.tolist()]
        found = np.array(both, dtype=np.int64)
        left = np.flatnonzero(found < 0)
        self._in_before[found[found >= 0]] = True
        for name in self.places:
            then = matched(before, now, name)[before.records.places[name][left]]
            self.places[name] = np.concatenate([self.places[name], then])
        self.worker = np.concatenate([self.worker, before.records.worker[left]])
        self.place = np.concatenate([self.place, before.records.place[left]])
        gone = np.zeros(len(left), dtype=bool)
        self._in_now = np.concatenate([self._in_now, gone])
        self._in_before = np.concatenate([self._in_before, ~gone])

    def _shown_before(self, names: tuple[str, ...]) -> Places:
        """Return what the release before publishes of the groups of this one."""
        now, n_levels = self.now, self.now.records.n_levels
        size = now.faces[names].sizes.size
        assert self.before is not None
        if names not in self.before.faces:
            return np.full((size, n_levels), HIDDEN)
        told = self.before.faces[names].told
        if not names:
            return told.reshape(-1, n_levels)
        places = np.unravel_index(np.arange(size), now.faces[names].sizes.shape)
        at = [
            matched(now, self.before, name)[own] for name, own in zip(names, places, strict=True)
        ]
        is_held = np.all([it >= 0 for it in at], axis=0)
        found = told[tuple(it.clip(min=0) for it in at)]
        return np.where(is_held[:, None], found, HIDDEN)
