"""The dashboard for everyone: axe, keyboard, phone, zoom, reduced motion."""

import re
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from seen.screen.links import NAMES as PAGES
from seen.text import text
from tests.browser import PHONE, TIMEOUT, Watched, browser, demo, profile, server, watched

pytestmark = pytest.mark.browser

__all__ = ["browser", "demo", "profile"]  # fixtures

WITHOUT_PARTS = ("overview", "voices", "deck")
FILTERED = tuple(it for it in PAGES if it != "deck")  # each card has filters of its own
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
IN_FOCUS = """() => {
  const element = document.activeElement;
  const ring = element.matches("input") ? element.closest('[role="group"]') : element;
  const style = getComputedStyle(ring);
  return {
    name: element.getAttribute("aria-label") || element.innerText.trim().split("\\n").at(-1),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
  };
}"""
# every control gets a number; buttons of one toolbar share theirs: Tab reaches one of them, the
# arrow keys the others; Streamlit shows the copy button of a code block to a pointer alone, the
# keyboard walks to the block and selects its text
CONTROLS = """() => {
  const named = "main a[href], main button, main input, main summary";
  const found = [...document.querySelectorAll(named)].filter((it) =>
    it.checkVisibility() && !it.disabled && it.tabIndex >= 0
    && !it.matches('.seen-skip, [kind="elementToolbar"]'));
  const bars = [...document.querySelectorAll('[role="toolbar"]')];
  return [...new Set(found.map((it, place) => {
    const bar = bars.indexOf(it.closest('[role="toolbar"]'));
    it.dataset.walk = bar >= 0 ? `toolbar ${bar}` : `${place} ${it.innerText}`;
    return it.dataset.walk;
  }))];
}"""
SIDEWAYS = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const isSeen = box.width > 1 && box.height > 1 && element.checkVisibility();
  const isClipped = element.closest("svg, .seen-skip, pre, thead");
  return isSeen && !isClipped && box.right > innerWidth + 1;
}).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture
def seen(profile, demo):
    """Yield a page on the demo, 1280 px wide and light."""
    with watched(profile, demo, width=1280, scheme="light") as visitor:
        yield visitor


@pytest.fixture(scope="module")
def pocket(browser):
    """Yield the browser of a phone."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(TIMEOUT)
    yield context
    context.close()


@pytest.fixture
def phone(pocket, demo):
    """Yield a page on the demo on a phone."""
    with watched(pocket, demo, scheme="light") as visitor:
        yield visitor


def violations(seen: Watched, part: str | None = None) -> list[str]:
    """Return what axe finds wrong with the page, or with a part of it, once it stands."""
    seen.stand()
    found = (
        Axe()
        .run(seen.page, part, {"runOnly": RULES, "resultTypes": ["violations"]})
        .response["violations"]
    )
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


# -- axe -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", FILTERED)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_wide_or_narrow(profile, demo, scheme, page):
    with watched(profile, demo, width=1280, scheme=scheme) as seen:
        seen.open(f"/{page}?profession=nurse&recipient_income=low")
        found = violations(seen)
        seen.page.set_viewport_size({"width": 390, "height": 844})
        expect(seen.page.get_by_role("button", name="Filters: 2 chosen")).to_be_visible()
        found += violations(seen)

        assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(profile, demo, scheme):
    with watched(profile, demo, width=1280, scheme=scheme) as seen:
        seen.open("/gaps?x=1")

        found = []
        for name, shown in (("Table", "table"), ("How was this computed", "code")):
            seen.page.get_by_role("button", name=name).click()
            expect(seen.page.locator(f".st-key-action {shown}").first).to_be_visible()
            found += violations(seen, ".st-key-action")
        for name in ("Profession", "Institution", "More filters", "Copy link"):
            seen.page.get_by_role("button", name=name).click()
            expect(seen.page.locator('[data-testid="stPopoverBody"]')).to_be_visible()
            seen.rest()
            found += violations(seen, '[data-testid="stPopoverBody"]')
            seen.page.keyboard.press("Escape")

        assert found == []


@pytest.mark.parametrize("page", [it for it in PAGES if it not in WITHOUT_PARTS])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_part_that_is_closed_at_first(profile, demo, scheme, page):
    with watched(profile, demo, width=1280, scheme=scheme) as seen:
        seen.open(f"/{page}?profession=nurse")
        parts = seen.page.locator('[data-testid="stExpander"]')

        found: list[str] = []
        assert parts.count() > 1
        for place in range(parts.count()):
            parts.nth(place).locator("summary").click()
            expect(parts.nth(place).locator("p, dt, table").nth(1)).to_be_visible()
            seen.rest()
            found += violations(seen, '[data-testid="stExpander"]')

        assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_story_with_a_note_opens_by_key_and_axe_finds_nothing(profile, demo, scheme):
    with watched(profile, demo, width=1280, scheme=scheme) as seen:
        seen.open("/voices?profession=hospital_doctor")
        story = seen.page.locator(".seen-story").first
        expect(story).to_be_hidden()

        seen.page.locator(".seen-told summary").focus()
        seen.page.keyboard.press("Enter")

        expect(story).to_be_visible()
        assert violations(seen) == []


def test_axe_finds_nothing_where_there_is_no_data(profile, tmp_path):
    with server(tmp_path) as address, watched(profile, address, width=1280) as seen:
        seen.page.goto(f"{address}/gaps")
        expect(seen.page.get_by_role("heading", level=1)).to_have_text(
            "This page could not be shown"
        )

        assert violations(seen) == []


def test_landmarks_headings_and_the_current_page(seen):
    seen.open("/gaps")

    navigation = seen.page.get_by_role("navigation", name="Pages")
    expect(navigation.locator('[aria-current="page"]')).to_have_text("Gaps")
    expect(seen.page.get_by_role("region", name="Filters")).to_be_visible()
    expect(seen.page.get_by_role("main")).to_have_count(1)
    expect(seen.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(seen.page.get_by_role("status").filter(has_text="encounters")).to_be_visible()
    label = seen.page.get_by_role("figure").get_attribute("aria-label") or ""
    assert seen.sentence() in label
    assert seen.page.title() == "Gaps – Seen"


# -- keyboard ------------------------------------------------------------------------------------


def test_the_skip_link_leads_to_the_findings(seen):
    seen.open("/gaps")

    seen.page.get_by_role("link", name="Skip to the findings").focus()
    seen.page.keyboard.press("Enter")

    assert seen.page.evaluate("document.activeElement.id") == "findings"


def test_tab_reaches_every_control_in_order_with_a_ring(seen):
    seen.open("/gaps")
    seen.page.get_by_role("button", name="3", exact=True).click()
    seen.expect_link("/gaps?time_pressure=3")
    seen.rest()  # with Undo to be reached
    seen.page.locator(".seen-skip").focus()

    expected = [
        *(text(f"nav.{page}") for page in PAGES if page != "gaps"),
        *("expand_more", "expand_more", "3", "expand_more", "Undo"),
        *("Clear all", "expand_more", "Help for Measure", "Measure", "By", "Compared with"),
        *("Show", "Pin", "Table", "Download", "How was this computed"),
    ]
    names, rings = [], []
    for _ in expected:
        seen.page.keyboard.press("Tab")
        found = seen.page.evaluate(IN_FOCUS)
        names.append(found["name"])
        rings.append(found["ring"])

    assert names == expected
    assert min(rings) >= 3


@pytest.mark.parametrize("page", FILTERED)
def test_tab_walks_through_every_page_and_out_of_it(seen, page):
    seen.open(f"/{page}")
    seen.page.locator(".seen-skip").focus()
    controls = seen.page.evaluate(CONTROLS)

    reached, rings = set(), []
    for _ in range(len(controls) + 40):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement === document.body"):
            break
        rings.append(seen.page.evaluate(IN_FOCUS)["ring"])
        reached.add(seen.page.evaluate("document.activeElement.dataset.walk"))
    else:
        pytest.fail("the Tab key never leaves the page")

    assert set(controls) - reached == set()
    assert min(rings) >= 3


def test_a_profession_is_chosen_with_the_keyboard_alone(seen):
    seen.open("/gaps")
    button = seen.page.get_by_role("button", name="Profession")
    button.focus()

    seen.page.keyboard.press("Enter")
    expect(seen.page.locator('[data-testid="stPopoverBody"]')).to_be_focused()
    expect(seen.page.locator('button[data-variant="pills"]').first).to_be_visible()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("Space")
    seen.expect_link("/gaps?profession=college_teacher")
    seen.rest()
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("Space")
    seen.expect_link("/gaps?profession=college_teacher&profession=helpline_worker")
    seen.page.keyboard.press("Escape")

    expect(button).to_be_focused()
    expect(seen.page.locator('[data-testid="stPopoverBody"]')).to_have_count(0)


def test_a_measure_is_chosen_with_the_keyboard_alone(seen):
    seen.open("/gaps")
    seen.page.get_by_role("combobox", name="Measure").focus()

    seen.page.keyboard.press("ArrowDown")
    expect(seen.page.get_by_role("option").first).to_be_visible()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")

    seen.page.wait_for_url("**/gaps?measure=*")


# -- phone, zoom, motion -------------------------------------------------------------------------


def test_a_phone_shows_everything_without_scrolling_sideways(phone):
    for page in PAGES:
        phone.open(f"/{page}")

        assert phone.page.evaluate(SIDEWAYS) == []
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    phone.open("/gaps")
    phone.page.get_by_role("button", name="Table").click()
    expect(phone.page.get_by_role("table")).to_be_visible()
    assert phone.page.evaluate(SIDEWAYS) == []
    assert phone.page.locator(".st-key-figure .main-svg").first.bounding_box()["height"] == (
        10 * 80 + 44 + 52
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sheet_sets_filters_and_done_asks_them(phone, scheme):
    phone.page.emulate_media(color_scheme=scheme)
    phone.open("/gaps?profession=nurse")

    phone.page.get_by_role("button", name="Filters: 1 chosen").click()
    sheet = phone.page.get_by_role("dialog", name="Filters")
    sheet.get_by_role("button", name="Chaplain").click()
    sheet.get_by_role("button", name="4", exact=True).click()
    expect(sheet.get_by_role("button", name="4", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    phone.rest()
    found = violations(phone)
    phone.page.get_by_role("button", name="Done").click()

    phone.expect_link("/gaps?profession=chaplain&profession=nurse&time_pressure=4")
    phone.expect_reading("Chaplains and nurses")
    expect(phone.page.get_by_role("button", name="Filters: 2 chosen")).to_be_visible()
    assert found == []


def test_escape_closes_the_sheet_and_keeps_what_was_set(phone):
    phone.open("/gaps")
    phone.page.get_by_role("button", name="Filters").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Nurse").click()
    expect(phone.page.get_by_role("dialog").get_by_role("button", name="Nurse")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert phone.page.evaluate("!!document.activeElement.closest('[data-testid=stDialog]')")

    phone.page.keyboard.press("Escape")

    phone.expect_link("/gaps?profession=nurse")
    expect(phone.page.get_by_role("dialog")).to_have_count(0)


def test_the_menu_leads_to_a_page_and_closes(phone):
    phone.open("/gaps?profession=nurse")

    phone.page.get_by_role("button", name="Menu").click()
    phone.page.get_by_role("link", name="Data and methods").click()

    phone.expect_link("/methods?profession=nurse")
    expect(phone.page.locator('[data-testid="stPopoverBody"]')).to_have_count(0)


def test_fingers_find_every_control(phone):
    phone.open("/gaps")

    small = phone.page.evaluate(
        """() => [...document.querySelectorAll("main button, main a, main input")]
          .filter((it) => it.checkVisibility() && !it.matches(".seen-skip"))
          .map((it) => [it.innerText, it.getBoundingClientRect()])
          .filter(([_, box]) => box.width < 24 || box.height < 24)
          .map(([name]) => name)"""
    )

    assert small == []


def test_at_twice_the_size_nothing_is_cut(profile, demo):
    with watched(profile, demo, width=640) as seen:  # a window of 1280 px, zoomed to 200 %
        for page in PAGES:
            seen.open(f"/{page}")

            with suppress(
                PlaywrightTimeoutError
            ):  # the wide figure stands until the window was measured
                seen.page.wait_for_function(f"() => !({SIDEWAYS})().length", timeout=10_000)
            assert seen.page.evaluate(SIDEWAYS) == []


CUT = """() => [...document.querySelectorAll(
    ".st-key-controls input, .st-key-controls [data-tag] > span, .st-key-controls [data-tag]")]
  .filter((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth)
  .map((it) => it.value || it.innerText)"""
OUT_OF_SIGHT = """() => [...document.querySelectorAll(".st-key-controls [data-tag]")]
  .filter((it) => {
    const own = it.getBoundingClientRect();
    const room = it.closest("[role=group]:has(input)").getBoundingClientRect();
    return own.left < room.left || own.right > room.right || own.bottom > room.bottom;
  }).length"""
LONG = "/time_pressure?group=indigenous&group=mena&group=white&measure=felt_understood"


@pytest.mark.parametrize("width", [1280, 1000, 640, 390])
def test_no_choice_is_cut_and_no_chip_out_of_sight(profile, demo, width):
    with watched(profile, demo, width=width) as seen:
        for path in (LONG, "/gaps?versus=mena", "/gaps?by=language_match"):
            seen.open(path)

            assert seen.page.evaluate(CUT) == []
            assert seen.page.evaluate(OUT_OF_SIGHT) == 0


@pytest.mark.parametrize(("width", "n_across"), [(1280, 4), (640, 2), (390, 1)])
def test_controls_stand_as_many_to_a_row_as_have_room(profile, demo, width, n_across):
    with watched(profile, demo, width=width) as seen:
        seen.open("/gaps")

        tops = seen.page.evaluate(
            """() => [...document.querySelectorAll(".st-key-controls [role=combobox]")]
              .map((it) => Math.round(it.getBoundingClientRect().top))"""
        )
        assert len(tops) == 4
        assert max(tops.count(top) for top in tops) == n_across


def test_the_button_of_the_filters_stays_in_view_on_a_phone(phone):
    phone.open("/gaps?profession=nurse")

    phone.page.evaluate("""document.querySelector('[data-testid="stMain"]').scrollTo(0, 900)""")
    phone.page.wait_for_timeout(300)

    button = phone.page.get_by_role("button", name="Filters: 1 chosen")
    assert 0 <= button.bounding_box()["y"] <= 20
    button.click()
    expect(phone.page.get_by_role("dialog", name="Filters")).to_be_visible()


def test_the_sheet_takes_the_last_change_back_and_has_the_link(phone):
    phone.open("/gaps?profession=nurse")
    phone.page.get_by_role("button", name="Filters: 1 chosen").click()
    sheet = phone.page.get_by_role("dialog", name="Filters")
    undo = sheet.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()

    sheet.get_by_role("button", name="Chaplain").click()
    expect(undo).to_be_enabled()
    sheet.get_by_text("Copy link", exact=True).click()
    link = sheet.get_by_label("Link to this view")
    expect(link).to_have_value(re.compile("&profession=chaplain&profession=nurse$"))
    undo.click()

    expect(undo).to_be_disabled()
    expect(link).to_have_value(re.compile("data=[0-9a-f]+&profession=nurse$"))
    phone.page.get_by_role("button", name="Done").click()
    phone.expect_link("/gaps?profession=nurse")


def test_nothing_moves_where_less_motion_is_wished(seen):
    seen.page.emulate_media(reduced_motion="reduce")
    seen.open("/gaps")

    moving = seen.page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((it) => {
          const style = getComputedStyle(it);
          return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
        }).length"""
    )

    assert moving == 0
