"""The sentences about practices of places: what a measure goes with, and what shows nothing.

They promise to name every practice that is drawn, whatever came of it, and never a cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Interval
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.comparing import say_gap, short_words
from seen.wording.length import fitting
from seen.wording.numbers import capital, magnitude, uncapital


def stated(finding: Finding, catalog: Catalog) -> Finding:
    """Return a Finding without the levels of which nothing is known, as it is drawn."""
    by = catalog.dimension(finding.question.by)
    return replace(
        finding,
        groups=tuple(it for it in finding.groups if not by.is_unstated(it.group)),
        gaps=tuple(it for it in finding.gaps if not by.is_unstated(it.group)),
    )


def say_places(
    findings: Sequence[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return what the Measure goes with, and which practices show no reliable difference.

    The first sentence is the largest reliable difference, where there is one at the top of a
    practice; the second names every other practice.
    """
    drawn = [stated(it, catalog) for it in findings]
    lead = _lead(drawn, catalog)
    if lead is None:
        return _say_none(drawn, catalog, language)
    finding, gap = lead
    rest = [it for it in drawn if it is not finding]
    said = [say_gap(finding, gap, catalog, language)]
    short = capital(short_words(finding, catalog, language))
    for key, found in (
        ("also", [it for it in rest if _reliable(it)]),
        ("none_by", [it for it in rest if _is_compared(it) and not _reliable(it)]),
        ("unknown_by", [it for it in rest if not _is_compared(it)]),
    ):
        if found:
            names = named(found, catalog, language, last="and" if key == "also" else "or")
            said.append(text(f"places.{key}", language, short=short, names=names))
    return " ".join(said)


def strongest(
    findings: Sequence[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return the words of the sentence that carry its size, to be bold; empty where none does."""
    lead = _lead([stated(it, catalog) for it in findings], catalog)
    return "" if lead is None else magnitude(lead[1], lead[0], language)


def named(
    findings: Sequence[Finding], catalog: Catalog, language: str, *, last: str = "and"
) -> str:
    """Return what Findings are asked by, in one phrase: "leadership and mentoring"."""
    labels = [_label(it, catalog, language) for it in findings]
    return listed(labels, language, last=last)


def listed(labels: Sequence[str], language: str = DEFAULT_LANGUAGE, *, last: str = "and") -> str:
    """Return words as they are listed in a line: "a, b and c"."""
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} {text(f'reading.{last}', language)} {labels[-1]}"


def _say_none(drawn: Sequence[Finding], catalog: Catalog, language: str) -> str:
    """Return that no practice shows a reliable difference, or why none could be judged."""
    shown = [it for it in drawn if _is_compared(it)]
    if not shown:
        return drawn[0].sentence
    short = short_words(shown[0], catalog, language)
    blanks = {"short": short, "names": named(shown, catalog, language, last="or")}
    said = fitting(
        [
            text("places.none", language, **blanks),
            f"{capital(short)}. {text('places.none_brief', language, **blanks)}",
        ]
    )
    hidden = [it for it in drawn if not _is_compared(it)]
    if not hidden:
        return said
    names = named(hidden, catalog, language, last="or")
    return f"{said} {text('places.unknown_by', language, names=names)}"


def _lead(drawn: Sequence[Finding], catalog: Catalog) -> tuple[Finding, Gap] | None:
    """Return the largest reliable difference, one at the top of a practice before all others."""
    found = [(it, gap) for it in drawn for gap in _reliable(it)]
    tops = [(it, gap) for it, gap in found if _is_top(it, gap, catalog)]
    return max(tops or found, key=lambda pair: _size(pair[1]), default=None)


def _reliable(finding: Finding) -> list[Gap]:
    """Return the reliable differences of a practice."""
    return [gap for gap in finding.gaps if gap.is_reliable]


def _is_top(finding: Finding, gap: Gap, catalog: Catalog) -> bool:
    """Return whether a comparison is that of the last level of a practice that is ordered."""
    by = catalog.dimension(finding.question.by)
    levels = [level for level in by.levels if not by.is_unstated(level)]
    return by.ordered and levels[-1:] == [gap.group]


def _is_compared(finding: Finding) -> bool:
    """Return whether any level of a practice is shown and compared."""
    held = any(isinstance(item.estimate, Estimate) for item in finding.groups)
    return held and any(isinstance(gap.difference, Interval) for gap in finding.gaps)


def _size(gap: Gap) -> float:
    """Return how large a shown difference is."""
    return abs(gap.difference.value) if isinstance(gap.difference, Interval) else 0.0


def _label(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return what a Finding is asked by, inside a line."""
    label = catalog.dimension(finding.question.by).phrase("label", language)
    return uncapital(label, language)
