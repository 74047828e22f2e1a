"""The words around the panels of the page of places: titles, and what stands under each level.

They promise to stand in columns under their marks, on as many lines as they need and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from seen.wording.numbers import count, span_words

if TYPE_CHECKING:
    from seen.charts.places import Panel

_LINE: Final = 18  # px from one line of small words to the next
_GAP: Final = 3  # px between the words of two levels
_BEFORE: Final = 8  # px from a plot to the words under it
_VALUE: Final = 24  # px of the line that holds a value
_APART: Final = 4  # px between one kind of words and the next
_HEADS: Final = 98  # px for the heads of the lines


@dataclass(frozen=True, kw_only=True)
class Under:
    """What stands under one level, each on as many lines as it takes."""

    label: tuple[str, ...]
    value: str = ""
    span: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # why there is none of these
    is_notable: bool = False


@dataclass(frozen=True, kw_only=True)
class Downs:
    """How many px under a plot each kind of words starts, the same for panels side by side."""

    value: int
    span: int
    judged: int
    answers: int


def around(
    panels: Sequence[Panel],
    first: Finding,
    catalog: Catalog,
    axis: Axis,
    placed: Frame,
    colours: Palette,
    language: str,
    *,
    counted: str,
) -> list[dict[str, Any]]:
    """Return every word around the panels; `counted` is what stands behind each level."""
    words = _scale(first, catalog, axis, placed, colours, language)
    made = [
        [_made(it, len(panel.rows), first, placed, language) for it in panel.rows]
        for panel in panels
    ]
    for panel, held in zip(panels, made, strict=True):
        row = [it for at, it in enumerate(made) if placed.row(at) == placed.row(panel.place)]
        beside = [it for levels in row for it in levels]
        downs = _downs(beside)
        words.append(_title(panel, placed, colours))
        is_headed = placed.is_first(panel.place) and any(it.value for it in beside)
        if is_headed and not placed.is_narrow:
            words += _line_heads(
                panel.place, first, downs, placed, colours, language, counted=counted
            )
        for at, it in enumerate(held):
            words += _under(panel, at, it, downs, placed, colours)
    return words


def _made(row: Row, n_levels: int, first: Finding, placed: Frame, language: str) -> Under:
    """Return the words of one level, on lines that fit under it."""
    room = placed.room(n_levels) - _GAP

    def lines(said: str, most: int) -> tuple[str, ...]:
        return wrapped(said, SMALL, room, most) if said else ()

    label, found = lines(row.label, 3), row.estimate
    if not isinstance(found, Estimate):
        return Under(label=label, missing=lines(row.value_words, 5))
    judged = ", ".join(filter(None, (row.gap_words, row.provisional_words)))
    answers = row.n_words if placed.is_narrow else count(found.n_answers)
    return Under(
        label=label,
        value=row.value_words,
        span=lines(span_words(found, first.question.show, language), 2),
        judged=lines(judged, 4),
        answers=lines(answers, 2),
        is_notable=row.is_notable,
    )


def _downs(made: Sequence[Under]) -> Downs:
    """Return where each kind of words starts, so that those of all levels stand in one line."""

    def most(name: str) -> int:
        return _LINE * max((len(getattr(it, name)) for it in made), default=1) + _APART

    value = most("label")
    span = value + _VALUE
    judged = span + most("span")
    return Downs(value=value, span=span, judged=judged, answers=judged + most("judged"))


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
    panel: int,
    first: Finding,
    downs: Downs,
    placed: Frame,
    colours: Palette,
    language: str,
    *,
    counted: str,
) -> list[dict[str, Any]]:
    """Return what the lines of words under a row of panels are."""
    kind = "mean" if first.question.show is Show.MEAN else "share"
    heads = (
        (text(f"places.{kind}", language), downs.value),
        (text("table.interval", language), downs.span),
        (text("places.difference", language), downs.judged),
        (counted, downs.answers),
    )
    x = {"x": 0, "xshift": -placed.left}
    words = []
    for said, down in heads:
        lines = wrapped(said, SMALL, _HEADS, 2)
        words += _lines(lines, placed.under(panel) + down, placed, colours.second, x)
    return words


def _under(
    panel: Panel, at: int, it: Under, downs: Downs, placed: Frame, colours: Palette
) -> list[dict[str, Any]]:
    """Return the words of one level, centred under its mark."""
    under = placed.under(panel.place)
    column = {"x": at, "xref": panel.axes[0], "anchor": "center"}
    found = _lines(it.label, under, placed, colours.ink, column)
    if it.missing:
        return found + _lines(it.missing, under + downs.value, placed, colours.second, column)
    px = under + _BEFORE + downs.value + _LINE / 2
    found.append(_at(escaped(it.value), px, placed, colours.ink, LABEL, **column))
    found += _lines(it.span, under + downs.span, placed, colours.second, column)
    judged = under + downs.judged
    found += _lines(it.judged, judged, placed, colours.ink, column, is_bold=it.is_notable)
    return found + _lines(it.answers, under + downs.answers, placed, colours.second, column)


def _lines(
    lines: Sequence[str],
    px: float,
    placed: Frame,
    colour: str,
    where: Mapping[str, Any],
    *,
    is_bold: bool = False,
) -> list[dict[str, Any]]:
    """Return lines of small words, one under the other."""
    shown = [f"<b>{escaped(it)}</b>" if is_bold else escaped(it) for it in lines]
    return [
        _at(it, px + _BEFORE + (place + 0.5) * _LINE, placed, colour, SMALL, **where)
        for place, it in enumerate(shown)
    ]


def _at(
    said: str, px: float, placed: Frame, colour: str, size: int, **where: Any
) -> dict[str, Any]:
    """Return one word, so many px from the top of the figure."""
    made = word(said, y=round(placed.share(px), 6), colour=colour, size=size, **where)
    return made | {"yref": "paper"}
