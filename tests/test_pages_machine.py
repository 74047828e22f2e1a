"""The page Human or machine: what it says, what never stands alone, what closed parts ask."""

import re

import pytest

from seen.domain.questions import Question
from seen.sources.dataset import DatasetSource
from seen.text import text
from tests.helpers import build, shape
from tests.machines import meetings, places, requests
from tests.test_pages import _fresh as _fresh
from tests.test_pages import chart, link, said
from tests.test_pages import opened as opened
from tests.test_pages_places import unfolded

PAGE = "human_or_machine"


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Return a data file with requests, bots and humans."""
    tables = {"access_request": requests(), "institution": places()}
    return build(tmp_path_factory.mktemp("both"), meetings(), tables=tables)


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


def plain(app, kind=""):
    """Return the words of a page with ordinary spaces."""
    return said(app, kind).replace("\u00a0", " ")


def test_a_hundred_requests_lead_poorest_first_with_their_counts_and_waits(opened, both):
    app = opened(both, PAGE)

    assert re.search(
        r"Of 100 requests from recipients with low income, 60 reached a human, "
        r"against 81 from recipients with high income: <b>21 points fewer</b>",
        plain(app, "seen-sentence"),
    )
    over = plain(app, "seen-over")
    assert over.index(">Low<") < over.index(">Middle<") < over.index(">High<")
    for phrase in ("Nobody", "mean wait, if reached", "9.4", "2,880 requests"):
        assert phrase in over
    assert "they were not asked how seen they felt" in plain(app)
    assert "12 areas" in plain(app, "seen-reading")
    assert chart(app)["data"]


def test_a_click_on_a_bar_filters_by_its_group(opened, both):
    app = opened(both, PAGE)
    bars = [it for it in chart(app)["data"] if it.get("customdata")]

    assert bars[0]["customdata"][0] == ["recipient_income", "low"]


def test_closed_parts_ask_nothing(opened, both, asked):
    opened(both, PAGE)

    assert {it.measure for it in asked} <= {
        *("got_human", "got_human_alone", "got_human_with_ai", "got_bot", "got_nothing"),
        "wait_days",
    }


def test_a_bot_is_set_beside_all_humans_at_once_and_nobody_was_not_asked(opened, both):
    app = unfolded(opened(both, PAGE), "beside")

    words = plain(app)
    for kind in ("Hurried human", "Unhurried human", "Human who mis-saw", "not asked"):
        assert kind in words
    assert "recipients of hurried humans" in words.lower()
    assert "recipients of unhurried humans" in words.lower()
    assert "better than nothing" in words
    assert "Who is given which" in words
    assert "stood alike in" in words
    assert not re.search(r"\b(causes?|because|leads to|effect)\b", words)


def test_the_command_of_the_comparisons_names_both(opened, both):
    app = unfolded(opened(both, PAGE), "beside")

    app.button(key="action_computed_beside").click().run()

    command = app.get("code")[0].value
    assert "--group human_hurried --group human_unhurried" in command
    assert not app.exception


def test_who_met_a_bot_is_not_offered_by_time_pressure_and_the_reason_is_said(opened, both):
    bots, felt = (
        opened(both, "gaps", measure=measure, by="recipient_income")
        for measure in ("met_bot", "felt_seen")
    )

    assert "Time pressure" in felt.selectbox(key="control_by").options
    assert "Time pressure" not in bots.selectbox(key="control_by").options
    assert text("gaps.no_pressure_of_bots") in bots.selectbox(key="control_by").help


def test_time_pressure_is_left_out_and_that_is_said(opened, both):
    plainly = unfolded(opened(both, PAGE), "beside")
    pressed = unfolded(opened(both, PAGE, time_pressure=["5"]), "beside")

    assert text("machine.left_out") in said(pressed)
    assert text("machine.left_out") not in said(plainly)
    assert "Not used on this page: the filter Time pressure" in said(pressed)
    assert "Time pressure: not used here" in [it.label for it in plainly.button if it.disabled]
    assert said(pressed, "seen-over") == said(plainly, "seen-over")
    assert link(pressed)["time_pressure"] == ["5"]


@pytest.mark.parametrize(
    ("part", "phrase", "n_figures"),
    [
        ("by_race", "Black", 2),
        ("reasons", "Of those who met a bot", 2),
        ("judged", "regarded as a human being", 3),
        ("kept", "What is kept is what institutions declare", 4),
        ("over_time", "Requests that reached nobody are not in it", 2),
    ],
)
def test_each_part_draws_at_most_four_figures_and_says_its_caution(
    opened, both, part, phrase, n_figures
):
    app = unfolded(opened(both, PAGE), part)

    assert phrase in plain(app)
    assert len(app.get("plotly_chart")) == n_figures <= 4


def test_the_table_holds_every_share_with_its_interval(opened, both):
    app = opened(both, PAGE)

    app.button(key="action_table").click().run()

    table = plain(app, "seen-table")
    compared = "Reached a human, compared with: High"
    for head in ("Human, with AI or without", compared, "Nobody", "Requests"):
        assert head in table
    assert re.search(r"60(\.\d)? % \(\d", table)


# -- what a file may lack ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ordinary", "surveys"])
def test_data_that_knows_neither_requests_nor_bots_says_what_to_map(opened, name):
    app = opened(shape(name), PAGE)

    assert "does not say who reached a human and who met a bot" in said(app)
    assert "access_request" in said(app)
    assert "encounter.modality" in said(app)
    assert not app.get("plotly_chart")
    assert not app.get("expander")


def test_without_requests_those_who_got_nothing_are_said_to_be_invisible(opened):
    app = opened(shape("bots"), PAGE)

    assert "Those who got nothing are invisible in this data" in said(app)
    assert "Whoever got nobody is not among them" in said(app)
    assert "met a bot" in str(chart(app)["layout"]["xaxis"]["title"])


def test_data_without_bots_says_so(opened, tmp_path):
    rows = meetings()
    humans = rows[rows["modality"] != "bot"]
    app = opened(build(tmp_path, humans, tables={"access_request": requests()}), PAGE)

    assert "Of 100 requests" in plain(app)
    for part in ("beside", "reasons", "judged"):
        assert "No bots in this data" in said(unfolded(app, part))


def test_where_filters_leave_no_bot_the_comparisons_say_why(opened, tmp_path):
    rows = meetings()
    rows = rows[(rows["modality"] != "bot") | (rows["profession"] == "nurse")]
    data = build(tmp_path, rows, tables={"access_request": requests()})

    app = unfolded(opened(data, PAGE, profession=["chaplain"]), "beside")

    assert "Nobody these filters leave met a bot" in said(app)
    assert len(app.get("plotly_chart")) == 1


@pytest.mark.parametrize(
    ("part", "without", "phrase"),
    [
        ("beside", ["time_pressure"], "how hurried they were"),
        ("reasons", ["access_reason"], "encounter.access_reason"),
        ("judged", ["vulnerability_risk", "aha", "felt_human_regard"], "vulnerability_risk"),
        ("kept", ["ai_disclosed"], "ai_data_retention"),
        ("over_time", ["month"], "four quarters or more"),
    ],
)
def test_a_part_without_its_columns_says_what_would_supply_it(
    opened, tmp_path, part, without, phrase
):
    rows = meetings().drop(columns=without)
    app = opened(build(tmp_path, rows, tables={"access_request": requests()}), PAGE)

    assert phrase in said(unfolded(app, part))
    assert len(app.get("plotly_chart")) == 1


def test_where_nothing_is_known_of_need_that_is_said(opened, tmp_path):
    rows = meetings().drop(columns=["stakes", "recipient_income"])
    app = unfolded(opened(build(tmp_path, rows), PAGE), "beside")

    assert "Not adjusted for need" in said(app)


def test_a_mark_of_a_hurried_human_filters_by_the_unhurried_as_well(opened, both):
    app = opened(both, "gaps", by=["form"])

    app.session_state["_visit"].filter_by("form", ["human_hurried"])
    app.session_state["_visit"].is_acting = True
    app.run()

    assert not app.exception
    assert link(app)["form"] == ["human_hurried", "human_unhurried"]
