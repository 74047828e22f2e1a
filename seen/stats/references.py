"""What each group is compared with: everyone else, the largest group, or a named level.

It promises that a comparison never gives away the number of a private group.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import Interval, Reason, Withheld
from seen.domain.questions import VERSUS_LARGEST, VERSUS_OTHERS
from seen.stats.estimates import Means
from seen.stats.judgement import judged
from seen.stats.totals import WHOLE, Pair


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


def side(found: Means, *, private: Collection[Pair], is_share: bool) -> Side:
    """Return means, each with its interval or the reason why it has none."""
    return Side(
        means=found,
        found=tuple(
            Withheld(reason=Reason.PRIVATE)
            if pair in private
            else judged(found, index, is_share=is_share)
            for index, pair in enumerate(found.groups)
        ),
    )


def references(
    own: Side, *, versus: str, rest: Callable[[], Side], crude: Side | None = None
) -> References:
    """Return what each group is compared with.

    Parameters
    ----------
    own
        What was found for the groups.
    versus
        "others", "largest", or a level of the first Dimension.
    rest
        Gives, under each group's name, what was found for everyone else; asked only for "others".
    crude
        Where the largest group is looked up, so that crude and adjusted figures are compared
        with the same one; `own` unless given.
    """
    groups = own.means.groups
    if versus == VERSUS_OTHERS:
        return References(side=_uncounted(rest()), names=(VERSUS_OTHERS,) * len(groups))
    chosen = _largest(crude or own) if versus == VERSUS_LARGEST else {}
    pairs = [(chosen.get(second, versus), second) for _, second in groups]
    return References(
        side=_of(own, pairs),
        names=tuple(
            None if pair == compared else compared[0]
            for pair, compared in zip(groups, pairs, strict=True)
        ),
    )


def closed_others(found: Means, *, private: Collection[Pair]) -> frozenset[Pair]:
    """Return the groups whose others would give a private number away.

    That is so where a private group is all there is of them, and, where the whole or the margin
    of their level is private too, wherever they hold a private group. (Otherwise that margin and
    the group say as much.)

    Parameters
    ----------
    found
        The crude means of all groups.
    private
        The groups, or the whole, that the guard hides.
    """
    answering = [pair for pair, n in zip(found.groups, found.n_answers, strict=True) if n > 0]
    closed: set[Pair] = set()
    for pair in found.groups:
        rest = [other for other in answering if other[1] == pair[1] and other != pair]
        holds_private = any(other in private for other in rest)
        is_total_private = WHOLE in private or (WHOLE[0], pair[1]) in private
        if holds_private and (len(rest) == 1 or is_total_private):
            closed.add(pair)
    return frozenset(closed)


def _of(found: Side, pairs: Sequence[Pair]) -> Side:
    """Return what was found for the named groups, in that order."""
    by_pair = dict(zip(found.means.groups, found.found, strict=True))
    nobody = Withheld(reason=Reason.NO_ANSWERS)
    return Side(
        means=found.means.of(pairs), found=tuple(by_pair.get(pair, nobody) for pair in pairs)
    )


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
