"""Institutions in a release: large ones under a code, small ones pooled with others of their kind.

It promises that no code can be traced to an id without the key, and that pools hold three or more.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from seen.domain.releases import POOL

MINIMUM_WORKERS: Final = 10
MINIMUM_PEOPLE: Final = 50
MINIMUM_ANSWERS: Final = 100
MINIMUM_POOL: Final = 3
CODE_LENGTH: Final = 8
_EVERY_KIND: Final = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One institution and the level it has in the release."""

    institution_id: int
    level: str
    kind: str  # empty where it has several, or none
    n: int


def released_places(
    found: pd.DataFrame, *, secret: bytes, has_workers: bool, has_kinds: bool
) -> list[Place]:
    """Return the level of each institution.

    Parameters
    ----------
    found
        One row per institution: how many stand behind it, and of what kind it is.
    secret
        The publish key, which codes are made with.
    has_workers
        Whether practitioners are known; where not, their number decides nothing.
    has_kinds
        Whether kinds are released; where not, one pool holds all that are small.
    """
    rows = (found if has_kinds else found.assign(n_kinds=0)).to_dict("records")
    return _merged([_place(row, secret, has_workers=has_workers) for row in rows])


def _place(known: Mapping[Any, Any], secret: bytes, *, has_workers: bool) -> Place:
    """Return one institution, under its own code or in the pool of its kind."""
    kind = str(known["kind"]) if known["n_kinds"] == 1 else _EVERY_KIND
    is_large = (
        known["people"] >= MINIMUM_PEOPLE
        and known["n"] >= MINIMUM_ANSWERS
        and (not has_workers or known["workers"] >= MINIMUM_WORKERS)
    )
    return Place(
        institution_id=int(known["institution_id"]),
        level=_code(str(known["place_key"]), secret) if is_large else f"{POOL}_{kind or 'all'}",
        kind=kind,
        n=int(known["n"]),
    )


def _code(place_key: str, secret: bytes) -> str:
    """Return what links and lists call an institution: the same in every release of a series."""
    digest = hmac.digest(secret, f"place|{place_key}".encode(), "sha256")
    return f"i{digest.hex()[:CODE_LENGTH]}"


def _merged(places: list[Place]) -> list[Place]:
    """Return places with pools of fewer than three merged, upward until none is left."""
    wide = f"{POOL}_all"
    few = [level for level, n in _pools(places).items() if n < MINIMUM_POOL]
    merged = [_moved(it, wide) if it.level in few else it for it in places]
    while 0 < _pools(merged).get(wide, 0) < MINIMUM_POOL:
        others = [it for it in merged if it.level != wide]
        if not others:
            break
        pools = [it for it in others if it.level.startswith(f"{POOL}_")]
        smallest = min(pools or others, key=lambda it: (it.n, it.level)).level
        merged = [_moved(it, wide) if it.level == smallest else it for it in merged]
    return merged


def _moved(place: Place, level: str) -> Place:
    """Return a place in a wider pool, which has no single kind."""
    return replace(place, level=level)


def _pools(places: Iterable[Place]) -> dict[str, int]:
    """Return how many institutions each pool holds."""
    found: dict[str, int] = {}
    for place in places:
        if place.level.startswith(f"{POOL}_"):
            found[place.level] = found.get(place.level, 0) + 1
    return found


def kinds(places: Iterable[Place]) -> dict[str, str]:
    """Return the kind of each level all of whose institutions share one."""
    found: dict[str, set[str]] = {}
    for place in places:
        found.setdefault(place.level, set()).add(place.kind)
    return {
        level: min(held)
        for level, held in found.items()
        if len(held) == 1 and _EVERY_KIND not in held
    }
