"""Differences, ratios and verdicts: R's numbers, one direction, and no certainty from nothing."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from seen.domain.findings import Interval, Reason, Verdict, Withheld
from seen.stats.estimates import covariance, means
from seen.stats.gaps import Contrast, Scale, difference, holm, holm_of, p_of, ratio, verdict
from seen.stats.totals import selected, totals
from tests.reference.cells import reference, reference_cells, shown

SHARE = Scale(is_share=True, worse_sign=-1, span=1.0)
MEAN = Scale(is_share=False, worse_sign=1, span=4.0)
CONTRAST = Contrast(
    value=0.50,
    reference=0.60,
    variance=0.0004,
    reference_variance=0.0002,
    covariance=0.0001,
    df=12.5,
)


def r_contrast():
    """Return api00 of high schools against elementary schools in apiclus1."""
    case = next(
        case
        for case in reference("r_survey_apiclus1.json")["cases"]
        if case["name"].startswith("api00 by stype")
    )
    sums = totals(reference_cells(case["cells"]))  # 0 elementary, 1 high, 2 middle
    found = means(sums, is_share=False)
    elementary = means(selected(sums, [("0", None)] * 3), is_share=False)
    contrast = Contrast(
        value=float(found.values[1]),
        reference=float(found.values[0]),
        variance=float(found.variance[1]),
        reference_variance=float(found.variance[0]),
        covariance=float(covariance(found, elementary)[1]),
        df=case["expect"]["df"],
    )
    return contrast, case["expect"]


def test_ratio_is_that_of_r_svycontrast():
    contrast, expect = r_contrast()  # R survey 4.5, svycontrast of svyby means

    found = shown(ratio(contrast, scale=MEAN))

    half = (log(found.high) - log(found.low)) / 2
    log_error = half / stats.t.ppf(0.975, 14)
    assert found.value == pytest.approx(expect["ratio_H_E"][0], rel=1e-9)
    assert [log(found.value), log_error] == pytest.approx(expect["log_ratio_H_E"], rel=1e-9)
    assert [found.value - 1, found.value * log_error] == pytest.approx(expect["pct_H_E"], rel=1e-9)


def test_difference_is_positive_where_the_named_group_fares_worse():
    lower_is_worse = shown(difference(CONTRAST, scale=SHARE))
    lower_is_better = shown(difference(CONTRAST, scale=replace(SHARE, worse_sign=1)))

    # By hand: 0.6 - 0.5 ± t(12.5) √(.0004 + .0002 - .0002).
    half = stats.t.ppf(0.975, 12.5) * 0.02
    assert lower_is_worse.value == pytest.approx(0.1)
    assert lower_is_worse.high == pytest.approx(0.1 + half)
    assert lower_is_better.value == pytest.approx(-0.1)
    assert lower_is_better.low == pytest.approx(-0.1 - half)


def test_p_is_two_sided_from_t_and_not_from_the_normal():
    # statsmodels' normal p would be 5.7e-7 where t(12.5) gives 3e-4.
    assert p_of(CONTRAST) == pytest.approx(2 * stats.t.sf(5, 12.5))


def test_a_difference_without_any_variance_is_undefined():
    certain = replace(CONTRAST, variance=0.0, reference_variance=0.0, covariance=0.0)

    assert difference(certain, scale=SHARE) == Withheld(reason=Reason.UNDEFINED)


@pytest.mark.parametrize(("value", "reference_value"), [(0.0, 0.5), (0.5, 0.0), (-0.1, 0.5)])
def test_a_ratio_of_what_is_not_positive_is_undefined(value, reference_value):
    contrast = replace(CONTRAST, value=value, reference=reference_value)

    assert ratio(contrast, scale=MEAN) == Withheld(reason=Reason.UNDEFINED)


def test_a_ratio_to_a_share_below_2_percent_is_too_few_to_judge():
    tiny = replace(CONTRAST, reference=0.019, reference_variance=1e-6, covariance=0.0)

    assert ratio(tiny, scale=SHARE) == Withheld(reason=Reason.TOO_FEW)
    assert isinstance(ratio(tiny, scale=MEAN), Interval)


def test_a_ratio_too_uncertain_for_any_number_is_undefined():
    vague = replace(CONTRAST, reference=1e-4, reference_variance=1.0, covariance=0.0)

    assert ratio(vague, scale=MEAN) == Withheld(reason=Reason.UNDEFINED)


def test_holm_is_that_of_the_published_example():
    case = reference("multiplicity.json")

    assert holm(case["p"]) == pytest.approx(case["holm"])


@pytest.mark.parametrize("seed", range(6))
def test_holm_is_exactly_that_of_statsmodels(seed):
    p = np.random.default_rng(seed).uniform(size=1 + 3 * seed) ** 3

    assert holm(p.tolist()) == pytest.approx(multipletests(p, method="holm")[1], rel=1e-14)


WITHHELD = st.sampled_from([Withheld(reason=reason) for reason in Reason])


@given(
    p=st.dictionaries(st.integers(0, 20), st.floats(0, 1), max_size=6),
    withheld=st.lists(WITHHELD, max_size=6),
)
def test_what_was_judged_too_few_counts_as_a_comparison_and_what_is_hidden_does_not(p, withheld):
    among = [*(Interval(value=0, low=0, high=0) for _ in p), *withheld]
    judged = sum(item.reason in (Reason.TOO_FEW, Reason.UNDEFINED) for item in withheld)

    found = holm_of(p, among=among)

    assert list(found) == list(p)
    if p:
        expected = holm([*p.values(), *[1.0] * judged])[: len(p)]
        assert tuple(found.values()) == expected


def test_a_family_cut_by_its_own_noise_raises_no_more_flags_than_it_allows_for():
    """Six equal groups in ten institutions, those with a large variance withheld."""
    draw = np.random.default_rng(3)
    flags = {"shown": 0, "judged": 0}
    errors = np.sqrt(draw.chisquare(9, (4000, 6)) / 9)
    p_values = 2 * stats.t.sf(abs(draw.normal(size=(4000, 6))) / errors, 9)
    for values, error in zip(p_values.tolist(), errors, strict=True):
        kept = {at: p for at, p in enumerate(values) if error[at] < 1.0}
        cut = [Withheld(reason=Reason.TOO_FEW)] * (6 - len(kept))
        flags["shown"] += min(holm(list(kept.values())), default=1.0) < 0.05
        flags["judged"] += min(holm_of(kept, among=cut).values(), default=1.0) < 0.05

    assert flags["judged"] / 4000 < 0.05 < flags["shown"] / 4000


def test_holm_of_nothing_is_nothing():
    assert holm([]) == ()


@pytest.mark.parametrize(
    ("low", "value", "high", "p", "expected"),
    [
        (0.04, 0.05, 0.06, 0.001, Verdict.NOTABLE),  # exactly 10 % of .50
        (-0.06, -0.05, -0.04, 0.001, Verdict.NOTABLE),
        (0.03, 0.04, 0.05, 0.001, Verdict.SMALL),
        (0.005, 0.01, 0.015, 0.001, Verdict.SMALL),  # reliable comes before about equal
        (-0.02, 0.0, 0.02, 0.9, Verdict.ABOUT_EQUAL),
        (0.001, 0.01, 0.019, 0.08, Verdict.ABOUT_EQUAL),  # reliable alone, not after Holm
        (-0.021, 0.0, 0.02, 0.9, Verdict.NO_RELIABLE_DIFFERENCE),
        (0.01, 0.1, 0.19, 0.05, Verdict.NO_RELIABLE_DIFFERENCE),
    ],
)
def test_verdict_is_the_first_that_applies(low, value, high, p, expected):
    gap = Interval(value=value, low=low, high=high)

    assert verdict(gap, p_holm=p, reference=0.5, scale=SHARE) is expected


def test_four_fifths_is_no_threshold():
    # aequitas calls a ratio of .8 to 1.25 parity (tau = .8), whatever its uncertainty
    inside = Interval(value=0.075, low=0.05, high=0.1)  # .425 of .5: a ratio of .85
    outside = Interval(value=0.15, low=-0.05, high=0.35)  # .35 of .5: a ratio of .7

    assert verdict(inside, p_holm=0.001, reference=0.5, scale=SHARE) is Verdict.NOTABLE
    assert verdict(outside, p_holm=0.2, reference=0.5, scale=SHARE) is (
        Verdict.NO_RELIABLE_DIFFERENCE
    )


def test_margin_of_a_mean_is_2_percent_of_its_scale():
    gap = Interval(value=0.0, low=-0.08, high=0.08)

    assert verdict(gap, p_holm=0.9, reference=3.0, scale=MEAN) is Verdict.ABOUT_EQUAL
    assert verdict(gap, p_holm=0.9, reference=3.0, scale=SHARE) is not Verdict.ABOUT_EQUAL


def test_any_reliable_difference_from_zero_is_notable():
    gap = Interval(value=0.03, low=0.01, high=0.05)

    assert verdict(gap, p_holm=0.01, reference=0.0, scale=SHARE) is Verdict.NOTABLE


@pytest.mark.parametrize("wrong", [{"worse_sign": 0}, {"span": 0.0}])
def test_a_scale_without_direction_or_width_is_refused(wrong):
    with pytest.raises(ValueError, match="Scale"):
        replace(SHARE, **wrong)


@pytest.mark.parametrize(
    ("size", "expected"), [(40.0, Verdict.NOTABLE), (13.9, Verdict.SMALL), (14.1, Verdict.NOTABLE)]
)
def test_a_score_without_a_zero_is_judged_on_its_scale_and_has_no_ratio(size, expected):
    # STAR: 600 to 1,300, so that 2 % of the scale are 14; 10 % of the mean would be 94
    score = Scale(is_share=False, worse_sign=-1, span=700.0, has_zero=False)
    gap = Interval(value=size, low=size - 5, high=size + 5)

    assert verdict(gap, p_holm=0.001, reference=942.0, scale=score) is expected
    assert verdict(gap, p_holm=0.2, reference=942.0, scale=score) not in {
        *(Verdict.NOTABLE, Verdict.SMALL),
    }
    assert ratio(CONTRAST, scale=score) == Withheld(reason=Reason.UNDEFINED)
    assert isinstance(ratio(CONTRAST, scale=replace(score, has_zero=True)), Interval)


def test_a_scale_from_1_has_no_ratio_and_keeps_its_verdict():
    from_zero = Scale(is_share=False, worse_sign=-1, span=4.0, lowest=0.0)
    from_one = replace(from_zero, lowest=1.0)
    gap = Interval(value=0.4, low=0.3, high=0.5)

    assert ratio(CONTRAST, scale=from_one) == Withheld(reason=Reason.UNDEFINED)
    assert isinstance(ratio(CONTRAST, scale=from_zero), Interval)
    for mean in (3.9, 4.1):  # on either side of a tenth
        judged = [
            verdict(gap, p_holm=0.01, reference=mean, scale=it) for it in (from_zero, from_one)
        ]
        assert judged[0] is judged[1]
