"""Each page in a real browser: marks that are clicked, parts that open, groups that are chosen."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, browser, demo, profile, server, watched
from tests.helpers import shape
from tests.hours import counted

pytestmark = pytest.mark.browser

__all__ = ["browser", "demo", "profile"]  # fixtures


@pytest.fixture
def seen(profile, demo):
    """Yield a page on the demo, 1280 px wide and light."""
    with watched(profile, demo, width=1280, scheme="light") as visitor:
        yield visitor


def click_mark(seen, place):
    """Click the mark of a row."""
    mark = seen.page.locator(".st-key-figure g.points path").nth(place)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


# -- a click on a mark ---------------------------------------------------------------------------


def test_a_click_on_a_mark_filters_by_its_group_and_undo_takes_it_back(seen):
    seen.open("/gaps")

    click_mark(seen, 1)
    seen.expect_link("/gaps?recipient_race_ethnicity=black")
    seen.expect_reading("race or ethnicity: Black")
    seen.page.get_by_role("button", name="Undo").click()
    seen.expect_link("/gaps")

    seen.rest()
    click_mark(seen, 0)  # the mark clicked before must not be in the way of another
    seen.expect_link("/gaps?recipient_race_ethnicity=asian")


def test_the_same_mark_can_be_clicked_again_after_undo(seen):
    seen.open("/gaps")

    for _ in range(2):
        click_mark(seen, 1)
        seen.expect_link("/gaps?recipient_race_ethnicity=black")
        seen.page.get_by_role("button", name="Undo").click()
        seen.expect_link("/gaps")
        seen.rest()


def test_a_mark_of_the_overview_filters_by_its_row(seen):
    seen.open("/overview")

    click_mark(seen, 0)

    seen.page.wait_for_url("**/overview?*=*")
    seen.expect_reading("encounters")


def test_a_mark_of_time_pressure_filters_by_its_group_and_not_by_pressure(seen):
    seen.open("/time_pressure?group=latino")

    seen.rest()
    click_mark(seen, 2)  # the third of five dots
    seen.expect_link("/time_pressure?group=latino&recipient_race_ethnicity=latino")
    seen.expect_reading("race or ethnicity: Latino")
    seen.page.get_by_role("button", name="Undo").click()
    seen.expect_link("/time_pressure?group=latino")
    seen.rest()

    strip = seen.page.locator(".st-key-figure .barlayer .point path").first
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.expect_link("/time_pressure?group=latino&recipient_race_ethnicity=latino")


@pytest.mark.parametrize(("width", "second"), [(1280, "time_pressure"), (390, "profession")])
def test_a_cell_of_two_dimensions_filters_by_both_and_one_undo_takes_both_back(
    seen, width, second
):
    seen.page.set_viewport_size({"width": width, "height": 900})
    link = f"/gaps?by=recipient_income&by2={second}"
    seen.open(link)
    cells = seen.page.locator(".st-key-figure_crossed .trace.bars").last.locator(".point path")
    expect(cells.nth(1)).to_be_attached()
    seen.page.wait_for_timeout(1_000)  # a narrow figure takes the place of the wide one
    seen.rest()

    cells.nth(1).scroll_into_view_if_needed()
    box = cells.nth(1).bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] / 2)

    seen.page.wait_for_url(re.compile(rf"&{second}=\w"))
    assert "recipient_income=low" in seen.link
    seen.expect_reading("income: low")
    seen.rest()
    if width == 1280:
        seen.page.get_by_role("button", name="Undo").click()
        seen.expect_link(link)


# -- the place of a card -------------------------------------------------------------------------

HELD = """window.held = [];
new MutationObserver(() => {
  const place = document.querySelector(".seen-skeleton");
  if (place) window.held.push(place.getBoundingClientRect().height);
}).observe(document, { childList: true, subtree: true });"""


@pytest.mark.parametrize("page", ["overview", "gaps", "time_pressure", "places", "what_counts"])
def test_the_place_of_a_card_is_held_as_high_as_it_will_be(browser, tmp_path, page):
    data = counted() if page == "what_counts" else shape("ordinary")
    shutil.copytree(data.parent, tmp_path, dirs_exist_ok=True)
    context = browser.new_context(**PHONE)
    context.add_init_script(HELD)

    with server(tmp_path) as address, watched(context, address) as seen:
        # the first of a fresh server, so that its answer takes a while; all its levels are there
        professions = "profession=nurse&profession=chaplain&profession=therapist"
        asked = professions if page == "what_counts" else "by=time_pressure"
        seen.open(f"/{page}?{asked}")
        held = seen.page.evaluate("window.held")
        box = seen.page.locator(".st-key-card").bounding_box()
    context.close()

    assert held
    assert box is not None
    card = box["height"]
    assert held[-1] == pytest.approx(card, rel=0.15)


# -- overview ------------------------------------------------------------------------------------


def test_a_fixed_question_opens_its_page_with_the_filters_kept(seen):
    seen.open("/overview?profession=nurse")

    seen.page.locator(".seen-fixed a").nth(1).click()

    expect(seen.page.locator("h1")).to_have_text("Who feels seen, and who is mis-seen?")
    seen.expect_reading("Nurses")
    assert "profession=nurse" in seen.link


# -- look closer ---------------------------------------------------------------------------------


def test_one_part_is_open_at_a_time(seen):
    seen.open("/gaps")

    for name, figure in (
        ("Reasons people gave", "figure_reasons"),
        ("Seen wrongly before", "figure_earlier"),
        ("Two dimensions crossed", "figure_crossed"),
    ):
        seen.page.get_by_text(name, exact=True).click()
        expect(seen.page.locator(f".st-key-{figure} .main-svg").first).to_be_visible()
        seen.rest()
        expect(seen.page.locator("details[open]")).to_have_count(1)
    seen.page.get_by_text("Two dimensions crossed", exact=True).click()
    expect(seen.page.locator("details[open]")).to_have_count(0)


def test_what_is_crossed_is_in_the_link_and_a_link_opens_it(seen):
    seen.open("/gaps?by2=profession")

    expect(seen.page.locator(".st-key-figure_crossed .main-svg").first).to_be_visible()
    seen.page.get_by_text("Two dimensions crossed", exact=True).click()
    seen.expect_link("/gaps")


def test_each_part_has_its_own_table(seen):
    seen.open("/gaps?by2=time_pressure")
    expect(seen.page.locator(".st-key-figure_crossed .main-svg").first).to_be_visible()

    seen.page.locator(".st-key-actions_crossed").get_by_role("button", name="Table").click()

    expect(seen.page.locator(".st-key-action_crossed table")).to_be_visible()
    expect(seen.page.get_by_role("table")).to_have_count(1)


# -- time pressure -------------------------------------------------------------------------------


def test_groups_are_chosen_and_drawn(seen):
    seen.open("/time_pressure")
    chosen = seen.page.locator(".st-key-controls").get_by_role("combobox", name="Groups")

    chosen.click()
    seen.page.get_by_role("option", name="Latino").click()

    seen.page.wait_for_url("**/time_pressure?group=*latino*")
    seen.rest()
    expect(seen.page.locator(".st-key-figure").get_by_text("Latino").first).to_be_visible()
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("link", name="Gaps").click()
    expect(seen.page.locator("h1")).to_have_text("Who feels seen, and who is mis-seen?")
    seen.rest()
    expect(seen.page.locator(".st-key-figure").get_by_text("White").first).to_be_visible()


# -- data and methods ----------------------------------------------------------------------------


def test_the_last_figures_and_the_dictionary_are_there(seen):
    seen.open("/gaps")
    seen.page.get_by_role("link", name="Data and methods").click()
    expect(seen.page.locator("h1")).to_have_text("What is this made of?")
    seen.rest()

    seen.page.locator("summary", has_text="How the last figures were computed").click()
    expect(seen.page.get_by_text("-- One row per group").first).to_be_visible()
    seen.page.locator("summary", has_text="What was measured").click()
    expect(seen.page.locator("details[open] table")).to_be_visible()
    expect(seen.page.get_by_text("-- One row per group")).to_have_count(0)  # one open at a time
    seen.rest()
    with seen.page.expect_download() as held:
        seen.page.get_by_role("button", name="CSV of every measure").click()
    assert "Felt seen" in held.value.path().read_text(encoding="utf-8")


def test_a_link_to_a_place_on_a_page_leads_there(profile):
    with server(shape("ordinary").parent) as address, watched(profile, address) as seen:
        seen.page.set_viewport_size({"width": 1280, "height": 500})
        seen.open("/overview?profession=nurse")

        seen.page.get_by_role("link", name="What a file has to hold").first.click()

        heading = seen.page.get_by_role("heading", name="What a file has to hold")
        expect(heading).to_be_in_viewport()
        assert "profession=nurse" in seen.page.url
