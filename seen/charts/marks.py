"""The pieces every figure is made of: words, hairlines, hatches, grounds and scales.

They promise one look for one meaning, and that nothing moves, hovers or zooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import plotly.graph_objects as go

from seen.charts.axes import Axis
from seen.charts.boxes import text_width
from seen.charts.palette import Palette

SANS: Final = "'Source Sans 3', 'Source Sans', Arial, sans-serif"
LABEL: Final = 16
SMALL: Final = 14
NOTHING: Final = "rgba(0,0,0,0)"
PROVISIONAL: Final = "6px,4px"
_LINE: Final = 1.3  # of a line of words to the next, in sizes of its type
DOTTED: Final = "2px,5px"  # too few to judge


def escaped(said: str) -> str:
    """Return words that Plotly draws as they are, whatever a level is called."""
    return escape(said, quote=False)


def word(
    said: str,
    *,
    x: float,
    y: float,
    colour: str,
    size: int = LABEL,
    xref: str = "paper",
    anchor: str = "left",
    xshift: int = 0,
    yshift: float = 0,
) -> dict[str, Any]:
    """Return one annotation."""
    return {
        "text": said,
        "x": x,
        "y": y,
        "xref": xref,
        "yref": "y",
        "xanchor": anchor,
        "yanchor": "middle",
        "xshift": xshift,
        "yshift": yshift,
        "showarrow": False,
        "align": "left",
        "font": {"family": SANS, "size": size, "color": colour},
    }


def on_ground(words: dict[str, Any], colour: str, *, pad: int = 0) -> dict[str, Any]:
    """Return an annotation on a ground of its own, so that no line or hatch runs through it.

    The ground is as high as the letters, not as the lines: it must not cover what is next to it.
    On a bar or a box it has their colour, so that words can be read before those are drawn.
    """
    size, n_more = words["font"]["size"], words["text"].count("<br>")
    high = size + 2 + round(_LINE * size * n_more)
    return words | {"bgcolor": colour, "borderpad": pad, "height": high}


def hatch(colours: Palette) -> dict[str, Any]:
    """Return the marker of a bar that stands for what is hidden."""
    return {
        "color": NOTHING,
        "line": {"width": 0},
        "pattern": {"shape": "/", "fgcolor": colours.control, "size": 8, "solidity": 0.16},
    }


def figure(data: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """Return a figure made in one go; tests let Plotly check each, here that would cost most."""
    return go.Figure({"data": data, "layout": layout}, _validate=False)


def rules(n_rows: int, colours: Palette, *, left: int, right: int) -> list[dict[str, Any]]:
    """Return hairlines between rows, under the words as well as the marks.

    Each piece is one path for all rows: a browser draws three shapes sooner than thirty.
    """
    places = [place - 0.5 for place in range(n_rows + 1)]
    pieces: list[dict[str, Any]] = [
        {"path": across(0, 1, places)},
        # beyond the plot a shape is placed in px from its edge
        {"xsizemode": "pixel", "xanchor": 0, "path": across(-left, 0, places)},
        {"xsizemode": "pixel", "xanchor": 1, "path": across(0, right, places)},
    ]
    line = {"color": colours.grid, "width": 1}
    return [
        {"type": "path", "xref": "paper", "yref": "y"} | piece | {"line": line, "layer": "below"}
        for piece in pieces
    ]


def across(start: float, end: float, places: Sequence[float]) -> str:
    """Return the path of a horizontal line at each place."""
    return "".join(f"M{start:g},{place:g}L{end:g},{place:g}" for place in places)


def base(
    colours: Palette, *, height: int, left: int, right: int, top: int, bottom: int
) -> dict[str, Any]:
    """Return the layout all figures share: fixed margins, no ground, nothing that moves."""
    return {
        "template": None,
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "autoexpand": False},
        "paper_bgcolor": NOTHING,
        "plot_bgcolor": NOTHING,
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,
        "font": {"family": SANS, "size": LABEL, "color": colours.ink},
    }


def value_scale(axis: Axis, colours: Palette, *, room: float | None = None) -> dict[str, Any]:
    """Return the axis of a figure whose values run to the right.

    Where its title is wider than `room`, in px, if that is given, the short one stands there.
    """
    small = {"family": SANS, "size": SMALL, "color": colours.second}
    title = axis.title
    if room is not None and axis.short and text_width(title, SMALL) > room:
        title = axis.short
    return {
        "range": [axis.low, axis.high],
        "tickvals": list(axis.ticks),
        "ticktext": list(axis.tick_words),
        "ticklabeloverflow": "allow",  # or the last one goes where it reaches past the plot
        "tickfont": small,
        "title": {"text": escaped(title), "font": small, "standoff": 8},
        "gridcolor": colours.grid,
        "zeroline": False,
        "fixedrange": True,
    }
