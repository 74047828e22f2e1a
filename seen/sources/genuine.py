"""Whether a data file is the demo exactly as `seen demo` builds it.

It promises that nothing imported can pass for the demo: a hosted view opens nothing else.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from seen.settings import ROOT

GENERATOR: Final = "seen demo"
GENERATOR_VERSION: Final = "1"  # raise it whenever the same terms would make other tables
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
    """Return the planted terms in one form, whatever the order or comments of their file."""
    return json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), sort_keys=True)
