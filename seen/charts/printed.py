"""A Finding as lines of text, as the command line prints it.

It promises the same groups, words and notes as figure and table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seen.charts.parts import parts
from seen.charts.rows import is_provisional
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Group, Test
from seen.domain.questions import SLOPE
from seen.stats.gaps import LEVEL
from seen.text import has, text
from seen.wording import verdict_words
from seen.wording.counted import counted_words
from seen.wording.numbers import span_words, value


def lines(finding: Finding, catalog: Catalog) -> Iterator[str]:
    """Yield the sentence of a Finding, then its groups, its parts and its notes."""
    yield finding.sentence
    yield ""
    for item in finding.groups:
        yield f"  {_label(item, finding, catalog)}: {_group(item, finding)}"
    for line in parts(finding, catalog):
        yield f"  {line.label}: {line.words}"
    if isinstance(finding.test, Test):
        yield f"  {test_words(finding.test)}"
    is_reliable = any(gap.is_reliable for gap in finding.gaps)
    notes = (it for it in finding.notes if it != finding.sentence)  # which is said already
    for note in [*([text("card.caution")] if is_reliable else []), *notes]:
        yield ""
        yield note


def test_words(test: Test) -> str:
    """Return a test over all groups in words."""
    p = text("test.p_small") if test.p < 0.001 else text("test.p", p=f"{test.p:.3f}")
    statistic = f"{test.statistic:.2f}"
    # a test of all groups asks; one of strata would state what it did not find
    is_found = test.p < LEVEL or not has(f"test.{test.name}_none")
    key = f"test.{test.name}" if is_found else f"test.{test.name}_none"
    return text(key, statistic=statistic, df=f"{test.df:.1f}", p=p)


def _label(item: Group, finding: Finding, catalog: Catalog) -> str:
    """Return the name of a group, with its second level where there is one."""
    label = catalog.dimension(finding.question.by).level_label(item.group)
    if item.group_2 is None or finding.question.by2 is None:
        return label
    second = catalog.dimension(finding.question.by2)
    return f"{label}, {second.level_label(item.group_2)}"


def _group(item: Group, finding: Finding) -> str:
    """Return the estimate of a group and what it is compared with."""
    if not isinstance(item.estimate, Estimate):
        return item.estimate.words(of=finding.measure)
    show = finding.question.show
    counted = counted_words(finding.measure, item.estimate.n_answers)
    shown = f"{value(item.estimate, show)} ({span_words(item.estimate, show)}), {counted}"
    if finding.question.view == SLOPE:  # which compares slopes, not levels
        return shown
    gap = finding.gap(item.group, item.group_2)
    words = [verdict_words(finding, None if gap is None else replace(gap, df=None))]
    words += [text("chart.is_provisional")] if is_provisional(item.estimate, gap) else []
    judged = ", ".join(filter(None, words))
    return text("cli.table_row", shown=shown, gap=judged) if judged else shown
