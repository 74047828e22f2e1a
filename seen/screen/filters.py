"""The filter bar: profession, institution and time pressure always, the rest on demand.

It promises that every filter in force can be seen, taken back and read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from seen.domain.catalog import institution_words
from seen.domain.dimensions import Dimension
from seen.domain.questions import MOST_FILTERS
from seen.domain.scopes import Choice
from seen.screen import cached, links, state
from seen.settings import MINIMUM_PEOPLE
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording.numbers import count
from seen.wording.reading import reading_line

MAIN: Final = ("profession", "institution", "time_pressure")
_MOST_NAMED: Final = 2


def bar(source: DatasetSource) -> None:
    """Draw the filter bar."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        _profession(source)
        _institution(source)
        _time_pressure(source)
        _more(source)
        _actions(source)


def reading(source: DatasetSource) -> None:
    """Draw the reading line, and what of the link had to be left out."""
    who, how_many = reading_line(cached.scope(source, state.question()), source.catalog)
    st.html(f'<p class="seen-reading">{escape(who)} <b>{escape(how_many)}</b></p>')
    if state.ignored():
        names = ", ".join(state.ignored())
        st.html(
            f'<p class="seen-note" role="status">{escape(text("gaps.ignored", names=names))}</p>'
        )


def _profession(source: DatasetSource) -> None:
    """Draw the filter of professions."""
    name = text("filters.profession")
    if dimension := _offered(source, "profession", name):
        popover = _popover(name, dimension)
        if popover.open:
            with popover:
                _levels(source, dimension)


def _institution(source: DatasetSource) -> None:
    """Draw the filter of institutions: their kind or organisation first, then which."""
    word, plural = institution_words(source.catalog)
    name = word[:1].upper() + word[1:]
    dimension = _offered(source, "institution", name)
    if dimension is None:
        return
    above = [
        source.catalog.dimension(other)
        for other in ("organisation", "setting")
        if _splits(source, other)
    ]
    popover = _popover(name, dimension, *above)
    if popover.open:
        with popover:
            for other in above:
                _levels(source, other)
            _levels(source, dimension, label=text("filters.which", plural=plural), as_list=True)


def _time_pressure(source: DatasetSource) -> None:
    """Draw the levels of time pressure side by side."""
    name = text("filters.time_pressure")
    dimension = _offered(source, "time_pressure", name)
    if dimension is None:
        return
    key = f"filter_{dimension.name}"
    st.html(f'<span class="seen-filter-label">{name}</span>', width="content")
    chosen = state.question().filters.levels(dimension.name)
    st.segmented_control(
        name,
        dimension.levels,
        selection_mode="multi",
        key=state.copied(key, list(chosen)),
        on_change=_filter,
        args=(dimension.name, key),
        label_visibility="collapsed",
    )


def _more(source: DatasetSource) -> None:
    """Draw all other filters, asked only while they are open."""
    question = state.question()
    n_chosen = len([name for name in question.filters.names if name not in _in_view()])
    label = text("filters.more_n", n=n_chosen) if n_chosen else text("filters.more")
    popover = st.popover(label, key="more_filters", on_change="rerun")
    if popover.open:
        with popover:
            st.caption(text("filters.help"))
            for dimension in source.catalog.offered_dimensions(_table(source)):
                if dimension.name not in _in_view():
                    _levels(source, dimension, as_list=True)


def _actions(source: DatasetSource) -> None:
    """Draw undo, clear all and the link of this view."""
    with st.container(key="filter_actions", horizontal=True, gap="small", width="content"):
        st.button(
            text("filters.undo"),
            help=text("filters.undo_help"),
            on_click=state.undo,
            disabled=not state.can_undo(),
            type="tertiary",
        )
        st.button(
            text("filters.clear"),
            help=text("filters.clear_help"),
            on_click=state.clear,
            disabled=not state.question().filters.chosen,
            type="tertiary",
        )
        with st.popover(text("filters.link"), type="tertiary"):
            st.caption(text("filters.link_help"))
            st.code(links.here(state.question(), source.catalog), language=None, wrap_lines=True)


def _levels(
    source: DatasetSource,
    dimension: Dimension,
    *,
    label: str | None = None,
    as_list: bool = False,
) -> None:
    """Draw the levels of one Dimension with the encounters behind each."""
    question = state.question()
    found = {
        choice.level: choice
        for choice in cached.choices(source, dimension.name, _table(source), question.filters)
    }
    chosen = question.filters.levels(dimension.name)
    options = [level for level in dimension.levels if level in found or level in chosen]
    key = f"filter_{dimension.name}"
    said = label or dimension.phrase("label")
    state.copied(key, [level for level in options if level in chosen])

    def words(level: str) -> str:
        return _level_words(dimension.level_label(level), found.get(level))

    if as_list:
        st.multiselect(
            said,
            options,
            key=key,
            format_func=words,
            on_change=_filter,
            args=(dimension.name, key),
            placeholder=text("filters.choose"),
        )
    else:
        st.pills(
            said,
            options,
            key=key,
            selection_mode="multi",
            format_func=words,
            on_change=_filter,
            args=(dimension.name, key),
        )


def _level_words(label: str, choice: Choice | None) -> str:
    """Return a level with how many encounters stand behind it."""
    if choice is None:
        return label
    if choice.n_rows is None:
        return text("filters.level_few", level=label, n=MINIMUM_PEOPLE)
    return text("filters.level_count", level=label, n=count(choice.n_rows))


def _filter(dimension: str, key: str) -> None:
    """Take over what a widget chose."""
    chosen: Sequence[str] = st.session_state.get(key) or ()
    names = set(state.question().filters.names) | {dimension}
    if len(names) <= MOST_FILTERS:
        state.filter_by(dimension, chosen)


def _popover(name: str, *dimensions: Dimension) -> PopoverContainer:
    """Return a popover whose button says what is chosen."""
    label = text("filters.button", name=name, choice=_chosen_words(dimensions))
    return st.popover(label, key=f"open_{dimensions[0].name}", on_change="rerun")


def _chosen_words(dimensions: Sequence[Dimension]) -> str:
    """Return what is chosen, short enough for a button."""
    filters = state.question().filters
    chosen = [
        dimension.level_label(level).lower()
        for dimension in dimensions
        for level in sorted(filters.levels(dimension.name), key=dimension.place)
    ]
    if not chosen:
        return text("filters.all")
    if len(chosen) > _MOST_NAMED:
        return text("filters.n_chosen", n=len(chosen))
    return ", ".join(chosen)


def _offered(source: DatasetSource, name: str, label: str) -> Dimension | None:
    """Return a main filter's Dimension; where the data lacks it, hold its place and say so."""
    if _splits(source, name):
        return source.catalog.dimension(name)
    st.button(
        text("filters.not_in_data", name=label),
        disabled=True,
        help=text("filters.not_in_data_help", name=label.lower()),
    )
    return None


def _splits(source: DatasetSource, name: str) -> bool:
    """Return whether what is asked can be filtered by a Dimension."""
    return source.catalog.splits(source.catalog.dimension(name), _table(source))


def _in_view() -> set[str]:
    """Return the Dimensions that are not under "More filters"."""
    return {*MAIN, "setting", "organisation"}


def _table(source: DatasetSource) -> str:
    """Return the answer table that is asked."""
    return source.catalog.measure(state.question().measure).table
