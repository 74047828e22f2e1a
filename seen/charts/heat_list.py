"""A heat as lists, one per level of its rows: the form for a phone and for many columns.

It promises a height that depends on the levels alone, and words where a table has signs.
"""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from seen.charts.boxes import fitted, text_width
from seen.charts.heat_cells import Cell, Grid
from seen.charts.heat_key import Classes, Key
from seen.charts.heat_marks import SWATCH, Target, aim, dress, sign, word
from seen.charts.heat_marks import box as drawn_box
from seen.charts.marks import LABEL, SMALL
from seen.charts.palette import Palette

_HEAD, _ONE, _TWO, _BENEATH, _BELOW, _ABOVE = 32, 28, 48, 19, 20, 12
_BESIDE: Final = SWATCH + 8
_BETWEEN: Final = 12  # px between a label and its words
_BOLD: Final = 1.08
_GUTTER: Final = 0.04  # of the width, between two lists


def lists(
    grid: Grid,
    key: Key,
    colours: Palette,
    *,
    classes: Classes,
    longest: str,
    room: int,
    n_across: int,
) -> tuple[go.Figure, int]:
    """Return the figure and its height in px.

    Parameters
    ----------
    longest
        The longest words a cell can have.
    room
        The px of the narrowest window it is drawn in.
    n_across
        How many lists stand beside each other.
    """
    wide = (1 - (n_across - 1) * _GUTTER) / n_across
    px = wide * room
    most = px - _BESIDE - _BETWEEN - text_width(longest, SMALL, is_bold=True)
    steps = [_ONE if text_width(it, LABEL) <= most else _TWO for it in grid.columns]
    tall = _HEAD + sum(steps) + _BELOW
    shapes, words, targets = list(key.shapes), list(key.words), []
    for place, (label, cells) in enumerate(zip(grid.rows, grid.cells, strict=True)):
        start = (place % n_across) * (wide + _GUTTER)
        top = key.height + _ABOVE + (place // n_across) * tall
        y = top + _HEAD / 2
        beside = px - text_width(classes.unit, SMALL) - _BETWEEN
        head = fitted(label, LABEL, beside / _BOLD)
        words.append(word(head, x=start, y=y, colour=colours.ink, is_bold=True))
        right: dict[str, Any] = {"x": start + wide, "anchor": "right", "size": SMALL}
        words.append(word(classes.unit, y=y, colour=colours.second, **right))
        shapes.append(_rule(start, start + wide, top + _HEAD - 2, colours))
        y = top + _HEAD + _ONE / 2
        for column, step, cell in zip(grid.columns, steps, cells, strict=True):
            shapes += _swatch(cell, start, y, colours, classes.colours)
            named = fitted(column, LABEL, px - _BESIDE)
            words.append(word(named, x=start, y=y, xshift=_BESIDE, colour=colours.ink))
            below: dict[str, Any] = {"x": start, "xshift": _BESIDE, "size": SMALL}
            colour = colours.second if cell.missing else colours.ink
            line_at, at = (y, right) if step == _ONE else (y + _BENEATH, below)
            words.append(word(cell.words, y=line_at, colour=colour, is_bold=cell.is_bold, **at))
            aimed = {"left": start, "right": start + wide, "y": y + (step - _ONE) / 2}
            targets.append(Target(**aimed, high=step, filters=cell.filters))
            y += step
    height = int(key.height + _ABOVE - (-len(grid.rows) // n_across) * tall)
    figure = go.Figure()
    aim(figure, targets)
    dress(figure, height=height, left=0, across=(0, 1), colours=colours)
    figure.update_layout(shapes=shapes, annotations=words)
    return figure, height


def _swatch(
    cell: Cell, start: float, y: float, colours: Palette, fills: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return the sign before a line."""
    if cell.place is None:
        return sign(cell.state, 0, y, colours, anchor=start)
    top = y - SWATCH / 2
    fill = fills[cell.place]
    return [drawn_box(0, SWATCH, top, top + SWATCH, fill=fill, anchor=start)]


def _rule(start: float, end: float, y: float, colours: Palette) -> dict[str, Any]:
    """Return the hairline under the head of a list."""
    return {
        "type": "line",
        "xref": "paper",
        "yref": "y",
        "x0": start,
        "x1": end,
        "y0": y,
        "y1": y,
        "line": {"color": colours.grid, "width": 1},
    }
