"""Whether groups differ at all, one row for each way to tell people apart.

It promises to say "no reliable difference" as plainly as a difference.
"""

from __future__ import annotations

from collections.abc import Iterable

from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Test, Withheld
from seen.stats.gaps import LEVEL, holm_of
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import short_words


def table(
    findings: Iterable[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> Table:
    """Return the overall test of each Finding as a table of words."""
    heads = ("dimension", "says", "statistic", "df", "p")
    asked = list(findings)
    p_values = {at: it.test.p for at, it in enumerate(asked) if isinstance(it.test, Test)}
    p_holm = holm_of(p_values, among=(it.test for it in asked))
    short = short_words(asked[0], catalog, language) if asked else ""
    return Table(
        caption=text("overall.caption", language, short=short),
        heads=tuple(text(f"overall.{head}", language) for head in heads),
        rows=tuple(
            _row(finding, p_holm.get(place), catalog, language)
            for place, finding in enumerate(asked)
        ),
        numbers=frozenset({2, 3, 4}),
    )


def _row(
    finding: Finding, p_holm: float | None, catalog: Catalog, language: str
) -> tuple[str, ...]:
    """Return one row, with the corrected p value where the Finding has a test."""
    label = catalog.dimension(finding.question.by).phrase("label", language)
    test = finding.test
    if not isinstance(test, Test) or p_holm is None:
        why = (
            test.words(language)
            if isinstance(test, Withheld)
            else text("withheld.undefined", language)
        )
        return (label, why, "", "", "")
    says = "differ" if p_holm < LEVEL else "no_reliable"
    p = text("overall.p_small", language) if p_holm < 0.001 else f"{p_holm:.3f}"
    df = text("overall.two_df", language, df=f"{test.df:.1f}", df2=f"{test.df2:.0f}")
    return (label, text(f"overall.{says}", language), f"{test.statistic:.1f}", df, p)
