"""Figures of a release: turned back without bias, and as uncertain as they are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.findings import Estimate, Interval, Reason, Verdict, Withheld
from seen.stats.gaps import Scale
from seen.stats.released import Published, compare_released, judged, rounded, said_count
from seen.stats.tallies import Reading, Tally, contrast, figure, interval

Q, V = 0.05, 4.0
SHARE = Scale(is_share=True, worse_sign=-1, span=1.0, lowest=0.0)
_STEPS = np.arange(-5, 6)


def noise_law() -> np.ndarray:
    """Return the probabilities of -5 to 5 with variance 4: proportional to exp(-λ j²)."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        weights = np.exp(-middle * _STEPS**2)
        if (weights @ _STEPS**2) / weights.sum() > V:
            low = middle
        else:
            high = middle
    weights = np.exp(-low * _STEPS**2)
    return weights / weights.sum()


NOISE = noise_law()


def reading(*values: float, q: float = Q, noise: float = V) -> Reading:
    """Return how answers at as many levels are read; a share where values are 0 and 1."""
    c = len(values)
    return Reading(
        values=values,
        replaced=q * c / (c - 1),
        noise=noise,
        is_share=set(values) <= {0.0, 1.0},
    )


def tally(*counts: float, n_cells: int = 1, design: float = 1.0) -> Tally:
    """Return published counts."""
    return Tally(
        counts=tuple(map(float, counts)), n_noises=(n_cells,) * len(counts), design=design
    )


def published(
    draw: np.random.Generator, n: int, odds: np.ndarray, *, q: float = Q, times: int = 1
) -> np.ndarray:
    """Return published counts of n answers, drawn, replaced and noised as a release does it."""
    c = len(odds)
    r = q * c / (c - 1)
    counts = draw.multinomial(n, (1 - r) * odds + r / c, size=times)
    noise = draw.choice(_STEPS, p=NOISE, size=counts.shape)
    return np.maximum(counts + noise, 0)


# -- turning back --------------------------------------------------------------------------------


def test_an_inverse_follows_the_note_by_hand():
    # 60 of 100 published yes at q = .05: (.6 - .05) / .9; variance by privacy.md 3.8
    found = figure(tally(40, 60), reading(0.0, 1.0))

    assert found.value == pytest.approx(0.55 / 0.9)
    by_hand = (1 / 0.9) ** 2 * (0.6 * 0.4 / 100 + V * (0.6**2 + 0.4**2) / 100**2)
    assert found.variance == pytest.approx(by_hand)


def test_a_category_is_replaced_so_that_a_share_q_truly_changes():
    # five levels: r = .05 · 5/4 = .0625; nobody chose the top, r/5 are published there
    found = figure(tally(0, 0, 0, 9875, 125), reading(0, 0, 0, 0, 1.0))

    assert found.value == pytest.approx(0.0, abs=1e-12)


def test_cells_that_are_added_up_bring_the_noise_of_each():
    one = figure(tally(40, 60), reading(0.0, 1.0))
    four = figure(tally(40, 60, n_cells=4), reading(0.0, 1.0))

    more = (1 / 0.9) ** 2 * 3 * V * (0.6**2 + 0.4**2) / 100**2
    assert four.variance - one.variance == pytest.approx(more)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.85])
def test_shares_are_unbiased(share):
    draw = np.random.default_rng(3)
    drawn = published(draw, 200, np.array([1 - share, share]), times=4000)

    found = [figure(tally(*one), reading(0.0, 1.0)).value for one in drawn]

    assert np.mean(found) == pytest.approx(share, abs=0.003)


def test_means_are_unbiased():
    draw = np.random.default_rng(4)
    odds = np.array([0.1, 0.15, 0.25, 0.3, 0.2])
    drawn = published(draw, 400, odds, times=3000)

    found = [figure(tally(*one), reading(1, 2, 3, 4, 5)).value for one in drawn]

    assert np.mean(found) == pytest.approx(odds @ np.arange(1, 6), abs=0.005)


# -- coverage ------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [30, 60, 120, 400])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_intervals_of_shares_hold_the_truth_in_93_of_100(n, share):
    draw = np.random.default_rng(n)
    drawn = published(draw, n, np.array([1 - share, share]), times=2000)

    asked = reading(0.0, 1.0)
    held = [_interval(tally(*one), asked) for one in drawn if one.sum() > 0]

    covered = np.mean([it.low <= share <= it.high for it in held])
    assert covered >= 0.93


@pytest.mark.parametrize("n", [30, 100, 400])
def test_intervals_of_means_hold_the_truth_in_93_of_100(n):
    draw = np.random.default_rng(n)
    odds = np.array([0.05, 0.1, 0.2, 0.4, 0.25])
    drawn = published(draw, n, odds, times=2000)

    held = [_interval(tally(*one), reading(1, 2, 3, 4, 5)) for one in drawn]

    truth = odds @ np.arange(1, 6)
    assert np.mean([it.low <= truth <= it.high for it in held]) >= 0.93


@pytest.mark.parametrize("n", [30, 100, 400])
def test_gaps_to_everyone_else_hold_the_truth_in_93_of_100(n):
    draw = np.random.default_rng(n)
    flipped = 0.9 * np.array([0.4, 0.6]) + Q  # the truth is no gap at all
    groups, rests = (draw.multinomial(size, flipped, size=2000) for size in (n, 2 * n))
    noises = draw.choice(_STEPS, p=NOISE, size=(2000, 2, 2))

    found = [
        contrast(
            own := tally(*np.maximum(group + noise[0], 0)),
            tally(*np.maximum(group + rest + noise[1], 0)).less(own),
            reading(0.0, 1.0),
            is_remainder=True,
        )
        for group, rest, noise in zip(groups, rests, noises, strict=True)
    ]

    covered = np.mean([abs(it.value - it.reference) <= 1.96 * it.standard_error for it in found])
    assert 0.93 <= covered <= 0.99


def _interval(one: Tally, asked: Reading) -> Interval:
    return interval(figure(one, asked), one, asked)


# -- what always holds ---------------------------------------------------------------------------

counts = st.lists(st.integers(0, 400), min_size=2, max_size=2).filter(lambda it: sum(it) >= 30)


@given(counts, st.floats(0.02, 0.25), st.floats(1, 10), st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_protection_never_makes_an_interval_narrower(drawn, q, design, n_cells):
    bare = Tally(counts=tuple(map(float, drawn)), n_noises=(0, 0), design=1.0)
    kept = tally(*drawn, n_cells=n_cells, design=design)

    without = figure(bare, reading(0.0, 1.0, q=q, noise=0.0))
    within = figure(kept, reading(0.0, 1.0, q=q))

    assert within.variance >= without.variance
    assert within.n_effective <= without.n_effective + 1e-9


@given(counts)
@settings(max_examples=200, deadline=None)
def test_no_share_is_nobody_or_everybody(drawn):
    found = judged(tally(*drawn), reading(0.0, 1.0))

    if isinstance(found, Interval):
        assert 0 < found.value < 1
        assert found.low <= found.value <= found.high
        if min(drawn) < 3:
            assert found.bound


@given(counts, counts)
@settings(max_examples=200, deadline=None)
def test_a_gap_is_the_same_from_either_side(first, second):
    one, other, asked = tally(*first), tally(*second), reading(0.0, 1.0)

    there = contrast(one, other, asked, is_remainder=False)
    back = contrast(other, one, asked, is_remainder=False)

    assert there.value - there.reference == pytest.approx(back.reference - back.value)
    assert there.standard_error == pytest.approx(back.standard_error)


@given(st.floats(-40, 2000))
def test_a_count_that_is_said_is_never_small(n):
    said = said_count(n)

    assert said is None or (said >= 30 and said % 10 == 0)


# -- what is shown -------------------------------------------------------------------------------


def test_what_is_not_there_and_what_is_too_small_give_one_reason():
    asked = reading(0.0, 1.0)

    assert (
        judged(None, asked) == judged(tally(5, 5), asked) == Withheld(reason=Reason.NOT_RELEASED)
    )


def test_11_to_29_answers_are_said_as_that_range():
    found = judged(tally(10, 14), reading(0.0, 1.0))

    assert isinstance(found, Withheld)
    assert found.words() == "Too few to judge (11 to 29 answers)"


def test_everyone_else_is_the_whole_less_the_group_with_the_noise_of_both():
    whole, own = tally(100, 200), tally(60, 40)
    answer = compare_released(
        Published(
            groups={("black", None): own},
            others={("black", None): whole.less(own)},
            are_remainders=True,
            overall=whole,
        ),
        reading(0.0, 1.0),
        scale=SHARE,
        versus="others",
    )

    (gap,) = answer.gaps
    assert isinstance(gap.difference, Interval)
    assert gap.difference.value == pytest.approx((160 / 200 - 40 / 100) / 0.9)
    assert gap.verdict is Verdict.NOTABLE
    plain = contrast(own, whole.less(own), reading(0.0, 1.0), is_remainder=False)
    width = (gap.difference.high - gap.difference.low) / 2 / 1.959964
    assert width > plain.standard_error


def test_counts_are_rounded_and_people_not_known():
    found = (
        compare_released(
            Published(
                groups={("black", None): tally(61, 42)},
                others={},
                are_remainders=True,
                overall=None,
            ),
            reading(0.0, 1.0),
            scale=SHARE,
            versus="others",
        )
        .groups[0]
        .estimate
    )

    assert isinstance(found, Estimate)
    assert (found.n_answers, found.n_people, found.n_clusters) == (100, None, None)
    assert rounded(103) == 100
