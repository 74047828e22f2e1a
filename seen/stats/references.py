"""What each group is compared with: everyone else, the largest group, or a named level.

It promises that a comparison never gives away the number of a private group.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import Interval, Reason, Withheld
from seen.domain.questions import VERSUS_LARGEST, VERSUS_OTHERS
from seen.stats.estimates import Means, means
from seen.stats.judgement import judged
from seen.stats.totals import WHOLE, Pair, Totals, others, selected


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """One side of all comparisons: means, and for each its interval or why it has none."""

    means: Means
    found: tuple[Interval | Withheld, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class References:
    """What each group is compared with, in the order of the groups.

    `names` holds None for a group that is itself the one the others are compared with.
    """

    side: Side
    names: tuple[str | None, ...]


def side(sums: Totals, *, private: Collection[Pair], is_share: bool) -> Side:
    """Return the means of Totals, each with its interval or the reason why it has none."""
    found = means(sums, is_share=is_share)
    return Side(
        means=found,
        found=tuple(
            Withheld(reason=Reason.PRIVATE)
            if pair in private
            else judged(found, index, is_share=is_share)
            for index, pair in enumerate(sums.groups)
        ),
    )


class Sided(Protocol):
    """How Totals become a Side: by their clusters, as `side` does, or without any."""

    def __call__(self, sums: Totals, *, private: Collection[Pair], is_share: bool) -> Side:
        """Return the means of Totals, each with its interval or the reason why it has none."""


def references(
    sums: Totals,
    own: Side,
    *,
    versus: str,
    private: Collection[Pair],
    is_share: bool,
    sided: Sided = side,
) -> References:
    """Return what each group is compared with.

    Parameters
    ----------
    sums, own
        The groups, and what was found for them.
    versus
        "others", "largest", or a level of the first Dimension.
    private
        The groups, or the whole, that the guard hides.
    is_share
        Whether every answer is 0 or 1.
    sided
        How the other side is estimated: as the groups themselves were.
    """
    if versus == VERSUS_OTHERS:
        closed = _private_others(sums, private)
        found = sided(others(sums), private=closed, is_share=is_share)
        return References(side=_uncounted(found), names=(VERSUS_OTHERS,) * len(sums.groups))
    chosen = _largest(own) if versus == VERSUS_LARGEST else {}
    names = [chosen.get(second, versus) for _, second in sums.groups]
    pairs = [(name, second) for name, (_, second) in zip(names, sums.groups, strict=True)]
    return References(
        side=sided(selected(sums, pairs), private=private, is_share=is_share),
        names=tuple(
            None if pair == compared else compared[0]
            for pair, compared in zip(sums.groups, pairs, strict=True)
        ),
    )


def _private_others(sums: Totals, private: Collection[Pair]) -> frozenset[Pair]:
    """Return the groups whose others would give a private number away.

    That is so where a private group is all there is of them, and, where the whole or the margin
    of their level is private too, wherever they hold a private group. (Otherwise that margin and
    the group say as much.)
    """
    answering = [pair for pair, n in zip(sums.groups, sums.n.sum(axis=0), strict=True) if n > 0]
    closed: set[Pair] = set()
    for pair in sums.groups:
        rest = [other for other in answering if other[1] == pair[1] and other != pair]
        holds_private = any(other in private for other in rest)
        is_total_private = WHOLE in private or (WHOLE[0], pair[1]) in private
        if holds_private and (len(rest) == 1 or is_total_private):
            closed.add(pair)
    return frozenset(closed)


def _uncounted(found: Side) -> Side:
    """Return the side without counts: those of the others could include private groups."""
    without = (
        Withheld(reason=item.reason) if isinstance(item, Withheld) else item
        for item in found.found
    )
    return Side(means=found.means, found=tuple(without))


def _largest(own: Side) -> dict[str | None, str]:
    """Return, per level of group_2, the shown group with most answers; a tie goes by name."""
    ranked = sorted(
        # "Not stated" is nobody's group: a reference only where there is no other.
        (group == NOT_STATED, -float(n), group, second or "", second)
        for (group, second), n, found in zip(
            own.means.groups, own.means.n_answers, own.found, strict=True
        )
        if isinstance(found, Interval)
    )
    largest: dict[str | None, str] = {}
    for _, _, group, _, second in ranked:
        largest.setdefault(second, group)
    return largest
