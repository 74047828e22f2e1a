"""A Sample: Cells, how they are to be read, who stands behind them and what must stay hidden.

It promises that every view of a Finding withholds the same groups for the same reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from seen.domain.cells import Cells, Contributors
from seen.domain.findings import Estimate, Gap, Group, Interval, Part, Test, Withheld
from seen.stats.gaps import Scale
from seen.stats.totals import WHOLE, Pair


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """What the statistics are given to answer one Question.

    Attributes
    ----------
    cells
        Sums per group, second group, stratum and cluster; weights in any unit.
    scale
        Whether it is a share, which sign is worse, how wide the scale is.
    versus
        "others", "largest", or a level of the first Dimension.
    private
        The pairs the guard hides; `WHOLE` hides all answers together.
    contributors
        Who stands behind each pair, and behind all answers under `WHOLE`.
    cluster_word
        What clusters are called: "institutions".
    only
        The groups that are compared, and counted as comparisons; empty for all.
    order
        The levels of the second Dimension, or of an ordered first one, in their order.
    strata
        The names of the Dimensions whose levels, joined by `SEPARATOR`, make up a stratum.
    breaks
        The levels in `order` that begin with another instrument.
    """

    cells: Cells
    scale: Scale
    versus: str
    contributors: Mapping[Pair, Contributors]
    cluster_word: str
    private: frozenset[Pair] = frozenset()
    only: Collection[str] = ()
    order: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    breaks: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """The groups of the first Dimension that are known of, with or without answers."""
        pairs = {*self.contributors, *self.private} - {WHOLE}
        return frozenset(name for name, second in pairs if second is None)

    def estimate(
        self, found: Interval, pair: Pair, *, n_clusters: int, df: float, method: str
    ) -> Estimate:
        """Return an interval with the counts behind a pair."""
        behind = self.contributors[pair]
        return Estimate(
            value=found.value,
            low=found.low,
            high=found.high,
            n_answers=behind.n_answers,
            n_people=behind.n_people,
            n_clusters=n_clusters,
            df=df,
            method=method,
        )

    def estimate_over(
        self,
        found: Interval,
        pairs: Collection[Pair],
        *,
        n_clusters: int,
        df: float,
        method: str,
    ) -> Estimate:
        """Return an interval that rests on several pairs, with the counts behind them together.

        Who stands behind two pairs counts twice, but never do more people than all there are.
        """
        behind = [self.contributors[pair] for pair in pairs]
        n_people = sum(who.n_people for who in behind)
        if WHOLE in self.contributors and WHOLE not in self.private:
            n_people = min(n_people, self.contributors[WHOLE].n_people)
        return Estimate(
            value=found.value,
            low=found.low,
            high=found.high,
            n_answers=sum(who.n_answers for who in behind),
            n_people=n_people,
            n_clusters=n_clusters,
            df=df,
            method=method,
        )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the statistics say to a Question, as parts of a Finding."""

    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    overall: Estimate | Withheld
    is_weighted: bool
    parts: tuple[Part, ...] = ()
    test: Test | Withheld | None = None
    notes: tuple[str, ...] = field(default=())  # keys of seen/text
    breaks: tuple[str, ...] = ()  # levels that begin with another instrument, in their order


SEPARATOR = "\x1f"  # between the levels of a stratum: no level holds a control character
