"""Flip and noise are what the notes say they are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.releases import CORE
from seen.guard import flip, freeze, noise
from seen.release.inside import holding, joints, nests
from seen.release.lattice import Cuboid, crossings, lines
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


def all_of(names, most):
    """Return every crossing of some Dimensions."""
    return [
        Cuboid(number=n, dimensions=it) for n, it in enumerate(crossings(sorted(names), most=most))
    ]


def held(pairs):
    """Return pairs of cuboids by what they cross."""
    return {(one.dimensions, other.dimensions) for one, other in pairs}


def test_institutions_stand_inside_whatever_they_have_in_common_alone_and_crossed():
    cuboids = all_of(["institution", "quarter", "region", "setting"], 3)

    found = held(nests(cuboids, {("institution",): frozenset({"region", "setting"})}))

    assert found == {
        (("institution",), ("region",)),
        (("institution",), ("setting",)),
        (("institution",), ("region", "setting")),
        (("institution", "quarter"), ("quarter", "region")),
        (("institution", "quarter"), ("quarter", "setting")),
        (("institution", "quarter"), ("quarter", "region", "setting")),
    }


def test_what_two_dimensions_tell_stands_inside_each_level_of_the_third():
    cuboids = all_of(["form", "modality", "quarter", "time_pressure"], 2)

    found = held(nests(cuboids, {("modality", "time_pressure"): frozenset({"form"})}))

    pair = ("modality", "time_pressure")
    assert found == {
        (pair, ("form",)),
        (pair, ("form", "modality")),
        (pair, ("form", "time_pressure")),
    }


def test_what_a_release_crosses_needs_no_second_look_along_one_dimension():
    cuboids = all_of(["band", "pressure", "quarter", "race"], 3)

    found = held(nests(cuboids, {("pressure",): frozenset({"band"})}))

    # beside one more all three are crossed; beside two more they are not
    assert found == {(("pressure", "quarter", "race"), ("band", "quarter", "race"))}


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ({(("a",), "b"): 0.1}, {("a",): {"b"}}),
        ({(("a", "b"), "c"): 0.98}, {}),
        ({(("a", "b"), "c"): 0.99}, {("a", "b"): {"c"}}),
        ({(("a", "b"), "c"): 1.0, (("a",), "c"): 0.5}, {("a", "b"): {"c"}, ("a",): {"c"}}),
        ({(("a", "b"), "c"): 1.0, (("a",), "c"): 1.0}, {("a",): {"c"}}),
    ],
)
def test_a_dimension_follows_from_two_only_where_it_follows_from_neither(shares, found):
    assert holding(shares) == found


def test_what_is_counted_beside_a_release_has_numbers_of_its_own():
    cuboids = {"a": tuple(all_of(["institution", "quarter", "region"], 2))}
    first = len(cuboids["a"])

    found = joints(cuboids)["a"]

    names = {it.cuboid.dimensions: it.cuboid.number for it in found if not it.is_released}
    assert names == {
        ("institution", "region"): first,
        ("institution", "quarter", "region"): first + 1,
    }
