"""How changes are written where they are no gap between groups: slopes, trends, parts of a gap.

It promises a magnitude with a word for its direction, and ends that say where they differ in it.
"""

from __future__ import annotations

from typing import overload

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Interval, Reason, Withheld
from seen.domain.measures import Show
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.wording import numbers


def size(found: Interval, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the magnitude of a change: "7.1 points", of a mean "0.12"."""
    said = numbers.magnitude_of(found, show)
    if show is Show.MEAN:
        return said
    return text("views.point" if said == "1" else "views.points", language, n=said)


def directed(found: Interval, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a change with its direction: "7.1 points fewer"; of a mean "0.12 lower"."""
    said = numbers.magnitude_of(found, show)
    if not _as_number(said):
        return size(found, show, language)  # that nought is more or fewer nobody can say
    if show is Show.MEAN:
        return text("verdict.higher" if found.value > 0 else "verdict.lower", language, n=said)
    noun = "point" if said == "1" else "points"
    return text(f"verdict.{noun}_{'more' if found.value > 0 else 'fewer'}", language, n=said)


def change_words(found: Interval | Withheld, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a change with its interval, or why there is none."""
    if isinstance(found, Withheld):
        return found.words(language)
    return f"{directed(found, show, language)} ({spread(found, show, language)})"


def spread(found: Interval, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the ends of a change as magnitudes, with a word where they differ in direction."""
    low, high = numbers.magnitudes_of_ends(found, show)
    if found.low < 0 < found.high:
        key = "views.both_ways_mean" if show is Show.MEAN else "views.both_ways"
        return text(key, language, fewer=low, more=high)
    return text(
        "range", language, low=min(low, high, key=_as_number), high=max(low, high, key=_as_number)
    )


def both_ends(found: Interval, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the ends of a change with their unit, where nothing before them says it."""
    said = spread(found, show, language)
    if show is Show.MEAN:
        return said
    if not found.low < 0 < found.high:
        return text("views.points", language, n=said)
    low, high = numbers.magnitudes_of_ends(found, show)
    noun = "point" if low == "1" else "points"
    return text(f"views.both_ways_{noun}", language, fewer=low, more=high)


def part_of(found: Interval, whole: Interval, show: Show, language: str) -> str:
    """Return the size of a part of a difference, and whether it goes the other way."""
    said = f"{numbers.magnitude_of(found, show)} ({spread(found, show, language)})"
    return text("views.other_way", language, size=said) if found.value * whole.value < 0 else said


def _as_number(said: str) -> float:
    """Return the number a magnitude was written from."""
    return float(said.replace(",", ""))


def moves(found: Interval, language: str) -> str:
    """Return which way something moves, as a noun: what moves may be one or many."""
    return text("views.rises" if found.value > 0 else "views.falls", language)


@overload
def turned(found: Interval, sign: int) -> Interval: ...
@overload
def turned(found: Interval | Withheld, sign: int) -> Interval | Withheld: ...


def turned(found: Interval | Withheld, sign: int) -> Interval | Withheld:
    """Return a number and its interval as they are, or with the other sign."""
    if isinstance(found, Withheld) or sign > 0:
        return found
    return Interval(value=-found.value, low=-found.high, high=-found.low)


def ends_words(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return between which levels a gradient runs; only those of income are more advantaged."""
    by = catalog.dimension(finding.question.by)
    key = f"dimension.{by.name}.ends"
    if has(key, language):
        return text(key, language)
    stated = [it for it in finding.groups if not by.is_unstated(it.group)]
    shown = [it for it in stated if isinstance(it.estimate, Estimate)]
    withheld = [it.estimate for it in stated if isinstance(it.estimate, Withheld)]
    is_hidden = any(it.is_hidden for it in withheld)  # then it runs through shown levels alone
    empty = Withheld(reason=Reason.NO_ANSWERS)
    levels = shown if is_hidden else [it for it in stated if it.estimate != empty]
    ends = (levels[0], levels[-1])
    low, high = (f"“{by.level_label(it.group, language)}”" for it in ends)
    return text("views.ends", language, low=low, high=high)
