"""What a screen reader says in place of the figure of time pressure.

It promises every number of the figure with its interval, and every missing one with its cause.
"""

from __future__ import annotations

from collections.abc import Sequence

from seen.charts.pressure_rows import Line, Picture
from seen.charts.pressure_strips import share_at_most
from seen.domain.findings import Finding
from seen.text import text
from seen.wording.numbers import capital


def alt_text(
    finding: Finding, drawn: Picture, title: str, further: Sequence[str], language: str
) -> str:
    """Return what a screen reader says in place of the figure; `further` comes last."""
    said = [_alt_line("alt_line", line, drawn, language) for line in drawn.lines]
    said += [
        text(
            "pressure.alt_gap",
            language,
            along=capital(drawn.along),
            level=drawn.levels[end.level],
            words=f"{end.words} {end.interval_words}",
        )
        for end in drawn.aparts
    ]
    for strip in drawn.strips:
        said.append(_alt_line("alt_strip", strip, drawn, language))
        if at_most := share_at_most(strip, drawn.short, language):
            said.append(text("chart.alt_row", language, group=strip.name, value=at_most))
    rows = " ".join([*said, *further])
    return text("chart.alt", language, title=title, sentence=finding.sentence, rows=rows)


def _alt_line(key: str, line: Line, drawn: Picture, language: str) -> str:
    """Return a line or a strip in words."""
    points = "; ".join(
        text("pressure.alt_point", language, level=label, words=point.words)
        for label, point in zip(drawn.levels, line.points, strict=True)
    )
    return text(f"pressure.{key}", language, name=line.name, along=drawn.along, points=points)
