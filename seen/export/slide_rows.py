"""Rows with their intervals on a slide: a chart that can be edited over a table of words.

It promises that each row's mark stands in the line of its words, whatever is edited in either.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from seen.charts.boxes import text_width
from seen.charts.palette import LIGHT
from seen.export.chart_data import (
    Cells,
    Column,
    Formula,
    add_intervals,
    add_pieces,
    inner,
    letters,
    name_from,
    point_to,
    sides,
    write,
)
from seen.export.forms import Dot, Dots
from seen.export.slide import EDGE, FACT, LABEL, ROOM, SANS, Words, box, colour, name
from seen.export.slide_tables import cell, grid, rule
from seen.text import text

_HEAD: Final = 24.0  # pt
_TICKS, _AXIS = 24.0, 46.0
_MOST_ROW: Final = 44.0
_BEFORE: Final = 4  # columns of the sheet before those that are drawn
_WORDS: Final = {"value": 200.0, "gap": 178.0, "n": 82.0}
_LEAST_PLOT: Final = 200.0
_GAP: Final = 14.0
_MARKERS: Final = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
}


def add(slide: Any, held: Dots, *, top: float, tall: float, alt: str) -> None:
    """Draw rows into the room between top and its height."""
    row = min(_MOST_ROW, (tall - _HEAD - _AXIS) / len(held.rows))
    widths = _widths(held)
    _words(slide, held, top, row, widths)
    _hidden(slide, held, top + _HEAD, row, widths)
    left = EDGE + widths[0]
    plot = (left, top + _HEAD, widths[1], row * len(held.rows))
    _chart(slide, held, plot, alt)
    under = (left - 40, top + _HEAD + plot[3] + _TICKS)  # words may reach beyond the plot
    title = [Words(said=held.axis.title, size=14.0, colour=LIGHT.second)]
    box(slide, title, at=under, size=(widths[1] + 80, _AXIS - _TICKS), align=PP_ALIGN.CENTER)
    if held.line and any(it.comparison is not None for it in held.rows):
        size = (widths[1], _HEAD)
        said = [Words(said=held.line, size=FACT, colour=LIGHT.ink)]
        align = PP_ALIGN.CENTER
        box(slide, said, at=(left, top), size=size, align=align, anchor=MSO_ANCHOR.MIDDLE)


def _widths(held: Dots) -> tuple[float, ...]:
    """Return how wide the columns are: label, plot, value, gap, n; the plot takes the rest."""
    gap = _WORDS["gap"] if any(it.gap for it in held.rows) else 0.0
    n = _WORDS["n"] if any(it.n for it in held.rows) else 0.0
    rest = ROOM - _WORDS["value"] - gap - n
    wanted = max(text_width(it.label, LABEL) for it in held.rows) + _GAP
    label = min(wanted, rest - _LEAST_PLOT)
    return (label, rest - label, _WORDS["value"], gap, n)


def _words(slide: Any, held: Dots, top: float, row: float, widths: tuple[float, ...]) -> None:
    """Set the words of all rows as a table, an empty column where the chart lies."""
    table = grid(
        slide, len(held.rows) + 1, widths, at=(EDGE, top), heights=(_HEAD, row), name=held.line
    )
    heads = ("", "", *held.heads)
    for at, head in enumerate(heads):
        small = Words(said=head, size=FACT, colour=LIGHT.second)
        align = PP_ALIGN.RIGHT if at == len(widths) - 1 else PP_ALIGN.LEFT
        cell(table, 0, at, small, widths[at], _HEAD, align=align)
    for place, dot in enumerate(held.rows, 1):
        strong = dot.gap if dot.is_notable else ""
        second = LIGHT.ink if dot.found is not None else LIGHT.second
        parts = (
            Words(said=dot.label, size=LABEL),
            Words(said=""),
            Words(said=dot.value, colour=second),
            Words(said=dot.gap, strong=strong),
            Words(said=dot.n, colour=LIGHT.second),
        )
        for at, words in enumerate(parts):
            align = PP_ALIGN.RIGHT if at == len(parts) - 1 else PP_ALIGN.LEFT
            cell(table, place, at, words, widths[at], row, align=align)
    rule(table)


def _hidden(slide: Any, held: Dots, top: float, row: float, widths: tuple[float, ...]) -> None:
    """Draw a hatched band where a row is hidden, a dotted line where too few stand behind it."""
    left = EDGE + widths[0]
    for place, dot in enumerate(held.rows):
        at = top + place * row
        if dot.is_hidden:
            band = slide.shapes.add_shape(
                1, Pt(left), Pt(at + 0.24 * row), Pt(widths[1]), Pt(0.52 * row)
            )
            band.fill.patterned()
            band.fill.pattern = 22  # wide upward diagonals
            band.fill.fore_color.rgb = colour(LIGHT.control)
            band.fill.back_color.rgb = colour(LIGHT.card)
            band.line.fill.background()
            band.shadow.inherit = False
            band.name = dot.value
        if dot.is_too_few:
            middle = Pt(at + row / 2)
            line = slide.shapes.add_connector(1, Pt(left), middle, Pt(left + widths[1]), middle)
            line.line.color.rgb = colour(LIGHT.control)
            line.line.width = Pt(2)
            line.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
            line.name = dot.value


def _chart(slide: Any, held: Dots, plot: tuple[float, float, float, float], alt: str) -> None:
    """Draw intervals, marks and comparisons as one chart, its rows in the lines of the table."""
    left, top, wide, tall = plot
    columns = _columns(held)
    data: Any = XyChartData()
    for _ in columns[_BEFORE:]:
        series = data.add_series("")
        for _ in columns[1][1]:
            series.add_data_point(0, 0)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER, Pt(left), Pt(top), Pt(wide), Pt(tall + _TICKS), data
    )
    name(frame, alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    inner(chart, left=0.0, top=0.0, width=1.0, height=tall / (tall + _TICKS))
    _axes(chart, held, len(held.rows))
    shown = [it for it in held.rows if it.found is not None]
    dress_each: list[Callable[[Any], None]] = [
        _pieces,
        *(partial(_interval, dot=it) for it in shown),
        *(partial(_mark, dot=it, columns=columns) for it in shown),
    ]
    for at, (series, dressed) in enumerate(
        zip(chart.plots[0].series, dress_each, strict=True), _BEFORE
    ):
        name_from(series, columns, at)
        point_to(series, "xVal", columns, at)
        point_to(series, "yVal", columns, 1)
        dressed(series)
    write(chart, columns)


def _columns(held: Dots) -> list[Column]:
    """Return the sheet of a chart, two lines for each row: its value, and the ends around it.

    Each row is a series of its own, so that its mark and its interval have their own looks. The
    ends follow from the value and its sides, since some programs draw no error bars.
    """
    n = len(held.rows)
    found = [it.found for it in held.rows]
    lower, upper = sides(found)
    columns: list[Column] = [
        (text("export.moved_row"), _twice([it.label for it in held.rows])),
        (text("export.line"), _twice([n - place - 0.5 for place in range(n)])),
        (lower[0], _twice(lower[1])),
        (upper[0], _twice(upper[1])),
        (held.line, _twice([it.comparison for it in held.rows])),
    ]
    shown = [
        (place, dot.label, it)
        for place, (dot, it) in enumerate(zip(held.rows, found, strict=True))
        if it
    ]
    first = len(columns) + len(shown)  # the column of the first value
    for turn, (place, label, it) in enumerate(shown):
        value = f"{letters(first + turn)}{2 * place + 2}"
        ends = (
            Formula(said=f"={value}-C{2 * place + 2}", value=it.low),
            Formula(said=f"={value}+D{2 * place + 2}", value=it.high),
        )
        named = text("export.interval_of", label=label)
        columns.append((named, _at(2 * place, ends, 2 * n)))
    columns += [(label, _at(2 * place, (it.value,), 2 * n)) for place, label, it in shown]
    return columns


def _twice(cells: Cells) -> Cells:
    """Return each cell twice, one beneath the other."""
    return [it for cell in cells for it in (cell, cell)]


def _at(first: int, cells: Cells, n: int) -> Cells:
    """Return a column of so many cells, empty but for some from one on."""
    return [None] * first + list(cells) + [None] * (n - first - len(cells))


def _pieces(series: Any) -> None:
    """Dress the comparison of each row: a vertical piece."""
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE
    add_pieces(series, half=0.5, colour=LIGHT.ink, width=2.0)


def _interval(series: Any, dot: Dot) -> None:
    """Dress the interval of a row: thick where reliable, dashed where provisional."""
    series.marker.style = XL_MARKER_STYLE.NONE
    series.smooth = False
    series.format.line.color.rgb = colour(dot.colour)
    series.format.line.width = Pt(3.0 if dot.is_reliable else 2.0)
    if dot.is_provisional:
        series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH


def _mark(series: Any, dot: Dot, columns: list[Column]) -> None:
    """Dress the mark of a row, filled where its difference is reliable, with its error bars."""
    series.format.line.fill.background()
    series.marker.style = _MARKERS.get(dot.symbol, XL_MARKER_STYLE.CIRCLE)
    series.marker.size = 13 if dot.symbol == "diamond" else 11
    series.marker.format.fill.solid()
    ground = dot.colour if dot.is_reliable else LIGHT.card
    series.marker.format.fill.fore_color.rgb = colour(ground)
    series.marker.format.line.color.rgb = colour(dot.colour)
    series.marker.format.line.width = Pt(2)
    if not dot.is_provisional:  # a solid bar would fill the dashes under it
        width = 3.0 if dot.is_reliable else 2.0
        add_intervals(series, columns, 2, along="x", colour=dot.colour, width=width)


def _axes(chart: Any, held: Dots, n_rows: int) -> None:
    """Set both axes: values below, rows unseen."""
    values, rows = chart.category_axis, chart.value_axis
    rows.minimum_scale, rows.maximum_scale, rows.major_unit = 0, n_rows, 1
    rows.has_major_gridlines, rows.visible = False, False
    axis = held.axis
    values.minimum_scale, values.maximum_scale = axis.low, axis.high
    if len(axis.ticks) > 1:
        values.major_unit = axis.ticks[1] - axis.ticks[0]
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = colour(LIGHT.grid)
    dress(values, is_share=held.is_share)


def dress(axis: Any, *, is_share: bool) -> None:
    """Dress an axis of values: plain words, no line, no ticks."""
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format = "0\u00a0%" if is_share else "General"
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.size, axis.tick_labels.font.name = Pt(14), SANS
    axis.tick_labels.font.color.rgb = colour(LIGHT.second)
    axis.format.line.fill.background()
