"""Attacks by sets of answers that differ by one: what both counts say, and what stays equal.

It promises to find every two sets that a reader can reach and that are one answer apart, and to
take into account that many of them share cells, and so their noise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from seen.release.attack.faces import HALF, STEPS, Cube
from seen.release.attack.reaching import Block, Sets, alone, reachable
from seen.release.attack.readings import SURE, Result, scored, share
from seen.release.attack.records import Array, Places

EQUALITY: Final = "equality"
DIFFERENCING: Final = "differencing"
MOST_READ: Final = 400  # answers that are read off differences
MOST_PAIRS: Final = 100  # of each, those with the least noise
MOST_ALIKE: Final = 1_000  # sets of the same answers that are held against others
MOST_FOUND: Final = 5_000_000  # pairs of sets
_EXACT: Final = 1e-9  # keeps what holds no noise at all from being infinitely sure
_LEAST_VARIANCE: Final = 1e-3


@dataclass(frozen=True, kw_only=True, eq=False)
class Apart:
    """Pairs of sets of which one holds one answer more.

    Attributes
    ----------
    more, less, answer
        Which set holds more, which less, and the answer that is in one alone.
    n_compared, n_all
        How many pairs were compared, of how many that may differ by one by their third marks.
    """

    more: Places
    less: Places
    answer: Places
    n_compared: int
    n_all: int


def pairs(cube: Cube, draw: np.random.Generator) -> tuple[Result, Result]:
    """Attack the answer by which two known sets differ, by one rule and by what all counts say.

    The rule reads the level that alone differs between two cells: where noise hangs on who is
    counted it is always right, so it counts as sure only if it nearly always is.
    """
    sets, blocks = reachable(cube)
    by_chance = _by_chance(cube, sets, blocks, one_apart(cube, sets), draw)
    return equal_counts(cube), by_chance


def equal_counts(cube: Cube) -> Result:
    """Attack the answer by which two cells differ by the one rule."""
    sets, blocks = alone(cube)
    apart = one_apart(cube, sets)
    found = _by_rule(cube, _seen(sets, blocks, cube.published(), apart), apart.answer)
    return replace(found, n_pairs=apart.n_compared, n_all_pairs=apart.n_all)


def one_apart(cube: Cube, sets: Sets) -> Apart:
    """Return all pairs of sets of which one holds one answer more, and that answer.

    Every answer has one of a few steps, and the third mark of a set is the sum of those of its
    answers. So the set with one answer less has a mark that is less by one of the steps, and is
    looked up rather than compared with.
    """
    order = np.lexsort((sets.draws, sets.marks[:, 2]))
    held, first, n_held = np.unique(sets.marks[order, 2], return_index=True, return_counts=True)
    last = first + np.minimum(n_held, MOST_ALIKE)
    number = cube.marks_of(np.arange(len(cube.records.number)))
    packed = number[:, 0] * HALF + number[:, 1]
    by_number = np.argsort(packed)
    found, n_found, n_compared, n_all = [], 0, 0, 0
    for step in STEPS:
        at = np.searchsorted(held, held - step).clip(max=len(held) - 1)
        large = np.flatnonzero(held[at] == held - step)
        for one in large:
            n_all += int(n_held[one] * n_held[at[one]])
            if n_found > MOST_FOUND:
                continue
            many = order[first[one] : last[one]]
            few = order[first[at[one]] : last[at[one]]]
            more, less = np.repeat(many, len(few)), np.tile(few, len(many))
            n_compared += len(more)
            apart = sets.marks[more, :2] - sets.marks[less, :2]
            is_one = (sets.sizes[more] - sets.sizes[less] == 1) & (apart >= 0).all(axis=1)
            is_one &= (apart < HALF).all(axis=1)
            more, less, told = more[is_one], less[is_one], apart[is_one] @ np.array([HALF, 1])
            place = np.searchsorted(packed, told, sorter=by_number).clip(max=len(packed) - 1)
            is_held = packed[by_number[place]] == told
            found.append((more[is_held], less[is_held], by_number[place[is_held]]))
            n_found += int(is_held.sum())
    none = np.zeros(0, dtype=np.int64)
    more, less, answer = (
        np.concatenate([none, *(it[place] for it in found)]) for place in range(3)
    )
    return Apart(more=more, less=less, answer=answer, n_compared=n_compared, n_all=n_all)


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


def _by_chance(
    cube: Cube,
    sets: Sets,
    blocks: list[Block],
    apart: Apart,
    draw: np.random.Generator,
) -> Result:
    """Return how well all differences together tell the answers that they come down to."""
    shown, more, less = cube.published(), apart.more, apart.less
    order = np.lexsort((sets.draws[more] + sets.draws[less], apart.answer))
    targets, first, n_pairs = np.unique(apart.answer[order], return_index=True, return_counts=True)
    kept = draw.permutation(len(targets))[:MOST_READ]
    likely = np.zeros((len(kept), cube.records.n_levels))
    for place, target in enumerate(kept):
        mine = order[first[target] : first[target] + min(n_pairs[target], MOST_PAIRS)]
        made = list(_differences(sets, blocks, more[mine], less[mine]))
        likely[place] = together(made, shown, cube.noise.variance)
    found = scored(
        DIFFERENCING,
        cube.records.outcome.name,
        likely,
        cube.records.flipped[targets[kept]],
        share(cube.faces[()].counted),
    )
    n_passed = len(more) - int(np.minimum(n_pairs[kept], MOST_PAIRS).sum())
    return replace(
        found,
        n_all=len(targets),
        n_pairs=apart.n_compared - n_passed,
        n_all_pairs=apart.n_all,
    )


def together(made: list[dict[int, int]], shown: Places, variance: float) -> Array:
    """Return the log-likelihood of each level by differences that share cells.

    The best linear estimate of the answer, each cell's noise counted once: with C the covariance
    of the differences, their weights are C⁻¹1 / 1ᵀC⁻¹1 (Aitken 1935).
    """
    cells = {cell: place for place, cell in enumerate(sorted({it for one in made for it in one}))}
    parts = np.zeros((len(made), len(cells)))
    for row, one in enumerate(made):
        for cell, times in one.items():
            parts[row, cells[cell]] = times
    seen = parts @ shown[list(cells)]
    noise = variance * parts @ parts.T + _EXACT * np.eye(len(made))
    weights = np.linalg.solve(noise, np.ones(len(made)))
    weights /= weights.sum()
    left = max(float(weights @ noise @ weights), _LEAST_VARIANCE)
    off = (weights @ seen)[None, :] - np.eye(shown.shape[1])
    found: Array = -(off**2).sum(axis=1) / (2 * left)
    return found


def _differences(
    sets: Sets, blocks: list[Block], more: Places, less: Places
) -> Iterator[dict[int, int]]:
    """Yield by number of a cell how often it stands in one set less another, alike ones once."""
    known = set()
    for pair in zip(more, less, strict=True):
        large, small = (_made_of(sets, blocks, int(it)) for it in pair)
        told = {cell: large.get(cell, 0) - small.get(cell, 0) for cell in {*large, *small}}
        told = {cell: times for cell, times in told.items() if times}
        if (key := frozenset(told.items())) not in known:
            known.add(key)
            yield told


def _made_of(sets: Sets, blocks: list[Block], one: int) -> dict[int, int]:
    """Return by number of a cell how often it stands in a set."""
    block: Block = blocks[sets.block[one]]
    return block.made_of(
        int(sets.row[one]), int(sets.choice[one]), is_rest=bool(sets.is_rest[one])
    )


def _seen(sets: Sets, blocks: list[Block], shown: Places, apart: Apart) -> Places:
    """Return what is published of cells less what is of others."""
    found = np.zeros((len(apart.more), shown.shape[1]), dtype=np.int64)
    for place, pair in enumerate(zip(apart.more, apart.less, strict=True)):
        one, other = (next(iter(_made_of(sets, blocks, int(it)))) for it in pair)
        found[place] = shown[one] - shown[other]
    return found
