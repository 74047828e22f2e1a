"""The strips under the lines: which share of each group's encounters falls at each time pressure.

They promise one scale for all, a printed share over each bar and its interval on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts import pressure_missing as missing
from seen.charts.boxes import fitted, text_width, wrapped
from seen.charts.marks import LABEL, SMALL, escaped, word
from seen.charts.palette import Palette, text_on
from seen.charts.pressure_foot import tick_marker
from seen.charts.pressure_layout import NAME, TICK, Frame
from seen.charts.pressure_rows import Line, Picture, Point
from seen.charts.pressure_words import under_points
from seen.domain.findings import Interval, Reason
from seen.text import text
from seen.wording.numbers import NO_BREAK, capital, percent

_BAR: Final = 0.44  # of a step
_WIDE: Final = 3  # px: an interval
_WHY: Final = 200  # px at most of why shares are missing, on a phone
_BESIDE: Final = 12  # px from where names stand, off the last bar of a wide figure
_APART: Final = 9  # px of two lines of words from their middle


def marks(strips: Sequence[Line], frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return the bars of each strip; a hatch where one is hidden."""
    found = []
    top = most(strips)
    for place, strip in enumerate(strips):
        bars = _bars(strip)
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
                | ({} if strip.is_others else {"customdata": [list(strip.filters)] * len(bars)})
            )
        hidden = [at for at, why in strip.withheld().items() if why.is_hidden]
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


def intervals(strips: Sequence[Line], frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return each interval as a line: on its bar in what reads there, over it in ink.

    A half shorter than the line is wide is drawn as high as that. They are shapes, two a strip,
    since traces of their own would take a browser ten times as long.
    """
    least = _WIDE / 2 * most(strips) / frame.layout.bars
    found = []
    for place, strip in enumerate(strips):
        lower, upper = "", ""
        for at, item in _bars(strip):
            low = max(0.0, min(item.low, item.value - least))
            high = max(item.high, item.value + least)
            lower += f"M{at},{low:.6g}L{at},{item.value:.6g}"
            upper += f"M{at},{item.value:.6g}L{at},{high:.6g}"
        for path, ink in ((lower, text_on(strip.colour)), (upper, colours.ink)):
            placed = {"type": "path", "xref": "x", "yref": f"y{place + 3}", "path": path}
            if path:
                found.append(placed | {"line": {"color": ink, "width": _WIDE}})
    return found


def _bars(strip: Line) -> list[tuple[int, Interval]]:
    """Return the shares of a strip that are shown, each with its place."""
    shown = ((at, strip.points[at].found) for at in strip.shown)
    return [(at, item) for at, item in shown if isinstance(item, Interval)]


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
    """Return what stands around the bars of each strip, and the levels under the last one."""
    found: list[dict[str, Any]] = []
    for place, strip in enumerate(drawn.strips):
        found += _around(strip, drawn.short, frame.strip_top(place), frame, colours, language)
    found = [item | {"yref": "paper"} for item in found]
    if not drawn.strips:
        return found
    last = frame.strip_top(frame.n_strips) - 4  # those of the lines are far above
    return [
        *found,
        *under_points(drawn.levels, last, frame, size=SMALL, colour=colours.second),
    ]


def _around(
    strip: Line,
    levels: Sequence[str],
    top: int,
    frame: Frame,
    colours: Palette,
    language: str,
) -> list[dict[str, Any]]:
    """Return a strip's name, the share over each bar, how much is at the most, what is missing."""
    layout = frame.layout
    middle = top + layout.strip - 24
    name_at = top + 12 if layout.is_narrow else middle
    why = capital(missing.why(strip, levels, language, is_short=layout.is_narrow))
    beside = 0 if layout.is_narrow else _BESIDE
    at_most = wrapped(share_at_most(strip, levels, language), SMALL, frame.beside - beside)
    room = layout.left - 16.0
    if layout.is_narrow:
        why = fitted(why, SMALL, _WHY)
        room = layout.least - 16 - text_width(why, SMALL)
    lines = wrapped(strip.name, LABEL, room, 1 if layout.is_narrow else 2)
    label: dict[str, Any] = {"x": 0, "colour": colours.ink, "xshift": -layout.left}
    small: dict[str, Any] = {"size": SMALL, "colour": colours.ink}
    found = [word("<br>".join(map(escaped, lines)), y=frame.part(name_at), **label)]
    for at in strip.shown:
        share = _share_words(strip.points[at], is_narrow=layout.is_narrow)
        numbers: dict[str, Any] = {"x": at, "xref": "x", "anchor": "center"}
        found.append(word(share, y=frame.part(top + layout.printed), **numbers, **small))
    apart = _APART if why and any(at_most) and not layout.is_narrow else 0
    if any(at_most):
        said = "<br>".join(map(escaped, at_most))
        up = frame.part(middle - apart)
        found.append(word(said, x=frame.last, y=up, xshift=NAME + beside, **small))
    if why:
        found.append(_why(why, name_at + apart, frame, colours))
    return found


def share_at_most(strip: Line, levels: Sequence[str], language: str) -> str:
    """Return the share of a strip at its two highest levels: "53 % at 4 and 5".

    The shares of a strip are of one whole, so that they add up; where one of the two is missing
    nothing is said.
    """
    last = range(len(levels))[-2:]
    shown = [point.found for point in strip.points[-2:] if isinstance(point.found, Interval)]
    if len(shown) < len(last):
        return ""
    share = percent(sum(item.value for item in shown))
    at = missing.joined(levels, last, language)
    return text("pressure.at_most", language, share=share, levels=at)


def _why(why: str, down: float, frame: Frame, colours: Palette) -> dict[str, Any]:
    """Return why shares are missing: right of the bars, or right of the name."""
    layout = frame.layout
    small: dict[str, Any] = {"y": frame.part(down), "size": SMALL, "colour": colours.second}
    if layout.is_narrow:
        return word(escaped(why), x=1, anchor="right", xshift=layout.right, **small)
    said = fitted(why, SMALL, frame.beside - _BESIDE)
    return word(escaped(said), x=frame.last, xshift=NAME + _BESIDE, **small)


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
