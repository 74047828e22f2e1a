"""Links: the line of pages, its menu in a narrow window, and the address of this very view.

It promises that a page link keeps every filter.
"""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.navigation.page import StreamlitPage

from seen.domain.catalog import Catalog
from seen.domain.questions import Question
from seen.screen import copying, kept, state
from seen.screen.visit import Query
from seen.sources import Source
from seen.text import text

GROUPS: Final = (
    ("see", ("overview", "gaps", "time_pressure")),
    ("understand", ("places", "burnout", "what_counts", "human_or_machine", "voices")),
    ("use", ("deck", "methods")),
)
NAMES: Final = tuple(name for _, names in GROUPS for name in names)
DECK: Final = "deck"  # where nothing is filtered: each card has filters of its own
_LAST_PAGE: Final = "_page"


def navigation(
    here: str, pages: dict[str, StreamlitPage], question: Question, catalog: Catalog
) -> None:
    """Draw the line of pages, and the same pages as a menu for windows it does not fit in."""
    query = state.link_query(question, catalog)
    with st.container(key="nav", horizontal=True, vertical_alignment="center", gap="small"):
        skip = escape(text("nav.skip"))
        skip = f'<a class="seen-skip" href="#findings" target="_self">{skip}</a>'
        name = f'<span class="seen-name">{escape(text("app.name"))}</span>'
        st.html(skip + name, width="content")
        _groups(here, pages, query)
        menu = _menu(here)
        if menu.open:
            with menu:
                _groups(here, pages, query)


def address(question: Question, catalog: Catalog, page: str, version: str) -> str:
    """Return the full address of this view, with the version of the data it was seen on."""
    here = urlsplit(st.context.url or "")
    folder = here.path.rstrip("/").removesuffix(f"/{page}")
    asked = question.asking(data=version).pairs(catalog.default_question())
    query = urlencode([*asked, *state.part_pairs()])
    return here._replace(path=f"{folder}/{page}", query=query, fragment="").geturl()


def copied(question: Question, source: Source, page: str) -> None:
    """Draw the address of this view, copied where the browser lets it."""
    st.caption(text("filters.link_help"))
    copying.offer(address(question, source.catalog, page, source.version), key="copying")


def _menu(here: str) -> PopoverContainer:
    """Return the menu; it closes once it has led to a page."""
    if st.session_state.get(_LAST_PAGE) != here:
        st.session_state[_LAST_PAGE] = here
        st.session_state["menu"] = False
    return st.popover(text("nav.menu"), key="menu", on_change=state.act)


def _label(name: str) -> str:
    """Return what a page is called in the line of pages: of the deck with how much is in it."""
    n = len(kept.held().deck.cards) if name == DECK else 0
    return text("nav.deck_of", n=n) if n else text(f"nav.{name}")


def _groups(here: str, pages: dict[str, StreamlitPage], query: Query) -> None:
    """Draw the pages in their groups; the current one is plain text, marked as such."""
    for group, names in GROUPS:
        said = escape(text(f"nav.{group}"))
        st.html(f'<span class="seen-nav-group">{said}</span>', width="content")
        for name in names:
            label = _label(name)
            if name == here:
                marked = f'<span class="seen-nav-here" aria-current="page">{escape(label)}</span>'
                st.html(marked, width="content")
            else:
                st.page_link(pages[name], label=label, query_params=query)
