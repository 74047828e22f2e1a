"""Weak releases for attacks: cubes made by hand, whose small cells are withheld and nothing more.

They promise answers that stand alone, so that an attack on what is not protected finds some.
"""

import hashlib
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from seen.release.attack.faces import Cube
from seen.release.attack.readings import Noise
from seen.release.attack.records import Records
from seen.release.outcomes import ENCOUNTERS, Outcome

SIZES = {"a": 4, "b": 4, "c": 4, "d": 3, "e": 2, "f": 2}
EXACT = Noise(chances=np.array([1.0]))
USUAL = Noise.of(variance=4.0, bound=5)
BINARY = Outcome(
    name="felt_seen",
    measure="felt_seen",
    table=ENCOUNTERS,
    column="felt_seen",
    values=(0.0, 1.0),
    levels=("0", "1"),
    top=(2,),
)


def plain(n: int, sizes: dict[str, int], seed: int = 1) -> Records:
    """Return answers of people at random, a level of each Dimension as likely as another."""
    draw = np.random.default_rng(seed)
    given = (draw.random(n) < 0.5).astype(np.int64)
    return Records(
        outcome=BINARY,
        places={name: draw.integers(0, size, n) for name, size in sizes.items()},
        levels={name: tuple(f"{name}{it}" for it in range(size)) for name, size in sizes.items()},
        number=draw.integers(0, 2**63, n).astype(np.uint64),
        worker=draw.integers(0, 60, n),
        place=np.arange(n) % 12,
        given=given,
        flipped=given,
    )


def records(n: int = 2_000, *, q: float = 0.0, seed: int = 1) -> Records:
    """Return answers of people; in each group of b and c one stands alone in a, one in e."""
    draw = np.random.default_rng(seed)
    places = {name: draw.integers(0, size, n) for name, size in SIZES.items()}
    places["a"] = draw.integers(0, 3, n)
    places["e"] = np.zeros(n, dtype=np.int64)
    for group in range(16):
        held = np.flatnonzero(places["b"] * 4 + places["c"] == group)
        places["a"][held[0]] = 3
        places["e"][held[1]] = 1
    given = (draw.random(n) < 0.5).astype(np.int64)
    return Records(
        outcome=BINARY,
        places=places,
        levels={name: tuple(f"{name}{it}" for it in range(size)) for name, size in SIZES.items()},
        number=draw.integers(0, 2**63, n).astype(np.uint64),
        worker=draw.integers(0, 60, n),
        place=np.arange(n) % 12,
        given=given,
        flipped=np.where(draw.random(n) < q, 1 - given, given),
    )


def crossed(of: Records) -> list[tuple[str, ...]]:
    """Return all crossings of up to three Dimensions."""
    names = sorted(of.levels)
    return [found for size in range(4) for found in combinations(names, size)]


def some(of: Records, kept: np.ndarray) -> Records:
    """Return some of the answers."""
    per_answer = ("number", "worker", "place", "given", "flipped")
    return replace(
        of,
        places={name: it[kept] for name, it in of.places.items()},
        **{name: getattr(of, name)[kept] for name in per_answer},
    )


def cells(of: Records, *, noise: Noise = EXACT, least: int = 11, keyed_by_set: bool = False):
    """Return the cells of a release that withholds small cells and nothing more."""
    rows = []
    for names in crossed(of):
        frame = pd.DataFrame({name: np.array(of.levels[name])[of.places[name]] for name in names})
        frame = frame.assign(y=of.flipped, number=of.number)
        groups = frame.groupby(list(names)) if names else [((), frame)]
        for key, held in groups:
            if len(held) >= least:
                for level in (0, 1):
                    mine = held.loc[held["y"] == level, "number"]
                    label = "" if keyed_by_set else f"{names}{key}"
                    moved = _moved(noise, f"{label}{level}{mine.sum()}{len(mine)}")
                    rows.append(
                        {
                            "cuboid": "|".join(names),
                            **dict(zip(names, key, strict=True)),
                            "outcome": BINARY.name,
                            "level": str(level),
                            "n_p": max(0, len(mine) + moved),
                        }
                    )
    return pd.DataFrame(rows)


def _moved(noise: Noise, key: str) -> int:
    """Return the noise that belongs to a key."""
    draw = int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") / 2**48
    return int(np.searchsorted(np.cumsum(noise.chances), draw)) - noise.bound


def cube(of: Records, noise: Noise = EXACT, **how) -> Cube:
    """Return the cube of a weak release."""
    return Cube(of, cells(of, noise=noise, **how), crossed(of), noise)


def draw() -> np.random.Generator:
    """Return a new generator, always the same."""
    return np.random.default_rng(1)
