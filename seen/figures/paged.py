"""A figure with more rows than a room can read, as several with the same axis.

It promises every row once, in its order, and the same words around each part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from seen.charts import dots
from seen.figures.shown import Shown

MOST_ROWS: Final = 7  # VISUAL.md, present mode
_BY_ROWS: Final = (dots.gaps, dots.adjusted)  # the figures that can be parted


def paged(shown: Shown, *, most: int = MOST_ROWS) -> tuple[Shown, ...]:
    """Return the parts of a figure, itself alone where it has few rows or cannot be parted."""
    if shown.draw not in _BY_ROWS:
        return (shown,)
    n_rows = len(shown.drawn[-1].groups)
    parts = dots.parts(n_rows, most)
    if len(parts) == 1:
        return (shown,)
    return tuple(replace(shown, more={**shown.more, "part": part}) for part in parts)
