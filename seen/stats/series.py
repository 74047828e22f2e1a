"""Figures that follow one another, such as those of months or waves, and contrasts over them.

They promise that nothing withheld enters a contrast, and that a share of exactly 0 or 1 is never
taken for certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.domain.findings import Estimate, Interval, Reason, Withheld
from seen.stats.compare import Comparison, compare
from seen.stats.estimates import Means, means
from seen.stats.intervals import implied_variance, p_value, standard_error, t_interval
from seen.stats.linear import Linearised, linearised
from seen.stats.sample import Sample
from seen.stats.totals import Array, Pair, totals

_ROUNDING: Final = 1e-12  # of the width of the scale


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """A weighted sum of figures with its interval, and its p of being zero."""

    interval: Interval
    p: float
    df: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Series:
    """Some of the figures that are shown, in an order.

    Attributes
    ----------
    pairs, shown
        Their names and their Estimates.
    found
        The same figures with what each cluster contributed.
    implied
        For each the variance its own interval implies where clusters show none, otherwise 0.
    touched
        Clusters times figures: whether the cluster has answers there.
    span
        How wide the scale is.
    """

    pairs: tuple[Pair, ...]
    shown: tuple[Estimate, ...]
    found: Linearised
    implied: Array
    touched: npt.NDArray[np.bool_]
    span: float

    def __len__(self) -> int:
        return len(self.pairs)

    def contrast(self, weights: Array) -> Contrast | Withheld:
        """Return Σ weight times figure, as the function of that name does."""
        return contrast(self.found, weights, implied=self.implied, span=self.span)

    def n_clusters(self, places: Sequence[int]) -> int:
        """Return how many clusters have answers in any of some figures."""
        return int(np.count_nonzero(self.touched[:, list(places)].any(axis=1)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Figures:
    """All figures of a Sample: as the view of levels shows them, and with their influence rows."""

    comparison: Comparison
    everything: Series
    shown: dict[Pair, int]  # where the shown ones stand in `everything`

    def series(self, pairs: Sequence[Pair]) -> Series:
        """Return the shown ones of some figures, in their order."""
        kept = tuple(pair for pair in pairs if pair in self.shown)
        at = [self.shown[pair] for pair in kept]
        whole = self.everything
        return Series(
            pairs=kept,
            shown=tuple(whole.shown[place] for place in at),
            found=whole.found.taken(at),
            implied=whole.implied[at],
            touched=whole.touched[:, at],
            span=whole.span,
        )


def contrast(
    found: Linearised, weights: Array, *, implied: Array, span: float
) -> Contrast | Withheld:
    """Return Σ weight times figure, its variance from the joint influence rows.

    Degrees of freedom are the smallest of the figures that have a weight. Undefined where nothing
    varies between clusters: an interval of width 0 would claim certainty.

    Parameters
    ----------
    found
        The k figures.
    weights
        One weight for each.
    implied
        Variance to be added for each: 0, or what `implied` returns.
    span
        How wide the scale is.
    """
    combined = found.combined(weights[None, :])
    variance = combined.standard_error(0) ** 2 + float(weights**2 @ implied)
    error, df = standard_error(variance), float(combined.df[0])
    if error <= _ROUNDING * span * float(np.abs(weights).max()):
        return Withheld(reason=Reason.UNDEFINED)
    value = float(combined.values[0])
    return Contrast(
        interval=t_interval(value=value, standard_error=error, df=df),
        p=p_value(value=value, standard_error=error, df=df),
        df=df,
    )


def implied(found: Means, place: int, interval: Interval, *, is_share: bool) -> float:
    """Return the variance the interval of a mean stands for where its clusters show none."""
    if not is_share or found.variance[place] > 0:
        return 0.0
    return implied_variance(interval, df=float(found.df[place]))


def figures(sample: Sample) -> Figures:
    """Return the figures of a Sample; errors are those of `compare.compare`."""
    scale = sample.scale
    comparison = compare(
        sample.cells,
        is_share=scale.is_share,
        worse_sign=scale.worse_sign,
        span=scale.span,
        versus=sample.versus,
        cluster_word=sample.cluster_word,
        hidden=sample.private,
        contributors=sample.contributors,
        only=sample.only,
    )
    sums = totals(sample.cells)
    found = means(sums, is_share=scale.is_share)
    estimates = {
        (item.group, item.group_2): item.estimate
        for item in comparison.groups
        if isinstance(item.estimate, Estimate)
    }
    places = [place for place, pair in enumerate(sums.groups) if pair in estimates]
    pairs = tuple(sums.groups[place] for place in places)
    shown = tuple(estimates[pair] for pair in pairs)
    everything = Series(
        pairs=pairs,
        shown=shown,
        found=linearised(found).taken(places),
        implied=np.array(
            [
                implied(found, place, item, is_share=scale.is_share)
                for item, place in zip(shown, places, strict=True)
            ]
        ),
        touched=sums.w[:, places] > 0,
        span=scale.span,
    )
    order = {pair: place for place, pair in enumerate(pairs)}
    return Figures(comparison=comparison, everything=everything, shown=order)
