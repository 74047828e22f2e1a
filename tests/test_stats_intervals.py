"""Korn-Graubard and t intervals equal those of R and Stata, and cover what they promise."""

import math

import numpy as np
import pytest
from scipy import stats

from seen.stats.estimates import covariance, means
from seen.stats.intervals import (
    implied_variance,
    korn_graubard,
    p_value,
    standard_error,
    t_interval,
    t_quantile,
)
from seen.stats.totals import Totals, selected
from tests.reference.cells import reference

CASES = reference("proportion_ci.json")["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"p={case['p']:.3f}-df={case['df']}")
def test_korn_graubard_is_that_of_r_and_stata(case):
    # R svyciprop(method="beta") to 1e-9; Stata 18 kg_nchs at 0 and 1, printed to 3 digits.
    p, n, se = case["p"], case["n"], case["se"]
    n_effective = p * (1 - p) / se**2 if se else n

    found = korn_graubard(value=p, n_answers=n, n_effective=n_effective, df=case["df"])

    expected = pytest.approx(case["expect"], abs=case.get("tolerance", 1e-9))
    assert [found.low, found.high] == expected


def test_korn_graubard_of_simple_answers_is_clopper_pearson():
    exact = stats.binomtest(7, 50).proportion_ci(method="exact")

    found = korn_graubard(value=7 / 50, n_answers=50, n_effective=50, df=49)

    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_a_share_of_0_and_of_1_mirror_each_other():
    none = korn_graubard(value=0.0, n_answers=80, n_effective=80, df=9.5)
    everyone = korn_graubard(value=1.0, n_answers=80, n_effective=80, df=9.5)

    assert none.low == 0
    assert everyone.high == 1
    assert 0 < none.high == pytest.approx(1 - everyone.low)


def test_t_interval_and_p_agree_with_scipy():
    found = t_interval(value=0.3, standard_error=0.1, df=6.4)

    assert (found.low, found.high) == pytest.approx(stats.t.interval(0.95, 6.4, 0.3, 0.1))
    p = p_value(value=-0.3, standard_error=0.1, df=6.4)
    assert p == pytest.approx(2 * stats.t.sf(3, 6.4))


def test_implied_variance_of_a_t_interval_on_one_side_is_its_variance():
    one_sided = t_interval(value=0.0, standard_error=0.1, df=7)

    assert implied_variance(one_sided, df=7) == pytest.approx((2 * 0.1) ** 2)


def test_no_degrees_of_freedom_give_no_quantile():
    with pytest.raises(ValueError, match="above 0"):
        t_quantile(0)


def test_rounding_below_zero_is_no_variance():
    assert standard_error(-1e-18) == 0


def replicates(*, clusters, number, share, correlation, seed):
    """Return Totals in which every column is one replicate of the same unequal design."""
    draw = np.random.default_rng(seed)
    sizes = np.round(1 + draw.lognormal(3.0, math.sqrt(math.log(2)), clusters))  # CV 1
    spread = (1 - correlation) / correlation
    levels = draw.beta(share * spread, (1 - share) * spread, (clusters, number))
    n = np.repeat(sizes[:, None], number, axis=1)
    yes = draw.binomial(n.astype(int), levels).astype(float)
    groups = tuple((f"r{place}", None) for place in range(number))
    return Totals(groups=groups, n=n, w=n, w2=n, wy=yes, wy2=yes)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_korn_graubard_covers_with_20_unequal_clusters(share):
    # notes/statistics.md section 3: 95.2 % for C = 20 unequal; Wald 87.7 %.
    covered = 0
    for seed in range(10):
        sums = replicates(clusters=20, number=60, share=share, correlation=0.05, seed=seed)
        found = means(sums, is_share=True)
        for index in range(60):
            interval = korn_graubard(
                value=float(found.values[index]),
                n_answers=float(found.n_answers[index]),
                n_effective=float(found.n_effective[index]),
                df=float(found.df[index]),
            )
            covered += interval.low <= share <= interval.high

    assert covered / 600 >= 0.93


def test_interval_of_a_gap_covers_when_groups_share_their_clusters():
    # Both groups of a replicate have the level of their cluster: without the covariance the
    # interval would be too wide, without clusters too narrow (statistics.md section 1).
    covered = 0
    for seed in range(10):
        draw = np.random.default_rng(seed)
        levels = draw.beta(6, 9, (20, 60))
        n = np.repeat(np.round(1 + draw.lognormal(3.0, 0.8, 20))[:, None], 120, axis=1)
        yes = draw.binomial(n.astype(int), np.hstack([levels, levels])).astype(float)
        groups = tuple((f"r{place}", None) for place in range(120))
        sums = Totals(groups=groups, n=n, w=n, w2=n, wy=yes, wy2=yes)
        found, rest = (
            means(selected(sums, part), is_share=True) for part in (groups[:60], groups[60:])
        )
        error = np.sqrt(found.variance + rest.variance - 2 * covariance(found, rest))
        half = stats.t.ppf(0.975, np.minimum(found.df, rest.df)) * error
        covered += int(np.count_nonzero(np.abs(found.values - rest.values) <= half))

    assert 0.93 <= covered / 600 <= 0.98
