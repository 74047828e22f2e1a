"""De-identification: ids become keyed pseudonyms and integer keys, rare levels become "other".

It promises that no id of a source reaches a data file, and that without the key nobody can tell
whether a pseudonym stands for a given id.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from seen.domain.catalog import Catalog
from seen.importing.mapping import GRAIN
from seen.settings import MINIMUM_PEOPLE
from seen.text import text

KINDS: Final = {
    "institution_id": "institution",
    "area_id": "area",
    "practitioner_id": "practitioner",
    "recipient_id": "recipient",
    "encounter_id": "encounter",
}
PSEUDONYM_BYTES: Final = 16  # 128 bits
SHORTEST_CODE: Final = 6
OTHER: Final = "other"
MULTI: Final = "multi"


@dataclass(frozen=True, kw_only=True, eq=False)
class Deidentified:
    """Standard tables with integer keys, and what stands behind the keys."""

    frames: Mapping[str, pd.DataFrame]
    pseudonyms: pd.DataFrame  # kind, id, pseudonym
    institutions: pd.DataFrame  # institution_id, code, label


@dataclass(frozen=True, kw_only=True)
class RareLevel:
    """A level with fewer people than the minimum, and whether it was merged into "other"."""

    dimension: str
    level: str
    is_merged: bool


def deidentified(
    frames: Mapping[str, pd.DataFrame], *, key: bytes, word: str, has_names: bool
) -> Deidentified:
    """Return tables in which integer keys stand for ids.

    Parameters
    ----------
    frames
        The standard tables with ids as the source writes them.
    key
        The import key of the dataset.
    word
        What the data calls an institution.
    has_names
        Whether institutions keep readable names as labels.
    """
    keys: dict[str, pd.Series] = {}
    tables = []
    for column, kind in KINDS.items():
        ids = _distinct(frame[column] for frame in frames.values() if column in frame)
        made = pseudonyms(ids.tolist(), kind=kind, key=key)
        known = pd.Series(made, index=ids, dtype="str").sort_values()
        numbers = pd.RangeIndex(1, len(known) + 1)
        keys[column] = pd.Series(numbers, index=known.index, dtype="Int64")
        tables.append(pd.DataFrame({"kind": kind, "id": numbers, "pseudonym": known.to_numpy()}))
    keyed = {table: _keyed(frame, table, keys) for table, frame in frames.items()}
    return Deidentified(
        frames=keyed,
        pseudonyms=pd.concat(tables),
        institutions=_labels(frames, tables[0]["pseudonym"], keys, word=word, has_names=has_names),
    )


def pseudonyms(ids: Iterable[str], *, kind: str, key: bytes) -> list[str]:
    """Return the keyed pseudonym of each id: HMAC-SHA256, since plain hashes can be enumerated."""
    return [
        hmac.digest(key, f"{kind}|{value}".encode(), "sha256")[:PSEUDONYM_BYTES].hex()
        for value in ids
    ]


def without_rare_levels(
    frames: Mapping[str, pd.DataFrame], catalog: Catalog
) -> tuple[dict[str, pd.DataFrame], tuple[RareLevel, ...]]:
    """Return tables whose recipients' levels have enough people, and the levels that had not.

    A level with fewer than 11 recipients becomes "other" where its column has that level;
    elsewhere it stays and is reported.
    """
    encounter = frames.get("encounter")
    if encounter is None:
        return dict(frames), ()
    people = encounter.get("recipient_id", encounter["encounter_id"])
    people = people.fillna(encounter["encounter_id"])  # a person without an id counts as one
    stands_for = encounter.get("frequency")
    rare: list[RareLevel] = []
    levels = {column.name: column.levels for column in catalog.table("encounter")}
    for dimension in catalog.dimensions:
        column = dimension.column
        if dimension.role != "recipient" or column not in encounter or not levels.get(column):
            continue
        displayed = encounter[column].mask(encounter[column].str.contains(";", regex=False), MULTI)
        n_people = people.groupby(displayed).nunique()
        if stands_for is not None:
            n_people = stands_for.fillna(1).groupby(displayed).sum()
        few = [str(level) for level in n_people.index[n_people < MINIMUM_PEOPLE]]
        few = [level for level in few if level != OTHER and not dimension.is_unstated(level)]
        is_merged = OTHER in levels[column] and OTHER in dimension.levels
        rare += [RareLevel(dimension=dimension.name, level=it, is_merged=is_merged) for it in few]
        if is_merged and few:
            merged = encounter[column].mask(displayed.isin(few), OTHER)
            encounter = encounter.assign(**{column: merged})
    return {**frames, "encounter": encounter}, tuple(rare)


def _distinct(columns: Iterable[pd.Series]) -> pd.Index[str]:
    """Return the ids that stand in any of some columns, once each."""
    found = list(columns)
    if not found:
        return pd.Index([], dtype="str")
    distinct: pd.Index[str] = pd.Index(pd.concat(found, ignore_index=True).dropna().unique())
    return distinct


def _keyed(frame: pd.DataFrame, table: str, keys: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return a table with integer keys, in their order, which tells nothing of the source's."""
    columns = {name: frame[name].map(keys[name]) for name in KINDS if name in frame}
    order = [name for name in GRAIN[table] if name in frame]
    return frame.assign(**columns).sort_values(order, ignore_index=True)


def _labels(
    frames: Mapping[str, pd.DataFrame],
    known: pd.Series,
    keys: Mapping[str, pd.Series],
    *,
    word: str,
    has_names: bool,
) -> pd.DataFrame:
    """Return the code and label of each institution."""
    by_number = pd.Series(keys["institution_id"].index, index=keys["institution_id"])
    length = SHORTEST_CODE
    while known.str[:length].duplicated().any():
        length += 1
    codes = known.str[:length].tolist()
    labels = [
        text("import.institution", word=f"{word[:1].upper()}{word[1:]}", code=code)
        for code in codes
    ]
    if has_names:
        labels = _named(by_number, frames["institution"], codes)
    return pd.DataFrame({"institution_id": by_number.index, "code": codes, "label": labels})


def _named(by_number: pd.Series, institution: pd.DataFrame, codes: list[str]) -> list[str]:
    """Return readable names, each made unique by its code where two are the same."""
    names = by_number
    if "institution_name" in institution:
        own = institution.dropna(subset="institution_name").drop_duplicates("institution_id")
        own_names = own.set_index("institution_id")["institution_name"]
        names = by_number.map(own_names).fillna(by_number)
    is_shared = names.duplicated(keep=False)
    return [
        f"{name} ({code})" if shared else str(name)
        for name, code, shared in zip(names, codes, is_shared, strict=True)
    ]
