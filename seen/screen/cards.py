"""The card of a Finding: sentence, what was asked, figure, facts, caution, actions.

It promises that no figure stands without its sentence, its counts and its caution.
"""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from seen import charts
from seen.charts import dots
from seen.charts import tables as words
from seen.domain.catalog import institution_words
from seen.domain.findings import Estimate, Finding, Interval, Response
from seen.domain.questions import Question
from seen.guard.rules import Strength
from seen.screen import cached, narrow, state, tables
from seen.settings import MINIMUM_PEOPLE
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording import leading_gap, numbers, versus_words
from seen.wording.reading import reading_line

_ICONS: Final = {
    "table": ":material/table_rows:",
    "download": ":material/download:",
    "computed": ":material/help:",
}


def title(key: str) -> None:
    """Draw the question a page answers."""
    st.html(f'<h1 class="seen-title" id="findings">{escape(text(key))}</h1>')


def card(source: DatasetSource, finding: Finding, *, page_title: str) -> None:
    """Draw the card of a Finding."""
    with st.container(key="card"):
        _sentence(finding)
        _asked(finding)
        _figure(source, finding, page_title)
        _facts(source, finding)
        _caution(source, finding)
        _actions(source, finding)


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
    chart: charts.Chart = dots.gaps(
        finding,
        source.catalog,
        is_dark=narrow.is_dark(),
        is_narrow=narrow.is_narrow(),
        title=page_title,
    )
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
    versus = next((gap.versus for gap in finding.gaps), question.versus)
    said = versus_words(versus, source.catalog.dimension(question.by))
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
    _, plural = institution_words(source.catalog)
    estimates = [item.estimate for item in finding.groups]
    shown = [found for found in estimates if isinstance(found, Estimate)]
    n_missing = len(estimates) - len(shown)
    compared = [gap for gap in finding.gaps if isinstance(gap.difference, Interval)]
    said = [text("card.caution")] if compared else []
    if n_missing == 1:
        said.append(text("card.caution_missing_one"))
    elif n_missing:
        said.append(text("card.caution_missing", n=n_missing))
    if any(found.is_provisional for found in shown):
        said.append(text("card.caution_provisional", plural=plural))
    if said:
        st.html(f'<p class="seen-body">{escape(" ".join(said))}</p>')
    if finding.notes:
        st.html(f'<p class="seen-facts">{escape(" ".join(finding.notes))}</p>')


def _actions(source: DatasetSource, finding: Finding) -> None:
    """Draw the actions of a card; one is open at a time, and asked only then."""
    draw = {"table": _table, "download": _download, "computed": _computed}
    with st.container(key="actions", horizontal=True, gap="medium"):
        for name in draw:
            st.button(
                text(f"card.{name}"),
                icon=_ICONS[name],
                key=f"action_{name}",
                type="tertiary",
                on_click=state.toggle_action,
                args=(name,),
            )
    opened = state.open_action()
    if opened in draw:
        with st.container(key="action"):
            draw[opened](source, finding)


def _table(source: DatasetSource, finding: Finding) -> None:
    """Draw the numbers of the figure as a table."""
    tables.show(words.table(finding, source.catalog))


def _download(source: DatasetSource, finding: Finding) -> None:
    """Draw the download: always guarded as if published."""
    question = finding.question
    published = cached.finding(source, question, Strength.PUBLISH)
    reading = " ".join(reading_line(source.scope(question), source.catalog))
    banner = ""
    if source.dataset.is_synthetic:
        banner = f"{text('app.synthetic')} {text('app.synthetic_rest')}"
    st.download_button(
        text("card.csv"),
        words.as_csv(published, source.catalog, reading=reading, banner=banner),
        file_name=f"seen-{question.measure}-by-{question.by}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _computed(source: DatasetSource, finding: Finding) -> None:
    """Draw how the figure was computed."""
    _, plural = institution_words(source.catalog)
    methods = [
        item.estimate.method for item in finding.groups if isinstance(item.estimate, Estimate)
    ]
    said = [text("computed.method", method=methods[0], plural=plural)] if methods else []
    n_compared = sum(gap.p_holm is not None for gap in finding.gaps)
    if n_compared:
        said.append(text("card.caution_holm", n=n_compared))
        said.append(text("computed.holm", margin=numbers.margin(finding)))
    said += [text("computed.few", plural=plural), text("computed.guard"), text("computed.across")]
    own = cached.run_settings().screen_minimum_people
    if own != MINIMUM_PEOPLE and cached.screen_guard() is Strength.SCREEN:
        said.append(text("computed.own_screen", n=own))
    for line in said:
        st.html(f'<p class="seen-body">{escape(line)}</p>')
    st.html(f'<p class="seen-facts">{escape(text("computed.command"))}</p>')
    st.code(_command(finding.question), language="bash", wrap_lines=True)
    st.html(f'<p class="seen-facts">{escape(text("computed.query"))}</p>')
    statement, _ = source.statement(finding.question)
    st.code(statement, language="sql")


def _command(question: Question) -> str:
    """Return the command line that asks the same Question."""
    parts = [f"python -m seen ask {question.measure} --show {question.show} --by {question.by}"]
    if question.by2 is not None:
        parts.append(f"--by2 {question.by2}")
    parts.append(f"--versus {question.versus}")
    parts += [f"--where {name}={','.join(levels)}" for name, levels in question.filters.chosen]
    return " ".join(parts)


def current(source: DatasetSource) -> Finding:
    """Return the answer to what is asked right now."""
    return cached.finding(source, state.question())
