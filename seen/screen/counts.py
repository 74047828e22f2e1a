"""The page of what counts: an hour, what stands closed beneath it, and which recipients it is by.

It promises that a closed part asks nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from seen.charts.hour import height
from seen.domain import counts
from seen.figures import counts as figures
from seen.screen import browser, cached, cards, closer, prose, state
from seen.sources import Source
from seen.text import text

_AROUND: Final = 426  # px of the card beside its figure
_PICKER: Final = 420  # px


def lead(source: Source) -> None:
    """Draw where an hour goes, or what the data would have to hold."""
    question, catalog = state.question(), source.catalog
    asked = counts.hour(question, catalog)
    if asked is None:
        cards.part(source, "what_counts")
        if counts.holds_any(question, catalog):
            prose.body(text("counts.missing_below"))
        return
    n_rows = len(asked.filters.levels(asked.by) or catalog.dimension(asked.by).levels)
    tall = height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        made = figures.hour(cached.asker(source), question, asked)
        chart = cards.charted(source, made)
    cards.draw(source, made, chart)


def parts(source: Source) -> None:
    """Draw the closed parts of the page."""
    closed: dict[str, Callable[[], None]] = {
        "screens": partial(_met, source, "screens", "interruptions"),
        "scripts": partial(_met, source, "scripts", "scripted"),
        "measured": partial(_measured, source),
        "credit": partial(_each, source, "uncredited", "minutes"),
        "after_hours": partial(_each, source, "week", "burnt_out"),
    }
    closer.draw(closed, of="counts")


def _met(source: Source, *names: str) -> None:
    """Draw figures of what recipients meet, by the Dimension that is chosen here."""
    _by(source)
    _each(source, *names)


def _measured(source: Source) -> None:
    """Draw what looks good where much is measured, then around whom that is."""
    _each(source, "measured")
    _met(source, "intensity")


def _each(source: Source, *names: str) -> None:
    """Draw several figures, one beneath the other."""
    for name in names:
        cards.part(source, "what_counts", name)


def _by(source: Source) -> None:
    """Draw the choice of the recipients that are compared; nothing where there is none."""
    catalog, asked = source.catalog, state.question()
    labels = {item.name: item.phrase("label") for item in counts.recipients(catalog)}
    chosen = counts.by_recipients(asked, catalog)
    if chosen is None or len(labels) < 2:
        return
    options = list(labels)
    key = state.key_of("counts_by", chosen, list(labels.values()))
    with st.container(key="controls_counts", width=_PICKER):
        st.selectbox(
            text("gaps.by"),
            options,
            index=options.index(chosen),
            key=key,
            format_func=labels.__getitem__,
            on_change=_take,
            args=(key, source),
        )


def _take(key: str, source: Source) -> None:
    """Take over by which recipients are compared; the comparison is everyone else."""
    asked = counts.on_recipients(state.question(), source.catalog, st.session_state[key])
    state.ask_here(source.catalog, asked)
