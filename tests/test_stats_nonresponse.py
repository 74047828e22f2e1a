"""Worst-case bounds of a share hold whatever those who did not answer would have said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from seen.domain.findings import Reason, Withheld
from seen.stats import nonresponse
from tests.reference.places import estimate_of, limits

LAWS = settings(deadline=None, max_examples=25)


def bounds(share, **counts):
    """Return the bounds of a share."""
    return nonresponse.bounds(share, **counts)


def share_of(p, *, n=400, deff=1.0, df=1e6):
    """Return an Estimate of a share whose standard error has this design effect."""
    half = stats.t.ppf(0.975, df) * np.sqrt(deff * p * (1 - p) / n)
    return estimate_of(p, p - half, p + half, n=n, df=df)


def test_bounds_are_all_no_and_all_yes_of_those_who_did_not_answer():
    # By hand: 240 of 400 said yes and 100 more were asked: 240/500 to 340/500.
    found = bounds(share_of(0.6), asked=500, answered=400)

    assert (found.lowest.value, found.highest.value) == pytest.approx((0.48, 0.68))
    assert found.response == pytest.approx(0.8)


def test_limits_are_those_of_imbens_and_manski_for_counts():
    # Of independent people the lower bound is 240/500, a share of all asked, with its own error.
    found = bounds(share_of(0.6), asked=500, answered=400)

    errors = [np.sqrt(bound * (1 - bound) / 500) for bound in (0.48, 0.68)]
    c = optimize.root_scalar(
        lambda c: stats.norm.cdf(c + 0.2 / max(errors)) - stats.norm.cdf(-c) - 0.95,
        bracket=(0, 3),
    ).root
    assert c == pytest.approx(1.6449, abs=1e-4)
    assert found.lowest.low == pytest.approx(0.48 - c * errors[0], abs=1e-6)
    assert found.highest.high == pytest.approx(0.68 + c * errors[1], abs=1e-6)


def test_where_everybody_answered_the_bounds_are_the_share_and_its_interval():
    share = share_of(0.3, deff=2.5, df=14)

    found = bounds(share, asked=400, answered=400)

    assert found.lowest == found.highest
    assert found.lowest.value == 0.3
    assert limits(found.lowest) == pytest.approx(limits(share), abs=1e-9)


@pytest.mark.parametrize(("answered", "quantile"), [(4000, 0.975), (3600, 0.95)])
def test_the_quantile_goes_from_two_sided_to_one_sided_as_bounds_part(answered, quantile):
    share = share_of(0.5, n=answered, df=12)

    found = bounds(share, asked=4000, answered=answered)

    error = 0.5 * np.sqrt(1 / 4000) if answered == 4000 else np.sqrt(0.45 * 0.55 / 4000)
    reach = found.lowest.value - found.lowest.low
    assert reach / error == pytest.approx(stats.t.ppf(quantile, 12), rel=1e-6)


def test_clustering_of_answers_widens_the_limits():
    plain, clustered = (
        bounds(share_of(0.6, deff=deff), asked=500, answered=400) for deff in (1, 4)
    )

    assert clustered.lowest.value == plain.lowest.value
    reach = [item.lowest.value - item.lowest.low for item in (plain, clustered)]
    assert reach[1] == pytest.approx(2 * reach[0], rel=1e-3)


@LAWS
@given(st.floats(0.02, 0.98), st.floats(0.05, 1.0), st.floats(1.0, 5.0))
def test_bounds_stay_inside_0_and_1_and_hold_every_answer_there_could_be(p, response, deff):
    answered = max(1, round(600 * response))

    found = bounds(share_of(p, n=answered, deff=deff, df=15), asked=600, answered=answered)

    assert 0 <= found.lowest.low <= found.lowest.value <= found.highest.value
    assert found.highest.value <= found.highest.high <= 1
    spread = found.highest.value - found.lowest.value
    assert spread == pytest.approx(1 - answered / 600)


@pytest.mark.parametrize("silent_yes", [0.0, 0.5, 1.0])
def test_limits_hold_the_share_of_all_who_were_asked(silent_yes):
    # 800 asked, 70 % answer, 60 % of them yes; whatever the silent say, at least 95 % (but for
    # chance) of samples hold the share of all.
    draw = np.random.default_rng(3)
    truth = 0.7 * 0.6 + 0.3 * silent_yes
    covered = 0
    for answered in draw.binomial(800, 0.7, 600):
        p = draw.binomial(answered, 0.6) / answered
        found = bounds(share_of(p, n=int(answered)), asked=800, answered=int(answered))
        covered += found.lowest.low <= truth <= found.highest.high

    assert covered / 600 >= 0.93


@pytest.mark.parametrize(("p", "low", "high"), [(0.0, 0.0, 0.02), (1.0, 0.98, 1.0)])
def test_a_share_of_0_or_1_is_no_certainty_about_the_silent(p, low, high):
    share = estimate_of(p, low, high, n=200)

    found = bounds(share, asked=250, answered=200)

    assert (found.lowest.value, found.highest.value) == pytest.approx((0.8 * p, 0.8 * p + 0.2))
    assert found.highest.high > 0.2 if p == 0 else found.lowest.low < 0.8


def test_what_is_not_known_has_its_reason():
    private = Withheld(reason=Reason.PRIVATE)

    assert bounds(private, asked=500, answered=400) == private
    unknown = bounds(share_of(0.6), asked=None, answered=400)
    assert unknown == Withheld(reason=Reason.UNDEFINED)
    assert bounds(share_of(0.6), asked=500, answered=0) == Withheld(reason=Reason.NO_ANSWERS)


@pytest.mark.parametrize(("value", "asked"), [(0.6, 399), (3.2, 500)])
def test_more_answers_than_asked_or_no_share_is_refused(value, asked):
    share = estimate_of(value, value - 0.1, value + 0.1)

    with pytest.raises(ValueError, match="share of 0 to 1"):
        bounds(share, asked=asked, answered=400)
