"""Waves of a survey of the same people: the change of all who answered, and of those who stayed.

It promises that both changes stand beside each other with how many answered both, and that those
who answered once alone cannot be told by subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval, Part, Reason, Verdict, Withheld
from seen.settings import MINIMUM_PEOPLE
from seen.stats.estimates import means
from seen.stats.gaps import holm_of, verdict
from seen.stats.judgement import judged
from seen.stats.linear import linearised
from seen.stats.sample import Answer, Sample
from seen.stats.series import Contrast, Series, contrast, figures, implied
from seen.stats.totals import WHOLE, Totals, selected, totals
from seen.stats.trend import unbroken
from seen.text import text

ALL: Final = "change_all"
PAIRS: Final = "change_pairs"
BOTH: Final = "answered_both"


@dataclass(frozen=True, kw_only=True)
class _Change:
    """A change with the counts behind it, or why it is withheld."""

    found: Contrast | Withheld
    n_answers: int = 0
    n_people: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class _People:
    """Who answered the first and the last wave, one row per person.

    `sums` has two columns, the first wave and the last.
    """

    sums: Totals

    @property
    def in_both(self) -> npt.NDArray[np.bool_]:
        """Whether a person answered both."""
        return np.asarray((self.sums.w > 0).all(axis=1))

    def pairs(self) -> Totals:
        """Return the sums of those who answered both."""
        tables = {
            item.name: getattr(self.sums, item.name)[self.in_both]
            for item in fields(self.sums)
            if item.name != "groups"
        }
        return replace(self.sums, **tables)

    def would_tell(self, minimum: int) -> bool:
        """Return whether those in both, or those in one wave alone, are too few to be safe.

        Those in one wave alone are what all who answered and those who answered both differ by.
        """
        n_both = int(self.in_both.sum())
        alone = (self.sums.w > 0).sum(axis=0) - n_both
        return n_both < minimum or any(0 < n < minimum for n in alone.tolist())


def waves(
    sample: Sample,
    *,
    breaks: frozenset[str] = frozenset(),
    minimum_people: int = MINIMUM_PEOPLE,
) -> Answer:
    """Return the change from the first to the last shown wave, of all and of complete pairs.

    Parts, `group` being the last wave and `group_2` the first: `change_all`, the mean of the last
    wave less that of the first among all who answered either, people who answered both standing
    in the joint covariance; `change_pairs`, the same among those who answered both (the paired t
    test where each answered once a wave); `answered_both`, how many of those who answered either
    wave answered both. Positive is higher, whichever is better. Holm runs over the two changes.
    Pairs are private where fewer than `minimum_people` answered both, or where some but fewer
    than that answered one of the two waves alone.

    Parameters
    ----------
    sample
        Cells whose groups are waves and whose clusters are people (practitioners), one of each;
        `order` holds the waves in time order.
    breaks
        Waves that begin with a new instrument; the first wave is then the first since the last
        of them.
    minimum_people
        The smallest number of people the guard lets be seen.

    References
    ----------
    Kish 1965, Survey Sampling, section 12.4 (the variance of a change with overlapping samples);
    Student 1908, Biometrika 6, 1-25.
    """
    found = figures(sample)
    runs = unbroken(sample.order, breaks)
    series = found.series([(wave, None) for wave in (runs[-1] if runs else ())])
    notes = ["blocks.healthy_worker", *(["blocks.series_broken"] if len(runs) > 1 else [])]
    if len(series) < 2:
        few = Withheld(reason=Reason.TOO_FEW)
        parts = [Part(name=name, group=None, estimate=few) for name in (ALL, PAIRS, BOTH)]
    else:
        parts = _parts(sample, series, minimum_people=minimum_people)
        values = [item.estimate.value for item in parts[:2] if isinstance(item.estimate, Estimate)]
        if len(values) == 2 and values[0] * values[1] < 0:
            notes.append("blocks.signs_differ")
    return Answer(
        groups=found.comparison.groups,
        gaps=found.comparison.gaps,
        overall=found.comparison.overall,
        is_weighted=found.comparison.is_weighted,
        parts=tuple(parts),
        notes=tuple(notes),
    )


def _parts(sample: Sample, series: Series, *, minimum_people: int) -> list[Part]:
    """Return both changes and how many answered both."""
    ends = series.pairs[-1][0], series.pairs[0][0]
    people = _people(sample, *reversed(ends))
    hidden = Withheld(reason=Reason.PRIVATE)
    share: Estimate | Withheld = hidden
    changes = [_of_all(series), _Change(found=hidden)]
    if not people.would_tell(minimum_people):
        changes[1], share = _of_pairs(sample, people.pairs()), _share(sample, people)
    found = {name: item.found for name, item in zip((ALL, PAIRS), changes, strict=True)}
    p_values = {name: item.p for name, item in found.items() if isinstance(item, Contrast)}
    p_holm = holm_of(p_values, among=found.values())
    parts = [
        _part(
            name,
            change,
            p_holm.get(name, 1.0),
            ends=ends,
            sample=sample,
            usual=series.shown[0].value,
        )
        for name, change in zip((ALL, PAIRS), changes, strict=True)
    ]
    return [*parts, Part(name=BOTH, group=ends[0], group_2=ends[1], estimate=share)]


def _part(
    name: str,
    change: _Change,
    p_holm: float,
    *,
    ends: tuple[str, str],
    sample: Sample,
    usual: float,
) -> Part:
    """Return one change with what may be said of it."""
    found = change.found
    if isinstance(found, Withheld):
        return Part(
            name=name, group=ends[0], group_2=ends[1], estimate=found, verdict=Verdict.WITHHELD
        )
    estimate = Estimate(
        value=found.interval.value,
        low=found.interval.low,
        high=found.interval.high,
        n_answers=change.n_answers,
        n_people=change.n_people,
        n_clusters=change.n_people,
        df=found.df,
        method=text(f"blocks.method_{name}", word=sample.cluster_word),
    )
    said = verdict(found.interval, p_holm=p_holm, reference=usual, scale=sample.scale)
    return Part(
        name=name, group=ends[0], group_2=ends[1], estimate=estimate, p_holm=p_holm, verdict=said
    )


def _people(sample: Sample, first: str, last: str) -> _People:
    """Return who answered the two waves; answers of nobody known are nobody's."""
    frame = sample.cells.frame
    is_there = frame["group_value"].isin([first, last]) & frame["cluster_id"].notna()
    found = totals(Cells(frame=frame[is_there]), known=[(first, None), (last, None)])
    return _People(sums=selected(found, [(first, None), (last, None)]))


def _of_all(series: Series) -> _Change:
    """Return the change among all who answered either wave."""
    weights = np.zeros(len(series))
    weights[0], weights[-1] = -1.0, 1.0
    return _Change(
        found=series.contrast(weights),
        n_answers=series.shown[0].n_answers + series.shown[-1].n_answers,
        n_people=series.n_clusters([0, len(series) - 1]),
    )


def _of_pairs(sample: Sample, sums: Totals) -> _Change:
    """Return the change among those who answered both."""
    is_share = sample.scale.is_share
    found = means(sums, is_share=is_share)
    ends = [judged(found, place, is_share=is_share) for place in (0, 1)]
    shown = [item for item in ends if isinstance(item, Interval)]
    if len(shown) < len(ends):
        return _Change(found=next(item for item in ends if isinstance(item, Withheld)))
    extra = [implied(found, at, item, is_share=is_share) for at, item in enumerate(shown)]
    return _Change(
        found=contrast(
            linearised(found),
            np.array([-1.0, 1.0]),
            implied=np.array(extra),
            span=sample.scale.span,
        ),
        n_answers=int(sums.n.sum()),
        n_people=len(sums.n),
    )


def _share(sample: Sample, people: _People) -> Estimate | Withheld:
    """Return how many of those who answered either wave answered both."""
    one = np.ones((len(people.in_both), 1))
    both = people.in_both[:, None].astype(np.float64)
    found = means(Totals(groups=(WHOLE,), n=one, w=one, w2=one, wy=both, wy2=both), is_share=True)
    shown = judged(found, 0, is_share=True)
    if isinstance(shown, Withheld):
        return shown
    return Estimate(
        value=shown.value,
        low=shown.low,
        high=shown.high,
        n_answers=len(one),
        n_people=len(one),
        n_clusters=len(one),
        df=float(found.df[0]),
        method=text("method.share", word=sample.cluster_word),
    )
