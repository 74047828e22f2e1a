"""What the data is made of: who is missing, where it comes from, what was asked, what was not.

It promises that nothing shown elsewhere is without its source and its limits here.
"""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from seen.charts import dictionary
from seen.domain.catalog import institution_words
from seen.screen import cached, state, tables
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording.numbers import count, percent

_FACTS = (
    "title",
    "name",
    "version",
    "source_type",
    "licence",
    "citation",
    "consent_basis",
    "created_month",
    "app_version",
    "generator",
)
_THEMES: Final = {"system": "", "light": "light_theme", "dark": "dark_theme"}


def missing(source: DatasetSource) -> None:
    """Draw who is missing, first."""
    _heading("methods.missing_title")
    scope = cached.scope(source, state.question())
    _body(text("methods.missing"))
    if scope.n_asked:
        _body(
            text(
                "methods.response",
                asked=count(scope.n_asked),
                answered=count(scope.n_answers),
                share=percent(scope.n_answers / scope.n_asked),
            )
        )
    elif not scope.is_hidden:
        _body(text("methods.response_unknown"))


def provenance(source: DatasetSource) -> None:
    """Draw where the data comes from."""
    _heading("methods.data_title")
    rows = []
    for name in _FACTS:
        said = getattr(source.dataset, name)
        if name == "source_type":
            said = text(f"methods.source_{said}")
        if said:
            rows.append(f"<dt>{text(f'methods.fact_{name}')}</dt><dd>{escape(said)}</dd>")
    st.html(f'<dl class="seen-list">{"".join(rows)}</dl>')


def measured(source: DatasetSource) -> None:
    """Draw every measure and every dimension."""
    _heading("methods.dictionary_title")
    tables.show(dictionary.measures(source.catalog))
    _heading("methods.dimensions_title")
    tables.show(dictionary.dimensions(source.catalog))


def not_measured() -> None:
    """Draw what no figure here can say."""
    _heading("methods.not_measured_title")
    for place in (1, 2, 3):
        _body(text(f"methods.not_measured_{place}"))


def thresholds(source: DatasetSource) -> None:
    """Draw when a number is not shown."""
    _, plural = institution_words(source.catalog)
    _heading("methods.thresholds_title")
    _body(text("computed.guard"))
    _body(text("computed.few", plural=plural))
    _body(text("computed.across"))


def light_or_dark(source: DatasetSource) -> None:
    """Draw the choice of light or dark; each is a link, since Streamlit reads it from there."""
    _heading("methods.theme_title")
    pairs = state.question().pairs(source.catalog.default_question())
    links = []
    for name, option in _THEMES.items():
        query = urlencode([*pairs, *([("embed_options", option)] if option else [])])
        said = escape(text(f"methods.theme_{name}"))
        links.append(f'<a href="?{escape(query)}" target="_self">{said}</a>')
    intro = escape(text("methods.theme_intro"))
    st.html(f'<p class="seen-body">{intro} {" · ".join(links)}</p>')


def _heading(key: str) -> None:
    """Draw a heading."""
    st.html(f'<h2 class="seen-heading">{escape(text(key))}</h2>')


def _body(said: str) -> None:
    """Draw a paragraph."""
    st.html(f'<p class="seen-body">{escape(said)}</p>')
