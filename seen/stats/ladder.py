"""Which levels of an ordered Dimension may be used, for each group and for its reference.

It promises that no hidden level enters where anything is private.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

import numpy as np
import numpy.typing as npt

from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import Estimate, Interval, Reason, Withheld
from seen.domain.questions import VERSUS_LARGEST, VERSUS_OTHERS
from seen.stats.compare import Comparison
from seen.stats.sample import Sample
from seen.stats.totals import Array, Pair, Totals, totals

Members = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ladder:
    """A crossed comparison, read along the order of the second Dimension.

    Attributes
    ----------
    sample, plain, sums
        The Sample, its comparison level by level, and its sums: clusters times pairs.
    """

    sample: Sample
    plain: Comparison
    sums: Totals

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """All groups, by name."""
        return tuple(dict.fromkeys(item.group for item in self.plain.groups))

    @cached_property
    def versus(self) -> str:
        """What groups are compared with: "others" or one group at all levels.

        The largest is the group with most answers at the levels that may be used, among those
        with such levels; by name where equal, and "not stated" only where there is no other.
        """
        if self.sample.versus != VERSUS_LARGEST:
            return self.sample.versus
        ranked = sorted(
            (group == NOT_STATED, -self._n_answers(group), group)
            for group in self.groups
            if self.levels(group)
        )
        return ranked[0][2] if ranked else VERSUS_LARGEST

    @property
    def is_others(self) -> bool:
        """Whether each group is compared with everyone else."""
        return self.sample.versus == VERSUS_OTHERS

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The groups that are compared, by name."""
        only = self.sample.only
        return tuple(
            group
            for group in self.groups
            if (self.is_others or group != self.versus) and (not only or group in only)
        )

    def levels(self, group: str) -> tuple[str, ...]:
        """Return the levels at which a group is shown, in order; none where it is private."""
        if (group, None) in self.sample.private:
            return ()
        mine = (item for item in self.plain.groups if item.group == group)
        shown = {item.group_2 for item in mine if isinstance(item.estimate, Estimate)}
        return tuple(level for level in self.sample.order if level in shown)

    def levels_of_both(self, group: str) -> tuple[str, ...]:
        """Return the levels at which both a group and its reference are shown, in order."""
        beside: Collection[str | None] = self.levels(self.versus)
        if self.is_others:
            mine = (gap for gap in self.plain.gaps if gap.group == group)
            beside = {gap.group_2 for gap in mine if gap.reference is not None}
        return tuple(level for level in self.levels(group) if level in beside)

    def through(self, group: str, levels: Sequence[str], *, is_beside: bool) -> tuple[str, ...]:
        """Return the levels a line runs through, given those that are shown.

        These are all levels with answers, of the reference too if the line is to stand beside
        its own: which levels are precise enough to be shown depends on the answers, and lines
        through those alone would more often be too steep than their intervals allow for. Where
        anything is private no hidden level enters, so that none can be solved for.
        """
        if self.sample.private:
            return tuple(levels)
        return self._with_answers(group, is_beside=is_beside)

    def is_cut(self, group: str, levels: Sequence[str], *, is_beside: bool) -> bool:
        """Return whether a line keeps to the shown levels for privacy though there are others."""
        all_levels = self._with_answers(group, is_beside=is_beside)
        return bool(self.sample.private) and set(all_levels) > set(levels)

    def _with_answers(self, group: str, *, is_beside: bool) -> tuple[str, ...]:
        """Return all levels with answers, of the reference too where a line stands beside it."""
        sides = (self.members, self.members_beside) if is_beside else (self.members,)
        return tuple(
            level
            for level in self.sample.order
            if all(self._w[side(group, (level,))].any() for side in sides)
        )

    def why(self, group: str) -> Withheld:
        """Return why a group has no number along the levels."""
        if (group, None) in self.sample.private:
            return Withheld(reason=Reason.PRIVATE)
        mine = (item for item in self.plain.groups if item.group == group)
        return _why([item.estimate for item in mine if item.group_2 in self.sample.order])

    def why_not_both(self, group: str) -> Withheld:
        """Return why a group and its reference have no number along the same levels."""
        if not (shown := self.levels(group)):
            return self.why(group)
        if not self.is_others:
            return self.why(self.versus)
        mine = (gap for gap in self.plain.gaps if gap.group == group)
        return _why([gap.difference for gap in mine if gap.group_2 in shown])

    def members(self, group: str, levels: Sequence[str]) -> Members:
        """Return which pairs are a group's own answers at some levels."""
        return np.array(
            [first == group and second in levels for first, second in self.sums.groups]
        )

    def members_beside(self, group: str, levels: Sequence[str]) -> Members:
        """Return which pairs a group is compared with at some levels."""
        if not self.is_others:
            return self.members(self.versus, levels)
        return np.array(
            [first != group and second in levels for first, second in self.sums.groups]
        )

    def estimate(
        self, found: Interval, members: Members, *, margin: Pair, df: float, method: str
    ) -> Estimate:
        """Return a number with the counts behind the pairs it is made of.

        People who answered at several levels are counted at each, but never more than the margin
        has; a hidden margin is not looked at.
        """
        behind, pairs = self.sample.contributors, self.sums.groups
        people = sum(behind[pair].n_people for pair in compress(pairs, members) if pair in behind)
        if margin in behind and margin not in self.sample.private:
            people = min(people, behind[margin].n_people)
        return Estimate(
            value=found.value,
            low=found.low,
            high=found.high,
            n_answers=int(self._n[members].sum()),
            n_people=people,
            n_clusters=int(np.count_nonzero(members.astype(np.float64) @ self.sums.w.T)),
            df=df,
            method=method,
        )

    def _n_answers(self, group: str) -> int:
        """Return how many answers a group has at the levels where it is shown."""
        return int(self._n[self.members(group, self.levels(group))].sum())

    @cached_property
    def _w(self) -> Array:
        """The weight of each pair."""
        found: Array = self.sums.w.sum(axis=0)
        return found

    @cached_property
    def _n(self) -> Array:
        """The answers of each pair."""
        found: Array = self.sums.n.sum(axis=0)
        return found


def ladder(sample: Sample, plain: Comparison) -> Ladder:
    """Return a Sample and its comparison, level by level."""
    sums = totals(sample.cells, known={*sample.contributors, *sample.private})
    return Ladder(sample=sample, plain=plain, sums=sums)


def _why(found: Sequence[Interval | Withheld]) -> Withheld:
    """Return why too few of some numbers are shown: the reason they share, or too few."""
    reasons = {item.reason if isinstance(item, Withheld) else None for item in found}
    known = reasons - {Reason.NO_ANSWERS}
    if not known:
        return Withheld(reason=Reason.NO_ANSWERS)
    return Withheld(reason=Reason.PRIVATE if known == {Reason.PRIVATE} else Reason.TOO_FEW)
