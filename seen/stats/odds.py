"""Odds ratios over strata: the Mantel-Haenszel common odds ratio and whether there is one.

They promise the published intervals where every answer stands alone, and honest ones where
answers come in clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
from scipy.special import ndtri

from seen.domain.findings import CONFIDENCE, Interval, Reason, Withheld
from seen.stats.intervals import t_quantile
from seen.stats.linear import Linearised
from seen.stats.paired import Derivatives, Paired, ratio
from seen.stats.totals import Array

_LARGEST_EXPONENT: Final = 700.0
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class Fourfold:
    """Yes and no of either side, in answers: groups times strata.

    `yes` and `no` are those of the group, `yes_beside` and `no_beside` those of its reference,
    all scaled so that they add up to the number of answers.
    """

    yes: Array
    no: Array
    yes_beside: Array
    no_beside: Array
    per_weight: float  # answers per unit of weight

    @property
    def n(self) -> Array:
        """All answers of both sides."""
        return self.yes + self.no + self.yes_beside + self.no_beside

    def of(self, place: int) -> tuple[Array, Array, Array, Array]:
        """Return one group's four numbers by stratum."""
        four = (self.yes, self.no, self.yes_beside, self.no_beside)
        return four[0][place], four[1][place], four[2][place], four[3][place]


def fourfold(sides: Paired) -> Fourfold:
    """Return the fourfold tables of every group and stratum."""
    own, other = sides.own, sides.reference
    weight = float(sides.rows.w.sum())
    per_weight = float(sides.rows.n.sum()) / weight if weight > 0 else 0.0
    return Fourfold(
        yes=own.wy * per_weight,
        no=np.maximum(own.w - own.wy, 0.0) * per_weight,
        yes_beside=other.wy * per_weight,
        no_beside=np.maximum(other.w - other.wy, 0.0) * per_weight,
        per_weight=per_weight,
    )


def stands_alone(sides: Paired) -> bool:
    """Return whether every answer is a cluster of its own and all weigh the same."""
    rows = sides.rows
    return bool(
        rows.n_clusters == rows.n.sum() and rows.n_clusters > 0 and rows.w.min() == rows.w.max()
    )


def log_odds_ratios(sides: Paired, tables: Fourfold, *, df: Array) -> Linearised:
    """Return the log of the Mantel-Haenszel odds ratio of every group against its reference.

    With a, b the yes and no of the group, c, d those of the reference and n all answers of a
    stratum, the ratio is Σ ad/n over Σ bc/n; its influence is that of a smooth function of
    totals.

    Parameters
    ----------
    sides, tables
        The sums of both sides, and the fourfold tables made of them.
    df
        Degrees of freedom of each group; they become 0 where a ratio is 0 or undefined.

    References
    ----------
    Mantel and Haenszel 1959, Journal of the National Cancer Institute 22, 719-748.
    """
    a, b, c, d = tables.yes, tables.no, tables.yes_beside, tables.no_beside
    n = tables.n
    over, under = ratio(a * d, n), ratio(b * c, n)
    sums = over.sum(axis=1, keepdims=True), under.sum(axis=1, keepdims=True)
    is_defined = (sums[0] > 0) & (sums[1] > 0)
    safe = [np.where(is_defined, item, 1.0) for item in sums]
    # The derivatives of log Σ ad/n - log Σ bc/n by a, b, c and d.
    drift = -ratio(over, n) / safe[0] + ratio(under, n) / safe[1]
    by_a, by_d = ratio(d, n) / safe[0] + drift, ratio(a, n) / safe[0] + drift
    by_b, by_c = drift - ratio(c, n) / safe[1], drift - ratio(b, n) / safe[1]
    scale = is_defined * tables.per_weight
    return Linearised(
        values=np.log(safe[0] / safe[1])[:, 0],
        influence=sides.influence(
            Derivatives(w=scale * by_b, wy=scale * (by_a - by_b)),
            Derivatives(w=scale * by_d, wy=scale * (by_c - by_d)),
        ),
        df=np.where(is_defined[:, 0], df, 0.0),
    )


def odds_ratio(found: Linearised, place: int) -> Interval | Withheld:
    """Return one odds ratio with a t interval on the log scale, by the delta method."""
    error = found.standard_error(place)
    if found.df[place] <= 0 or error <= _ROUNDING:
        return Withheld(reason=Reason.UNDEFINED)
    return _unlogged(float(found.values[place]), t_quantile(float(found.df[place])) * error)


def robins_breslow_greenland(tables: Fourfold, place: int) -> Interval | Withheld:
    """Return one odds ratio with the interval for answers that stand alone.

    References
    ----------
    Robins, Breslow and Greenland 1986, Biometrics 42, 311-323.
    """
    a, b, c, d = tables.of(place)
    n = tables.n[place]
    over, under = ratio(a * d, n), ratio(b * c, n)
    alike, apart = ratio(a + d, n), ratio(b + c, n)
    r, s = float(over.sum()), float(under.sum())
    if r <= 0 or s <= 0:
        return Withheld(reason=Reason.UNDEFINED)
    variance = (
        float(alike @ over) / (2 * r**2)
        + float(alike @ under + apart @ over) / (2 * r * s)
        + float(apart @ under) / (2 * s**2)
    )
    return _unlogged(log(r / s), float(ndtri((1 + CONFIDENCE) / 2)) * sqrt(variance))


def _unlogged(middle: float, half: float) -> Interval | Withheld:
    """Return the interval of a ratio from that of its logarithm."""
    if abs(middle) + half > _LARGEST_EXPONENT:
        return Withheld(reason=Reason.UNDEFINED)
    return Interval(value=exp(middle), low=exp(middle - half), high=exp(middle + half))
