"""Flip and noise are what the notes say they are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.releases import CORE
from seen.guard import flip, freeze, noise
from seen.release.lattice import Cuboid, crossings, lines, nests
from seen.stats.tallies import Reading


@pytest.mark.parametrize(("variance", "bound"), [(4, 5), (9, 8), (1, 5), (16, 10)])
def test_noise_has_mean_zero_and_its_variance(variance, bound):
    found = noise.steps(variance=variance, bound=bound)
    chances = np.array([min(it.high, 1) - it.low for it in found])
    steps = np.array([it.step for it in found])

    assert chances.sum() == pytest.approx(1)
    assert (chances * steps).sum() == pytest.approx(0, abs=1e-9)
    assert (chances * steps**2).sum() == pytest.approx(variance)


def test_noise_has_most_entropy_among_its_neighbours():
    chances = [min(it.high, 1) - it.low for it in noise.steps()]

    # a shift that keeps sum, mean and variance: third differences of both signs
    for size in (1e-4, -1e-4):
        shifted = list(chances)
        for place, part in zip(range(3, 8), (1, -4, 6, -4, 1), strict=True):
            shifted[place] += size * part
        assert _entropy(shifted) < _entropy(chances) or _variance(shifted) != pytest.approx(4)


def _entropy(chances):
    return -sum(chance * math.log(chance) for chance in chances)


def _variance(chances):
    return sum(chance * (step - 5) ** 2 for step, chance in enumerate(chances))


@pytest.mark.parametrize("variance", [0, -1, 10.1])
def test_a_variance_that_no_table_has_is_refused(variance):
    with pytest.raises(ValueError, match="variance"):
        noise.steps(variance=variance, bound=5)


@given(
    shares=st.lists(st.floats(0.01, 1), min_size=2, max_size=7),
    q=st.floats(flip.LEAST_Q, flip.MOST_Q),
)
def test_unflipped_shares_are_those_before_the_flip(shares, q):
    before = np.array(shares) / sum(shares)
    chance = flip.replaced(q=q, n_levels=len(before))
    after = (1 - chance) * before + chance / len(before)

    for level, share in enumerate(before):
        values = tuple(float(at == level) for at in range(len(before)))
        reading = Reading(values=values, replaced=chance, noise=0, is_share=True)
        assert reading.back(float(after[level])) == pytest.approx(share)


@given(n_levels=st.integers(2, 12), q=st.floats(flip.LEAST_Q, flip.MOST_Q))
def test_a_share_q_truly_changes(n_levels, q):
    assert flip.replaced(q=q, n_levels=n_levels) * (n_levels - 1) / n_levels == pytest.approx(q)


@pytest.mark.parametrize("q", [0, 0.01, 0.3, 1])
def test_a_flip_too_weak_or_too_strong_is_refused(q):
    with pytest.raises(ValueError, match="q is"):
        flip.replaced(q=q, n_levels=2)


def test_a_cell_is_made_anew_from_eleven_people_on():
    assert [n < freeze.RECOMPUTED_FROM for n in (0, 1, 10, 11)] == [True, True, True, False]


@given(
    names=st.sets(st.sampled_from([*CORE, "quarter", "age_band", "institution"])),
    most=st.integers(2, 3),
)
def test_every_cuboid_has_each_that_is_one_dimension_wider(names, most):
    sets = crossings(sorted(names), most=most)
    cuboids = [Cuboid(number=n, dimensions=it) for n, it in enumerate(sets)]

    assert len(set(sets)) == len(sets)
    assert len(list(lines(cuboids))) == sum(len(it) for it in sets)
    assert all(len(it) <= 2 for it in sets if "institution" in it)
    assert all(set(CORE) <= set(it) for it in sets if len(it) == 4)
    assert {it[0] for it in nests(cuboids)} <= {it.number for it in cuboids if it.has_institution}
