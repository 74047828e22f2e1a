"""What is said of a share that is the rest of a whole, and that no private share ever is one."""

import pandas as pd
import pytest

from seen.domain.findings import Reason, Withheld
from seen.domain.machine import PARTS
from seen.sources.dataset import DatasetSource
from seen.text import text
from seen.wording.rest import leaves_one, rest_words
from tests.helpers import build, compared, question, withheld
from tests.machines import requests

FEW, PRIVATE = Reason.TOO_FEW, Reason.PRIVATE


@pytest.mark.parametrize(
    ("reasons", "is_rest"),
    [
        ((None, None, FEW), True),
        ((None, FEW, FEW), False),  # only what they are together is known
        ((None, None, None), False),
        ((FEW,), False),
        ((None, PRIVATE, FEW), False),
        ((None, None, Reason.NO_ANSWERS), False),
    ],
)
def test_one_share_that_is_too_few_is_the_rest_of_the_others(reasons, is_rest):
    shares = [
        withheld("nurse", why, str(place))
        if why
        else compared("nurse", 0.3, 0.3, 0.01, second=str(place))
        for place, why in enumerate(reasons)
    ]

    assert leaves_one(group for group, _ in shares) is is_rest


def few_reached_nobody():
    """Return requests of which those of middle income reached nobody in 6 of 174."""
    frame = requests()
    is_mid = frame["recipient_income"] == "mid"
    kept = frame[~is_mid | (frame["month"] == pd.Timestamp(2025, 3, 1))].copy()
    is_mid = kept["recipient_income"] == "mid"
    few = {"got_human": 3, "got_ai_assisted": 2, "got_bot": 2, "got_nothing": 0}
    for name, n in few.items():
        kept.loc[is_mid, name] = n
    kept.loc[kept.index[is_mid][::4], "got_nothing"] = 1
    return kept.assign(requests=kept[[*few]].sum(axis=1))


def hundred(path):
    """Return the shares of a hundred requests."""
    opened = DatasetSource(path)
    return [opened.finding(question(name, by="recipient_income")) for name in PARTS]


def test_the_hundred_says_that_its_rest_is_no_secret(tmp_path):
    shares = hundred(build(tmp_path / "few", tables={"access_request": few_reached_nobody()}))
    usual = hundred(build(tmp_path / "usual", tables={"access_request": requests()}))

    missing = [it.estimate for it in shares[-1].groups if it.group == "mid"]
    assert [it.reason for it in missing] == [FEW]
    assert rest_words(shares) == text("notes.rest")
    assert rest_words(usual) == ""


@pytest.mark.parametrize("n_areas", [2, 4, 12])
def test_all_shares_of_a_hundred_are_private_together_or_none(tmp_path, n_areas):
    rows = requests()
    is_kept = (rows["recipient_income"] != "low") | (rows["area_id"] <= n_areas)
    shares = hundred(build(tmp_path, tables={"access_request": rows[is_kept]}))

    hidden = [{it.group for it in found.groups if is_private(it.estimate)} for found in shares]

    assert ("low" in hidden[0]) is (n_areas < 5)
    assert all(groups == hidden[0] for groups in hidden)


def is_private(found):
    """Return whether a number is hidden to protect people."""
    return isinstance(found, Withheld) and found.reason is PRIVATE
