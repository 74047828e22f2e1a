"""Every page in Streamlit's own test runner, over tiny data files of every shape."""

import json
import re
import shlex
import shutil
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from seen import cli
from seen.charts import tables
from seen.cli import asking
from seen.domain import beside
from seen.guard.rules import Strength
from seen.screen import cards
from seen.sources.dataset import DatasetSource
from tests.helpers import build, ordinary, shape, source, surveys, visits
from tests.hospital import imported
from tests.hostile import HOSTILE, hostile_data
from tests.students import RECIPE, write_students

ROOT = Path(__file__).resolve().parent.parent
TITLES = {
    "overview": "Who gets seen?",
    "gaps": "Who feels seen, and who is mis-seen?",
    "time_pressure": "Who is seen when time is short?",
    "places": "What goes with connection, place by place?",
    "burnout": "Too much work, too much relating, or relating impeded?",
    "what_counts": "What gets counted, and what goes uncounted?",
    "voices": "What does it sound like?",
    "human_or_machine": "Who gets a human?",
    "deck": "What do we show the room?",
    "methods": "What is this made of?",
}
PAGES = tuple(TITLES)
SHAPES = ("ordinary", "one_group", "all_withheld", "too_few", "surveys")
N_FIGURES: dict[str, dict[str, int]] = {page: {} for page in PAGES} | {
    "time_pressure": {"surveys": 0},
    "places": {"one_group": 0, "all_withheld": 0},
    "burnout": dict.fromkeys(("ordinary", "one_group", "all_withheld", "too_few"), 0),
    "what_counts": dict.fromkeys(SHAPES, 0),
    "voices": dict.fromkeys(SHAPES, 0),
    "deck": dict.fromkeys(SHAPES, 0),  # nothing is pinned yet
    "human_or_machine": dict.fromkeys(
        ("ordinary", "one_group", "all_withheld", "too_few", "surveys"), 0
    ),
    "methods": {"surveys": 0},
}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Forget what other tests opened, and find Streamlit's settings."""
    monkeypatch.chdir(ROOT)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def opened(monkeypatch):
    """Return what opens a page on a data file or in a folder."""

    def opened(data: Path, page: str = "gaps", **query: list[str]) -> AppTest:
        folder = data.parent if data.is_file() else data
        monkeypatch.setenv("SEEN_DATA_FOLDER", str(folder))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        app.switch_page(f"pages/{page}.py")
        for name, values in query.items():
            app.query_params[name] = values
        app.run()
        assert not app.exception
        return app

    return opened


def said(app: AppTest, kind: str = "") -> str:
    """Return the words of a page, or of its elements of one class."""
    bodies = [element.proto.body for element in app.get("html")]
    return unescape(" ".join(body for body in bodies if kind in body and "<style>" not in body))


def chart(app: AppTest) -> dict:
    """Return the one figure of a page."""
    (found,) = app.get("plotly_chart")
    return json.loads(found.proto.spec)


def words_of_figure(app: AppTest) -> list[str]:
    """Return the words that lie over the one figure of a page."""
    return re.findall(r"<span style=[^>]*>([^<]*)", said(app, "seen-over"))


def link(app: AppTest) -> dict[str, list[str]]:
    """Return the query of the link."""
    found = {name: app.query_params[name] for name in app.query_params}
    return {name: [it] if isinstance(it, str) else list(it) for name, it in found.items()}


# -- every shape of data -------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", SHAPES)
def test_each_page_stands_on_every_shape_of_data(opened, name, page):
    app = opened(shape(name), page)

    assert TITLES[page] in said(app, "seen-title")
    assert "could not be shown" not in said(app)
    assert len(app.get("plotly_chart")) == N_FIGURES[page].get(name, 1)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_what_it_cannot_show(opened, page):
    said_of = {"overview": "What this data cannot see", "methods": "What is not measured"}

    headings = said(opened(shape("ordinary"), page), "seen-heading")

    assert said_of.get(page, "What this page cannot show") in headings


@pytest.mark.parametrize("page", ["overview", "gaps", "time_pressure", "places"])
def test_the_place_of_a_card_is_held_for_the_figure_that_comes(opened, monkeypatch, page):
    held = []

    @contextmanager
    def noting(figure, *, around):
        held.append(figure)
        yield

    monkeypatch.setattr(cards, "skeleton", noting)

    app = opened(shape("ordinary"), page, by=["time_pressure"])  # all its levels are there

    assert held == [chart(app)["layout"]["height"]]


def test_gaps_says_who_differs_and_draws_it(opened):
    app = opened(shape("ordinary"))

    assert "Black recipients reported feeling fully seen less often" in said(app, "seen-sentence")
    words = words_of_figure(app)
    assert "Black" in words
    assert "Hidden to protect people" in words


def test_one_group_alone_is_not_compared(opened):
    app = opened(shape("one_group"))

    assert "there are no groups to compare" in said(app, "seen-sentence")


def test_where_everything_is_withheld_each_row_stays_and_no_count_is_said(opened):
    app = opened(shape("all_withheld"))

    assert "Hidden to protect people" in said(app, "seen-sentence")
    assert "no counts, to protect people" in said(app, "seen-reading")
    words = words_of_figure(app)
    assert words.count("Hidden to protect people") == 4


def test_the_second_run_says_the_same(opened):
    app = opened(shape("ordinary"))
    before = said(app)

    app.run()

    assert said(app) == before


# -- links and clicks ----------------------------------------------------------------------------


def test_a_link_sets_its_filters_and_is_written_in_one_form(opened):
    app = opened(shape("ordinary"), profession=["nurse", "chaplain"], time_pressure=["5"])

    assert said(app, "seen-reading").startswith('<p class="seen-reading">Chaplains and nurses')
    assert "time pressure 5" in said(app, "seen-reading")
    assert link(app) == {"profession": ["chaplain", "nurse"], "time_pressure": ["5"]}


def test_a_click_on_a_filter_changes_reading_line_and_link(opened):
    app = opened(shape("ordinary"))

    app.button_group(key="filter_time_pressure").set_value(["4", "5"]).run()

    assert "time pressure 4 and 5" in said(app, "seen-reading")
    assert link(app) == {"time_pressure": ["4", "5"]}


def test_undo_and_clear_all_take_filters_back(opened):
    app = opened(shape("ordinary"), profession=["nurse"])

    app.button(key="clear").click().run()
    cleared = link(app)
    app.button(key="undo").click().run()

    assert cleared == {}
    assert link(app) == {"profession": ["nurse"]}


def test_a_control_asks_something_else(opened):
    app = opened(shape("ordinary"))

    app.selectbox(key="control_by").set_value("recipient_income").run()
    app.selectbox(key="control_show").set_value("mean").run()

    assert link(app) == {"by": ["recipient_income"], "show": ["mean"]}
    assert "mean" in chart(app)["layout"]["xaxis"]["title"]["text"]


def test_what_a_link_asks_in_vain_is_named_and_the_rest_is_shown(opened):
    hostile = "<img src=x onerror=alert(1)>"

    app = opened(
        shape("ordinary"), profession=["nurse", hostile], nonsense=["1"], show=["sideways"]
    )

    assert "Nurses" in said(app, "seen-reading")
    assert "left out: Profession." in said(app, "seen-note")
    assert "left out: show, nonsense." in said(app, "seen-note")
    assert hostile not in said(app)
    assert link(app) == {"profession": ["nurse"]}


def test_text_smuggled_in_as_a_name_is_not_repeated(opened):
    app = opened(shape("ordinary"), **{"Call 555-0100 now": ["1"]})

    assert "555" not in said(app)
    assert "left out: 1 more." in said(app, "seen-note")


@pytest.fixture(scope="module")
def of_students(tmp_path_factory) -> Path:
    """Return a data file of students about themselves: scores of burnout, no encounters."""
    folder = tmp_path_factory.mktemp("students")
    file = write_students(folder / "students.csv")
    return imported(file, into=folder, recipe=RECIPE, name="students").path


@pytest.mark.parametrize("page", PAGES)
def test_each_page_stands_on_a_survey_of_workers_alone(opened, of_students, page):
    app = opened(of_students, page)

    assert TITLES[page] in said(app, "seen-title")
    assert "could not be shown" not in said(app)
    if page in {"voices", "deck"}:  # where nothing is counted
        return
    assert "Everyone recorded, one school" in said(app, "seen-reading")
    assert "300 survey answers" in said(app, "seen-reading")  # of students, not of scales
    assert len(app.get("plotly_chart")) == (page in {"overview", "gaps", "burnout"})


def test_the_overview_of_a_survey_of_workers_is_about_workers(opened, of_students):
    app = opened(of_students, "overview")

    assert "Exhaustion (Maslach Burnout Inventory for students): a mean of" in said(app)
    words = " ".join(words_of_figure(app))
    assert "Year of study" in words
    assert "Gender" in words
    assert "Workers who had left, or were away" in said(app, "seen-body")
    assert said(app, "seen-fixed").count("<li>") == 8
    assert "not in this data" not in said(app, "seen-fixed")


def test_gaps_starts_with_scores_by_year_and_hides_the_group_of_five(opened, of_students):
    first, gender = opened(of_students), opened(of_students, by=["worker_gender"])

    assert "Students in year" in said(first, "seen-sentence")
    words = words_of_figure(gender)
    assert words.count("Hidden to protect people") == 2  # and the group that would tell of it


def test_a_survey_of_workers_has_no_time_pressure_and_the_page_says_what_would(
    opened, of_students
):
    app = opened(of_students, "time_pressure")

    assert "does not say how short of time" in said(app, "seen-sentence")
    held = {button.label for button in app.button if button.disabled}
    assert {"Profession: not in this data", "Time pressure: not in this data"} <= held


@pytest.fixture(scope="module")
def both_tables(tmp_path_factory) -> Path:
    """Return a data file with encounters and a burnout survey, which has no time pressure."""
    survey, visited = surveys()["tables"], ordinary()
    tables = {name: survey[name] for name in ("burnout_survey", "practitioner")}
    folder = tmp_path_factory.mktemp("both")
    return build(folder, visited["encounters"], tables={**visited["tables"], **tables})


def test_a_filter_the_measure_cannot_honour_is_named_and_comes_back_with_one_that_can(
    opened, both_tables
):
    app = opened(both_tables, profession=["nurse"], time_pressure=["3"])

    app.selectbox(key="control_measure").set_value("burnout_case").run()
    without, noted = link(app), said(app, "seen-note")
    app.selectbox(key="control_measure").set_value("felt_seen").run()

    assert "time_pressure" not in without
    assert without["profession"] == ["nurse"]
    assert "Burnout case is not recorded by time pressure" in noted
    assert link(app)["time_pressure"] == ["3"]


EIGHT = {
    "age_band": ["18-29"],
    "disability": ["no"],
    "lgbtq": ["no"],
    "modality": ["human_phone"],
    "profession": ["nurse"],
    "recipient_gender": ["man"],
    "recipient_income": ["low"],
    "survey_mode": ["web"],
}


@pytest.fixture(scope="module")
def many_dimensions(tmp_path_factory) -> Path:
    """Return a data file that can be filtered in more ways than can be asked at once."""
    constant = ("age_band", "disability", "lgbtq", "modality", "recipient_gender", "survey_mode")
    values: dict[str, Any] = {name: EIGHT[name][0] for name in constant}
    return build(tmp_path_factory.mktemp("many"), visits(**values))


def test_a_ninth_filter_is_refused_and_nothing_is_lost(opened, many_dimensions):
    app = opened(many_dimensions, **EIGHT)

    app.button_group(key="filter_time_pressure").set_value(["4"]).run()

    assert "At most 8 filters can be set at once" in said(app, "seen-note")
    assert link(app) == EIGHT


def test_a_link_with_nine_filters_keeps_eight_and_names_the_other(opened, many_dimensions):
    app = opened(many_dimensions, **EIGHT, time_pressure=["4"])

    assert "Left out: Time pressure." in said(app, "seen-note")
    assert link(app) == EIGHT


def test_where_filters_leave_too_little_the_nearest_wider_view_is_a_click_away(opened):
    app = opened(shape("ordinary"), institution=["w01"], time_pressure=["1"])

    app.button(key="wider").click().run()

    assert link(app) == {"time_pressure": ["1"]}
    assert not any(button.key == "wider" for button in app.button)


def test_pressure_is_widened_to_its_band_first(opened, tmp_path):
    few = visits(600)  # about 30 answers of each race at one level: too few to judge
    app = opened(build(tmp_path, few), time_pressure=["4"])

    assert app.button(key="wider").label == "Look wider: time pressure 4 and 5"


# -- what the data lacks -------------------------------------------------------------------------


def test_a_main_filter_the_data_lacks_keeps_its_place(opened, tmp_path):
    data = build(tmp_path, visits().drop(columns=["profession", "time_pressure"]))

    app = opened(data)

    held = {button.label for button in app.button if button.disabled}
    assert {"Profession: not in this data", "Time pressure: not in this data"} <= held


@pytest.mark.parametrize("page", PAGES)
def test_without_data_the_next_step_is_shown(opened, tmp_path, page):
    app = opened(tmp_path, page)

    assert "There is no data yet" in said(app)
    assert app.code[0].value == "python -m seen demo"


@pytest.mark.parametrize("page", PAGES)
def test_a_damaged_file_is_refused_in_one_calm_sentence(opened, tmp_path, page):
    shutil.copytree(shape("ordinary").parent, tmp_path / "data")
    (file,) = (tmp_path / "data").glob("*.duckdb")
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:20_000])

    app = opened(tmp_path / "data", page)

    assert "is damaged or incomplete" in said(app)
    assert str(tmp_path) not in said(app)


def test_a_pointer_to_nothing_is_refused_calmly(opened, tmp_path):
    shutil.copytree(shape("ordinary").parent, tmp_path / "data")
    next((tmp_path / "data").glob("*.duckdb")).unlink()

    app = opened(tmp_path / "data")

    assert "names a data file that is not there" in said(app)


@pytest.mark.parametrize("page", PAGES)
def test_where_others_can_reach_it_no_local_file_opens(opened, monkeypatch, page):
    monkeypatch.setenv("SEEN_HOSTED", "1")

    app = opened(shape("ordinary"), page)

    assert "This address can be reached by others" in said(app)
    assert not app.get("plotly_chart")
    assert "Ward" not in said(app)


def test_an_address_that_is_not_loopback_counts_as_hosted(opened, monkeypatch):
    option = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "0.0.0.0" if name == "server.address" else option(name)
    )

    app = opened(shape("ordinary"))

    assert "This address can be reached by others" in said(app)


def test_a_crash_shows_a_calm_sentence_and_logs_no_data(opened, monkeypatch, caplog):
    value = "4711"

    def crash(*_arguments):
        raise ValueError(f"Cannot read patient {value}")

    monkeypatch.setattr("seen.screen.controls.of_gaps", crash)

    app = opened(shape("ordinary"))

    assert "Something went wrong here" in said(app)
    assert "ValueError" in caplog.text
    assert "4711" not in caplog.text + said(app)


# -- overview ------------------------------------------------------------------------------------


def test_the_overview_says_everybody_first_and_both_sides(opened):
    app = opened(shape("ordinary"), "overview")

    assert re.search(r"Of\s100 people who answered, \d\d reported feeling fully seen", said(app))
    assert "Workers, asked about some of the same encounters" in said(app, "seen-body")


def test_the_fixed_questions_are_links_that_open_what_they_say(opened):
    app = opened(shape("ordinary"), "overview", profession=["nurse"])

    listed = said(app, "seen-fixed")
    links = re.findall(r'<a href="gaps\??([^"]*)"', listed)
    assert listed.count("<li>") == 8
    assert listed.count("not in this data.") == 8 - len(links)
    other = opened(shape("ordinary"), **parse_qs(links[1]))
    assert said(other, "seen-reading").startswith('<p class="seen-reading">Nurses')
    assert "Black recipients" in said(other, "seen-sentence")


def test_the_first_step_is_said_until_one_was_taken(opened):
    app = opened(shape("ordinary"), "overview")
    hint = "Filter above, or open any sentence"

    assert hint in said(app)
    app.button_group[0].set_value(["5"]).run()
    assert hint not in said(app)


# -- time pressure -------------------------------------------------------------------------------


def test_time_pressure_leaves_its_own_filter_out_and_says_so(opened):
    app = opened(shape("ordinary"), "time_pressure", time_pressure=["5"], profession=["nurse"])

    assert "every time pressure" in said(app, "seen-reading")
    assert "Not used on this page: the filter Time pressure" in said(app, "seen-note")
    assert link(app)["time_pressure"] == ["5"]


def test_time_pressure_stands_where_only_those_who_did_not_say_are_left(opened):
    app = opened(shape("ordinary"), "time_pressure", recipient_race_ethnicity=["prefer_not"])

    assert "could not be shown" not in said(app)
    assert "Preferred not to say" in said(app)


def test_the_groups_drawn_are_chosen_and_in_the_link(opened):
    app = opened(shape("ordinary"), "time_pressure")

    app.multiselect[0].set_value(["white", "latino"]).run()

    assert link(app)["group"] == ["latino", "white"]
    words = " ".join(words_of_figure(app))
    assert "Latino" in words
    assert "White" in words
    assert "Black" not in words


def test_without_time_pressure_the_page_says_how_to_supply_it(opened, tmp_path):
    data = build(tmp_path, visits().drop(columns="time_pressure"))

    app = opened(data, "time_pressure")

    assert "does not say how short of time" in said(app, "seen-sentence")
    assert "Map a column to time_pressure" in said(app, "seen-body")
    assert not app.get("plotly_chart")


# -- look closer ---------------------------------------------------------------------------------


def asked_by(monkeypatch):
    """Return the list of Questions the source is asked from now on."""
    asked, finding = [], DatasetSource.finding

    def noting(source, question, guard):
        asked.append(question)
        return finding(source, question, guard)

    monkeypatch.setattr(DatasetSource, "finding", noting)
    return asked


def test_a_closed_part_asks_nothing(opened, monkeypatch):
    asked = asked_by(monkeypatch)

    opened(shape("ordinary"))

    lead, catalog = asked[0], source("ordinary").catalog
    held_beside = {*beside.other_shows(lead, catalog), beside.mis_seen(lead, catalog)}
    assert set(asked) == {lead, *held_beside}


def test_a_link_to_a_view_over_two_dimensions_draws_the_first_and_can_be_left(opened):
    app = opened(shape("ordinary"), view=["slope"], by2=["time_pressure"])

    assert said(app, "seen-sentence").startswith('<div class="seen-together"><p')
    assert len(app.get("plotly_chart")) == 2  # the lead figure, and the two crossed
    app.selectbox(key="control_by").set_value("time_pressure").run()
    assert not app.exception
    assert link(app) == {"by": ["time_pressure"], "part": ["crossed"]}


def test_what_is_adjusted_in_a_link_can_be_crossed(opened):
    app = opened(shape("ordinary"), adjust=["standardised"])
    unfold(app, "crossed")

    app.selectbox(key="crossed_by").set_value("recipient_income").run()

    assert not app.exception
    assert link(app) == {"by2": ["recipient_income"]}


def test_a_link_with_two_dimensions_opens_them_crossed(opened):
    app = opened(shape("ordinary"), by2=["profession"])

    assert len(app.get("plotly_chart")) == 2
    assert [part.label for part in app.expander if part.proto.expanded] == [
        "Two dimensions crossed"
    ]
    app.selectbox(key="crossed_by").set_value("time_pressure").run()
    assert link(app)["by2"] == ["time_pressure"]


# -- a click on a mark ---------------------------------------------------------------------------


def test_a_click_on_a_mark_filters_by_its_group(opened):
    app = opened(shape("ordinary"))
    places = [mark["customdata"] for mark in chart(app)["data"] if "customdata" in mark]

    assert ["recipient_race_ethnicity", "black"] in places[0]


# -- data and methods ----------------------------------------------------------------------------


def test_the_last_figures_are_explained_with_their_sql(opened):
    app = opened(shape("ordinary"))
    app.switch_page("pages/methods.py").run()
    assert "Holm" not in said(app)  # closed
    unfold(app, "part_figures")

    assert "Holm" in said(app)
    codes = " ".join(element.value for element in app.code)
    assert "python -m seen ask" in codes
    assert "-- One row per group" in codes
    assert any("Black recipients" in option for option in app.selectbox[-1].options)


def test_who_answered_is_drawn_where_the_data_says_who_was_asked(opened):
    app = opened(shape("ordinary"), "methods")

    assert "answering when asked" in said(app)
    assert "nobody was asked" not in said(app)
    assert len(app.get("plotly_chart")) == 1


def unfold(app, part):
    """Open a closed part of a page."""
    app.session_state["_visit"].closer = part
    app.run()
    assert not app.exception


PARTS = {
    "part_data": "Twelve invented wards",
    "part_measures": "Did you feel seen as a whole person?",
    "part_dimensions": "Asian; Black",
    "part_figures": "No figure was drawn in this visit yet",
    "part_thresholds": "fewer than 11 people",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_data_and_methods_is_there_when_it_is_open(opened, part):
    app = opened(shape("ordinary"), "methods")
    closed = {name for name, words in PARTS.items() if words in said(app)}
    app.session_state["_visit"].shown.clear()

    unfold(app, part)

    words = said(app) if part != "part_figures" else "No figure was drawn in this visit yet"
    assert closed <= {"part_figures"}
    assert PARTS[part] in words
    assert sum(part.proto.expanded for part in app.expander) == 1


def test_closed_parts_of_data_and_methods_ask_nothing(opened, monkeypatch):
    asked = asked_by(monkeypatch)

    opened(shape("ordinary"), "methods")

    # how far silence could move the figure of Gaps, and who answered
    assert [question.measure for question in asked] == ["felt_seen", "responded"]


def test_who_is_missing_stands_first_and_what_is_not_measured_is_open(opened):
    page = said(opened(shape("ordinary"), "methods"))

    order = ["Who is missing", "What is not measured", "What a file has to hold", "Look closer"]
    places = [page.index(f">{head}<") for head in order]
    assert places == sorted(places)
    assert "measured what doctors decided, not whether anyone felt seen" in page


def test_the_planted_terms_are_listed_of_the_genuine_demo_alone(opened, monkeypatch):
    names = [part.label for part in opened(shape("ordinary"), "methods").expander]
    monkeypatch.setattr("seen.screen.methods.is_genuine_demo", lambda *_: True)

    app = opened(shape("ordinary"), "methods")
    unfold(app, "part_planted")

    assert "What is planted in this demo" not in names
    assert 'class="seen-long" role="region" tabindex="0"' in said(app)  # a key scrolls it
    page = said(app, "seen-table")
    for words in ("felt: race at 1", "black −0.06, indigenous −0.05", "assumed", "published"):
        assert words in page


def test_what_is_not_in_the_data_leads_to_what_a_file_has_to_hold(opened):
    overview = opened(shape("ordinary"), "overview", profession=["nurse"])
    methods = opened(shape("ordinary"), "methods")

    links = re.findall(r'href="(methods[^"]*)"', said(overview))
    assert set(links) == {"methods?profession=nurse#what-a-file-has-to-hold"}
    assert len(links) == said(overview, "seen-fixed").count("not in this data.") + 1
    assert 'id="what-a-file-has-to-hold"' in said(methods)
    assert "encounter.age_band" in said(methods, "seen-table")


# -- what is said beside a figure ----------------------------------------------------------------


def test_the_line_of_facts_says_the_period(opened):
    app = opened(shape("ordinary"))

    assert re.search(r"1,200 answers, 100\s% answered, 12 institutions, 2025\.", said(app))


def test_where_nobody_is_left_it_is_not_said_how_answers_are_weighted(opened):
    where = {"recipient_income": ["high"], "recipient_race_ethnicity": ["asian"]}
    nobody = opened(shape("weighted"), profession=["chaplain"], **where)
    some = opened(shape("weighted"))

    assert "eighted." in said(some, "seen-facts")
    assert "No answers" in words_of_figure(nobody)
    assert "eighted." not in said(nobody, "seen-facts")


def test_a_file_about_something_else_says_so_over_its_title(opened):
    app = opened(shape("surveys"), "overview")

    assert "None of Seen’s own questions about feeling seen is in this file" in said(app)
    assert "None of Seen’s" not in said(opened(shape("ordinary"), "overview"))


def test_an_overview_of_which_nothing_may_be_shown_says_why(opened):
    app = opened(shape("all_withheld"), "overview")

    assert "Feeling fully seen and being mis-seen: hidden to protect people." in said(app)
    assert "Workers feeling seen" in said(app, "seen-body")


# -- names from a file ---------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_names_from_a_file_are_escaped_wherever_they_stand(opened, tmp_path, page):
    app = opened(hostile_data(tmp_path), page, profession=["a", "d"])
    if page == "gaps":
        app.button(key="action_table").click().run()

    bodies = [element.proto.body for element in app.get("html")]
    assert not any(label in body for body in bodies for label in HOSTILE if "<" in label)
    figures = [element.proto.spec for element in app.get("plotly_chart")]
    assert not any("<img" in spec or "<script" in spec for spec in figures)


# -- the card's actions --------------------------------------------------------------------------


def test_the_table_says_what_the_figure_says(opened):
    app = opened(shape("ordinary"))

    app.button(key="action_table").click().run()

    table = said(app, "seen-table")
    assert '<th scope="row" role="rowheader">Black</th>' in table
    assert "Hidden to protect people" in table


def test_one_action_is_open_at_a_time_and_a_second_click_closes_it(opened):
    app = opened(shape("ordinary"))

    app.button(key="action_table").click().run()
    app.button(key="action_computed").click().run()
    computed = said(app)
    app.button(key="action_computed").click().run()

    assert "seen-table" not in computed
    assert "Holm" in computed
    assert "Holm" not in said(app)


def test_the_download_is_guarded_as_if_published(opened, monkeypatch):
    monkeypatch.setenv("SEEN_SCREEN_PEOPLE", "1")
    app = opened(shape("all_withheld"))
    guards, as_csv = [], tables.as_csv

    def noting(finding, *rest, **more):
        guards.append(finding.provenance.guard)
        return as_csv(finding, *rest, **more)

    monkeypatch.setattr(tables, "as_csv", noting)

    app.button(key="action_download").click().run()

    assert not app.exception
    assert guards == [Strength.PUBLISH]


# -- what the statistics add ---------------------------------------------------------------------


FURTHER = {
    ("gaps", "adjusted"): "After accounting for",
    ("gaps", "gradient"): "by income",
    ("gaps", "over_time"): "quarter",
    ("time_pressure", "hurry"): "the mix of time pressure",
    ("time_pressure", "steps"): "Per step of time pressure",
    ("time_pressure", "minutes"): "Hours short in a week",
}


@pytest.fixture(scope="module")
def of_a_year(tmp_path_factory):
    """Return many visits over four quarters, with minutes needed and scheduled."""
    rows = visits(9600)
    is_hurried = (rows["recipient_income"] == "low") & (rows.index % 7 < 3)
    rows["time_pressure"] = rows["time_pressure"].mask(is_hurried, 5)
    rows["minutes_scheduled"] = 20.0
    rows["minutes_needed"] = 20.0 + rows["time_pressure"] + rows.index % 3
    return build(tmp_path_factory.mktemp("year"), rows)


@pytest.mark.parametrize(("page", "part"), FURTHER)
@pytest.mark.parametrize("name", ["ordinary", "one_group", "too_few", "all_withheld", "surveys"])
def test_what_the_statistics_add_opens_on_any_data(opened, name, page, part):
    app = opened(shape(name), page)

    unfold(app, part)

    assert not app.exception
    if name == "surveys":
        assert not app.get("plotly_chart") or page == "gaps"


@pytest.mark.parametrize(("page", "part"), FURTHER)
def test_what_the_statistics_add_says_what_it_found(opened, page, part, of_a_year):
    app = opened(of_a_year, page, by=["recipient_income"])

    unfold(app, part)

    assert FURTHER[page, part] in said(app)
    assert len(app.get("plotly_chart")) == 2


def test_the_planner_and_the_overall_tests_speak_of_what_is_asked(opened):
    app = opened(shape("ordinary"), "methods")

    unfold(app, "part_tests")
    tests = said(app)
    unfold(app, "part_planner")

    assert "differ" in tests
    assert "would be found four times in five" in said(app)
    assert all(f">{n} points</th>" in said(app) for n in (2, 3, 5, 10))
    assert "At the extremes, had all who did not answer said no" in said(app)


@pytest.mark.parametrize(
    ("view", "by", "words"),
    [
        ("bands", "recipient_race_ethnicity", "comparisons to hold at once"),
        ("decomposition", "recipient_income", " remain."),
    ],
)
def test_a_link_to_a_view_draws_what_its_sentence_says(opened, of_a_year, view, by, words):
    app = opened(of_a_year, by=[by], view=[view])

    (drawn,) = app.get("plotly_chart")
    assert words in said(app)
    assert "left of 0: points fewer, which is worse" in drawn.proto.spec


def test_the_planner_of_one_ward_speaks_of_the_practitioners_in_it(opened, of_a_year):
    app = opened(of_a_year, "methods", by=["recipient_income"], institution=["w01"])

    unfold(app, "part_planner")

    planned = said(app)
    assert "More practitioners in this institution, as many answers from each" in planned
    assert "More institutions" not in planned


def test_a_gradient_is_one_of_income_whatever_is_compared(opened, of_a_year):
    app = opened(of_a_year, "gaps", by=["time_pressure"])

    unfold(app, "gradient")

    assert "from the least to the most advantaged" in said(app).casefold()
    assert "by income" in said(app)


@pytest.mark.parametrize(("page", "part"), [(p, n) for p, n in FURTHER if n != "minutes"])
def test_the_command_under_a_part_asks_what_the_part_shows(
    opened, of_a_year, page, part, monkeypatch, capsys
):
    app = opened(of_a_year, page, by=["recipient_income"])
    unfold(app, part)
    app.button(key=f"action_computed_{part}").click().run()
    command = next(it.value for it in app.code if it.value.startswith("python -m seen ask"))
    figure = app.session_state["_visit"].shown[0]

    asked = []
    monkeypatch.setattr(
        DatasetSource, "finding", lambda source, question, *guard: asked.append(question)
    )
    monkeypatch.setattr(asking, "_print_finding", lambda *shown: None)
    code = cli.main([*shlex.split(command.splitlines()[0])[3:], "--data", str(of_a_year)])

    assert code == 0
    assert asked == [figure]
