"""Slopes are those of a clustered regression on the answers, and give nothing private away."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Reason, Verdict, Withheld
from seen.stats.estimates import WORKING_CORRELATION
from seen.stats.gaps import Scale, holm
from seen.stats.lines import lines
from seen.stats.slopes import SHOWN_ALONE, slopes
from seen.stats.totals import totals
from seen.text import text
from tests.reference.cells import share_cells
from tests.reference.settings import (
    ORDER,
    answers_in_settings,
    cells_in,
    jackknife_error,
    part,
    sample_of,
    scores_of,
)

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
TOO_FEW, PRIVATE = (Withheld(reason=reason) for reason in (Reason.TOO_FEW, Reason.PRIVATE))
MEAN = Scale(is_share=False, worse_sign=1, span=4.0)
SHARE = Scale(is_share=True, worse_sign=-1, span=1.0)


def answer(sample):
    return slopes(sample)


def crossed(answers):
    return cells_in(answers, "group_value_2")


def standard_error(found, df=None):
    return (found.high - found.value) / stats.t.ppf(0.975, df or found.df)


def fit_of(formula, answers, n_coefficients):
    """Return a clustered fit, and the factor of statsmodels that survey programs do not have."""
    kind = {"cov_type": "cluster", "cov_kwds": {"groups": answers["cluster"]}}
    fit = smf.wls(formula, answers, weights=answers["w"]).fit(**kind)
    n = len(answers)
    return fit, np.sqrt((n - 1) / (n - n_coefficients))


def least_squares(answers):
    """Return the design of y ~ x, what answers carry to both coefficients, and the clusters."""
    w, x = answers["w"].to_numpy(float), answers["x"].to_numpy(float)
    design = np.column_stack([np.ones(len(x)), x])
    loads = np.linalg.inv(design.T @ (w[:, None] * design)) @ (w[:, None] * design).T
    cluster = answers["cluster"].to_numpy()
    return design, loads, (cluster == np.unique(cluster)[:, None]).astype(float)


def moments_of(answers, n_clusters=14):
    """Return bias and degrees of freedom of the variance of a slope, by matrices of answers.

    The clusters' contributions are rows Y, under the model that answers of one cluster have a
    correlation of .05, and their covariance is G. Bell and McCaffrey 2002.
    """
    design, loads, inside = least_squares(answers)
    rows = inside * loads[1] - (inside * loads[1]) @ design @ loads

    def covariance(left):
        together = left @ inside.T
        alone = (1 - WORKING_CORRELATION) * left @ left.T
        return WORKING_CORRELATION * together @ together.T + alone

    found = covariance(rows)
    expected = n_clusters / (n_clusters - 1) * np.trace(found)
    bias = expected / covariance(loads[[1]])[0, 0]
    return bias, np.trace(found) ** 2 / np.trace(found @ found)


def cr2_variance(answers):
    """Return the variance of a slope by CR2, with matrices of answers; all weights are alike.

    Residuals of a cluster times (I - H)^(-1/2). Bell and McCaffrey 2002; Pustejovsky and Tipton
    2018, Journal of Business and Economic Statistics 36, 672-683; R clubSandwich.
    """
    design, loads, inside = least_squares(answers)
    y = answers["y"].to_numpy(float)
    residuals = y - design @ (loads @ y)
    found = 0.0
    for own in inside.astype(bool):
        values, vectors = np.linalg.eigh(np.eye(own.sum()) - design[own] @ loads[:, own])
        root = vectors @ np.diag(values**-0.5) @ vectors.T
        found += (loads[1, own] @ root @ residuals[own]) ** 2
    return found


def gap_of(answer, group):
    (found,) = [item for item in answer.gaps if item.group == group]
    return found


def rising(yes, *, n, clusters=12):
    """Return cells of groups with yes of n at levels 0, 1, 2 per cluster; clusters differ by 1."""
    frames = [
        share_cells(
            {
                name: [
                    (n, counts[level] + (c + level * (1 + place)) % 3 - 1) for c in range(clusters)
                ]
                for place, (name, counts) in enumerate(yes.items())
            },
            group_2=str(level),
        ).frame
        for level in range(3)
    ]
    return Cells(frame=pd.concat(frames, ignore_index=True))


@pytest.mark.parametrize("scale", [SHARE, MEAN])
def test_slopes_are_those_of_a_clustered_regression(scale):
    answers = answers_in_settings(1, is_share=scale.is_share, weights=(500, 1000, 1700))
    fit, factor = fit_of("y ~ 0 + group + group:x", answers, 6)  # statsmodels WLS

    found = answer(sample_of(crossed(answers), scale=scale))

    for group in ("g0", "g1", "g2"):
        slope, is_own = part(found, "slope", group), answers["group"] == group
        bias, df = moments_of(answers[is_own])
        assert slope.value == pytest.approx(fit.params[f"group[{group}]:x"], rel=1e-9)
        assert standard_error(slope) * factor * np.sqrt(bias) == pytest.approx(
            fit.bse[f"group[{group}]:x"], rel=1e-9
        )
        assert slope.df == pytest.approx(df)
        assert slope.n_answers == slope.n_people == is_own.sum()
        assert slope.n_clusters == answers.loc[is_own, "cluster"].nunique()


@pytest.mark.parametrize("versus", ["others", "g2"])
@pytest.mark.parametrize("scale", [SHARE, MEAN])
def test_interaction_is_that_of_a_clustered_regression(versus, scale):
    answers = answers_in_settings(2, is_share=scale.is_share, weights=(500, 1000, 1700))
    kept = answers if versus == "others" else answers[answers["group"].isin(["g0", versus])]
    is_own = kept["group"] == "g0"
    fit, factor = fit_of("y ~ 0 + side + side:x", kept.assign(side=np.where(is_own, "a", "b")), 4)
    biases = [moments_of(kept[side])[0] for side in (is_own, ~is_own)]
    sides = ["side[a]:x", "side[b]:x"]
    errors = np.array([1, -1]) / np.sqrt(biases)
    variance = errors @ fit.cov_params().loc[sides, sides].to_numpy() @ errors
    slope, beside = fit.params[sides]

    found = answer(sample_of(crossed(answers), scale=scale, versus=versus))

    gap = gap_of(found, "g0")
    assert gap.versus == versus
    assert gap.difference.value == pytest.approx(scale.worse_sign * (slope - beside), rel=1e-9)
    error = standard_error(gap.difference, gap.df)
    assert error * factor == pytest.approx(np.sqrt(variance), rel=1e-9)
    assert gap.p == pytest.approx(2 * stats.t.sf(abs(gap.difference.value) / error, gap.df))
    assert gap.reference.value == pytest.approx(beside, rel=1e-9)
    reference = part(found, "slope_versus", "g0")
    assert standard_error(reference) * factor * np.sqrt(biases[1]) == pytest.approx(
        fit.bse["side[b]:x"], rel=1e-9
    )
    assert gap.df == min(part(found, "slope", "g0").df, reference.df)
    assert gap.ratio == Withheld(reason=Reason.UNDEFINED)


@pytest.mark.parametrize("versus", ["others", "g1"])
def test_difference_of_differences_is_that_of_a_clustered_regression(versus):
    answers = answers_in_settings(3, weights=(500, 1000, 1700))
    ends = answers[answers["x"].isin([0, 4])]
    kept = ends if versus == "others" else ends[ends["group"].isin(["g0", versus])]
    both = {"own": (kept["group"] == "g0") * 1, "most": (kept["x"] == 4) * 1}
    fit, factor = fit_of("y ~ own * most", kept.assign(**both), 4)
    assert kept["cluster"].nunique() == answers["cluster"].nunique()

    found = answer(sample_of(crossed(answers), versus=versus))

    did = part(found, "did", "g0")
    assert did.value == pytest.approx(-fit.params["own:most"], rel=1e-9)
    assert standard_error(did) * factor == pytest.approx(fit.bse["own:most"], rel=1e-9)
    assert did.n_answers == (ends["group"] == "g0").sum()
    assert "at 4 less gap at 0" in did.method


def test_difference_of_differences_by_hand():
    # Gap at most pressure .7 - .3, at least .8 - .7: larger by .3.
    cells = rising({"a": (35, 30, 15), "b": (40, 40, 35)}, n=50)

    found = answer(sample_of(cells, versus="b", order=("0", "1", "2")))

    assert part(found, "did", "a").value == pytest.approx((0.7 - 0.3) - (0.8 - 0.7))
    assert part(found, "slope", "a").value == pytest.approx((0.3 - 0.7) / 2)  # equal levels
    assert gap_of(found, "a").difference.value == pytest.approx(0.2 - 0.05)


@pytest.mark.parametrize("seed", range(6))
def test_variance_and_degrees_of_freedom_are_those_of_the_explicit_matrices(seed):
    answers = answers_in_settings(
        seed, groups=2, answers=400, clusters=6 + seed, weights=(200, 1000, 4000)
    )
    sums = totals(crossed(answers))
    members = [np.array([group == name for group, _ in sums.groups]) for name in ("g0", "g1")]

    found = lines(sums, scores_of(sums), members)

    for place, name in enumerate(("g0", "g1")):
        own = answers[answers["group"] == name]
        bias, df = moments_of(own, n_clusters=6 + seed)
        fit, factor = fit_of("y ~ x", own, 2)
        n = own["cluster"].nunique()  # statsmodels has the factor n/(n - 1) of the group's own
        plain = fit.bse["x"] ** 2 / factor**2 * (n - 1) / n * (6 + seed) / (5 + seed)
        assert found.standard_error(place) ** 2 == pytest.approx(plain / bias, rel=1e-9)
        assert found.df[place] == pytest.approx(df, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_variance_is_close_to_cr2(seed):
    answers = answers_in_settings(seed, groups=1, answers=900, clusters=10 + 4 * seed)
    sums = totals(crossed(answers))

    found = lines(sums, scores_of(sums), [np.ones(len(sums.groups), dtype=bool)])

    assert found.standard_error(0) == pytest.approx(np.sqrt(cr2_variance(answers)), rel=0.05)


def test_variance_over_alike_clusters_is_that_of_cr2():
    alike = [(c, x) for c in range(7) for x in range(5) for _ in range(6)]
    answers = pd.DataFrame(alike, columns=["cluster", "x"]).assign(group="g0", w=1)
    answers["y"] = np.random.default_rng(3).integers(0, 2, len(answers))
    sums = totals(crossed(answers))

    found = lines(sums, scores_of(sums), [np.ones(len(sums.groups), dtype=bool)])

    assert found.standard_error(0) ** 2 == pytest.approx(cr2_variance(answers), rel=1e-9)
    assert found.df == pytest.approx([6])


def test_degrees_of_freedom_of_alike_clusters_are_their_number_less_one():
    sums = totals(rising({"a": (4, 4, 4), "b": (3, 3, 3)}, n=9))
    scores = scores_of(sums)

    found = lines(sums, scores, [np.array([group == "a" for group, _ in sums.groups])])

    assert found.df == pytest.approx([11])


def test_a_slope_uses_shown_levels_alone_where_any_is_private():
    answers = answers_in_settings(4)
    hidden = frozenset({("g0", "4"), ("g1", "4")})
    changed = answers.assign(
        y=answers["y"].where((answers["x"] != 4) | ~answers["group"].isin(["g0", "g1"]), 1)
    )

    found, again = (
        answer(sample_of(crossed(data), private=hidden)) for data in (answers, changed)
    )

    fit, _ = fit_of("y ~ x", answers[(answers["group"] == "g0") & (answers["x"] != 4)], 2)
    assert part(found, "slope", "g0") == part(again, "slope", "g0")
    assert part(found, "slope", "g0").value == pytest.approx(fit.params["x"])
    assert "at 3 less gap at 0" in part(found, "did", "g0").method


def test_lines_that_keep_to_shown_levels_for_privacy_say_so_and_others_do_not():
    cells = crossed(answers_in_settings(4))

    cut = answer(sample_of(cells, private=frozenset({("g0", "4"), ("g1", "4")})))
    whole = answer(sample_of(cells))

    assert SHOWN_ALONE in cut.notes
    assert SHOWN_ALONE not in whole.notes
    assert "hidden to protect people" in text(SHOWN_ALONE)


def imprecise_at_the_top(answers):
    """Return answers of which the first group has few at the highest level, all in 6 clusters."""
    few = (answers["group"] == "g0") & (answers["x"] == 4)
    return answers[~few | (few.cumsum() <= 20)]


@pytest.mark.parametrize("versus", ["others", "g1"])
def test_a_level_too_few_to_judge_counts_in_a_slope_where_nothing_is_private(versus):
    answers = imprecise_at_the_top(answers_in_settings(4))
    own, rest = (answers[answers["group"].isin(names)] for names in (["g0"], ["g1", "g2"]))
    beside = rest if versus == "others" else answers[answers["group"] == versus]

    found = answer(sample_of(crossed(answers), versus=versus))

    (top,) = [item for item in found.groups if (item.group, item.group_2) == ("g0", "4")]
    slopes = [fit_of("y ~ x", data, 2)[0].params["x"] for data in (own, beside)]
    assert top.estimate.reason is Reason.TOO_FEW
    assert part(found, "slope", "g0").value == pytest.approx(slopes[0])
    assert part(found, "slope", "g0").n_answers == len(own)
    assert gap_of(found, "g0").difference.value == pytest.approx(slopes[1] - slopes[0])
    assert not found.notes  # no line leaves a level out
    assert "at 3 less gap at 0" in part(found, "did", "g0").method  # ends are shown gaps


def test_a_level_too_few_to_judge_stays_out_where_anything_is_private():
    answers = imprecise_at_the_top(answers_in_settings(4))
    own = answers[(answers["group"] == "g0") & (answers["x"] != 4)]

    found = answer(sample_of(crossed(answers), private=frozenset({("g2", "0")})))

    fit, _ = fit_of("y ~ x", own, 2)
    assert part(found, "slope", "g0").value == pytest.approx(fit.params["x"])
    assert part(found, "slope", "g0").n_answers == len(own)


def test_others_are_followed_where_the_comparison_shows_them():
    answers = answers_in_settings(5)
    hidden = frozenset({("g0", "4"), ("g1", "4")})

    found = answer(sample_of(crossed(answers), private=hidden))

    rest = answers[(answers["group"] != "g0") & (answers["x"] != 4)]
    fit, _ = fit_of("y ~ x", rest, 2)
    assert part(found, "slope_versus", "g0").value == pytest.approx(fit.params["x"])
    assert part(found, "slope_versus", "g0").n_answers == len(rest)


def test_answers_at_levels_outside_the_order_do_not_count():
    answers = answers_in_settings(6)
    cells = crossed(answers)
    unstated = cells.frame.assign(group_value_2=cells.frame["group_value_2"].replace("3", None))

    found = answer(sample_of(Cells(frame=unstated), order=("0", "1", "2", "4")))

    kept = answers[(answers["group"] == "g1") & (answers["x"] != 3)]
    fit, _ = fit_of("y ~ x", kept.assign(x=kept["x"].replace(4, 3)), 2)
    assert part(found, "slope", "g1").value == pytest.approx(fit.params["x"])
    assert ("g1", "not_stated") in {(item.group, item.group_2) for item in found.groups}


def test_fewer_than_three_shown_levels_are_too_few():
    cells = crossed(answers_in_settings(7))
    hidden = frozenset(("g0", level) for level in "012")

    found = answer(sample_of(cells, private=hidden))

    assert part(found, "slope", "g0") == TOO_FEW
    assert gap_of(found, "g0").difference == TOO_FEW
    assert gap_of(found, "g0").verdict is Verdict.WITHHELD
    assert isinstance(part(found, "did", "g0"), Estimate)  # both ends are shown
    assert isinstance(part(found, "slope", "g1"), Estimate)


def test_a_private_group_has_no_slope_and_says_why():
    cells = crossed(answers_in_settings(7))
    hidden = frozenset({("g0", None), *(("g0", level) for level in ORDER)})

    found = answer(sample_of(cells, private=hidden, versus="g0"))

    for name, group in (("slope", "g0"), ("slope_versus", "g1")):
        assert part(found, name, group) == PRIVATE
    assert part(found, "did", "g1") == PRIVATE
    assert {item.difference.reason for item in found.gaps} == {Reason.PRIVATE}
    assert {item.p_holm for item in found.gaps} == {None}


def test_a_private_margin_alone_hides_the_slope_and_its_people():
    sample = sample_of(crossed(answers_in_settings(7)), private=frozenset({("g0", None)}))

    found = answer(sample)

    for name in ("slope", "slope_versus", "did"):
        assert part(found, name, "g0") == PRIVATE
    assert gap_of(found, "g0").difference == PRIVATE
    assert isinstance(part(found, "slope", "g1"), Estimate)


def test_people_at_several_levels_are_never_more_than_the_margin_has():
    sample = sample_of(crossed(answers_in_settings(7)))
    margin = replace(sample.contributors["g0", "0"], n_people=50)
    known = {**sample.contributors, ("g0", None): margin}

    found = part(answer(replace(sample, contributors=known)), "slope", "g0")

    assert found.n_people == 50
    assert found.n_answers > 50


def test_a_group_without_answers_and_a_missing_reference_say_so():
    cells = crossed(answers_in_settings(7))
    sample = sample_of(cells)
    nobody = {("nobody", level): sample.contributors["g0", "0"] for level in ORDER}
    known = replace(sample, contributors={**sample.contributors, **nobody})

    assert part(answer(known), "slope", "nobody") == Withheld(reason=Reason.NO_ANSWERS)
    absent = answer(replace(sample, versus="absent"))
    assert {item.difference.reason for item in absent.gaps} == {Reason.NO_ANSWERS}


def test_the_only_group_has_a_slope_and_nobody_to_be_compared_with():
    answers = answers_in_settings(8)

    found = answer(sample_of(crossed(answers[answers["group"] == "g0"])))

    assert isinstance(part(found, "slope", "g0"), Estimate)
    assert part(found, "slope_versus", "g0") == Withheld(reason=Reason.NO_ANSWERS)
    assert gap_of(found, "g0").difference == Withheld(reason=Reason.NO_ANSWERS)


def test_the_largest_is_one_group_at_all_levels():
    answers = answers_in_settings(9)
    largest = answers["group"].value_counts().index[0]

    found = answer(sample_of(crossed(answers), versus="largest"))
    named = answer(sample_of(crossed(answers), versus=largest))

    assert {item.versus for item in found.gaps} == {largest}
    assert found.gaps == named.gaps
    assert found.parts == named.parts
    assert largest not in {item.group for item in found.gaps}


def test_only_the_groups_asked_for_are_compared_and_counted():
    cells = crossed(answers_in_settings(10))

    every, one = answer(sample_of(cells)), answer(sample_of(cells, only=("g2",)))

    assert [item.group for item in one.gaps] == ["g2"]
    assert gap_of(one, "g2").p_holm == gap_of(one, "g2").p == gap_of(every, "g2").p
    assert [item.p_holm for item in every.gaps] == pytest.approx(
        holm([item.p for item in every.gaps])
    )
    assert {item.group for item in one.parts if item.name == "slope"} == {"g0", "g1", "g2"}


def test_groups_are_the_levels_of_the_plain_comparison():
    found = answer(sample_of(crossed(answers_in_settings(10))))

    assert len(found.groups) == 15
    assert all(isinstance(item.estimate, Estimate) for item in found.groups)
    assert isinstance(found.overall, Estimate)


@pytest.mark.parametrize(
    ("a", "expected"),
    [
        ((140, 100, 60), Verdict.NOTABLE),  # by .2 a level, against .1
        ((140, 118, 97), Verdict.SMALL),  # by .1075
        ((140, 120, 100), Verdict.ABOUT_EQUAL),
    ],
)
def test_verdict_goes_by_the_slope_of_the_reference(a, expected):
    cells = rising({"a": a, "b": (140, 120, 100)}, n=200)

    found = answer(sample_of(cells, versus="b", order=("0", "1", "2")))

    assert found.gaps[0].verdict is expected


def test_a_wide_interval_around_nothing_is_no_reliable_difference():
    answers = answers_in_settings(12, clusters=8, answers=5000)
    answers = answers.assign(y=np.random.default_rng(1).integers(0, 2, len(answers)))

    found = answer(sample_of(crossed(answers)))

    assert Verdict.NO_RELIABLE_DIFFERENCE in {item.verdict for item in found.gaps}


def agreeing():
    """Return cells on which all clusters agree: shares of .6, .5, .4 for a, of .5 for b."""
    frames = [
        share_cells({"a": [(50, yes)] * 9, "b": [(50, 25)] * 9}, group_2=str(level)).frame
        for level, yes in enumerate((30, 25, 20))
    ]
    return Cells(frame=pd.concat(frames, ignore_index=True))


def test_clusters_that_all_agree_give_no_certain_slope():
    cells = agreeing()

    found = answer(sample_of(cells, order=("0", "1", "2")))

    undefined = Withheld(reason=Reason.UNDEFINED)
    assert part(found, "slope", "a") == part(found, "slope_versus", "a") == undefined
    assert found.gaps[0].difference == undefined


def test_ends_on_which_all_clusters_agree_still_have_a_width():
    did = part(answer(sample_of(agreeing(), order=("0", "1", "2"))), "did", "a")

    assert did.value == pytest.approx(0.1 + 0.1)
    assert did.high - did.low > 0.1


def test_standard_errors_are_those_of_a_jackknife():
    answers = answers_in_settings(13, clusters=150, answers=15_000)
    sample = sample_of(crossed(answers))

    def slope(cells):
        sums = totals(cells)
        scores = scores_of(sums)
        own = np.array([group == "g0" for group, _ in sums.groups])
        found = lines(sums, scores, [own, ~own]).values
        return found[0] - found[1]

    found = gap_of(answer(sample), "g0")

    expected = jackknife_error(sample.cells, slope)
    assert standard_error(found.difference, found.df) == pytest.approx(expected, rel=0.02)


@LAWS
@given(SEEDS, st.booleans())
def test_of_two_groups_the_others_are_the_other_and_sides_mirror(seed, is_share):
    scale = SHARE if is_share else MEAN
    cells = crossed(answers_in_settings(seed, groups=2, is_share=is_share, answers=4000))

    others, named, back = (
        answer(sample_of(cells, scale=scale, versus=versus)) for versus in ("others", "g1", "g0")
    )

    one, same, mirror = (gap_of(others, "g0"), gap_of(named, "g0"), gap_of(back, "g1"))
    if isinstance(one.difference, Interval) and isinstance(mirror.difference, Interval):
        expected = (one.difference.value, one.difference.low, one.difference.high)
        found = (-mirror.difference.value, -mirror.difference.high, -mirror.difference.low)
        assert found == pytest.approx(expected, abs=1e-9)
        assert same.difference.value == pytest.approx(one.difference.value, abs=1e-9)
        assert same.p == pytest.approx(one.p)


@LAWS
@given(SEEDS, st.sampled_from([0.25, 3.0, 1e6]))
def test_a_factor_on_all_weights_changes_nothing(seed, factor):
    cells = crossed(answers_in_settings(seed, weights=(400, 1000)))
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    found, again = (answer(sample_of(data)) for data in (cells, Cells(frame=scaled)))

    for one, other in zip(found.parts, again.parts, strict=True):
        if isinstance(one.estimate, Estimate) and isinstance(other.estimate, Estimate):
            expected = (one.estimate.low, one.estimate.high, one.estimate.df)
            scaled_to = (other.estimate.low, other.estimate.high, other.estimate.df)
            assert scaled_to == pytest.approx(expected, rel=1e-9, abs=1e-12)
        else:
            assert one.estimate == other.estimate


@LAWS
@given(SEEDS, st.integers(20, 2000), st.integers(1, 9), st.booleans(), st.data())
def test_sparse_cells_give_a_reason_or_a_finite_number(seed, n, clusters, is_share, data):
    versus = data.draw(st.sampled_from(["others", "largest", "g1", "absent"]))
    scale = SHARE if is_share else MEAN
    cells = crossed(
        answers_in_settings(seed, answers=n, clusters=clusters, is_share=is_share, settings=6)
    )
    pairs = sorted({*cells.frame[["group_value", "group_value_2"]].itertuples(index=False)})
    hidden = data.draw(st.sets(st.sampled_from([tuple(pair) for pair in pairs])))

    found = answer(sample_of(cells, scale=scale, versus=versus, private=frozenset(hidden)))

    for item in found.parts:  # an Estimate refuses what is not finite or not in its interval
        assert isinstance(item.estimate, Estimate | Withheld)
    for gap in found.gaps:
        assert gap.p is None or 0 <= gap.p <= gap.p_holm <= 1


def test_no_cells_give_no_slopes():
    cells = crossed(answers_in_settings(1))

    found = answer(sample_of(Cells(frame=cells.frame.head(0)), contributors={}))

    assert (found.groups, found.gaps, found.parts) == ((), (), ())


def test_a_reference_hidden_at_a_level_leaves_that_level_out_of_the_comparison_alone():
    answers = answers_in_settings(14)
    hidden = frozenset({("g1", "4"), ("g2", "4")})

    found = answer(sample_of(crossed(answers), private=hidden, versus="g1"))

    own, both = answers[answers["group"] == "g0"], answers[answers["x"] != 4]
    fits = [
        fit_of("y ~ x", data, 2)[0].params["x"]
        for data in (own, both[both["group"] == "g0"], both[both["group"] == "g1"])
    ]
    assert part(found, "slope", "g0").value == pytest.approx(fits[0])
    assert part(found, "slope_versus", "g0").value == pytest.approx(fits[2])
    assert gap_of(found, "g0").difference.value == pytest.approx(fits[2] - fits[1])
