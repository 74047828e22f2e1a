"""Which institutions may be named in a release: those whose consent was signed.

It promises that a name is published only as it was signed, for one institution of the data, and
that who signed and when stays with the publisher.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from seen.domain.releases import LONGEST_NAME, POOL, is_name
from seen.errors import PublishError
from seen.release.places import Place
from seen.text import text

_FIELDS: Final = frozenset({"institution", "name", "signed_by", "signed_on"})
_LARGEST: Final = 1_000_000  # bytes


@dataclass(frozen=True, kw_only=True)
class Consent:
    """The signed word of one institution that it may be named."""

    institution: str  # as the data names it, or the code that links carry
    name: str  # as it is to be called
    signed_by: str
    signed_on: date


@dataclass(frozen=True, kw_only=True)
class Named:
    """An institution that a release names, and the level it has there."""

    institution_id: int
    level: str
    name: str


def read(path: Path | None, *, releases: Path) -> tuple[Consent, ...]:
    """Return the consents in a file; none without one.

    Raises
    ------
    PublishError
        When it cannot be read, says too little, or lies where releases are published.
    """
    if path is None:
        return ()
    if path.resolve().is_relative_to(releases.resolve()):
        raise PublishError(text("publish.consents.with_releases", file=path.name))
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise PublishError(text("publish.consents.unreadable", file=path.name)) from None
    rows = stated.get("consent")
    if stated.keys() != {"consent"} or not isinstance(rows, list) or not rows:
        raise PublishError(text("publish.consents.none", file=path.name))
    found = tuple(_consent(row, number) for number, row in enumerate(rows, start=1))
    _refuse_twice([it.institution for it in found])
    _refuse_twice([it.name for it in found])
    return found


def named(
    consents: Sequence[Consent], labels: pd.DataFrame, places: Iterable[Place]
) -> tuple[Named, ...]:
    """Return the institutions that are named; one that is pooled has no level to name.

    Parameters
    ----------
    consents
        What was signed.
    labels
        One row per institution of the data: its code and what the data calls it.
    places
        The institutions that are released, with their levels.

    Raises
    ------
    PublishError
        When a consent is of no institution of the data, or of several.
    """
    levels = {it.institution_id: it.level for it in places}
    found = []
    for number, consent in enumerate(consents, start=1):
        is_it = (labels["code"] == consent.institution) | (labels["label"] == consent.institution)
        ids = [int(it) for it in labels.loc[is_it, "institution_id"]]
        if len(ids) != 1:
            raise PublishError(text("publish.consents.unknown", number=number))
        level = levels.get(ids[0], POOL)
        if not level.startswith(POOL):
            found.append(Named(institution_id=ids[0], level=level, name=consent.name))
    return tuple(found)


def _consent(row: Any, number: int) -> Consent:
    """Return one consent, refusing one that says too little, too much or the impossible."""
    if not isinstance(row, dict) or row.keys() != _FIELDS:
        fields = ", ".join(sorted(_FIELDS))
        raise PublishError(text("publish.consents.fields", number=number, fields=fields))
    signed_on = row["signed_on"]
    today = datetime.now(tz=UTC).date()
    if type(signed_on) is not date or signed_on > today:
        raise PublishError(text("publish.consents.date", number=number))
    for field in ("institution", "name", "signed_by"):
        if not isinstance(row[field], str) or not is_name(row[field]):
            raise PublishError(
                text("publish.consents.name", number=number, field=field, n=LONGEST_NAME)
            )
    return Consent(**row)


def _refuse_twice(stated: Sequence[str]) -> None:
    """Refuse the same institution or name in two consents."""
    for number, it in enumerate(stated, start=1):
        if it in stated[: number - 1]:
            raise PublishError(text("publish.consents.twice", number=number))
