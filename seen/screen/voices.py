"""What the page of voices draws: one story, what it is, and what it goes with.

It promises that no story stands beside a number, or where too few people stand behind it.
"""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from seen.domain import derived
from seen.domain.questions import Filters
from seen.domain.stories import Story, placed
from seen.guard.rules import Strength
from seen.screen import cards, prose, state
from seen.sources import Source
from seen.text import text
from seen.wording import stories
from seen.wording.numbers import uncapital

_CHOICE: Final = "story"


def intro() -> None:
    """Draw what a story is for."""
    prose.body(text("voices.intro"))


def story(source: Source) -> None:
    """Draw one story and the choice of another, or why none stands here."""
    if not source.stories:
        cards.missing(source, "voices.missing")
        return
    measure = derived.lead_measure(source.catalog)
    filters = state.question().filters
    found = placed(source.stories, source.catalog, filters, measure.table)
    if not found:
        cards.missing(source, "voices.none")
        return
    chosen, among = _chosen(found)
    if _has_room(source, among):
        _card(source, chosen)
    else:
        cards.missing(source, "voices.too_few")


def _chosen(found: tuple[tuple[Story, Filters], ...]) -> tuple[Story, Filters]:
    """Draw the choice of a story; return the one chosen, at first one without a note."""
    titles = {it.number: stories.title(it) for it, _ in found}
    numbers = list(titles)
    wanted = state.visit().story
    first = next((it.number for it, _ in found if not it.note), numbers[0])
    number = wanted if wanted in titles else first
    key = state.key_of(_CHOICE, number, list(titles.values()))
    with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            text("voices.choose"),
            numbers,
            index=numbers.index(number),
            key=key,
            format_func=titles.__getitem__,
            on_change=lambda: state.read_story(st.session_state[key]),
        )
        following = numbers[(numbers.index(number) + 1) % len(numbers)]
        st.button(
            text("voices.next"),
            key="next_story",
            on_click=state.read_story,
            args=(following,),
            disabled=len(numbers) == 1,
        )
    return found[numbers.index(number)]


def _has_room(source: Source, among: Filters) -> bool:
    """Return whether enough people answered among those a story tells of, as if published."""
    measure = derived.lead_measure(source.catalog)
    asked = derived.overall(source.catalog, measure.name, measure.shows[0], among)
    if asked is None:
        return False
    scope = source.scope(asked, Strength.PUBLISH)
    return not scope.is_hidden and scope.n_answers > 0


def _card(source: Source, chosen: Story) -> None:
    """Draw a story: what it is and of whom above, the way to its Question below.

    One with a note stands closed, for whoever would rather not read it.
    """
    told = f'<p class="seen-story">{escape(chosen.told)}</p>'
    if chosen.note:
        note = escape(text("voices.note", note=uncapital(chosen.note)))
        told = f'<details class="seen-told"><summary>{note}</summary>{told}</details>'
    parts = [
        f'<h2 class="seen-heading">{escape(stories.title(chosen))}</h2>',
        prose.paragraph(stories.kind(chosen), "facts"),
        prose.paragraph(stories.tags(chosen, source.catalog), "facts"),
        told,
    ]
    if found := chosen.asks(source.catalog, state.question().filters):
        page, asked = found
        link = escape(asked.url(source.catalog.default_question(), page).lstrip("/"))
        said = escape(stories.asked(asked, source.catalog))
        parts.append(f'<p class="seen-body"><a href="{link}" target="_self">{said}</a></p>')
    with st.container(key="card"):
        prose.together(parts)
