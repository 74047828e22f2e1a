"""An attacker who holds two releases of one series, and reads the answers that left or came.

It promises both ways: groups that one answer alone changed, and groups whose changed quarters are
taken away from both releases, which leaves what left or came in the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from seen.domain.releases import QUARTER
from seen.release.attack.faces import Cube
from seen.release.attack.lines import HIDDEN
from seen.release.attack.readings import Result, one_hot, scored, share
from seen.release.attack.records import Array, Flags, Places

SUCCESSIVE: Final = "two_releases"
NEW_QUARTER: Final = "new_quarter"
MOST_FOLLOWED: Final = 4_000  # answers that left, and as many that came


def successive(now: Cube, before: Cube, draw: np.random.Generator) -> tuple[Result, Result]:
    """Read the answers that left or came between two releases.

    Returned are how well those are read of quarters that both releases hold, and those of quarters
    that one of them holds alone.

    Parameters
    ----------
    now, before
        The releases.
    draw
        Which answers are attacked where there are more than `MOST_FOLLOWED`, as there are of a
        new quarter.
    """
    found = []
    for attack, is_shared in ((SUCCESSIVE, True), (NEW_QUARTER, False)):
        likely, truth = [], []
        for more, less in ((before, now), (now, before)):
            gone = draw.permutation(_gone(more, less, is_shared=is_shared))[:MOST_FOLLOWED]
            likely.append(_changed(more, less, gone) + _beside_quarters(more, less, gone))
            truth.append(more.records.flipped[gone])
        found.append(
            scored(
                attack,
                now.records.outcome.name,
                np.vstack(likely),
                np.concatenate(truth),
                share(now.faces[()].counted),
            )
        )
    return found[0], found[1]


def _gone(more: Cube, less: Cube, *, is_shared: bool) -> Places:
    """Return the answers that one release has alone, of quarters that both hold or of others."""
    is_gone = ~np.isin(more.records.number, less.records.number)
    of_both = np.ones(len(is_gone), dtype=bool)
    if QUARTER in more.records.levels:
        is_in_both = np.isin(more.records.levels[QUARTER], less.records.levels[QUARTER])
        of_both = is_in_both[more.records.places[QUARTER]]
    return np.flatnonzero(is_gone & (of_both == is_shared))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Beside:
    """What two releases say of the groups that some answers stand in.

    Attributes
    ----------
    marks
        By answer: what tells the set apart that one release holds more than the other.
    shown
        How many that are, as published.
    is_known
        Whether all that is needed is published in both.
    draws
        How many draws of noise stand in what is published.
    """

    marks: Places
    shown: Places
    is_known: Flags
    draws: Places


def _changed(more: Cube, less: Cube, gone: Places) -> Array:
    """Return the log-likelihood of each level by groups that one answer alone changed."""
    found = np.zeros((len(gone), more.records.n_levels))
    places, others = _places(more, less, gone)
    for names in _both(more, less):
        found += _read(more, gone, _difference(more, less, names, places, others))
    return found


def _beside_quarters(more: Cube, less: Cube, gone: Places) -> Array:
    """Return the log-likelihood of each level by groups less their quarters that changed.

    What a group held before, and its new quarter now, less what it holds now, are the answers that
    left its other quarters less those that came to them.
    """
    found = np.zeros((len(gone), more.records.n_levels))
    changed = _changed_quarters(more, less)
    if not changed:
        return found
    own = np.array(more.records.levels[QUARTER])[more.records.places[QUARTER][gone]]
    kept = ~np.isin(own, changed)
    places, others = _places(more, less, gone[kept])
    for names in _both(more, less):
        crossed = tuple(sorted({*names, QUARTER}))
        if QUARTER not in names and crossed in _both(more, less):
            of = _difference(more, less, names, places, others)
            for quarter in changed:
                for sign, cube, at in ((-1, more, places), (1, less, others)):
                    of = _without(of, cube, crossed, at, quarter, sign)
            found[kept] += _read(more, gone[kept], of)
    return found


def _difference(
    more: Cube,
    less: Cube,
    names: tuple[str, ...],
    places: dict[str, Places],
    others: dict[str, Places],
) -> _Beside:
    """Return what one release holds more than the other of the groups of a cuboid."""
    is_held = np.all([others[name] >= 0 for name in names], axis=0)  # levels of both releases
    marks, first = _of(more, names, places)
    marks_less, second = _of(less, names, {name: at.clip(min=0) for name, at in others.items()})
    is_known = is_held & (first[:, 0] != HIDDEN) & (second[:, 0] != HIDDEN)
    is_known &= (first != second).any(axis=1)  # what is frozen tells nothing
    return _Beside(
        marks=marks - marks_less,
        shown=first - second,
        is_known=is_known,
        draws=np.full(len(first), 2),
    )


def _without(
    of: _Beside,
    cube: Cube,
    names: tuple[str, ...],
    places: dict[str, Places],
    quarter: str,
    sign: int,
) -> _Beside:
    """Return the same less, or more, what a release holds of one quarter; nothing if it has none.

    A quarter that a release does not name holds nothing in it, as everybody can see.
    """
    if quarter not in cube.records.levels[QUARTER]:
        return of
    at = np.full(len(of.draws), cube.records.levels[QUARTER].index(quarter))
    held = {name: it.clip(min=0) for name, it in places.items()}
    marks, shown = _of(cube, names, held | {QUARTER: at})
    return _Beside(
        marks=of.marks + sign * marks,
        shown=of.shown + sign * shown,
        is_known=of.is_known & (shown[:, 0] != HIDDEN),
        draws=of.draws + 1,
    )


def _of(cube: Cube, names: tuple[str, ...], places: dict[str, Places]) -> tuple[Places, Places]:
    """Return the marks of the groups of a cuboid that have these places, and what is shown."""
    cells, face = cube.cells(names, places), cube.faces[names]
    return face.marks.reshape(-1, face.marks.shape[-1])[cells], face.flat(cells)[1]


def _read(cube: Cube, answers: Places, of: _Beside) -> Array:
    """Return the log-likelihood of each level where an answer is all that differs."""
    n_levels = cube.records.n_levels
    is_told = of.is_known & (of.marks == cube.marks_of(answers)).all(axis=1)
    found = np.zeros((len(of.draws), n_levels))
    for level in range(n_levels):
        expected = one_hot(np.full(int(is_told.sum()), level), n_levels)
        chance = cube.noise.of_sums(of.shown[is_told], expected, of.draws[is_told])
        found[is_told, level] = chance.sum(axis=1)
    return found


def _both(more: Cube, less: Cube) -> set[tuple[str, ...]]:
    """Return the cuboids of both releases."""
    return set(more.cuboids) & set(less.cuboids)


def _changed_quarters(more: Cube, less: Cube) -> tuple[str, ...]:
    """Return the quarters of which the releases do not publish the same, as everybody can see."""
    if QUARTER not in more.records.levels:
        return ()
    rows = [
        cube.of_cuboid((QUARTER,)).set_index([QUARTER, "level"])["n_p"] for cube in (more, less)
    ]
    first, second = rows[0].align(rows[1])
    is_other = first.ne(second) & ~(first.isna() & second.isna())
    return tuple(sorted({str(quarter) for quarter, _ in first.index[is_other]}))


def _places(more: Cube, less: Cube, gone: Places) -> tuple[dict[str, Places], dict[str, Places]]:
    """Return by Dimension the place of the level of some answers, in both releases."""
    places = more.places_of(gone)
    return places, {name: matched(more, less, name)[places[name]] for name in places}


def matched(more: Cube, less: Cube, name: str) -> Places:
    """Return of each level of a Dimension its place in the other release; -1 where it has none."""
    at = {level: place for place, level in enumerate(less.records.levels[name])}
    return np.array([at.get(level, -1) for level in more.records.levels[name]], dtype=np.int64)
