"""Tables on slides: a grid without dress but hairlines, and the numbers of a figure as one.

It promises that no cell's words run out of it: they shrink, and what a slide cannot hold is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from seen.charts.boxes import text_width
from seen.charts.palette import LIGHT
from seen.charts.tables import Table
from seen.export.slide import EDGE, ROOM, Words, box, fitting, lines, set_words

_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"
_HAIRLINE: Final = 9_525  # EMU
_SIZE: Final = 14.0
_PAD: Final = 4.0
_START, _END = 78.0, 448.0  # pt: where tables of a slide begin and end
_CAPTION, _APART = 20.0, 10.0
_TOGETHER: Final = 4  # rows of a table that stay with its heads


def grid(
    slide: Any,
    n_rows: int,
    widths: tuple[float, ...],
    *,
    at: tuple[float, float],
    heights: tuple[float, float],
    name: str,
) -> Any:
    """Return an empty table whose first row is as high as the first of two heights."""
    tall = heights[0] + heights[1] * (n_rows - 1)
    frame = slide.shapes.add_table(
        n_rows, len(widths), Pt(at[0]), Pt(at[1]), Pt(sum(widths)), Pt(tall)
    )
    if name:
        frame.name = name
    table = frame.table
    held = table._tbl.tblPr
    held.find(qn("a:tableStyleId")).text = _PLAIN
    table.first_row, table.horz_banding = True, False
    for place, wide in enumerate(widths):
        table.columns[place].width = Pt(max(wide, 0.01))
    for place in range(n_rows):
        table.rows[place].height = Pt(heights[0] if place == 0 else heights[1])
    return table


def cell(
    table: Any,
    row: int,
    column: int,
    words: Words,
    wide: float,
    tall: float,
    *,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    """Set the words of one cell, as large as they fit."""
    held = table.cell(row, column)
    held.margin_top = held.margin_bottom = 0
    held.margin_left, held.margin_right = Pt(_PAD if column else 0), Pt(_PAD)
    held.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = held.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    scale = fitting([words], max(wide - 2 * _PAD - 2, 1.0), tall)
    if words.said:
        set_words(paragraph, words, scale)
    else:  # an empty cell is as high as its type, which must not push its row
        end = paragraph._p.get_or_add_endParaRPr()
        end.set("sz", "600")


def rule(table: Any) -> None:
    """Draw hairlines under all rows."""
    for row in table.rows:
        for held in row.cells:
            dress = held._tc.get_or_add_tcPr()
            line = etree.Element(qn("a:lnB"), w=str(_HAIRLINE))
            fill = etree.SubElement(line, qn("a:solidFill"))
            etree.SubElement(fill, qn("a:srgbClr"), val=LIGHT.grid.lstrip("#"))
            dress.insert(0, line)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some rows of a table in their place on a slide."""

    table: Table
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]  # of the heads and of each row
    top: float


def sheets(tables: Sequence[Table]) -> list[list[Piece]]:
    """Return tables shared out over slides, several on one where they have room."""
    found: list[list[Piece]] = []
    top = _END
    for table in tables:
        widths = _widths(table)
        heads, *heights = _heights(table, widths)
        left = list(zip(table.rows, heights, strict=True))
        while left:
            least = _CAPTION + heads + sum(it for _, it in left[:_TOGETHER])
            if not found or top + least > _END:
                found.append([])
                top = _START
            taken: list[tuple[tuple[str, ...], float]] = []
            room = _END - top - _CAPTION - heads
            while left and (not taken or left[0][1] <= room):
                room -= left[0][1]
                taken.append(left.pop(0))
            own = (heads, *(it for _, it in taken))
            rows = tuple(it for it, _ in taken)
            found[-1].append(Piece(table=table, rows=rows, widths=widths, heights=own, top=top))
            top += _CAPTION + sum(own) + _APART
    return found


def draw(slide: Any, piece: Piece) -> None:
    """Draw some rows of a table with its heads and its caption."""
    table, heights = piece.table, piece.heights
    caption = [Words(said=table.caption, size=_SIZE, colour=LIGHT.second)]
    box(slide, caption, at=(EDGE, piece.top), size=(ROOM, _CAPTION))
    made = grid(
        slide,
        len(heights),
        piece.widths,
        at=(EDGE, piece.top + _CAPTION),
        heights=(heights[0], heights[-1]),
        name=table.caption,
    )
    for place, row in enumerate((table.heads, *piece.rows)):
        made.rows[place].height = Pt(heights[place])
        for at, said in enumerate(row):
            tone = LIGHT.second if place == 0 else LIGHT.ink
            words = Words(said=said, size=_SIZE, colour=tone)
            align = PP_ALIGN.RIGHT if at in table.numbers else PP_ALIGN.LEFT
            cell(made, place, at, words, piece.widths[at], heights[place], align=align)
    rule(made)


def _widths(table: Table) -> tuple[float, ...]:
    """Return the widths of columns, shared out by what stands in them."""
    wanted = [
        max(
            24.0,
            max((text_width(row[at], _SIZE) for row in table.rows), default=0.0),
            max(text_width(word, _SIZE) for word in (table.heads[at] or " ").split()),
        )
        + 4 * _PAD
        for at in range(len(table.heads))
    ]
    whole = sum(wanted)
    if whole <= ROOM:
        spare = (ROOM - whole) / len(wanted)
        return tuple(it + spare for it in wanted)
    even = ROOM / len(wanted)
    wide = [max(0.0, it - even) for it in wanted]
    over = (whole - ROOM) / sum(wide)
    return tuple(it - over * part for it, part in zip(wanted, wide, strict=True))


def _heights(table: Table, widths: tuple[float, ...]) -> list[float]:
    """Return how high the heads and each row stand."""
    return [
        max(
            lines(said, _SIZE, wide - 2 * _PAD - 2) for said, wide in zip(row, widths, strict=True)
        )
        * _SIZE
        * 1.22
        + _PAD
        for row in (table.heads, *table.rows)
    ]
