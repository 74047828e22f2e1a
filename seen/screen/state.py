"""What is asked right now, in one place: the Question of this visit, its history and its link.

It promises that the link always says what the screen shows, and that a link that is opened, or
gone back to, shows what it says. Widgets only ever copy from here and write back to here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from seen.domain.catalog import Catalog
from seen.domain.questions import Filters, Question, grouped
from seen.sources.dataset import DatasetSource

_QUESTION: Final = "_question"
_VERSION: Final = "_version"
_WRITTEN: Final = "_written"
_IGNORED: Final = "_ignored"
_HISTORY: Final = "_history"
_ACTION: Final = "_action"
_MOST_REMEMBERED: Final = 50
_NOT_OURS: Final = frozenset({"embed", "embed_options", "lang", "data"})


def arrive(source: DatasetSource) -> Question:
    """Return the Question of this run: that of the link where the link is news."""
    query = _query()
    is_news = (
        query != st.session_state.get(_WRITTEN) or st.session_state.get(_VERSION) != source.version
    )
    if is_news or _QUESTION not in st.session_state:
        asked, ignored = source.catalog.question(query)
        st.session_state[_QUESTION] = asked
        st.session_state[_VERSION] = source.version
        st.session_state[_IGNORED] = ignored
        st.session_state[_WRITTEN] = query
    return question()


def question() -> Question:
    """Return what is asked right now."""
    asked: Question = st.session_state[_QUESTION]
    return asked


def ignored() -> tuple[str, ...]:
    """Return the parts of the link that this data could not be asked."""
    names: tuple[str, ...] = st.session_state.get(_IGNORED, ())
    return names


def change(asked: Question) -> None:
    """Ask something else, remembering what was asked before."""
    before = question()
    if asked == before:
        return
    history: list[Question] = st.session_state.setdefault(_HISTORY, [])
    history.append(before)
    del history[:-_MOST_REMEMBERED]
    st.session_state[_QUESTION] = asked
    st.session_state[_IGNORED] = ()


def filter_by(dimension: str, levels: Sequence[str]) -> None:
    """Filter by these levels of a Dimension; none means all."""
    asked = question()
    change(asked.asking(filters=asked.filters.including(dimension, levels)))


def clear() -> None:
    """Take away every filter."""
    change(question().asking(filters=Filters()))


def undo() -> None:
    """Go back to what was asked before."""
    history: list[Question] = st.session_state.get(_HISTORY, [])
    if history:
        st.session_state[_QUESTION] = history.pop()


def can_undo() -> bool:
    """Return whether there is anything to go back to."""
    return bool(st.session_state.get(_HISTORY))


def depart(source: DatasetSource) -> None:
    """Write what is asked into the link."""
    wanted = link_query(question(), source.catalog)
    if wanted != _query():
        kept = {key: st.query_params.get_all(key) for key in st.query_params if key in _NOT_OURS}
        st.query_params.from_dict({**kept, **wanted})
    st.session_state[_WRITTEN] = wanted


def link_query(asked: Question, catalog: Catalog) -> dict[str, list[str]]:
    """Return the query of a link to a Question."""
    return grouped(asked.pairs(catalog.default_question()))


def toggle_action(name: str) -> None:
    """Open one action of the card, or close it where it is open."""
    st.session_state[_ACTION] = None if open_action() == name else name


def open_action() -> str | None:
    """Return the action of the card that is open."""
    name: str | None = st.session_state.get(_ACTION)
    return name


def copied(key: str, value: Any) -> str:
    """Set a widget to what is asked before it is drawn; return its key."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _query() -> dict[str, list[str]]:
    """Return the query of the link, without the parts that are not a Question's."""
    found = {key: st.query_params.get_all(key) for key in st.query_params}
    return {key: values for key, values in sorted(found.items()) if key not in _NOT_OURS}
