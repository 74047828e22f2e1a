"""Means and shares of groups with what each cluster contributed to them (Taylor linearisation).

They promise one variance engine: whatever is computed from means later, its covariance comes
from the same influence rows, so clusters that serve several groups are allowed for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.stats.totals import Array, Pair, Totals

WORKING_CORRELATION: Final = 0.05  # between answers of one cluster, for the degrees of freedom
_ROUNDING: Final = 1e-12  # relative
_EDGE: Final = 1e-12  # shares closer to 0 or 1 are 0 or 1: no data has 10^12 answers


@dataclass(frozen=True, kw_only=True, eq=False)
class Means:
    """Weighted means of groups, with everything their intervals and comparisons need.

    All arrays have one entry per group, but `influence` (clusters times groups). Where
    `is_defined` is False (no answers, or no weight) the other numbers are 0 and mean nothing.
    """

    groups: tuple[Pair, ...]
    values: Array
    influence: Array
    variance: Array
    df: Array
    n_answers: Array
    n_effective: Array
    n_clusters: Array
    is_defined: npt.NDArray[np.bool_]

    def of(self, pairs: Sequence[Pair]) -> Means:
        """Return the means of the named groups, in that order; nobody's for one that is absent."""
        at = {pair: index for index, pair in enumerate(self.groups)}
        index = np.array([at.get(pair, len(self.groups)) for pair in pairs], dtype=np.intp)
        influence = np.vstack([self.influence.T, np.zeros(len(self.influence))])
        return Means(
            groups=tuple(pairs),
            influence=influence[index].T,
            **{name: np.append(getattr(self, name), 0.0)[index] for name in _PER_GROUP},
            is_defined=np.append(self.is_defined, False)[index],
        )


_PER_GROUP: Final = ("values", "variance", "df", "n_answers", "n_effective", "n_clusters")


def means(sums: Totals, *, is_share: bool) -> Means:
    """Return the linearised means of Totals.

    With W the weight of a group, m = Σwy / W, the influence of cluster c is
    U = (Σ_c wy - m Σ_c w) / W, zero where the cluster has nobody of the group.

    Parameters
    ----------
    sums
        Clusters times groups; all clusters count, also those without the group.
    is_share
        Whether every answer is 0 or 1.

    Raises
    ------
    ValueError
        When a share falls outside 0 to 1.

    References
    ----------
    Woodruff 1971, Journal of the American Statistical Association 66, 411-414; for domains
    Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling, chapter 5. The same
    numbers as R survey, `svymean` over a subset.
    """
    weight = sums.w.sum(axis=0)
    is_defined = weight > 0
    divisor = np.where(is_defined, weight, 1.0)
    values = sums.wy.sum(axis=0) / divisor
    mean_squares = sums.wy2.sum(axis=0) / divisor
    if is_share:
        values = shares(values)
    influence = sums.wy - values * sums.w
    influence /= divisor
    return with_intervals(
        sums,
        values=values,
        influence=influence,
        spread=spread_of(values, mean_squares=mean_squares, is_share=is_share),
        is_defined=is_defined,
    )


def with_intervals(
    sums: Totals,
    *,
    values: Array,
    influence: Array,
    spread: Array,
    is_defined: npt.NDArray[np.bool_],
) -> Means:
    """Return figures of groups, however they were found, with all that their intervals need.

    Parameters
    ----------
    sums
        The answers the figures rest on: counts and degrees of freedom are theirs.
    values, influence
        One figure per group, and clusters times groups what each cluster contributed to it.
    spread
        The variance of answers within each group, as `spread_of` gives it.
    is_defined
        False for a group whose figure means nothing.
    """
    variance = column_covariance(influence, influence)
    # Where all clusters agree, or all answers, what is left of the variance is rounding.
    is_real = is_defined & (spread > 0) & (variance > _ROUNDING**2 * spread)
    if not is_real.all():
        influence, variance = np.where(is_real, influence, 0.0), np.where(is_real, variance, 0.0)
    n_answers = sums.n.sum(axis=0)
    return Means(
        groups=sums.groups,
        values=np.where(is_defined, values, 0.0),
        influence=influence,
        variance=variance,
        df=degrees_of_freedom(sums),
        n_answers=n_answers,
        n_effective=_effective(n_answers, spread, variance),
        n_clusters=np.count_nonzero(sums.w > 0, axis=0).astype(np.float64),
        is_defined=is_defined,
    )


def spread_of(values: Array, *, mean_squares: Array, is_share: bool) -> Array:
    """Return the variance of answers around their means; 0 where only rounding tells them apart.

    Parameters
    ----------
    values, mean_squares
        Of each group the mean answer and the mean squared answer, weighted alike.
    is_share
        Whether every answer is 0 or 1, so that the mean alone says how answers vary.
    """
    if is_share:
        inside = (values > _EDGE) & (values < 1 - _EDGE)
        return np.where(inside, values * (1 - values), 0.0)
    found = mean_squares - values**2
    return np.where(found > _ROUNDING * mean_squares, found, 0.0)


def covariance(left: Means, right: Means) -> Array:
    """Return the covariance of each mean on the left with its neighbour on the right.

    Both must stand over the same clusters: V = C/(C - 1) Σ (U - Ū)(U' - Ū') over all C.
    """
    return column_covariance(left.influence, right.influence)


def degrees_of_freedom(sums: Totals) -> Array:
    """Return the smaller of clusters touched - 1 and the Bell-McCaffrey degrees of freedom.

    The variance estimate is a quadratic form Y'BY of cluster totals with working variance
    v = rho (Σw)² + (1 - rho) Σw², and df = (tr B)² / tr B² (Satterthwaite). The matrix is never
    built: with s = Σ_c w / W the traces expand into sums over clusters. With equal clusters
    df = C - 1. A group in fewer than 2 clusters has df 0.

    References
    ----------
    Bell and McCaffrey 2002, Survey Methodology 28, 169-181; Imbens and Kolesár 2016, Review of
    Economics and Statistics 98, 701-712.
    """
    # One group at a time: its clusters fit into the processor's cache, a table of all does not.
    columns = zip(sums.w.T, sums.w2.T, strict=True)
    return np.array([_degrees_of_freedom(w, w2) for w, w2 in columns], dtype=np.float64)


def _degrees_of_freedom(w: Array, w2: Array) -> float:
    """Return the degrees of freedom of one group, given its Σw and Σw² in every cluster."""
    weight, n_touched = w.sum(), np.count_nonzero(w > 0)
    if n_touched < 2:
        return 0.0
    s = w * (1 / weight)
    square = s * s
    v = square * WORKING_CORRELATION
    v += w2 * ((1 - WORKING_CORRELATION) / weight**2)
    sv = s * v
    r, s1, q = square.sum(), v.sum(), sv.sum()
    s2, sv2, s2v = _dot(v, v), _dot(sv, v), _dot(square, v)
    trace = s1 - 2 * q + r * s1
    trace_of_square = (
        s2 + 2 * q**2 + 2 * r * s2 + s1**2 * r**2 - 4 * sv2 + 2 * s1 * s2v - 4 * s1 * q * r
    )
    if trace_of_square <= 0:
        return 0.0
    # Between 1 and C - 1 by Cauchy-Schwarz; clipping removes only rounding.
    return float(np.clip(trace**2 / trace_of_square, 1.0, n_touched - 1))


def shares(values: Array) -> Array:
    """Return shares with rounding at 0 and 1 removed.

    Parameters
    ----------
    values
        Shares from 0 to 1, of any shape, which the result has too.

    Raises
    ------
    ValueError
        When one lies outside 0 to 1 by more than rounding.
    """
    if ((values < -_EDGE) | (values > 1 + _EDGE)).any():
        raise ValueError("A share must lie between 0 and 1: every answer has to be 0 or 1.")
    return np.where(values < _EDGE, 0.0, np.where(values > 1 - _EDGE, 1.0, values))


def _effective(n_answers: Array, spread: Array, variance: Array) -> Array:
    """Return how many independent answers a mean is worth, at most its answers.

    Without any variance between clusters nothing speaks against the full number (Stata kg_nchs).
    """
    size = np.divide(spread, variance, out=n_answers.copy(), where=variance > 0)
    return np.minimum(size, n_answers)


def column_covariance(left: Array, right: Array) -> Array:
    """Return C/(C - 1) times the sum of products of deviations, column by column.

    Parameters
    ----------
    left, right
        What each cluster adds to each estimate, clusters by estimates: two tables of one shape.

    Returns
    -------
    One covariance for each column, in the unit of left times that of right; 0 for one cluster.
    """
    n_clusters = len(left)
    if n_clusters < 2:
        return np.zeros(left.shape[1:])  # never shown: fewer than 5 clusters are too few
    return _dot(*_deviations(left, right)) * n_clusters / (n_clusters - 1)


def cross_products(left: Array, right: Array) -> Array:
    """Return C/(C - 1) times all sums of products of deviations, columns left by columns right.

    Parameters
    ----------
    left, right
        What each cluster adds to each estimate, clusters by estimates: as many rows in both.

    Returns
    -------
    Covariances, columns of left by columns of right; 0 for one cluster.
    """
    n_clusters = len(left)
    if n_clusters < 2:
        return np.zeros((left.shape[1], right.shape[1]))
    ours, theirs = _deviations(left, right)
    products: Array = ours.T @ theirs
    return products * (n_clusters / (n_clusters - 1))


def _deviations(left: Array, right: Array) -> tuple[Array, Array]:
    """Return both tables less the mean of each column, found once where they are the same."""
    ours = left - left.sum(axis=0) / len(left)
    return ours, ours if right is left else right - right.sum(axis=0) / len(right)


def _dot(left: Array, right: Array) -> Array:
    """Return the sum of products over clusters, column by column."""
    products: Array = np.einsum("c...,c...->...", left, right)
    return products
