"""The fixed Questions of the Overview, asked one by one and judged as one list.

It promises the same Questions in the same order whatever comes of them, so that nobody can pick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from seen.domain import derived
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Gap
from seen.domain.questions import Filters, OverviewEntry, Question
from seen.sources.asking import scale_of
from seen.stats.family import judged_together


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One of the fixed Questions with what came of it.

    Without a Finding the data does not hold it; without a Gap nobody of its level is left under
    the filters.
    """

    entry: OverviewEntry
    finding: Finding | None
    gap: Gap | None


def fixed_list(
    find: Callable[[Question], Finding | None], catalog: Catalog, filters: Filters
) -> tuple[Answered, ...]:
    """Return the answers to the Overview's list, with Holm over all comparisons it shows.

    Parameters
    ----------
    find
        How a Question is asked: a Source, or whatever remembers its Findings; None where it
        cannot answer.
    catalog
        Its `overview` is the list.
    filters
        Those a Question's table cannot honour are left out of that Question.
    """
    answered = [_asked(find, catalog, entry, filters) for entry in catalog.overview]
    shown = [
        (place, it.gap, scale_of(it.finding.measure, it.finding.question.show))
        for place, it in enumerate(answered)
        if it.gap and it.finding
    ]
    judged = judged_together([(gap, scale) for _, gap, scale in shown])
    for (place, _, _), gap in zip(shown, judged, strict=True):
        answered[place] = replace(answered[place], gap=gap)
    return tuple(answered)


def n_compared(answered: Iterable[Answered]) -> int:
    """Return over how many comparisons the list is judged."""
    return sum(item.gap is not None and item.gap.is_comparison for item in answered)


def _asked(
    find: Callable[[Question], Finding | None],
    catalog: Catalog,
    entry: OverviewEntry,
    filters: Filters,
) -> Answered:
    """Return one of the fixed Questions with its own Finding."""
    question = derived.fixed(entry, catalog, filters)
    finding = None if question is None else find(question)
    gap = None if finding is None else finding.gap(entry.level)
    return Answered(entry=entry, finding=finding, gap=gap)
