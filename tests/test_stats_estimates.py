"""Means, their variances and degrees of freedom equal those of R, svy and statsmodels."""

import numpy as np
import polars as pl
import pytest
import statsmodels.formula.api as smf
import svy

from seen.stats.estimates import WORKING_CORRELATION, covariance, degrees_of_freedom, means
from seen.stats.intervals import korn_graubard, p_value, t_interval
from seen.stats.totals import others, selected, totals
from tests.reference.cells import drawn_answers, reference, reference_cells, share_cells, summed

R_CASES = {case["name"]: case for case in reference("r_survey_apiclus1.json")["cases"]}
R_MEANS = [name for name, case in R_CASES.items() if "mean" in case["expect"]]


def close(expected, tolerance=1e-9):
    return pytest.approx(expected, rel=tolerance, abs=tolerance)


def by_svy(answers, method, **options):
    """Return what svy estimates from microdata, by group."""
    design = svy.Design(wgt="w", psu="cluster")
    estimation = svy.Sample(pl.DataFrame(answers.to_dict("list")), design).estimation
    return getattr(estimation, method)("y", by="group", **options).estimates


@pytest.mark.parametrize("name", R_MEANS)
def test_mean_and_standard_error_are_those_of_r_survey(name):
    case = R_CASES[name]  # R survey 4.5, svymean on apiclus1

    found = means(totals(reference_cells(case["cells"])), is_share="proportion" in name)

    assert found.values[0] == close(case["expect"]["mean"])
    assert np.sqrt(found.variance[0]) == close(case["expect"]["se"])


def test_t_interval_of_a_mean_is_that_of_r_survey():
    case = R_CASES["api00 mean"]
    found = means(totals(reference_cells(case["cells"])), is_share=False)

    interval = t_interval(
        value=found.values[0], standard_error=np.sqrt(found.variance[0]), df=case["expect"]["df"]
    )

    assert interval.low == close(case["expect"]["t_lower"])
    assert interval.high == close(case["expect"]["t_upper"])


def test_difference_of_two_domains_is_that_of_r_svyttest():
    case = R_CASES["api00 by comp.imp: difference (svyttest)"]
    sums = totals(reference_cells(case["cells"]))
    found = means(sums, is_share=False)
    joint = covariance(found, means(others(sums), is_share=False))[0]
    difference = found.values[1] - found.values[0]
    error = np.sqrt(found.variance.sum() - 2 * joint)

    interval = t_interval(value=difference, standard_error=error, df=case["expect"]["df"])
    p = p_value(value=difference, standard_error=error, df=case["expect"]["df"])

    assert difference == close(case["expect"]["diff"])
    assert difference / error == close(case["expect"]["t"])
    assert p == close(case["expect"]["p"])
    assert (interval.low, interval.high) == close(
        (case["expect"]["lower"], case["expect"]["upper"])
    )


def test_domain_means_and_their_intervals_are_those_of_svy():
    case = reference("svy_domain_means.json")  # svy 0.35, prop(ci_method="korn-graubard")
    sums = totals(reference_cells(case["cells"]))

    found = means(sums, is_share=True)
    joint = covariance(found, means(selected(sums, [("1", None)] * 2), is_share=True))[0]
    intervals = [
        korn_graubard(value=value, n_answers=n, n_effective=n_effective, df=39)
        for value, n, n_effective in zip(
            found.values, found.n_answers, found.n_effective, strict=True
        )
    ]

    assert found.values == close(case["expect"]["mean"])
    assert np.sqrt(found.variance) == close(case["expect"]["se"])
    assert np.sqrt(found.variance.sum() - 2 * joint) == close(case["expect"]["diff_se"])
    for interval, name in zip(intervals, ("kg_ci_0", "kg_ci_1"), strict=True):
        assert (interval.low, interval.high) == close(case["expect"][name])


@pytest.mark.parametrize("is_share", [True, False])
def test_cells_give_what_svy_gives_on_the_microdata(is_share):
    answers = drawn_answers(11, is_share=is_share, weights=(500, 1000, 1700), clusters=14)

    expected = by_svy(answers, "mean")
    found = means(totals(summed(answers)), is_share=is_share)

    assert found.values == close([item.est for item in expected])
    assert np.sqrt(found.variance) == close([item.se for item in expected])


def test_cells_give_what_svy_gives_for_a_korn_graubard_interval():
    answers = drawn_answers(5, weights=(500, 1000, 1700), clusters=14)

    rows = by_svy(answers, "prop", ci_method="korn-graubard")
    expected = [(item.lci, item.uci) for item in rows if str(item.y_level) == "1"]
    found = means(totals(summed(answers)), is_share=True)

    assert len(expected) == 3
    for index, limits in enumerate(expected):
        interval = korn_graubard(
            value=found.values[index],
            n_answers=found.n_answers[index],
            n_effective=found.n_effective[index],
            df=13,
        )
        assert (interval.low, interval.high) == close(limits)


def test_gaps_to_a_reference_are_those_of_a_clustered_regression():
    answers = drawn_answers(3, weights=(500, 1000, 1700), clusters=14)
    n, n_clusters, n_coefficients = len(answers), 14, 3
    fit = smf.wls("y ~ C(group)", answers, weights=answers["w"]).fit(
        cov_type="cluster", cov_kwds={"groups": answers["cluster"]}
    )
    # statsmodels multiplies by C/(C-1) (N-1)/(N-k), survey programs by C/(C-1) alone.
    expected = fit.bse.to_numpy()[1:] / np.sqrt((n - 1) / (n - n_coefficients))

    sums = totals(summed(answers))
    found = means(sums, is_share=True)
    reference_side = means(selected(sums, [("g0", None)] * 3), is_share=True)
    joint = covariance(found, reference_side)
    error = np.sqrt(found.variance + reference_side.variance - 2 * joint)

    assert (found.values - found.values[0])[1:] == close(fit.params.to_numpy()[1:])
    assert error[1:] == close(expected)
    assert len(found.influence) == n_clusters


def test_covariance_with_the_others_is_that_of_a_clustered_regression():
    answers = drawn_answers(4, weights=(500, 1000, 1700), clusters=14)
    is_first = (answers["group"] == "g0").astype(int)
    fit = smf.wls("y ~ is_first", answers.assign(is_first=is_first), weights=answers["w"]).fit(
        cov_type="cluster", cov_kwds={"groups": answers["cluster"]}
    )
    n = len(answers)

    sums = totals(summed(answers))
    found, rest = means(sums, is_share=True), means(others(sums), is_share=True)
    error = np.sqrt(found.variance + rest.variance - 2 * covariance(found, rest))

    assert found.values[0] - rest.values[0] == close(fit.params["is_first"])
    assert error[0] == close(fit.bse["is_first"] / np.sqrt((n - 1) / (n - 2)))


def explicit_degrees_of_freedom(w, w2):
    """Return (tr B)² / tr B² with the matrix B of Bell and McCaffrey written out."""
    s = w / w.sum()
    v = WORKING_CORRELATION * w**2 + (1 - WORKING_CORRELATION) * w2
    residual_maker = np.eye(len(w)) - np.outer(s, np.ones(len(w)))
    root = np.diag(np.sqrt(v))
    matrix = root @ residual_maker.T @ residual_maker @ root
    return np.trace(matrix) ** 2 / np.trace(matrix @ matrix)


@pytest.mark.parametrize("seed", range(8))
def test_degrees_of_freedom_are_those_of_the_explicit_matrix(seed):
    sums = totals(summed(drawn_answers(seed, clusters=6 + seed, weights=(200, 1000, 4000))))

    expected = [
        explicit_degrees_of_freedom(w, w2) for w, w2 in zip(sums.w.T, sums.w2.T, strict=True)
    ]

    assert degrees_of_freedom(sums) == close(expected)


def test_degrees_of_freedom_of_equal_clusters_are_their_number_less_one():
    sums = totals(share_cells({"a": [(10, 3)] * 12, "b": [(10, 3)] * 4 + [(0, 0)] * 8}))

    assert degrees_of_freedom(sums) == close([11, 3])


def test_degrees_of_freedom_of_one_cluster_are_none_and_of_two_are_one():
    sums = totals(share_cells({"a": [(10, 3), (0, 0)], "b": [(10, 3), (90, 80)]}))

    assert degrees_of_freedom(sums) == close([0, 1])


def test_effective_answers_are_at_most_the_answers():
    sums = totals(share_cells({"alike": [(10, 5)] * 8, "apart": [(10, 10), (10, 0)] * 4}))

    found = means(sums, is_share=True)

    assert found.n_effective[0] == 80
    # Clusters that agree within leave one answer each: .25 / (.25 / 8 * 8 / 7) = 7.
    assert found.n_effective[1] == close(7)


def test_answers_that_are_all_the_same_have_no_variance_but_their_full_number():
    answers = drawn_answers(2, weights=(333, 1777)).assign(y=3.1)

    found = means(totals(summed(answers)), is_share=False)

    assert (found.variance == 0).all()
    assert (found.n_effective == found.n_answers).all()


def test_a_share_outside_0_to_1_is_refused():
    sums = totals(summed(drawn_answers(2, is_share=False)))

    with pytest.raises(ValueError, match="between 0 and 1"):
        means(sums, is_share=True)
