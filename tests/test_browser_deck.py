"""The deck in a real browser: pinned and presented by the keyboard alone, and read by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from seen.demo.generate import build as build_demo
from seen.screen import kept
from seen.text import text
from tests.browser import PHONE, TIMEOUT, Watched, browser, profile, server, watched
from tests.test_browser_access import RULES, SIDEWAYS, violations

pytestmark = pytest.mark.browser

__all__ = ["browser", "profile"]  # fixtures


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of a small demo, where the deck is kept."""
    made = tmp_path_factory.mktemp("demo")
    build_demo(folder=made, encounters=20_000, seed=1, progress=lambda *_: None)
    return made


@pytest.fixture(scope="module")
def address(folder):
    with server(folder) as found:
        yield found


@pytest.fixture
def seen(profile, address, folder):
    """Yield a page on the demo, 1280 px wide and light, with nothing pinned."""
    (folder / kept.FILE).unlink(missing_ok=True)
    with watched(profile, address, width=1280, scheme="light") as visitor:
        yield visitor
    (folder / kept.FILE).unlink(missing_ok=True)


def pin_by_keyboard(seen: Watched, page: str) -> None:
    """Pin what leads a page without touching a pointer."""
    seen.open(page)
    seen.stand()
    button = seen.page.locator(".st-key-pin").get_by_role("button").first
    button.focus()
    seen.page.keyboard.press("Enter")
    expect(button).to_contain_text(text("card.pinned"))
    seen.rest()
    focused = seen.page.evaluate("document.activeElement.innerText")
    assert text("card.pinned") in focused  # the keyboard stays where it was


def present(seen: Watched) -> None:
    """Present the deck."""
    seen.open("/deck")
    seen.page.locator(".st-key-deck_row_0 button").first.click()
    seen.rest()
    seen.page.get_by_role("button", name=text("deck.present"), exact=True).click()
    expect(place(seen)).to_contain_text("1 of")


def place(seen: Watched):
    """Return where the presentation stands."""
    return seen.page.locator(".seen-slide-place")


def test_a_deck_is_pinned_and_presented_by_the_keyboard_and_a_clicker(seen):
    pin_by_keyboard(seen, "/gaps?by=recipient_income")
    pin_by_keyboard(seen, "/time_pressure")
    expect(seen.page.locator(".st-key-nav")).to_contain_text(text("nav.deck_of", n=2))

    present(seen)
    expect(seen.page.locator(".st-key-nav")).to_have_count(0)
    for key, at in (
        ("PageDown", 2),
        ("PageUp", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("Space", 2),
        ("Home", 1),
        ("End", 2),
    ):
        seen.page.keyboard.press(key)
        expect(place(seen)).to_contain_text(text("present.place", n=at, total=2))
        seen.rest()
    seen.page.keyboard.press("b")
    expect(place(seen)).to_have_count(0)
    seen.page.keyboard.press("b")
    expect(place(seen)).to_be_visible()
    seen.rest()
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator(".seen-title")).to_have_text(text("page.deck.title"))
    assert seen.trouble == []


@pytest.mark.parametrize("height", [720, 1080])
def test_a_slide_fits_its_window_and_its_words_stand_over_its_marks(seen, height):
    pin_by_keyboard(seen, "/gaps?by=recipient_income")
    seen.page.set_viewport_size({"width": height * 16 // 9, "height": height})
    present(seen)
    seen.stand()

    foot = place(seen).bounding_box()
    assert foot is not None
    assert foot["y"] + foot["height"] <= height + 8
    size = seen.page.locator("h1.seen-slide-sentence").evaluate(
        "it => parseFloat(getComputedStyle(it).fontSize)"
    )
    assert size == pytest.approx(40 * height / 720, rel=0.01)
    # the words of the first row and its dot stand on one line
    dot = seen.page.locator(".st-key-slide_figure g.points path").first.bounding_box()
    word = seen.page.locator(".st-key-slide_figure .seen-over span", has_text="Low").first
    box = word.bounding_box()
    assert dot is not None
    assert box is not None
    assert abs(dot["y"] + dot["height"] / 2 - box["y"] - box["height"] / 2) < 12
    assert seen.page.evaluate(SIDEWAYS) == []


def test_the_room_can_be_dark_and_light_whatever_the_browser_is(seen):
    pin_by_keyboard(seen, "/gaps")
    present(seen)
    ground = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
    light = seen.page.evaluate(ground)

    seen.page.keyboard.press("d")

    seen.page.wait_for_function(f"{ground} !== '{light}'")
    assert Axe().run(seen.page, None, {"runOnly": RULES}).response["violations"] is not None


def test_axe_finds_nothing_in_a_deck_nor_in_a_presentation(seen):
    pin_by_keyboard(seen, "/gaps?profession=nurse")
    seen.open("/deck")
    found = violations(seen)
    seen.page.set_viewport_size({"width": 390, "height": 844})
    found += violations(seen)
    assert seen.page.evaluate(SIDEWAYS) == []
    seen.page.set_viewport_size({"width": 1280, "height": 720})
    present(seen)
    found += violations(seen)
    seen.page.keyboard.press("d")
    seen.stand()
    found += violations(seen)

    assert found == []


def test_a_phone_presents_too_and_nothing_scrolls_sideways(browser, address, folder):
    (folder / kept.FILE).unlink(missing_ok=True)
    context = browser.new_context(**PHONE)
    context.set_default_timeout(TIMEOUT)
    try:
        with watched(context, address, scheme="light") as seen:
            pin_by_keyboard(seen, "/gaps")
            present(seen)
            seen.stand()

            assert seen.page.evaluate(SIDEWAYS) == []
            expect(seen.page.get_by_role("button", name=text("present.leave"))).to_be_visible()
    finally:
        context.close()
        (folder / kept.FILE).unlink(missing_ok=True)


def test_a_deck_file_is_taken_away_and_opened_again(seen, tmp_path):
    pin_by_keyboard(seen, "/gaps?profession=nurse")
    seen.open("/deck")
    seen.page.get_by_role("button", name=text("deck.download")).click()
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("button", name=text("deck.as_file")).click()
    path = tmp_path / "deck.toml"
    waiting.value.save_as(path)
    seen.open("/deck")
    seen.page.get_by_role("button", name=text("deck.remove")).click()
    expect(seen.page.get_by_text(text("deck.empty"))).to_be_visible()
    seen.page.get_by_role("button", name=text("deck.open")).click()
    seen.page.locator('input[type="file"]').set_input_files(path)
    expect(seen.page.locator(".st-key-deck_row_0")).to_be_visible()
    assert seen.trouble == []


@pytest.mark.parametrize("kind", ["pptx", "pdf"])
def test_slides_and_pdf_are_made_where_a_browser_has_to_draw_for_them(seen, tmp_path, kind):
    pin_by_keyboard(seen, "/overview")  # which has no native form on a slide
    seen.open("/deck")
    seen.page.get_by_role("button", name=text("deck.download")).click()
    seen.page.get_by_role("button", name=text(f"deck.as_{kind}"), exact=True).click()
    take = seen.page.locator(".st-key-deck_take").get_by_role("button")
    expect(take).to_be_visible()
    with seen.page.expect_download() as waiting:
        take.click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)

    assert path.name == f"seen-deck.{kind}"
    assert path.read_bytes()[:2] == {"pptx": b"PK", "pdf": b"%P"}[kind]
    assert seen.trouble == []


def test_a_card_that_is_opened_by_the_keyboard_keeps_the_keyboard(seen):
    pin_by_keyboard(seen, "/gaps")
    pin_by_keyboard(seen, "/overview")
    seen.open("/deck")
    row = seen.page.locator(".st-key-deck_row_0 button")
    row.focus()
    seen.page.keyboard.press("Enter")

    expect(seen.page.locator(".st-key-card .seen-sentence")).to_contain_text("everyone else")
    seen.rest()
    expect(row).to_be_focused()
