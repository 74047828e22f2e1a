"""Institutions in a release: large ones under a code, small ones pooled with others of their kind.

It promises that no code can be traced to an id without the key, that pools hold three or more, and
that no single person moves an institution from one level to another.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from seen.domain.releases import POOL
from seen.guard.freeze import RECOMPUTED_FROM

MINIMUM_WORKERS: Final = 10
MINIMUM_PEOPLE: Final = 50
MINIMUM_ANSWERS: Final = 100
MINIMUM_POOL: Final = 3
CODE_LENGTH: Final = 8
_EVERY_KIND: Final = ""
_WIDE: Final = f"{POOL}_all"


@dataclass(frozen=True, kw_only=True)
class Place:
    """One institution and the level it has in the release.

    Attributes
    ----------
    institution_id
        In the data; None where only releases before know it.
    number
        Its keyed number, the same in every release of a series.
    is_large
        Whether it has a code of its own.
    code, level, kind
        What it is called where it is large; its level in the release; its kind, empty where it
        has several, or none.
    n
        The answers behind it when it was settled whether it is large.
    is_anew
        Whether that is settled by this release.
    """

    institution_id: int | None
    number: int
    is_large: bool
    code: str
    level: str
    kind: str
    n: int
    is_anew: bool = True


def released_places(
    found: pd.DataFrame,
    *,
    secret: bytes,
    has_workers: bool,
    has_kinds: bool,
    settled: pd.DataFrame | None = None,
) -> list[Place]:
    """Return the level of each institution.

    What a release before settled stays until 11 people came to it or left it, or a single person
    could be told from a level that changed. One that fewer people brought goes to the pool
    of its kind, or else to another, and settles nothing.

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
    settled
        One row per institution of this release or the last, as `series/settled` returns them;
        None for a first release.
    """
    rows = (found if has_kinds else found.assign(n_kinds=0)).to_dict("records")
    judged = {
        it.number: it for it in (_place(row, secret, has_workers=has_workers) for row in rows)
    }
    if settled is None:
        return _merged(list(judged.values()))
    places, few = [], []
    for row in settled.to_dict("records"):
        number, is_known = int(row["number"]), not pd.isna(row["is_large"])
        place = judged.get(number)
        if row["n_changed"] >= RECOMPUTED_FROM:
            places += [] if place is None else [place]
        elif is_known:
            places.append(_as_settled(row, place))
        elif place is not None:
            few.append(place)
    return _joined(_merged(places), few)


def _place(known: Mapping[Any, Any], secret: bytes, *, has_workers: bool) -> Place:
    """Return one institution, under its own code or in the pool of its kind."""
    kind = str(known["kind"]) if known["n_kinds"] == 1 else _EVERY_KIND
    is_large = (
        known["people"] >= MINIMUM_PEOPLE
        and known["n"] >= MINIMUM_ANSWERS
        and (not has_workers or known["workers"] >= MINIMUM_WORKERS)
    )
    code = _code(str(known["place_key"]), secret)
    return Place(
        institution_id=int(known["institution_id"]),
        number=int(known["number"]),
        is_large=bool(is_large),
        code=code,
        level=code if is_large else _pool(kind),
        kind=kind,
        n=int(known["n"]),
    )


def _as_settled(before: Mapping[Any, Any], now: Place | None) -> Place:
    """Return one institution as the last release left it; one that is gone was a small one."""
    is_large, kind = bool(before["is_large"]), str(before["kind"])
    code = "" if now is None else now.code
    return Place(
        institution_id=None if now is None else now.institution_id,
        number=int(before["number"]),
        is_large=is_large,
        code=code,
        level=code if is_large else _pool(kind),
        kind=kind,
        n=int(before["n"]),
        is_anew=False,
    )


def _pool(kind: str) -> str:
    """Return the level of the small institutions of a kind."""
    return f"{POOL}_{kind or 'all'}"


def _code(place_key: str, secret: bytes) -> str:
    """Return what links and lists call an institution: the same in every release of a series."""
    digest = hmac.digest(secret, f"place|{place_key}".encode(), "sha256")
    return f"i{digest.hex()[:CODE_LENGTH]}"


def _joined(places: list[Place], few: list[Place]) -> list[Place]:
    """Return places with those that few people brought, in the pools that are there already.

    Were a pool renamed or an institution moved for their sake, one release less the other would
    be nobody but them.
    """
    pools = _pools(places)
    smallest = min(pools, key=lambda it: (pools[it], it), default=_WIDE)
    joined = []
    for place in few:
        level = next((it for it in (_pool(place.kind), _WIDE) if it in pools), smallest)
        joined.append(replace(place, level=level, is_large=False, is_anew=False))
    return [*places, *joined]


def _merged(places: list[Place]) -> list[Place]:
    """Return places with pools of fewer than three merged, upward until none is left."""
    few = [level for level, n in _pools(places).items() if n < MINIMUM_POOL]
    merged = [_moved(it) if it.level in few else it for it in places]
    while 0 < _pools(merged).get(_WIDE, 0) < MINIMUM_POOL:
        others = [it for it in merged if it.level != _WIDE]
        if not others:
            break
        pools = [it for it in others if it.level.startswith(f"{POOL}_")]
        smallest = min(pools or others, key=lambda it: (it.n, it.level)).level
        merged = [_moved(it) if it.level == smallest else it for it in merged]
    return merged


def _moved(place: Place) -> Place:
    """Return a place in the widest pool, which has no single kind."""
    return replace(place, level=_WIDE)


def _pools(places: Iterable[Place]) -> dict[str, int]:
    """Return how many institutions each pool holds."""
    return dict(Counter(it.level for it in places if it.level.startswith(f"{POOL}_")))
