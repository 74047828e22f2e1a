"""Decks that exports are tested with, told once, and what a file may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from seen.domain.decks import Card, Deck
from seen.export.story import Story, tell
from seen.figures import pinned
from seen.figures.asker import Asker
from seen.sources import Source
from tests.helpers import source
from tests.test_figures import demo

TODAY = date(2026, 11, 27)
FIGURES = (
    ("overview", "lead"),
    ("gaps", "lead"),
    ("gaps", "adjusted"),
    ("gaps", "crossed"),
    ("gaps", "over_time"),
    ("time_pressure", "lead"),
    ("time_pressure", "minutes"),
    ("places", "lead"),
    ("places", "funnel"),
    ("burnout", "lead"),
    ("burnout", "waves"),
    ("what_counts", "lead"),
    ("human_or_machine", "lead"),
    ("human_or_machine", "beside"),
)


def deck_of(asker: Asker, figures: tuple[tuple[str, str], ...] = FIGURES) -> Deck:
    """Return a deck of figures as they are now, each with a note, and a card of words."""
    asked = asker.catalog.default_question()
    made = [pinned.pin(asker, *name, asked, today=TODAY) for name in figures]
    cards = [replace(it, note=f"Note {n}.") for n, it in enumerate(made) if isinstance(it, Card)]
    words = Card(title="What we ask of you", note="Read the line under each figure first.")
    return Deck(title="For the board", cards=(*cards, words))


@cache
def asker() -> Asker:
    """Return the small demo, asked as if published."""
    return Asker(demo())


@cache
def deck() -> Deck:
    """Return a deck of a figure of each kind."""
    return deck_of(asker())


@cache
def story() -> Story:
    """Return that deck, told."""
    return tell(deck(), asker(), today=TODAY)


def hidden_source() -> Source:
    """Return data of which every group is too small to show."""
    return source("all_withheld")


def told(found: Deck, address: str = "") -> Story:
    """Return a deck told of the small demo."""
    return tell(found, asker(), today=TODAY, address=address)
