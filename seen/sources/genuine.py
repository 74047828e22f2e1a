"""Whether a data file is the demo exactly as `seen demo` builds it.

It promises that nothing imported can pass for the demo: a hosted view opens nothing else.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from seen.settings import ROOT

GENERATOR: Final = "seen demo"
GENERATOR_VERSION: Final = "4"  # raise it whenever the same terms would make other tables
TERMS: Final = ROOT / "data" / "demo.toml"


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
