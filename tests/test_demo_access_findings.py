"""Access, bots, hours, mentors and communities: from the built demo to the Finding.

Targets: notes/demo.md sections 3, 4 and 9, within 4 SD (ours over 24 seeds, docs/demo.md).
"""

from itertools import pairwise

import pytest

from seen.demo.generate import build
from seen.domain import places
from seen.domain.findings import Estimate, Interval, Verdict
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.errors import QuestionError
from seen.sources.dataset import DatasetSource
from tests.helpers import question
from tests.test_demo_findings import HUMAN

pytestmark = pytest.mark.slow  # one demo of full size

INCOME = "recipient_income"
BOTS = {"ai_adoption": ["client_bot", "triage_bot"]}  # places where one can be met
NOT_LOW = {INCOME: ["high", "mid", "unknown"]}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    source = DatasetSource(build(folder=folder, progress=lambda share, doing: None))
    yield source
    source.close()


def ask(demo, measure, show=Show.TOP, *, by=INCOME, where=None, **parts):
    return demo.finding(
        demo.catalog.checked(
            Question(measure=measure, show=show, by=by, filters=Filters.of(where or {}), **parts)
        )
    )


def values(finding):
    """Return the estimates of the groups that are shown."""
    return {
        item.group: item.estimate.value
        for item in finding.groups
        if isinstance(item.estimate, Estimate)
    }


def whole(demo, measure, show=Show.TOP, **parts):
    overall = ask(demo, measure, show, **parts).overall
    assert isinstance(overall, Interval)
    return overall.value


# -- who gets a human -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "low", "others", "sd"),
    [
        ("got_human", 70, 89, 1.2),
        ("got_bot", 19, 6.3, 1.2),
        ("got_nothing", 11, 5, 0.2),
        ("waited_over_week", 48.9, 31.6, 0.4),
    ],
)
def test_what_requests_got(demo, measure, low, others, sd):
    finding = ask(demo, measure)

    assert 100 * values(finding)["low"] == pytest.approx(low, abs=4 * sd)
    assert 100 * whole(demo, measure, where=NOT_LOW) == pytest.approx(others, abs=4 * sd)
    assert finding.gap("low").verdict is Verdict.NOTABLE
    assert "over areas" in finding.groups[0].estimate.method


def test_four_ways_add_up_and_a_human_with_ai_is_one_of_them(demo):
    ways = ("got_human_alone", "got_human_with_ai", "got_bot", "got_nothing")
    found = [values(ask(demo, way)) for way in ways]

    for group in ("low", "mid", "high"):
        assert sum(way[group] for way in found) == pytest.approx(1, abs=1e-9)
        assert 0.05 < found[1][group] < 0.25  # a fifth of the places have a scribe
    assert ask(demo, "got_human_with_ai").gap("low").verdict is not Verdict.NOTABLE


def test_waits_are_longer_with_low_income(demo):
    mean, median = (ask(demo, name, Show.MEAN) for name in ("wait_days", "median_wait_days"))

    assert values(mean)["low"] == pytest.approx(9, abs=0.2)
    assert values(mean)["mid"] == pytest.approx(6, abs=0.2)
    # between the median of all, 6.8 and 4.6, and the mean
    assert 6.8 < values(median)["low"] < 9
    assert 4.6 < values(median)["mid"] < 6
    assert mean.measure.reporter == "record"


def test_bots_are_met_more_each_quarter(demo):
    finding = ask(demo, "met_bot", by="quarter")
    found = [100 * share for _, share in sorted(values(finding).items())]

    assert len(found) == 8
    assert found[0] == pytest.approx(7, abs=2.4)
    assert found[-1] == pytest.approx(17, abs=4)
    assert all(later > earlier - 0.5 for earlier, later in pairwise(found))


# -- a bot beside a person ------------------------------------------------------------------------


def test_a_bot_is_beside_a_hurried_person_and_far_from_an_unhurried_one(demo):
    told = {"modality": ["bot"], "ai_disclosed": ["true"]}
    found = {
        "bot": whole(demo, "felt_seen", where=told),
        "hurried": whole(demo, "felt_seen", where={**HUMAN, "time_pressure": ["5"]}),
        "unhurried": whole(demo, "felt_seen", where={**HUMAN, "time_pressure": ["1", "2"]}),
    }

    assert 100 * found["bot"] == pytest.approx(18.3, abs=2)
    assert 100 * (found["bot"] - found["hurried"]) == pytest.approx(-2, abs=3)
    assert 100 * (found["bot"] - found["unhurried"]) == pytest.approx(-25, abs=4)


def test_a_bot_is_preferred_to_somebody_who_mis_saw_alone(demo):
    reasons = list(demo.catalog.dimension("mis_seen_reason").levels)
    mis_saw = {**HUMAN, "mis_seen_reason": reasons}
    bot = {"modality": ["bot"]}

    by_need = [
        (values(ask(demo, "felt_seen", where=where)), values(ask(demo, "felt_seen", where=HUMAN)))
        for where in (bot, mis_saw)
    ]
    (of_bots, of_people), (of_mis_seen, _) = by_need

    for income in ("low", "mid"):
        assert of_mis_seen[income] < of_bots[income] < of_people[income]


def test_bots_are_chosen_more_often_after_being_mis_seen(demo):
    finding = ask(demo, "chose_bot", by="earlier_mis_seen", where=BOTS)
    found = values(finding)

    for band, share, sd in (("band_1", 1.5, 0.1), ("band_2", 4.9, 0.3), ("band_3", 8.5, 1.0)):
        assert 100 * found[band] == pytest.approx(share, abs=4 * sd), band
    assert finding.gap("band_2").verdict is Verdict.NOTABLE


def test_four_fifths_were_told_and_low_income_had_no_other_option(demo):
    met = {"modality": ["bot"]}

    assert whole(demo, "told_machine", where=met) == pytest.approx(0.80, abs=0.01)
    only = values(ask(demo, "only_option", where=met))
    # of bots that were not chosen: 70 % and 20 %; about a tenth were chosen
    assert 0.60 < only["low"] < 0.70
    assert 0.13 < only["mid"] < 0.20


def test_a_bot_gives_little_regard_and_no_less_progress(demo):
    where = BOTS
    regard = values(ask(demo, "felt_human_regard", Show.MEAN, by="modality", where=where))
    progress = values(ask(demo, "goal_progress", Show.MEAN, by="modality", where=where))
    risk = values(ask(demo, "vulnerability_risk", Show.MEAN, by="modality", where=where))

    assert regard["bot"] - regard["human_in_person"] == pytest.approx(-1.1, abs=0.25)  # 1 to 5
    assert progress["bot"] - progress["human_in_person"] == pytest.approx(-0.07, abs=0.08)
    assert risk["human_in_person"] - risk["bot"] == pytest.approx(1.1, abs=0.15)


# -- hours ----------------------------------------------------------------------------------------


def test_hours_of_different_kinds_are_never_averaged(demo):
    with pytest.raises(QuestionError, match="more than one kind of time"):
        ask(demo, "hours", Show.MEAN, by="profession")

    finding = ask(demo, "hours", Show.MEAN, by="kind_of_time")
    assert finding.overall is None or not isinstance(finding.overall, Interval)
    assert "kind of time" in finding.sentence.lower()


def test_shares_of_time_add_up(demo):
    shares = values(ask(demo, "share_of_time", Show.MEAN, by="kind_of_time"))

    assert len(shares) == 7
    assert sum(shares.values()) == pytest.approx(1, abs=1e-6)


def test_reports_take_more_hours_where_more_is_measured(demo):
    where = {"kind_of_time": ["measure_reporting"]}
    finding = ask(demo, "hours", Show.MEAN, by="measure_intensity_third", where=where)
    found = values(finding)

    assert found["highest"] - found["lowest"] == pytest.approx(5.6, abs=1.2)
    assert finding.gap("highest").verdict is Verdict.NOTABLE


def test_sixty_two_per_cent_of_connecting_is_measured_by_nothing(demo):
    by_profession = ask(demo, "unmeasured_share", Show.MEAN, by="profession")

    assert by_profession.overall.value == pytest.approx(0.62, abs=0.02)
    assert by_profession.gap("home_health_aide").verdict is Verdict.NOTABLE
    minutes = whole(demo, "uncredited_minutes", Show.MEAN)
    assert minutes == pytest.approx(6.4 * 0.62, abs=0.12)


# -- places ---------------------------------------------------------------------------------------


def test_all_four_practices_and_both_sides_of_the_community_can_be_asked(demo):
    asked = question("felt_seen")

    assert [item.by for item in places.practices(asked, demo.catalog)] == [
        *("leadership_third", "mentoring_third", "reflective_practice"),
        "measure_intensity_third",
    ]
    assert len(places.community(asked, demo.catalog)) == 2
    assert places.lacking(asked, demo.catalog) == ()


def test_recipients_of_workers_with_a_mentor_feel_seen_a_little_more(demo):
    finding = ask(demo, "felt_seen", by="has_mentor", where=HUMAN)
    found = values(finding)

    assert 100 * (found["true"] - found["false"]) == pytest.approx(2, abs=1.6)


@pytest.mark.parametrize(
    ("measure", "by"),
    [
        ("felt_seen", "loneliness_third"),
        ("felt_seen", "ai_data_retention"),
        ("mis_seen", "loneliness_third"),
        ("got_nothing", "loneliness_third"),
        ("told_machine", INCOME),
    ],
)
def test_noise_is_not_called_notable(demo, measure, by):
    where = {"modality": ["bot"]} if measure == "told_machine" else None
    finding = ask(demo, measure, by=by, where=where)

    assert finding.gaps
    assert all(gap.verdict is not Verdict.NOTABLE for gap in finding.gaps)
