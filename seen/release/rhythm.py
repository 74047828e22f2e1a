"""When a release may follow another: on whole new quarters, and not too often.

It promises that an unfinished quarter is never taken for a whole one, and that a quarter of which
cells were published is known to every later release of its series.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from seen.domain.releases import QUARTER, month_of
from seen.errors import PublishError
from seen.release.outcomes import ENCOUNTERS
from seen.release.plan import Plan
from seen.release.series import Series
from seen.store import Build
from seen.text import text

MOST_QUARTERS: Final = 12
MOST_IN_A_YEAR: Final = 4
_YEAR: Final = 12  # months


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The quarters that answers stand in; none where the data has no months."""

    whole: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()


def calendar(work: Build, tables: Iterable[str]) -> Calendar:
    """Return the quarters of some answer tables.

    A quarter is whole once encounters reach into its last month. Waves of a survey have no end, so
    theirs are whole where no encounters are released.
    """
    found: set[str] = set()
    reach: date | None = None
    for table in tables:
        rows = work.run("lattice/calendar", table=table)
        found.update(map(str, rows["quarter"]))
        if table == ENCOUNTERS and not rows.empty:
            reach = rows["last_month"].max().date()
    return divided(found, reach)


def divided(quarters: Iterable[str], reach: date | None) -> Calendar:
    """Return quarters as whole and unfinished ones, by the last month that answers reach."""
    ordered = sorted(quarters)
    whole = [it for it in ordered if reach is None or month_of(it, 3) <= reach.replace(day=1)]
    return Calendar(whole=tuple(whole), unfinished=tuple(ordered[len(whole) :]))


def check(series: Series, found: Calendar, *, out_of_turn: bool) -> None:
    """Refuse a release without a whole new quarter, and the fifth within twelve months.

    Raises
    ------
    PublishError
        With what to wait for, unless told that the publisher knows why.
    """
    series.quarters = tuple(sorted({*series.quarters, *found.whole}))
    if series.is_taken_over:  # which was in turn, and is counted
        return
    before, series.months = series.months, (*series.months, this_month())
    if out_of_turn:
        return
    if found.unfinished and not found.whole:
        raise PublishError(text("publish.rhythm.none_whole", quarter=found.unfinished[0]))
    if series.is_new:
        return
    newest = max(series.quarters_before, default="")
    if found.whole and found.whole[-1] <= newest:
        raise PublishError(text("publish.rhythm.nothing_new", name=series.name, quarter=newest))
    if is_too_often(before, series.months[-1]):
        raise PublishError(text("publish.rhythm.often", name=series.name, n=MOST_IN_A_YEAR))


def kept(planned: Plan, series: Series, found: Calendar, *, out_of_turn: bool) -> Plan:
    """Return the plan with the latest twelve quarters that may be released."""
    quarters = (*found.whole, *found.unfinished) if out_of_turn else found.whole
    latest = quarters[-MOST_QUARTERS:]
    series.quarters_gone = tuple(it for it in series.quarters_before if it not in latest)
    if len(latest) == len(found.whole) + len(found.unfinished):
        return planned
    dimensions = tuple(
        replace(it, levels=latest) if it.name == QUARTER else it for it in planned.dimensions
    )
    return replace(planned, quarters=latest, dimensions=dimensions)


def is_too_often(months: Iterable[str], now: str) -> bool:
    """Return whether as many releases as a year may have were made in the months before."""
    return sum(_number(now) - _number(month) < _YEAR for month in months) >= MOST_IN_A_YEAR


def this_month() -> str:
    """Return the month in which a release is made, such as "2026-11"."""
    return datetime.now(tz=UTC).strftime("%Y-%m")


def _number(month: str) -> int:
    """Return a month as a number that grows by one from each to the next."""
    year, _, number = month.partition("-")
    return _YEAR * int(year) + int(number)
