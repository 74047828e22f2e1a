"""What is remembered between runs: the open data file with its answers, and figures.

It promises that a rebuilt data file is seen at the next click and an error is never remembered.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import streamlit as st

from seen import settings
from seen.charts import Chart, clickable
from seen.charts.over import over
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.figures.asker import Asker
from seen.figures.shown import Shown
from seen.guard.rules import Strength
from seen.screen import browser
from seen.settings import Settings
from seen.sources import Source
from seen.sources.opening import data_file, open_source


def run_settings() -> Settings:
    """Return the settings of this server, local only where nobody else can reach it."""
    return settings.load(server_address=st.get_option("server.address") or "")


def source() -> Source:
    """Return the data that is open."""
    chosen = run_settings()
    return _opened(str(data_file(chosen)), chosen)


def screen_guard() -> Strength:
    """Return how strictly this screen is guarded: an analyst's own less, if they said so."""
    return Strength.PUBLISH if run_settings().is_hosted else Strength.SCREEN


def asker(asked: Source) -> Asker:
    """Return what figures ask on this screen."""
    return Asker(asked, screen_guard())


def chart(asked: Source, shown: Shown, *, is_dark: bool | None = None) -> Chart:
    """Return the Chart of a figure, for this width, and this theme unless another is chosen."""
    return _chart(
        shown,
        asked.catalog,
        asked.version,
        repr((shown.draw.__module__, shown.draw.__name__, *_questions(shown.drawn))),
        run_settings().screen_minimum_people,
        browser.is_dark() if is_dark is None else is_dark,
        browser.is_narrow(),
        shown.title,
        tuple(sorted(shown.more.items())),
    )


def _questions(shown: Any) -> tuple[Hashable, ...]:
    """Return what a figure is drawn from as the key of a cache: the Questions and their guard."""
    if isinstance(shown, Finding):
        return (shown.question, shown.provenance.guard)
    if isinstance(shown, (tuple, list)):
        return tuple(_questions(item) for item in shown)
    return (repr(shown),)


@st.cache_resource(
    max_entries=4,
    show_spinner=False,
    on_release=lambda source: source.close(),
    hash_funcs={Settings: repr},  # to go through its fields takes a hundred times as long
)
def _opened(path: str, chosen: Settings) -> Source:
    """Return a data file opened once for all visitors."""
    return open_source(Path(path), chosen)


@st.cache_resource(max_entries=256, show_spinner=False)
def _chart(
    _shown: Shown,
    _catalog: Catalog,
    version: str,
    drawn: str,
    minimum_people: int,
    is_dark: bool,  # noqa: FBT001  (the key of a cache has no names)
    is_narrow: bool,  # noqa: FBT001
    title: str,
    more: tuple[tuple[str, Hashable], ...],
) -> Chart:
    """Return a Chart; to build one takes longer than all else on the page."""
    return over(clickable(_shown.chart(_catalog, is_dark=is_dark, is_narrow=is_narrow)))
