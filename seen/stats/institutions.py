"""Institutions beside each other: a funnel with over-dispersion, and figures that borrow strength.

It promises that no institution is ranked, and that what is called unusual is exactly what lies
outside the limits that are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isnan, sqrt
from typing import Final

from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import (
    CONFIDENCE,
    Estimate,
    Group,
    Interval,
    Part,
    Verdict,
    Withheld,
)
from seen.stats.aggregates import compare_aggregates
from seen.stats.binomial import NOBODY, UNKNOWN, normal_quantile
from seen.stats.compare import compare
from seen.stats.funnels import WIDE, Funnel, cut, drawn
from seen.stats.sample import Answer, Sample
from seen.text import text

BETWEEN: Final = "between"
PARTS: Final = ("limits_95", "limits_998", "position", "shrunken", "reliability")


def funnel(sample: Sample, *, has_clusters: bool = True) -> Answer:
    """Return institutions with the limits of a funnel and with shrunken figures, never ranked.

    Groups, gaps and the whole are as `compare` gives them. Every institution has these parts, in
    the order of the groups: `limits_95` and `limits_998` (the target, with its limits target ±
    z √(s² + τ²) cut at the ends of the scale), `position` (its mean less the target, with a 95 %
    interval that allows for over-dispersion; notable outside the 99.8 % limits), `shrunken`
    (empirical Bayes) and `reliability` (τ²/(τ² + s²), with the Q-profile limits of τ²). Last
    comes `between`, the standard deviation between institutions. An institution that is not shown
    has its reason in every part; with fewer than 8 shown there is no funnel: too few. Where the
    figures are more alike than chance leaves them, reliability and `between` are undefined.

    s² is the linearised variance over an institution's own clusters, steadied by what all of them
    share (`sampling_variances`). The target is the mean of all answers of institutions that are
    shown, so it tells nothing about one that is not. Answers without an institution are none.

    Parameters
    ----------
    sample
        Cells whose groups are institutions and whose clusters are the practitioners, recipients
        or rows below them. The caller guarantees that groups are institutions, never
        practitioners: no person is ever set beside others in this way.
    has_clusters
        False for published counts without any lower level: Wilson intervals, and s² =
        p₀(1 - p₀)/n.

    Raises
    ------
    ValueError
        When institutions are crossed with a second Dimension.

    References
    ----------
    Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202 (limits and over-dispersion); Morris
    1983, Journal of the American Statistical Association 78, 47-55 (shrinkage); Viechtbauer 2007,
    Statistics in Medicine 26, 37-52 (limits of τ²); Adams 2009, The Reliability of Provider
    Profiling, RAND TR-653 (reliability).
    """
    answer = _compared(sample) if has_clusters else compare_aggregates(sample)
    if any(item.group_2 is not None for item in answer.groups):
        raise ValueError("A funnel takes institutions alone, not crossed with anything.")
    institutions = [item for item in answer.groups if item.group != NOT_STATED]
    shown = {
        item.group: item.estimate for item in institutions if isinstance(item.estimate, Estimate)
    }
    found = drawn(sample, shown=list(shown), has_clusters=has_clusters)
    place = {name: index for index, name in enumerate(shown)}
    parts = [
        part
        for item in institutions
        for part in _parts(item, found, place=place.get(item.group, 0))
    ]
    is_drawn = isinstance(found, Funnel)
    return replace(
        answer,
        parts=(*parts, Part(name=BETWEEN, group=None, estimate=_between(shown, found))),
        notes=("places.unusual" if is_drawn else "places.no_funnel",),
    )


def binomial_limits(
    *, baseline: float | None, n_answers: float | None, confidence: float = CONFIDENCE
) -> Interval | Withheld:
    """Return the limits of a funnel of shares without over-dispersion, every answer independent.

    p₀ ± z √(p₀(1 - p₀)/n), cut at 0 and 1.

    Parameters
    ----------
    baseline, n_answers
        The share of all, and the respondents of one institution. None or NaN, for a number that
        is missing, is undefined; 0 respondents are no answers.
    confidence
        Such as .95 or .998.

    References
    ----------
    Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202, section 2; as drawn by English
    public health (UKHSA, PHEindicatormethods, funnels of proportions).
    """
    if baseline is None or n_answers is None or isnan(baseline) or isnan(n_answers):
        return UNKNOWN
    if n_answers <= 0:
        return NOBODY
    half = normal_quantile(confidence) * sqrt(baseline * (1 - baseline) / n_answers)
    return cut(baseline, half, ends=(0.0, 1.0))


def _compared(sample: Sample) -> Answer:
    """Return what `compare` says about the institutions."""
    found = compare(
        sample.cells,
        is_share=sample.scale.is_share,
        worse_sign=sample.scale.worse_sign,
        span=sample.scale.span,
        versus=sample.versus,
        cluster_word=sample.cluster_word,
        hidden=sample.private,
        contributors=sample.contributors,
        only=sample.only,
    )
    return Answer(
        groups=found.groups, gaps=found.gaps, overall=found.overall, is_weighted=found.is_weighted
    )


def _parts(item: Group, found: Funnel | Withheld, *, place: int) -> list[Part]:
    """Return the parts of one institution, each withheld where it or the funnel is."""
    own = item.estimate
    if isinstance(own, Withheld):
        return [Part(name=name, group=item.group, estimate=own) for name in PARTS]
    if isinstance(found, Withheld):
        return [Part(name=name, group=item.group, estimate=found) for name in PARTS]
    is_unusual = found.is_unusual(place)
    verdicts = {"position": Verdict.NOTABLE if is_unusual else Verdict.NO_RELIABLE_DIFFERENCE}
    numbers = (
        found.limits(place, CONFIDENCE),
        found.limits(place, WIDE),
        found.position(place),
        found.shrunken(place),
        found.reliability(place),
    )
    return [
        Part(
            name=name,
            group=item.group,
            estimate=_counted(number, own, method=text(f"places.{name}")),
            verdict=verdicts.get(name),
        )
        for name, number in zip(PARTS, numbers, strict=True)
    ]


def _counted(number: Interval | Withheld, own: Estimate, *, method: str) -> Estimate | Withheld:
    """Return a number with the counts behind an institution's own figure."""
    if isinstance(number, Withheld):
        return number
    return replace(own, value=number.value, low=number.low, high=number.high, method=method)


def _between(shown: Mapping[str, Estimate], found: Funnel | Withheld) -> Estimate | Withheld:
    """Return the standard deviation between institutions, which stand for its clusters."""
    number = found if isinstance(found, Withheld) else found.spread()
    if isinstance(number, Withheld):
        return number
    return Estimate(
        value=number.value,
        low=number.low,
        high=number.high,
        n_answers=sum(own.n_answers for own in shown.values()),
        n_people=sum(
            own.n_people or 0 for own in shown.values()
        ),  # twice who was at two institutions
        n_clusters=len(shown),
        df=float(len(shown) - 1),
        method=text("places.between"),
    )
