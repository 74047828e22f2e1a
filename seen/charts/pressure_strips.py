"""The strips under the lines: which share of each group's encounters falls at each time pressure.

They promise one scale for all, a printed share over each bar and its interval on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts.boxes import fitted, text_width, wrapped
from seen.charts.marks import LABEL, SMALL, escaped, word
from seen.charts.palette import Palette
from seen.charts.pressure_foot import tick_marker
from seen.charts.pressure_layout import NAME, TICK, Frame
from seen.charts.pressure_rows import Line, Picture, Point
from seen.domain.findings import Interval, Reason
from seen.wording.numbers import NO_BREAK

_BAR: Final = 0.44  # of a step
_INTERVAL: Final = {False: 10, True: 6}  # px wide: less than a bar, whose top shows beside it
_OUTLINE, _THIN = 2, 2  # px


def marks(strips: Sequence[Line], frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return the bars of each strip with their intervals; a hatch where one is hidden."""
    found = []
    top = most(strips)
    for place, strip in enumerate(strips):
        shown = [(at, strip.points[at].found) for at in strip.shown]
        bars = [(at, item) for at, item in shown if isinstance(item, Interval)]
        if bars:
            found.append(
                {
                    "type": "bar",
                    "x": [at for at, _ in bars],
                    "y": [item.value for _, item in bars],
                    "width": _BAR,
                    "marker": {"color": strip.colour, "line": {"width": 0}},
                    "yaxis": f"y{place + 3}",
                }
            )
            found += _intervals(bars, place, top / frame.layout.bars, frame, colours)
        hidden = [at for at, why in strip.withheld().items() if why.reason is Reason.PRIVATE]
        if hidden:
            found.append(
                {
                    "type": "bar",
                    "x": hidden,
                    "y": [top * TICK / frame.layout.bars] * len(hidden),
                    "width": _BAR,
                    "marker": tick_marker(Reason.PRIVATE, strip.colour, colours),
                    "yaxis": f"y{place + 3}",
                }
            )
    return found


def _intervals(
    bars: Sequence[tuple[int, Interval]],
    place: int,
    px: float,
    frame: Frame,
    colours: Palette,
) -> list[dict[str, Any]]:
    """Return the interval over the middle of each bar's top, outlined so that it parts from it.

    `px` is how much one px is on the scale; a shorter interval is drawn as high as a line.
    """
    wide = _INTERVAL[frame.layout.is_narrow]
    found = []
    for colour, width, more in (
        (colours.card, wide + 2 * _OUTLINE, _OUTLINE),
        (colours.ink, wide, 0.0),
    ):
        ends = []
        for _, item in bars:
            middle = (item.low + item.high) / 2
            half = max((item.high - item.low) / 2, _THIN / 2 * px) + more * px
            ends += [max(0.0, middle - half), middle + half, None]
        found.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [end for at, _ in bars for end in (at, at, None)],
                "y": ends,
                "line": {"color": colour, "width": width},
                "yaxis": f"y{place + 3}",
                "cliponaxis": False,
            }
        )
    return found


def most(strips: Sequence[Line]) -> float:
    """Return the top of the scale all strips share."""
    shown = (point.found for strip in strips for point in strip.points)
    return max((item.high for item in shown if isinstance(item, Interval)), default=1.0)


def lines(strips: Sequence[Line], frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return a hairline under each strip."""
    foot = frame.layout.strip - 4
    return [
        piece
        for place in range(len(strips))
        for piece in _rule(frame.part(frame.strip_top(place) + foot), frame, colours)
    ]


def words(drawn: Picture, frame: Frame, colours: Palette, language: str) -> list[dict[str, Any]]:
    """Return each strip's name, the share over each bar, and the levels under the last one."""
    layout = frame.layout
    found = _levels(drawn, frame, colours) if drawn.strips else []
    for place, strip in enumerate(drawn.strips):
        top = frame.strip_top(place)
        foot = top + layout.strip - 4
        name_at = frame.part(top + 12 if layout.is_narrow else foot - 20)
        why = strip.why_at(drawn.levels, language)
        room = layout.left - 16.0
        if layout.is_narrow:
            why = fitted(why, SMALL, 200)
            room = layout.least - 16 - text_width(why, SMALL)
        most_lines = 1 if layout.is_narrow else 2
        said = [
            word(
                "<br>".join(map(escaped, wrapped(strip.name, LABEL, room, most_lines))),
                x=0,
                y=name_at,
                colour=colours.ink,
                xshift=-layout.left,
            )
        ]
        for at in strip.shown:
            share = _share_words(strip.points[at], is_narrow=layout.is_narrow)
            numbers = frame.part(top + layout.printed)
            said.append(
                word(
                    share,
                    x=at,
                    y=numbers,
                    xref="x",
                    size=SMALL,
                    colour=colours.ink,
                    anchor="center",
                )
            )
        if why:
            said.append(_why(why, name_at, frame, colours))
        found += [item | {"yref": "paper"} for item in said]
    return found


def _levels(drawn: Picture, frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return the levels under the last strip, where those of the lines are far above."""
    return [
        word(
            escaped(label),
            x=place,
            y=frame.part(frame.strip_top(frame.n_strips)),
            xref="x",
            size=SMALL,
            colour=colours.second,
            anchor="center",
            yshift=-9,
        )
        | {"yref": "paper"}
        for place, label in enumerate(drawn.levels)
    ]


def _why(why: str, at: float, frame: Frame, colours: Palette) -> dict[str, Any]:
    """Return why shares are missing: right of the bars, or right of the name."""
    layout = frame.layout
    small: dict[str, Any] = {"y": at, "size": SMALL, "colour": colours.second}
    if layout.is_narrow:
        return word(escaped(why), x=1, anchor="right", xshift=layout.right, **small)
    said = fitted(why, SMALL, frame.beside)
    return word(escaped(said), x=frame.last, xshift=NAME, **small)


def _share_words(point: Point, *, is_narrow: bool) -> str:
    """Return a share as it is printed over its bar: without its sign where room is short."""
    said = point.value_words
    return said.rstrip(f"%{NO_BREAK}") if is_narrow else said


def _rule(at: float, frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return a hairline over the whole figure."""
    pieces: list[dict[str, Any]] = [
        {"x0": 0, "x1": 1},
        {"xsizemode": "pixel", "xanchor": 0, "x0": -frame.layout.left, "x1": 0},
        {"xsizemode": "pixel", "xanchor": 1, "x0": 0, "x1": frame.layout.right},
    ]
    line = {"color": colours.grid, "width": 1}
    return [
        {"type": "line", "xref": "paper", "yref": "paper", "y0": at, "y1": at}
        | piece
        | {"line": line, "layer": "below"}
        for piece in pieces
    ]
