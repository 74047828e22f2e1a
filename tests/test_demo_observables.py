"""What comes out of the demo, against notes/demo.md section 4: within 4 SD for any seed.

Targets are those of the note (12 seeds of its own trial at 360,000 encounters). The SD is the
note's, or ours over 24 seeds (docs/demo.md) where that is larger or the note gives none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from seen.demo import generate
from tests.test_demo_frames import answers, by_humans

SEEDS = (generate.SEED, 7)
pytestmark = pytest.mark.slow  # two demos of full size, a second or two each


@pytest.fixture(scope="module", params=SEEDS)
def seed(request):
    return request.param


@pytest.fixture(scope="module")
def everyone(seed):
    return answers(seed=seed)


@pytest.fixture(scope="module")
def humans(seed):
    return by_humans(seed)


def gap(rows, is_in, shown, versus=None):
    return (
        rows.loc[is_in, shown].mean()
        - rows.loc[~is_in if versus is None else versus, shown].mean()
    )


def standardised_gap(rows, is_in, versus, shown, by):
    """The gap inside strata, weighted by the group's own answers."""
    rows = rows[is_in | versus].assign(is_in=is_in)
    cells = (
        rows.groupby([*by, "is_in"], observed=True)[shown].agg(["mean", "size"]).unstack("is_in")
    )
    cells = cells.dropna()
    difference = cells[("mean", True)] - cells[("mean", False)]
    return np.average(difference, weights=cells[("size", True)])


def icc(rows, by):
    """One-way analysis of variance, unequal sizes (Searle, Casella and McCulloch 1992)."""
    groups = rows.groupby(by)["felt_seen"].agg(["size", "mean", "var"])
    groups = groups[groups["size"] > 1]
    n, total = groups["size"], groups["size"].sum()
    centre = np.average(groups["mean"], weights=n)
    between = (n * (groups["mean"] - centre) ** 2).sum() / (len(groups) - 1)
    within = ((n - 1) * groups["var"]).sum() / (total - len(groups))
    typical = (total - (n**2).sum() / total) / (len(groups) - 1)
    return (between - within) / (between + (typical - 1) * within)


def near(value, target, sd):
    assert abs(value - target) <= 4 * sd, f"{value:.3f} is not {target} within 4 x {sd}"


@pytest.mark.parametrize(
    ("shown", "target", "sd"),
    [("top", 33.4, 0.7), ("bottom", 12.3, 0.4), ("felt_seen", 3.83, 0.02), ("mis", 4.8, 0.1)],
)
def test_human_answers_have_their_level(humans, shown, target, sd):
    near(humans[shown].mean(), target, sd)


@pytest.mark.parametrize(("by", "target"), [("institution_id", 0.046), ("practitioner_id", 0.092)])
def test_answers_cluster_as_published(humans, by, target):
    assert icc(humans, by) == pytest.approx(target, abs=0.03)


def test_pressure_and_minutes_come_out_as_measured_in_clinics(everyone):
    met = everyone[~everyone["is_bot"]]
    short = (met["minutes_needed"] - met["minutes_scheduled"]).astype(float)
    low = met["income"] == "low"

    shares = met["time_pressure"].value_counts(normalize=True).sort_index() * 100
    for share, target in zip(shares, (13, 21, 30, 22, 14), strict=True):
        near(share, target, 0.75)
    near((short > 0).mean() * 100, 53.5, 0.7)  # MEMO 53.1, Prasad 53
    near(short.clip(lower=0)[low].mean(), 3.8, 0.1)
    near(short.clip(lower=0)[~low].mean(), 2.9, 0.1)


def test_low_income_recipients_meet_bots_three_times_as_often(everyone):
    bot, low = everyone["is_bot"] * 100.0, everyone["income"] == "low"
    month = everyone["month"].dt.month + 12 * everyone["month"].dt.year

    near(bot.mean(), 12, 1.0)
    near(bot[low].mean(), 21, 2.0)
    near(bot[~low].mean(), 6.6, 0.7)
    near(bot[month < month.min() + 3].mean(), 7, 0.6)
    near(bot[month > month.max() - 3].mean(), 17, 1.0)
    assert not everyone.loc[everyone["setting"] == "chaplaincy_service", "is_bot"].any()


def test_a_bot_is_about_equal_to_a_rushed_person(everyone):
    rows = everyone[everyone["answered"]]
    bot, disclosed = rows["is_bot"], rows["ai_disclosed"].fillna(value=False).astype(bool)
    pressure = rows["time_pressure"].fillna(0)
    by = ["stakes", "income", "setting"]

    near(rows.loc[bot & disclosed, "top"].mean(), 18.3, 0.4)
    near(rows.loc[bot & ~disclosed, "top"].mean(), 23.9, 0.7)
    near(rows.loc[pressure.between(1, 2), "top"].mean(), 43.6, 0.9)
    near(rows.loc[~bot & (rows["mis"] > 0), "top"].mean(), 14.9, 0.6)
    near(standardised_gap(rows, bot, pressure == 5, "top", by), -0.4, 0.7)
    near(standardised_gap(rows, bot, pressure.between(1, 2), "top", by), -22, 1.2)
    near(standardised_gap(rows, bot, ~bot & (rows["mis"] > 0), "top", by), 4.9, 0.7)


def test_the_mis_seen_choose_bots_more_often(everyone):
    offered = everyone[everyone["ai_adoption"].isin(["client_bot", "triage_bot"])]
    offered = offered[offered["answered"]]
    earlier = offered["mis_seen_count_24m"].astype(int).clip(upper=3)
    chose = (offered["is_bot"] & offered["access_reason"].eq("chosen")) * 100.0

    found = chose.groupby(earlier).mean()

    for count, (target, sd) in enumerate([(1.5, 0.1), (4.9, 0.3), (8.5, 1.0), (12.4, 3.0)]):
        near(found[count], target, sd)


def test_recognition_counts_most_where_judgement_was_possible(humans, everyone):
    seen = humans[humans["top"] > 0]
    aha = seen["aha"].astype(float) * 100
    bots = everyone[everyone["answered"] & everyone["is_bot"] & (everyone["top"] > 0)]

    near(aha[seen["vulnerability_risk"] >= 4].mean(), 18.6, 0.4)
    near(aha[seen["vulnerability_risk"] <= 2].mean(), 9.2, 0.4)
    near(bots["aha"].astype(float).mean() * 100, 9.4, 0.6)


def test_leadership_and_measuring_go_with_answers_place_by_place(humans, everyone):
    met = everyone[~everyone["is_bot"]]
    shown = ["top", "relational_leadership", "measure_intensity"]
    places = humans.groupby("institution_id")[shown].mean()
    places["goal"] = met["documented_goal"].astype(float).groupby(met["institution_id"]).mean()
    # one helpline games its answers: alone it would halve every correlation with the top box
    gaming = met["answered"].groupby(met["institution_id"]).mean().idxmin()
    places = places.drop(index=gaming)
    r = places.corr()
    low, high = places["relational_leadership"].quantile([1 / 3, 2 / 3])
    best = humans["relational_leadership"] > high
    worst = humans["relational_leadership"] < low

    near(r.loc["relational_leadership", "top"], 0.38, 0.06)
    near(r.loc["measure_intensity", "goal"], 0.32, 0.06)
    near(r.loc["measure_intensity", "top"], -0.23, 0.09)
    near(gap(humans, best, "top", versus=worst), 6.7, 1.9)


def test_scripts_go_with_mis_seeing(humans):
    found = humans.groupby("scripted", observed=True)["mis"].mean()

    near(found["none"], 4.7, 0.15)
    near(found["fully"], 6.0, 0.35)


def test_half_answered_and_some_groups_less(everyone):
    answered = everyone["answered"] * 100.0
    low = everyone["income"] == "low"

    near(answered.mean(), 52.1, 0.3)
    near(answered[everyone["race"] == "black"].mean(), 46, 0.5)
    near(answered[everyone["race"] == "white"].mean(), 55, 0.5)
    near(answered[low].mean(), 47, 0.4)
    near(answered[~low].mean(), 55, 0.4)


def test_weights_repair_only_a_little_of_who_did_not_answer(humans, everyone):
    met = everyone[~everyone["is_bot"]]

    answers_alone = humans["top"].mean()
    weighted = np.average(humans["top"], weights=humans["weight"])
    of_all_asked = (met["felt_seen_of_all"] == 5).mean() * 100

    near(weighted - answers_alone, 33.0 - 33.4, 0.05)
    near(of_all_asked - answers_alone, 29.4 - 33.4, 0.1)


def test_shares_of_people_are_those_of_the_design(everyone):
    people = everyone.drop_duplicates("recipient_id")
    race, income = (people[name].value_counts(normalize=True) * 100 for name in ("race", "income"))
    low = people["income"].eq("low").groupby(people["race"]).mean() * 100

    for level, target, sd in [
        ("white", 47, 1.2),
        ("black", 17, 1),
        ("latino", 17, 1),
        ("asian", 9, 0.6),
        ("multi", 5, 0.2),
    ]:
        near(race[level], target, sd)
    for level, target in [("low", 35), ("mid", 37), ("high", 22), ("unknown", 6)]:
        near(income[level], target, 0.5)
    for level, target in [
        ("white", 29),
        ("black", 46),
        ("latino", 43),
        ("asian", 30),
        ("multi", 38),
    ]:
        near(low[level], target, 0.8)
    assert len(people) == pytest.approx(115_000, rel=0.03)


def test_the_seventeen_units_have_their_size(everyone):
    pairs = everyone.groupby(["setting", "profession"], observed=True)
    found = pd.DataFrame({"n": pairs.size(), "places": pairs["institution_id"].nunique()})

    # encounters of notes/demo.md section 2, mean of 4 seeds
    for pair, n, places in [
        (("hospital", "hospital_doctor"), 28_600, 22),
        (("hospital", "chaplain"), 17_200, 12),
        (("primary_care", "primary_care_doctor"), 30_900, 22),
        (("home_care", "home_health_aide"), 27_000, 20),
        (("college", "therapist"), 14_600, 10),
        (("therapy_practice", "therapist"), 17_800, 16),
        (("helpline", "helpline_worker"), 30_200, 20),
        (("child_welfare", "social_worker"), 18_200, 16),
    ]:
        assert found.loc[pair, "n"] == pytest.approx(n, rel=0.15)
        assert found.loc[pair, "places"] == places
    assert len(found) == 17
