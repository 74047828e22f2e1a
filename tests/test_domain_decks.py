"""Decks: what a Card keeps, and files that are whole, partial, hostile or of another time."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain import decks
from seen.domain.decks import Card, Deck, Figure
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.errors import DeckError

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=60)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
LISTS = st.lists(WORDS.filter(bool), min_size=1, max_size=3)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    by, by2 = draw(st.lists(NAMES, min_size=2, max_size=2, unique=True))
    view = draw(st.sampled_from(["levels", "trend", "gradient", "decomposition"]))
    return Question(
        measure=draw(NAMES),
        show=draw(st.sampled_from(list(Show))),
        by=by,
        by2=by2 if view == "trend" else None,
        filters=Filters.of(draw(st.dictionaries(NAMES, LISTS, max_size=8))),
        versus=draw(st.sampled_from(["others", "largest", "white"])),
        view=view,
        groups=tuple(sorted(set(draw(st.lists(NAMES, max_size=3))))),
        strata=tuple(sorted(set(draw(st.lists(NAMES, min_size=1, max_size=3))))),
    )


FIGURES = st.builds(
    Figure,
    page=NAMES,
    part=NAMES,
    question=questions(),
    sentence=WORDS,
    numbers=st.lists(st.tuples(WORDS, WORDS), max_size=4).map(tuple),
    dataset=WORDS,
    version=WORDS,
    pinned=st.dates().map(str),
)
CARDS = st.builds(Card, title=WORDS, note=WORDS, figure=st.one_of(st.none(), FIGURES))
DECKS = st.builds(Deck, title=WORDS, cards=st.lists(CARDS, max_size=5).map(tuple))


@given(DECKS)
def test_a_deck_comes_back_from_its_file_as_it_was(deck: Deck) -> None:
    assert decks.from_toml(decks.to_toml(deck).encode()) == deck


@given(st.binary(max_size=300))
def test_whatever_bytes_a_file_holds_it_is_read_or_refused_in_words(content: bytes) -> None:
    try:
        said = decks.to_toml(decks.from_toml(content))
    except DeckError as error:
        said = str(error)
    assert said


def a_deck() -> Deck:
    question = Question(
        measure="felt_seen",
        show=Show.TOP,
        by="recipient_race_ethnicity",
        filters=Filters.of({"profession": ["nurse"]}),
    )
    figure = Figure(
        page="gaps",
        part="lead",
        question=question,
        sentence="Said then.",
        numbers=(("Black", "31 % (28 to 34)"),),
        dataset="demo",
        version="abc",
        pinned="2026-11-27",
    )
    return Deck(title="For the ward", cards=(Card(title="One", figure=figure), Card(note="Two")))


def test_the_file_is_one_that_a_person_can_read() -> None:
    parts = tomllib.loads(decks.to_toml(a_deck()))
    assert parts["format"] == 1
    assert parts["card"][0]["question"] == {
        "measure": "felt_seen",
        "show": "top",
        "by": "recipient_race_ethnicity",
        "filters": {"profession": ["nurse"]},
    }
    assert parts["card"][1] == {"note": "Two"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 1", "format = 2", "format 1"),
        ('page = "gaps"', "", "Card 1: page is missing"),
        ('part = "lead"', "part = 3", "Card 1: part must be text"),
        ('show = "top"', 'show = "best"', "Card 1: the question cannot be asked: show must be"),
        ('measure = "felt_seen"', "", "Card 1: measure, by is missing"),
        ('note = "Two"', 'nota = "Two"', "Card 2: nota is no part of a deck"),
        ('pinned = "2026-11-27"', 'pinned = "yesterday"', "Card 1: pinned must be a day"),
        ('"31 % (28 to 34)"', "31", "Card 1: numbers must be a list of pairs"),
        ("[card.question.filters]", "[card.question.filter]", "Card 1: filter is no part"),
    ],
)
def test_a_slip_in_a_file_is_named_with_its_card(old: str, new: str, said: str) -> None:
    content = decks.to_toml(a_deck())
    assert old in content
    with pytest.raises(DeckError, match=said):
        decks.from_toml(content.replace(old, new, 1).encode())


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(DeckError, match="1000 kB"):
        decks.from_toml(b"#" * 1_000_001)


def test_a_deck_does_not_grow_without_end() -> None:
    full = Deck(cards=(Card(note="One"),) * decks.MOST_CARDS)
    with pytest.raises(DeckError, match="60 cards"):
        full.with_card(Card())


@given(st.integers(-3, 9), st.integers(0, 4))
def test_moving_a_card_keeps_all_others_in_order(to: int, place: int) -> None:
    deck = Deck(cards=tuple(Card(title=str(n)) for n in range(5)))
    moved = deck.moved(place, to)
    assert sorted(it.title for it in moved.cards) == [str(n) for n in range(5)]
    rest = [it for it in moved.cards if it.title != str(place)]
    assert [it.title for it in rest] == [str(n) for n in range(5) if n != place]
    assert moved.cards[min(max(to, 0), 4)].title == str(place)


def test_a_card_is_changed_and_removed_without_touching_the_rest() -> None:
    deck = a_deck()
    changed = deck.changed(1, title="Named", note="Said")
    assert changed.cards[0] == deck.cards[0]
    assert (changed.cards[1].title, changed.cards[1].note) == ("Named", "Said")
    assert deck.without(0).cards == deck.cards[1:]
    with pytest.raises(DeckError, match="4000 characters"):
        deck.changed(0, note="x" * 4_001)


def test_a_figure_is_known_to_be_pinned_by_its_place_and_question() -> None:
    deck = a_deck()
    pinned = deck.cards[0].figure
    assert pinned is not None
    question = pinned.question
    assert deck.place_of("gaps", "lead", question) == 0
    assert deck.place_of("gaps", "lead", question.asking(versus="largest")) is None
    assert deck.place_of("gaps", "over_time", question) is None
