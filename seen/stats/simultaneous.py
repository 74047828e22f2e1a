"""Simultaneous intervals: wide enough that all of several estimates hold together.

They promise 95 % for the whole set whatever its correlation, and the same numbers every time.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import fdtr

from seen.domain.findings import CONFIDENCE, Interval, Reason, Withheld
from seen.stats.intervals import standard_error, t_quantile
from seen.stats.linear import Linearised
from seen.stats.totals import Array

N_DRAWS: Final = 20_000
_N_BINS: Final = 200  # of equal size; their means stand in for the draws, exact to 1e-4
_SEED: Final = 1964
_ROUNDING: Final = 1e-12


def simultaneous(
    found: Linearised, *, implied: Array | float = 0.0
) -> tuple[Interval | Withheld, ...]:
    """Return max-t intervals, value ± q standard errors, that hold together with 95 %.

    Parameters
    ----------
    found
        Estimates, or gaps, over the same clusters. One without a standard error or degrees of
        freedom is withheld as undefined and does not count among the set.
    implied
        k times k: covariance that no influence row shows, as of a share nobody said no to.

    References
    ----------
    Hothorn, Bretz and Westfall 2008, Biometrical Journal 50, 346-363 (single-step max-t).
    """
    joint = found.covariance() + implied
    errors = np.array([standard_error(float(variance)) for variance in np.diag(joint)])
    at = np.flatnonzero((errors > 0) & (found.df > 0))
    if not len(at):
        return (Withheld(reason=Reason.UNDEFINED),) * len(errors)
    correlation = joint[np.ix_(at, at)] / np.outer(errors[at], errors[at])
    half = multiplier(correlation, df=float(found.df[at].min())) * errors
    shown = set(at.tolist())
    return tuple(
        Interval(value=value, low=value - half[place], high=value + half[place])
        if place in shown
        else Withheld(reason=Reason.UNDEFINED)
        for place, value in enumerate(found.values.tolist())
    )


def multiplier(correlation: Array, *, df: float) -> float:
    """Return the 95 % quantile of max |T|, T multivariate t with this correlation.

    T is a random direction times a random length. Only the direction is drawn, 20,000 times with
    a fixed seed; with rank k the squared length over k is F(k, df), which is integrated exactly:
    P(max |T| <= q) is the mean over directions u of F(q² / (k h(u)²)), h(u) the largest |Lu|,
    LLᵀ the correlation. The standard deviation over seeds is about .004 of 2.8, a fourth of what
    plain draws of T leave.

    Parameters
    ----------
    correlation
        k times k; it may have less than full rank.
    df
        Degrees of freedom, the smallest of the set; above 0.

    References
    ----------
    Genz and Bretz 2009, Computation of Multivariate Normal and t Probabilities, Lecture Notes in
    Statistics 195 (spherical-radial
    transformation).
    """
    if len(correlation) == 1:
        return t_quantile(df)
    size, vectors = np.linalg.eigh(correlation)
    is_real = size > _ROUNDING * size[-1]
    root = vectors[:, is_real] * np.sqrt(size[is_real])
    rank = root.shape[1]
    direction = np.random.default_rng(_SEED).standard_normal((N_DRAWS, rank))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    largest = np.sort(np.abs(direction @ root.T).max(axis=1))
    reach = largest.reshape(_N_BINS, -1).mean(axis=1)

    def excess(q: float) -> float:
        return float(fdtr(rank, df, (q / reach) ** 2 / rank).mean()) - CONFIDENCE

    low = high = t_quantile(df)  # of one alone, which a set never falls short of
    while excess(high) < 0:
        high *= 2
    return float(brentq(excess, low / 2, high, xtol=1e-9))
