"""The filter bar: profession, institution and time pressure always, the rest on demand.

It promises that every filter in force can be seen and taken back, and that what is not open
asks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from seen.domain.catalog import institution_words
from seen.domain.dimensions import Dimension
from seen.screen import levels, links, sheet, state, style
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.numbers import capital, uncapital

_PLACE = "filter"
_MOST_NAMED = 2


def bar(source: Source, *, page: str) -> None:
    """Draw the filter bar, and on a phone the button that opens its sheet."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        chosen = _profession(source) | _institution(source)
        _time_pressure(source, page)
        style.label_popovers(chosen | _more(source))
        with st.container(key="filter_actions", horizontal=True, gap="small", width="content"):
            _back()
            _link(source, page)
    sheet.button(source, page=page)


def _back() -> None:
    """Draw undo and clear all."""
    st.button(
        text("filters.undo"),
        key="undo",
        help=text("filters.undo_help"),
        on_click=state.undo,
        disabled=not state.visit().history,
        type="tertiary",
    )
    st.button(
        text("filters.clear"),
        key="clear",
        help=text("filters.clear_help"),
        on_click=state.clear,
        disabled=not state.question().filters.chosen,
        type="tertiary",
    )


def _link(source: Source, page: str) -> None:
    """Draw the link of this view."""
    popover = st.popover(text("filters.link"), type="tertiary", key="link", on_change=state.act)
    if popover.open:
        with popover:
            links.copied(state.question(), source, page)


def _profession(source: Source) -> dict[str, str]:
    """Draw the filter of professions; return what is chosen by the key of its popover."""
    name = text("filters.profession")
    if not levels.splits(source, "profession"):
        return _absent(name, levels.missing(source))
    dimension = source.catalog.dimension("profession")
    popover = st.popover(plain(name), key="open_profession", on_change=state.act)
    if popover.open:
        with popover:
            levels.pills(source, dimension, place=_PLACE)
    return {"open_profession": _chosen([dimension])}


def _institution(source: Source) -> dict[str, str]:
    """Draw the filter of institutions: their kind or organisation first, then which."""
    word, plural = institution_words(source.catalog)
    name = capital(word)
    kinds, own = levels.above(source), source.catalog.dimension("institution")
    has_own = levels.splits(source, "institution")
    if not kinds and not has_own:
        return _absent(name, levels.missing(source))
    popover = st.popover(plain(name), key="open_institution", on_change=state.act)
    if popover.open:
        with popover:
            for kind in kinds:
                levels.pills(source, kind, place=_PLACE)
            if has_own:
                which = text("filters.which", plural=plural)
                levels.menu(source, own, place=_PLACE, label=which)
    return {"open_institution": _chosen([*kinds, own])}


def _time_pressure(source: Source, page: str) -> None:
    """Draw the levels of time pressure side by side, or why there are none."""
    name = text("filters.time_pressure")
    if levels.not_asked(source, "time_pressure", page):
        _absent(name, f"not_asked_{page}")
        return
    if not levels.splits(source, "time_pressure"):
        _absent(name, levels.missing(source))
        return
    st.html(f'<span class="seen-filter-label">{escape(name)}</span>', width="content")
    dimension = source.catalog.dimension("time_pressure")
    levels.steps(source, dimension, place=_PLACE, is_label_shown=False)


def _more(source: Source) -> dict[str, str]:
    """Draw all other filters, asked only while they are open."""
    rest = levels.others(source)
    if not rest:
        return {}
    popover = st.popover(text("filters.more"), key="open_more", on_change=state.act)
    if popover.open:
        with popover:
            st.caption(text("filters.help"))
            levels.rest(source, place=_PLACE)
    chosen = state.question().filters
    n_chosen = sum(bool(chosen.levels(dimension.name)) for dimension in rest)
    return {"open_more": text("filters.more_n", n=n_chosen) if n_chosen else ""}


def _absent(name: str, why: str) -> dict[str, str]:
    """Hold the place of a filter that the data lacks, or that a page cannot use, and say so."""
    st.button(
        plain(text(f"filters.{why}", name=name)),
        disabled=True,
        help=plain(text(f"filters.{why}_help", name=uncapital(name))),
    )
    return {}


def _short(dimension: Dimension, level: str) -> str:
    """Return a level inside a line: a name the data gives itself keeps its capitals."""
    label = dimension.level_label(level)
    return label if f"level.{level}" in dict(dimension.words) else uncapital(label)


def _chosen(dimensions: Sequence[Dimension]) -> str:
    """Return what is chosen, short enough to stand on a button."""
    filters = state.question().filters
    names = [
        _short(dimension, level)
        for dimension in dimensions
        for level in sorted(filters.levels(dimension.name), key=dimension.place)
    ]
    choice = ", ".join(names) if names else text("filters.all")
    if len(names) > _MOST_NAMED:
        choice = text("filters.n_chosen", n=len(names))
    return text("filters.choice", choice=choice)
