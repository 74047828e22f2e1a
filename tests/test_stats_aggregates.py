"""Published counts without a lower level: the shape of a comparison, with binomial intervals."""

import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Reason, Verdict, Withheld
from seen.stats.aggregates import compare_aggregates
from seen.stats.binomial import mover_ratio
from seen.stats.totals import WHOLE
from tests.reference.cells import cells_of, contributors_of, gap, group
from tests.reference.places import RATING, counted, limits, sample_of

TABLE = {"low": (350, 141), "mid": (500, 240), "high": (340, 202)}
PRIVATE = Withheld(reason=Reason.PRIVATE)


def test_each_group_has_its_wilson_interval_and_every_respondent_counts():
    found = compare_aggregates(sample_of(counted(TABLE)))

    low = group(found, "low")
    assert low.value == pytest.approx(141 / 350)
    assert limits(low) == pytest.approx(proportion_confint(141, 350, method="wilson"), abs=1e-12)
    assert (low.n_answers, low.n_people, low.n_clusters, low.df) == (350, 350, 350, 349)
    assert low.method == "share with Wilson interval, each respondent counted as independent"
    assert limits(found.overall) == pytest.approx(
        proportion_confint(583, 1190, method="wilson"), abs=1e-12
    )


def test_gaps_are_newcombes_with_the_score_test_and_holm():
    found = compare_aggregates(sample_of(counted(TABLE), versus="mid"))

    low, high = gap(found, "low"), gap(found, "high")
    expected = confint_proportions_2indep(240, 500, 141, 350, method="newcomb", compare="diff")
    assert low.difference.value == pytest.approx(240 / 500 - 141 / 350)
    assert limits(low.difference) == pytest.approx(expected, abs=1e-12)
    p = [proportions_ztest([yes, 240], [n, 500])[1] for yes, n in ((202, 340), (141, 350))]
    assert [high.p, low.p] == pytest.approx(p, abs=1e-12)
    assert [high.p_holm, low.p_holm] == pytest.approx(multipletests(p, method="holm")[1].tolist())
    assert {item.group for item in found.gaps} == {"low", "high"}


def test_ratios_are_mover_and_the_reference_goes_along():
    found = gap(compare_aggregates(sample_of(counted(TABLE), versus="mid")), "low")

    expected = mover_ratio(yes=141, n_answers=350, reference_yes=240, reference_n=500)
    assert limits(found.ratio) == pytest.approx(limits(expected), rel=1e-12)
    assert limits(found.reference) == pytest.approx(
        proportion_confint(240, 500, method="wilson"), abs=1e-12
    )
    assert found.df is None


def test_others_are_everyone_else_and_share_no_respondent():
    found = gap(compare_aggregates(sample_of(counted(TABLE))), "low")

    expected = confint_proportions_2indep(442, 840, 141, 350, method="newcomb", compare="diff")
    assert found.versus == "others"
    assert limits(found.difference) == pytest.approx(expected, abs=1e-12)
    assert found.verdict is Verdict.NOTABLE


def test_a_higher_share_is_worse_where_the_measure_says_so():
    sample = sample_of(counted(TABLE), versus="mid")
    adverse = sample_of(
        counted(TABLE),
        versus="mid",
        scale=type(sample.scale)(is_share=True, worse_sign=1, span=1.0),
    )

    there, back = compare_aggregates(sample), compare_aggregates(adverse)

    low, high = limits(gap(there, "low").difference)
    assert limits(gap(back, "low").difference) == pytest.approx((-high, -low), abs=1e-12)


def test_rows_of_reporting_organisations_add_up():
    halves = counted({"low": (200, 81), "mid": (500, 240), "high": (340, 202)})
    rest = counted({"low": (150, 60)})
    rows = Cells(frame=halves.frame.assign(cluster_id="a")), rest.frame.assign(cluster_id="b")
    both = rows[0].plus(Cells(frame=rows[1]))

    found, whole = (compare_aggregates(sample_of(cells)) for cells in (both, counted(TABLE)))

    assert found.groups == whole.groups
    assert found.gaps == whole.gaps


def test_fewer_than_30_respondents_are_too_few():
    found = compare_aggregates(sample_of(counted(TABLE | {"few": (29, 14)})))

    too_few = Withheld(reason=Reason.TOO_FEW, n_answers=29)
    assert group(found, "few") == gap(found, "few").difference == too_few
    assert gap(found, "few").verdict is Verdict.WITHHELD


def test_a_wide_interval_is_too_few_to_judge():
    # 15 of 30: Wilson .33 to .67, wider than .30 (NCHS).
    found = compare_aggregates(sample_of(counted(TABLE | {"wide": (30, 15)})))

    assert group(found, "wide") == Withheld(reason=Reason.TOO_FEW, n_answers=30)


def test_a_private_group_shows_nothing_and_stays_in_the_others_and_the_whole():
    hidden = frozenset({("mid", None)})

    found = compare_aggregates(sample_of(counted(TABLE), private=hidden))
    closed = compare_aggregates(sample_of(counted(TABLE), private=hidden | {WHOLE}))

    open_to_all = compare_aggregates(sample_of(counted(TABLE)))
    assert group(found, "mid") == gap(found, "mid").difference == PRIVATE
    assert gap(found, "low").difference == gap(open_to_all, "low").difference
    assert found.overall == open_to_all.overall
    assert closed.overall == gap(closed, "low").difference == PRIVATE


def test_only_the_chosen_groups_are_compared():
    found = compare_aggregates(sample_of(counted(TABLE), only=("low",)))

    assert [item.group for item in found.gaps] == ["low"]
    assert found.gaps[0].p_holm == found.gaps[0].p
    assert len(found.groups) == 3


def test_weights_that_differ_count_for_fewer_respondents():
    # Half the respondents weigh three times as much: (Σw)²/Σw² = 4²/(2 × 10) of n (Kish).
    cells = cells_of(
        group_value=["a", "a", "b", "b"],
        cluster_id=None,
        n_answers=[200, 200, 200, 200],
        sum_w=[200, 600, 200, 600],
        sum_w2=[200, 1800, 200, 1800],
        sum_wy=[100, 240, 80, 360],
        sum_wy2=[100, 240, 80, 360],
    )

    found = compare_aggregates(sample_of(cells))

    expected = proportion_confint(0.425 * 320, 320, method="wilson")
    assert limits(group(found, "a")) == pytest.approx(expected, abs=1e-12)
    assert group(found, "a").n_answers == 400
    assert found.is_weighted


def test_a_mean_without_a_lower_level_has_no_interval():
    found = compare_aggregates(sample_of(counted(TABLE), scale=RATING))

    undefined = Withheld(reason=Reason.UNDEFINED)
    assert {item.estimate for item in found.groups} == {undefined}
    assert found.overall == gap(found, "low").difference == undefined


def test_shares_of_0_compare_without_a_number_that_is_none():
    cells = counted({"none": (400, 0), "nobody": (500, 0), "some": (400, 40)})

    found = compare_aggregates(sample_of(cells, versus="none"))

    assert gap(found, "nobody").difference.value == 0
    assert gap(found, "nobody").p == 1
    assert gap(found, "some").ratio == Withheld(reason=Reason.UNDEFINED)
    assert isinstance(gap(found, "some").difference, Interval)


def test_a_ratio_to_a_very_small_share_is_too_few():
    cells = counted({"rare": (4000, 40), "some": (4000, 400)})

    found = compare_aggregates(sample_of(cells, versus="rare"))

    assert gap(found, "some").ratio == Withheld(reason=Reason.TOO_FEW)


def test_a_known_group_without_answers_says_so():
    known = contributors_of(counted(TABLE))
    known[("nobody", None)] = known[WHOLE]

    found = compare_aggregates(sample_of(counted(TABLE), contributors=known))

    assert group(found, "nobody") == Withheld(reason=Reason.NO_ANSWERS)
    assert isinstance(group(found, "low"), Estimate)
