"""Where the names of an equiplot's dots stand: beside the ends of a row, above or below the rest.

It promises that no name is set on a mark, on another name or out of the figure; a name without
room is left to the alt text and the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from seen.charts.boxes import Box, words_box
from seen.charts.marks import LABEL, SMALL

HALF: Final = 7.5  # px from a dot's middle to its edge, a diamond's points included
BESIDE: Final = 12  # px from a dot's middle to a name beside it
OVER: Final = 16  # px from a dot's middle to the middle of a name above or below it
_HIDES: Final = 6  # px: dots as near as this hide one another
_MOST_DOWN: Final = 10  # px from their line
STEPS: Final = (8.0, 6.0, 4.0, 3.0, 2.0)  # px between them, the first that takes no name's room
_HIGH: Final = 16  # px of a line of small type
_HIGH_BESIDE: Final = 20


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A group's mark: where it stands on the axis, as a part of the plot's width, and its name."""

    at: float
    name: str  # empty where the group is not named
    half: float = 7.5  # px from its middle to its edge
    down: float = 0.0  # px below the line of dots, where another dot would hide it


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name as it is set, in px from its dot."""

    dot: int
    anchor: str
    xshift: int
    down: int  # px below the line of dots
    size: int

    @property
    def height(self) -> int:
        """How high its ground is, in px: not so high that it covers part of a dot."""
        return _HIGH_BESIDE if self.size == LABEL else _HIGH

    def box(self, dots: Sequence[Dot], line: float) -> Box:
        """Return the room it takes where the dots stand so many px down."""
        return words_box(
            dots[self.dot].name,
            at=dots[self.dot].at,
            shift=self.xshift,
            y=line + self.down,
            size=self.size,
            anchor=self.anchor,
            room=self.height,
        )


def dot_box(dot: Dot, line: float) -> Box:
    """Return the room a mark takes."""
    return Box(
        left_at=dot.at,
        left=-dot.half,
        right_at=dot.at,
        right=dot.half,
        top=line + dot.down - dot.half,
        bottom=line + dot.down + dot.half,
    )


def parted(dots: Sequence[Dot], step: float, plot: float) -> list[Dot]:
    """Return the dots with those that would hide one another so many px apart up and down."""
    found = list(dots)
    order = sorted(range(len(dots)), key=lambda place: dots[place].at)
    together: list[list[int]] = []
    for place in order:
        if together and (dots[place].at - dots[together[-1][-1]].at) * plot < _HIDES:
            together[-1].append(place)
        else:
            together.append([place])
    for places in together:
        middle = (len(places) - 1) / 2
        apart = min(step, _MOST_DOWN / middle) if middle else 0.0
        for rank, place in enumerate(places):
            found[place] = replace(dots[place], down=(rank - middle) * apart)
    return found


def placed(
    dots: Sequence[Dot],
    *,
    line: float,
    taken: Sequence[Box],
    plot: float,
    left: float,
    right: float,
) -> tuple[Name, ...]:
    """Return the names that have room.

    Parameters
    ----------
    dots
        All marks of a row, named or not.
    line
        How many px down the marks stand.
    taken
        Where other words stand already.
    plot
        Width of the narrowest plot it must hold on, in px.
    left, right
        Px beside the plot that names may use.
    """
    held = [*taken, *(dot_box(dot, line) for dot in dots)]
    found: list[Name] = []
    for dot in _by_need(dots):
        for name in _places(dots, dot):
            box = name.box(dots, line)
            if box.is_inside(plot, left=left, right=right) and all(
                box.is_clear_of(other, plot, 3.0) for other in held
            ):
                found.append(name)
                held.append(box)
                break
    return tuple(sorted(found, key=lambda name: name.dot))


def _by_need(dots: Sequence[Dot]) -> list[int]:
    """Return the named dots, the two ends first: they have a place no other can take."""
    named = [place for place, dot in enumerate(dots) if dot.name]
    ends = _ends(dots)
    return sorted(named, key=lambda place: (place not in ends, dots[place].at))


def _ends(dots: Sequence[Dot]) -> tuple[int, int]:
    """Return the leftmost and the rightmost dot."""
    places = range(len(dots))
    return (
        min(places, key=lambda place: dots[place].at),
        max(places, key=lambda place: dots[place].at),
    )


def _places(dots: Sequence[Dot], dot: int) -> Iterator[Name]:
    """Return where a name may stand, best first."""
    leftmost, rightmost = _ends(dots)
    for size in (LABEL, SMALL):
        if dot == rightmost:
            yield Name(dot=dot, anchor="left", xshift=BESIDE, down=0, size=size)
        if dot == leftmost:
            yield Name(dot=dot, anchor="right", xshift=-BESIDE, down=0, size=size)
    for down in (-OVER, OVER):
        yield Name(dot=dot, anchor="center", xshift=0, down=down, size=SMALL)
        edge = int(HALF)
        yield Name(dot=dot, anchor="right", xshift=edge, down=down, size=SMALL)
        yield Name(dot=dot, anchor="left", xshift=-edge, down=down, size=SMALL)
