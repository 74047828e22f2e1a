"""The view of blocks: every part a number with its interval, or the reason why there is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from seen.domain.findings import Estimate, Interval, Reason, Verdict, Withheld
from seen.stats.blocks import blocks
from seen.stats.intervals import t_quantile
from seen.stats.moments import moments
from seen.stats.relative_importance import importance
from seen.text import has
from tests.reference.moments import drawn_workers, moment_cells, moment_sample

VARIABLES = ("y", "x1", "x2", "m", "c")
BLOCKS = {"overload": ["x1", "x2"], "impeded": ["m"], "relating": ["c"]}


def asked(cells, *, by=None, covariates=(), **options):
    """Return the answer about the usual blocks."""
    sample = moment_sample(cells, **options)
    return blocks(sample, outcome="y", blocks=by or BLOCKS, covariates=covariates)


def expected_shares(cells):
    """Return the shares themselves."""
    return importance(moments(cells), outcome="y", blocks=BLOCKS)


def parts(answer, name):
    """Return the parts of a name by their group."""
    return {item.group: item for item in answer.parts if item.name == name}


def test_shares_come_with_t_intervals_counts_and_method():
    cells = moment_cells(drawn_workers(2, clusters=50), VARIABLES)
    expected = expected_shares(cells)

    answer = asked(cells)

    share = parts(answer, "block")["overload"].estimate
    error, df = expected.shares.standard_error(0), expected.shares.df[0]
    assert share.value == expected.shares.values[0]
    assert share.high - share.value == pytest.approx(t_quantile(df) * error, rel=1e-12)
    assert (share.n_answers, share.n_people, share.n_clusters) == (900, 900, len(cells.frame))
    assert share.df == df
    assert "institutions" in share.method
    assert all(has(note) for note in answer.notes)


def test_parts_make_up_the_whole_with_what_is_adjusted_for():
    answer = asked(
        moment_cells(drawn_workers(2), VARIABLES),
        by={"overload": ["x1", "x2"], "impeded": ["m"]},
        covariates=["c"],
    )

    names = [item.name for item in answer.parts]
    shares = [item.estimate.value for item in answer.parts if item.name != "block_difference"]
    assert names == ["block", "block", "covariates", "unexplained", "block_difference"]
    assert sum(shares) == pytest.approx(1, abs=1e-12)


def test_without_covariates_there_is_no_part_for_them():
    answer = asked(moment_cells(drawn_workers(2), VARIABLES))

    assert parts(answer, "covariates") == {}
    assert set(parts(answer, "block")) == set(BLOCKS)


def test_a_share_near_nothing_has_an_interval_from_nothing():
    frame = drawn_workers(2).assign(z=np.random.default_rng(5).standard_normal(900))
    cells = moment_cells(frame, (*VARIABLES, "z"))

    answer = asked(cells, by={"overload": ["x1", "x2"], "noise": ["z"]})

    noise = parts(answer, "block")["noise"].estimate
    assert noise.value < 0.01
    assert noise.low == 0


def test_pairs_of_blocks_are_compared_with_holm_over_the_pairs():
    cells = moment_cells(drawn_workers(3), VARIABLES)
    _, differences = expected_shares(cells).differences()
    expected = multipletests([differences.p_value(place) for place in range(3)], method="holm")

    pairs = [item for item in asked(cells).parts if item.name == "block_difference"]

    assert [(item.group, item.group_2) for item in pairs] == [
        ("overload", "impeded"),
        ("overload", "relating"),
        ("impeded", "relating"),
    ]
    assert [item.p_holm for item in pairs] == pytest.approx(expected[1].tolist())
    for item in pairs:
        assert (item.verdict in (Verdict.NOTABLE, Verdict.SMALL)) == (item.p_holm < 0.05)


def test_the_whole_is_the_mean_outcome_of_complete_answers():
    frame = drawn_workers(3)
    frame.loc[frame.index[:100], "m"] = np.nan

    answer = asked(moment_cells(frame, VARIABLES, weight="w"))

    complete = frame.iloc[100:]
    expected = np.average(complete["y"], weights=complete["w"])
    assert answer.overall.value == pytest.approx(expected)
    assert answer.overall.n_answers == 800
    assert answer.is_weighted


@pytest.mark.parametrize(
    ("rows", "options", "reason"),
    [
        (0, {}, Reason.NO_ANSWERS),
        (29, {}, Reason.TOO_FEW),
        (900, {"is_private": True}, Reason.PRIVATE),
    ],
)
def test_all_parts_are_withheld_together(rows, options, reason):
    answer = asked(moment_cells(drawn_workers(2).iloc[:rows], VARIABLES), **options)

    assert {item.estimate.reason for item in answer.parts} == {reason}
    assert answer.overall.reason is reason
    assert {item.p_holm for item in answer.parts} == {None}
    assert len(answer.parts) == 3 + 1 + 3


@pytest.mark.parametrize(("clusters", "is_shown"), [(7, False), (8, True)])
def test_fewer_than_eight_clusters_are_too_few(clusters, is_shown):
    frame = drawn_workers(2).assign(cluster=lambda it: it.index % clusters)

    answer = asked(moment_cells(frame, VARIABLES))

    assert isinstance(answer.parts[0].estimate, Estimate) is is_shown


def test_a_constant_predictor_leaves_everything_undefined():
    answer = asked(moment_cells(drawn_workers(2).assign(m=2.0), VARIABLES))

    undefined = Withheld(reason=Reason.UNDEFINED)
    assert {item.estimate for item in answer.parts} == {undefined}
    assert parts(answer, "block_difference")["overload"].verdict is Verdict.WITHHELD
    assert isinstance(answer.overall, Estimate)


def test_a_perfect_fit_claims_no_certainty():
    frame = drawn_workers(2).assign(y=lambda it: 2 * it["x1"] - it["m"])

    answer = asked(moment_cells(frame, VARIABLES))

    assert parts(answer, "unexplained")[None].estimate == Withheld(reason=Reason.UNDEFINED)
    assert isinstance(parts(answer, "block")["overload"].estimate, Estimate)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from([5, 9, 40]), st.sampled_from([25, 60, 500]))
def test_every_part_has_a_reason_or_a_number_inside_its_interval(seed, clusters, answers):
    frame = drawn_workers(seed, clusters=clusters, answers=answers)

    answer = asked(moment_cells(frame, VARIABLES, weight="w"))

    for item in answer.parts:
        if isinstance(item.estimate, Interval) and item.name != "block_difference":
            assert 0 <= item.estimate.low <= item.estimate.value <= item.estimate.high <= 1
        assert (item.p_holm is None) or isinstance(item.estimate, Interval)
