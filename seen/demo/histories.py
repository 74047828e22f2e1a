"""Who met a bot and who was mis-seen, encounter after encounter.

It promises that each encounter knows only what happened before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.draws import Flags, Floats, Ints, share
from seen.demo.levels import BLACK, FULLY, LOW, MID, NO_LANGUAGE, RACES
from seen.demo.meetings import N_MONTHS, Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Histories:
    """What each encounter of one block turned into, one entry each."""

    is_bot: Flags
    is_chosen: Flags  # of bots: the recipient wanted one
    is_mis_seen: Flags
    earlier_mis_seen: Ints
    prior_with_same: Ints  # earlier encounters with the same person, bots not counted


def draw(world: World, met: Meetings) -> Histories:
    """Return the histories of one block.

    The rounds are a recipient's first encounter, the second and so on: mis-seeing depends on
    what came before, so they cannot be drawn at once.
    """
    rng = world.stream("histories")
    truth, people = world.truth, world.recipients
    bot_draw, mis_seen_draw = rng.random(met.n), rng.random(met.n)
    offered, has_bot = _offered(world, met), world.places.has_bot[met.place]
    human_logit, bot_logit = _human_logit(world, met), _bot_logit(world, met)
    chosen, each = truth.numbers("bot.chosen"), truth.number("mis_seen.all.each_earlier")
    most = int(truth.number("felt.mis_seen.most"))
    is_bot, is_chosen, is_mis_seen = (np.zeros(met.n, dtype=np.bool_) for _ in range(3))
    earlier = np.zeros(met.n, dtype=np.int64)
    so_far = np.zeros(people.n, dtype=np.int64)
    starts = np.cumsum(people.n_encounters) - people.n_encounters
    for rank in range(int(people.n_encounters.max())):
        who = np.flatnonzero(people.n_encounters > rank)
        at = starts[who] + rank
        earlier[at] = so_far[who]
        counted = np.minimum(so_far[who], most)
        choice = (chosen["all"] + chosen["each_earlier"] * counted) * has_bot[at]
        is_chosen[at] = bot_draw[at] < choice
        is_bot[at] = bot_draw[at] < choice + offered[at]
        logit = np.where(is_bot[at], bot_logit[at], human_logit[at]) + each * counted
        is_mis_seen[at] = mis_seen_draw[at] < share(logit)
        so_far[who] += is_mis_seen[at]
    return Histories(
        is_bot=is_bot,
        is_chosen=is_chosen,
        is_mis_seen=is_mis_seen,
        earlier_mis_seen=earlier,
        prior_with_same=_prior_with_same(world, met, is_bot),
    )


def _offered(world: World, met: Meetings) -> Floats:
    """Return the chance of being given a bot."""
    part = world.truth.numbers("bot.offered")
    offered = np.where(met.is_low, part["low_income"], part["others"])
    offered *= 1 + part["safety_net_more"] * world.places.is_safety_net[met.place]
    grows = (part["last_month"] - part["first_month"]) * met.month / (N_MONTHS - 1)
    return np.asarray(offered * (part["first_month"] + grows) * world.places.has_bot[met.place])


def _human_logit(world: World, met: Meetings) -> Floats:
    """Return the logit of being mis-seen by a person, but for what happened earlier."""
    truth, above_1 = world.truth, met.pressure - 1
    every, by_income = truth.numbers("mis_seen.all"), truth.numbers("mis_seen.income")
    by_race = np.array(truth.along("mis_seen.race", RACES, otherwise=0.0))
    logit = every["intercept"] + every["pressure"] * above_1 + by_race[met.race]
    logit += truth.number("mis_seen.black_per_point") * above_1 * (met.race == BLACK)
    logit += (by_income["low"] + by_income["low_per_point"] * above_1) * met.is_low
    logit += by_income["mid"] * (met.income == MID)
    logit += every["leadership"] * world.places.leadership[met.place, met.year]
    logit += every["no_language_match"] * (met.language == NO_LANGUAGE)
    logit += every["fully_scripted"] * (met.scripted == FULLY)
    return np.asarray(logit)


def _bot_logit(world: World, met: Meetings) -> Floats:
    """Return the logit of being mis-seen by a bot, which counts as pressure 2."""
    truth = world.truth
    logit = truth.number("mis_seen.all.intercept") + truth.number("mis_seen.all.pressure")
    return np.asarray(
        logit
        + truth.number("mis_seen.income.low") * (met.income == LOW)
        + truth.number("mis_seen.bot_minoritised") * met.is_minoritised
    )


def _prior_with_same(world: World, met: Meetings, is_bot: Flags) -> Ints:
    """Return how many earlier encounters each recipient had with the same person."""
    pair = met.recipient * world.practitioners.n + met.practitioner
    order = np.argsort(pair, kind="stable")
    is_human, in_order = ~is_bot[order], pair[order]
    before = np.cumsum(is_human, dtype=np.int64) - is_human
    first = np.flatnonzero(np.r_[True, in_order[1:] != in_order[:-1]])
    sizes = np.diff(np.r_[first, len(pair)])
    found = np.empty(len(pair), dtype=np.int64)
    found[order] = before - np.repeat(before[first], sizes)
    return found
