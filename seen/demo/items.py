"""Further answers of recipients: known, understood, trust, human regard and progress.

It promises that they go with feeling seen as data/demo.toml says, and leave felt seen as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.circumstances import Circumstances
from seen.demo.draws import Floats, Ints
from seen.demo.felt import Felt
from seen.demo.histories import Histories
from seen.demo.levels import INTERPRETER, NO_LANGUAGE
from seen.demo.meetings import Meetings
from seen.demo.world import World


@dataclass(frozen=True, kw_only=True)
class Items:
    """What everyone asked would have answered, 1 to 5, one entry per encounter."""

    known: Ints
    understood: Ints
    trust: Ints
    human_regard: Ints
    goal_progress: Ints


def draw(world: World, met: Meetings, past: Histories, around: Circumstances, felt: Felt) -> Items:
    """Return the further answers of one block."""
    rng, truth = world.stream("items"), world.truth
    residual, shared = truth.number("felt.spread.residual"), truth.numbers("item.shared_noise")
    usual = felt.latent - residual * felt.noise  # how seen, but for chance

    def answer(item: str, latent: Floats, spread: float = 1.0) -> Ints:
        """Return the answers to one item, whose chance goes with that of felt seen."""
        part = shared[item]
        noise = part * felt.noise + np.sqrt(1 - part**2) * rng.standard_normal(met.n)
        band = np.digitize(latent + spread * noise, truth.sequence("item.cuts"))
        return np.asarray(1 + band, dtype=np.int64)

    return Items(
        known=answer("known", usual + _known(world, past), residual),
        understood=answer("understood", usual + _understood(world, met, past), residual),
        trust=answer("trust", _trust(world, past, usual)),
        human_regard=answer("human_regard", _human_regard(world, past, around, usual)),
        goal_progress=answer("goal_progress", _goal_progress(world, past, around)),
    )


def _known(world: World, past: Histories) -> Floats:
    """Return what adds to feeling known: having met before."""
    part = world.truth.numbers("item.known")
    with_same = np.log1p(past.prior_with_same) * ~past.is_bot
    return np.asarray(part["all"] + part["continuity"] * with_same)


def _understood(world: World, met: Meetings, past: Histories) -> Floats:
    """Return what takes from feeling understood by a person: no shared language."""
    part = world.truth.numbers("item.understood")
    found = part["interpreter"] * (met.language == INTERPRETER)
    found = found + part["no_language_match"] * (met.language == NO_LANGUAGE)
    return np.asarray(part["all"] + found * ~past.is_bot)


def _trust(world: World, past: Histories, usual: Floats) -> Floats:
    """Return trust but for chance."""
    part = world.truth.numbers("item.trust")
    earlier = np.minimum(past.earlier_mis_seen, world.truth.number("felt.mis_seen.most"))
    return np.asarray(part["all"] + part["felt"] * usual + part["each_earlier_mis_seen"] * earlier)


def _human_regard(world: World, past: Histories, around: Circumstances, usual: Floats) -> Floats:
    """Return the regard of a human being, but for chance."""
    part = world.truth.numbers("item.human_regard")
    machine = np.where(around.is_disclosed, part["bot_disclosed"], part["bot_undisclosed"])
    return np.asarray(part["all"] + part["felt"] * usual + machine * past.is_bot)


def _goal_progress(world: World, past: Histories, around: Circumstances) -> Floats:
    """Return progress but for chance."""
    part = world.truth.numbers("item.goal_progress")
    by_need = part["stakes"] * (around.stakes - 3)
    return np.asarray(part["all"] + by_need + part["bot"] * past.is_bot)
