"""The page of voices: one story, what it is, and where none may stand."""

import re

import pytest

from seen.demo import vignettes
from tests.helpers import build, shape, visits
from tests.test_pages import _fresh as _fresh
from tests.test_pages import opened as opened
from tests.test_pages import said

NURSES = "Nurses, told plainly."


def stories(*, tags="profession=nurse", notes=("None", "Loss"), status="draft"):
    """Return two stories as the table holds them."""
    table = (
        vignettes.table()
        .head(2)
        .assign(
            title=["First", "Second"],
            story=[NURSES, "Of anybody."],
            content_note=list(notes),
            filter_tags=[tags, ""],
            data_link=["/gaps?measure=mis_seen&by=profession", ""],
            status=status,
        )
    )
    return table


@pytest.fixture
def told(tmp_path):
    """Return what builds a data file with stories."""

    def told(**parts):
        return build(tmp_path, visits(600), tables={"vignette": stories(**parts)})

    return told


def test_a_story_says_what_it_is_and_of_whom_it_tells(opened, told):
    app = opened(told(), "voices")

    words = said(app)
    assert NURSES in said(app, "seen-story")
    assert "Composite, written for Seen: made of many, telling of nobody." in words
    assert "Draft, not yet reviewed" in words
    assert "Profession: nurse." in words
    assert 'href="gaps?by=profession&measure=mis_seen"' in words


def test_a_story_stands_beside_no_number(opened, told):
    app = opened(told(), "voices")

    assert not app.get("plotly_chart")
    assert not said(app, "seen-reading")
    story = re.sub(r"<[^>]*>", " ", said(app, "seen-story"))
    assert not re.search(r"\d", story)


def test_a_story_with_a_note_stays_closed_until_it_is_opened(opened, told):
    app = opened(told(tags="profession=nurse"), "voices")

    app.selectbox(key="story").set_value(2).run()

    words = said(app, "seen-story")
    assert "<details" in words
    assert "<details open" not in words
    assert "This story speaks of: loss. Open it to read on." in words


@pytest.mark.parametrize(
    ("notes", "number"), [(("Illness", "Loss"), 1), (("Illness", "None"), 2), (("None", ""), 1)]
)
def test_at_first_a_story_without_a_note_is_chosen(opened, told, notes, number):
    app = opened(told(notes=notes), "voices")

    assert app.selectbox(key="story").value == number


def test_the_next_story_follows_and_comes_round(opened, told):
    app = opened(told(), "voices")

    app.button(key="next_story").click().run()
    second = said(app, "seen-heading")
    app.button(key="next_story").click().run()

    assert "Second" in second
    assert NURSES in said(app, "seen-story")


def test_a_story_without_a_title_is_called_by_its_number(opened, tmp_path):
    table = stories().assign(title=[None, "y" * 200])
    app = opened(build(tmp_path, visits(600), tables={"vignette": table}), "voices")

    assert app.selectbox(key="story").options == ["Story 1", "y" * 200]
    assert ">Story 1</h2>" in said(app, "seen-heading")


def test_a_story_of_others_than_those_filtered_does_not_stand(opened, told):
    app = opened(told(tags="profession=chaplain"), "voices", profession=["nurse"])

    assert NURSES not in said(app)
    assert "Of anybody." in said(app, "seen-story")


def test_a_story_has_no_place_where_too_few_answered(opened, told):
    found = told(tags="profession=nurse; recipient_race_ethnicity=pacific")
    app = opened(found, "voices")

    assert NURSES not in said(app)
    assert "Not enough people answered here to place a story." in said(app)


def test_a_lower_limit_for_one_screen_lets_no_story_stand(opened, tmp_path, monkeypatch):
    monkeypatch.setenv("SEEN_SCREEN_PEOPLE", "3")
    few = visits(600).assign(profession="chaplain")
    few.loc[few.index[:6], "profession"] = "nurse"
    file = build(tmp_path, few, tables={"vignette": stories()})

    app = opened(file, "voices")

    assert NURSES not in said(app)


def test_data_without_stories_says_so(opened):
    app = opened(shape("ordinary"), "voices")

    assert "This data holds no stories." in said(app, "seen-sentence")
    assert not app.selectbox


def test_a_reviewed_story_names_who_read_it(opened, tmp_path):
    table = stories(status="vetted").assign(
        reviewers="a nurse and a former patient", review_date="2026-03-01"
    )
    app = opened(build(tmp_path, visits(600), tables={"vignette": table}), "voices")

    assert "Reviewed by a nurse and a former patient, March 2026." in said(app)
    assert "not yet reviewed" not in said(app)
