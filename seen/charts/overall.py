"""Whether groups differ at all, one row for each way to tell people apart.

It promises to say "no reliable difference" as plainly as a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Test
from seen.stats.gaps import LEVEL, holm
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import short_words


def table(
    findings: Iterable[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> Table:
    """Return the overall test of each Finding as a table of words."""
    heads = ("dimension", "says", "statistic", "df", "p")
    asked = list(findings)
    tested = [it.test.p for it in asked if isinstance(it.test, Test)]
    p_holm = iter(holm(tested))
    short = short_words(asked[0], catalog, language) if asked else ""
    return Table(
        caption=text("overall.caption", language, short=short),
        heads=tuple(text(f"overall.{head}", language) for head in heads),
        rows=tuple(_row(finding, p_holm, catalog, language) for finding in asked),
        numbers=frozenset({2, 3, 4}),
    )


def _row(
    finding: Finding, p_holm: Iterator[float], catalog: Catalog, language: str
) -> tuple[str, ...]:
    """Return one row; a Finding with a test takes the next of the corrected p values."""
    label = catalog.dimension(finding.question.by).phrase("label", language)
    test = finding.test
    if not isinstance(test, Test):
        why = text("withheld.undefined", language) if test is None else test.words(language)
        return (label, why, "", "", "")
    corrected = next(p_holm)
    says = "differ" if corrected < LEVEL else "no_reliable"
    p = text("overall.p_small", language) if corrected < 0.001 else f"{corrected:.3f}"
    df = text("overall.two_df", language, df=f"{test.df:.1f}", df2=f"{test.df2:.0f}")
    return (label, text(f"overall.{says}", language), f"{test.statistic:.1f}", df, p)
