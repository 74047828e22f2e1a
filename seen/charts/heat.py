"""Two Dimensions crossed, as a table of coloured cells: gaps to the comparison, and shares.

It promises a number or a reason in every cell, so that the colours only repeat what is written,
and the same cells as lists where a table has no room.
"""

from __future__ import annotations

from typing import Final

from seen.charts import Chart, heat_cells, heat_key
from seen.charts.heat_cells import Grid
from seen.charts.heat_key import Classes
from seen.charts.heat_list import lists
from seen.charts.heat_table import LEFT, table
from seen.charts.palette import Palette, palette
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.questions import DISTRIBUTION
from seen.text import DEFAULT_LANGUAGE, text

MOST_COLUMNS: Final = 9  # of 88 px and more, beside the labels, in a card 1,080 px wide
_NARROW_ROOM, _WIDE_ROOM = 318, 832  # px in a phone of 350, and in a window of 960
# the longest words a cell can have: one line of a list has to hold them
_LONGEST_GAP: Final = "12.5 higher (8.1 to 16.9)*"
_LONGEST_SHARE: Final = "Hidden to protect people"


def gaps(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the comparisons of a crossed Finding: rows are levels of `by`, columns of `by2`.

    A class is taken from the verdict: what is not reliable is grey, whatever its value.
    """
    colours = palette(is_dark=is_dark)
    classes = heat_key.of_gaps(finding, catalog, colours, language)
    made = heat_cells.grid(finding, catalog, heat_cells.of_gap, language)
    return _chart(
        finding,
        made,
        classes,
        colours,
        is_narrow=is_narrow,
        longest=_LONGEST_GAP,
        title=title,
        language=language,
    )


def shares(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the shares of a distribution: how each level of `by` spreads over those of `by2`."""
    if finding.question.view != DISTRIBUTION:
        raise ValueError("Only a distribution has shares at levels; use gaps().")
    colours = palette(is_dark=is_dark)
    classes = heat_key.of_shares(finding, catalog, colours, language)
    made = heat_cells.grid(finding, catalog, heat_cells.of_share, language)
    return _chart(
        finding,
        made,
        classes,
        colours,
        is_narrow=is_narrow,
        longest=_LONGEST_SHARE,
        title=title,
        language=language,
    )


def _chart(
    finding: Finding,
    made: Grid,
    classes: Classes,
    colours: Palette,
    *,
    is_narrow: bool,
    longest: str,
    title: str,
    language: str,
) -> Chart:
    """Return cells as a table, or as lists where a table has no room."""
    if is_narrow or len(made.columns) > MOST_COLUMNS:
        room = _NARROW_ROOM if is_narrow else _WIDE_ROOM
        figure, height = lists(
            made,
            heat_key.narrow(classes, made, finding, colours, room=room, language=language),
            colours,
            classes=classes,
            longest=longest,
            room=room,
            n_across=1 if is_narrow else 2,
        )
    else:
        key = heat_key.wide(
            classes, made, finding, colours, left=LEFT, room=_WIDE_ROOM, language=language
        )
        figure, height = table(made, key, colours, fills=classes.colours, room=_WIDE_ROOM)
    said = " ".join(
        text("heat.alt_cell", language, row=row, column=column, value=cell.alt)
        for row, cells in zip(made.rows, made.cells, strict=True)
        for column, cell in zip(made.columns, cells, strict=True)
    )
    alt = text("chart.alt", language, title=title, sentence=finding.sentence, rows=said)
    return Chart(figure=figure, alt_text=alt, height=height)
