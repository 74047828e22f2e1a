"""Bounds on hidden answers by linear programming, for whoever knows the size of every finest cell.

It promises the exact least and most that all published counts leave to an answer, and to say of
how many answers they could not be worked out.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from seen.domain.releases import CORE, INSTITUTION
from seen.release.attack.faces import Cube
from seen.release.attack.readings import Result, scored, share
from seen.release.attack.records import Array, Places

BOUNDS: Final = "bounds"
MOST_BOUNDED: Final = 400
SECONDS: Final = 120.0  # for one linear programme; the largest of size L takes 2
_NARROW: Final = 1e-6
_CERTAIN: Final = 50.0  # a log-likelihood beyond all doubt
_LEAST: Final = 1e-3
_CROSSED: Final = 4  # Dimensions whose finest cells an attacker knows the sizes of


def bounds(cube: Cube, draw: np.random.Generator) -> Result:
    """Bound hidden answers that stand alone by all counts around them.

    The attacker knows how many answers each finest cell of four or five Dimensions holds, and that
    noise is at most 5 either way, and asks of each answer whether it is a top one.
    """
    universes = _universes(cube)
    likely, truth, n_unsolved = [], [], 0
    each = -(-MOST_BOUNDED // max(len(universes), 1))
    for names in universes:
        problem = Problem(cube, names)
        cells = draw.permutation(problem.alone)[:each]
        low, high = problem.least(cells), problem.most(cells)
        for cell, least, most in zip(cells, low, high, strict=True):
            if np.isnan(least) or np.isnan(most):
                n_unsolved += 1
                continue
            chances = np.array([1 - (least + most) / 2, (least + most) / 2])
            pinned = np.array([most + _NARROW < 1, least - _NARROW > 0])
            found = np.log(np.maximum(chances, _LEAST))
            likely.append(np.where(pinned, _CERTAIN, found) if pinned.any() else found)
            truth.append(int(problem.n_top[cell]))
    return scored(
        BOUNDS,
        cube.records.outcome.name,
        np.array(likely).reshape(-1, 2),
        np.array(truth, dtype=np.int64),
        share(np.bincount(_is_top(cube), minlength=2)),
        n_unsolved=n_unsolved,
    )


def _is_top(cube: Cube) -> Places:
    """Return 1 for each answer that was counted as a top one, else 0."""
    return np.isin(cube.records.flipped, cube.top).astype(np.int64)


def _universes(cube: Cube) -> list[tuple[str, ...]]:
    """Return the sets of Dimensions whose finest cells are taken as known."""
    names = sorted({name for cuboid in cube.cuboids for name in cuboid})
    plain = [name for name in names if name != INSTITUTION]
    quartets = [cuboid for cuboid in cube.cuboids if len(cuboid) == _CROSSED]
    found: list[tuple[str, ...]] = [*quartets[:2]]
    others = [name for name in plain if name not in CORE]
    if quartets and len(others) > 1:  # one Dimension more than any cell crosses
        found.append(tuple(sorted((*CORE, *others[:2]))))
    found.append(tuple(others[:_CROSSED]) if len(others) >= _CROSSED else tuple(plain[:_CROSSED]))
    return [it for it in dict.fromkeys(found) if it]


class Problem:
    """The finest cells of some Dimensions, and every published count of top answers over them."""

    def __init__(self, cube: Cube, names: tuple[str, ...]) -> None:
        """Lay the counts out as rows of inequalities."""
        records = cube.records
        finest = cube.cells(names, records.places)
        held, first, at = np.unique(finest, return_index=True, return_inverse=True)
        places = cube.places_of(first)
        self.sizes = np.bincount(at)
        self.n_top = np.bincount(at, weights=_is_top(cube))
        self.alone = np.flatnonzero(self.sizes == 1)
        parts = [csr_array((0, len(held)))]
        counts = [np.zeros((0, records.n_levels), dtype=np.int64)]
        for cuboid, face in cube.faces.items():
            if set(cuboid) <= set(names):
                cell, shown = cube.cells(cuboid, places), np.flatnonzero(face.is_shown)
                row = np.full(face.sizes.size, -1)
                row[shown] = np.arange(len(shown))
                kept = np.flatnonzero(row[cell] >= 0)
                ones = (np.ones(len(kept)), (row[cell[kept]], kept))
                parts.append(csr_array(ones, shape=(len(shown), len(held))))
                counts.append(face.flat(shown)[1])
        members = vstack(parts)
        n_answers = (members @ self.sizes).astype(np.int64)
        low, high = _within(n_answers, np.vstack(counts), cube.top, cube.noise.bound)
        self.rows, self.limits = vstack([members, -members]), np.concatenate([high, -low])
        self._each = np.column_stack([np.zeros(len(held)), self.sizes])

    def least(self, cells: Places) -> Array:
        """Return the least of top answers that each cell of one can hold; NaN where unknown."""
        return self._ends(cells, 0.0)

    def most(self, cells: Places) -> Array:
        """Return the most of top answers that each cell of one can hold; NaN where unknown."""
        return self._ends(cells, 1.0)

    def _ends(self, cells: Places, end: float) -> Array:
        """Return how near to an end, 0 or 1, each cell comes.

        One programme sends all cells there at once: each that gets there needs none of its own,
        whatever the others do. Those that do not are asked one by one.
        """
        found = np.full(len(cells), np.nan)
        pending, is_joint = np.arange(len(cells)), True
        while len(pending):
            wanted = pending if is_joint else pending[:1]
            solved = self._solved(cells[wanted], end)
            is_alone = len(wanted) == 1
            is_settled = np.zeros(len(pending), dtype=bool)
            if solved is not None:
                values = solved[cells[pending]]
                is_settled = np.abs(values - end) <= _NARROW
                is_settled[0] |= is_alone
                found[pending[is_settled]] = values[is_settled]
            is_joint = is_joint and bool(is_settled.any())
            is_settled[0] |= is_alone  # also where it was not solved
            pending = pending[~is_settled]
        return found

    def _solved(self, cells: Places, end: float) -> Array | None:
        """Return what all cells hold where some are as near to an end as they come together.

        None where that took too long.
        """
        wanted = np.zeros(len(self.sizes))
        wanted[cells] = 1.0 if end == 0 else -1.0
        solved = linprog(  # type: ignore[call-overload]  # its stubs know no sparse rows
            wanted,
            A_ub=self.rows,
            b_ub=self.limits,
            bounds=self._each,
            method="highs-ipm",  # twice as fast here as the simplex method, which ends it
            options={"time_limit": SECONDS},
        )
        return np.asarray(solved.x) if solved.success else None


def _within(n_answers: Places, counts: Places, top: Places, bound: int) -> tuple[Places, Places]:
    """Return between which counts the top answers of each published cell lie."""
    most, least = counts + bound, np.where(counts > 0, counts - bound, 0)
    rest = np.setdiff1d(np.arange(counts.shape[1]), top)
    low = np.maximum(least[:, top].sum(axis=1), n_answers - most[:, rest].sum(axis=1))
    high = np.minimum(most[:, top].sum(axis=1), n_answers - least[:, rest].sum(axis=1))
    return low, high
