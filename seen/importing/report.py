"""The report of an import: what was read, left out, merged, written, and how unique people stay.

It promises to say everything that was changed on the way, with no value of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from seen.importing.deidentify import RareLevel
from seen.importing.fill import Filled
from seen.importing.problems import Problem
from seen.importing.recipe import Recipe
from seen.settings import MINIMUM_PEOPLE
from seen.store import Build
from seen.text import text

PSEUDONYMISED: Final = ("practitioner", "recipient", "institution", "area", "encounter")


@dataclass(frozen=True, kw_only=True)
class Uniqueness:
    """How far a combination of attributes singles out rows (k-anonymity)."""

    attributes: tuple[str, ...]
    smallest_class: int
    unique_share: float  # of rows that share their combination with no other
    small_share: float  # of rows in classes of fewer than 11


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What was read, and what an import leaves out."""

    title: str
    n_read: int
    n_not_selected: int  # by the recipe's [only]
    n_left_out: int  # for missing or repeated ids
    dropped: tuple[str, ...]  # source columns that nothing reads
    unmentioned: tuple[str, ...]  # of these, those the recipe does not name under drop
    has_own_ids: bool
    warnings: tuple[Problem, ...]

    def to_text(self) -> str:
        """Return the report as lines for the local screen."""
        return "\n".join([*self._first_lines(), *self._last_lines()])

    def _first_lines(self) -> Iterator[str]:
        """Yield what was read."""
        yield text("import.report.title", title=self.title)
        yield text("import.report.read", n=f"{self.n_read:,}")
        if self.n_not_selected:
            yield text("import.report.not_selected", n=f"{self.n_not_selected:,}")
        if self.n_left_out:
            n, n_read = self.n_left_out, self.n_read - self.n_not_selected
            yield text("import.report.left_out", n=f"{n:,}", read=f"{n_read:,}")
        if self.dropped:
            yield text("import.report.dropped", names=", ".join(self.dropped))
        if self.unmentioned:
            yield text("import.report.unmentioned", names=", ".join(self.unmentioned))

    def _last_lines(self) -> Iterator[str]:
        """Yield what to look at again."""
        if not self.has_own_ids:
            yield text("import.report.made_ids")
        yield from (text("import.report.warning", problem=problem) for problem in self.warnings)


@dataclass(frozen=True, kw_only=True)
class Report(CheckReport):
    """What an import did."""

    written: tuple[tuple[str, int], ...]  # rows by table
    people: tuple[tuple[str, int], ...]  # distinct pseudonyms by kind
    rare: tuple[RareLevel, ...]
    uniqueness: Uniqueness | None
    response: tuple[int, int] | None  # asked, answered; None where nobody recorded it

    def to_text(self) -> str:
        """Return the report as lines for the local screen."""
        return "\n".join([*self._first_lines(), *self._built_lines(), *self._last_lines()])

    def _built_lines(self) -> Iterator[str]:
        """Yield what was written and merged, who answered, and how unique people stay."""
        yield text("import.report.written", tables=_counts(self.written))
        yield text("import.report.people", kinds=_counts(self.people))
        for level in self.rare:
            key = "import.report.merged" if level.is_merged else "import.report.rare"
            yield text(key, dimension=level.dimension, level=level.level, n=MINIMUM_PEOPLE)
        if self.response is None:
            yield text("import.report.response_unknown")
        else:
            asked, answered = self.response
            yield text("import.report.response", asked=f"{asked:,}", answered=f"{answered:,}")
        if self.uniqueness is not None:
            yield text(
                "import.report.uniqueness",
                attributes=", ".join(self.uniqueness.attributes),
                smallest=f"{self.uniqueness.smallest_class:,}",
                unique=f"{self.uniqueness.unique_share:.1%}",
                small=f"{self.uniqueness.small_share:.1%}",
                n=MINIMUM_PEOPLE,
            )


def checked(filled: Filled, recipe: Recipe) -> CheckReport:
    """Return the report of files that could be imported."""
    return CheckReport(**_read(filled, recipe))


def reported(
    build: Build,
    filled: Filled,
    recipe: Recipe,
    *,
    rare: tuple[RareLevel, ...],
    present: frozenset[tuple[str, str]],
) -> Report:
    """Return the report of a finished build.

    Parameters
    ----------
    build
        A Build whose answer tables stand.
    filled
        What the sources filled.
    recipe
        What they were read by.
    rare
        Levels with too few people.
    present
        (answer table, column) pairs that hold data.
    """
    rows = build.run("checks/people")
    people = dict(zip(rows["kind"], rows["n"], strict=True))
    table, held = _told_apart(filled, present)
    attributes = [name for name in recipe.quasi_identifiers if name in held]
    return Report(
        **_read(filled, recipe),
        written=tuple((table, _n_rows(build, table)) for table in filled.frames),
        people=tuple((kind, int(people[kind])) for kind in PSEUDONYMISED if kind in people),
        rare=rare,
        uniqueness=_uniqueness(build, table, attributes),
        response=_response(build),
    )


def _read(filled: Filled, recipe: Recipe) -> dict[str, Any]:
    """Return the facts about what was read."""
    return {
        "title": recipe.dataset["title"],
        "n_read": filled.n_read,
        "n_not_selected": filled.n_not_selected,
        "n_left_out": filled.n_left_out,
        "dropped": filled.dropped,
        "unmentioned": tuple(name for name in filled.dropped if name not in recipe.drop),
        "has_own_ids": filled.has_own_ids,
        "warnings": tuple(problem for problem in filled.problems if problem.is_warning),
    }


def _n_rows(build: Build, table: str) -> int:
    """Return how many rows a table holds."""
    return int(build.run("checks/rows", table=table)["n"].iloc[0])


def _told_apart(filled: Filled, present: frozenset[tuple[str, str]]) -> tuple[str, set[str]]:
    """Return the table whose rows people could be known by, and its columns: else the workers'."""
    if "encounter" in filled.frames:
        return "encounter_answer", {name for table, name in present if table == "encounter_answer"}
    return "practitioner", set(filled.frames.get("practitioner", pd.DataFrame()).columns)


def _uniqueness(build: Build, table: str, attributes: list[str]) -> Uniqueness | None:
    """Return how far some attributes single out rows; None without rows or attributes."""
    if not attributes:
        return None
    values = {"table": table, "columns": attributes, "minimum": MINIMUM_PEOPLE}
    row = build.run("checks/classes", **values).iloc[0]
    return Uniqueness(
        attributes=tuple(attributes),
        smallest_class=int(row["smallest_class"]),
        unique_share=float(row["unique_share"]),
        small_share=float(row["small_share"]),
    )


def _response(build: Build) -> tuple[int, int] | None:
    """Return how many were asked and answered; None where it is not recorded."""
    row = build.run("checks/response").iloc[0]
    if pd.isna(row["asked"]):
        return None
    return int(row["asked"]), int(row["answered"])


def _counts(pairs: tuple[tuple[str, int], ...]) -> str:
    """Return names with their counts."""
    return ", ".join(f"{name} {count:,}" for name, count in pairs)
