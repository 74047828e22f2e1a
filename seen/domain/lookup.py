"""Looking things up by name, and saying what there is instead.

It promises that no message repeats what was asked for in vain from a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from seen.domain.dimensions import Dimension
from seen.domain.measures import Measure
from seen.errors import CatalogError, QuestionError
from seen.text import text

T = TypeVar("T", bound=Measure | Dimension)


def named(kind: str, name: str, items: Iterable[T]) -> T:
    """Return the item of that name."""
    for item in items:
        if item.name == name:
            return item
    raise CatalogError(text("declared.unknown", kind=kind, name=repr(name[:40])))


def asked_for(kind: str, name: str, items: Sequence[T]) -> T:
    """Return the item a Question names, or say which could be asked."""
    for item in items:
        if item.name == name:
            return item
    choices = ", ".join(item.name for item in items) or "none"
    raise QuestionError(text("asked.unknown", kind=kind, choices=choices))


def merged(first: Sequence[T], second: Sequence[T]) -> tuple[T, ...]:
    """Return both, the first winning where a name stands in both."""
    names = {item.name for item in first}
    kept = [item for item in second if item.name not in names]
    return (*first, *kept)
