"""Minutes short as words and as a table: hours a week, and the staff that would take.

It promises a total only where minutes were measured, and each with its interval.
"""

from __future__ import annotations

from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.scopes import Scope
from seen.stats.staffing import Staffing, staffing
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.planning import hours_words, minutes_words, staff_words, staffing_words


def total(finding: Finding, scope: Scope, language: str = DEFAULT_LANGUAGE) -> str | None:
    """Return what all minutes short add up to; None where there is no mean or no dates."""
    if not isinstance(finding.overall, Estimate) or not _has_dates(scope):
        return None
    return staffing_words(_added(finding.overall, scope), language)


def table(
    finding: Finding, scope: Scope, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> Table:
    """Return minutes, hours and staff of every group and of everybody."""
    by = catalog.dimension(finding.question.by)
    rows = [
        _row(by.level_label(item.group, language), item.estimate, scope, language)
        for item in finding.groups
        if isinstance(item.estimate, Estimate)
    ]
    if isinstance(finding.overall, Estimate):
        rows.append(_row(text("minutes.everyone", language), finding.overall, scope, language))
    heads = tuple(
        text(f"minutes.{head}", language) for head in ("group", "mean", "hours", "staff")
    )
    return Table(
        caption=text("minutes.table", language),
        heads=heads,
        rows=tuple(rows),
        numbers=frozenset({1, 2, 3}),
    )


def _row(label: str, found: Estimate, scope: Scope, language: str) -> tuple[str, ...]:
    """Return one row of the table."""
    added = _added(found, scope)
    return (
        label,
        minutes_words(found, language),
        hours_words(added, language),
        staff_words(added, language),
    )


def _has_dates(scope: Scope) -> bool:
    """Return whether the data says when encounters were."""
    return scope.first_month is not None and scope.last_month is not None


def _added(found: Estimate, scope: Scope) -> Staffing:
    """Return what a mean adds up to in a week."""
    if scope.first_month is None or scope.last_month is None:
        raise ValueError("Hours of a week need the months they were taken in.")
    return staffing(found, first=scope.first_month, last=scope.last_month)
