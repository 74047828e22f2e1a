"""Whether a gap holds within each stratum: one odds ratio over all, and strata that reverse it.

It promises that the odds ratio and its test allow for answers that come in clusters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import Gap, Interval, Part, Reason, Withheld
from seen.domain.questions import VERSUS_OTHERS
from seen.stats.homogeneity import breslow_day
from seen.stats.linear import Linearised
from seen.stats.odds import (
    Fourfold,
    fourfold,
    log_odds_ratios,
    odds_ratio,
    robins_breslow_greenland,
    stands_alone,
)
from seen.stats.paired import Paired, paired
from seen.stats.reversals import reversed_share
from seen.stats.sample import Answer, Sample
from seen.stats.views import Named, answered, crude_by_stratum, named, told_of
from seen.text import text

_ODDS_RATIO = "mantel_haenszel"


def within(sample: Sample) -> Answer:
    """Return the crude gaps with, for each, the odds ratio within strata and what reverses it.

    Parts of each compared group: `mantel_haenszel`, the odds of the shown figure in the group
    over those in its reference, common to all strata; and `reversed_strata`, only where there
    are any: the share of both sides' answers in strata whose own gap reliably runs the other way
    than the crude gap. The test asks whether the odds ratio of the leading group is the same in
    all strata (`breslow_day`, or `breslow_day_clustered` where answers come in clusters).

    Parameters
    ----------
    sample
        One Dimension, its Cells in strata. Odds need shares: of means the odds ratio is undefined.

    Raises
    ------
    DataFileError
        When the cells hold sums no honest data can have.
    ValueError
        When a shown group has no contributors, or a share lies outside 0 to 1.

    References
    ----------
    As in `odds`, `homogeneity` and `reversals`.
    """
    rows, plain = crude_by_stratum(sample)
    shown = [gap for gap in plain.gaps if isinstance(gap.difference, Interval)]
    if not shown or not sample.scale.is_share:
        return answered(plain, parts=[_none(named(sample, plain, gap)) for gap in plain.gaps])
    is_others = sample.versus == VERSUS_OTHERS
    sides = paired(rows, versus=None if is_others else shown[0].versus)
    tables = fourfold(sides)
    places = {name: place for place, name in enumerate(sides.rows.groups)}
    df = np.zeros(len(places))
    for gap in shown:
        df[places[gap.group]] = gap.df or 0.0
    odds = log_odds_ratios(sides, tables, df=df)
    parts: list[Part] = []
    for gap in plain.gaps:
        one = named(sample, plain, gap)
        if isinstance(gap.difference, Withheld):
            parts.append(_none(one))
        else:
            parts += _parts(one, sides, tables, odds, places[gap.group])
    return answered(
        plain,
        parts=parts,
        test=breslow_day(sides, tables, odds, places[_leading(shown).group]),
        notes=told_of(rows),
    )


def _none(one: Named) -> Part:
    """Return that a group has no odds ratio: as its gap, or because there are no shares."""
    found = one.gap.difference
    why = found if isinstance(found, Withheld) else Withheld(reason=Reason.UNDEFINED)
    return one.part(_ODDS_RATIO, why, method="")


def _parts(
    one: Named, sides: Paired, tables: Fourfold, odds: Linearised, place: int
) -> Iterator[Part]:
    """Return the odds ratio of a group, and the share of answers that reverse its gap."""
    word, scale = one.sample.cluster_word, one.sample.scale
    if stands_alone(sides):
        method = text("decomposition.odds_ratio_answers")
        yield one.part(_ODDS_RATIO, robins_breslow_greenland(tables, place), method=method)
    else:
        method = text("decomposition.odds_ratio", word=word)
        yield one.part(_ODDS_RATIO, odds_ratio(odds, place), method=method)
    if not one.gap.excludes_zero:
        return
    share = reversed_share(sides, place, scale=scale, df=one.gap.df or 0.0)
    if share is not None:
        method = text("decomposition.reversed", word=word)
        yield one.part("reversed_strata", share, method=method)


def _leading(gaps: Sequence[Gap]) -> Gap:
    """Return the gap a sentence would be about.

    Of those people stated about themselves, if any, the reliable one that is worst for its
    group; where none is worse the largest, and where none is reliable the one nearest to it.
    """
    stated = [gap for gap in gaps if gap.group != NOT_STATED] or list(gaps)
    reliable = [gap for gap in stated if gap.is_reliable]
    worse = [gap for gap in reliable if _size(gap) > 0]
    if reliable:
        return max(worse or reliable, key=lambda gap: abs(_size(gap)))
    return min(stated, key=lambda gap: gap.p or 0.0)


def _size(gap: Gap) -> float:
    """Return a shown difference."""
    return gap.difference.value if isinstance(gap.difference, Interval) else 0.0
