"""One block's places and people together, with the random numbers of its further parts.

It promises that everything drawn about a block starts from the same people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo import people, places
from seen.demo.draws import stream
from seen.demo.people import Practitioners, Recipients
from seen.demo.places import Places
from seen.demo.sizes import Size
from seen.demo.truth import Truth


@dataclass(frozen=True, kw_only=True)
class World:
    """The places and people of one block."""

    truth: Truth
    seed: int
    block: int
    places: Places
    practitioners: Practitioners
    recipients: Recipients

    def stream(self, part: str) -> np.random.Generator:
        """Return the random numbers of one part of this block."""
        return stream(seed=self.seed, block=self.block, part=part)


def draw(*, truth: Truth, size: Size, block: int) -> World:
    """Return the places and people of one block."""
    seed = size.seed
    drawn = places.draw(truth=truth, seed=seed, block=block)
    workers = people.practitioners(
        truth=truth,
        seed=seed,
        block=block,
        places=drawn,
        units=places.units(truth=truth, seed=seed, block=block, places=drawn),
        staff_share=size.staff_share,
    )
    return World(
        truth=truth,
        seed=seed,
        block=block,
        places=drawn,
        practitioners=workers,
        recipients=people.recipients(
            truth=truth,
            seed=seed,
            block=block,
            places=drawn,
            practitioners=workers,
            encounters=size.encounters_of(block),
        ),
    )
