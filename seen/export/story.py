"""A Deck asked again and told as one Story, which every export reads and nothing else.

It promises that no number reaches a file but guarded as if published, and that a card which can
no longer be shown says why and keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

from seen.charts import Chart
from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.decks import Card, Deck, Figure
from seen.errors import ExportError
from seen.export import appendix
from seen.export.appendix import Fact, Method
from seen.figures import pinned, words
from seen.figures.asker import Asker
from seen.figures.pinned import Again, Change
from seen.figures.shown import Absent, Shown
from seen.guard.rules import Strength
from seen.text import text
from seen.wording.reading import reading_line

MOST_CARDS: Final = 40
_AT_ONCE: Final = 4  # cards that are asked side by side
# what XML cannot hold, and marks that would turn the words after them round
_UNFIT: Final = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a card said when it was pinned, where it says something else now."""

    said: str  # that it moved, in words
    sentence: str  # as it was; empty where it is the same
    changes: tuple[Change, ...]

    def table(self) -> Table:
        """Return then and now side by side."""
        heads = ("row", "then", "now")
        none = text("export.moved_none")
        return Table(
            caption=text("export.moved_table"),
            heads=tuple(text(f"export.moved_{head}") for head in heads),
            rows=tuple((it.label, it.then or none, it.now or none) for it in self.changes),
            numbers=frozenset(),
        )


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One card as it is told: words alone, a figure with its words, or why there is none.

    `sentence` is the heading of a figure that has no sentence, and of a card of words its title.
    `notes` are the small print of a figure, `note` what whoever pinned it wrote.
    """

    number: int
    title: str
    sentence: str
    note: str
    shown: Shown | None = None
    absent: str = ""
    strong: str = ""
    asked: str = ""
    facts: str = ""
    interval: str = ""
    caution: str = ""
    beside: str = ""
    notes: str = ""
    reading: str = ""
    method: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    total: str = ""
    moved: Moved | None = None
    other_data: str = ""
    link: str = ""

    @property
    def is_words(self) -> bool:
        """Whether the card is words alone."""
        return self.shown is None and not self.absent

    @property
    def small(self) -> str:
        """What else stands beneath a figure, in one line."""
        return " ".join(filter(None, (self.beside, self.notes)))


@dataclass(frozen=True, kw_only=True)
class Story:
    """A Deck as it is told on one day of one dataset."""

    title: str
    scenes: tuple[Scene, ...]
    n_cards: int
    dataset: str  # title, name and version in one line
    banner: str  # that people are invented; empty where they are not
    day: str
    facts: tuple[Fact, ...]
    methods: tuple[Method, ...]
    dictionary: Table | None
    catalog: Catalog

    def chart(self, scene: Scene, *, is_dark: bool = False, is_narrow: bool = False) -> Chart:
        """Return the Chart of a scene that has a figure."""
        if scene.shown is None:
            raise ValueError("A card without a figure has no chart.")
        return scene.shown.chart(self.catalog, is_dark=is_dark, is_narrow=is_narrow)

    def place(self, scene: Scene) -> str:
        """Return where a scene stands: 3 of 8."""
        return text("export.place", n=scene.number, total=self.n_cards)

    def source(self, scene: Scene) -> str:
        """Return the line of dataset, version, day and link that stands under a card."""
        link = text("export.link", link=scene.link) if scene.link else ""
        return ". ".join(filter(None, (self.dataset, self.day, link)))


def _silent(_: str) -> None:
    """Say nothing."""


def tell(
    deck: Deck, asker: Asker, *, today: date, address: str = "", progress: Progress = _silent
) -> Story:
    """Return a Deck as a Story.

    Parameters
    ----------
    asker
        Guarded as if published; any other is refused.
    address
        Where Seen is opened, such as http://localhost:8501; links begin with it.

    Raises
    ------
    ExportError
        Where there are no cards, or more than an export takes.
    """
    if asker.guard is not Strength.PUBLISH:
        raise ValueError("What leaves the screen is guarded as if published.")
    if not deck.cards:
        raise ExportError(text("export.empty"))
    if len(deck.cards) > MOST_CARDS:
        raise ExportError(text("export.too_many", n=len(deck.cards), most=MOST_CARDS))
    progress(text("export.asking", n=len(deck.cards)))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        cards = list(enumerate(deck.cards, 1))
        scenes = tuple(pool.map(lambda it: scene(it[0], it[1], asker, address.rstrip("/")), cards))
    dataset = asker.dataset
    invented = f"{text('app.synthetic')} {text('app.synthetic_rest')}"
    return Story(
        title=fit(deck.title) or text("export.untitled"),
        scenes=scenes,
        n_cards=len(scenes),
        dataset=text(
            "export.dataset", title=dataset.title, name=dataset.name, version=asker.source.version
        ),
        banner=invented if dataset.is_synthetic else "",
        day=text("export.day", day=today.isoformat()),
        facts=appendix.facts(dataset, asker.source.version),
        methods=appendix.methods([(it.number, it.method) for it in scenes]),
        dictionary=appendix.dictionary(_findings(scenes), asker),
        catalog=asker.catalog,
    )


def fit(said: str) -> str:
    """Return words that every file can hold: no controls, no marks that turn what follows.

    Raises
    ------
    ExportError
        Where they hold a NUL, which no words do.
    """
    if "\x00" in said:
        raise ExportError(text("export.nul"))
    return _UNFIT.sub(" ", said).strip()


def _findings(scenes: Sequence[Scene]) -> list[Shown]:
    """Return every figure of a Story."""
    return [it.shown for it in scenes if it.shown is not None]


def scene(number: int, card: Card, asker: Asker, address: str) -> Scene:
    """Return one card as it is told.

    Parameters
    ----------
    asker
        Guarded as if published.
    address
        What links begin with; empty for a link within Seen.
    """
    title, note = fit(card.title), fit(card.note)
    if card.figure is None:
        return Scene(number=number, title=title, sentence=title, note=note)
    again = pinned.again(asker, card.figure)
    parts = {
        "number": number,
        "title": title,
        "sentence": fit(again.sentence),
        "note": note,
        "other_data": _other_data(again, card.figure),
    }
    if isinstance(again.found, Absent):
        said = " ".join(filter(None, (again.found.said, again.found.how)))
        return Scene(**parts, absent=said)  # type: ignore[arg-type]
    return _figure(parts, again, card.figure, asker, address)


def _figure(
    parts: dict[str, object], again: Again, figure: Figure, asker: Asker, address: str
) -> Scene:
    """Return the card of a figure that can be shown."""
    shown = again.found
    assert isinstance(shown, Shown)
    catalog = asker.catalog
    _, strong = words.sentence(shown, catalog)
    caution, beside, notes = words.cautions(asker, shown)
    below = () if shown.below is None else (shown.below,)
    tables = (*words.tables(shown, catalog), *below)
    scope = asker.scope(shown.first.question)
    return Scene(
        **parts,  # type: ignore[arg-type]
        shown=shown,
        strong=strong,
        asked=words.asked(shown, catalog),
        facts=words.facts(asker, shown),
        interval=text("export.interval"),
        caution=caution,
        beside=beside,
        notes=notes,
        reading=" ".join(reading_line(scope, catalog)),
        method=tuple(words.method(asker, shown.findings)),
        tables=tables,
        total=shown.total,
        moved=_moved(again, figure),
        link=address + pinned.link(figure, catalog),
    )


def _moved(again: Again, figure: Figure) -> Moved | None:
    """Return what moved since a figure was pinned; None where nothing did."""
    if not again.has_moved:
        return None
    n = len(again.changes)
    key = "export.moved_one" if n == 1 else "export.moved"
    day = text("export.moved_on", day=figure.pinned) if figure.pinned else ""
    was = fit(figure.sentence)
    return Moved(
        said=text(key, n=n, on=day),
        sentence=was if was != again.sentence else "",
        changes=tuple(
            Change(label=fit(it.label), then=fit(it.then), now=it.now) for it in again.changes
        ),
    )


def _other_data(again: Again, figure: Figure) -> str:
    """Return that a card was pinned on another dataset; empty where it was not."""
    return text("export.other_data", name=fit(figure.dataset)) if again.is_other_data else ""
