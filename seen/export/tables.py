"""The tables of a Story as CSV and Excel, one file or sheet each.

It promises the words of the screen in every cell, none that a spreadsheet runs as a formula, and
a first line of column names alone: what goes with the numbers lies beside them.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seen.charts.tables import Table, plain, table_csv
from seen.errors import ExportError
from seen.export.files import member
from seen.export.story import Scene, Story
from seen.text import text

_WIDEST: Final = 60  # characters of a column
_NARROWEST: Final = 8
_MOST_NAME: Final = 31  # characters of a sheet's name
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of a scene, with what its file or sheet is called."""

    name: str
    scene: Scene
    table: Table


def sheets(story: Story) -> tuple[Sheet, ...]:
    """Return every table of a Story in order, those of what moved since it was pinned too."""
    return tuple(
        Sheet(name=name_of(scene, f"-{place}" if len(held) > 1 else ""), scene=scene, table=table)
        for scene in story.scenes
        for held in [_tables(scene)]
        for place, table in enumerate(held, 1)
    )


def as_zip(story: Story) -> bytes:
    """Return an archive of one CSV for each table, with the words that go with them beside."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in _some(story):
            content = "\ufeff" + table_csv(sheet.table)  # without the mark Excel misreads UTF-8
            archive.writestr(member(f"{sheet.name}.csv"), content)
        archive.writestr(member(text("export.notes_file")), "\n".join(notes(story)) + "\n")
    return written.getvalue()


def as_xlsx(story: Story) -> bytes:
    """Return a workbook of one sheet for each table, after one that says what they are of."""
    try:
        import xlsxwriter
    except ImportError:
        raise ExportError(text("export.no_library", name="xlsxwriter")) from None
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        styles = {
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "right": book.add_format({"align": "right", "valign": "top"}),
        }
        first = book.add_worksheet(text("export.notes_sheet"))
        first.set_column(0, 0, 2 * _WIDEST)
        for row, line in enumerate(notes(story)):
            first.write_string(row, 0, plain(line), styles["wrap"])
        for sheet in _some(story):
            _fill(book.add_worksheet(sheet.name[:_MOST_NAME]), sheet.table, styles)
    return written.getvalue()


def notes(story: Story) -> Iterator[str]:
    """Yield in lines what goes with the tables: of what data, how they are read, how made."""
    yield from filter(None, (story.title, story.banner, story.dataset, story.day))
    for scene in story.scenes:
        names = [it.name for it in sheets(story) if it.scene is scene]
        said = (scene.sentence, scene.absent, scene.other_data, scene.asked, scene.reading)
        beneath = (scene.facts, f"{scene.interval}.", scene.caution, scene.small, scene.total)
        moved = (scene.moved.said,) if scene.moved else ()
        yield ""
        yield f"{scene.number}. {scene.title}"
        if scene.is_words:
            yield from scene.note.splitlines()
            continue
        yield from filter(None, (*said, *moved, *(beneath if scene.shown else ())))
        if scene.link:
            yield text("export.link", link=scene.link)
        if names:
            yield text("export.tables_named", names=", ".join(names))
    yield ""
    for method in story.methods:
        yield method.words()
    for name, said_of in story.facts:
        yield text("cli.cell", head=name, cell=said_of)


def _some(story: Story) -> tuple[Sheet, ...]:
    """Return the tables of a Story; refuse one that has none."""
    found = sheets(story)
    if not found:
        raise ExportError(text("export.no_tables"))
    return found


def _tables(scene: Scene) -> list[Table]:
    """Return the tables of a scene."""
    return [*scene.tables, *([scene.moved.table()] if scene.moved else [])]


def name_of(scene: Scene, part: str = "") -> str:
    """Return what the file of a card is called: its number and its title, in plain letters."""
    letters = unicodedata.normalize("NFKD", scene.title.casefold())
    title = _NOT_IN_NAMES.sub("-", letters.encode("ascii", "ignore").decode()).strip("-")
    return f"{scene.number:02}{part}-{title}"[:_MOST_NAME].strip("-")


def _fill(sheet: object, table: Table, styles: dict[str, object]) -> None:
    """Write a table into a sheet, as text throughout: a share in words is no number."""
    rows = (table.heads, *table.rows)
    for at in range(len(table.heads)):
        width = max(len(row[at]) for row in rows) + 2
        sheet.set_column(at, at, min(_WIDEST, max(_NARROWEST, width)))  # type: ignore[attr-defined]
    for place, row in enumerate(rows):
        for at, cell in enumerate(row):
            style = "head" if place == 0 else "right" if at in table.numbers else "wrap"
            sheet.write_string(place, at, plain(cell), styles[style])  # type: ignore[attr-defined]
    sheet.freeze_panes(1, 0)  # type: ignore[attr-defined]
