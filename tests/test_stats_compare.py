"""The one entry: every group has an estimate or a reason, and nothing private gets out."""

import pytest

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Reason, Verdict, Withheld
from seen.errors import DataFileError
from seen.stats.gaps import holm
from seen.stats.totals import WHOLE
from tests.reference.cells import (
    compared,
    contributors_of,
    drawn_cells,
    gap,
    group,
    share_cells,
)

PRIVATE = Withheld(reason=Reason.PRIVATE)
LOW = [(40, 14), (35, 16), (50, 19), (45, 21), (30, 10), (60, 20), (40, 17), (50, 24)]
HIGH = [(45, 27), (40, 22), (35, 23), (50, 26), (55, 33), (30, 20), (45, 24), (40, 27)]
FEW = [(3, 1), (2, 1), (4, 2), (3, 1), (2, 0), (3, 2)]


def test_each_group_has_its_share_its_counts_and_its_method():
    found = compared(share_cells({"low": LOW, "high": HIGH}))

    low = group(found, "low")
    assert low.value == pytest.approx(141 / 350)
    assert (low.n_answers, low.n_people, low.n_clusters) == (350, 350, 8)
    assert low.df <= 7
    assert "institutions" in low.method
    assert found.overall.value == pytest.approx((141 + 202) / 690)
    assert not found.is_weighted


def test_gap_is_the_difference_from_the_others_and_positive_where_worse():
    found = compared(share_cells({"low": LOW, "mid": LOW, "high": HIGH}))

    low = gap(found, "low")
    others = (141 + 202) / (350 + 340)
    assert low.versus == "others"
    assert low.difference.value == pytest.approx(others - 141 / 350)
    assert low.ratio.value == pytest.approx(141 / 350 / others)
    assert gap(found, "high").difference.value < 0


def test_p_values_are_adjusted_for_all_gaps_that_show():
    same_share = HIGH[::-1]
    three = compared(share_cells({"low": LOW, "mid": same_share, "high": HIGH}), versus="high")
    two = compared(share_cells({"low": LOW, "high": HIGH}), versus="high")

    alone = gap(two, "low").p_holm
    assert gap(three, "low").p_holm == pytest.approx(holm([alone, 1.0])[0])
    assert gap(three, "low").verdict is Verdict.NOTABLE


def test_the_reference_group_has_no_gap():
    found = compared(share_cells({"low": LOW, "high": HIGH}), versus="high")

    assert [item.group for item in found.gaps] == ["low"]
    assert found.gaps[0].versus == "high"


def test_the_largest_reference_is_the_shown_group_with_most_answers():
    table = {"big": [(90, 40)] * 8, "low": LOW, "high": HIGH}
    cells = share_cells(table)

    assert {item.versus for item in compared(cells, versus="largest").gaps} == {"big"}
    hidden = compared(cells, versus="largest", hidden=[("big", None)])
    assert gap(hidden, "high").versus == "low"
    assert gap(hidden, "big").difference == PRIVATE


def test_a_tie_for_the_largest_goes_by_name_and_never_to_not_stated():
    cells = share_cells({"b": LOW, "a": [*HIGH[:-1], (50, 30)], "not_stated": [(99, 50)] * 8})

    found = compared(cells, versus="largest")

    assert {item.versus for item in found.gaps} == {"a"}
    assert {item.group for item in found.gaps} == {"b", "not_stated"}


def test_the_largest_is_chosen_within_each_level_of_the_second_dimension():
    cells = share_cells({"a": LOW, "b": HIGH}, group_2="x").plus(
        share_cells({"a": [(90, 50)] * 8, "b": HIGH}, group_2="y")
    )

    found = compared(cells, versus="largest")

    assert [(item.group, item.group_2, item.versus) for item in found.gaps] == [
        ("b", "x", "a"),
        ("b", "y", "a"),
    ]


def test_a_private_group_shows_nothing_and_stays_in_the_others_and_the_whole():
    cells = share_cells({"low": LOW, "mid": LOW, "high": HIGH})

    found, open_to_all = compared(cells, hidden=[("mid", None)]), compared(cells)

    assert group(found, "mid") == PRIVATE
    assert gap(found, "mid").difference == gap(found, "mid").ratio == PRIVATE
    assert gap(found, "mid").verdict is Verdict.WITHHELD
    assert gap(found, "low").difference == gap(open_to_all, "low").difference
    assert found.overall == open_to_all.overall


def test_a_private_group_does_not_count_among_the_comparisons():
    cells = share_cells({"low": LOW, "mid": LOW, "high": HIGH})

    found, open_to_all = compared(cells, hidden=[("mid", None)]), compared(cells)

    assert gap(found, "mid").p_holm is None
    assert gap(found, "low").p_holm <= gap(open_to_all, "low").p_holm


def test_others_that_are_one_private_group_are_private():
    found = compared(share_cells({"low": LOW, "high": HIGH}), hidden=[("high", None)])

    assert gap(found, "low").difference == PRIVATE


@pytest.mark.parametrize("secret_total", [WHOLE, (None, None), ("", "x"), (None, "x")])
def test_others_with_a_private_group_are_private_where_their_total_is(secret_total):
    cells = share_cells({"low": LOW, "mid": LOW, "high": HIGH}, group_2="x")

    shown = compared(cells, hidden=[("mid", "x")])
    closed = compared(cells, hidden=[("mid", "x"), secret_total])

    assert isinstance(gap(shown, "low", "x").difference, Interval)
    assert gap(closed, "low", "x").difference == PRIVATE


def test_a_private_whole_is_not_shown():
    found = compared(share_cells({"low": LOW, "high": HIGH}), hidden=[WHOLE])

    assert found.overall == PRIVATE
    assert isinstance(group(found, "low"), Estimate)


def test_a_group_too_few_to_judge_says_its_count_and_has_no_gap():
    found = compared(share_cells({"few": FEW, "low": LOW, "high": HIGH}))

    few = Withheld(reason=Reason.TOO_FEW, n_answers=17)
    assert group(found, "few") == few
    assert gap(found, "few").difference == few
    assert gap(found, "few").p_holm is None
    assert isinstance(gap(found, "low").difference, Interval)


def test_others_too_few_to_judge_do_not_say_their_count():
    found = compared(share_cells({"few": FEW, "low": LOW}))

    assert gap(found, "low").difference == Withheld(reason=Reason.TOO_FEW)


@pytest.mark.parametrize(
    ("versus", "hidden", "reason"),
    [
        ("nobody", [], Reason.NO_ANSWERS),
        ("few", [], Reason.TOO_FEW),
        ("few", [("few", None)], Reason.PRIVATE),
    ],
)
def test_a_reference_that_cannot_be_shown_withholds_every_gap(versus, hidden, reason):
    cells = share_cells({"few": FEW, "low": LOW, "high": HIGH})

    found = compared(cells, versus=versus, hidden=hidden)

    assert {item.group for item in found.gaps} == {"few", "low", "high"} - {versus}
    assert gap(found, "low").difference.reason is gap(found, "high").difference.reason is reason
    assert {item.verdict for item in found.gaps} == {Verdict.WITHHELD}
    assert isinstance(group(found, "low"), Estimate)


def test_a_known_group_without_answers_says_so():
    cells = share_cells({"low": LOW, "high": HIGH})
    known = contributors_of(cells) | {("nobody", None): contributors_of(cells)[WHOLE]}

    found = compared(cells, contributors=known)

    assert group(found, "nobody") == Withheld(reason=Reason.NO_ANSWERS)
    assert gap(found, "nobody").difference == Withheld(reason=Reason.NO_ANSWERS)


def test_the_only_group_has_nobody_to_be_compared_with():
    found = compared(share_cells({"low": LOW}))

    assert isinstance(group(found, "low"), Estimate)
    assert gap(found, "low").difference == Withheld(reason=Reason.NO_ANSWERS)


def test_a_level_called_others_is_still_compared():
    found = compared(share_cells({"others": LOW, "high": HIGH}))

    assert [item.group for item in found.gaps] == ["high", "others"]


def test_a_share_of_0_is_no_certainty_in_a_comparison():
    # 0 of 120 has probability .96^120 = .007 where 4 % is true; by variance alone p is 1e-7.
    cells = share_cells({"none": [(12, 0)] * 10, "some": [(300, 11), (300, 13)] * 5})

    found = gap(compared(cells, worse_sign=1), "none")

    assert found.difference.value == pytest.approx(-0.04)
    assert found.difference.low < -0.04
    assert 0.001 < found.p_holm < 0.2
    assert found.ratio == Withheld(reason=Reason.UNDEFINED)


def test_clusters_that_all_agree_are_no_certainty_in_a_comparison():
    cells = share_cells({"a": [(20, 8)] * 10, "b": [(20, 10)] * 10})

    found = gap(compared(cells), "a").difference

    assert found.value == pytest.approx(0.1)
    assert found.low < 0 < found.high


def test_a_mean_is_compared_by_its_own_direction_and_scale():
    cells = drawn_cells(7, groups=2, is_share=False)

    found = compared(cells, is_share=False, worse_sign=1, span=4.0)

    first, second = group(found, "g0"), group(found, "g1")
    assert 1 <= first.value <= 5
    assert "mean" in first.method
    assert gap(found, "g0").difference.value == pytest.approx(first.value - second.value)


def test_weights_that_differ_are_noticed():
    assert compared(drawn_cells(1, weights=(500, 1500))).is_weighted
    assert not compared(drawn_cells(1, weights=(500,))).is_weighted


@pytest.mark.parametrize("clusters", [[(200, 90)], [(100, 40)] * 4])
def test_fewer_than_five_clusters_give_no_interval(clusters):
    found = compared(share_cells({"a": clusters, "b": clusters}))

    assert {item.estimate.reason for item in found.groups} == {Reason.TOO_FEW}
    assert found.overall.reason is Reason.TOO_FEW


@pytest.mark.parametrize("versus", ["others", "largest", "a"])
def test_no_answers_at_all_are_said_so(versus):
    empty = Cells(frame=share_cells({"a": LOW}).frame.head(0))

    found = compared(empty, versus=versus)

    assert (found.groups, found.gaps) == ((), ())
    assert found.overall == Withheld(reason=Reason.NO_ANSWERS)


def test_answers_without_any_weight_are_undefined():
    found = compared(share_cells({"a": LOW, "b": HIGH}, weight=0))

    assert {item.estimate.reason for item in found.groups} == {Reason.UNDEFINED}
    assert {item.verdict for item in found.gaps} == {Verdict.WITHHELD}


def test_answers_that_are_all_yes_have_an_interval_and_no_nan():
    found = compared(share_cells({"a": [(40, 40)] * 8, "b": [(40, 40)] * 8}))

    assert group(found, "a").value == 1
    assert group(found, "a").low < 1
    assert gap(found, "a").difference.value == 0
    assert gap(found, "a").difference.low < 0 < gap(found, "a").difference.high


def test_a_sum_that_is_not_a_number_is_a_named_error():
    cells = share_cells({"a": LOW})
    cells.frame["sum_wy"] = float("nan")

    with pytest.raises(DataFileError):
        compared(cells, contributors={})


def test_a_shown_group_must_have_contributors():
    with pytest.raises(ValueError, match="contributors"):
        compared(share_cells({"a": LOW, "b": HIGH}), contributors={})
