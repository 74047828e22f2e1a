"""What a comparison on screen would take, and how far silence could move its figure."""

import pytest

from seen.charts.overall import table
from seen.domain.findings import Interval, Reason, Withheld
from seen.domain.findings import Test as OverallTest
from seen.domain.measures import Show
from seen.sources.planning import planned, unanswered
from seen.stats.nonresponse import Bounds
from seen.stats.planner import Plan
from seen.wording.planning import bounds_words, plan_words
from tests.helpers import question, source
from tests.reference.cells import shown

NAMES = {"people": "Black recipients", "versus": "everyone else", "plural": "wards"}


@pytest.fixture(scope="module")
def finding():
    return source("ordinary").finding(question())


def test_what_can_be_seen_now_follows_from_the_interval(finding):
    gap = finding.gap("black")

    found = planned(finding, gap, wanted=0.01)

    assert isinstance(found, Plan)
    # (t.975 + t.80) standard errors: a half width is t.975 of them
    half = (gap.difference.high - gap.difference.low) / 2
    assert half < found.smallest < 2 * half
    assert found.more_institutions > 1


def test_a_plan_is_said_in_words_and_more_answers_may_never_do(finding):
    gap = finding.gap("black")
    small, large = (planned(finding, gap, wanted=size) for size in (0.01, 0.30))

    said_small, said_large = (plan_words(it, Show.TOP, **NAMES) for it in (small, large))

    assert "times as many wards" in said_small[1]
    assert said_large[1] == "A difference of 30.0 points can be seen with what there is."
    assert all("found four times in five" in said[0] for said in (said_small, said_large))


def test_a_hidden_comparison_cannot_be_planned_from():
    found = source("all_withheld").finding(question())
    gap = found.gaps[0]

    plan = planned(found, gap, wanted=0.05)

    assert isinstance(plan, Withheld)
    assert "Nothing can be planned" in plan_words(plan, Show.TOP, **NAMES)[0]


def test_the_bounds_hold_the_share_and_all_that_silence_could_make_of_it(tmp_path):
    found = source("weighted").finding(question())

    bounds = unanswered(found)

    assert isinstance(bounds, Bounds | Withheld)
    if isinstance(bounds, Bounds):
        assert bounds.lowest.low <= bounds.response * shown(found.overall).value
        assert "had all who did not answer said no, or all yes" in bounds_words(
            bounds, "feeling fully seen"
        )


def test_a_mean_has_no_bounds(finding):
    mean = source("ordinary").finding(question(show="mean"))

    assert unanswered(mean) == Withheld(reason=Reason.UNDEFINED)
    assert bounds_words(unanswered(mean), "it") == ""


def test_the_overall_tests_say_both_answers_as_plainly(finding):
    by_income = source("ordinary").finding(question(by="recipient_income"))
    catalog = source("ordinary").catalog

    made = table([finding, by_income], catalog)

    assert isinstance(finding.test, OverallTest)
    assert made.rows[0][1] == "differ"
    assert {row[1] for row in made.rows} <= {"differ", "no reliable difference"}
    assert made.rows[0][4] == "below 0.001"
    assert isinstance(finding.gap("black").difference, Interval)
