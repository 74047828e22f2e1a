"""What it takes to see a gap equals power analysis, and says when more answers cannot help."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import NormalIndPower, TTestIndPower

from seen.domain.findings import Gap, Interval, Reason, Verdict, Withheld
from seen.stats import planner
from seen.stats.aggregates import compare_aggregates
from tests.reference.cells import compared, drawn_cells, group
from tests.reference.places import counted, estimate_of, sample_of

LAWS = settings(deadline=None, max_examples=25)
UNDEFINED = Withheld(reason=Reason.UNDEFINED)


def plan(gap, **options):
    """Return what a gap needs."""
    return planner.plan(gap, **({"is_share": True} | options))


def gap_of(error, *, df=None, value=0.05):
    """Return a Gap with this standard error."""
    half = error * (stats.norm.ppf(0.975) if df is None else stats.t.ppf(0.975, df))
    difference = Interval(value=value, low=value - half, high=value + half)
    return Gap(
        group="a",
        group_2=None,
        versus="b",
        difference=difference,
        ratio=UNDEFINED,
        p_holm=0.5,
        verdict=Verdict.NO_RELIABLE_DIFFERENCE,
        df=df,
    )


def sides(p=(0.5, 0.5), *, n=400, clusters=20):
    """Return the estimates of both groups."""
    first, second = (
        estimate_of(value, value - 0.05, value + 0.05, n=n, clusters=clusters) for value in p
    )
    return {"group": first, "reference": second}


def test_the_smallest_visible_gap_is_that_of_normal_power_analysis():
    # 400 independent answers on each side, half of them yes: SD .5.
    error = 0.5 * np.sqrt(2 / 400)

    found = plan(gap_of(error), **sides(clusters=400), wanted=0.05)

    effect = NormalIndPower().solve_power(nobs1=400, alpha=0.05, power=0.8)
    assert found.smallest == pytest.approx(effect * 0.5, rel=1e-5)
    assert found.smallest == pytest.approx(
        (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * error, rel=1e-12
    )


@pytest.mark.parametrize(("n", "tolerance"), [(20, 0.005), (60, 0.001), (400, 0.0002)])
def test_with_few_degrees_of_freedom_it_is_close_to_that_of_a_t_test(n, tolerance):
    # A sum of two t quantiles stands in for the noncentral t.
    found = plan(gap_of(0.5 * np.sqrt(2 / n), df=2 * n - 2), **sides(n=n, clusters=n), wanted=0.3)

    effect = TTestIndPower().solve_power(nobs1=n, alpha=0.05, power=0.8)
    assert found.smallest == pytest.approx(effect * 0.5, rel=tolerance)


def test_independent_answers_needed_are_those_of_normal_power_analysis():
    found = plan(gap_of(0.5 * np.sqrt(2 / 400)), **sides(clusters=400), wanted=0.05)

    needed = NormalIndPower().solve_power(effect_size=0.05 / 0.5, alpha=0.05, power=0.8)
    assert found.more_institutions * 400 == pytest.approx(needed, rel=1e-5)
    assert found.correlation == 0
    assert found.answers_needed == int(np.ceil(needed / 400))


def test_clusters_needed_are_those_of_the_design_effect_by_hand():
    # Donner and Klar 2000, chapter 5, with Kish's design effect: two arms of 20 institutions with
    # 20 answers, p .5, rho .05. deff = 1 + 19 × .05 = 1.95, variance 2 × .25/400 × 1.95 =
    # .0024375. A gap of .08 needs (1.95996 + .84162)² × 2 × .25 × 1.95 / (20 × .0064) = 59.785
    # institutions an arm, 2.98923 times 20.
    error = np.sqrt(2 * 0.25 / 400 * 1.95)

    found = plan(gap_of(error), **sides(), wanted=0.08)

    assert found.correlation == pytest.approx(0.05)
    assert found.smallest == pytest.approx(2.8015852 * 0.0493710, rel=1e-6)
    assert found.more_institutions == pytest.approx(2.98923, rel=1e-4)


def test_answers_needed_are_those_of_the_design_effect_by_hand():
    # As above with a gap of .12: .0144/7.84888 = .00183466 is the variance allowed. With m answers
    # 2 × .25/(20 m) (1 + (m - 1) × .05) = .02375/m + .00125, so m = 40.62.
    error = np.sqrt(2 * 0.25 / 400 * 1.95)

    found = plan(gap_of(error), **sides(), wanted=0.12)

    assert found.answers_now == 20
    assert found.answers_needed == 41


def test_below_what_institutions_share_more_answers_alone_cannot_show_it():
    # As above: however many answers, the variance stays above .00125, so no gap below
    # 2.80159 × √.00125 = .09905 can be seen.
    error = np.sqrt(2 * 0.25 / 400 * 1.95)

    below, above = (plan(gap_of(error), **sides(), wanted=gap) for gap in (0.0990, 0.0995))

    assert below.answers_needed == UNDEFINED
    assert below.more_institutions > 1
    assert above.answers_needed > 1000


def test_a_gap_that_is_visible_already_needs_no_more():
    found = plan(gap_of(0.01, df=19), **sides(), wanted=0.2)

    assert found.more_institutions == 1
    assert found.answers_needed == found.answers_now == 20


def test_more_institutions_bring_their_degrees_of_freedom():
    found = plan(gap_of(0.05, df=8), **sides(), wanted=0.1)

    factor = found.more_institutions
    needed = stats.t.ppf(0.975, 8 * factor) + stats.t.ppf(0.8, 8 * factor)
    assert needed * 0.05 / np.sqrt(factor) == pytest.approx(0.1, rel=1e-9)


def test_a_mean_needs_its_standard_deviations():
    pair = sides(p=(3.4, 3.6))
    error = np.sqrt(2 * 1.2**2 / 400 * 1.95)

    without = plan(gap_of(error), **pair, wanted=0.3, is_share=False)
    known = plan(gap_of(error), **pair, wanted=0.3, is_share=False, deviations=(1.2, 1.2))

    assert without.answers_needed == without.correlation == UNDEFINED
    assert without.smallest == known.smallest
    assert known.correlation == pytest.approx(0.05)


def test_a_withheld_gap_has_no_plan():
    private = Withheld(reason=Reason.PRIVATE)
    hidden = Gap(
        group="a",
        group_2=None,
        versus="b",
        difference=private,
        ratio=private,
        p_holm=None,
        verdict=Verdict.WITHHELD,
    )

    assert plan(hidden, **sides(), wanted=0.1) == private


@pytest.mark.parametrize("wanted", [0.0, -0.1, float("nan")])
def test_a_wanted_gap_must_be_above_0(wanted):
    with pytest.raises(ValueError, match="above 0"):
        plan(gap_of(0.05), **sides(), wanted=wanted)


def test_shares_of_0_and_1_leave_the_design_effect_unknown():
    found = plan(gap_of(0.05), **sides(p=(0.0, 1.0)), wanted=0.1)

    assert found.correlation == found.answers_needed == UNDEFINED


def test_a_comparison_over_clusters_and_one_of_counts_can_be_planned():
    clustered = compared(drawn_cells(1, groups=2, clusters=30), versus="g1")
    counts = compare_aggregates(sample_of(counted({"a": (500, 240), "b": (400, 200)}), versus="b"))

    for found, names in ((clustered, ("g0", "g1")), (counts, ("a", "b"))):
        own, other = (group(found, name) for name in names)
        made = plan(found.gaps[0], group=own, reference=other, wanted=0.05)
        assert made.smallest > 0
        assert made.more_institutions >= 1


@LAWS
@given(st.floats(0.005, 0.2), st.floats(3, 200), st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_a_smaller_gap_never_needs_less(error, df, one, other):
    small, large = sorted((one, other))

    needs, fewer = (plan(gap_of(error, df=df), **sides(), wanted=gap) for gap in (small, large))

    assert needs.more_institutions >= fewer.more_institutions
    if not isinstance(needs.answers_needed, Withheld):
        assert needs.answers_needed >= fewer.answers_needed
