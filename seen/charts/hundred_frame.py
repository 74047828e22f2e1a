"""Where the bars of a hundred requests stand: px, and parts of a row from its middle.

It promises the same height for the same number of groups, so that nothing jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TOP, BOTTOM = 4, 8  # px


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where bars and words stand."""

    row: int  # px, as are the next three
    left: int
    right: int
    least: int  # the narrowest figure it is set for
    bar: float  # height of a bar, in rows
    up: float  # from the middle of a row to that of its bar
    label: float  # from the middle of a row to its label
    said: tuple[float, ...]  # to the lines of words under its bar
    key_rows: int  # lines of the key
    is_narrow: bool

    @property
    def plot(self) -> int:
        """Width of the narrowest plot, in px."""
        return self.least - self.left - self.right


WIDE: Final = Layout(
    row=64,
    left=216,
    right=190,
    least=820,
    bar=0.44,
    up=0.14,
    label=-0.14,
    said=(0.29,),
    key_rows=1,
    is_narrow=False,
)
NARROW: Final = Layout(
    row=112,
    left=2,
    right=2,
    least=318,
    bar=0.25,
    up=0.08,
    label=-0.36,
    said=(0.18, 0.36),
    key_rows=2,
    is_narrow=True,
)
KEY: Final = {False: 0.5, True: 0.24}  # height of a line of the key, in rows


def height(n_groups: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many groups is, in px."""
    layout = NARROW if is_narrow else WIDE
    key = KEY[is_narrow] * layout.key_rows
    return round(layout.row * (n_groups + key)) + TOP + BOTTOM
