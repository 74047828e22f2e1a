"""An attacker who knows every answer but one, and reads it from every cell it stands in.

It promises the worst case: what is known is what was really counted, flips included.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seen.release.attack.faces import Cube
from seen.release.attack.lines import HIDDEN
from seen.release.attack.readings import Result, one_hot
from seen.release.attack.records import Array, Places

OMNISCIENT: Final = "omniscient"
OMNISCIENT_BOX: Final = "omniscient_box"
MOST_KNOWN: Final = 4_000


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


def _is_top(cube: Cube, answers: Places) -> Places:
    """Return 1 for each answer that is a top one, else 0."""
    return np.isin(answers, cube.top).astype(np.int64)
