"""Straight lines through the levels of an ordered Dimension, from sums over clusters.

They promise the slope, and its variance, that a weighted least-squares fit of the answers
themselves with clustered errors would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.stats.estimates import WORKING_CORRELATION
from seen.stats.linear import Linearised
from seen.stats.totals import Array, Totals

_ROUNDING: Final = 1e-12  # relative


def lines(sums: Totals, scores: Array, members: Sequence[npt.NDArray[np.bool_]]) -> Linearised:
    """Return the slope of the answers on the score, for several sets of groups.

    With x the score of a group, x̄ its mean over the answers of the set, f = (x - x̄) / Σw(x - x̄)²:
    slope b = Σ f wy, and what a cluster contributes is t = Σ f (wy - w (ȳ + b (x - x̄))), the sum
    of the scores of its answers. The residuals are smaller than the errors, most of all in large
    clusters, and C/(C - 1) Σ t² is then too small a variance. So the influence is t times the
    root of what that variance should be over what it is expected to be, both under the working
    model that gives the degrees of freedom; with equal clusters the factor is 1.

    Parameters
    ----------
    sums
        Clusters times groups.
    scores
        One per group.
    members
        For each line which groups it runs through: at least two scores with weight.

    Returns
    -------
    Linearised
        One slope per line, in units of the answers per unit of the score.

    References
    ----------
    Fuller 1975, Sankhya C 37, 117-132, for clustered data; Bell and McCaffrey 2002, Survey
    Methodology 28, 169-181, for its bias and the working model. But for the factor the same as
    statsmodels' WLS with `cov_type="cluster"` less its own (N - 1)/(N - k).
    """
    inside = np.array(members, dtype=np.float64).reshape(len(members), len(sums.groups)).T
    w, wy = sums.w.sum(axis=0), sums.wy.sum(axis=0)
    weight = w @ inside
    mean, level = (w * scores) @ inside / weight, wy @ inside / weight
    apart = scores[:, None] - mean
    by = inside * apart / (w @ (inside * apart**2))
    slope = wy @ by
    scores_of = _by_cluster(sums.wy, by) - _by_cluster(sums.w, by * (level + slope * apart))
    bias, df = _moments(sums, per=inside / weight, apart=apart, by=by)
    return Linearised(values=slope, influence=scores_of / np.sqrt(bias), df=df)


def _moments(sums: Totals, *, per: Array, apart: Array, by: Array) -> tuple[Array, Array]:
    """Return, of each slope, the bias of its variance as a factor, and the degrees of freedom.

    As for a mean (`estimates.degrees_of_freedom`), with two coefficients instead of one. Let l
    and p be what an answer carries to the slope and to the mean. The variance estimate is
    C/(C - 1) times the sum over clusters of t², where t = l'y - (l'1) ȳ - (l'(x - x̄)) b; under
    the working model the covariance of t is G = diag(v) - A Z' - Z A' + A S A': A holds l'1 and
    l'(x - x̄), Z the covariance of l'y with p'y and l'y within the cluster, v that of l'y with
    itself, S the covariance of ȳ and b. The variance is Σv, its estimate C/(C - 1) tr G on
    average, and df = (tr G)² / tr G²; all expand into sums over clusters.

    References
    ----------
    Bell and McCaffrey 2002, Survey Methodology 28, 169-181; Imbens and Kolesár 2016, Review of
    Economics and Statistics 98, 701-712.
    """
    n_lines = by.shape[1]
    # One product for all three: narrow ones would read the sums three times.
    weights = _by_cluster(sums.w, np.hstack([by, by * apart, per]))
    squares = np.split(_by_cluster(sums.w2, np.hstack([by**2, per * by, per**2])), 3, axis=1)
    load, drift, mean = np.split(weights, 3, axis=1)

    def within(left: Array, right: Array, square: Array) -> Array:
        found: Array = WORKING_CORRELATION * left * right + (1 - WORKING_CORRELATION) * square
        return found

    own, beside = within(load, load, squares[0]), within(mean, load, squares[1])
    level = within(mean, mean, squares[2]).sum(axis=0)
    n_touched = np.count_nonzero(mean > 0, axis=0)
    found = [
        _traces(
            own[:, line],
            np.column_stack([load[:, line], drift[:, line]]),
            np.column_stack([beside[:, line], own[:, line]]),
            level=float(level[line]),
        )
        for line in range(n_lines)
    ]
    trace, square = np.array(found).reshape(n_lines, 2).T
    variance, n_clusters = own.sum(axis=0), len(sums.w)
    usable = (n_touched >= 2) & (trace > _ROUNDING * variance) & (square > 0)
    expected = trace * n_clusters / max(n_clusters - 1, 1)
    bias = np.divide(expected, variance, out=np.ones_like(trace), where=usable)
    df = np.divide(trace**2, square, out=np.zeros_like(trace), where=usable)
    return bias, np.where(usable, np.clip(df, 1.0, np.maximum(n_touched - 1, 1)), 0.0)


def _by_cluster(table: Array, weights: Array) -> Array:
    """Return weighted sums over groups: clusters times lines, each line together in memory."""
    found: Array = (weights.T @ table.T).T
    return found


def _traces(v: Array, a: Array, z: Array, *, level: float) -> tuple[float, float]:
    """Return tr G and tr G² of G = diag(v) - A Z' - Z A' + A S A', without building G."""
    beside, own = z.sum(axis=0)
    s = np.array([[level, beside], [beside, own]])
    u = np.hstack([a, z])  # G = diag(v) + U K U'
    k = np.block([[s, -np.eye(2)], [-np.eye(2), np.zeros((2, 2))]])
    inner = k @ (u.T @ u)
    square = v @ v + 2 * np.trace(k @ ((u.T * v) @ u)) + np.trace(inner @ inner)
    return float(v.sum() + np.trace(inner)), float(square)
