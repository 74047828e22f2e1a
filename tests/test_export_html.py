"""The page of a deck: all its words, nothing fetched, nothing hostile alive."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.decks import Card, Deck
from seen.export import html
from seen.export.looks import LEAST, Kind, bare
from seen.figures import pinned
from tests.exports import TODAY, asker, deck, story, told

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"' onmouseover=alert(1) x='",
    "</title></style></script><b>",
    "مرحبا \u202e dlrow",
    "&amp;lt;",
    "x" * 200,
)


class Read(HTMLParser):
    """The words of a page, its tags and what they point to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.pointed: list[str] = []
        self.on: list[str] = []
        self.said: list[str] = []
        self._hidden = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden = tag if tag in ("script", "style") else ""
        self.on += [name for name, _ in attrs if name.startswith("on")]
        self.pointed += [value or "" for name, value in attrs if name in ("src", "href", "action")]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def page(**options: Any) -> str:
    return html.page(story(), **options)


def held(made: str) -> dict[str, Any]:
    """Return the figures that a page holds."""
    packed = re.search(r'<script id="figures" type="text/plain">([^<]*)<', made)
    assert packed
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    return found


def test_every_word_of_a_card_is_on_the_page() -> None:
    said = " ".join(Read(page()).said)
    for scene in story().scenes:
        words = [scene.title, scene.reading, scene.asked, scene.facts, scene.caution, scene.notes]
        words += [scene.beside, scene.total, *scene.method, story().source(scene)]
        words += [cell for table in scene.tables for row in table.rows for cell in row]
        assert [it for it in words if it not in said] == []
        assert scene.sentence in "".join(Read(page()).said)  # its bold part is a piece of its own
    assert story().banner in said
    assert all(it.words() in said for it in story().methods)


def test_the_figures_of_a_page_are_those_of_the_screen_for_each_width_and_theme() -> None:
    found = held(page())
    for scene in story().scenes:
        if scene.shown is None:
            assert str(scene.number) not in found
            continue
        own = found[str(scene.number)]
        for kind, dark, narrow in (("wide_light", 0, 0), ("narrow_dark", 1, 1)):
            chart = story().chart(scene, is_dark=bool(dark), is_narrow=bool(narrow))
            assert own[kind] == bare(chart)
            assert own["height"][kind] == chart.height
        assert own["least"] == LEAST
    assert "customdata" not in json.dumps(found)


def test_a_page_fetches_nothing() -> None:
    made = page()
    assert [it for it in Read(made).pointed if not it.startswith("#")] == []
    assert "default-src 'none'" in made
    dressed = re.sub(r"<script[^>]*>.*?</script>", "", made, flags=re.DOTALL)
    assert re.findall(r"url\('(?!data:)", dressed) == []
    assert re.findall(r"@import|https?:", dressed) == []


def test_alt_text_stands_for_every_figure() -> None:
    made = page()
    for scene in story().scenes:
        if scene.shown:
            assert html._e(story().chart(scene).alt_text) in made


def test_notes_go_along_only_where_they_are_asked_for() -> None:
    assert "Note 3." not in page()
    assert "Note 3." in page(has_notes=True)
    assert "Read the line under each figure first." in page()  # a card of words is its words


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_words(hostile: str) -> None:
    tame, words = (
        told(
            Deck(
                title=said,
                cards=(Card(title=said, note=said), replace(deck().cards[1], title=said)),
            )
        )
        for said in ("tame", hostile)
    )
    found, usual = (Read(html.page(it, has_notes=True)) for it in (words, tame))
    assert found.tags == usual.tags
    assert found.on == []
    assert words.scenes[0].title in " ".join(found.said)
    assert "\u202e" not in "".join(found.said)


@given(st.text(max_size=60, alphabet=st.characters(exclude_characters="\x00")))
def test_any_words_leave_the_tags_of_a_page_alone(said: str) -> None:
    card = replace(story().scenes[-1], title=said, note=said)
    made = html._card(card, story(), has_notes=True, kind=Kind.SCREEN)
    assert Read(made).tags == ["article", "p", "h2", *(["p"] if said else []), "p"]


def test_twenty_cards_stay_within_six_megabytes() -> None:
    asked = asker().catalog.default_question()
    heavy = pinned.pin(asker(), "what_counts", "lead", asked, today=TODAY)
    assert isinstance(heavy, Card)
    made = html.page(told(Deck(cards=(heavy,) * 20)))
    assert len(made.encode()) <= 6_000_000


def test_what_can_no_longer_be_shown_keeps_its_place_and_says_why() -> None:
    card = deck().cards[1]
    assert card.figure is not None
    strange = replace(card, figure=replace(card.figure, part="nothing"))
    found = told(Deck(cards=(strange, card)))
    said = " ".join(Read(html.page(found)).said)
    assert found.scenes[0].absent in said
    assert card.figure.sentence.split(":")[0] in said


def test_then_and_now_stand_on_a_card_that_moved() -> None:
    card = deck().cards[1]
    assert card.figure is not None
    figure = replace(card.figure, numbers=((card.figure.numbers[0][0], "99 %"),), sentence="Was.")
    said = " ".join(Read(html.page(told(Deck(cards=(replace(card, figure=figure),))))).said)
    assert "99 %" in said
    assert "Then: Was." in said


def test_the_licences_of_the_faces_allow_to_send_them_along() -> None:
    folder = Path(__file__).parents[1] / "static" / "fonts"
    for name in ("source-sans-3", "source-serif-4"):
        assert "SIL OPEN FONT LICENSE" in (folder / f"LICENSE-{name}.txt").read_text().upper()
