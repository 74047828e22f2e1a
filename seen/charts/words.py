"""The words around a dot figure: beside the marks on a wide screen, above and beneath on a phone.

They promise to stand in exact columns at any width, and never on a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from seen.charts.marks import LABEL as LABEL
from seen.charts.marks import SANS as SANS
from seen.charts.marks import SMALL as SMALL
from seen.charts.marks import escaped as escaped
from seen.charts.marks import word
from seen.charts.palette import Palette
from seen.charts.rows import Row
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.measures import Show
from seen.text import text
from seen.wording import shared_versus, versus_words


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where words stand around the plot, in px."""

    row: int
    left: int
    right: int
    is_narrow: bool


WIDE: Final = Layout(row=36, left=216, right=456, is_narrow=False)
NARROW: Final = Layout(row=80, left=18, right=18, is_narrow=True)
VALUE_AT, GAP_AT, ANSWERS_AT = 20, 176, 450  # px right of the plot


def around(
    finding: Finding,
    catalog: Catalog,
    made: tuple[Row, ...],
    colours: Palette,
    layout: Layout,
    language: str,
) -> list[dict[str, Any]]:
    """Return every word around the plot."""
    words = [_comparison_label(finding, catalog, made, colours, layout, language)]
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
    colours: Palette,
    layout: Layout,
    language: str,
) -> dict[str, Any]:
    """Return the label that says once what the vertical line is."""
    values = [row.comparison for row in made if row.comparison is not None]
    if not values:
        return {}
    said = versus_words(shared_versus(finding), catalog.dimension(finding.question.by), language)
    return word(
        escaped(text("chart.line", language, versus=said)),
        x=values[0],
        y=-0.5,
        xref="x",
        size=SMALL,
        colour=colours.ink,
        anchor="center",
        yshift=14,
    )


def _headers(
    finding: Finding, catalog: Catalog, colours: Palette, language: str
) -> list[dict[str, Any]]:
    """Return the heads of the columns right of the plot."""
    kind = "mean" if finding.question.show is Show.MEAN else "share"
    said = versus_words(shared_versus(finding), catalog.dimension(finding.question.by), language)
    heads = (
        (text(f"chart.{kind}_column", language), VALUE_AT, "left"),
        (escaped(text("chart.gap_column", language, versus=said)), GAP_AT, "left"),
        (text("chart.answers_column", language), ANSWERS_AT, "right"),
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
    return [
        *words,
        word(shown, x=1, y=place, colour=colours.ink, xshift=VALUE_AT),
        word(gap, x=1, y=place, colour=colours.ink, xshift=GAP_AT),
        word(n, x=1, y=place, colour=colours.second, xshift=ANSWERS_AT, anchor="right"),
    ]


def _narrow_row(place: int, row: Row, colours: Palette) -> list[dict[str, Any]]:
    """Return the words of one row above and beneath its marks."""
    above, beneath = place - 0.34, place + 0.34
    words = [word(_label(row), x=0, y=above, colour=colours.ink, xshift=-NARROW.left)]
    if not isinstance(row.estimate, Estimate):
        small: dict[str, Any] = {"size": SMALL, "colour": colours.second}
        return [*words, word(row.value_words, x=0, y=beneath, xshift=-NARROW.left, **small)]
    shown = f"{row.value_words} <span style='color:{colours.second}'>{row.interval_words}</span>"
    gap = f"<b>{row.gap_words}</b>" if row.is_notable else row.gap_words
    said = f"{gap}, {row.n_words}" if gap else row.n_words
    return [
        *words,
        word(shown, x=1, y=above, colour=colours.ink, anchor="right", xshift=NARROW.right),
        word(said, x=0, y=beneath, size=SMALL, colour=colours.ink, xshift=-NARROW.left),
    ]


def _label(row: Row) -> str:
    """Return what heads a row."""
    label = escaped(row.label)
    return f"<b>{escaped(row.heading)}</b>  {label}" if row.heading else label
