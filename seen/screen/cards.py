"""The card of a Finding: sentence, what was asked, figure, facts, caution, actions.

It promises that no figure stands without its sentence, its counts and its caution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import streamlit as st

from seen.charts import Chart
from seen.domain.catalog import institution_words
from seen.domain.findings import Estimate, Finding, Response
from seen.domain.questions import DISTRIBUTION
from seen.screen import actions, cached, state, wider
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording import leading_gap, numbers, shared_versus, versus_words

LEAD: Final = "lead"


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a card shows: one Finding or several that are read as one figure.

    `name` tells the cards of a page apart. The sentence is the first Finding's own where none is
    given, and `strong` the part of it that is set bold; a card with a heading has no sentence.
    `key` says how to read the marks.
    """

    findings: Sequence[Finding]
    chart: Chart
    name: str = LEAD
    heading: str = ""
    sentence: str = ""
    strong: str = ""
    key: str = ""
    cautions: Sequence[str] = ()

    @property
    def first(self) -> Finding:
        """The Finding whose Measure, counts and method the card states."""
        return self.findings[0]


def title(key: str) -> None:
    """Draw the question a page answers."""
    st.html(f'<h1 class="seen-title" id="findings" tabindex="-1">{escape(text(key))}</h1>')


def heading(key: str) -> None:
    """Draw a heading between the parts of a page."""
    st.html(f'<h2 class="seen-heading">{escape(text(key))}</h2>')


def body(said: str) -> None:
    """Draw a paragraph."""
    st.html(f'<p class="seen-body">{escape(said)}</p>')


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
    place = st.empty()
    if not state.visit().shown:
        said = escape(text("card.loading"))
        height = f"calc({figure}px + {around}px * var(--seen-narrower))"
        place.html(f'<div class="seen-skeleton" style="height: {height}">{said}</div>')
    try:
        yield
    finally:
        place.empty()


def missing(key: str) -> None:
    """Draw what a page needs that this data does not hold, and how to supply it."""
    with st.container(key="missing"):
        st.html(f'<p class="seen-sentence">{escape(text(key))}</p>')
        body(text(f"{key}_how"))


def card(source: DatasetSource, shown: Card) -> None:
    """Draw a card."""
    state.visit().note_shown(shown.first.question)
    with st.container(key=keyed("card", shown.name)):
        if shown.heading:
            st.html(f'<h2 class="seen-heading">{escape(shown.heading)}</h2>')
        else:
            _sentence(source, shown)
        _asked(shown.first)
        _figure(shown)
        _facts(source, shown)
        _caution(shown)
        if shown.name == LEAD:
            wider.offer(source, shown.first)
        actions.row(source, shown.findings, name=shown.name)


def keyed(part: str, name: str) -> str:
    """Return the key of a part of a card; the lead card's parts have the plain names."""
    return part if name == LEAD else f"{part}_{name}"


def _sentence(source: DatasetSource, shown: Card) -> None:
    """Draw the sentence, the size of a difference in bold."""
    said, strong = escape(shown.sentence or shown.first.sentence), shown.strong
    if not said:
        return
    lead = None if shown.sentence else leading_gap(shown.first, source.catalog)
    if lead is not None:
        strong = numbers.magnitude(lead, shown.first)
    if strong:
        said = said.replace(escape(strong), f"<b>{escape(strong)}</b>", 1)
    st.html(f'<p class="seen-sentence">{said}</p>')


def _asked(finding: Finding) -> None:
    """Draw the question that was put to people, its instrument and who reported it."""
    measure = finding.measure
    key = "recorded" if measure.reporter == "record" else "asked"
    said = text(
        f"card.{key}",
        question=measure.phrase("question"),
        instrument=measure.instrument,
        evidence=text(f"card.evidence_{measure.evidence}"),
        reporter=text(f"card.reporter_{measure.reporter}"),
    )
    st.html(f'<p class="seen-facts">{escape(said)}</p>')


def _figure(shown: Card) -> None:
    """Draw the figure for this theme and width; a click on a mark filters by it."""
    if not any(finding.groups for finding in shown.findings):
        return
    key = keyed("mark", shown.name)
    with st.container(key=keyed("figure", shown.name)):
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


def _facts(source: DatasetSource, shown: Card) -> None:
    """Draw the line of facts."""
    finding = shown.first
    counts = ", ".join(_counts(source, finding))
    parts = [shown.key, counts, _versus(source, finding), _weighting(finding)]
    said = ". ".join(part.rstrip(".") for part in parts if part)
    st.html(f'<p class="seen-facts">{escape(said)}.</p>')


def _counts(source: DatasetSource, finding: Finding) -> list[str]:
    """Return how many answered, and where."""
    if not isinstance(finding.response, Response):
        return []
    response = finding.response
    reporter = finding.measure.reporter
    said = [text(f"card.facts_{reporter}", n=numbers.count(response.answered))]
    if response.asked:
        share = numbers.percent(response.answered / response.asked)
        said.append(text("card.facts_response", share=share))
    scope = cached.scope(source, finding.question)
    word, plural = institution_words(source.catalog)
    n = scope.n_institutions
    if n:
        said.append(text("card.facts_institutions", n=n, plural=word if n == 1 else plural))
    return said


def _versus(source: DatasetSource, finding: Finding) -> str:
    """Return who groups are compared with."""
    question = finding.question
    said = versus_words(shared_versus(finding), source.catalog.dimension(question.by))
    said = text("card.facts_versus", versus=said)
    if question.by2 is None:
        return said
    second = numbers.uncapital(source.catalog.dimension(question.by2).phrase("label"))
    key = "facts_at" if question.view == DISTRIBUTION else "facts_within"
    return f"{said} {text(f'card.{key}', dimension=second)}"


def _weighting(finding: Finding) -> str:
    """Return whether answers are weighted."""
    return text("card.facts_weighted" if finding.is_weighted else "card.facts_unweighted")


def _caution(shown: Card) -> None:
    """Draw one caution in plain words, and the notes of these Findings."""
    findings = shown.findings
    estimates = [item.estimate for finding in findings for item in finding.groups]
    there = [found for found in estimates if isinstance(found, Estimate)]
    n_missing = len(estimates) - len(there)
    is_reliable = any(gap.is_reliable for finding in findings for gap in finding.gaps)
    said = [text("card.caution")] if is_reliable else []
    if n_missing == 1:
        said.append(text("card.caution_missing_one"))
    elif n_missing:
        said.append(text("card.caution_missing", n=n_missing))
    if any(found.is_provisional for found in there):
        said.append(text("card.caution_provisional", plural=shown.first.cluster_words))
    said += shown.cautions
    if said:
        body(" ".join(said))
    notes = dict.fromkeys(note for finding in findings for note in finding.notes)
    if notes:
        st.html(f'<p class="seen-facts">{escape(" ".join(notes))}</p>')
