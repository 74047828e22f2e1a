"""How Measures and Dimensions are declared in TOML, turned into the parts of their records.

It promises that a recipe needs to say only what is not usual: the column defaults to the name,
levels to those that cuts, thirds or merges make.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from seen.domain.measures import Show
from seen.errors import CatalogError
from seen.text import text

R = TypeVar("R")

_WORD_KEYS: Final = (
    *("label", "question", "help", "did_top", "did_bottom", "did_mean", "short_top"),
    *("short_bottom", "short_mean", "people", "workers", "level_labels"),
)


def named_parts(tables: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return TOML tables as a list with their names inside."""
    return [{"name": name, **body} for name, body in tables.items()]


def measure_parts(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Measure's parts with their real types; the column defaults to the name."""
    found = {"column": parts["name"], "instrument": "", **parts, "words": _words(parts)}
    found["shows"] = tuple(Show(show) for show in found["shows"])
    return {key: value for key, value in found.items() if key not in _WORD_KEYS}


def dimension_parts(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Dimension's parts with their real types; the column defaults to the name."""
    found = {"column": parts["name"], **parts, "words": _words(parts)}
    merges = found.get("merges", ())
    pairs = merges.items() if isinstance(merges, Mapping) else merges
    found["merges"] = tuple((level, tuple(members)) for level, members in pairs)
    needs = found.get("needs", ())
    found["needs"] = tuple(needs.items() if isinstance(needs, Mapping) else needs)
    if found["merges"] and not found.get("levels"):
        found["levels"] = [level for level, _ in found["merges"]]
    if found.get("thirds_of") and not found.get("levels"):
        found["levels"] = ["lowest", "middle", "highest"]
    if found.get("cuts") and not found.get("levels"):
        found["levels"] = [f"band_{index + 1}" for index in range(len(found["cuts"]) + 1)]
    return {key: value for key, value in found.items() if key not in _WORD_KEYS}


def _words(parts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the texts a recipe gives for one of its own items."""
    own = [(key, str(parts[key])) for key in _WORD_KEYS if key in parts and key != "level_labels"]
    levels = [(f"level.{key}", str(label)) for key, label in parts.get("level_labels", {}).items()]
    stored = [(str(key), str(said)) for key, said in parts.get("words", ())]
    return (*own, *levels, *stored)


def record(kind: type[R], parts: Mapping[str, Any]) -> R:
    """Return a record from plain parts, lists turned into tuples."""
    tidy = {key: _tupled(value) for key, value in parts.items()}
    try:
        return kind(**tidy)
    except TypeError as error:
        name = parts.get("name", "?")
        raise CatalogError(
            text("declared.part", kind=kind.__name__, name=name, problem=error)
        ) from None


def _tupled(value: Any) -> Any:
    """Return lists as tuples, so that records can be hashed."""
    return tuple(_tupled(item) for item in value) if isinstance(value, list | tuple) else value


def toml_parts(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a Catalog that a TOML document declares."""
    columns = [
        {"table": table, "name": name, **parts}
        for table, body in tables.get("table", {}).items()
        for name, parts in body.get("column", {}).items()
    ]
    return {
        "columns": columns,
        "measures": named_parts(tables.get("measure", {})),
        "dimensions": named_parts(tables.get("dimension", {})),
        "overview": tables.get("overview", []),
        "blocks": list(tables.get("blocks", {}).items()),
    }
