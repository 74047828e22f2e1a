"""One test over all groups of a Dimension, of whether there is any disparity at all.

It promises that where there is none it speaks up about once in twenty times, also with ten
clusters of unequal size.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import fdtrc

from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import Reason, Test, Withheld
from seen.stats.estimates import Means, cross_products
from seen.stats.intervals import implied_variance, korn_graubard
from seen.stats.judgement import MINIMUM_ANSWERS, MINIMUM_CLUSTERS
from seen.stats.references import Side
from seen.stats.totals import Array, Totals

RAO_SCOTT: Final = "rao_scott"
_ROUNDING: Final = 1e-12  # relative


def overall_test(sums: Totals, own: Side, *, is_share: bool) -> Test | Withheld:
    """Return the Rao-Scott test, second order, that the means of all groups are equal.

    With W the weight of a group, m its mean and m̄ = ΣWm / ΣW, the statistic is
    Q = ΣW (m - m̄)² = mᵀAm, A = diag(W) - WWᵀ / ΣW. For shares, Q / m̄(1 - m̄) is Pearson's
    chi-square of the weighted table; for means, Q / s² is the Wald statistic of a regression on
    the groups under the working model of independent answers with one variance. That variance
    cancels, so one formula serves both. Under equal means Q is Σ λ χ²(1) with λ the eigenvalues
    of AV, V the clustered covariance of the means, and F = Q / tr AV is taken as F(f, fd):

    - f lies halfway between (tr AV)² / tr (AV)² (Satterthwaite, as in R `svychisq`) and its
      correction for an estimated V, ((D + 1)f - 2) / (D - f) with D = clusters touched - 1. The
      first alone is too cautious with few clusters (measured size .02 to .04 at ten), the second
      alone too bold where groups keep to few of them (.06 to .07). Halfway it is .03 to .06 from
      ten to a hundred clusters, equal or not, whether groups mix or keep apart.
    - d is the mean of the groups' Bell-McCaffrey degrees of freedom, weighted by answers.

    Parameters
    ----------
    sums, own
        One Dimension's groups, clusters times groups, and what was found for them.
    is_share
        Whether every answer is 0 or 1. A share without variance between clusters (none or all
        said yes) takes the variance its Korn-Graubard interval stands for, as in comparisons.

    Returns
    -------
    Test or Withheld
        Left out are private groups, those without 30 answers or 5 clusters, and "not stated".
        Other rules of reliability are not asked: they look at the very variances the test uses,
        and to choose groups by them raises its size to .07. Too few to judge with fewer than two
        groups left; undefined where nothing varies between clusters.

    References
    ----------
    Rao and Scott 1984, Annals of Statistics 12, 46-60, and 1987, Annals of Statistics 15,
    385-397 (second order, F); for means Lumley and Scott 2014, Australian & New Zealand Journal
    of Statistics 56, 1-14 (working Wald statistic). Halfway: Stevens 2002, Applied Multivariate
    Statistics for the Social Sciences, for the same problem in repeated measures, between
    Greenhouse and Geisser 1959, Psychometrika 24, 95-112, and Huynh and Feldt 1976, Journal of
    Educational Statistics 1, 69-82.
    """
    at = [index for index in range(len(sums.groups)) if _takes_part(own, index)]
    if len(at) < 2:
        return Withheld(reason=Reason.TOO_FEW)
    found = own.means
    weight, values = sums.w.sum(axis=0)[at], found.values[at]
    joint = _covariance(found, at, is_share=is_share)
    product = (np.diag(weight) - np.outer(weight, weight) / weight.sum()) @ joint
    trace = float(np.trace(product))
    if trace <= _ROUNDING * float(weight @ np.diag(joint)):
        return Withheld(reason=Reason.UNDEFINED)
    spread = float(weight @ (values - np.average(values, weights=weight)) ** 2)
    n_touched = int(np.count_nonzero(sums.w.T[at].any(axis=0)))
    df = _numerator(trace**2 / float(np.sum(product * product.T)), n_touched, len(at))
    df2 = df * float(np.average(found.df[at], weights=found.n_answers[at]))
    statistic = spread / trace
    return Test(
        name=RAO_SCOTT, statistic=statistic, df=df, df2=df2, p=float(fdtrc(df, df2, statistic))
    )


def _takes_part(own: Side, index: int) -> bool:
    """Return whether a group enters the test."""
    means, found = own.means, own.found[index]
    return (
        means.groups[index][0] != NOT_STATED
        and not (isinstance(found, Withheld) and found.reason is Reason.PRIVATE)
        and bool(means.is_defined[index])
        and float(means.n_answers[index]) >= MINIMUM_ANSWERS
        and float(means.n_clusters[index]) >= MINIMUM_CLUSTERS
    )


def _covariance(found: Means, at: list[int], *, is_share: bool) -> Array:
    """Return the covariance of some of the means, no share being taken as certain."""
    influence = found.influence.T[at].T  # a group's clusters stand side by side
    joint = cross_products(influence, influence)
    if is_share:
        for place, index in enumerate(at):
            if found.variance[index] == 0:
                joint[place, place] = _implied(found, index)
    return joint


def _implied(found: Means, index: int) -> float:
    """Return the variance that the interval of a share without variance stands for."""
    df = float(found.df[index])
    interval = korn_graubard(
        value=float(found.values[index]),
        n_answers=float(found.n_answers[index]),
        n_effective=float(found.n_effective[index]),
        df=df,
    )
    return implied_variance(interval, df=df)


def _numerator(satterthwaite: float, n_clusters: int, n_groups: int) -> float:
    """Return the numerator df, halfway between Satterthwaite's and its Huynh-Feldt correction."""
    most, of_covariance = float(n_groups - 1), n_clusters - 1
    first = min(max(satterthwaite, 1.0), most)  # only rounding lies outside
    if of_covariance <= first:
        return (first + most) / 2
    corrected = ((of_covariance + 1) * first - 2) / (of_covariance - first)
    return (first + min(corrected, most)) / 2
