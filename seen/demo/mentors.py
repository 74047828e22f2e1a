"""Who has a mentor, and how many do in each place.

It promises to change nobody's answers: those with a mentor are drawn among practitioners who
already differ, so that the planted differences come out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.burnout import Burnout
from seen.demo.draws import Flags, Floats, happens, share
from seen.demo.strain import N_WAVES
from seen.demo.world import World

_LEAST, _MOST = 0.02, 0.95


@dataclass(frozen=True, kw_only=True)
class Mentors:
    """The mentoring of one block."""

    offered: Floats  # by place: share of staff
    has_mentor: Flags  # by practitioner


def draw(world: World, burnt: Burnout) -> Mentors:
    """Return the mentoring of one block.

    A logit of a on a N(0,1) part puts the two sides about a apart on it; hence a is the planted
    difference over the SD of practitioners.
    """
    rng, truth, workers = world.stream("mentors"), world.truth, world.practitioners
    part = truth.numbers("mentor.place")
    better_led = part["leadership"] * world.places.leadership[:, 0]
    chance = part["centre"] + better_led + part["spread"] * rng.standard_normal(world.places.n)
    offered = np.clip(chance, _LEAST, _MOST)
    spread = truth.number("felt.spread.practitioner")
    has_left = burnt.left_after < N_WAVES
    logit = np.log(offered / (1 - offered))[workers.place]
    logit += truth.number("mentor.felt") / spread * (workers.effect / spread)
    logit += truth.number("mentor.leave") * (has_left - has_left.mean())
    return Mentors(offered=offered, has_mentor=happens(rng, share(logit), workers.n))
