"""The card of a Finding: sentence, what was asked, figure, facts, caution, actions.

It promises that no figure stands without its sentence, its counts and its caution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import streamlit as st

from seen.charts import Chart
from seen.charts.tables import Table
from seen.domain.findings import Estimate, Finding, Reason, Response, Withheld
from seen.domain.questions import COMPARES_NONE, DISTRIBUTION, FUNNEL, Question
from seen.screen import actions, cached, prose, state, wider
from seen.sources import Source
from seen.text import text
from seen.wording import leading_gap, numbers, shared_versus, versus_words
from seen.wording.cautions import caution, small_print
from seen.wording.counted import asked_words, counted_fact
from seen.wording.reading import period_words, place_words

LEAD: Final = "lead"


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a card shows: one Finding or several that are read as one figure.

    `name` tells the cards of a page apart. The sentence is the first Finding's own where none is
    given, and `strong` the part of it that is set bold; a card with a heading has no sentence.
    `key` says how to read the marks; `asked` stands in place of what the Measure asks, and
    `table` in place of one for each Finding. What `beside` says needs further Questions, which
    are asked only once the figure stands.
    """

    findings: Sequence[Finding]
    chart: Chart
    name: str = LEAD
    heading: str = ""
    sentence: str = ""
    strong: str = ""
    key: str = ""
    asked: str = ""
    cautions: Sequence[str] = ()
    beside: Callable[[], str] | None = None
    table: Table | None = None

    @property
    def first(self) -> Finding:
        """The Finding whose Measure, counts and method the card states."""
        return self.findings[0]


@contextmanager
def skeleton(figure: int, *, around: int) -> Iterator[None]:
    """Hold the place of a card while its first answer is asked; later the old one stays till then.

    Drawn only on a visit's first figure: to put it in place of a figure would make it flicker.

    Parameters
    ----------
    figure
        How high the card's figure is, in px.
    around
        How high all else in the card is in a wide window, in px; a narrower one takes more.
    """
    place, is_drawn_before = st.empty(), bool(state.visit().shown)
    if not is_drawn_before:
        said = escape(text("card.loading"))
        height = f"calc({figure}px + {around}px * var(--seen-narrower))"
        place.html(f'<div class="seen-skeleton" style="height: {height}">{said}</div>')
    try:
        yield
    finally:
        if not is_drawn_before:
            place.empty()


def missing(source: Source, key: str) -> None:
    """Draw what a page needs that this data does not hold, and how whoever has it supplies it."""
    is_released = source.protection is not None
    with st.container(key="missing"):
        st.html(f'<p class="seen-sentence">{escape(text(key))}</p>')
        prose.body(text("release.missing") if is_released else text(f"{key}_how"))


def refused(source: Source, asked: Question, why: str, *, name: str = LEAD) -> None:
    """Draw in place of a card why the data cannot be asked it, and the nearest that it can."""
    with st.container(key=keyed("refused", name)):
        st.html(f'<p class="seen-sentence">{escape(why)}</p>')
        wider.instead(source, asked, key=keyed("instead", name))


def card(source: Source, shown: Card) -> None:
    """Draw a card."""
    state.visit().note_shown(shown.first.question)
    with st.container(key=keyed("card", shown.name)):
        asked = shown.asked or asked_words(shown.first, source.catalog)
        prose.together([_said(source, shown), prose.paragraph(asked, "facts")])
        _figure(shown)
        prose.together([prose.paragraph(_facts(source, shown), "facts"), *_caution(source, shown)])
        if shown.name == LEAD:
            wider.offer(source, shown.first)
        actions.row(source, shown.findings, name=shown.name, table=shown.table)


def keyed(part: str, name: str) -> str:
    """Return the key of a part of a card; the lead card's parts have the plain names."""
    return part if name == LEAD else f"{part}_{name}"


def _said(source: Source, shown: Card) -> str:
    """Return the heading, or the sentence with the size of a difference in bold."""
    if shown.heading:
        return f'<h2 class="seen-heading">{escape(shown.heading)}</h2>'
    said, strong = escape(shown.sentence or shown.first.sentence), shown.strong
    if not said:
        return ""
    lead = None if shown.sentence else leading_gap(shown.first, source.catalog)
    if lead is not None:
        strong = numbers.magnitude(lead, shown.first)
    if strong:
        said = said.replace(escape(strong), f"<b>{escape(strong)}</b>", 1)
    return f'<p class="seen-sentence">{prose.whole(said)}</p>'


def _figure(shown: Card) -> None:
    """Draw the figure for this theme and width; a click on a mark filters by it."""
    if not any(finding.groups or finding.parts for finding in shown.findings):
        return
    key = keyed("mark", shown.name)
    with st.container(key=keyed("figure", shown.name), gap=None):
        if shown.chart.words:  # the alt text says them too
            st.html(f'<div class="seen-over" aria-hidden="true">{shown.chart.words}</div>')
        st.plotly_chart(
            shown.chart.figure,
            theme=None,
            width="stretch",
            height=shown.chart.height,
            key=key,
            on_select=lambda: _take(key),
            selection_mode="points",
            config={"displayModeBar": False},
            alt=shown.chart.alt_text,
        )


def _take(key: str) -> None:
    """Filter by the mark that was clicked."""
    picked: Any = st.session_state[key]
    for point in picked["selection"]["points"][:1]:
        state.filter_by_mark(point.get("customdata") or ())


def _facts(source: Source, shown: Card) -> str:
    """Return the line of facts."""
    finding = shown.first
    counts = ", ".join(_counts(source, finding))
    parts = [shown.key, counts, _versus(source, finding), _weighting(finding)]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _counts(source: Source, finding: Finding) -> list[str]:
    """Return how many answered, where and when."""
    scope, said = cached.scope(source, finding.question), []
    if isinstance(finding.response, Response):
        response = finding.response
        said.append(counted_fact(finding.measure, response.answered))
        if response.asked:
            share = numbers.percent(response.answered / response.asked)
            said.append(text("card.facts_response", share=share))
    word, plural = place_words(source.catalog, finding.measure.table)
    n = scope.n_institutions
    if said and n:
        said.append(text("card.facts_institutions", n=n, plural=word if n == 1 else plural))
    return [part for part in (*said, period_words(scope)) if part]


def _versus(source: Source, finding: Finding) -> str:
    """Return who groups are compared with; nothing in a view that compares none."""
    question = finding.question
    if question.view in (*COMPARES_NONE, FUNNEL):  # the line of a funnel is the mean of all
        return ""
    said = versus_words(shared_versus(finding), source.catalog.dimension(question.by))
    said = text("card.facts_versus", versus=said)
    if question.by2 is None:
        return said
    second = numbers.uncapital(source.catalog.dimension(question.by2).phrase("label"))
    key = "facts_at" if question.view == DISTRIBUTION else "facts_within"
    return f"{said} {text(f'card.{key}', dimension=second)}"


def _weighting(finding: Finding) -> str:
    """Return whether answers are weighted; nothing where there are none to weight."""
    if not any(_is_answered(found) for found in finding.numbers):
        return ""
    if finding.measure.amount:
        return text(f"card.facts_amount_{finding.measure.amount}")
    return text("card.facts_weighted" if finding.is_weighted else "card.facts_unweighted")


def _is_answered(found: Estimate | Withheld) -> bool:
    """Return whether there are answers behind a group, shown or not."""
    return isinstance(found, Estimate) or found.reason is not Reason.NO_ANSWERS


def _caution(source: Source, shown: Card) -> list[str]:
    """Return one caution in plain words, and the notes of these Findings."""
    said = caution(shown.findings, source.catalog, shown.cautions)
    notes = small_print(shown.findings, source.catalog)
    beside = shown.beside() if shown.beside else ""
    return [
        *([prose.paragraph(said)] if said else []),
        *([prose.paragraph(beside)] if beside else []),
        *([prose.paragraph(notes, "facts")] if notes else []),
    ]
