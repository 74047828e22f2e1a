"""One row per Dimension of recipients, a dot per group: the lead figure of the Overview.

It promises that a group is filled and named only where its difference is reliable, and that a
Dimension which is missing or withheld keeps its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from seen.charts import Chart
from seen.charts.axes import Axis, value_axis
from seen.charts.boxes import wrapped
from seen.charts.equiplot_rows import Band, alt_text, bands, overall_of
from seen.charts.equiplot_setting import NARROW, WIDE, Layout, Setting, settings
from seen.charts.equiplot_words import around, overall_words
from seen.charts.marks import DOTTED, SMALL, base, escaped, hatch, rules, value_scale
from seen.charts.palette import Palette, palette
from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.findings import Estimate, Finding
from seen.text import DEFAULT_LANGUAGE

_HEADER: Final = 44
_DOT: Final = 11
_HATCH: Final = 20  # px high


def overview(
    rows: Sequence[tuple[Dimension, Finding | None]],
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    is_released: bool = False,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the equiplot of these Dimensions; None stands for one that is not there."""
    colours = palette(is_dark=is_dark)
    layout = NARROW if is_narrow else WIDE
    made = bands(rows, catalog, colours, language, is_released=is_released)
    findings = [finding for _, finding in rows if finding is not None]
    whole = overall_of(findings)
    tall = height(len(made), is_narrow=is_narrow)
    drawn: dict[str, Any] = base(
        colours,
        height=tall,
        left=layout.left,
        right=layout.right,
        top=_HEADER,
        bottom=layout.axis,
    )
    drawn["yaxis"] = {"range": [len(made) - 0.5, -0.5], "visible": False, "fixedrange": True}
    drawn["barmode"] = "overlay"
    drawn["shapes"] = rules(len(made), colours, left=layout.left, right=layout.right)
    if not findings:
        drawn["xaxis"] = {"range": [0, 1], "visible": False, "fixedrange": True}
        axis = Axis(low=0, high=1, ticks=(), tick_words=(), title="")
    else:
        axis = value_axis(findings[0], language, values=_values(made, whole))
        drawn["xaxis"] = value_scale(axis, colours)
        if is_narrow:
            lines = wrapped(axis.title, SMALL, layout.least - 8)
            drawn["xaxis"]["title"]["text"] = "<br>".join(map(escaped, lines))
    set_rows = settings(made, axis, layout, language)
    drawn["annotations"] = around(made, set_rows, colours, layout)
    if whole is not None and findings:
        drawn["annotations"].append(overall_words(whole, findings[0], axis, colours, layout))
    figure = go.Figure(
        {"data": _marks(made, set_rows, whole, axis, colours, layout), "layout": drawn}
    )
    said = alt_text(made, findings, title, language)
    return Chart(figure=figure, alt_text=said, height=tall)


def height(n_rows: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many rows is, in px."""
    layout = NARROW if is_narrow else WIDE
    return layout.row * n_rows + _HEADER + layout.axis


def _values(made: Sequence[Band], whole: Estimate | None) -> list[float]:
    """Return every value that will be drawn; intervals are said in the table and the alt text."""
    found = [] if whole is None else [whole.value]
    for band in made:
        found += [group.estimate.value for group in band.groups]
    return found


# -- marks ---------------------------------------------------------------------------------------


def _marks(
    made: Sequence[Band],
    rows: Sequence[Setting],
    whole: Estimate | None,
    axis: Axis,
    colours: Palette,
    layout: Layout,
) -> list[dict[str, Any]]:
    """Return everything with a place on the axis: hatches, lines and dots."""
    found = [
        _everyone(whole, len(made), colours),
        _hatched(
            [place for place, band in enumerate(made) if band.is_hidden], axis, colours, layout
        ),
        _lines(
            [
                (axis.low, axis.high, _at(place, layout))
                for place, band in enumerate(made)
                if band.is_too_few
            ],
            {"color": colours.control, "width": 2, "dash": DOTTED},
        ),
        _lines(
            [
                (band.groups[0].estimate.value, band.groups[-1].estimate.value, _at(place, layout))
                for place, band in enumerate(made)
                if len(band.groups) > 1
            ],
            {"color": colours.control, "width": 1.5},
        ),
        _ties(made, rows, colours, layout),
        _dots(made, rows, colours, layout),
    ]
    return [trace for trace in found if trace]


def _hatched(places: list[int], axis: Axis, colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return the rows that are hidden to protect people."""
    if not places:
        return {}
    return {
        "type": "bar",
        "orientation": "h",
        "y": [_at(place, layout) for place in places],
        "x": [axis.high - axis.low] * len(places),
        "base": axis.low,
        "width": _HATCH / layout.row,
        "marker": hatch(colours),
    }


def _lines(pieces: list[tuple[float, float, float]], line: dict[str, Any]) -> dict[str, Any]:
    """Return horizontal lines as one trace."""
    if not pieces:
        return {}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [end for low, high, _ in pieces for end in (low, high, None)],
        "y": [end for _, _, at in pieces for end in (at, at, None)],
        "line": line,
    }


def _ties(
    made: Sequence[Band], rows: Sequence[Setting], colours: Palette, layout: Layout
) -> dict[str, Any]:
    """Return a line from each dot to its name, where the name is not next to it."""
    pieces = [
        (band.groups[name.dot].estimate.value, place, name.tie)
        for place, (band, row) in enumerate(zip(made, rows, strict=True))
        for name in row.names
        if name.tie is not None
    ]
    if not pieces:
        return {}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for at, _, _ in pieces for x in (at, at, None)],
        "y": [
            y
            for _, place, tie in pieces
            for y in (*(_at(place, layout) + end / layout.row for end in tie), None)
        ],
        "line": {"color": colours.second, "width": 1},
    }


def _dots(
    made: Sequence[Band], rows: Sequence[Setting], colours: Palette, layout: Layout
) -> dict[str, Any]:
    """Return the dots: filled where reliable, else hollow and grey; the filled ones on top."""
    drawn = [
        (_at(place, layout) + dot.down / layout.row, group)
        for is_reliable in (False, True)
        for place, (band, row) in enumerate(zip(made, rows, strict=True))
        for dot, group in zip(row.dots, band.groups, strict=True)
        if group.is_reliable is is_reliable
    ]
    ink = [group.mark.colour if group.is_reliable else colours.second for _, group in drawn]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [group.estimate.value for _, group in drawn],
        "y": [at for at, _ in drawn],
        "customdata": [list(group.filters) for _, group in drawn],
        "cliponaxis": False,
        "marker": {
            "size": [_DOT if group.mark.symbol == "circle" else _DOT - 1 for _, group in drawn],
            "symbol": [group.mark.symbol for _, group in drawn],
            "color": [
                colour if group.is_reliable else colours.card
                for colour, (_, group) in zip(ink, drawn, strict=True)
            ],
            "line": {"width": 2, "color": ink},
            "opacity": 1,
        },
    }


def _everyone(whole: Estimate | None, n_rows: int, colours: Palette) -> dict[str, Any]:
    """Return the line of everyone; a trace, since a shape would lie under the grid."""
    if whole is None:
        return {}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [whole.value, whole.value],
        "y": [-0.5, n_rows - 0.5],
        "line": {"color": colours.ink, "width": 2},
    }


def _at(place: int, layout: Layout) -> float:
    """Return where a row's dots stand."""
    return place + layout.line / layout.row
