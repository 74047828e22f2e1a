"""The deck of this session: what is pinned, what was before, and where it is kept.

It promises that nothing is lost: every change can be taken back, a local deck outlives its window,
and a file that cannot be read leaves the deck as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import streamlit as st

from seen.domain import decks
from seen.domain.decks import Card, Deck
from seen.domain.questions import Question
from seen.errors import SeenError
from seen.figures import listed, pinned
from seen.figures.asker import Asker
from seen.figures.shown import Absent
from seen.screen import cached, state
from seen.sources import Source
from seen.store.disk import write_whole
from seen.text import text

FILE: Final = "deck.toml"
ASIDE: Final = "deck-unreadable.toml"
_HELD: Final = "_deck"
_MOST_BEFORE: Final = 50


@dataclass
class Held:
    """The deck of a session, and what is being done with it."""

    deck: Deck = field(default_factory=Deck)
    before: list[Deck] = field(default_factory=list)  # what undo goes back to, the last one last
    chosen: int = 0  # the place of the card that is open on the page
    has_letter_keys: bool = True  # while presenting
    said: str = ""  # what went wrong with what was done last
    written: bytes = b""  # the file as this session last saw it

    def change(self, deck: Deck) -> None:
        """Take another deck, remembering this one."""
        self.said = ""
        if deck == self.deck:
            return
        self.before.append(self.deck)
        del self.before[:-_MOST_BEFORE]
        self.deck = deck
        self.chosen = min(self.chosen, max(len(deck.cards) - 1, 0))
        self._save()

    def undo(self) -> None:
        """Go back to the deck before."""
        if self.before:
            self.deck = self.before.pop()
            self.chosen = min(self.chosen, max(len(self.deck.cards) - 1, 0))
            self.said = ""
            self._save()

    def catch_up(self) -> None:
        """Take over what another window of the same person made of the deck."""
        path = _path()
        if path is None or not path.is_file():
            return
        try:
            content = path.read_bytes()
            if content == self.written:
                return
            found = decks.from_toml(content)
        except OSError:
            self.said = text("deck.not_read", file=FILE)
        except SeenError as error:
            self._set_aside(path, str(error))
        else:
            if self.deck.cards:
                self.before.append(self.deck)
            self.deck, self.written = found, content

    def _set_aside(self, path: Path, why: str) -> None:
        """Keep a file that cannot be read under another name, for whoever can mend it."""
        aside = path.with_name(ASIDE)
        try:
            path.replace(aside)
        except OSError:
            self.said = text("deck.not_read", file=FILE)
        else:
            self.said = text("deck.set_aside", file=ASIDE, why=why)

    def _save(self) -> None:
        """Write the deck where it is kept, if it is kept anywhere but in this session."""
        if (path := _path()) is None:
            return
        content = decks.to_toml(self.deck)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
            self.written = content.encode()
        except OSError:
            self.said = text("deck.not_saved")


def held() -> Held:
    """Return the deck of this session."""
    if _HELD not in st.session_state:
        st.session_state[_HELD] = Held()
    found: Held = st.session_state[_HELD]
    return found


def arrive() -> Held:
    """Return the deck of this session with what another window made of it.

    At the beginning of a run, and before every change: else it would be written over.
    """
    found = held()
    found.catch_up()
    return found


def _path() -> Path | None:
    """Return where a local deck is kept; a hosted one is kept in its session alone."""
    chosen = cached.run_settings()
    return None if chosen.is_hosted else chosen.data_folder / FILE


# -- pins ----------------------------------------------------------------------------------------


def can_be_pinned(page: str, part: str) -> bool:
    """Return whether a figure can be made again from its page and its name."""
    return (page, part) in listed.names()


def place_of(source: Source, page: str, part: str, question: Question) -> int | None:
    """Return where in the deck a figure stands; None where it is not pinned."""
    asked = pinned.pinnable(Asker(source), part, question)
    return held().deck.place_of(page, part, asked)


def toggle(source: Source, page: str, part: str, question: Question) -> None:
    """Pin a figure, or take it out where it is pinned."""
    state.act()
    deck = arrive().deck
    if (place := place_of(source, page, part, question)) is not None:
        held().change(deck.without(place))
        return
    made = pinned.pin(Asker(source), page, part, question, today=datetime.now(tz=UTC).date())
    if isinstance(made, Absent):
        held().said = made.said
    else:
        add(made)


def add(card: Card) -> None:
    """Add a card at the end, and open it."""
    try:
        deck = arrive().deck.with_card(card)
    except SeenError as error:
        held().said = str(error)
        return
    held().change(deck)
    held().chosen = len(deck.cards) - 1


# -- changes on the page -------------------------------------------------------------------------


def change(deck: Deck) -> None:
    """Take another deck."""
    state.act()
    held().change(deck)


def remove(place: int) -> None:
    """Take a card out."""
    change(arrive().deck.without(place))


def choose(place: int) -> None:
    """Open a card."""
    state.act()
    held().chosen = place


def move(place: int, to: int) -> None:
    """Put a card elsewhere, and stay with it."""
    deck = arrive().deck
    change(deck.moved(place, to))
    held().chosen = min(max(to, 0), len(deck.cards) - 1)


def edit(place: int, **parts: str) -> None:
    """Give a card another title or note; too long a one is said to be."""
    state.act()
    try:
        deck = arrive().deck.changed(place, **parts)
    except SeenError as error:
        held().said = str(error)
        return
    held().change(deck)


def retitle(title: str) -> None:
    """Give the deck another title."""
    change(replace(arrive().deck, title=title))


def use_letter_keys(*, is_on: bool) -> None:
    """Let letters do something while the deck is presented, or not."""
    state.act()
    held().has_letter_keys = is_on


def undo() -> None:
    """Go back to the deck before."""
    state.act()
    held().undo()


def open_file(content: bytes) -> None:
    """Open a deck in place of this one; undo brings this one back."""
    state.act()
    try:
        deck = decks.from_toml(content)
    except SeenError as error:
        held().said = str(error)
        return
    held().change(deck)
    held().chosen = 0
