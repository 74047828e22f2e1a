"""What the values, the levels and the strips of the figure of time pressure are.

They promise to stand once each, outside the plot.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seen.charts.boxes import fitted, text_width, wrapped
from seen.charts.marks import SMALL, escaped, word
from seen.charts.palette import Palette
from seen.charts.pressure_layout import Frame
from seen.charts.pressure_rows import Picture
from seen.text import text


def titles(drawn: Picture, frame: Frame, colours: Palette, language: str) -> list[dict[str, Any]]:
    """Return what the values, the levels and the strips are."""
    layout = frame.layout
    room = layout.least - 8
    lines = wrapped(frame.axis.title, SMALL, room)
    found = [_title(lines, 1.0, 14 + 9 * len(lines), -layout.left, colours)]
    said = text("pressure.axis", language)
    is_short = text_width(said, SMALL) <= room - layout.left
    shift = 0 if is_short else -layout.left
    lines = (fitted(said, SMALL, room),)
    found.append(_title(lines, frame.part(layout.lines), -40, shift, colours))
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
    return [
        word(
            escaped(label),
            x=place,
            y=frame.part(frame.layout.lines),
            xref="x",
            colour=colours.ink,
            anchor="center",
            yshift=-16,
        )
        | {"yref": "paper"}
        for place, label in enumerate(drawn.levels)
    ]
