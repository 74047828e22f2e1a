"""The filters on a phone: one button, and a sheet over the whole window that it opens.

It promises the same filters as the bar, asked together when the sheet is done.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from seen.domain.catalog import institution_words
from seen.screen import levels, links, state
from seen.sources import Source
from seen.text import text

_PLACE = "sheet"


def button(source: Source, *, page: str) -> None:
    """Draw the button that says how many filters are set, and the sheet once it is pressed."""
    n_chosen = len(state.question().filters.chosen)
    label = text("filters.sheet_n", n=n_chosen) if n_chosen else text("filters.label")
    if st.button(label, key="open_sheet", on_click=state.act):
        _open(source, page)


@st.dialog(text("filters.label"), on_dismiss=state.act)
def _open(source: Source, page: str) -> None:
    """Draw every filter, one under the other, then what else the bar of a wide window has."""
    _main(source, page)
    with st.expander(text("filters.more"), key="sheet_more", on_change=state.act) as more:
        if more.open:
            levels.rest(source, place=_PLACE)
    with st.expander(text("filters.link"), key="sheet_link", on_change=state.act) as link:
        if link.open:
            links.copied(state.question(), source, page)
    with st.container(key="sheet_actions", horizontal=True):
        has_chosen, has_before = bool(state.question().filters.chosen), bool(state.visit().history)
        st.button(text("filters.undo"), on_click=state.undo, disabled=not has_before)
        st.button(text("filters.clear"), on_click=state.clear, disabled=not has_chosen)
        if st.button(text("filters.done"), type="primary", on_click=state.act):
            st.rerun()


def _main(source: Source, page: str) -> None:
    """Draw the main filters; of those that the data lacks, say so."""
    word, plural = institution_words(source.catalog)
    if levels.splits(source, "profession"):
        levels.pills(source, source.catalog.dimension("profession"), place=_PLACE)
    else:
        _absent(text("filters.profession"), levels.missing(source))
    for kind in levels.above(source):
        levels.pills(source, kind, place=_PLACE)
    if levels.splits(source, "institution"):
        which = text("filters.which", plural=plural)
        own = source.catalog.dimension("institution")
        levels.menu(source, own, place=_PLACE, label=which)
    elif not levels.above(source):
        _absent(word[:1].upper() + word[1:], levels.missing(source))
    if levels.not_asked(source, "time_pressure", page):
        _absent(text("filters.time_pressure"), f"not_asked_{page}")
    elif levels.splits(source, "time_pressure"):
        dimension = source.catalog.dimension("time_pressure")
        levels.steps(source, dimension, place=_PLACE, is_label_shown=True)
    else:
        _absent(text("filters.time_pressure"), levels.missing(source))


def _absent(name: str, why: str) -> None:
    """Say that a filter is not there to filter by, or that this page cannot use it."""
    st.html(f'<p class="seen-note">{escape(text(f"filters.{why}", name=name))}</p>')
