"""The test over all groups: its parts by scipy and statsmodels, who takes part, and its laws."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from seen.domain.cells import Cells
from seen.domain.findings import Reason, Withheld
from seen.stats.estimates import degrees_of_freedom
from seen.stats.totals import totals
from tests.reference.cells import (
    compared,
    contributors_of,
    drawn_answers,
    drawn_cells,
    gap,
    share_cells,
    summed,
)

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
LOW = [(40, 14), (35, 16), (50, 19), (45, 21), (30, 10), (60, 20), (40, 17), (50, 24)]
HIGH = [(45, 27), (40, 22), (35, 23), (50, 26), (55, 33), (30, 20), (45, 24), (40, 27)]
TOO_FEW = Withheld(reason=Reason.TOO_FEW)


def clustered(answers):
    """Return group means, their clustered covariance, and Σw by group, from statsmodels."""
    weights = {"weights": answers["w"]}
    fit = smf.wls("y ~ 0 + group", answers, **weights).fit(
        cov_type="cluster",
        cov_kwds={"groups": answers["cluster"], "use_correction": False},
    )
    n_clusters = answers["cluster"].nunique()
    joint = fit.cov_params().to_numpy() * n_clusters / (n_clusters - 1)
    return fit.params.to_numpy(), joint, answers.groupby("group")["w"].sum().to_numpy()


def by_hand(answers, pearson, one_answer):
    """Return F and its degrees of freedom from eigenvalues, as the docstring says."""
    _, joint, weight = clustered(answers)
    between = np.diag(weight) - np.outer(weight, weight) / weight.sum()
    eigenvalues = np.linalg.eigvals(between @ joint).real
    first = eigenvalues.sum() ** 2 / (eigenvalues**2).sum()
    d = answers["cluster"].nunique() - 1
    second = min(((d + 1) * first - 2) / (d - first), len(weight) - 1)
    df = (first + second) / 2
    sums = totals(summed(answers))
    bell_mccaffrey = np.average(degrees_of_freedom(sums), weights=sums.n.sum(axis=0))
    return pearson * one_answer / eigenvalues.sum(), df, df * bell_mccaffrey


@pytest.mark.parametrize("seed", range(3))
def test_statistic_for_shares_is_pearsons_over_the_design_effects(seed):
    answers = drawn_answers(seed, groups=4, clusters=12, answers=1500)
    table = pd.crosstab(answers["group"], answers["y"])

    found = compared(summed(answers)).test

    pearson = stats.chi2_contingency(table, correction=False).statistic
    share = answers["y"].mean()
    expected = by_hand(answers, pearson, share * (1 - share) * answers["w"].iloc[0])
    assert found.name == "rao_scott"
    assert (found.statistic, found.df, found.df2) == pytest.approx(expected, rel=1e-9)
    assert found.p == pytest.approx(stats.f.sf(*expected), rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_statistic_for_means_is_the_working_wald_over_the_design_effects(seed):
    answers = drawn_answers(
        seed, groups=4, clusters=12, answers=1500, is_share=False, weights=(500, 1000, 1700)
    )

    found = compared(summed(answers), is_share=False, span=4.0).test

    fit = smf.wls("y ~ group", answers, weights=answers["w"]).fit()
    expected = by_hand(answers, fit.fvalue * fit.df_model, fit.mse_resid)
    assert (found.statistic, found.df, found.df2) == pytest.approx(expected, rel=1e-9)


def test_of_two_groups_it_is_the_square_of_the_gaps_t():
    found = compared(share_cells({"low": LOW, "high": HIGH}), versus="high")

    low = gap(found, "low")
    half = low.difference.high - low.difference.value
    t = low.difference.value / (half / stats.t.ppf(0.975, low.df))
    assert found.test.statistic == pytest.approx(t**2, rel=1e-9)
    assert found.test.df == pytest.approx(1.0)


def test_a_large_disparity_is_found_and_none_where_groups_are_alike():
    table = {"low": LOW, "mid": LOW[::-1], "high": HIGH}

    assert compared(share_cells(table)).test.p < 0.001
    assert compared(share_cells({"a": LOW, "b": LOW[::-1], "c": LOW[3:] + LOW[:3]})).test.p > 0.99


@pytest.mark.parametrize("left_out", ["private", "few_answers", "few_clusters", "not_stated"])
def test_groups_that_may_not_take_part_change_nothing(left_out):
    others = {
        "private": HIGH,
        "few_answers": [(3, 1)] * 8,
        "few_clusters": [(90, 80)] * 4,
        "not_stated": HIGH,
    }
    table = {"low": LOW, "mid": LOW[::-1], "high": HIGH}

    found = compared(share_cells(table | {left_out: others[left_out]}), hidden=[("private", None)])

    without = compared(share_cells(table)).test
    assert (found.test.statistic, found.test.df2) == pytest.approx(
        (without.statistic, without.df2), rel=1e-12
    )


def test_a_group_too_uncertain_to_show_takes_part():
    # To choose groups by their variance raises the size of the test (seen/stats/overall.py).
    vague = [(30, 0), (30, 28), (30, 2), (30, 29), (30, 1), (30, 30), (30, 0), (30, 27)]

    found = compared(share_cells({"low": LOW, "high": HIGH, "vague": vague}))

    assert isinstance(gap(found, "vague").difference, Withheld)
    assert found.test.statistic != compared(share_cells({"low": LOW, "high": HIGH})).test.statistic


@pytest.mark.parametrize(
    "table", [{"low": LOW}, {"low": LOW, "few": [(3, 1)] * 8}, {"low": LOW, "not_stated": HIGH}]
)
def test_fewer_than_two_groups_are_too_few(table):
    assert compared(share_cells(table)).test == TOO_FEW


def test_no_answers_are_too_few_groups():
    empty = Cells(frame=share_cells({"a": LOW}).frame.head(0))

    assert compared(empty).test == TOO_FEW


def test_two_dimensions_have_no_such_test():
    assert compared(share_cells({"low": LOW, "high": HIGH}, group_2="x")).test is None


def test_shares_that_are_all_one_are_no_certainty():
    all_yes = [(40, 40)] * 8

    same = compared(share_cells({"a": all_yes, "b": all_yes})).test
    other = compared(share_cells({"a": all_yes, "b": [(40, 39), (40, 40)] * 4})).test

    assert same.p == 1
    assert 0.05 < other.p < 1


def test_means_on_which_all_clusters_agree_are_undefined():
    cells = drawn_cells(1, is_share=False)
    frame = cells.frame.assign(sum_wy=3 * cells.frame["sum_w"], sum_wy2=9 * cells.frame["sum_w"])

    found = compared(Cells(frame=frame), is_share=False, span=4.0).test

    assert found == Withheld(reason=Reason.UNDEFINED)


def test_groups_with_the_same_mean_in_every_cluster_are_undefined():
    # Only clusters differ, so no two groups ever do: 0 over 0.
    both = [(40, 10), (40, 20), (40, 30), (40, 12), (40, 25), (40, 18)]

    found = compared(share_cells({"a": both, "b": both})).test

    assert found == Withheld(reason=Reason.UNDEFINED)


@LAWS
@given(SEEDS, st.booleans(), st.integers(1, 12), st.sampled_from([40, 300, 2000]))
def test_every_test_is_finite_or_has_a_reason(seed, is_share, clusters, answers):
    cells = drawn_cells(seed, groups=5, is_share=is_share, clusters=clusters, answers=answers)

    found = compared(cells, is_share=is_share, span=1.0 if is_share else 4.0).test

    if not isinstance(found, Withheld):
        assert np.isfinite([found.statistic, found.df, found.df2]).all()
        assert 0 <= found.p <= 1
        assert 1 <= found.df <= 4
    else:
        assert found.reason in {Reason.TOO_FEW, Reason.UNDEFINED}


@LAWS
@given(SEEDS, st.booleans(), st.sampled_from([0.001, 0.37, 1000]))
def test_the_unit_of_weights_changes_nothing(seed, is_share, factor):
    cells = drawn_cells(seed, is_share=is_share, weights=(400, 1000, 2600))
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    before, after = (
        compared(each, is_share=is_share).test for each in (cells, Cells(frame=scaled))
    )

    assert (after.statistic, after.df, after.df2, after.p) == pytest.approx(
        (before.statistic, before.df, before.df2, before.p), rel=1e-8
    )


@LAWS
@given(SEEDS, st.floats(0.1, 10), st.floats(-5, 5))
def test_another_scale_of_the_answers_changes_nothing(seed, by, shift):
    answers = drawn_answers(seed, is_share=False)
    moved = answers.assign(y=shift + by * answers["y"])

    before, after = (
        compared(summed(each), is_share=False, span=4.0).test for each in (answers, moved)
    )

    assert after.statistic == pytest.approx(before.statistic, rel=1e-6)
    assert after.p == pytest.approx(before.p, rel=1e-6)


@LAWS
@given(SEEDS)
def test_the_opposite_share_has_the_same_test(seed):
    answers = drawn_answers(seed)
    opposite = answers.assign(y=1 - answers["y"])

    before, after = (compared(summed(each)).test for each in (answers, opposite))

    assert after.statistic == pytest.approx(before.statistic, rel=1e-8)
    assert contributors_of(summed(answers)) == contributors_of(summed(opposite))
