"""The row of controls that says what is compared: Measure, By, Compared with, Show.

It promises to offer only what the data that is open can answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure, Show
from seen.domain.questions import MOST_GROUPS, VERSUS_LARGEST, VERSUS_OTHERS, Question
from seen.screen import state
from seen.screen.plain import plain
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording.counted import choice_words
from seen.wording.numbers import capital

_MOST_REFERENCES: Final = 24  # of more levels than these nobody picks one from a list


def of_gaps(source: DatasetSource) -> None:
    """Draw the controls of Gaps."""
    catalog, asked = source.catalog, state.question()
    with st.container(key="controls", horizontal=True, gap="small"):
        _measure(catalog, asked)
        _by(catalog, asked)
        _versus(catalog, asked)
        _show(catalog, asked)


def of_pressure(source: DatasetSource, asked: Question, groups: tuple[str, ...]) -> None:
    """Draw the controls of Time pressure; which groups are drawn can be chosen there."""
    catalog = source.catalog
    with st.container(key="controls", horizontal=True, gap="small"):
        _measure(catalog, asked)
        _by(catalog, asked)
        _groups(catalog.dimension(asked.by), groups)
        _show(catalog, asked)


def of_places(source: DatasetSource) -> None:
    """Draw the controls of Places, which compares by what its figure lists."""
    catalog, asked = source.catalog, state.question()
    with st.container(key="controls", horizontal=True, gap="small"):
        _measure(catalog, asked)
        _show(catalog, asked)


def _measure(catalog: Catalog, asked: Question) -> None:
    """Draw the control of what was reported."""
    labels = {item.name: choice_words(item) for item in catalog.offered_measures()}
    told = plain(catalog.measure(asked.measure).phrase("help"))
    _select("measure", list(labels), asked.measure, labels.__getitem__, catalog, told)


def _by(catalog: Catalog, asked: Question) -> None:
    """Draw the control of who is compared."""
    labels = _dimensions(catalog, asked)
    _select("by", list(labels), asked.by, labels.__getitem__, catalog)


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
            state.question().asking(by=by.name, groups=tuple(sorted(st.session_state[key])))
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


def _show(catalog: Catalog, asked: Question) -> None:
    """Draw the control of which answers are counted."""
    measure = catalog.measure(asked.measure)
    _select("show", measure.shows, asked.show, lambda show: _shown(measure, show), catalog)


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
