"""The words around the hour: its key, the minutes under each part, and what stands beside a bar.

They promise that nothing has to be guessed from a colour, and that no word lies on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from seen.charts.axes import Axis
from seen.charts.boxes import fitted, text_width
from seen.charts.hour_rows import Bar, beside_words
from seen.charts.marks import LABEL, SMALL, escaped, on_ground, word
from seen.charts.palette import Palette, mark
from seen.domain.dimensions import Dimension
from seen.domain.findings import Finding
from seen.text import text
from seen.wording.counts import minutes_words, span_words
from seen.wording.numbers import count

_SWATCH: Final = 14  # px
_LINE: Final = 22
_GAP: Final = 6
_BETWEEN: Final = 18
_BESIDE: Final = 16  # px right of the plot
_LINE_BESIDE: Final = 17
_AROUND: Final = 6  # px between the minutes of two parts


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where bars and words stand; parts of a row but for px."""

    row: int  # px
    left: int
    right: int
    top: int
    least: int  # px: the narrowest plot it is set for
    bar: float  # how thick a bar is
    bar_at: float  # from the middle of a row to that of its bar
    under: float  # from a bar to the interval under it
    label: int  # px from the middle of a row, up
    people: int
    minutes: int
    beside: int  # the first line of what stands beside a bar
    is_narrow: bool


WIDE: Final = Layout(
    row=68,
    left=186,
    right=232,
    top=60,
    least=390,
    bar=26 / 68,
    bar_at=-10 / 68,
    under=5 / 68,
    label=12,
    people=-10,
    minutes=-22,
    beside=12,
    is_narrow=False,
)
NARROW: Final = Layout(
    row=140,
    left=6,
    right=12,
    top=126,
    least=296,
    bar=26 / 140,
    bar_at=-16 / 140,
    under=5 / 140,
    label=52,
    people=52,
    minutes=-14,
    beside=-34,
    is_narrow=True,
)


@dataclass(frozen=True, kw_only=True)
class Key:
    """The key as it is drawn."""

    words: tuple[dict[str, Any], ...]
    shapes: tuple[dict[str, Any], ...]


def key(
    made: Sequence[Bar], parts: Dimension, colours: Palette, layout: Layout, language: str
) -> Key:
    """Return the key over the bars: each part, what nobody credits, after hours, intervals."""
    entries: list[tuple[str, str]] = [
        (level, parts.level_label(level, language)) for level in parts.levels
    ]
    if any(bar.uncredited for bar in made):
        entries.insert(1, ("_uncredited", text("counts.key_uncredited", language)))
    if any(bar.beyond for bar in made):
        entries.append(("_after", text("counts.key_after", language)))
    entries.append(("_interval", text("counts.key_interval", language)))
    room = layout.left + layout.least + layout.right
    words: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    x, line = 0, 0
    for name, said in entries:
        wide = _SWATCH + _GAP + round(text_width(said, SMALL))
        if x and x + wide > room:
            x, line = 0, line + 1
        down = _LINE * line + _LINE // 2
        left = x - layout.left
        shapes += _swatch(name, parts, colours, left=left, down=down - layout.top)
        words.append(
            word(
                escaped(said),
                x=0,
                y=1,
                size=SMALL,
                colour=colours.ink,
                xshift=left + _SWATCH + _GAP,
                yshift=layout.top - down,
            )
            | {"yref": "paper"}
        )
        x += wide + _BETWEEN
    return Key(words=tuple(words), shapes=tuple(shapes))


def around(
    made: Sequence[Bar],
    hour: Finding,
    colours: Palette,
    layout: Layout,
    axis: Axis,
    language: str,
) -> list[dict[str, Any]]:
    """Return the words of every bar."""
    words: list[dict[str, Any]] = []
    for place, bar in enumerate(made):
        words += _names(place, bar, hour, colours, layout, language)
        words += _minutes(place, bar, colours, layout, axis, language)
        for line, said in enumerate(beside_words(bar, language)):
            shift = -layout.left if layout.is_narrow else _BESIDE
            room = layout.left + layout.least if layout.is_narrow else layout.right - _BESIDE
            up = layout.beside - line * _LINE_BESIDE
            at: dict[str, Any] = {"x": int(not layout.is_narrow), "y": place, "xshift": shift}
            shown = escaped(fitted(said, SMALL, room))
            held = word(shown, colour=colours.ink, size=SMALL, yshift=up, **at)
            words.append(on_ground(held, colours.card) if layout.is_narrow else held)
    return words


def _names(
    place: int, bar: Bar, hour: Finding, colours: Palette, layout: Layout, language: str
) -> list[dict[str, Any]]:
    """Return the name of a bar, how many workers stand behind it, and why it is not shown."""
    at: dict[str, Any] = {"y": place, "xshift": -layout.left}
    n_workers = text("counts.workers", language, n=count(bar.n_people))
    room = float(layout.left - _BESIDE)
    if layout.is_narrow:  # on one line with the number of workers
        room += layout.least - text_width(n_workers, SMALL)
    label = escaped(fitted(bar.label, LABEL, room))
    words = [word(label, x=0, colour=colours.ink, yshift=layout.label, **at)]
    small: dict[str, Any] = {"colour": colours.second, "size": SMALL}
    if bar.why is not None:
        said = escaped(bar.why.words(language, of=hour.measure))
        middle = -round(layout.bar_at * layout.row)
        shown = word(said, x=0, y=place, yshift=middle, xshift=_AROUND, **small)
        return [*words, on_ground(shown, colours.card, pad=2)]
    if layout.is_narrow:
        words.append(word(n_workers, x=1, y=place, yshift=layout.people, anchor="right", **small))
        return words
    return [*words, word(n_workers, x=0, yshift=layout.people, **at, **small)]


def _minutes(
    place: int, bar: Bar, colours: Palette, layout: Layout, axis: Axis, language: str
) -> list[dict[str, Any]]:
    """Return the minutes under each part: with their interval, or a decimal, where it has room."""
    words = []
    for piece in bar.pieces:
        room = piece.minutes.value / axis.high * layout.least - _AROUND
        ways = (
            span_words(piece.minutes, language),
            minutes_words(piece.minutes),
            f"{piece.minutes.value:.0f}",
        )
        fits = (it for it in ways if text_width(it, SMALL, is_bold=piece.is_notable) <= room)
        said = next(fits, ways[-1])
        shown = f"<b>{said}</b>" if piece.is_notable else said
        middle = piece.start + piece.minutes.value / 2
        at: dict[str, Any] = {"x": round(middle, 4), "xref": "x", "y": place}
        small: dict[str, Any] = {"size": SMALL, "colour": colours.ink, "anchor": "center"}
        words.append(on_ground(word(shown, yshift=layout.minutes, **at, **small), colours.card))
    return words


def _swatch(
    name: str, parts: Dimension, colours: Palette, *, left: int, down: int
) -> list[dict[str, Any]]:
    """Return the sign of an entry of the key, `down` px under the top of the plot."""
    half = _SWATCH // 2
    placed = {
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "layer": "above",
    }
    box = {"x0": left, "x1": left + _SWATCH, "y0": -down - half, "y1": -down + half}
    middle = left + half
    if name == "_after":
        path = f"M{middle},{-down - half}L{middle + half},{-down}L{middle},{-down + half}"
        path += f"L{middle - half},{-down}Z"
        return [placed | {"type": "path", "path": path, "fillcolor": colours.ink, **_bare()}]
    if name == "_interval":
        line = {"color": colours.second, "width": 3}
        return [placed | {"type": "line", "line": line, **box, "y0": -down, "y1": -down}]
    colour = mark(parts, parts.levels[0] if name == "_uncredited" else name, colours).colour
    if name != "_uncredited":
        return [placed | {"type": "rect", "fillcolor": colour, **box, **_bare()}]
    line = {"color": colour, "width": 1}
    strokes = "".join(
        f"M{left + step},{-down + half}L{min(left + step + _SWATCH, left + _SWATCH)},"
        f"{-down + half - min(_SWATCH, _SWATCH - step)}"
        for step in (0, _SWATCH // 2)
    )
    strokes += f"M{left},{-down}L{left + half},{-down - half}"
    return [
        placed | {"type": "rect", "line": line, **box},
        placed | {"type": "path", "path": strokes, "line": line | {"width": 2}},
    ]


def _bare() -> dict[str, Any]:
    """Return a shape without an outline."""
    return {"line": {"width": 0}}
