"""The page of burnout over data of every shape: what leads, what is closed, what is kept apart."""

from contextlib import contextmanager

import pytest

from seen.screen import cards
from tests import test_pages as pages
from tests.helpers import shape
from tests.test_pages import link, said, unfold, words_of_figure
from tests.workers import workers_and_visits, workers_file

_fresh, opened, of_students = pages._fresh, pages.opened, pages.of_students


def opening(app, name):
    """Return a page with a closed part opened."""
    unfold(app, name)
    return app


def test_the_shares_of_one_instrument_lead_with_exhaustion(opened):
    app = opened(workers_and_visits(), "burnout")

    assert said(app, "seen-sentence").count("Of the variation in exhaustion") == 1
    words = words_of_figure(app)
    assert "Maslach Burnout Inventory, scores" in words
    heads = [word for word in words if word in {"Overload", "Amount of relating"}]
    assert len(heads) == 6
    assert "instrument: Maslach Burnout Inventory, scores" in said(app, "seen-reading")
    assert "scale:" not in said(app, "seen-reading")
    assert "Shares rest on the" in said(app, "seen-facts")
    assert "Where burnout comes from, how any one person fares" in said(app, "seen-body")


def test_the_place_of_the_card_is_held_for_the_figure_that_comes(opened, monkeypatch):
    held = []

    @contextmanager
    def noting(figure, *, around):
        held.append(figure)
        yield

    monkeypatch.setattr(cards, "skeleton", noting)

    app = opened(workers_and_visits(), "burnout")

    assert held == [pages.chart(app)["layout"]["height"]]


def test_what_is_closed_asks_nothing(opened):
    app = opened(workers_and_visits(), "burnout")

    assert len(app.get("plotly_chart")) == 1
    assert [it.label for it in app.expander] == [
        "Level by profession or another group",
        "Purpose, dignity and meaning",
        "From wave to wave, and who left",
    ]


def test_another_instrument_is_chosen_and_stands_in_the_link(opened):
    app = opened(workers_file(), "burnout", profession=["nurse"])

    app.selectbox(key="burnout_instrument").set_value("CBI").run()

    assert link(app)["instrument"] == ["CBI"]
    assert link(app)["profession"] == ["nurse"]
    assert "Copenhagen Burnout Inventory" in words_of_figure(app)


def test_a_filter_on_encounters_is_named_and_comes_back(opened):
    app = opened(workers_and_visits(), "burnout", time_pressure=["5"])
    before = said(app, "seen-note")

    app.selectbox(key="burnout_instrument").set_value("CBI").run()

    assert "Not used on this page: the filter Time pressure" in before
    assert "time_pressure" not in link(app)
    assert "not recorded by time pressure" in said(app, "seen-note")
    app.button(key="undo").click().run()
    assert link(app) == {"time_pressure": ["5"]}


def test_a_filter_the_survey_cannot_honour_keeps_its_place_and_says_so(opened):
    app, chosen = (
        opened(workers_and_visits(), "burnout", **query)
        for query in ({}, {"time_pressure": ["5"]})
    )

    (closed,) = [it for it in app.button if it.label.startswith("Time pressure")]
    assert closed.label == "Time pressure: not in this survey"
    assert closed.disabled
    assert not [it for it in chosen.button if it.label.startswith("Time pressure")]  # to be unset
    app.selectbox(key="burnout_instrument").set_value("CBI").run()
    (closed,) = [it for it in app.button if it.label.startswith("Time pressure")]
    assert closed.label == "Time pressure: not in this survey"


def test_the_level_opens_on_the_same_instrument_by_profession(opened):
    app = opening(opened(workers_and_visits(), "burnout"), "level")

    assert len(app.get("plotly_chart")) == 2
    assert "Score of the Maslach Burnout Inventory, scores on exhaustion" in said(
        app, "seen-facts"
    )
    app.selectbox(key="burnout_scale").set_value("depersonalization").run()
    assert link(app)["scale"] == ["depersonalization"]
    app.selectbox(key="burnout_by").set_value("leadership_third").run()
    assert link(app)["by"] == ["leadership_third"]


def test_purpose_dignity_and_meaning_open_as_three_figures(opened):
    app = opening(opened(workers_and_visits(), "burnout"), "meaning")

    assert len(app.get("plotly_chart")) == 4
    assert "purpose" in said(app, "seen-sentence")


def test_without_reflections_the_part_says_what_is_missing(opened):
    app = opening(opened(workers_file(), "burnout"), "meaning")

    assert "worker_reflection" in said(app, "seen-body")


def test_waves_tell_who_stayed_from_who_answered_and_break_at_a_new_instrument(opened):
    app = opened(workers_file(), "burnout", measure=["burden"], instrument=["CBI"])
    app = opening(app, "waves")

    assert "among all who answered" in said(app, "seen-sentence")
    assert "who answered both times" in said(app, "seen-sentence")
    assert "instrument changed" in said(app, "seen-over")
    assert "Who left is not in later waves" in said(app, "seen-body")
    assert "Change from the first wave to the last" in said(app, "seen-table")


def test_the_table_holds_the_shares_of_every_scale(opened):
    app = opened(workers_and_visits(), "burnout")

    app.button(key="action_table").click().run()

    tables = said(app, "seen-table")
    assert tables.count("<table") == 3
    assert "Exhaustion: the parts of the figure" in tables


def test_each_scale_can_be_downloaded_and_says_how_it_was_computed(opened):
    app = opened(workers_and_visits(), "burnout")

    app.button(key="action_download").click().run()
    downloads = len(app.get("download_button"))
    app.button(key="action_computed").click().run()

    assert downloads == 3
    assert any("--view blocks" in block.value for block in app.code)
    assert "(LMG)" in said(app, "seen-body")


def test_filters_that_leave_nobody_offer_a_wider_view(opened):
    app = opened(workers_file(), "burnout", institution=["w01"], quarter=["2024 Q1"])

    assert "cannot be shown" in said(app, "seen-sentence")
    assert any(button.key == "wider" for button in app.button)
    app.button(key="wider").click().run()
    assert "Of the variation in" in said(app, "seen-sentence")
    assert "view" not in link(app)


def test_data_without_a_survey_says_how_to_supply_one(opened):
    app = opened(shape("ordinary"), "burnout")

    assert "holds no survey in which workers reported burnout" in said(app, "seen-sentence")
    assert "burnout_survey" in said(app, "seen-body")
    assert not app.expander


def test_a_survey_alone_shows_its_level_and_hides_the_group_of_five(opened, of_students):
    first = opened(of_students, "burnout")
    gender = opened(of_students, "burnout", by=["worker_gender"])

    assert "what burnout goes with cannot be told apart here" in said(first, "seen-body")
    assert "Students in year" in said(first, "seen-sentence")
    assert words_of_figure(gender).count("Hidden to protect people") == 2
    assert [it.label for it in first.expander] == [
        "Purpose, dignity and meaning",
        "From wave to wave, and who left",
    ]


@pytest.mark.parametrize("name", ["level", "meaning", "waves"])
def test_every_part_stands_on_a_survey_of_one_wave(opened, name):
    app = opening(opened(shape("surveys"), "burnout"), name)

    assert "could not be shown" not in said(app)
    assert not app.exception
