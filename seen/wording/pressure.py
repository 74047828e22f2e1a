"""The sentence of a comparison at the least and at the most time pressure.

It promises to name both ends, whatever was found at each, and never that hurry is the cause.
"""

from __future__ import annotations

from collections.abc import Iterator

from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Gap, Verdict, Withheld
from seen.domain.questions import VERSUS_LARGEST
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import is_stated, numbers, worst
from seen.wording.comparing import heading, say_reliable, short_words
from seen.wording.length import fitting
from seen.wording.people import both_named, is_about_self, people_named, versus_people


def pressure_groups(finding: Finding, catalog: Catalog) -> tuple[str, ...]:
    """Return the groups a figure by time pressure draws, the one its sentence is about first.

    Those that were asked for; else the one whose difference at the most pressure is worst for
    it, or, where none is reliable, the first that is shown there. Of those alone who did not say
    nobody is compared: they are drawn as they are.
    """
    asked = finding.question.groups
    ends = [gap for gap in _at_most(finding, catalog) if not asked or gap.group in asked]
    shown = [gap for gap in ends if not isinstance(gap.difference, Withheld)]
    lead = worst(finding, shown) or next(iter(shown), None) or next(iter(ends), None)
    if lead is None:
        return asked or tuple(item.group for item in finding.groups[:1])
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
    names = _names(finding, least, most, catalog, language)
    first = fitting(_at_least(finding, least, names, catalog, language))
    people = "" if least.is_reliable else names[0]  # where the first sentence is about the group
    return f"{first} {_at_the_most(finding, most, people, language)}"


def strongest(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the words of the sentence that carry the size at the most pressure, to be bold."""
    groups, levels = pressure_groups(finding, catalog), _levels(finding, catalog)
    gap = finding.gap(groups[0], levels[-1]) if groups and levels else None
    if gap is None or not gap.is_reliable:
        return ""
    _, blanks = _found(finding, gap, language)
    return text("pressure.size", language, **blanks)


def _at_least(
    finding: Finding, gap: Gap, names: tuple[str, str], catalog: Catalog, language: str
) -> Iterator[str]:
    """Yield the ways to say what was found at the least pressure, with both sides named."""
    people, versus = names
    both, did = both_named(finding, people, versus, language)
    kind, blanks = _found(finding, gap, language)
    about = heading(finding, catalog, language)
    if kind == "reliable":
        at = text("pressure.at_least", language)
        yield numbers.capital(say_reliable(finding, gap, names, language, scope=at))
        both = text("pressure.against", language, people=people, versus=versus)
    else:
        short = did or short_words(finding, catalog, language)
        yield text(f"pressure.least_{kind}", language, **blanks, both=both, short=short)
        both = text("sentence.both", language, people=people, versus=versus)
    yield f"{about} {text(f'pressure.least_{kind}_brief', language, **blanks, both=both)}"


def _at_the_most(finding: Finding, gap: Gap, people: str, language: str) -> str:
    """Return what was found at the most pressure, after both sides were named."""
    kind, blanks = _found(finding, gap, language)
    if kind != "reliable":
        return text(f"pressure.most_{kind}", language, **blanks)
    if not people:
        return text("pressure.most_alone", language, **blanks)
    is_of_workers = finding.measure.reporter == "worker" and not is_about_self(finding.measure)
    key = "pressure.most_reliable_worker" if is_of_workers else "pressure.most_reliable"
    return text(key, language, **blanks, people=people)


def _found(finding: Finding, gap: Gap, language: str) -> tuple[str, dict[str, str]]:
    """Return what kind of thing was found at one level, and its words."""
    if isinstance(gap.difference, Withheld):
        plain = Withheld(reason=gap.difference.reason).words(language, of=finding.measure)
        return "withheld", {"why": numbers.uncapital(plain, language)}
    if gap.verdict is Verdict.ABOUT_EQUAL:
        return "equal", {}
    if not gap.is_reliable:
        return "open", {"size": numbers.size_words(gap, finding, language)}
    low, high = numbers.magnitude_ends(gap, finding)
    size = numbers.magnitude(gap, finding, language)
    return "reliable", {"gap": size, "low": low, "high": high}


def _names(
    finding: Finding, least: Gap, most: Gap, catalog: Catalog, language: str
) -> tuple[str, str]:
    """Return the group and what it is compared with, which may differ from level to level."""
    people, versus = people_named(finding, most, catalog, language)
    if least.versus != most.versus:
        versus = versus_people(finding, VERSUS_LARGEST, catalog, language)
    return people, versus


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
