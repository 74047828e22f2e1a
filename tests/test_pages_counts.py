"""The page of what counts: what leads, what is closed, what is missing, and few answers."""

import re
from contextlib import contextmanager

import numpy as np
import pytest

from seen.domain.questions import Question
from seen.screen import cards
from seen.sources.dataset import DatasetSource
from seen.text import text
from tests import test_pages as pages
from tests.helpers import build, shape, visits
from tests.hours import counted, hours_alone
from tests.test_pages import link, said, unfold, words_of_figure

_fresh, opened = pages._fresh, pages.opened
PARTS = [
    "Screens and interruptions, by group",
    "Scripts, and whether mis-seeing is more common under them",
    "Where more is measured: goals on record, and feeling seen",
    "Connective minutes that nobody credits",
    "Work after hours, and burnout beside it",
]


def opening(app, name):
    """Return a page with a closed part opened."""
    unfold(app, name)
    return app


@pytest.fixture
def asked(monkeypatch):
    """Return the Questions a Source is asked, in their order."""
    found: list[Question] = []
    ask = DatasetSource.finding

    def noted(self, question, *more):
        found.append(question)
        return ask(self, question, *more)

    monkeypatch.setattr(DatasetSource, "finding", noted)
    return found


# -- the hour ------------------------------------------------------------------------------------


def test_where_an_hour_goes_leads_with_what_nobody_credits(opened):
    app = opened(counted(), "what_counts")

    lead = said(app, "seen-sentence").replace("\u00a0", " ")
    assert re.search(r"\d\d(\.\d)? %</b> of connective minutes .* no code, credit or metric", lead)
    assert re.search(r"An hour of (nurses|chaplains) holds .* (more|less) connecting", lead)
    words = words_of_figure(app)
    for name in ("Connecting", "Connecting that nobody credits", "Reporting", "Nurse"):
        assert name in words
    assert "156 workers" in words
    assert any(re.fullmatch(r"[\d.]+ \([\d.]+ to [\d.]+\) min after hours", it) for it in words)


def test_a_profession_without_hours_keeps_its_name(opened):
    words = words_of_figure(opened(counted(), "what_counts"))

    assert "Therapist" in words
    assert "No records" in words


def test_the_page_says_what_it_cannot_show_and_blames_nobody(opened):
    app = opened(counted(), "what_counts")

    assert "says nothing about the effort or worth of those whose hours" in said(app)
    assert "Care that nobody wrote down" in said(app)
    assert "Counted by hours." in said(app, "seen-facts")
    assert "any code, credit or metric covered it, experimental" in said(app, "seen-facts")
    assert not re.search(r"\b(causes?|because|leads to|effect|lazy|should)\b", said(app))


def test_the_place_of_the_card_is_held_for_the_figure_that_comes(opened, monkeypatch):
    held = []

    @contextmanager
    def noting(figure, *, around):
        held.append(figure)
        yield

    monkeypatch.setattr(cards, "skeleton", noting)

    app = opened(counted(), "what_counts", profession=["nurse", "chaplain", "therapist"])

    assert held == [pages.chart(app)["layout"]["height"]]


def test_what_is_closed_asks_nothing(opened, asked):
    app = opened(counted(), "what_counts")

    assert [it.label for it in app.expander] == PARTS
    assert {it.measure for it in asked} == {"after_hours", "share_uncredited"}
    assert len(app.get("plotly_chart")) == 1


def test_a_filter_that_hours_cannot_honour_is_named_and_stays(opened):
    app = opened(counted(), "what_counts", time_pressure=["5"], profession=["nurse"])

    assert "Not used on this page: the filter Time pressure" in said(app, "seen-note")
    assert "Nurses" in said(app, "seen-reading")
    assert link(app) == {"time_pressure": ["5"], "profession": ["nurse"]}
    assert "there are no groups to compare" in said(app, "seen-sentence")


def test_the_table_holds_every_number_of_the_figure(opened):
    app = opened(counted(), "what_counts")

    app.button(key="action_table").click().run()

    table = said(app, "seen-table")
    for name in ("Part of an hour", "Reporting", "95 % interval", "People"):
        assert name in table


def test_each_file_has_a_name_of_its_own(opened):
    app = opened(counted(), "what_counts")

    app.button(key="action_download").click().run()

    labels = [it.proto.label for it in app.get("download_button")]
    assert len(set(labels)) == 3
    assert not app.exception


# -- closed parts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "n_figures"),
    [("screens", 3), ("scripts", 3), ("measured", 3), ("credit", 3), ("after_hours", 2)],
)
def test_no_part_repaints_more_than_four_figures(opened, part, n_figures):
    app = opening(opened(counted(), "what_counts"), part)

    assert len(app.get("plotly_chart")) == n_figures <= 4
    assert not app.exception


def test_screens_are_compared_by_the_recipients_that_are_chosen(opened):
    app = opening(opened(counted(), "what_counts"), "screens")

    app.selectbox(key="counts_by").set_value("recipient_income").run()

    assert link(app) == {"by": ["recipient_income"], "part": ["screens"]}
    sentences = said(app, "seen-sentence")
    assert re.search(r"(about equal|[Nn]o reliable difference)", sentences)
    assert "time at a screen" in sentences
    assert "interruptions" in sentences


def test_mis_seeing_under_scripts_stands_crude_beside_adjusted(opened):
    app = opening(opened(counted(), "what_counts"), "scripts")

    assert "Recipients of fully scripted encounters reported being mis-seen more often" in said(
        app, "seen-sentence"
    )
    assert "Triangles are adjusted, other marks crude. Line: the adjusted comparison" in said(
        app, "seen-facts"
    )
    assert "what goes with a script need not come from it" in said(app, "seen-body")


def test_documented_goals_stand_beside_feeling_seen_with_the_ecological_note(opened):
    app = opening(opened(counted(), "what_counts"), "measured")

    assert "<b>Documented goals</b>" in said(app, "seen-over")
    assert "<b>Feeling fully seen</b>" in said(app, "seen-over")
    assert "need not hold between the people in them" in said(app, "seen-body")
    assert "Ward" not in said(app, "seen-over")  # no place by name, and none in an order
    assert "Was a goal documented?" in said(app, "seen-facts")
    assert "Did you feel seen as a whole person?" in said(app, "seen-facts")


def test_credit_is_said_by_profession_and_so_are_the_minutes(opened):
    app = opening(opened(counted(), "what_counts"), "credit")

    assert "connective minutes" in said(app, "seen-sentence")
    assert "Counted by connective minutes" in said(app, "seen-facts")
    assert "does not say that nobody valued it" in said(app, "seen-body")


def test_work_after_hours_is_in_hours_a_week_and_without_a_survey_that_is_said(opened):
    app = opening(opened(counted(), "what_counts"), "after_hours")

    assert "hours a week" in said(app, "seen-sentence")
    assert "burnout_survey.ehr_after_hours" in said(app, "seen-body")


# -- what is missing -----------------------------------------------------------------------------


def test_without_time_records_the_page_says_what_to_fill_and_the_rest_stands(opened):
    app = opened(shape("ordinary"), "what_counts")

    assert "This data holds no time records" in said(app)
    assert "Fill time_use" in said(app)
    assert text("counts.missing_below") not in said(app)  # nothing is
    assert [it.label for it in app.expander] == PARTS
    assert not app.get("plotly_chart")


@pytest.mark.parametrize(
    ("part", "columns"),
    [
        ("screens", ("encounter.screen_share", "encounter.interruptions")),
        ("scripts", ("encounter.scripted", "outcome.mis_seen")),
        ("measured", ("institution.measure_intensity", "encounter.documented_goal")),
        ("credit", ("connective_credited", "worker_reflection.uncredited")),
        ("after_hours", ("time_use.after_hours", "burnout_survey.ehr_after_hours")),
    ],
)
def test_a_part_without_its_data_names_the_columns_that_would_supply_it(opened, part, columns):
    app = opening(opened(shape("ordinary"), "what_counts"), part)

    for column in columns:
        assert column in said(app, "seen-body")
    assert not app.get("plotly_chart")
    assert not app.exception


def test_hours_without_any_encounter_stand_alone(opened):
    app = opened(hours_alone(), "what_counts")

    assert "An hour of" in said(app, "seen-sentence")
    assert "Connecting that nobody credits" not in words_of_figure(app)
    assert len(app.get("plotly_chart")) == 1


# -- few answers, on this page and the others ----------------------------------------------------


def few(n=4800):
    """Return visits of which one ward answers seldom, and then with the top answer."""
    rows = visits(n)
    is_low = rows["institution_id"] == 3
    answers = ~is_low | (np.arange(n) % 100 < 12)
    felt = rows["felt_seen"].mask(is_low, 5).where(answers)
    return rows.assign(answered=answers, felt_seen=felt, mis_seen=rows["mis_seen"].where(answers))


@pytest.fixture(scope="module")
def one_seldom(tmp_path_factory):
    """Return a data file of them."""
    return build(tmp_path_factory.mktemp("seldom"), few())


def test_a_place_where_few_answered_is_flagged_beside_the_figure_and_no_other(opened, one_seldom):
    alone = opened(one_seldom, institution=["w03"])
    all_places = opened(one_seldom, by=["institution"])
    other = opened(one_seldom, institution=["w04"])

    assert "of those who were asked answered, and nearly all of them gave the top answer" in said(
        alone, "seen-body"
    )
    assert "Ward 03: only" in said(all_places, "seen-body")
    assert said(all_places, "seen-body").count("of those who were asked answered") == 1
    assert "of those who were asked answered" not in said(other, "seen-body")


def test_it_is_flagged_on_every_page_that_draws_it(opened, one_seldom):
    for page in ("gaps", "time_pressure", "what_counts"):
        app = opened(one_seldom, page, institution=["w03"])
        flagged = "of those who were asked answered" in said(app)
        assert flagged == (page != "what_counts")  # where nothing is asked by survey
