"""From a Finding to one honest sentence: who differs from whom, by how much, and how sure.

It promises never to say "no difference", never to name a cause, always to name the reference and
never to print a sign where a word belongs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from seen.domain.catalog import Catalog
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
from seen.domain.measures import Show
from seen.domain.questions import COMPARES_NONE, DISTRIBUTION
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.wording import numbers
from seen.wording.comparing import heading, say_gap, short_words
from seen.wording.counted import kind_words
from seen.wording.length import fitting
from seen.wording.numbers import capital, uncapital
from seen.wording.people import (
    is_about_self,
    people_named,
    shared_versus,
    versus_people,
    versus_words,
)

__all__ = [
    "is_stated",
    "leading_gap",
    "people_named",
    "say",
    "say_gap",
    "shared_versus",
    "short_words",
    "verdict_words",
    "versus_words",
    "with_sentence",
    "worst",
]

_RELIABLE: Final = (Verdict.NOTABLE, Verdict.SMALL)
_EQUAL: Final = Verdict.ABOUT_EQUAL


def with_sentence(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> Finding:
    """Return the Finding carrying its sentence."""
    return replace(finding, sentence=say(finding, catalog, language))


def say(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the one sentence a Finding comes to; of levels only shown together, one for each."""
    lead = leading_gap(finding, catalog)
    is_together = catalog.dimension(finding.question.by).needs and finding.gaps
    if is_together and (finding.question.by2 is None or lead is not None):
        return _say_each(finding, lead, catalog, language)
    if lead is not None:
        return say_gap(finding, lead, catalog, language)
    shown = [gap for gap in finding.gaps if gap.verdict is not Verdict.WITHHELD]
    if shown:
        return _say_none(finding, shown, catalog, language)
    return _say_missing(finding, catalog, language)


def _say_each(finding: Finding, lead: Gap | None, catalog: Catalog, language: str) -> str:
    """Return the sentence of every comparison, so that none is said without the others.

    Where two Dimensions are crossed it is every one at the second level that leads.
    """
    second = lead.group_2 if lead else None
    beside = [gap for gap in finding.gaps if second in (None, gap.group_2)]
    stated = [gap for gap in beside if is_stated(finding, gap, catalog)]
    said = (say_gap(finding, gap, catalog, language) for gap in stated or beside)
    return " ".join(dict.fromkeys(said))


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


def verdict_words(finding: Finding, gap: Gap | None, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what stands beside a mark: "12 points fewer", or that nothing reliable was found."""
    if gap is None:
        is_alone = bool(finding.question.groups) or finding.question.view in COMPARES_NONE
        return "" if is_alone else text("chart.reference", language)
    if isinstance(gap.difference, Withheld):
        return ""
    if gap.verdict in _RELIABLE:
        words = numbers.magnitude(gap, finding, language)
    else:
        words = text(f"verdict.{gap.verdict}", language)
    if gap.df is not None and gap.df < PROVISIONAL_DF:
        words = text("chart.provisional", language, words=words)
    return words


def _say_none(finding: Finding, shown: list[Gap], catalog: Catalog, language: str) -> str:
    """Return the sentence where comparisons were made and none is reliable."""
    if len(shown) == 1:
        return say_gap(finding, shown[0], catalog, language)
    blanks = {
        "versus": versus_people(finding, shared_versus(finding), catalog, language),
        "short": short_words(finding, catalog, language),
    }
    levels = _any_level(finding, catalog, language)
    about = heading(finding, catalog, language, at=levels)
    if all(gap.verdict is _EQUAL for gap in shown):
        margin = numbers.margin(finding, language)
        brief = text("sentence.equal_all_brief", language, **blanks, margin=margin)
        full = text("sentence.equal_all", language, **blanks, margin=margin, levels=levels)
        return fitting([full, f"{about} {brief}"])
    said = fitting(
        [
            text("sentence.none_any", language, **blanks, levels=levels),
            f"{about} {text('sentence.none_any_brief', language, versus=blanks['versus'])}",
        ]
    )
    unadjusted = [gap for gap in shown if gap.excludes_zero and gap.verdict is not _EQUAL]
    return f"{said} {text('sentence.none_any_unadjusted', language)}" if unadjusted else said


def _any_level(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return at what levels groups were compared; empty where there is no second Dimension."""
    question = finding.question
    if question.by2 is None or question.view == DISTRIBUTION:
        return ""
    label = catalog.dimension(question.by2).phrase("label", language)
    return text("sentence.any_level", language, dimension=uncapital(label, language))


def _say_missing(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return the sentence where nothing could be compared."""
    short = short_words(finding, catalog, language)
    reasons = {
        item.estimate.reason for item in finding.groups if isinstance(item.estimate, Withheld)
    }
    n_shown = sum(isinstance(item.estimate, Estimate) for item in finding.groups)
    if finding.has_one_group and reasons <= {Reason.NO_ANSWERS, Reason.ALONE}:
        if isinstance(finding.overall, Interval):
            return _say_whole(finding, finding.overall, language)
        if n_shown:  # of what has no whole, or is a table of shares
            return text("sentence.one_group", language, short=short)
    if not n_shown and reasons <= {Reason.NO_ANSWERS}:
        is_record = finding.measure.reporter == "record"
        return text(f"sentence.no_{'records' if is_record else 'answers'}", language, short=short)
    for hidden in (Reason.PRIVATE, Reason.NOT_RELEASED):
        if hidden in reasons and Reason.TOO_FEW not in reasons:
            return text(f"sentence.{hidden}_any", language, short=short)
    kind = kind_words(finding.measure, language)
    return text("sentence.too_few_any", language, short=short, kind=kind)


def _say_whole(finding: Finding, whole: Interval, language: str) -> str:
    """Return the sentence of a group that stands alone."""
    measure, show = finding.measure, finding.question.show
    key = "overall_mean"
    if show is not Show.MEAN:
        kind = "recipient" if is_about_self(measure) else measure.reporter
        is_own = has(f"sentence.overall_{measure.name}", language) and not measure.words
        key = f"overall_{measure.name if is_own else kind}"
    low, high = numbers.ends(whole, show)
    return capital(
        text(
            f"sentence.{key}",
            language,
            label=measure.phrase("label", language),
            did=measure.phrase(f"did_{show}", language),
            value=numbers.value(whole, show),
            low=low,
            high=high,
        )
    )


def _size(gap: Gap) -> float:
    """Return the size of a shown difference; positive is worse for the named group."""
    return gap.difference.value if isinstance(gap.difference, Interval) else 0.0
