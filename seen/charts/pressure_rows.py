"""What the figure of time pressure draws: a line for each group and one for everyone else.

It promises that a level without a number keeps its place and its cause, and that alt text says
every number with its interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from seen.charts.palette import Palette, mark
from seen.charts.rows import rows
from seen.domain.catalog import Catalog
from seen.domain.derived import PRESSURE
from seen.domain.findings import (
    Estimate,
    Finding,
    Gap,
    Interval,
    Reason,
    Verdict,
    Withheld,
)
from seen.text import text
from seen.wording import shared_versus, verdict_words, versus_words
from seen.wording.numbers import (
    capital,
    magnitude_ends,
    range_words,
    span_words,
    uncapital,
    value,
)

_NOBODY: Final = Withheld(reason=Reason.NO_ANSWERS)


@dataclass(frozen=True, kw_only=True)
class Point:
    """A line or a strip at one level."""

    found: Interval | Withheld
    is_reliable: bool
    value_words: str
    words: str  # all of it, for alt text

    @property
    def is_provisional(self) -> bool:
        """Whether its interval is itself uncertain."""
        return isinstance(self.found, Estimate) and self.found.is_provisional


@dataclass(frozen=True, kw_only=True)
class Line:
    """One group at every level, or everyone else."""

    name: str
    colour: str
    symbol: str
    is_others: bool
    points: tuple[Point, ...]
    filters: tuple[str, ...] = ()  # Dimension and level, to filter by the group
    follows: tuple[int, ...] = ()  # where everyone else are not drawn since the first group is not
    lead: str = ""  # that group's name
    begins: frozenset[int] = frozenset()  # levels asked by another instrument than those before

    @property
    def shown(self) -> tuple[int, ...]:
        """The levels with a number."""
        return tuple(
            place for place, point in enumerate(self.points) if isinstance(point.found, Interval)
        )

    @property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """The levels with a number, in unbroken runs."""
        found: list[list[int]] = []
        for place in self.shown:
            if found and found[-1][-1] == place - 1 and place not in self.begins:
                found[-1].append(place)
            else:
                found.append([place])
        return tuple(map(tuple, found))

    def withheld(self) -> dict[int, Withheld]:
        """Return why each other level has no number."""
        return {
            place: point.found
            for place, point in enumerate(self.points)
            if isinstance(point.found, Withheld)
        }


@dataclass(frozen=True, kw_only=True)
class Apart:
    """How far the first group and everyone else lie apart at one level."""

    level: int
    lead: Interval
    others: Interval
    words: str
    interval_words: str
    is_reliable: bool
    is_notable: bool


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All that one figure draws."""

    along: str  # what the levels are of, inside a line: "time pressure"
    axis: str  # the same under them
    levels: tuple[str, ...]  # as they are written
    short: tuple[str, ...]  # inside a line of words
    lines: tuple[Line, ...]
    strips: tuple[Line, ...]
    aparts: tuple[Apart, ...]  # at the least and at the most pressure, where that is shown

    @property
    def foot(self) -> tuple[Line, ...]:
        """The groups with a level without a number, and everyone else where they lack one."""
        return tuple(line for line in self.lines if line.withheld())


def picture(
    finding: Finding,
    exposure: Finding | None,
    catalog: Catalog,
    groups: Sequence[str],
    colours: Palette,
    language: str,
) -> Picture:
    """Return what is drawn of these groups, the first of which everyone else is compared with."""
    second = catalog.dimension(finding.question.by2 or "")
    levels = _levels(finding, catalog)
    ends = (_apart(finding, levels, at, groups[0], language) for at in (0, len(levels) - 1))
    labels = tuple(second.level_label(level, language) for level in levels)
    begins = frozenset(levels.index(level) for level in finding.breaks if level in levels)
    lines = _lines(finding, catalog, groups, colours, language)
    along = uncapital(second.phrase("label", language), language)
    return Picture(
        along=along,
        axis=text("pressure.axis", language) if second.name == PRESSURE else along,
        levels=labels,
        short=tuple(
            level if level.isdecimal() else label
            for level, label in zip(levels, labels, strict=True)
        ),
        lines=tuple(replace(line, begins=begins) for line in lines),
        strips=() if exposure is None else _lines(exposure, catalog, groups, colours, language),
        aparts=tuple(end for end in ends if end is not None),
    )


def _levels(finding: Finding, catalog: Catalog) -> tuple[str, ...]:
    """Return the levels of time pressure, without "not stated"."""
    second = catalog.dimension(finding.question.by2 or "")
    return tuple(level for level in second.levels if not second.is_unstated(level))


def _lines(
    finding: Finding,
    catalog: Catalog,
    groups: Sequence[str],
    colours: Palette,
    language: str,
) -> tuple[Line, ...]:
    """Return the groups' lines or strips in their order, everyone else last.

    Everyone else is what the first group is compared with; where that is itself drawn, or is the
    first group, there is none.
    """
    levels = _levels(finding, catalog)
    by = catalog.dimension(finding.question.by)
    drawn = replace(finding, groups=tuple(it for it in finding.groups if it.group in groups))
    made = {
        (item.group, item.group_2): (item.estimate, row)
        for item, row in zip(drawn.groups, rows(drawn, catalog, colours, language), strict=True)
    }
    found = []
    for group in groups:
        points = []
        for level in levels:
            estimate, row = made.get((group, level), (_NOBODY, None))
            points.append(
                Point(
                    found=estimate,
                    is_reliable=row is not None and row.is_reliable,
                    value_words=row.value_words if row else "",
                    words=row.words if row else _NOBODY.words(language, of=finding.measure),
                )
            )
        looks = mark(by, group, colours)
        found.append(
            Line(
                name=capital(by.level_label(group, language)),
                colour=looks.colour,
                symbol=looks.symbol,
                is_others=False,
                points=tuple(points),
                filters=() if by.is_unstated(group) else (by.name, group),
            )
        )
    others = _others(finding, catalog, groups, levels, colours, language)
    return (*found, _following(others, found[0], language)) if others else tuple(found)


def _following(others: Line, lead: Line, language: str) -> Line:
    """Return everyone else, who are not drawn where the first group has no number.

    Not for want of a number of their own: beside a hidden group it could give that group away.
    """
    follows = tuple(place for place in others.withheld() if place in lead.withheld())
    said = text("pressure.follows", language, lead=lead.name)
    points = tuple(
        replace(point, words=said) if place in follows else point
        for place, point in enumerate(others.points)
    )
    return replace(others, points=points, follows=follows, lead=lead.name)


def _others(
    finding: Finding,
    catalog: Catalog,
    groups: Sequence[str],
    levels: Sequence[str],
    colours: Palette,
    language: str,
) -> Line | None:
    """Return what the first group is compared with, where it is not drawn already."""
    if finding.question.versus in groups:
        return None
    show = finding.question.show
    points = []
    for level in levels:
        gap = finding.gap(groups[0], level)
        found: Interval | Withheld = _NOBODY
        if gap is not None and gap.reference is not None:
            found = gap.reference
        elif gap is not None and isinstance(gap.difference, Withheld):
            found = gap.difference
        words = (
            f"{value(found, show)} ({span_words(found, show, language)})"
            if isinstance(found, Interval)
            else found.words(language, of=finding.measure)
        )
        said = value(found, show) if isinstance(found, Interval) else ""
        points.append(Point(found=found, is_reliable=False, value_words=said, words=words))
    by = catalog.dimension(finding.question.by)
    name = versus_words(shared_versus(_of_lead(finding, groups[0])), by, language)
    return Line(
        name=capital(name),
        colour=colours.second,
        symbol="circle",
        is_others=True,
        points=tuple(points),
    )


def _of_lead(finding: Finding, lead: str) -> Finding:
    """Return the Finding with the comparisons of the first group alone."""
    return replace(finding, gaps=tuple(gap for gap in finding.gaps if gap.group == lead))


def _apart(
    finding: Finding, levels: Sequence[str], place: int, lead: str, language: str
) -> Apart | None:
    """Return how far apart they lie at one level."""
    gap = finding.gap(lead, levels[place])
    item = next(
        (it for it in finding.groups if (it.group, it.group_2) == (lead, levels[place])), None
    )
    if gap is None or gap.reference is None or isinstance(gap.difference, Withheld):
        return None
    if item is None or not isinstance(item.estimate, Estimate):
        return None
    words, ends = _apart_words(finding, gap, language)
    return Apart(
        level=place,
        lead=item.estimate,
        others=gap.reference,
        words=words,
        interval_words=ends,
        is_reliable=gap.is_reliable,
        is_notable=gap.verdict is Verdict.NOTABLE,
    )


def _apart_words(finding: Finding, gap: Gap, language: str) -> tuple[str, str]:
    """Return a difference and its interval in words: "11 points fewer", "(6 to 16)"."""
    if gap.is_reliable:
        low, high = magnitude_ends(gap, finding)
    else:
        low, high = range_words(gap, finding, language)
    words = verdict_words(finding, gap, language)
    return words, text("pressure.plausible", language, low=low, high=high)
