"""Where the names of an equiplot's dots stand: beside the ends of a row, above or below the rest.

It promises that no name is set on a mark, on another name or out of its row, that a name which is
not next to its dot is tied to it by a line, and that one is left out only for want of room.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seen.charts.boxes import Box, text_width, words_box
from seen.charts.equiplot_lanes import HALF, Dot
from seen.charts.marks import LABEL, SMALL

_BESIDE: Final = 12  # px from a dot's middle to a name beside it
_ASIDE: Final = (0, -3, 3, -6, 6)  # px a name beside a dot may stand higher or lower
_STEP: Final = 16  # px between two places of a name above or below its dot
_HIGH: Final = 16  # px of a line of small type
_HIGH_BESIDE: Final = 20
_GAP: Final = 3.0  # px between a name and whatever stands beside it
_TIED: Final = 2.0  # px: a name farther from its dot than this is tied to it
_MOST_TRIED: Final = 1_000  # of an arrangement; most rows need fewer than a hundred


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name as it is set, in px from its dot."""

    dot: int
    anchor: str
    xshift: int
    down: float  # px below the line of dots
    size: int
    tie: tuple[float, float] | None = None  # from the dot to the name, in px below the line

    @property
    def height(self) -> int:
        """How high its ground is, in px: not so high that it covers part of a dot."""
        return _HIGH_BESIDE if self.size == LABEL else _HIGH

    def boxes(self, dots: Sequence[Dot], line: float) -> tuple[Box, ...]:
        """Return the room it takes where the dots stand so many px down, its tie included."""
        at = dots[self.dot].at
        words = words_box(
            dots[self.dot].name,
            at=at,
            shift=self.xshift,
            y=line + self.down,
            size=self.size,
            anchor=self.anchor,
            room=self.height,
        )
        if self.tie is None:
            return (words,)
        top, bottom = (line + end for end in sorted(self.tie))
        tie = Box(left_at=at, left=-1, right_at=at, right=1, top=top, bottom=bottom)
        return (words, tie)


@dataclass(frozen=True, kw_only=True)
class Room:
    """The room of a row, in px from its middle down: from where to where, and what is taken.

    `line` is where its dots stand, `plot` the width of the narrowest plot; names may use so many
    px at its left and right.
    """

    top: float
    bottom: float
    line: float
    plot: float
    left: float
    right: float
    taken: Sequence[Box]

    def holds(self, boxes: Sequence[Box], taken: Sequence[Box]) -> bool:
        """Return whether a name lies in the row and on nothing that is there already."""
        return all(
            self.top <= box.top
            and box.bottom <= self.bottom
            and box.is_inside(self.plot, left=self.left, right=self.right)
            and all(box.is_clear_of(other, self.plot, _GAP) for other in taken)
            for box in boxes
        )


_Way = tuple[Name, tuple[Box, ...]]


def placed(dots: Sequence[Dot], room: Room) -> tuple[Name, ...]:
    """Return the names that have room: all of them where an arrangement is found that has."""
    taken = [*room.taken, *(dot.box(room.line) for dot in dots)]
    options: dict[int, list[_Way]] = {}
    for dot in range(len(dots)):
        if dots[dot].name:
            ways = ((name, name.boxes(dots, room.line)) for name in _places(dots, dot))
            options[dot] = [way for way in ways if room.holds(way[1], taken)]
    order = sorted(options, key=lambda dot: (len(options[dot]), dot))
    found = _arranged([dot for dot in order if options[dot]], options, room.plot)
    return tuple(sorted(found, key=lambda name: name.dot))


def _arranged(
    order: Sequence[int], options: Mapping[int, Sequence[_Way]], plot: float
) -> list[Name]:
    """Return the first arrangement of all names, or the fullest that was tried with what fits."""
    chosen: list[_Way] = []
    turns = [0]  # the place at which each name is tried next, up to the first that is not set
    best = chosen
    for _ in range(_MOST_TRIED):
        if not turns or len(best) == len(order):
            break
        ways = options[order[len(chosen)]]
        if turns[-1] == len(ways):  # no place left: move the name before it
            turns.pop()
            chosen = chosen[:-1]
            continue
        turns[-1] += 1
        if _is_clear(ways[turns[-1] - 1], chosen, plot):
            chosen = [*chosen, ways[turns[-1] - 1]]
            turns.append(0)
            best = max(best, chosen, key=len)
    for dot in order[len(best) :]:
        best = [*best, *[it for it in options[dot] if _is_clear(it, best, plot)][:1]]
    return [name for name, _ in best]


def _is_clear(way: _Way, chosen: Sequence[_Way], plot: float) -> bool:
    """Return whether a name stands clear of those that are set."""
    return all(
        box.is_clear_of(other, plot, _GAP)
        for _, boxes in chosen
        for other in boxes
        for box in way[1]
    )


# -- places --------------------------------------------------------------------------------------


def _places(dots: Sequence[Dot], dot: int) -> Iterator[Name]:
    """Return where a name may stand, best first: beside an end, above, below, farther, beside."""
    sides = [("left", _BESIDE)] if dot == len(dots) - 1 else []
    sides += [("right", -_BESIDE)] if dot == 0 else []
    own = dots[dot].down
    for anchor, shift in sides:
        yield Name(dot=dot, anchor=anchor, xshift=shift, down=own, size=LABEL)
    yield from _aside(dot, own, sides)
    for shelf in range(3):
        yield from _over_and_under(dots[dot], dot, shelf * _HIGH)
    yield from _aside(dot, own, [("left", _BESIDE), ("right", -_BESIDE)])


def _aside(dot: int, own: float, sides: Sequence[tuple[str, int]]) -> Iterator[Name]:
    """Return the places beside a dot, level with it or a little off."""
    for aside in _ASIDE:
        for anchor, shift in sides:
            yield Name(dot=dot, anchor=anchor, xshift=shift, down=own + aside, size=SMALL)


def _over_and_under(dot: Dot, place: int, farther: int) -> Iterator[Name]:
    """Return the places above and below a dot, next to it or so many px farther away."""
    over, edge = math.ceil(dot.half + _HIGH / 2) + farther, int(HALF)
    half = text_width(dot.name, SMALL) / 2
    asides = range(_STEP, int(half - edge), _STEP)
    spots = [("center", 0), ("right", edge), ("left", -edge)]
    spots += [("center", way * aside) for aside in asides for way in (1, -1)]
    for anchor, shift in spots:
        for way in (-1, 1):
            ends = (dot.down + way * dot.half, dot.down + way * (over - _HIGH / 2))
            yield Name(
                dot=place,
                anchor=anchor,
                xshift=shift,
                down=dot.down + way * over,
                size=SMALL,
                tie=ends if abs(ends[0] - ends[1]) > _TIED else None,
            )
