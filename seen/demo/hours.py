"""Where the hours of one block's practitioners go, in one month of each quarter.

It promises hours that agree with the recorded encounters and with the survey of the quarter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.burnout import Burnout
from seen.demo.circumstances import Circumstances
from seen.demo.draws import Flags, Floats
from seen.demo.histories import Histories
from seen.demo.levels import PROFESSIONS, SCRIBE
from seen.demo.meetings import Meetings
from seen.demo.strain import N_WAVES
from seen.demo.world import World

_LEAST = 10.0  # hours with recipients in a month
_TINY = 1e-9  # minutes: a profession without encounters, in the smallest demos


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Hours of a month: a row per practitioner, a column per quarter."""

    direct_connective: Floats
    direct_task: Floats
    documentation: Floats
    measure_reporting: Floats
    after_hours: Floats
    admin: Floats
    other: Floats
    unmeasured_share: Floats  # of connective hours, what no metric covers
    uncredited_minutes: Floats  # of an encounter
    is_in_post: Flags

    @property
    def mission_focus(self) -> Floats:
        """Each practitioner's share of hours with recipients, over all quarters."""
        direct = self.direct_connective + self.direct_task
        rest = self.documentation + self.measure_reporting + self.admin + self.other
        return np.asarray((direct / (direct + rest + self.after_hours)).mean(axis=1))


@dataclass(frozen=True, kw_only=True)
class _Recorded:
    """What the encounters of each practitioner hold, drawn towards the profession."""

    connective_share: Floats  # of the minutes with recipients
    connective_minutes: Floats  # of an encounter
    uncredited_share: Floats  # of the connective minutes


def draw(
    world: World,
    met: Meetings,
    past: Histories,
    around: Circumstances,
    connective: Floats,
    is_credited: Flags,
    burnt: Burnout,
) -> Hours:
    """Return the hours of one block."""
    rng, workers = world.stream("hours"), world.practitioners
    shape = (workers.n, N_WAVES)
    found = _recorded(world, met, past, around, connective, is_credited)
    kinds = {name: _kind(world, rng, name) for name in ("admin", "other", "measure_reporting")}
    kinds["documentation"] = _documentation(world, rng)
    direct = np.maximum(_paid(world, rng) - sum(kinds.values()), _LEAST)
    spread = world.truth.number("hours.connective.spread")
    share = found.connective_share[:, None] * np.exp(spread * rng.standard_normal(shape))
    share = np.minimum(share, 0.95)
    own = world.truth.number("hours.unmeasured.spread") * rng.standard_normal(shape)
    unmeasured = np.clip(found.uncredited_share[:, None] + own, 0, 1)
    return Hours(
        direct_connective=direct * share,
        direct_task=direct * (1 - share),
        after_hours=_after_hours(world, rng, burnt),
        unmeasured_share=unmeasured,
        uncredited_minutes=unmeasured * found.connective_minutes[:, None],
        is_in_post=np.arange(N_WAVES) <= burnt.left_after[:, None],
        **kinds,
    )


def _paid(world: World, rng: np.random.Generator) -> Floats:
    """Return paid hours."""
    part, workers = world.truth.numbers("hours.in_all"), world.practitioners
    usual = part["centre"] + part["workload"] * workers.workload
    return np.asarray(usual[:, None] + part["spread"] * rng.standard_normal((workers.n, N_WAVES)))


def _kind(world: World, rng: np.random.Generator, name: str) -> Floats:
    """Return the hours of a kind of time that only measuring may move."""
    part, workers = world.truth.numbers(f"hours.{name}"), world.practitioners
    intensity = world.places.intensity_z[workers.place]
    usual = part["centre"] + part.get("intensity", 0.0) * intensity
    noise = part["spread"] * rng.standard_normal((workers.n, N_WAVES))
    return np.maximum(usual[:, None] + noise, 0)


def _documentation(world: World, rng: np.random.Generator) -> Floats:
    """Return the paid hours of records: more where the screen takes more of an encounter."""
    truth, workers, places = world.truth, world.practitioners, world.places
    part, screen = truth.numbers("hours.documentation_by"), truth.numbers("places.screen_share")
    of_place = screen["intensity"] * places.intensity_z
    of_place = of_place + screen["scribe"] * (places.ai_adoption == SCRIBE)
    usual = np.array(truth.along("hours.documentation", PROFESSIONS))[workers.profession]
    usual = usual + part["screen"] * (of_place[workers.place] + workers.screen)
    noise = part["spread"] * rng.standard_normal((workers.n, N_WAVES))
    return np.asarray(np.maximum(usual[:, None] + noise, 0))


def _after_hours(world: World, rng: np.random.Generator, burnt: Burnout) -> Floats:
    """Return the hours of records after hours, which the survey of the quarter asks too."""
    part = world.truth.numbers("hours.after_hours")
    noise = part["spread"] * rng.standard_normal(burnt.hours_after.shape)
    return np.asarray(np.maximum(part["weeks"] * burnt.hours_after + noise, 0))


def _recorded(
    world: World,
    met: Meetings,
    past: Histories,
    around: Circumstances,
    connective: Floats,
    is_credited: Flags,
) -> _Recorded:
    """Return what the recorded encounters of each practitioner hold."""
    workers, is_human = world.practitioners, ~past.is_bot
    prior = world.truth.number("hours.connective.prior_encounters")

    def towards(values: Floats) -> Floats:
        """Return sums over encounters, with so many of the profession's usual ones added."""
        of_worker = np.bincount(met.practitioner, weights=values, minlength=workers.n)
        of_profession = np.bincount(
            workers.profession, weights=of_worker, minlength=len(PROFESSIONS)
        )
        usual = of_profession / np.maximum(n_of_profession, 1)
        return np.asarray(of_worker + prior * usual[workers.profession])

    n_of_worker = np.bincount(met.practitioner, weights=is_human, minlength=workers.n)
    n_of_profession = np.bincount(
        workers.profession, weights=n_of_worker, minlength=len(PROFESSIONS)
    )
    minutes = np.maximum(towards(connective * is_human), _TINY)
    return _Recorded(
        connective_share=minutes / np.maximum(towards(around.actual * is_human), _TINY),
        connective_minutes=minutes / (n_of_worker + prior),
        uncredited_share=towards(connective * (is_human & ~is_credited)) / minutes,
    )
