"""From a link to the Question it asks, as far as the data that is open can be asked that.

It promises that nothing in a link can break a page: what cannot be asked is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from seen.domain.apart import mixed, settled
from seen.domain.catalog import Catalog
from seen.domain.dimensions import RESERVED
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.errors import QuestionError

_FIRST: Final = ("measure", "show", "by", "by2", "versus")
_LAST: Final = ("view", "adjust")  # what these need stands by then
_NAMES: Final = {"groups": "group"}  # as the link calls it
_VERSION: Final = re.compile(r"[0-9a-f]{1,64}")


def read(query: Mapping[str, Sequence[str]], catalog: Catalog) -> tuple[Question, tuple[str, ...]]:
    """Return the Question of a link and the names of the parts that had to be ignored."""
    asked = catalog.default_question().asking(filters=Filters())
    ignored: list[str] = []
    for key in _FIRST:
        asked = _try(asked, catalog, key, _one(query, key), ignored)
    levels = catalog.dimension(asked.by).levels
    groups = [group for group in query.get("group", ()) if group]
    ignored += ["group" for group in groups if group not in levels]
    for key, names in (
        ("groups", [group for group in groups if group in levels]),
        ("strata", [name for name in query.get("strata", ()) if name]),
    ):
        asked = _try(asked, catalog, key, tuple(sorted(set(names))), ignored)
    for key in sorted(set(query) - RESERVED):
        for level in query[key]:
            asked = _try(asked, catalog, key, level, ignored)
    for key in _LAST:
        asked = _try(asked, catalog, key, _one(query, key), ignored)
    found = settled(asked, catalog)
    if mixed(found, catalog):  # no filter is free to keep its instruments apart
        found = catalog.default_question()
    before, after = asked.filters, found.filters
    ignored += [name for name in before.names if before.levels(name) != after.levels(name)]
    version = _one(query, "data")
    if _VERSION.fullmatch(version):
        found = found.asking(data=version)
    return found, tuple(dict.fromkeys(ignored))


def _one(query: Mapping[str, Sequence[str]], key: str) -> str:
    """Return the first value of a key; empty where there is none."""
    return next(iter(query.get(key, ())), "")


def _try(
    asked: Question, catalog: Catalog, key: str, value: str | tuple[str, ...], ignored: list[str]
) -> Question:
    """Return the changed Question where it can be asked; otherwise note the key."""
    if not value:
        return asked
    try:
        return catalog.known(_changed(asked, catalog, key, value))
    except (QuestionError, ValueError):
        ignored.append(_NAMES.get(key, key))
        return asked


def _changed(
    asked: Question, catalog: Catalog, key: str, value: str | tuple[str, ...]
) -> Question:
    """Return the Question with one part of a link taken over."""
    if isinstance(value, tuple):
        return asked.asking(**{key: value})
    if key == "measure":
        return catalog.asking_measure(asked, value).asking(filters=asked.filters)
    changes: dict[str, Any] = {key: value}
    if key == "show":
        changes = {"show": Show(value)}
    elif key not in RESERVED:
        levels = (*asked.filters.levels(key), value)
        changes = {"filters": asked.filters.including(key, levels)}
    return asked.asking(**changes)
