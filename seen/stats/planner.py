"""What it would take to see a gap: the smallest one visible now, and how much more data for less.

It promises to say where more answers alone cannot show a gap, because only more institutions can.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, sqrt
from typing import Final

from scipy.optimize import brentq
from scipy.special import ndtri, stdtrit

from seen.domain.findings import CONFIDENCE, Estimate, Gap, Reason, Withheld

POWER: Final = 0.80
_TWO_SIDED: Final = 1 - (1 - CONFIDENCE) / 2
_ROUNDING: Final = 1e-12  # relative
_SLACK: Final = 1e-9  # a whole number but for rounding is that number
_UNKNOWN: Final = Withheld(reason=Reason.UNDEFINED)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a gap of a wanted size needs, at 80 % power and two-sided 5 %.

    Attributes
    ----------
    smallest
        The smallest gap that the data would show now, in the unit of the gap.
    wanted
        The gap that is wanted.
    more_institutions
        By how many times the institutions must grow at the present answers per institution; 1
        where there are enough.
    answers_now, answers_needed
        Answers of the group per institution, as they are on average, and as they must be at the
        present number of institutions. Withheld as undefined where more answers alone cannot
        show it, or the design effect is not known.
    correlation
        How alike answers of one institution are in the gap, read off its design effect.
    """

    smallest: float
    wanted: float
    more_institutions: float
    answers_now: float
    answers_needed: int | Withheld
    correlation: float | Withheld


def plan(
    gap: Gap,
    *,
    group: Estimate,
    reference: Estimate,
    wanted: float,
    is_share: bool,
    deviations: tuple[float, float] | None = None,
) -> Plan | Withheld:
    """Return the smallest gap visible now, and what a gap of a wanted size needs.

    Visible is a gap of (t.975 + t.80) standard errors, with the gap's degrees of freedom, normal
    where it has none. With f times the institutions, error and degrees of freedom become SE/√f
    and f df. At the present institutions the variance of the gap is Σ SD²/n (1 + (m - 1) rho)
    over both groups, n answers, m = n/C of them per institution; rho, from 0 to 1, is what makes
    that the variance the gap has. With k times the answers it is Σ SD²/n ((1 - rho)/k + m rho),
    whose second term stays, whatever k. Sizes that differ between institutions are read as
    correlation, which asks for too much rather than too little.

    Parameters
    ----------
    gap
        A comparison that is shown.
    group, reference
        The estimates of its two sides; for a gap to everyone else, that of everyone else.
    wanted
        The size of gap that should be seen, above 0, in the unit of the gap.
    is_share
        Whether the estimates are shares, whose answers deviate by √(p(1 - p)).
    deviations
        The standard deviations of answers in both groups, of a mean. Without them its
        `answers_needed` and `correlation` are undefined.

    Raises
    ------
    ValueError
        When `wanted` is not above 0.

    References
    ----------
    Kish 1965, Survey Sampling, section 5.4 (design effect 1 + (m - 1) rho); Donner and Klar 2000,
    Design and Analysis of Cluster Randomization Trials in Health Research, chapter 5 (sizes for
    clusters); Bloom 1995, Evaluation Review 19, 547-556 (smallest visible gap).
    """
    if not wanted > 0:
        raise ValueError("The wanted gap must be above 0.")
    difference = gap.difference
    if isinstance(difference, Withheld):
        return difference
    df = gap.df if gap.df is not None else inf
    error = (difference.high - difference.low) / (2 * _quantile(_TWO_SIDED, df))
    if error <= 0 or group.n_clusters is None or reference.n_clusters is None:
        return _UNKNOWN  # a release does not say how many institutions there are
    if is_share:
        deviations = _deviation(group.value), _deviation(reference.value)
    design = _design(group, reference, error=error, deviations=deviations)
    enough = (wanted / _both(df) / error) ** 2  # of the present variance
    now = group.n_answers / group.n_clusters
    return Plan(
        smallest=_both(df) * error,
        wanted=wanted,
        more_institutions=_growth(wanted, error=error, df=df),
        answers_now=now,
        answers_needed=_answers(design, enough=enough, now=now),
        correlation=design if isinstance(design, Withheld) else design.correlation,
    )


@dataclass(frozen=True, kw_only=True)
class _Design:
    """The correlation of a gap, and which share of its variance more answers leave as it is."""

    correlation: float
    floor: float


def _design(
    group: Estimate,
    reference: Estimate,
    *,
    error: float,
    deviations: tuple[float, float] | None,
) -> _Design | Withheld:
    """Return what the design effect of a gap says about its clusters."""
    sides = (group, reference)
    if deviations is None:
        return _UNKNOWN
    pairs = list(zip(deviations, sides, strict=True))
    independent = sum(sigma**2 / side.n_answers for sigma, side in pairs)
    shared = sum(sigma**2 / (side.n_clusters or 1) for sigma, side in pairs)  # SD²/n times m
    if independent <= 0:
        return _UNKNOWN
    apart = shared - independent
    found = (error**2 - independent) / apart if apart > _ROUNDING * shared else 0.0
    correlation = min(1.0, max(0.0, found))
    floor = correlation * shared / (independent + correlation * apart)
    return _Design(correlation=correlation, floor=floor)


def _answers(design: _Design | Withheld, *, enough: float, now: float) -> int | Withheld:
    """Return the answers per institution needed, where `enough` is the variance allowed."""
    if enough >= 1:
        return ceil(now - _SLACK)
    if isinstance(design, Withheld):
        return design
    if enough <= design.floor:
        return _UNKNOWN
    return ceil(now * (1 - design.floor) / (enough - design.floor) - _SLACK)


def _growth(wanted: float, *, error: float, df: float) -> float:
    """Return how many times the institutions are needed, 1 where there are enough."""

    def missing(factor: float) -> float:
        return _both(df * factor) * error / sqrt(factor) - wanted

    if missing(1.0) <= 0:
        return 1.0
    # With more institutions the quantiles only fall, so this many are enough.
    most = (_both(df) * error / wanted) ** 2 * (1 + _SLACK)
    return float(brentq(missing, 1.0, most, xtol=1e-12 * most))


def _both(df: float) -> float:
    """Return t.975 + t.80: how many standard errors a gap must have to be seen."""
    return _quantile(_TWO_SIDED, df) + _quantile(POWER, df)


def _quantile(p: float, df: float) -> float:
    """Return a quantile of Student's t, or of the normal distribution for endless df."""
    return float(ndtri(p)) if df == inf else float(stdtrit(df, p))


def _deviation(share: float) -> float:
    """Return the standard deviation of answers of 0 and 1."""
    return sqrt(share * (1 - share))
