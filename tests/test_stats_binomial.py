"""Intervals of plain counts equal the published ones, and a missing count stays missing."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from seen.domain.findings import Reason, Withheld
from seen.stats import binomial
from seen.stats.binomial import normal_quantile, score_p
from tests.reference.cells import reference, reference_rows
from tests.reference.places import limits

LAWS = settings(deadline=None, max_examples=25)
TWO = reference("two_proportions.json")
WILSON = reference_rows("proportion_wilson.csv")
UNDEFINED = Withheld(reason=Reason.UNDEFINED)
COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def wilson(**counts):
    """Return a share with its interval."""
    return binomial.wilson(**counts)


def newcombe(**counts):
    """Return a difference with its interval."""
    return binomial.newcombe(**counts)


def mover_ratio(**counts):
    """Return a ratio with its interval."""
    return binomial.mover_ratio(**counts)


def pair(case):
    """Return the counts of a published comparison."""
    return {
        "yes": case["x1"],
        "n_answers": case["n1"],
        "reference_yes": case["x2"],
        "reference_n": case["n2"],
    }


@pytest.mark.parametrize("row", WILSON, ids=lambda row: f"{row['yes']} of {row['n_answers']}")
def test_wilson_limits_are_those_of_english_public_health(row):
    # UKHSA PHEindicatormethods, phe_proportion; blank where a count is missing.
    yes, n = (float(row[name]) if row[name] else None for name in ("yes", "n_answers"))
    unit = float(row["multiplier"])

    usual, wide = (wilson(yes=yes, n_answers=n, confidence=level) for level in (0.95, 0.998))

    if not row["value"]:
        assert usual == wide == UNDEFINED
    else:
        assert usual.value * unit == pytest.approx(float(row["value"]), rel=1e-9)
        assert usual.low * unit == pytest.approx(float(row["low_95"]), rel=1e-9)
        assert usual.high * unit == pytest.approx(float(row["high_95"]), rel=1e-9)
        assert wide.low * unit == pytest.approx(float(row["low_998"]), rel=1e-9)
        assert wide.high * unit == pytest.approx(float(row["high_998"]), rel=1e-9)


@pytest.mark.parametrize("case", TWO["single_proportion"], ids=lambda case: case["origin"])
def test_wilson_limits_are_those_of_newcombe_and_r(case):
    found = wilson(yes=case["x"], n_answers=case["n"])

    rounded = [round(limit, case["digits"]) for limit in limits(found)]
    assert rounded == [round(case[end], case["digits"]) for end in ("lower", "upper")]


@pytest.mark.parametrize("case", TWO["difference"], ids=lambda case: case["origin"])
def test_newcombe_limits_are_the_published_ones(case):
    found = newcombe(**pair(case))

    rounded = [round(limit, case["digits"]) for limit in limits(found)]
    assert rounded == [round(case[end], case["digits"]) for end in ("lower", "upper")]


@pytest.mark.parametrize("case", TWO["ratio"], ids=lambda case: f"{case['x1']}:{case['x2']}")
def test_mover_limits_of_a_ratio_are_the_published_ones(case):
    found = mover_ratio(**pair(case))

    rounded = [round(limit, case["digits"]) for limit in limits(found)]
    assert rounded == [round(case[end], case["digits"]) for end in ("lower", "upper")]


@LAWS
@given(COUNTS, COUNTS)
def test_wilson_newcombe_and_the_score_test_are_those_of_statsmodels(own, other):
    (x, n), (x2, n2) = own, other
    counts = {"yes": x, "n_answers": n, "reference_yes": x2, "reference_n": n2}

    alone, difference, p = wilson(yes=x, n_answers=n), newcombe(**counts), score_p(**counts)

    assert limits(alone) == pytest.approx(proportion_confint(x, n, method="wilson"), abs=1e-12)
    expected = confint_proportions_2indep(x, n, x2, n2, method="newcomb", compare="diff")
    assert limits(difference) == pytest.approx(expected, abs=1e-12)
    if 0 < x + x2 < n + n2:
        assert p == pytest.approx(proportions_ztest([x, x2], [n, n2])[1], abs=1e-12)
    else:
        assert p == 1.0


@LAWS
@given(COUNTS, COUNTS)
def test_mover_limits_are_those_of_the_formula_with_the_root_above_the_line(own, other):
    # Donner and Zou 2012 as printed in notes/disparity.md 1.2, at counts where it does not cancel.
    (x, n), (x2, n2) = own, other
    found = mover_ratio(yes=x, n_answers=n, reference_yes=x2, reference_n=n2)
    if x2 == 0:
        assert found == UNDEFINED
        return
    p1, p2 = x / n, x2 / n2
    first, second = wilson(yes=x, n_answers=n), wilson(yes=x2, n_answers=n2)
    below, above = second.high * (2 * p2 - second.high), second.low * (2 * p2 - second.low)
    under = (p1 * p2) ** 2 - first.low * (2 * p1 - first.low) * below
    over = (p1 * p2) ** 2 - first.high * (2 * p1 - first.high) * above

    assert found.high == pytest.approx((p1 * p2 + math.sqrt(max(0, over))) / above, rel=1e-9)
    if abs(below) > 1e-3:
        lower = (p1 * p2 - math.sqrt(max(0, under))) / below
        assert found.low == pytest.approx(lower, rel=1e-6, abs=1e-9)


@LAWS
@given(COUNTS, COUNTS)
def test_seen_from_the_other_side_a_difference_is_negated_and_a_ratio_inverted(own, other):
    there = {"yes": own[0], "n_answers": own[1]}
    here = {"yes": other[0], "n_answers": other[1]}
    turned = {"reference_yes": own[0], "reference_n": own[1]}
    straight = {"reference_yes": other[0], "reference_n": other[1]}

    difference, back = newcombe(**there, **straight), newcombe(**here, **turned)
    ratio, inverse = mover_ratio(**there, **straight), mover_ratio(**here, **turned)

    assert (-difference.high, -difference.low) == pytest.approx(limits(back), abs=1e-12)
    if own[0] > 0 and other[0] > 0:
        assert 1 / ratio.high == pytest.approx(inverse.low, rel=1e-9)
        assert 1 / ratio.low == pytest.approx(inverse.high, rel=1e-9)


@pytest.mark.parametrize("missing", [None, math.nan])
@pytest.mark.parametrize("blank", ["yes", "n_answers", "reference_yes", "reference_n"])
def test_a_missing_count_is_undefined_and_never_0(blank, missing):
    counts = {"yes": 8, "n_answers": 40, "reference_yes": 9, "reference_n": 50} | {blank: missing}

    assert newcombe(**counts) == mover_ratio(**counts) == UNDEFINED


def test_no_respondents_are_no_answers():
    assert wilson(yes=0, n_answers=0) == Withheld(reason=Reason.NO_ANSWERS)


@pytest.mark.parametrize(("yes", "n"), [(41, 40), (-1, 40), (1, 0)])
def test_more_yes_than_respondents_is_refused(yes, n):
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(yes=yes, n_answers=n)


def test_a_share_of_0_and_of_1_touch_their_end_and_mirror_each_other():
    none, everyone = wilson(yes=0, n_answers=80), wilson(yes=80, n_answers=80)

    assert none.low == 0
    assert everyone.high == 1
    assert none.high == pytest.approx(1 - everyone.low)


def test_a_ratio_whose_limits_cross_twice_the_reference_stays_finite():
    # Wilson's upper limit of 1 in 5 lies above 2/5: the printed formula divides by a negative.
    found = mover_ratio(yes=3, n_answers=5, reference_yes=1, reference_n=5)

    assert 0 < found.low < found.value < found.high < math.inf


def test_wilson_limits_are_the_shares_a_score_test_just_rejects():
    z, n, share = normal_quantile(), 60, 13 / 60

    found = wilson(yes=13, n_answers=n)

    for limit in limits(found):
        assert abs(share - limit) / np.sqrt(limit * (1 - limit) / n) == pytest.approx(z)
