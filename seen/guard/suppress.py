"""Which groups of one Finding are hidden: the private ones, and others so that none comes back.

It promises that neither the total nor the margins of a Finding give back a hidden group by
subtraction, alone or together with too few others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from seen.domain.cells import Contributors
from seen.guard.rules import Key, Rules, remainder
from seen.guard.unions import Together, unions

TOTAL: Final[Key] = (None, None)
_NUMERICALLY_ZERO: Final = 1e-9
_NOBODY: Final = Contributors(
    n_answers=0,
    n_people=0,
    n_practitioners=0,
    n_with_practitioner=0,
    largest_practitioner_share=0.0,
)


@dataclass(frozen=True)
class _Line:
    """Groups that add up to a parent whose number a reader may know."""

    parent: Key
    children: tuple[Key, ...]


def hidden(behind: Mapping[Key, Contributors], *, rules: Rules) -> frozenset[Key]:
    """Return the keys whose numbers must not be shown.

    Parameters
    ----------
    behind
        Who stands behind every group, margin and the total. One-way Findings have keys
        (group, None); two-way ones (group, second group) with both margins. Groups without
        answers are absent: that there are none is no secret, unless it would give another away.
    rules
        When a group is private.

    Returns
    -------
    frozenset
        The hidden keys. Margins are hidden exactly as the one-way Finding would hide them.
    """
    if TOTAL not in behind or not rules.allow(behind[TOTAL]):
        return frozenset(behind)
    found = {key for key, who in behind.items() if not rules.allow(who)}
    for line in _margins(behind):
        _close_lines(found, [line], behind, rules, fixed=())
    if any(None not in key for key in behind):
        margins = {key for key in behind if None in key}
        _close_crossed(found, _filled(behind), rules, fixed=margins)
    return frozenset(found)


def recoverable(behind: Iterable[Key], found: Iterable[Key]) -> frozenset[Key]:
    """Return the hidden keys that follow exactly from the shown ones by adding and subtracting.

    Every line of a table says that its cells add up to its margin. A hidden number is determined
    by these equations exactly if no solution of the homogeneous system moves it.
    """
    unknown = sorted(set(found), key=str)
    lines = [*_margins(behind), *_crossings(behind)]
    if not unknown or not lines:
        return frozenset()
    place = {key: index for index, key in enumerate(unknown)}
    equations = np.zeros((len(lines), len(unknown)))
    for row, line in enumerate(lines):
        for key, sign in [(line.parent, -1.0), *((child, 1.0) for child in line.children)]:
            if key in place:
                equations[row, place[key]] += sign
    _, sizes, directions = np.linalg.svd(equations, full_matrices=True)
    rank = int((sizes > _NUMERICALLY_ZERO).sum())
    free = directions[rank:]
    moves = np.abs(free).max(axis=0) if len(free) else np.zeros(len(unknown))
    return frozenset(key for key in unknown if moves[place[key]] <= _NUMERICALLY_ZERO)


def _margins(behind: Iterable[Key]) -> list[_Line]:
    """Return the lines of one-way groups under the total."""
    keys = sorted(set(behind), key=str)
    firsts = tuple(key for key in keys if key[0] is not None and key[1] is None)
    seconds = tuple(key for key in keys if key[0] is None and key[1] is not None)
    return [_Line(TOTAL, children) for children in (firsts, seconds) if children]


def _crossings(behind: Iterable[Key]) -> list[_Line]:
    """Return the lines of two-way groups under their margins."""
    inner = sorted((key for key in set(behind) if None not in key), key=str)
    rows: dict[Key, list[Key]] = {}
    for key in inner:
        rows.setdefault((key[0], None), []).append(key)
        rows.setdefault((None, key[1]), []).append(key)
    return [_Line(parent, tuple(children)) for parent, children in rows.items()]


def _filled(behind: Mapping[Key, Contributors]) -> dict[Key, Contributors]:
    """Return a crossed table with its empty places, which may have to be hidden too."""
    firsts = [key[0] for key in behind if key[0] is not None and key[1] is None]
    seconds = [key[1] for key in behind if key[0] is None and key[1] is not None]
    places: dict[Key, Contributors] = {
        (first, second): _NOBODY for first in firsts for second in seconds
    }
    return {**places, **behind}


def _joint(behind: Mapping[Key, Contributors], found: set[Key]) -> list[_Line]:
    """Return, for each side, the total as shown margins and the cells of all hidden margins.

    Whoever takes the shown margins from the total knows the hidden margins together, and from
    them what their hidden cells hold together.
    """
    inner = [key for key in behind if None not in key]
    lines = []
    for margins, cells_of in (
        ([key for key in behind if key[0] is not None and key[1] is None], 0),
        ([key for key in behind if key[0] is None and key[1] is not None], 1),
    ):
        closed = {key[cells_of] for key in margins if key in found}
        if closed:
            shown = [key for key in margins if key not in found]
            cells = [key for key in inner if key[cells_of] in closed]
            lines.append(_Line(TOTAL, (*sorted(shown, key=str), *sorted(cells, key=str))))
    return lines


def _close_crossed(
    found: set[Key], behind: Mapping[Key, Contributors], rules: Rules, fixed: set[Key]
) -> None:
    """Hide two-way groups until no line gives one back, nor lines together one or a few people."""
    lines = [*_crossings(behind), *_joint(behind, found)]
    together = Together(behind, rules)
    while True:
        _close_lines(found, lines, behind, rules, fixed=fixed)
        back = recoverable(behind, found)
        at_risk = [line for line in lines if back & {line.parent, *line.children}]
        more = {_smallest(line, found, behind, fixed) for line in at_risk} - {None}
        more = more or {_smallest_beside_a_union(found, behind, together)} - {None}
        if not more:
            return
        found |= {key for key in more if key is not None}


def _smallest_beside_a_union(
    found: set[Key], behind: Mapping[Key, Contributors], together: Together
) -> Key | None:
    """Return a shown two-way group to hide where several lines leave too few together.

    Some lines added up, less others, can leave 4 people of one line and 4 of another: neither
    number follows, their sum does.
    """
    ends = {key: _known_ends(key, found) for key in behind if None not in key}
    inside = [key for key in ends if key in found]
    for cells, near in unions({key: ends[key] for key in inside}):
        if together.is_enough(cells):
            continue
        across = tuple(key for key in ends if len({end in near for end in ends[key]}) == 2)
        if smallest := _smallest(_Line(TOTAL, across), found, behind, ()):
            return smallest
    return None


def _known_ends(key: Key, found: set[Key]) -> tuple[Key, Key]:
    """Return the two lines a group stands in; hidden margins of a side are known as one line."""
    first, second = (key[0], None), (None, key[1])
    return ("", None) if first in found else first, (None, "") if second in found else second


def _close_lines(
    found: set[Key],
    lines: list[_Line],
    behind: Mapping[Key, Contributors],
    rules: Rules,
    fixed: Iterable[Key],
) -> None:
    """Hide the smallest shown group of each line whose hidden groups are too few together."""
    kept = set(fixed)
    is_changed = True
    while is_changed:
        is_changed = False
        for line in lines:
            if line.parent in found or _is_safe(line, found, behind, rules):
                continue
            smallest = _smallest(line, found, behind, kept)
            if smallest is not None:
                found.add(smallest)
                is_changed = True


def _is_safe(
    line: _Line, found: set[Key], behind: Mapping[Key, Contributors], rules: Rules
) -> bool:
    """Return whether the hidden groups of a line are none, or enough together."""
    inside = [behind[key] for key in line.children if key in found]
    outside = [behind[key] for key in line.children if key not in found]
    if not inside or not outside:
        return True  # nothing to subtract, or only the parent itself to learn
    if len(inside) == 1:
        return False
    return rules.allow(remainder(behind[line.parent], outside, inside))


def _smallest(
    line: _Line, found: set[Key], behind: Mapping[Key, Contributors], fixed: Iterable[Key]
) -> Key | None:
    """Return the smallest shown group of a line, an empty one last; by name where equal."""
    shown = [key for key in line.children if key not in found and key not in set(fixed)]
    sizes = {key: behind[key].n_answers for key in shown}
    return min(shown, key=lambda key: (sizes[key] == 0, sizes[key], str(key)), default=None)
