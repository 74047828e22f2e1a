"""Minutes short as words and as a table: hours a week, and the staff that would take.

It promises a total only where minutes were measured, and each with its interval.
"""

from __future__ import annotations

from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Withheld
from seen.domain.scopes import Scope
from seen.stats.staffing import Staffing, staffing
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.planning import hours_words, minutes_words, staff_words, staffing_words


def sums(finding: Finding, scope: Scope) -> dict[str | None, tuple[Estimate, Staffing]]:
    """Return the mean of every group and what it comes to in a week; under None of everybody.

    Empty where the data does not say when encounters were.
    """
    first, last = scope.first_month, scope.last_month
    if first is None or last is None:
        return {}
    held: dict[str | None, Estimate | Withheld] = {it.group: it.estimate for it in finding.groups}
    held[None] = finding.overall
    return {
        group: (found, staffing(found, first=first, last=last))
        for group, found in held.items()
        if isinstance(found, Estimate)
    }


def total(finding: Finding, scope: Scope, language: str = DEFAULT_LANGUAGE) -> str | None:
    """Return what all minutes short add up to; None where there is no mean or no dates."""
    everybody = sums(finding, scope).get(None)
    return None if everybody is None else staffing_words(everybody[1], language)


def table(
    finding: Finding, scope: Scope, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> Table:
    """Return minutes, hours and staff of every group and of everybody."""
    by = catalog.dimension(finding.question.by)
    everyone = text("minutes.everyone", language)
    rows = tuple(
        (
            everyone if group is None else by.level_label(group, language),
            minutes_words(found, language),
            hours_words(added, language),
            staff_words(added, language),
        )
        for group, (found, added) in sums(finding, scope).items()
    )
    heads = tuple(
        text(f"minutes.{head}", language) for head in ("group", "mean", "hours", "staff")
    )
    return Table(
        caption=text("minutes.table", language),
        heads=heads,
        rows=rows,
        numbers=frozenset({1, 2, 3}),
    )
