"""Attacks by subtraction: a group less its published parts, sets that differ by one answer.

It promises to look along every Dimension, at institutions within their kind, and at all pairs of
published cells and sums of cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from seen.domain.releases import THRESHOLDS
from seen.release.attack.faces import HALF, HIDDEN, Cube, Line
from seen.release.attack.readings import SURE, Result, one_hot, scored, share
from seen.release.attack.records import Array, Flags, Places
from seen.release.outcomes import ENCOUNTERS

COMPLEMENT: Final = "complement"
EQUALITY: Final = "equality"
DIFFERENCING: Final = "differencing"
SOLE: Final = "sole_practitioner"
FEW: Final = "few_practitioners"
MOST_TARGETS: Final = 400
_LEAST_CROSSED: Final = 3
_MINIMUM_RATE: Final = 11  # answers of a practitioner whose rate is worth knowing
_CLOSE: Final = 0.05  # a rate known within 5 points
_MOST_PAIRS: Final = 5_000_000


def single_cells(cube: Cube) -> list[tuple[tuple[str, ...], Places]]:
    """Return of each narrow cuboid its unpublished cells that hold one answer, flattened."""
    widest = max(len(names) for names in cube.cuboids)
    least = min(_LEAST_CROSSED, widest)
    found = []
    for names, face in cube.faces.items():
        if len(names) >= least:
            is_single = (face.sizes == 1) & ~face.is_shown
            found.append((names, np.flatnonzero(is_single)))
    return found


def complement(cube: Cube, draw: np.random.Generator) -> Result:
    """Attack hidden cells of one answer by what is left of a wider cell."""
    likely, truth = [], []
    for names, cells in single_cells(cube):
        if len(cells):
            likely.append(_along_lines(cube, names, cells))
            truth.append(cube.faces[names].counted.reshape(-1, likely[-1].shape[1])[cells])
    n_levels = cube.records.n_levels
    found = np.vstack(likely) if likely else np.zeros((0, n_levels))
    answers = np.vstack(truth).argmax(axis=1) if truth else np.zeros(0, dtype=np.int64)
    kept = _some(len(answers), draw)
    return scored(COMPLEMENT, cube.records.outcome.name, found[kept], answers[kept], _prior(cube))


def _along_lines(cube: Cube, names: tuple[str, ...], cells: Places) -> Array:
    """Return the log-likelihood of each level for hidden cells of one answer."""
    shape = cube.faces[names].sizes.shape
    places = np.unravel_index(cells, shape)
    n_levels = cube.records.n_levels
    found = np.zeros((len(cells), n_levels))
    for axis, line in cube.lines(names):
        row, position = _row(places, shape, axis), places[axis]
        is_usable = _is_usable(line, row, position)
        rest = (line.parent - line.sum_shown)[row][is_usable]
        draws = 1 + line.n_shown[row][is_usable]
        for level in range(n_levels):
            expected = one_hot(np.full(len(rest), level), n_levels)
            found[is_usable, level] += cube.noise.of_sums(rest, expected, draws).sum(axis=1)
    return found


def _is_usable(line: Line, row: Places, position: Places) -> Flags:
    """Return whether what is left of a line is one hidden cell and nothing else."""
    hidden = (line.sizes > 0) & ~line.is_child_shown
    found: Flags = line.is_shown[row] & (hidden.sum(axis=1)[row] == 1) & hidden[row, position]
    return found


def _row(places: tuple[Places, ...], shape: tuple[int, ...], axis: int) -> Places:
    """Return which line along an axis cells lie on."""
    rest = [place for at, place in enumerate(places) if at != axis]
    sizes = [size for at, size in enumerate(shape) if at != axis]
    if not rest:
        return np.zeros(len(places[axis]), dtype=np.int64)
    return np.ravel_multi_index(rest, sizes).astype(np.int64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sets:
    """Sets of answers of which a reader knows the counts.

    Attributes
    ----------
    sizes, marks
        How many answers each truly holds, and what tells it from others.
    shown
        Sets times levels: the counts a reader knows.
    draws
        How many draws of noise they hold.
    """

    sizes: Places
    marks: Places
    shown: Places
    draws: Places

    def where(self, kept: Flags) -> Sets:
        """Return some of them."""
        return Sets(
            sizes=self.sizes[kept],
            marks=self.marks[kept],
            shown=self.shown[kept],
            draws=self.draws[kept],
        )


def reachable(cube: Cube) -> Sets:
    """Return all published cells, and along every Dimension the sum of those published."""
    n_levels = cube.records.n_levels
    parts = []
    for names, face in cube.faces.items():
        shown = face.is_shown.ravel()
        cells = Sets(
            sizes=face.sizes.ravel(),
            marks=face.marks.reshape(-1, 2),
            shown=face.shown.reshape(-1, n_levels),
            draws=np.ones(shown.size, dtype=np.int64),
        )
        parts.append(cells.where(shown))
        for _, line in cube.lines(names):
            sums = Sets(
                sizes=np.where(line.is_child_shown, line.sizes, 0).sum(axis=1),
                marks=np.where(line.is_child_shown[..., None], line.marks, 0).sum(axis=1),
                shown=line.sum_shown,
                draws=line.n_shown,
            )
            parts.append(sums.where(line.n_shown > 1))
    return Sets(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in ("sizes", "marks", "shown", "draws")
        }
    )


def pairs(cube: Cube) -> tuple[Result, Result]:
    """Attack the answer by which two known sets differ, by what both counts say and by one rule.

    The rule reads the level that alone differs between two cells: where noise hangs on who is
    counted it is always right, so it counts as sure only if it nearly always is.
    """
    sets = reachable(cube)
    more, less, answer = _one_apart(cube, sets)
    seen = sets.shown[more] - sets.shown[less]
    draws = sets.draws[more] + sets.draws[less]
    return _by_rule(cube, seen[draws == 2], answer[draws == 2]), _by_chance(
        cube, seen, draws, answer
    )


def _by_chance(cube: Cube, seen: Places, draws: Places, answer: Places) -> Result:
    """Return how well differences of all pairs are read."""
    targets, at = np.unique(answer, return_inverse=True)
    likely = np.zeros((len(targets), cube.records.n_levels))
    for level in range(likely.shape[1]):
        expected = one_hot(np.full(len(seen), level), likely.shape[1])
        np.add.at(likely[:, level], at, cube.noise.of_sums(seen, expected, draws).sum(axis=1))
    truth = cube.records.flipped[targets]
    return scored(DIFFERENCING, cube.records.outcome.name, likely, truth, _prior(cube))


def _by_rule(cube: Cube, seen: Places, answer: Places) -> Result:
    """Return how well the level that alone differs between two cells is the answer."""
    targets, first = np.unique(answer, return_index=True)
    truth = cube.records.flipped[targets]
    usual = np.bincount(truth, minlength=cube.records.n_levels)
    fires = (seen[first] != 0).sum(axis=1) == 1
    read = np.where(fires, (seen[first] != 0).argmax(axis=1), int(usual.argmax()))
    is_right = read == truth
    n_hits = int((is_right & fires).sum())
    return Result(
        attack=EQUALITY,
        outcome=cube.records.outcome.name,
        n_targets=len(targets),
        recovered=n_hits if n_hits >= SURE * max(int(fires.sum()), 1) else 0,
        guessed=int(is_right.sum()),
        base=int(usual.max()),
    )


def _one_apart(cube: Cube, sets: Sets) -> tuple[Places, Places, Places]:
    """Return all pairs of sets of which one holds one answer more, and that answer."""
    number = cube.marks_of(np.arange(len(cube.records.number))) @ np.array([HALF, 1])
    order = np.argsort(number)
    by_size = np.argsort(sets.sizes, kind="stable")
    sizes, first = np.unique(sets.sizes[by_size], return_index=True)
    last = np.append(first[1:], len(by_size))
    more, less, answer, n_pairs = [], [], [], 0
    for place in np.flatnonzero(np.diff(sizes) == 1):
        small, large = (by_size[first[at] : last[at]] for at in (place, place + 1))
        n_pairs += len(small) * len(large)
        if n_pairs > _MOST_PAIRS:
            break  # sets are looked at from the smallest on, up to so many pairs
        apart = sets.marks[large][:, None] - sets.marks[small][None]
        is_one = ((apart >= 0) & (apart < HALF)).all(axis=2)
        of_large, of_small = np.nonzero(is_one)
        packed = apart[of_large, of_small] @ np.array([HALF, 1])
        at = np.searchsorted(number, packed, sorter=order).clip(max=len(number) - 1)
        held = number[order[at]] == packed
        more.append(large[of_large[held]])
        less.append(small[of_small[held]])
        answer.append(order[at[held]])
    none = np.zeros(0, dtype=np.int64)
    return tuple(np.concatenate([none, *it]) for it in (more, less, answer))  # type: ignore[return-value]


def practitioners(cube: Cube) -> tuple[Result, Result]:
    """Attack the rates of practitioners who stand alone in a cell, and look for cells of few.

    A rate is known when the published or left-over counts give it within 5 points.
    """
    records = cube.records
    outcome = records.outcome
    top = np.array(outcome.top_or_last) - 1
    n_sole = n_known = n_cells = n_few = 0
    for names, face in cube.faces.items():
        workers = cube.workers(names)
        shown, sizes = face.is_shown.ravel(), face.sizes.ravel()
        is_few = shown & (workers > 0) & (workers < THRESHOLDS["practitioners"])
        n_cells += int(shown.sum())
        n_few += int(is_few.sum()) if outcome.table == ENCOUNTERS else 0
        cells = np.flatnonzero((workers == 1) & (sizes >= _MINIMUM_RATE))
        rate = face.counted.reshape(-1, records.n_levels)[cells][:, top].sum(axis=1) / sizes[cells]
        n_sole += len(cells)
        n_known += int(_is_known(cube, names, cells, rate, top).sum())
    rates = Result(
        attack=SOLE, outcome=outcome.name, n_targets=n_sole, recovered=n_known, has_guess=False
    )
    few = Result(
        attack=FEW, outcome=outcome.name, n_targets=n_cells, recovered=n_few, has_guess=False
    )
    return rates, few


def _is_known(
    cube: Cube, names: tuple[str, ...], cells: Places, rate: Array, top: Places
) -> Flags:
    """Return whether the rate of cells can be read off them, or off what is left of a line."""
    face = cube.faces[names]
    n_levels = cube.records.n_levels
    own = face.shown.reshape(-1, n_levels)[cells]
    found = (own[:, 0] != HIDDEN) & _is_close(own, rate, top)
    for axis, line in cube.lines(names):
        places = np.unravel_index(cells, face.sizes.shape)
        row, position = _row(places, face.sizes.shape, axis), places[axis]
        rest = (line.parent - line.sum_shown)[row]
        found |= _is_usable(line, row, position) & _is_close(rest, rate, top)
    return np.asarray(found)


def _is_close(counts: Places, rate: Array, top: Places) -> Flags:
    """Return whether counts give a rate within 5 points."""
    n = counts.sum(axis=1)
    given = np.divide(counts[:, top].sum(axis=1), n, out=np.full(len(n), -1.0), where=n > 0)
    return np.asarray(np.abs(given - rate) <= _CLOSE)


def _prior(cube: Cube) -> Array:
    """Return how common each level is among all answers."""
    return share(cube.faces[()].counted)


def _some(n: int, draw: np.random.Generator) -> Places:
    """Return at most so many targets."""
    return draw.permutation(n)[:MOST_TARGETS]
