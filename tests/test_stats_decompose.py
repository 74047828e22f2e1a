"""Decompositions are those published, add up exactly, and give nothing away."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.oaxaca import OaxacaBlinder

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Reason, Withheld
from seen.stats.decompose import decompose
from seen.stats.gaps import Scale
from seen.stats.kitagawa import decomposed, support
from seen.stats.paired import paired
from seen.stats.strata import strata
from tests.reference.cells import cells_of, reference, share_cells
from tests.reference.settings import (
    answers_in_settings,
    cells_in,
    jackknife_error,
    part,
    sample_of,
)

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
DAS_GUPTA = reference("kitagawa.json")
ADDING_UP = ("composition", "same_setting", "uncovered")


def answer(sample):
    return decompose(sample)


def in_settings(table):
    """Return cells of yes-or-no answers from {setting: {group: [(answers, yes) per cluster]}}."""
    found = None
    for setting, groups in table.items():
        more = Cells(frame=share_cells(groups).frame.assign(stratum=setting))
        found = more if found is None else found.plus(more)
    return found


def standard_error(estimate):
    return (estimate.high - estimate.value) / stats.t.ppf(0.975, estimate.df)


@pytest.mark.parametrize("case", DAS_GUPTA, ids=lambda case: case["name"][:30])
def test_composition_and_rates_are_those_of_das_gupta(case):
    # Das Gupta 1993, examples 5.1 and 5.3; effects are population b less population a.
    n = len(case["weights_a"])
    w = np.array(case["weights_a"] + case["weights_b"], dtype=float)
    y = np.array(case["rates_a"] + case["rates_b"])
    cells = cells_of(
        group_value=["a"] * n + ["b"] * n,
        stratum=[f"{place:02}" for place in range(n)] * 2,
        cluster_id=0,
        n_answers=100,
        sum_w=w,
        sum_w2=w**2,
        sum_wy=w * y,
        sum_wy2=w * y**2,
    )
    sides = paired(strata(cells), versus="a")

    composition, same, crude, coverage = decomposed(sides, support(sides)).values[:, 1]

    expect = case["expected"]
    assert composition == pytest.approx(expect["composition_effect"], abs=5e-5)
    assert same == pytest.approx(expect["rate_effect"], abs=5e-5)
    assert crude == pytest.approx(expect["difference"], abs=5e-5)
    assert composition + same == pytest.approx(crude, abs=1e-12)
    assert coverage == 1


def reference_answer():
    case = reference("kitagawa_cells.json")
    names = {"n": "n_answers"} | {name: f"sum_{name[1:]}" for name in ("sw", "sw2", "swy", "swy2")}
    columns = {new: case["cells"][old] for old, new in names.items()}
    cells = cells_of(
        group_value=[str(group) for group in case["cells"]["group"]],
        stratum=[str(level) for level in case["cells"]["stratum"]],
        cluster_id=case["cells"]["cluster"],
        **columns,
    )
    scale = Scale(is_share=True, worse_sign=1, span=1.0)
    return answer(sample_of(cells, scale=scale, versus="1")), case["expect"]


def test_parts_and_standard_errors_are_those_computed_on_microdata():
    found, expect = reference_answer()

    gap, composition, same = expect["est"]
    assert found.gaps[0].difference.value == pytest.approx(gap, abs=1e-12)
    for place, (name, value) in enumerate(
        [("composition", composition), ("same_setting", same)], start=1
    ):
        estimate = part(found, name, "0")
        assert estimate.value == pytest.approx(value, rel=1e-9)
        assert standard_error(estimate) == pytest.approx(expect["se"][place], rel=1e-9)
        assert standard_error(estimate) == pytest.approx(expect["jackknife_se"][place], rel=0.02)
    assert part(found, "coverage", "0").value == 1
    assert not [item for item in found.parts if item.name == "uncovered"]


@pytest.mark.parametrize("is_share", [True, False])
def test_two_fold_decomposition_is_that_of_oaxaca_and_blinder(is_share):
    answers = answers_in_settings(4, groups=2, is_share=is_share)
    cells = cells_in(answers, "stratum")
    scale = Scale(is_share=is_share, worse_sign=1, span=1.0 if is_share else 4.0)

    # statsmodels: average coefficients, one dummy per setting; unexplained + explained = gap.
    dummies = (answers["x"].to_numpy()[:, None] == np.arange(5)).astype(float)
    design = np.column_stack([dummies, (answers["group"] == "g1").astype(int)])
    model = OaxacaBlinder(answers["y"].to_numpy(), design, 5, hasconst=True, swap=False)
    expected = model.two_fold(two_fold_type="self_submitted", submitted_weight=0.5).params
    found = answer(sample_of(cells, scale=scale, versus="g1"))

    composition, same = (part(found, name, "g0").value for name in ("composition", "same_setting"))
    assert (same, composition) == pytest.approx(tuple(expected[:2]), abs=1e-9)


def test_parts_by_hand_in_two_settings():
    # Of 8 x 50 answers each: a has 10 % in "calm", b 50 %; yes in calm .8 and .8, in hurry .2, .4.
    cells = in_settings(
        {
            "calm": {"a": [(10, 8)] * 8, "b": [(50, 40)] * 8},
            "hurry": {"a": [(90, 18), (90, 18)] * 4, "b": [(50, 21), (50, 19)] * 4},
        }
    )

    found = answer(sample_of(cells, versus="b"))

    # composition (.1 - .5)(.8 + .8)/2 + (.9 - .5)(.2 + .4)/2 = -.2; same (.9 + .5)/2 (.2 - .4).
    assert part(found, "composition", "a").value == pytest.approx(0.2, abs=1e-12)
    assert part(found, "same_setting", "a").value == pytest.approx(0.14, abs=1e-12)
    assert found.gaps[0].difference.value == pytest.approx(0.34, abs=1e-12)
    assert part(found, "composition_share", "a").value == pytest.approx(0.2 / 0.34)
    assert part(found, "composition", "a").df == found.gaps[0].df


def test_answers_in_settings_that_one_side_lacks_are_their_own_part():
    cells = in_settings(
        {
            "shared": {"a": [(50, 20), (50, 25)] * 4, "b": [(50, 30), (50, 34)] * 4},
            "of_a": {"a": [(10, 1)] * 8},
        }
    )

    found = answer(sample_of(cells, versus="b"))

    # Covered: .45 against .64; crude: (180 + 8)/480 against .64.
    coverage = part(found, "coverage", "a")
    assert coverage.value == pytest.approx(400 / 480)
    assert coverage.low < coverage.value < coverage.high
    assert part(found, "same_setting", "a").value == pytest.approx(0.19)
    assert part(found, "uncovered", "a").value == pytest.approx(0.45 - 188 / 480)
    assert part(found, "composition", "a") == Withheld(reason=Reason.UNDEFINED)


def test_below_80_percent_coverage_only_the_coverage_is_shown():
    cells = in_settings(
        {
            "shared": {"a": [(50, 20), (50, 25)] * 4, "b": [(50, 30), (50, 34)] * 4},
            "of_a": {"a": [(15, 5)] * 8},
        }
    )

    found = answer(sample_of(cells, versus="b"))

    assert part(found, "coverage", "a").value == pytest.approx(400 / 520)
    for name in (*ADDING_UP, "composition_share"):
        assert part(found, name, "a") == Withheld(reason=Reason.TOO_FEW)


def test_settings_without_any_answer_in_common_have_no_coverage():
    cells = in_settings(
        {"of_a": {"a": [(50, 20), (50, 25)] * 4}, "of_b": {"b": [(50, 30), (50, 34)] * 4}}
    )

    found = answer(sample_of(cells))

    assert part(found, "coverage", "a").value == 0
    assert part(found, "same_setting", "b") == Withheld(reason=Reason.TOO_FEW)


def test_what_a_few_answers_said_cannot_be_had_by_subtraction():
    few = {"a": [(1, 1)] * 3}  # their share would follow from crude and covered gap
    table = {
        "large": {"a": [(50, 20), (50, 25)] * 4, "b": [(50, 30), (50, 34)] * 4},
        "small": {"a": [(4, 2)] * 8, "b": [(9, 5)] * 8},
        "rare": few,
    }

    sides = paired(strata(in_settings(table)), versus="b")

    assert sides.rows.strata == ("large", "rare", "small")
    assert support(sides)[0].tolist() == [True, False, False]
    assert support(paired(strata(in_settings(table | {"rare": {}})), versus="b"))[0].sum() == 2


def test_many_answers_left_out_leave_the_other_settings_alone():
    table = {
        "large": {"a": [(50, 20)] * 8, "b": [(50, 30)] * 8},
        "small": {"a": [(4, 2)] * 8, "b": [(9, 5)] * 8},
        "rare": {"a": [(2, 1)] * 6},
        "rarer": {"a": [(1, 1)] * 4, "b": [(9, 3)] * 8},
    }

    sides = paired(strata(in_settings(table)), versus="b")

    # "rarer" has 4 answers of a: one short of 5.
    assert support(sides)[0].tolist() == [True, False, False, True]


def test_a_gap_that_may_be_0_has_no_share_that_goes_with_composition():
    cells = in_settings(
        {
            "calm": {"a": [(50, 30), (50, 36)] * 4, "b": [(50, 36), (50, 30)] * 4},
            "hurry": {"a": [(50, 20), (50, 24)] * 4, "b": [(50, 24), (50, 20)] * 4},
        }
    )

    found = answer(sample_of(cells, versus="b"))

    assert not found.gaps[0].excludes_zero
    assert part(found, "composition_share", "a") == Withheld(reason=Reason.UNDEFINED)


@pytest.mark.parametrize("secret", [[("g1", None)], [("g0", None)]])
def test_private_groups_have_no_parts(secret):
    cells = cells_in(answers_in_settings(3), "stratum")

    found = answer(sample_of(cells, private=frozenset(secret), versus="g1"))

    for name in ("composition", "same_setting", "coverage", "composition_share"):
        assert part(found, name, "g0") == Withheld(reason=Reason.PRIVATE)


def test_groups_too_few_to_judge_have_no_parts_and_no_reference_says_so():
    few = in_settings({"calm": {"a": [(3, 1)] * 6, "b": [(50, 30), (50, 20)] * 4}})
    alone = in_settings({"calm": {"a": [(50, 30), (50, 20)] * 4}})

    assert part(answer(sample_of(few)), "coverage", "a").reason is Reason.TOO_FEW
    assert part(answer(sample_of(alone)), "coverage", "a").reason is Reason.NO_ANSWERS


def test_only_the_groups_asked_for_are_decomposed():
    cells = cells_in(answers_in_settings(3), "stratum")

    found = answer(sample_of(cells, only=("g1",)))

    assert {item.group for item in found.parts} == {"g1"}
    assert [item.group for item in found.groups] == ["g0", "g1", "g2"]


def test_groups_and_gaps_are_those_without_settings():
    answers = answers_in_settings(8)
    cells = cells_in(answers, "stratum")
    plain = Cells(frame=cells.frame.assign(stratum=None))

    found, without = answer(sample_of(cells)), answer(sample_of(plain))

    assert found.groups == without.groups
    assert found.gaps == without.gaps
    assert found.overall == without.overall


@pytest.mark.parametrize(("versus", "is_share"), [("others", True), ("g2", True), ("g2", False)])
def test_standard_errors_are_those_of_a_jackknife(versus, is_share):
    answers = answers_in_settings(11, clusters=150, answers=15_000, is_share=is_share)
    cells = cells_in(answers, "stratum")
    scale = Scale(is_share=is_share, worse_sign=1, span=1.0 if is_share else 4.0)
    named = None if versus == "others" else versus

    def values(of):
        sides = paired(strata(of), versus=named)
        return decomposed(sides, support(sides)).values[:2, 0]

    found = answer(sample_of(cells, versus=versus, scale=scale))

    for place, name in enumerate(("composition", "same_setting")):
        expected = jackknife_error(cells, lambda of, at=place: values(of)[at])
        assert standard_error(part(found, name, "g0")) == pytest.approx(expected, rel=0.02)


def test_influence_is_the_derivative_by_the_weight_of_a_cluster():
    answers = answers_in_settings(5, answers=700, clusters=6, weights=(300, 1000))
    answers = answers[~((answers["group"] == "g0") & (answers["x"] == 4))]
    cells = cells_in(answers, "stratum")
    sides = paired(strata(cells), versus=None)
    covered = support(sides)

    def moved(cluster, step):
        factor = np.where(cells.frame["cluster_id"] == cluster, 1 + step, 1.0)
        sums = {name: cells.frame[name] * factor for name in ("sum_w", "sum_wy")}
        return decomposed(
            paired(strata(Cells(frame=cells.frame.assign(**sums))), versus=None), covered
        )

    found = decomposed(sides, covered)

    for cluster in range(6):
        slope = (moved(cluster, 1e-6).values - moved(cluster, -1e-6).values) / 2e-6
        influence = np.array([rows[cluster] for rows in found.influence])
        assert influence == pytest.approx(slope, abs=1e-8)
    assert 0 < found.values[3, 0] < 1


@LAWS
@given(SEEDS, st.sampled_from(["others", "largest", "g1"]), st.booleans(), st.integers(2, 9))
def test_parts_add_up_to_the_crude_gap(seed, versus, is_share, n_settings):
    answers = answers_in_settings(
        seed, is_share=is_share, settings=n_settings, answers=1500, weights=(400, 1000, 2600)
    )
    scale = Scale(is_share=is_share, worse_sign=-1, span=1.0 if is_share else 4.0)

    found = answer(sample_of(cells_in(answers, "stratum"), scale=scale, versus=versus))

    for gap in found.gaps:
        estimates = [
            item.estimate
            for item in found.parts
            if item.group == gap.group and item.name in ADDING_UP
        ]
        if all(isinstance(item, Estimate) for item in estimates):
            total = sum(item.value for item in estimates)
            assert total == pytest.approx(gap.difference.value, abs=1e-12)


@LAWS
@given(SEEDS)
def test_swapping_the_sides_negates_both_parts(seed):
    cells = cells_in(answers_in_settings(seed, groups=2, weights=(400, 1000)), "stratum")

    there, back = (answer(sample_of(cells, versus=name)) for name in ("g1", "g0"))

    for name in ("composition", "same_setting"):
        first, second = part(there, name, "g0"), part(back, name, "g1")
        mirrored = (-second.value, -second.high, -second.low)
        assert (first.value, first.low, first.high) == pytest.approx(mirrored, abs=1e-12)


@LAWS
@given(SEEDS, st.sampled_from([0.5, 3.0, 1e6]))
def test_a_factor_on_all_weights_changes_no_part(seed, factor):
    cells = cells_in(answers_in_settings(seed, weights=(400, 1000)), "stratum")
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    found, again = answer(sample_of(cells)), answer(sample_of(Cells(frame=scaled)))

    for one, other in zip(found.parts, again.parts, strict=True):
        assert (one.name, one.group) == (other.name, other.group)
        if isinstance(one.estimate, Interval):
            expected = (one.estimate.value, one.estimate.low, one.estimate.high)
            scaled_to = (other.estimate.value, other.estimate.low, other.estimate.high)
            assert scaled_to == pytest.approx(expected, rel=1e-9, abs=1e-12)


@LAWS
@given(SEEDS, st.integers(20, 400), st.integers(1, 9), st.integers(1, 30), st.booleans())
def test_sparse_cells_give_a_reason_or_a_finite_number(seed, n, clusters, n_settings, is_share):
    answers = answers_in_settings(
        seed, answers=n, clusters=clusters, settings=n_settings, is_share=is_share
    )
    scale = Scale(is_share=is_share, worse_sign=1, span=1.0 if is_share else 4.0)

    found = answer(sample_of(cells_in(answers, "stratum"), scale=scale))

    for item in found.parts:  # an Estimate refuses what is not finite or not in its interval
        assert isinstance(item.estimate, Estimate | Withheld)


@LAWS
@given(SEEDS)
def test_equal_compositions_have_no_part_that_goes_with_composition(seed):
    draw = np.random.default_rng(seed)
    sizes = np.array([40, 25, 10])  # each cluster has another order, all together the same
    cells = in_settings(
        {
            f"s{place}": {
                name: [
                    (int(n), int(draw.binomial(n, 0.5)))
                    for n in sizes[(np.arange(9) + place * first) % 3]
                ]
                for name, first in (("a", 1), ("b", 2))
            }
            for place in range(3)
        }
    )

    found = answer(sample_of(cells, versus="b"))

    assert part(found, "composition", "a").value == pytest.approx(0, abs=1e-12)
    assert part(found, "same_setting", "a").value == pytest.approx(
        found.gaps[0].difference.value, abs=1e-12
    )
