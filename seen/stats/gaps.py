"""Comparisons: the difference and ratio of two means, their tests, and what may be said of them.

They promise one direction: a positive difference is worse for the named group.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Final, TypeVar

import numpy as np

from seen.domain.findings import Interval, Reason, Verdict, Withheld
from seen.stats.intervals import p_value, standard_error, t_interval, t_quantile

LEVEL: Final = 0.05
NOTABLE: Final = 0.10  # of the comparison value
MARGIN: Final = 0.02  # of the scale: 2 points for shares
SMALLEST_REFERENCE_SHARE: Final = 0.02
_ROUNDING: Final = 1e-12
_CANCELLED: Final = 1e-14  # of the two variances: figures that move together down to rounding
_LARGEST_EXPONENT: Final = 700.0
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How a shown figure is to be read.

    `worse_sign` is +1 where a higher value is worse, -1 where it is better; `span` is the width
    of the scale (`Measure.worse_sign`, `Measure.span`), and `lowest` where it begins: 0 for a
    share, None where a mean does not say; without a natural zero (`has_zero`) no size is judged
    as a percentage.
    """

    is_share: bool
    worse_sign: int
    span: float
    lowest: float | None = None
    has_zero: bool = True

    def __post_init__(self) -> None:
        if self.worse_sign not in (-1, 1) or not self.span > 0:
            raise ValueError("A Scale needs a sign of 1 or -1 and a span above 0.")

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest value there can be; infinite where that is not known."""
        if self.is_share:
            return 0.0, 1.0
        return (-inf, inf) if self.lowest is None else (self.lowest, self.lowest + self.span)

    @property
    def has_ratios(self) -> bool:
        """Whether one value may be divided by another: the scale begins at 0, which is "none".

        Answers from 1 to 5 might as well be coded 0 to 4, and every ratio would be another.
        """
        return self.is_share or (self.has_zero and self.lowest in (None, 0))


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """Two values over the same clusters, with their joint covariance."""

    value: float
    reference: float
    variance: float
    reference_variance: float
    covariance: float
    df: float  # the smaller of the two

    @property
    def standard_error(self) -> float:
        """Of the difference of the two values; 0 where only rounding is left of its variance."""
        apart = self.variance + self.reference_variance
        together = apart - 2 * self.covariance
        return standard_error(together) if together > _CANCELLED * apart else 0.0


def difference(contrast: Contrast, *, scale: Scale) -> Interval | Withheld:
    """Return worse_sign times (value - reference) with its t interval.

    Withheld as undefined where neither side varies between clusters: an interval of width 0
    would claim to know what the data cannot tell.
    """
    error = contrast.standard_error
    if error <= _ROUNDING * scale.span:
        return Withheld(reason=Reason.UNDEFINED)
    gap = scale.worse_sign * (contrast.value - contrast.reference)
    return t_interval(value=gap, standard_error=error, df=contrast.df)


def ratio(contrast: Contrast, *, scale: Scale) -> Interval | Withheld:
    """Return value / reference with a t interval on the log scale, transformed back.

    Var log(a/b) = Var(a)/a² + Var(b)/b² - 2 Cov(a,b)/(ab) (delta method). Undefined unless both
    are positive and the scale begins at a true zero; too few to judge below a reference share of
    .02. (The rule on 30 effective answers has withheld the whole comparison before.)

    References
    ----------
    Lumley 2004, Journal of Statistical Software 9(8), 1-19; as R survey's `svycontrast`.
    """
    value, reference = contrast.value, contrast.reference
    if value <= 0 or reference <= 0 or not scale.has_ratios:
        return Withheld(reason=Reason.UNDEFINED)
    if scale.is_share and reference < SMALLEST_REFERENCE_SHARE:
        return Withheld(reason=Reason.TOO_FEW)
    variance = (
        contrast.variance / value**2
        + contrast.reference_variance / reference**2
        - 2 * contrast.covariance / (value * reference)
    )
    middle, half = log(value / reference), t_quantile(contrast.df) * standard_error(variance)
    if abs(middle) + half > _LARGEST_EXPONENT:
        return Withheld(reason=Reason.UNDEFINED)
    found = value / reference
    return Interval(
        value=found, low=min(found, exp(middle - half)), high=max(found, exp(middle + half))
    )


def p_of(contrast: Contrast) -> float:
    """Return the two-sided p of no difference, 0 to 1, before it is adjusted for others (`holm`).

    Parameters
    ----------
    contrast
        A group's value and that of its reference, with the standard error of their difference
        above 0 and its degrees of freedom above 0.
    """
    return p_value(
        value=contrast.value - contrast.reference,
        standard_error=contrast.standard_error,
        df=contrast.df,
    )


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p values adjusted for their number by Holm's method, in the order given.

    References
    ----------
    Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(np.arange(len(p), 0, -1) * p[order]), 1.0)
    return tuple(adjusted.tolist())


def holm_of(p_values: Mapping[K, float], among: Iterable[object]) -> dict[K, float]:
    """Return Holm's p of the comparisons that show, by their keys, in the list that was judged.

    Parameters
    ----------
    p_values
        The p of each comparison that shows.
    among
        What was found of every comparison, shown or Withheld. One that was found too few to
        judge counts as well (with p = 1): it is left out because its variance came out large,
        and a list of those alone whose variance came out small would raise more false flags
        than it allows for. What is hidden to protect people, or nobody answered, was never
        judged and does not count.
    """
    withheld = [item for item in among if isinstance(item, Withheld) and item.is_comparison]
    adjusted = holm([*p_values.values(), *[1.0] * len(withheld)])
    return dict(zip(p_values, adjusted, strict=False))


def verdict(gap: Interval, *, p_holm: float, reference: float, scale: Scale) -> Verdict:
    """Return what may be said about a difference, the first that applies.

    Notable: Holm p below .05 and at least 10 % of the reference, or, where the scale has no
    natural zero, more than 2 % of the scale; small: Holm p below .05; about equal: the whole
    interval within 2 % of the scale; else no reliable difference.

    References
    ----------
    Significant and at least 10 % in relative terms: AHRQ, National Healthcare Quality and
    Disparities Reports, 2010. A margin fixed beforehand: Schuirmann 1987, Journal of
    Pharmacokinetics and Biopharmaceutics 15, 657-680, here with the 95 % interval.
    """
    margin = MARGIN * scale.span
    if p_holm < LEVEL:
        is_large = abs(gap.value) > margin
        if scale.has_zero:
            relative = abs(gap.value) / abs(reference) if reference else inf
            is_large = relative >= NOTABLE - _ROUNDING
        return Verdict.NOTABLE if is_large else Verdict.SMALL
    if gap.low >= -margin and gap.high <= margin:
        return Verdict.ABOUT_EQUAL
    return Verdict.NO_RELIABLE_DIFFERENCE
