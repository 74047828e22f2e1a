"""Who met whom, when, and under what pressure: the encounters of one block before their outcome.

It promises that a recipient's encounters stand together in their order of time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.draws import Flags, Floats, Ints, happens
from seen.demo.levels import LOW, OTHER_RACE, PROFESSIONS, SCRIBE, UNSTATED_RACE, WHITE
from seen.demo.world import World

N_MONTHS = 24


@dataclass(frozen=True, kw_only=True)
class Meetings:
    """The encounters of one block, one entry each.

    Where a bot took the person's place, the person is the one they would have met.
    """

    recipient: Ints
    rank: Ints  # 0 for a recipient's first encounter
    month: Ints  # from 0
    practitioner: Ints
    place: Ints
    race: Ints
    income: Ints
    language: Ints
    pressure: Ints  # 1 to 5
    scripted: Ints
    screen: Floats
    is_concordant: Flags

    @property
    def n(self) -> int:
        """How many encounters."""
        return len(self.recipient)

    @property
    def year(self) -> Ints:
        """The year of each encounter, from 0."""
        return self.month // 12

    @property
    def is_low(self) -> Flags:
        """Whether the recipient's income is low."""
        return np.asarray(self.income == LOW)

    @property
    def is_minoritised(self) -> Flags:
        """Whether the recipient's race is any but white and not stated."""
        return np.asarray((self.race != WHITE) & (self.race != UNSTATED_RACE))


def draw(world: World) -> Meetings:
    """Return the encounters of one block."""
    rng = world.stream("meetings")
    people = world.recipients
    recipient = np.repeat(np.arange(people.n), people.n_encounters)
    n = len(recipient)
    starts = np.cumsum(people.n_encounters) - people.n_encounters
    rank = np.arange(n) - starts[recipient]
    # one sort puts every recipient's times in order: the whole part is the recipient
    time = np.sort(recipient + rng.random(n)) - recipient
    practitioner = _practitioners(world, rng, people.main[recipient], rank)
    place = world.practitioners.place[practitioner]
    race, income = people.race[recipient], people.income[recipient]
    return Meetings(
        recipient=recipient,
        rank=rank,
        month=np.clip(time * N_MONTHS, 0, N_MONTHS - 1).astype(np.int64),
        practitioner=practitioner,
        place=place,
        race=race,
        income=income,
        language=people.language[recipient],
        pressure=_pressure(world, rng, practitioner, income == LOW),
        scripted=_scripted(world, rng, place),
        screen=_screen(world, rng, practitioner),
        is_concordant=_concordance(world, practitioner, race),
    )


def _practitioners(world: World, rng: np.random.Generator, main: Ints, rank: Ints) -> Ints:
    """Return whom each recipient meets: the main practitioner, or another one of the unit."""
    workers, n = world.practitioners, len(main)
    stays = happens(rng, world.truth.number("structure.stays_with_same"), n) | (rank == 0)
    first, in_unit = workers.first_of_unit[main], workers.n_in_unit[main]
    step = 1 + (rng.random(n) * (in_unit - 1)).astype(np.int64)
    return np.where(stays, main, first + (main - first + step) % in_unit)


def _pressure(world: World, rng: np.random.Generator, practitioner: Ints, is_low: Flags) -> Ints:
    """Return time pressure, 1 to 5."""
    truth, workers = world.truth, world.practitioners
    by_profession = np.array(truth.along("time.pressure_by_profession", PROFESSIONS))
    person = workers.pressure + by_profession[workers.profession]
    person = person + world.places.pressure[workers.place]
    latent = person[practitioner] + truth.number("time.pressure.low_income") * is_low
    latent += truth.number("time.pressure.spread") * rng.standard_normal(len(practitioner))
    band = np.digitize(latent, truth.sequence("time.pressure_cuts"))
    return np.asarray(1 + band, dtype=np.int64)


def _scripted(world: World, rng: np.random.Generator, place: Ints) -> Ints:
    """Return how far each encounter followed a script."""
    mandate, drawn = world.places.script_mandate[place], rng.random(len(place))
    fully = world.truth.number("places.script_mandate.fully")
    return (drawn < mandate).astype(np.int64) + (drawn < mandate * fully)


def _screen(world: World, rng: np.random.Generator, practitioner: Ints) -> Floats:
    """Return the share of each encounter spent looking at a screen."""
    part = world.truth.numbers("places.screen_share")
    usual = part["centre"] + part["intensity"] * world.places.intensity_z
    usual += part["scribe"] * (world.places.ai_adoption == SCRIBE)
    person = usual[world.practitioners.place] + world.practitioners.screen
    noise = part["spread"] * rng.standard_normal(len(practitioner))
    return np.clip(person[practitioner] + noise, 0, 1)


def _concordance(world: World, practitioner: Ints, race: Ints) -> Flags:
    """Return whether practitioner and recipient name the same race."""
    is_named = (race != UNSTATED_RACE) & (race != OTHER_RACE)
    return np.asarray((world.practitioners.race[practitioner] == race) & is_named)
