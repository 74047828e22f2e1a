"""Spread, range and gain: by hand, against another bootstrap, and what is withheld."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Reason, Withheld
from seen.stats.gaps import Scale
from seen.stats.sample import Sample
from seen.stats.summary import EXTREMES, MAY_BE_CHANCE, SPREAD_BY_CHANCE, summary
from seen.stats.totals import WHOLE, totals
from seen.text import has
from tests.reference.cells import (
    contributors_of,
    drawn_answers,
    drawn_cells,
    share_cells,
    shown,
    summed,
)

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
SHARE = Scale(is_share=True, worse_sign=-1, span=1.0)
MEAN = Scale(is_share=False, worse_sign=-1, span=4.0)
LOW = [(40, 14), (35, 16), (50, 19), (45, 21), (30, 10), (60, 20), (40, 17), (50, 24)]
HIGH = [(45, 27), (40, 22), (35, 23), (50, 26), (55, 33), (30, 20), (45, 24), (40, 27)]
MID = [(50, 25), (45, 20), (40, 21), (50, 22), (45, 26), (60, 27), (40, 19), (55, 27)]
FEW = [(3, 1)] * 8
THREE = {"low": LOW, "mid": MID, "high": HIGH}
TOO_FEW = Withheld(reason=Reason.TOO_FEW)
PRIVATE = Withheld(reason=Reason.PRIVATE)


def sample_of(cells, *, scale=SHARE, **parts):
    """Return a Sample of cells."""
    return Sample(
        cells=cells,
        scale=scale,
        versus="others",
        contributors=contributors_of(cells),
        cluster_word="wards",
        **parts,
    )


def parts(answer):
    """Return the parts of an answer by name."""
    return {part.name: part for part in answer.parts}


def numbers(answer):
    """Return the numbers of every part, or why there are none."""
    return {
        name: (it.estimate.value, it.estimate.low, it.estimate.high)
        if isinstance(it.estimate, Interval)
        else it.estimate
        for name, it in parts(answer).items()
    }


def test_spread_range_and_gain_are_those_computed_by_hand():
    found = parts(summary(sample_of(share_cells(THREE))))

    n = np.array([350, 385, 340])
    means = np.array([141 / 350, 187 / 385, 202 / 340])
    overall = (141 + 187 + 202) / n.sum()
    expected = n @ np.abs(means - overall) / n.sum()
    assert found["mdm"].estimate.value == pytest.approx(expected, rel=1e-12)
    assert found["range"].estimate.value == pytest.approx(202 / 340 - 141 / 350, rel=1e-12)
    assert (found["range"].group, found["range"].group_2) == ("low", "high")
    assert found["potential_gain"].estimate.value == pytest.approx(202 / 340 - overall, rel=1e-12)
    assert found["potential_gain"].group == "high"


def test_where_lower_is_better_the_gain_comes_from_the_lowest():
    found = parts(summary(sample_of(share_cells(THREE), scale=replace(SHARE, worse_sign=1))))

    assert found["potential_gain"].group == "low"
    assert found["potential_gain"].estimate.value == pytest.approx(530 / 1075 - 141 / 350)
    assert (found["range"].group, found["range"].group_2) == ("low", "high")


def test_a_group_where_nobody_said_so_is_the_lowest_and_keeps_its_row():
    # aequitas#104: without a positive in a group, the table of the minimum was another's
    found = summary(sample_of(share_cells({**THREE, "none": [(50, 0)] * 8})))

    named = parts(found)
    assert (named["range"].group, named["range"].group_2) == ("none", "high")
    assert named["range"].estimate.value == pytest.approx(202 / 340, rel=1e-12)
    assert named["potential_gain"].group == "high"
    assert [item.group for item in found.groups] == ["high", "low", "mid", "none"]
    assert [shown(it.estimate).value for it in found.groups if it.group == "none"] == [0]


def test_ends_of_intervals_are_on_the_scale_of_their_numbers():
    # healthequal leaves errors of the MLD and of the PAF on 0 to 1 beside estimates times 1,000
    # and 100
    answers = drawn_answers(3, groups=4, clusters=30, answers=3000, weights=(1000,))
    per_hundred = answers.assign(y=100 * answers["y"])

    one = numbers(summary(sample_of(summed(answers), scale=replace(MEAN, span=4.0))))
    other = numbers(summary(sample_of(summed(per_hundred), scale=replace(MEAN, span=400.0))))

    for name, found in one.items():
        assert other[name] == pytest.approx([100 * end for end in found], rel=1e-9)


def test_parts_say_how_they_were_made_and_on_how_many():
    found = parts(summary(sample_of(share_cells(THREE))))

    assert found["mdm"].estimate.n_answers == 350 + 385 + 340
    assert found["range"].estimate.n_answers == 350 + 340
    assert found["mdm"].estimate.n_clusters == 8
    assert "1,000 resamples of wards" in found["mdm"].estimate.method


def test_intervals_are_those_of_another_bootstrap():
    cells = drawn_cells(2, groups=4, clusters=40, answers=4000, weights=(500, 1000, 1700))
    sums = totals(cells)
    draw = np.random.default_rng(99)

    found = numbers(summary(sample_of(cells)))

    expected: dict[str, list[float]] = {"mdm": [], "range": [], "potential_gain": []}
    for _ in range(4000):
        taken = draw.choice(40, 40)
        w, wy = sums.w[taken].sum(axis=0), sums.wy[taken].sum(axis=0)
        means, overall = wy / w, wy.sum() / w.sum()
        expected["mdm"].append(w @ np.abs(means - overall) / w.sum())
        expected["range"].append(means.max() - means.min())
        expected["potential_gain"].append(means.max() - overall)
    for name, values in expected.items():
        _, low, high = found[name]
        limits = np.quantile(values, [0.025, 0.975])
        assert (low, high) == pytest.approx(limits, abs=0.08 * (limits[1] - limits[0]))


@pytest.mark.parametrize("clusters", [150, 5000])
def test_range_of_two_groups_far_apart_has_the_interval_of_their_gap(clusters):
    # From 2,000 clusters on, random groups of clusters are resampled in their place.
    draw = np.random.default_rng(4)
    level = 0.3 + 0.1 * draw.random(clusters)
    table = {
        name: [(20, int(draw.binomial(20, share + more))) for share in level]
        for name, more in (("low", 0.0), ("high", 0.4))
    }

    answer = summary(sample_of(share_cells(table)))

    found = shown(parts(answer)["range"].estimate)
    gap = shown(next(item.difference for item in answer.gaps if item.group == "low"))
    width = gap.high - gap.low
    assert found.value == pytest.approx(gap.value, rel=1e-9)
    assert (found.low, found.high) == pytest.approx((gap.low, gap.high), abs=0.12 * width)


def test_the_same_cells_in_any_order_give_the_same_digits():
    cells = share_cells(THREE)
    shuffled = Cells(frame=cells.frame.iloc[::-1].reset_index(drop=True))

    assert summary(sample_of(cells)) == summary(sample_of(shuffled))


def test_not_stated_is_no_group_but_part_of_all_answers():
    cells = share_cells(THREE | {"not_stated": [(40, 39)] * 8})

    found, without = (
        numbers(summary(sample_of(cells))),
        numbers(summary(sample_of(share_cells(THREE)))),
    )

    assert found["mdm"] == pytest.approx(without["mdm"], rel=1e-9)
    assert found["range"] == pytest.approx(without["range"], rel=1e-9)
    overall = (141 + 187 + 202 + 8 * 39) / (1075 + 320)
    assert found["potential_gain"][0] == pytest.approx(max(0.0, 202 / 340 - overall))


def test_a_gain_is_never_less_than_nothing():
    # Those who are not shown do better than the best shown group.
    cells = share_cells(THREE | {"not_stated": [(400, 380)] * 8})

    found = parts(summary(sample_of(cells)))["potential_gain"].estimate

    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_private_groups_count_in_all_answers_alone():
    cells = share_cells(THREE | {"secret": HIGH})

    found = numbers(summary(sample_of(cells, private=frozenset({("secret", None)}))))

    without = numbers(summary(sample_of(share_cells(THREE))))
    assert found["mdm"] == pytest.approx(without["mdm"], rel=1e-9)
    assert found["range"] == pytest.approx(without["range"], rel=1e-9)
    assert found["potential_gain"][0] == pytest.approx(202 / 340 - (530 + 202) / (1075 + 340))


def test_a_private_whole_has_no_gain():
    found = parts(summary(sample_of(share_cells(THREE), private=frozenset({WHOLE}))))

    assert found["potential_gain"].estimate == PRIVATE
    assert isinstance(found["mdm"].estimate, Estimate)


@pytest.mark.parametrize(
    "table", [{"low": LOW}, {"low": LOW, "few": FEW}, {"low": LOW, "not_stated": HIGH}, {"a": FEW}]
)
def test_fewer_than_two_shown_groups_are_too_few(table):
    answer = summary(sample_of(share_cells(table)))

    assert set(numbers(answer).values()) == {TOO_FEW}
    assert answer.notes == ()


def test_answers_that_are_all_alike_are_undefined():
    cells = share_cells({name: [(60, 60)] * 8 for name in ("a", "b")})

    assert set(numbers(summary(sample_of(cells))).values()) == {Withheld(reason=Reason.UNDEFINED)}


def test_groups_in_clusters_of_their_own_may_be_absent_from_a_resample():
    table = {"a": [*LOW[:5], *[(0, 0)] * 5], "b": [*[(0, 0)] * 5, *HIGH[:5]]}

    found = parts(summary(sample_of(share_cells(table))))

    assert isinstance(found["range"].estimate, Estimate)


def test_notes_say_what_was_picked_out_and_what_may_be_chance():
    alike = {"a": LOW, "b": LOW[::-1], "c": LOW[3:] + LOW[:3]}

    apart, same = summary(sample_of(share_cells(THREE))), summary(sample_of(share_cells(alike)))

    assert apart.notes == (SPREAD_BY_CHANCE, EXTREMES)
    assert same.notes == (SPREAD_BY_CHANCE, EXTREMES, MAY_BE_CHANCE)
    assert all(has(note) for note in same.notes)


@LAWS
@given(SEEDS, st.booleans(), st.integers(1, 12), st.sampled_from([40, 300, 2000]))
def test_every_part_is_finite_and_without_a_sign_or_has_a_reason(
    seed, is_share, clusters, answers
):
    cells = drawn_cells(seed, groups=4, is_share=is_share, clusters=clusters, answers=answers)

    found = numbers(summary(sample_of(cells, scale=SHARE if is_share else MEAN)))

    assert list(found) == ["mdm", "range", "potential_gain"]
    for part in found.values():
        assert isinstance(part, Withheld) or 0 <= part[1] <= part[0] <= part[2]


@LAWS
@given(SEEDS, st.sampled_from([0.001, 0.37, 1000]))
def test_the_unit_of_weights_changes_no_part(seed, factor):
    cells = drawn_cells(seed, weights=(400, 1000, 2600))
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    before = numbers(summary(sample_of(cells)))
    after = numbers(summary(sample_of(Cells(frame=scaled))))

    for name, part in before.items():
        expected = part if isinstance(part, Withheld) else pytest.approx(part, rel=1e-9, abs=1e-12)
        assert after[name] == expected


@LAWS
@given(SEEDS)
def test_the_opposite_share_with_the_opposite_direction_has_the_same_parts(seed):
    answers = drawn_answers(seed)
    opposite = summed(answers.assign(y=1 - answers["y"]))

    yes = numbers(summary(sample_of(summed(answers))))
    no = numbers(summary(sample_of(opposite, scale=replace(SHARE, worse_sign=1))))

    for name, part in yes.items():
        if not isinstance(part, Withheld) and not isinstance(no[name], Withheld):
            assert no[name] == pytest.approx(part, rel=1e-9, abs=1e-12)
