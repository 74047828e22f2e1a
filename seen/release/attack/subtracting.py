"""Attacks by subtraction: a group less its published parts, and practitioners who stand alone.

It promises to look along every Dimension, and at institutions within their kind.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from seen.domain.releases import INSTITUTION
from seen.release.attack.faces import Cube
from seen.release.attack.lines import HIDDEN, Line
from seen.release.attack.readings import Result, one_hot, scored, share
from seen.release.attack.records import Array, Flags, Places
from seen.release.outcomes import ENCOUNTERS

COMPLEMENT: Final = "complement"
SOLE: Final = "sole_practitioner"
MOST_TARGETS: Final = 400
_LEAST_CROSSED: Final = 3
_MINIMUM_RATE: Final = 11  # answers of a practitioner whose rate is worth knowing
_CLOSE: Final = 0.05  # a rate known within 5 points


def complement(cube: Cube, draw: np.random.Generator) -> list[Result]:
    """Attack hidden cells of one answer by what is left of a wider cell; one result by width.

    Attacked are cells of three Dimensions and more, or the widest where none cross so many.
    """
    widest = max(len(names) for names in cube.cuboids)
    widths = range(min(_LEAST_CROSSED, widest), widest + 1)
    return [_of_width(cube, width, draw) for width in widths]


def _of_width(cube: Cube, width: int, draw: np.random.Generator) -> Result:
    """Attack the hidden cells of one answer that cross so many Dimensions."""
    n_levels = cube.records.n_levels
    likely, truth = [np.zeros((0, n_levels))], [np.zeros(0, dtype=np.int64)]
    for names, face in cube.faces.items():
        cells = np.flatnonzero((face.sizes == 1) & ~face.is_shown)
        if len(names) == width and len(cells):
            likely.append(_along_lines(cube, names, cells))
            truth.append(face.flat(cells)[0].argmax(axis=1))
    found, answers = np.vstack(likely), np.concatenate(truth)
    kept = draw.permutation(len(answers))[:MOST_TARGETS]
    result = scored(
        f"{COMPLEMENT}_{width}",
        cube.records.outcome.name,
        found[kept],
        answers[kept],
        share(cube.faces[()].counted),
    )
    return replace(result, n_all=len(answers))


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


def practitioners(cube: Cube) -> Result:
    """Attack the rates of practitioners who stand alone in a cell; of surveys, of institutions.

    A rate is known when the published or left-over counts give it within 5 points. Of surveys an
    institution may be published as what it is, so those are no targets.
    """
    records = cube.records
    is_survey = records.outcome.table != ENCOUNTERS
    top = cube.top
    n_sole = n_known = 0
    for names, face in cube.faces.items():
        if is_survey and INSTITUTION in names:
            continue
        workers, sizes = cube.workers(names), face.sizes.ravel()
        cells = np.flatnonzero((workers == 1) & (sizes >= _MINIMUM_RATE))
        rate = face.counted.reshape(-1, records.n_levels)[cells][:, top].sum(axis=1) / sizes[cells]
        n_sole += len(cells)
        n_known += int(_is_known(cube, names, cells, rate, top).sum())
    return Result(
        attack=SOLE,
        outcome=records.outcome.name,
        n_targets=n_sole,
        recovered=n_known,
        has_guess=False,
    )


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
