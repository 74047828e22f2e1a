"""What a figure may ask of the data, always at one strength of the guard.

It promises that a figure cannot tell a screen from an export, and what leaves the screen is
guarded as if published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.questions import Filters, Question
from seen.domain.scopes import Choice, Scope
from seen.figures.shown import Absent, Why, none, refused
from seen.guard.rules import Strength
from seen.sources import Source, is_release
from seen.sources.provenance import Dataset
from seen.text import lacking, text


@dataclass(frozen=True)
class Asker:
    """A Source, asked at one strength of the guard."""

    source: Source
    guard: Strength = Strength.PUBLISH

    @property
    def catalog(self) -> Catalog:
        """What can be asked."""
        return self.source.catalog

    @property
    def dataset(self) -> Dataset:
        """Where the data comes from."""
        return self.source.dataset

    @property
    def is_released(self) -> bool:
        """Whether the data is a release, whose reader has no file to fill."""
        return is_release(self.source)

    def lacking(self, key: str, **blanks: str) -> str:
        """Return in words what is not there, in the data or in the release that is open."""
        return lacking(key, is_released=self.is_released, **blanks)

    def can(self, question: Question) -> str | None:
        """Return None where the Question can be answered, otherwise the reason why not."""
        return self.source.can(question)

    def possible(self, question: Question | None) -> Question | None:
        """Return a Question if the data can answer it."""
        return None if question is None or self.can(question) is not None else question

    def finding(self, question: Question) -> Finding:
        """Return the answer to a Question."""
        return self.source.finding(question, self.guard)

    def ahead(self, questions: Iterable[Question | None]) -> None:
        """Ask several Questions side by side, so that each is at hand when it is wanted."""
        able = (self.possible(item) for item in questions)
        wanted = list(dict.fromkeys(item for item in able if item is not None))
        self.source.findings(wanted, self.guard)

    def findings(self, questions: Iterable[Question]) -> list[Finding]:
        """Return the answers to those Questions that the data can answer, asked side by side."""
        able = [it for it in questions if self.can(it) is None]
        self.ahead(able)
        return [self.finding(it) for it in able]

    def answer(self, question: Question | None, *, otherwise: str) -> Finding | Absent:
        """Return the answer to a Question; `otherwise` is said where there is none to ask."""
        if question is None:
            return none(otherwise)
        if why := self.can(question):
            return refused(question, why)
        return self.finding(question)

    def answers(self, questions: Iterable[Question]) -> tuple[Finding, ...] | Absent:
        """Return the answers to Questions that only make sense together, asked side by side."""
        asked = list(questions)
        for question in asked:
            if why := self.can(question):
                return refused(question, why)
        return tuple(self.findings(asked))

    def missing(self, key: str) -> Absent:
        """Return what a page needs that this data lacks, and how whoever has it supplies it.

        Of a release it is said that the release lacks it: the data behind it may hold it.
        """
        if self.is_released:
            said, how = text(f"{key}_released"), text("release.missing")
        else:
            said, how = text(key), text(f"{key}_how")
        return Absent(why=Why.MISSING, said=said, how=how)

    def scope(self, question: Question) -> Scope:
        """Return who, where, when and how many a Question is about."""
        return self.source.scope(question, self.guard)

    def choices(self, dimension: str, table: str, chosen: Filters) -> tuple[Choice, ...]:
        """Return the levels a filter offers."""
        return self.source.choices(dimension, table, chosen.without(dimension))
