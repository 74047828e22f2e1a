"""A figure from wave to wave: a dot and interval for each, joined where they can be.

It promises that the joining line is broken, and says so, where an instrument changed, and that a
wave that is withheld keeps its row and joins nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import value_axis
from seen.charts.lanes import AXIS, VALUE_AT, Lanes, Number, dressed, hatched, intervals
from seen.charts.marks import SMALL, escaped, figure, on_ground, rules, word
from seen.charts.palette import Palette, palette
from seen.charts.rows import Row, rows
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.text import DEFAULT_LANGUAGE, text

_TOP: Final = 16  # px
_WIDE: Final = Lanes(row=36, left=216, right=320, down=0.0, over=0.0, is_narrow=False)
_NARROW: Final = Lanes(row=56, left=18, right=18, down=0.22, over=0.22, is_narrow=True)
_ANSWERS_AT: Final = 314  # px right of the plot
_SIZE: Final = 11  # px


def waves(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the figure of a Finding of the view of waves, the first wave at the top."""
    colours, layout = palette(is_dark=is_dark), _NARROW if is_narrow else _WIDE
    made = rows(finding, catalog, colours, language)
    places, changed = _places(finding)
    numbers = [
        Number(row=at, found=row.estimate, colour=colours.slots[0])
        for row, at in zip(made, places, strict=True)
    ]
    n_rows = len(places) + len(changed)
    axis = value_axis(finding, language)
    tall = layout.row * n_rows + _TOP + AXIS
    drawn = dressed(n_rows, axis, colours, layout, tall=tall, top=_TOP) | {
        "shapes": [
            *rules(n_rows, colours, left=layout.left, right=layout.right),
            *intervals(numbers, axis, colours, layout),
        ],
        "annotations": [
            *_changes(changed, colours, layout, language),
            *(
                item
                for it in zip(made, places, strict=True)
                for item in _words(*it, colours, layout)
            ),
        ],
    }
    data = [*hatched(numbers, axis, colours, layout), *_joined(numbers, changed, colours, layout)]
    said = _alt(finding, made, title, language)
    return Chart(figure=figure(data, drawn), alt_text=said, height=tall)


def _places(finding: Finding) -> tuple[list[int], list[int]]:
    """Return the row of each wave, and the rows left between them where an instrument changed."""
    places: list[int] = []
    changed: list[int] = []
    for group in finding.groups:
        at = len(places) + len(changed)
        if group.group in finding.breaks and places:
            changed.append(at)
            at += 1
        places.append(at)
    return places, changed


def _joined(
    numbers: Sequence[Number], changed: Sequence[int], colours: Palette, layout: Lanes
) -> list[dict[str, Any]]:
    """Return the dots, joined by a thin line that stops at a change and at what is withheld."""
    if not any(isinstance(item.found, Estimate) for item in numbers):
        return []
    x: list[float | None] = []
    y: list[float | None] = []
    for item in numbers:
        if item.row - 1 in changed or not isinstance(item.found, Estimate):
            x.append(None)
            y.append(None)
        if isinstance(item.found, Estimate):
            x.append(item.found.value)
            y.append(item.row + layout.down)
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "connectgaps": False,
            "cliponaxis": False,
            "x": x,
            "y": y,
            "line": {"color": colours.control, "width": 1},
            "marker": {"size": _SIZE, "color": colours.slots[0], "opacity": 1},
        }
    ]


def _changes(
    changed: Sequence[int], colours: Palette, layout: Lanes, language: str
) -> list[dict[str, Any]]:
    """Return in the rows left free that an instrument changed."""
    said = escaped(text("burnout.changed", language))
    small: dict[str, Any] = {"size": SMALL, "colour": colours.second, "xshift": -layout.left}
    return [word(said, x=0, y=at, **small) for at in changed]


def _words(row: Row, place: int, colours: Palette, layout: Lanes) -> list[dict[str, Any]]:
    """Return the words of a wave: beside its mark, or over it on a phone."""
    at, is_shown = place - layout.over, isinstance(row.estimate, Estimate)
    said = _value(row)
    right: dict[str, Any] = {"anchor": "right", "colour": colours.second, "size": SMALL}
    words = []
    if layout.is_narrow:
        label = f"{escaped(row.label)}  {said}"
        words = [word(label, x=0, y=at, colour=colours.ink, xshift=-layout.left)]
        right["xshift"] = layout.right
    else:
        ink = colours.ink if is_shown else colours.second
        words = [
            word(escaped(row.label), x=0, y=at, colour=colours.ink, xshift=-layout.left),
            word(said, x=1, y=at, colour=ink, xshift=VALUE_AT),
        ]
        right["xshift"] = _ANSWERS_AT
    if is_shown:
        words.append(word(row.n_words, x=1, y=at, **right))
    return [on_ground(item, colours.card) for item in words] if layout.is_narrow else words


def _value(row: Row) -> str:
    """Return the number of a wave with its interval, or why there is none."""
    said = f"{row.value_words} {row.interval_words}".strip()
    return f"{said}, {row.provisional_words}" if row.provisional_words else said


def _alt(finding: Finding, made: Sequence[Row], title: str, language: str) -> str:
    """Return what a screen reader says in place of the figure."""
    said = []
    for item, row in zip(finding.groups, made, strict=True):
        value = [_value(row), *([row.n_words] if row.n_words else [])]
        if item.group in finding.breaks:
            value.insert(0, text("burnout.changed", language))
        said.append(text("chart.alt_row", language, group=row.label, value=", ".join(value)))
    alt = {"title": title, "sentence": finding.sentence, "rows": " ".join(said)}
    return text("chart.alt", language, **alt)
