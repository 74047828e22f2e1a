"""The cube of a release beside the truth: of every cuboid what was counted and what is shown.

It promises that a cell is found by the same place in both, whoever attacks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from seen.domain.releases import INSTITUTION
from seen.release.attack.lines import HIDDEN, Line, Side, line
from seen.release.attack.readings import Noise
from seen.release.attack.records import Array, Flags, Places, Records
from seen.release.lattice import TYPE

HALF: Final = 2**30  # the marks of an answer are smaller, so that sums of millions are exact
STEPS: Final = tuple(
    np.random.default_rng(0).integers(HALF // 2, HALF, 16).tolist()
)  # of which one is the third mark of an answer


@dataclass(frozen=True, kw_only=True, eq=False)
class Face:
    """All cells of some Dimensions crossed.

    Attributes
    ----------
    dimensions
        Their names, sorted; one axis each.
    counted
        What was counted before noise: one axis for each Dimension, then the levels of the answer.
    shown
        What is published, shaped alike; `HIDDEN` where a cell is not, or holds what it kept.
    told
        The same, with what cells kept.
    marks
        Three sums that tell sets of answers apart, in the last axis: the difference of two sets
        that differ by one answer is that answer's own. The third is one of few.
    """

    dimensions: tuple[str, ...]
    counted: Places
    shown: Places
    told: Places
    marks: Places

    def flat(self, cells: Places) -> tuple[Places, Places]:
        """Return what was counted in some cells, and what is shown; by their flattened places."""
        n_levels = self.counted.shape[-1]
        return (
            self.counted.reshape(-1, n_levels)[cells],
            self.shown.reshape(-1, n_levels)[cells],
        )

    @cached_property
    def sizes(self) -> Places:
        """How many answers each cell holds."""
        found: Places = self.counted.sum(axis=-1)
        return found

    @cached_property
    def is_shown(self) -> Flags:
        """Whether each cell is published."""
        return np.asarray(self.shown[..., 0] != HIDDEN)


class Cube:
    """Every cuboid of one outcome."""

    def __init__(
        self,
        records: Records,
        cells: pd.DataFrame,
        cuboids: Sequence[tuple[str, ...]],
        noise: Noise,
        *,
        is_first: bool = True,
    ) -> None:
        """Count the cells.

        Parameters
        ----------
        records
            The answers.
        cells
            The rows of the release.
        cuboids
            The Dimensions that are crossed.
        noise
            How far published counts may have moved.
        is_first
            Whether no release of the series went before, so that nothing in it was kept.
        """
        self.records, self.rows = records, cells
        self.cuboids, self.noise, self.is_first = tuple(cuboids), noise, is_first
        mine = cells[cells["outcome"] == records.outcome.name]
        self._rows = {str(cuboid): rows for cuboid, rows in mine.groupby("cuboid")}
        self._marks = _marks(records.number)
        self._worker = np.unique(records.worker, return_inverse=True)[1]
        self.n_published = mine.drop_duplicates(["cuboid", *records.levels]).shape[0]
        self.n_kept = 0  # cells that hold what an earlier release did, and are left out
        self.faces = {names: self._face(names) for names in self.cuboids}
        sizes = [face.sizes.size for face in self.faces.values()]
        self.first = dict(zip(self.faces, np.cumsum([0, *sizes]).tolist(), strict=False))

    @property
    def told(self) -> set[str]:
        """The Dimensions that its groups cross."""
        return {name for names in self.faces for name in names}

    def unprotected(self, least: int) -> Cube:
        """Return the cube of a release that withholds groups of fewer answers, and no more."""
        found = copy(self)
        found.noise = Noise(chances=np.ones(1))
        found.faces = {}
        for names, face in self.faces.items():
            shown = np.where(face.sizes[..., None] >= least, face.counted, HIDDEN)
            found.faces[names] = replace(face, shown=shown, told=shown)
        return found

    @property
    def top(self) -> Places:
        """The places of the top answers, counted from 0."""
        return np.array(self.records.outcome.top_or_last) - 1

    def cells(self, names: tuple[str, ...], places: Mapping[str, Places]) -> Places:
        """Return the flattened place, in a cuboid, of answers whose levels have these places."""
        some = next(iter(self.records.places.values()))
        cell = np.zeros(len(next(iter(places.values()), some)), dtype=np.int64)
        for name, length in zip(names, self._shape(names), strict=True):
            cell = cell * length + places[name]
        return cell

    def places_of(self, answers: Places) -> dict[str, Places]:
        """Return by Dimension the place of the level of some answers."""
        return {name: places[answers] for name, places in self.records.places.items()}

    def lines(self, names: tuple[str, ...]) -> Iterator[tuple[int, Line]]:
        """Yield of a cuboid each axis with the line of cells along it."""
        face = self.faces[names]
        for axis, name in enumerate(names):
            wider = self.faces.get(tuple(it for it in names if it != name))
            if wider is not None:
                yield axis, line(self._side(face), self._side(wider), axis)
            if name == INSTITUTION:
                for kind, is_member in self._kinds(names):
                    yield axis, line(self._side(face), kind, axis, is_member)

    def workers(self, names: tuple[str, ...]) -> Places:
        """Return of each cell of a cuboid, flattened, how many practitioners gave its answers."""
        is_known = self.records.worker >= 0
        worker = self._worker
        size = int(np.prod(self._shape(names), dtype=np.int64))
        n_workers = int(worker.max(initial=0)) + 1
        held = np.unique(
            self.cells(names, self.records.places)[is_known] * n_workers + worker[is_known]
        )
        return np.bincount(held // n_workers, minlength=size)

    def published(self) -> Places:
        """Return what is published of every cell, by its number."""
        n_levels = self.records.n_levels
        return np.concatenate([it.shown.reshape(-1, n_levels) for it in self.faces.values()])

    def marks_of(self, answers: Places) -> Places:
        """Return the marks of some answers."""
        return np.stack([half[answers].astype(np.int64) for half in self._marks], axis=-1)

    def of_cuboid(self, names: tuple[str, ...]) -> pd.DataFrame:
        """Return the rows of the release that a cuboid has."""
        return self._rows.get("|".join(names), self.rows.head(0))

    def _shape(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Return how many levels each Dimension of a cuboid has."""
        return tuple(len(self.records.levels[name]) for name in names)

    def _side(self, face: Face) -> Side:
        """Return the cells of a cuboid with their numbers."""
        numbers = np.arange(face.sizes.size).reshape(face.sizes.shape)
        numbers = np.where(face.is_shown, numbers + self.first[face.dimensions], -1)
        return Side(face.shown, face.sizes, face.marks, numbers)

    def _kinds(self, names: tuple[str, ...]) -> Iterator[tuple[Side, Flags]]:
        """Yield of each kind of institution its cells, and which institutions are of that kind."""
        beside = tuple(sorted(TYPE if it == INSTITUTION else it for it in names))
        if TYPE in names or beside not in self.faces:
            return
        wider, axis = self._side(self.faces[beside]), beside.index(TYPE)
        n_kinds = len(self.records.levels[TYPE])
        held = np.zeros((len(self.records.levels[INSTITUTION]), n_kinds), dtype=bool)
        held[self.records.places[INSTITUTION], self.records.places[TYPE]] = True
        is_of_one = held.sum(axis=1) == 1
        for kind in range(n_kinds):
            cells = Side(*(np.take(it, kind, axis=axis) for it in wider))
            yield cells, held[:, kind] & is_of_one

    def _face(self, names: tuple[str, ...]) -> Face:
        """Return one cuboid."""
        records = self.records
        n_levels, shape = records.n_levels, self._shape(names)
        size = int(np.prod(shape, dtype=np.int64))
        cell = self.cells(names, self.records.places)
        counted = np.bincount(cell * n_levels + records.flipped, minlength=size * n_levels)
        marks = [np.bincount(cell, weights=half, minlength=size) for half in self._marks]
        counted = counted.reshape((*shape, n_levels))
        shown = self._shown(names, shape)
        is_kept = (shown != HIDDEN) & (np.abs(shown - counted) > self.noise.bound)
        self.n_kept += int(is_kept.any(axis=-1).sum())
        return Face(
            dimensions=names,
            counted=counted,
            shown=np.where(is_kept.any(axis=-1, keepdims=True), HIDDEN, shown),
            told=shown,
            marks=np.stack(marks, axis=-1).astype(np.int64).reshape((*shape, len(marks))),
        )

    def _shown(self, names: tuple[str, ...], shape: tuple[int, ...]) -> Places:
        """Return what is published of one cuboid."""
        levels = self.records.outcome.levels
        found = np.full((*shape, len(levels)), HIDDEN, dtype=np.int64)
        rows = self.of_cuboid(names)
        places = [_places(rows[name], self.records.levels[name]) for name in names]
        found[(*places, _places(rows["level"], levels))] = rows["n_p"]
        return found


def _places(values: pd.Series, levels: Sequence[str]) -> Places:
    """Return the place of each value among levels, all of which are known."""
    at = {level: place for place, level in enumerate(levels)}
    return np.asarray(values.map(at), dtype=np.int64)


def _marks(number: npt.NDArray[np.uint64]) -> tuple[Array, Array, Array]:
    """Return the marks of each answer, as floats that hold them exactly."""
    high, low = number // np.uint64(HALF) % np.uint64(HALF), number % np.uint64(HALF)
    step = np.array(STEPS)[number % np.uint64(len(STEPS))]
    return high.astype(np.float64), low.astype(np.float64), step.astype(np.float64)
