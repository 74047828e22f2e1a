"""The words around the panels of the page of places: titles, and what stands under each level.

They promise to stand in columns under their marks, on as many lines as they need and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from seen.charts.axes import Axis
from seen.charts.boxes import wrapped
from seen.charts.marks import LABEL, SMALL, escaped, word
from seen.charts.palette import Palette
from seen.charts.places_frame import Frame
from seen.charts.rows import Row
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.measures import Show
from seen.text import text
from seen.wording import shared_versus, versus_words
from seen.wording.counted import counted_column
from seen.wording.numbers import count

if TYPE_CHECKING:
    from seen.charts.places import Panel

_LINE: Final = 18  # px from one line of small words to the next
_GAP: Final = 6  # px between the words of two levels
_BEFORE: Final = 8  # px from a plot to the words under it
_HEADS: Final = 104  # px for the heads of the lines
# px under the plot to the first line: level on two lines, share, interval, difference on three
_LEVEL, _VALUE, _SPAN, _DIFFERENCE, _ANSWERS = 0, 42, 64, 88, 146


def around(
    panels: Sequence[Panel],
    first: Finding,
    catalog: Catalog,
    axis: Axis,
    placed: Frame,
    colours: Palette,
    language: str,
) -> list[dict[str, Any]]:
    """Return every word around the panels."""
    words = _scale(first, catalog, axis, placed, colours, language)
    for panel in panels:
        words.append(_title(panel, placed, colours))
        if placed.is_first(panel.place) and not placed.is_narrow:
            words += _line_heads(panel.place, first, placed, colours, language)
        room = placed.room(len(panel.rows)) - _GAP
        for at, row in enumerate(panel.rows):
            words += _under(panel, at, row, room, placed, colours)
    return words


def _scale(
    first: Finding,
    catalog: Catalog,
    axis: Axis,
    placed: Frame,
    colours: Palette,
    language: str,
) -> list[dict[str, Any]]:
    """Return what all panels measure, and what the pieces of line are."""
    versus = versus_words(shared_versus(first), catalog.dimension(first.question.by), language)
    line = text("chart.line", language, versus=versus)
    said = text("places.scale", language, axis=axis.title, line=line)
    room = placed.least if placed.is_narrow else placed.least - placed.right
    lines = wrapped(said, SMALL, room, 3)
    x = {"x": 0, "xshift": -placed.left}
    top = (placed.head - _LINE * len(lines)) / 2
    return [
        _at(escaped(it), top + (place + 0.5) * _LINE, placed, colours.second, SMALL, **x)
        for place, it in enumerate(lines)
    ]


def _title(panel: Panel, placed: Frame, colours: Palette) -> dict[str, Any]:
    """Return the name of a practice over its panel."""
    start, _ = placed.across(panel.place)
    shift = -placed.left if placed.is_narrow else 0
    at = placed.top(panel.place) - placed.title / 2
    said = f"<b>{escaped(panel.title)}</b>"
    return _at(said, at, placed, colours.ink, LABEL, x=start, xshift=shift)


def _line_heads(
    panel: int, first: Finding, placed: Frame, colours: Palette, language: str
) -> list[dict[str, Any]]:
    """Return what the lines of words under a row of panels are."""
    kind = "mean" if first.question.show is Show.MEAN else "share"
    heads = (
        (text(f"places.{kind}", language), _VALUE),
        (text("table.interval", language), _SPAN),
        (text("places.difference", language), _DIFFERENCE),
        (counted_column(first.measure, language), _ANSWERS),
    )
    under = placed.under(panel) + _BEFORE
    words = []
    for said, down in heads:
        for place, line in enumerate(wrapped(said, SMALL, _HEADS, 2)):
            at = under + down + (place + 0.5) * _LINE
            x = {"x": 0, "xshift": -placed.left}
            words.append(_at(escaped(line), at, placed, colours.second, SMALL, **x))
    return words


def _under(
    panel: Panel, at: int, row: Row, room: float, placed: Frame, colours: Palette
) -> list[dict[str, Any]]:
    """Return the words of one level, centred under its mark."""
    under = placed.under(panel.place) + _BEFORE
    column: dict[str, Any] = {"x": at, "xref": panel.axes[0], "anchor": "center"}

    def lines(
        said: str, down: int, colour: str, *, most: int, is_bold: bool = False
    ) -> list[dict[str, Any]]:
        kept = wrapped(said, SMALL, room, most) if said else ()
        shown = [f"<b>{escaped(it)}</b>" if is_bold else escaped(it) for it in kept]
        return [
            _at(it, under + down + (place + 0.5) * _LINE, placed, colour, SMALL, **column)
            for place, it in enumerate(shown)
        ]

    found = lines(row.label, _LEVEL, colours.ink, most=2)
    if not isinstance(row.estimate, Estimate):
        return [*found, *lines(row.value_words, _VALUE, colours.second, most=4)]
    value = under + _VALUE + _LINE / 2
    found.append(_at(escaped(row.value_words), value, placed, colours.ink, LABEL, **column))
    found += lines(row.interval_words, _SPAN, colours.second, most=1)
    judged = ", ".join(filter(None, (row.gap_words, row.provisional_words)))
    found += lines(judged, _DIFFERENCE, colours.ink, most=3, is_bold=row.is_notable)
    answers = row.n_words if placed.is_narrow else count(row.estimate.n_answers)
    return [*found, *lines(answers, _ANSWERS, colours.second, most=2)]


def _at(
    said: str, px: float, placed: Frame, colour: str, size: int, **where: Any
) -> dict[str, Any]:
    """Return one word, so many px from the top of the figure."""
    made = word(said, y=round(placed.share(px), 6), colour=colour, size=size, **where)
    return made | {"yref": "paper"}
