"""Where the parts of the figure of time pressure stand, in px.

It promises a height that depends on the number of groups alone, so that nothing jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seen.charts.axes import Axis

NAME: Final = 27  # px from the last level to the names at its right
_BOTTOM: Final = 4
_BEFORE: Final = 0.4  # of a step, left of the first level
_AFTER: Final = 0.25
TICK: Final = 12  # px high: what stands for a hidden or missing number


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What differs between the wide and the narrow figure, in px."""

    left: int
    right: int
    top: int  # the title of the values
    lines: int  # values and foot together
    foot: int  # one row of what has no number
    tick: int  # from its top down to its ticks
    levels: int  # the labels of the levels and the title beneath them
    heading: int  # over the strips
    strip: int
    printed: int  # from the top of a strip down to the middle of its numbers
    bars: int  # the tallest bar with its interval
    again: int  # the labels of the levels under the last strip
    label: int  # width of the names at the ends of the lines
    size: int  # of their type
    least: int  # the narrowest figure it is set for
    is_narrow: bool


WIDE: Final = Layout(
    **{"left": 188, "right": 332, "top": 40, "lines": 320, "foot": 24, "tick": 6, "levels": 60},
    **{"heading": 44, "strip": 62, "printed": 14, "bars": 34, "again": 22, "label": 166},
    **{"size": 16, "least": 820},
    is_narrow=False,
)
NARROW: Final = Layout(
    **{"left": 46, "right": 100, "top": 56, "lines": 340, "foot": 36, "tick": 4, "levels": 78},
    **{"heading": 56, "strip": 84, "printed": 36, "bars": 34, "again": 40, "label": 82},
    **{"size": 14, "least": 320},
    is_narrow=True,
)


def height(layout: Layout, n_strips: int) -> int:
    """Return how high a figure with so many strips is, in px."""
    strips = layout.heading + n_strips * layout.strip + layout.again if n_strips else 0
    return layout.top + layout.lines + layout.levels + strips + _BOTTOM


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The figure's own sizes: how many levels, rows at the foot and strips it has."""

    layout: Layout
    axis: Axis
    n_levels: int
    n_foot: int
    n_strips: int

    @property
    def inner(self) -> int:
        """Height of everything below the title of the values."""
        return self.height - self.layout.top - _BOTTOM

    @property
    def height(self) -> int:
        """Height of the figure."""
        return height(self.layout, self.n_strips)

    @property
    def values(self) -> int:
        """Height of the values."""
        return self.layout.lines - self.n_foot * self.layout.foot

    @property
    def span(self) -> tuple[float, float]:
        """The range of the x axis, in levels."""
        return -_BEFORE, self.n_levels - 1 + _AFTER

    @property
    def last(self) -> float:
        """Where the last level stands, as a part of the plot's width."""
        low, high = self.span
        return (self.n_levels - 1 - low) / (high - low)

    @property
    def step(self) -> float:
        """Px from one level to the next on the narrowest figure."""
        low, high = self.span
        return (self.layout.least - self.layout.left - self.layout.right) / (high - low)

    def part(self, down: float) -> float:
        """Return a height in px down as a part of the inner height from below."""
        return 1 - down / self.inner

    @property
    def beside(self) -> float:
        """Width of the column that starts where the names at the ends of the lines do."""
        layout = self.layout
        plot = layout.least - layout.left - layout.right
        return layout.right + (1 - self.last) * plot - NAME - 4

    def strip_top(self, place: int) -> int:
        """Return where a strip starts, in px down."""
        over = self.layout.lines + self.layout.levels + self.layout.heading
        return over + place * self.layout.strip

    def down(self, found: float) -> float:
        """Return where a value stands, in px down from the top of the axis."""
        return (self.axis.high - found) / (self.axis.high - self.axis.low) * self.values

    def at(self, down: float) -> float:
        """Return the value that stands so many px down."""
        return self.axis.high - down / self.values * (self.axis.high - self.axis.low)
