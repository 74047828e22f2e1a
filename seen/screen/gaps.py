"""The page of gaps: what is compared, then one Measure, group by group.

It promises the controls before the figure, whatever comes of it.
"""

from __future__ import annotations

from typing import Final

from seen.charts import dots
from seen.screen import browser, cards, controls, state
from seen.sources import Source

_AROUND: Final = 328  # px of the card beside its figure


def lead(source: Source) -> None:
    """Draw the controls and the card of the page."""
    controls.of_gaps(source)
    n_rows = len(source.catalog.dimension(state.question().by).levels)
    tall = dots.height(n_rows, is_narrow=browser.is_narrow())
    cards.lead(source, "gaps", figure=tall, around=_AROUND)
