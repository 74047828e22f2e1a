"""The sentence of every view of a Finding: slopes, trends, decompositions, gradients and the rest.

It promises that each names its comparison, states its interval, and calls nothing a cause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from seen.domain.catalog import Catalog, institution_words
from seen.domain.findings import Estimate, Finding, Gap, Interval, Part, Verdict, Withheld
from seen.domain.questions import (
    BANDS,
    BLOCKS,
    DECOMPOSITION,
    FUNNEL,
    GRADIENT,
    SLOPE,
    SUMMARY,
    TREND,
    WAVES,
    WITHIN,
)
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import is_stated, leading_gap, numbers, people_named, say, short_words
from seen.wording.bands import say_bands
from seen.wording.burnout import say_blocks, say_waves
from seen.wording.changes import both_ends, ends_words, moves, part_of, size, spread, turned
from seen.wording.numbers import capital, uncapital

_FLAGGED: Final = (Verdict.NOTABLE, Verdict.SMALL)


def with_sentence(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> Finding:
    """Return the Finding carrying the sentence of its view."""
    say_view = _SAY.get(finding.question.view, say)
    return replace(finding, sentence=say_view(finding, catalog, language))


def strata_words(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what the strata of a Finding are: "profession and time pressure"."""
    labels = [
        uncapital(item.phrase("label", language), language)
        for item in catalog.strata(finding.question)
    ]
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} {text('reading.and', language)} {labels[-1]}"


def part(finding: Finding, name: str, group: str | None = None) -> Part | None:
    """Return a part by name and group; None where the Finding has none."""
    found = (item for item in finding.parts if (item.name, item.group) == (name, group))
    return next(found, None)


def estimate(finding: Finding, name: str, group: str | None = None) -> Estimate | None:
    """Return a part's number; None where it is withheld or absent."""
    found = part(finding, name, group)
    return found.estimate if found and isinstance(found.estimate, Estimate) else None


def flagged(finding: Finding, group: str | None) -> list[Part]:
    """Return the periods of a group that are reliably unlike the three before them."""
    flags = [it for it in finding.parts if it.name == "flag" and it.group == group]
    return [it for it in flags if it.verdict in _FLAGGED]


def lead_group(finding: Finding, catalog: Catalog) -> Gap | None:
    """Return the comparison a view speaks about.

    That is the reliable one that is worst for its group; else, of the groups that were asked for
    or else of all, the first that is shown.
    """
    lead = leading_gap(finding, catalog)
    asked = finding.question.groups
    stated = [gap for gap in finding.gaps if is_stated(finding, gap, catalog)]
    shown = [gap for gap in stated if isinstance(gap.difference, Interval)]
    chosen = [gap for gap in shown if not asked or gap.group in asked]
    return lead or next(iter(chosen or shown), None)


# -- one sentence for each view ------------------------------------------------------------------


def _slope(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return how the measure runs along the second Dimension in a group and its reference."""
    gap = lead_group(finding, catalog)
    own = estimate(finding, "slope", gap.group) if gap else None
    other = estimate(finding, "slope_versus", gap.group) if gap else None
    if gap is None or own is None or other is None or isinstance(gap.difference, Withheld):
        return _nothing(finding, catalog, language)
    show = finding.question.show
    people, versus = people_named(finding, gap, catalog, language)
    found = turned(gap.difference, finding.measure.worse_sign(show))
    blanks = {"span": spread(found, show, language)}
    verdict = text("views.slope_none", language, **blanks)
    if gap.is_reliable:
        apart = size(found, show, language)
        verdict = text("views.slope_reliable", language, gap=apart, **blanks)
    return text(
        "views.slope",
        language,
        dimension=_second(finding, catalog, language),
        short=short_words(finding, catalog, language),
        people=people,
        versus=versus,
        moves=moves(own, language),
        own=size(own, show, language),
        also="" if own.value * other.value > 0 else f"{moves(other, language)} ",
        other=numbers.magnitude_of(other, show),
        verdict=verdict,
    )


def _trend(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return how the measure moves from one period to the next in the lead group."""
    trends = [item for item in finding.parts if item.name == "trend"]
    gap = lead_group(finding, catalog)
    wanted = [item for item in trends if gap is not None and item.group == gap.group]
    shown = [item for item in (*wanted, *trends) if isinstance(item.estimate, Estimate)]
    if not shown or not isinstance(shown[0].estimate, Estimate):
        return _nothing(finding, catalog, language)
    lead, found = shown[0], shown[0].estimate
    by, second = catalog.dimension(finding.question.by), _second(finding, catalog, language)
    people = by.people(lead.group or "", language, are_workers=finding.measure.is_about_workers)
    show = finding.question.show
    blanks = {
        "dimension": second,
        "short": short_words(finding, catalog, language),
        "people": people,
    }
    said = text("views.trend_none", language, span=both_ends(found, show, language), **blanks)
    if found.low > 0 or found.high < 0:
        blanks["span"] = spread(found, show, language)
        moved = {"moves": moves(found, language), "size": size(found, show, language)}
        said = text("views.trend", language, **blanks, **moved)
    if part(finding, "flag", lead.group) is None:
        return capital(said)
    out = flagged(finding, lead.group)
    by2 = catalog.dimension(finding.question.by2 or "")
    names = ", ".join(by2.level_label(it.group_2 or "", language) for it in out)
    key = "views.flagged" if out else "views.flagged_none"
    return capital(f"{said} {text(key, language, names=names, dimension=second)}")


def _decomposition(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return how much of the lead difference goes with the strata, and how much remains."""
    gap = lead_group(finding, catalog)
    composition = estimate(finding, "composition", gap.group) if gap else None
    same = estimate(finding, "same_setting", gap.group) if gap else None
    if (one := text("notes.one_stratum", language)) in finding.notes:
        return one
    if gap is None or composition is None or same is None or isinstance(gap.difference, Withheld):
        return _nothing(finding, catalog, language)
    show = finding.question.show
    people, versus = people_named(finding, gap, catalog, language)
    sign = finding.measure.worse_sign(show)  # stored as worse, said as more or fewer
    whole, goes, stays = (turned(it, sign) for it in (gap.difference, composition, same))
    return capital(
        text(
            "views.decomposition",
            language,
            gap=size(whole, show, language),
            people=people,
            versus=versus,
            strata=strata_words(finding, catalog, language),
            composition=part_of(goes, whole, show, language),
            same=part_of(stays, whole, show, language),
        )
    )


def _gradient(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return how the measure changes from the lowest level to the highest."""
    sii = estimate(finding, "sii")
    if sii is None and finding.has_one_group:
        label, short = _first(finding, catalog, language), short_words(finding, catalog, language)
        return text("views.gradient_alone", language, dimension=label, short=short)
    if sii is None:
        return _nothing(finding, catalog, language)
    # stored as "positive is worse at the lowest level"; on screen the outcome rises or falls
    sign = -finding.measure.worse_sign(finding.question.show)
    raised = sii if sign > 0 else Interval(value=-sii.value, low=-sii.high, high=-sii.low)
    show = finding.question.show
    blanks = {
        "ends": ends_words(finding, catalog, language),
        "dimension": _first(finding, catalog, language),
        "short": short_words(finding, catalog, language),
    }
    if sii.low <= 0 <= sii.high:
        span = both_ends(raised, show, language)
        return capital(text("views.gradient_none", language, span=span, **blanks))
    blanks["span"] = spread(raised, show, language)
    moved = {"moves": moves(raised, language), "size": size(raised, show, language)}
    return capital(text("views.gradient", language, **blanks, **moved))


def _summary(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return how far groups lie from the mean of all."""
    found = estimate(finding, "mdm")
    if found is None:
        return _nothing(finding, catalog, language)
    show = finding.question.show
    return capital(
        text(
            "views.summary",
            language,
            short=short_words(finding, catalog, language),
            size=size(found, show, language),
            span=spread(found, show, language),
        )
    )


def _within(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return the odds ratio of the lead group at the same strata."""
    gap = lead_group(finding, catalog)
    found = estimate(finding, "mantel_haenszel", gap.group) if gap else None
    if gap is None or found is None:
        return _nothing(finding, catalog, language)
    people, versus = people_named(finding, gap, catalog, language)
    is_sure = found.low > 1 or found.high < 1
    said = text(
        "views.within" if is_sure else "views.within_none",
        language,
        strata=strata_words(finding, catalog, language),
        short=short_words(finding, catalog, language),
        people=people,
        versus=versus,
        ratio=f"{found.value:.2f}",
        low=f"{found.low:.2f}",
        high=f"{found.high:.2f}",
    )
    turned = estimate(finding, "reversed_strata", gap.group)
    return said if turned is None else f"{said} {text('views.reversed', language)}"


def _funnel(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return how far institutions vary beyond chance, and how many are unusual."""
    found = estimate(finding, "between")
    if found is None:
        return _nothing(finding, catalog, language)
    _, plural = institution_words(catalog, language)
    positions = [item for item in finding.parts if item.name == "position"]
    judged = [item for item in positions if isinstance(item.estimate, Estimate)]
    out = sum(item.verdict in _FLAGGED for item in judged)
    show = finding.question.show
    return capital(
        text(
            "views.funnel",
            language,
            plural=plural,
            short=short_words(finding, catalog, language),
            size=size(found, show, language),
            span=spread(found, show, language),
            n=numbers.count(out) if out else text("reading.none", language),
            total=numbers.count(len(judged)),
        )
    )


def _nothing(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return that there is nothing to compare, or too little to say anything in this view."""
    is_alone = finding.has_one_group and finding.question.view != TREND  # which needs but one
    key = "sentence.one_group" if is_alone else "views.nothing"
    return text(key, language, short=short_words(finding, catalog, language))


def _first(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return the label of the first Dimension inside a line."""
    return uncapital(catalog.dimension(finding.question.by).phrase("label", language), language)


def _second(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return the label of the second Dimension inside a line."""
    label = catalog.dimension(finding.question.by2 or "").phrase("label", language)
    return uncapital(label, language)


_SAY: Final[Mapping[str, Callable[[Finding, Catalog, str], str]]] = {
    SLOPE: _slope,
    TREND: _trend,
    DECOMPOSITION: _decomposition,
    GRADIENT: _gradient,
    SUMMARY: _summary,
    WITHIN: _within,
    FUNNEL: _funnel,
    BLOCKS: say_blocks,
    BANDS: say_bands,
    WAVES: say_waves,
}
