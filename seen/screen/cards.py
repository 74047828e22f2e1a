"""The card of a Finding: sentence, what was asked, figure, facts, caution, actions.

It promises that no figure stands without its sentence, its counts and its caution.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from seen.domain.catalog import institution_words
from seen.domain.findings import Estimate, Finding, Response
from seen.screen import actions, cached, state, wider
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording import leading_gap, numbers, shared_versus, versus_words


def title(key: str) -> None:
    """Draw the question a page answers."""
    st.html(f'<h1 class="seen-title" id="findings" tabindex="-1">{escape(text(key))}</h1>')


def card(source: DatasetSource, finding: Finding, *, page: str) -> None:
    """Draw the card of a Finding."""
    with st.container(key="card"):
        _sentence(finding)
        _asked(finding)
        _figure(source, finding, text(page))
        _facts(source, finding)
        _caution(source, finding)
        wider.offer(source, finding)
        actions.row(source, finding)


def _sentence(finding: Finding) -> None:
    """Draw the sentence, the size of a difference in bold."""
    said = escape(finding.sentence)
    lead = leading_gap(finding)
    if lead is not None:
        size = escape(numbers.magnitude(lead, finding))
        said = said.replace(size, f"<b>{size}</b>", 1)
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


def _figure(source: DatasetSource, finding: Finding, page_title: str) -> None:
    """Draw the figure for this theme and width."""
    if not finding.groups:
        return
    chart = cached.gaps(source, finding, title=page_title)
    st.plotly_chart(
        chart.figure,
        theme=None,
        width="stretch",
        height=chart.height,
        key="figure",
        config={"displayModeBar": False},
        alt=chart.alt_text,
    )


def _facts(source: DatasetSource, finding: Finding) -> None:
    """Draw the line of facts."""
    parts = [*_counts(source, finding), _versus(source, finding), _weighting(finding)]
    said = ". ".join([", ".join(part for part in parts[:-2] if part), *parts[-2:]])
    st.html(f'<p class="seen-facts">{escape(said.strip(". "))}.</p>')


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
    second = source.catalog.dimension(question.by2).phrase("label").lower()
    return f"{said} {text('card.facts_within', dimension=second)}"


def _weighting(finding: Finding) -> str:
    """Return whether answers are weighted."""
    return text("card.facts_weighted" if finding.is_weighted else "card.facts_unweighted")


def _caution(source: DatasetSource, finding: Finding) -> None:
    """Draw one caution in plain words, and the notes of this Finding."""
    estimates = [item.estimate for item in finding.groups]
    shown = [found for found in estimates if isinstance(found, Estimate)]
    n_missing = len(estimates) - len(shown)
    said = [text("card.caution")] if any(gap.is_reliable for gap in finding.gaps) else []
    if n_missing == 1:
        said.append(text("card.caution_missing_one"))
    elif n_missing:
        said.append(text("card.caution_missing", n=n_missing))
    if any(found.is_provisional for found in shown):
        said.append(text("card.caution_provisional", plural=finding.cluster_words))
    if said:
        st.html(f'<p class="seen-body">{escape(" ".join(said))}</p>')
    if finding.notes:
        st.html(f'<p class="seen-facts">{escape(" ".join(finding.notes))}</p>')


def current(source: DatasetSource) -> Finding:
    """Return the answer to what is asked right now."""
    return cached.finding(source, state.question())
