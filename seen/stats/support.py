"""Common support: the strata in which all compared groups answered, and the mix they share.

It promises one standard for every group: the mix of all answers within the support, whoever gave
them, with the sampling error of that mix.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from seen.stats.estimates import Means, means
from seen.stats.strata import Strata
from seen.stats.totals import Array, Pair, Totals, whole

Truths: TypeAlias = npt.NDArray[np.bool_]

MINIMUM_IN_STRATUM: Final = 5  # answers of every compared group
SMALLEST_COVERAGE: Final = 0.8  # of the weight of all answers


@dataclass(frozen=True, kw_only=True, eq=False)
class Support:
    """Strata in which every compared group answered, with the answers of all groups in them.

    Attributes
    ----------
    cells
        The rows within the support, of all groups; its strata are those of the support.
    compared
        The places of the compared groups among the groups.
    coverage
        The share of the weight of all answers within the support, as one mean named `WHOLE`. It
        takes the strata of the support as given.
    """

    cells: Strata
    compared: tuple[int, ...]
    coverage: Means

    @property
    def is_enough(self) -> bool:
        """Whether two groups or more can be compared, over enough of all answers."""
        covers = bool(self.coverage.values[0] >= SMALLEST_COVERAGE)
        return len(self.compared) > 1 and covers

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The names of the compared groups."""
        return tuple((self.cells.groups[place], None) for place in self.compared)

    @property
    def sums(self) -> Totals:
        """The sums of all groups within the support: clusters times groups."""
        return self.cells.margin()

    @cached_property
    def standard(self) -> Array:
        """The standard: the share of each stratum in the weight of all answers within support."""
        weight = self.cells.table(self.cells.w).sum(axis=0)
        found: Array = weight / weight.sum()
        return found

    def standardised(self, table: Array, influence: Array) -> tuple[Array, Array]:
        """Return figures per group and stratum as means over the standard, with their influence.

        With P_k the share of stratum k, T the weight of all answers and S_c, S_ck that of
        cluster c, dP_ck = (S_ck - P_k S_c) / T, and a figure Σ_k P_k m_gk moves by Σ_k m_gk dP_ck.

        Parameters
        ----------
        table
            Groups times strata: m_gk.
        influence
            Clusters times groups: Σ_k P_k dm_gk, what each cluster contributes by the figures
            themselves; what it contributes by the mix is added here.
        """
        values = table @ self.standard
        cells = self.cells
        weight = self.sums.w.sum(axis=1)
        found = cells.over_groups(cells.w, table)  # in place: each new table costs a pass
        found -= np.outer(values, weight).T
        found /= weight.sum()
        found += influence
        return values, found


def common_support(cells: Strata, *, shown: Collection[str]) -> Support:
    """Return the strata in which all compared groups have answers enough, and those groups.

    A stratum with fewer than 5 answers of any compared group leaves the support. While the rest
    covers less than 80 % of the weight of all answers, the group whose leaving raises that most
    leaves the comparison; among equals the one that is found in least, then the smallest. Two
    groups always stay, so `is_enough` has to be asked.

    Parameters
    ----------
    cells
        Sums of all groups; private ones count in the mix, too.
    shown
        The groups whose crude figures are shown, at least two.

    Raises
    ------
    ValueError
        When fewer than two groups are shown: nothing is common to one.
    """
    compared = [place for place, name in enumerate(cells.groups) if name in shown]
    if len(compared) < 2:
        raise ValueError("Common support needs two groups or more.")
    n, weight = cells.table(cells.n), cells.table(cells.w)
    has_enough = (n >= MINIMUM_IN_STRATUM) & (weight > 0)
    of_stratum = weight.sum(axis=0) / weight.sum()
    while len(compared) > 2 and _covered(has_enough[compared], of_stratum) < SMALLEST_COVERAGE:
        compared.pop(_weakest(has_enough[compared], of_stratum, n[compared].sum(axis=1)))
    is_kept = np.all(has_enough[compared], axis=0)
    return Support(
        cells=_within(cells, is_kept),
        compared=tuple(compared),
        coverage=_coverage(cells, is_kept),
    )


def _covered(has_enough: Truths, of_stratum: Array) -> float:
    """Return the share of all answers in strata where every group has enough."""
    return float(of_stratum[has_enough.all(axis=0)].sum())


def _weakest(has_enough: Truths, of_stratum: Array, n_answers: Array) -> int:
    """Return the place of the group that should leave the comparison first."""
    # A stratum comes back only where the leaving group is the one that lacks answers in it.
    is_alone = ~has_enough & (np.count_nonzero(~has_enough, axis=0) == 1)
    gain, own = is_alone @ of_stratum, has_enough @ of_stratum
    return int(np.lexsort((n_answers, own, -gain))[0])


def _within(cells: Strata, is_kept: Truths) -> Strata:
    """Return the rows in the kept strata, which are then all the strata there are."""
    if is_kept.all():
        return cells
    return cells.of_strata(
        [name for name, kept in zip(cells.strata, is_kept, strict=True) if kept]
    )


def _coverage(cells: Strata, is_kept: Truths) -> Means:
    """Return the share of the weight of all answers in the kept strata."""
    every = whole(cells.margin())
    inside = every.w
    if not is_kept.all():
        inside = cells.over_groups(cells.w, is_kept[np.newaxis].astype(np.float64))
    return means(replace(every, wy=inside, wy2=inside), is_share=True)
