"""What a comparison on screen would take, and how far silence could move its figure."""

import pytest

from seen.charts.overall import table
from seen.domain.findings import Interval, Reason, Withheld
from seen.domain.findings import Test as OverallTest
from seen.figures.asker import Asker
from seen.figures.planned import plan
from seen.figures.shown import Absent
from seen.sources.planning import planned, unanswered
from seen.stats.nonresponse import Bounds
from seen.stats.planner import Plan
from seen.wording.planning import bounds_words
from tests.helpers import question, source
from tests.reference.cells import shown


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
    asker = Asker(source("ordinary"))

    said, made = shown_plan(plan(asker, finding))

    assert "found four times in five" in said
    assert made.heads[0] == "A difference of"
    assert [row[0] for row in made.rows] == ["1 point", *(f"{n} points" for n in (2, 3, 5, 10))]
    assert made.rows[0][1].endswith("times as many")
    plans = [planned(finding, finding.gap("black"), wanted=n / 100) for n in (1, 2, 3, 5, 10)]
    assert [row[1] == "enough as it is" for row in made.rows] == [
        isinstance(it, Plan) and it.smallest <= it.wanted for it in plans
    ]
    assert ("does not average out" in said) == any(
        "not by more answers" in row[2] for row in made.rows
    )


def test_a_mean_is_planned_in_its_own_unit():
    mean = source("ordinary").finding(question(show="mean"))

    _, made = shown_plan(plan(Asker(source("ordinary")), mean))

    assert made.rows[0][0] == "0.04"  # a hundredth of a scale from 1 to 5


def test_a_hidden_comparison_cannot_be_planned_from():
    found = source("all_withheld").finding(question())

    assert isinstance(planned(found, found.gaps[0], wanted=0.05), Withheld)
    said = plan(Asker(source("all_withheld")), found)
    assert isinstance(said, Absent)
    assert said.said.startswith(("Nothing can be planned", "There is no comparison"))


def shown_plan(found):
    assert not isinstance(found, Absent)
    return found


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
