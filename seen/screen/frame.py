"""The frame around every page: banner, navigation, filter bar, reading line, error boundary.

It promises that no page ever runs without it.
"""

from __future__ import annotations

import gc
import runpy
import threading
from functools import cache
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from seen.figures import asked
from seen.screen import (
    browser,
    cached,
    filters,
    kept,
    links,
    notices,
    present,
    prose,
    state,
    style,
)
from seen.screen.calm import guarded
from seen.settings import ROOT
from seen.text import text

_FIRST: Final = links.NAMES[0]
_STORIES: Final = "voices"  # where nothing is counted
_RUNNING: Final = threading.local()


def enter() -> None:
    """Make sure the frame stands around the page that calls this in its first line.

    Streamlit runs a file in `pages/` by itself when it is the first link that is opened after the
    server started. Then the frame is run in its place, which comes back to the page.
    """
    if getattr(_RUNNING, "is_framed", False):
        return
    runpy.run_path(str(ROOT / "dashboard.py"), run_name="__main__")
    st.stop()


def run() -> None:
    """Draw the frame and the page inside it."""
    st.set_page_config(layout="wide")
    pages = {name: _page(name) for name in links.NAMES}
    root = st.Page(_first, title=text("app.name"), url_path="start", default=True)
    chosen = st.navigation([root, *pages.values()], position="hidden")
    if chosen == root and not state.is_begun():
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(pages[_FIRST], query_params=query)
    style.write()
    guarded(lambda: _framed(chosen, pages))


def _framed(chosen: StreamlitPage, pages: dict[str, StreamlitPage]) -> None:
    """Draw the frame, then the chosen page."""
    here = next((name for name, page in pages.items() if page == chosen), "")
    browser.listen()
    source = cached.source()
    question = state.arrive(source)
    kept.arrive()
    page = state.visit().page = here or _FIRST
    if present.is_on(page):
        present.draw(source)
        return
    if source.dataset.is_synthetic:
        prose.banner()
    links.navigation(page, pages, question, source.catalog)
    if page != links.DECK:
        filters.bar(source, page=page)
        asks = asked.on_page(page, question, source.catalog)
        notices.reading(source, asks, is_counted=here != _STORIES)
    _RUNNING.is_framed = True
    try:
        guarded(chosen.run, heading="h2")
    finally:
        _RUNNING.is_framed = False
    _set_apart()
    if here:
        state.depart(source)
    elif state.visit().is_led_by_click:
        query = state.link_query(state.question(), source.catalog)
        st.switch_page(pages[_FIRST], query_params=query)


def _first() -> None:
    """Run the first page at the root of the dashboard, for whoever goes back to there.

    Everyone else is led from the root to the page under its own name; were they led there again,
    the browser's Back could never leave Seen.
    """
    runpy.run_path(str(ROOT / "pages" / f"{_FIRST}.py"), run_name="__page__")


@cache
def _set_apart() -> None:
    """Tell the garbage collector once that what is loaded by now is there to stay.

    Streamlit collects after every run, and while it goes through the libraries and the Catalog no
    session is served: 80 ms of a click in which nothing is sent.
    """
    gc.collect()
    gc.freeze()


def _page(name: str) -> StreamlitPage:
    """Return one page of the dashboard."""
    title = text("app.page", page=text(f"nav.{name}"), app=text("app.name"))
    return st.Page(f"pages/{name}.py", title=title, url_path=name)
