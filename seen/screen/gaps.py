"""What the page of gaps draws: one Measure, group by group, with what each is compared with.

It promises the same groups in the figure, the table and the file.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from seen.charts import dots
from seen.domain import beside
from seen.domain.apart import settled
from seen.domain.findings import Finding, Interval
from seen.screen import asked, browser, cached, cards, controls, state
from seen.sources import Source
from seen.text import text
from seen.wording.disagreeing import contrary_words, style_words

_AROUND: Final = 328  # px of the card beside its figure


def lead(source: Source) -> None:
    """Draw the controls and the card of the page."""
    controls.of_gaps(source)
    question = asked.on_page("gaps", state.question(), source.catalog)
    n_rows = len(source.catalog.dimension(question.by).levels)
    figure = dots.height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(figure, around=_AROUND):
        alone = settled(question.without_second(), source.catalog)
        finding = cached.finding(source, alone)
        chart = cached.chart(source, dots.gaps, finding, title=text("page.gaps.title"))
    disagreeing = partial(_disagreeing, source, finding)
    cards.card(
        source,
        cards.Card(findings=[finding], chart=chart, key=text("card.filled"), beside=disagreeing),
    )


def _disagreeing(source: Source, finding: Finding) -> str:
    """Return where the top answer, the lowest ones and the mean disagree, or another item does."""
    catalog, question = source.catalog, finding.question
    if not any(isinstance(gap.difference, Interval) for gap in finding.gaps):
        return ""
    shows, mis_seen = beside.other_shows(question, catalog), beside.mis_seen(question, catalog)
    cached.findings(source, (*shows, mis_seen))
    others = [cached.finding(source, it) for it in shows]
    said = [style_words([finding, *others], catalog)]
    if mis_seen is not None:
        said.append(contrary_words(finding, cached.finding(source, mis_seen), catalog))
    return " ".join(filter(None, said))
