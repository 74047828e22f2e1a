"""The worker's side of some encounters: seen by the recipient, purpose, dignity, meaning and more.

It promises that a worker's answers go with what the recipient felt and with the circumstances,
never with who the recipient is, and that an encounter with a bot has none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.circumstances import Circumstances
from seen.demo.draws import Flags, Floats, Ints, happens, share
from seen.demo.felt import Felt
from seen.demo.histories import Histories
from seen.demo.levels import FULLY, HOME_HEALTH_AIDE, NO_LANGUAGE
from seen.demo.meetings import Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Reflections:
    """What workers reported about the sampled encounters of one block, one entry each."""

    at: Ints  # which of the block's encounters
    seen_by_recipient: Ints
    purpose: Ints
    dignity: Ints
    meaning: Ints
    dissonance: Ints
    is_uncredited: Flags


def draw(
    world: World, met: Meetings, past: Histories, around: Circumstances, felt: Felt
) -> Reflections:
    """Return the workers' reports of one block."""
    rng = world.stream("reflections")
    truth, workers = world.truth, world.practitioners
    is_sampled = happens(rng, truth.number("reflection.sampled"), met.n) & ~past.is_bot
    at = np.flatnonzero(is_sampled)
    around_it = _terms(world, met, past, around, felt, at)
    spread = truth.numbers("reflection.spread")
    outlook = spread["practitioner"] * rng.standard_normal(workers.n)
    of_person, common = outlook[met.practitioner[at]], rng.standard_normal(len(at))
    shared = spread["shared_noise"]

    def answer(item: str, sign: int = 1) -> Ints:
        """Return the answers to one item; sign -1 where more of it is worse."""
        noise = shared * common + np.sqrt(1 - shared**2) * rng.standard_normal(len(at))
        latent = _sum(world, item, around_it) + sign * (of_person + spread["residual"] * noise)
        band = np.digitize(latent, truth.sequence("reflection.cuts"))
        return np.asarray(1 + band, dtype=np.int64)

    return Reflections(
        at=at,
        seen_by_recipient=answer("seen_by_recipient"),
        purpose=answer("purpose"),
        dignity=answer("dignity"),
        meaning=answer("meaning"),
        dissonance=answer("dissonance", sign=-1),
        is_uncredited=happens(rng, share(_sum(world, "uncredited", around_it)), len(at)),
    )


def credited(world: World, met: Meetings, said: Reflections) -> Flags:
    """Return whether any code or metric covered the connective work of each encounter.

    Where the worker said so, the record says the same; elsewhere the same terms decide.
    """
    profession = world.practitioners.profession[met.practitioner]
    around_it = {
        "intercept": np.ones(met.n),
        "measure_intensity": world.places.intensity_z[met.place],
        "home_health_aide": np.asarray(profession == HOME_HEALTH_AIDE, dtype=np.float64),
    }
    chance = share(_sum(world, "uncredited", around_it))
    is_uncredited = happens(world.stream("credited"), chance, met.n)
    is_uncredited[said.at] = said.is_uncredited
    return ~is_uncredited


def _terms(
    world: World, met: Meetings, past: Histories, around: Circumstances, felt: Felt, at: Ints
) -> dict[str, Floats]:
    """Return everything a worker's answer may go with, by the name it has in data/demo.toml."""
    place = met.place[at]
    profession = world.practitioners.profession[met.practitioner[at]]
    return {
        "intercept": np.ones(len(at)),
        "felt": felt.latent[at],
        "pressure": met.pressure[at] - 3.0,
        "continuity": np.log1p(past.prior_with_same[at]),
        "stakes": around.stakes[at] - 3.0,
        "leadership": world.places.leadership[place, met.year[at]],
        "measure_intensity": world.places.intensity_z[place],
        "fully_scripted": np.asarray(met.scripted[at] == FULLY, dtype=np.float64),
        "no_language_match": np.asarray(met.language[at] == NO_LANGUAGE, dtype=np.float64),
        "home_health_aide": np.asarray(profession == HOME_HEALTH_AIDE, dtype=np.float64),
    }


def _sum(world: World, item: str, around_it: dict[str, Floats]) -> Floats:
    """Return the planted part of one item."""
    part = world.truth.numbers(f"reflection.{item}")
    return np.asarray(sum(size * around_it[name] for name, size in part.items()))
