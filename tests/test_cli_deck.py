"""`seen deck`: what it prints and writes, and that a file is whole or not there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from seen.cli import main, presenting
from seen.domain import decks
from seen.domain.decks import Card, Deck
from seen.export.writing import KINDS
from seen.store.disk import write_whole
from seen.text import text
from tests.exports import deck, story
from tests.test_figures import demo_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a deck of three cards and nothing else."""
    some = Deck(title="For the board", cards=(*deck().cards[1:3], deck().cards[-1]))
    (tmp_path / "deck.toml").write_text(decks.to_toml(some), encoding="utf-8")
    return tmp_path


def run(*words: str | Path) -> int:
    return main(["deck", *map(str, words), "--data", str(demo_file())])


def test_show_prints_every_card_as_it_is_now(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", folder / "deck.toml") == 0
    said = capsys.readouterr().out
    for scene in story().scenes[1:3]:
        assert scene.sentence in said
        assert scene.reading in said
    assert text("app.synthetic") in said
    assert "Read the line under each figure first." in said


@pytest.mark.parametrize("kind", ["pptx", "html", "csv", "xlsx"])
def test_export_writes_beside_the_deck_and_nothing_else(
    folder: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", folder / "deck.toml", "--to", kind) == 0
    target = folder / f"deck{KINDS[kind].ending}"
    assert {it.name for it in folder.iterdir()} == {"deck.toml", target.name}
    assert target.stat().st_size > 1_000
    caught = capsys.readouterr()
    assert target.name in caught.out
    assert text("export.asking", n=3) in caught.err


def test_notes_and_address_go_along_where_they_are_asked_for(folder: Path) -> None:
    out = folder / "page.html"
    address = ("--address", "http://localhost:8501")
    assert run("export", folder / "deck.toml", "--to", "html", "--out", out, *address) == 0
    assert "http://localhost:8501/gaps?" in out.read_text(encoding="utf-8")
    assert "Note 1." not in out.read_text(encoding="utf-8")
    assert run("export", folder / "deck.toml", "--to", "html", "--out", out, "--notes") == 0
    assert "Note 1." in out.read_text(encoding="utf-8")


def test_who_interrupts_keeps_the_old_file_and_nothing_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = folder / "deck.html"
    old.write_text("old", encoding="utf-8")

    def stopped(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(presenting, "made", stopped)
    assert run("export", folder / "deck.toml", "--to", "html") == presenting.INTERRUPTED
    assert old.read_text(encoding="utf-8") == "old"
    assert {it.name for it in folder.iterdir()} == {"deck.toml", "deck.html"}
    assert "deck.html" in capsys.readouterr().err


def test_a_disk_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        write_whole(tmp_path / "deck.html", b"content")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing.toml", "--to", "html"), r"no deck file"),
        (("deck.toml", "--to", "html", "--out", "no/such/folder/a.html"), r"no folder"),
        (("deck.toml", "--to", "html", "--out", "deck.toml"), r"the deck itself"),
    ],
)
def test_what_cannot_be_written_ends_in_one_line(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    assert run("export", *words) == 1
    said = capsys.readouterr().err.strip()
    assert re.search(told, said)
    assert "Traceback" not in said


def test_a_card_that_moved_is_named_after_the_file_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = deck().cards[1]
    assert card.figure is not None
    label, _ = card.figure.numbers[0]
    moved = replace(card, figure=replace(card.figure, numbers=((label, "99 %"),)))
    (folder / "deck.toml").write_text(decks.to_toml(Deck(cards=(moved,))), encoding="utf-8")
    assert run("export", folder / "deck.toml", "--to", "csv") == 0
    assert "Card 1: " in capsys.readouterr().out
    assert run("show", folder / "deck.toml") == 0
    assert f"{label}: 99 %; now " in capsys.readouterr().out


def test_a_deck_of_too_many_cards_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = Deck(cards=(Card(title="a"),) * 41)
    (folder / "deck.toml").write_text(decks.to_toml(many), encoding="utf-8")
    assert run("export", folder / "deck.toml", "--to", "pptx") == 1
    assert "41 cards" in capsys.readouterr().err
