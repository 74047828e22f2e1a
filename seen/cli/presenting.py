"""`seen deck show` and `seen deck export`: thin calls into `seen.export`.

It promises what a deck says now on the data that is opened, and a file that is whole or not there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from seen import settings
from seen.cli.progress import step
from seen.domain import decks
from seen.domain.decks import Deck
from seen.errors import DeckError, ExportError
from seen.export.story import Scene, Story, tell
from seen.export.writing import KINDS, made
from seen.figures.asker import Asker
from seen.sources.opening import data_file, open_source
from seen.store.disk import write_whole
from seen.text import text

INTERRUPTED: Final = 130  # what a shell reports after Ctrl+C


def add_deck(parser: argparse.ArgumentParser) -> None:
    """Add `seen deck` with what it can do."""
    does = parser.add_subparsers(required=True, metavar="command")
    show = does.add_parser("show", help=text("cli.deck_show_help"))
    export = does.add_parser("export", help=text("cli.deck_export_help"))
    for each in (show, export):
        each.add_argument("file", type=Path, metavar="FILE", help=text("cli.deck_file"))
        each.add_argument("--data", help=text("cli.ask_data"))
        each.add_argument("--address", default="", help=text("cli.deck_address"))
    show.set_defaults(run=_show)
    export.add_argument("--to", required=True, choices=list(KINDS), help=text("cli.deck_to"))
    export.add_argument("--out", type=Path, help=text("cli.deck_out"))
    export.add_argument("--notes", action="store_true", help=text("cli.deck_notes"))
    export.set_defaults(run=_export)


def _show(options: argparse.Namespace) -> int:
    """Print a deck as it is now."""
    story = _told(options)
    for line in _lines(story):
        print(line)
    return 0


def _export(options: argparse.Namespace) -> int:
    """Write a deck as a file."""
    started = time.monotonic()
    target = options.out or options.file.with_name(
        f"{options.file.stem}{KINDS[options.to].ending}"
    )
    if not target.parent.is_dir():
        raise ExportError(text("export.no_folder", folder=target.parent))
    if target.resolve() == options.file.resolve():
        raise ExportError(text("export.onto_itself"))
    try:
        story = _told(options)
        content = made(story, options.to, has_notes=options.notes, progress=step)
        write_whole(target, content, is_shared=True)
    except KeyboardInterrupt:
        print(text("export.interrupted", file=target.name), file=sys.stderr)
        return INTERRUPTED
    seconds = f"{time.monotonic() - started:.1f}"
    print(text("export.written", file=target, n=len(story.scenes), seconds=seconds))
    for said in _moved(story):
        print(said)
    return 0


def _told(options: argparse.Namespace) -> Story:
    """Return the deck of a file, told of the data that is opened."""
    deck = _deck(options.file)
    run = settings.load()
    asker = Asker(open_source(data_file(run, options.data), run))
    return tell(deck, asker, today=date.today(), address=options.address, progress=step)


def _deck(file: Path) -> Deck:
    """Return the deck of a file; what is too large is not read."""
    try:
        with file.open("rb") as held:
            return decks.from_toml(held.read(decks.MOST_BYTES + 1))
    except (FileNotFoundError, IsADirectoryError):
        raise DeckError(text("deck.no_file", file=file.name)) from None


def _lines(story: Story) -> Iterator[str]:
    """Yield a deck as lines of text."""
    if story.banner:
        yield story.banner
    yield story.title
    yield f"{story.dataset}. {story.day}."
    for scene in story.scenes:
        yield ""
        yield text("cli.deck_card", place=story.place(scene), title=scene.title)
        yield from filter(None, _card(scene))


def _card(scene: Scene) -> Iterator[str]:
    """Yield a card as lines of text."""
    if scene.is_words:
        yield scene.note
        return
    yield scene.sentence
    yield scene.absent
    yield scene.reading
    yield scene.other_data
    if scene.moved is not None:
        yield scene.moved.said
        for row in scene.moved.table().rows:
            yield text("cli.deck_moved", row=row[0], then=row[1], now=row[2])
    if scene.note:
        yield text("export.note", note=scene.note)
    if scene.link:
        yield text("export.link", link=scene.link)


def _moved(story: Story) -> Iterator[str]:
    """Yield which cards say something else than when they were pinned, or nothing at all."""
    for scene in story.scenes:
        told = scene.absent or (scene.moved.said if scene.moved else "")
        if told:
            yield text("cli.deck_told", n=scene.number, told=told)
