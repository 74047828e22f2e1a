"""Requests for help of one block: who got a person, a person with an AI, a bot, or nobody.

It promises that every encounter answers one request, so that access and encounters agree, and
that requests which reached nobody leave no other trace.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.circumstances import Circumstances
from seen.demo.communities import Communities
from seen.demo.draws import Floats, Ints, share
from seen.demo.histories import Histories
from seen.demo.levels import AI_ASSISTED, INCOMES, PROFESSIONS, RACES, SETTINGS
from seen.demo.meetings import N_MONTHS, Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Requests:
    """Requests of one block, one entry per area, month, income, race, setting, profession."""

    area: Ints
    month: Ints
    income: Ints
    race: Ints
    setting: Ints
    profession: Ints
    human: Ints
    human_with_ai: Ints
    bot: Ints
    nobody: Ints
    long_human: Ints  # of those who got a person, how many waited more than a week
    long_human_with_ai: Ints
    mean_wait: Floats  # days; of those who got a person, with an AI or without; else not a number
    median_wait: Floats


def draw(
    world: World, met: Meetings, past: Histories, around: Circumstances, here: Communities
) -> Requests:
    """Return the requests of one block."""
    rng, truth = world.stream("requests"), world.truth
    nobody = rng.geometric(1 - _nobody(world, met)) - 1  # before each that was answered
    part = truth.numbers("access.wait")
    mean = np.where(met.is_low, part["mean_low_income"], part["mean"])
    wait = np.round(rng.gamma(part["shape"], mean / part["shape"]), 1)
    profession = world.practitioners.profession[met.practitioner]
    sizes = (here.n, N_MONTHS, len(INCOMES), len(RACES), len(SETTINGS), len(PROFESSIONS))
    kinds = (
        *(here.of_place[met.place], met.month, met.income, met.race),
        *(world.places.setting[met.place], profession),
    )
    keys, kind = np.unique(np.ravel_multi_index(kinds, sizes), return_inverse=True)
    area, month, income, race, setting, sought = np.unravel_index(keys, sizes)
    with_ai = ~past.is_bot & (around.modality == AI_ASSISTED)
    human = ~past.is_bot & ~with_ai
    is_long = wait > part["long"]

    def count(chosen: np.ndarray) -> Ints:
        """Return how many of some encounters each kind of request has."""
        return np.bincount(kind, weights=chosen, minlength=len(keys)).astype(np.int64)

    n_met = count(~past.is_bot)
    total = np.bincount(kind, weights=wait * ~past.is_bot, minlength=len(keys))
    return Requests(
        area=area,
        month=month,
        income=income,
        race=race,
        setting=setting,
        profession=sought,
        human=count(human),
        human_with_ai=count(with_ai),
        bot=count(past.is_bot),
        nobody=count(nobody),
        long_human=count(human & is_long),
        long_human_with_ai=count(with_ai & is_long),
        mean_wait=np.where(n_met > 0, total / np.maximum(n_met, 1), np.nan),
        median_wait=_medians(kind[~past.is_bot], wait[~past.is_bot], len(keys)),
    )


def _nobody(world: World, met: Meetings) -> Floats:
    """Return the chance that a request like each encounter's reaches nobody."""
    part = world.truth.numbers("access.nobody")
    logit = part["intercept"] + part["low_income"] * met.is_low
    return share(logit + part["safety_net"] * world.places.is_safety_net[met.place])


def _medians(kind: Ints, wait: Floats, n_kinds: int) -> Floats:
    """Return the median wait of each kind; not a number where nobody met a person."""
    order = np.lexsort((wait, kind))
    sizes = np.bincount(kind, minlength=n_kinds)
    first = np.cumsum(sizes) - sizes
    middle = [first + (sizes - 1) // 2, first + sizes // 2]
    sorted_wait = np.append(wait[order], np.nan)
    low, high = (sorted_wait[np.minimum(at, len(wait))] for at in middle)
    return np.where(sizes > 0, (low + high) / 2, np.nan)
