"""The names at the ends of the lines and the brackets that say how far apart two of them lie.

They promise that no two names stand on one another, and that a name keeps its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from seen.charts.boxes import BOLD, spread, wrapped
from seen.charts.marks import LABEL, SMALL, escaped, word
from seen.charts.palette import Palette
from seen.charts.pressure_layout import NAME, Frame
from seen.charts.pressure_rows import Apart, Line, Picture
from seen.domain.findings import Interval
from seen.text import text

_STUB: Final = (9, 22)  # px right of the last level: from its dot to its name
_BRACKETS: Final = (-54, 200)  # px from the plot's left edge; from the last level
_ARM: Final = 5
_LEAST: Final = 6  # px: a lower bracket of a difference that is not reliable is a speck
_BESIDE: Final = 8
_MOST_LINES: Final = 3
_HIGH: Final = {LABEL: 20, SMALL: 18}  # of a line of words


@dataclass(frozen=True, kw_only=True)
class _End:
    """The name at the end of a line."""

    line: Line
    words: tuple[str, ...]
    start: float  # where its line ends, in px down
    middle: float  # where its name stands


def _ends(drawn: Picture, frame: Frame, language: str) -> list[_End]:
    """Return the names at the ends of the lines, as near to them as they have room."""
    layout = frame.layout
    named = [line for line in drawn.lines if line.shown]
    said = [_end_words(line, drawn.levels, language) for line in named]
    lines = [_end_lines(words, line, frame) for words, line in zip(said, named, strict=True)]
    starts = [_start(line, frame) for line in named]
    heights = [float(_HIGH[layout.size] * len(words) + 2) for words in lines]
    middles = spread(starts, heights, -8, frame.values + 4)
    return [
        _End(line=line, words=words, start=start, middle=middle)
        for line, words, start, middle in zip(named, lines, starts, middles, strict=True)
    ]


def _end_words(line: Line, levels: Sequence[str], language: str) -> str:
    """Return a name with its last value, and where that stands if not at the last level."""
    last = line.shown[-1]
    blanks = {"name": line.name, "value": line.points[last].value_words}
    if last == len(levels) - 1:
        return text("pressure.end", language, **blanks)
    return text("pressure.end_at", language, **blanks, level=levels[last])


def _end_lines(words: str, line: Line, frame: Frame) -> tuple[str, ...]:
    """Return a name and its value on their lines; where both have no room the name is cut."""
    layout = frame.layout
    lines = wrapped(words, layout.size, layout.label, _MOST_LINES)
    if not any(part.endswith("…") for part in lines):
        return lines
    rest = wrapped(words.removeprefix(line.name).strip(), layout.size, layout.label)
    name = wrapped(line.name, layout.size, layout.label, _MOST_LINES - len(rest))
    return (*name, *rest)


def _start(line: Line, frame: Frame) -> float:
    """Return where a line ends, in px down."""
    found = line.points[line.shown[-1]].found
    return frame.down(found.value) if isinstance(found, Interval) else 0.0


def names(drawn: Picture, frame: Frame, colours: Palette, language: str) -> list[dict[str, Any]]:
    """Return the names at the ends of the lines."""
    return [
        word(
            "<br>".join(map(escaped, end.words)),
            x=frame.last,
            y=frame.at(end.middle),
            size=frame.layout.size,
            colour=colours.ink,
            xshift=NAME,
        )
        for end in _ends(drawn, frame, language)
    ]


def apart_words(end: Apart, frame: Frame, colours: Palette) -> dict[str, Any]:
    """Return how far two lines lie apart at one end, in words beside the bracket."""
    is_left = end.level == 0
    room = _apart_room(frame, is_left=is_left)
    narrower = room / BOLD if end.is_notable else room
    main = [escaped(line) for line in wrapped(end.words, LABEL, narrower, _MOST_LINES)]
    if end.is_notable:
        main = [f"<b>{line}</b>" for line in main]
    small = f"<span style='font-size:{SMALL}px;color:{colours.second}'>"
    rest = [f"{small}{escaped(line)}</span>" for line in wrapped(end.interval_words, SMALL, room)]
    half = (len(main) * _HIGH[LABEL] + len(rest) * _HIGH[SMALL]) / 2
    middle = (frame.down(end.lead.value) + frame.down(end.others.value)) / 2
    middle = max(half - 8, min(middle, frame.values - half))
    left, right = _BRACKETS
    return word(
        "<br>".join([*main, *rest]),
        x=0 if is_left else frame.last,
        y=frame.at(middle),
        colour=colours.ink,
        anchor="right" if is_left else "left",
        xshift=left - _BESIDE if is_left else right + _BESIDE,
    ) | {"align": "right" if is_left else "left"}


def _apart_room(frame: Frame, *, is_left: bool) -> float:
    """Return how wide the words beside a bracket may be, in px."""
    left, right = _BRACKETS
    if is_left:
        return frame.layout.left + left - _BESIDE
    return frame.layout.right - right - _BESIDE


def bracket(end: Apart, frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return the bracket from one line's value to the other's, where there is one to see."""
    is_left = end.level == 0
    at = _BRACKETS[0] if is_left else _BRACKETS[1]
    inner = at + _ARM if is_left else at - _ARM
    anchor = 0.0 if is_left else frame.last
    ends = (frame.down(end.lead.value), frame.down(end.others.value))
    if not end.is_reliable and abs(ends[0] - ends[1]) < _LEAST:
        return []
    pieces = [((at, at), ends), *(((inner, at), (down, down)) for down in ends)]
    line = {"line": {"color": colours.ink, "width": 1.5}}
    return [_piece(x, y, frame, anchor) | line for x, y in pieces]


def _piece(
    x: tuple[float, float], down: tuple[float, float], frame: Frame, anchor: float
) -> dict[str, Any]:
    """Return a straight line between px beside a part of the plot's width and px down."""
    return {
        "type": "line",
        "xref": "paper",
        "yref": "y",
        "xsizemode": "pixel",
        "xanchor": anchor,
        "x0": x[0],
        "x1": x[1],
        "y0": frame.at(down[0]),
        "y1": frame.at(down[1]),
    }


def stubs(drawn: Picture, frame: Frame, language: str) -> list[dict[str, Any]]:
    """Return a short line in the group's colour from each last dot to its name."""
    return [
        _piece(_STUB, (end.start, end.middle), frame, frame.last)
        | {"line": {"color": end.line.colour, "width": 2}}
        for end in _ends(drawn, frame, language)
    ]
