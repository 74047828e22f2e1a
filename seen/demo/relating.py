"""How much practitioners relate: their habit of it, whom they care for, the trauma they hear.

It promises that none of it depends on how an encounter was felt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.circumstances import Circumstances
from seen.demo.draws import Floats, Ints
from seen.demo.levels import PROFESSIONS
from seen.demo.meetings import Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Relating:
    """The amount of relating of one block's practitioners, one entry each."""

    habit: Floats  # N(0,1): more of it, more connective minutes
    caseload: Ints  # people in their care
    trauma: Floats  # near N(0,1) over all professions


def draw(world: World) -> Relating:
    """Return how much the practitioners of one block relate."""
    rng, truth, workers = world.stream("relating"), world.truth, world.practitioners
    cares_for = truth.numbers("relating.caseload_spread")
    more = cares_for["workload"] * workers.workload
    more = more + np.sqrt(1 - cares_for["workload"] ** 2) * rng.standard_normal(workers.n)
    usual = np.array(truth.along("relating.caseload", PROFESSIONS))[workers.profession]
    heard = np.array(truth.along("relating.trauma", PROFESSIONS))[workers.profession]
    within = truth.number("relating.trauma_spread")
    return Relating(
        habit=rng.standard_normal(workers.n),
        caseload=np.maximum(1, np.rint(usual * np.exp(cares_for["log"] * more))).astype(np.int64),
        trauma=heard + within * rng.standard_normal(workers.n),
    )


def minutes(world: World, met: Meetings, around: Circumstances, relating: Relating) -> Floats:
    """Return the connective minutes of each encounter, at most as long as it lasted."""
    rng, part = world.stream("connective"), world.truth.numbers("relating.minutes")
    found = part["centre"] + part["habit"] * relating.habit[met.practitioner]
    found += part["pressure"] * (met.pressure - 3)
    found += part["spread"] * rng.standard_normal(met.n)
    return np.clip(found, 0, around.actual)
