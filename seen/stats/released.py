"""Groups of a release and their comparisons: what may be shown of them, and how sure it is.

It promises that no count below 30 is ever said as it is, that every other is rounded to 10, and
that what is withheld gives one reason whatever its cause.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from seen.domain.findings import (
    Estimate,
    Gap,
    Group,
    Interval,
    Reason,
    Verdict,
    Withheld,
)
from seen.domain.questions import VERSUS_LARGEST, VERSUS_OTHERS
from seen.settings import MINIMUM_PEOPLE
from seen.stats.gaps import Contrast, Scale, difference, holm_of, p_of, ratio, verdict
from seen.stats.judgement import MINIMUM_ANSWERS, present_share
from seen.stats.sample import Answer
from seen.stats.tallies import NORMAL, Reading, Tally, contrast, figure, interval
from seen.stats.totals import Pair
from seen.text import text

ROUNDED_TO: Final = 10
NOT_RELEASED: Final = Withheld(reason=Reason.NOT_RELEASED)
_FEW: Final = Withheld(reason=Reason.TOO_FEW, n_answers=MINIMUM_PEOPLE, n_most=MINIMUM_ANSWERS - 1)


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a release holds to answer one Question.

    Attributes
    ----------
    groups
        What it says of each group; None where it says nothing.
    others
        What it says of everyone else, in the same level of the second Dimension.
    are_remainders
        Whether everyone else is a whole less the group's own cell, so that both hold its noise.
    overall
        Everybody under the filters.
    """

    groups: Mapping[Pair, Tally | None]
    others: Mapping[Pair, Tally | None]
    are_remainders: bool
    overall: Tally | None


@dataclass(frozen=True, kw_only=True)
class _Side:
    """A group or what it is compared with: its numbers, or why there are none."""

    tally: Tally
    shown: Interval


def rounded(n: float) -> int:
    """Return a count as a release says it: rounded to 10.

    Parameters
    ----------
    n
        A count of answers, noise and all; it need not be whole.
    """
    return ROUNDED_TO * round(n / ROUNDED_TO)


def said_count(n: float) -> int | None:
    """Return a count as it may be said; None where it is too small to be said as a number."""
    return rounded(n) if n >= MINIMUM_ANSWERS else None


def judged(tally: Tally | None, reading: Reading) -> Interval | Withheld:
    """Return the interval of a group, or why it is not shown.

    Not published: a cell that is not there, or what is left of another with fewer than 11
    answers. Too few to judge: fewer than 30, or worth fewer than 30 independent ones (11 to 29
    are said as that range); a share must also pass the NCHS rules on width.

    References
    ----------
    NCHS, Vital and Health Statistics 2(175), 2017, as in `judgement.present_share`.
    """
    if tally is None or tally.n < MINIMUM_PEOPLE:
        return NOT_RELEASED
    if tally.n < MINIMUM_ANSWERS:
        return _FEW
    too_few = Withheld(reason=Reason.TOO_FEW, n_answers=rounded(tally.n))
    found = figure(tally, reading)
    if found.n_effective < MINIMUM_ANSWERS:
        return too_few
    shown = interval(found, tally, reading)
    if not reading.is_share:
        return shown
    presented = present_share(shown, n=tally.n, n_effective=found.n_effective, df=NORMAL)
    return shown if presented.is_shown else too_few


def compare_released(
    published: Published,
    reading: Reading,
    *,
    scale: Scale,
    versus: str,
    only: Collection[str] = (),
    notes: tuple[str, ...] = (),
) -> Answer:
    """Return what a release says of groups and of their comparisons.

    Everyone else is the whole less the group's own cell, with the noise of both. Groups that have
    nobody in common are compared by a z test, flagged by Holm over all comparisons shown. That
    they may share clusters is left out: it makes a difference more certain, never less, as long
    as answers of one cluster lean the same way.

    Parameters
    ----------
    scale, versus, only
        As `Sample` has them.
    notes
        Keys of what has to be said beside.
    """
    sides = {pair: _side(tally, reading) for pair, tally in published.groups.items()}
    return Answer(
        groups=tuple(
            Group(group=pair[0], group_2=pair[1], estimate=_estimate(side, reading))
            for pair, side in sides.items()
        ),
        gaps=_gaps(published, sides, reading, scale=scale, versus=versus, only=only),
        overall=_estimate(_side(published.overall, reading), reading),
        is_weighted=False,
        test=None if any(second is not None for _, second in sides) else NOT_RELEASED,
        notes=notes,
    )


def _side(tally: Tally | None, reading: Reading) -> _Side | Withheld:
    """Return a group with its interval, or why it is not shown."""
    found = judged(tally, reading)
    if isinstance(found, Withheld) or tally is None:
        return found if isinstance(found, Withheld) else NOT_RELEASED
    return _Side(tally=tally, shown=found)


def _estimate(side: _Side | Withheld, reading: Reading) -> Estimate | Withheld:
    """Return what is shown of a group."""
    if isinstance(side, Withheld):
        return side
    shown = side.shown
    return Estimate(
        value=shown.value,
        low=shown.low,
        high=shown.high,
        bound=shown.bound,
        n_answers=rounded(side.tally.n),
        n_people=None,
        n_clusters=None,
        df=float(rounded(figure(side.tally, reading).n_effective)),
        method=text(f"method.released_{'share' if reading.is_share else 'mean'}"),
    )


def _gaps(
    published: Published,
    sides: Mapping[Pair, _Side | Withheld],
    reading: Reading,
    *,
    scale: Scale,
    versus: str,
    only: Collection[str],
) -> tuple[Gap, ...]:
    """Return the comparison of every group but the references, with Holm over all judged."""
    made: dict[Pair, tuple[str, Contrast, Interval] | tuple[str, Withheld]] = {}
    for pair, side in sides.items():
        name = _reference(pair, sides, versus)
        if name == pair[0] or (only and pair[0] not in only):
            continue
        made[pair] = (name, *_compared(published, sides, pair, name, side, reading))
    tests = {pair: p_of(found[1]) for pair, found in made.items() if len(found) == 3}
    adjusted = holm_of(tests, among=(found[1] for found in made.values()))
    return tuple(
        _withheld_gap(pair, found[0], found[1])
        if len(found) == 2
        else _gap(pair, *found, p=tests[pair], p_holm=adjusted[pair], scale=scale)
        for pair, found in made.items()
    )


def _compared(
    published: Published,
    sides: Mapping[Pair, _Side | Withheld],
    pair: Pair,
    name: str,
    side: _Side | Withheld,
    reading: Reading,
) -> tuple[Contrast, Interval] | tuple[Withheld]:
    """Return a group beside its reference, or why they are not compared."""
    if isinstance(side, Withheld):
        return (side,)
    other: _Side | Withheld = sides.get((name, pair[1]), NOT_RELEASED)
    is_remainder = name == VERSUS_OTHERS and published.are_remainders
    if name == VERSUS_OTHERS:
        other = _side(published.others.get(pair), reading)
    if isinstance(other, Withheld):
        return (other,)
    found = contrast(side.tally, other.tally, reading, is_remainder=is_remainder)
    return found, other.shown


def _reference(pair: Pair, sides: Mapping[Pair, _Side | Withheld], versus: str) -> str:
    """Return what a group is compared with; the group itself where it is the reference."""
    if versus != VERSUS_LARGEST:
        return versus
    shown = {
        other: side.tally.n
        for other, side in sides.items()
        if other[1] == pair[1] and isinstance(side, _Side)
    }
    return max(shown, key=lambda other: shown[other])[0] if shown else VERSUS_LARGEST


def _gap(
    pair: Pair,
    versus: str,
    found: Contrast,
    reference: Interval,
    *,
    p: float,
    p_holm: float,
    scale: Scale,
) -> Gap:
    """Return one comparison that is shown."""
    apart = difference(found, scale=scale)
    if isinstance(apart, Withheld):
        return _withheld_gap(pair, versus, apart)
    return Gap(
        group=pair[0],
        group_2=pair[1],
        versus=versus,
        difference=apart,
        # what a scale without a zero lacks is told as all else that a release does not hold
        ratio=ratio(found, scale=scale) if scale.has_ratios else NOT_RELEASED,
        p_holm=p_holm,
        verdict=verdict(apart, p_holm=p_holm, reference=found.reference, scale=scale),
        p=p,
        reference=reference,
    )


def _withheld_gap(pair: Pair, versus: str, why: Withheld) -> Gap:
    """Return one comparison that is not shown."""
    return Gap(
        group=pair[0],
        group_2=pair[1],
        versus=versus,
        difference=why,
        ratio=why,
        p_holm=None,
        verdict=Verdict.WITHHELD,
    )
