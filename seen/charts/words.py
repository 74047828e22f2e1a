"""The words around a dot figure: beside the marks on a wide screen, above and beneath on a phone.

They promise to stand in exact columns at any width, and never on a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from seen.charts.axes import Axis
from seen.charts.boxes import BOLD, fitted, text_width, words_box
from seen.charts.marks import LABEL as LABEL
from seen.charts.marks import SANS as SANS
from seen.charts.marks import SMALL as SMALL
from seen.charts.marks import escaped as escaped
from seen.charts.marks import on_ground, word
from seen.charts.palette import Palette
from seen.charts.rows import Row
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.measures import Show
from seen.text import text
from seen.wording import shared_versus, versus_words
from seen.wording.counted import counted_column


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where words stand around the plot, in px."""

    row: int
    left: int
    right: int
    line: int  # how far the label of the comparison may reach right of the plot
    least: int  # the narrowest figure it is set for
    is_narrow: bool

    @property
    def plot(self) -> int:
        """Width of the narrowest plot."""
        return self.least - self.left - self.right


WIDE: Final = Layout(row=36, left=216, right=456, line=8, least=820, is_narrow=False)
NARROW: Final = Layout(row=80, left=18, right=18, line=18, least=318, is_narrow=True)
VALUE_AT, GAP_AT, ANSWERS_AT = 20, 176, 450  # px right of the plot
_OVER: Final = 8  # px a label at one side of its line reaches over it
_BETWEEN: Final = 12  # px between a label and its value
_UPPER, _LOWER = 8, 9  # px of two lines of words from the middle of a row
# of a narrow row, from its middle: label, words on one line and on two
_ABOVE, _BENEATH, _TWO_BENEATH = 0.35, 0.34, 0.28


def around(
    finding: Finding,
    catalog: Catalog,
    made: tuple[Row, ...],
    axis: Axis,
    colours: Palette,
    layout: Layout,
    language: str,
) -> list[dict[str, Any]]:
    """Return every word around the plot."""
    words = [_comparison_label(finding, catalog, made, axis, colours, layout, language)]
    if not layout.is_narrow:
        words += _headers(finding, catalog, colours, language)
    for place, row in enumerate(made):
        place_words = _narrow_row if layout.is_narrow else _wide_row
        words += place_words(place, row, colours)
    return [item for item in words if item]


def _comparison_label(
    finding: Finding,
    catalog: Catalog,
    made: tuple[Row, ...],
    axis: Axis,
    colours: Palette,
    layout: Layout,
    language: str,
) -> dict[str, Any]:
    """Return the label that says once what the vertical line is."""
    values = [row.comparison for row in made if row.comparison is not None]
    if not values:
        return {}
    said = versus_words(shared_versus(finding), catalog.dimension(finding.question.by), language)
    at = (values[0] - axis.low) / (axis.high - axis.low)
    shown, anchor, shift = _beside_line(text("chart.line", language, versus=said), at, layout)
    return word(
        escaped(shown),
        x=values[0],
        y=-0.5,
        xref="x",
        size=SMALL,
        colour=colours.ink,
        anchor=anchor,
        xshift=shift,
        yshift=14,
    )


def _beside_line(said: str, at: float, layout: Layout) -> tuple[str, str, int]:
    """Return a label with its anchor and shift: over its line, or at the side that has room.

    It stays in the plot where it can, and never reaches the column at the right; left of the
    plot nothing else stands in its line.
    """
    sides = (("center", 0), ("left", -_OVER), ("right", _OVER))
    for left, right in ((0, 0), (layout.left, layout.line)):
        for anchor, shift in sides:
            box = words_box(said, at=at, shift=shift, y=0, size=SMALL, anchor=anchor, room=16)
            if box.is_inside(layout.plot, left=left, right=right):
                return said, anchor, shift
    before = at * layout.plot + layout.left + min(_OVER, layout.line)
    after = (1 - at) * layout.plot + layout.line + _OVER
    if before >= after:
        return fitted(said, SMALL, before), "right", min(_OVER, layout.line)
    return fitted(said, SMALL, after), "left", -_OVER


def _headers(
    finding: Finding, catalog: Catalog, colours: Palette, language: str
) -> list[dict[str, Any]]:
    """Return the heads of the columns right of the plot."""
    kind = "mean" if finding.question.show is Show.MEAN else "share"
    said = versus_words(shared_versus(finding), catalog.dimension(finding.question.by), language)
    heads = (
        (text(f"chart.{kind}_column", language), VALUE_AT, "left"),
        (escaped(text("chart.gap_column", language, versus=said)), GAP_AT, "left"),
        (counted_column(finding.measure, language), ANSWERS_AT, "right"),
    )
    return [
        word(
            said,
            x=1,
            y=-0.5,
            size=SMALL,
            colour=colours.second,
            anchor=anchor,
            xshift=at,
            yshift=14,
        )
        for said, at, anchor in heads
    ]


def _wide_row(place: int, row: Row, colours: Palette) -> list[dict[str, Any]]:
    """Return the words of one row beside its marks."""
    words = [word(_label(row), x=0, y=place, colour=colours.ink, xshift=-WIDE.left)]
    if not isinstance(row.estimate, Estimate):
        return [
            *words,
            word(row.value_words, x=1, y=place, colour=colours.second, xshift=VALUE_AT),
        ]
    shown = f"{row.value_words} <span style='color:{colours.second}'>{row.interval_words}</span>"
    gap = f"<b>{row.gap_words}</b>" if row.is_notable else row.gap_words
    n = f"{row.estimate.n_answers:,}"
    small: dict[str, Any] = {"size": SMALL, "colour": colours.second, "xshift": GAP_AT}
    up, down = (_UPPER, -_LOWER) if gap and row.is_provisional else (0, 0)
    if row.is_provisional:
        words.append(word(row.provisional_words, x=1, y=place, yshift=down, **small))
    if gap:
        words.append(word(gap, x=1, y=place, colour=colours.ink, xshift=GAP_AT, yshift=up))
    return [
        *words,
        word(shown, x=1, y=place, colour=colours.ink, xshift=VALUE_AT),
        word(n, x=1, y=place, colour=colours.second, xshift=ANSWERS_AT, anchor="right"),
    ]


def _narrow_row(place: int, row: Row, colours: Palette) -> list[dict[str, Any]]:
    """Return the words of one row above and beneath its marks, on the card's own ground."""
    above, beneath = place - _ABOVE, place + _BENEATH
    label: dict[str, Any] = {"x": 0, "y": above, "colour": colours.ink, "xshift": -NARROW.left}
    words = [word(_label(row), **label)]
    small: dict[str, Any] = {"x": 0, "size": SMALL, "xshift": -NARROW.left}
    if not isinstance(row.estimate, Estimate):
        words.append(word(row.value_words, y=beneath, colour=colours.second, **small))
        return [on_ground(item, colours.card) for item in words]
    upper, *lines = _parted(row)
    lines = [line for line in lines if line]
    if upper:
        value, ends = upper
        shown = f"{value} <span style='color:{colours.second}'>{ends}</span>"
        words.append(
            word(shown, x=1, y=above, colour=colours.ink, anchor="right", xshift=NARROW.right)
        )
    gap = f"<b>{row.gap_words}</b>" if row.is_notable else row.gap_words
    said = "<br>".join(
        ", ".join(gap if part == row.gap_words else part for part in line) for line in lines
    )
    beneath = place + (_BENEATH if len(lines) == 1 else _TWO_BENEATH)
    words.append(word(said, y=beneath, colour=colours.ink, **small))
    return [on_ground(item, colours.card) for item in words]


def _parted(row: Row) -> tuple[tuple[str, ...], ...]:
    """Return what stands right of a row's label, and the lines that stand beneath its marks.

    Value and interval stay together, and the number of answers is never left out: where one line
    beneath does not hold the words there are two.
    """
    value, ends = row.value_words, row.interval_words
    compared = tuple(filter(None, (row.gap_words, row.provisional_words)))
    n = (row.n_words,) if row.n_words else ()
    both = f"{value} {ends}"
    ways: tuple[tuple[tuple[str, ...], ...], ...] = (
        ((value, ends), (*compared, *n)),
        ((), (both, *compared, *n)),
        ((value, ends), compared, n),
        ((), (both, *n), compared),
    )
    return next((way for way in ways if _has_room(row, *way)), ways[-1])


def _has_room(row: Row, upper: tuple[str, ...], *lines: tuple[str, ...]) -> bool:
    """Return whether every line of a narrow row fits."""
    label = text_width(row.label, LABEL) + _heading_width(row)
    first = label + (_BETWEEN + text_width(" ".join(upper), LABEL) if upper else 0)
    bold = text_width(row.gap_words, SMALL) * (BOLD - 1) if row.is_notable else 0
    return first <= NARROW.least and all(
        text_width(", ".join(line), SMALL) + bold <= NARROW.least for line in lines
    )


def _heading_width(row: Row) -> float:
    """Return how wide the heading before a label is."""
    return text_width(f"{row.heading}  ", LABEL, is_bold=True) if row.heading else 0.0


def _label(row: Row) -> str:
    """Return what heads a row."""
    label = escaped(row.label)
    return f"<b>{escaped(row.heading)}</b>  {label}" if row.heading else label
