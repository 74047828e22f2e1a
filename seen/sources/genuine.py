"""Whether a data file is the demo exactly as `seen demo` builds it.

It promises that nothing imported can pass for the demo, and no demo to which something was added:
a hosted view opens nothing else.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from seen.domain.measures import ANSWER_TABLES
from seen.settings import ROOT
from seen.sources.dictionary import standard
from seen.store import DataFile

GENERATOR: Final = "seen demo"
GENERATOR_VERSION: Final = "4"  # raise it whenever the same terms would make other tables
TERMS: Final = ROOT / "data" / "demo.toml"
_OWN: Final = {  # of tables that the dictionary does not declare
    "institution_label": {"institution_id", "code", "label"},
    "meta": {"name", "content"},
    "pseudonym": {"kind", "id", "pseudonym"},
}
_WORKED_OUT: Final = {"everyone", "answer_id", "got"}  # columns of answer tables alone


def truth_hash(*, seed: int, encounters: int) -> str:
    """Return the hash over the planted terms, the seed, the size and the generator's version."""
    sealed = json.dumps([GENERATOR, GENERATOR_VERSION, _content(TERMS), seed, encounters])
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()


def is_genuine_demo(meta: Mapping[str, str], source_type: str) -> bool:
    """Return whether a data file's facts say that `seen demo` made it from these very terms."""
    try:
        seed, encounters = int(meta["seed"]), int(meta["encounters"])
    except (KeyError, ValueError):
        return False
    return (
        source_type == "synthetic"
        and meta.get("generator") == GENERATOR
        and meta.get("truth_hash") == truth_hash(seed=seed, encounters=encounters)
    )


def holds_only_the_demo(file: DataFile) -> bool:
    """Return whether a data file holds the tables and columns of a demo of its size, and no more.

    Everyone in the demo is invented, so it has no pseudonyms; whatever is imported with ids has.
    """
    columns = file.run("release/columns")
    found = {str(name): set(part["column_name"]) for name, part in columns.groupby("table_name")}
    sizes = file.run("choices/sizes").iloc[0]
    return (
        set(columns["schema_name"]) == {"main"}
        and file.run("release/further").empty
        and all(names <= _allowed(table) for table, names in found.items())
        and sizes["n_pseudonyms"] == 0
        and str(sizes["n_encounters"]) == file.meta.get("encounters")
    )


def _allowed(table: str) -> set[str]:
    """Return the columns that a table of the demo may have; none for a table it has not."""
    catalog = standard()
    declared = {column.name for column in catalog.columns}
    if table in ANSWER_TABLES:
        made = {it.column for it in catalog.dimensions} | {it.column for it in catalog.measures}
        return declared | made | _WORKED_OUT
    return _OWN.get(table) or {column.name for column in catalog.columns if column.table == table}


@cache
def _content(path: Path) -> str:
    """Return names and values of the planted terms, whatever their order, reasons and comments."""
    parts = tomllib.loads(path.read_text(encoding="utf-8"))
    names = parts.pop("names")
    return json.dumps([names, dict(_values(parts))], sort_keys=True)


def _values(parts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the value of every term: of every table that has a mark."""
    for key, part in parts.items():
        if "mark" in part:
            yield f"{prefix}{key}", part["value"]
        else:
            yield from _values(part, f"{prefix}{key}.")
