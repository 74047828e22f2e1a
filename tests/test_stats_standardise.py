"""Direct standardisation: a saturated regression's average predictions, with honest errors."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from seen.stats.estimates import covariance, means
from seen.stats.standardise import standardise, standardise_others
from seen.stats.totals import others
from tests.reference.stratified import drawn, jackknife_errors, support_of


def by_hand(answers):
    """Return Σ P_k m_gk of each group, then of everyone else, straight from the microdata."""
    weighted = answers.assign(wy=answers["w"] * answers["y"])
    w, wy = (
        weighted.pivot_table(values=name, index="group", columns="stratum", aggfunc="sum")
        for name in ("w", "wy")
    )
    mix = w.sum() / w.to_numpy().sum()
    rest = (wy.sum() - wy) / (w.sum() - w)
    return np.concatenate([(wy / w) @ mix, rest @ mix])


@pytest.mark.parametrize("is_share", [True, False])
def test_standardised_figures_are_average_predictions_of_a_saturated_regression(is_share):
    answers = drawn(1, is_share=is_share, weights=(1, 2, 5))
    model = smf.wls("y ~ C(group) * C(stratum)", answers, weights=answers["w"]).fit()

    found = standardise(support_of(answers), is_share=is_share)

    for (name, _), value in zip(found.groups, found.values, strict=True):
        predicted = model.predict(answers.assign(group=name))
        assert value == pytest.approx(np.average(predicted, weights=answers["w"]), rel=1e-9)


@pytest.mark.parametrize("is_share", [True, False])
def test_everyone_else_is_standardised_to_the_same_mix(is_share):
    answers = drawn(2, is_share=is_share, weights=(1, 3))

    found = standardise_others(support_of(answers), is_share=is_share)

    assert found.values == pytest.approx(by_hand(answers)[3:], rel=1e-9)


def test_private_and_other_uncompared_groups_count_in_the_mix_and_in_everyone_else():
    answers = drawn(2, groups=4)

    support = support_of(answers, shown={"g0", "g2"})

    expected = by_hand(answers)
    own, rest = standardise(support, is_share=True), standardise_others(support, is_share=True)
    assert own.groups == rest.groups == (("g0", None), ("g2", None))
    assert own.values == pytest.approx(expected[[0, 2]], rel=1e-9)
    assert rest.values == pytest.approx(expected[[4, 6]], rel=1e-9)


@pytest.mark.parametrize("is_share", [True, False])
def test_errors_allow_for_the_mix_as_leaving_out_clusters_does(is_share):
    answers = drawn(3, clusters=70, answers=7000, is_share=is_share, weights=(1, 2))

    own = standardise(support_of(answers), is_share=is_share)
    rest = standardise_others(support_of(answers), is_share=is_share)

    def figures(kept):
        found = by_hand(kept)
        return np.concatenate([found, found[:3] - found[3:]])

    gap = own.variance + rest.variance - 2 * covariance(own, rest)
    errors = np.sqrt(np.concatenate([own.variance, rest.variance, gap]))
    assert errors == pytest.approx(jackknife_errors(answers, figures), rel=0.02)


@pytest.mark.parametrize("is_share", [True, False])
def test_with_one_stratum_adjusted_is_crude(is_share):
    answers = drawn(4, levels=(), is_share=is_share, weights=(1, 4))
    support = support_of(answers)

    own = standardise(support, is_share=is_share)
    rest = standardise_others(support, is_share=is_share)

    for found, sums in ((own, support.sums), (rest, others(support.sums))):
        crude = means(sums, is_share=is_share)
        for name in ("values", "influence", "variance", "df", "n_effective", "n_clusters"):
            assert getattr(found, name) == pytest.approx(getattr(crude, name), abs=1e-12, rel=1e-9)


def test_groups_that_are_alike_in_every_stratum_have_one_figure_whatever_their_mix():
    answers = drawn(5, groups=2)
    first = answers[answers["group"] == "g0"].assign(group="a")
    hurried = pd.concat([first, *[first[first["d0"] > 0]] * 3]).assign(group="b")

    support = support_of(pd.concat([first, hurried, answers[answers["group"] == "g1"]]))

    found = standardise(support, is_share=True)
    crude = means(support.sums, is_share=True)
    assert abs(crude.values[0] - crude.values[1]) > 0.01
    assert found.values[0] == pytest.approx(found.values[1], rel=1e-12)
    assert abs(found.values[0] - found.values[2]) > 0.01


def test_a_figure_counts_the_answers_and_clusters_within_support_alone():
    answers = drawn(6, groups=2, levels=(4,))
    far = (answers["stratum"] == "3") | (answers["cluster"] == 1)
    lonely = answers[(answers["group"] == "g0") | ~far]

    found = standardise(support_of(lonely), is_share=True)

    inside = lonely[lonely["stratum"] != "3"].groupby("group")
    assert found.n_answers.tolist() == inside.size().tolist()
    assert found.n_clusters.tolist() == inside["cluster"].nunique().tolist()
