"""A gradient: how an answer changes from the least to the most advantaged level.

It promises that weights count once, that estimate and interval stand on one scale, and that the
error of the ranks is in every interval.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seen.domain.findings import Estimate, Interval, Part, Reason, Withheld
from seen.stats.compare import Comparison, compare_totals, laid_out
from seen.stats.estimates import Means, means
from seen.stats.gaps import LEVEL, Contrast, Scale, holm, ratio
from seen.stats.linear import Linearised, linearised, stacked
from seen.stats.sample import Answer, Sample
from seen.stats.totals import Pair, Totals, selected
from seen.text import text

SII: Final = "sii"
RII: Final = "rii"
CONCENTRATION: Final = "concentration"
SHOWN_LEVELS: Final = "inequality.shown_levels"
BENDS: Final = "inequality.bends"
FEW_LEVELS: Final = "inequality.few_levels"
_FEWEST_LEVELS: Final = 3
_ROUNDING: Final = 1e-12
_MEAN, _SLOPE, _HALF_INDEX = range(3)  # what `ranked` returns


def gradient(sample: Sample) -> Answer:
    """Return the groups, gaps and test of a Sample, and its gradient over an ordered Dimension.

    Parts are "sii", "rii" and "concentration". With a and b the intercept and slope of the
    answers regressed on their ridit rank (`ranked`):

    - sii, the slope index of inequality, is b signed so that positive is worse for the less
      advantaged, in points or units; t interval.
    - rii, the relative index, is (a + b) / a, most over least advantaged; t interval on the log
      scale, transformed back. Undefined unless both are positive and the scale begins at a true
      zero; too few to judge where a share of a lies below .02, as for any ratio.
    - concentration is, for shares, Erreygers' index 4m CI, and for means the concentration index
      CI = 2 cov(y, x) / m itself, undefined unless the mean m is positive and the scale begins
      at a true zero: on any other it changes with where the scale happens to begin. Positive
      where the more advantaged have more of what is measured, be that good or bad.

    Parameters
    ----------
    sample
        `order` holds the levels from least to most advantaged; answers of other levels do not
        count. A level that is private, or may be had by subtraction, stays out together with
        every level that is not shown, and a note says so.

    Returns
    -------
    Answer
        Unless three of the levels are shown all parts are undefined, and a note says why; where
        one group alone has answers they are alone. Degrees of freedom are the mean over the
        levels of the smaller of clusters - 1 and Bell-McCaffrey's, weighted by answers. A note
        says where a step between neighbours goes against the slope and holds after Holm's
        correction over all steps.

    References
    ----------
    Mackenbach and Kunst 1997, Social Science & Medicine 44, 757-771 (slope and relative index);
    Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77, 87-103 (concentration
    index of groups); Erreygers 2009, Journal of Health Economics 28, 504-515.
    """
    sums = laid_out(sample)
    compared = compare_totals(sample, sums)
    levels = _levels(sample, compared, sums)
    notes: tuple[str, ...] = ()
    if levels:
        ladder = selected(sums, levels)
        found = means(ladder, is_share=sample.scale.is_share)
        line = ranked(ladder, found)
        parts = _parts(sample, line, ladder)
        bends = _bends(found, slope=float(line.values[_SLOPE]))
        said = {SHOWN_LEVELS: _has_private(sample), BENDS: bends}
        notes = tuple(note for note, applies in said.items() if applies)
    else:
        is_alone = np.count_nonzero(sums.w.sum(axis=0) > 0) == 1
        why = Withheld(reason=Reason.ALONE if is_alone else Reason.UNDEFINED)
        parts = tuple(_part(name, why) for name in (SII, RII, CONCENTRATION))
        notes = () if is_alone else (FEW_LEVELS,)
    return Answer(
        groups=compared.groups,
        gaps=compared.gaps,
        overall=compared.overall,
        is_weighted=compared.is_weighted,
        parts=parts,
        test=compared.test,
        notes=notes,
    )


def ranked(ladder: Totals, found: Means) -> Linearised:
    """Return mean, slope on rank, and half the absolute concentration index of ordered groups.

    With w the groups' shares of the weight, m their means, and x = Σ of the w below + w/2 their
    ridit ranks, whose mean is one half and variance (1 - Σw³) / 12:
    mean = Σwm, h = Σw (x - ½) m = cov(y, x), slope = h / variance. These are the coefficients of
    least squares over single answers, each at the rank of its group.

    Parameters
    ----------
    ladder, found
        Clusters times groups, from rank 0 to rank 1, and their means; every group has weight.

    Returns
    -------
    Linearised
        Derivatives run through means and ranks alike. Both errors count: ∂h/∂m = w (x - ½) and
        ∂h/∂w = (x - ½) m + wm/2 + Σ of wm above.

    References
    ----------
    Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77, 87-103 (the same
    numbers, with an error that takes single answers as independent).
    """
    weight, total = ladder.w.sum(axis=0), ladder.w.sum()
    share, value = weight / total, found.values
    df = np.full(len(share), np.average(found.df, weights=found.n_answers))
    moves = (ladder.w - share * ladder.w.sum(axis=1, keepdims=True)) / total
    part = share * value
    centred = np.cumsum(share) - share / 2 - 0.5
    half_index = float(centred @ part)
    variance = (1 - np.sum(share**3)) / 12
    by_mean = share * centred
    by_share = centred * value + part / 2 + part.sum() - np.cumsum(part)
    both = stacked(
        Linearised(values=value, influence=found.influence, df=df),
        Linearised(values=share, influence=moves, df=df),
    )
    derivatives = (
        (share, value),
        (by_mean / variance, by_share / variance + half_index * share**2 / (4 * variance**2)),
        (by_mean, by_share),
    )
    return both.mapped(
        np.array([part.sum(), half_index / variance, half_index]),
        np.array([np.concatenate(row) for row in derivatives]),
    )


def _levels(sample: Sample, compared: Comparison, sums: Totals) -> list[Pair]:
    """Return the levels that enter, in order; none where fewer than three are shown."""
    known = {(item.group, item.group_2): item.estimate for item in compared.groups}
    has_weight = dict(zip(sums.groups, sums.w.sum(axis=0) > 0, strict=True))
    answered: list[Pair] = [
        (level, None) for level in sample.order if has_weight.get((level, None))
    ]
    shown = [pair for pair in answered if isinstance(known[pair], Estimate)]
    if len(shown) < _FEWEST_LEVELS:
        return []
    return shown if _has_private(sample) else answered


def _has_private(sample: Sample) -> bool:
    """Return whether any level of the order is private."""
    return any((level, None) in sample.private for level in sample.order)


def _parts(sample: Sample, found: Linearised, ladder: Totals) -> tuple[Part, ...]:
    """Return the three parts, each with its interval or the reason why it has none."""
    scale = sample.scale
    n_clusters = int(np.count_nonzero(ladder.w.any(axis=1)))
    method = text("inequality.slope", word=sample.cluster_word)
    intervals = {
        SII: _interval(found.combined(np.array([[0.0, -scale.worse_sign, 0.0]])), scale=scale),
        RII: _relative(found, scale=scale),
        CONCENTRATION: _concentration(found, scale=scale),
    }
    return tuple(
        _part(
            name,
            item
            if isinstance(item, Withheld)
            else sample.estimate_over(
                item, ladder.groups, n_clusters=n_clusters, df=float(found.df[0]), method=method
            ),
        )
        for name, item in intervals.items()
    )


def _part(name: str, estimate: Estimate | Withheld) -> Part:
    """Return one part."""
    return Part(name=name, group=None, estimate=estimate)


def _interval(found: Linearised, *, scale: Scale) -> Interval | Withheld:
    """Return the first estimate; undefined where nothing varies between clusters."""
    if found.standard_error(0) <= _ROUNDING * scale.span:
        return Withheld(reason=Reason.UNDEFINED)
    return found.interval(0)


def _relative(found: Linearised, *, scale: Scale) -> Interval | Withheld:
    """Return the value at rank 1 over the value at rank 0."""
    ends = found.combined(np.array([[1.0, 0.5, 0.0], [1.0, -0.5, 0.0]]))
    joint = ends.covariance()
    contrast = Contrast(
        value=float(ends.values[0]),
        reference=float(ends.values[1]),
        variance=float(joint[0, 0]),
        reference_variance=float(joint[1, 1]),
        covariance=float(joint[0, 1]),
        df=float(ends.df.min()),
    )
    if contrast.standard_error <= _ROUNDING * scale.span:
        return Withheld(reason=Reason.UNDEFINED)
    return ratio(contrast, scale=scale)


def _concentration(found: Linearised, *, scale: Scale) -> Interval | Withheld:
    """Return Erreygers' index of a share, the concentration index of a mean."""
    mean, half_index = float(found.values[_MEAN]), float(found.values[_HALF_INDEX])
    if scale.is_share:
        return _interval(found.combined(np.array([[0.0, 0.0, 8.0]])), scale=scale)
    if mean <= 0 or not scale.has_ratios:
        return Withheld(reason=Reason.UNDEFINED)
    index = 2 * half_index / mean
    return _interval(
        found.mapped(np.array([index]), np.array([[-index / mean, 0.0, 2 / mean]])), scale=scale
    )


def _bends(found: Means, *, slope: float) -> bool:
    """Return whether a step between neighbours reliably goes against the slope."""
    steps = linearised(found).combined(np.diff(np.eye(len(found.values)), axis=0))
    # A share of 0 or 1 has no variance, which is no certainty about the steps beside it.
    varies = found.variance > 0
    known = [
        place
        for place in np.flatnonzero(varies[:-1] & varies[1:]).tolist()
        if steps.standard_error(place) > 0
    ]
    adjusted = holm([steps.p_value(place) for place in known])
    return any(
        p < LEVEL and steps.values[place] * slope <= 0
        for place, p in zip(known, adjusted, strict=True)
    )
