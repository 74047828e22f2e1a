"""Minutes that encounters fell short of what they needed, as hours a week and as staff.

It promises totals with the interval of the mean they are made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from seen.domain.findings import Estimate, Interval

FULL_TIME: Final = 37.5  # hours a week that one full-time person works
_WEEKS_OF_MONTH: Final = 365.25 / 12 / 7
_MINUTES: Final = 60


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """What minutes short add up to.

    Attributes
    ----------
    hours
        Hours short in a week.
    staff
        How many full-time people work that many hours.
    """

    hours: Interval
    staff: Interval


def staffing(found: Estimate, *, first: date, last: date) -> Staffing:
    """Return what a mean of minutes short comes to in a week of the period it was taken in.

    The encounters are counted, not estimated, so the total has the mean's interval times their
    number. Negative where more was scheduled than needed.

    Parameters
    ----------
    found
        The mean minutes short of an encounter, and how many encounters it is the mean of.
    first, last
        The first days of the first and the last month.

    Raises
    ------
    ValueError
        When the last month is before the first.
    """
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    if months < 1:
        raise ValueError("The last month must not be before the first.")
    hours_of_minute = found.n_answers / (months * _WEEKS_OF_MONTH * _MINUTES)
    return Staffing(
        hours=_times(found, hours_of_minute), staff=_times(found, hours_of_minute / FULL_TIME)
    )


def _times(found: Interval, factor: float) -> Interval:
    """Return an interval in another unit."""
    return Interval(value=factor * found.value, low=factor * found.low, high=factor * found.high)
