"""The card of a Finding: sentence, what was asked, figure, facts, caution, actions.

It promises that no figure stands without its sentence, its counts and its caution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import streamlit as st

from seen.charts import Chart
from seen.domain.questions import Question
from seen.figures import listed, words
from seen.figures.asker import Asker
from seen.figures.shown import LEAD, Absent, Shown, Why
from seen.screen import actions, cached, prose, state, tables, wider
from seen.sources import Source
from seen.text import text


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


def part(source: Source, page: str, name: str = LEAD) -> None:
    """Draw a figure of a page as it is listed, or why it cannot be shown."""
    draw(source, listed.figure(page, name)(cached.asker(source), state.question()), name=name)


def lead(source: Source, page: str, *, figure: int, around: int) -> None:
    """Draw what leads a page, its place held as `skeleton` does while it is asked."""
    with skeleton(figure, around=around):
        made = listed.figure(page)(cached.asker(source), state.question())
        chart = charted(source, made)
    draw(source, made, chart)


def charted(source: Source, made: Shown | Absent) -> Chart | None:
    """Return the Chart of what is shown; None where nothing is, or it has nothing to draw."""
    return cached.chart(source, made) if isinstance(made, Shown) else None


def draw(
    source: Source, made: Shown | Absent, chart: Chart | None = None, *, name: str = LEAD
) -> None:
    """Draw the card of a figure, or why it cannot be shown."""
    if isinstance(made, Shown):
        card(source, made, chart)
    else:
        absent(source, made, name=name)


def several(source: Source, made: Sequence[Shown] | Absent, *, name: str) -> None:
    """Draw a card for each figure, or why there is none."""
    for one in [made] if isinstance(made, Absent) else made:
        draw(source, one, name=name)


def absent(source: Source, found: Absent, *, name: str = LEAD) -> None:
    """Draw why a figure cannot be shown: what the data lacks, or the nearest it can be asked."""
    if found.why is Why.MISSING:
        with st.container(key="missing"):
            st.html(f'<p class="seen-sentence">{escape(found.said)}</p>')
            prose.body(found.how)
    elif found.asked is not None:
        refused(source, found.asked, found.said, name=name)
    else:
        prose.body(found.said)


def missing(source: Source, key: str) -> None:
    """Draw what a page needs that this data does not hold, and how whoever has it supplies it."""
    absent(source, cached.asker(source).missing(key))


def refused(source: Source, asked: Question, why: str, *, name: str = LEAD) -> None:
    """Draw in place of a card why the data cannot be asked it, and the nearest that it can."""
    with st.container(key=keyed("refused", name)):
        st.html(f'<p class="seen-sentence">{escape(why)}</p>')
        wider.instead(source, asked, key=keyed("instead", name))


def card(source: Source, shown: Shown, chart: Chart | None = None) -> None:
    """Draw a card, with a Chart where it was made before."""
    state.visit().note_shown(shown.first.question)
    asker = cached.asker(source)
    made = chart or cached.chart(source, shown)
    with st.container(key=keyed("card", shown.place)):
        asked = words.asked(shown, source.catalog)
        prose.together([_said(source, shown), prose.paragraph(asked, "facts")])
        figure(shown, made)
        facts = prose.paragraph(words.facts(asker, shown), "facts")
        prose.together([facts, *_caution(asker, shown)])
        if shown.place == LEAD:
            wider.offer(source, shown.first)
        actions.row(source, shown)
    if shown.total:
        prose.body(shown.total)
    if shown.below is not None:
        tables.show(shown.below)


def keyed(part: str, name: str) -> str:
    """Return the key of a part of a card; the lead card's parts have the plain names."""
    return part if name == LEAD else f"{part}_{name}"


def _said(source: Source, shown: Shown) -> str:
    """Return the heading, or the sentence with the size of a difference in bold."""
    if shown.heading:
        return f'<h2 class="seen-heading">{escape(shown.heading)}</h2>'
    sentence, strong = words.sentence(shown, source.catalog)
    said = prose.strengthened(sentence, strong)
    return f'<p class="seen-sentence">{said}</p>' if said else ""


def figure(shown: Shown, chart: Chart) -> None:
    """Draw the figure for this theme and width; a click on a mark filters by it."""
    if not any(finding.groups or finding.parts for finding in shown.findings):
        return
    key = keyed("mark", shown.place)
    with st.container(key=keyed("figure", shown.place), gap=None):
        if chart.words:  # the alt text says them too
            st.html(f'<div class="seen-over" aria-hidden="true">{chart.words}</div>')
        st.plotly_chart(
            chart.figure,
            theme=None,
            width="stretch",
            height=chart.height,
            key=key,
            on_select=lambda: _take(key),
            selection_mode="points",
            config={"displayModeBar": False},
            alt=chart.alt_text,
        )


def _take(key: str) -> None:
    """Filter by the mark that was clicked."""
    picked: Any = st.session_state[key]
    for point in picked["selection"]["points"][:1]:
        state.filter_by_mark(point.get("customdata") or ())


def _caution(asker: Asker, shown: Shown) -> list[str]:
    """Return one caution in plain words, and the notes of these Findings."""
    said, beside, notes = words.cautions(asker, shown)
    return [
        *([prose.paragraph(said)] if said else []),
        *([prose.paragraph(beside)] if beside else []),
        *([prose.paragraph(notes, "facts")] if notes else []),
    ]
