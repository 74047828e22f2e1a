"""What an export is made of: a deck asked again, guarded as if published, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.decks import Card, Deck, Figure
from seen.errors import ExportError
from seen.export.story import MOST_CARDS, fit, tell
from seen.figures import listed, words
from seen.figures.asker import Asker
from seen.figures.shown import Absent
from seen.guard.rules import Strength
from seen.text import text
from tests.exports import TODAY, asker, deck, story, told
from tests.helpers import source


def test_a_story_says_of_each_figure_what_the_screen_says() -> None:
    for scene, card in zip(story().scenes, deck().cards, strict=True):
        if card.figure is None:
            continue
        shown = listed.figure(card.figure.page, card.figure.part)(asker(), card.figure.question)
        assert scene.shown is not None
        assert not isinstance(shown, Absent)
        assert scene.tables[: len(words.tables(shown, asker().catalog))] == tuple(
            words.tables(shown, asker().catalog)
        )
        assert scene.facts == words.facts(asker(), shown)
        assert (scene.caution, scene.beside, scene.notes) == words.cautions(asker(), shown)
        assert scene.sentence == (words.sentence(shown, asker().catalog)[0] or shown.heading)
        assert scene.method == tuple(words.method(asker(), shown.findings))
        assert scene.moved is None


def test_every_finding_of_a_story_is_guarded_as_if_published() -> None:
    guards = {
        finding.provenance.guard
        for scene in story().scenes
        if scene.shown
        for finding in scene.shown.findings
    }
    assert guards == {"publish"}


def test_a_story_is_refused_to_who_asks_as_on_a_screen() -> None:
    with pytest.raises(ValueError, match="published"):
        tell(deck(), Asker(asker().source, Strength.SCREEN), today=TODAY)


def test_every_card_says_its_reading_line_data_day_and_link() -> None:
    for scene in story().scenes:
        line = story().source(scene)
        assert asker().dataset.title in line
        assert asker().source.version in line
        assert TODAY.isoformat() in line
        assert scene.is_words or (scene.reading and scene.link in line and scene.facts)
    assert story().banner.startswith(text("app.synthetic"))


def test_links_begin_with_the_address_that_is_given() -> None:
    found = told(Deck(cards=deck().cards[:1]), address="http://localhost:8501/")
    assert found.scenes[0].link.startswith("http://localhost:8501/overview?")


def test_a_number_that_moved_is_told_then_and_now() -> None:
    card = deck().cards[1]
    assert card.figure is not None
    (label, now), *rest = card.figure.numbers
    moved = replace(card.figure, numbers=((label, "99 %"), *rest), sentence="All felt seen.")
    scene = told(Deck(cards=(replace(card, figure=moved),))).scenes[0]
    assert scene.moved is not None
    assert scene.moved.sentence == "All felt seen."
    assert scene.moved.table().rows == ((label, "99 %", now),)
    assert TODAY.isoformat() in scene.moved.said


def test_cards_that_the_data_lacks_say_why_and_the_rest_is_shown() -> None:
    found = tell(deck(), Asker(source("nobody_known")), today=TODAY)
    absent = [it for it in found.scenes if it.absent]
    assert absent
    assert any(it.shown for it in found.scenes)
    assert all(it.sentence and it.number for it in absent)
    assert all(it.other_data for it in absent)
    assert not found.banner


def test_a_figure_nobody_knows_keeps_its_place() -> None:
    card = deck().cards[1]
    assert card.figure is not None
    strange = replace(card, figure=replace(card.figure, page="nowhere"))
    first, second = told(Deck(cards=(strange, card))).scenes
    assert first.absent == text("deck.no_figure")
    assert second.shown


def test_the_appendix_holds_each_method_once_and_the_measures_that_are_used() -> None:
    said = [it.said for it in story().methods]
    assert len(said) == len(set(said))
    assert {line for scene in story().scenes for line in scene.method} == set(said)
    used = {
        it.measure.phrase("question")
        for scene in story().scenes
        if scene.shown
        for it in scene.shown.findings
    }
    listed_rows = story().dictionary
    assert listed_rows is not None
    assert {row[1] for row in listed_rows.rows} == used


def test_a_deck_without_cards_and_one_with_too_many_are_refused() -> None:
    with pytest.raises(ExportError, match="no cards"):
        told(Deck())
    with pytest.raises(ExportError, match=str(MOST_CARDS)):
        told(Deck(cards=(Card(title="a"),) * (MOST_CARDS + 1)))


@pytest.mark.parametrize("card", [Card(title="a\x00b"), Card(note="a\x00b")])
def test_a_nul_is_refused(card: Card) -> None:
    with pytest.raises(ExportError, match="NUL"):
        told(Deck(cards=(card,)))


@given(st.text(alphabet=st.characters(exclude_characters="\x00"), max_size=200))
def test_words_that_fit_hold_nothing_that_breaks_a_file_and_keep_the_rest(said: str) -> None:
    found = fit(said)
    found.encode("utf-8")
    assert not any(it in found for it in "\x01\x1b\u202e\u2066\ufffe")
    assert found == fit(found)
    kept = [it for it in said if it.isprintable() and it not in "\u202e"]
    assert sum(it.isalnum() for it in found) == sum(it.isalnum() for it in kept)


def test_a_pinned_figure_of_a_deck_written_by_hand_needs_no_numbers() -> None:
    asked = asker().catalog.default_question()
    card = Card(title="By hand", figure=Figure(page="gaps", part="lead", question=asked))
    scene = told(Deck(cards=(card,))).scenes[0]
    assert scene.shown
    assert scene.moved is None
    assert scene.sentence
