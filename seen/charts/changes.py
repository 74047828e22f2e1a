"""Changes around zero: the parts of a difference that add up to it, and slopes with intervals.

They promise that the worse side for the named group is the left one, that both sides are named,
and that every bar and dot has its interval and its words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import Axis, change_axis
from seen.charts.change_rows import Change, band_rows, gap_rows, slope_rows
from seen.charts.marks import SMALL, base, escaped, figure, on_ground, rules, value_scale, word
from seen.charts.palette import Palette, palette
from seen.charts.words import NARROW, WIDE, Layout
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Interval
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import shared_versus, versus_words

_HEADER, _AXIS = 20, 52
_BAR: Final = {False: 0.4, True: 0.18}  # height of a bar, in rows
_PIECE_HALF: Final = {False: 0.5, True: 0.15}  # of a comparison: clear of words on a phone
_VALUE_AT: Final = 20  # px right of the plot


def parts_of_gap(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the difference of the lead group as bars that add up: what goes with what."""
    colours = palette(is_dark=is_dark)
    made = gap_rows(finding, catalog, colours, language)
    return _differences(made, finding, colours, title, language, is_narrow=is_narrow)


def bands(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return every difference as a dot, with the interval that holds with all others at once."""
    colours = palette(is_dark=is_dark)
    made = band_rows(finding, catalog, colours, language)
    return _differences(made, finding, colours, title, language, is_narrow=is_narrow)


def slopes(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the slope of every group as a dot with its interval, and that of its comparison."""
    colours = palette(is_dark=is_dark)
    made = slope_rows(finding, catalog, colours, language)
    axis = change_axis(_ends(made), finding.question.show, "changes.axis_slope", language)
    versus = versus_words(shared_versus(finding), catalog.dimension(finding.question.by), language)
    said = _alt(made, finding, title, language, versus=versus)
    return _drawn(made, axis, colours, said, is_narrow=is_narrow)


# -- drawing -------------------------------------------------------------------------------------


def _differences(
    made: Sequence[Change],
    finding: Finding,
    colours: Palette,
    title: str,
    language: str,
    *,
    is_narrow: bool,
) -> Chart:
    """Return the figure of rows that are differences, the worse side on the left."""
    sign = -finding.measure.worse_sign(finding.question.show)
    axis = change_axis(_ends(made), finding.question.show, "changes.axis_gap", language, sign)
    said = _alt(made, finding, title, language)
    return _drawn(made, axis, colours, said, is_narrow=is_narrow)


def _drawn(
    made: Sequence[Change], axis: Axis, colours: Palette, alt_text: str, *, is_narrow: bool
) -> Chart:
    """Return the figure of some rows."""
    layout = NARROW if is_narrow else WIDE
    height = layout.row * len(made) + _HEADER + _AXIS
    data = [*_bars(made, colours, layout), *_intervals(made), *_dots(made, colours)]
    zero = {"zeroline": True, "zerolinecolor": colours.control, "zerolinewidth": 1}
    words = [_words(at, change, colours, layout) for at, change in enumerate(made)]
    drawn = base(
        colours,
        height=height,
        left=layout.left,
        right=layout.right,
        top=_HEADER,
        bottom=_AXIS,
    ) | {
        "barmode": "overlay",
        "xaxis": value_scale(axis, colours) | zero,
        "yaxis": {"range": [len(made) - 0.5, -0.5], "visible": False, "fixedrange": True},
        "shapes": [
            *rules(len(made), colours, left=layout.left, right=layout.right),
            *_comparisons(made, colours, layout),
        ],
        "annotations": [item for row in words for item in row],
    }
    return Chart(figure=figure(data, drawn), alt_text=alt_text, height=height)


def _alt(
    made: Sequence[Change], finding: Finding, title: str, language: str, *, versus: str = ""
) -> str:
    """Return what a screen reader says in place of the figure."""
    said = []
    for change in made:
        value = change.words
        if change.comparison_words:
            beside = {"words": value, "versus": versus, "beside": change.comparison_words}
            value = text("changes.alt_beside", language, **beside)
        said.append(text("chart.alt_row", language, group=change.label, value=value))
    return text("chart.alt", language, title=title, sentence=finding.sentence, rows=" ".join(said))


def _ends(made: Sequence[Change]) -> list[float]:
    """Return every value the axis has to hold."""
    found = [0.0]
    for change in made:
        if isinstance(change.found, Interval):
            at = change.start
            found += [at, at + change.found.low, at + change.found.high]
        if change.comparison is not None:
            found.append(change.comparison)
    return found


def _comparisons(made: Sequence[Change], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return a piece of a line in each row, where what it is compared with lies."""
    half = _PIECE_HALF[layout.is_narrow]
    path = "".join(
        f"M{change.comparison:.6g},{at - half:g}L{change.comparison:.6g},{at + half:g}"
        for at, change in enumerate(made)
        if change.comparison is not None
    )
    line = {"color": colours.ink, "width": 2}
    placed = {"type": "path", "xref": "x", "yref": "y", "path": path}
    return [placed | {"line": line, "layer": "below"}] if path else []


def _bars(made: Sequence[Change], colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return a bar for each part, outlined so that it reads in grey."""
    drawn = [
        (at, change)
        for at, change in enumerate(made)
        if change.is_bar and isinstance(change.found, Interval)
    ]
    if not drawn:
        return []
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": [at for at, _ in drawn],
            "x": [it.found.value for _, it in drawn if isinstance(it.found, Interval)],
            "base": [change.start for _, change in drawn],
            "width": _BAR[layout.is_narrow],
            "marker": {
                "color": [change.colour for _, change in drawn],
                "opacity": 0.35,
                "line": {"color": colours.ink, "width": 1},
            },
        }
    ]


def _intervals(made: Sequence[Change]) -> list[dict[str, Any]]:
    """Return the interval of every row, around the end of its bar or its dot."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [change.start + change.found.low, change.start + change.found.high],
            "y": [at, at],
            "line": {"color": change.colour, "width": 3 if change.is_reliable else 2},
        }
        for at, change in enumerate(made)
        if isinstance(change.found, Interval)
    ]


def _dots(made: Sequence[Change], colours: Palette) -> list[dict[str, Any]]:
    """Return the end of every row: filled where its difference is reliable."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [change.start + change.found.value],
            "y": [at],
            "marker": {
                "size": 11,
                "symbol": change.symbol,
                "color": change.colour if change.is_reliable else colours.card,
                "line": {"width": 2, "color": change.colour},
            },
        }
        for at, change in enumerate(made)
        if isinstance(change.found, Interval)
    ]


def _words(at: int, change: Change, colours: Palette, layout: Layout) -> list[dict[str, Any]]:
    """Return the words of a row: beside its marks, or above and beneath them on a phone."""
    label, words, left = escaped(change.label), escaped(change.words), -layout.left
    if layout.is_narrow:
        small: dict[str, Any] = {"x": 0, "size": SMALL, "xshift": left}
        return [
            on_ground(word(label, y=at - 0.34, colour=colours.ink, **small), colours.card),
            on_ground(word(words, y=at + 0.34, colour=colours.second, **small), colours.card),
        ]
    return [
        word(label, x=0, y=at, colour=colours.ink, xshift=left),
        word(words, x=1, y=at, colour=colours.ink, xshift=_VALUE_AT),
    ]
