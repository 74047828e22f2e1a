"""Exports that Chromium prints, pictures or opens: whole, readable and without network."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from pptx import Presentation
from pypdf import PdfReader

from bench.browser import chromium
from seen.domain.decks import Card, Deck
from seen.errors import ExportError
from seen.export import html, pdf, png, powerpoint
from tests.browser import browser as browser
from tests.exports import deck, story, told

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def same_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let exports use the browser of the tests."""
    monkeypatch.setenv("BROWSER_PATH", chromium())


@cache
def printed() -> bytes:
    """Return the deck as PDF, with notes."""
    return pdf.as_pdf(story(), has_notes=True)


def squeezed(said: str) -> str:
    """Return words without spaces, which a PDF places as it likes."""
    return re.sub(r"\s+", "", said)


def test_a_pdf_holds_every_word_of_the_story() -> None:
    read = squeezed(
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed())).pages)
    )
    for scene in story().scenes:
        words = [
            scene.title,
            scene.sentence,
            scene.reading,
            scene.facts,
            scene.caution,
            scene.note,
        ]
        words += [cell for table in scene.tables for row in table.rows for cell in row]
        assert [it for it in words if squeezed(it) not in read] == []
    assert all(squeezed(it.words()) in read for it in story().methods)


def test_every_sheet_of_a_pdf_says_that_people_are_invented_and_of_which_data() -> None:
    for page in PdfReader(io.BytesIO(printed())).pages:
        read = squeezed(page.extract_text())
        assert squeezed(story().banner) in read
        assert squeezed(story().dataset) in read


def test_the_contents_of_a_pdf_lead_to_its_cards() -> None:
    read = PdfReader(io.BytesIO(printed()))
    links = read.pages[0].annotations
    assert links is not None
    assert len(links) >= len(story().scenes) + 2
    assert "/StructTreeRoot" in read.root_object  # tagged, for a screen reader


def test_pictures_are_sharp_and_one_for_each_card() -> None:
    said: list[str] = []
    with zipfile.ZipFile(io.BytesIO(png.as_zip(story(), progress=said.append))) as archive:
        sizes = [Image.open(archive.open(name)).size for name in archive.namelist()]
    assert len(sizes) == len(said) == len(story().scenes)
    assert {width for width, _ in sizes} == {2160}


def test_a_page_draws_from_disk_without_network_in_both_themes(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "deck.html"
    file.write_text(html.page(story()), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("console", lambda it: problems.append(it.text) if it.type == "error" else None)
    page.on("pageerror", lambda it: problems.append(str(it)))
    page.on("request", lambda it: asked.append(it.url))
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    n_figures = sum(it.shown is not None for it in story().scenes)
    assert page.locator("figure .main-svg").count() >= n_figures
    before = page.locator("body").evaluate("it => getComputedStyle(it).backgroundColor")
    page.click("#theme")
    assert page.locator("body").evaluate("it => getComputedStyle(it).backgroundColor") != before
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(600)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert problems == []
    assert [it for it in asked if not it.startswith(("file:", "data:", "blob:"))] == []
    context.close()


def test_a_hostile_title_prints_as_words() -> None:
    title = "<script>document.title='x'</script> مرحبا"
    found = told(Deck(title=title, cards=(Card(title=title), replace(deck().cards[1]))))
    read = PdfReader(io.BytesIO(pdf.as_pdf(found)))
    assert "<script>" in squeezed(read.pages[0].extract_text())


def test_without_chromium_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    with pytest.raises(ExportError, match="Chromium"):
        pdf.as_pdf(story())


def test_libreoffice_reads_the_slides_whole(tmp_path: Path) -> None:
    office = os.environ.get("SEEN_SOFFICE") or shutil.which("soffice")
    assert office, (
        "No LibreOffice found: sudo apt-get install -y libreoffice-impress, or set SEEN_SOFFICE."
    )
    file = tmp_path / "deck.pptx"
    file.write_bytes(powerpoint.as_pptx(story()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = (office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file)
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    pages = [it.extract_text() for it in PdfReader(file.with_suffix(".pdf")).pages]
    assert len(pages) == len(Presentation(str(file)).slides)
    read = squeezed("".join(pages))
    for scene in story().scenes:
        assert squeezed(scene.sentence) in read
        assert squeezed(scene.reading) in read
    assert read.count(squeezed(story().banner)) == len(pages)
