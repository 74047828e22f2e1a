"""Links: the line of pages, and the address that opens this very view.

It promises that a page link keeps every filter.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from seen.domain.catalog import Catalog
from seen.domain.questions import Question
from seen.screen import state
from seen.text import text

_GROUPS = (("see", ("gaps",)), ("use", ("methods",)))


def navigation(
    chosen: StreamlitPage,
    pages: dict[str, StreamlitPage],
    question: Question,
    catalog: Catalog,
) -> None:
    """Draw the line of pages; the current one is plain text, marked as such."""
    query = state.link_query(question, catalog)
    with st.container(key="nav", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="seen-name">{text("app.name")}</span>', width="content")
        for group, names in _GROUPS:
            said = text(f"nav.{group}")
            st.html(f'<span class="seen-nav-group">{said}</span>', width="content")
            for name in names:
                _page_link(name, pages[name], is_current=pages[name] == chosen, query=query)


def here(question: Question, catalog: Catalog) -> str:
    """Return the full address of this view."""
    parts = urlsplit(st.context.url or "")
    query = urlencode(question.pairs(catalog.default_question()))
    return parts._replace(query=query, fragment="").geturl()


def _page_link(
    name: str, page: StreamlitPage, *, is_current: bool, query: dict[str, list[str]]
) -> None:
    """Draw one page of the line."""
    label = text(f"nav.{name}")
    if is_current:
        here = f'<span class="seen-nav-here" aria-current="page">{label}</span>'
        st.html(here, width="content")
    else:
        st.page_link(page, label=label, query_params=query)
