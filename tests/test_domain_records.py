"""Records refuse nonsense when made; the JSON of a Finding keeps its pinned shape."""

from dataclasses import replace
from math import inf, nan

import pandas as pd
import pytest

from seen.domain.cells import KEYS, SUMS, Cells
from seen.domain.findings import Interval, Reason, Withheld

CELLS = pd.DataFrame(
    [("low", None, None, 1, 2, 2000, 2_000_000, 1000.0, 1000.0)], columns=[*KEYS, *SUMS]
)


def test_cells_refuse_a_missing_column():
    with pytest.raises(ValueError, match="lack the columns sum_w2"):
        Cells(frame=CELLS.drop(columns="sum_w2"))


def test_cells_add_up_by_key():
    more = CELLS.assign(group_value=["high"])

    both = Cells(frame=CELLS).plus(Cells(frame=CELLS)).plus(Cells(frame=more))

    assert both.frame["group_value"].tolist() == ["high", "low"]
    assert both.frame["n_answers"].tolist() == [2, 4]


@pytest.mark.parametrize(
    ("value", "low", "high"), [(nan, 0, 1), (0, -inf, 1), (0, 0, inf), (2, 0, 1), (0.5, 0.6, 1)]
)
def test_an_interval_is_finite_and_holds_its_value(value, low, high):
    with pytest.raises(ValueError, match="interval"):
        Interval(value=value, low=low, high=high)


def test_a_private_group_never_says_how_many():
    with pytest.raises(ValueError, match="never says how many"):
        Withheld(reason=Reason.PRIVATE, n_answers=7)


@pytest.mark.parametrize(
    ("withheld", "words"),
    [
        (Withheld(reason=Reason.PRIVATE), "Hidden to protect people"),
        (Withheld(reason=Reason.TOO_FEW, n_answers=1234), "Too few to judge (1,234 answers)"),
        (Withheld(reason=Reason.TOO_FEW), "Too few to judge"),
        (Withheld(reason=Reason.NO_ANSWERS), "No answers"),
        (Withheld(reason=Reason.UNDEFINED), "Cannot be computed"),
    ],
)
def test_what_is_withheld_says_why_in_the_words_of_visual_md(withheld, words):
    assert withheld.words() == words


def test_records_cannot_be_changed():
    interval = Interval(value=0.5, low=0.4, high=0.6)

    with pytest.raises(AttributeError):
        interval.value = 0.9  # type: ignore[misc]
    assert replace(interval, value=0.45).value == 0.45
