"""What else is on record about an encounter: minutes, need, interruptions, form of access.

It promises that nothing here depends on how the encounter was felt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.draws import Flags, Floats, Ints, happens, pick, score
from seen.demo.histories import Histories
from seen.demo.levels import (
    AI_ASSISTED,
    ASSIGNED,
    BOT,
    CHOSEN,
    IN_PERSON,
    MODALITIES,
    ONLY_OPTION,
    PHONE,
    PROFESSIONS,
    SCRIBE,
    SETTINGS,
    TRIAGED_AWAY,
)
from seen.demo.meetings import Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """The circumstances of the encounters of one block, one entry each."""

    scheduled: Floats  # minutes
    needed: Floats
    actual: Floats
    interruptions: Ints
    stakes: Ints
    has_goal: Flags
    modality: Ints
    is_disclosed: Flags  # of bots
    access_reason: Ints


def draw(world: World, met: Meetings, past: Histories) -> Circumstances:
    """Return the circumstances of one block's encounters."""
    rng = world.stream("circumstances")
    scheduled, needed, actual = _minutes(world, rng, met)
    stakes = world.truth.numbers("people.stakes")
    felt_need = stakes["centre"] + stakes["low_income"] * met.is_low
    interruptions = world.truth.numbers("places.interruptions")
    mean = interruptions["at_zero"] + interruptions["pressure"] * met.pressure
    return Circumstances(
        scheduled=scheduled,
        needed=needed,
        actual=actual,
        interruptions=np.minimum(rng.poisson(mean), 20),
        stakes=score(felt_need + stakes["spread"] * rng.standard_normal(met.n)),
        has_goal=happens(rng, world.places.goal_share[met.place], met.n),
        modality=_modality(world, rng, met, past),
        is_disclosed=happens(rng, world.truth.number("bot.disclosed"), met.n),
        access_reason=_access_reason(world, rng, met, past),
    )


def _minutes(
    world: World, rng: np.random.Generator, met: Meetings
) -> tuple[Floats, Floats, Floats]:
    """Return minutes scheduled, needed and actual."""
    truth = world.truth
    needed, actual = truth.numbers("time.needed"), truth.numbers("time.actual")
    by_profession = np.array(truth.along("time.scheduled", PROFESSIONS))
    scheduled = by_profession[world.practitioners.profession[met.practitioner]]
    log_needed = needed["pressure"] * (met.pressure - 3) + needed["centre"]
    log_needed = log_needed + needed["spread"] * rng.standard_normal(met.n)
    log_actual = actual["towards_needed"] * log_needed
    log_actual = log_actual + actual["spread"] * rng.standard_normal(met.n)
    most = actual["most_times"]
    return (
        scheduled,
        scheduled * np.exp(log_needed),
        scheduled * np.minimum(np.exp(log_actual), most),
    )


def _modality(world: World, rng: np.random.Generator, met: Meetings, past: Histories) -> Ints:
    """Return the form of each encounter."""
    human = pick(rng, world.truth.along("bot.modality", MODALITIES[:AI_ASSISTED]), met.n)
    is_helpline = world.places.setting[met.place] == SETTINGS.index("helpline")
    human = np.where(is_helpline, PHONE, human)
    has_scribe = world.places.ai_adoption[met.place] == SCRIBE
    human = np.where(has_scribe & (human == IN_PERSON), AI_ASSISTED, human)
    return np.where(past.is_bot, BOT, human)


def _access_reason(world: World, rng: np.random.Generator, met: Meetings, past: Histories) -> Ints:
    """Return why each encounter took the form it took."""
    part = world.truth.numbers("bot.only_option")
    chance = np.where(met.is_low, part["low_income"], part["others"])
    is_only = happens(rng, chance, met.n)
    rest = np.where(happens(rng, part["assigned_of_rest"], met.n), ASSIGNED, TRIAGED_AWAY)
    bot = np.where(past.is_chosen, CHOSEN, np.where(is_only, ONLY_OPTION, rest))
    is_wanted = happens(rng, world.truth.number("bot.human_chosen"), met.n)
    return np.where(past.is_bot, bot, np.where(is_wanted, CHOSEN, ASSIGNED))
