"""How the rows of an equiplot are set: where dots, names and words stand, wide and narrow.

It promises dots as far apart as leaves room for the names of all that are filled, and a count of
the names that have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from seen.charts.axes import Axis
from seen.charts.boxes import Box, fitted, text_width, words_box, wrapped
from seen.charts.equiplot_lanes import HALF, Dot, dodged
from seen.charts.equiplot_names import Name, Room, placed
from seen.charts.equiplot_rows import Band, Group
from seen.charts.marks import LABEL, SMALL
from seen.text import text

_STEPS: Final = (13.0, 9.0, 6.0)  # px between lanes, the first that takes no name's room
_MOST_LINES: Final = 2  # beside a wide row
_EDGE: Final = 8  # px


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the parts of a row stand, in px; `least` is the narrowest figure it is set for."""

    row: int
    left: int
    right: int
    axis: int
    line: int  # from the middle of a row down to its dots
    label: int  # from there down to its label; 0 where that stands at the left
    beneath: int  # from there down to the words beneath; 0 where they stand at the right
    lanes: int  # from the line to the outermost lane of dots
    over: int  # how far a name may reach over the top of its row
    least: int

    @property
    def plot(self) -> int:
        """Width of the narrowest plot."""
        return self.least - self.left - self.right


WIDE: Final = Layout(
    **{"row": 48, "left": 216, "right": 136, "axis": 52, "line": 0, "label": 0, "beneath": 0},
    **{"lanes": 16, "over": 4, "least": 820},
)
NARROW: Final = Layout(
    **{"row": 88, "left": 18, "right": 18, "axis": 70, "line": 1, "label": -33, "beneath": 31},
    **{"lanes": 14, "over": 0, "least": 320},
)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A row as it is set: where its dots and their names stand, and what is said beside them."""

    dots: Sequence[Dot]
    names: tuple[Name, ...]
    beside: tuple[str, ...]
    upper: str = ""  # right of the label, where it stands over the row


def settings(
    made: Sequence[Band], axis: Axis, layout: Layout, language: str
) -> tuple[Setting, ...]:
    """Return how each row is set, from the uppermost down."""
    found: list[Setting] = []
    above: list[Box] = []  # what the row before has put where names may reach
    for band in made:
        row = _set(band, axis, above, layout, language)
        held = [dot.box(layout.line) for dot in row.dots]
        held += [box for name in row.names for box in name.boxes(row.dots, layout.line)]
        shift = layout.row
        above = [replace(box, top=box.top - shift, bottom=box.bottom - shift) for box in held]
        found.append(row)
    return tuple(found)


def _set(band: Band, axis: Axis, above: Sequence[Box], layout: Layout, language: str) -> Setting:
    """Return how a row is set; a name without room near its dot stands beside the row."""
    flat = [_dot(group, axis) for group in band.groups]
    row = _fullest(flat, band, (band.beside, ""), above, layout)
    apart: list[int] = []
    while left := [place for place in _unnamed(row) if place not in apart]:
        apart = sorted({*apart, *left})  # to say so takes room as well
        dots = [replace(dot, name="") if at in apart else dot for at, dot in enumerate(flat)]
        ways = _with_names(band, [flat[place].name for place in apart], layout, language)
        rows = [_fullest(dots, band, way, above, layout) for way in ways]
        row = max(rows, key=lambda it: len(it.names))
    return row


def _unnamed(row: Setting) -> list[int]:
    """Return the dots whose names have no room."""
    named = {name.dot for name in row.names}
    return [place for place, dot in enumerate(row.dots) if dot.name and place not in named]


def _with_names(
    band: Band, names: Sequence[str], layout: Layout, language: str
) -> list[tuple[tuple[str, ...], str]]:
    """Return how names, from left to right, may stand beside a row or right of its label.

    Where they have no room there either, it is said how many they are.
    """
    said = text("equiplot.also", language, names=", ".join(names))
    ways: list[tuple[tuple[str, ...], str]] = []
    if layout.beneath:
        if text_width(", ".join((*band.beside, said)), SMALL) <= layout.least - _EDGE:
            ways.append(((*band.beside, said), ""))
        label = text_width(band.label, LABEL)
        if text_width(said, SMALL) <= layout.least - label - _EDGE:
            ways.append((band.beside, said))
    else:
        lines = wrapped(said, SMALL, layout.right - _EDGE)
        is_whole = not any(line.endswith("…") for line in lines)
        if is_whole and len(band.beside) + len(lines) <= _MOST_LINES:
            ways.append(((*band.beside, *lines), ""))
    n_left = text("equiplot.unnamed", language, n=len(names))
    return ways or [((*band.beside, n_left), "")]


def _fullest(
    flat: Sequence[Dot],
    band: Band,
    said: tuple[tuple[str, ...], str],
    above: Sequence[Box],
    layout: Layout,
) -> Setting:
    """Return the row with its dots as far apart as leaves room for all or most of their names."""
    beside, upper = said
    room = Room(
        top=-layout.row / 2 - layout.over,
        bottom=layout.row / 2,
        line=layout.line,
        plot=layout.plot,
        left=layout.left,
        right=layout.right,
        taken=[*above, *_taken(band, beside, upper, layout)],
    )
    n_named = sum(bool(dot.name) for dot in flat)
    found: list[Setting] = []
    for step in _STEPS:
        for is_flipped in (False, True):
            dots = dodged(
                flat, plot=layout.plot, step=step, most=layout.lanes, is_flipped=is_flipped
            )
            if all(dots != row.dots for row in found):
                names = placed(dots, room)
                found.append(Setting(dots=dots, names=names, beside=beside, upper=upper))
            if len(found[-1].names) == n_named:
                return found[-1]
    return max(found, key=lambda row: len(row.names))


def _dot(group: Group, axis: Axis) -> Dot:
    """Return where a group stands and what it is called."""
    at = (group.estimate.value - axis.low) / (axis.high - axis.low)
    half = 6.5 if group.mark.symbol == "circle" else HALF  # a diamond's points reach farther
    return Dot(at=at, name=group.name if group.is_reliable else "", half=half)


def _taken(band: Band, beside: Sequence[str], upper: str, layout: Layout) -> list[Box]:
    """Return where the other words of a row stand."""
    line, left, right = layout.line, -layout.left, layout.right
    over: dict[str, Any] = {"y": line + layout.label, "room": 19}
    lines = label_lines(band, layout)
    longest = max(lines, key=lambda said: text_width(said, LABEL))
    whole = over | {"room": 19 * len(lines)}
    found = [words_box(longest, at=0, shift=left, size=LABEL, anchor="left", **whole)]
    if upper:
        found.append(words_box(upper, at=1, shift=right, size=SMALL, anchor="right", **over))
    small: dict[str, Any] = {"size": SMALL, "room": 16}
    if beside and layout.beneath:
        under = line + layout.beneath
        said = ", ".join(beside)
        found.append(words_box(said, at=0, shift=left, y=under, anchor="left", **small))
    elif beside:
        longest = max(beside, key=lambda said: text_width(said, SMALL))
        small["room"] = 18 * len(beside)
        found.append(words_box(longest, at=1, shift=right, y=0, anchor="right", **small))
    return found


def label_lines(band: Band, layout: Layout) -> tuple[str, ...]:
    """Return a row's label: over the row on one line, beside it on two where it has to."""
    if layout.label:
        return (fitted(band.label, LABEL, layout.least - 8),)
    return wrapped(band.label, LABEL, layout.left - 16)
