"""What the values, the levels and the strips of the figure of time pressure are.

They promise to stand once each, outside the plot.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from seen.charts.boxes import fitted, text_width, wrapped
from seen.charts.marks import LABEL, SMALL, escaped, word
from seen.charts.palette import Palette
from seen.charts.pressure_layout import Frame
from seen.charts.pressure_rows import Picture
from seen.text import text

_ABOVE, _HIGH, _LINE = 5, 21, 1.3  # px over a level, px and sizes of type of one line
_BETWEEN: Final = 8  # px between two levels


def titles(drawn: Picture, frame: Frame, colours: Palette, language: str) -> list[dict[str, Any]]:
    """Return what the values, the levels and the strips are."""
    layout = frame.layout
    room = layout.least - 8
    lines = wrapped(frame.axis.title, SMALL, room)
    found = [_title(lines, 1.0, 14 + 9 * len(lines), -layout.left, colours)]
    said = drawn.axis
    is_short = text_width(said, SMALL) <= room - layout.left
    shift = 0 if is_short else -layout.left
    lines = (fitted(said, SMALL, room),)
    beneath = _HIGH * (2 if layout.is_narrow else 1) + _ABOVE
    found.append(_title(lines, frame.part(layout.lines), -beneath - 15, shift, colours))
    if drawn.strips:
        lines = wrapped(text("pressure.strips", language), SMALL, room)
        top = frame.part(frame.strip_top(0))
        found.append(_title(lines, top, 8 + 9 * len(lines), -layout.left, colours))
    return found


def _title(
    lines: Sequence[str], y: float, up: int, shift: int, colours: Palette
) -> dict[str, Any]:
    """Return a title on its lines, so many px over a part of the figure's height."""
    return word(
        "<br>".join(map(escaped, lines)),
        x=0,
        y=y,
        size=SMALL,
        colour=colours.second,
        xshift=shift,
        yshift=up,
    ) | {"yref": "paper"}


def levels(drawn: Picture, frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return the level under each point."""
    return under_points(drawn.levels, frame.layout.lines, frame, size=LABEL, colour=colours.ink)


def under_points(
    labels: Sequence[str], down: float, frame: Frame, *, size: int, colour: str
) -> list[dict[str, Any]]:
    """Return the levels under their points, so many px down; on a phone "5" over "most".

    Where not all have room, as of many quarters, one in two or three is named.
    """
    found = []
    every = _every(labels, size, frame)
    for place, label in enumerate(labels):
        if (len(labels) - 1 - place) % every:
            continue
        lines = _level_lines(label, size, frame, every)
        below = _ABOVE + _LINE * size * len(lines) / 2
        words = word(
            "<br>".join(map(escaped, lines)),
            x=place,
            y=frame.part(down),
            xref="x",
            size=size,
            colour=colour,
            anchor="center",
            yshift=-below,
        )
        found.append(words | {"yref": "paper", "align": "center"})
    return found


def _every(labels: Sequence[str], size: int, frame: Frame) -> int:
    """Return of how many levels one is named where not all have room; the last always is."""
    parts = labels
    if frame.layout.is_narrow:  # which may stand on two lines
        parts = [part for label in labels for part in label.split()]
    widest = max((text_width(part.rstrip(","), size) for part in parts), default=0.0)
    return max(1, ceil(widest / frame.step))


def _level_lines(label: str, size: int, frame: Frame, every: int) -> tuple[str, ...]:
    """Return a level on one line, or on a phone where that has no room on two: "5", "most"."""
    room = every * frame.step - _BETWEEN
    if not frame.layout.is_narrow or text_width(label, size) <= room:
        return (label,)
    return tuple(line.rstrip(",") for line in wrapped(label, size, every * frame.step))
