"""Who feels seen in the demo, by income, race and time pressure: notes/demo.md section 4.

Within 4 SD of the note's figures for any seed, as in test_demo_observables.
"""

from __future__ import annotations

import pytest

from tests.test_demo_frames import by_humans
from tests.test_demo_observables import SEEDS, gap, near, standardised_gap

pytestmark = pytest.mark.slow  # two demos of full size, a second or two each


@pytest.fixture(scope="module", params=SEEDS)
def seed(request):
    return request.param


@pytest.fixture(scope="module")
def humans(seed):
    return by_humans(seed)


@pytest.mark.parametrize(
    ("shown", "by_income"),
    [
        ("top", ((25.8, 0.7), (35.6, 0.8), (37.7, 0.7))),
        ("bottom", ((17.5, 0.6), (10.7, 0.4), (9.4, 0.4))),
        ("mis", ((6.6, 0.2), (4.2, 0.1), (3.7, 0.1))),
    ],
)
def test_there_is_an_income_gradient(humans, shown, by_income):
    for income, (target, sd) in zip(("low", "mid", "high"), by_income, strict=True):
        near(humans.loc[humans["income"] == income, shown].mean(), target, sd)


@pytest.mark.parametrize(
    ("shown", "target", "sd"), [("top", -10.6, 0.4), ("bottom", 7.3, 0.3), ("mis", 2.6, 0.15)]
)
def test_low_income_against_others(humans, shown, target, sd):
    near(gap(humans, humans["income"] == "low", shown), target, sd)


def test_the_income_gap_stands_inside_white_recipients(humans):
    white = humans[humans["race"] == "white"]
    low, high = (white["income"] == level for level in ("low", "high"))

    near(gap(white, low, "top", versus=high), -11.8, 0.6)


@pytest.mark.parametrize(
    ("race", "shown", "target", "sd"),
    [
        ("black", "top", -4.5, 0.45),
        ("black", "bottom", 3.4, 0.3),
        ("black", "mis", 2.5, 0.2),
        ("black", "heard", 2.2, 0.5),
        ("latino", "top", -0.7, 0.8),
        ("latino", "bottom", 4.3, 0.5),
        ("asian", "top", -7.4, 0.7),
        ("asian", "bottom", -0.5, 0.3),
        ("asian", "mis", 0.1, 0.2),
        ("asian", "felt_seen", -0.07, 0.013),
        ("multi", "top", 0.8, 0.5),
        ("multi", "bottom", -0.8, 0.35),
    ],
)
def test_each_group_has_its_own_shape_of_gap(humans, race, shown, target, sd):
    near(gap(humans, humans["race"] == race, shown), target, sd)


@pytest.mark.parametrize(
    ("by", "target", "sd"),
    [
        (["income"], -4.6, 0.5),
        (["income", "institution_id"], -5.4, 0.5),
        (["income", "institution_id", "time_pressure"], -5.5, 0.5),
    ],
)
def test_black_against_white_at_the_same_income_and_place(humans, by, target, sd):
    black, white = (humans["race"] == race for race in ("black", "white"))

    near(standardised_gap(humans, black, white, "top", by), target, sd)


def test_every_point_of_pressure_lowers_the_top_box(humans):
    found = humans.groupby("time_pressure")["top"].mean()

    for pressure, target in zip(range(1, 6), (48.6, 40.6, 33.2, 26.5, 20.3), strict=True):
        near(found[pressure], target, 0.8)


@pytest.mark.parametrize(
    ("pressure", "column", "level", "target"),
    [
        (1, "income", "low", 42.8),
        (1, "income", "high", 51.3),
        (1, "race", "black", 47.7),
        (1, "race", "white", 50.5),
        (5, "income", "low", 15.0),
        (5, "income", "high", 24.7),
        (5, "race", "black", 15.0),
        (5, "race", "white", 22.7),
    ],
)
def test_gaps_grow_with_pressure(humans, pressure, column, level, target):
    rows = humans[(humans["time_pressure"] == pressure) & (humans[column] == level)]

    near(rows["top"].mean(), target, 1.0)


@pytest.mark.parametrize(
    ("pressure", "race", "target", "sd"),
    [
        (1, "black", 3.9, 0.35),
        (5, "black", 11.0, 0.6),
        (1, "white", 2.9, 0.2),
        (5, "white", 5.6, 0.3),
    ],
)
def test_mis_seeing_grows_with_pressure(humans, pressure, race, target, sd):
    rows = humans[(humans["time_pressure"] == pressure) & (humans["race"] == race)]

    near(rows["mis"].mean(), target, sd)


@pytest.mark.parametrize(
    ("column", "level", "versus", "hurry", "same"),
    [
        ("income", "low", None, (-2.1, 0.1), (-8.6, 0.4)),
        ("race", "black", "white", (-0.5, 0.2), (-5.8, 0.5)),
    ],
)
def test_a_part_of_each_gap_goes_with_more_hurry(humans, column, level, versus, hurry, same):
    """Kitagawa 1955, by time pressure."""
    inside = humans[column] == level
    outside = ~inside if versus is None else humans[column] == versus
    first, second = (
        humans[is_in].groupby("time_pressure")["top"].agg(["mean", "size"])
        for is_in in (inside, outside)
    )
    shares, other_shares = (
        first["size"] / first["size"].sum(),
        second["size"] / second["size"].sum(),
    )

    composition = ((shares - other_shares) * (first["mean"] + second["mean"]) / 2).sum()
    rate = ((first["mean"] - second["mean"]) * (shares + other_shares) / 2).sum()

    near(composition, *hurry)
    near(rate, *same)
    assert composition + rate == pytest.approx(
        gap(humans, inside, "top", versus=outside), abs=1e-9
    )
