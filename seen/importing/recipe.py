"""A Recipe: how outside files map onto our columns.

It promises that a Recipe in hand was understood to the last key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.columns import Column
from seen.errors import RecipeError
from seen.importing.instruments import SURVEY, Instrument, Score
from seen.importing.mapping import GRAIN, Target
from seen.importing.readers import Format
from seen.text import text

QUASI_IDENTIFIERS: Final = (
    *("profession", "recipient_race_ethnicity", "recipient_income", "recipient_gender"),
)


@dataclass(frozen=True, kw_only=True)
class Values:
    """How single values are written in the files of a recipe."""

    decimal: str = "."
    dates: str = ""  # a strptime pattern; empty: 2024-05 or 2024-05-31
    missing: tuple[str, ...] = ()
    missing_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by source column
    levels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by our column

    def __post_init__(self) -> None:
        if self.decimal not in {".", ","}:
            raise RecipeError(text("import.recipe.decimal"))
        if self.dates and not {"%Y", "%m"} <= set(_directives(self.dates)):
            raise RecipeError(text("import.recipe.dates"))


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How outside files map onto our columns."""

    name: str
    digest: str  # of its text, so that a data file says which recipe made it
    dataset: Mapping[str, str | bool]
    form: Format
    values: Values
    targets: tuple[Target, ...]
    catalog: Catalog
    declared: tuple[Column, ...]
    instruments: tuple[Instrument, ...] = ()
    scores: tuple[Score, ...] = ()  # of a wide file: the columns that hold them
    files: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a file's stem and the tables it feeds
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()  # keep rows with these values alone
    drop: tuple[str, ...] = ()
    not_identifiers: tuple[str, ...] = ()
    quasi_identifiers: tuple[str, ...] = QUASI_IDENTIFIERS
    has_institution_names: bool = False
    leaves_out_bad_ids: bool = False

    def tables(self) -> tuple[str, ...]:
        """Return the tables it fills, in their order."""
        filled = {target.column.table for target in self.targets}
        if self.scores:
            filled.add(SURVEY)
        return tuple(table for table in GRAIN if table in filled)

    def of(self, table: str) -> tuple[Target, ...]:
        """Return what fills a table."""
        return tuple(target for target in self.targets if target.column.table == table)

    def reads(self, tables: Iterable[str]) -> set[str]:
        """Return the source columns that fill some tables."""
        fed = set(tables)
        found = {name for table in fed for target in self.of(table) for name in target.sources()}
        return found | ({score.source for score in self.scores} if SURVEY in fed else set())

    def maps(self, table: str, column: str) -> bool:
        """Return whether it fills a column by itself."""
        return any(target.column.name == column for target in self.of(table))


def _directives(pattern: str) -> list[str]:
    """Return the directives of a date pattern; a two-digit year or a month's name counts."""
    found = [f"%{part[0]}" for part in pattern.split("%")[1:] if part]
    stands_for = {"%y": "%Y", "%b": "%m", "%B": "%m"}
    return [stands_for.get(directive, directive) for directive in found]
