"""The rings around periods that stand out: in a figure over time, those unlike the three before.

They promise a ring around every period that the sentence may name, and its words in alt text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts.palette import Palette
from seen.charts.pressure_rows import Picture
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Interval
from seen.text import text
from seen.wording.views import flagged

_SIZE: Final = 22  # px across: clear of the largest mark


def ringed(
    finding: Finding, drawn: Picture, catalog: Catalog, groups: Sequence[str], language: str
) -> list[tuple[int, int]]:
    """Return the line and the level of each period that stands out."""
    by2 = catalog.dimension(finding.question.by2 or "")
    return [
        (place, drawn.levels.index(by2.level_label(item.group_2 or "", language)))
        for place, group in enumerate(groups)
        for item in flagged(finding, group)
    ]


def rings(found: Sequence[tuple[int, int]], drawn: Picture, colours: Palette) -> list[Any]:
    """Return a ring around each, as one trace or none."""
    shown = [(level, drawn.lines[line].points[level].found) for line, level in found]
    at = [(level, it.value) for level, it in shown if isinstance(it, Interval)]
    ring = {
        "type": "scatter",
        "mode": "markers",
        "x": [level for level, _ in at],
        "y": [value for _, value in at],
        "cliponaxis": False,
        "marker": {
            "size": _SIZE,
            "symbol": "circle-open",
            "color": colours.ink,
            "line": {"width": 2, "color": colours.ink},
            "opacity": 1,
        },
    }
    return [ring] if at else []


def ring_words(found: Sequence[tuple[int, int]], drawn: Picture, language: str) -> list[str]:
    """Return which periods stand out, for alt text."""
    return [
        text(
            "pressure.alt_ring",
            language,
            name=drawn.lines[line].name,
            level=drawn.levels[level],
        )
        for line, level in found
    ]
