"""How closely answers go together is phi for two levels, and never less than that of top boxes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from seen.release.outcomes import Outcome
from seen.release.refusals import odds_moved, strength

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


def told(n_where_told, n_elsewhere):
    """Return how often each level of a yes-or-no answer comes where something is so, and not."""
    rows = [
        (side, level, n)
        for side, counts in (("true", n_where_told), ("false", n_elsewhere))
        for level, n in zip(("0", "1"), counts, strict=True)
        if n
    ]
    return pd.DataFrame(rows, columns=["first_answer", "second_answer", "n"])


def test_a_question_asked_only_after_one_answer_moves_its_odds_without_limit():
    # phi is 0.7 here, and yet whoever was asked is known to have said yes
    assert odds_moved(told((0, 50), (900, 50)), BINARY) > 19


def test_a_question_asked_of_all_but_those_of_one_answer_does_so_too():
    assert odds_moved(told((900, 0), (0, 100)), BINARY) > 19


def test_a_question_asked_whatever_was_answered_moves_no_odds():
    assert odds_moved(told((90, 10), (810, 90)), BINARY) < 1.5


def test_what_few_answered_is_no_evidence():
    # 5 in 100 are expected to say yes: that none of 60 does is chance
    assert odds_moved(told((60, 0), (890, 50)), BINARY) < 19
    assert odds_moved(told((0, 3), (900, 97)), BINARY) < 19


def test_where_all_answered_alike_nothing_is_told():
    assert odds_moved(told((20, 0), (900, 0)), BINARY) == 1
