"""The standard Catalog, read from `data/dictionary.toml`.

It promises the same Catalog to every import and to the demo.
"""

from __future__ import annotations

import tomllib
from functools import cache

from seen.domain.catalog import Catalog
from seen.settings import ROOT


@cache
def standard() -> Catalog:
    """Return the standard Catalog."""
    path = ROOT / "data" / "dictionary.toml"
    return Catalog.from_toml(tomllib.loads(path.read_text(encoding="utf-8")))
