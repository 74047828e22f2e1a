"""How seen and how heard each recipient feels: the latent model and its cut points.

It promises that groups differ only by the terms of data/demo.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.circumstances import Circumstances
from seen.demo.draws import Floats, Ints
from seen.demo.histories import Histories
from seen.demo.levels import (
    ASIAN,
    BLACK,
    FROM_65,
    FULLY,
    INTERPRETER,
    LATINO,
    MID,
    NO_LANGUAGE,
    PROFESSIONS,
    RACES,
)
from seen.demo.meetings import Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Felt:
    """What everyone asked would have answered, one entry per encounter."""

    seen: Ints
    heard: Ints
    latent: Floats  # how seen, before the cut points
    noise: Floats  # the part of it that is chance, N(0,1)


def draw(world: World, met: Meetings, past: Histories, around: Circumstances) -> Felt:
    """Return how seen and how heard the recipients of one block feel."""
    rng = world.stream("felt")
    truth, people = world.truth, world.recipients
    latent = _recipient_terms(world, met, past, around)
    latent += np.where(
        past.is_bot, _bot_terms(world, around), _human_terms(world, met, past, around)
    )
    residual, heard = truth.number("felt.spread.residual"), truth.numbers("felt.heard")
    noise, own = rng.standard_normal(met.n), rng.standard_normal(met.n)
    shared = heard["shared_noise"]
    heard_noise = shared * noise + np.sqrt(1 - shared**2) * own
    shift = heard["all"] + heard["black"] * (met.race == BLACK)
    shift = shift + heard["aged_65"] * (people.age[met.recipient] >= FROM_65)
    seen = latent + residual * noise
    return Felt(
        seen=_answer(world, met, seen),
        heard=_answer(world, met, latent + residual * heard_noise + shift),
        latent=seen,
        noise=noise,
    )


def _recipient_terms(
    world: World, met: Meetings, past: Histories, around: Circumstances
) -> Floats:
    """Return what goes with the recipient, the need and the service sought, whoever they meet."""
    truth = world.truth
    at_1 = np.array(truth.along("felt.race_at_1", RACES, otherwise=0.0))
    most = truth.number("felt.mis_seen.most")
    latent = truth.number("felt.intercept") + world.recipients.effect[met.recipient]
    latent += at_1[met.race]
    by_profession = np.array(truth.along("felt.profession", PROFESSIONS))
    latent += by_profession[world.practitioners.profession[met.practitioner]]
    latent += truth.number("felt.low_income.at_1") * met.is_low
    latent += truth.number("felt.mid_income") * (met.income == MID)
    latent += truth.number("felt.stakes") * (around.stakes - 3)
    latent += truth.number("felt.mis_seen.now") * past.is_mis_seen
    earlier = np.minimum(past.earlier_mis_seen, most)
    latent += truth.number("felt.mis_seen.each_earlier") * earlier
    return np.asarray(latent)


def _human_terms(world: World, met: Meetings, past: Histories, around: Circumstances) -> Floats:
    """Return what goes with the person, the place and the hurry."""
    truth, places, workers = world.truth, world.places, world.practitioners
    per_point = np.array(truth.along("felt.race_per_point", RACES, otherwise=0.0))
    person = workers.effect + places.effect[workers.place]
    person = person + truth.number("felt.reflective") * places.reflective[workers.place]
    slope = per_point[met.race] + truth.number("felt.low_income.per_point") * met.is_low
    leadership = places.leadership[met.place, met.year]
    lead = truth.numbers("felt.leadership")
    latent = person[met.practitioner] + slope * (met.pressure - 1)
    latent += (met.race == BLACK) * workers.slope_black[met.practitioner]
    latent += (truth.number("felt.pressure") + lead["with_pressure"] * leadership) * (
        met.pressure - 3
    )
    latent += lead["each_sd"] * leadership
    latent += truth.number("felt.screen") * (
        met.screen - truth.number("places.screen_share.centre")
    )
    latent += truth.number("felt.interruption") * around.interruptions
    latent += (met.scripted == FULLY) * (
        truth.number("felt.fully_scripted.all")
        + truth.number("felt.fully_scripted.minoritised") * met.is_minoritised
    )
    latent += truth.number("felt.continuity") * np.log1p(past.prior_with_same)
    latent += truth.number("felt.language.interpreter") * (met.language == INTERPRETER)
    latent += truth.number("felt.language.none") * (met.language == NO_LANGUAGE)
    return np.asarray(latent + truth.number("felt.concordance") * met.is_concordant)


def _bot_terms(world: World, around: Circumstances) -> Floats:
    """Return what goes with a bot: no pressure, place, language or screen."""
    part = world.truth.numbers("felt.bot")
    return np.where(around.is_disclosed, part["disclosed"], part["undisclosed"])


def _answer(world: World, met: Meetings, latent: Floats) -> Ints:
    """Return answers 1 to 5, with each group's own use of the scale."""
    cuts = np.tile(world.truth.sequence("felt.cuts"), (len(RACES), 1))
    cuts[LATINO, :2] += world.truth.number("felt.latino_bottom")
    cuts[ASIAN, 3] += world.truth.number("felt.asian_top")
    answer = np.ones(met.n, dtype=np.int64)
    for at in range(cuts.shape[1]):
        answer += latent > cuts[met.race, at]
    return answer
