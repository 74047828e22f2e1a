"""The sentence of a comparison at the least and at the most time pressure.

It promises to name both ends, whatever was found at each, and never that hurry is the cause.
"""

from __future__ import annotations

from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Gap, Withheld
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import is_stated, numbers, people_named, short_words, verdict_words, worst


def pressure_groups(finding: Finding, catalog: Catalog) -> tuple[str, ...]:
    """Return the groups a figure by time pressure draws, the one its sentence is about first.

    Those that were asked for; else the one whose difference at the most pressure is worst for
    it, or, where none is reliable, the first that is shown there.
    """
    asked = finding.question.groups
    ends = [gap for gap in _at_most(finding, catalog) if not asked or gap.group in asked]
    shown = [gap for gap in ends if not isinstance(gap.difference, Withheld)]
    lead = worst(finding, shown) or next(iter(shown), None) or next(iter(ends), None)
    if lead is None:
        return asked
    others = [group for group in asked if group != lead.group]
    return (lead.group, *others)


def say_pressure(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how the lead group compares at the least and at the most time pressure."""
    groups = pressure_groups(finding, catalog)
    levels = _levels(finding, catalog)
    if not groups or len(levels) < 2:
        return finding.sentence
    least, most = (finding.gap(groups[0], levels[end]) for end in (0, -1))
    if least is None or most is None:
        return finding.sentence
    people, versus = people_named(finding, most, catalog, language)
    return numbers.capital(
        text(
            "pressure.sentence",
            language,
            people=people,
            versus=versus,
            short=short_words(finding, catalog, language),
            least=_found(finding, least, language),
            most=_found(finding, most, language),
        )
    )


def strongest(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the words of the sentence that carry the size at the most pressure, to be bold."""
    groups, levels = pressure_groups(finding, catalog), _levels(finding, catalog)
    gap = finding.gap(groups[0], levels[-1]) if groups and levels else None
    return _found(finding, gap, language) if gap is not None and gap.is_reliable else ""


def _found(finding: Finding, gap: Gap, language: str) -> str:
    """Return what was found at one level: a size with its interval, or why there is none."""
    if isinstance(gap.difference, Withheld):
        return numbers.uncapital(gap.difference.words(language), language)
    if not gap.is_reliable:
        return verdict_words(finding, gap, language)
    low, high = numbers.magnitude_ends(gap, finding)
    size = numbers.magnitude(gap, finding, language)
    return f"{size} ({text('range', language, low=low, high=high)})"


def _levels(finding: Finding, catalog: Catalog) -> list[str]:
    """Return the levels of pressure that anyone stands at, least first."""
    second = catalog.dimension(finding.question.by2 or "")
    found = {item.group_2 for item in finding.groups if item.group_2}
    return [level for level in second.levels if level in found and not second.is_unstated(level)]


def _at_most(finding: Finding, catalog: Catalog) -> list[Gap]:
    """Return the comparisons at the most pressure."""
    levels = _levels(finding, catalog)
    at = [gap for gap in finding.gaps if levels and gap.group_2 == levels[-1]]
    return [gap for gap in at if is_stated(finding, gap, catalog)]
