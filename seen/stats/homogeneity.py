"""Whether a gap is the same in all strata: the Breslow-Day test, and its form for clusters.

It promises the published test where every answer stands alone; where answers come in clusters
it allows for them, since the plain test would then find differences where there are none.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, fdtrc

from seen.domain.findings import Reason, Test, Withheld
from seen.stats.estimates import cross_products
from seen.stats.linear import Linearised
from seen.stats.odds import Fourfold, stands_alone
from seen.stats.paired import Paired
from seen.stats.totals import Array

BRESLOW_DAY: Final = "breslow_day"
BRESLOW_DAY_CLUSTERED: Final = "breslow_day_clustered"
_ROUNDING: Final = 1e-12


def breslow_day(sides: Paired, tables: Fourfold, odds: Linearised, place: int) -> Test | Withheld:
    """Return the Breslow-Day test of one odds ratio in all strata, with Tarone's correction.

    With A the number of yes expected of the group under the Mantel-Haenszel odds ratio and V its
    variance, both given the margins of a stratum, X² = Σ (a - A)²/V - (Σ a - Σ A)²/Σ V has a
    chi-square distribution with one degree of freedom less than there are strata; `df2` is 0.

    Answers in clusters give X² a distribution of weighted chi-squares, since (a - A)/√V is to
    first order √V (log ψ_k - log ψ), with a covariance D over the strata that follows from the
    influence rows. Then F = X² / tr D is taken on df = (tr D)² / tr D² and df2 = df times the
    degrees of freedom of the gap (second-order Rao-Scott).

    Parameters
    ----------
    sides, tables, odds
        The sums of both sides, their fourfold tables and their log odds ratios.
    place
        Which group.

    Returns
    -------
    Test | Withheld
        Undefined with fewer than 2 strata whose margins all hold answers, or no common ratio.

    References
    ----------
    Breslow and Day 1980, Statistical Methods in Cancer Research I, section 4.4; Tarone 1985,
    Biometrika 72, 91-95; Rao and Scott 1984, Annals of Statistics 12, 46-60, for the clusters.
    """
    four = np.array(tables.of(place))
    used = _has_margins(four)
    if used.sum() < 2 or odds.df[place] <= 0:
        return Withheld(reason=Reason.UNDEFINED)
    four = four[:, used]
    expected = _expected(four, float(np.exp(odds.values[place])))
    variance = 1 / (1 / expected).sum(axis=0)
    apart = four[0] - expected[0]
    statistic = float((apart**2 / variance).sum() - apart.sum() ** 2 / variance.sum())
    if stands_alone(sides):
        df = len(variance) - 1.0
        p = float(chdtrc(df, max(statistic, 0.0)))
        return Test(name=BRESLOW_DAY, statistic=statistic, df=df, df2=0.0, p=p)
    rows = _influence(sides, place, used, expected / tables.per_weight)
    rows = (rows - odds.influence[:, [place]]) * np.sqrt(variance)
    return _second_order(statistic, cross_products(rows, rows), df=float(odds.df[place]))


def _has_margins(four: Array) -> npt.NDArray[np.bool_]:
    """Return in which strata both sides answered, and both answers were given."""
    a, b, c, d = four
    found: npt.NDArray[np.bool_] = np.minimum.reduce([a + b, c + d, a + c, b + d]) > 0
    return found


def _expected(four: Array, odds_ratio: float) -> Array:
    """Return the four numbers of each stratum that have its margins and a given odds ratio.

    A solves (1 - ψ) A² + q A - ψ n₁ m₁ = 0 with q = n + (ψ - 1)(n₁ + m₁); the root is written
    so that nothing cancels, also at ψ = 1.
    """
    a, b, c, d = four
    own, yes, n = a + b, a + c, a + b + c + d
    q = n + (odds_ratio - 1) * (own + yes)
    root = np.sqrt(q**2 + 4 * (1 - odds_ratio) * odds_ratio * own * yes)
    lower = np.where(q < 0, 2 * (1 - odds_ratio), 1.0)
    first = np.where(
        q < 0, (np.abs(q) + root) / lower, 2 * odds_ratio * own * yes / (np.abs(q) + root)
    )
    return np.array([first, own - first, yes - first, n - own - yes + first])


def _influence(sides: Paired, place: int, used: npt.NDArray[np.bool_], expected: Array) -> Array:
    """Return what each cluster contributed to the log odds ratio of each stratum of one group.

    The expected numbers stand for those found, so that none is 0.
    """
    own, other = sides.one(place)
    yes, yes_beside = own.by_stratum(own.wy)[:, used], other.by_stratum(other.wy)[:, used]
    no = own.by_stratum(own.w)[:, used] - yes
    no_beside = other.by_stratum(other.w)[:, used] - yes_beside
    found: Array = (
        yes / expected[0] - no / expected[1] - yes_beside / expected[2] + no_beside / expected[3]
    )
    return found


def _second_order(statistic: float, joint: Array, *, df: float) -> Test | Withheld:
    """Return a quadratic form as an F with the degrees of freedom its covariance gives it."""
    trace, square = float(np.trace(joint)), float((joint**2).sum())
    if trace <= _ROUNDING:  # about one for each stratum where answers stand alone
        return Withheld(reason=Reason.UNDEFINED)
    df1 = trace**2 / square
    f = max(statistic, 0.0) / trace
    p = float(fdtrc(df1, df1 * df, f))
    return Test(name=BRESLOW_DAY_CLUSTERED, statistic=f, df=df1, df2=df1 * df, p=p)
