"""The entry for published counts without any lower level: shares and gaps of independent answers.

It promises the same shape, the same reasons and the same verdicts as comparisons over clusters,
and says in the method line that every respondent was counted as independent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from seen.domain.findings import Estimate, Gap, Group, Interval, Reason, Verdict, Withheld
from seen.stats.binomial import mover_ratio, newcombe, score_p, wilson
from seen.stats.estimates import Means, means
from seen.stats.gaps import SMALLEST_REFERENCE_SHARE, Scale, holm_of, verdict
from seen.stats.judgement import MINIMUM_ANSWERS, present_share
from seen.stats.references import References, Side, closed_others, references
from seen.stats.sample import Answer, Sample
from seen.stats.totals import Array, Pair, Totals, others, totals, whole
from seen.text import text


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Two shares as counts of independent respondents."""

    yes: float
    n_answers: float
    reference_yes: float
    reference_n: float

    def difference(self, worse_sign: int) -> Interval | Withheld:
        """Return the difference with its Newcombe interval, positive where worse."""
        if worse_sign > 0:
            return newcombe(**vars(self))
        return newcombe(
            yes=self.reference_yes,
            n_answers=self.reference_n,
            reference_yes=self.yes,
            reference_n=self.n_answers,
        )

    def ratio(self) -> Interval | Withheld:
        """Return the ratio; too few to judge below a reference share of .02, as over clusters."""
        if 0 < self.reference < SMALLEST_REFERENCE_SHARE:
            return Withheld(reason=Reason.TOO_FEW)
        return mover_ratio(**vars(self))

    @property
    def reference(self) -> float:
        """The share the group is compared with."""
        return self.reference_yes / self.reference_n

    @property
    def p(self) -> float:
        """The two-sided p of the score test."""
        return score_p(**vars(self))


def compare_aggregates(sample: Sample) -> Answer:
    """Return shares of groups and their gaps, every respondent counted as independent.

    Groups have Wilson intervals, judged by the NCHS standard with all answers as effective ones
    (Kish's number where weights differ); gaps Newcombe's, ratios MOVER, p values the score test,
    flags Holm. A mean without any lower level has no interval and is undefined. An Estimate has
    its respondents as clusters, and a Gap no degrees of freedom.

    Parameters
    ----------
    sample
        Cells with one row per group (and reporting organisation), `n_answers` respondents each;
        everything else as for `compare`.

    Raises
    ------
    DataFileError
        When the cells hold sums no honest data can have.
    ValueError
        When a share lies outside 0 to 1.

    References
    ----------
    Wilson 1927, Newcombe 1998, Donner and Zou 2012 as in `binomial`; Kish 1965, Survey Sampling,
    section 11.7, for weights.
    """
    sums = totals(sample.cells, known={*sample.contributors, *sample.private})
    own = independent(sums, private=sample.private, is_share=sample.scale.is_share)
    overall = independent(whole(sums), private=sample.private, is_share=sample.scale.is_share)

    def rest() -> Side:
        closed = closed_others(own.means, private=sample.private)
        return independent(others(sums), private=closed, is_share=sample.scale.is_share)

    compared = references(own, versus=sample.versus, rest=rest)
    return Answer(
        groups=tuple(
            Group(group=pair[0], group_2=pair[1], estimate=_estimate(sample, own, index))
            for index, pair in enumerate(sums.groups)
        ),
        gaps=_gaps(own, compared, scale=sample.scale, only=sample.only),
        overall=_estimate(sample, overall, 0),
        is_weighted=sums.has_unequal_weights,
    )


def independent(sums: Totals, *, private: Collection[Pair], is_share: bool) -> Side:
    """Return shares of Totals in which every respondent is independent, with Wilson intervals.

    A share then has variance p(1 - p)/n and no covariance with any other.
    """
    found = means(sums, is_share=is_share)
    n = _effective(sums, found)
    respondents = replace(
        found,
        influence=np.zeros_like(found.influence),
        variance=np.divide(
            found.values * (1 - found.values), n, out=np.zeros_like(n), where=(n > 0) & is_share
        ),
        df=np.maximum(found.n_answers - 1, 0),
        n_effective=n,
        n_clusters=found.n_answers,
    )
    return Side(
        means=respondents,
        found=tuple(
            Withheld(reason=Reason.PRIVATE)
            if pair in private
            else _judged(respondents, index, is_share=is_share)
            for index, pair in enumerate(sums.groups)
        ),
    )


def _effective(sums: Totals, found: Means) -> Array:
    """Return how many respondents of equal weight tell as much: (Σw)²/Σw², at most all."""
    w, w2 = sums.w.sum(axis=0), sums.w2.sum(axis=0)
    if not sums.has_unequal_weights:
        return found.n_answers
    kish: Array = np.divide(w**2, w2, out=np.zeros_like(w), where=w2 > 0)
    return np.minimum(kish, found.n_answers)


def _judged(found: Means, index: int, *, is_share: bool) -> Interval | Withheld:
    """Return the Wilson interval of one share, or why it cannot be shown."""
    n, n_effective = float(found.n_answers[index]), float(found.n_effective[index])
    if n == 0:
        return Withheld(reason=Reason.NO_ANSWERS)
    if not is_share or not found.is_defined[index]:
        return Withheld(reason=Reason.UNDEFINED)
    too_few = Withheld(reason=Reason.TOO_FEW, n_answers=int(n))
    if n_effective < MINIMUM_ANSWERS:
        return too_few
    interval = wilson(yes=float(found.values[index]) * n_effective, n_answers=n_effective)
    if isinstance(interval, Withheld):
        return interval
    df = float(found.df[index])
    shown = present_share(interval, n=n, n_effective=n_effective, df=df).is_shown
    return interval if shown else too_few


def _estimate(sample: Sample, own: Side, index: int) -> Estimate | Withheld:
    """Return one share as an Estimate with the counts behind it, or why it is withheld."""
    found, pair = own.found[index], own.means.groups[index]
    if isinstance(found, Withheld):
        return found
    return sample.estimate(
        found,
        pair,
        n_clusters=int(own.means.n_clusters[index]),
        df=float(own.means.df[index]),
        method=text("places.wilson"),
    )


def _gaps(
    own: Side, compared: References, *, scale: Scale, only: Collection[str]
) -> tuple[Gap, ...]:
    """Return the comparison of every group but the references, with Holm over all judged."""
    asked = [
        index
        for index, name in enumerate(compared.names)
        if name is not None and (not only or own.means.groups[index][0] in only)
    ]
    counts = {index: _counts(own, compared.side, index) for index in asked}
    p_values = {index: found.p for index, found in counts.items() if isinstance(found, Counts)}
    p_holm = holm_of(p_values, among=counts.values())
    return tuple(
        _gap(
            own.means.groups[index],
            versus=compared.names[index] or "",
            counts=found,
            reference=compared.side.found[index],
            p_holm=p_holm.get(index, 1.0),
            scale=scale,
        )
        for index, found in counts.items()
    )


def _counts(own: Side, other: Side, index: int) -> Counts | Withheld:
    """Return a group and its reference as counts, or why the one or the other is withheld."""
    for found in (own.found[index], other.found[index]):
        if isinstance(found, Withheld):
            return found
    n, reference_n = (float(side.means.n_effective[index]) for side in (own, other))
    return Counts(
        yes=float(own.means.values[index]) * n,
        n_answers=n,
        reference_yes=float(other.means.values[index]) * reference_n,
        reference_n=reference_n,
    )


def _gap(
    pair: Pair,
    *,
    versus: str,
    counts: Counts | Withheld,
    reference: Interval | Withheld,
    p_holm: float,
    scale: Scale,
) -> Gap:
    """Return one Gap, withheld whole where one of its sides is."""
    found = counts if isinstance(counts, Withheld) else counts.difference(scale.worse_sign)
    if isinstance(found, Withheld) or isinstance(counts, Withheld):
        return Gap(
            group=pair[0],
            group_2=pair[1],
            versus=versus,
            difference=found,
            ratio=found,
            p_holm=None,
            verdict=Verdict.WITHHELD,
        )
    return Gap(
        group=pair[0],
        group_2=pair[1],
        versus=versus,
        difference=found,
        ratio=counts.ratio(),
        p_holm=p_holm,
        verdict=verdict(found, p_holm=p_holm, reference=counts.reference, scale=scale),
        p=counts.p,
        reference=reference if isinstance(reference, Interval) else None,
    )
