"""What can be done with a card: pin it, its table, its download, how it was computed.

It promises that one action is open at a time, that a closed one asks nothing, and that
whatever leaves the screen is guarded as if published.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from seen.charts import tables as words
from seen.domain.findings import Finding
from seen.domain.questions import (
    BLOCKS,
    DISTRIBUTION,
    LEVELS,
    STRATA,
    UNADJUSTED,
    Question,
)
from seen.figures import words as figure_words
from seen.figures.shown import LEAD, Shown
from seen.guard.rules import Strength
from seen.screen import cached, kept, prose, state, tables
from seen.screen.plain import plain
from seen.settings import MINIMUM_PEOPLE
from seen.sources import Source
from seen.text import text
from seen.wording import numbers
from seen.wording.burnout import scale_words
from seen.wording.reading import reading_line

_ICONS: Final = {
    "pin": ":material/keep:",
    "table": ":material/table_rows:",
    "download": ":material/download:",
    "computed": ":material/help:",
}


def row(source: Source, shown: Shown) -> None:
    """Draw the actions of a card, and the one that is open."""
    draw = {
        "table": partial(_tables, source, shown),
        "download": partial(_download, source, shown.findings),
        "computed": partial(computed, source, shown.findings),
    }
    of = "" if shown.place == LEAD else f"_{shown.place}"
    with st.container(key=f"actions{of}", horizontal=True, gap="medium"):
        _pin(source, shown, of)
        for action in draw:
            st.button(
                text(f"card.{action}"),
                icon=_ICONS[action],
                key=f"action_{action}{of}",
                type="tertiary",
                on_click=state.toggle_action,
                args=(f"{action}{of}",),
            )
    for action, drawn in draw.items():
        if state.visit().opened == f"{action}{of}":
            with st.container(key=f"action{of}"):
                drawn()


def _pin(source: Source, shown: Shown, of: str) -> None:
    """Draw what pins this figure to the deck, or takes it out of it."""
    page, asked = state.visit().page, state.question()
    if not kept.can_be_pinned(page, shown.name):
        return
    is_pinned = kept.place_of(source, page, shown.name, asked) is not None
    st.button(
        text("card.pinned" if is_pinned else "card.pin"),
        icon=_ICONS["pin"],
        key=f"pin{of}",
        type="tertiary",
        on_click=kept.toggle,
        args=(source, page, shown.name, asked),
    )


def _tables(source: Source, shown: Shown) -> None:
    """Draw the numbers of the figure as tables."""
    for table in figure_words.tables(shown, source.catalog):
        tables.show(table)


def _download(source: Source, findings: Sequence[Finding]) -> None:
    """Draw the download: always guarded as if published."""
    banner = ""
    if source.dataset.is_synthetic:
        banner = f"{text('app.synthetic')} {text('app.synthetic_rest')}"
    first = findings[0].question
    for place, finding in enumerate(findings):
        question = finding.question
        published = source.finding(question, Strength.PUBLISH)
        reading = " ".join(reading_line(source.scope(question), source.catalog))
        label = text("card.csv")
        if len(findings) > 1 or question != first:
            of = source.catalog.dimension(question.by).phrase("label")
            what = finding.measure.phrase("label")
            if question.view == DISTRIBUTION:
                what = source.catalog.dimension(question.by2 or "").phrase("label")
            label = text(
                "card.csv_of",
                measure=numbers.capital(what),
                dimension=numbers.uncapital(of),
            )
            if question.view == BLOCKS:
                scale = numbers.capital(scale_words(finding, source.catalog))
                label = text("card.csv_blocks", scale=scale)
        st.download_button(
            plain(label),
            words.as_csv(published, source.catalog, reading=reading, banner=banner),
            file_name=_file_name(question),
            mime="text/csv",
            on_click="ignore",
            key=f"csv_{place}_{question.view}_{question.measure}_{question.by}_{question.by2}",
        )


def _file_name(question: Question) -> str:
    """Return what the file of a Finding is called."""
    if question.view == BLOCKS:
        scale = "-".join((question.measure, *question.filters.levels("scale")))
        return f"seen-{scale}-blocks.csv"
    of = question.by2 if question.view == DISTRIBUTION else question.measure
    return f"seen-{of}-by-{question.by}.csv"


def computed(source: Source, findings: Sequence[Finding]) -> None:
    """Draw how the figure was computed."""
    finding = findings[0]
    said = figure_words.method(cached.asker(source), findings)
    own = cached.run_settings().screen_minimum_people
    if own != MINIMUM_PEOPLE and cached.screen_guard() is Strength.SCREEN:
        said.append(text("computed.own_screen", n=own))
    prose.together(map(prose.paragraph, said))
    _code("computed.command", "\n".join(_command(each.question) for each in findings))
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
    if question.view != LEVELS:
        parts += ["--view", question.view]
    if question.adjust != UNADJUSTED:
        parts += ["--adjust", question.adjust]
    if question.is_stratified and question.strata != STRATA:
        parts += [word for name in question.strata for word in ("--strata", name)]
    parts += ["--versus", question.versus]
    for group in question.groups:
        parts += ["--group", group]
    for name, levels in question.filters.chosen:
        parts += ["--where", f"{name}={','.join(levels)}"]
    return shlex.join(parts)
