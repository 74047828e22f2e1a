"""The cells of a heat: for each pair of levels its class, its words and why it is empty.

They promise the same words everywhere, and the middle class for whatever is not reliable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from seen.charts.heat_range import plausible
from seen.charts.rows import filters_of
from seen.domain.catalog import Catalog
from seen.domain.findings import (
    PROVISIONAL_DF,
    Estimate,
    Finding,
    Gap,
    Group,
    Interval,
    Reason,
    Verdict,
    Withheld,
)
from seen.domain.measures import Show
from seen.text import text
from seen.wording import verdict_words
from seen.wording.counted import counted_words
from seen.wording.numbers import (
    capital,
    decimals_of,
    magnitude,
    magnitude_ends,
    number,
    span_words,
    value,
)

MIDDLE: Final = 2
N_CLASSES: Final = 5
_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2)  # widths of a class of shares
_ROUNDING: Final = 1e-9


class State(StrEnum):
    """What a cell holds."""

    CLASSED = "classed"
    UNCLASSED = "unclassed"  # a value that is compared with nobody
    PRIVATE = "private"
    TOO_FEW = "too_few"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One pair of levels as it is drawn."""

    state: State
    place: int | None  # its class, 0 to 4
    lead: str  # the upper line of a cell
    small: str  # the lower one
    words: str  # the same in a list
    is_bold: bool
    alt: str
    missing: str = ""  # why there is no number
    is_provisional: bool = False
    is_range: bool = False  # both lines say one range, in one size
    filters: tuple[str, ...] = ()  # Dimension and level in turn, to filter by the cell


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of a Finding: rows are the levels of `by`, columns those of `by2`."""

    corner: str
    head: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def every(self) -> tuple[Cell, ...]:
        """All cells, row by row."""
        return tuple(cell for row in self.cells for cell in row)


Make = Callable[[Finding, Group, str], Cell]


def grid(finding: Finding, catalog: Catalog, make: Make, language: str) -> Grid:
    """Return the cells of a crossed Finding; a pair without answers has one too."""
    if finding.question.by2 is None:
        raise ValueError("A heat needs a second Dimension.")
    by, by2 = catalog.dimension(finding.question.by), catalog.dimension(finding.question.by2)
    held = {(item.group, item.group_2 or ""): item for item in finding.groups}
    by_place = {first: (by.is_unstated(first), by.place(first), first) for first, _ in held}
    rows = sorted(by_place, key=by_place.__getitem__)
    columns = list(dict.fromkeys(second for _, second in held))
    nothing = Withheld(reason=Reason.NO_ANSWERS)
    items = [
        [
            held.get((row, column), Group(group=row, group_2=column, estimate=nothing))
            for column in columns
        ]
        for row in rows
    ]
    return Grid(
        corner=by.phrase("label", language),
        head=by2.phrase("label", language),
        rows=tuple(capital(by.level_label(row, language)) for row in rows),
        columns=tuple(capital(by2.level_label(column, language)) for column in columns),
        cells=tuple(
            tuple(_made(finding, item, make, language) for item in line) for line in items
        ),
    )


def _made(finding: Finding, item: Group, make: Make, language: str) -> Cell:
    """Return a cell; one that holds a number names its levels, to filter by them."""
    cell = make(finding, item, language)
    if not isinstance(item.estimate, Estimate):
        return cell
    return replace(cell, filters=filters_of(finding, item))


# -- gaps ----------------------------------------------------------------------------------------


def of_gap(finding: Finding, item: Group, language: str) -> Cell:
    """Return the cell of a comparison."""
    found, gap = item.estimate, finding.gap(item.group, item.group_2)
    if isinstance(found, Withheld):
        return _withheld(finding, found, "", language)
    whole = _whole(finding, found, gap, language)
    if gap is None:
        return _compared(finding, item, found, language)
    if isinstance(gap.difference, Withheld):
        return _withheld(finding, gap.difference, whole, language)
    star = _star(language, is_few=gap.df is not None and gap.df < PROVISIONAL_DF)
    if gap.is_reliable:
        low, high = magnitude_ends(gap, finding)
        ends = text("range", language, low=low, high=high)
        lead, small = magnitude(gap, finding, language, is_short=True), f"{ends}{star}"
        words = _with_ends(lead, ends, language)
    else:
        lead, small = _middle(finding, gap, star, language)
        words = text(f"verdict.{gap.verdict}", language)
    return Cell(
        state=State.CLASSED,
        place=_class_of(gap, gap.difference),
        lead=lead,
        small=small,
        words=f"{words}{star}",
        is_bold=gap.verdict is Verdict.NOTABLE,
        alt=whole,
        is_provisional=bool(star),
        is_range=not gap.is_reliable,
    )


def worse_way(finding: Finding, language: str, *, is_worse: bool = True) -> str:
    """Return which way is worse for a group, or the other one: "fewer"."""
    is_up = (finding.measure.worse_sign(finding.question.show) > 0) is is_worse
    pair = ("higher", "lower") if finding.question.show is Show.MEAN else ("more", "fewer")
    return text(f"heat.way_{pair[0] if is_up else pair[1]}", language)


def _class_of(gap: Gap, difference: Interval) -> int:
    """Return the class of a comparison, from notably worse to notably better."""
    if not gap.is_reliable:
        return MIDDLE
    away = 2 if gap.verdict is Verdict.NOTABLE else 1
    return MIDDLE - away if difference.value > 0 else MIDDLE + away


def _middle(finding: Finding, gap: Gap, star: str, language: str) -> tuple[str, str]:
    """Return both lines of a difference that is not reliable: the range that is plausible."""
    if gap.verdict is Verdict.ABOUT_EQUAL:
        return "", f"{text('verdict.about_equal', language)}{star}"
    low, high = plausible(finding, gap, language)
    return text("heat.range", language, low=low), f"{high}{star}"


def _compared(finding: Finding, item: Group, found: Estimate, language: str) -> Cell:
    """Return the cell of those whom the others are compared with, or of those left out."""
    show = finding.question.show
    near = [gap for gap in finding.gaps if gap.group_2 == item.group_2]
    is_reference = any(gap.versus == item.group for gap in near)
    shown, whole = value(found, show), _whole(finding, found, None, language)
    small = (
        text("heat.comparison", language) if is_reference else span_words(found, show, language)
    )
    said = text("heat.compared", language, value=shown)
    return Cell(
        state=State.UNCLASSED,
        place=None,
        lead=shown,
        small=small,
        words=said if is_reference else _with_ends(shown, small, language),
        is_bold=False,
        alt=said if is_reference else whole,
    )


# -- shares --------------------------------------------------------------------------------------


def of_share(finding: Finding, item: Group, language: str) -> Cell:
    """Return the cell of a share."""
    found, gap = item.estimate, finding.gap(item.group, item.group_2)
    if isinstance(found, Withheld):
        return _withheld(finding, found, "", language)
    show = finding.question.show
    shown, ends = value(found, show), span_words(found, show, language)
    star = _star(language, is_few=found.is_provisional)
    return Cell(
        state=State.CLASSED,
        place=_amount(found, width(finding), show),
        lead=shown,
        small=f"{ends}{star}",
        words=f"{_with_ends(shown, ends, language)}{star}",
        is_bold=gap is not None and gap.verdict is Verdict.NOTABLE,
        alt=_whole(finding, found, gap, language),
        is_provisional=bool(star),
    )


def width(finding: Finding) -> float:
    """Return how wide a class of shares is: five of them hold the largest one."""
    shown = [item.estimate.value for item in finding.groups if isinstance(item.estimate, Estimate)]
    largest = max(shown, default=0.0)
    return next((step for step in _STEPS if N_CLASSES * step >= largest), _STEPS[-1])


def class_words(finding: Finding, language: str) -> tuple[str, ...]:
    """Return what each class of shares holds: "under 10 %", "10 to 20 %"."""
    step = width(finding)
    edges = [number(place * step, 0, Show.TOP) for place in range(N_CLASSES)]
    between = [
        text("heat.amount_from", language, low=low.split()[0], high=high)
        for low, high in pairwise(edges[1:])
    ]
    return (
        text("heat.amount_under", language, high=edges[1]),
        *between,
        text("heat.amount_over", language, low=edges[-1]),
    )


def _amount(found: Estimate, step: float, show: Show) -> int:
    """Return the class of a share as it is printed, so that colour and number agree."""
    printed = round(100 * found.value, decimals_of(found, show)) / 100  # 2.5 to 2, not .025 to .03
    return min(N_CLASSES - 1, int(printed / step + _ROUNDING))


# -- both ----------------------------------------------------------------------------------------


def _withheld(finding: Finding, found: Withheld, before: str, language: str) -> Cell:
    """Return a cell without a number."""
    state = State.TOO_FEW if found.reason is Reason.TOO_FEW else State.NOTHING
    state = State.PRIVATE if found.is_hidden else state
    said = found.words(language, of=finding.measure)
    plain = Withheld(reason=found.reason)  # VISUAL.md: here the count may go
    words = plain.words(language, of=finding.measure)
    return Cell(
        state=state,
        place=None,
        lead=text("heat.nothing", language) if state is State.NOTHING else "",
        small="",
        words=words,
        is_bold=False,
        alt=f"{before}, {said}" if before else said,
        missing=words,
    )


def _whole(finding: Finding, found: Estimate, gap: Gap | None, language: str) -> str:
    """Return everything about a cell in one phrase, for alt text."""
    show = finding.question.show
    parts = [_with_ends(value(found, show), span_words(found, show, language), language)]
    if gap is not None:
        parts.append(verdict_words(finding, gap, language))
    parts.append(counted_words(finding.measure, found.n_answers, language))
    return ", ".join(part for part in parts if part)


def _with_ends(shown: str, ends: str, language: str) -> str:
    """Return a value with the ends of its interval."""
    return text("heat.interval", language, value=shown, ends=ends)


def _star(language: str, *, is_few: bool) -> str:
    """Return the mark of a provisional number, where it is one."""
    return text("heat.provisional", language) if is_few else ""
