"""Figures that were pinned, asked again: the same, moved, of other data, or unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest

from seen.domain import decks, links
from seen.domain.decks import Card, Deck, Figure
from seen.domain.questions import Question
from seen.figures import pinned
from seen.figures.asker import Asker
from seen.figures.listed import names
from seen.figures.pinned import Change
from seen.figures.shown import LEAD, Absent
from seen.text import text
from tests.helpers import question, source
from tests.test_figures import demo

TODAY = date(2026, 11, 27)


@cache
def asker() -> Asker:
    """Return the small demo, asked as if published."""
    return Asker(demo())


def usual() -> Question:
    """Return what the pages of the demo ask at first."""
    return demo().catalog.default_question()


PARTS = (LEAD, "adjusted", "crossed", "reasons", "over_time", "hurry", "funnel", "waves")


@cache
def everything() -> Deck:
    """Return a deck of figures of every page and of every kind of view."""
    wanted = [name for name in names() if name[1] in PARTS]
    made = (pinned.pin(asker(), *name, usual(), today=TODAY) for name in wanted)
    return Deck(title="All", cards=tuple(it for it in made if isinstance(it, Card)))


def figure_of(card: Card) -> Figure:
    """Return the figure of a Card that has one."""
    assert card.figure is not None
    return card.figure


def test_what_was_pinned_has_not_moved_on_the_same_data() -> None:
    assert len(everything().cards) >= 10
    for card in everything().cards:
        figure = figure_of(card)
        again = pinned.again(asker(), figure)
        assert not isinstance(again.found, Absent), figure
        assert again.sentence == figure.sentence
        assert not again.has_moved
        assert not again.is_other_data


def test_a_deck_of_all_figures_comes_back_from_its_file() -> None:
    assert decks.from_toml(decks.to_toml(everything()).encode()) == everything()


def test_a_number_that_moved_stands_beside_what_it_was() -> None:
    card = pinned.pin(asker(), "gaps", "lead", usual(), today=TODAY)
    assert isinstance(card, Card)
    (label, now), *rest = figure_of(card).numbers
    moved = (("Gone", "3 %"), (label, "99 %, 98 to 100"), *rest)
    again = pinned.again(asker(), replace(figure_of(card), numbers=moved))
    assert again.has_moved
    assert again.changes == (
        Change(label=label, then="99 %, 98 to 100", now=now),
        Change(label="Gone", then="3 %", now=""),
    )


def test_on_other_data_a_card_says_that_it_is_other_or_why_it_cannot_be_asked() -> None:
    other = Asker(source("nobody_known"))
    told = [pinned.again(other, figure_of(card)) for card in everything().cards]
    absent = [it.found for it in told if isinstance(it.found, Absent)]
    assert absent
    assert all(it.said for it in absent)
    assert all(it.is_other_data for it in told)
    assert all(it.sentence for it in told)


def test_a_link_of_a_card_asks_what_it_asks_and_says_of_which_data() -> None:
    asked = usual().asking(versus="largest")
    card = pinned.pin(asker(), "gaps", "lead", asked, today=TODAY)
    assert isinstance(card, Card)
    found = pinned.link(figure_of(card), asker().catalog)
    query = parse_qs(urlsplit(found).query)
    assert urlsplit(found).path == "/gaps"
    assert links.read(query, asker().catalog) == (asked, ())
    assert query["data"] == [demo().version]


@pytest.mark.parametrize(("page", "part"), [("nowhere", "lead"), ("gaps", "nothing")])
def test_a_figure_nobody_knows_is_said_to_be_unknown(page: str, part: str) -> None:
    found = pinned.made(asker(), page, part, usual())
    assert isinstance(found, Absent)
    assert found.said == text("deck.no_figure")


def test_what_cannot_be_asked_is_not_pinned() -> None:
    strange = question(by="institution", measure="felt_seen").asking(by="no_such_thing")
    assert isinstance(pinned.pin(asker(), "gaps", "lead", strange, today=TODAY), Absent)
