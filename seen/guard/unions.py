"""What lines of a crossed table leave together when they are added up and taken from each other.

It promises to find every union of hidden groups that a reader can work out, and to count people
and practitioners behind it who may stand in several of its groups at the least that is certain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from seen.domain.cells import Contributors
from seen.guard.rules import Key, Rules, largest_share

_MOST_LINES: Final = 16  # 65,536 ways to choose among them, a few milliseconds
_MOST_CHOSEN: Final = 3  # of more lines than those, as many at a time

Flags: TypeAlias = npt.NDArray[np.bool_]


def unions(ends: Mapping[Key, tuple[Key, Key]]) -> Iterator[tuple[frozenset[Key], set[Key]]]:
    """Yield the smallest unions of hidden groups that follow from shown lines, with those lines.

    A reader adds some lines of one side up and takes lines of the other away. What is left is a
    union of groups, each once, exactly if every hidden group of a line that was taken away stands
    in a line that was added. Which lines are taken says which have to be added, and which are
    added says which can be taken; every further line only puts all its hidden groups beside what
    is left, and a whole line is judged by itself. So the lines of the shorter side say all. Lines
    that no hidden group connects say nothing about each other: of each connected part, up to 16
    lines of its shorter side are looked at in every way there is, of more any three at a time.

    Parameters
    ----------
    ends
        For each hidden group the line of its first level and that of its second, whose sums hold
        it.
    """
    for added, taken, cells in _parts(ends):
        first = np.array([added.index(ends[cell][0]) for cell in cells])
        second = np.array([taken.index(ends[cell][1]) for cell in cells])
        if len(taken) <= len(added):
            is_taken = _choices(len(taken))
            is_added = _touched(is_taken, by=second, lines=first, n_lines=len(added))
        else:
            is_added = _choices(len(added))
            is_taken = ~_touched(~is_added, by=first, lines=second, n_lines=len(taken))
        is_left = is_added[:, first] & ~is_taken[:, second]
        is_known = is_left.any(axis=1) & is_taken.any(axis=1)
        left, ways = np.unique(is_left[is_known], axis=0, return_index=True)
        for picked, way in zip(left, np.flatnonzero(is_known)[ways], strict=True):
            near = {added[at] for at in np.flatnonzero(is_added[way])}
            near |= {taken[at] for at in np.flatnonzero(is_taken[way])}
            yield frozenset(cells[at] for at in np.flatnonzero(picked)), near


class Together:
    """Whether enough stand behind unions of hidden groups of one crossed table.

    People and practitioners may stand in several of the groups, so the least that is certain
    counts: those of the largest group, or those of a line less everyone in its other groups. The
    largest practitioner may be the same in all of them. A union of whole lines is only the sum
    of margins, which are judged by themselves.
    """

    def __init__(self, behind: Mapping[Key, Contributors], rules: Rules) -> None:
        self._behind, self._rules = behind, rules
        self._judged: dict[frozenset[Key], bool] = {}
        self._of: dict[Key, set[Key]] = {}
        for key in behind:
            if None not in key:
                for line in _lines([key]):
                    self._of.setdefault(line, set()).add(key)

    def is_enough(self, cells: frozenset[Key]) -> bool:
        """Return whether a union of hidden groups may be known as one."""
        if cells not in self._judged:
            self._judged[cells] = self._is_enough(cells)
        return self._judged[cells]

    def _is_enough(self, cells: frozenset[Key]) -> bool:
        """Return whether a union may be known, worked out anew."""
        inside = [self._behind[cell] for cell in cells]
        n_answers = sum(group.n_answers for group in inside)
        if n_answers == 0 or self._are_whole_lines(cells):
            return True
        return self._rules.allow(
            Contributors(
                n_answers=n_answers,
                n_people=self._least(cells, "n_people"),
                n_practitioners=self._least(cells, "n_practitioners"),
                n_with_practitioner=sum(group.n_with_practitioner for group in inside),
                largest_practitioner_share=largest_share(inside),
            )
        )

    def _least(self, cells: frozenset[Key], count: str) -> int:
        """Return the least that is certain of a count of distinct people behind some groups."""
        found = max(getattr(self._behind[cell], count) for cell in cells)
        for line in _lines(cells):
            if line in self._behind:
                others = self._of[line] - cells
                outside = sum(getattr(self._behind[key], count) for key in others)
                found = max(found, getattr(self._behind[line], count) - outside)
        return int(found)

    def _are_whole_lines(self, cells: frozenset[Key]) -> bool:
        """Return whether groups are all there are of some lines of one side."""
        for side in (0, 1):
            lines = {line for line in _lines(cells) if line[side] is not None}
            if set().union(*(self._of[line] for line in lines)) == cells:
                return True
        return False


def _lines(cells: Collection[Key]) -> set[Key]:
    """Return the lines some groups stand in."""
    firsts: set[Key] = {(first, None) for first, _ in cells}
    return firsts | {(None, second) for _, second in cells}


def _parts(
    ends: Mapping[Key, tuple[Key, Key]],
) -> Iterator[tuple[list[Key], list[Key], list[Key]]]:
    """Yield the lines of both sides and the hidden groups of each connected part."""
    lines = sorted({end for pair in ends.values() for end in pair}, key=str)
    place = {line: index for index, line in enumerate(lines)}
    pairs = np.array([[place[one], place[two]] for one, two in ends.values()], dtype=np.intp)
    if not len(pairs):
        return
    shape = (len(lines), len(lines))
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=shape)
    n_parts, part = connected_components(joined, directed=False)
    for number in range(n_parts):
        own = [line for line, at in zip(lines, part, strict=True) if at == number]
        cells = [cell for cell, pair in ends.items() if part[place[pair[0]]] == number]
        firsts = [line for line in own if line[0] is not None]
        yield firsts, [line for line in own if line[0] is None], cells


def _touched(
    is_chosen: Flags, *, by: npt.NDArray[np.intp], lines: npt.NDArray[np.intp], n_lines: int
) -> Flags:
    """Return which lines of a side hold a hidden group that stands in a chosen line of the other.

    Parameters
    ----------
    is_chosen
        Ways times lines of the other side.
    by, lines
        For each hidden group its line of the other side, and its line of this one.
    """
    return np.stack([is_chosen[:, by[lines == at]].any(axis=1) for at in range(n_lines)], axis=1)


@lru_cache(maxsize=4)
def _choices(n_lines: int) -> Flags:
    """Return which lines of a side are chosen: one row for each way, and one for all but those."""
    if n_lines <= _MOST_LINES:
        ways = np.arange(1, 2**n_lines)[:, None]
        return (ways >> np.arange(n_lines) & 1).astype(np.bool_)
    single = np.eye(n_lines, dtype=np.bool_)
    few = single
    for _ in range(_MOST_CHOSEN - 1):
        few = np.unique((few[:, None, :] | single[None, :, :]).reshape(-1, n_lines), axis=0)
    return np.vstack([few, ~few])
