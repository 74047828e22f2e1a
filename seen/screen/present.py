"""Present mode: one card fills the window, and keys go from one to the next.

It promises that the sentence, the counts, the caution and the synthetic mark never hide, that
notes stay hidden until they are asked for, and that what was filtered live can be put back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from math import ceil
from pathlib import Path
from typing import Final

import streamlit as st

from seen.domain.decks import Card
from seen.domain.questions import Question
from seen.export.story import Scene, scene
from seen.figures import paged
from seen.figures.asker import Asker
from seen.figures.shown import Shown
from seen.screen import (
    browser,
    cached,
    cards,
    filters,
    kept,
    links,
    notices,
    prose,
    state,
    style,
    tables,
)
from seen.sources import Source
from seen.text import text

_PRESENTING: Final = "_presenting"
_RULES: Final = Path(__file__).with_name("present.css")
_LARGEST: Final = 1.4  # how much larger than on a page a figure is drawn, at most
_EASY, _LEAST = 0.8, 0.55  # how much of its size on a page it is read well at, and at least
_SMALLER: Final = 0.75  # of their size are words beside a figure that would be smaller than that
_TALL, _FRAME = 720, 130  # px: a window; of it the banner, gaps and the place
_HIGH: Final = {"sentence": 48, "words": 36, "facts": 29}  # px of a line, as present.css sets it
_LETTERS: Final = {"sentence": 62, "words": 100, "facts": 122}  # in a line
_NEXT_SENTENCE: Final = re.compile(r"[.;:] [A-Z]")
_MORE_KEYS: Final = {"forward": ("pagedown", "space"), "back": ("pageup",)}


@dataclass
class Presenting:
    """Where a presentation stands."""

    before: Question  # what was asked when it began, and is again when it ends
    place: int = 0
    part: int = 0  # of a figure with more rows than a room can read
    n_parts: int = 1
    is_blank: bool = False
    is_dark: bool = False
    has_notes: bool = False
    has_filters: bool = False


def is_on(page: str) -> bool:
    """Return whether the deck is being presented, and there is something to show."""
    is_begun = page == links.DECK and _PRESENTING in st.session_state
    return is_begun and bool(kept.held().deck.cards)


def begin(place: int) -> None:
    """Begin with a card."""
    state.act()
    st.session_state[_PRESENTING] = Presenting(before=state.question(), place=place)


def draw(source: Source) -> None:
    """Draw the card that is shown, and the keys."""
    now: Presenting = st.session_state[_PRESENTING]
    deck = kept.held().deck
    now.place = min(now.place, len(deck.cards) - 1)  # cards were taken out in another window
    now.n_parts = 1
    style.paint(is_dark=now.is_dark)
    st.html(f"<style>{_rules()}</style>")
    if not now.is_blank:
        if source.dataset.is_synthetic:
            prose.banner()
        card = _live(source, now, deck.cards[now.place])
        with st.container(key=f"slide_{now.place}_{now.part}", gap="small"):
            _slide(source, now, scene(now.place + 1, card, Asker(source), ""), len(deck.cards))
    _keys(now, len(deck.cards))


def _live(source: Source, now: Presenting, card: Card) -> Card:
    """Return a card, filtered anew where filters are open; they are drawn above it."""
    if card.figure is None or not now.has_filters:
        return card
    asked = card.figure.question
    filters.bar(source, page=card.figure.page)
    if state.question() != asked:
        st.button(text("present.put_back"), key="put_back", on_click=state.change, args=(asked,))
    live = replace(card.figure, question=state.question(), numbers=())
    return replace(card, figure=live)


def _slide(source: Source, now: Presenting, shown: Scene, n_cards: int) -> None:
    """Draw one card, or the part of it whose turn it is."""
    first, rest = _first_words(shown.sentence or shown.title)
    said = prose.strengthened(first, shown.strong)
    above = [f'<h1 class="seen-slide-sentence">{said}</h1>']
    words = [rest, shown.absent, shown.note if shown.is_words else ""]
    prose.together([*above, *(_said(it, "words") for it in words if it)])
    moved = "" if shown.moved is None else shown.moved.said
    facts = [shown.reading, shown.facts, shown.total, shown.caution, shown.other_data, moved]
    facts = [it for it in (*facts, *notices.of_release(source)) if it]
    if shown.shown is not None:
        _figure(source, now, shown.shown, _Words(first=first, rest=rest, facts=tuple(facts)))
    place = text("present.place", n=shown.number, total=n_cards)
    if now.n_parts > 1:
        place = text("present.part", place=place, n=now.part + 1, total=now.n_parts)
    prose.together([*(_said(it, "facts") for it in facts), _said(place, "place")])
    if now.has_notes and not shown.is_words:
        _notes(shown)


def _notes(shown: Scene) -> None:
    """Draw the note of whoever pinned the card, the small print, and what moved."""
    said = [shown.note or text("present.no_note"), shown.beside, shown.notes]
    prose.together(_said(it, "note") for it in said if it)
    if shown.moved is not None and shown.moved.changes:
        tables.show(shown.moved.table())


def _said(said: str, kind: str) -> str:
    """Return a paragraph of a slide."""
    return f'<p class="seen-slide-{kind}">{prose.whole(escape(said))}</p>'


def _first_words(said: str) -> tuple[str, str]:
    """Return the first sentence, which is set large, and what follows it."""
    found = _NEXT_SENTENCE.search(said)
    return (said, "") if found is None else (said[: found.start() + 1], said[found.end() - 1 :])


def _figure(source: Source, now: Presenting, shown: Shown, words: _Words) -> None:
    """Draw the figure, or a part of its rows, as large as it fits."""
    parts = paged.paged(shown)
    now.n_parts, now.part = len(parts), min(now.part, len(parts) - 1)
    drawn = parts[now.part]
    chart = cached.chart(source, drawn, is_dark=now.is_dark)
    if not browser.is_narrow():
        larger, smaller = words.sizes(chart.height)
        sizes = f"--seen-larger: {larger:.3f}; --seen-height: {chart.height}px;"
        st.html(f"<style>:root {{ {sizes} --seen-words: {smaller:g}; }}</style>")
    with st.container(key="slide_figure"):
        cards.figure(drawn, chart)


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The words of a slide, and how much of a window of 1280 × 720 they leave to its figure.

    They are taken to be as wide as they are on average; a line more makes the page longer.
    """

    first: str
    rest: str
    facts: tuple[str, ...]

    def sizes(self, height: int) -> tuple[float, float]:
        """Return how much larger a figure so high is than on its page, and its words."""
        for words in (1.0, _SMALLER):
            larger = (_TALL - self._taken(words)) / height
            if larger >= _EASY:
                break
        return min(max(larger, _LEAST), _LARGEST), words

    def _taken(self, size: float) -> float:
        """Return how high all else on the slide is, in px, with words of a size."""
        lines = [("sentence", self.first), ("words", self.rest)]
        lines += [("facts", it) for it in self.facts]
        n_px = (_HIGH[kind] * ceil(len(it) * size / _LETTERS[kind]) for kind, it in lines)
        return _FRAME + size * sum(n_px)


# -- keys ----------------------------------------------------------------------------------------


def _keys(now: Presenting, n_cards: int) -> None:
    """Draw what can be done, each with its key; a row that shows itself when it is reached."""
    last = n_cards - 1
    done: dict[str, tuple[str | None, Callable[[Presenting], None]]] = {
        "back": ("left", lambda it: _step(it, -1, last)),
        "forward": ("right", lambda it: _step(it, 1, last)),
        "first": ("home", lambda it: _go(it, 0, last)),
        "last": ("end", lambda it: _go(it, last, last)),
        "blank": ("b", lambda it: _turn(it, "is_blank")),
        "filters": ("f", _filter),
        "notes": ("n", lambda it: _turn(it, "has_notes")),
        "dark": ("d", lambda it: _turn(it, "is_dark")),
        "leave": ("escape", _leave),
    }
    with st.container(key="present_keys", horizontal=True, gap="small"):
        for name, (key, act) in done.items():
            is_off = len(key or "") == 1 and not kept.held().has_letter_keys
            st.button(
                text(f"present.{name}"),
                key=f"present_{name}",
                type="tertiary",
                shortcut=None if is_off else key,
                on_click=_do,
                args=(act,),
            )
    with st.container(key="present_more"):  # a button has one key; never seen, nor reached by Tab
        for name, keys in _MORE_KEYS.items():
            for key in keys:
                st.button(
                    name, key=f"more_{key}", shortcut=key, on_click=_do, args=(done[name][1],)
                )


def _do(act: Callable[[Presenting], None]) -> None:
    """Do what a key asks."""
    state.act()
    if (now := st.session_state.get(_PRESENTING)) is not None:
        act(now)


def _step(now: Presenting, by: int, last: int) -> None:
    """Go to the next part of a figure, or to the next card."""
    if 0 <= now.part + by < now.n_parts:
        now.part, now.is_blank = now.part + by, False
    elif 0 <= now.place + by <= last:
        _go(now, now.place + by, last)


def _go(now: Presenting, place: int, last: int) -> None:
    """Go to a card; what was filtered live stays with the one before."""
    now.place, now.part, now.is_blank = min(max(place, 0), last), 0, False
    if now.has_filters:
        _ask_of(now)


def _turn(now: Presenting, name: str) -> None:
    """Turn something on or off."""
    setattr(now, name, not getattr(now, name))


def _filter(now: Presenting) -> None:
    """Open filters over the card, or close them and show it as it was pinned."""
    _turn(now, "has_filters")
    if now.has_filters:
        _ask_of(now)


def _ask_of(now: Presenting) -> None:
    """Ask what the card asks, for filters to begin with."""
    figure = kept.held().deck.cards[now.place].figure
    if figure is not None:
        state.change(figure.question)


def _leave(now: Presenting) -> None:
    """Go back to the page of the deck, and to what was asked there."""
    kept.held().chosen = now.place
    state.change(now.before)
    del st.session_state[_PRESENTING]


@cache
def _rules() -> str:
    """Return the rules of a window that shows one card and nothing else."""
    return _RULES.read_text(encoding="utf-8")
