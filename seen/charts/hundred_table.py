"""A hundred requests as a table: one row for each group, a share with its interval in each column.

It promises the same numbers as the figure, each with its interval or why there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from seen.charts.hundred_rows import bars, of_group, part_label, parted
from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Withheld
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import shared_versus, versus_words
from seen.wording.counted import counted_head
from seen.wording.machine import gap_words
from seen.wording.numbers import count, span_words, value


def table(
    findings: Sequence[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> Table:
    """Return what requests got as a table, in the order of the figure."""
    held = parted(findings)
    by = catalog.dimension(held.human.question.by)
    made = bars(held, catalog, language)
    rows = []
    for item, bar in zip(held.human.groups, made, strict=True):
        shares = [_share(it, item.group, language) for it in (held.human, *held.parts)]
        gap = gap_words(held.human, held.human.gap(item.group), language)
        n = count(bar.n_requests) if bar.n else ""
        wait = [bar.wait] if held.wait is not None else []
        rows.append((by.level_label(item.group, language), *shares, gap, *wait, n))
    label = by.phrase("label", language)
    versus = versus_words(shared_versus(held.human), by, language)
    heads = [
        label,
        text("machine.got_human", language),
        *(part_label(it, language) for it in held.parts),
        text("machine.head_gap", language, versus=versus),
    ]
    if held.wait is not None:
        heads.append(text(f"machine.head_{held.wait.measure.name}", language))
    heads.append(counted_head(held.human.measure, language))
    return Table(
        caption=text("table.caption", language, dimension=label),
        heads=tuple(heads),
        rows=tuple(rows),
        numbers=frozenset({len(heads) - 1}),
    )


def _share(finding: Finding, group: str, language: str) -> str:
    """Return a share with its interval, or why there is none."""
    found, show = of_group(finding, group), finding.question.show
    if isinstance(found, Withheld):
        return found.words(language, of=finding.measure)
    return f"{value(found, show)} ({span_words(found, show, language)})"
