"""Burnout over eight quarters: what workers report of themselves, on which instrument, who leaves.

It promises that neither a change of instrument nor a colleague's leaving changes anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seen.demo import strain
from seen.demo.draws import Flags, Floats, Ints, happens, share
from seen.demo.levels import PROFESSIONS
from seen.demo.relating import Relating
from seen.demo.strain import N_WAVES, SIDES, WAVES_A_YEAR, Strain, lasting
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Burnout:
    """What the practitioners of one block report: a row for each, a column per wave."""

    strain: Strain
    has_answered: Flags  # in post, asked, and answered
    has_cbi: Flags  # what their place asks with in that wave
    has_mbi: Flags
    cbi: Floats  # exhaustion, 0 to 100
    mbi: Mapping[str, Floats]  # by scale, each on its own range
    satisfaction: Ints  # 1 to 5, like the next
    intent_to_leave: Ints
    hours_after: Floats  # records written after hours, hours a week
    left_after: Ints  # one entry per practitioner: their last wave; N_WAVES where they stay


def draw(world: World, relating: Relating) -> Burnout:
    """Return the burnout surveys of one block."""
    rng = world.stream("burnout")
    under = strain.draw(world, rng, relating)
    cbi = _cbi(world, rng, under)
    mbi = {side: _mbi(world, rng, under, side) for side in SIDES}
    has_mbi, has_cbi = _instruments(world, rng)
    left_after = _left_after(world, rng, cbi)
    in_post = np.arange(N_WAVES) <= left_after[:, None]
    answers = happens(rng, world.truth.number("burnout.responded"), cbi.size).reshape(cbi.shape)
    return Burnout(
        strain=under,
        has_answered=answers & in_post,
        has_cbi=has_cbi,
        has_mbi=has_mbi,
        cbi=cbi,
        mbi=mbi,
        satisfaction=_item(world, rng, "satisfaction", under),
        intent_to_leave=_item(world, rng, "intent_to_leave", under),
        hours_after=_hours_after(world, under),
        left_after=left_after,
    )


def _cbi(world: World, rng: np.random.Generator, under: Strain) -> Floats:
    """Return exhaustion on the CBI."""
    part = world.truth.numbers("burnout.cbi")
    found = part["centre"] + part["spread"] * _picked_up(world, rng, under, "exhaustion")
    return np.clip(np.round(found, 1), 0, 100)


def _mbi(world: World, rng: np.random.Generator, under: Strain, side: str) -> Floats:
    """Return one scale of the MBI."""
    part = world.truth.numbers(f"burnout.mbi_{side}")
    found = part["centre"] + part["spread"] * _picked_up(world, rng, under, side)
    return np.clip(np.rint(found), 0, part["most"])


def _picked_up(world: World, rng: np.random.Generator, under: Strain, side: str) -> Floats:
    """Return one side of strain as an instrument picks it up: with its own noise."""
    truth, true = world.truth, getattr(under, side)
    own = truth.number("burnout.instrument_noise") * truth.number(f"burnout.spread.{side}")
    found = true + own * rng.standard_normal(true.shape)
    if side == "exhaustion":  # professions differ in exhaustion alone
        more = np.array(truth.along("burnout.profession", PROFESSIONS))
        more = more / truth.number("burnout.cbi.spread")  # from points of the CBI
        found += more[world.practitioners.profession][:, None]
    return np.asarray(found)


def _instruments(world: World, rng: np.random.Generator) -> tuple[Flags, Flags]:
    """Return whether the MBI, and whether the CBI, is asked of each practitioner in each wave.

    Nearly all places ask the CBI every quarter and the MBI in the first quarter of a year; a few
    asked the MBI alone at first and the CBI alone later.
    """
    change, places = world.truth.numbers("burnout.instrument_change"), world.places
    ordinary = np.flatnonzero(~places.is_gaming)
    changed = rng.choice(ordinary, size=int(change["institutions"]), replace=False)
    wave = np.arange(N_WAVES)
    is_first = wave < change["wave"] - 1
    mbi = np.tile(wave % WAVES_A_YEAR == 0, (places.n, 1))
    cbi = np.ones((places.n, N_WAVES), dtype=np.bool_)
    mbi[changed], cbi[changed] = is_first, ~is_first
    return mbi[world.practitioners.place], cbi[world.practitioners.place]


def _hours_after(world: World, under: Strain) -> Floats:
    """Return hours a week of records written after hours: fewer with a scribe."""
    part, scribe = (
        world.truth.numbers("burnout.after_hours"),
        world.truth.number("scribe.after_hours"),
    )
    found = part["centre"] + part["spread"] * under.after_hours
    found += scribe * strain.has_scribe(world)[:, None]
    return np.maximum(np.round(found, 1), 0)


def _left_after(world: World, rng: np.random.Generator, cbi: Floats) -> Ints:
    """Return the last wave of each practitioner; N_WAVES where they stay."""
    part = world.truth.numbers("burnout.leave")
    chance = share(part["intercept"] + part["cbi"] * (cbi - part["centre"]))
    leaves = happens(rng, chance.ravel(), cbi.size).reshape(cbi.shape)
    return np.where(leaves.any(axis=1), leaves.argmax(axis=1), N_WAVES)


def _item(world: World, rng: np.random.Generator, name: str, under: Strain) -> Ints:
    """Return the answers, 1 to 5, to an item that goes with exhaustion."""
    truth = world.truth
    part = truth.number(f"burnout.{name}.exhaustion")
    noise = lasting(rng, under.exhaustion.shape, truth.number("burnout.kept.items"))
    latent = part * under.exhaustion + np.sqrt(1 - part**2) * noise
    band = np.digitize(latent, truth.sequence(f"burnout.{name}_cuts"))
    return np.asarray(1 + band, dtype=np.int64)
