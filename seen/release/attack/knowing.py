"""Attackers who know much: every cell size, or every answer but one, or the release before.

They promise the worst case: what they know is what was really counted, flips included.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from seen.domain.releases import CORE, INSTITUTION
from seen.release.attack.faces import HIDDEN, Cube
from seen.release.attack.readings import Result, one_hot, scored, share
from seen.release.attack.records import Array, Places

BOUNDS: Final = "bounds"
OMNISCIENT: Final = "omniscient"
OMNISCIENT_BOX: Final = "omniscient_box"
SUCCESSIVE: Final = "two_releases"
MOST_BOUNDED: Final = 60
MOST_KNOWN: Final = 4_000
_NARROW: Final = 1e-6
_CERTAIN: Final = 50.0  # a log-likelihood beyond all doubt
_LEAST: Final = 1e-3
_CROSSED: Final = 4  # Dimensions whose finest cells an attacker knows the sizes of


# -- every answer but one ------------------------------------------------------------------------


def omniscient(cube: Cube, draw: np.random.Generator) -> tuple[Result, Result]:
    """Read an answer that alone is not known, from every cell it stands in.

    Of each level equally many answers are attacked, so that a guess is right once in as many
    levels. Returned are how often the level is right, and how often whether it is a top answer.
    """
    records = cube.records
    targets = _of_each_level(records.given, records.n_levels, draw)
    read = _likely(cube, targets).argmax(axis=1)
    right = _scored(cube, OMNISCIENT, read, records.given[targets])
    is_top = _is_top(cube, records.given)
    boxed = _of_each_level(is_top, 2, draw)
    read = _is_top(cube, _likely(cube, boxed).argmax(axis=1))
    return right, _scored(cube, OMNISCIENT_BOX, read, is_top[boxed])


def _likely(cube: Cube, targets: Places) -> Array:
    """Return the log-likelihood of each level for answers that alone are not known."""
    n_levels = cube.records.n_levels
    own = one_hot(cube.records.flipped[targets], n_levels)
    found = np.zeros((len(targets), n_levels))
    places = cube.places_of(targets)
    for names, face in cube.faces.items():
        counted, shown = face.flat(cube.cells(names, places))
        is_shown = shown[:, 0] != HIDDEN
        for level in range(n_levels):
            expected = counted - own + one_hot(np.full(len(targets), level), n_levels)
            found[:, level] += np.where(
                is_shown, cube.noise.of_counts(shown, expected).sum(axis=1), 0.0
            )
    return found


def _of_each_level(given: Places, n_levels: int, draw: np.random.Generator) -> Places:
    """Return equally many answers of each level."""
    held = [np.flatnonzero(given == level) for level in range(n_levels)]
    held = [it for it in held if len(it)]
    each = min(MOST_KNOWN // n_levels, *(len(it) for it in held), len(given))
    return np.concatenate([draw.permutation(it)[:each] for it in held])


def _scored(cube: Cube, attack: str, read: Places, truth: Places) -> Result:
    """Return how often true answers were read; nobody is sure, since any may be flipped."""
    return Result(
        attack=attack,
        outcome=cube.records.outcome.name,
        n_targets=len(truth),
        recovered=0,
        guessed=int((read == truth).sum()),
        base=int(np.bincount(truth).max(initial=0)),
        n_levels=cube.records.n_levels,
    )


# -- every cell size -----------------------------------------------------------------------------


def bounds(cube: Cube, draw: np.random.Generator) -> Result:
    """Bound hidden answers that stand alone by all counts around them (linear programming).

    The attacker knows how many answers each finest cell of four or five Dimensions holds, and that
    noise is at most 5 either way, and asks of each answer whether it is a top one.
    """
    universes = _universes(cube)
    likely, truth = [], []
    each = -(-MOST_BOUNDED // max(len(universes), 1))
    for names in universes:
        problem = _Problem(cube, names)
        for cell in draw.permutation(problem.alone)[:each]:
            if (ends := problem.bound(int(cell))) is None:
                continue  # what is kept of an earlier release may fit no counts of today
            low, high = ends
            chances = np.array([1 - (low + high) / 2, (low + high) / 2])
            pinned = np.array([high + _NARROW < 1, low - _NARROW > 0])
            found = np.log(np.maximum(chances, _LEAST))
            likely.append(np.where(pinned, _CERTAIN, found) if pinned.any() else found)
            truth.append(int(problem.n_top[cell]))
    return scored(
        BOUNDS,
        cube.records.outcome.name,
        np.array(likely).reshape(-1, 2),
        np.array(truth, dtype=np.int64),
        share(np.bincount(_is_top(cube, cube.records.flipped), minlength=2)),
    )


def _is_top(cube: Cube, answers: Places) -> Places:
    """Return 1 for each answer that is a top one, else 0."""
    return np.isin(answers, _top(cube)).astype(np.int64)


def _top(cube: Cube) -> Places:
    """Return the places of the top answers, counted from 0."""
    return np.array(cube.records.outcome.top_or_last) - 1


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


class _Problem:
    """The finest cells of some Dimensions, and every published count of top answers over them."""

    def __init__(self, cube: Cube, names: tuple[str, ...]) -> None:
        """Lay the counts out as rows of inequalities."""
        records = cube.records
        finest = cube.cells(names, records.places)
        held, first, at = np.unique(finest, return_index=True, return_inverse=True)
        places = cube.places_of(first)
        self.sizes = np.bincount(at)
        self.n_top = np.bincount(at, weights=_is_top(cube, records.flipped))
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
        self._bound = cube.noise.bound
        self.within = self._within(vstack(parts), np.vstack(counts), _top(cube))

    def bound(self, cell: int) -> tuple[float, float] | None:
        """Return the least and the most of top answers that a cell of one answer can hold.

        None where no counts fit all that is published.
        """
        wanted = np.zeros(len(self.sizes))
        found = []
        for sign in (1.0, -1.0):
            wanted[cell] = sign
            solved = milp(wanted, constraints=self.within, bounds=Bounds(0, self.sizes))
            if not solved.success:
                return None
            found.append(sign * float(solved.fun))
        return found[0], found[1]

    def _within(self, members: csr_array, counts: Places, top: Places) -> LinearConstraint:
        """Return between which counts the top answers of each published cell lie."""
        most, least = counts + self._bound, np.where(counts > 0, counts - self._bound, 0)
        rest = np.setdiff1d(np.arange(counts.shape[1]), top)
        n_answers = members @ self.sizes
        low = np.maximum(least[:, top].sum(axis=1), n_answers - most[:, rest].sum(axis=1))
        high = np.minimum(most[:, top].sum(axis=1), n_answers - least[:, rest].sum(axis=1))
        return LinearConstraint(members, low, high)


# -- the release before --------------------------------------------------------------------------


def successive(now: Cube, before: Cube) -> Result:
    """Read the answers that left or came between two releases, from cells they alone changed."""
    found = []
    for more, less in ((before, now), (now, before)):
        gone = np.flatnonzero(~np.isin(more.records.number, less.records.number))
        found.append((more, less, gone))
    likely = [_changed(more, less, gone) for more, less, gone in found]
    truth = [more.records.flipped[gone] for more, _, gone in found]
    return scored(
        SUCCESSIVE,
        now.records.outcome.name,
        np.vstack(likely),
        np.concatenate(truth),
        share(now.faces[()].counted),
    )


def _changed(more: Cube, less: Cube, gone: Places) -> Array:
    """Return the log-likelihood of each level for answers that one release has alone."""
    n_levels = more.records.n_levels
    found = np.zeros((len(gone), n_levels))
    places = more.places_of(gone)
    others = {name: _matched(more, less, name)[places[name]] for name in places}
    for names in set(more.cuboids) & set(less.cuboids):
        counted, first = more.faces[names].flat(more.cells(names, places))
        counted_less, second = less.faces[names].flat(less.cells(names, others))
        is_told = (first[:, 0] != HIDDEN) & (second[:, 0] != HIDDEN)
        is_told &= (first != second).any(axis=1)  # what is frozen tells nothing
        is_told &= counted.sum(axis=1) - counted_less.sum(axis=1) == 1
        draws = np.full(len(gone), 2)
        for level in range(n_levels):
            expected = one_hot(np.full(len(gone), level), n_levels)
            chance = more.noise.of_sums(first - second, expected, draws).sum(axis=1)
            found[:, level] += np.where(is_told, chance, 0.0)
    return found


def _matched(more: Cube, less: Cube, name: str) -> Places:
    """Return of each level of a Dimension its place in the other release."""
    at = {level: place for place, level in enumerate(less.records.levels[name])}
    return np.array([at.get(level, 0) for level in more.records.levels[name]], dtype=np.int64)
