"""The rows of a figure of changes: the parts of a difference, differences all at once, slopes.

They promise the words of every row beside its numbers, and the worse side of a difference below 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from seen.charts.palette import Palette, mark
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Interval, Withheld
from seen.text import has, text
from seen.wording.changes import change_words, turned
from seen.wording.counted import counted_words
from seen.wording.numbers import capital
from seen.wording.views import estimate, lead_group, part, strata_words


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row: a change from somewhere, with its interval, or why there is none."""

    label: str
    found: Interval | Withheld  # as it is drawn
    colour: str
    words: str
    start: float = 0.0  # where its bar begins
    is_bar: bool = False
    symbol: str = "circle"
    is_reliable: bool = True
    comparison: float | None = None  # what it is compared with, where that differs by row
    comparison_words: str = ""


def gap_rows(
    finding: Finding, catalog: Catalog, colours: Palette, language: str
) -> tuple[Change, ...]:
    """Return the parts of the lead group's difference, each from where the last one ended."""
    gap = lead_group(finding, catalog)
    if gap is None:
        return ()
    by = catalog.dimension(finding.question.by)
    colour = mark(by, gap.group, colours).colour
    strata = strata_words(finding, catalog, language)
    made: list[Change] = []
    at = 0.0
    for name in ("composition", "same_setting", "uncovered"):
        held = part(finding, name, gap.group)
        if held is None:
            continue
        row = Change(
            label=_label(name, finding, strata, language),
            found=turned(held.estimate, -1),
            start=at,
            is_bar=True,
            colour=colour,
            words=_said(held.estimate, finding, language),
        )
        at += row.found.value if isinstance(row.found, Interval) else 0.0
        made.append(row)
    return (
        *made,
        Change(
            label=text("changes.whole", language),
            found=turned(gap.difference, -1),
            colour=colour,
            words=_said(gap.difference, finding, language),
        ),
    )


def slope_rows(
    finding: Finding, catalog: Catalog, colours: Palette, language: str
) -> tuple[Change, ...]:
    """Return the slope of every group beside that of its comparison, in the Finding's order."""
    by, show = catalog.dimension(finding.question.by), finding.question.show
    made = []
    for held in finding.parts:
        if held.name != "slope" or held.group is None:
            continue
        looks, gap = mark(by, held.group, colours), finding.gap(held.group)
        beside = estimate(finding, "slope_versus", held.group)
        made.append(
            Change(
                label=capital(by.level_label(held.group, language)),
                found=held.estimate,
                colour=looks.colour,
                symbol=looks.symbol,
                is_reliable=gap is None or gap.is_reliable,
                words=_counted(
                    change_words(held.estimate, show, language), held.estimate, finding, language
                ),
                comparison=None if beside is None else beside.value,
                comparison_words="" if beside is None else change_words(beside, show, language),
            )
        )
    return tuple(made)


def band_rows(
    finding: Finding, catalog: Catalog, colours: Palette, language: str
) -> tuple[Change, ...]:
    """Return the difference of every group with its band, or why it has none."""
    by = catalog.dimension(finding.question.by)
    made = []
    for gap in finding.gaps:
        held, looks = part(finding, "gap_band", gap.group), mark(by, gap.group, colours)
        found = gap.difference if held is None else held.estimate
        made.append(
            Change(
                label=capital(by.level_label(gap.group, language)),
                found=turned(found, -1),
                colour=looks.colour,
                symbol=looks.symbol,
                is_reliable=gap.is_reliable,
                words=_counted(_said(found, finding, language), found, finding, language),
            )
        )
    return tuple(made)


def _said(stored: Interval | Withheld, finding: Finding, language: str) -> str:
    """Return a difference, stored as "positive is worse", in words of more and fewer."""
    show = finding.question.show
    return change_words(turned(stored, finding.measure.worse_sign(show)), show, language)


def _label(name: str, finding: Finding, strata: str, language: str) -> str:
    """Return what a part goes with; several strata are named by the sentence, not on a bar."""
    key = f"changes.{name}"
    if len(finding.question.strata) > 1 and has(f"{key}_many", language):
        return text(f"{key}_many", language)
    return text(key, language, strata=strata)


def _counted(words: str, found: Interval | Withheld, finding: Finding, language: str) -> str:
    """Return a number with how many answers stand behind its group, where it is shown."""
    if not isinstance(found, Estimate):
        return words
    return f"{words}, {counted_words(finding.measure, found.n_answers, language)}"
