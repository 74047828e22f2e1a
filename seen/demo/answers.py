"""What recipients would answer, and which of them do.

It promises that the answers of those who did not answer stay out of every table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.draws import Flags, Floats, Ints, happens, pick, score, share
from seen.demo.felt import Felt
from seen.demo.histories import Histories
from seen.demo.levels import (
    BECAUSE_OF_RACE,
    BLACK,
    INDIGENOUS,
    LATINO,
    RACES,
    REASONS,
    SAME_LANGUAGE,
    SURVEY_MODES,
)
from seen.demo.meetings import Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers of one block, one entry per encounter, as if all had answered."""

    felt: Felt
    risk: Ints  # felt risk of judgement, 1 to 5
    is_aha: Flags
    reason: Ints  # for mis-seeing
    stayed: Ints  # how much being mis-seen stayed with them, 1 to 5
    has_answered: Flags
    weight: Floats
    survey_mode: Ints
    is_proxy: Flags
    days_after: Ints


def draw(world: World, met: Meetings, felt: Felt, past: Histories) -> Answers:
    """Return the answers of one block."""
    rng = world.stream("answers")
    risk = _risk(world, rng, past)
    has_answered = _has_answered(world, rng, met, felt)
    is_aha, reason = _is_aha(world, rng, felt, risk), _reason(world, rng, met)
    days = world.truth.numbers("answered.days_after")
    return Answers(
        felt=felt,
        risk=risk,
        is_aha=is_aha,
        reason=reason,
        stayed=_stayed(world, past, reason),
        has_answered=has_answered,
        weight=_weights(world, met, has_answered),
        survey_mode=pick(rng, world.truth.along("answered.survey_mode", SURVEY_MODES), met.n),
        is_proxy=happens(rng, world.truth.number("answered.proxy"), met.n),
        days_after=np.minimum(rng.geometric(1 / days["mean"], met.n), int(days["most"])),
    )


def _risk(world: World, rng: np.random.Generator, past: Histories) -> Ints:
    """Return the felt risk of judgement."""
    part = world.truth.numbers("risk.judgement")
    earlier = np.minimum(past.earlier_mis_seen, world.truth.number("felt.mis_seen.most"))
    risk = np.where(past.is_bot, part["bot"], part["human"])
    risk += part["mis_seen_now"] * (past.is_mis_seen & ~past.is_bot)
    risk += part["each_earlier"] * earlier
    return score(risk + part["spread"] * rng.standard_normal(len(risk)))


def _is_aha(world: World, rng: np.random.Generator, felt: Felt, risk: Ints) -> Flags:
    """Return whether a recipient came to see it differently."""
    part = world.truth.numbers("aha.logit")
    seen, judged = felt.seen - 3, risk - 3
    logit = part["intercept"] + part["felt"] * seen + part["risk"] * judged
    return happens(rng, share(logit + part["both"] * seen * judged), len(risk))


def _reason(world: World, rng: np.random.Generator, met: Meetings) -> Ints:
    """Return the reason a recipient would give for being mis-seen."""
    truth = world.truth
    times = truth.numbers("mis_seen.reason_times")
    kinds = [
        truth.along("mis_seen.reason_other", REASONS[1:]),
    ] * 4
    shares = np.array(kinds)  # kinds: 0 plain, 1 low income, 2 no shared language, 3 both
    shares[[1, 3], REASONS.index("income") - 1] *= times["low_income"]
    shares[[2, 3], REASONS.index("language") - 1] *= times["no_shared_language"]
    kind = met.is_low + 2 * (met.language != SAME_LANGUAGE)
    shares /= shares.sum(axis=1, keepdims=True)
    drawn, cuts = rng.random(met.n), np.cumsum(shares, axis=1)
    other = 1 + sum((drawn >= cuts[kind, at]).astype(np.int64) for at in range(cuts.shape[1] - 1))
    by_race = np.array(truth.along("mis_seen.reason_race", RACES))
    return np.where(happens(rng, by_race[met.race], met.n), 0, other)


def _stayed(world: World, past: Histories, reason: Ints) -> Ints:
    """Return how much being mis-seen would stay with each recipient."""
    rng, part = world.stream("mis_seen_weight"), world.truth.numbers("mis_seen.weight")
    earlier = np.minimum(past.earlier_mis_seen, world.truth.number("felt.mis_seen.most"))
    stayed = part["centre"] + part["each_earlier"] * earlier
    stayed += part["because_of_race"] * (reason == BECAUSE_OF_RACE) + part["bot"] * past.is_bot
    return score(stayed + part["spread"] * rng.standard_normal(len(reason)))


def _has_answered(world: World, rng: np.random.Generator, met: Meetings, felt: Felt) -> Flags:
    """Return who answers: less often those who feel less seen, which no weight can know."""
    part, gaming = (world.truth.numbers(name) for name in ("answered.logit", "answered.gaming"))
    logit = part["intercept"] + part["felt"] * (felt.seen - 3.5)
    logit += part["minoritised"] * np.isin(met.race, [BLACK, LATINO, INDIGENOUS])
    logit += part["low_income"] * met.is_low
    picked = np.where(felt.seen == 5, gaming["felt_5"], gaming["others"])
    chance = np.where(world.places.is_gaming[met.place], picked, share(logit))
    return happens(rng, chance, met.n)


def _weights(world: World, met: Meetings, has_answered: Flags) -> Floats:
    """Return the inverse of the response rate by race, income and setting; mean 1 over answers."""
    n_races, n_incomes = len(RACES), 4
    cell = (world.places.setting[met.place] * n_races + met.race) * n_incomes + met.income
    asked = np.bincount(cell)
    answered = np.bincount(cell, weights=has_answered, minlength=len(asked))
    prior = world.truth.number("answered.weight_prior")
    rate = (answered + prior * has_answered.mean()) / (asked + prior)
    weight = 1 / rate[cell]
    return np.asarray(weight / weight[has_answered].mean())
