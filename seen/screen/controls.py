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
from seen.domain.questions import VERSUS_LARGEST, VERSUS_OTHERS, Question
from seen.screen import state
from seen.sources.dataset import DatasetSource
from seen.text import text

_MOST_REFERENCES: Final = 24  # of more levels than these nobody picks one from a list
_NONE: Final = ""


def row(source: DatasetSource) -> None:
    """Draw the row of controls; a second Dimension only where a link asked for one."""
    catalog, asked = source.catalog, state.question()
    with st.container(key="controls", horizontal=True, gap="small"):
        _measure(catalog, asked)
        _by(catalog, asked)
        if asked.by2 is not None:
            _by2(catalog, asked)
        _versus(catalog, asked)
        _show(catalog, asked)


def _measure(catalog: Catalog, asked: Question) -> None:
    """Draw the control of what was reported."""
    labels = {item.name: _capital(item.phrase("label")) for item in catalog.offered_measures()}
    _select("measure", list(labels), asked.measure, labels.__getitem__, catalog)


def _by(catalog: Catalog, asked: Question) -> None:
    """Draw the control of who is compared."""
    labels = _dimensions(catalog, asked, without=asked.by2)
    _select("by", list(labels), asked.by, labels.__getitem__, catalog)


def _by2(catalog: Catalog, asked: Question) -> None:
    """Draw the control of what they are crossed with."""
    labels = {_NONE: text("gaps.by2_none")} | _dimensions(catalog, asked, without=asked.by)
    _select("by2", list(labels), asked.by2, labels.__getitem__, catalog)


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
    name: str, options: Sequence[Any], value: Any, words: Callable[[Any], str], catalog: Catalog
) -> None:
    """Draw one control."""
    key = state.key_of(f"control_{name}", value, [words(option) for option in options])
    st.selectbox(
        text(f"gaps.{name}"),
        options,
        index=list(options).index(value),
        key=key,
        format_func=words,
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
        state.change(asked.asking(**{name: None if chosen == _NONE else chosen}))


def _asking_by(asked: Question, by: str) -> Question:
    """Return the Question by another Dimension; a named reference does not go along."""
    keeps = asked.versus in (VERSUS_OTHERS, VERSUS_LARGEST)
    return asked.asking(by=by, versus=asked.versus if keeps else VERSUS_OTHERS)


def _dimensions(catalog: Catalog, asked: Question, *, without: str | None) -> dict[str, str]:
    """Return the Dimensions to choose from, with their labels."""
    table = catalog.measure(asked.measure).table
    offered = catalog.offered_dimensions(table)
    return {item.name: item.phrase("label") for item in offered if item.name != without}


def _reference(name: str, by: Dimension) -> str:
    """Return who groups are compared with, as a choice."""
    if name in (VERSUS_OTHERS, VERSUS_LARGEST):
        return text(f"gaps.versus_{name}")
    return by.level_label(name)


def _shown(measure: Measure, show: Show) -> str:
    """Return a way to show a Measure as a choice."""
    if show == Show.MEAN:
        return _capital(text("show.mean"))
    return _capital(measure.phrase(f"short_{show}"))


def _capital(said: str) -> str:
    """Return words with a capital."""
    return said[:1].upper() + said[1:]
