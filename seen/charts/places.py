"""Small multiples: a measure by the levels of each practice, on one scale, level beside level.

They promise an interval, a count, a comparison and a reason for what is not shown under every
level, and the same scale in every panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import Axis, drawn_ends, value_axis
from seen.charts.marks import DOTTED, PROVISIONAL, SMALL, base, figure, hatch
from seen.charts.palette import Palette, palette
from seen.charts.places_frame import Frame, frame
from seen.charts.places_words import around
from seen.charts.rows import Row, rows
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Withheld
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.counted import counted_column
from seen.wording.numbers import capital
from seen.wording.places import stated

_BAR: Final = 0.5  # of a level: a hatched band
_PIECE: Final = 0.34  # of a level: half of the piece that is its comparison


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One practice as it is drawn."""

    place: int
    title: str
    rows: tuple[Row, ...]

    @property
    def axes(self) -> tuple[str, str]:
        """The names of its axes: "x2" and "y2"."""
        number = "" if self.place == 0 else str(self.place + 1)
        return f"x{number}", f"y{number}"

    def shown(self) -> list[tuple[int, Row, Estimate]]:
        """Return the levels with a number, each with its place."""
        held = ((at, row, row.estimate) for at, row in enumerate(self.rows))
        return [(at, row, it) for at, row, it in held if isinstance(it, Estimate)]


def multiples(
    findings: Sequence[Finding],
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    sentence: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return one panel for each Finding, at most four, all shown in the same way.

    Parameters
    ----------
    findings
        Answers to one Measure by one Dimension each; or to several Measures, all shares, by the
        same Dimension, and then each panel is named by its Measure.
    sentence
        What is said of all of them together, for the alt text.
    """
    colours = palette(is_dark=is_dark)
    drawn = [stated(it, catalog) for it in findings]
    is_mixed = len({it.measure.name for it in drawn}) > 1
    panels = [
        Panel(
            place=place,
            title=_title(it, catalog, language, is_mixed=is_mixed),
            rows=_rows(it, catalog, colours, language),
        )
        for place, it in enumerate(drawn)
    ]
    ends = [end for it in drawn for end in drawn_ends(it)]
    axis = value_axis(drawn[0], language, values=ends)
    counted = counted_column(drawn[0].measure, language)
    if is_mixed:
        axis = replace(axis, title=text("counts.axis_shares", language))
        counted = text("counts.behind", language)
    placed = frame(len(panels), is_narrow=is_narrow)
    made = base(
        colours, height=placed.height, left=placed.left, right=placed.right, top=0, bottom=0
    )
    layout = made | {
        "barmode": "overlay",
        **_axes(panels, axis, placed, colours),
        "shapes": [shape for panel in panels for shape in _shapes(panel, axis, colours)],
        "annotations": around(
            panels, drawn[0], catalog, axis, placed, colours, language, counted=counted
        ),
    }
    data = [trace for panel in panels for trace in _traces(panel, axis, colours)]
    said = _alt(panels, title, sentence, language)
    return Chart(figure=figure(data, layout), alt_text=said, height=placed.height)


def height(n_panels: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many panels is, in px."""
    return frame(max(1, n_panels), is_narrow=is_narrow).height


def _rows(finding: Finding, catalog: Catalog, colours: Palette, language: str) -> tuple[Row, ...]:
    """Return the levels of a practice; one that is compared with nobody says so."""
    said = text("places.no_comparison", language)
    made = rows(finding, catalog, colours, language)
    return tuple(
        replace(row, gap_words=said)
        if isinstance(row.estimate, Estimate) and _is_alone(finding, item.group)
        else row
        for row, item in zip(made, finding.groups, strict=True)
    )


def _title(finding: Finding, catalog: Catalog, language: str, *, is_mixed: bool) -> str:
    """Return what a panel is called: what it is by, or its Measure where these differ."""
    if not is_mixed:
        return catalog.dimension(finding.question.by).phrase("label", language)
    return capital(finding.measure.phrase(f"short_{finding.question.show}", language))


def _is_alone(finding: Finding, group: str) -> bool:
    """Return whether the comparison of a group is withheld."""
    gap = finding.gap(group)
    return gap is not None and isinstance(gap.difference, Withheld)


def _axes(
    panels: Sequence[Panel], axis: Axis, placed: Frame, colours: Palette
) -> dict[str, dict[str, Any]]:
    """Return the axes of every panel: one scale, its numbers beside the first of each row."""
    small = {"family": base(colours, height=0, left=0, right=0, top=0, bottom=0)["font"]["family"]}
    small |= {"size": SMALL, "color": colours.second}
    found: dict[str, dict[str, Any]] = {}
    for panel in panels:
        x, y = panel.axes
        found[f"xaxis{x[1:]}"] = {
            "range": [-0.5, len(panel.rows) - 0.5],
            "domain": list(placed.across(panel.place)),
            "anchor": y,
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        }
        under, top = placed.under(panel.place), placed.top(panel.place)
        found[f"yaxis{y[1:]}"] = {
            "range": [axis.low, axis.high],
            "domain": [round(placed.share(under), 6), round(placed.share(top), 6)],
            "anchor": x,
            "tickvals": list(axis.ticks),
            "ticktext": list(axis.tick_words),
            "showticklabels": placed.is_first(panel.place),
            "tickfont": small,
            "gridcolor": colours.grid,
            "zeroline": False,
            "fixedrange": True,
        }
    return found


def _traces(panel: Panel, axis: Axis, colours: Palette) -> list[dict[str, Any]]:
    """Return the hatched bands of a panel, and its dots: filled where reliable."""
    x, y = panel.axes
    private = [at for at, row in enumerate(panel.rows) if row.is_private]
    shown = panel.shown()
    found: list[dict[str, Any]] = []
    if private:
        found.append(
            {
                "type": "bar",
                "x": private,
                "y": [axis.high - axis.low] * len(private),
                "base": axis.low,
                "width": _BAR,
                "marker": hatch(colours),
                "xaxis": x,
                "yaxis": y,
            }
        )
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [at for at, _, _ in shown],
        "y": [it.value for _, _, it in shown],
        "customdata": [list(row.filters) for _, row, _ in shown],
        "marker": {
            "size": [13 if row.mark.symbol == "diamond" else 11 for _, row, _ in shown],
            "symbol": [row.mark.symbol for _, row, _ in shown],
            "color": [row.mark.colour if row.is_reliable else colours.card for _, row, _ in shown],
            "line": {"width": 2, "color": [row.mark.colour for _, row, _ in shown]},
            "opacity": 1,
        },
        "xaxis": x,
        "yaxis": y,
    }
    return [*found, dots]


def _shapes(panel: Panel, axis: Axis, colours: Palette) -> list[dict[str, Any]]:
    """Return the comparison of each level, its interval, and a dotted line where too few."""
    x, y = panel.axes
    placed = {"xref": x, "yref": y}
    pieces = "".join(
        f"M{at - _PIECE:g},{row.comparison:.6g}L{at + _PIECE:g},{row.comparison:.6g}"
        for at, row, _ in panel.shown()
        if row.comparison is not None
    )
    found: list[dict[str, Any]] = []
    if pieces:
        line = {"color": colours.ink, "width": 2}
        found.append(placed | {"type": "path", "path": pieces, "line": line, "layer": "below"})
    for at, row in enumerate(panel.rows):
        if row.is_too_few:
            line = {"color": colours.control, "width": 2, "dash": DOTTED}
            found.append(placed | _upright(at, axis.low, axis.high, line))
    for at, row, it in panel.shown():
        line = {"color": row.mark.colour, "width": 3 if row.is_reliable else 2}
        if row.is_provisional:
            line["dash"] = PROVISIONAL
        found.append(placed | _upright(at, it.low, it.high, line))
    return found


def _upright(at: int, low: float, high: float, line: dict[str, Any]) -> dict[str, Any]:
    """Return one upright line."""
    ends = {"x0": at, "x1": at, "y0": low, "y1": high}
    return {"type": "line", **ends, "line": line, "layer": "between"}


def _alt(panels: Sequence[Panel], title: str, sentence: str, language: str) -> str:
    """Return what a screen reader says in place of the figure."""
    said = " ".join(
        text("chart.alt_row", language, group=f"{panel.title}, {row.label}", value=row.words)
        for panel in panels
        for row in panel.rows
    )
    return text("chart.alt", language, title=title, sentence=sentence, rows=said)
