"""The one entry for the sources: Cells in, estimates and comparisons of a Finding out.

It promises that nothing private or too few to judge enters a comparison or the correction for
the number of comparisons, and that answers of private groups still count in the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from seen.domain.cells import Cells, Contributors
from seen.domain.findings import Estimate, Gap, Group, Interval, Test, Verdict, Withheld
from seen.stats.estimates import covariance, means
from seen.stats.gaps import Contrast, Scale, difference, holm_of, p_of, ratio, verdict
from seen.stats.intervals import implied_variance
from seen.stats.overall import overall_test
from seen.stats.references import References, Side, closed_others, references, side
from seen.stats.sample import Sample
from seen.stats.totals import Pair, Totals, others, totals, whole
from seen.text import text


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What the statistics say about Cells: groups and their gaps sorted by name, and the whole.

    The group the others are compared with has no gap. `test` asks whether the groups differ at
    all; it is None where two Dimensions are crossed.
    """

    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    overall: Estimate | Withheld
    is_weighted: bool
    test: Test | Withheld | None = None


def compare(
    cells: Cells,
    *,
    is_share: bool,
    worse_sign: int,
    span: float,
    versus: str,
    cluster_word: str,
    hidden: Collection[tuple[str | None, str | None]] = (),
    contributors: Mapping[Pair, Contributors],
    only: Collection[str] = (),
    has_zero: bool = True,
) -> Comparison:
    """Return estimates of all groups, their gaps, and the estimate of the whole.

    Parameters
    ----------
    cells
        Sums per group and cluster; weights in any unit.
    is_share
        Whether every answer is 0 or 1.
    worse_sign, span
        As `Measure.worse_sign` and `Measure.span` give them.
    versus
        "others" (everyone else in the same level of group_2), "largest" (the shown group with
        most answers there) or a level of the first Dimension.
    cluster_word
        What clusters are called in the method line: "institutions".
    hidden
        Groups the guard found private; their answers stay in the others and in the whole.
        `WHOLE`, or (None, None), hides the whole; ("", level), or (None, level), says that the
        margin of a level of group_2 is private.
    contributors
        Who stands behind each group, and behind the whole under `WHOLE`. A group named here
        that has no answers is withheld for that reason.
    only
        The groups that are compared, and counted as comparisons; empty for all.
    has_zero
        Whether 0 of a mean means none of it; without that no size is judged as a percentage.

    Raises
    ------
    DataFileError
        When the cells hold sums no honest data can have.
    ValueError
        When a shown group has no contributors, or a share lies outside 0 to 1.

    References
    ----------
    As in `means`, `korn_graubard`, `degrees_of_freedom`, `ratio`, `holm_of`, `verdict` and
    `overall_test`. The difference is a contrast of two domain means: Särndal, Swensson and
    Wretman 1992, Model Assisted Survey Sampling, chapter 5.
    """
    sample = Sample(
        cells=cells,
        scale=Scale(is_share=is_share, worse_sign=worse_sign, span=span, has_zero=has_zero),
        versus=versus,
        contributors=contributors,
        cluster_word=cluster_word,
        private=frozenset((group or "", second) for group, second in hidden),
        only=only,
    )
    return compare_totals(sample, laid_out(sample))


def laid_out(sample: Sample) -> Totals:
    """Return the Totals of a Sample, with a column for every group that is known of."""
    return totals(sample.cells, known={*sample.contributors, *sample.private})


def compare_totals(sample: Sample, sums: Totals) -> Comparison:
    """Return what `compare` returns, of Totals that further views go on working with."""
    scale, private, contributors = sample.scale, sample.private, sample.contributors
    is_share = scale.is_share
    method = text("method.share" if is_share else "method.mean", word=sample.cluster_word)
    own, compared = sides(sample, sums)
    overall = side(means(whole(sums), is_share=is_share), private=private, is_share=is_share)
    is_crossed = any(second is not None for _, second in sums.groups)
    return Comparison(
        groups=tuple(
            Group(
                group=group,
                group_2=second,
                estimate=_estimate(own, index, contributors=contributors, method=method),
            )
            for index, (group, second) in enumerate(sums.groups)
        ),
        gaps=comparisons(own, compared, scale=scale, only=sample.only),
        overall=_estimate(overall, 0, contributors=contributors, method=method),
        is_weighted=sums.has_unequal_weights,
        test=None if is_crossed else overall_test(sums, own, is_share=is_share),
    )


def sides(sample: Sample, sums: Totals) -> tuple[Side, References]:
    """Return what was found for the groups of a Sample, and what each is compared with."""
    private, is_share = sample.private, sample.scale.is_share
    own = side(means(sums, is_share=is_share), private=private, is_share=is_share)

    def rest() -> Side:
        closed = closed_others(own.means, private=private)
        return side(means(others(sums), is_share=is_share), private=closed, is_share=is_share)

    return own, references(own, versus=sample.versus, rest=rest)


def _estimate(
    own: Side, index: int, *, contributors: Mapping[Pair, Contributors], method: str
) -> Estimate | Withheld:
    """Return one mean as an Estimate with the counts behind it, or why it is withheld."""
    found, pair = own.found[index], own.means.groups[index]
    if isinstance(found, Withheld):
        return found
    if pair not in contributors:
        raise ValueError("A group has answers but no contributors: ask for both with one filter.")
    return Estimate(
        value=found.value,
        low=found.low,
        high=found.high,
        n_answers=int(own.means.n_answers[index]),
        n_people=contributors[pair].n_people,
        n_clusters=int(own.means.n_clusters[index]),
        df=float(own.means.df[index]),
        method=method,
    )


def comparisons(
    own: Side, compared: References, *, scale: Scale, only: Collection[str]
) -> tuple[Gap, ...]:
    """Return the comparison of every group but the references, with Holm over all judged.

    Parameters
    ----------
    own, compared
        Figures of any kind, crude or adjusted, and what each is compared with; all over the same
        clusters, so that their joint covariance follows from their influence.
    scale
        How the figures are to be read.
    only
        The groups that are compared, and counted as comparisons; empty for all.
    """
    contrasts = {
        index: found
        for index, found in _contrasts(own, compared, scale=scale).items()
        if not only or own.means.groups[index][0] in only
    }
    differences = {
        index: found if isinstance(found, Withheld) else difference(found, scale=scale)
        for index, found in contrasts.items()
    }
    p_values = {
        index: p_of(found)
        for index, found in contrasts.items()
        if isinstance(found, Contrast) and isinstance(differences[index], Interval)
    }
    p_holm = holm_of(p_values, among=differences.values())
    return tuple(
        _gap(
            own.means.groups[index],
            versus=compared.names[index] or "",
            contrast=contrasts[index],
            gap=gap,
            reference=compared.side.found[index],
            p=p_values.get(index),
            p_holm=p_holm.get(index),
            scale=scale,
        )
        for index, gap in differences.items()
    )


def _gap(
    pair: Pair,
    *,
    versus: str,
    contrast: Contrast | Withheld,
    gap: Interval | Withheld,
    reference: Interval | Withheld,
    p: float | None,
    p_holm: float | None,
    scale: Scale,
) -> Gap:
    """Return one Gap, withheld whole where its difference is.

    The reference goes along only with a difference: beside a hidden group it could give that
    group away.
    """
    if isinstance(gap, Withheld) or isinstance(contrast, Withheld) or p_holm is None:
        return Gap(
            group=pair[0],
            group_2=pair[1],
            versus=versus,
            difference=gap,
            ratio=gap,
            p_holm=None,
            verdict=Verdict.WITHHELD,
        )
    return Gap(
        group=pair[0],
        group_2=pair[1],
        versus=versus,
        difference=gap,
        ratio=ratio(contrast, scale=scale),
        p_holm=p_holm,
        verdict=verdict(gap, p_holm=p_holm, reference=contrast.reference, scale=scale),
        df=contrast.df,
        p=p,
        reference=reference if isinstance(reference, Interval) else None,
    )


def _contrasts(own: Side, compared: References, *, scale: Scale) -> dict[int, Contrast | Withheld]:
    """Return, by place of the group, its contrast with what it is compared with."""
    joint = covariance(own.means, compared.side.means)
    contrasts: dict[int, Contrast | Withheld] = {}
    for index, name in enumerate(compared.names):
        mine, theirs = own.found[index], compared.side.found[index]
        if name is None:
            continue
        if isinstance(mine, Withheld):
            contrasts[index] = mine
        elif isinstance(theirs, Withheld):
            contrasts[index] = theirs
        else:
            contrasts[index] = Contrast(
                value=mine.value,
                reference=theirs.value,
                variance=variance_of(own, index, mine, scale=scale),
                reference_variance=variance_of(compared.side, index, theirs, scale=scale),
                covariance=float(joint[index]),
                df=float(min(own.means.df[index], compared.side.means.df[index])),
            )
    return contrasts


def variance_of(found: Side, index: int, interval: Interval, *, scale: Scale) -> float:
    """Return the variance a mean brings to a comparison.

    That of a share of 0 or 1, or on which all clusters agree, is what its interval stands for.

    Parameters
    ----------
    found, index
        The means of a side, and the place of one among them.
    interval
        Its own, in the unit of the Measure; the variance is in the square of it.
    """
    variance = float(found.means.variance[index])
    if scale.is_share and variance == 0:  # none or all said yes, or all clusters agree
        return implied_variance(interval, df=float(found.means.df[index]))
    return variance
