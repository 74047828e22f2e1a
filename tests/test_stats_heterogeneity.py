"""How much places differ equals what meta-analysis makes of it, and shrinking covers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from seen.stats.heterogeneity import (
    line,
    moment_variance,
    paule_mandel,
    q_profile,
    shrunken,
    winsorised,
)

SEEDS = st.integers(0, 2**32 - 1)
LAWS = settings(deadline=None, max_examples=25)


def drawn(seed, *, n=12, spread=0.08):
    """Return figures of places that differ, and their sampling variances."""
    draw = np.random.default_rng(seed)
    variances = draw.uniform(0.02, 0.07, n) ** 2
    return 0.6 + np.sqrt(variances + spread**2) * draw.standard_normal(n), variances


def z_scores(values, variances):
    """Return z scores about the mean weighted by precision."""
    target = np.average(values, weights=1 / variances)
    return (values - target) / np.sqrt(variances)


@pytest.mark.parametrize("seed", range(6))
def test_moments_about_the_weighted_mean_are_those_of_dersimonian_and_laird(seed):
    values, variances = drawn(seed)

    found = moment_variance(z_scores(values, variances), variances=variances)

    expected = combine_effects(values, variances, method_re="dl").tau2
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_paule_and_mandel_is_that_of_statsmodels(seed):
    values, variances = drawn(seed)

    found = paule_mandel(values, variances=variances)

    # Finer, and its iteration takes a rounding error below zero for no variance at all.
    expected = combine_effects(values, variances, method_re="iterated", atol=1e-8).tau2
    assert found == pytest.approx(expected, abs=4e-9)
    assert line(values, variances=variances, between=found).q == pytest.approx(11, abs=1e-9)


def test_the_weighted_mean_and_its_error_are_those_of_statsmodels():
    values, variances = drawn(3)
    theirs = combine_effects(values, variances, method_re="iterated", atol=1e-8)

    found = line(values, variances=variances, between=theirs.tau2)

    assert found.coefficients[0] == pytest.approx(theirs.mean_effect_re, abs=1e-9)
    assert found.covariance[0, 0] == pytest.approx(theirs.var_eff_w_re, abs=1e-9)


def test_a_line_through_places_is_weighted_least_squares():
    values, variances = drawn(5)
    x = np.linspace(1, 4, 12)
    design = np.column_stack([np.ones(12), x])

    found = line(values, variances=variances, between=0.002, design=design)

    slope, start = np.polyfit(x, values, 1, w=1 / np.sqrt(variances + 0.002))
    assert found.coefficients == pytest.approx([start, slope], abs=1e-9)


def test_winsorised_scores_are_moved_to_the_quantiles_of_their_end():
    # By hand: 11 scores, 10 % and 90 % are the second smallest and the second largest.
    z = np.array([-9.0, -2, -1, -1, 0, 0, 0, 1, 1, 2, 30])

    assert winsorised(z).tolist() == [-2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2]


def test_additive_over_dispersion_is_the_formula_by_hand():
    # I = 4, s² = .01 throughout, z² = 4, 4, 4, 4: (16 - 3) / (400 - 100) = .0433333.
    z = np.array([2.0, -2, 2, -2])

    assert moment_variance(z, variances=np.full(4, 0.01)) == pytest.approx(13 / 300)


def test_one_outlier_alone_does_not_widen_the_limits_of_all():
    z = np.array([*np.linspace(-1, 1, 19), 15.0])
    variances = np.full(20, 0.01)

    assert moment_variance(winsorised(z), variances=variances) == 0
    assert moment_variance(z, variances=variances) > 0


@LAWS
@given(SEEDS)
def test_figures_more_alike_than_chance_have_no_variance_between_them(seed):
    values, variances = drawn(seed)
    alike = 0.6 + (values - 0.6) * 1e-3

    assert paule_mandel(alike, variances=variances) == 0
    assert moment_variance(z_scores(alike, variances), variances=variances) == 0
    assert q_profile(alike, variances=variances) is None


@LAWS
@given(SEEDS)
def test_profile_limits_hold_the_estimate_and_solve_their_equations(seed):
    values, variances = drawn(seed)

    limits = q_profile(values, variances=variances)

    low, high = limits or (0.0, 0.0)
    assert 0 <= low <= paule_mandel(values, variances=variances) <= high
    upper = line(values, variances=variances, between=high).q
    assert upper == pytest.approx(stats.chi2.ppf(0.025, 11), rel=1e-9)
    if low > 0:
        lower = line(values, variances=variances, between=low).q
        assert lower == pytest.approx(stats.chi2.ppf(0.975, 11), rel=1e-9)


def test_profile_limits_of_equal_variances_are_those_of_a_sample_variance():
    # With equal s², Q(τ²) = Σ(y - ȳ)²/(s² + τ²): the limits of σ² of a normal sample, less s².
    values, s2 = drawn(8)[0], 0.001

    found = q_profile(values, variances=np.full(12, s2))

    squares = np.sum((values - values.mean()) ** 2)
    expected = [squares / stats.chi2.ppf(tail, 11) - s2 for tail in (0.975, 0.025)]
    assert found == pytest.approx(expected, rel=1e-9)


def test_shrinking_equal_variances_is_the_formula_by_hand():
    # Morris 1983: B = (5/7) s²/(s² + τ²) with s² = τ² = .01, so 5/14; h = 1/8.
    values = np.array([0.2, 0.3, 0.4, 0.5, 0.5, 0.6, 0.7, 0.8])

    found = shrunken(values, variances=np.full(8, 0.01), between=0.01)

    taken, away = 5 / 14, values - 0.5
    square = 0.01 * (1 - 7 / 8 * taken) + 2 / 5 * taken**2 * away**2
    assert found.centre == pytest.approx(0.5)
    assert found.values == pytest.approx(0.5 + (1 - taken) * away)
    assert found.standard_errors == pytest.approx(np.sqrt(square))


@LAWS
@given(SEEDS)
def test_a_figure_is_drawn_towards_the_mean_and_never_past_it(seed):
    values, variances = drawn(seed)

    found = shrunken(
        values, variances=variances, between=paule_mandel(values, variances=variances)
    )

    away, left = values - found.centre, found.values - found.centre
    assert np.all(np.abs(left) <= np.abs(away))
    assert np.all(left * away >= 0)


def test_three_places_cannot_be_drawn_together():
    with pytest.raises(ValueError, match="more than 3"):
        shrunken(np.array([0.1, 0.2, 0.3]), variances=np.full(3, 0.01), between=0.01)


@pytest.mark.parametrize(("places", "number"), [(8, 1200), (20, 500), (100, 100)])
def test_intervals_of_shrunken_figures_cover(places, number):
    # notes/statistics.md section 4: .943 to .956 for a standard deviation of .05 between places.
    draw = np.random.default_rng(7)
    covered, raw, drawn_error = 0, 0.0, 0.0
    for _ in range(number):
        error = draw.uniform(0.02, 0.06, places)
        truth = 0.6 + 0.05 * draw.standard_normal(places)
        values = truth + error * draw.standard_normal(places)
        between = paule_mandel(values, variances=error**2)
        found = shrunken(values, variances=error**2, between=between)
        covered += int(np.sum(np.abs(found.values - truth) <= 1.959964 * found.standard_errors))
        raw += float(np.sum((values - truth) ** 2))
        drawn_error += float(np.sum((found.values - truth) ** 2))

    assert 0.93 <= covered / (number * places) <= 0.957
    assert drawn_error < raw
