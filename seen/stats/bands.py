"""Intervals of all comparisons at once: wide enough that together they hold with 95 %.

It promises a band for exactly the comparisons that are shown, never narrower than their own
interval.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from seen.domain.findings import Estimate, Gap, Interval, Part, Reason, Withheld
from seen.domain.questions import VERSUS_OTHERS
from seen.stats.estimates import means
from seen.stats.linear import Linearised, linearised, stacked
from seen.stats.sample import Answer, Sample
from seen.stats.simultaneous import simultaneous
from seen.stats.totals import Pair, Totals, others
from seen.stats.views import answered, crude_of
from seen.text import text

GAP_BAND: Final = "gap_band"


def bands(sample: Sample) -> Answer:
    """Return the comparisons of a Sample, and for each the interval that holds with all others.

    Parts: `gap_band` of each shown comparison, its difference (positive is worse) plus or minus
    q standard errors, q the 95 % quantile of the largest of all |t|. A comparison whose standard
    error rests on neither side varying between clusters has none.

    References
    ----------
    Hothorn, Bretz and Westfall 2008, Biometrical Journal 50, 346-363 (single-step max-t).
    """
    sums, plain = crude_of(sample)
    shown = [gap for gap in plain.gaps if isinstance(gap.difference, Interval)]
    if not shown:
        return answered(plain, parts=(), test=plain.test)
    found = simultaneous(differences(sample, sums, shown))
    behind = {(it.group, it.group_2): it.estimate for it in plain.groups}
    parts = [
        _part(gap, band, behind[gap.group, gap.group_2], word=sample.cluster_word)
        for gap, band in zip(shown, found, strict=True)
    ]
    return answered(plain, parts=parts, test=plain.test)


def _part(gap: Gap, band: Interval | Withheld, group: Estimate | Withheld, *, word: str) -> Part:
    """Return the band of a comparison with the counts behind its group, or why it has none."""
    if isinstance(band, Withheld) or isinstance(group, Withheld):
        why = band if isinstance(band, Withheld) else Withheld(reason=Reason.UNDEFINED)
        return Part(name=GAP_BAND, group=gap.group, group_2=gap.group_2, estimate=why)
    estimate = replace(
        group,
        value=band.value,
        low=band.low,
        high=band.high,
        df=gap.df or 0.0,
        method=text("method.band", word=word),
    )
    return Part(name=GAP_BAND, group=gap.group, group_2=gap.group_2, estimate=estimate)


def differences(sample: Sample, sums: Totals, shown: list[Gap]) -> Linearised:
    """Return the differences of comparisons with what each cluster contributed to them.

    Parameters
    ----------
    sums
        The Totals the comparisons were made of, clusters times groups.
    shown
        Comparisons, each with its reference by name.
    """
    is_share, k = sample.scale.is_share, len(sums.groups)
    own = linearised(means(sums, is_share=is_share))
    rest = linearised(means(others(sums), is_share=is_share))
    weights = np.zeros((len(shown), 2 * k))
    for row, gap in enumerate(shown):
        pair: Pair = (gap.group, gap.group_2)
        at = sums.groups.index(pair)
        is_rest = gap.versus == VERSUS_OTHERS
        versus = k + at if is_rest else sums.groups.index((gap.versus, gap.group_2))
        weights[row, at] += sample.scale.worse_sign
        weights[row, versus] -= sample.scale.worse_sign
    return stacked(own, rest).combined(weights)
