"""From a Finding to one honest sentence: who differs from whom, by how much, and how sure.

It promises never to say "no difference", never to name a cause, always to name the reference and
never to print a sign where a word belongs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.findings import (
    PROVISIONAL_DF,
    Estimate,
    Finding,
    Gap,
    Interval,
    Reason,
    Verdict,
    Withheld,
)
from seen.domain.measures import Measure, Show
from seen.domain.questions import DISTRIBUTION, VERSUS_LARGEST, VERSUS_OTHERS
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import numbers
from seen.wording.numbers import capital

_RELIABLE: Final = (Verdict.NOTABLE, Verdict.SMALL)
_EQUAL: Final = Verdict.ABOUT_EQUAL
_NAMELESS: Final = {VERSUS_OTHERS: "everyone_else", VERSUS_LARGEST: "largest_group"}


def with_sentence(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> Finding:
    """Return the Finding carrying its sentence."""
    return replace(finding, sentence=say(finding, catalog, language))


def say(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the one sentence a Finding comes to."""
    lead = leading_gap(finding, catalog)
    if lead is not None:
        return say_gap(finding, lead, catalog, language)
    shown = [gap for gap in finding.gaps if gap.verdict is not Verdict.WITHHELD]
    if shown:
        return _say_none(finding, shown, catalog, language)
    return _say_missing(finding, catalog, language)


def leading_gap(finding: Finding, catalog: Catalog) -> Gap | None:
    """Return the reliable difference the sentence is about.

    That is the one that is worst for the named group; where none is worse, the largest. It names
    a group's experience, never a practitioner's, nor the people about whom nothing is known, and
    the figure below shows all others.
    """
    return worst(finding, [gap for gap in finding.gaps if is_stated(finding, gap, catalog)])


def is_stated(finding: Finding, gap: Gap, catalog: Catalog) -> bool:
    """Return whether a comparison is about a level that people stated."""
    by, by2 = finding.question.by, finding.question.by2
    if catalog.dimension(by).is_unstated(gap.group):
        return False
    return by2 is None or not catalog.dimension(by2).is_unstated(gap.group_2 or "")


def worst(finding: Finding, gaps: Iterable[Gap]) -> Gap | None:
    """Return the reliable difference that is worst for its group; where none is, the largest.

    Of a Measure of which neither more nor less is better none is worse than another.
    """
    reliable = [gap for gap in gaps if gap.verdict in _RELIABLE]
    has_side = finding.measure.better != "none"
    worse = [gap for gap in reliable if has_side and _size(gap) > 0]
    return max(worse or reliable, key=lambda gap: abs(_size(gap)), default=None)


def say_gap(finding: Finding, gap: Gap, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the sentence of one comparison, whatever its verdict."""
    names = _names(finding, gap, catalog, language)
    short = short_words(finding, catalog, language)
    if isinstance(gap.difference, Withheld):
        return _say_withheld(gap.difference, names, short, language)
    if gap.verdict in _RELIABLE:
        return _say_reliable(finding, gap, names, catalog, language)
    if gap.verdict is _EQUAL:
        margin = numbers.margin(finding, language)
        return capital(text("sentence.equal", language, **names, margin=margin, short=short))
    low, high = numbers.range_words(gap, finding, language)
    said = capital(text("sentence.none", language, **names, short=short, low=low, high=high))
    if gap.excludes_zero:
        said = f"{said} {text('sentence.none_unadjusted', language)}"
    return said


def verdict_words(finding: Finding, gap: Gap | None, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what stands beside a mark: "12 points fewer", or that nothing reliable was found."""
    if gap is None:
        return "" if finding.question.groups else text("chart.reference", language)
    if isinstance(gap.difference, Withheld):
        return ""
    if gap.verdict in _RELIABLE:
        words = numbers.magnitude(gap, finding, language)
    else:
        words = text(f"verdict.{gap.verdict}", language)
    if gap.df is not None and gap.df < PROVISIONAL_DF:
        words = text("chart.provisional", language, words=words)
    return words


def versus_words(
    versus: str,
    dimension: Dimension,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """Return who a group is compared with, as it stands beside a figure."""
    if versus in _NAMELESS:
        return text(f"sentence.{_NAMELESS[versus]}", language)
    return dimension.level_label(versus, language)


def shared_versus(finding: Finding) -> str:
    """Return what all groups are compared with; "largest" where each level has its own."""
    named = {gap.versus for gap in finding.gaps} or {finding.question.versus}
    return named.pop() if len(named) == 1 else VERSUS_LARGEST


def people_words(
    finding: Finding, gap: Gap, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return the group a comparison names, as people; with its second group where there is one."""
    by = catalog.dimension(finding.question.by)
    people = by.people(gap.group, language, are_workers=finding.measure.is_about_workers)
    question = finding.question
    if gap.group_2 is None or question.by2 is None or question.view == DISTRIBUTION:
        return people
    second = catalog.dimension(question.by2)
    level = numbers.uncapital(second.level_label(gap.group_2, language), language)
    label = numbers.uncapital(second.phrase("label", language), language)
    return f"{people} ({label}: {level})"


def _say_reliable(
    finding: Finding, gap: Gap, names: dict[str, str], catalog: Catalog, language: str
) -> str:
    """Return the sentence of a reliable difference."""
    show, measure = finding.question.show, finding.measure
    estimate = next(
        item.estimate
        for item in finding.groups
        if (item.group, item.group_2) == (gap.group, gap.group_2)
    )
    other = None if gap.reference is None else gap.reference.value
    if not isinstance(estimate, Estimate) or other is None:
        raise ValueError("A reliable difference needs both of its values.")
    low, high = numbers.magnitude_ends(gap, finding)
    raised = numbers.raised_by(gap, finding) > 0
    is_at_level = finding.question.view == DISTRIBUTION
    key = "mean" if show is Show.MEAN else "at_level" if is_at_level else "share"
    by_whom = "self" if _is_about_self(measure) else measure.reporter
    decimals = numbers.decimals_of(estimate, show)
    said = text(
        f"sentence.{key}_{by_whom}",
        language,
        **names,
        where=_at_level(finding, gap, catalog, language) if is_at_level else "",
        did=_phrase(finding, "did", language),
        label=measure.phrase("label", language),
        often=text(f"sentence.{'more' if raised else 'less'}", language),
        level=text(f"sentence.{'higher' if raised else 'lower'}", language),
        value=numbers.number(estimate.value, decimals, show),
        other=numbers.number(other, decimals, show),
        gap=numbers.magnitude(gap, finding, language),
        low=low,
        high=high,
    )
    small = text("sentence.small", language) if gap.verdict is Verdict.SMALL else ""
    return capital(f"{said} {small}".strip())


def _at_level(finding: Finding, gap: Gap, catalog: Catalog, language: str) -> str:
    """Return the level of a distribution that a comparison is about."""
    second = catalog.dimension(finding.question.by2 or "")
    level = numbers.uncapital(second.level_label(gap.group_2 or "", language), language)
    return f"{second.phrase('label', language)} “{level}”"


def short_words(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return in what groups are compared, in a word or two."""
    if finding.question.view != DISTRIBUTION:
        return _phrase(finding, "short", language)
    label = catalog.dimension(finding.question.by2 or "").phrase("label", language)
    return numbers.uncapital(label, language)


def _say_none(finding: Finding, shown: list[Gap], catalog: Catalog, language: str) -> str:
    """Return the sentence where comparisons were made and none is reliable."""
    if len(shown) == 1:
        return say_gap(finding, shown[0], catalog, language)
    blanks = {
        "versus": _versus_people(finding, shared_versus(finding), catalog, language),
        "short": short_words(finding, catalog, language),
    }
    if all(gap.verdict is _EQUAL for gap in shown):
        margin = numbers.margin(finding, language)
        return text("sentence.equal_all", language, **blanks, margin=margin)
    said = text("sentence.none_any", language, **blanks)
    unadjusted = [gap for gap in shown if gap.excludes_zero and gap.verdict is not _EQUAL]
    return f"{said} {text('sentence.none_any_unadjusted', language)}" if unadjusted else said


def _say_missing(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return the sentence where nothing could be compared."""
    short = short_words(finding, catalog, language)
    overall = finding.overall
    reasons = {
        item.estimate.reason for item in finding.groups if isinstance(item.estimate, Withheld)
    }
    n_shown = sum(isinstance(item.estimate, Estimate) for item in finding.groups)
    if n_shown == 1 and reasons <= {Reason.NO_ANSWERS} and isinstance(overall, Interval):
        show = finding.question.show
        key = "overall_mean" if show is Show.MEAN else "overall_share"
        if show is not Show.MEAN and finding.measure.reporter == "record":
            key = "overall_record"
        low, high = numbers.ends(overall, show)
        return capital(
            text(
                f"sentence.{key}",
                language,
                label=finding.measure.phrase("label", language),
                did=_phrase(finding, "did", language),
                value=numbers.value(overall, show),
                low=low,
                high=high,
            )
        )
    if not n_shown and reasons <= {Reason.NO_ANSWERS}:
        return text("sentence.no_answers", language, short=short)
    if Reason.PRIVATE in reasons and Reason.TOO_FEW not in reasons:
        return text("sentence.private_any", language, short=short)
    return text("sentence.too_few_any", language, short=short)


def _say_withheld(withheld: Withheld, names: dict[str, str], short: str, language: str) -> str:
    """Return the sentence of a comparison that could not be shown."""
    if withheld.reason is Reason.TOO_FEW and withheld.n_answers is not None:
        n = numbers.count(withheld.n_answers)
        return text("sentence.too_few", language, **names, short=short, n=n)
    if withheld.reason is Reason.PRIVATE:
        return text("sentence.private_any", language, short=short)
    return text("sentence.too_few_any", language, short=short)


def people_named(
    finding: Finding, gap: Gap, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> tuple[str, str]:
    """Return the group and the reference of a comparison, whatever the second group."""
    by = catalog.dimension(finding.question.by)
    people = by.people(gap.group, language, are_workers=finding.measure.is_about_workers)
    return people, _versus_people(finding, gap.versus, catalog, language)


def _names(finding: Finding, gap: Gap, catalog: Catalog, language: str) -> dict[str, str]:
    """Return the group and the reference of a comparison, as they stand in a sentence."""
    return {
        "people": people_words(finding, gap, catalog, language),
        "versus": _versus_people(finding, gap.versus, catalog, language),
    }


def _versus_people(finding: Finding, versus: str, catalog: Catalog, language: str) -> str:
    """Return who a group is compared with, as they stand in a sentence."""
    dimension = catalog.dimension(finding.question.by)
    if versus in _NAMELESS:
        return versus_words(versus, dimension, language)
    return dimension.people(versus, language, are_workers=finding.measure.is_about_workers)


def _is_about_self(measure: Measure) -> bool:
    """Return whether those who reported are those the groups are made of."""
    return measure.reporter == "worker" and measure.is_about_workers


def _phrase(finding: Finding, part: str, language: str) -> str:
    """Return what people did, or its short name, for the way the Measure is shown."""
    return finding.measure.phrase(f"{part}_{finding.question.show}", language)


def _size(gap: Gap) -> float:
    """Return the size of a shown difference; positive is worse for the named group."""
    return gap.difference.value if isinstance(gap.difference, Interval) else 0.0
