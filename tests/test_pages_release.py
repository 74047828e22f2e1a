"""Every page on a release: less than on the data itself, never an error, never a small count."""

import re
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from seen.screen.links import NAMES as PAGES
from tests.tiny_releases import release

ROOT = Path(__file__).resolve().parent.parent
SHAPES = ("ordinary", "one_group", "too_few", "surveys")
MANY = {"profession": ["nurse"], "recipient_income": ["low"], "time_pressure": ["1"]}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Forget what other tests opened, and find Streamlit's settings."""
    monkeypatch.chdir(ROOT)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def opened(monkeypatch):
    """Return what opens a page on a release."""

    def opened(shape: str, page: str = "gaps", **query: list[str]) -> AppTest:
        monkeypatch.setenv("SEEN_DATA_FOLDER", str(release(shape).parent))
        monkeypatch.setenv("SEEN_HOSTED", "1")
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        app.switch_page(f"pages/{page}.py")
        for name, values in query.items():
            app.query_params[name] = values
        return app.run()

    return opened


def said(app: AppTest) -> str:
    """Return the words of a page."""
    bodies = [element.proto.body for element in app.get("html")]
    shown = " ".join(body for body in bodies if "<style>" not in body)
    return unescape(re.sub(r"<[^>]+>", " ", shown))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", SHAPES)
def test_each_page_stands_on_a_release(opened, name, page):
    app = opened(name, page)

    assert not app.exception
    assert "could not be shown" not in said(app)
    assert "counts and answers were changed at random" in said(app)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_stands_where_a_release_cannot_tell_so_much_apart(opened, page):
    app = opened("ordinary", page, **MANY)

    assert not app.exception
    assert "could not be shown" not in said(app)


@pytest.mark.parametrize("action", ["table", "download", "computed"])
def test_each_action_of_a_card_stands_and_says_no_small_count(opened, action):
    app = opened("ordinary", by2=["time_pressure"])

    app.button(key=f"action_{action}").click().run()

    assert not app.exception
    assert "could not be shown" not in said(app)
    assert not small_counts(app)


@pytest.mark.parametrize(
    ("page", "part"),
    [
        *(("gaps", it) for it in ("crossed", "reasons", "both_sides", "earlier")),
        *(("burnout", it) for it in ("meaning",)),
        *(("methods", it) for it in ("part_release", "part_tests", "part_planner", "part_data")),
        *(("methods", it) for it in ("part_thresholds", "part_figures")),
    ],
)
def test_each_part_that_can_be_opened_stands(opened, page, part):
    app = opened("surveys" if page == "burnout" else "ordinary", page)

    app.session_state["_visit"].closer = part
    app.run()

    assert not app.exception
    assert "could not be shown" not in said(app)
    assert not small_counts(app)


def test_burnout_that_was_not_published_is_lacking_in_the_release_not_in_the_data(opened):
    words = said(opened("ordinary", "burnout"))

    assert "This release holds no survey in which workers reported burnout" in words
    assert "This data holds no" not in words
    assert "import again" not in words


@pytest.mark.parametrize("page", [page for page in PAGES if page != "deck"])
def test_no_page_of_a_release_asks_its_reader_to_fill_a_file(opened, page):
    words = said(opened("one_group", page))

    assert "import again" not in words
    assert "in the recipe" not in words


def test_what_cannot_be_asked_says_so_in_place_of_its_control(opened):
    app = opened("ordinary")

    labels = [part.label for part in app.expander]
    assert "Adjusted for place and hurry" not in labels
    assert "Adjusted for place and hurry: Not in this release" in said(app)


def test_a_filter_too_many_is_closed_before_it_is_clicked(opened):
    app = opened("ordinary", profession=["nurse"], recipient_income=["low"])

    pressure = app.get("button_group")[0]
    assert pressure.proto.disabled
    assert "Not in this release under these filters: " in said(app)


def test_a_link_that_asks_too_much_says_what_was_left_out(opened):
    app = opened("ordinary", "gaps", **MANY)

    assert "at most 3 things are told apart together" in said(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["ordinary", "too_few"])
def test_no_page_says_a_count_of_1_to_10(opened, name, page):
    assert not small_counts(opened(name, page, profession=["chaplain"]))


def small_counts(app: AppTest) -> list[str]:
    """Return every count of 1 to 10 of answers, people or rows that a page says."""
    shown = [said(app), *(str(it.proto) for it in app.get("plotly_chart"))]
    shown += [str(group.proto) for group in app.get("button_group")]
    found = r"(?<![\d.,–-])(?:[1-9]|10) (?:answers|records|people|encounters|asked|recipients)\b"
    return [it for words in shown for it in re.findall(found, words)]
