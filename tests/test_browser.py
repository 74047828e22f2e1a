"""The dashboard in a real browser: clicks, links, Back, and what must never happen."""

import re
import shutil
import time

import pytest
from playwright.sync_api import expect

from seen.text import text
from tests.browser import (
    ROOT,
    Watched,
    browser,
    demo,
    fresh,
    profile,
    server,
    watched,
)
from tests.helpers import shape
from tests.hostile import HOSTILE, hostile_data

pytestmark = pytest.mark.browser

__all__ = ["browser", "demo", "profile"]  # fixtures


@pytest.fixture
def seen(profile, demo):
    """Yield a page on the demo, 1280 px wide and light."""
    with watched(profile, demo, width=1280, scheme="light") as visitor:
        yield visitor


def choose(seen: Watched, name: str) -> None:
    """Click a level in the popover that is open."""
    seen.page.locator('[data-testid="stPopoverBody"]').get_by_role("button", name=name).click()


def step(seen: Watched, level: str) -> None:
    """Click a level of time pressure."""
    seen.page.get_by_role("button", name=level, exact=True).click()


# -- the first request ---------------------------------------------------------------------------


def test_a_deep_link_as_the_first_request_of_a_fresh_server_works(profile, tmp_path):
    shutil.copytree(shape("ordinary").parent, tmp_path, dirs_exist_ok=True)

    with server(tmp_path) as address, watched(profile, address) as seen:
        seen.open("/gaps?profession=nurse&time_pressure=5")

        seen.expect_reading("Nurses")
        seen.expect_reading("time pressure 5")
        expect(seen.page.get_by_role("navigation", name="Pages")).to_be_visible()
        assert seen.link == "/gaps?profession=nurse&time_pressure=5"


def test_the_root_opens_the_overview_with_its_filters_and_back_leaves(seen):
    seen.page.goto("about:blank")

    seen.open("/?profession=nurse")
    seen.expect_link("/overview?profession=nurse")
    while seen.page.url != "about:blank":
        seen.page.go_back()
        seen.page.wait_for_timeout(500)  # were it led forward again, this would never end

    assert seen.page.evaluate("history.length") <= 4


# -- clicks and links ----------------------------------------------------------------------------


def test_each_click_in_an_open_popover_changes_sentence_and_link(seen):
    seen.open("/gaps")
    before = seen.sentence()

    seen.page.get_by_role("button", name="Profession: all").click()
    choose(seen, "Nurse")
    seen.expect_link("/gaps?profession=nurse")
    choose(seen, "Chaplain")
    seen.expect_link("/gaps?profession=chaplain&profession=nurse")

    seen.expect_reading("Chaplains and nurses")
    seen.rest()
    assert seen.sentence() != before
    expect(seen.page.get_by_role("button", name="Profession: chaplain, nurse")).to_be_visible()
    expect(seen.page.locator('[data-testid="stPopoverBody"]')).to_be_visible()


def test_kind_of_institution_narrows_which(seen):
    seen.open("/gaps")

    seen.page.get_by_role("button", name="Institution: all").click()
    choose(seen, "Helpline")
    seen.expect_link("/gaps?setting=helpline")
    seen.rest()
    seen.page.get_by_role("combobox", name="Which institutions").click()

    options = seen.page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert options.count() < 40


def test_more_filters_ask_only_for_what_is_picked(seen):
    seen.open("/gaps")

    seen.page.get_by_role("button", name="More filters").click()
    body = seen.page.locator('[data-testid="stPopoverBody"]')
    seen.page.get_by_role("combobox", name="Filter by").click()
    assert body.locator('[data-testid="stButtonGroup"]').count() == 0
    seen.page.get_by_role("option", name="Income").click()
    choose(seen, "Low")

    seen.expect_link("/gaps?recipient_income=low")
    expect(body).to_be_visible()
    expect(seen.page.get_by_role("button", name="More filters (1)")).to_be_visible()


def test_a_link_shows_the_same_in_another_browser_and_after_a_reload(browser, demo, seen):
    seen.open("/gaps")
    step(seen, "4")
    seen.page.get_by_role("combobox", name="By", exact=True).click()
    seen.page.get_by_role("option", name="Income").click()
    seen.expect_link("/gaps?by=recipient_income&time_pressure=4")
    seen.rest()
    seen.page.get_by_role("button", name="Copy link").click()
    link = seen.page.get_by_label("Link to this view").input_value()

    with fresh(browser, demo) as other:
        other.open(link.removeprefix(demo))
        shown = other.reading(), other.sentence()

    assert shown == (seen.reading(), seen.sentence())
    seen.page.reload()
    expect(seen.page.locator(".seen-title")).to_be_visible()
    seen.rest()
    assert (seen.reading(), seen.sentence()) == shown


def test_one_click_copies_the_link_and_says_so(browser, demo):
    with fresh(browser, demo, permissions=["clipboard-read", "clipboard-write"]) as seen:
        seen.open("/gaps?profession=nurse")

        seen.page.get_by_role("button", name="Copy link").click()

        expect(seen.page.locator('.seen-note[role="status"]')).to_have_text(
            "Copied. Paste it where you want it."
        )
        link = seen.page.get_by_label("Link to this view").input_value()
        assert seen.page.evaluate("navigator.clipboard.readText()") == link
        assert link.startswith(f"{demo}/gaps?data=")
        assert link.endswith("&profession=nurse")


def test_where_the_browser_forbids_copying_the_link_is_selected_and_that_is_said(browser, demo):
    with fresh(browser, demo) as seen:
        seen.page.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
            "document.execCommand = () => false;"
        )
        seen.open("/gaps")

        seen.page.get_by_role("button", name="Copy link").focus()
        seen.page.keyboard.press("Enter")

        said = seen.page.locator('.seen-note[role="status"]')
        expect(said).to_contain_text("The link is selected")
        field = seen.page.get_by_label("Link to this view")
        expect(field).to_be_focused()
        assert seen.page.evaluate("getSelection().toString()") == field.input_value()
        seen.page.keyboard.press("Tab")
        expect(seen.page.get_by_role("button", name="Copy", exact=True)).to_be_focused()


def test_back_and_forward_agree_with_the_screen(seen):
    seen.open("/gaps")
    step(seen, "4")
    seen.expect_link("/gaps?time_pressure=4")
    step(seen, "5")
    seen.expect_link("/gaps?time_pressure=4&time_pressure=5")

    seen.page.go_back()
    seen.expect_reading("time pressure 4,")
    seen.rest()
    assert seen.link == "/gaps?time_pressure=4"
    expect(seen.page.get_by_role("button", name="5", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    seen.page.go_forward()
    seen.expect_reading("time pressure 4 and 5")
    assert seen.link == "/gaps?time_pressure=4&time_pressure=5"


def test_fast_clicks_lose_nothing(seen):
    seen.open("/gaps")

    for level in "12345":
        step(seen, level)

    levels = "&".join(f"time_pressure={level}" for level in "12345")
    seen.expect_link(f"/gaps?{levels}")
    seen.expect_reading("time pressure 1, 2, 3, 4 and 5")


def test_undo_and_clear_all(seen):
    seen.open("/gaps?profession=nurse")
    step(seen, "4")
    seen.expect_link("/gaps?profession=nurse&time_pressure=4")

    seen.page.get_by_role("button", name="Undo").click()
    seen.expect_link("/gaps?profession=nurse")
    seen.rest()
    seen.page.get_by_role("button", name="Clear all").click()
    seen.expect_link("/gaps")

    seen.expect_reading("Everyone recorded")
    expect(seen.page.get_by_role("button", name="Profession: all")).to_be_visible()


def test_page_links_keep_filters_and_back_returns(seen):
    seen.open("/gaps?profession=nurse")

    seen.page.get_by_role("link", name="Data and methods").click()
    seen.expect_link("/methods?profession=nurse")
    expect(seen.page.locator("h1")).to_have_text("What is this made of?")
    seen.page.go_back()
    seen.expect_link("/gaps?profession=nurse")

    expect(seen.page.locator("h1")).to_have_text("Who feels seen, and who is mis-seen?")
    seen.expect_reading("Nurses")


def test_a_hostile_link_shows_a_calm_notice_and_works(seen):
    seen.open("/gaps?profession=nurse&profession=%3Cscript%3E&measure=';--&x=%00&show=top")

    expect(seen.page.locator(".seen-note").first).to_contain_text("left out: Profession")
    seen.expect_reading("Nurses")
    seen.expect_link("/gaps?profession=nurse")


# -- the card ------------------------------------------------------------------------------------


def test_table_download_and_how_it_was_computed(seen):
    seen.open("/gaps")

    seen.page.get_by_role("button", name="Table").click()
    expect(seen.page.get_by_role("rowheader", name="Black")).to_be_visible()
    seen.page.get_by_role("button", name="Download", exact=True).click()
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="CSV of these numbers").click()
    seen.page.get_by_role("button", name="How was this computed").click()
    expect(seen.page.get_by_text("python -m seen ask felt_seen")).to_be_visible()

    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0].strip('"').startswith("SYNTHETIC.")
    assert any(line.startswith("group,") for line in lines)


# -- looks ---------------------------------------------------------------------------------------


def test_faces_come_from_this_server(seen):
    seen.open("/gaps")

    loaded = seen.page.evaluate(
        "[...document.fonts].filter(it => it.status === 'loaded').map(it => it.family)"
    )

    assert {"Source Serif 4", "Source Sans 3"} <= {name.strip("'\"") for name in loaded}


def test_the_figure_keeps_its_height_whatever_is_filtered(seen):
    seen.open("/gaps")
    figure = seen.page.locator(".st-key-figure .main-svg").first
    before = figure.bounding_box()["height"]

    step(seen, "5")
    seen.expect_reading("time pressure 5")
    seen.rest()

    assert figure.bounding_box()["height"] == before == 10 * 36 + 44 + 52


def test_the_filter_bar_stays_in_view(seen):
    seen.open("/gaps")

    seen.page.mouse.move(600, 600)
    seen.page.mouse.wheel(0, 600)
    seen.page.wait_for_timeout(300)

    assert seen.page.locator(".st-key-filters").bounding_box()["y"] == pytest.approx(0, abs=1)


def test_the_page_follows_the_system_into_the_dark(seen):
    seen.open("/gaps")
    page = "getComputedStyle(document.documentElement).getPropertyValue('--seen-page').trim()"

    seen.page.emulate_media(color_scheme="dark")

    seen.page.wait_for_function(f"{page} === '#15181B'")


STYLE = (ROOT / "seen" / "screen" / "style.css").read_text(encoding="utf-8")
# without data, without what a page needs, before an answer, on a file that lacks something
# (test_a_link_to_a_place_on_a_page_leads_there); a deck with cards (test_browser_deck.py); hidden
# wherever Streamlit draws it
ELSEWHERE = (
    *("st-key-error", "st-key-missing", "seen-skeleton", "seen-heading[id]", "st-key-deck"),
    "stSidebar",
)


def hooks() -> set[str]:
    """Return every selector of the style block, without states that a pointer brings about."""
    rules = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL))
    listed = [rule for rule in rules if not rule.strip().startswith("@")]
    single = {part.strip() for rule in listed for part in re.split(r",(?![^(]*\))", rule)}
    states = re.compile(r"::?(before|after|first-letter|hover|focus-visible|focus)\b")
    found = {states.sub("", part).strip() for part in single}
    return {part for part in found if part and not any(name in part for name in ELSEWHERE)}


def test_every_hook_of_the_style_block_matches_something(seen):
    missing = hooks()
    assert len(missing) > 60

    def look() -> None:
        seen.rest()
        missing.difference_update([it for it in missing if seen.page.locator(it).count()])

    seen.open("/gaps?colour=red")
    look()
    seen.page.get_by_role("button", name="Table").click()
    expect(seen.page.get_by_role("table")).to_be_visible()
    look()
    seen.page.get_by_role("button", name="Profession").click()
    expect(seen.page.locator('button[data-variant="pills"]').first).to_be_visible()
    look()
    told = "/voices?profession=hospital_doctor"  # a story with a note
    for path in ("/overview", "/time_pressure", told, "/methods"):
        seen.open(path)
        look()
    for part, held in (
        ("part_data", "dl.seen-list dt"),
        ("part_measures", "td.seen-short"),
        ("part_planted", ".seen-long"),
    ):
        seen.page.get_by_text(text(f"methods.{part}"), exact=True).click()
        expect(seen.page.locator(held).first).to_be_visible()
        look()
    seen.page.get_by_role("button", name="Copy link").click()
    expect(seen.page.locator(".seen-copy")).to_be_visible()
    look()
    seen.page.set_viewport_size({"width": 390, "height": 844})
    seen.page.get_by_role("button", name="Menu").click()
    expect(seen.page.locator('[data-testid="stPopoverBody"]')).to_be_visible()
    look()
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("button", name="Filters").click()
    expect(seen.page.get_by_role("dialog").get_by_role("button", name="Done")).to_be_visible()
    look()

    assert missing == set()


# -- names from a file ---------------------------------------------------------------------------


def test_markup_in_names_from_a_file_stays_text(profile, tmp_path):
    hostile_data(tmp_path)

    with server(tmp_path) as address, watched(profile, address) as seen:
        seen.open("/gaps")
        seen.page.get_by_role("button", name="Profession: all").click()
        body = seen.page.locator('[data-testid="stPopoverBody"]')
        expect(body.get_by_role("button")).to_have_count(len(HOSTILE))
        for place, code in enumerate("abcdef"):  # first one name on the button, then many
            body.get_by_role("button").nth(place).click()
            seen.page.wait_for_url(f"**profession={code}")
            seen.rest()
        shown = body.inner_text() + seen.page.locator(".st-key-figure").inner_text()
        seen.page.keyboard.press("Escape")
        seen.page.get_by_role("button", name="Table").click()
        expect(seen.page.get_by_role("table")).to_be_visible()
        links = seen.page.locator('a[href*="evil"], img, script[src=""]').count()
        seen.open("/methods")

        assert all(label.split("\n")[0] in shown for label in HOSTILE)
        assert links == 0


def test_data_that_is_built_while_the_page_is_open_is_seen_at_the_next_click(profile, tmp_path):
    shutil.copytree(shape("ordinary").parent, tmp_path, dirs_exist_ok=True)

    with server(tmp_path) as address, watched(profile, address) as seen:
        seen.open("/gaps")
        seen.expect_reading("1,200 encounters")
        for file in tmp_path.glob("*"):
            file.unlink()
        shutil.copytree(shape("too_few").parent, tmp_path, dirs_exist_ok=True)
        time.sleep(0.1)
        step(seen, "1")

        seen.expect_reading("20 encounters")
        seen.expect_link("/gaps?time_pressure=1")
