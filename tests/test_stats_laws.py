"""Laws that hold for any data: what may change a number, and what may not."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Withheld
from seen.stats.estimates import means
from seen.stats.totals import totals, whole
from tests.reference.cells import compared, contributors_of, drawn_cells, gap, group

SEEDS = st.integers(0, 2**32 - 1)
LAWS = settings(deadline=None, max_examples=25)


def close(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-12)


def plain(found):
    """Return what a reader sees of an estimate or gap: its numbers, or the reason."""
    return (found.value, found.low, found.high) if isinstance(found, Interval) else found


def numbers(found):
    """Return the same, to be compared but for rounding."""
    return close(plain(found)) if isinstance(found, Interval) else found


def assert_same(found, expected, renamed=None):
    """Check that two comparisons say the same, group by group."""
    names = renamed or {}
    for item in expected.groups:
        assert plain(group(found, names.get(item.group, item.group))) == numbers(item.estimate)
    for item in expected.gaps:
        other = gap(found, names.get(item.group, item.group))
        assert plain(other.difference) == numbers(item.difference)
        assert plain(other.ratio) == numbers(item.ratio)
        assert other.verdict is item.verdict
    assert plain(found.overall) == numbers(expected.overall)


@LAWS
@given(SEEDS, st.booleans(), st.integers(1, 12), st.sampled_from([40, 300, 2000]))
def test_every_group_has_a_reason_or_a_value_inside_its_interval(
    seed, is_share, clusters, answers
):
    cells = drawn_cells(seed, is_share=is_share, clusters=clusters, answers=answers)

    found = compared(cells, is_share=is_share, span=1.0 if is_share else 4.0)

    for estimate in (*(item.estimate for item in found.groups), found.overall):
        assert isinstance(estimate, Withheld) or estimate.low <= estimate.value <= estimate.high
        if is_share and isinstance(estimate, Estimate):
            assert estimate.low >= 0
            assert estimate.high <= 1


@LAWS
@given(SEEDS, st.sampled_from(["others", "g1"]))
def test_other_names_change_no_number(seed, versus):
    names = {"g0": "z", "g1": "a", "g2": "m"}
    cells = drawn_cells(seed, weights=(400, 1000))
    frame = cells.frame.assign(group_value=cells.frame["group_value"].map(names))

    renamed = compared(Cells(frame=frame), versus=names.get(versus, versus))

    assert_same(renamed, compared(cells, versus=versus), renamed=names)


@LAWS
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_not_a_digit(seed, order):
    cells = drawn_cells(seed, weights=(400, 1000))
    rows = list(range(len(cells.frame)))
    order.shuffle(rows)

    shuffled = Cells(frame=cells.frame.iloc[rows].reset_index(drop=True))

    assert compared(shuffled) == compared(cells)


@LAWS
@given(SEEDS, st.booleans(), st.sampled_from([0.001, 0.37, 1000]))
def test_the_unit_of_weights_changes_no_number(seed, is_share, factor):
    cells = drawn_cells(seed, is_share=is_share, weights=(400, 1000, 2600))
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    found = compared(Cells(frame=scaled), is_share=is_share)

    assert_same(found, compared(cells, is_share=is_share))
    assert found.is_weighted


@LAWS
@given(SEEDS, st.booleans())
def test_every_cluster_twice_keeps_the_values_and_narrows_the_intervals(seed, is_share):
    cells = drawn_cells(seed, is_share=is_share)
    again = cells.frame.assign(cluster_id=cells.frame["cluster_id"] + 1000)

    once = compared(cells, is_share=is_share)
    twice = compared(Cells(frame=pd.concat([cells.frame, again])), is_share=is_share)

    for item in once.groups:
        if isinstance(item.estimate, Estimate):
            more = group(twice, item.group)
            assert more.value == close(item.estimate.value)
            assert more.high - more.low < item.estimate.high - item.estimate.low


@LAWS
@given(SEEDS, st.booleans())
def test_a_gap_seen_from_the_other_side_is_its_mirror(seed, is_share):
    cells = drawn_cells(seed, groups=2, is_share=is_share, weights=(400, 1000))

    there = compared(cells, versus="g1", is_share=is_share).gaps[0].difference
    back = compared(cells, versus="g0", is_share=is_share).gaps[0].difference

    if isinstance(there, Interval):
        mirrored = (-there.value, -there.high, -there.low)
        assert plain(back) == close(mirrored)
    else:
        assert back.reason is there.reason


@LAWS
@given(SEEDS)
def test_of_two_groups_the_others_are_the_other(seed):
    cells = drawn_cells(seed, groups=2)

    found = gap(compared(cells), "g0")
    named = gap(compared(cells, versus="g1"), "g0")

    if isinstance(named.difference, Interval):
        assert plain(found.difference) == numbers(named.difference)
        assert found.df == pytest.approx(named.df)
    else:
        assert found.verdict is named.verdict


@LAWS
@given(SEEDS, st.booleans())
def test_groups_weighted_together_are_the_whole(seed, is_share):
    sums = totals(drawn_cells(seed, is_share=is_share, weights=(400, 1000, 2600)))

    found, together = means(sums, is_share=is_share), means(whole(sums), is_share=is_share)

    share = sums.w.sum(axis=0) / sums.w.sum()
    assert share @ found.values == close(together.values[0])
    assert found.n_answers.sum() == together.n_answers[0]


@LAWS
@given(SEEDS, st.data())
def test_cells_in_two_parts_give_what_they_give_together(seed, data):
    cells = drawn_cells(seed, weights=(400, 1000))
    cut = data.draw(st.integers(0, len(cells.frame)))
    parts = (Cells(frame=cells.frame.iloc[:cut]), Cells(frame=cells.frame.iloc[cut:]))

    assert_same(compared(parts[0].plus(parts[1])), compared(cells))


@LAWS
@given(SEEDS, st.sampled_from(["g0", "g1", "g2"]))
def test_hiding_a_group_changes_no_other_estimate(seed, secret):
    cells = drawn_cells(seed)

    found, everything = compared(cells, hidden=[(secret, None)]), compared(cells)

    for item in everything.groups:
        if item.group != secret:
            assert group(found, item.group) == item.estimate
            assert replace(gap(found, item.group), p_holm=None, verdict="withheld") == replace(
                gap(everything, item.group), p_holm=None, verdict="withheld"
            )
    assert set(contributors_of(cells)) >= {(secret, None)}
