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
