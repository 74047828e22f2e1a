"""A Source turns a Question into a Finding; pages cannot tell which kind they have.

It promises that whatever comes out has passed the guard.
"""

from __future__ import annotations

from typing import Protocol

from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.questions import Filters, Question
from seen.domain.scopes import Choice, Scope
from seen.guard.rules import Strength


class Source(Protocol):
    """Anything that can be asked."""

    @property
    def catalog(self) -> Catalog:
        """What can be asked."""

    @property
    def version(self) -> str:
        """What the data is; changes whenever the data does."""

    def can(self, question: Question) -> str | None:
        """Return None where the Question can be answered, otherwise the reason why not."""

    def finding(self, question: Question, guard: Strength = Strength.PUBLISH) -> Finding:
        """Return the answer to a Question."""

    def scope(self, question: Question, guard: Strength = Strength.PUBLISH) -> Scope:
        """Return who, where, when and how many a Question is about."""

    def choices(self, dimension: str, table: str, filters: Filters) -> tuple[Choice, ...]:
        """Return the levels a filter offers under the other filters, with guarded counts."""
