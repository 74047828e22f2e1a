"""What can be done with a card: its table, its download, how it was computed.

It promises that one action is open at a time, that a closed one asks nothing, and that
whatever leaves the screen is guarded as if published.
"""

from __future__ import annotations

import shlex
from html import escape
from typing import Final

import streamlit as st

from seen.charts import tables as words
from seen.domain.findings import Estimate, Finding
from seen.domain.questions import Question
from seen.guard.rules import Strength
from seen.screen import cached, state, tables
from seen.settings import MINIMUM_PEOPLE
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording import numbers
from seen.wording.reading import reading_line

_ICONS: Final = {
    "table": ":material/table_rows:",
    "download": ":material/download:",
    "computed": ":material/help:",
}


def row(source: DatasetSource, finding: Finding) -> None:
    """Draw the actions of a card, and the one that is open."""
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
    opened = state.visit().opened
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
        key="csv",
    )


def _computed(source: DatasetSource, finding: Finding) -> None:
    """Draw how the figure was computed."""
    plural = finding.cluster_words
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
    _code("computed.command", _command(finding.question))
    statement, _ = source.statement(finding.question)
    _code("computed.query", statement)


def _code(key: str, lines: str) -> None:
    """Draw lines of code under what they are; plain, since no colour here would mean anything."""
    st.html(f'<p class="seen-facts">{escape(text(key))}</p>')
    st.code(lines, language=None, wrap_lines=True)


def _command(question: Question) -> str:
    """Return the command line that asks the same Question."""
    parts = ["python", "-m", "seen", "ask", question.measure, "--show", str(question.show)]
    parts += ["--by", question.by]
    if question.by2 is not None:
        parts += ["--by2", question.by2]
    parts += ["--versus", question.versus]
    for name, levels in question.filters.chosen:
        parts += ["--where", f"{name}={','.join(levels)}"]
    return shlex.join(parts)
