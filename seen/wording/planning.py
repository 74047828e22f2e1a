"""What it takes to see a difference, how far silence could move a figure, and minutes as staff.

It promises to say what rests on what, and never that more answers would find a difference.
"""

from __future__ import annotations

from math import ceil

from seen.domain.findings import Estimate, Interval, Withheld
from seen.domain.measures import Show
from seen.stats.nonresponse import Bounds
from seen.stats.planner import Plan
from seen.stats.staffing import FULL_TIME, Staffing
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import numbers
from seen.wording.changes import size


def plan_words(
    found: Plan, show: Show, *, people: str, versus: str, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return the smallest difference that the data would show as it is."""
    smallest = _size(found.smallest, show, language)
    return text("planner.now", language, size=smallest, people=people, versus=versus)


def plan_row(found: Plan, show: Show, language: str = DEFAULT_LANGUAGE) -> tuple[str, str, str]:
    """Return a size of difference, how many times the places it takes, or how many answers."""
    size = _size(found.wanted, show, language, decimals=False)
    if found.smallest <= found.wanted:
        enough = text("planner.enough", language)
        return size, enough, enough
    places = text("planner.places", language, times=f"{max(found.more_institutions, 1.1):.1f}")
    if isinstance(found.answers_needed, Withheld):
        return size, places, text("planner.answers_never", language)
    needed, now = numbers.count(found.answers_needed), numbers.count(ceil(found.answers_now))
    return size, places, text("planner.answers", language, n=needed, now=now)


def bounds_words(found: Bounds | Withheld, did: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how far those who did not answer could move the share of all who were asked."""
    if isinstance(found, Withheld):
        return ""
    return text(
        "planner.bounds",
        language,
        did=did,
        low=numbers.percent(found.lowest.low),
        high=numbers.percent(found.highest.high),
    )


def staffing_words(found: Staffing, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what minutes short add up to in a week, and how many full-time people that is."""
    return text(
        "minutes.total",
        language,
        hours=hours_words(found, language),
        staff=staff_words(found, language),
        full_time=f"{FULL_TIME:g}",
    )


def hours_words(found: Staffing, language: str = DEFAULT_LANGUAGE) -> str:
    """Return hours a week with their interval."""
    return _roughly(found.hours, language)


def staff_words(found: Staffing, language: str = DEFAULT_LANGUAGE) -> str:
    """Return full-time people with their interval."""
    return _roughly(found.staff, language)


def minutes_words(found: Estimate, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the mean minutes of a group with their interval."""
    span = numbers.span_words(found, Show.MEAN, language)
    return f"{numbers.value(found, Show.MEAN)} ({span})"


def _size(found: float, show: Show, language: str, *, decimals: bool = True) -> str:
    """Return a size of a difference, where it is measured to one digit more than a whole point."""
    if show is not Show.MEAN and not decimals:
        whole = round(100 * found)
        return text("views.point" if whole == 1 else "views.points", language, n=whole)
    width = 0.01 if show is not Show.MEAN else found / 10
    return size(Interval(value=found, low=found - width, high=found + width), show, language)


def _roughly(found: Interval, language: str) -> str:
    """Return a number with its interval, neither more precise than it is."""
    span = text("range", language, low=_rough(found.low), high=_rough(found.high))
    return f"{_rough(found.value)} ({span})"


def _rough(found: float) -> str:
    """Return a number with decimals only where it is small."""
    decimals = 0 if abs(found) >= 10 else 1 if abs(found) >= 1 else 2
    return f"{round(found, decimals) + 0.0:,.{decimals}f}".replace("-", numbers.MINUS)
