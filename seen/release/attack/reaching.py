"""All sets of answers whose counts a reader of a release can work out along one Dimension.

It promises every published cell; sums of published levels; and a wider cell less one or several of
them, as "everyone else" is. Of a Dimension with at most eight levels every choice of levels is
taken; of a longer one all that are published, all but one, and everyone else of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from seen.release.attack.faces import Cube
from seen.release.attack.lines import Line
from seen.release.attack.records import Flags, Places

MOST_CHOSEN: Final = 8  # levels of a Dimension of which every choice is taken


@dataclass(frozen=True, kw_only=True, eq=False)
class Sets:
    """Sets of answers, each a sum of published cells, or one less such a sum.

    Attributes
    ----------
    sizes, marks
        How many answers each truly holds, and what tells it from others.
    draws
        How many published cells it is made of.
    block, row, choice, is_rest
        How: which block, which row of it, which choice of its cells; whether the wider cell less
        these is meant.
    """

    sizes: Places
    marks: Places
    draws: Places
    block: Places
    row: Places
    choice: Places
    is_rest: Flags


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """Rows of published cells along a Dimension, and the wider cell of each row.

    Attributes
    ----------
    parent, cells
        The numbers of the wider cell of each row and of the cells along it; -1 where unpublished.
    choices
        Choices times cells: which are taken, of those that are published.
    """

    parent: Places
    cells: Places
    choices: Flags

    def made_of(self, row: int, choice: int, *, is_rest: bool) -> dict[int, int]:
        """Return by number of a cell how often it stands in a set."""
        chosen = self.cells[row][self.choices[choice]]
        found = dict.fromkeys(chosen[chosen >= 0].tolist(), -1 if is_rest else 1)
        return found | {int(self.parent[row]): 1} if is_rest else found


def reachable(cube: Cube) -> tuple[Sets, list[Block]]:
    """Return all sets of a release, and the blocks they are made of."""
    parts, blocks = _each_alone(cube)
    for names in cube.faces:
        for _, line in cube.lines(names):
            if line.is_child_shown.any():
                block = Block(
                    parent=line.parent_number,
                    cells=line.number,
                    choices=_choices(line.number.shape[1]),
                )
                blocks.append(block)
                parts += _along(len(blocks) - 1, block, line)
    return _joined(parts), blocks


def alone(cube: Cube) -> tuple[Sets, list[Block]]:
    """Return the published cells of a release as sets, without any sums, and their blocks."""
    parts, blocks = _each_alone(cube)
    return _joined(parts), blocks


def _each_alone(cube: Cube) -> tuple[list[Sets], list[Block]]:
    """Return the published cells of each cuboid, and the block that they are."""
    parts: list[Sets] = []
    blocks: list[Block] = []
    for names, face in cube.faces.items():
        shown = np.flatnonzero(face.is_shown)
        numbers = shown + cube.first[names]
        parts.append(_cells(len(blocks), face.sizes.ravel()[shown], _flat(face.marks)[shown]))
        blocks.append(
            Block(parent=numbers, cells=numbers[:, None], choices=np.ones((1, 1), dtype=bool))
        )
    return parts, blocks


def _cells(block: int, sizes: Places, marks: Places) -> Sets:
    """Return published cells alone."""
    rows = np.arange(len(sizes))
    none = np.zeros(len(sizes), dtype=np.int64)
    return Sets(
        sizes=sizes,
        marks=marks,
        draws=none + 1,
        block=none + block,
        row=rows,
        choice=none,
        is_rest=none > 0,
    )


def _along(number: int, block: Block, line: Line) -> list[Sets]:
    """Return the sums of cells along a line, and what they leave of the wider cell."""
    is_shown, choices = line.is_child_shown.astype(np.int64), block.choices.T.astype(np.int64)
    n_chosen = is_shown @ choices
    n_usable = n_chosen if block.choices.shape[1] > MOST_CHOSEN else choices.sum(axis=0)
    is_whole = n_chosen == n_usable  # of a short Dimension: no chosen level is unpublished
    sizes = (line.sizes * is_shown) @ choices
    marks = np.stack(
        [(line.marks[..., it] * is_shown) @ choices for it in range(line.marks.shape[-1])], axis=-1
    )
    rest = (line.parent_sizes[:, None] - sizes, line.parent_marks[:, None] - marks)
    found = []
    for is_rest, held, told in ((False, sizes, marks), (True, *rest)):
        kept = is_whole & (held > 0) & (n_chosen > (0 if is_rest else 1))
        kept &= line.is_shown[:, None] | (not is_rest)
        row, choice = np.nonzero(kept)
        found.append(
            Sets(
                sizes=held[kept],
                marks=told[kept],
                draws=n_chosen[kept] + is_rest,
                block=np.full(len(row), number),
                row=row,
                choice=choice,
                is_rest=np.full(len(row), is_rest),
            )
        )
    return found


def _choices(n_levels: int) -> Flags:
    """Return which levels may be chosen together."""
    if n_levels <= MOST_CHOSEN:
        return np.array(list(product((False, True), repeat=n_levels)), dtype=bool)[1:]
    each = np.eye(n_levels, dtype=bool)
    return np.vstack([np.ones((1, n_levels), dtype=bool), ~each, each])


def _flat(marks: Places) -> Places:
    """Return the marks of cells, one row for each."""
    return marks.reshape(-1, marks.shape[-1])


def _joined(parts: list[Sets]) -> Sets:
    """Return sets as one."""
    return Sets(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in Sets.__dataclass_fields__
        }
    )
