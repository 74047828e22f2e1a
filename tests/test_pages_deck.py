"""The deck in Streamlit's own test runner: pinned, kept, changed, opened, presented."""

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from seen.domain import decks
from seen.domain.decks import Card, Deck, Figure
from seen.errors import ExportError
from seen.screen import kept, taking
from seen.text import text
from tests.helpers import shape
from tests.tiny_releases import release

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Forget what other tests opened, and find Streamlit's settings."""
    monkeypatch.chdir(ROOT)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder of one's own with the ordinary data, and nothing pinned."""
    copied = tmp_path / "data"
    shutil.copytree(shape("ordinary").parent, copied)
    (copied / kept.FILE).unlink(missing_ok=True)
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(copied))
    return copied


def window(page: str = "gaps", **query: list[str]) -> AppTest:
    """Return a page in a window of its own."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page(f"pages/{page}.py")
    for name, values in query.items():
        app.query_params[name] = values
    return fine(app.run())


def fine(app: AppTest) -> AppTest:
    """Return a window in which nothing went wrong."""
    assert not app.exception
    assert "could not be shown" not in said(app)
    return app


def press(app: AppTest, key: str) -> AppTest:
    """Press a button by its key."""
    app.button(key=key).click()
    return fine(app.run())


def go(app: AppTest, page: str) -> AppTest:
    """Go to another page in the same window."""
    app.switch_page(f"pages/{page}.py")
    return fine(app.run())


def bodies(app: AppTest) -> list[str]:
    """Return the HTML of a page, element by element."""
    return [element.proto.body for element in app.get("html")]


def said(app: AppTest, kind: str = "") -> str:
    """Return the words of a page, or of its elements of one class."""
    shown = " ".join(it for it in bodies(app) if kind in it and "<style>" not in it)
    return unescape(re.sub(r"<[^>]+>", " ", shown))


def file_of(folder: Path) -> Deck:
    """Return the deck as it is kept."""
    return decks.from_toml((folder / kept.FILE).read_bytes())


def figures(folder: Path) -> list[Figure]:
    """Return the figures of the deck as it is kept."""
    return [it.figure for it in file_of(folder).cards if it.figure is not None]


def rows(app: AppTest) -> list[str]:
    """Return the titles in the list of cards."""
    return [it.label for it in app.button if (it.key or "").startswith("deck_row_")]


def keys(app: AppTest) -> list[str]:
    """Return the keys of all buttons."""
    return [it.key for it in app.button if it.key]


def of_words(*titles: str) -> Deck:
    """Return a deck of cards of words."""
    return Deck(title="Board", cards=tuple(Card(title=it) for it in titles))


# -- pins ----------------------------------------------------------------------------------------


def test_what_is_pinned_is_in_the_deck_with_its_filters_and_comes_out_again(folder):
    app = press(window(profession=["nurse"]), "pin")

    assert app.button(key="pin").label == text("card.pinned")
    (found,) = figures(folder)
    assert found.question.filters.levels("profession") == ("nurse",)
    assert found.sentence.split(":")[0] in said(app, "seen-sentence")
    assert found.numbers

    app = press(app, "pin")
    assert app.button(key="pin").label == text("card.pin")
    assert file_of(folder).cards == ()


def test_a_deck_outlives_its_window_and_two_windows_add_to_one_deck(folder):
    first, second = window(), window("time_pressure")
    press(first, "pin")
    press(second, "pin")

    pages = [it.page for it in figures(folder)]
    assert pages == ["gaps", "time_pressure"]
    assert len(rows(window("deck"))) == 2


def test_every_page_can_be_pinned_from_and_its_card_shows_its_figure_again(folder):
    app = window()
    for page in ("overview", "gaps", "time_pressure"):
        app = press(go(app, page), "pin")
    app = go(app, "deck")

    assert len(rows(app)) == 3
    for place in range(3):
        app = press(app, next(it for it in keys(app) if it.startswith(f"deck_row_{place}")))
        assert len(app.get("plotly_chart")) == 1
        assert text("deck.back_to") in said(app)


# -- the page ------------------------------------------------------------------------------------


def test_an_empty_deck_says_how_it_is_filled(folder):
    app = window("deck")

    assert text("deck.empty") in said(app)
    assert app.button(key="deck_present").disabled


def test_cards_are_moved_edited_taken_out_and_all_of_it_undone(folder):
    (folder / kept.FILE).write_text(decks.to_toml(of_words("one", "two", "three")), "utf-8")
    app = window("deck")

    app = press(app, "deck_down")
    assert [it.title for it in file_of(folder).cards] == ["two", "one", "three"]
    app = press(app, "deck_remove")  # the one that was moved stays open
    assert [it.title for it in file_of(folder).cards] == ["two", "three"]
    app.text_area[0].set_value("Say this <b>slowly</b> & once")
    app = fine(app.run())
    assert file_of(folder).cards[1].note == "Say this <b>slowly</b> & once"
    app.text_input[0].set_value("For the board")
    app = fine(app.run())
    assert file_of(folder).title == "For the board"
    for _ in range(4):
        app = press(app, "deck_undo")
    assert file_of(folder) == of_words("one", "two", "three")
    assert app.button(key="deck_undo").disabled  # nothing was done in this window before that


def test_words_can_be_added_between_figures(folder):
    app = go(press(window(), "pin"), "deck")

    app = press(app, "deck_words")

    assert file_of(folder).cards[1] == Card(title=text("deck.words_title"))
    assert app.text_input[1].value == text("deck.words_title")  # it is the card that is open


def test_a_card_that_moved_shows_then_and_now(folder):
    press(window(), "pin")
    path = folder / kept.FILE
    before = path.read_text("utf-8")
    number = figures(folder)[0].numbers[0][1]
    path.write_text(before.replace(f'"{number}"', '"99 %, 98 to 100"', 1), "utf-8")

    app = window("deck")

    moved = said(app)
    assert "99 %, 98 to 100" in moved
    assert number in moved


def test_a_card_of_what_the_data_lacks_says_so_and_the_others_stand(folder):
    press(press(window(), "pin"), "action_table")
    path = folder / kept.FILE
    path.write_text(path.read_text("utf-8").replace('"felt_seen"', '"no_such_measure"'), "utf-8")
    fine(window())  # its pin is one of another figure now
    app = window("deck")

    assert len(rows(app)) == 1
    assert not app.get("plotly_chart")
    assert "no_such_measure" in said(app) or "Measure" in said(app)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"[[card", b"format = 9", b'format = 1\nx = "y"']
)
def test_a_file_that_cannot_be_read_is_set_aside_and_said(folder, content):
    (folder / kept.FILE).write_bytes(content)

    app = window("deck")

    assert (folder / kept.ASIDE).read_bytes() == content
    assert kept.ASIDE in said(app)
    press(go(app, "gaps"), "pin")
    assert len(file_of(folder).cards) == 1
    assert (folder / kept.ASIDE).read_bytes() == content


def test_a_full_disk_keeps_the_deck_in_the_window_and_says_so(folder, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    app = window()
    monkeypatch.setattr(kept, "write_whole", full)
    app = go(press(app, "pin"), "deck")

    assert len(rows(app)) == 1
    assert text("deck.not_saved") in said(app)
    assert not (folder / kept.FILE).exists()


# -- presenting ----------------------------------------------------------------------------------


def presented(folder: Path) -> AppTest:
    """Return a window that presents a figure and a card of words."""
    app = press(window(profession=["nurse"]), "pin")
    app = press(go(app, "deck"), "deck_words")
    return press(press(app, "deck_row_0"), "deck_present")


def test_a_presentation_shows_the_card_alone_with_its_counts_and_its_mark(folder):
    app = presented(folder)

    assert text("present.place", n=1, total=2) in said(app, "seen-slide-place")
    assert "Nurses" in said(app, "seen-slide-facts")
    assert len(app.get("plotly_chart")) == 1
    assert not [it for it in app.button if it.key in {"deck_words", "undo", "pin"}]
    assert text("nav.gaps") not in said(app)


def test_keys_go_on_back_and_out_and_blank_the_window(folder):
    app = press(presented(folder), "present_forward")
    assert text("present.place", n=2, total=2) in said(app)
    app = press(app, "present_forward")  # there is none after it
    assert text("present.place", n=2, total=2) in said(app)
    app = press(app, "more_pageup")
    assert text("present.place", n=1, total=2) in said(app)
    app = press(app, "present_blank")
    assert not said(app, "seen-slide")
    assert not app.get("plotly_chart")
    app = press(press(app, "present_blank"), "present_leave")
    assert len(rows(app)) == 2


def test_notes_stay_hidden_until_they_are_asked_for(folder):
    app = press(go(press(window(), "pin"), "deck"), "deck_row_0")
    app.text_area[0].set_value("For my eyes alone")
    app = press(fine(app.run()), "deck_present")

    assert "For my eyes alone" not in said(app)
    assert "For my eyes alone" in said(press(app, "present_notes"))


def test_what_was_filtered_live_is_put_back_and_forgotten_when_the_room_is_left(folder):
    app = press(presented(folder), "present_filters")
    assert "Nurses" in said(app, "seen-slide-facts")
    app = press(app, "clear")
    assert "Everyone recorded" in said(app, "seen-slide-facts")
    app = press(app, "put_back")
    assert "Nurses" in said(app, "seen-slide-facts")
    app = press(press(app, "clear"), "present_filters")
    assert "Nurses" in said(app, "seen-slide-facts")  # closed: as it was pinned
    app = go(press(app, "present_leave"), "gaps")
    assert "Nurses" in said(app, "seen-reading")  # as it was asked before
    assert figures(folder)[0].question.filters.levels("profession") == ("nurse",)


def test_letter_keys_can_be_switched_off(folder):
    app = go(press(window(), "pin"), "deck")
    app.checkbox(key="deck_letter_keys").uncheck()
    app = press(fine(app.run()), "deck_present")

    shortcuts = {it.key: it.proto.shortcut for it in app.button}
    assert not shortcuts["present_blank"]
    assert shortcuts["present_forward"] == "right"


# -- releases ------------------------------------------------------------------------------------


def test_a_hosted_deck_is_kept_in_its_session_and_nowhere_else(monkeypatch):
    folder = release("ordinary").parent
    before = sorted(folder.rglob("*"))
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(folder))
    monkeypatch.setenv("SEEN_HOSTED", "1")

    app = go(press(window(), "pin"), "deck")

    assert len(rows(app)) == 1
    assert "counts and answers were changed at random" in said(app)
    app = press(app, "deck_present")
    assert "counts and answers were changed at random" in said(app)
    assert rows(window("deck")) == []
    assert sorted(folder.rglob("*")) == before


# -- links of cards ------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["adjusted", "gradient", "both_sides", "over_time"])
def test_the_link_of_a_card_opens_its_part_in_a_fresh_window(folder, part):
    app = window(part=[part])
    app = go(press(app, f"pin_{part}"), "deck")
    (found,) = figures(folder)
    assert found.part == part
    link = re.search(r'href="(/gaps[^"]+)"', " ".join(bodies(app)))
    assert link is not None
    asked = parse_qs(urlsplit(unescape(link[1])).query)

    again = window("gaps", **asked)

    assert f"pin_{part}" in keys(again)
    assert again.button(key=f"pin_{part}").label == text("card.pinned")
    assert again.query_params["part"] == part


def test_a_part_nobody_knows_opens_nothing_and_breaks_nothing(folder):
    app = window(part=["<script>"])

    assert not [it for it in keys(app) if it.startswith("pin_")]


# -- taken away ----------------------------------------------------------------------------------


def taken(app: AppTest, kind: str) -> bytes:
    """Return a file of the deck as the page makes it."""
    app.session_state["deck_download"] = True
    app = press(fine(app.run()), f"deck_as_{kind}")
    wanted, content = app.session_state["_deck_made"]
    assert wanted.kind == kind
    return content


@pytest.mark.parametrize(
    ("kind", "begin"), [("pptx", b"PK"), ("html", b"<!doctype"), ("csv", b"PK"), ("xlsx", b"PK")]
)
def test_a_deck_is_taken_away_as_a_file_of_each_kind(folder, kind, begin):
    app = go(press(window(profession=["nurse"]), "pin"), "deck")

    content = taken(app, kind)

    assert content[: len(begin)].lower() == begin.lower()


def test_an_empty_deck_has_nothing_to_take_away(folder):
    app = window("deck")
    app.session_state["deck_download"] = True

    assert text("deck.nothing_to_take") in said(fine(app.run()))


def test_what_keeps_a_file_from_being_made_is_said_where_it_was_asked(folder, monkeypatch):
    def lacking(*_: object, **__: object) -> bytes:
        raise ExportError(text("export.no_browser"))

    monkeypatch.setattr(taking, "made", lacking)
    app = go(press(window(), "pin"), "deck")
    app.session_state["deck_download"] = True

    app = press(fine(app.run()), "deck_as_pdf")

    assert text("export.no_browser") in said(app)
    assert "deck_take" not in [it.key for it in app.get("download_button")]
