"""What a heat is drawn with: words, boxes, and the signs of cells that hold no number.

They promise px from the top of the figure downwards and exact px to the side of an anchor, so
that nothing moves when the width does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from seen.charts import marks
from seen.charts.heat_cells import State
from seen.charts.marks import DOTTED, LABEL, NOTHING, escaped
from seen.charts.palette import Palette

SWATCH: Final = 16


def word(
    said: str,
    *,
    y: float,
    colour: str,
    x: float = 0,
    xref: str = "paper",
    xshift: float = 0,
    size: int = LABEL,
    anchor: str = "left",
    is_bold: bool = False,
) -> dict[str, Any]:
    """Return one annotation, its middle at y; levels are drawn as they are called."""
    shown = "<br>".join(escaped(line) for line in said.split("\n"))
    return marks.word(
        f"<b>{shown}</b>" if is_bold else shown,
        x=x,
        y=y,
        colour=colour,
        size=size,
        xref=xref,
        anchor=anchor,
        xshift=round(xshift),
    ) | {"align": anchor}


def box(
    left: float,
    right: float,
    top: float,
    bottom: float,
    *,
    fill: str | None = None,
    line: dict[str, Any] | None = None,
    anchor: float = 0,
) -> dict[str, Any]:
    """Return a rectangle, its sides in px from an anchor across the plot."""
    return {
        "type": "rect",
        "xref": "paper",
        "xsizemode": "pixel",
        "xanchor": anchor,
        "yref": "y",
        "x0": left,
        "x1": right,
        "y0": top,
        "y1": bottom,
        "fillcolor": fill or NOTHING,
        "line": line or {"width": 0},
    }


def dotted(colours: Palette) -> dict[str, Any]:
    """Return the outline of what is too few to judge."""
    return {"color": colours.control, "width": 2, "dash": DOTTED}


def sign(
    state: State, left: float, y: float, colours: Palette, *, anchor: float = 0
) -> list[dict[str, Any]]:
    """Return the small sign of a cell without a class, as it stands in a list or a key."""
    left, right = left + 1, left + SWATCH - 1  # outlines are drawn to both sides
    top, bottom = y - SWATCH / 2 + 1, y + SWATCH / 2 - 1
    if state is State.PRIVATE:
        line = {"color": colours.control, "width": 1.5}
        strokes = ((0.5, 0.0, 0.0, 0.5), (1.0, 0.0, 0.0, 1.0), (1.0, 0.5, 0.5, 1.0))
        return [
            _stroke(
                left + x0 * (SWATCH - 2),
                left + x1 * (SWATCH - 2),
                top + y0 * (SWATCH - 2),
                top + y1 * (SWATCH - 2),
                line,
                anchor=anchor,
            )
            for x0, y0, x1, y1 in strokes
        ]
    if state is State.TOO_FEW:
        return [box(left, right, top, bottom, line=dotted(colours), anchor=anchor)]
    if state is State.UNCLASSED:
        line = {"color": colours.control, "width": 1}
        return [box(left, right, top, bottom, line=line, anchor=anchor)]
    return []


def hatch(
    figure: go.Figure, places: list[tuple[float, float]], tall: float, colours: Palette
) -> None:
    """Hatch cells of a table, given where each one's middle stands."""
    if places:
        figure.add_bar(
            orientation="h",
            x=[1.0] * len(places),
            base=[x - 0.5 for x, _ in places],
            y=[y for _, y in places],
            width=tall,
            marker=marks.hatch(colours) | {"line": {"width": 3, "color": colours.card}},
        )


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a click counts as one on a cell: from left to right on the axis, px down and high."""

    left: float
    right: float
    y: float
    high: float
    filters: tuple[str, ...]


def aim(figure: go.Figure, targets: Sequence[Target]) -> None:
    """Let cells be clicked; what is clicked has no look of its own."""
    aimed = [it for it in targets if it.filters]
    if aimed:
        figure.add_bar(
            orientation="h",
            x=[it.right - it.left for it in aimed],
            base=[it.left for it in aimed],
            y=[it.y for it in aimed],
            width=[it.high for it in aimed],
            marker={"color": NOTHING, "line": {"width": 0}},
            customdata=[list(it.filters) for it in aimed],
        )


def dress(
    figure: go.Figure, *, height: int, left: int, across: tuple[float, float], colours: Palette
) -> None:
    """Set axes, margins and grounds; y runs down in px."""
    figure.update_layout(
        marks.base(colours, height=height, left=left, right=0, top=0, bottom=0),
        barmode="overlay",
        xaxis={"range": list(across), "visible": False, "fixedrange": True},
        yaxis={"range": [height, 0], "visible": False, "fixedrange": True},
    )


def _stroke(
    x0: float, x1: float, y0: float, y1: float, line: dict[str, Any], *, anchor: float
) -> dict[str, Any]:
    """Return a line, its ends in px from an anchor across the plot."""
    return box(x0, x1, y0, y1, line=line, anchor=anchor) | {"type": "line"}
