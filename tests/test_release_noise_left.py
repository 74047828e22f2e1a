"""What noise brings below 11 is hidden last, and what is then left over is looked at once more."""

import numpy as np
import pytest

from bench.people import people
from seen.release.attack import Audited, attack
from seen.release.attack.standing import LEFT
from tests.releases import Publisher, file_of

N_PLACES, N_ANSWERS, AT_MOST_PRESSURE = 24, 150, 13  # of each institution: noise hides a few

pytestmark = pytest.mark.slow


def even():
    """Return institutions of one size, whose groups of most pressure are just large enough."""
    n = N_PLACES * N_ANSWERS
    made = people(n=n, n_recipients=900, n_workers=12 * N_PLACES, n_places=N_PLACES, seed=3)
    draw = np.random.default_rng(3)
    order = np.arange(n)
    is_hurried = order // N_PLACES < AT_MOST_PRESSURE
    rows = made["encounters"].assign(
        practitioner_id=order % (12 * N_PLACES) + 1,
        institution_id=order % N_PLACES + 1,
        time_pressure=np.where(is_hurried, 5, order % 4 + 1),
        felt_seen=draw.integers(1, 6, n),
    )
    return {**made, "encounters": rows}


def test_a_group_that_noise_hides_leaves_no_single_institution_over(tmp_path):
    publisher = Publisher(tmp_path).with_key()
    made = even()
    chosen = {"dimensions": ("setting", "institution", "time_pressure")}
    released = publisher.publish(made, **chosen).path
    assert released is not None
    audited = Audited(release=released, data=file_of(tmp_path / "data", made))
    (left,) = [it.result for it in attack(audited, publisher.settings) if it.result.attack == LEFT]
    assert left.n_targets > 0
    assert left.recovered == 0
