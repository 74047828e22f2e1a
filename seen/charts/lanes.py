"""What figures of one number a row share: where words and marks stand, intervals, what is hidden.

It promises the same look for the same meaning whatever the rows are: blocks of a scale or waves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from seen.charts.axes import Axis
from seen.charts.marks import DOTTED, PROVISIONAL, base, hatch, value_scale
from seen.charts.palette import Palette
from seen.domain.findings import Estimate, Reason, Withheld

VALUE_AT: Final = 20  # px right of the plot
AXIS: Final = 52  # px under the last row
_BAR: Final = 0.4  # of a row: height of a hatched bar


@dataclass(frozen=True, kw_only=True)
class Lanes:
    """Where the words and marks of rows stand."""

    row: int  # px
    left: int  # px beside the plot
    right: int
    down: float  # of a row, from its middle to its marks: on a phone words stand over them
    over: float  # of a row, from its middle up to those words
    is_narrow: bool


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number with its row and its colour."""

    row: int
    found: Estimate | Withheld
    colour: str
    is_clear: bool = True  # thick where it is sure to be what it is drawn as

    def is_withheld_as(self, reason: Reason) -> bool:
        """Return whether there is no number, for this reason."""
        return isinstance(self.found, Withheld) and self.found.reason is reason


def dressed(
    n_rows: int, axis: Axis, colours: Palette, lanes: Lanes, *, tall: int, top: int
) -> dict[str, Any]:
    """Return axes, margins and grounds; nothing moves, hovers or zooms."""
    margins = {"left": lanes.left, "right": lanes.right, "top": top, "bottom": AXIS}
    return base(colours, height=tall, **margins) | {
        "barmode": "overlay",
        "xaxis": value_scale(axis, colours),
        "yaxis": {"range": [n_rows - 0.5, -0.5], "visible": False, "fixedrange": True},
    }


def hatched(
    numbers: Sequence[Number], axis: Axis, colours: Palette, lanes: Lanes
) -> list[dict[str, Any]]:
    """Return a hatched bar for each number that is private, as one trace or none."""
    rows = [
        it.row + lanes.down
        for it in numbers
        if isinstance(it.found, Withheld) and it.found.is_hidden
    ]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [axis.high - axis.low] * len(rows),
        "base": axis.low,
        "width": _BAR,
        "marker": hatch(colours),
    }
    return [bars] if rows else []


def intervals(
    numbers: Sequence[Number], axis: Axis, colours: Palette, lanes: Lanes
) -> list[dict[str, Any]]:
    """Return every interval as a shape, and a dotted line where there are too few to judge."""
    found = []
    for item in numbers:
        line: dict[str, Any] = {"color": colours.control, "width": 2, "dash": DOTTED}
        ends = (axis.low, axis.high)
        if isinstance(item.found, Estimate):
            ends = (item.found.low, item.found.high)
            line = {"color": item.colour, "width": 3 if item.is_clear else 2}
            if item.found.is_provisional:
                line["dash"] = PROVISIONAL
        elif not item.is_withheld_as(Reason.TOO_FEW):
            continue
        at = item.row + lanes.down
        across = {"xref": "x", "x0": ends[0], "x1": ends[1], "yref": "y", "y0": at, "y1": at}
        found.append({"type": "line", **across, "line": line, "layer": "between"})
    return found
