"""What the page of gaps draws: one Measure, group by group, with what each is compared with.

It promises the same groups in the figure, the table and the file.
"""

from __future__ import annotations

from typing import Final

from seen.charts import dots
from seen.domain.apart import settled
from seen.screen import asked, browser, cached, cards, controls, state
from seen.sources.dataset import DatasetSource
from seen.text import text

_AROUND: Final = 328  # px of the card beside its figure


def lead(source: DatasetSource) -> None:
    """Draw the controls and the card of the page."""
    controls.of_gaps(source)
    question = asked.on_page("gaps", state.question(), source.catalog)
    n_rows = len(source.catalog.dimension(question.by).levels)
    figure = dots.height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(figure, around=_AROUND):
        alone = settled(question.asking(by2=None), source.catalog)
        finding = cached.finding(source, alone)
        chart = cached.chart(source, dots.gaps, finding, title=text("page.gaps.title"))
    cards.card(source, cards.Card(findings=[finding], chart=chart))
