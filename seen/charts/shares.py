"""What burnout goes with: for each scale the share of its variation, block by block.

It promises one axis for all scales, each share with its interval and its words, and what stays
unexplained at the head of each scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import variation_axis
from seen.charts.lanes import AXIS, VALUE_AT, Lanes, Number, dressed, hatched, intervals
from seen.charts.marks import SMALL, escaped, figure, on_ground, rules, word
from seen.charts.palette import Mark, Palette, palette
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Withheld
from seen.domain.measures import Show
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.burnout import (
    block_words,
    is_above_zero,
    rest_words,
    scale_words,
    share_words,
)
from seen.wording.numbers import capital, span_words

_TOP: Final = 36  # px over the first row, for the instrument
_WIDE: Final = Lanes(row=36, left=216, right=240, down=0.0, over=0.0, is_narrow=False)
_NARROW: Final = Lanes(row=52, left=18, right=18, down=0.2, over=0.22, is_narrow=True)
MARKS: Final = {  # VISUAL.md section 5: colour slot and shape
    "overload": (1, "circle"),
    "relating": (2, "square"),
    "impeded": (0, "diamond"),
}
_OTHERS: Final = ("triangle-up", "cross", "star")  # of blocks that a recipe declares
_SIZE, _DIAMOND = 11, 13  # px


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One block of one scale, as it is drawn."""

    label: str
    mark: Mark
    number: Number
    words: str


@dataclass(frozen=True, kw_only=True)
class Scale:
    """One scale: the row of its head, how much stays unexplained, and its lanes."""

    row: int
    label: str
    rest: str
    lanes: tuple[Lane, ...]


def shares(
    findings: Sequence[Finding],
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the figure of the shares of every scale of one instrument.

    Parameters
    ----------
    findings
        One of the view of blocks for each scale, of the same instrument and the same blocks.
    """
    colours, layout = palette(is_dark=is_dark), _NARROW if is_narrow else _WIDE
    made: list[Scale] = []
    n_rows = 0
    for finding in findings:
        made.append(_scale(finding, n_rows, catalog, colours, language))
        n_rows += 1 + len(made[-1].lanes)
    lanes = [lane for scale in made for lane in scale.lanes]
    numbers = [lane.number for lane in lanes]
    axis = variation_axis(_ends(numbers), language)
    tall = layout.row * n_rows + _TOP + AXIS
    drawn = dressed(n_rows, axis, colours, layout, tall=tall, top=_TOP) | {
        "shapes": [
            *rules(n_rows, colours, left=layout.left, right=layout.right),
            *intervals(numbers, axis, colours, layout),
        ],
        "annotations": _words(made, _instrument(findings, catalog, language), colours, layout),
    }
    data = [*hatched(numbers, axis, colours, layout), *_dots(lanes, colours, layout)]
    said = _alt(made, findings, title, language)
    return Chart(figure=figure(data, drawn), alt_text=said, height=tall)


def height(n_scales: int, n_blocks: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many scales, each with so many blocks, is, in px."""
    return (_NARROW if is_narrow else _WIDE).row * n_scales * (1 + n_blocks) + _TOP + AXIS


def _scale(finding: Finding, row: int, catalog: Catalog, colours: Palette, language: str) -> Scale:
    """Return one scale as it is drawn from a row on."""
    held = [part for part in finding.parts if part.name == "block"]
    rest = next((it.estimate for it in finding.parts if it.name == "unexplained"), None)
    return Scale(
        row=row,
        label=capital(scale_words(finding, catalog, language)),
        rest=rest_words(rest, language) if isinstance(rest, Estimate) else "",
        lanes=tuple(
            _lane(part.group or "", part.estimate, place, row, finding, colours, language)
            for place, part in enumerate(held)
        ),
    )


def _lane(
    block: str,
    found: Estimate | Withheld,
    place: int,
    head: int,
    finding: Finding,
    colours: Palette,
    language: str,
) -> Lane:
    """Return one block under the head of its scale."""
    other = (place % len(colours.slots), _OTHERS[place % len(_OTHERS)])
    slot, symbol = MARKS.get(block, other)  # it keeps its mark whatever is filtered
    mark = Mark(colour=colours.slots[slot], symbol=symbol)
    is_clear = isinstance(found, Estimate) and is_above_zero(found)
    return Lane(
        label=capital(block_words(block, language)),
        mark=mark,
        number=Number(row=head + 1 + place, found=found, colour=mark.colour, is_clear=is_clear),
        words=_said(found, finding, language),
    )


def _said(found: Estimate | Withheld, finding: Finding, language: str) -> str:
    """Return a share with its interval, or why there is none."""
    if isinstance(found, Withheld):
        return found.words(language, of=finding.measure)
    said = f"{share_words(found, language)} ({span_words(found, Show.TOP, language)})"
    return text("chart.provisional", language, words=said) if found.is_provisional else said


def _instrument(findings: Sequence[Finding], catalog: Catalog, language: str) -> str:
    """Return the instrument all scales belong to."""
    held = {level for it in findings for level in it.question.filters.levels("instrument")}
    if len(held) != 1:
        return ""
    return catalog.dimension("instrument").level_label(held.pop(), language)


def _ends(numbers: Sequence[Number]) -> list[float]:
    """Return every end of an interval, and 0, from which shares are read."""
    shown = [item.found for item in numbers if isinstance(item.found, Estimate)]
    ends = [end for it in shown for end in (it.low, it.high)]
    return [0.0, *ends] if ends else []


def _dots(lanes: Sequence[Lane], colours: Palette, layout: Lanes) -> list[dict[str, Any]]:
    """Return every share: filled, or hollow where its interval reaches 0."""
    shown = [it for it in lanes if isinstance(it.number.found, Estimate)]
    if not shown:
        return []
    fill = [it.mark.colour if it.number.is_clear else colours.card for it in shown]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "cliponaxis": False,  # a share of 0 stands on the edge
            "x": [it.number.found.value for it in shown if isinstance(it.number.found, Estimate)],
            "y": [it.number.row + layout.down for it in shown],
            "marker": {
                "size": [_DIAMOND if it.mark.symbol == "diamond" else _SIZE for it in shown],
                "symbol": [it.mark.symbol for it in shown],
                "color": fill,
                "line": {"width": 2, "color": [it.mark.colour for it in shown]},
                "opacity": 1,
            },
        }
    ]


def _words(
    made: Sequence[Scale], instrument: str, colours: Palette, layout: Lanes
) -> list[dict[str, Any]]:
    """Return the instrument, the head of each scale and the words of each lane."""
    small: dict[str, Any] = {"size": SMALL, "colour": colours.second}
    words = [word(escaped(instrument), x=0, y=-0.5, xshift=-layout.left, yshift=16, **small)]
    for scale in made:
        head = f"<b>{escaped(scale.label)}</b>"
        at = scale.row - layout.over
        words.append(word(head, x=0, y=at, colour=colours.ink, xshift=-layout.left))
        words.append(_rest(scale, colours, layout))
        for lane in scale.lanes:
            words += _lane_words(lane, colours, layout)
    return [item for item in words if item["text"]]


def _rest(scale: Scale, colours: Palette, layout: Lanes) -> dict[str, Any]:
    """Return how much stays unexplained: at the end of a head, or beneath it on a phone."""
    small: dict[str, Any] = {"size": SMALL, "colour": colours.second}
    if layout.is_narrow:
        return word(scale.rest, x=0, y=scale.row + layout.down, xshift=-layout.left, **small)
    return word(scale.rest, x=1, y=scale.row, xshift=VALUE_AT, **small)


def _lane_words(lane: Lane, colours: Palette, layout: Lanes) -> list[dict[str, Any]]:
    """Return the words of a lane: beside its mark, or over it on a phone."""
    at = lane.number.row - layout.over
    ink = colours.ink if isinstance(lane.number.found, Estimate) else colours.second
    words = [
        word(escaped(lane.label), x=0, y=at, colour=colours.ink, xshift=-layout.left),
        word(lane.words, x=1, y=at, colour=ink, **_at_right(layout)),
    ]
    return [on_ground(item, colours.card) for item in words] if layout.is_narrow else words


def _at_right(layout: Lanes) -> dict[str, Any]:
    """Return where the numbers stand: right of the plot, or at its right end on a phone."""
    if layout.is_narrow:
        return {"anchor": "right", "xshift": layout.right}
    return {"xshift": VALUE_AT}


def _alt(made: Sequence[Scale], findings: Sequence[Finding], title: str, language: str) -> str:
    """Return what a screen reader says in place of the figure."""
    rows = []
    for scale in made:
        said = [*(f"{lane.label} {lane.words}" for lane in scale.lanes), scale.rest]
        value = "; ".join(filter(None, said))
        rows.append(text("chart.alt_row", language, group=scale.label, value=value))
    sentence = findings[0].sentence if findings else ""
    return text("chart.alt", language, title=title, sentence=sentence, rows=" ".join(rows))
