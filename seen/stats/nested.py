"""Within and between institutions: how alike their answers are, and two slopes kept apart.

It promises that what holds between institutions is never passed off as what holds within them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import fdtri

from seen.domain.findings import CONFIDENCE, Interval, Reason, Withheld
from seen.stats.estimates import cross_products, degrees_of_freedom
from seen.stats.heterogeneity import line, paule_mandel
from seen.stats.intervals import standard_error, t_interval
from seen.stats.judgement import MINIMUM_CLUSTERS
from seen.stats.totals import WHOLE, Array, Totals

_TAIL = (1 - CONFIDENCE) / 2
_ROUNDING = 1e-12  # relative
_UNDEFINED = Withheld(reason=Reason.UNDEFINED)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike answers from one institution are.

    Attributes
    ----------
    single
        ICC(1): the correlation of two answers from one institution. It can come out below 0,
        which speaks for none.
    of_means
        ICC(2): how reliable the means of institutions of average size are.
    n_institutions, n_answers
        What stands behind both.
    """

    single: Interval
    of_means: Interval
    n_institutions: int
    n_answers: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """Sums per institution over answers that have both x and y; arrays of one length.

    Attributes
    ----------
    n
        Answers.
    w, wx, wy, wxx, wxy, wyy
        Σw, Σwx, Σwy, Σwx², Σwxy, Σwy², where w is a weight in any unit.
    """

    n: Array
    w: Array
    wx: Array
    wy: Array
    wxx: Array
    wxy: Array
    wyy: Array


@dataclass(frozen=True, kw_only=True)
class Slopes:
    """What one more of x goes with in y, in units of y for each unit of x.

    Attributes
    ----------
    within
        Among answers of one institution.
    between
        Among the means of institutions.
    contextual
        Between less within: what the mean of an institution goes with at the same own x.
    n_institutions, n_answers
        What stands behind them.
    """

    within: Interval | Withheld
    between: Interval | Withheld
    contextual: Interval | Withheld
    n_institutions: int
    n_answers: int


def icc(*, n: Array, w: Array, wy: Array, wy2: Array) -> Likeness | Withheld:
    """Return the one-way ANOVA intraclass correlations of answers from the same institution.

    With F = MSB/MSW and k the mean number of answers, ICC(1) = (F - 1)/(F + k - 1) and ICC(2) =
    1 - 1/F; limits by putting F over the quantiles of its distribution in its place. Exact for
    normal answers and institutions of one size, else approximate. Weights are scaled to a mean
    of 1. Fewer than 5 institutions are too few; where no institution has two answers, or no two
    answers differ within one, the correlation is undefined.

    Parameters
    ----------
    n, w, wy, wy2
        Per institution: answers, Σw, Σwy, Σwy²; institutions without answers do not count.

    References
    ----------
    Bliese 2000, in Klein and Kozlowski, Multilevel Theory, Research, and Methods in
    Organizations, 349-381 (both correlations, k the mean; as in R multilevel `ICC1`, `ICC2`);
    Searle 1971, Linear Models, chapter 9 (limits), as in McGraw and Wong 1996, Psychological
    Methods 1, 30-46, table 7.
    """
    n, w, wy, wy2 = _answering(n, w, n, w, wy, wy2)
    n_answers, k = float(n.sum()), len(n)
    if k < MINIMUM_CLUSTERS:
        return Withheld(reason=Reason.TOO_FEW)
    unit = n_answers / w.sum()
    within = _scatter(wy2, wy, wy, w) * unit
    means = wy / w
    between = float(np.sum(w * (means - wy.sum() / w.sum()) ** 2)) * unit
    df, df2 = float(k - 1), n_answers - k
    if df2 < 1 or within.sum() <= _ROUNDING * wy2.sum() * unit:
        return _UNDEFINED
    f = between / df / (float(within.sum()) / df2)
    lowest, highest = f / float(fdtri(df, df2, 1 - _TAIL)), f / float(fdtri(df, df2, _TAIL))
    if lowest <= 0:
        return _UNDEFINED
    size = n_answers / k
    single = [(ratio - 1) / (ratio + size - 1) for ratio in (f, lowest, highest)]
    of_means = [1 - 1 / ratio for ratio in (f, lowest, highest)]
    return Likeness(
        single=Interval(value=single[0], low=single[1], high=single[2]),
        of_means=Interval(value=of_means[0], low=of_means[1], high=of_means[2]),
        n_institutions=k,
        n_answers=int(n_answers),
    )


def within_between(moments: Moments) -> Slopes | Withheld:
    """Return the slope of y on x within institutions, between their means, and how they differ.

    Within: ΣSxy/ΣSxx over the sums of products about each institution's means, with linearised
    variance over institutions and Bell-McCaffrey degrees of freedom. Between: the line through
    the means weighted by 1/(τ² + σ²/n), where σ² is what the line within leaves and τ² is that
    of Paule and Mandel, t with k - 2 degrees of freedom. These are the coefficients of a mixed
    model with x, the institution's mean of x and a random intercept; there the second coefficient
    is `contextual`. Fewer than 5 institutions are too few; a slope along an x that does not vary,
    or beside which nothing of y is left, is undefined.

    Parameters
    ----------
    moments
        Sums per institution; institutions without answers do not count.

    References
    ----------
    Mundlak 1978, Econometrica 46, 69-85 (the within slope is that of the random-effects model
    with group means); Bliese and Halverson 1996, Journal of Applied Social Psychology 26,
    1171-1189; DerSimonian and Kacker 2007, Contemporary Clinical Trials 28, 105-114 (τ²); Hartung
    and Knapp 2001, Statistics in Medicine 20, 3875-3889 (t; at this τ² their factor is 1).
    """
    parts = (getattr(moments, name) for name in ("n", "w", "wx", "wy", "wxx", "wxy", "wyy"))
    n, w, wx, wy, wxx, wxy, wyy = _answering(moments.n, moments.w, *parts)
    if len(n) < MINIMUM_CLUSTERS:
        return Withheld(reason=Reason.TOO_FEW)
    unit = n.sum() / w.sum()
    size = w * unit
    sxx, sxy, syy = (
        _scatter(*sums, w) * unit for sums in ((wxx, wx, wx), (wxy, wx, wy), (wyy, wy, wy))
    )
    left = _residual_variance(n, sxx=sxx, sxy=sxy, syy=syy)
    within = _within(sxx, sxy, all_x=float(wxx.sum()) * unit, n=n) if left > 0 else None
    between = _between(wx / w, wy / w, variances=left / size)
    return Slopes(
        within=_interval(within),
        between=_interval(between),
        contextual=_interval(_less(between, within)),
        n_institutions=len(n),
        n_answers=int(n.sum()),
    )


@dataclass(frozen=True, kw_only=True)
class _Slope:
    """A slope with its standard error and degrees of freedom."""

    value: float
    error: float
    df: float


def _within(sxx: Array, sxy: Array, *, all_x: float, n: Array) -> _Slope | None:
    """Return the slope within institutions; None where x does not vary there."""
    total = float(sxx.sum())
    if total <= _ROUNDING * all_x:
        return None
    value = float(sxy.sum()) / total
    influence = ((sxy - value * sxx) / total)[:, None]
    # Σ(x - mean)² plays the part of a weight: as answers, so that the working model has its unit.
    weight = (sxx * (n.sum() / total))[:, None]
    df = degrees_of_freedom(
        Totals(groups=(WHOLE,), n=n[:, None], w=weight, w2=weight, wy=weight, wy2=weight)
    )
    error = standard_error(float(cross_products(influence, influence)[0, 0]))
    return _Slope(value=value, error=error, df=float(df[0]))


def _between(x: Array, y: Array, *, variances: Array) -> _Slope | None:
    """Return the slope between the means of institutions; None where x does not vary there."""
    if np.ptp(x) <= _ROUNDING * np.abs(x).max():
        return None
    design = np.column_stack([np.ones_like(x), x])
    between = paule_mandel(y, variances=variances, design=design)
    if between == 0 and variances.min() <= 0:
        return None
    fit = line(y, variances=variances, between=between, design=design)
    if np.abs(fit.residuals).max() <= _ROUNDING * np.abs(y).max():
        return None
    error = standard_error(float(fit.covariance[1, 1]))
    return _Slope(value=float(fit.coefficients[1]), error=error, df=float(len(x) - 2))


def _less(between: _Slope | None, within: _Slope | None) -> _Slope | None:
    """Return the difference of two slopes, which are independent: means and what is about them."""
    if between is None or within is None:
        return None
    return _Slope(
        value=between.value - within.value,
        error=sqrt(between.error**2 + within.error**2),
        df=min(between.df, within.df),
    )


def _interval(slope: _Slope | None) -> Interval | Withheld:
    """Return a slope with its t interval; one of width 0 would claim to know too much."""
    if slope is None or slope.error <= 0 or slope.df <= 0:
        return _UNDEFINED
    return t_interval(value=slope.value, standard_error=slope.error, df=slope.df)


def _residual_variance(n: Array, *, sxx: Array, sxy: Array, syy: Array) -> float:
    """Return the variance of answers about the line within institutions; 0 where none is left."""
    total, df = float(sxx.sum()), float(n.sum()) - len(n)
    about = float(syy.sum())
    left = about - (float(sxy.sum()) ** 2 / total if total > 0 else 0.0)
    df -= 1 if total > 0 else 0
    return left / df if df > 0 and left > _ROUNDING * about else 0.0


def _scatter(products: Array, left: Array, right: Array, w: Array) -> Array:
    """Return Σw(u - ū)(v - v̄) per institution from Σwuv, Σwu, Σwv; rounding counts as nothing."""
    about = products - left * right / w
    return np.where(np.abs(about) > _ROUNDING * np.abs(products), about, 0.0)


def _answering(n: Array, w: Array, *sums: Array) -> tuple[Array, ...]:
    """Return the sums of institutions that have answers and weight."""
    kept = (n > 0) & (w > 0)
    return tuple(np.asarray(item, dtype=np.float64)[kept] for item in sums)
