"""Problems: one thing wrong in an import each, gathered until all are known.

It promises that a value is repeated only where it can name nobody, and never in the text of an
exception, which may reach a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from seen.errors import ImportRefusedError
from seen.importing.identifiers import is_free_text, looks_personal
from seen.text import text

ROWS_NAMED: Final = 3
VALUES_NAMED: Final = 5
VALUE_LENGTH: Final = 40


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong in an import: where, what was expected, how to mend it."""

    code: str  # the phrases import.problem.<code> and import.mend.<code>
    file: str
    column: str = ""
    rows: tuple[int, ...] = ()  # the first few, as a spreadsheet counts them
    count: int = 0
    found: tuple[str, ...] = ()  # never of ids, dropped or free-text columns
    expected: str = ""
    kind: str = ""  # what the values look like, in words
    line: str = ""  # what could be written into the recipe
    is_warning: bool = False  # reported, but stops nothing

    def to_text(self) -> str:
        """Return the Problem as a reader sees it on the local screen."""
        parts = [self._where(), text(f"import.problem.{self.code}", expected=self.expected)]
        if self.rows:
            more = ", …" if self.count > len(self.rows) else ""
            rows = ", ".join(f"{row:,}" for row in self.rows) + more
            key = "import.rows_one" if self.count == 1 else "import.rows_many"
            parts.append(text(key, n=f"{self.count:,}", rows=rows))
        if set(self.found) - {text("import.not_repeated")}:
            parts.append(text("import.found", values=", ".join(f"“{it}”" for it in self.found)))
        if self.kind:
            parts.append(text("import.kinds", kinds=self.kind))
        parts += [text(f"import.mend.{self.code}", expected=self.expected), self.line]
        return " ".join(part for part in parts if part)

    def __str__(self) -> str:
        """Return the Problem as a reader sees it on the local screen."""
        return self.to_text()

    def _where(self) -> str:
        """Return the file and column it stands in."""
        if self.column:
            return text("import.where_column", file=self.file, column=self.column)
        return text("import.where_file", file=self.file)


def at_rows(problem: Problem, rows: Sequence[int] | pd.Index[int]) -> Problem:
    """Return a Problem that names the first of its rows and counts them all."""
    return replace(problem, rows=tuple(int(row) for row in rows[:ROWS_NAMED]), count=len(rows))


def showing(problem: Problem, values: Iterable[object]) -> Problem:
    """Return a Problem that repeats the first values found, each cut short."""
    distinct = list(dict.fromkeys(str(value) for value in values))
    return replace(problem, found=tuple(shown(value) for value in distinct[:VALUES_NAMED]))


def shown(value: str) -> str:
    """Return a value as a Problem may repeat it."""
    if looks_personal(value) or is_free_text(value):
        return text("import.not_repeated")
    plain = "".join(letter if letter.isprintable() else "�" for letter in value)
    return plain if len(plain) <= VALUE_LENGTH else f"{plain[: VALUE_LENGTH - 1]}…"


def refuse(problems: Sequence[Problem]) -> None:
    """Raise if any Problem stops the import."""
    errors = [problem for problem in problems if not problem.is_warning]
    if errors:
        raise refusal(errors)


def refusal(problems: Sequence[Problem]) -> ImportRefusedError:
    """Return the error that carries Problems; its own message only counts them."""
    key = "import.refused_one" if len(problems) == 1 else "import.refused_many"
    return ImportRefusedError(text(key, n=len(problems)), tuple(problems))
