"""A figure that was pinned, asked again: what it says now beside what it said then.

It promises that a Card never shows an old answer as if it were today's, and that one which cannot
be asked says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from seen.charts.tables import Table
from seen.domain import decks
from seen.domain.catalog import Catalog
from seen.domain.decks import Card, Numbers
from seen.domain.questions import Question
from seen.figures import gaps, listed, words
from seen.figures.asker import Asker
from seen.figures.shown import Absent, Shown, none, refused
from seen.text import text

CROSSED: Final = "crossed"
_MOST_NUMBERS: Final = 200


@dataclass(frozen=True, kw_only=True)
class Change:
    """A number that is another one since a figure was pinned; empty where there was or is none."""

    label: str
    then: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Again:
    """What a pinned figure shows now, and what of it has moved."""

    found: Shown | Absent
    sentence: str
    changes: tuple[Change, ...] = ()
    is_other_data: bool = False  # it was pinned on another dataset

    @property
    def has_moved(self) -> bool:
        """Whether any number that is shown is another one."""
        return bool(self.changes)


def made(asker: Asker, page: str, part: str, question: Question) -> Shown | Absent:
    """Return a figure of a page, or why it cannot be shown."""
    if (page, part) not in listed.names():
        return none(text("deck.no_figure"))
    if why := asker.can(question):
        return refused(question, why)
    return listed.figure(page, part)(asker, question)


def pin(asker: Asker, page: str, part: str, question: Question, *, today: date) -> Card | Absent:
    """Return the Card of a figure as it is now, or why there is nothing to pin.

    Parameters
    ----------
    asker
        Guarded as if published, for a deck leaves the screen.
    """
    question = pinnable(asker, part, question)
    found = made(asker, page, part, question)
    if isinstance(found, Absent):
        return found
    sentence, _ = words.sentence(found, asker.catalog)
    figure = decks.Figure(
        page=page,
        part=part,
        question=question,
        sentence=sentence or found.heading,
        numbers=numbers(found, asker),
        dataset=asker.dataset.name,
        version=asker.source.version,
        pinned=today.isoformat(),
    )
    return Card(title=found.title, figure=figure)


def pinnable(asker: Asker, part: str, question: Question) -> Question:
    """Return a Question as it is pinned: with the second Dimension that a page chooses itself.

    Else it would be chosen anew, and perhaps otherwise, on other data.
    """
    second = gaps.crossed_by(asker, question) if part == CROSSED else None
    return question if second is None else question.crossed_with(second)


def again(asker: Asker, figure: decks.Figure) -> Again:
    """Return what a pinned figure says now."""
    found = made(asker, figure.page, figure.part, figure.question)
    is_other = bool(figure.dataset) and figure.dataset != asker.dataset.name
    if isinstance(found, Absent):
        return Again(found=found, sentence=figure.sentence, is_other_data=is_other)
    sentence, _ = words.sentence(found, asker.catalog)
    return Again(
        found=found,
        sentence=sentence or found.heading,
        changes=_changes(figure.numbers, numbers(found, asker)),
        is_other_data=is_other,
    )


def link(figure: decks.Figure, catalog: Catalog) -> str:
    """Return the link of the page a figure stands on, asking what it asks, opened where it is."""
    asked = figure.question.asking(data=figure.version)
    part = listed.closed_part(figure.page, figure.part)
    return asked.url(catalog.default_question(), page=figure.page, part=part)


def numbers(found: Shown, asker: Asker) -> Numbers:
    """Return the numbers of a figure with their intervals, each under what its row is called."""
    rows = [pair for table in words.tables(found, asker.catalog) for pair in _rows(table)]
    return tuple(rows[:_MOST_NUMBERS])


def _rows(table: Table) -> list[tuple[str, str]]:
    """Return the rows of a table: their names, and the first number with its interval."""
    first = min(table.numbers, default=1)
    return [
        (" · ".join(filter(None, row[:first])), ", ".join(filter(None, row[first : first + 2])))
        for row in table.rows
    ]


def _changes(then: Numbers, now: Numbers) -> tuple[Change, ...]:
    """Return the rows that differ, in the order in which they stand now; those gone at the end."""
    if not then:  # a deck written by hand says nothing of how it was
        return ()
    before, after = _told_apart(then), _told_apart(now)
    names = dict.fromkeys((*after, *before))
    return tuple(
        Change(label=label, then=before.get((label, n), ""), now=after.get((label, n), ""))
        for label, n in names
        if before.get((label, n)) != after.get((label, n))
    )


def _told_apart(rows: Numbers) -> dict[tuple[str, int], str]:
    """Return rows by their name, several of one name by their turn."""
    found: dict[tuple[str, int], str] = {}
    for label, said in rows:
        turn = sum(name == label for name, _ in found)
        found[label, turn] = said
    return found
