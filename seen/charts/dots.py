"""Dot and interval per group, with the comparison in each row: the lead figure of Gaps.

It promises the same rows in the wide figure, whose words stand beside the marks, and in the
narrow one, whose words stand above and beneath them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import Axis, drawn_ends, value_axis
from seen.charts.marks import DOTTED, PROVISIONAL, base, figure, hatch, rules, value_scale
from seen.charts.palette import Palette, palette
from seen.charts.rows import Row, alt_text, rows
from seen.charts.words import (
    ANSWERS_AT,
    NARROW,
    WIDE,
    Layout,
    around,
)
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.questions import VERSUS_OTHERS
from seen.text import DEFAULT_LANGUAGE

Part = tuple[int, int] | None  # the rows that are drawn: from, and up to before; None for all

_HEADER, _AXIS = 44, 52


_BAR_HALF: Final = {False: 0.26, True: 0.14}  # half the height of a hatched bar, in rows
_APART: Final = {False: 0.16, True: 0.07}  # of a row, from its line to crude and to adjusted
_PIECE_HALF: Final = {False: 0.5, True: 0.15}  # of the comparison: clear of words on a phone
_TALLER: Final = 92  # px of a row of two marks on a phone, so that they stand clear of its words
_UP: Final = {False: 0.0, True: 0.05}  # from the middle of a row to its marks: two lines go below


def gaps(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    part: Part = None,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the dot figure of a Finding.

    Parameters
    ----------
    part
        The first row that is drawn and the one after the last, on the axis of all; None for all.
    """
    colours = palette(is_dark=is_dark)
    layout = NARROW if is_narrow else WIDE
    made = rows(finding, catalog, colours, language)[_rows_of(part)]
    axis = value_axis(finding, language)
    tall = _height(len(made), layout)
    beyond = layout.right if is_narrow else ANSWERS_AT
    data = [*_hatched(made, axis, colours, layout), _dots(made, colours, layout)]
    drawn = _dressed(len(made), axis, colours, layout, tall) | {
        "shapes": [
            *rules(len(made), colours, left=layout.left, right=beyond),
            *_comparisons(finding, made, colours, layout),
            *_dotted(made, axis, colours, layout),
            *_intervals(made, layout),
        ],
        "annotations": around(finding, catalog, made, axis, colours, layout, language),
    }
    said = alt_text(finding, made, title, language)
    return Chart(figure=figure(data, drawn), alt_text=said, height=tall)


def parts(n_rows: int, most: int) -> tuple[Part, ...]:
    """Return how rows are shared out over figures of at most so many, as evenly as can be."""
    if n_rows <= most:
        return (None,)
    n = -(-n_rows // most)
    ends = [round(n_rows * place / n) for place in range(n + 1)]
    return tuple(pairwise(ends))


def _rows_of(part: Part) -> slice:
    """Return which rows are drawn."""
    return slice(None) if part is None else slice(*part)


def height(n_rows: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many rows is, in px."""
    return _height(n_rows, NARROW if is_narrow else WIDE)


def _height(n_rows: int, layout: Layout) -> int:
    """Return how high a figure of so many rows is, in px."""
    return layout.row * n_rows + _HEADER + _AXIS


def adjusted(
    crude: Finding,
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    part: Part = None,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the dot figure of crude figures, with a small triangle below for each adjusted one.

    The words are those of the adjusted figures; where a group has none its cause stands there.
    `part` as in `gaps`.
    """
    colours = palette(is_dark=is_dark)
    layout = replace(NARROW, row=_TALLER) if is_narrow else WIDE
    made = rows(finding, catalog, colours, language)[_rows_of(part)]
    values = [end for it in (crude, finding) for end in drawn_ends(it)]
    axis = value_axis(finding, language, values=values)
    tall = _height(len(made), layout)
    beyond = layout.right if is_narrow else ANSWERS_AT
    before, apart = rows(crude, catalog, colours, language)[_rows_of(part)], _APART[is_narrow]
    data = [
        *_hatched(made, axis, colours, layout),
        _dots(before, colours, layout, down=-apart),
        _triangles(made, colours, layout, down=apart),
    ]
    drawn = _dressed(len(made), axis, colours, layout, tall) | {
        "shapes": [
            *rules(len(made), colours, left=layout.left, right=beyond),
            *_comparisons(finding, made, colours, layout),
            *_dotted(made, axis, colours, layout),
            *_intervals(before, layout, down=-apart),
            *_intervals(made, layout, down=apart),
        ],
        "annotations": around(finding, catalog, made, axis, colours, layout, language),
    }
    said = alt_text(finding, made, title, language)
    return Chart(figure=figure(data, drawn), alt_text=said, height=tall)


def _triangles(
    made: tuple[Row, ...], colours: Palette, layout: Layout, *, down: float
) -> dict[str, Any]:
    """Return each adjusted value as a small triangle."""
    trace = _dots(made, colours, layout, down=down)
    n = len(trace["x"])
    return trace | {"marker": trace["marker"] | {"symbol": ["triangle-up"] * n, "size": [9] * n}}


def _hatched(
    made: tuple[Row, ...], axis: Axis, colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return a hatched bar where a row is private."""
    private = [_line_at(place, layout) for place, row in enumerate(made) if row.is_private]
    hatched = {
        "type": "bar",
        "orientation": "h",
        "y": private,
        "x": [axis.high - axis.low] * len(private),
        "base": axis.low,
        "width": 2 * _BAR_HALF[layout.is_narrow],
        "marker": hatch(colours),
    }
    return [hatched] if private else []


def _dotted(
    made: tuple[Row, ...], axis: Axis, colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return a dotted line where a row holds too few to judge."""
    line = {"color": colours.control, "width": 2, "dash": DOTTED}
    return [
        _line((axis.low, axis.high), _line_at(place, layout), line)
        for place, row in enumerate(made)
        if row.is_too_few
    ]


def _intervals(
    made: tuple[Row, ...], layout: Layout, *, down: float = 0.0
) -> list[dict[str, Any]]:
    """Return each interval: thick where reliable, dashed where provisional.

    Shapes, since a trace of its own for each takes a browser ten times as long.
    """
    found = []
    for place, row in enumerate(made):
        if isinstance(row.estimate, Estimate):
            line: dict[str, Any] = {
                "color": row.mark.colour,
                "width": 3 if row.is_reliable else 2,
            }
            if row.is_provisional:
                line["dash"] = PROVISIONAL
            ends = (row.estimate.low, row.estimate.high)
            found.append(_line(ends, _line_at(place, layout) + down, line))
    return found


def _dots(
    made: tuple[Row, ...], colours: Palette, layout: Layout, *, down: float = 0.0
) -> dict[str, Any]:
    """Return each value: filled where the difference is reliable, hollow where it is not."""
    drawn = [(place, row) for place, row in enumerate(made) if isinstance(row.estimate, Estimate)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.estimate.value for _, row in drawn if isinstance(row.estimate, Estimate)],
        "y": [_line_at(place, layout) + down for place, _ in drawn],
        "customdata": [list(row.filters) for _, row in drawn],
        "marker": {
            "size": [13 if row.mark.symbol == "diamond" else 11 for _, row in drawn],
            "symbol": [row.mark.symbol for _, row in drawn],
            "color": [row.mark.colour if row.is_reliable else colours.card for _, row in drawn],
            "line": {"width": 2, "color": [row.mark.colour for _, row in drawn]},
            "opacity": 1,
        },
    }


def _line(ends: tuple[float, float], at: float, line: dict[str, Any]) -> dict[str, Any]:
    """Return one horizontal line."""
    across = {"xref": "x", "x0": ends[0], "x1": ends[1], "yref": "y", "y0": at, "y1": at}
    return {"type": "line", **across, "line": line, "layer": "between"}


def _comparisons(
    finding: Finding, made: tuple[Row, ...], colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return the comparison: a piece in each row, or one line where it is the same for all."""
    half = _PIECE_HALF[layout.is_narrow]
    if finding.question.versus == VERSUS_OTHERS or finding.question.by2 is not None:
        pieces = [
            (row.comparison, _line_at(place, layout) - half, _line_at(place, layout) + half)
            for place, row in enumerate(made)
            if row.comparison is not None
        ]
    else:
        values = [row.comparison for row in made if row.comparison is not None]
        pieces = [(value, -0.5, len(made) - 0.5) for value in values[:1]]
    if not pieces:
        return []
    path = "".join(f"M{at:.6g},{top:g}L{at:.6g},{bottom:g}" for at, top, bottom in pieces)
    line = {"color": colours.ink, "width": 2}
    placed = {"type": "path", "xref": "x", "yref": "y", "path": path}
    return [placed | {"line": line, "layer": "below"}]


def _line_at(place: int, layout: Layout) -> float:
    """Return where a row's marks stand."""
    return place - _UP[layout.is_narrow]


def _dressed(
    n_rows: int, axis: Axis, colours: Palette, layout: Layout, height: int
) -> dict[str, Any]:
    """Return axes, margins and grounds; nothing moves, hovers or zooms."""
    shared = base(
        colours,
        height=height,
        left=layout.left,
        right=layout.right,
        top=_HEADER,
        bottom=_AXIS,
    )
    return shared | {
        "barmode": "overlay",
        "xaxis": value_scale(axis, colours, room=layout.least - 8 if layout.is_narrow else None),
        "yaxis": {"range": [n_rows - 0.5, -0.5], "visible": False, "fixedrange": True},
    }
