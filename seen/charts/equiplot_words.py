"""The words of an equiplot: labels of rows, names of dots, what is not drawn, and everyone.

They promise to stand clear of one another and of the marks on the narrowest figure they are set
for and on every wider one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from seen.charts.axes import Axis
from seen.charts.boxes import Box, fitted, text_width, words_box
from seen.charts.equiplot_names import HALF, STEPS, Dot, Name, parted, placed
from seen.charts.equiplot_rows import Band, Group
from seen.charts.marks import LABEL, SMALL, escaped, word
from seen.charts.palette import Palette
from seen.domain.findings import Estimate, Finding
from seen.text import text
from seen.wording.numbers import value


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the parts of a row stand, in px; `least` is the narrowest figure it is set for."""

    row: int
    left: int
    right: int
    axis: int
    line: int  # from the middle of a row down to its dots
    label: int  # from there down to its label
    beneath: int  # from there down to the words beneath; 0 where they stand at the right
    least: int

    @property
    def plot(self) -> int:
        """Width of the narrowest plot."""
        return self.least - self.left - self.right


WIDE: Final = Layout(row=48, left=216, right=136, axis=52, line=0, label=0, beneath=0, least=820)
NARROW: Final = Layout(
    row=88, left=18, right=18, axis=70, line=2, label=-32, beneath=30, least=320
)


def around(
    made: Sequence[Band], axis: Axis, colours: Palette, layout: Layout, language: str
) -> list[dict[str, Any]]:
    """Return the words of every row."""
    found: list[dict[str, Any]] = []
    for place, band in enumerate(made):
        found.append(_label(place, band, colours, layout))
        if band.instead:
            found.append(_instead(place, band, colours, layout))
            continue
        if band.beside:
            found.append(_beside(place, band, colours, layout))
        found += _names(place, band, axis, colours, layout)
    return found


def _label(place: int, band: Band, colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return the label of a row, cut where it would reach the plot."""
    return word(
        escaped(_label_words(band, layout)),
        x=0,
        y=place,
        colour=colours.ink,
        xshift=-layout.left,
        yshift=-layout.label,
    )


def _label_words(band: Band, layout: Layout) -> str:
    """Return a row's label as long as there is room for it."""
    return fitted(band.label, LABEL, layout.least - 8 if layout.label else layout.left - 16)


def _instead(place: int, band: Band, colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return what a row says that has no dots, on the figure's ground."""
    ground = {"bgcolor": colours.card, "borderpad": 2}
    return (
        word(
            escaped(band.instead),
            x=0,
            y=place,
            colour=colours.second,
            xshift=8 if not layout.label else -layout.left + 8,
            yshift=-layout.line,
        )
        | ground
    )


def _beside(place: int, band: Band, colours: Palette, layout: Layout) -> dict[str, Any]:
    """Return how many groups of a row are not drawn: right of its marks, or beneath them."""
    said = ", ".join(band.beside) if layout.beneath else "<br>".join(band.beside)
    where: dict[str, Any] = {"x": 1, "anchor": "right", "xshift": layout.right}
    if layout.beneath:
        where = {"x": 0, "anchor": "left", "xshift": -layout.left, "yshift": -layout.beneath}
    return word(said, y=place, colour=colours.second, size=SMALL, **where) | {"align": "right"}


def _names(
    place: int, band: Band, axis: Axis, colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return the names of a row's reliable groups."""
    dots, names = _set(band, axis, layout)
    return [
        word(
            escaped(dots[name.dot].name),
            x=band.groups[name.dot].estimate.value,
            y=place,
            xref="x",
            colour=colours.ink,
            size=name.size,
            anchor=name.anchor,
            xshift=name.xshift,
            yshift=-(layout.line + name.down),
        )
        | {"bgcolor": colours.card, "borderpad": 0, "height": name.height}
        for name in names
    ]


def downs(band: Band, axis: Axis, layout: Layout) -> list[float]:
    """Return how many px below their line a row's dots stand, so that each of them is seen."""
    return [dot.down for dot in _set(band, axis, layout)[0]]


def _set(band: Band, axis: Axis, layout: Layout) -> tuple[list[Dot], tuple[Name, ...]]:
    """Return a row's dots, apart where they would hide one another, and the names with room."""
    if not band.groups:
        return [], ()
    flat = [_dot(group, axis) for group in band.groups]
    names = _placed(flat, band, layout)
    for step in STEPS:
        dots = parted(flat, step, layout.plot)
        moved = _placed(dots, band, layout)
        if len(moved) >= len(names):
            return dots, moved
    return flat, names


def _placed(dots: Sequence[Dot], band: Band, layout: Layout) -> tuple[Name, ...]:
    """Return the names of a row's dots that have room."""
    return placed(
        dots,
        line=layout.line,
        taken=_taken(band, layout),
        plot=layout.plot,
        left=layout.left,
        right=layout.right,
    )


def _dot(group: Group, axis: Axis) -> Dot:
    """Return where a group stands and what it is called."""
    at = (group.estimate.value - axis.low) / (axis.high - axis.low)
    half = 6.5 if group.mark.symbol == "circle" else HALF  # a diamond's points reach farther
    return Dot(at=at, name=group.name if group.is_reliable else "", half=half)


def _taken(band: Band, layout: Layout) -> list[Box]:
    """Return where the other words of a row stand."""
    label = words_box(
        _label_words(band, layout),
        at=0,
        shift=-layout.left,
        y=layout.label,
        size=LABEL,
        anchor="left",
        room=20,
    )
    if not band.beside:
        return [label]
    if layout.beneath:
        line: dict[str, Any] = {
            "at": 0.0,
            "shift": -layout.left,
            "y": layout.beneath,
            "anchor": "left",
        }
        return [label, words_box(", ".join(band.beside), size=SMALL, room=16, **line)]
    longest = max(band.beside, key=lambda line: text_width(line, SMALL))
    line = {"at": 1.0, "shift": layout.right, "y": 0, "anchor": "right"}
    return [label, words_box(longest, size=SMALL, room=18 * len(band.beside), **line)]


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
