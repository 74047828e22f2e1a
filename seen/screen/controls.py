"""The row of controls that says what is compared: Measure, By, Compared with, Show.

It promises to offer only what the data that is open can answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from seen.domain import machine
from seen.domain.apart import settled
from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure, Show
from seen.domain.questions import MOST_GROUPS, VERSUS_LARGEST, VERSUS_OTHERS, Question
from seen.screen import state
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.counted import choice_words
from seen.wording.numbers import capital, uncapital

_MOST_REFERENCES: Final = 24  # of more levels than these nobody picks one from a list


def of_gaps(source: Source) -> None:
    """Draw the controls of Gaps."""
    catalog, asked = source.catalog, state.question()
    with st.container(key="controls", horizontal=True, gap="small"):
        _measure(catalog, asked)
        _by(source, asked)
        _versus(catalog, asked)
        _show(source, asked)


def of_pressure(source: Source, asked: Question, groups: tuple[str, ...]) -> None:
    """Draw the controls of Time pressure; which groups are drawn can be chosen there."""
    catalog = source.catalog
    with st.container(key="controls", horizontal=True, gap="small"):
        _measure(catalog, asked)
        _by(source, asked)
        _groups(catalog.dimension(asked.by), groups)
        _show(source, asked)


def of_places(source: Source) -> None:
    """Draw the controls of Places, which compares by what its figure lists."""
    catalog, asked = source.catalog, state.question()
    with st.container(key="controls", horizontal=True, gap="small"):
        _measure(catalog, asked)
        _show(source, asked)


def _measure(catalog: Catalog, asked: Question) -> None:
    """Draw the control of what was reported."""
    labels = {item.name: choice_words(item) for item in catalog.offered_measures()}
    told = plain(catalog.measure(asked.measure).phrase("help"))
    _select("measure", list(labels), asked.measure, labels.__getitem__, catalog, told)


def _by(source: Source, asked: Question) -> None:
    """Draw the control of who is compared; who cannot be, under these filters, is named."""
    catalog = source.catalog
    labels = _dimensions(catalog, asked)
    shut = [name for name in labels if name != asked.by and _refused(source, asked, name)]
    told = None
    if shut:
        names = ", ".join(uncapital(labels.pop(name)) for name in shut)
        told = plain(text("release.left_out", names=names))
    empty = [it for it in labels if it != asked.by and machine.says_nothing(asked.measure, it)]
    if empty:
        labels = {it: label for it, label in labels.items() if it not in empty}
        told = " ".join(filter(None, (told, text("gaps.no_pressure_of_bots"))))
    _select("by", list(labels), asked.by, labels.__getitem__, catalog, told)


def _groups(by: Dimension, groups: tuple[str, ...]) -> None:
    """Draw the control of which groups are drawn, beside everyone else."""
    levels = [level for level in by.levels if not by.is_unstated(level)]
    shown = [group for group in levels if group in groups]
    key = state.key_of("control_group", shown, [by.level_label(level) for level in levels])
    st.multiselect(
        text("gaps.group"),
        levels,
        default=shown,
        key=key,
        format_func=by.level_label,
        max_selections=MOST_GROUPS,
        wrap=True,  # in a row Streamlit would scroll chips out of sight
        on_change=lambda: state.change(
            state.question().asking(by=by.name, groups=tuple(sorted({*st.session_state[key]})))
        ),
    )


def _versus(catalog: Catalog, asked: Question) -> None:
    """Draw the control of who they are compared with."""
    by = catalog.dimension(asked.by)
    named = by.levels if len(by.levels) <= _MOST_REFERENCES else ()
    options = [VERSUS_OTHERS, VERSUS_LARGEST, *named]
    if asked.versus not in options:  # a link may name any level
        options.append(asked.versus)
    _select("versus", options, asked.versus, lambda name: _reference(name, by), catalog)


def _show(source: Source, asked: Question) -> None:
    """Draw the control of which answers are counted."""
    catalog, measure = source.catalog, source.catalog.measure(asked.measure)
    able = [it for it in measure.shows if source.can(asked.asking(show=it)) is None]
    shows = [it for it in measure.shows if it in able or it == asked.show]
    _select("show", shows, asked.show, lambda show: _shown(measure, show), catalog)


def _select(
    name: str,
    options: Sequence[Any],
    value: Any,
    words: Callable[[Any], str],
    catalog: Catalog,
    told: str | None = None,
) -> None:
    """Draw one control, with what there is to be told about its choice."""
    key = state.key_of(f"control_{name}", value, [words(option) for option in options])
    st.selectbox(
        text(f"gaps.{name}"),
        options,
        index=list(options).index(value),
        key=key,
        format_func=words,
        help=told,
        on_change=_take,
        args=(name, key, catalog),
    )


def _take(name: str, key: str, catalog: Catalog) -> None:
    """Take over what a control chose."""
    chosen = st.session_state[key]
    asked = state.question()
    if name == "measure":
        state.ask_measure(catalog, chosen)
    elif name == "by":
        state.change(_asking_by(asked, chosen))
    else:
        state.change(asked.asking(**{name: chosen}))


def _refused(source: Source, asked: Question, by: str) -> bool:
    """Return whether the data cannot be asked the same by another Dimension."""
    return source.can(settled(_asking_by(asked, by), source.catalog)) is not None


def _asking_by(asked: Question, by: str) -> Question:
    """Return the Question by another Dimension; a named reference does not go along."""
    keeps = asked.versus in (VERSUS_OTHERS, VERSUS_LARGEST)
    kept = asked.without_second() if asked.by2 == by else asked
    return kept.asking(
        by=by,
        versus=asked.versus if keeps else VERSUS_OTHERS,
        groups=(),
    )


def _dimensions(catalog: Catalog, asked: Question) -> dict[str, str]:
    """Return the Dimensions to choose from, with their labels."""
    table = catalog.measure(asked.measure).table
    offered = catalog.offered_dimensions(table)
    return {item.name: item.phrase("label") for item in offered}


def _reference(name: str, by: Dimension) -> str:
    """Return who groups are compared with, as a choice."""
    if name in (VERSUS_OTHERS, VERSUS_LARGEST):
        return text(f"gaps.versus_{name}")
    return by.level_label(name)


def _shown(measure: Measure, show: Show) -> str:
    """Return a way to show a Measure as a choice."""
    if show == Show.MEAN:
        return capital(text("show.mean"))
    return capital(measure.phrase(f"short_{show}"))
