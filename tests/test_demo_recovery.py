"""Regression finds the planted terms, nothing where nothing was planted, and meets the traps.

Targets and tolerances: notes/demo.md sections 6 and 7, on the 1 to 5 scale, which is why they
differ a little from the latent terms of data/demo.toml.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from seen.demo import generate
from tests.test_demo_frames import answers, by_humans
from tests.test_demo_observables import gap, near, standardised_gap

SEEDS = (generate.SEED, 7)
pytestmark = pytest.mark.slow  # two demos of full size, a second or two each

# term, target, tolerance
FIVE_TERMS = [
    ("pressure", -0.155, 0.02),
    ("low_x_pressure", -0.052, 0.025),
    ("black_x_pressure", -0.057, 0.025),
    ("low", -0.140, 0.06),
    ("black", -0.028, 0.06),
]
ALL_TERMS = [
    ("mis_seen_now", -0.577, 0.05),
    ("mis_seen_earlier", -0.102, 0.04),
    ("screen", -0.383, 0.06),
    ("fully_scripted", -0.120, 0.05),
    ("interpreter", -0.094, 0.05),
    ("no_language", -0.362, 0.11),
    ("concordance", 0.047, 0.02),
    ("interruption", -0.040, 0.015),
    ("stakes", -0.046, 0.01),
    ("asian", -0.070, 0.045),
    ("partly_scripted", 0, 0.03),
    ("gender_concordance", 0, 0.02),
    ("multi", 0, 0.045),
    ("white_x_low", 0, 0.05),
]


@pytest.fixture(scope="module", params=SEEDS)
def seed(request):
    return request.param


@pytest.fixture(scope="module")
def everyone(seed):
    return answers(seed=seed)


@pytest.fixture(scope="module")
def humans(seed):
    return by_humans(seed)


def five_terms(rows):
    low, black, above_1 = (
        rows["income"] == "low",
        rows["race"] == "black",
        rows["time_pressure"] - 1,
    )
    return {
        "pressure": above_1,
        "low_x_pressure": low * above_1,
        "black_x_pressure": black * above_1,
        "low": low,
        "black": black,
    }


def all_terms(rows):
    race, low = rows["race"], rows["income"] == "low"
    indigenous = race == "indigenous"
    return {
        **five_terms(rows),
        "mid": rows["income"] == "mid",
        "latino": race == "latino",
        "asian": race == "asian",
        "multi": race == "multi",
        "indigenous": indigenous,
        "indigenous_x_pressure": indigenous * (rows["time_pressure"] - 1),
        "white_x_low": (race == "white") & low,
        "mis_seen_now": rows["mis"] > 0,
        "mis_seen_earlier": rows["mis_seen_count_24m"].clip(upper=3),
        "screen": rows["screen_share"],
        "partly_scripted": rows["scripted"] == "partly",
        "fully_scripted": rows["scripted"] == "fully",
        "interpreter": rows["language_match"] == "interpreter",
        "no_language": rows["language_match"] == "none",
        "concordance": rows["race_concordance"].fillna(value=False),
        "gender_concordance": rows["recipient_gender"].astype(str)
        == rows["worker_gender"].astype(str),
        "interruption": rows["interruptions"],
        "stakes": rows["stakes"],
        "continuity": np.log1p(rows["prior_encounters_with_same"].astype(float)),
        "leadership": rows["relational_leadership"],
        "leadership_x_pressure": rows["relational_leadership"] * (rows["time_pressure"] - 3),
    }


def fit(rows, terms):
    """Least squares with institution x profession effects, taken out by their means."""
    x = pd.DataFrame({name: np.asarray(values, dtype=float) for name, values in terms.items()})
    unit = rows.groupby(["institution_id", "profession"], observed=True).ngroup().to_numpy()
    x = x - x.groupby(unit).transform("mean")
    y = pd.Series(rows["felt_seen"].to_numpy())
    y = y - y.groupby(unit).transform("mean")
    return dict(
        zip(x.columns, np.linalg.lstsq(x.to_numpy(), y.to_numpy(), rcond=None)[0], strict=True)
    )


def test_five_terms_alone_are_recovered(humans):
    found = fit(humans, five_terms(humans))

    for term, target, tolerance in FIVE_TERMS:
        assert found[term] == pytest.approx(target, abs=tolerance), term


def test_the_full_model_recovers_every_term_and_every_null(humans):
    found = fit(humans, all_terms(humans))

    for term, target, tolerance in ALL_TERMS:
        assert found[term] == pytest.approx(target, abs=tolerance), term


def test_an_ai_in_the_back_office_goes_with_nothing(humans):
    places = humans.groupby("institution_id").agg(
        top=("top", "mean"),
        leadership=("relational_leadership", "mean"),
        measuring=("measure_intensity", "mean"),
        safety_net=("safety_net", "mean"),
        adoption=("ai_adoption", "first"),
        reflective=("reflective_practice", "first"),
        setting=("setting", "first"),
        region=("region", "first"),
    )
    places = places[places["region"] != "south_west"]
    usual = pd.get_dummies(places[["adoption", "reflective", "setting"]].astype(str), dtype=float)
    x = pd.concat([places[["leadership", "measuring", "safety_net"]], usual], axis=1)

    slopes = np.linalg.lstsq(x.to_numpy(), places["top"].to_numpy(), rcond=None)[0]
    found = dict(zip(x.columns, slopes, strict=True))

    assert found["adoption_back_office"] - found["adoption_none"] == pytest.approx(0, abs=5.6)


@pytest.mark.parametrize(
    "column",
    ["recipient_gender", "disability", "lgbtq", "survey_mode", "experience_band", "proxy"],
)
def test_declared_noise_shows_no_gap(humans, seed, column):
    rows = humans
    if column == "experience_band":
        block = next(generate.frames(seed=seed))
        workers = block.practitioner.set_index("practitioner_id")[column]
        rows = rows.assign(experience_band=rows["practitioner_id"].map(workers).astype(str))
    means = rows.groupby(rows[column].astype(str))["top"].agg(["mean", "size"])
    means = means[means["size"] > 5_000]

    # 4 SE of a mean over 5,000 answers, or over a quarter of 4,600 practitioners
    assert means["mean"].max() - means["mean"].min() < 3


def test_wages_follow_the_profession_and_say_nothing_else(humans):
    rows = humans.assign(wage=humans["wage_band"].astype(int))
    inside = rows["top"] - rows.groupby("profession", observed=True)["top"].transform("mean")
    wage = rows["wage"] - rows.groupby("profession", observed=True)["wage"].transform("mean")

    assert np.polyfit(wage, inside, 1)[0] == pytest.approx(0, abs=1.5)


def test_in_one_region_the_crude_gap_has_the_wrong_sign(humans):
    in_region = humans["region"] == "south_west"
    here, elsewhere = humans[in_region], humans[~in_region]
    black = here["race"] == "black"

    crude = gap(here, black, "top")
    inside = standardised_gap(here, black, ~black, "top", ["institution_id"])

    near(crude, 6.1, 2.2)
    near(inside, -4.9, 1.6)
    assert inside < 0 < crude
    near(gap(elsewhere, elsewhere["race"] == "black", "top"), -5.8, 0.6)


def test_one_helpline_looks_perfect_because_the_others_keep_silent(everyone):
    helplines = everyone[(everyone["setting"] == "helpline") & ~everyone["is_bot"]]
    rates = helplines.groupby("institution_id")["answered"].mean() * 100
    gaming = helplines["institution_id"] == rates.idxmin()
    of_answers = helplines["answered"].astype(bool)

    near(rates.min(), 8.9, 1.8)
    near(helplines.loc[gaming & of_answers, "top"].mean(), 96, 2)
    near(helplines.loc[~gaming, "answered"].mean() * 100, 52, 1)
    near(helplines.loc[~gaming & of_answers, "top"].mean(), 33, 2)


def test_pacific_recipients_of_chaplains_are_too_few_to_show(humans):
    rows = humans[(humans["race"] == "pacific") & (humans["profession"] == "chaplain")]
    hurried = rows[rows["time_pressure"] == 5]

    assert 15 <= rows["recipient_id"].nunique() <= 75
    assert hurried["recipient_id"].nunique() < 11  # about 5: the guard hides them


def test_the_worst_ten_of_year_one_get_better_by_themselves(humans):
    first, later = (humans[humans["year"] == year] for year in (2024, 2025))
    found = first.groupby("practitioner_id")["top"].agg(["mean", "size"])
    worst = found[found["size"] >= 10].nsmallest(10, "mean").index
    again = later[later["practitioner_id"].isin(worst)].groupby("practitioner_id")["top"].mean()

    assert found.loc[worst, "mean"].mean() < 1
    near(again.mean(), 16, 4)


def test_the_top_box_rises_a_little_with_continuity_alone(humans):
    quarter = humans["month"].dt.quarter + 4 * humans["year"]
    by_quarter = humans.groupby(quarter)["top"].mean()

    near(np.polyfit(range(8), by_quarter, 1)[0], 0.2, 0.06)
