"""How closely answers go together is phi for two levels, and never less than that of top boxes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from seen.release.outcomes import Outcome
from seen.release.refusals import strength

YES: dict[str, Any] = {"table": "encounter_answer", "measure": "x", "column": "x"}
BINARY = Outcome(name="x", values=(0.0, 1.0), levels=("0", "1"), top=(2,), **YES)
FIVE = Outcome(name="y", values=(1.0, 2.0, 3.0, 4.0, 5.0), levels=tuple("12345"), top=(5,), **YES)


def pairs(first, second):
    """Return how often two lists of answers stand together."""
    frame = pd.DataFrame({"first_answer": first, "second_answer": second})
    return frame.groupby(list(frame), as_index=False).size().rename(columns={"size": "n"})


def test_of_two_yes_or_no_answers_it_is_phi():
    # by hand: 40 and 40 agree, 10 and 10 do not, so phi = (1600 - 100) / 2500
    first = [1.0] * 50 + [0.0] * 50
    second = [1.0] * 40 + [0.0] * 10 + [0.0] * 40 + [1.0] * 10

    assert strength(pairs(first, second), BINARY, BINARY) == pytest.approx(0.6)


def test_it_is_never_less_than_phi_of_the_top_boxes():
    draw = np.random.default_rng(5)
    first = draw.integers(1, 6, 4000).astype(float)
    low = draw.integers(1, 5, 4000).astype(float)
    second = np.where(first == 5, 5.0, low)  # alike in the top box alone

    assert strength(pairs(first, second), FIVE, FIVE) == pytest.approx(1)


def test_answers_that_have_nothing_to_do_with_each_other_come_near_zero():
    draw = np.random.default_rng(5)
    first, second = (draw.integers(1, 6, 20_000).astype(float) for _ in range(2))

    assert strength(pairs(first, second), FIVE, FIVE) < 0.05


def test_no_pair_is_no_strength():
    assert strength(pairs([], []), BINARY, BINARY) == 0
    assert strength(pairs([1.0], [1.0]), BINARY, BINARY) == 0
