"""A Scope: who, where, when and how many a Question is about; the reading line is made of it.

It promises that counts too small to be safe are already gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seen.domain.protection import Protection
from seen.domain.questions import Filters


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What the filters leave."""

    table: str
    reporter: str
    filters: Filters
    is_hidden: bool  # too few people, or not in a release: no counts are said
    n_institutions: int = 0
    first_month: date | None = None  # where the data has no dates
    last_month: date | None = None
    n_rows: int = 0
    n_asked: int | None = None  # None where the data does not say who was asked
    n_answers: int = 0
    across: str | None = None  # a Dimension the Question runs over level by level
    protection: Protection | None = None  # of a release, whose counts are rounded


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One level a filter offers, with how many encounters stand behind it."""

    level: str
    n_rows: int | None  # None where the count is too small to be said
