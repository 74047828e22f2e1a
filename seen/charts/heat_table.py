"""A heat as a table: a coloured cell for each pair of levels, its number and interval inside.

It promises words that can be read on every colour, and no number where one is withheld.
"""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from seen.charts.boxes import wrapped
from seen.charts.heat_cells import Cell, Grid, State
from seen.charts.heat_key import Key
from seen.charts.heat_marks import Target, aim, dotted, dress, hatch, word
from seen.charts.marks import LABEL, NOTHING, SMALL, on_ground
from seen.charts.palette import Palette, text_on

LEFT: Final = 176
_ROW, _LINE, _ABOVE, _BELOW = 52, 18, 12, 4
_MOST_LINES: Final = 4  # of the head of a column
_INSET: Final = 0.02  # of a dotted outline, in columns
_UPPER, _LOWER = 10, 11  # px of the two lines of a cell from its middle


def table(
    grid: Grid, key: Key, colours: Palette, *, fills: tuple[str, ...], room: int
) -> tuple[go.Figure, int]:
    """Return the figure and its height in px, given the px of the narrowest window."""
    wide = (room - LEFT) / max(1, len(grid.columns))
    heads = [wrapped(column, SMALL, wide, _MOST_LINES) for column in grid.columns]
    n_lines = max((len(head) for head in heads), default=1)
    head_at = key.height + _ABOVE + _LINE / 2
    top = int(key.height + _ABOVE + (n_lines + 1) * _LINE + 10)
    small: dict[str, Any] = {"size": SMALL, "colour": colours.second}
    words = [
        *key.words,
        word(grid.head, y=head_at, **small),
        word(grid.corner, y=top - 6 - _LINE / 2, xshift=-LEFT, **small),
    ]
    for place, head in enumerate(heads):
        y = top - 6 - len(head) * _LINE / 2
        words.append(_inside("\n".join(head), place, y, colour=colours.ink))
    shapes, hatched, targets = list(key.shapes), [], []
    for index, (label, cells) in enumerate(zip(grid.rows, grid.cells, strict=True)):
        y = top + (index + 0.5) * _ROW
        lines = wrapped(label, LABEL, LEFT - 12)
        words.append(word("\n".join(lines), y=y, xshift=-LEFT, colour=colours.ink))
        for place, cell in enumerate(cells):
            words += _written(cell, place, y, colours, fills)
            shapes += _ground(cell, place, y, colours, fills)
            if cell.state is State.PRIVATE:
                hatched.append((float(place), y))
            ends: dict[str, float] = {"left": place - 0.5, "right": place + 0.5}
            targets.append(Target(**ends, y=y, high=_ROW, filters=cell.filters))
    height = top + _ROW * len(grid.rows) + _BELOW
    figure = go.Figure()
    hatch(figure, hatched, _ROW, colours)
    aim(figure, targets)
    across = (-0.5, max(1, len(grid.columns)) - 0.5)
    dress(figure, height=height, left=LEFT, across=across, colours=colours)
    figure.update_layout(shapes=shapes, annotations=words)
    return figure, height


def _written(
    cell: Cell, place: int, y: float, colours: Palette, fills: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return the two lines of a cell; the range of a difference that is not reliable is small."""
    ground = colours.card if cell.place is None else fills[cell.place]
    on = colours.second if cell.place is None else text_on(ground)
    size = SMALL if cell.is_range else LABEL
    if not cell.small or not cell.lead:
        said = cell.lead or cell.small
        words = [_inside(said, place, y, colour=on, size=size)] if said else []
    else:
        words = [
            _inside(cell.lead, place, y - _UPPER, colour=on, size=size, is_bold=cell.is_bold),
            _inside(cell.small, place, y + _LOWER, colour=on),
        ]
    return [on_ground(it, ground) for it in words]


def _ground(
    cell: Cell, place: int, y: float, colours: Palette, fills: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return the colour of a cell, or the outline of one without a number."""
    if cell.place is not None:
        fill, line, inset = fills[cell.place], {"color": colours.card, "width": 3}, 0.0
    elif cell.state is State.TOO_FEW:
        fill, line, inset = NOTHING, dotted(colours), _INSET
    elif cell.state is State.UNCLASSED:
        fill, line, inset = NOTHING, {"color": colours.control, "width": 1}, _INSET
    else:
        return []
    half = _ROW / 2 - (2 if inset else 0)
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "y",
            "x0": place - 0.5 + inset,
            "x1": place + 0.5 - inset,
            "y0": y - half,
            "y1": y + half,
            "fillcolor": fill,
            "line": line,
            "layer": "below",
        }
    ]


def _inside(
    said: str, place: int, y: float, *, colour: str, size: int = SMALL, is_bold: bool = False
) -> dict[str, Any]:
    """Return words in the middle of a column."""
    return word(
        said, x=place, xref="x", y=y, colour=colour, size=size, anchor="center", is_bold=is_bold
    )
