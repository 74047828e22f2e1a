"""What is said of an hour and of what nobody credits, whatever came of it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.findings import Reason, Verdict
from seen.wording.counts import (
    after_hours,
    in_minutes,
    say_hour,
    say_measured,
    say_uncredited,
    span_words,
    strongest,
)
from seen.wording.length import MOST_WORDS, longest
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.reference.places import estimate_of
from tests.test_charts_hour import HOUR, PARTS, closed, divided, measured

CATALOG = everything()
SHOWN = [verdict for verdict in Verdict if verdict is not Verdict.WITHHELD]
PROFESSIONS = CATALOG.dimension("profession").levels
CREDIT = ("share_uncredited", "share_said_uncredited")


def credit(value=0.62, measure="share_uncredited"):
    """Return a Finding of which share nobody credits."""
    whole = estimate_of(value, max(0.0, value - 0.02), min(1.0, value + 0.02))
    asked = question(measure, by="profession")
    return finding_of(compared("nurse", 0.6, 0.6, 0.03), asked=asked, overall=whole)


@given(
    verdicts=st.lists(st.sampled_from(SHOWN), min_size=5, max_size=5),
    minutes=st.lists(st.floats(0.5, 30), min_size=5, max_size=5),
    half=st.floats(0.05, 3),
    group=st.sampled_from(PROFESSIONS),
    measure=st.sampled_from(CREDIT),
)
def test_a_sentence_of_an_hour_is_short_names_the_comparison_and_states_its_interval(
    verdicts, minutes, half, group, measure
):
    hour = finding_of(*divided(group, minutes, half=half, verdicts=verdicts), asked=HOUR)

    said = say_hour(hour, replace(credit(measure=measure), gaps=()), CATALOG)

    assert longest(said) <= MOST_WORDS
    is_reliable = any(it in (Verdict.NOTABLE, Verdict.SMALL) for it in verdicts)
    assert ("everyone else" in said) == is_reliable
    assert ("No reliable difference by profession" in said) != is_reliable
    assert said.count("(") == 1 + is_reliable
    assert not re.search(r"\b(cause|because|best|worst|rank|only managed)\b", said)
    assert "no difference" not in said
    assert "(0 to" not in said


def test_whose_connecting_goes_uncredited_more_comes_before_the_parts_of_an_hour():
    whole = estimate_of(0.62, 0.6, 0.64)
    asked = question("share_uncredited", by="profession")
    finding = finding_of(compared("nurse", 0.72, 0.61, 0.01), asked=asked, overall=whole)
    hour = finding_of(*divided("nurse", (10, 24, 12, 4, 10)), asked=HOUR)

    said = say_hour(hour, finding, CATALOG).replace("\u00a0", " ")

    assert said.endswith(
        "Of those of nurses it was 72.0 %, 11.0 points more than of everyone else (10.0 to 12.0)."
    )
    assert "An hour of" not in said


def test_connecting_comes_before_a_larger_difference_in_another_part():
    rows = [
        compared("nurse", 0.1, 0.15, 0.01, second=PARTS[0]),
        compared("nurse", 0.5, 0.3, 0.01, second=PARTS[1]),
    ]

    said = say_hour(finding_of(*rows, asked=HOUR), None, CATALOG)

    assert said == (
        "An hour of nurses holds 3 minutes less connecting than that of everyone else (2 to 4)."
    )


def test_one_group_says_its_minutes_and_that_there_is_nobody_to_compare():
    rows = divided("nurse", (10, 24, 12, 4, 10))

    said = say_hour(finding_of(*rows, asked=HOUR.asking(versus="nurse")), None, CATALOG)

    assert said == (
        "An hour of nurses holds this many minutes of connecting: 10.0 (9.6 to 10.4); there are "
        "no groups to compare."
    )


@pytest.mark.parametrize("reason", [Reason.PRIVATE, Reason.TOO_FEW])
def test_where_nothing_is_shown_the_cause_is_said(reason):
    hour = finding_of(*closed("nurse", reason), asked=HOUR)

    said = say_hour(hour, None, CATALOG)

    assert ("Hidden to protect people" in said) == (reason is Reason.PRIVATE)
    assert said


def test_credit_names_who_said_so_and_is_silent_where_it_is_not_shown():
    hidden = finding_of(
        withheld("nurse", Reason.PRIVATE),
        asked=question("share_uncredited", by="profession"),
        overall=withheld("nurse", Reason.PRIVATE)[0].estimate,
    )

    assert say_uncredited(credit()).replace("\u00a0", " ") == (
        "62 % of connective minutes (60 to 64) were covered by no code, credit or metric."
    )
    assert say_uncredited(credit(measure="share_said_uncredited")).startswith("Workers reported")
    assert say_uncredited(hidden) == ""
    assert strongest(hidden, hidden) == ""


@given(value=st.floats(0.001, 0.9), half=st.floats(0.0005, 0.09))
def test_minutes_are_never_more_precise_than_their_interval(value, half):
    found = in_minutes(estimate_of(value, max(0, value - half), value + half))

    said = span_words(found)

    has_decimals = "." in said
    assert has_decimals == (round(found.high - found.low, 9) < 1)


@given(share=st.floats(0, 0.9), half=st.floats(0, 0.09))
def test_minutes_after_hours_keep_their_order_and_add_up_with_the_hour(share, half):
    found = after_hours(estimate_of(share, max(0.0, share - half), share + half))

    assert found is not None
    assert found.low <= found.value <= found.high
    assert found.value / (60 + found.value) == pytest.approx(share)


def test_measured_and_asked_are_each_said_for_where_most_is_measured():
    said = say_measured(measured(), CATALOG)

    assert said.startswith("Records show documenting a goal more often")
    assert "where measuring is highest" in said
    assert "No reliable difference between" in said.replace("no reliable", "No reliable")
    assert longest(said) <= MOST_WORDS
