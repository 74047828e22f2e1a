"""Institutions beside the limits of a funnel as a table: one row each, in the Catalog's order.

It promises no rank: rows stand by name, whatever their figures.
"""

from __future__ import annotations

from seen.charts.funnel import name_of, points
from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.counted import counted_head
from seen.wording.numbers import capital, count, span_words, value
from seen.wording.views import estimate


def table(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> Table:
    """Return institutions with their limits, one a row, in the order of the Catalog."""
    by, show = catalog.dimension(finding.question.by), finding.question.show
    held = {it.group: it for it in points(finding)}
    heads = ("head_place", "share", "head_usual", "head_wide", "head_drawn", "head_reliability")
    rows = []
    for item in finding.groups:
        name, own = name_of(by, item.group, language), item.estimate
        if not isinstance(own, Estimate):
            rows.append((name, own.words(language, of=finding.measure), *[""] * 5))
            continue
        shown = f"{value(own, show)} ({span_words(own, show, language)})"
        it = held.get(item.group)
        reliability = estimate(finding, "reliability", item.group)
        rows.append(
            (
                name,
                shown,
                span_words(it.usual, show, language) if it else "",
                span_words(it.wide, show, language) if it else "",
                f"{value(it.shrunken, show)} ({span_words(it.shrunken, show, language)})"
                if it
                else "",
                f"{reliability.value:.2f}" if reliability else "",
                count(own.n_answers),
            )
        )
    return Table(
        caption=text("places.funnel_caption", language),
        heads=(
            *(capital(text(f"places.{it}", language)) for it in heads),
            counted_head(finding.measure, language),
        ),
        rows=tuple(rows),
        numbers=frozenset({5, 6}),
    )
