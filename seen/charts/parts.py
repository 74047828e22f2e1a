"""The parts of a Finding in words: slopes, shares of a difference, indices, limits.

They promise the same parts, in the same order, to figure, table, file and command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Interval, Part, Verdict, Withheld
from seen.domain.measures import Show
from seen.domain.questions import BLOCKS
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.burnout import block_words, share_words
from seen.wording.changes import change_words, size, spread, turned
from seen.wording.numbers import number, span_words, value

_CHANGES: Final = frozenset(
    {"slope", "slope_versus", "trend", "flag", "position", "change_all", "change_pairs"}
)
_SHARES: Final = frozenset({"block", "unexplained", "answered_both"})
_OF_SHARES: Final = "block_difference"
_WORSE: Final = frozenset(
    {"did", "composition", "same_setting", "uncovered", "gap_band"}
)  # positive is worse
_SIZES: Final = frozenset({"sii", "mdm", "range", "potential_gain", "between"})
_FIGURES: Final = frozenset({"shrunken", "limits_95", "limits_998"})
_OF_GAPS: Final = "slope_gap"  # a comparison of slopes, which has no group of its own


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part, or one comparison that no group of the Finding carries."""

    name: str
    group: str | None
    group_2: str | None
    found: Interval | Withheld
    p_holm: float | None
    verdict: Verdict | None
    label: str
    words: str


def parts(
    finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> tuple[Line, ...]:
    """Return the parts of a Finding, then the comparisons that none of its groups carries."""
    held = {(item.group, item.group_2) for item in finding.groups}
    apart = [gap for gap in finding.gaps if (gap.group, gap.group_2) not in held]
    return (
        *(_of_part(it, finding, catalog, language) for it in finding.parts),
        *(_of_gap(it, finding, catalog, language) for it in apart),
    )


def _of_part(held: Part, finding: Finding, catalog: Catalog, language: str) -> Line:
    """Return a part in words."""
    return Line(
        name=held.name,
        group=held.group,
        group_2=held.group_2,
        found=held.estimate,
        p_holm=held.p_holm,
        verdict=held.verdict,
        label=_label(held, finding, catalog, language),
        words=_judged(_words(held, finding, language), held, language),
    )


def _of_gap(gap: Gap, finding: Finding, catalog: Catalog, language: str) -> Line:
    """Return a comparison of slopes in words."""
    show, sign = finding.question.show, finding.measure.worse_sign(finding.question.show)
    label = catalog.dimension(finding.question.by).level_label(gap.group, language)
    return Line(
        name=_OF_GAPS,
        group=gap.group,
        group_2=gap.group_2,
        found=gap.difference,
        p_holm=gap.p_holm,
        verdict=gap.verdict,
        label=f"{text(f'part.{_OF_GAPS}', language)}, {label}",
        words=_judged(change_words(turned(gap.difference, sign), show, language), gap, language),
    )


def _judged(words: str, held: Part | Gap, language: str) -> str:
    """Return a number with what its test says of it, where it was tested."""
    if held.p_holm is None or held.verdict in (None, Verdict.WITHHELD):
        return words
    is_reliable = held.verdict in (Verdict.NOTABLE, Verdict.SMALL)
    said = text("part.reliable" if is_reliable else f"verdict.{held.verdict}", language)
    return text("part.judged", language, words=words, verdict=said)


def _label(held: Part, finding: Finding, catalog: Catalog, language: str) -> str:
    """Return what a part is, and of which group."""
    label = text(f"part.{held.name}", language)
    if held.group is None:
        return label
    if finding.question.view == BLOCKS:
        block = block_words(held.group, language)
        if held.group_2 is None:
            return f"{label} {block}"
        other = block_words(held.group_2, language)
        return text(f"part.{held.name}_of", language, first=block, second=other)
    by, by2 = catalog.dimension(finding.question.by), finding.question.by2
    group = by.level_label(held.group, language)
    if held.group_2 is not None:
        second = by if by2 is None else catalog.dimension(by2)
        group = f"{group}, {second.level_label(held.group_2, language)}"
    return f"{label}, {group}"


def _words(held: Part, finding: Finding, language: str) -> str:
    """Return the number of a part with its interval, in its own unit, or why there is none."""
    found, show = held.estimate, finding.question.show
    if not isinstance(found, Estimate):
        return found.words(language, of=finding.measure)
    if held.name in _CHANGES:
        return change_words(found, show, language)
    if held.name in _WORSE:
        return change_words(turned(found, finding.measure.worse_sign(show)), show, language)
    if held.name in _SIZES:
        return f"{size(found, show, language)} ({spread(found, show, language)})"
    if held.name in _FIGURES:
        return f"{value(found, show)} ({span_words(found, show, language)})"
    if held.name in _SHARES:
        return f"{share_words(found, language)} ({span_words(found, Show.TOP, language)})"
    if held.name == _OF_SHARES:
        return change_words(found, Show.TOP, language)
    at, low, high = (number(it, 2, Show.MEAN) for it in (found.value, found.low, found.high))
    return f"{at} ({text('range', language, low=low, high=high)})"
