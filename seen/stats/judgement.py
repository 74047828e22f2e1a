"""Whether a number may be shown, or is too few to judge (the NCHS standard and our own floor).

It promises the same decision for the same counts, whatever page or export asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seen.domain.findings import PROVISIONAL_DF, Interval, Reason, Withheld
from seen.stats.estimates import Means
from seen.stats.intervals import korn_graubard, standard_error, t_interval

MINIMUM_ANSWERS: Final = 30
MINIMUM_CLUSTERS: Final = 5
WIDEST: Final = 0.30
ALWAYS_NARROW: Final = 0.05
WIDEST_RELATIVE: Final = 1.30


@dataclass(frozen=True, kw_only=True)
class Presentation:
    """What the NCHS standard says about showing one share."""

    is_shown: bool
    needs_review: bool  # few degrees of freedom, or a share of exactly 0 or 1
    is_complement_uncertain: bool  # the share is fine, 1 minus the share deserves a footnote


def present_share(interval: Interval, *, n: float, n_effective: float, df: float) -> Presentation:
    """Return what the NCHS standard says about showing a share.

    Hidden: n or effective n below 30, or the interval at least .30 wide, or wider than .05 and
    wider than 1.3 times the share. For a share of 0 the real width is used, where CDC takes 0:
    stricter, since "none" of a small group says little.

    References
    ----------
    NCHS, Vital and Health Statistics 2(175), 2017, figure 1; order of the rules as in
    CDCgov/surveytable.
    """
    enough = min(n, n_effective) >= MINIMUM_ANSWERS
    return Presentation(
        is_shown=enough and not _is_wide(interval, interval.value),
        needs_review=df < PROVISIONAL_DF or interval.value in (0, 1),
        is_complement_uncertain=is_complement_uncertain(interval),
    )


def is_complement_uncertain(interval: Interval) -> bool:
    """Return whether 1 minus a share, read off the same interval, is too uncertain to use."""
    return _is_wide(interval, 1 - interval.value)


def judged(found: Means, index: int, *, is_share: bool) -> Interval | Withheld:
    """Return the interval of one of the means, or why it cannot be shown.

    Too few to judge: fewer than 30 answers, or worth fewer than 30 independent ones, or fewer
    than 5 clusters; a share must also pass the NCHS rules on width. Undefined: answers without
    weight, or a mean on which all clusters agree, whose interval would claim certainty.
    """
    n, n_effective = float(found.n_answers[index]), float(found.n_effective[index])
    if n == 0:
        return Withheld(reason=Reason.NO_ANSWERS)
    if not found.is_defined[index]:
        return Withheld(reason=Reason.UNDEFINED)
    too_few = Withheld(reason=Reason.TOO_FEW, n_answers=int(n))
    if min(n, n_effective) < MINIMUM_ANSWERS or found.n_clusters[index] < MINIMUM_CLUSTERS:
        return too_few
    value, df = float(found.values[index]), float(found.df[index])
    if not is_share:
        error = standard_error(float(found.variance[index]))
        if error == 0:
            return Withheld(reason=Reason.UNDEFINED)
        return t_interval(value=value, standard_error=error, df=df)
    interval = korn_graubard(value=value, n_answers=n, n_effective=n_effective, df=df)
    shown = present_share(interval, n=n, n_effective=n_effective, df=df).is_shown
    return interval if shown else too_few


def _is_wide(interval: Interval, share: float) -> bool:
    """Return whether an interval is too wide for a share, absolutely or in relation to it."""
    width = interval.high - interval.low
    return width >= WIDEST or (width > ALWAYS_NARROW and width > WIDEST_RELATIVE * share)
