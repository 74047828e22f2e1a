"""The page of time pressure: which groups are compared, then how they fare as it rises.

It promises the control of groups beside those that are drawn.
"""

from __future__ import annotations

from typing import Final

from seen.charts import pressure
from seen.domain import derived
from seen.figures import pressure as figures
from seen.figures.shown import Shown
from seen.screen import browser, cached, cards, controls, state
from seen.sources import Source
from seen.wording.pressure import pressure_groups

_AROUND: Final = 401  # px of the card beside its figure


def lead(source: Source) -> None:
    """Draw the controls and the card of the page, or what the data would have to hold."""
    asked = derived.under_pressure(state.question(), source.catalog)
    if asked is None:
        cards.part(source, "time_pressure")
        return
    tall = pressure.height(max(1, len(asked.groups)), is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        made = figures.lines(cached.asker(source), asked)
        chart = cards.charted(source, made)
    if isinstance(made, Shown):
        controls.of_pressure(source, asked, pressure_groups(made.drawn[0], source.catalog))
    cards.draw(source, made, chart)
