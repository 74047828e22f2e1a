"""The visit of this session, its link and its widgets.

It promises that the link always says what the screen shows, and that a link that is opened, or
gone back to, shows what it says. Widgets only ever copy from here and write back to here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from seen.domain.catalog import Catalog
from seen.domain.questions import Filters, Question, grouped
from seen.screen.visit import CROSSED, Query, Visit, begin
from seen.sources import Source

_VISIT: Final = "_visit"
_DRAWN: Final = "_drawn"
_NOT_OURS: Final = frozenset({"embed", "embed_options", "lang", "data"})


def arrive(source: Source) -> Question:
    """Return the Question of this run: that of the link where the link is news.

    After a click the browser may still send the link from before it; so a run that began with a
    click never listens to the link.
    """
    query = _query()
    if not is_begun():
        st.session_state[_VISIT] = begin(source.catalog, query, source.version)
    now = visit()
    if now.version != source.version:
        now.adopt(source.catalog, source.version)
    now.is_led_by_click, now.is_acting = now.is_acting, False
    if not now.is_led_by_click and query != now.written:
        now.follow(source.catalog, query)
    now.recover(source)
    return now.question


def depart(source: Source) -> None:
    """Write what is asked into the link."""
    wanted = link_query(question(), source.catalog) | grouped(part_pairs())
    if wanted != _query():
        kept = {key: st.query_params.get_all(key) for key in st.query_params if key in _NOT_OURS}
        st.query_params.from_dict({**kept, **wanted})
    visit().written = wanted


def is_begun() -> bool:
    """Return whether this session has asked anything yet."""
    return _VISIT in st.session_state


def visit() -> Visit:
    """Return the visit of this session."""
    found: Visit = st.session_state[_VISIT]
    return found


def question() -> Question:
    """Return what is asked right now."""
    return visit().question


def act() -> None:
    """Note that this run began with a click; every callback of a widget calls this."""
    if is_begun():
        visit().is_acting = True


def change(asked: Question) -> None:
    """Ask something else."""
    act()
    visit().change(asked)


def filter_by(dimension: str, levels: Sequence[str]) -> None:
    """Filter by these levels of a Dimension; none means all."""
    act()
    visit().filter_by(dimension, levels)


def filter_by_mark(named: Sequence[str]) -> None:
    """Filter by a mark that was clicked: it names its Dimensions and levels in turn."""
    act()
    pairs = zip(named[::2], named[1::2], strict=True)
    visit().filter_by_all({name: [level] for name, level in pairs})


def ask_measure(catalog: Catalog, name: str) -> None:
    """Ask about another Measure."""
    act()
    visit().ask_measure(catalog, name)


def ask_here(catalog: Catalog, asked: Question) -> None:
    """Ask what a page asks of its own accord."""
    act()
    visit().ask_here(catalog, asked)


def clear() -> None:
    """Take away every filter."""
    change(question().asking(filters=Filters()))


def undo() -> None:
    """Go back to what was asked before."""
    act()
    visit().undo()


def toggle_action(name: str) -> None:
    """Open one action of the card, or close it where it is open."""
    act()
    visit().opened = None if visit().opened == name else name


def read_story(number: int) -> None:
    """Read another story."""
    act()
    visit().story = number


def open_closer(name: str | None) -> None:
    """Open one part under "Look closer", or none; two Dimensions are crossed only while open."""
    act()
    visit().closer = name
    if name != CROSSED and question().by2 is not None:
        visit().change(question().without_second())


def key_of(name: str, value: Any, labels: Sequence[str]) -> str:
    """Return the key of a widget that is to show a value among labelled options.

    Where it shows another value (undo, a link) or its options were labelled otherwise (counts),
    it is drawn anew under another key with the value as its default. To set it through the
    session state would do only until another run overtakes this one: what the browser has not
    received by then it never receives. And the browser names options by their labels, so one
    that kept its key would go on naming them by the old ones.
    """
    drawn: dict[str, _Drawn] = st.session_state.setdefault(_DRAWN, {})
    before = drawn.get(name, _Drawn(turn=0, labels=tuple(labels)))
    key = before.key(name)
    shown = st.session_state.get(key, value)
    is_new = before.labels != tuple(labels) or not _is_same(shown, value)
    drawn[name] = _Drawn(turn=before.turn + is_new, labels=tuple(labels))
    return drawn[name].key(name)


@dataclass(frozen=True)
class _Drawn:
    """How a widget was last drawn: for which time, with which labels."""

    turn: int
    labels: tuple[str, ...]

    def key(self, name: str) -> str:
        """Return its key."""
        return f"{name}_{self.turn}" if self.turn else name


def _is_same(shown: Any, value: Any) -> bool:
    """Return whether a widget shows a value; several levels in whatever order."""
    return sorted(shown) == sorted(value) if isinstance(shown, list) else bool(shown == value)


def link_query(asked: Question, catalog: Catalog) -> Query:
    """Return the query of a link to a Question."""
    return grouped(asked.pairs(catalog.default_question()))


def part_pairs() -> list[tuple[str, str]]:
    """Return what a link says of the part that is open; two Dimensions say it by themselves."""
    opened = visit().closer
    is_said = opened == CROSSED and question().by2 is not None
    return [] if opened is None or is_said else [("part", opened)]


def _query() -> Query:
    """Return the query of the link, without the parts that are not a Question's."""
    found = {key: st.query_params.get_all(key) for key in st.query_params}
    return {key: values for key, values in sorted(found.items()) if key not in _NOT_OURS}
