"""How much places differ beyond chance, and what that makes of the figure of each.

It promises that chance alone is never read as a difference: a variance between places is never
below zero, and its own uncertainty widens what is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri

from seen.domain.findings import CONFIDENCE
from seen.stats.totals import Array

WINSORISED: Final = 0.10  # of the places, at each end
_TAIL: Final = (1 - CONFIDENCE) / 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """A line through the figures of places, fitted with a variance between them.

    Attributes
    ----------
    coefficients, covariance
        The p coefficients, and p times p their covariance with the variances taken as known.
    residuals
        The k differences from the line, in the unit of the figures.
    q
        Σ residual² / (variance + variance between), about k - p where that variance is right.
    """

    coefficients: Array
    covariance: Array
    residuals: Array
    q: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Shrunken:
    """Figures of places drawn towards their mean, with standard errors.

    Attributes
    ----------
    centre
        The mean they are drawn towards, each place weighted by its precision.
    values, standard_errors
        The k drawn figures and their standard errors.
    """

    centre: float
    values: Array
    standard_errors: Array


def winsorised(z: Array, *, share: float = WINSORISED) -> Array:
    """Return z scores with the outermost at each end set to the quantile of that end.

    Few unusual places then do not pass for a difference between all of them, and stay unusual.

    References
    ----------
    Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202; quantiles by linear
    interpolation as R has them (type 7 of Hyndman and Fan 1996, American Statistician 50,
    361-365).
    """
    low, high = np.quantile(z, [share, 1 - share])
    return np.clip(z, low, high)


def moment_variance(z: Array, *, variances: Array) -> float:
    """Return the variance between places that z scores speak of: additive over-dispersion.

    With w = 1/s² and φ = Σz²/I, τ² = (Iφ - (I - 1)) / (Σw - Σw²/Σw), zero where that is negative.

    Parameters
    ----------
    z
        (value - target) / s for each of the I places, winsorised or not.
    variances
        s², the sampling variance of each place, above 0.

    References
    ----------
    DerSimonian and Laird 1986, Controlled Clinical Trials 7, 177-188; for funnels Spiegelhalter
    2005, Statistics in Medicine 24, 1185-1202.
    """
    w = 1 / variances
    excess = float(np.sum(z**2)) - (len(z) - 1)
    return max(0.0, excess / float(w.sum() - (w**2).sum() / w.sum()))


def line(values: Array, *, variances: Array, between: float, design: Array | None = None) -> Line:
    """Return the line that fits best where places vary by `between` beside their own variance.

    Parameters
    ----------
    values, variances
        The figure of each of k places, and its sampling variance.
    between
        τ², the variance between places; variance and τ² may not both be 0.
    design
        k times p; a column of ones unless given, so that the line is the mean.
    """
    x = np.ones((len(values), 1)) if design is None else design
    w = 1 / (variances + between)
    covariance: Array = np.linalg.inv(x.T @ (w[:, None] * x)).astype(np.float64, copy=False)
    coefficients = covariance @ (x.T @ (w * values))
    residuals = values - x @ coefficients
    return Line(
        coefficients=coefficients,
        covariance=covariance,
        residuals=residuals,
        q=float(np.sum(w * residuals**2)),
    )


def paule_mandel(values: Array, *, variances: Array, design: Array | None = None) -> float:
    """Return the variance between places at which the residuals are as large as they should be.

    τ² solves Q(τ²) = k - p; it is zero where the figures vary less than chance alone would.

    References
    ----------
    Paule and Mandel 1982, Journal of Research of the National Bureau of Standards 87, 377-385;
    with a line DerSimonian and Kacker 2007, Contemporary Clinical Trials 28, 105-114.
    """
    p = 1 if design is None else design.shape[1]
    return _between(values, variances=variances, design=design, q=float(len(values) - p))


def q_profile(values: Array, *, variances: Array) -> tuple[float, float] | None:
    """Return the 95 % limits of the variance between places.

    They are where Q(τ²) equals the quantiles of chi² with k - 1 degrees of freedom. None where
    the figures are more alike than chance leaves them in 39 of 40 samples: no variance, not even
    zero, would fit them.

    References
    ----------
    Viechtbauer 2007, Statistics in Medicine 26, 37-52.
    """
    df = len(values) - 1
    smallest, largest = float(chdtri(df, 1 - _TAIL)), float(chdtri(df, _TAIL))
    if line(values, variances=variances, between=0.0).q < smallest:
        return None
    return (
        _between(values, variances=variances, design=None, q=largest),
        _between(values, variances=variances, design=None, q=smallest),
    )


def shrunken(values: Array, *, variances: Array, between: float) -> Shrunken:
    """Return empirical Bayes figures: each drawn towards the mean by how little it can tell.

    B = (I - 3)/(I - 1) s²/(s² + τ²) is what is taken off the difference from the mean. The
    squared standard error is s² (1 - (1 - h) B) + v (value - mean)², where h is the place's
    share of the weights of the mean and v = 2/(I - 3) B² (s̄² + τ²)/(s² + τ²) allows for τ² being
    estimated.

    Parameters
    ----------
    values, variances
        Of each of the I places, I above 3; variances above 0.
    between
        τ², as `paule_mandel` gives it.

    References
    ----------
    Morris 1983, Journal of the American Statistical Association 78, 47-55, for unequal variances.
    """
    n = len(values)
    if n <= 3:
        raise ValueError("Figures can be drawn together only where there are more than 3.")
    w = 1 / (variances + between)
    h = w / w.sum()
    centre = float(h @ values)
    taken = (n - 3) / (n - 1) * variances * w
    uncertain = 2 / (n - 3) * taken**2 * (float(h @ variances) + between) * w
    away = values - centre
    square = variances * (1 - (1 - h) * taken) + uncertain * away**2
    return Shrunken(
        centre=centre, values=centre + (1 - taken) * away, standard_errors=np.sqrt(square)
    )


def _between(values: Array, *, variances: Array, design: Array | None, q: float) -> float:
    """Return the τ² at which Q, which falls in τ², equals q; 0 where it is below q already."""

    def excess(between: float) -> float:
        return line(values, variances=variances, between=between, design=design).q - q

    flat = line(values, variances=np.ones_like(values), between=0.0, design=design)
    # Q(τ²) is at most the unweighted sum of squares over τ², so here it is at most q.
    highest = flat.q / q
    if highest == 0 or (variances.min() > 0 and excess(0.0) <= 0):
        return 0.0
    if variances.max() == 0:
        return highest
    lowest = 0.0 if variances.min() > 0 else highest * 1e-12
    return float(brentq(excess, lowest, highest * (1 + 1e-9), xtol=highest * 1e-15, rtol=1e-14))
