"""Lines over time pressure with bands, and under them how often each group meets it.

It promises that a level without a number breaks line and band and is named with its cause, and
that everyone else is drawn as what the first group is compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from seen.charts import Chart, pressure_layout, pressure_strips
from seen.charts.axes import value_axis
from seen.charts.marks import PROVISIONAL, SANS, SMALL, base
from seen.charts.palette import Palette, palette
from seen.charts.pressure_alt import alt_text
from seen.charts.pressure_ends import apart_words, bracket, names, stubs
from seen.charts.pressure_foot import causes, ticks
from seen.charts.pressure_layout import NARROW, WIDE, Frame
from seen.charts.pressure_rings import ring_words, ringed, rings
from seen.charts.pressure_rows import Line, Point, picture
from seen.charts.pressure_words import levels, titles
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Interval
from seen.text import DEFAULT_LANGUAGE

_DASHED: Final = "8px,4px"  # slots 7 to 12, which reuse the colours
_BAND: Final = 0.16


def lines(
    finding: Finding,
    exposure: Finding | None,
    catalog: Catalog,
    *,
    groups: tuple[str, ...],
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the figure of one to three groups; the first is the one everyone else stands by."""
    if not groups:
        raise ValueError("At least one group must be drawn.")
    colours = palette(is_dark=is_dark)
    drawn = picture(finding, exposure, catalog, groups, colours, language)
    frame = Frame(
        layout=NARROW if is_narrow else WIDE,
        axis=value_axis(finding, language, values=_values(drawn.lines)),
        n_levels=len(drawn.levels),
        n_foot=len(drawn.foot),
        n_strips=len(drawn.strips),
    )
    out = ringed(finding, drawn, catalog, groups, language)
    data = [
        *_bands(drawn.lines),
        *_lines(drawn.lines, colours),
        *rings(out, drawn, colours),
        *ticks(drawn.foot, frame, colours),
        *pressure_strips.marks(drawn.strips, frame, colours),
    ]
    words = [
        *titles(drawn, frame, colours, language),
        *levels(drawn, frame, colours),
        *names(drawn, frame, colours, language),
        *causes(drawn, frame, colours, language),
        *pressure_strips.words(drawn, frame, colours, language),
    ]
    ties = [
        *stubs(drawn, frame, language),
        *pressure_strips.lines(drawn.strips, frame, colours),
        *pressure_strips.intervals(drawn.strips, frame, colours),
    ]
    if not is_narrow:  # on a phone the sentence says it
        words += [apart_words(end, frame, colours) for end in drawn.aparts]
        ties += [piece for end in drawn.aparts for piece in bracket(end, frame, colours)]
    layout = _layout(frame, colours) | {"shapes": ties, "annotations": words}
    layout |= _strip_axes(frame, pressure_strips.most(drawn.strips))
    return Chart(
        figure=go.Figure({"data": data, "layout": layout}),
        alt_text=alt_text(finding, drawn, title, ring_words(out, drawn, language), language),
        height=frame.height,
    )


def height(n_groups: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many groups and everyone else with strips is, in px."""
    return pressure_layout.height(NARROW if is_narrow else WIDE, n_groups + 1)


def _values(drawn: Sequence[Line]) -> list[float]:
    """Return every end of an interval that will be drawn."""
    found = [point.found for line in drawn for point in line.points]
    return [end for item in found if isinstance(item, Interval) for end in (item.low, item.high)]


# -- marks ---------------------------------------------------------------------------------------


def _bands(drawn: Sequence[Line]) -> list[dict[str, Any]]:
    """Return a closed filled trace for each run; everyone else lowest, the first group on top."""
    found = []
    for line in reversed(drawn):
        for run in line.runs:
            points = [line.points[place] for place in run]
            shown = [point.found for point in points if isinstance(point.found, Interval)]
            if len(run) == 1:
                continue
            outline: dict[str, Any] = {"width": 0}
            if any(point.is_provisional for point in points):
                outline = {"width": 1.5, "dash": PROVISIONAL, "color": line.colour}
            found.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [*run, *reversed(run), run[0]],
                    "y": [
                        *(item.high for item in shown),
                        *(item.low for item in reversed(shown)),
                        shown[0].high,
                    ],
                    "fill": "toself",
                    "fillcolor": _tint(line.colour),
                    "line": outline,
                }
            )
    return found


def _lines(drawn: Sequence[Line], colours: Palette) -> list[dict[str, Any]]:
    """Return each line with its dots: filled where reliable, hollow where not; lone intervals."""
    found = []
    for line in reversed(drawn):
        found += _lone(line)
        steps = _steps(line)
        looks: dict[str, Any] = {"color": line.colour, "width": 3}
        if line.symbol == "diamond":
            looks["dash"] = _DASHED
        trace: dict[str, Any] = {
            "type": "scatter",
            "x": steps,
            "y": [None if at is None else _value(line.points[at]) for at in steps],
            "mode": "lines",
            "line": looks,
            "connectgaps": False,
            "cliponaxis": False,
        }
        if not line.is_others:
            trace |= {
                "mode": "lines+markers",
                "marker": {
                    "size": 11 if line.symbol != "diamond" else 12,
                    "symbol": line.symbol,
                    "color": [
                        colours.card
                        if at is None or not line.points[at].is_reliable
                        else line.colour
                        for at in steps
                    ],
                    "line": {"width": 2, "color": line.colour},
                    "opacity": 1,
                },
                "customdata": [list(line.filters)] * len(steps),
            }
        found.append(trace)
    return found


def _steps(line: Line) -> list[int | None]:
    """Return the levels in their order, with nothing between two that do not go on."""
    steps: list[int | None] = []
    for place in range(len(line.points)):
        steps += [None, place] if steps and place in line.begins else [place]
    return steps


def _value(point: Point) -> float | None:
    """Return the value of a level that is shown."""
    return point.found.value if isinstance(point.found, Interval) else None


def _lone(line: Line) -> list[dict[str, Any]]:
    """Return an interval line for each level whose neighbours have no number."""
    found = []
    for run in line.runs:
        point = line.points[run[0]]
        if len(run) > 1 or not isinstance(point.found, Interval):
            continue
        looks: dict[str, Any] = {"color": line.colour, "width": 3 if point.is_reliable else 2}
        if point.is_provisional:
            looks["dash"] = PROVISIONAL
        ends = [point.found.low, point.found.high]
        found.append(_piece([run[0], run[0]], ends, looks))
        if line.is_others:
            across = [run[0] - 0.08, run[0] + 0.08]
            found.append(_piece(across, [point.found.value] * 2, looks | {"width": 3}))
    return found


def _piece(x: Sequence[float], y: Sequence[float], line: dict[str, Any]) -> dict[str, Any]:
    """Return one straight piece of line."""
    return {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "line": line}


def _tint(colour: str) -> str:
    """Return a colour one can see through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_BAND})"


# -- layout --------------------------------------------------------------------------------------


def _layout(frame: Frame, colours: Palette) -> dict[str, Any]:
    """Return axes, margins and grounds."""
    layout, axis = frame.layout, frame.axis
    small = {"family": SANS, "size": SMALL, "color": colours.second}
    quiet = {"visible": False, "fixedrange": True}
    found = base(
        colours,
        height=frame.height,
        left=layout.left,
        right=layout.right,
        top=layout.top,
        bottom=4,
    )
    found |= {
        "barmode": "overlay",
        "xaxis": {"range": list(frame.span), **quiet},
        "yaxis": {
            "domain": [frame.part(frame.values), 1],
            "range": [axis.low, axis.high],
            "tickvals": list(axis.ticks),
            "ticktext": list(axis.tick_words),
            "tickfont": small,
            "gridcolor": colours.grid,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis2": {
            "domain": [frame.part(layout.lines), frame.part(frame.values)],
            "range": [max(frame.n_foot, 1), 0],
            **quiet,
        },
    }
    return found


def _strip_axes(frame: Frame, most: float) -> dict[str, Any]:
    """Return one scale a strip, all alike."""
    found = {}
    for place in range(frame.n_strips):
        foot = frame.strip_top(place) + frame.layout.strip - 4
        found[f"yaxis{place + 3}"] = {
            "domain": [frame.part(foot), frame.part(foot - frame.layout.bars)],
            "range": [0, most],
            "visible": False,
            "fixedrange": True,
        }
    return found
