"""Columns of the standard tables, as the dictionary or a recipe declares them.

They promise a name that SQL can take and a type that a reader of files knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seen.domain.measures import check_name
from seen.errors import CatalogError
from seen.text import text

COLUMN_TYPES: Final = ("integer", "number", "category", "boolean", "month", "text", "id")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a standard table: what may stand in it and what is known about it."""

    table: str
    name: str
    type: str
    levels: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    better: str = "none"
    evidence: str = ""  # validated, experimental, or empty for a plain fact
    instrument: str = ""
    required: bool = False
    many: bool = False  # several levels in one answer, written "a;b"

    def __post_init__(self) -> None:
        check_name(self.name)
        if self.type not in COLUMN_TYPES:
            name, choices = f"{self.table}.{self.name}", ", ".join(COLUMN_TYPES)
            raise CatalogError(
                text("declared.choice", kind="Column", name=name, part="type", choices=choices)
            )
