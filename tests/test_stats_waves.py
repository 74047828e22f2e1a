"""Waves: the paired t test for those who answered both, all who answered beside them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from seen.domain.cells import SUMS
from seen.domain.findings import Estimate, Interval, Reason, Verdict, Withheld
from seen.stats.gaps import Scale, holm
from seen.stats.intervals import t_quantile
from seen.stats.sample import Sample
from seen.stats.waves import waves
from seen.text import has
from tests.reference.cells import cells_of, contributors_of

BURDEN = Scale(is_share=False, worse_sign=1, span=100.0)
CASES = Scale(is_share=True, worse_sign=1, span=1.0)
WAVES = ("2024 Q1", "2024 Q2", "2024 Q3")
PRIVATE = Withheld(reason=Reason.PRIVATE)


def drawn(seed, *, people=200, leave=0.3, join=0.3, change=-3.0):
    """Return scores per person and wave; some leave after the first, some join after it."""
    draw = np.random.default_rng(seed)
    own = 45 + 12 * draw.standard_normal(people)
    rows = []
    for place, wave in enumerate(WAVES):
        score = own + change * place / 2 + 8 * draw.standard_normal(people)
        rows.append(pd.DataFrame({"person": range(people), "wave": wave, "y": score}))
    frame = pd.concat(rows, ignore_index=True)
    answers = draw.random(people)
    gone = (frame["person"].map(answers.__getitem__) < leave) & (frame["wave"] != WAVES[0])
    new = (frame["person"].map(answers.__getitem__) > 1 - join) & (frame["wave"] == WAVES[0])
    return frame[~gone & ~new]


def sample_of(frame, *, scale=BURDEN, **options):
    """Return a Sample whose groups are waves and whose clusters are people."""
    y = frame["y"]
    sums = frame.assign(
        n_answers=1, sum_w=1000, sum_w2=10**6, sum_wy=1000 * y, sum_wy2=1000 * y * y
    )
    added = sums.groupby(["wave", "person"], as_index=False, dropna=False)[list(SUMS)].sum()
    names = {"wave": "group_value", "person": "cluster_id"}
    cells = cells_of(**added.rename(columns=names).to_dict("series"))
    usual = {
        "cells": cells,
        "scale": scale,
        "versus": "others",
        "contributors": contributors_of(cells),
        "cluster_word": "practitioners",
        "order": WAVES,
    }
    return Sample(**(usual | options))


def parts(answer):
    """Return the parts by name."""
    return {item.name: item for item in answer.parts}


def ends(frame):
    """Return the scores of the first and the last wave, one row per person."""
    return frame.pivot(index="person", columns="wave", values="y")[[WAVES[0], WAVES[-1]]]


def test_complete_pairs_are_the_paired_t_test_of_scipy():
    frame = drawn(1)
    first, last = ends(frame).dropna().to_numpy().T
    expected = ttest_rel(last, first)
    interval = expected.confidence_interval()

    found = parts(waves(sample_of(frame)))["change_pairs"].estimate

    assert found.value == pytest.approx((last - first).mean(), rel=1e-12)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-12)
    assert found.df == pytest.approx(expected.df, rel=1e-12)
    assert (found.n_people, found.n_answers) == (len(first), 2 * len(first))


def test_all_who_answered_are_paired_through_their_joint_covariance():
    frame = drawn(2)
    both = ends(frame)
    first, last = (both[wave] for wave in both)
    # what each person contributes to the difference of the two means; who did not answer, nothing
    parted = [((it - it.mean()) / it.count()).fillna(0.0) for it in (first, last)]
    n = frame["person"].nunique()
    error = np.sqrt(n / (n - 1) * ((parted[1] - parted[0]) ** 2).sum())

    found = parts(waves(sample_of(frame)))["change_all"].estimate

    assert found.value == pytest.approx(last.mean() - first.mean(), rel=1e-12)
    assert found.high - found.value == pytest.approx(t_quantile(found.df) * error, rel=1e-9)
    assert found.n_people == both.notna().any(axis=1).sum()
    assert found.n_answers == first.count() + last.count()


def test_both_changes_are_allowed_for_as_two_and_name_their_waves():
    frame = drawn(3)
    first, last = ends(frame).dropna().to_numpy().T

    answer = waves(sample_of(frame))

    found = parts(answer)
    assert {(item.group, item.group_2) for item in answer.parts} == {(WAVES[-1], WAVES[0])}
    alone = ttest_rel(last, first).pvalue
    assert found["change_pairs"].p_holm in [
        pytest.approx(holm([alone, other])[0]) for other in (0.0, 1.0)
    ]
    assert found["change_pairs"].verdict is not Verdict.WITHHELD
    for item in answer.parts:
        assert isinstance(item.estimate, Estimate)
        assert "practitioners" in item.estimate.method


def test_who_answered_both_is_a_share_of_who_answered_either():
    frame = drawn(4)
    both = ends(frame)

    found = parts(waves(sample_of(frame)))["answered_both"].estimate

    either = both.dropna(how="all")
    assert found.value == pytest.approx(both.notna().all(axis=1).sum() / len(either))
    assert found.n_people == len(either)
    assert found.low < found.value < found.high


def test_where_the_burdened_leave_the_two_changes_may_differ_in_sign():
    frame = drawn(5, people=400, leave=0.0, join=0.0, change=2.0)
    first = frame[frame["wave"] == WAVES[0]].set_index("person")["y"]
    gone = first.index[first > 52]

    answer = waves(sample_of(frame[(frame["wave"] == WAVES[0]) | ~frame["person"].isin(gone)]))

    found = parts(answer)
    assert found["change_all"].estimate.value < 0 < found["change_pairs"].estimate.value
    assert "blocks.signs_differ" in answer.notes
    assert all(has(note) for note in answer.notes)


def test_the_healthy_worker_is_always_mentioned_and_signs_only_where_they_differ():
    answer = waves(sample_of(drawn(6, change=-8.0)))

    assert answer.notes == ("blocks.healthy_worker",)


@pytest.mark.parametrize(("n_alone", "is_shown"), [(0, True), (1, False), (10, False), (11, True)])
def test_few_who_answered_once_alone_cannot_be_told_by_subtraction(n_alone, is_shown):
    frame = drawn(7, leave=0.0, join=0.0)
    gone = frame["person"].lt(n_alone) & (frame["wave"] == WAVES[-1])

    found = parts(waves(sample_of(frame[~gone])))

    assert isinstance(found["change_pairs"].estimate, Estimate) is is_shown
    assert isinstance(found["change_all"].estimate, Estimate)
    if not is_shown:
        assert found["change_pairs"].estimate == found["answered_both"].estimate == PRIVATE
        assert found["change_pairs"].verdict is Verdict.WITHHELD


def test_few_who_answered_both_are_private():
    frame = drawn(8, leave=0.0, join=0.0)
    kept = (frame["wave"] == WAVES[0]) | (frame["person"] >= 190)
    others = frame[frame["wave"] == WAVES[-1]].assign(person=lambda it: it["person"] + 1000)

    found = parts(waves(sample_of(pd.concat([frame[kept], others]))))

    assert found["change_pairs"].estimate == PRIVATE


def test_a_withheld_wave_leaves_its_place_to_the_next_shown():
    frame = drawn(9)
    sample = sample_of(frame, private=frozenset({(WAVES[-1], None)}))

    answer = waves(sample)

    assert parts(answer)["change_all"].group == WAVES[1]


def test_one_shown_wave_is_too_few_to_speak_of_change():
    answer = waves(sample_of(drawn(10)), breaks=frozenset({WAVES[-1]}))

    assert {item.estimate for item in answer.parts} == {Withheld(reason=Reason.TOO_FEW)}
    assert "blocks.series_broken" in answer.notes


def test_answers_of_nobody_known_are_in_no_pair():
    frame = drawn(11).astype({"person": "Int64"})
    unknown = frame.assign(person=pd.NA)

    with_them = parts(waves(sample_of(pd.concat([frame, unknown], ignore_index=True))))
    without = parts(waves(sample_of(frame)))

    assert with_them["change_pairs"].estimate == without["change_pairs"].estimate
    assert with_them["answered_both"] == without["answered_both"]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from([20, 60, 300]), st.booleans())
def test_every_part_has_a_reason_or_a_number_inside_its_interval(seed, people, is_share):
    frame = drawn(seed, people=people)
    if is_share:
        frame = frame.assign(y=(frame["y"] > 50).astype(float))

    answer = waves(sample_of(frame, scale=CASES if is_share else BURDEN))

    for item in answer.parts:
        assert isinstance(item.estimate, Interval | Withheld)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_where_all_answered_both_the_two_changes_are_one(seed):
    found = parts(waves(sample_of(drawn(seed, leave=0.0, join=0.0))))

    pairs, everyone = found["change_pairs"].estimate, found["change_all"].estimate
    assert everyone.value == pytest.approx(pairs.value, rel=1e-12)
    assert everyone.high == pytest.approx(pairs.high, rel=1e-9)
    assert found["answered_both"].estimate.value == 1
