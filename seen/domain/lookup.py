"""Looking things up by name, and saying what there is instead.

It promises that no message repeats what was asked for in vain from a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure
from seen.errors import CatalogError, QuestionError
from seen.text import text

T = TypeVar("T", bound=Measure | Dimension)


def named(kind: str, name: str, items: Mapping[str, T]) -> T:
    """Return the item of that name."""
    if name not in items:
        raise CatalogError(text("declared.unknown", kind=kind, name=repr(name[:40])))
    return items[name]


def asked_for(kind: str, name: str, items: Mapping[str, T]) -> T:
    """Return the item a Question names, or say which could be asked."""
    if name not in items:
        choices = ", ".join(items) or "none"
        raise QuestionError(text("asked.unknown", kind=kind, choices=choices))
    return items[name]


def merged(first: Sequence[T], second: Sequence[T]) -> tuple[T, ...]:
    """Return both, the first winning where a name stands in both."""
    names = {item.name for item in first}
    kept = [item for item in second if item.name not in names]
    return (*first, *kept)
