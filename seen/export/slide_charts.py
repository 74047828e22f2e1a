"""Lines and bars on a slide as charts that can be edited, and pictures where there is none.

It promises an interval at every point of a line, and alt text for whatever is drawn.
"""

from __future__ import annotations

import io
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from seen.charts.palette import LIGHT, text_on
from seen.domain.findings import Interval
from seen.export.chart_data import Column, add_intervals, point_to, sides, write
from seen.export.forms import Bars, Lines
from seen.export.slide import EDGE, FACT, ROOM, SANS, Words, box, colour, name
from seen.export.slide_rows import dress

_BESIDE: Final = 250.0  # pt of the words right of bars
_AXIS: Final = 30.0
_LEGEND: Final = 30.0
_LEAST_LABEL: Final = 0.06  # of a bar: a shorter part has no number in it


def lines(slide: Any, held: Lines, *, top: float, tall: float, alt: str) -> None:
    """Draw lines with an interval at every point."""
    found = [
        [it.found if isinstance(it.found, Interval) else None for it in line.points]
        for line in held.lines
    ]
    data: Any = CategoryChartData(number_format="General")
    data.categories = held.levels
    for line in held.lines:
        data.add_series(line.name, [0.0] * len(held.levels))
    chart = _frame(slide, XL_CHART_TYPE.LINE_MARKERS, data, (EDGE, top, ROOM, tall), alt)
    columns: list[Column] = [(held.along, held.levels)]
    for line, points in zip(held.lines, found, strict=True):
        columns.append((line.name, [None if it is None else it.value for it in points]))
    lower = [len(columns) + 2 * place for place in range(len(found))]
    for points in found:
        columns += sides(points)
    values = chart.value_axis
    values.minimum_scale, values.maximum_scale = held.axis.low, held.axis.high
    if len(held.axis.ticks) > 1:
        values.major_unit = held.axis.ticks[1] - held.axis.ticks[0]
    values.major_gridlines.format.line.color.rgb = colour(LIGHT.grid)
    dress(values, is_share=held.is_share)
    _titled(values, held.axis.title)
    along = chart.category_axis
    along.tick_labels.font.size, along.tick_labels.font.name = Pt(FACT), SANS
    along.format.line.color.rgb = colour(LIGHT.control)
    _titled(along, held.along)
    for place, (line, series) in enumerate(zip(held.lines, chart.plots[0].series, strict=True)):
        series.smooth = False
        series.format.line.color.rgb = colour(line.colour)
        series.format.line.width = Pt(3 if place == 0 else 2)
        series.marker.style = XL_MARKER_STYLE.CIRCLE
        series.marker.size = 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour(line.colour)
        series.marker.format.line.color.rgb = colour(line.colour)
        point_to(series, "val", columns, 1 + place)
        add_intervals(series, columns, lower[place], along="y", colour=line.colour, width=2.0)
    write(chart, columns)


def bars(slide: Any, held: Bars, *, top: float, tall: float, alt: str) -> None:
    """Draw bars of parts, with the words of each beside it."""
    data: Any = CategoryChartData(number_format=held.form)
    data.categories = held.labels
    for segment in held.segments:
        data.add_series(segment.name, segment.values)
    has_words = any(held.words)
    wide = ROOM - (_BESIDE if has_words else 0.0)
    chart = _frame(slide, XL_CHART_TYPE.BAR_STACKED, data, (EDGE, top, wide, tall), alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, held.most
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    along = chart.category_axis
    along.reverse_order = True
    along.tick_labels.font.size, along.tick_labels.font.name = Pt(FACT), SANS
    along.format.line.fill.background()
    for segment, series in zip(held.segments, plot.series, strict=True):
        _part(series, segment.colour)
        for place, value in enumerate(segment.values):
            if value is not None and value >= _LEAST_LABEL * held.most:
                label = series.points[place].data_label
                label.position = XL_LABEL_POSITION.CENTER
                label.font.size, label.font.name = Pt(14), SANS
                ground = segment.colour or LIGHT.card
                label.font.color.rgb = colour(text_on(ground))
                _show_value(label)
    if has_words:
        _beside(slide, held, top, tall)


def picture(slide: Any, content: bytes, *, top: float, tall: float, alt: str) -> None:
    """Set a picture into its room, as large as it fits."""
    held = slide.shapes.add_picture(io.BytesIO(content), 0, 0)
    scale = min(ROOM / held.width.pt, tall / held.height.pt)
    held.width, held.height = Pt(scale * held.width.pt), Pt(scale * held.height.pt)
    held.left, held.top = Pt(EDGE), Pt(top)
    name(held, alt)


def _frame(
    slide: Any, kind: XL_CHART_TYPE, data: Any, at: tuple[float, float, float, float], alt: str
) -> Any:
    """Return a chart in its frame, with a key beneath where there are several series."""
    left, top, wide, tall = at
    frame = slide.shapes.add_chart(kind, Pt(left), Pt(top), Pt(wide), Pt(tall), data)
    name(frame, alt)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size, chart.legend.font.name = Pt(FACT), SANS
    return chart


def _titled(axis: Any, said: str) -> None:
    """Set the title of an axis."""
    axis.has_title = True
    axis.axis_title.text_frame.text = said
    run = axis.axis_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name = Pt(14), False, SANS
    run.font.color.rgb = colour(LIGHT.second)


def _part(series: Any, shade: str | None) -> None:
    """Dress one part of all bars; hatched with an outline where it has no colour."""
    series.format.line.width = Pt(1.5)
    if shade is None:
        series.format.fill.patterned()
        series.format.fill.pattern = 22  # wide upward diagonals
        series.format.fill.fore_color.rgb = colour(LIGHT.control)
        series.format.fill.back_color.rgb = colour(LIGHT.card)
        series.format.line.color.rgb = colour(LIGHT.control)
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour(shade)
    series.format.line.color.rgb = colour(LIGHT.card)


def _show_value(label: Any) -> None:
    """Let a label say the value and nothing else."""
    held = label._get_or_add_dLbl()
    for kind in ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"):
        part = held.find(f"{{{held.nsmap['c']}}}{kind}")
        if part is not None:
            part.set("val", "0")
    shown = held.find(f"{{{held.nsmap['c']}}}showVal")
    if shown is not None:
        shown.set("val", "1")


def _beside(slide: Any, held: Bars, top: float, tall: float) -> None:
    """Set the words of each bar right of it."""
    row = (tall - _LEGEND - _AXIS / 2) / len(held.labels)
    left = EDGE + ROOM - _BESIDE + 10
    for place, said in enumerate(held.words):
        at = (left, top + _LEGEND + place * row)
        words = [Words(said=said, size=14.0)]
        box(slide, words, at=at, size=(_BESIDE - 10, row), anchor=MSO_ANCHOR.MIDDLE)
