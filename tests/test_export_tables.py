"""Tables of a deck as CSV and Excel: the words of the screen, and nothing that runs."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from seen.charts.tables import Table, plain
from seen.domain.decks import Card, Deck
from seen.errors import ExportError
from seen.export import tables
from seen.export.story import Story
from tests.exports import deck, story, told

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1")


def of_zip(found: Story) -> dict[str, list[list[str]]]:
    """Return the rows of every CSV of an archive."""
    with zipfile.ZipFile(io.BytesIO(tables.as_zip(found))) as archive:
        names = [it for it in archive.namelist() if it.endswith(".csv")]
        read = {it: archive.read(it).decode("utf-8-sig") for it in names}
    return {name: list(csv.reader(io.StringIO(said))) for name, said in read.items()}


def of_book(found: Story) -> dict[str, list[list[str]]]:
    """Return the rows of every sheet but the first."""
    book = load_workbook(io.BytesIO(tables.as_xlsx(found)))
    return {
        sheet.title: [[str(it.value or "") for it in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets[1:]
    }


def hostile(cell: str) -> Story:
    """Return a story whose only table holds a cell, and is headed by it."""
    table = Table(caption="", heads=(cell, "n"), rows=((cell, "1"),), numbers=frozenset())
    return replace(story(), scenes=(replace(story().scenes[0], tables=(table,)),))


def test_every_table_is_a_file_of_its_own_whose_first_line_is_its_heads() -> None:
    found = of_zip(story())
    assert len(found) == sum(len(scene.tables) for scene in story().scenes)
    for sheet in tables.sheets(story()):
        heads, *rows = found[f"{sheet.name}.csv"]
        assert heads == list(sheet.table.heads)
        assert rows == [[plain(it) for it in row] for row in sheet.table.rows]


def test_the_workbook_holds_the_same_cells_as_the_files() -> None:
    files = {name.removesuffix(".csv"): rows for name, rows in of_zip(story()).items()}
    assert of_book(story()) == files


def test_a_table_of_what_moved_goes_along() -> None:
    card = deck().cards[1]
    assert card.figure is not None
    figure = replace(card.figure, numbers=((card.figure.numbers[0][0], "=99"),))
    found = told(Deck(cards=(replace(card, figure=figure),)))
    *_, moved = of_zip(found).values()
    assert moved[1][1] == "'=99"


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_is_a_formula(cell: str) -> None:
    found = hostile(cell)
    for rows in (*of_zip(found).values(), *of_book(found).values()):
        assert all(not it.startswith(tuple("=+-@\t\r\uff1d")) for row in rows for it in row)
    book = load_workbook(io.BytesIO(tables.as_xlsx(found)))
    assert {it.data_type for sheet in book for row in sheet.iter_rows() for it in row} <= {
        "s",
        "n",  # an empty cell
    }


@given(st.text(max_size=50, alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_words_come_back_from_a_file_on_one_line(cell: str) -> None:
    rows = next(iter(of_zip(hostile(cell)).values()))
    assert [it[0] for it in rows] == [plain(cell)] * 2


def test_what_goes_with_the_numbers_lies_beside_them() -> None:
    with zipfile.ZipFile(io.BytesIO(tables.as_zip(story()))) as archive:
        said = archive.read("notes.txt").decode()
    for scene in story().scenes:
        assert scene.title in said
        if scene.shown:
            assert all(it in said for it in (scene.sentence, scene.reading, scene.facts))
            assert scene.link in said
    assert story().banner in said
    assert story().dataset in said


def test_the_same_story_gives_the_same_archive() -> None:
    assert tables.as_zip(story()) == tables.as_zip(story())


def test_a_deck_of_words_has_no_tables_to_write() -> None:
    found = told(Deck(cards=(Card(title="Only words"),)))
    with pytest.raises(ExportError, match="table"):
        tables.as_zip(found)
