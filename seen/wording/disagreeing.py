"""Where ways to show the same answers disagree, and where two items do: what a reader is told.

It promises to name the groups and both sides, by verdicts that allow for all comparisons, and to
say what it may mean without calling any answer wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Finding, Gap, Interval, Verdict
from seen.domain.measures import Show
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.numbers import MARGIN, uncapital
from seen.wording.places import listed

_MOST_NAMED: Final = 4
_Sides = tuple[tuple[Show, ...], tuple[Show, ...]]


def style_words(
    findings: Sequence[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return for which groups some ways to show the answers say a gap and others none.

    Parameters
    ----------
    findings
        The same Measure by the same Dimension, each shown in another way.
    """
    by, measure = catalog.dimension(findings[0].question.by), findings[0].measure
    if by.role != ("worker" if measure.is_about_workers else "recipient"):
        return ""  # only those who answer can have a way of answering
    patterns: dict[_Sides, list[str]] = {}
    for gap in findings[0].gaps:
        if by.is_unstated(gap.group):
            continue
        sides = _sides(findings, gap.group)
        if all(sides):
            patterns.setdefault(sides, []).append(gap.group)
    if not patterns:
        return ""
    said = [
        text(
            "disagreeing.style",
            language,
            names=_names(groups, findings[0], catalog, language),
            gap=_shows(some, language, last="and"),
            none=_shows(others, language, last="or"),
        )
        for (some, others), groups in patterns.items()
    ]
    return " ".join([*said, text("disagreeing.style_means", language)])


def contrary_words(
    finding: Finding, beside: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return which groups fare better on one item and worse on the other, reliably on both."""
    by = catalog.dimension(finding.question.by)
    groups = [
        gap.group
        for gap in finding.gaps
        if not by.is_unstated(gap.group) and _sense(gap) * _sense(beside.gap(gap.group)) < 0
    ]
    if not groups:
        return ""
    return text(
        "disagreeing.contrary",
        language,
        names=_names(groups, finding, catalog, language),
        one=finding.measure.phrase("label", language),
        other=beside.measure.phrase("label", language),
    )


def _sides(findings: Sequence[Finding], group: str) -> _Sides:
    """Return which ways to show a group's answers say a gap in one sense, and which say none."""
    gaps: Mapping[Show, tuple[Finding, Gap | None]] = {
        it.question.show: (it, it.gap(group)) for it in findings
    }
    known = {show: (it, gap) for show, (it, gap) in gaps.items() if _is_known(gap)}
    senses = {show: _sense(gap) for show, (it, gap) in known.items() if _is_large(it, gap)}
    if len(set(senses.values())) != 1:
        return (), ()
    sense = next(iter(senses.values()))
    none = [show for show, (it, gap) in known.items() if _says_none(it, gap, sense)]
    order = [show for show in Show if show in known]
    some = tuple(show for show in order if show in senses)
    return some, tuple(show for show in order if show in none)


def _is_known(gap: Gap | None) -> bool:
    """Return whether a comparison is shown."""
    return gap is not None and isinstance(gap.difference, Interval)


def _is_large(finding: Finding, gap: Gap | None) -> bool:
    """Return whether a way to show answers says a gap: notable, or of a mean beyond its margin."""
    if gap is None or not gap.is_reliable:
        return False
    return _is_beyond(finding, gap) if _is_mean(finding) else gap.verdict is Verdict.NOTABLE


def _says_none(finding: Finding, gap: Gap | None, sense: int) -> bool:
    """Return whether a way to show answers says that there is no gap in this sense."""
    if gap is None or not gap.is_reliable or _sense(gap) != sense:
        return True
    return _is_mean(finding) and not _is_beyond(finding, gap)


def _is_beyond(finding: Finding, gap: Gap) -> bool:
    """Return whether the difference of a mean is larger than its margin, 2 % of its scale."""
    found = gap.difference
    span = finding.measure.span(finding.question.show)
    return isinstance(found, Interval) and abs(found.value) >= MARGIN * span


def _is_mean(finding: Finding) -> bool:
    """Return whether a mean is shown, not a share."""
    return finding.question.show is Show.MEAN


def _sense(gap: Gap | None) -> int:
    """Return +1 where a group reliably fares worse, -1 where better, 0 where neither."""
    if gap is None or not gap.is_reliable or not isinstance(gap.difference, Interval):
        return 0
    return 1 if gap.difference.value > 0 else -1


def _names(groups: Sequence[str], finding: Finding, catalog: Catalog, language: str) -> str:
    """Return groups in one phrase; of many how many more there are."""
    by = catalog.dimension(finding.question.by)
    names = [by.level_label(group, language) for group in groups]
    if len(names) > _MOST_NAMED:
        more = text("filters.n_others", language, n=len(names) - _MOST_NAMED + 1)
        names = [*names[: _MOST_NAMED - 1], more]
    return listed(names, language)


def _shows(shows: Sequence[Show], language: str, *, last: str) -> str:
    """Return ways to show answers in one phrase: "the top answer and the mean"."""
    named = [uncapital(text(f"disagreeing.{show}", language), language) for show in shows]
    return listed(named, language, last=last)
