"""The view of a trend: how a figure changes from period to period, and which periods stand out.

It promises that no slope and no flag reaches across a change of instrument, and that periods
withheld enter neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final

import numpy as np

from seen.domain.findings import Estimate, Part, Reason, Verdict, Withheld
from seen.stats.gaps import LEVEL, NOTABLE, holm_of
from seen.stats.sample import Answer, Sample
from seen.stats.series import Contrast, Figures, Series, figures
from seen.stats.totals import Array
from seen.text import text

TREND: Final = "trend"
FLAG: Final = "flag"
SHORTEST: Final = 4  # periods a slope needs
BEFORE: Final = 3  # periods a period is held against
_ROUNDING: Final = 1e-12


def trend(sample: Sample, *, breaks: frozenset[str] = frozenset()) -> Answer:
    """Return each group's slope over time and its periods that stand out.

    Groups and gaps are those of the view of levels, crossed by period. Part `trend` (`group`):
    the slope per period by least squares over the figures of the periods, Σ(t - t̄)m / Σ(t - t̄)²,
    each period counting the same, from the last change of instrument on, where at least 4 periods
    are shown there. Part `flag` (`group`, `group_2` the period): the figure of a shown period less
    the mean of the three shown before it since the last change, with Holm over the series of
    the group; reliable flags are notable from a tenth of that mean on. Both stand in the
    direction of the figure: positive is higher, whichever is better. Variances come from the
    joint influence rows, so clusters that answer again and again are allowed for.

    Parameters
    ----------
    sample
        Cells crossed by group and period. `order` holds every period in time order, evenly
        spaced, also those without answers: a slope counts the steps between them.
    breaks
        Periods that begin with a new instrument or wording.

    References
    ----------
    Draper and Smith 1998, Applied Regression Analysis, section 1.2 (a slope as a contrast); Holm
    1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    found = figures(sample)
    names = dict.fromkeys(item.group for item in found.comparison.groups)
    groups = [name for name in names if not sample.only or name in sample.only]
    runs = unbroken(sample.order, breaks)
    slopes = [_slope(sample, found, group, runs[-1] if runs else ()) for group in groups]
    flags = [part for group in groups for part in _flags(sample, found, group, runs)]
    return Answer(
        groups=found.comparison.groups,
        gaps=found.comparison.gaps,
        overall=found.comparison.overall,
        is_weighted=found.comparison.is_weighted,
        parts=(*slopes, *flags),
        notes=("blocks.series_broken",) if len(runs) > 1 else (),
    )


def unbroken(order: Sequence[str], breaks: frozenset[str]) -> list[tuple[str, ...]]:
    """Return the runs of periods between changes of instrument, the last one last."""
    runs: list[list[str]] = []
    for period in order:
        if not runs or period in breaks:
            runs.append([])
        runs[-1].append(period)
    return [tuple(run) for run in runs]


def _slope(sample: Sample, found: Figures, group: str, run: Sequence[str]) -> Part:
    """Return the slope of a group over the periods of one run that are shown."""
    series = found.series([(group, period) for period in run])
    if len(series) < SHORTEST:
        return Part(name=TREND, group=group, estimate=Withheld(reason=Reason.TOO_FEW))
    times = np.array([run.index(period or "") for _, period in series.pairs], dtype=np.float64)
    away = times - times.mean()
    contrast = series.contrast(away / (away @ away))
    if isinstance(contrast, Withheld):
        return Part(name=TREND, group=group, estimate=contrast)
    estimate = Estimate(
        value=contrast.interval.value,
        low=contrast.interval.low,
        high=contrast.interval.high,
        n_answers=sum(item.n_answers for item in series.shown),
        n_people=_people(sample, group, series),
        n_clusters=series.n_clusters(range(len(series))),
        df=contrast.df,
        method=text("blocks.method_slope", word=sample.cluster_word),
    )
    return Part(name=TREND, group=group, estimate=estimate)


def _people(sample: Sample, group: str, series: Series) -> int:
    """Return how many people stand behind a series: at least those of its largest period.

    People who answered in several periods count once. The margin of the group knows how many
    they are, but only where nobody of it is left out of the series: otherwise its number less
    those shown would say how many stand behind what is withheld.
    """
    margin = sample.contributors.get((group, None))
    n_answers = sum(item.n_answers for item in series.shown)
    if margin is not None and margin.n_answers == n_answers:
        return margin.n_people
    return max(item.n_people or 0 for item in series.shown)


def _flags(
    sample: Sample, found: Figures, group: str, runs: Sequence[Sequence[str]]
) -> list[Part]:
    """Return the flags of one group, judged as one list over all its runs."""
    seen = [found.series([(group, period) for period in run]) for run in runs]
    later = [(series, at) for series in seen for at in range(BEFORE, len(series))]
    weighed = [(series, at, _against_before(series, at)) for series, at in later]
    contrasts = [series.contrast(weights) for series, _, weights in weighed]
    p = {place: item.p for place, item in enumerate(contrasts) if isinstance(item, Contrast)}
    p_holm = holm_of(p, among=contrasts)
    return [
        _flag(sample, series, at, contrast, p_holm.get(place, 1.0))
        for place, ((series, at, _), contrast) in enumerate(zip(weighed, contrasts, strict=True))
    ]


def _against_before(series: Series, at: int) -> Array:
    """Return the weights of a period less the mean of those before it."""
    weights = np.zeros(len(series))
    weights[at - BEFORE : at] = -1 / BEFORE
    weights[at] = 1.0
    return weights


def _flag(
    sample: Sample, series: Series, at: int, contrast: Contrast | Withheld, p_holm: float
) -> Part:
    """Return one flag with what may be said of it."""
    (group, period), here = series.pairs[at], series.shown[at]
    if isinstance(contrast, Withheld):
        return Part(
            name=FLAG, group=group, group_2=period, estimate=contrast, verdict=Verdict.WITHHELD
        )
    usual = float(series.found.values[at - BEFORE : at].mean())
    estimate = Estimate(
        value=contrast.interval.value,
        low=contrast.interval.low,
        high=contrast.interval.high,
        n_answers=here.n_answers,
        n_people=here.n_people,
        n_clusters=here.n_clusters,
        df=contrast.df,
        method=text("blocks.method_flag", word=sample.cluster_word),
    )
    return Part(
        name=FLAG,
        group=group,
        group_2=period,
        estimate=estimate,
        p_holm=p_holm,
        verdict=_verdict(contrast.interval.value, usual=usual, p_holm=p_holm),
    )


def _verdict(value: float, *, usual: float, p_holm: float) -> Verdict:
    """Return what may be said of a period that differs from the usual."""
    if p_holm >= LEVEL:
        return Verdict.NO_RELIABLE_DIFFERENCE
    relative = abs(value) / abs(usual) if usual else inf
    return Verdict.NOTABLE if relative >= NOTABLE - _ROUNDING else Verdict.SMALL
