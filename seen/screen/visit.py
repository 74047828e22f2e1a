"""One person's visit: what is asked, what was asked before, what had to be left out.

It promises that a link which is opened or gone back to is obeyed, and that a click is never lost
to a link that has not caught up with it yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from seen.domain import links
from seen.domain.apart import settled
from seen.domain.catalog import Catalog
from seen.domain.questions import MOST_FILTERS, Filters, Question, grouped
from seen.sources import Source

Query = dict[str, list[str]]
_MOST_REMEMBERED: Final = 50
_MOST_SHOWN: Final = 8
CROSSED: Final = "crossed"  # the part that a link with two Dimensions opens


@dataclass
class Visit:
    """What is asked right now, and how it came to that."""

    question: Question
    version: str  # of the data
    written: Query  # what the link says, or will say once the browser has heard of it
    history: list[Question] = field(default_factory=list)
    aside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()  # parts of the link that could not be asked
    refused: str = ""  # why what was asked last could not be asked
    is_full: bool = False  # a filter was refused, because there are as many as can be asked
    is_acting: bool = False  # a widget was used since the last run
    is_led_by_click: bool = False  # this run began with a click and not with a link
    opened: str | None = None  # the action of the card that is open
    shown: list[Question] = field(default_factory=list)  # figures drawn, the last one first
    story: int | None = None  # the one that was chosen on the page of voices
    page: str = ""  # where this run is
    closer: str | None = None  # the part under "Look closer" that is open

    def follow(self, catalog: Catalog, query: Query) -> None:
        """Ask what a link says; going back is the same as taking the last change back."""
        asked, ignored = links.read(query, catalog)
        self.closer = _closer(query, asked)
        if self.history and self.history[-1] == asked:
            self.history.pop()
        elif asked != self.question:
            self._remember()
        self._ask(asked)
        self.ignored, self.written = ignored, query

    def adopt(self, catalog: Catalog, version: str) -> None:
        """Ask other data the same, as far as it can be asked that."""
        said = grouped(self.question.pairs(catalog.default_question()))
        self.question, self.ignored = links.read(said, catalog)
        self.version, self.history, self.aside, self.is_full = version, [], {}, False
        self.shown = []

    def change(self, asked: Question) -> None:
        """Ask something else, remembering what was asked before."""
        if asked != self.question:
            self._remember()
            self._ask(asked)

    def filter_by(self, dimension: str, levels: Sequence[str]) -> None:
        """Filter by these levels of a Dimension; none means all."""
        self.filter_by_all({dimension: levels})

    def filter_by_all(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Filter by these levels of several Dimensions, as one change that undo takes back."""
        filters = self.question.filters
        if len({*filters.names, *(name for name in chosen if chosen[name])}) > MOST_FILTERS:
            self.is_full = True
            return
        for dimension, levels in chosen.items():
            filters = filters.including(dimension, levels)
        self.change(self.question.asking(filters=filters))

    def ask_measure(self, catalog: Catalog, name: str) -> None:
        """Ask about another Measure; filters it cannot honour are put aside, not forgotten."""
        wanted = {**self.aside, **dict(self.question.filters.chosen)}
        asked = catalog.asking_measure(self.question, name)
        table = catalog.measure(name).table
        fitting = [one for one in wanted if catalog.splits(catalog.dimension(one), table)]
        kept = Filters.of({one: wanted[one] for one in fitting[:MOST_FILTERS]})
        self.change(settled(asked.asking(filters=kept), catalog, before=kept))
        self.aside = {one: levels for one, levels in wanted.items() if one not in kept.names}

    def ask_here(self, catalog: Catalog, asked: Question) -> None:
        """Ask a page's own Question; filters its table cannot honour are put aside."""
        wanted = {**self.aside, **dict(self.question.filters.chosen)}
        table = catalog.measure(asked.measure).table
        self.change(asked)
        self.aside = {
            one: levels
            for one, levels in wanted.items()
            if not catalog.splits(catalog.dimension(one), table)
        }

    def note_shown(self, asked: Question) -> None:
        """Note a figure that was drawn; one drawn again moves to the front."""
        self.shown = [asked, *(other for other in self.shown if other != asked)][:_MOST_SHOWN]

    def undo(self) -> None:
        """Go back to what was asked before."""
        if self.history:
            self._ask(self.history.pop())

    def recover(self, source: Source) -> None:
        """Leave a Question the data cannot be asked for the nearest it can, or for the last one.

        The nearest is held to one instrument, where filters were opened to several: the one just
        added, or the one that was there.
        """
        before = self.history[-1] if self.history else None
        filters = None if before is None else before.filters
        self.question = settled(self.question, source.catalog, before=filters)
        if self.question == before:  # back where it was, with nothing to take back
            self.history.pop()
        reason = source.can(self.question)
        refused = reason or ""
        while reason is not None:
            self._ask(self.history.pop() if self.history else source.catalog.default_question())
            self.refused = refused
            reason = source.can(self.question)

    def _remember(self) -> None:
        """Keep what is asked for undo."""
        self.history.append(self.question)
        del self.history[:-_MOST_REMEMBERED]

    def _ask(self, asked: Question) -> None:
        """Ask something, with nothing left out of it."""
        self.question = asked
        self.ignored, self.aside, self.is_full, self.refused = (), {}, False, ""


def begin(catalog: Catalog, query: Query, version: str) -> Visit:
    """Return a visit that starts with a link."""
    asked, ignored = links.read(query, catalog)
    return Visit(
        question=asked,
        version=version,
        written=query,
        ignored=ignored,
        closer=_closer(query, asked),
    )


def _closer(query: Query, asked: Question) -> str | None:
    """Return the part that a link opens."""
    named = query.get("part", [])
    return named[0] if named else None if asked.by2 is None else CROSSED
