"""A MomentSample: moments of several variables, who stands behind them and what must stay hidden.

It promises that shares of variance and paths are withheld from the same counts, for the same
reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from seen.domain.cells import Contributors, MomentCells
from seen.domain.findings import Estimate, Interval, Reason, Withheld
from seen.stats.estimates import means
from seen.stats.intervals import t_interval
from seen.stats.judgement import MINIMUM_ANSWERS, judged
from seen.stats.linear import Linearised
from seen.stats.moments import Moments, moments
from seen.text import text

MINIMUM_CLUSTERS: Final = 8  # with fewer a delta interval of a function of covariances misleads
_CERTAIN: Final = 1e-12  # relative to what the number is measured in


@dataclass(frozen=True, kw_only=True, eq=False)
class MomentSample:
    """What the statistics are given about several variables at once.

    Attributes
    ----------
    cells
        Moments per cluster over complete answers; weights in any unit.
    contributors
        Who stands behind the complete answers.
    cluster_word
        What clusters are called: "institutions".
    is_private
        Whether the guard hides the complete answers.
    """

    cells: MomentCells
    contributors: Contributors
    cluster_word: str
    is_private: bool = False

    @cached_property
    def moments(self) -> Moments:
        """The linearised moments of the cells."""
        return moments(self.cells)

    @property
    def is_weighted(self) -> bool:
        """Whether any weight differs from the others."""
        return self.moments.sums[0].has_unequal_weights

    @property
    def n_answers(self) -> int:
        """How many answers are complete."""
        return int(self.moments.sums[0].n.sum())

    @property
    def n_clusters(self) -> int:
        """How many clusters hold a complete answer with weight."""
        return int(np.count_nonzero(self.moments.sums[0].w > 0))

    def withheld(self) -> Withheld | None:
        """Return why nothing can be said of these answers, or None where something can."""
        if self.is_private:
            return Withheld(reason=Reason.PRIVATE)
        if self.n_answers == 0:
            return Withheld(reason=Reason.NO_ANSWERS)
        if self.n_answers < MINIMUM_ANSWERS or self.n_clusters < MINIMUM_CLUSTERS:
            return Withheld(reason=Reason.TOO_FEW, n_answers=self.n_answers)
        return None

    def mean(self, outcome: str) -> Estimate | Withheld:
        """Return the mean of the outcome over the complete answers."""
        if self.is_private:
            return Withheld(reason=Reason.PRIVATE)
        (place,) = self.moments.places([outcome])
        found = means(self.moments.sums[place], is_share=False)
        shown = judged(found, 0, is_share=False)
        if isinstance(shown, Withheld):
            return shown
        method = text("method.mean", word=self.cluster_word)
        return self._estimate(shown, df=float(found.df[0]), method=method)

    def number(
        self, found: Linearised, place: int, *, method: str, unit: float = 1.0
    ) -> Estimate | Withheld:
        """Return one number with its t interval; undefined where its error is 0.

        Parameters
        ----------
        found, place
            The numbers, and which of them.
        method
            How it came about, as readers are told.
        unit
            How large the number could be: an error of rounding beside it counts as 0.
        """
        error, df = found.standard_error(place), float(found.df[place])
        if error <= _CERTAIN * unit or df <= 0:
            return Withheld(reason=Reason.UNDEFINED)
        value = float(found.values[place])
        interval = t_interval(value=value, standard_error=error, df=df)
        return self._estimate(interval, df=df, method=method)

    def _estimate(self, found: Interval, *, df: float, method: str) -> Estimate:
        """Return an interval with the counts of complete answers behind it."""
        return Estimate(
            value=found.value,
            low=found.low,
            high=found.high,
            n_answers=self.n_answers,
            n_people=self.contributors.n_people,
            n_clusters=self.n_clusters,
            df=df,
            method=method,
        )
