"""The widgets that choose levels of a Dimension, in the filter bar and on the phone's sheet.

It promises counts beside levels, guarded, and that nothing chosen is ever out of sight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from seen.domain.apart import settled
from seen.domain.dimensions import Dimension
from seen.domain.scopes import Choice
from seen.errors import QuestionError
from seen.figures import asked as on_page
from seen.screen import cached, state
from seen.screen.plain import plain
from seen.sources import Source, is_release
from seen.text import text
from seen.wording.numbers import count, uncapital

MAIN: Final = ("profession", "institution", "time_pressure")
ABOVE: Final = ("organisation", "setting")  # of an institution: its second level, its kind

_MOST_PILLS: Final = 12


def table(source: Source) -> str:
    """Return the answer table that is asked."""
    return source.catalog.measure(state.question().measure).table


def splits(source: Source, name: str) -> bool:
    """Return whether what is asked can be filtered by a Dimension."""
    return source.catalog.splits(source.catalog.dimension(name), table(source))


def not_asked(source: Source, name: str, page: str) -> bool:
    """Return whether a page cannot use a filter the data holds; one in force can be taken back."""
    question, column = state.question(), source.catalog.dimension(name).column
    is_held = any(column == held for _, held in source.catalog.present)
    is_out = is_held and on_page.leaves_out(page, name, question, source.catalog)
    return is_out and not question.filters.levels(name)


def missing(source: Source) -> str:
    """Return what says that a filter is not there: not in the data, or not in the release."""
    return "not_in_data_released" if is_release(source) else "not_in_data"


def above(source: Source) -> list[Dimension]:
    """Return the Dimensions above the institution that can be filtered by."""
    return [source.catalog.dimension(name) for name in ABOVE if splits(source, name)]


def others(source: Source) -> list[Dimension]:
    """Return the Dimensions that stand under "More filters"."""
    offered = source.catalog.offered_dimensions(table(source))
    return [item for item in offered if item.name not in (*MAIN, *ABOVE)]


def closed(source: Source, name: str) -> str:
    """Return why what is asked cannot be filtered by a Dimension as well; empty where it can."""
    question, dimension = state.question(), source.catalog.dimension(name)
    if question.filters.levels(name) or not splits(source, name) or not dimension.levels:
        return ""
    try:
        filters = question.filters.including(name, dimension.levels[:1])
    except QuestionError:  # as many as there can be; a click says so
        return ""
    asked = question.asking(filters=filters)
    return source.can(settled(asked, source.catalog, before=question.filters)) or ""


def rest(source: Source, *, place: str) -> None:
    """Draw the filters under "More filters": those in force, and one more to pick.

    Each asks the data for its counts, so of thirty only those are drawn that someone wants.
    """
    every = {item.name: item.phrase("label") for item in others(source)}
    shut = {name: why for name in every if (why := closed(source, name))}
    labels = {name: label for name, label in every.items() if name not in shut}
    picked = st.selectbox(
        text("filters.more_by"),
        list(labels),
        index=None,
        key=f"{place}_more_by",
        format_func=lambda name: labels.get(name, name),
        on_change=state.act,
        placeholder=text("filters.more_choose"),
    )
    if shut:
        names = ", ".join(uncapital(every[name]) for name in shut)
        st.caption(plain(text("release.left_out", names=names)), help=next(iter(shut.values())))
    in_force = [name for name in labels if state.question().filters.levels(name)]
    for name in dict.fromkeys([*([picked] if picked in labels else []), *in_force]):
        dimension = source.catalog.dimension(name)
        draw = pills if len(dimension.levels) <= _MOST_PILLS else menu
        draw(source, dimension, place=place)


def pills(source: Source, dimension: Dimension, *, place: str) -> None:
    """Draw the levels of a Dimension as buttons, all in view."""
    why = closed(source, dimension.name)
    _buttons(st.pills, dimension, _offered(source, dimension), place=place, why=why)


def menu(source: Source, dimension: Dimension, *, place: str, label: str | None = None) -> None:
    """Draw the levels of a Dimension as a list to search in."""
    labels = _offered(source, dimension)  # shown as they are, not as Markdown
    chosen, key = _chosen(dimension, labels, place)
    why = closed(source, dimension.name)
    st.multiselect(
        plain(label or dimension.phrase("label")),
        list(labels),
        default=chosen,
        key=key,
        disabled=bool(why),
        help=why or None,
        format_func=labels.__getitem__,
        on_change=_filter,
        args=(dimension.name, key),
        placeholder=text("filters.choose"),
        select_all=False,  # all is nothing chosen
    )


def steps(source: Source, dimension: Dimension, *, place: str, is_label_shown: bool) -> None:
    """Draw the levels of an ordered Dimension side by side."""
    steps = {level: _step(dimension, level) for level in dimension.levels}
    visibility = "visible" if is_label_shown else "collapsed"
    why = closed(source, dimension.name)
    _buttons(
        st.segmented_control, dimension, steps, place=place, why=why, label_visibility=visibility
    )


def _buttons(
    draw: Callable[..., object],
    dimension: Dimension,
    words: Mapping[str, str],
    *,
    place: str,
    why: str,
    label_visibility: str = "visible",
) -> None:
    """Draw levels as buttons of which several can be chosen, or why none can be."""
    labels = {level: plain(said) for level, said in words.items()}
    chosen, key = _chosen(dimension, labels, place)
    draw(
        plain(dimension.phrase("label")),
        list(labels),
        default=chosen,
        key=key,
        selection_mode="multi",
        format_func=labels.__getitem__,
        on_change=_filter,
        args=(dimension.name, key),
        label_visibility=label_visibility,
        disabled=bool(why),
        help=why or None,
    )


def _offered(source: Source, dimension: Dimension) -> dict[str, str]:
    """Return the levels to choose from, and how each is written."""
    question = state.question()
    held = cached.asker(source).choices(dimension.name, table(source), question.filters)
    found = {choice.level: choice for choice in held}
    chosen = question.filters.levels(dimension.name)
    offered = [level for level in dimension.levels if level in found or level in chosen]
    names = {level: dimension.level_label(level) for level in offered}
    many = Counter(names.values())
    return {
        level: _words(name if many[name] == 1 else f"{name}, {level}", found.get(level))
        for level, name in names.items()
    }


def _words(label: str, choice: Choice | None) -> str:
    """Return a level with how many stand behind it."""
    if choice is None:
        return label
    if choice.n_rows is None:
        return text("filters.level_few", level=label)
    return text("filters.level_count", level=label, n=count(choice.n_rows))


def _step(dimension: Dimension, level: str) -> str:
    """Return a step: its number where it is one, otherwise its name."""
    return level if level.isdecimal() else dimension.level_label(level)


def _chosen(dimension: Dimension, labels: Mapping[str, str], place: str) -> tuple[list[str], str]:
    """Return what is chosen among the options, and the key of a widget that shows it."""
    levels = state.question().filters.levels(dimension.name)
    chosen = [level for level in labels if level in levels]
    return chosen, state.key_of(f"{place}_{dimension.name}", chosen, list(labels.values()))


def _filter(dimension: str, key: str) -> None:
    """Take over what a widget chose."""
    state.filter_by(dimension, st.session_state.get(key) or ())
