"""The sentences of the page of what counts: what nobody credits, and how an hour divides.

They promise an interval beside every number, minutes no more precise than theirs, the comparison
named, and no word of anybody's effort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Interval
from seen.domain.measures import Show
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.wording import is_stated, leading_gap, numbers, people_named, say_gap
from seen.wording.numbers import uncapital

HOUR: Final = 60.0  # minutes
CONNECTING: Final = "people"  # the part of an hour that credit is about
_NARROW: Final = 1.0  # minutes: a narrower interval bears a decimal


def say_hour(
    hour: Finding, uncredited: Finding | None, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return what nobody credits, and where that differs most, or else the parts of an hour."""
    said = [say_uncredited(uncredited, language)] if uncredited else []
    most = _say_apart(uncredited, catalog, language) if uncredited and all(said) else ""
    return " ".join(filter(None, (*said, most or say_parts(hour, catalog, language))))


def say_uncredited(finding: Finding, language: str = DEFAULT_LANGUAGE) -> str:
    """Return which share of all connective time nobody credits; empty where it is not shown."""
    whole, name = finding.overall, finding.measure.name
    if not isinstance(whole, Estimate):
        return ""
    key = f"counts.lead_{name}"
    return text(
        key if has(key, language) else "counts.lead_share_uncredited",
        language,
        share=numbers.value(whole, Show.TOP),
        span=numbers.span_words(whole, Show.TOP, language),
    )


def _say_apart(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return whose connective time goes uncredited more, or less, than that of others."""
    gap = leading_gap(finding, catalog)
    by, show = catalog.dimension(finding.question.by), finding.question.show
    held = (it.estimate for it in finding.groups if gap and it.group == gap.group)
    own = next((it for it in held if isinstance(it, Estimate)), None)
    if gap is None or own is None or show is not Show.TOP:
        return ""
    low, high = numbers.magnitude_ends(gap, finding)
    return text(
        "counts.apart",
        language,
        people=by.people(gap.group, language, are_workers=True),
        value=numbers.value(own, show),
        gap=numbers.magnitude(gap, finding, language),
        versus=people_named(finding, gap, catalog, language)[1],
        low=low,
        high=high,
    )


def say_parts(hour: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the largest reliable difference in a part of an hour, connecting before all others.

    Where none is reliable that is said, and where nothing can be compared why.
    """
    shown = [it for it in hour.gaps if isinstance(it.difference, Interval)]
    if not shown:
        return _say_one(hour, catalog, language)
    lead = leading(hour, catalog)
    if lead is None:
        label = catalog.dimension(hour.question.by).phrase("label", language)
        return text("counts.none", language, dimension=uncapital(label, language))
    _, versus = people_named(hour, lead, catalog, language)
    by = catalog.dimension(hour.question.by)
    parts = catalog.dimension(hour.question.by2 or "")
    found = lead.difference
    if not isinstance(found, Interval):
        raise ValueError("A leading difference is always shown.")
    low, high = sorted(HOUR * abs(end) for end in (found.low, found.high))
    decimals = _decimals(high - low)
    while not round(low, decimals):
        decimals += 1  # an end that is not zero is never written as zero
    part = uncapital(parts.level_label(lead.group_2 or "", language), language)
    return text(
        "counts.differs",
        language,
        people=by.people(lead.group, language, are_workers=True),
        size=f"{HOUR * abs(found.value):.{decimals}f}",
        way=text(f"sentence.{'more' if numbers.raised_by(lead, hour) > 0 else 'less'}", language),
        part=part,
        versus=versus,
        low=f"{low:.{decimals}f}",
        high=f"{high:.{decimals}f}",
    )


def say_measured(
    findings: Sequence[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return what each Measure is like where most is measured, whatever came of it."""
    said = []
    for finding in findings:
        last = catalog.dimension(finding.question.by).levels[-1]
        gap = finding.gap(last)
        said.append(say_gap(finding, gap, catalog, language) if gap else finding.sentence)
    return " ".join(said)


def strongest(hour: Finding, uncredited: Finding | None, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the words of the sentence that carry its size, to be bold; empty where none does."""
    whole = uncredited.overall if uncredited else hour.overall
    return numbers.value(whole, Show.TOP) if isinstance(whole, Estimate) else ""


def in_minutes(found: Estimate) -> Estimate:
    """Return a share of an hour as minutes."""
    value, low, high = (HOUR * end for end in (found.value, found.low, found.high))
    return replace(found, value=value, low=low, high=high)


def after_hours(found: Estimate) -> Estimate | None:
    """Return the share of hours that come after hours as minutes for each hour before.

    s of all against 1 - s: the ratio rises with s, so its interval is that of s, carried over.
    """
    if found.high >= 1:
        return None
    value, low, high = (HOUR * end / (1 - end) for end in (found.value, found.low, found.high))
    return replace(found, value=value, low=low, high=high)


def minutes_words(found: Estimate) -> str:
    """Return minutes without their interval."""
    return f"{found.value:.{_decimals(found.high - found.low)}f}"


def span_words(found: Estimate, language: str = DEFAULT_LANGUAGE) -> str:
    """Return minutes with their interval: "24 (23 to 25)"."""
    decimals = _decimals(found.high - found.low)
    low, high = (f"{end:.{decimals}f}" for end in (found.low, found.high))
    return f"{minutes_words(found)} ({text('range', language, low=low, high=high)})"


def share_words(found: Estimate, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a share with its interval: "62 % (60 to 64)"."""
    return f"{numbers.value(found, Show.TOP)} ({numbers.span_words(found, Show.TOP, language)})"


def leading(hour: Finding, catalog: Catalog) -> Gap | None:
    """Return the comparison the sentence is about; None where none is reliable."""
    reliable = [it for it in hour.gaps if it.is_reliable and is_stated(hour, it, catalog)]
    first = [it for it in reliable if it.group_2 == CONNECTING]
    return max(first or reliable, key=_size, default=None)


def _say_one(hour: Finding, catalog: Catalog, language: str) -> str:
    """Return the connecting in an hour of the one group there is, or why there is nothing."""
    by = catalog.dimension(hour.question.by)
    held = [it for it in hour.groups if it.group_2 == CONNECTING]
    for item in held:
        if isinstance(item.estimate, Estimate):
            return text(
                "counts.one_group",
                language,
                people=by.people(item.group, language, are_workers=True),
                minutes=span_words(in_minutes(item.estimate), language),
            )
    return hour.sentence


def _decimals(width: float) -> int:
    """Return how many decimals minutes bear: none unless their interval is under a minute."""
    return int(round(width, 9) < _NARROW)


def _size(gap: Gap) -> float:
    """Return how large a shown difference is."""
    return abs(gap.difference.value) if isinstance(gap.difference, Interval) else 0.0
