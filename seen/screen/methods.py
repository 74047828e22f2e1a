"""What the data is made of: who is missing, what is not measured, and closed parts with the rest.

It promises that nothing shown elsewhere is without its source and its limits here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from seen.charts import dictionary
from seen.charts import tables as words
from seen.demo import truth
from seen.domain import derived
from seen.domain.catalog import institution_words
from seen.domain.protection import Protection
from seen.figures import methods as figures
from seen.figures import words as figure_words
from seen.figures.shown import Shown
from seen.screen import actions, cached, cards, closer, planning, prose, state, tables
from seen.sources import Source, is_release
from seen.sources.genuine import is_genuine_demo
from seen.text import text
from seen.wording.numbers import count, percent
from seen.wording.protected import protected_lines

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
_NOT_MEASURED: Final = (1, 2, 3, 4)
_THEMES: Final = {"system": "", "light": "light_theme", "dark": "dark_theme"}


def missing(source: Source) -> None:
    """Draw who is missing, first."""
    scope = cached.asker(source).scope(state.question())
    said = [text("methods.missing")]
    if scope.n_asked:
        said.append(
            text(
                "methods.response",
                asked=count(scope.n_asked),
                answered=count(scope.n_answers),
                share=percent(scope.n_answers / scope.n_asked),
            )
        )
        said += planning.silence(source)
    elif not scope.is_hidden:
        said.append(cached.asker(source).lacking("methods.response_unknown"))
    prose.heading("methods.missing_title", *map(prose.paragraph, said))
    _response(source)


def not_measured() -> None:
    """Draw what no figure here can say."""
    said = [text(f"methods.not_measured_{place}") for place in _NOT_MEASURED]
    prose.heading("methods.not_measured_title", *map(prose.paragraph, said))


def lacking(source: Source) -> None:
    """Draw what a file has to hold for what the Overview cannot draw of this one."""
    lacked = derived.lacking(source.catalog)
    if not lacked or is_release(source):  # whoever reads a release has no file to fill
        return
    prose.heading("methods.lacking_title", anchor=prose.LACKING)
    tables.show(dictionary.lacking(lacked, source.catalog))


def parts(source: Source) -> None:
    """Draw the closed parts, one open at a time."""
    drawn: dict[str, Callable[[], None]] = {
        "part_data": partial(_provenance, source),
        "part_measures": partial(_measures, source),
        "part_dimensions": partial(_dimensions, source),
        "part_tests": partial(planning.tests, source),
        "part_planner": partial(planning.planner, source),
        "part_figures": partial(_figures, source),
        "part_thresholds": partial(_thresholds, source),
    }
    if source.protection is not None:
        drawn = {"part_release": partial(_release, source.protection)} | drawn
    if is_genuine_demo(source.meta, source.dataset.source_type):
        drawn["part_planted"] = _planted
    closer.draw(drawn, of="methods")


def downloads(source: Source) -> None:
    """Draw the dictionary as files."""
    prose.heading("methods.downloads_title")
    made = {"measures": _listed_measures(source), "dimensions": _listed_dimensions(source)}
    with st.container(key="downloads", horizontal=True, gap="small"):
        for name, found in made.items():
            st.download_button(
                text(f"methods.download_{name}"),
                words.table_csv(found),
                file_name=f"seen-{name}.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"download_{name}",
            )


def light_or_dark(source: Source) -> None:
    """Draw the choice of light or dark; each is a link, since Streamlit reads it from there."""
    pairs = state.question().pairs(source.catalog.default_question())
    links = []
    for name, option in _THEMES.items():
        query = urlencode([*pairs, *([("embed_options", option)] if option else [])])
        said = escape(text(f"methods.theme_{name}"))
        links.append(f'<a href="?{escape(query)}" target="_self">{said}</a>')
    intro = escape(text("methods.theme_intro"))
    choices = f'<span class="seen-whole">{" · ".join(links)}</span>'
    st.html(f'<p class="seen-body">{intro} {choices}</p>')


def _response(source: Source) -> None:
    """Draw who answered when asked, group by group, where the data says who was asked."""
    made = figures.response(cached.asker(source), state.question())
    if isinstance(made, Shown):
        cards.card(source, made)


# -- closed parts --------------------------------------------------------------------------------


def _provenance(source: Source) -> None:
    """Draw where the data comes from."""
    rows = []
    for name in _FACTS:
        said = getattr(source.dataset, name)
        if name == "source_type":
            said = text(f"methods.source_{said}")
        if said:
            rows.append(f"<dt>{text(f'methods.fact_{name}')}</dt><dd>{escape(said)}</dd>")
    st.html(f'<dl class="seen-list">{"".join(rows)}</dl>')


def _measures(source: Source) -> None:
    """Draw every measure."""
    tables.show(_listed_measures(source))


def _dimensions(source: Source) -> None:
    """Draw every dimension."""
    tables.show(_listed_dimensions(source))


def _listed_measures(source: Source) -> words.Table:
    """Return every measure, with those the data or the release lacks."""
    return dictionary.measures(source.catalog, is_released=is_release(source))


def _listed_dimensions(source: Source) -> words.Table:
    """Return every dimension, with those the data or the release lacks."""
    return dictionary.dimensions(source.catalog, is_released=is_release(source))


def _figures(source: Source) -> None:
    """Draw how one of the last figures was computed, with its SQL."""
    asker = cached.asker(source)
    shown = [asked for asked in state.visit().shown if source.can(asked) is None]
    if not shown:
        prose.body(text("methods.figures_none"))
        return
    picked = st.selectbox(
        text("methods.figures"),
        range(len(shown)),
        key="methods_figure",
        format_func=lambda place: asker.finding(shown[place]).sentence,
        on_change=state.act,
    )
    actions.computed(source, [asker.finding(shown[picked])])


def _thresholds(source: Source) -> None:
    """Draw when a number is not shown."""
    _, plural = institution_words(source.catalog)
    prose.together(map(prose.paragraph, figure_words.thresholds(source, plural)))


def _release(protection: Protection) -> None:
    """Draw what was done to the counts of a release."""
    prose.together(map(prose.paragraph, protected_lines(protection)))


def _planted() -> None:
    """Draw the terms from which the demo was made."""
    listed = truth.listed()
    prose.body(text("methods.planted_long", n=len(listed)))
    tables.show(dictionary.planted(listed), is_long=True)
