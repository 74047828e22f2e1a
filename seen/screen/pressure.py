"""What the page of time pressure draws: groups from the least to the most pressure.

It promises that the exposure of each group stands under its line, on the same levels.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from seen.charts import pressure
from seen.domain import derived
from seen.domain.findings import Finding
from seen.screen import browser, cached, cards, controls, state
from seen.sources import Source
from seen.text import text
from seen.wording.pressure import pressure_groups, say_pressure, strongest

_AROUND: Final = 401  # px of the card beside its figure


def lead(source: Source) -> None:
    """Draw the controls and the card of the page, or what the data would have to hold."""
    catalog = source.catalog
    asked = derived.under_pressure(state.question(), catalog)
    if asked is None:
        cards.missing(source, "pressure.missing")
        return
    if why := source.can(asked):
        cards.refused(source, asked, why)
        return
    figure = pressure.height(max(1, len(asked.groups)), is_narrow=browser.is_narrow())
    with cards.skeleton(figure, around=_AROUND):
        exposed = cached.possible(source, derived.exposure(asked, catalog))
        cached.findings(source, (asked, exposed))
        finding = cached.finding(source, asked)
        groups = pressure_groups(finding, catalog)
        exposure = None if exposed is None else cached.finding(source, exposed)
        chart = cached.chart(
            source,
            pressure.lines,
            finding,
            exposure,
            title=text("page.time_pressure.title"),
            groups=groups,
        )
    controls.of_pressure(source, asked, groups)
    cards.card(
        source,
        cards.Card(
            findings=[_drawn(it, groups) for it in (finding, exposure) if it is not None],
            chart=chart,
            sentence=say_pressure(finding, catalog),
            strong=strongest(finding, catalog),
            key=text("card.filled"),
            cautions=[text("pressure.caution")],
        ),
    )


def _drawn(finding: Finding, groups: tuple[str, ...]) -> Finding:
    """Return a Finding with the groups that are drawn alone, for the table and the counts."""
    return replace(finding, groups=tuple(it for it in finding.groups if it.group in groups))
