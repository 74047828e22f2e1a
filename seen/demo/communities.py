"""The areas around the places of one block: loneliness, need, participation, people who help.

It promises that need goes with safety-net duties alone, and that the rest is noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.draws import Floats, Ints
from seen.demo.world import World

_QUINTILES = 5


@dataclass(frozen=True, kw_only=True)
class Communities:
    """The areas of one block, one entry each, and the area of each place."""

    of_place: Ints  # from 0
    lonely: Floats
    deprivation: Ints  # quintile, 5 the most deprived
    civic: Floats
    providers: Floats  # people who help, per 10,000

    @property
    def n(self) -> int:
        """How many areas."""
        return len(self.lonely)


def draw(world: World) -> Communities:
    """Return the areas of one block."""
    rng, truth, places = world.stream("communities"), world.truth, world.places
    part, noise = truth.numbers("community.need"), truth.numbers("community.noise")
    need = part["safety_net"] * places.is_safety_net + rng.standard_normal(places.n)
    of_place = _areas(places.region, need, int(truth.number("community.areas")))
    n = int(of_place.max()) + 1
    mean_need = np.bincount(of_place, weights=need) / np.bincount(of_place)
    deprivation = 1 + np.argsort(np.argsort(mean_need)) * _QUINTILES // n
    providers = part["providers"] + part["providers_per_quintile"] * (deprivation - 3)
    providers = providers + part["providers_spread"] * rng.standard_normal(n)
    return Communities(
        of_place=of_place,
        lonely=np.clip(noise["lonely"] + noise["lonely_spread"] * rng.standard_normal(n), 0, 1),
        deprivation=deprivation.astype(np.int64),
        civic=np.clip(noise["civic"] + noise["civic_spread"] * rng.standard_normal(n), 0, 1),
        providers=np.maximum(providers, 1),
    )


def _areas(region: Ints, need: Floats, n_areas: int) -> Ints:
    """Return the area of each place: inside its region, beside places of like need."""
    order = np.lexsort((need, region))
    sizes = np.unique(region, return_counts=True)[1]
    shares = np.maximum(1, np.rint(n_areas * sizes / sizes.sum())).astype(np.int64)
    starts = np.cumsum(shares) - shares
    in_order = [
        first + np.arange(size) * n // size
        for first, size, n in zip(starts, sizes, shares, strict=True)
    ]
    found = np.empty(len(region), dtype=np.int64)
    found[order] = np.concatenate(in_order)
    return found
