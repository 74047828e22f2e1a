"""The page of the deck: its cards in their order, and the one that is open.

It promises that every card is shown as it stands today, with what it said when it was pinned
where that is something else.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Final

import streamlit as st

from seen.domain.decks import MOST_NOTE, MOST_TITLE, Card, Deck
from seen.export.story import Scene, scene
from seen.figures.asker import Asker
from seen.screen import cached, cards, kept, notices, present, prose, state, style, tables, taking
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text

_WIDTHS: Final = (1, 1)  # of the list, and of what is written on a card


def draw(source: Source) -> None:
    """Draw the page."""
    held = kept.held()
    _top(source, held.deck)
    if protected := notices.of_release(source):
        prose.together(prose.paragraph(it, "note") for it in protected)
    if held.said:
        with st.container(key="deck_said"):
            prose.body(held.said)
    if not held.deck.cards:
        prose.body(text("deck.empty"))
        return
    card = held.deck.cards[held.chosen]
    left, right = st.columns(_WIDTHS, gap="medium")
    with left, st.container(key="deck_list", gap="small"):
        _list(held.deck, held.chosen)
    with right:
        _edited(card, held.chosen)
    if card.figure is not None:  # as wide as on its page: beside the list it would be squeezed
        with st.container(key="card"):
            _shown(source, card, held.chosen)


# -- above the cards -----------------------------------------------------------------------------


def _top(source: Source, deck: Deck) -> None:
    """Draw what can be done with the whole deck."""
    has_cards = bool(deck.cards)
    with st.container(key="deck_top", horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            text("deck.present"),
            key="deck_present",
            type="primary",
            disabled=not has_cards,
            on_click=present.begin,
            args=(kept.held().chosen,),
        )
        taking.draw(source, deck)
        _opening()
        st.button(text("deck.add_words"), key="deck_words", on_click=_add_words)
        st.button(
            text("deck.undo"),
            key="deck_undo",
            type="tertiary",
            disabled=not kept.held().before,
            on_click=kept.undo,
        )
    if has_cards:
        key = _key("deck_title", deck.title)
        st.text_input(
            text("deck.title"),
            deck.title,
            key=key,
            max_chars=MOST_TITLE,
            on_change=lambda: kept.retitle(st.session_state[key]),
        )
        st.checkbox(
            text("deck.letter_keys"),
            value=kept.held().has_letter_keys,
            key="deck_letter_keys",
            on_change=lambda: kept.use_letter_keys(is_on=st.session_state["deck_letter_keys"]),
        )


def _opening() -> None:
    """Draw what opens a deck file."""
    popover = st.popover(text("deck.open"), key="deck_open", on_change=state.act)
    if popover.open:
        with popover:
            st.file_uploader(
                text("deck.open_help"),
                type=["toml"],
                key="deck_upload",
                max_upload_size=1,
                on_change=_take_file,
            )


def _take_file() -> None:
    """Open the file that was chosen."""
    if (chosen := st.session_state["deck_upload"]) is not None:
        kept.open_file(chosen.getvalue())


def _add_words() -> None:
    """Add a card of words."""
    state.act()
    kept.add(Card(title=text("deck.words_title")))


# -- the cards -----------------------------------------------------------------------------------


def _list(deck: Deck, chosen: int) -> None:
    """Draw every card by its title; the one that is open can be moved and taken out."""
    style.mark(f"deck_row_{chosen}")
    for place, card in enumerate(deck.cards):
        title = text("deck.row", n=place + 1, title=card.title or text("deck.untitled"))
        st.button(
            plain(title),
            key=f"deck_row_{place}",
            type="tertiary",
            on_click=kept.choose,
            args=(place,),
        )
    with st.container(key="deck_moves", horizontal=True, gap="small"):
        for name, to in (("up", chosen - 1), ("down", chosen + 1)):
            st.button(
                text(f"deck.{name}"),
                key=f"deck_{name}",
                disabled=not 0 <= to < len(deck.cards),
                on_click=kept.move,
                args=(chosen, to),
            )
        st.button(text("deck.remove"), key="deck_remove", on_click=kept.remove, args=(chosen,))


def _shown(source: Source, card: Card, place: int) -> None:
    """Draw a card as it stands today."""
    told = scene(place + 1, card, Asker(source), "")
    prose.together(
        [
            f'<p class="seen-sentence">{prose.strengthened(told.sentence, told.strong)}</p>',
            *(prose.paragraph(it, "facts") for it in (told.asked, told.reading) if it),
            *(prose.paragraph(it) for it in (told.absent, told.other_data) if it),
        ]
    )
    if told.moved is not None:
        _moved(told)
    if told.shown is not None:
        cards.figure(told.shown, cached.chart(source, told.shown))
        said = [prose.paragraph(told.facts, "facts")]
        said += [prose.paragraph(it) for it in (told.total, told.caution, told.beside) if it]
        prose.together([*said, prose.paragraph(told.notes, "facts") if told.notes else ""])
    if told.link:
        st.html(
            f'<p class="seen-body"><a href="{escape(told.link)}" target="_self">'
            f"{escape(text('deck.back_to'))}</a></p>"
        )


def _moved(told: Scene) -> None:
    """Draw that numbers are other ones since the card was pinned, then beside now."""
    assert told.moved is not None
    with st.container(key="deck_moved"):
        was = text("deck.was", said=told.moved.sentence) if told.moved.sentence else ""
        prose.together([prose.paragraph(it) for it in (told.moved.said, was) if it])
        if told.moved.changes:
            tables.show(told.moved.table())


def _edited(card: Card, place: int) -> None:
    """Draw the title and the note of a card, to be changed."""
    for name, most in (("title", MOST_TITLE), ("note", MOST_NOTE)):
        value = getattr(card, name)
        key = _key(f"deck_{name}_{place}", value)
        draw_one = st.text_input if name == "title" else partial(st.text_area, height=80)
        draw_one(
            text(f"deck.card_{name}"),
            value,
            key=key,
            max_chars=most,
            on_change=_take_words,
            args=(place, name, key),
        )


def _take_words(place: int, name: str, key: str) -> None:
    """Take over a title or a note as it was written."""
    kept.edit(place, **{name: st.session_state[key]})


def _key(name: str, value: str) -> str:
    """Return the key of a widget that is to show a value, also after undo."""
    return state.key_of(name, value, [])
