"""The row of controls that says what is compared: Measure, By, Compared with, Show.

It promises to offer only what the data that is open can answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure, Show
from seen.domain.questions import VERSUS_LARGEST, VERSUS_OTHERS, Question
from seen.screen import state
from seen.sources.dataset import DatasetSource
from seen.text import text

_MOST_REFERENCES = 24  # of more levels than these nobody picks one from a list


def row(source: DatasetSource) -> None:
    """Draw the row of controls."""
    catalog, asked = source.catalog, state.question()
    measure = catalog.measure(asked.measure)
    dimensions = {
        item.name: item
        for item in catalog.offered_dimensions(measure.table)
        if item.name != asked.by2
    }
    measures = {item.name: item for item in catalog.offered_measures()}
    with st.container(key="controls", horizontal=True, gap="small"):
        by = catalog.dimension(asked.by)
        for name, options, value, words in (
            ("measure", list(measures), asked.measure, lambda name: _label(measures[name])),
            ("by", list(dimensions), asked.by, lambda name: dimensions[name].phrase("label")),
            ("versus", _references(by), asked.versus, lambda name: _versus(name, by)),
            ("show", list(measure.shows), asked.show, lambda show: _show(measure, show)),
        ):
            _select(name, options, value, words, catalog)


def _select(
    name: str, options: list[Any], value: Any, words: Callable[[Any], str], catalog: Catalog
) -> None:
    """Draw one control."""
    st.selectbox(
        text(f"gaps.{name}"),
        options,
        key=state.copied(f"control_{name}", value),
        format_func=words,
        on_change=_take,
        args=(name, catalog),
    )


def _take(name: str, catalog: Catalog) -> None:
    """Take over what a control chose."""
    chosen = st.session_state[f"control_{name}"]
    asked = state.question()
    if name == "measure":
        state.change(catalog.asking_measure(asked, chosen))
    elif name == "by":
        state.change(_by(asked, chosen))
    else:
        state.change(asked.asking(**{name: chosen}))


def _by(asked: Question, by: str) -> Question:
    """Return the Question by another Dimension; a named reference does not go along."""
    keeps = asked.versus in (VERSUS_OTHERS, VERSUS_LARGEST)
    return asked.asking(by=by, versus=asked.versus if keeps else VERSUS_OTHERS)


def _references(by: Dimension) -> list[str]:
    """Return who groups can be compared with."""
    levels = by.levels if len(by.levels) <= _MOST_REFERENCES else ()
    return [VERSUS_OTHERS, VERSUS_LARGEST, *levels]


def _versus(name: str, by: Dimension) -> str:
    """Return who groups are compared with, as a choice."""
    if name in (VERSUS_OTHERS, VERSUS_LARGEST):
        return text(f"gaps.versus_{name}")
    return by.level_label(name)


def _label(measure: Measure) -> str:
    """Return a Measure's label as a choice."""
    return _capital(measure.phrase("label"))


def _show(measure: Measure, show: Show) -> str:
    """Return a way to show a Measure as a choice."""
    if show is Show.MEAN:
        return _capital(text("show.mean"))
    return _capital(measure.phrase(f"short_{show}"))


def _capital(said: str) -> str:
    """Return words with a capital."""
    return said[:1].upper() + said[1:]
