"""What of a figure a slide can draw by itself: rows with intervals, lines with intervals, bars.

It promises the numbers, words and marks of the figure, from the same rows that the figure draws,
and nothing for a figure that has no such form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from seen.charts import dots, hour, hour_rows, hundred, hundred_rows, places, pressure, shares
from seen.charts.axes import drawn_ends, value_axis, variation_axis
from seen.charts.palette import LIGHT, mark
from seen.charts.parts import parts
from seen.charts.pressure_rows import Picture, picture
from seen.charts.rows import Row, rows
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Interval
from seen.domain.measures import Show
from seen.export.forms import Bars, Dot, Dots, Lines, Native, Segment
from seen.export.story import Scene
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import shared_versus, versus_words
from seen.wording.burnout import block_words, scale_words
from seen.wording.counted import counted_column
from seen.wording.numbers import capital


def native(scene: Scene, catalog: Catalog) -> Native | None:
    """Return what a slide draws of a figure; None where it takes a picture and a table."""
    shown = scene.shown
    if shown is None or (make := _MADE.get(shown.draw)) is None:
        return None
    return make(*shown.drawn, catalog=catalog, **shown.more)


# -- rows ----------------------------------------------------------------------------------------


def _gaps(finding: Finding, *, catalog: Catalog, **_: Any) -> Dots:
    """Return the rows of one Finding."""
    return _dots([finding], catalog, [_rows_of(finding, catalog)])


def _adjusted(crude: Finding, finding: Finding, *, catalog: Catalog, **_: Any) -> Dots:
    """Return adjusted rows; their crude numbers stand in the table."""
    made = _dots([finding], catalog, [_rows_of(finding, catalog)])
    share, gap, n = made.heads
    return replace(made, heads=(text("export.adjusted", head=share), gap, n))


def _multiples(findings: Sequence[Finding], *, catalog: Catalog, **_: Any) -> Dots:
    """Return the rows of several Findings, each row named after what it is grouped by."""
    held = []
    for finding in findings:
        practice = catalog.dimension(finding.question.by).phrase("label")
        found = _rows_of(finding, catalog)
        held.append([replace(it, label=_of(practice, it.label)) for it in found])
    return _dots(findings, catalog, held)


def _of(first: str, second: str) -> str:
    """Return a row's label after what it belongs to."""
    return text("export.row_of", first=first, second=second)


def _rows_of(finding: Finding, catalog: Catalog) -> list[Dot]:
    """Return the rows of a Finding, each named by both of its groups where there are two."""
    found, heading = [], ""
    for row in rows(finding, catalog, LIGHT, DEFAULT_LANGUAGE):
        heading = row.heading or heading
        dot = _dot(row)
        found.append(replace(dot, label=_of(heading, dot.label)) if heading else dot)
    return found


def _dot(row: Row) -> Dot:
    """Return a row of the figure as a row of a slide."""
    found = row.estimate if isinstance(row.estimate, Interval) else None
    gap = row.gap_words
    if row.is_provisional:
        gap = text("chart.provisional", words=gap) if gap else row.provisional_words
    return Dot(
        label=row.label,
        colour=row.mark.colour,
        symbol=row.mark.symbol,
        found=found,
        value=f"{row.value_words} {row.interval_words}".strip(),
        gap=gap,
        n="" if found is None else f"{getattr(row.estimate, 'n_answers', 0):,}",
        comparison=row.comparison,
        is_reliable=row.is_reliable,
        is_notable=row.is_notable,
        is_provisional=row.is_provisional,
        is_hidden=row.is_private,
        is_too_few=row.is_too_few,
    )


def _dots(findings: Sequence[Finding], catalog: Catalog, held: list[list[Dot]]) -> Dots:
    """Return rows on the axis that all of their Findings share."""
    first = findings[0]
    kind = "mean" if first.question.show is Show.MEAN else "share"
    said = versus_words(shared_versus(first), catalog.dimension(first.question.by))
    values = [end for finding in findings for end in drawn_ends(finding)]
    return Dots(
        rows=tuple(it for some in held for it in some),
        axis=value_axis(first, DEFAULT_LANGUAGE, values=values),
        heads=(
            text(f"chart.{kind}_column"),
            text("chart.gap_column", versus=said),
            counted_column(first.measure),
        ),
        line=text("chart.line", versus=said),
        is_share=first.question.show is not Show.MEAN,
    )


def _blocks(findings: Sequence[Finding], *, catalog: Catalog, **_: Any) -> Dots:
    """Return the share of variation that goes with each block, scale by scale."""
    held: list[Dot] = []
    ends: list[float] = []
    for finding in findings:
        scale = capital(scale_words(finding, catalog))
        for line in parts(finding, catalog):
            if line.name not in ("block", "unexplained"):
                continue
            found = line.found if isinstance(line.found, Interval) else None
            is_block = line.name == "block"
            said = block_words(line.group or "") if is_block else text("export.unexplained")
            slot, symbol = shares.MARKS.get(line.group or "", (0, "circle"))
            ends += [found.low, found.high] if found and is_block else []
            held.append(
                Dot(
                    label=_of(scale, said),
                    colour=LIGHT.slots[slot],
                    symbol=symbol,
                    found=found if is_block else None,  # said in words, as in the figure
                    value=line.words,
                )
            )
    heads = (text("chart.share_column"), "", "")
    axis = variation_axis(ends, DEFAULT_LANGUAGE)
    return Dots(rows=tuple(held), axis=axis, heads=heads, line="", is_share=True)


# -- lines and bars ------------------------------------------------------------------------------


def _lines(
    finding: Finding,
    exposure: Finding | None,
    *,
    catalog: Catalog,
    groups: tuple[str, ...],
    **_: Any,
) -> Lines | None:
    """Return the lines of groups over the levels of the second Dimension.

    None where an instrument changed along the way: a line of a slide would run across it.
    """
    made: Picture = picture(finding, None, catalog, groups, LIGHT, DEFAULT_LANGUAGE)
    if any(line.begins for line in made.lines):
        return None
    found = [point.found for line in made.lines for point in line.points]
    ends = [end for it in found if isinstance(it, Interval) for end in (it.low, it.high)]
    return Lines(
        levels=made.levels,
        lines=made.lines,
        axis=value_axis(finding, DEFAULT_LANGUAGE, values=ends),
        along=made.axis,
        is_share=finding.question.show is not Show.MEAN,
    )


def _hundred(findings: Sequence[Finding], *, catalog: Catalog, **_: Any) -> Bars | None:
    """Return what a hundred requests of each group got; None where a bar has a hole."""
    held = hundred_rows.parted(findings)
    made = hundred_rows.bars(held, catalog, DEFAULT_LANGUAGE)
    if any(it.segments and it.unsaid for it in made):
        return None
    names = [(it.measure.name, hundred_rows.part_label(it, DEFAULT_LANGUAGE)) for it in held.parts]
    colours = dict(zip((name for name, _ in names), LIGHT.access, strict=False))
    segments = []
    for name, label in names:
        by_bar = [{it.name: it.value for it in bar.segments} for bar in made]
        values = tuple(it.get(name) for it in by_bar)
        colour = None if name == hundred_rows.NOBODY else colours.get(name)
        segments.append(Segment(name=label, colour=colour, values=values))
    said = tuple(", ".join(filter(None, (it.unsaid, it.gap, it.wait_said))) for it in made)
    labels = tuple(it.label for it in made)
    return Bars(labels=labels, segments=tuple(segments), words=said, most=1.0, form="0\u00a0%")


def _hour(
    held: Finding,
    beyond: Finding | None,
    uncredited: Finding | None,
    *,
    catalog: Catalog,
    **_: Any,
) -> Bars | None:
    """Return where an hour goes, group by group; None where a bar has a hole."""
    made = hour_rows.bars(held, beyond, uncredited, catalog, DEFAULT_LANGUAGE)
    if any(it.missing for it in made):
        return None
    dimension = catalog.dimension(held.question.by2 or "")
    levels = [it for it in dimension.levels if any(p.level == it for b in made for p in b.pieces)]
    segments = []
    for level in levels:
        by_bar = [{it.level: it.minutes.value for it in bar.pieces} for bar in made]
        segments.append(
            Segment(
                name=capital(dimension.level_label(level)),
                colour=mark(dimension, level, LIGHT).colour,
                values=tuple(it.get(level) for it in by_bar),
            )
        )
    said = tuple(
        bar.why.words(of=held.measure)
        if bar.why is not None
        else "; ".join(hour_rows.beside_words(bar, DEFAULT_LANGUAGE))
        for bar in made
    )
    labels = tuple(it.label for it in made)
    return Bars(labels=labels, segments=tuple(segments), words=said, most=60.0, form="0")


_MADE: Final[Mapping[Callable[..., Any], Callable[..., Native | None]]] = {
    dots.gaps: _gaps,
    dots.adjusted: _adjusted,
    places.multiples: _multiples,
    shares.shares: _blocks,
    pressure.lines: _lines,
    hundred.hundred: _hundred,
    hour.hour: _hour,
}
