"""Intervals of all comparisons at once: wide enough that together they hold with 95 %.

It promises a band for exactly the comparisons that are shown, never narrower than their own
interval.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from seen.domain.findings import Estimate, Gap, Group, Interval, Part, Withheld
from seen.domain.questions import VERSUS_OTHERS
from seen.stats.compare import Comparison, sides, variance_of
from seen.stats.gaps import Scale
from seen.stats.linear import Linearised
from seen.stats.references import Side
from seen.stats.sample import Answer, Sample
from seen.stats.simultaneous import simultaneous
from seen.stats.totals import Array, Totals
from seen.stats.views import answered, crude_of
from seen.text import text

GAP_BAND: Final = "gap_band"


def bands(sample: Sample) -> Answer:
    """Return the comparisons of a Sample, and for each the interval that holds with all others.

    Parts: `gap_band` of each shown comparison, its difference (positive is worse) plus or minus
    q standard errors, q the 95 % quantile of the largest of all |t|. A share of 0 or 1 brings
    the variance its own interval implies, as in the comparison itself.

    References
    ----------
    Hothorn, Bretz and Westfall 2008, Biometrical Journal 50, 346-363 (single-step max-t).
    """
    sums, plain = crude_of(sample)
    shown = [gap for gap in plain.gaps if isinstance(gap.difference, Interval)]
    if not shown:
        return answered(plain, parts=(), test=plain.test)
    found, implied = differences(sample, sums, shown)
    return answered(
        plain,
        parts=[
            _part(gap, band, _group(plain, gap), word=sample.cluster_word)
            for gap, band in zip(shown, simultaneous(found, implied=implied), strict=True)
        ],
        test=plain.test,
    )


def differences(sample: Sample, sums: Totals, shown: list[Gap]) -> tuple[Linearised, Array]:
    """Return the differences of comparisons, and the covariance that no cluster shows.

    Parameters
    ----------
    sums
        The Totals the comparisons were made of, clusters times groups.
    shown
        m comparisons whose difference is an Interval.

    Returns
    -------
    tuple
        The m differences with what each cluster contributed to them, and m times m what shares
        of 0 or 1 add: to one comparison their own and everyone else's, to all that of the level
        all are compared with.
    """
    own, compared = sides(sample, sums)
    at = [own.means.groups.index((gap.group, gap.group_2)) for gap in shown]
    found = Linearised(
        values=np.array([_value(gap) for gap in shown]),
        influence=sample.scale.worse_sign
        * (own.means.influence[:, at] - compared.side.means.influence[:, at]),
        df=np.array([gap.df or 0.0 for gap in shown]),
    )
    mine = np.array([_implied(own, place, sample.scale) for place in at])
    theirs = np.array([_implied(compared.side, place, sample.scale) for place in at])
    if sample.versus == VERSUS_OTHERS:
        return found, np.diag(mine + theirs)
    return found, np.diag(mine) + theirs.max()


def _value(gap: Gap) -> float:
    """Return the difference of a comparison that is shown."""
    return gap.difference.value if isinstance(gap.difference, Interval) else 0.0


def _implied(found: Side, place: int, scale: Scale) -> float:
    """Return the variance of a mean that its clusters do not show."""
    interval = found.found[place]
    if isinstance(interval, Withheld):
        return 0.0
    return variance_of(found, place, interval, scale=scale) - float(found.means.variance[place])


def _group(plain: Comparison, gap: Gap) -> Group:
    """Return the group of a comparison."""
    return next(it for it in plain.groups if (it.group, it.group_2) == (gap.group, gap.group_2))


def _part(gap: Gap, band: Interval | Withheld, group: Group, *, word: str) -> Part:
    """Return the band of a comparison with the counts behind its group, or why it has none."""
    estimate: Estimate | Withheld = group.estimate
    if isinstance(band, Withheld):
        estimate = band
    elif isinstance(estimate, Estimate):
        estimate = replace(
            estimate,
            value=band.value,
            low=band.low,
            high=band.high,
            df=gap.df or 0.0,
            method=text("method.band", word=word),
        )
    return Part(name=GAP_BAND, group=gap.group, group_2=gap.group_2, estimate=estimate)
