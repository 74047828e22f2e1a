"""Random draws that every part of the demo uses.

It promises that a draw depends on the seed, the block and the named part alone, so that a part
added later leaves the tables of the others as they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def stream(*, seed: int, block: int, part: str) -> np.random.Generator:
    """Return the random numbers of one part of one block."""
    key = (block, zlib.crc32(part.encode("utf-8")))
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def pick(rng: np.random.Generator, shares: Sequence[float] | Floats, n: int) -> Ints:
    """Return n level numbers, drawn with the same shares for all."""
    cuts = np.cumsum(np.asarray(shares, dtype=float))
    return np.searchsorted(cuts / cuts[-1], rng.random(n), side="right").astype(np.int64)


def pick_by(rng: np.random.Generator, shares: Floats, kinds: Ints) -> Ints:
    """Return one level number for each row, drawn with the shares of its kind.

    Parameters
    ----------
    rng
        Random numbers.
    shares
        One row per kind, one column per level.
    kinds
        The kind of each row.
    """
    cuts = np.cumsum(shares, axis=1)
    cuts /= cuts[:, -1:]
    drawn = rng.random(len(kinds))
    found = np.zeros(len(kinds), dtype=np.int64)
    for level in range(shares.shape[1] - 1):  # level by level: no table of rows by levels
        found += drawn >= cuts[kinds, level]
    return found


def happens(rng: np.random.Generator, chance: Floats | float, n: int) -> Flags:
    """Return n flags, each true with its chance."""
    return np.asarray(rng.random(n) < chance)


def share(logit: npt.NDArray[np.floating]) -> Floats:
    """Return the chance that belongs to a logit."""
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def places_in(rng: np.random.Generator, groups: Ints) -> Ints:
    """Return a random order inside each group, from 0; groups must stand together."""
    order = np.lexsort((rng.random(len(groups)), groups))
    starts = np.searchsorted(groups, groups)
    found = np.empty(len(groups), dtype=np.int64)
    found[order] = np.arange(len(groups)) - starts
    return found


def score(values: Floats, low: int = 1, high: int = 5) -> Ints:
    """Return values rounded to a scale."""
    return np.clip(np.rint(values), low, high).astype(np.int64)
