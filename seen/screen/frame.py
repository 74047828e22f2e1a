"""The frame around every page: banner, navigation, filter bar, reading line, error boundary.

It promises that no page ever runs without it, and that an error shows one calm sentence and
never a data value.
"""

from __future__ import annotations

import logging
import runpy
import threading
from collections.abc import Callable
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from seen.errors import SeenError
from seen.screen import cached, filters, links, state, style
from seen.settings import ROOT
from seen.text import text

_LOG: Final = logging.getLogger("seen")
_RUNNING: Final = threading.local()
_PAGES: Final = (("see", "gaps"), ("use", "methods"))


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
    st.set_page_config(page_title=text("app.name"), layout="wide")
    pages = {name: _page(name) for _, name in _PAGES}
    start = st.Page(_start, title=text("app.name"), url_path="start", default=True)
    chosen = st.navigation([start, *pages.values()], position="hidden")
    style.write()
    guarded(lambda: _framed(chosen, pages))


def guarded(draw: Callable[[], None]) -> None:
    """Draw something; on an error say one calm sentence in its place."""
    try:
        draw()
    except SeenError as error:
        _say_error(str(error))
    except Exception:
        # the traceback holds no data: engine errors are turned into SeenErrors by store
        _LOG.exception("a page failed")
        _say_error(text("error.page"))


def _framed(chosen: StreamlitPage, pages: dict[str, StreamlitPage]) -> None:
    """Draw the frame, then the chosen page."""
    if chosen not in pages.values():
        chosen.run()
        return
    source = cached.source()
    question = state.arrive(source)
    if source.dataset.is_synthetic:
        _banner()
    links.navigation(chosen, pages, question, source.catalog)
    filters.bar(source)
    filters.reading(source)
    _RUNNING.is_framed = True
    try:
        chosen.run()
    finally:
        _RUNNING.is_framed = False
    state.depart(source)


def _page(name: str) -> StreamlitPage:
    """Return one page of the dashboard."""
    return st.Page(f"pages/{name}.py", title=text(f"nav.{name}"), url_path=name)


def _start() -> None:
    """Open the first page, keeping what the link asked for."""
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    st.switch_page("pages/gaps.py", query_params=query)


def _banner() -> None:
    """Say that everything here is invented."""
    name, rest = text("app.synthetic"), text("app.synthetic_rest")
    st.html(f'<div class="seen-banner" role="note"><b>{name}</b> {rest}</div>')


def _say_error(said: str) -> None:
    """Say what went wrong and what to do."""
    with st.container(key="error"):
        st.html(f'<h1 class="seen-title">{text("error.page_title")}</h1>')
        st.text(said)
