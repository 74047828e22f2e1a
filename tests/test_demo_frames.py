"""The demo's tables: their structure, their levels, and that a seed fixes them.

Other demo tests import `answers` from here: encounters and outcomes side by side.
"""

from __future__ import annotations

import tomllib
from functools import cache

import numpy as np
import pandas as pd
import pytest

from seen.demo import generate
from seen.demo.levels import PROFESSIONS, SETTINGS
from seen.demo.sizes import FULL
from seen.errors import DemoError
from seen.settings import ROOT

SMALL = 6_000  # encounters


@cache
def blocks(encounters: int = FULL, seed: int = generate.SEED) -> tuple:
    return tuple(generate.frames(encounters=encounters, seed=seed))


@cache
def answers(encounters: int = FULL, seed: int = generate.SEED) -> pd.DataFrame:
    """One row per encounter with its outcome, worker and institution-year, as plain columns."""
    (block,) = blocks(encounters, seed)
    year = block.encounter["month"].dt.year
    rows = pd.concat([block.encounter, block.outcome.drop(columns="encounter_id")], axis=1)
    rows = rows.assign(year=year, felt_seen_of_all=block.felt_seen_of_all)
    rows = rows.assign(felt_latent_of_all=block.felt_latent_of_all)
    workers = block.practitioner[["practitioner_id", "worker_gender", "wage_band", "has_mentor"]]
    workers = workers.assign(practitioner_id=workers["practitioner_id"].astype("Int32"))
    rows = rows.merge(workers, how="left", on="practitioner_id")
    rows = rows.merge(block.institution, how="left", on=["institution_id", "year"])
    rows = rows.merge(block.worker_reflection, how="left", on="encounter_id")
    return rows.assign(
        is_bot=rows["modality"].eq("bot"),
        race=rows["recipient_race_ethnicity"].astype(str),
        income=rows["recipient_income"].astype(str),
        top=100.0 * rows["felt_seen"].eq(5).fillna(value=False).astype(float),
        bottom=100.0 * rows["felt_seen"].le(2).fillna(value=False).astype(float),
        heard=100.0 * rows["felt_heard"].eq(5).fillna(value=False).astype(float),
        mis=100.0 * rows["mis_seen"].fillna(value=False).astype(float),
    )


@cache
def by_humans(seed: int = generate.SEED) -> pd.DataFrame:
    """The answers of recipients who met a person."""
    rows = answers(seed=seed)
    found = rows[rows["answered"] & ~rows["is_bot"]]
    plain = {"felt_seen": float, "time_pressure": int, "practitioner_id": int}
    return found.astype({**plain, "mis_seen_count_24m": int, "vulnerability_risk": int})


def test_the_same_seed_gives_the_same_tables():
    first, second = (next(generate.frames(encounters=SMALL, seed=3)) for _ in range(2))

    for table in generate.TABLES:
        pd.testing.assert_frame_equal(getattr(first, table), getattr(second, table))


def test_another_seed_gives_other_tables():
    first, second = (next(generate.frames(encounters=SMALL, seed=seed)) for seed in (3, 4))

    assert not first.encounter.equals(second.encounter)


@pytest.mark.parametrize("encounters", [2_000, 6_001, 50_000])
def test_a_demo_has_exactly_the_encounters_asked_for(encounters):
    (block,) = generate.frames(encounters=encounters)

    assert len(block.encounter) == len(block.outcome) == encounters
    assert block.encounter["encounter_id"].is_unique


@pytest.mark.parametrize("encounters", [1_999, 100_000_001])
def test_a_size_out_of_range_is_refused_with_the_range(encounters):
    with pytest.raises(DemoError, match="2,000 to 100,000,000"):
        next(generate.frames(encounters=encounters))


def test_a_small_demo_keeps_every_place_and_every_pair():
    (block,) = blocks(SMALL)
    rows = answers(SMALL)

    assert block.institution["institution_id"].nunique() == 172
    assert len(rows[["setting", "profession"]].drop_duplicates()) == 17


def test_every_level_written_is_in_the_dictionary():
    dictionary = tomllib.loads((ROOT / "data" / "dictionary.toml").read_text(encoding="utf-8"))
    (block,) = blocks(SMALL)

    for table in set(generate.TABLES) - {"institution_label"}:
        columns = dictionary["table"][table]["column"]
        frame = getattr(block, table)
        assert set(frame.columns) <= set(columns)
        for name, values in frame.items():
            allowed = columns[name].get("levels")
            assert allowed is None or set(values.dropna()) <= set(allowed), name
            low, high = columns[name].get("range", (-np.inf, np.inf))
            if columns[name]["type"] in {"integer", "number"}:
                assert values.dropna().between(low, high).all(), name


def test_settings_and_professions_are_those_of_the_dictionary():
    dictionary = tomllib.loads((ROOT / "data" / "dictionary.toml").read_text(encoding="utf-8"))

    assert set(SETTINGS) == set(dictionary["dimension"]["setting"]["levels"])
    assert set(PROFESSIONS) == set(dictionary["dimension"]["profession"]["levels"])


def test_a_bot_row_names_no_person_and_no_circumstances_of_one():
    rows = answers(SMALL)
    bots = rows[rows["is_bot"]]

    of_a_person = [
        *("practitioner_id", "time_pressure", "minutes_needed", "screen_share", "interruptions"),
        *("scripted", "language_match", "race_concordance", "prior_encounters_with_same"),
    ]
    assert len(bots) > 100
    assert bots[of_a_person].isna().all(axis=None)
    assert bots[["profession", "stakes", "ai_disclosed"]].notna().all(axis=None)


def test_nobody_who_did_not_answer_has_an_answer():
    (block,) = blocks(SMALL)
    silent = block.outcome[~block.outcome["answered"]]

    asked_of_all = ["encounter_id", "asked", "answered", "survey_mode"]
    assert silent.drop(columns=asked_of_all).isna().all(axis=None)
    assert not {"felt_seen_of_all", "felt_latent_of_all"} & set(block.outcome.columns)


def test_a_reflection_is_about_one_encounter_with_a_person():
    (block,) = blocks(SMALL)
    humans = block.encounter.loc[block.encounter["modality"] != "bot", "encounter_id"]
    reflected = block.worker_reflection["encounter_id"]

    assert reflected.is_unique
    assert set(reflected) < set(humans)
    assert len(reflected) == pytest.approx(len(humans) / 10, rel=0.15)  # 4 SE
    assert block.worker_reflection.notna().all(axis=None)


def test_only_the_mis_seen_say_why_and_how_much_it_stayed():
    rows = answers(SMALL)
    asked = rows["answered"] & rows["mis_seen"].fillna(value=False)

    for column in ("mis_seen_reason", "mis_seen_weight"):
        assert (rows[column].notna() == asked).all()


def test_weights_have_mean_one_among_answers():
    (block,) = blocks(SMALL)

    assert block.outcome["weight"].mean() == pytest.approx(1, abs=0.001)


def test_earlier_mis_seeing_counts_only_what_came_before():
    rows = answers(SMALL).sort_values("encounter_id")
    first = rows.drop_duplicates("recipient_id")
    answered = first[first["answered"]]

    assert (answered["mis_seen_count_24m"] == 0).all()
    assert rows.groupby("recipient_id")["month"].is_monotonic_increasing.all()


def test_recipients_stay_in_one_unit():
    rows = answers(SMALL)

    units = rows[["recipient_id", "institution_id", "profession"]].drop_duplicates()
    assert units["recipient_id"].is_unique


def test_continuity_counts_earlier_encounters_with_the_same_person():
    rows = answers(SMALL)
    met = rows[~rows["is_bot"]].sort_values("encounter_id")

    counted = met.groupby(["recipient_id", "practitioner_id"]).cumcount()

    assert (met["prior_encounters_with_same"] == counted).all()


def test_every_region_has_places_in_every_setting():
    (block,) = blocks(SMALL)
    places = block.institution.drop_duplicates("institution_id")

    assert places.groupby("region")["institution_id"].size().min() >= 18
    simpson = places[places["region"] == "south_west"]
    assert (simpson.groupby("setting", observed=True).size() == 2).all()


def test_labels_are_plain_and_codes_neutral():
    (block,) = blocks(SMALL)
    labels = block.institution_label

    assert labels["code"].is_unique
    assert labels["label"].is_unique
    assert labels["code"].str.fullmatch(r"i\d{3}").all()
    assert labels["label"].str.fullmatch(r"[A-Z][a-z ]+ \d{2}").all()
