"""What is remembered between runs: the open data file with its answers, and figures.

It promises that a rebuilt data file is seen at the next click and an error is never remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from seen import settings
from seen.charts import Chart, clickable
from seen.charts.over import over
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.questions import Filters, Question
from seen.domain.scopes import Choice, Scope
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


def finding(asked: Source, question: Question, guard: Strength | None = None) -> Finding:
    """Return the answer to a Question."""
    return asked.finding(question, guard or screen_guard())


def possible(asked: Source, question: Question | None) -> Question | None:
    """Return a Question if the data that is open can answer it."""
    return None if question is None or asked.can(question) is not None else question


def findings(asked: Source, questions: Iterable[Question | None]) -> None:
    """Ask several Questions side by side, so that each is at hand when it is drawn."""
    able = (possible(asked, item) for item in questions)
    wanted = list(dict.fromkeys(item for item in able if item is not None))
    asked.findings(wanted, screen_guard())


def scope(asked: Source, question: Question) -> Scope:
    """Return who, where, when and how many a Question is about."""
    return asked.scope(question, screen_guard())


def choices(asked: Source, dimension: str, table: str, chosen: Filters) -> tuple[Choice, ...]:
    """Return the levels a filter offers."""
    return asked.choices(dimension, table, chosen.without(dimension))


def chart(
    asked: Source,
    draw: Callable[..., Chart],
    *shown: Any,
    title: str,
    **more: Hashable,
) -> Chart:
    """Return a figure of Findings, for this theme and width.

    `shown` is what the figure is drawn from, Findings or pairs that hold one; `more` goes to the
    drawing function as it is.
    """
    return _chart(
        draw,
        shown,
        asked.catalog,
        asked.version,
        repr((draw.__module__, draw.__name__, *_questions(shown))),
        run_settings().screen_minimum_people,
        browser.is_dark(),
        browser.is_narrow(),
        title,
        tuple(sorted(more.items())),
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
    _draw: Callable[..., Chart],
    _shown: tuple[Any, ...],
    _catalog: Catalog,
    version: str,
    drawn: str,
    minimum_people: int,
    is_dark: bool,  # noqa: FBT001  (the key of a cache has no names)
    is_narrow: bool,  # noqa: FBT001
    title: str,
    more: tuple[tuple[str, Hashable], ...],
) -> Chart:
    """Return a figure; to build one takes longer than all else on the page."""
    made = _draw(
        *_shown, _catalog, is_dark=is_dark, is_narrow=is_narrow, title=title, **dict(more)
    )
    return over(clickable(made))
