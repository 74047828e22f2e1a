"""What those who did not answer could change: the bounds of a share among all who were asked.

They promise to assume nothing about people who did not answer, not even that they resemble
those who did.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.optimize import brentq
from scipy.special import stdtr

from seen.domain.findings import CONFIDENCE, Estimate, Interval, Reason, Withheld
from seen.stats.intervals import t_quantile


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A share among all who were asked, as far as it is known without assumptions.

    Attributes
    ----------
    lowest, highest
        The share if nobody, or everybody, who did not answer would have said so, each with its
        limits. `lowest.low` to `highest.high` holds the share of all who were asked in 95 of 100
        samples.
    response
        Which share of those asked answered.
    """

    lowest: Interval
    highest: Interval
    response: float


def bounds(share: Estimate | Withheld, *, asked: int | None, answered: int) -> Bounds | Withheld:
    """Return the worst-case bounds of a share when only some of those asked answered.

    With p the share among those who answered and r = answered/asked, the share of all lies
    between pr and pr + 1 - r. Their standard errors follow from that of p, read off its interval,
    and that of r, with the design effect that p has: √(r² Var p + p² Var r) and √(r² Var p +
    (1 - p)² Var r). Limits are lowest - c SE and highest + c SE, where c solves T(c + Δ/SE) -
    T(-c) = .95 with Δ = 1 - r, the larger SE, and T Student's distribution: c is the two-sided
    quantile where everybody answered and the one-sided where the bounds are far apart, since the
    share cannot be beyond both.

    Parameters
    ----------
    share
        The share, 0 to 1, among those who answered; why it is withheld goes through.
    asked, answered
        How many were asked (None where the data does not say: undefined), and answered.

    Raises
    ------
    ValueError
        When the share lies outside 0 to 1, or more answered than were asked.

    References
    ----------
    Manski 1989, Journal of Human Resources 24, 343-360 (bounds); Imbens and Manski 2004,
    Econometrica 72, 1845-1857, section 4 (interval for the share itself, with estimated standard
    errors); t in place of the normal distribution as for every other interval here.
    """
    if isinstance(share, Withheld):
        return share
    if asked is None:
        return Withheld(reason=Reason.UNDEFINED)
    if not 0 <= share.value <= 1 or not 0 <= answered <= asked:
        raise ValueError("Bounds need a share of 0 to 1 and no more answers than were asked.")
    if answered == 0:
        return Withheld(reason=Reason.NO_ANSWERS)
    p, r = share.value, answered / asked
    variance = _variance(share)
    spread = _design_effect(share, variance) * r * (1 - r) / asked
    errors = [sqrt(r**2 * variance + side**2 * spread) for side in (p, 1 - p)]
    c = _quantile((1 - r) / max(errors), df=share.df) if max(errors) > 0 else 0.0
    lowest, highest = p * r, p * r + (1 - r)
    return Bounds(
        lowest=_cut(lowest, c * errors[0]), highest=_cut(highest, c * errors[1]), response=r
    )


def _variance(share: Estimate) -> float:
    """Return the variance of a share from the width of its interval.

    A share of 0 or 1 has an interval to one side, which stands for the whole of it.
    """
    sides = 1 if share.value in (0, 1) else 2
    return ((share.high - share.low) / (sides * t_quantile(share.df))) ** 2


def _design_effect(share: Estimate, variance: float) -> float:
    """Return the variance in terms of that of independent answers, at least 1."""
    independent = share.value * (1 - share.value) / share.n_answers
    return max(1.0, variance / independent) if independent > 0 else 1.0


def _quantile(apart: float, *, df: float) -> float:
    """Return c for bounds that lie so many standard errors apart."""

    def missing(c: float) -> float:
        return float(stdtr(df, c + apart) - stdtr(df, -c)) - CONFIDENCE

    # At most the two-sided quantile, so twice that leaves room for rounding.
    return float(brentq(missing, 0.0, 2 * t_quantile(df), xtol=1e-13))


def _cut(value: float, half: float) -> Interval:
    """Return value ± half, cut at 0 and 1."""
    return Interval(value=value, low=max(0.0, value - half), high=min(1.0, value + half))
