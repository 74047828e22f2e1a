"""How flips are keyed: what the exact attacker can and cannot read."""

import numpy as np
import pytest

from bench import flips

N = 4_000
HALF = 1.2  # points: 3 standard errors of 95 % of 4,000 people


def right(keying, k, m, phi):
    """Return how often each attacker is right, by what they know."""
    return {it.knows: it.right for it in flips.attacked(keying, k, m, phi, n=N)}


@pytest.mark.parametrize("keying", [it for it in flips.KEYINGS.values() if it != flips.nothing])
def test_each_way_of_flipping_changes_the_same_share_of_every_answer(keying):
    states = keying(2, 2)

    assert sum(likely for likely, _ in states) == pytest.approx(1)
    mean = sum(likely * changes for likely, changes in states)
    assert np.allclose(mean, [[1 - flips.Q, flips.Q], [flips.Q, 1 - flips.Q]])


@pytest.mark.parametrize(("k", "m"), [(1, 3), (3, 1), (3, 3)])
def test_answers_flipped_by_themselves_are_read_as_often_as_q_allows(k, m):
    found = right(flips.independent, k, m, 0.64)

    assert all(it == pytest.approx(95, abs=HALF) for it in found.values())


def test_what_is_flipped_together_is_undone_by_one_known_answer():
    assert right(flips.per_person, 3, 3, 0.36)["one other"] == 100
    assert right(flips.per_encounter, 1, 3, 0.36)["one other"] == 100


def test_three_equal_answers_are_read_by_majority():
    q = flips.Q
    majority = 100 * ((1 - q) ** 3 + 3 * q * (1 - q) ** 2)

    assert right(flips.independent, 1, 3, 1.0)["none"] == pytest.approx(majority, abs=0.5)


def test_without_a_release_only_what_is_known_tells():
    found = right(flips.nothing, 1, 2, 0.64)

    assert found["none"] == pytest.approx(50, abs=2.5)
    assert found["one other"] == pytest.approx(100 * (1 + 0.64) / 2, abs=2)
