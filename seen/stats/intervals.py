"""Intervals of 95 %: Korn-Graubard for shares, t for means.

They promise a finite interval that holds its value, also for a share of exactly 0 or 1.
"""

from __future__ import annotations

from math import sqrt

from scipy.special import betaincinv, stdtr, stdtrit

from seen.domain.findings import CONFIDENCE, Interval

_TAIL = (1 - CONFIDENCE) / 2


def korn_graubard(*, value: float, n_answers: float, n_effective: float, df: float) -> Interval:
    """Return the Korn-Graubard interval of a share.

    Clopper-Pearson limits for the effective sample size, reduced by the square of the ratio of
    the t quantiles with n - 1 and with `df` degrees of freedom. A share of 0 (or 1) has 0 (or 1)
    as its own limit, as in Stata's `kg_nchs`.

    Parameters
    ----------
    value
        The share, 0 to 1.
    n_answers, n_effective
        Answers, and how many independent answers they are worth.
    df
        Degrees of freedom of the variance, above 0.

    References
    ----------
    Korn and Graubard 1998, Survey Methodology 24, 193-201; with the adjustment for df as in
    NCHS, Vital and Health Statistics 2(175), 2017.
    """
    size = n_effective * (t_quantile(n_answers - 1) / t_quantile(df)) ** 2
    yes, no = size * value, size * (1 - value)
    low = float(betaincinv(yes, no + 1, _TAIL)) if yes > 0 else 0.0
    high = float(betaincinv(yes + 1, no, 1 - _TAIL)) if no > 0 else 1.0
    return Interval(value=value, low=min(low, value), high=max(high, value))


def t_interval(*, value: float, standard_error: float, df: float) -> Interval:
    """Return value ± t(df) standard errors, a 95 % interval.

    Parameters
    ----------
    value, standard_error
        In one unit, which is that of the interval.
    df
        Degrees of freedom.

    Raises
    ------
    ValueError
        When there are no degrees of freedom.
    """
    half = t_quantile(df) * standard_error
    return Interval(value=value, low=value - half, high=value + half)


def implied_variance(interval: Interval, *, df: float) -> float:
    """Return the variance that an interval's whole width stands for.

    A share of exactly 0 or 1 has no variance between clusters, which is not certainty: a
    comparison takes the width of its Korn-Graubard interval as t(df) standard errors instead.
    At 0 and 1 the interval has one side only, so this errs on the side of caution elsewhere.
    """
    return ((interval.high - interval.low) / t_quantile(df)) ** 2


def p_value(*, value: float, standard_error: float, df: float) -> float:
    """Return the two-sided p of a t test of zero, 0 to 1.

    Parameters
    ----------
    value, standard_error
        In one unit; the standard error above 0.
    df
        Degrees of freedom, above 0.
    """
    return float(min(1.0, 2 * stdtr(df, -abs(value) / standard_error)))


def t_quantile(df: float) -> float:
    """Return the 97.5 % quantile of Student's t.

    Parameters
    ----------
    df
        Degrees of freedom; they need not be whole.

    Raises
    ------
    ValueError
        When they are not above 0.
    """
    if not df > 0:
        raise ValueError("A t quantile needs degrees of freedom above 0.")
    return float(stdtrit(df, 1 - _TAIL))


def standard_error(variance: float) -> float:
    """Return the square root of a variance, a rounding error below zero counting as zero."""
    return sqrt(max(variance, 0.0))
