"""What lines of a crossed table leave together when they are added up and taken from each other.

It promises to find every union of hidden groups that a reader can work out, and to count people
and practitioners behind it who may stand in several of its groups at the least that is certain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from seen.domain.cells import Contributors
from seen.guard.rules import Key, Rules, largest_share

_MOST_LINES: Final = 16  # 65,536 ways to choose among them, a few milliseconds
_MOST_CHOSEN: Final = 3  # of more lines than those, as many at a time


def unions(ends: Mapping[Key, tuple[Key, Key]]) -> Iterator[tuple[frozenset[Key], set[Key]]]:
    """Yield each union of hidden groups that follows from shown lines, with the lines it takes.

    A reader adds some lines up and takes others away. What is left is a union of groups, each
    once, exactly if every hidden group of a line that was taken away stands in a line that was
    added: a cut between the lines that hidden groups cross one way only. Lines that no hidden
    group connects say nothing about each other, so each connected part is looked at by itself:
    up to 16 lines in every way there is, of more lines any three at a time.

    Parameters
    ----------
    ends
        For each hidden group the two lines whose sums hold it.
    """
    for lines, cells in _parts(ends):
        place = {line: index for index, line in enumerate(lines)}
        first = np.array([place[ends[cell][0]] for cell in cells])
        second = np.array([place[ends[cell][1]] for cell in cells])
        chosen = _choices(len(lines))
        is_left = chosen[:, first] & ~chosen[:, second]
        is_short = chosen[:, second] & ~chosen[:, first]
        is_known = is_left.any(axis=1) & ~is_short.any(axis=1)
        left, ways = np.unique(is_left[is_known], axis=0, return_index=True)
        for picked, way in zip(left, np.flatnonzero(is_known)[ways], strict=True):
            near = {lines[at] for at in np.flatnonzero(chosen[way])}
            yield frozenset(cells[at] for at in np.flatnonzero(picked)), near


def is_enough(cells: Collection[Key], behind: Mapping[Key, Contributors], *, rules: Rules) -> bool:
    """Return whether enough stand behind a union of hidden groups to be known as one.

    People and practitioners may stand in several of the groups, so the least that is certain
    counts: those of the largest group, or those of a line less everyone in its other groups. The
    largest practitioner may be the same in all of them. A union of whole lines is only the sum
    of margins, which are judged by themselves.
    """
    inside = [behind[cell] for cell in cells]
    n_answers = sum(group.n_answers for group in inside)
    if n_answers == 0 or _are_whole_lines(cells, behind):
        return True
    return rules.allow(
        Contributors(
            n_answers=n_answers,
            n_people=_least(cells, behind, "n_people"),
            n_practitioners=_least(cells, behind, "n_practitioners"),
            n_with_practitioner=sum(group.n_with_practitioner for group in inside),
            largest_practitioner_share=largest_share(inside),
        )
    )


def _least(cells: Collection[Key], behind: Mapping[Key, Contributors], count: str) -> int:
    """Return the least that is certain of a count of distinct people behind some groups."""
    found = max(getattr(behind[cell], count) for cell in cells)
    for line in _lines(cells):
        if line in behind:
            others = _of(line, behind) - set(cells)
            outside = sum(getattr(behind[key], count) for key in others)
            found = max(found, getattr(behind[line], count) - outside)
    return int(found)


def _are_whole_lines(cells: Collection[Key], behind: Mapping[Key, Contributors]) -> bool:
    """Return whether groups are all there are of some lines of one side."""
    for side in (0, 1):
        lines = {line for line in _lines(cells) if line[side] is not None}
        if {key for line in lines for key in _of(line, behind)} == set(cells):
            return True
    return False


def _lines(cells: Collection[Key]) -> set[Key]:
    """Return the lines some groups stand in."""
    firsts: set[Key] = {(first, None) for first, _ in cells}
    return firsts | {(None, second) for _, second in cells}


def _of(line: Key, behind: Mapping[Key, Contributors]) -> set[Key]:
    """Return the groups of a line."""
    side = 0 if line[0] is not None else 1
    return {key for key in behind if None not in key and key[side] == line[side]}


def _parts(ends: Mapping[Key, tuple[Key, Key]]) -> Iterator[tuple[list[Key], list[Key]]]:
    """Yield the lines and hidden groups of each connected part."""
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
        yield own, cells


def _choices(n_lines: int) -> npt.NDArray[np.bool_]:
    """Return which lines are added up: one row for each way, and one for all but those."""
    if n_lines <= _MOST_LINES:
        ways = np.arange(1, 2**n_lines)[:, None]
        return (ways >> np.arange(n_lines) & 1).astype(np.bool_)
    single = np.eye(n_lines, dtype=np.bool_)
    few = single
    for _ in range(_MOST_CHOSEN - 1):
        few = np.unique((few[:, None, :] | single[None, :, :]).reshape(-1, n_lines), axis=0)
    return np.vstack([few, ~few])
