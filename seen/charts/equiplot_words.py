"""The words of an equiplot: labels of rows, names of dots, what is not drawn, and everyone.

They promise to stand clear of one another and of the marks on the narrowest figure they are set
for and on every wider one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts.axes import Axis
from seen.charts.boxes import words_box
from seen.charts.equiplot_rows import Band
from seen.charts.equiplot_setting import Layout, Setting, label_lines
from seen.charts.marks import SMALL, escaped, on_ground, word
from seen.charts.palette import Palette
from seen.domain.findings import Estimate, Finding
from seen.text import text
from seen.wording.numbers import value

_PAD: Final = 4  # px of ground around words in a hatch: none of it is left before them


def around(
    made: Sequence[Band],
    rows: Sequence[Setting],
    colours: Palette,
    layout: Layout,
) -> list[dict[str, Any]]:
    """Return the words of every row."""
    found: list[dict[str, Any]] = []
    for place, (band, row) in enumerate(zip(made, rows, strict=True)):
        found.append(_label(place, band, colours, layout))
        if band.instead:
            found.append(_instead(place, band, colours, layout))
            continue
        if row.beside:
            found.append(_beside(place, row.beside, colours, layout))
        if row.upper:
            found.append(_upper(place, row.upper, colours, layout))
        found += _names(place, band, row, colours, layout)
    return found


def _label(place: int, band: Band, colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return the label of a row, cut where it would reach the plot."""
    found = word(
        "<br>".join(map(escaped, label_lines(band, layout))),
        x=0,
        y=place,
        colour=colours.ink,
        xshift=-layout.left,
        yshift=-(layout.line + layout.label),
    )
    return on_ground(found, colours.card) if layout.label else found


def _instead(place: int, band: Band, colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return what a row says that has no dots, on the figure's ground where its axis starts."""
    found = word(
        escaped(band.instead),
        x=0,
        y=place,
        colour=colours.second,
        xshift=-_PAD if not layout.label else -layout.left,
        yshift=-layout.line,
    )
    return on_ground(found, colours.card, pad=_PAD)


def _beside(place: int, beside: Sequence[str], colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return what a row says of groups without a dot or a name: right of its marks or beneath."""
    said = (", " if layout.beneath else "<br>").join(map(escaped, beside))
    where: dict[str, Any] = {"x": 1, "anchor": "right", "xshift": layout.right}
    if layout.beneath:
        where = {
            "x": 0,
            "anchor": "left",
            "xshift": -layout.left,
            "yshift": -(layout.line + layout.beneath),
        }
    found = word(said, y=place, colour=colours.second, size=SMALL, **where) | {"align": "right"}
    return on_ground(found, colours.card)


def _upper(place: int, said: str, colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return the names that stand right of the label of a row."""
    found = word(
        escaped(said),
        x=1,
        y=place,
        colour=colours.second,
        size=SMALL,
        anchor="right",
        xshift=layout.right,
        yshift=-(layout.line + layout.label),
    )
    return on_ground(found, colours.card)


def _names(
    place: int, band: Band, row: Setting, colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return the names of a row's reliable groups."""
    return [
        word(
            escaped(row.dots[name.dot].name),
            x=band.groups[name.dot].estimate.value,
            y=place,
            xref="x",
            colour=colours.ink,
            size=name.size,
            anchor=name.anchor,
            xshift=name.xshift,
            yshift=0.0 - layout.line - name.down,  # never -0.0
        )
        | {"bgcolor": colours.card, "borderpad": 0, "height": name.height}
        for name in row.names
    ]


def overall_words(
    whole: Estimate, finding: Finding, axis: Axis, colours: Palette, layout: Layout
) -> dict[str, Any]:
    """Return what the line of everyone is, over it or where there is room."""
    said = text("equiplot.everyone", value=value(whole, finding.question.show))
    at = (whole.value - axis.low) / (axis.high - axis.low)
    for anchor, shift in (("center", 0), ("left", -8), ("right", 8)):
        box = words_box(said, at=at, shift=shift, y=0, size=SMALL, anchor=anchor, room=16)
        if box.is_inside(layout.plot, left=layout.left, right=layout.right):
            break
    return word(
        said,
        x=whole.value,
        y=-0.5,
        xref="x",
        size=SMALL,
        colour=colours.ink,
        anchor=anchor,
        xshift=shift,
        yshift=14,
    )
