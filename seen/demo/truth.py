"""What is planted in the demo: the terms of `data/demo.toml`, each with a mark and a reason.

It promises that no term stands without either. Data and methods lists them; no figure reads them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from seen.errors import DemoError
from seen.settings import ROOT
from seen.text import text
from seen.wording.numbers import MINUS

MARKS: Final = ("published", "assumed")
_MOST_PARTS: Final = 3


@dataclass(frozen=True, kw_only=True)
class Term:
    """One planted term: a number, a list or a table of numbers, with its mark and reason."""

    name: str
    value: Any
    mark: str
    reason: str

    def __post_init__(self) -> None:
        if self.mark not in MARKS:
            raise DemoError(f"Term {self.name}: mark must be one of {', '.join(MARKS)}.")
        if not self.reason:
            raise DemoError(f"Term {self.name} needs a reason.")


@dataclass(frozen=True, kw_only=True)
class Truth:
    """Every planted term and the names of invented places."""

    terms: tuple[Term, ...]
    names: Mapping[str, Any]
    _values: Mapping[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values = {term.name: term.value for term in self.terms}
        for term in self.terms:
            if isinstance(term.value, Mapping):
                values |= {f"{term.name}.{part}": value for part, value in term.value.items()}
        object.__setattr__(self, "_values", values)

    def number(self, name: str) -> float:
        """Return one number, by dotted name: `felt.low_income.at_1`."""
        value = self._value(name)
        if not isinstance(value, int | float):
            raise DemoError(f"Term {name} in data/demo.toml is not one number.")
        return float(value)

    def numbers(self, name: str) -> dict[str, float]:
        """Return a table of numbers."""
        return {part: float(value) for part, value in self._value(name).items()}

    def sequence(self, name: str) -> tuple[float, ...]:
        """Return a list of numbers."""
        return tuple(float(value) for value in self._value(name))

    def along(
        self, name: str, levels: Sequence[str], otherwise: float | None = None
    ) -> list[float]:
        """Return the numbers of a table in the order of some levels.

        Parameters
        ----------
        name
            A term whose value is a table.
        levels
            Levels in their order.
        otherwise
            The number of levels the table does not name; None where it must name all.
        """
        found = self.numbers(name)
        lacking = sorted(set(levels) - set(found))
        if otherwise is None and lacking:
            raise DemoError(f"Term {name} in data/demo.toml lacks {', '.join(lacking)}.")
        return [found.get(level, otherwise or 0.0) for level in levels]

    def term(self, name: str) -> Any:
        """Return the value of a term as it stands in the file."""
        return self._value(name)

    def _value(self, name: str) -> Any:
        """Return the value of a term or of one part of it."""
        try:
            return self._values[name]
        except KeyError:
            raise DemoError(f"data/demo.toml has no term {name}.") from None


@cache
def load(path: Path = ROOT / "data" / "demo.toml") -> Truth:
    """Return the planted terms."""
    parts = tomllib.loads(path.read_text(encoding="utf-8"))
    names = parts.pop("names")
    return Truth(terms=tuple(_terms(parts)), names=names)


def listed() -> tuple[tuple[str, str, str, str], ...]:
    """Return every planted term for a reader: its name, its value in short, mark and reason."""
    return tuple(
        (_plain(term.name), _short(term.value), term.mark, term.reason) for term in load().terms
    )


def _plain(name: str) -> str:
    """Return a dotted name as words."""
    return name.replace(".", ": ").replace("_", " ")


def _short(value: Any) -> str:
    """Return a value in a few words: the first parts of a table or a list, and how many more."""
    if isinstance(value, Mapping):
        parts = [f"{_plain(name)} {_short(part)}" for name, part in value.items()]
    elif isinstance(value, list):
        parts = [_short(part) for part in value]
    else:
        return f"{value:g}".replace("-", MINUS)
    most = _MOST_PARTS if not isinstance(value, list) else len(parts)
    said = ", ".join(parts[:most])
    n_more = len(parts) - most
    return text("methods.planted_more", said=said, n=n_more) if n_more > 0 else said


def _terms(parts: Mapping[str, Any], prefix: str = "") -> Iterator[Term]:
    """Yield the terms of a nested table: every table that has a mark."""
    for key, part in parts.items():
        if "mark" in part:
            yield Term(name=f"{prefix}{key}", **part)
        else:
            yield from _terms(part, f"{prefix}{key}.")
