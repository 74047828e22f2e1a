"""Lines: cells along one Dimension of a cuboid, beside the wider cell that they make up.

It promises that what is counted and what is published of a cell stand at the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from seen.release.attack.records import Flags, Places

HIDDEN: Final = -1  # instead of a count, where a cell is not shown


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """Cells along one Dimension of a cuboid, and the wider cell that they make up.

    Attributes
    ----------
    parent
        What is published of the wider cells: other Dimensions flattened, then the levels.
    is_shown
        Whether it is.
    child
        Cells along the Dimension: other Dimensions flattened, those cells, then the levels.
    is_child_shown, sizes
        Whether each is published, and how many answers it holds.
    marks
        As of a Face, of the cells along the Dimension.
    number
        Of the cells along the Dimension, which of all cells each is; -1 where it is not published.
    parent_sizes, parent_marks, parent_number
        The same of the wider cells.
    """

    parent: Places
    is_shown: Flags
    child: Places
    is_child_shown: Flags
    sizes: Places
    marks: Places
    number: Places
    parent_sizes: Places
    parent_marks: Places
    parent_number: Places

    @property
    def sum_shown(self) -> Places:
        """The published cells along the Dimension, added up."""
        found: Places = np.where(self.is_child_shown[..., None], self.child, 0).sum(axis=1)
        return found

    @property
    def n_shown(self) -> Places:
        """How many of them are published."""
        found: Places = self.is_child_shown.sum(axis=1)
        return found


class Side(NamedTuple):
    """Cells of a cuboid, all or of one kind of institution, as in a Face; and their numbers."""

    shown: Places
    sizes: Places
    marks: Places
    numbers: Places


def line(cells: Side, wider: Side, axis: int, is_member: Flags | None = None) -> Line:
    """Return the cells along one axis, all of them or some, and the wider cells."""
    length = cells.sizes.shape[axis]
    shown, marks = (
        np.moveaxis(it, axis, -2).reshape(-1, length, it.shape[-1])
        for it in (cells.shown, cells.marks)
    )
    sizes, numbers = (
        np.moveaxis(it, axis, -1).reshape(-1, length) for it in (cells.sizes, cells.numbers)
    )
    if is_member is not None:
        shown = np.where(is_member[:, None], shown, HIDDEN)
        marks = np.where(is_member[:, None], marks, 0)
        sizes, numbers = np.where(is_member, sizes, 0), np.where(is_member, numbers, -1)
    parent = wider.shown.reshape(-1, wider.shown.shape[-1])
    return Line(
        parent=parent,
        is_shown=parent[:, 0] != HIDDEN,
        child=shown,
        is_child_shown=shown[..., 0] != HIDDEN,
        sizes=sizes,
        marks=marks,
        number=numbers,
        parent_sizes=wider.sizes.ravel(),
        parent_marks=wider.marks.reshape(-1, wider.marks.shape[-1]),
        parent_number=wider.numbers.ravel(),
    )
