"""A Source turns a Question into a Finding; pages cannot tell which kind they have.

It promises that whatever comes out has passed the guard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.protection import Protection
from seen.domain.questions import Filters, Question
from seen.domain.scopes import Choice, Scope
from seen.domain.stories import Story
from seen.guard.rules import Strength
from seen.sources.provenance import Dataset


def is_release(source: Source) -> bool:
    """Return whether what is open is a release, whose reader has no file to fill."""
    return "release_id" in source.meta


class Source(Protocol):
    """Anything that can be asked."""

    @property
    def catalog(self) -> Catalog:
        """What can be asked."""

    @property
    def version(self) -> str:
        """What the data is; changes whenever the data does."""

    @property
    def meta(self) -> dict[str, str]:
        """Facts about the file itself."""

    @property
    def protection(self) -> Protection | None:
        """How its counts were changed to protect people; None where they are exact."""

    @property
    def dataset(self) -> Dataset:
        """Where the data comes from."""

    @property
    def stories(self) -> tuple[Story, ...]:
        """What the data holds to be read and never counted."""

    def can(self, question: Question) -> str | None:
        """Return None where the Question can be answered, otherwise the reason why not."""

    def finding(self, question: Question, guard: Strength = Strength.PUBLISH) -> Finding:
        """Return the answer to a Question."""

    def findings(
        self, questions: Sequence[Question], guard: Strength = Strength.PUBLISH
    ) -> list[Finding]:
        """Return the answers to several Questions."""

    def statement(self, question: Question) -> tuple[str, dict[str, Any]]:
        """Return the SQL a Question runs and the values bound to it."""

    def scope(self, question: Question, guard: Strength = Strength.PUBLISH) -> Scope:
        """Return who, where, when and how many a Question is about."""

    def choices(self, dimension: str, table: str, filters: Filters) -> tuple[Choice, ...]:
        """Return the levels a filter offers under the other filters, with guarded counts."""

    def close(self) -> None:
        """Close the file, and let go of all that was asked of it."""
