"""What is behind burnout: workload, impeded relating and three sides of strain, wave by wave.

It promises that each goes only with the terms of data/demo.toml, and with no wave of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from seen.demo.draws import Floats, Ints
from seen.demo.levels import PROFESSIONS, SCRIBE
from seen.demo.meetings import N_MONTHS
from seen.demo.relating import Relating
from seen.demo.world import World

N_WAVES: Final = 8
MONTHS_APART: Final = N_MONTHS // N_WAVES
WAVES_A_YEAR: Final = 12 // MONTHS_APART
SIDES: Final = ("exhaustion", "depersonalization", "accomplishment")


@dataclass(frozen=True, kw_only=True)
class Strain:
    """The strain on one block's practitioners: near N(0,1), a row each, a column per wave."""

    workload: Floats
    impeded: Floats
    after_hours: Floats
    exhaustion: Floats
    depersonalization: Floats
    accomplishment: Floats


def draw(world: World, rng: np.random.Generator, relating: Relating) -> Strain:
    """Return the strain on one block's practitioners."""
    around = _around(world, rng, relating)
    parts = ("spread", "kept", "shared_noise")
    spread, kept, shares = (world.truth.numbers(f"burnout.{name}") for name in parts)
    shape = around["workload"].shape
    common = lasting(rng, shape, kept["strain"])
    sides = {}
    for side in SIDES:
        shared = shares.get(side, 1.0)  # exhaustion shares all of it
        own = np.sqrt(1 - shared**2) * lasting(rng, shape, kept["strain"])
        sides[side] = _sum(world, side, around) + spread[side] * (shared * common + own)
    sides["exhaustion"] += _of_trauma(world, relating)[:, None]
    more = has_scribe(world) - has_scribe(world).mean()  # the level of all stays where it was
    sides["exhaustion"] += world.truth.number("scribe.exhaustion") * more[:, None]
    return Strain(
        workload=around["workload"],
        impeded=around["impeded"],
        after_hours=around["after_hours"],
        **sides,
    )


def has_scribe(world: World) -> Floats:
    """Return 1 for each practitioner whose place uses an AI scribe, else 0."""
    has = world.places.ai_adoption[world.practitioners.place] == SCRIBE
    return np.asarray(has, dtype=np.float64)


def lasting(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    kept: float,
    of_person: Floats | None = None,
) -> Floats:
    """Return numbers near N(0,1) that keep a share of their variance from wave to wave.

    Parameters
    ----------
    rng
        Random numbers.
    shape
        How many practitioners, and how many waves.
    kept
        The share of variance that stays with a person.
    of_person
        What stays with each; drawn where it is not given.
    """
    person = rng.standard_normal(shape[0]) if of_person is None else of_person
    passing = rng.standard_normal(shape)
    return np.asarray(np.sqrt(kept) * person[:, None] + np.sqrt(1 - kept) * passing)


def _around(world: World, rng: np.random.Generator, relating: Relating) -> dict[str, Floats]:
    """Return everything strain may go with, by the name it has in data/demo.toml."""
    truth, workers, places = world.truth, world.practitioners, world.places
    kept, shape = truth.numbers("burnout.kept"), (workers.n, N_WAVES)
    by_year = np.repeat(places.leadership, WAVES_A_YEAR, axis=1)
    around = {
        "workload": lasting(rng, shape, kept["workload"], of_person=workers.workload),
        "leadership": by_year[workers.place],
        "pressure": _usual_pressure(world)[:, None],
        "measure_intensity": places.intensity_z[workers.place][:, None],
        "connective": relating.habit[:, None],
        "caseload": _inside(np.log(relating.caseload), workers.profession)[:, None],
    }
    noise = truth.number("burnout.spread.impeded") * lasting(rng, shape, kept["impeded"])
    around["impeded"] = _sum(world, "impeded", around) + noise
    part = truth.number("burnout.after_hours.workload")
    own = np.sqrt(1 - part**2) * lasting(rng, shape, kept["after_hours"])
    around["after_hours"] = part * around["workload"] + own
    return around


def _sum(world: World, name: str, around: dict[str, Floats]) -> Floats:
    """Return the planted part of one side."""
    part = world.truth.numbers(f"burnout.{name}")
    return np.asarray(sum(size * around[term] for term, size in part.items()))


def _of_trauma(world: World, relating: Relating) -> Floats:
    """Return what exposure to trauma adds to exhaustion, in the professions where it does."""
    name = "burnout.exhaustion_by_trauma"
    counts = np.array(world.truth.along(name, PROFESSIONS, otherwise=0.0))
    return np.asarray(counts[world.practitioners.profession] * relating.trauma)


def _usual_pressure(world: World) -> Floats:
    """Return each practitioner's usual time pressure, standardised over all."""
    workers = world.practitioners
    by_profession = np.array(world.truth.along("time.pressure_by_profession", PROFESSIONS))
    usual = workers.pressure + world.places.pressure[workers.place]
    return _inside(usual + by_profession[workers.profession], np.zeros_like(workers.place))


def _inside(values: Floats, groups: Ints) -> Floats:
    """Return values with mean 0 inside each group and SD 1 over all."""
    centre = np.bincount(groups, weights=values) / np.maximum(np.bincount(groups), 1)
    centred = values - centre[groups]
    return np.asarray(centred / centred.std())
