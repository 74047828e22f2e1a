"""Institutions as points between the limits of a funnel: as reported, and drawn to the mean.

It promises one mark for all of them, whatever their figure, and limits exactly as they were used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import Axis, value_axis
from seen.charts.boxes import wrapped
from seen.charts.marks import SANS, SMALL, base, escaped, figure, word
from seen.charts.palette import Palette, palette
from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.findings import Estimate, Finding
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.counted import kind_words
from seen.wording.numbers import capital, count, span_words, value
from seen.wording.views import estimate

RELIABLE: Final = 0.7  # the share of a place's difference that is more than chance
_HEIGHT: Final = {False: 460, True: 420}
_TOP: Final = {False: 36, True: 56}
_BOTTOM, _RIGHT = 64, 12
_LEFT: Final = {False: 64, True: 46}
_ROOM: Final = {False: 740, True: 300}  # px for the words over the plot
_LINE: Final = 18
_NICE: Final = (
    (1, 2, 5),
    tuple(range(1, 10)),
    tuple(tenths / 10 for tenths in range(10, 100, 2)),
    tuple(hundredths / 100 for hundredths in range(100, 1000, 5)),
)
_FEWEST_TICKS: Final = 2
_MARGIN: Final = 0.04  # of the axis, beside the outermost points
_RING: Final = {False: (11, 8), True: (8, 5)}  # px
_SHORT, _LONG = 5, 11  # px of a dash of the limits


@dataclass(frozen=True, kw_only=True)
class Point:
    """One institution that is shown with its limits."""

    group: str
    own: Estimate
    shrunken: Estimate
    usual: Estimate  # limits of 95 %
    wide: Estimate  # limits of 99.8 %
    is_clear: bool  # whether most of what sets it apart is more than chance


def funnel(
    finding: Finding,
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the funnel of a Finding's institutions, left to right by how many answers they have.

    Nothing is drawn of an institution that is withheld, nor where there is no funnel.
    """
    colours = palette(is_dark=is_dark)
    made = points(finding)
    ends = [end for it in made for end in (it.wide.low, it.wide.high, it.own.value)]
    axis = value_axis(finding, language, values=ends)
    layout = base(
        colours,
        height=_HEIGHT[is_narrow],
        left=_LEFT[is_narrow],
        right=_RIGHT,
        top=_TOP[is_narrow],
        bottom=_BOTTOM,
    )
    drawn = layout | {
        "xaxis": _across(finding, made, colours, language),
        "yaxis": _up(axis, colours),
        "shapes": _lines(made, colours),
        "annotations": _words(made, finding, axis, colours, language, is_narrow=is_narrow),
    }
    said = _alt(made, finding, catalog, title, language)
    data = [*_limits(made, colours), *_places(made, finding, colours, is_narrow=is_narrow)]
    return Chart(figure=figure(data, drawn), alt_text=said, height=_HEIGHT[is_narrow])


def points(finding: Finding) -> tuple[Point, ...]:
    """Return the institutions that are shown with their limits, in the order of the Finding."""
    found = []
    for item in finding.groups:
        parts = (
            estimate(finding, name, item.group)
            for name in ("shrunken", "limits_95", "limits_998", "reliability")
        )
        shrunken, usual, wide, reliability = parts
        if isinstance(item.estimate, Estimate) and shrunken and usual and wide:
            found.append(
                Point(
                    group=item.group,
                    own=item.estimate,
                    shrunken=shrunken,
                    usual=usual,
                    wide=wide,
                    is_clear=reliability is not None and reliability.value >= RELIABLE,
                )
            )
    return tuple(found)


def _limits(made: Sequence[Point], colours: Palette) -> list[dict[str, Any]]:
    """Return the limits of every institution as dashes at its own place."""
    found = []
    for name, size in (("usual", _SHORT), ("wide", _LONG)):
        ends = [getattr(it, name) for it in made]
        found.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [it.own.n_answers for it in made] * 2,
                "y": [*(it.low for it in ends), *(it.high for it in ends)],
                "marker": {
                    "symbol": "line-ew",
                    "size": size,
                    "line": {"width": 1, "color": colours.control},
                },
            }
        )
    return found


def _places(
    made: Sequence[Point], finding: Finding, colours: Palette, *, is_narrow: bool
) -> list[dict[str, Any]]:
    """Return every institution: a ring as reported, a dot drawn towards the mean."""
    colour = [colours.slots[0] if it.is_clear else colours.second for it in made]
    large, small = _RING[is_narrow]
    size = [large if it.is_clear else small for it in made]
    x = [it.own.n_answers for it in made]
    shared = {"type": "scatter", "mode": "markers", "x": x}
    dots = {"size": [4] * len(made), "color": colour, "line": {"width": 0}}
    rings = {"size": size, "color": ["rgba(0,0,0,0)"] * len(made), "opacity": 1}
    rings["line"] = {"width": 2, "color": colour}
    return [
        shared | {"y": [it.shrunken.value for it in made], "marker": dots},
        shared
        | {
            "y": [it.own.value for it in made],
            "marker": rings,
            "customdata": [[finding.question.by, it.group] for it in made],
        },
    ]


def _lines(made: Sequence[Point], colours: Palette) -> list[dict[str, Any]]:
    """Return the mean of all, and from every ring a line to its dot."""
    if not made:
        return []
    path = "".join(
        f"M{it.own.n_answers},{it.own.value:.6g}L{it.own.n_answers},{it.shrunken.value:.6g}"
        for it in made
    )
    mean = made[0].usual.value
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y"}
    return [
        line
        | {"y0": mean, "y1": mean, "line": {"color": colours.ink, "width": 2}, "layer": "below"},
        {
            "type": "path",
            "xref": "x",
            "yref": "y",
            "path": path,
            "line": {"color": colours.second, "width": 1},
            "layer": "below",
        },
    ]


def _across(
    finding: Finding, made: Sequence[Point], colours: Palette, language: str
) -> dict[str, Any]:
    """Return the axis of how many answers stand behind each, by powers of ten."""
    counts = [it.own.n_answers for it in made] or [1, 10]
    low, high = log10(min(counts)), log10(max(counts))
    room = max(0.1, high - low) * _MARGIN
    small = {"family": SANS, "size": SMALL, "color": colours.second}
    ticks = _ticks(low - room, high + room)
    kind = capital(kind_words(finding.measure, language))
    return {
        "type": "log",
        "range": [low - room, high + room],
        "tickvals": ticks,
        "ticktext": [count(it) for it in ticks],
        "tickfont": small,
        "title": {
            "text": escaped(text("places.funnel_axis", language, kind=kind)),
            "font": small,
            "standoff": 8,
        },
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _ticks(low: float, high: float) -> list[int]:
    """Return round counts between two powers of ten, finer where there would be fewer than two."""
    found: list[int] = []
    for steps in _NICE:
        counts = {round(step * 10**at) for at in range(int(low), int(high) + 1) for step in steps}
        found = sorted(it for it in counts if low <= log10(it) <= high)
        if len(found) >= _FEWEST_TICKS:
            break
    return found


def _up(axis: Axis, colours: Palette) -> dict[str, Any]:
    """Return the axis of the values."""
    return {
        "range": [axis.low, axis.high],
        "tickvals": list(axis.ticks),
        "ticktext": list(axis.tick_words),
        "tickfont": {"family": SANS, "size": SMALL, "color": colours.second},
        "gridcolor": colours.grid,
        "zeroline": False,
        "fixedrange": True,
    }


def _words(
    made: Sequence[Point],
    finding: Finding,
    axis: Axis,
    colours: Palette,
    language: str,
    *,
    is_narrow: bool,
) -> list[dict[str, Any]]:
    """Return what the values are and what the line is, over the plot."""
    said = axis.title
    if made:
        mean = value(made[0].usual, finding.question.show)
        line = text("places.funnel_mean", language, value=mean)
        said = text("places.scale", language, axis=said, line=line)
    lines = wrapped(said, SMALL, _ROOM[is_narrow], 3)
    return [
        word(
            escaped(it),
            x=0,
            y=1,
            colour=colours.second,
            size=SMALL,
            xshift=-_LEFT[is_narrow],
            yshift=_TOP[is_narrow] - (place + 0.5) * _LINE,
        )
        | {"yref": "paper"}
        for place, it in enumerate(lines)
    ]


def _alt(
    made: Sequence[Point], finding: Finding, catalog: Catalog, title: str, language: str
) -> str:
    """Return what a screen reader says in place of the figure."""
    by, show = catalog.dimension(finding.question.by), finding.question.show
    said = [
        text(
            "places.alt_funnel",
            language,
            group=name_of(by, it.group, language),
            value=value(it.own, show),
            shrunken=value(it.shrunken, show),
            limits=span_words(it.wide, show, language),
        )
        for it in made
    ]
    if n_missing := len(finding.groups) - len(made):
        said.append(text("places.alt_few", language, n=count(n_missing)))
    rows = " ".join(said)
    return text("chart.alt", language, title=title, sentence=finding.sentence, rows=rows)


def name_of(by: Dimension, group: str, language: str) -> str:
    """Return an institution by its word and pseudonym."""
    return capital(by.level_label(group, language))
