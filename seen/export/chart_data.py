"""The numbers inside the charts of slides, with the two sides of each interval beside the value.

It promises that everything drawn comes from cells of the chart's own sheet, so that whoever edits
a number or a side of its interval moves what is drawn.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter
from lxml import etree
from pptx.oxml.ns import qn

from seen.domain.findings import Interval
from seen.text import text

SHEET: Final = "Sheet1"
_EMU: Final = 12_700  # of a point


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A cell that follows others, and what it comes to now."""

    said: str
    value: float


Cells = Sequence[str | float | Formula | None]
Column = tuple[str, Cells]  # its head and what stands beneath
Found = Sequence[Interval | None]


def sides(held: Found) -> tuple[Column, Column]:
    """Return what lies below and above each value as two columns."""
    lower = [None if it is None else it.value - it.low for it in held]
    upper = [None if it is None else it.high - it.value for it in held]
    return (text("export.low"), lower), (text("export.high"), upper)


def write(chart: Any, columns: Sequence[Column]) -> None:
    """Write the sheet of a chart anew: one column beside the other, their heads in its first row.

    All columns of a chart are equally long, since LibreOffice loses shorter ones.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(SHEET)
        for at, (head, cells) in enumerate(columns):
            sheet.write_string(0, at, head)
            for row, held in enumerate(cells, 1):
                if isinstance(held, str):
                    sheet.write_string(row, at, held)
                elif isinstance(held, Formula):
                    sheet.write_formula(row, at, held.said, None, held.value)
                elif held is not None:
                    sheet.write_number(row, at, held)
    chart.part.chart_workbook.update_from_xlsx_blob(written.getvalue())


def point_to(series: Any, name: str, columns: Sequence[Column], at: int) -> None:
    """Let a part of a series, such as its xVal, be a column of the sheet."""
    held = series._element.find(qn(f"c:{name}"))
    for old in list(held):
        held.remove(old)
    _numbers(held, at, columns[at][1])


def name_from(series: Any, columns: Sequence[Column], at: int) -> None:
    """Let the name of a series be the head of a column."""
    held = series._element.find(qn("c:tx")).find(qn("c:strRef"))
    held.find(qn("c:f")).text = f"{SHEET}!${letters(at)}$1"
    held.find(qn("c:strCache")).find(qn("c:pt")).find(qn("c:v")).text = columns[at][0]


def add_intervals(
    series: Any,
    columns: Sequence[Column],
    lower: int,
    *,
    along: str,
    colour: str,
    width: float,
) -> None:
    """Draw intervals at the points of a series, without caps.

    Parameters
    ----------
    lower
        Which column holds the lower sides; the upper stand in the next.
    along
        "x" or "y": which way the intervals run.
    """
    bars = etree.SubElement(series._element, qn("c:errBars"))
    _child(bars, "errDir", along)
    _child(bars, "errBarType", "both")
    _child(bars, "errValType", "cust")
    _child(bars, "noEndCap", "1")
    for name, at in (("plus", lower + 1), ("minus", lower)):
        _numbers(etree.SubElement(bars, qn(f"c:{name}")), at, columns[at][1])
    _stroke(bars, colour, width)
    _move(series, bars)


def add_pieces(series: Any, *, half: float, colour: str, width: float) -> None:
    """Draw a vertical piece through each point of a series: the comparison of its row."""
    bars = etree.SubElement(series._element, qn("c:errBars"))
    _child(bars, "errDir", "y")
    _child(bars, "errBarType", "both")
    _child(bars, "errValType", "fixedVal")
    _child(bars, "noEndCap", "1")
    _child(bars, "val", f"{half:g}")
    _stroke(bars, colour, width)
    _move(series, bars)


def inner(chart: Any, *, left: float, top: float, width: float, height: float) -> None:
    """Set where the plot itself lies in its frame, in parts of it."""
    area = chart._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    _child(manual, "layoutTarget", "inner")
    for name in ("xMode", "yMode"):
        _child(manual, name, "edge")
    for name, part in (("x", left), ("y", top), ("w", width), ("h", height)):
        _child(manual, name, f"{part:.6f}")


def _numbers(into: Any, column: int, cells: Cells) -> None:
    """Write the numbers of a column with the cells they come from; empty cells are left out."""
    held = etree.SubElement(into, qn("c:numRef"))
    name = letters(column)
    etree.SubElement(held, qn("c:f")).text = f"{SHEET}!${name}$2:${name}${len(cells) + 1}"
    cache = etree.SubElement(held, qn("c:numCache"))
    etree.SubElement(cache, qn("c:formatCode")).text = "General"
    _child(cache, "ptCount", str(len(cells)))
    for at, value in enumerate(cells):
        if value is not None:
            point = etree.SubElement(cache, qn("c:pt"), idx=str(at))
            shown = value.value if isinstance(value, Formula) else value
            etree.SubElement(point, qn("c:v")).text = repr(shown)


def _stroke(bars: Any, colour: str, width: float) -> None:
    """Dress the lines of intervals."""
    dress = etree.SubElement(bars, qn("c:spPr"))
    line = etree.SubElement(dress, qn("a:ln"), w=str(round(width * _EMU)), cap="flat")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.lstrip("#"))


def _move(series: Any, bars: Any) -> None:
    """Put intervals where the schema wants them: right before the numbers of a series."""
    for name in ("xVal", "cat", "val"):
        found = series._element.find(qn(f"c:{name}"))
        if found is not None:
            found.addprevious(bars)
            return


def _child(parent: Any, name: str, value: str) -> None:
    """Add an element that holds one value."""
    etree.SubElement(parent, qn(f"c:{name}"), val=value)


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
