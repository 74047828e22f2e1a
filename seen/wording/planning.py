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
    found: Plan | Withheld,
    show: Show,
    *,
    people: str,
    versus: str,
    plural: str,
    language: str = DEFAULT_LANGUAGE,
) -> tuple[str, ...]:
    """Return what can be seen now, and what a smaller difference would take."""
    if isinstance(found, Withheld):
        return (text("planner.withheld", language, why=found.words(language)),)
    smallest, wanted = (_size(it, show, language) for it in (found.smallest, found.wanted))
    said = [text("planner.now", language, size=smallest, people=people, versus=versus)]
    if found.smallest <= found.wanted:
        return (*said, text("planner.enough", language, size=wanted))
    times = f"{found.more_institutions:.1f}"
    said.append(text("planner.more_places", language, size=wanted, times=times, plural=plural))
    if isinstance(found.answers_needed, Withheld):
        said.append(text("planner.answers_never", language, plural=plural))
    else:
        needed, now = numbers.count(found.answers_needed), numbers.count(ceil(found.answers_now))
        said.append(text("planner.answers", language, n=needed, now=now, plural=plural))
    return tuple(said)


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


def _size(found: float, show: Show, language: str) -> str:
    """Return a size of a difference, to one digit more than a whole point."""
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
