"""A Deck: pinned Questions and plain words in order, and the small file it is kept in.

It promises that a Card holds what was asked and what was said then, never a picture, and that a
file which cannot be read says where, and changes nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import tomli_w

from seen.domain.measures import Show
from seen.domain.questions import LEVELS, STRATA, UNADJUSTED, VERSUS_OTHERS, Filters, Question
from seen.errors import DeckError, QuestionError
from seen.text import text

FORMAT: Final = 1
MOST_CARDS: Final = 60
MOST_TITLE: Final = 200  # characters
MOST_NOTE: Final = 4_000
MOST_BYTES: Final = 1_000_000
_MOST_NUMBERS: Final = 400
_MOST_WORDS: Final = 1_000
_FIGURE_WORDS: Final = ("page", "part", "sentence", "dataset", "version", "pinned")
_USUAL: Final = {"versus": VERSUS_OTHERS, "view": LEVELS, "adjust": UNADJUSTED}

Numbers = tuple[tuple[str, str], ...]  # what a row is called, and the number as it is shown


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Which figure was pinned, of what Question, and what it said then.

    `page` and `part` find the figure again; `numbers` are its numbers as they were
    shown, guarded as if published; `dataset` and `version` tell of which data they were.
    """

    page: str
    part: str
    question: Question
    sentence: str = ""
    numbers: Numbers = ()
    dataset: str = ""
    version: str = ""
    pinned: str = ""  # the day, as 2026-01-31


@dataclass(frozen=True, kw_only=True)
class Card:
    """One page of a Deck: a figure, or words alone where there is none."""

    title: str = ""
    note: str = ""
    figure: Figure | None = None

    def __post_init__(self) -> None:
        for part, most in (("title", MOST_TITLE), ("note", MOST_NOTE)):
            if len(getattr(self, part)) > most:
                raise DeckError(text("deck.too_long", part=text(f"deck.part_{part}"), n=most))


@dataclass(frozen=True, kw_only=True)
class Deck:
    """Cards in the order in which they are shown."""

    title: str = ""
    cards: tuple[Card, ...] = ()

    def __post_init__(self) -> None:
        if len(self.cards) > MOST_CARDS:
            raise DeckError(text("deck.too_many", n=MOST_CARDS))
        if len(self.title) > MOST_TITLE:
            raise DeckError(text("deck.too_long", part=text("deck.part_title"), n=MOST_TITLE))

    def with_card(self, card: Card) -> Deck:
        """Return the Deck with one more Card at its end."""
        return replace(self, cards=(*self.cards, card))

    def without(self, place: int) -> Deck:
        """Return the Deck without the Card at a place, counted from 0."""
        return replace(self, cards=(*self.cards[:place], *self.cards[place + 1 :]))

    def moved(self, place: int, to: int) -> Deck:
        """Return the Deck with one Card at another place; beyond the ends is at the end."""
        rest = list(self.without(place).cards)
        rest.insert(min(max(to, 0), len(rest)), self.cards[place])
        return replace(self, cards=tuple(rest))

    def changed(self, place: int, **parts: str) -> Deck:
        """Return the Deck with another title or note of one Card."""
        card = replace(self.cards[place], **parts)  # type: ignore[arg-type]  # title and note are text
        return replace(self, cards=(*self.cards[:place], card, *self.cards[place + 1 :]))

    def place_of(self, page: str, part: str, question: Question) -> int | None:
        """Return where a figure is pinned already; None where it is not."""
        sought = (page, part, question)
        for place, card in enumerate(self.cards):
            it = card.figure
            if it is not None and (it.page, it.part, it.question) == sought:
                return place
        return None


# -- the file ------------------------------------------------------------------------------------


def to_toml(deck: Deck) -> str:
    """Return a Deck as the text of its file."""
    cards = [_card_parts(card) for card in deck.cards]
    parts: dict[str, Any] = {"format": FORMAT, "title": deck.title, "card": cards}
    return tomli_w.dumps(parts)


def from_toml(content: bytes) -> Deck:
    """Return the Deck of a file.

    Parameters
    ----------
    content
        The bytes of the file, whatever they are.

    Raises
    ------
    DeckError
        With the Card and the part that cannot be read, and what was expected there.
    """
    if len(content) > MOST_BYTES:
        raise DeckError(text("deck.too_large", n=MOST_BYTES // 1_000))
    try:
        parts = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise DeckError(text("deck.not_toml")) from None
    if parts.get("format") != FORMAT:
        raise DeckError(text("deck.format", format=FORMAT))
    whole = _Reader(parts, where="")
    cards = whole.list_of("card", dict)
    deck = Deck(
        title=whole.words("title", MOST_TITLE),
        cards=tuple(_card(_Reader(card, where=_where(n))) for n, card in enumerate(cards, 1)),
    )
    whole.check_rest("format")
    return deck


def _where(number: int) -> str:
    """Return how a message names a Card of a file."""
    return text("deck.where_card", n=number)


def _card_parts(card: Card) -> dict[str, Any]:
    """Return a Card as the parts of its table; empty ones are left out."""
    parts: dict[str, Any] = {"title": card.title, "note": card.note}
    if (figure := card.figure) is not None:
        for name in _FIGURE_WORDS:
            parts[name] = getattr(figure, name)
        parts["numbers"] = [list(pair) for pair in figure.numbers]
        parts["question"] = _question_parts(figure.question)
    return {name: value for name, value in parts.items() if value}


def _question_parts(question: Question) -> dict[str, Any]:
    """Return a Question as the parts of its table, those that are usual left out."""
    parts = {name: it for name, it in question.to_json().items() if name not in ("data", "strata")}
    if question.strata != STRATA:
        parts["strata"] = list(question.strata)
    return {name: it for name, it in parts.items() if it and it != _USUAL.get(name)}


def _card(of: _Reader) -> Card:
    """Return the Card of a table."""
    figure = None
    if "question" in of.parts or "page" in of.parts:
        words = {name: of.words(name, _MOST_WORDS) for name in _FIGURE_WORDS}
        for name in ("page", "part"):
            if not words[name]:
                raise DeckError(text("deck.lacking", where=of.where, part=name))
        figure = Figure(
            **words,
            question=_question(_Reader(of.table("question"), where=of.where)),
            numbers=_numbers(of),
        )
        if figure.pinned:
            _check_day(figure.pinned, of.where)
    card = Card(
        title=of.words("title", MOST_TITLE), note=of.words("note", MOST_NOTE), figure=figure
    )
    of.check_rest()
    return card


def _check_day(said: str, where: str) -> None:
    """Refuse a day that is none."""
    try:
        date.fromisoformat(said)
    except ValueError:
        raise DeckError(text("deck.day", where=where)) from None


def _numbers(of: _Reader) -> Numbers:
    """Return the numbers a figure showed when it was pinned."""
    rows = of.list_of("numbers", list)
    is_fine = len(rows) <= _MOST_NUMBERS and all(
        len(row) == 2 and all(isinstance(it, str) and len(it) <= _MOST_WORDS for it in row)
        for row in rows
    )
    if not is_fine:
        raise DeckError(text("deck.numbers", where=of.where, n=_MOST_NUMBERS))
    return tuple((row[0], row[1]) for row in rows)


def _question(of: _Reader) -> Question:
    """Return the Question of a table."""
    chosen = _Reader(of.table("filters"), where=of.where)
    filters = {name: chosen.names(name) for name in chosen.parts}
    lists = {name: tuple(sorted(set(of.names(name)))) for name in ("groups", "strata")}
    words = {name: of.words(name, MOST_TITLE) or usual for name, usual in _USUAL.items()}
    by_2 = of.words("by2", MOST_TITLE)
    try:
        question = Question(
            measure=of.words("measure", MOST_TITLE),
            show=Show(of.words("show", MOST_TITLE)),
            by=of.words("by", MOST_TITLE),
            by2=by_2 or None,
            filters=Filters.of(filters),
            groups=lists["groups"],
            strata=lists["strata"] or STRATA,
            **words,
        )
    except (ValueError, QuestionError) as error:
        why = str(error) if isinstance(error, QuestionError) else text("deck.show")
        raise DeckError(text("deck.question", where=of.where, why=why)) from None
    if not (question.measure and question.by):
        raise DeckError(text("deck.lacking", where=of.where, part="measure, by"))
    of.check_rest()
    return question


@dataclass
class _Reader:
    """Takes parts out of a table of a file, and says which is not what it should be."""

    parts: Mapping[str, Any]
    where: str

    def __post_init__(self) -> None:
        self._taken: set[str] = set()

    def words(self, name: str, most: int) -> str:
        """Return words; empty where there are none."""
        found = self._take(name, "")
        if not isinstance(found, str) or len(found) > most or "\x00" in found:
            raise DeckError(text("deck.words", where=self.where, part=name, n=most))
        return found

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of names."""
        found = self.list_of(name, str)
        return tuple(str(it) for it in found)

    def list_of(self, name: str, kind: type) -> list[Any]:
        """Return a list of one kind; empty where there is none."""
        found = self._take(name, [])
        if not isinstance(found, list) or not all(isinstance(it, kind) for it in found):
            raise DeckError(text("deck.list", where=self.where, part=name))
        return found

    def table(self, name: str) -> Mapping[str, Any]:
        """Return a table; empty where there is none."""
        found = self._take(name, {})
        if not isinstance(found, dict):
            raise DeckError(text("deck.table", where=self.where, part=name))
        return found

    def check_rest(self, *known: str) -> None:
        """Refuse parts nobody knows: a slip of the pen must not be lost in silence."""
        rest = sorted(set(self.parts) - self._taken - set(known))
        if rest:
            raise DeckError(text("deck.unknown", where=self.where, part=rest[0][:40]))

    def _take(self, name: str, usual: Any) -> Any:
        self._taken.add(name)
        return self.parts.get(name, usual)
