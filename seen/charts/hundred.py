"""A hundred requests of each group as one bar: a human, a human with AI, a bot, nobody.

It promises that nobody is drawn as what it is, an outline with nothing in it, and that every
group keeps its row whatever can be shown of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts import Chart
from seen.charts.boxes import fitted, text_width
from seen.charts.hundred_frame import BOTTOM, KEY, NARROW, TOP, WIDE, Layout, height
from seen.charts.hundred_rows import NOBODY, Bar, Parted, Segment, bars, part_label, parted
from seen.charts.marks import (
    DOTTED,
    LABEL,
    SMALL,
    base,
    escaped,
    figure,
    hatch,
    on_ground,
    rules,
    word,
)
from seen.charts.palette import Palette, palette, text_on
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Reason
from seen.text import DEFAULT_LANGUAGE, text

_SWATCH, _GAP, _APART = 18, 6, 18  # px in the key
_INSIDE: Final = 8  # px beside a count in its segment
_PAGE_LINE: Final = 2  # px between segments
_COLOURED: Final = ("got_human_alone", "got_human_with_ai", "got_bot")


def hundred(
    findings: Sequence[Finding],
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    sentence: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the figure of what a hundred requests of each group got.

    Parameters
    ----------
    findings
        The share that reached a human, the share of each thing that was got, the wait if known.
    """
    held = parted(findings)
    colours, layout = palette(is_dark=is_dark), NARROW if is_narrow else WIDE
    made = bars(held, catalog, language)
    names = [it.measure.name for it in held.parts]
    labels = [part_label(it, language) for it in held.parts]
    swatches, words = _key(names, labels, colours, layout)
    words += _heads(held, catalog, colours, layout, language)
    tall = height(len(made), is_narrow=is_narrow)
    drawn = _dressed(len(made), colours, layout, tall) | {
        "shapes": [
            *rules(len(made), colours, left=layout.left, right=layout.right),
            *_dotted(made, colours, layout),
        ],
        "annotations": [*words, *_words(made, colours, layout)],
    }
    data = [*swatches, *_hidden(made, colours, layout)]
    data += _segments(made, names, colours, layout)
    return Chart(
        figure=figure(data, drawn),
        alt_text=_alt(made, title, sentence, language),
        height=tall,
    )


def _dressed(n_rows: int, colours: Palette, layout: Layout, tall: int) -> dict[str, Any]:
    """Return axes and margins; shares run over the whole, so that no axis is needed."""
    first = -0.5 - KEY[layout.is_narrow] * layout.key_rows
    still = {"visible": False, "fixedrange": True}
    return base(
        colours, height=tall, left=layout.left, right=layout.right, top=TOP, bottom=BOTTOM
    ) | {
        "barmode": "overlay",
        "bargap": 0,
        "xaxis": {"range": [0, 1], **still},
        "yaxis": {"range": [n_rows - 0.5, first], **still},
    }


def _marker(name: str, colours: Palette) -> dict[str, Any]:
    """Return how what was got is drawn: in its colour, nobody as a hatched outline."""
    if name == NOBODY:
        return hatch(colours) | {"line": {"width": 1, "color": colours.control}}
    line = {"width": _PAGE_LINE, "color": colours.card}
    return {"color": _colour(name, colours), "line": line, "opacity": 1}


def _colour(name: str, colours: Palette) -> str:
    """Return the colour of what was got; nobody has none."""
    return colours.access[_COLOURED.index(name)]


def _segments(
    made: Sequence[Bar], names: Sequence[str], colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return the segments of all bars, one trace for each thing that was got."""
    traces = []
    for name in names:
        held = [
            (place, bar, it)
            for place, bar in enumerate(made)
            for it in bar.segments
            if it.name == name
        ]
        if not held:
            continue
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [round(place - layout.up, 6) for place, _, _ in held],
                "x": [it.value for _, _, it in held],
                "base": [it.start for _, _, it in held],
                "width": layout.bar,
                "marker": _marker(name, colours),
                "customdata": [list(bar.filters) for _, bar, _ in held],
            }
        )
    return traces


def _hidden(made: Sequence[Bar], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return a hatched band, without an outline, where a row is private."""
    rows = [
        round(place - layout.up, 6)
        for place, bar in enumerate(made)
        if bar.missing is Reason.PRIVATE
    ]
    band = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [1] * len(rows),
        "base": 0,
        "width": layout.bar,
        "marker": hatch(colours),
    }
    return [band] if rows else []


def _dotted(made: Sequence[Bar], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return a dotted line where too few requests are there to judge."""
    line = {"color": colours.control, "width": 2, "dash": DOTTED}
    return [
        {"type": "line", "xref": "x", "x0": 0, "x1": 1, "yref": "y"}
        | {"y0": place - layout.up, "y1": place - layout.up, "line": line, "layer": "between"}
        for place, bar in enumerate(made)
        if bar.missing is Reason.TOO_FEW
    ]


# -- words ---------------------------------------------------------------------------------------


def _key(
    names: Sequence[str], labels: Sequence[str], colours: Palette, layout: Layout
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the key over the bars: swatches and their words, in the order of the segments."""
    per_line = -(-len(names) // layout.key_rows)
    tall = KEY[layout.is_narrow]
    swatches, words = [], []
    at = 0.0
    for number, (name, label) in enumerate(zip(names, labels, strict=True)):
        line, place = divmod(number, per_line)
        at = at if place else 0.0
        y = round(-0.5 - tall * (layout.key_rows - line - 0.5), 6)
        swatches.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [y],
                "x": [round(_SWATCH / layout.plot, 6)],
                "base": [round(at / layout.plot, 6)],
                "width": round(tall * 0.5, 6),
                "marker": _marker(name, colours),
            }
        )
        x = round((at + _SWATCH) / layout.plot, 6)
        look: dict[str, Any] = {"colour": colours.ink, "size": SMALL, "xshift": _GAP}
        words.append(word(escaped(label), x=x, y=y, xref="x", **look))
        at += _SWATCH + _GAP + text_width(label, SMALL) + _APART
    return swatches, words


def _heads(
    held: Parted, catalog: Catalog, colours: Palette, layout: Layout, language: str
) -> list[dict[str, Any]]:
    """Return the heads of the columns left and right of the bars, where there is room for them."""
    if layout.is_narrow:
        return []
    look: dict[str, Any] = {"y": -0.5 - KEY[False] / 2, "size": SMALL, "colour": colours.second}
    by = catalog.dimension(held.human.question.by).phrase("label", language)
    found = [word(escaped(by), x=0, xshift=-layout.left, **look)]
    if held.wait is not None:
        head = text(f"machine.head_{held.wait.measure.name}", language)
        found.append(word(head, x=1, xshift=_SWATCH, **look))
    return found


def _words(made: Sequence[Bar], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return every word of the rows."""
    found = []
    for place, bar in enumerate(made):
        fitting = (it for it in bar.segments if _fits(it, layout))
        found += [_count(it, place, layout, colours) for it in fitting]
        row = _narrow_row if layout.is_narrow else _wide_row
        found += row(place, bar, colours)
    return [it for it in found if it["text"]]


def _fits(it: Segment, layout: Layout) -> bool:
    """Return whether a count has room in its segment on the narrowest figure."""
    return it.value * layout.plot >= text_width(it.count, LABEL) + _INSIDE


def _count(it: Segment, place: int, layout: Layout, colours: Palette) -> dict[str, Any]:
    """Return the count in a segment."""
    is_nobody = it.name == NOBODY
    ground = colours.card if is_nobody else _colour(it.name, colours)
    ink = colours.ink if is_nobody else text_on(ground)
    x, y = round(it.start + it.value / 2, 6), round(place - layout.up, 6)
    made = word(it.count, x=x, y=y, xref="x", anchor="center", colour=ink)
    return on_ground(made, ground)


def _wide_row(place: int, bar: Bar, colours: Palette) -> list[dict[str, Any]]:
    """Return the words of a row: label and number beside its bar, the difference under it."""
    up, down = place + WIDE.label, place + WIDE.said[0]
    small: dict[str, Any] = {"size": SMALL, "colour": colours.second}
    return [
        word(_label(bar, WIDE), x=0, y=up, colour=colours.ink, xshift=-WIDE.left),
        word(escaped(bar.n), x=0, y=down, xshift=-WIDE.left, **small),
        word(_said(bar), x=0, y=down, size=SMALL, colour=colours.ink),
        word(escaped(bar.wait), x=1, y=up, colour=colours.ink, xshift=_SWATCH),
    ]


def _narrow_row(place: int, bar: Bar, colours: Palette) -> list[dict[str, Any]]:
    """Return the words of a row on a phone: label over its bar, all else on two lines under it."""
    first, second = (place + down for down in NARROW.said)
    said = ", ".join(filter(None, (bar.wait_said, bar.n)))
    small: dict[str, Any] = {"x": 0, "size": SMALL, "xshift": -NARROW.left}
    label: dict[str, Any] = {"x": 0, "y": place + NARROW.label, "xshift": -NARROW.left}
    return [
        word(_label(bar, NARROW), colour=colours.ink, **label),
        word(_said(bar), y=first, colour=colours.ink, **small),
        word(escaped(said), y=second, colour=colours.second, **small),
    ]


def _label(bar: Bar, layout: Layout) -> str:
    """Return the name of a row, cut where it would reach into its bar or out of the figure."""
    room = layout.least if layout.is_narrow else layout.left - _SWATCH
    return escaped(fitted(bar.label, LABEL, room))


def _said(bar: Bar) -> str:
    """Return the line under a bar: its difference, and which shares are not shown."""
    gap = f"<b>{escaped(bar.gap)}</b>" if bar.is_notable else escaped(bar.gap)
    return ". ".join(filter(None, (gap, escaped(bar.unsaid))))


def _alt(made: Sequence[Bar], title: str, sentence: str, language: str) -> str:
    """Return what a screen reader says in place of the figure."""
    rows = " ".join(
        text("chart.alt_row", language, group=bar.label, value=bar.words) for bar in made
    )
    return text("chart.alt", language, title=title, sentence=sentence, rows=rows)
