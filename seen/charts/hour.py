"""Where an hour goes: one bar a group, its parts in one order, credit hatched, after hours beyond.

It promises the same parts in the same order and colour in every bar, minutes and intervals under
each, and that what is hidden, too few or absent keeps its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import Axis
from seen.charts.hour_rows import Bar, bar_words, bars
from seen.charts.hour_words import NARROW, WIDE, Layout, around, key
from seen.charts.marks import (
    DOTTED,
    NOTHING,
    PROVISIONAL,
    base,
    figure,
    hatch,
    rules,
    value_scale,
)
from seen.charts.palette import Palette, mark, palette
from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.findings import Finding, Reason
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.counts import CONNECTING, HOUR

_AXIS: Final = 52  # px under the last row
_QUARTER: Final = 15  # minutes
_STEP: Final = 5
_SIZE: Final = 13  # px of the diamond


def hour(
    finding: Finding,
    beyond: Finding | None,
    uncredited: Finding | None,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    sentence: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the figure of the hours of some groups.

    Parameters
    ----------
    finding
        Which share of each group's hours goes to each part.
    beyond, uncredited
        Which share of all hours comes after hours, and of connective minutes is uncredited.
    sentence
        What is said of all of it, for the alt text.
    """
    colours, layout = palette(is_dark=is_dark), NARROW if is_narrow else WIDE
    made = bars(finding, beyond, uncredited, catalog, language)
    parts = catalog.dimension(finding.question.by2 or "")
    tall = height(len(made), is_narrow=is_narrow)
    axis = _axis(made, language)
    held = key(made, parts, colours, layout, language)
    right = layout.right
    shared = base(
        colours, height=tall, left=layout.left, right=right, top=layout.top, bottom=_AXIS
    )
    drawn = shared | {
        "barmode": "overlay",
        "xaxis": value_scale(axis, colours, room=layout.least if is_narrow else None),
        "yaxis": {"range": [len(made) - 0.5, -0.5], "visible": False, "fixedrange": True},
        "shapes": [
            *rules(len(made), colours, left=layout.left, right=right),
            _end_of_hour(len(made), colours),
            *_ends(made, parts, colours, layout),
            *_dotted(made, colours, layout),
            *held.shapes,
        ],
        "annotations": [*held.words, *around(made, finding, colours, layout, axis, language)],
    }
    data = [
        *_bars(made, parts, colours, layout),
        *_hidden(made, colours, layout),
        *_diamonds(made, colours, layout),
    ]
    said = " ".join(
        text("chart.alt_row", language, group=bar.label, value=bar_words(bar, finding, language))
        for bar in made
    )
    alt = text("chart.alt", language, title=title, sentence=sentence, rows=said)
    return Chart(figure=figure(data, drawn), alt_text=alt, height=tall)


def height(n_rows: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many groups is, in px."""
    layout = NARROW if is_narrow else WIDE
    return layout.row * n_rows + layout.top + _AXIS


def _axis(made: Sequence[Bar], language: str) -> Axis:
    """Return the minutes of an hour, and beyond it as far as work after hours goes."""
    ends = [bar.beyond.high for bar in made if bar.beyond is not None]
    high = HOUR + (_STEP * ceil((max(ends) + 1) / _STEP) if ends else 0)
    ticks = tuple(float(at) for at in range(0, int(HOUR) + 1, _QUARTER))
    return Axis(
        low=0.0,
        high=high,
        ticks=ticks,
        tick_words=tuple(f"{at:.0f}" for at in ticks),
        title=text("counts.axis_beyond" if ends else "counts.axis", language),
        short=text("counts.axis", language),
    )


def _bars(
    made: Sequence[Bar], parts: Dimension, colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return one trace for each part, over all groups; connecting in two, by credit."""
    found = []
    for level in parts.levels:
        held = [
            (place, bar, piece)
            for place, bar in enumerate(made)
            for piece in bar.pieces
            if piece.level == level
        ]
        plain, hatched = [], []
        for place, bar, piece in held:
            share = bar.uncredited.value if bar.uncredited and level == CONNECTING else 0.0
            size = piece.minutes.value
            plain.append((place, bar, piece.start, size * (1 - share)))
            hatched.append((place, bar, piece.start + size * (1 - share), size * share))
        colour = mark(parts, level, colours).colour
        line = {"color": colours.card, "width": 2}
        found.append(_trace(plain, layout) | {"marker": {"color": colour, "line": line}})
        if any(size for *_, size in hatched):
            found.append(_trace(hatched, layout) | {"marker": uncredited(colour, colours)})
    return [trace for trace in found if trace["x"]]


def uncredited(colour: str, colours: Palette) -> dict[str, Any]:
    """Return the look of connective minutes that nobody credits."""
    pattern = {"shape": "\\", "fgcolor": colour, "bgcolor": colours.card, "solidity": 0.4}
    line = {"color": colour, "width": 1}
    return {"color": NOTHING, "line": line, "pattern": pattern | {"size": 7, "fgopacity": 1}}


def _trace(rows: Sequence[tuple[int, Bar, float, float]], layout: Layout) -> dict[str, Any]:
    """Return a bar for each of (row, group, start, size)."""
    kept = [row for row in rows if row[3] > 0]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [place + layout.bar_at for place, *_ in kept],
        "x": [size for *_, size in kept],
        "base": [start for *_, start, _ in kept],
        "width": layout.bar,
        "customdata": [list(bar.filters) for _, bar, *_ in kept],
    }


def _hidden(made: Sequence[Bar], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return a hatched bar over the hour of a private group, or over the private parts of one."""
    ends = {
        place + layout.bar_at: bar.hole if bar.pieces else (0.0, HOUR)
        for place, bar in enumerate(made)
        if bar.is_withheld_as(Reason.PRIVATE) or Reason.PRIVATE in bar.missing
    }
    rows = list(ends)
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [high - low for low, high in ends.values()],
        "base": [low for low, _ in ends.values()],
        "width": layout.bar,
        "marker": hatch(colours),
    }
    return [bar] if rows else []


def _diamonds(made: Sequence[Bar], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return the mark of work after hours, beyond the hour."""
    shown = [(place, bar.beyond) for place, bar in enumerate(made) if bar.beyond is not None]
    if not shown:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [HOUR + found.value for _, found in shown],
            "y": [place + layout.bar_at for place, _ in shown],
            "marker": {"symbol": "diamond", "size": _SIZE, "color": colours.ink, "opacity": 1},
        }
    ]


def _ends(
    made: Sequence[Bar], parts: Dimension, colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return the interval of each part under the end of its bar, and that of after hours."""
    under = layout.bar_at + layout.bar / 2 + layout.under
    found = []
    for place, bar in enumerate(made):
        for piece in bar.pieces:
            it = piece.minutes
            line: dict[str, Any] = {"color": mark(parts, piece.level, colours).colour, "width": 3}
            if it.is_provisional:
                line["dash"] = PROVISIONAL
            ends = (piece.start + it.low, piece.start + it.high)
            found.append(_line(ends, place + under, line))
        if bar.beyond is not None:
            ends = (HOUR + bar.beyond.low, HOUR + bar.beyond.high)
            line = {"color": colours.ink, "width": 3}
            if bar.beyond.is_provisional:
                line["dash"] = PROVISIONAL
            found.append(_line(ends, place + layout.bar_at, line))
    return found


def _dotted(made: Sequence[Bar], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return a dotted line where too few stand behind a group, or behind parts of its hour."""
    line = {"color": colours.control, "width": 2, "dash": DOTTED}
    found = []
    for place, bar in enumerate(made):
        is_private = Reason.PRIVATE in bar.missing
        if bar.is_withheld_as(Reason.TOO_FEW) or (bar.missing and not is_private):
            ends = bar.hole if bar.pieces else (0.0, HOUR)
            found.append(_line(ends, place + layout.bar_at, line))
    return found


def _end_of_hour(n_rows: int, colours: Palette) -> dict[str, Any]:
    """Return the line at which the hour ends."""
    return {
        "type": "line",
        "xref": "x",
        "x0": HOUR,
        "x1": HOUR,
        "yref": "y",
        "y0": -0.5,
        "y1": n_rows - 0.5,
        "line": {"color": colours.control, "width": 1},
        "layer": "below",
    }


def _line(ends: tuple[float, float], at: float, line: dict[str, Any]) -> dict[str, Any]:
    """Return one horizontal line."""
    across = {"xref": "x", "x0": ends[0], "x1": ends[1], "yref": "y", "y0": at, "y1": at}
    return {"type": "line", **across, "line": line, "layer": "above"}
