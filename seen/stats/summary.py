"""How unequal the groups of an unordered Dimension are, in one number: spread, range, gain.

It promises intervals that know that the best and the worst group were picked out after seeing
the data, and the same numbers every time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import CONFIDENCE, Estimate, Interval, Part, Reason, Test, Withheld
from seen.stats.compare import Comparison, compare_totals, laid_out
from seen.stats.estimates import degrees_of_freedom
from seen.stats.gaps import LEVEL
from seen.stats.sample import Answer, Sample
from seen.stats.totals import Array, Pair, Totals, selected, whole
from seen.text import text

MEAN_DIFFERENCE: Final = "mdm"
RANGE: Final = "range"
POTENTIAL_GAIN: Final = "potential_gain"
EXTREMES: Final = "inequality.extremes"
SPREAD_BY_CHANCE: Final = "inequality.spread_by_chance"
MAY_BE_CHANCE: Final = "inequality.may_be_chance"
N_RESAMPLES: Final = 1_000
_SEED: Final = 1979
_MOST_CLUSTERS: Final = 2_000  # resampled one by one
_LARGEST_BLOCK: Final = 2**18  # entries of resamples times clusters held at once: 4 MB
_ROUNDING: Final = 1e-12
_TAIL: Final = (1 - CONFIDENCE) / 2


def summary(sample: Sample) -> Answer:
    """Return the groups, gaps and test of a Sample, and how far its groups lie apart.

    Over the shown groups but "not stated", with w their shares of the weight, m their means and
    m̄ = Σwm:

    - mdm, the mean difference from the mean, is Σ w |m - m̄|. Noise alone sets it above zero,
      the more the smaller the groups; a note says so.
    - range is the highest m less the lowest; the part names the lowest as `group`, the highest
      as `group_2`.
    - potential_gain is how much better the mean of all answers would be if everyone's were that
      of the best shown group, which the part names; 0 where that group is no better.

    All are in points or units, without a sign. Intervals are percentiles of 1,000 resamples of
    whole clusters, drawn with a fixed seed, in each of which lowest, highest and best are chosen
    anew; they are widened to hold the value where noise puts it outside. Notes say that range
    and gain rest on selected extremes, and, where the test over all groups finds nothing, that
    all three may be chance: none of them can be 0 in a sample, so their intervals cover the
    truth in 84 to 91 of 100 cases with 20 clusters, in 94 to 97 from 60 on, and never where the
    groups are truly alike (measured with five groups).

    Returns
    -------
    Answer
        Too few to judge with fewer than two shown groups; undefined where nothing varies between
        clusters; the gain is withheld where the mean of all answers is. Degrees of freedom are
        the mean over the groups, weighted by answers.

    References
    ----------
    WHO 2013, Handbook on Health Inequality Monitoring (mean difference from mean, population
    attributable risk); Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13;
    Rao and Wu 1988, Journal of the American Statistical Association 83, 231-241 (resampling
    whole clusters).
    """
    sums = laid_out(sample)
    compared = compare_totals(sample, sums)
    shown = _shown(compared)
    if len(shown) < 2:
        too_few = Withheld(reason=Reason.TOO_FEW)
        names = (MEAN_DIFFERENCE, RANGE, POTENTIAL_GAIN)
        parts = tuple(Part(name=name, group=None, estimate=too_few) for name in names)
    else:
        parts = _parts(sample, sums, compared.overall, shown)
    return Answer(
        groups=compared.groups,
        gaps=compared.gaps,
        overall=compared.overall,
        is_weighted=compared.is_weighted,
        parts=parts,
        test=compared.test,
        notes=_notes(compared) if len(shown) >= 2 else (),
    )


def _notes(compared: Comparison) -> tuple[str, ...]:
    """Return what a reader has to know about the three numbers."""
    speaks = isinstance(compared.test, Test) and compared.test.p < LEVEL
    return (SPREAD_BY_CHANCE, EXTREMES, *(() if speaks else (MAY_BE_CHANCE,)))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sums:
    """Σw and Σwy of the shown groups, and of all answers, in one or many resamples.

    `weight` and `value` are resamples times groups, all answers last.
    """

    weight: Array
    value: Array

    @property
    def means(self) -> Array:
        """The means; 0 where a group is absent."""
        return np.divide(
            self.value, self.weight, out=np.zeros_like(self.value), where=self.weight > 0
        )

    @property
    def is_present(self) -> npt.NDArray[np.bool_]:
        """Whether each group occurs."""
        return self.weight[:, :-1] > 0


def _shown(compared: Comparison) -> list[Pair]:
    """Return the groups that are shown and named."""
    return [
        (item.group, item.group_2)
        for item in compared.groups
        if isinstance(item.estimate, Estimate) and item.group != NOT_STATED
    ]


def _parts(
    sample: Sample, sums: Totals, overall: Estimate | Withheld, shown: list[Pair]
) -> tuple[Part, ...]:
    """Return the three parts."""
    groups, together = selected(sums, shown), whole(sums)
    columns = [np.hstack([groups.w, together.w]), np.hstack([groups.wy, together.wy])]
    observed = _Sums(
        weight=columns[0].sum(axis=0, keepdims=True), value=columns[1].sum(axis=0, keepdims=True)
    )
    drawn = _resampled(np.hstack(columns))
    better = -sample.scale.worse_sign
    means = observed.means[0, :-1]
    lowest, highest = shown[int(np.argmin(means))], shown[int(np.argmax(means))]
    best = shown[int(np.argmax(better * means))]

    def estimate(of: Callable[[_Sums], Array], pairs: list[Pair]) -> Estimate | Withheld:
        interval = _interval(of(observed), of(drawn), span=sample.scale.span)
        if isinstance(interval, Withheld):
            return interval
        return _estimate(sample, interval, selected(sums, pairs))

    gain = overall
    if isinstance(gain, Estimate):
        found = _interval(_gain(observed, better), _gain(drawn, better), span=sample.scale.span)
        gain = (
            found if isinstance(found, Withheld) else _estimate(sample, _floored(found), together)
        )
    return (
        Part(name=MEAN_DIFFERENCE, group=None, estimate=estimate(_mean_difference, shown)),
        Part(
            name=RANGE,
            group=lowest[0],
            group_2=highest[0],
            estimate=estimate(_range, [lowest, highest]),
        ),
        Part(name=POTENTIAL_GAIN, group=best[0], estimate=gain),
    )


def _resampled(columns: Array) -> _Sums:
    """Return the sums of 1,000 resamples of as many clusters, drawn with replacement.

    How often each cluster comes up is multinomial. Resamples in which fewer than two groups
    occur are left out; they are rare, since every shown group touches five clusters.
    """
    draw = np.random.default_rng(_SEED)
    columns = _pooled(columns, draw)
    n_clusters, n_columns = columns.shape
    added = np.empty((N_RESAMPLES, n_columns))
    block = max(1, _LARGEST_BLOCK // n_clusters)
    for start in range(0, N_RESAMPLES, block):
        n = min(block, N_RESAMPLES - start)
        # Counting drawn clusters is seven times as fast as drawing the counts themselves.
        places = draw.integers(0, n_clusters, (n, n_clusters))
        places += np.arange(n)[:, None] * n_clusters
        times = np.bincount(places.ravel(), minlength=n * n_clusters)
        added[start : start + n] = times.reshape(n, n_clusters).astype(np.float64) @ columns
    found = _Sums(weight=added[:, : n_columns // 2], value=added[:, n_columns // 2 :])
    usable = found.is_present.sum(axis=1) >= 2
    return _Sums(weight=found.weight[usable], value=found.value[usable])


def _pooled(columns: Array, draw: np.random.Generator) -> Array:
    """Return the clusters, or from 2,000 on the sums of 2,000 random groups of them.

    The groups are as independent as the clusters and have the same mean, so what is resampled
    varies as much; time and memory no longer grow with the data (Wolter 2007, Introduction to
    Variance Estimation, chapter 2, random groups).
    """
    n_clusters = len(columns)
    if n_clusters <= _MOST_CLUSTERS:
        return columns
    starts = np.linspace(0, n_clusters, _MOST_CLUSTERS, endpoint=False).astype(np.intp)
    return np.add.reduceat(columns[draw.permutation(n_clusters)], starts, axis=0)


def _mean_difference(sums: _Sums) -> Array:
    """Return Σ w |m - m̄| of each resample."""
    weight = sums.weight[:, :-1]
    total = weight.sum(axis=1, keepdims=True)
    middle = sums.value[:, :-1].sum(axis=1, keepdims=True) / total
    found: Array = (weight * np.abs(sums.means[:, :-1] - middle) / total).sum(axis=1)
    return found


def _range(sums: _Sums) -> Array:
    """Return the highest mean less the lowest of each resample."""
    means = sums.means[:, :-1]
    highest = np.where(sums.is_present, means, -np.inf).max(axis=1)
    found: Array = highest - np.where(sums.is_present, means, np.inf).min(axis=1)
    return found


def _gain(sums: _Sums, better: int) -> Array:
    """Return how much better the best group of each resample is than all answers."""
    means = better * sums.means
    best = np.where(sums.is_present, means[:, :-1], -np.inf).max(axis=1)
    found: Array = best - means[:, -1]
    return found


def _interval(observed: Array, drawn: Array, *, span: float) -> Interval | Withheld:
    """Return a value with its percentile interval."""
    value = float(observed[0])
    low, high = np.quantile(drawn, [_TAIL, 1 - _TAIL]).tolist() if len(drawn) else (value, value)
    if high - low <= _ROUNDING * span:
        return Withheld(reason=Reason.UNDEFINED)
    return Interval(value=value, low=min(low, value), high=max(high, value))


def _floored(found: Interval) -> Interval:
    """Return a gain, which is never less than nothing."""
    return Interval(
        value=max(found.value, 0.0), low=max(found.low, 0.0), high=max(found.high, 0.0)
    )


def _estimate(sample: Sample, found: Interval, behind: Totals) -> Estimate:
    """Return an interval with the counts behind some groups."""
    n_answers = behind.n.sum(axis=0)
    return sample.estimate_over(
        found,
        behind.groups,
        n_clusters=int(np.count_nonzero(behind.w.any(axis=1))),
        df=float(np.average(degrees_of_freedom(behind), weights=n_answers)),
        method=text("inequality.resampled", word=sample.cluster_word),
    )
