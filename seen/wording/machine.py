"""The sentences about who got a human: of a hundred requests, and of a bot beside a human.

They promise whole requests, a difference with its interval, and the word for what nobody asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Interval, Verdict, Withheld
from seen.domain.machine import UNHURRIED
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import is_stated, leading_gap, people_named, verdict_words, worst
from seen.wording.length import fitting
from seen.wording.numbers import (
    decimals_of,
    magnitude,
    magnitude_ends,
    number,
    span_words,
    unit_of,
    value,
)

_ONLY_OPTION: Final = "only_option"  # a level of access_reason


def say_hundred(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return of how many of a hundred requests reached a human, in the group worst off.

    Where no difference is reliable it is the plain sentence of the Finding.
    """
    gap = leading_gap(finding, catalog)
    own = None if gap is None else _estimate(finding, gap.group)
    if gap is None or own is None or gap.reference is None:
        return finding.sentence
    people, versus = people_named(finding, gap, catalog, language)
    low, high = magnitude_ends(gap, finding)
    said = text(
        "machine.hundred",
        language,
        people=people,
        versus=versus,
        n=of_hundred(own),
        other=of_hundred(gap.reference),
        gap=magnitude(gap, finding, language),
        low=low,
        high=high,
    )
    return fitting([said, finding.sentence])


def strongest(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the words of the sentence that carry its size; empty where none does."""
    gap = leading_gap(finding, catalog)
    return "" if gap is None else magnitude(gap, finding, language)


def say_reasons(
    finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> tuple[str, str]:
    """Return how many who met a bot had no other option, and the words that carry its size.

    Both are empty where that does not differ reliably: the Finding's own sentence says what does.
    """
    gaps = [it for it in finding.gaps if it.group_2 == _ONLY_OPTION]
    gap = worst(finding, [it for it in gaps if is_stated(finding, it, catalog)])
    own = None if gap is None else _estimate(finding, gap.group, _ONLY_OPTION)
    if gap is None or own is None or gap.reference is None:
        return "", ""
    people, versus = people_named(finding, gap, catalog, language)
    low, high = magnitude_ends(gap, finding)
    size = magnitude(gap, finding, language)
    show = finding.question.show
    decimals = decimals_of(own, show)
    said = text(
        "machine.only_option",
        language,
        people=people,
        versus=versus,
        value=number(own.value, decimals, show),
        other=number(gap.reference.value, decimals, show),
        gap=size,
        low=low,
        high=high,
    )
    return said, size


def say_beside(findings: Sequence[Finding]) -> str:
    """Return the sentence of every comparison of a bot with a human."""
    return " ".join(dict.fromkeys(it.sentence for it in findings))


def strongest_beside(findings: Sequence[Finding], language: str = DEFAULT_LANGUAGE) -> str:
    """Return the size of the difference from an unhurried human, which is never left out."""
    gap = findings[0].gap(UNHURRIED)
    return magnitude(gap, findings[0], language) if gap and gap.is_reliable else ""


def of_hundred(found: Interval) -> str:
    """Return how many of a hundred a share is, in whole requests."""
    return f"{round(100 * found.value)}"


def gap_words(finding: Finding, gap: Gap | None, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a difference with its interval, or what came of it; nothing where there is none."""
    if gap is None or isinstance(gap.difference, Withheld):
        return ""
    if gap.verdict not in (Verdict.NOTABLE, Verdict.SMALL):
        return verdict_words(finding, gap, language)
    low, high = magnitude_ends(gap, finding)
    ends = text("range", language, low=low, high=high)
    return f"{verdict_words(finding, gap, language)} ({ends})"


def wait_words(finding: Finding, found: Estimate, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a wait in days with its interval."""
    show = finding.question.show
    days = unit_of(finding.measure, show, language)
    return f"{value(found, show)} {days} ({span_words(found, show, language)})"


def _estimate(finding: Finding, group: str, second: str | None = None) -> Estimate | None:
    """Return the shown number of a group."""
    key = (group, second)
    found = (it.estimate for it in finding.groups if (it.group, it.group_2) == key)
    return next((it for it in found if isinstance(it, Estimate)), None)
