"""Intervals of shares that are known only as counts: so many of so many respondents.

They promise that every respondent counts as independent, and that a count which is missing gives
a reason and never a number.
"""

from __future__ import annotations

from math import isnan, sqrt
from typing import Final

from scipy.special import ndtr, ndtri

from seen.domain.findings import CONFIDENCE, Interval, Reason, Withheld

UNKNOWN: Final = Withheld(reason=Reason.UNDEFINED)
NOBODY: Final = Withheld(reason=Reason.NO_ANSWERS)


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """Return the quantile of the normal distribution at both ends of an interval, such as 1.96.

    Parameters
    ----------
    confidence
        The share of intervals that are to hold the truth, above 0 and below 1.
    """
    return float(ndtri(1 - (1 - confidence) / 2))


def wilson(
    *, yes: float | None, n_answers: float | None, confidence: float = CONFIDENCE
) -> Interval | Withheld:
    """Return a share with its Wilson interval: the shares that a score test would not reject.

    (2x + z² ± z √(z² + 4x(1 - x/n))) / (2(n + z²)), x of n. A share of 0 (or 1) has 0 (or 1) as
    its own limit.

    Parameters
    ----------
    yes, n_answers
        Respondents who said so, and all of them, not necessarily whole numbers. None or NaN,
        for a count that is missing, is undefined; 0 respondents are no answers.
    confidence
        Of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        When a count is negative, or more said so than there are.

    References
    ----------
    Wilson 1927, Journal of the American Statistical Association 22, 209-212; Newcombe 1998,
    Statistics in Medicine 17, 857-872, method 3.
    """
    found = _counted(yes, n_answers)
    if isinstance(found, Withheld):
        return found
    x, n = found
    z = normal_quantile(confidence)
    half = z * sqrt(z**2 + 4 * x * (1 - x / n))
    middle, divisor = 2 * x + z**2, 2 * (n + z**2)
    value = x / n
    low = 0.0 if x == 0 else (middle - half) / divisor
    high = 1.0 if x == n else (middle + half) / divisor
    return Interval(value=value, low=max(0.0, min(low, value)), high=min(1.0, max(high, value)))


def newcombe(
    *,
    yes: float | None,
    n_answers: float | None,
    reference_yes: float | None,
    reference_n: float | None,
    confidence: float = CONFIDENCE,
) -> Interval | Withheld:
    """Return the difference of two independent shares, first less reference, by Newcombe's hybrid.

    With Wilson limits l, u: d - √((p₁ - l₁)² + (u₂ - p₂)²) to d + √((u₁ - p₁)² + (p₂ - l₂)²).

    Parameters
    ----------
    yes, n_answers, reference_yes, reference_n, confidence
        As in `wilson`, of the group and of what it is compared with.

    References
    ----------
    Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.
    """
    own = wilson(yes=yes, n_answers=n_answers, confidence=confidence)
    other = wilson(yes=reference_yes, n_answers=reference_n, confidence=confidence)
    if isinstance(own, Withheld):
        return own
    if isinstance(other, Withheld):
        return other
    value = own.value - other.value
    below = sqrt((own.value - own.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((own.high - own.value) ** 2 + (other.value - other.low) ** 2)
    return Interval(value=value, low=value - below, high=value + above)


def mover_ratio(
    *,
    yes: float | None,
    n_answers: float | None,
    reference_yes: float | None,
    reference_n: float | None,
    confidence: float = CONFIDENCE,
) -> Interval | Withheld:
    """Return the ratio of two independent shares by MOVER from their Wilson limits.

    Lower limit (p₁p₂ - √((p₁p₂)² - l₁u₂(2p₁ - l₁)(2p₂ - u₂))) / (u₂(2p₂ - u₂)), here with the
    root brought below the line, since u₂ may be 2p₂; the upper one with u₁, l₂ and plus. Undefined
    where the reference is 0: there is no upper limit.

    Parameters
    ----------
    yes, n_answers, reference_yes, reference_n, confidence
        As in `wilson`, of the group and of what it is compared with.

    References
    ----------
    Donner and Zou 2012, Statistical Methods in Medical Research 21, 347-359; with Wilson limits
    Fagerland, Lydersen and Laake 2015, Statistical Methods in Medical Research 24, 224-254.
    """
    own = wilson(yes=yes, n_answers=n_answers, confidence=confidence)
    other = wilson(yes=reference_yes, n_answers=reference_n, confidence=confidence)
    if isinstance(own, Withheld):
        return own
    if isinstance(other, Withheld):
        return other
    if other.value == 0:
        return UNKNOWN
    product = own.value * other.value
    lowest, highest = _square(own.value, own.low), _square(own.value, own.high)
    root_low = sqrt(max(0.0, product**2 - lowest * _square(other.value, other.high)))
    root_high = sqrt(max(0.0, product**2 - highest * _square(other.value, other.low)))
    value = own.value / other.value
    low = lowest / (product + root_low) if own.value > 0 else 0.0
    high = (product + root_high) / _square(other.value, other.low)
    return Interval(value=value, low=min(low, value), high=max(high, value))


def score_p(*, yes: float, n_answers: float, reference_yes: float, reference_n: float) -> float:
    """Return the two-sided p of equal shares by the score test: z with the pooled share.

    Where nobody, or everybody, said so on both sides nothing speaks against equal shares: 1.

    References
    ----------
    Pearson's chi² without correction; Agresti 2013, Categorical Data Analysis, section 3.2.
    """
    pooled = (yes + reference_yes) / (n_answers + reference_n)
    variance = pooled * (1 - pooled) * (1 / n_answers + 1 / reference_n)
    if variance <= 0:
        return 1.0
    return float(2 * ndtr(-abs(yes / n_answers - reference_yes / reference_n) / sqrt(variance)))


def _square(value: float, limit: float) -> float:
    """Return value² - (limit - value)², written so that nothing cancels."""
    return limit * (2 * value - limit)


def _counted(yes: float | None, n_answers: float | None) -> tuple[float, float] | Withheld:
    """Return the counts, or why there is no share to be had from them."""
    if yes is None or n_answers is None or isnan(yes) or isnan(n_answers):
        return UNKNOWN
    if not 0 <= yes <= n_answers:
        raise ValueError("Of n respondents between 0 and n can have said so.")
    return NOBODY if n_answers == 0 else (yes, n_answers)
