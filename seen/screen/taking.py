"""The deck taken away: as a file that opens it again, as slides, PDF, page, pictures or tables.

It promises that nothing is made before it is asked for, one file at a time in all sessions, and
that whatever goes wrong is said where it was asked.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from seen.domain import decks
from seen.domain.decks import Deck
from seen.errors import SeenError
from seen.export.story import tell
from seen.export.writing import KINDS, made
from seen.figures.asker import Asker
from seen.screen import prose, state
from seen.sources import Source
from seen.text import text

_MADE: Final = "_deck_made"
_WANTED: Final = "_deck_wanted"
_NOTES: Final = "deck_with_notes"
_ONE: Final = threading.Lock()  # a file is made beside the clicks of others, not in their place
_UNFIT: Final = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class _Wanted:
    """Which file: of what deck, told of which data, with notes or without."""

    kind: str
    deck: Deck
    version: str
    has_notes: bool


def draw(source: Source, deck: Deck) -> None:
    """Draw what takes the deck away, in a popover."""
    popover = st.popover(text("deck.download"), key="deck_download", on_change=state.act)
    if not popover.open:
        return
    with popover:
        if not deck.cards:
            prose.body(text("deck.nothing_to_take"))
            return
        _file(deck)
        has_notes = st.checkbox(text("deck.with_notes"), key=_NOTES, on_change=state.act)
        with st.container(key="deck_kinds", horizontal=True, gap="small"):
            for kind in KINDS:
                st.button(
                    text(f"deck.as_{kind}"), key=f"deck_as_{kind}", on_click=_want, args=(kind,)
                )
        if (asked := st.session_state.get(_WANTED)) is not None:
            _offer(source, _Wanted(asked, deck, source.version, bool(has_notes)))


def _want(kind: str) -> None:
    """Note which file is asked for."""
    state.act()
    st.session_state[_WANTED] = kind


def _file(deck: Deck) -> None:
    """Draw the download of the deck itself."""
    st.download_button(
        text("deck.as_file"),
        decks.to_toml(deck),
        file_name=f"{_name(deck)}.toml",
        mime="application/toml",
        on_click="ignore",
        key="deck_file",
    )
    prose.body(text("deck.as_file_help"))


def _offer(source: Source, wanted: _Wanted) -> None:
    """Draw the download of a file, made now where it is not at hand."""
    before: tuple[_Wanted, bytes] | None = st.session_state.get(_MADE)
    if before is None or before[0] != wanted:
        try:
            before = (wanted, _made(source, wanted))
        except SeenError as error:
            prose.body(str(error))
            return
        st.session_state[_MADE] = before
    kind = KINDS[wanted.kind]
    st.download_button(
        text("deck.take", kind=text(f"deck.as_{wanted.kind}"), size=_size(before[1])),
        before[1],
        file_name=f"{_name(wanted.deck)}{kind.ending}",
        mime=kind.media,
        on_click="ignore",
        key="deck_take",
        type="primary",
    )


def _made(source: Source, wanted: _Wanted) -> bytes:
    """Return the file, saying how far it is; a click elsewhere stops it at the next step."""
    place, own = st.empty(), threading.current_thread()

    def step(said: str) -> None:
        if threading.current_thread() is own:  # Streamlit draws for the thread of a session alone
            place.caption(said)

    step(text("deck.waiting"))
    with _ONE:
        here = urlsplit(st.context.url or "")
        address = here._replace(
            path=here.path.rstrip("/").removesuffix("/deck"), query="", fragment=""
        ).geturl()
        story = tell(
            wanted.deck, Asker(source), today=date.today(), address=address, progress=step
        )
        found = made(story, wanted.kind, has_notes=wanted.has_notes, progress=step)
    place.empty()
    return found


def _size(content: bytes) -> str:
    """Return how large a file is, in words."""
    return text("deck.size", n=f"{len(content) / 1e6:.1f}")


def _name(deck: Deck) -> str:
    """Return what a file of the deck is called: after its title, safe on every disk."""
    said = _UNFIT.sub("-", deck.title.lower()).strip("-")[:60]
    return f"seen-{said}" if said else "seen-deck"
