"""Where the panels of the page of places stand: columns and rows, in px and parts of the figure.

It promises the same height for the same number of panels, so that nothing jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The places of panels; px count from the top of the figure, `share` turns them round.

    Attributes
    ----------
    n_panels, n_columns
        How many panels there are, and how many stand side by side.
    left, right
        px beside the panels: for the scale and the heads of the lines of words.
    head, title, plot, foot, apart
        px of the words over all panels, of a panel's title, its plot, the words under it, and
        of the room beneath.
    least
        The narrowest figure it is set for, in px.
    """

    n_panels: int
    n_columns: int
    left: int
    right: int
    head: int
    title: int
    plot: int
    foot: int
    apart: int
    least: int
    is_narrow: bool

    @property
    def block(self) -> int:
        """The px of a panel from its title to the room beneath it."""
        return self.title + self.plot + self.foot + self.apart

    @property
    def height(self) -> int:
        """The px of the whole figure."""
        n_rows = -(-self.n_panels // self.n_columns)
        return self.head + n_rows * self.block

    def row(self, panel: int) -> int:
        """Return in which row a panel stands."""
        return panel // self.n_columns

    def top(self, panel: int) -> int:
        """Return where a panel's plot starts."""
        return self.head + self.row(panel) * self.block + self.title

    def under(self, panel: int) -> int:
        """Return where a panel's plot ends."""
        return self.top(panel) + self.plot

    def share(self, px: float) -> float:
        """Return px from the top as a part of the figure from its bottom."""
        return 1 - px / self.height

    def across(self, panel: int) -> tuple[float, float]:
        """Return where a panel starts and ends, as parts of the width."""
        column = panel % self.n_columns
        wide = (1 - _GAP * (self.n_columns - 1)) / self.n_columns
        start = column * (wide + _GAP)
        return round(start, 6), round(start + wide, 6)

    def room(self, n_levels: int) -> float:
        """Return how wide words under one level may be, in px, on the narrowest figure."""
        wide = (1 - _GAP * (self.n_columns - 1)) / self.n_columns
        return (self.least - self.left - self.right) * wide / max(1, n_levels)

    def is_first(self, panel: int) -> bool:
        """Return whether a panel stands at the left, beside the scale."""
        return panel % self.n_columns == 0


_GAP: Final = 0.025  # of the width, between two columns
_COLUMNS: Final = {1: 2, 2: 2, 3: 3, 4: 2}  # on a wide screen: of four, two above two
_FOOT: Final = {1: 186, 2: 168, 3: 222}  # px: words of narrow columns take more lines
_WIDE: Final[dict[str, Any]] = {
    **{"left": 104, "right": 8, "head": 34, "title": 38, "plot": 190, "apart": 8},
    **{"least": 820, "is_narrow": False},
}
_NARROW: Final[dict[str, Any]] = {
    **{"left": 44, "right": 2, "head": 62, "title": 38, "plot": 150, "apart": 20},
    **{"least": 318, "is_narrow": True},
}


def frame(n_panels: int, *, is_narrow: bool) -> Frame:
    """Return the frame of one to four panels."""
    if is_narrow:
        return Frame(n_panels=n_panels, n_columns=1, foot=_FOOT[1], **_NARROW)
    n_columns = _COLUMNS[n_panels]
    return Frame(n_panels=n_panels, n_columns=n_columns, foot=_FOOT[n_columns], **_WIDE)
