"""A Story as PowerPoint slides, with charts that can be edited and words that can be spoken.

It promises on every slide the sentence, who is counted, its caution, the mark of invented people
and its source; the rest of what goes with a figure stands in the notes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from seen.charts.palette import LIGHT
from seen.charts.tables import Table
from seen.errors import ExportError
from seen.export import png
from seen.export.forms import Bars, Dots, Lines, Native
from seen.export.native import native
from seen.export.story import Scene, Story
from seen.text import text

_FOOT: Final = 414.0  # pt: where what stands at the foot begins, at the earliest
_MOST_TABLES: Final = 3  # slides of numbers for one card
_TITLE: Final = 76.0
_METHODS: Final = 7  # lines of methods on one slide

Progress = Callable[[str], None]


def as_pptx(story: Story, *, progress: Progress = lambda _: None) -> bytes:
    """Return a Story as slides.

    Raises
    ------
    ExportError
        Where a library is missing; or Chromium, where a figure has no form of its own here.
    """
    try:
        from pptx import Presentation
    except ImportError:
        raise ExportError(text("export.no_library", name="python-pptx")) from None
    from seen.export.slide import HIGH, WIDE

    drawn = {it.number: native(it, story.catalog) for it in story.scenes if it.shown}
    pictured = [it for it in story.scenes if it.shown and drawn[it.number] is None]
    made = Presentation()
    _widen(made, WIDE, HIGH)
    made.core_properties.title = story.title
    made.core_properties.author = text("app.name")
    deck = _Deck(made, story)
    with ThreadPoolExecutor(1) as pool:  # Chromium draws while slides are made
        pictures = pool.submit(png.figures, story, pictured, progress=progress)
        deck.cover()
        for scene in story.scenes:
            progress(text("export.slide", n=scene.number, total=len(story.scenes)))
            deck.card(scene, drawn.get(scene.number))
        deck.methods()
        deck.hang(pictures.result())
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _widen(made: Any, wide: float, high: float) -> None:
    """Set the size of slides, and let the layouts of the library's own template follow."""
    from pptx.util import Pt

    stretch = Pt(wide) / made.slide_width
    for held in (made.slide_master, *made.slide_layouts):
        for shape in held.placeholders:
            shape.left, shape.width = round(stretch * shape.left), round(stretch * shape.width)
    made.slide_width, made.slide_height = Pt(wide), Pt(high)


class _Deck:
    """Slides in the making."""

    def __init__(self, made: Any, story: Story) -> None:
        self._made, self._story = made, story
        self._waiting: list[tuple[int, Any, dict[str, Any]]] = []  # rooms of pictures

    def cover(self) -> None:
        """Add the first slide: title, contents, data and day."""
        from seen.export.slide import EDGE, ROOM, SERIF, Words, box

        story = self._story
        slide = self._slide(story.title, "", tall=_TITLE)
        listed = [f"{it.number}  {it.title or it.sentence}" for it in story.scenes]
        half = -(-len(listed) // 2) if len(listed) > 8 else len(listed)
        room = ROOM / 2 if half < len(listed) else ROOM
        for place, part in enumerate((listed[:half], listed[half:])):
            words = [Words(said=said, size=18.0, face=SERIF) for said in part]
            at = (EDGE + place * room, 140.0)
            if words:
                box(slide, words, at=at, size=(room - 16, 300.0))
        said = [Words(said=f"{story.dataset}. {story.day}.", colour=LIGHT.second)]
        box(slide, said, at=(EDGE, 480.0), size=(ROOM, 40.0))

    def card(self, scene: Scene, held: Native | None) -> None:
        """Add the slides of one card."""
        if not scene.shown:
            self._words(scene)
            return
        parts = held.parted() if held is not None else (None,)
        alt = self._story.chart(scene).alt_text
        for place, part in enumerate(parts, 1):
            self._figure(scene, part, alt, place, len(parts))
        tables = scene.tables if held is None else ()
        self._tables(scene, (*tables, *([scene.moved.table()] if scene.moved else [])))

    def hang(self, pictures: Mapping[int, bytes]) -> None:
        """Put pictures where slides wait for them."""
        from seen.export import slide_charts

        for number, slide, room in self._waiting:
            slide_charts.picture(slide, pictures[number], **room)

    def methods(self) -> None:
        """Add how the figures were made, after all cards."""
        from seen.export.slide import EDGE, ROOM, Words, box

        lines = [it.words() for it in self._story.methods]
        for first in range(0, len(lines), _METHODS):
            slide = self._slide(text("export.slide_method"), "", tall=_TITLE)
            words = [Words(said=said) for said in lines[first : first + _METHODS]]
            box(slide, words, at=(EDGE, 130.0), size=(ROOM, 390.0))

    def _slide(self, title: str, strong: str, *, tall: float, most: float = 30.0) -> Any:
        """Add a slide with its title and the mark of invented people."""
        from seen.export import slide as parts

        slide = self._made.slides.add_slide(self._made.slide_layouts[5])  # title only
        parts.title(slide, title, strong, tall=tall, most=most)
        if self._story.banner:
            parts.banner(slide, self._story.banner)
        return slide

    def _words(self, scene: Scene) -> None:
        """Add a card of words, or of a figure that cannot be shown."""
        from seen.export.slide import EDGE, ROOM, SERIF, Words, box

        slide = self._slide(scene.title or scene.sentence, "", tall=_TITLE)
        said = [scene.note] if scene.is_words else [scene.absent, scene.other_data]
        words = [Words(said=it, size=24.0, face=SERIF) for it in said if it]
        box(slide, words, at=(EDGE, 140.0), size=(ROOM, 320.0))
        self._foot(slide, scene, [], self._story.place(scene))
        self._notes(slide, [] if scene.is_words else [scene.note, scene.sentence])

    def _figure(self, scene: Scene, held: Native | None, alt: str, place: int, n: int) -> None:
        """Add one slide of a figure."""
        from seen.export import slide_charts, slide_rows

        story = self._story
        slide = self._slide(scene.sentence, scene.strong, tall=_TITLE)
        where = story.place(scene)
        if n > 1:
            where = text("export.part_of", place=where, n=place, total=n)
        top = self._foot(slide, scene, self._beneath(scene, held), where)
        room: dict[str, Any] = {"top": 122.0, "tall": top - 128.0, "alt": alt}
        if isinstance(held, Dots):
            slide_rows.add(slide, held, **room)
        elif isinstance(held, Lines):
            slide_charts.lines(slide, held, **room)
        elif isinstance(held, Bars):
            slide_charts.bars(slide, held, **room)
        else:
            self._waiting.append((scene.number, slide, room))
        self._notes(slide, _spoken(scene, story))

    def _beneath(self, scene: Scene, held: Native | None) -> list[str]:
        """Return what stands beneath a figure; how to read marks only where no words say it."""
        key = scene.shown.key.rstrip(".") if scene.shown and held is not None else ""
        facts = scene.facts.removeprefix(key).lstrip(". ")
        moved = scene.moved.said if scene.moved else ""
        return [f"{facts} {scene.interval}.", scene.caution, scene.total, moved, scene.other_data]

    def _tables(self, scene: Scene, tables: tuple[Table, ...]) -> None:
        """Add the numbers of a figure that has no form of its own here, on few slides."""
        from seen.export import slide_tables

        held = slide_tables.sheets(tables)
        for place, sheet in enumerate(held[:_MOST_TABLES]):
            title = text("export.numbers_of", title=scene.title)
            slide = self._slide(title, "", tall=30.0, most=20.0)
            for piece in sheet:
                slide_tables.draw(slide, piece)
            rest = sum(len(it.rows) for some in held[_MOST_TABLES:] for it in some)
            is_last = place == _MOST_TABLES - 1
            more = [text("export.more_rows", n=rest)] if rest and is_last else []
            self._foot(slide, scene, more, self._story.place(scene))
            self._notes(slide, _spoken(scene, self._story))

    def _foot(self, slide: Any, scene: Scene, beneath: list[str], place: str) -> float:
        """Set what stands at the foot of a slide; return where it begins."""
        from pptx.enum.text import MSO_ANCHOR

        from seen.export.slide import EDGE, FACT, HIGH, ROOM, SERIF, Words, box, fitting, high

        source = f"{place}. {self._story.source(scene)}."
        link = scene.link if scene.link.startswith(("http://", "https://")) else ""
        words = [
            *([Words(said=scene.reading, size=FACT, face=SERIF)] if scene.reading else []),
            *(Words(said=said, colour=LIGHT.ink) for said in beneath if said),
            Words(said=source, size=12.0, colour=LIGHT.second, link=link),
        ]
        most = HIGH - _FOOT - 8
        tall = high(words, ROOM, fitting(words, ROOM, most)) + 2
        top = HIGH - 8 - tall
        box(slide, words, at=(EDGE, top), size=(ROOM, tall), anchor=MSO_ANCHOR.BOTTOM)
        return top

    def _notes(self, slide: Any, said: list[str]) -> None:
        """Set the notes of whoever speaks."""
        slide.notes_slide.notes_text_frame.text = "\n\n".join(filter(None, said))


def _spoken(scene: Scene, story: Story) -> list[str]:
    """Return what stands in the notes of a figure's slide."""
    was = scene.moved.sentence if scene.moved else ""
    return [
        scene.note,
        scene.title,
        scene.asked,
        scene.facts,
        scene.caution,
        scene.small,
        text("export.moved_sentence", sentence=was) if was else "",
        *scene.method,
        story.source(scene),
    ]
