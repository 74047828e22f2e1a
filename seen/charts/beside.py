"""A bot beside humans: how each kind of human differs from it, and nobody, who was not asked.

It promises that the hurried human is never drawn without the unhurried one, and that those who
got nobody have a row although nothing is known of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from seen.charts import Chart
from seen.charts.axes import Axis, change_axis
from seen.charts.marks import (
    DOTTED,
    PROVISIONAL,
    SMALL,
    base,
    escaped,
    figure,
    hatch,
    on_ground,
    rules,
    value_scale,
    word,
)
from seen.charts.palette import Palette, palette
from seen.charts.rows import is_provisional
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Interval, Reason, Verdict, Withheld
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.changes import turned
from seen.wording.counted import counted_words
from seen.wording.machine import gap_words
from seen.wording.numbers import capital, decimals_of, number

_TOP, _AXIS = 30, 52  # px
_AT: Final = 20  # px right of the plot


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where marks and words stand: px, and parts of a row from its middle."""

    row: int
    left: int
    right: int
    bar: float  # height of a hatched bar
    is_narrow: bool


_WIDE: Final = Layout(row=56, left=250, right=330, bar=0.4, is_narrow=False)
_NARROW: Final = Layout(row=96, left=18, right=18, bar=0.16, is_narrow=True)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of human as it is drawn, or nobody."""

    label: str
    found: Interval | Withheld | None  # worse for the human on the left; None: nobody was asked
    words: str
    beneath: str
    is_reliable: bool = False
    is_notable: bool = False
    is_provisional: bool = False

    @property
    def is_hatched(self) -> bool:
        """Whether the row is drawn as one of which nothing may be, or can be, known."""
        if isinstance(self.found, Withheld):
            return self.found.reason is Reason.PRIVATE
        return self.found is None


def beside(
    findings: Sequence[Finding],
    catalog: Catalog,
    *,
    is_dark: bool,
    is_narrow: bool,
    title: str,
    sentence: str,
    language: str = DEFAULT_LANGUAGE,
) -> Chart:
    """Return the figure of a bot beside humans.

    Parameters
    ----------
    findings
        Each compares kinds of humans with a bot, in the same Measure.
    """
    colours, layout = palette(is_dark=is_dark), _NARROW if is_narrow else _WIDE
    made = [_kind(it, gap, catalog, language) for it in findings for gap in it.gaps]
    made.append(_nobody(language))
    first = findings[0]
    sign = -first.measure.worse_sign(first.question.show)
    axis = change_axis(_ends(made), first.question.show, "machine.axis", language, sign)
    tall = height(len(made) - 1, is_narrow=is_narrow)
    zero = {"zeroline": True, "zerolinecolor": colours.control, "zerolinewidth": 2}
    room = base(colours, height=tall, left=layout.left, right=layout.right, top=_TOP, bottom=_AXIS)
    drawn = room | {
        "barmode": "overlay",
        "xaxis": value_scale(axis, colours) | zero,
        "yaxis": {"range": [len(made) - 0.5, -0.5], "visible": False, "fixedrange": True},
        "shapes": [
            *rules(len(made), colours, left=layout.left, right=layout.right),
            *_intervals(made, axis, colours),
        ],
        "annotations": _words(made, colours, layout, language),
    }
    data = [*_hatched(made, axis, colours, layout), *_dots(made, colours)]
    rows = " ".join(
        text("chart.alt_row", language, group=it.label, value=_joined(it)) for it in made
    )
    said = text("chart.alt", language, title=title, sentence=sentence, rows=rows)
    return Chart(figure=figure(data, drawn), alt_text=said, height=tall)


def height(n_kinds: int, *, is_narrow: bool) -> int:
    """Return how high the figure of so many kinds of humans is, in px."""
    return (_NARROW if is_narrow else _WIDE).row * (n_kinds + 1) + _TOP + _AXIS


def _kind(finding: Finding, gap: Gap, catalog: Catalog, language: str) -> Kind:
    """Return one kind of human beside a bot."""
    by, measure = catalog.dimension(finding.question.by), finding.measure
    own = next(it.estimate for it in finding.groups if it.group == gap.group)
    label = capital(by.level_label(gap.group, language))
    if isinstance(gap.difference, Withheld) or not isinstance(own, Estimate):
        why = own if isinstance(own, Withheld) else gap.difference
        said = why.words(language, of=measure) if isinstance(why, Withheld) else ""
        return Kind(label=label, found=turned(gap.difference, -1), words=said, beneath="")
    show = finding.question.show
    decimals = decimals_of(own, show)
    is_moving = is_provisional(own, gap)
    said = gap_words(finding, gap, language)
    return Kind(
        label=label,
        found=turned(gap.difference, -1),
        words=said,
        beneath=text(
            "machine.beneath",
            language,
            value=number(own.value, decimals, show),
            bot="" if gap.reference is None else number(gap.reference.value, decimals, show),
            n=counted_words(measure, own.n_answers, language),
        ),
        is_reliable=gap.is_reliable,
        is_notable=gap.verdict is Verdict.NOTABLE,
        is_provisional=is_moving,
    )


def _nobody(language: str) -> Kind:
    """Return the row of those who got nobody."""
    label, said = text("machine.nobody", language), text("machine.not_asked", language)
    return Kind(label=label, found=None, words=said, beneath="")


def _joined(it: Kind) -> str:
    """Return all words of a row in one phrase."""
    return ", ".join(filter(None, (it.words, it.beneath)))


def _ends(made: Sequence[Kind]) -> list[float]:
    """Return every value the axis has to hold; a little to both sides where there is none."""
    shown = [it.found for it in made if isinstance(it.found, Interval)]
    found = [0.0, *(end for it in shown for end in (it.low, it.high))]
    return found if len(found) > 1 else [-0.1, 0.1]


def _hatched(
    made: Sequence[Kind], axis: Axis, colours: Palette, layout: Layout
) -> list[dict[str, Any]]:
    """Return a hatched band for each row of which nothing is known or may be."""
    rows = [place for place, it in enumerate(made) if it.is_hatched]
    band = {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [axis.high - axis.low] * len(rows),
        "base": axis.low,
        "width": layout.bar,
        "marker": hatch(colours),
    }
    return [band]


def _intervals(made: Sequence[Kind], axis: Axis, colours: Palette) -> list[dict[str, Any]]:
    """Return every interval as a shape, and a dotted line where there are too few to judge."""
    found = []
    for at, it in enumerate(made):
        line: dict[str, Any] = {"color": colours.control, "width": 2, "dash": DOTTED}
        ends = (axis.low, axis.high)
        if isinstance(it.found, Interval):
            ends = (it.found.low, it.found.high)
            line = {"color": colours.access[0], "width": 3 if it.is_reliable else 2}
            if it.is_provisional:
                line["dash"] = PROVISIONAL
        elif it.is_hatched or it.found is None or it.found.reason is not Reason.TOO_FEW:
            continue
        across = {"xref": "x", "x0": ends[0], "x1": ends[1], "yref": "y", "y0": at, "y1": at}
        found.append({"type": "line", **across, "line": line, "layer": "between"})
    return found


def _dots(made: Sequence[Kind], colours: Palette) -> list[dict[str, Any]]:
    """Return every difference: filled where it is reliable, hollow where it is not."""
    shown = [(at, it, it.found) for at, it in enumerate(made) if isinstance(it.found, Interval)]
    colour = colours.access[0]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [found.value for _, _, found in shown],
        "y": [at for at, _, _ in shown],
        "marker": {
            "size": 11,
            "symbol": "circle",
            "color": [colour if it.is_reliable else colours.card for _, it, _ in shown],
            "line": {"width": 2, "color": colour},
            "opacity": 1,
        },
    }
    return [dots] if shown else []


def _words(
    made: Sequence[Kind], colours: Palette, layout: Layout, language: str
) -> list[dict[str, Any]]:
    """Return every word around the plot."""
    line = text("machine.line", language)
    head: dict[str, Any] = {"x": 0, "xref": "x", "anchor": "center", "yshift": 14}
    words = [word(line, y=-0.5, size=SMALL, colour=colours.ink, **head)]
    for at, it in enumerate(made):
        row = _narrow_row if layout.is_narrow else _wide_row
        words += row(at, it, colours)
    return [it for it in words if it["text"]]


def _wide_row(at: int, it: Kind, colours: Palette) -> list[dict[str, Any]]:
    """Return the words of a row beside its mark."""
    up, down = (9, -10) if it.beneath else (0, 0)
    ink = colours.ink if isinstance(it.found, Interval) else colours.second
    beneath = word(it.beneath, x=1, y=at, colour=colours.second, size=SMALL, xshift=_AT)
    return [
        word(escaped(it.label), x=0, y=at, colour=colours.ink, xshift=-_WIDE.left),
        word(_bold(it), x=1, y=at, colour=ink, xshift=_AT, yshift=up),
        beneath | {"yshift": down},
    ]


def _narrow_row(at: int, it: Kind, colours: Palette) -> list[dict[str, Any]]:
    """Return the words of a row above and beneath its mark."""
    left: dict[str, Any] = {"x": 0, "xshift": -_NARROW.left}
    words = [
        word(escaped(it.label), y=at - 0.34, colour=colours.ink, **left),
        word(_bold(it), y=at + 0.22, colour=colours.ink, size=SMALL, **left),
        word(it.beneath, y=at + 0.39, colour=colours.second, size=SMALL, **left),
    ]
    return [on_ground(said, colours.card) for said in words if said["text"]]


def _bold(it: Kind) -> str:
    """Return the difference of a row, bold where it is notable."""
    said = escaped(it.words)
    return f"<b>{said}</b>" if it.is_notable else said
