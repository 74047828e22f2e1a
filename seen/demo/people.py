"""Practitioners and recipients of one block.

It promises that every recipient belongs to one unit and one main practitioner, and that the
recipients' encounters add up to exactly the number asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.draws import Floats, Ints, happens, pick, pick_by, share, stream
from seen.demo.levels import (
    EXPERIENCE,
    GENDERS,
    HIGH,
    INTERPRETER,
    LOW,
    MID,
    NO_LANGUAGE,
    PROFESSIONS,
    RACES,
    SAME_LANGUAGE,
    SETTINGS,
    UNKNOWN,
    WAGES,
    YES_NO,
)
from seen.demo.places import Places, Units
from seen.demo.truth import Truth


@dataclass(frozen=True, kw_only=True)
class Practitioners:
    """The practitioners of one block, one entry each; those of a unit stand together."""

    place: Ints
    profession: Ints
    first_of_unit: Ints
    n_in_unit: Ints
    volume: Floats
    workload: Floats  # N(0,1)
    pressure: Floats
    effect: Floats  # on felt seen
    slope_black: Floats
    screen: Floats
    race: Ints
    gender: Ints
    experience: Ints
    wage: Ints

    @property
    def n(self) -> int:
        """How many practitioners."""
        return len(self.place)


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """The recipients of one block, one entry each."""

    main: Ints  # their main practitioner
    n_encounters: Ints
    race: Ints
    income: Ints
    language: Ints
    gender: Ints
    age: Ints
    disability: Ints
    lgbtq: Ints
    effect: Floats  # on felt seen

    @property
    def n(self) -> int:
        """How many recipients."""
        return len(self.main)


def practitioners(
    *, truth: Truth, seed: int, block: int, places: Places, units: Units, staff_share: float
) -> Practitioners:
    """Return the practitioners of one block."""
    rng = stream(seed=seed, block=block, part="practitioners")
    more = rng.poisson(truth.number("structure.staff_more"), len(units.place))
    staff = truth.number("structure.staff_least") + more
    staff *= np.where(places.is_large[units.place], truth.number("structure.large_times"), 1)
    counts = np.maximum(2, np.rint(staff * staff_share)).astype(np.int64)
    unit = np.repeat(np.arange(len(counts)), counts)
    n, profession, place = len(unit), units.profession[unit], units.place[unit]
    workload = rng.standard_normal(n)
    shape = truth.number("structure.volume_shape")
    part = truth.numbers("time.pressure")
    usual = np.array(truth.along("people.wage", PROFESSIONS), dtype=np.int64) - 1
    off = pick(rng, [0.2, 0.6, 0.2], n) - 1
    return Practitioners(
        place=place,
        profession=profession,
        first_of_unit=(np.cumsum(counts) - counts)[unit],
        n_in_unit=counts[unit],
        volume=rng.gamma(shape, 1 / shape, n) * units.volume[unit],
        workload=workload,
        pressure=part["workload"] * workload + part["practitioner"] * rng.standard_normal(n),
        effect=truth.number("felt.spread.practitioner") * rng.standard_normal(n),
        slope_black=truth.number("felt.practitioner_slope_black") * rng.standard_normal(n),
        screen=truth.number("places.screen_share.practitioner") * rng.standard_normal(n),
        race=pick_by(rng, places.worker_race_shares, place),
        gender=pick(rng, truth.along("people.worker_gender", GENDERS), n),
        experience=pick(rng, truth.along("people.experience", EXPERIENCE), n),
        wage=np.clip(usual[profession] + off, 0, len(WAGES) - 1),
    )


def recipients(
    *,
    truth: Truth,
    seed: int,
    block: int,
    places: Places,
    practitioners: Practitioners,
    encounters: int,
) -> Recipients:
    """Return the recipients of one block; their encounters add up to `encounters`."""
    rng = stream(seed=seed, block=block, part="recipients")
    main, n_encounters = _visits(truth, rng, practitioners, encounters)
    n, place = len(main), practitioners.place[main]
    race = pick_by(rng, places.race_shares, place)
    ages = truth.term("people.age")
    return Recipients(
        main=main,
        n_encounters=n_encounters,
        race=race,
        income=_incomes(truth, rng, places, practitioners, main, race),
        language=_languages(truth, rng, race),
        gender=pick(rng, truth.along("people.gender", GENDERS), n),
        age=pick_by(rng, np.array([ages[name] for name in SETTINGS]), places.setting[place]),
        disability=pick(rng, truth.along("people.disability", YES_NO), n),
        lgbtq=pick(rng, truth.along("people.lgbtq", YES_NO), n),
        effect=truth.number("felt.spread.recipient") * rng.standard_normal(n),
    )


def _visits(
    truth: Truth, rng: np.random.Generator, practitioners: Practitioners, encounters: int
) -> tuple[Ints, Ints]:
    """Return each recipient's main practitioner and number of encounters.

    Recipients are drawn one after the other until the encounters are used up, so their order
    carries nothing; the last one is cut short.
    """
    usual = np.array(truth.along("structure.encounters_per_recipient", PROFESSIONS))
    per_recipient = usual[practitioners.profession]
    n = int(encounters / 2.5 + 1_000)  # more than enough: the mean is above 3
    main = pick(rng, practitioners.volume / per_recipient, n)
    shape = truth.number("structure.encounters_per_recipient_shape")
    mean = per_recipient[main] - 1
    counts = 1 + rng.negative_binomial(shape, shape / (shape + mean))
    counts = np.minimum(counts, int(truth.number("structure.encounters_per_recipient_most")))
    totals = np.cumsum(counts)
    last = int(np.searchsorted(totals, encounters))
    counts[last] -= totals[last] - encounters
    return main[: last + 1], counts[: last + 1]


def _incomes(
    truth: Truth,
    rng: np.random.Generator,
    places: Places,
    practitioners: Practitioners,
    main: Ints,
    race: Ints,
) -> Ints:
    """Return the income of each recipient."""
    n = len(main)
    logit = np.array(truth.along("people.low_income", RACES))[race]
    by_profession = np.array(truth.along("people.low_income_by_profession", PROFESSIONS))
    logit += by_profession[practitioners.profession[main]]
    safety_net = places.is_safety_net[practitioners.place[main]]
    logit += truth.number("people.low_income_safety_net") * safety_net
    is_low = happens(rng, share(logit), n)
    is_high = happens(rng, np.array(truth.along("people.high_income", RACES))[race], n)
    is_unknown = happens(rng, truth.number("people.unknown_income"), n)
    found = np.where(is_low, LOW, np.where(is_high, HIGH, MID))
    return np.where(is_unknown, UNKNOWN, found)


def _languages(truth: Truth, rng: np.random.Generator, race: Ints) -> Ints:
    """Return who shares a language with staff, who needs an interpreter, who has neither."""
    interpreter, nothing = (
        np.array(truth.along(name, RACES, otherwise=truth.number(f"{name}.others")))
        for name in ("people.interpreter", "people.no_language_match")
    )
    drawn = rng.random(len(race))
    found = np.where(drawn < (interpreter + nothing)[race], INTERPRETER, SAME_LANGUAGE)
    return np.where(drawn < nothing[race], NO_LANGUAGE, found)
