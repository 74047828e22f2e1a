"""From a Finding to a figure and its alt text; nothing here knows a page or a database.

It promises that every figure draws interval, count and withheld groups, and never speaks by
colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure with what a screen reader says in its place."""

    figure: go.Figure
    alt_text: str
    height: int  # px, fixed by the number of rows so that nothing jumps
    words: str = ""  # HTML that lies over the figure where a page draws it (over.py)


def clickable(chart: Chart) -> Chart:
    """Return the chart with marks that can be clicked where they name their level, nothing else.

    A click needs Plotly's hover, so every trace is told to say nothing on it; and a mark that
    was clicked looks as before, since the filter, not the chart, says what is chosen.
    """
    same = {"marker": {"opacity": 1}}
    for trace in chart.figure.data:
        if trace.customdata is None:
            trace.hoverinfo = "skip"
        else:
            trace.update(hoverinfo="none", selected=same, unselected=same)
    chart.figure.update_layout(hovermode="closest", clickmode="event+select")
    return chart
