"""Sums per cluster, group and stratum, one row each: what adjusted and ordered figures work on.

They promise that nothing is laid out as clusters times groups times strata, which at twenty
thousand clusters would take longer than all else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from seen.domain.cells import SUMS, Cells
from seen.stats.totals import Array, Totals, check_sums, codes

Places: TypeAlias = npt.NDArray[np.intp]
Key: TypeAlias = Literal["stratum", "group_value_2"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Strata:
    """Sums per cluster, group and stratum; what is absent is zero.

    Attributes
    ----------
    groups, strata
        Their names, sorted; a level of the second Dimension can stand in for a stratum.
    n_clusters
        All clusters of the Cells, also those that hold none of these rows.
    cluster, group, stratum
        For each row the place of its cluster, group and stratum.
    n, w, w2, wy, wy2
        For each row: answers, Σw, Σw², Σwy, Σwy², where w is a weight in any unit.
    """

    groups: tuple[str, ...]
    strata: tuple[str, ...]
    n_clusters: int
    cluster: Places
    group: Places
    stratum: Places
    n: Array
    w: Array
    w2: Array
    wy: Array
    wy2: Array

    def table(self, values: Array) -> Array:
        """Return values per row added up to groups times strata."""
        place = self.group * len(self.strata) + self.stratum
        return self._added(values, place, (len(self.groups), len(self.strata)))

    def by_group(self, values: Array) -> Array:
        """Return values per row added up to clusters times groups."""
        place = self.group * self.n_clusters + self.cluster
        return self._added(values, place, (len(self.groups), self.n_clusters)).T

    def by_stratum(self, values: Array) -> Array:
        """Return values per row added up to clusters times strata, whatever the group."""
        place = self.stratum * self.n_clusters + self.cluster
        return self._added(values, place, (len(self.strata), self.n_clusters)).T

    def by_cluster(self, values: Array) -> Array:
        """Return values per row added up to clusters."""
        return self._added(values, self.cluster, (self.n_clusters,))

    def margin(self) -> Totals:
        """Return the sums of whole groups: clusters times groups."""
        return self._margin

    @cached_property
    def _margin(self) -> Totals:
        """The margin, which several figures of one Finding ask for."""
        return Totals(
            groups=tuple((name, None) for name in self.groups),
            n=self.by_group(self.n),
            w=self.by_group(self.w),
            w2=self.by_group(self.w2),
            wy=self.by_group(self.wy),
            wy2=self.by_group(self.wy2),
        )

    def where(self, is_kept: npt.NDArray[np.bool_]) -> Strata:
        """Return the rows that are kept; groups, strata and clusters stay as they are."""
        rows = ("cluster", "group", "stratum", "n", "w", "w2", "wy", "wy2")
        return replace(self, **{name: getattr(self, name)[is_kept] for name in rows})

    def of_groups(self, names: Collection[str]) -> Strata:
        """Return the rows of some groups alone, which are then all the groups there are."""
        kept = [name for name in self.groups if name in names]
        place = np.array([kept.index(name) if name in names else -1 for name in self.groups])
        found = self.where(place[self.group] >= 0)
        return replace(found, groups=tuple(kept), group=place[found.group])

    def of_strata(self, names: Sequence[str]) -> Strata:
        """Return the rows of some strata alone, which then stand in this order."""
        at = {name: index for index, name in enumerate(names)}
        place = np.array([at.get(name, -1) for name in self.strata], dtype=np.intp)
        found = self.where(place[self.stratum] >= 0)
        return replace(found, strata=tuple(names), stratum=place[found.stratum])

    def _added(self, values: Array, place: Places, shape: tuple[int, ...]) -> Array:
        """Return values added up by place."""
        summed = np.bincount(place, weights=values, minlength=int(np.prod(shape)))
        return summed.astype(np.float64, copy=False).reshape(shape)


def strata(cells: Cells, *, key: Key = "stratum") -> Strata:
    """Return Cells as Strata; a null group or stratum is "not_stated".

    Parameters
    ----------
    cells
        Rows without answers name a group and count for nothing else.
    key
        Which column tells strata apart; the other one is added up over.

    Raises
    ------
    DataFileError
        When a sum is not a finite number, or a count or weight is negative.
    """
    frame = cells.frame
    sums = [frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in SUMS]
    check_sums(sums)
    kept = sums[0] > 0
    group, groups = _sorted(frame["group_value"])
    stratum, names = _sorted(frame[key])
    clusters = frame["cluster_id"][kept]
    # Sorted, so that the order in which the database returned the rows changes no digit.
    cluster, found = pd.factorize(clusters, sort=True, use_na_sentinel=False)
    n, w, w2, wy, wy2 = (values[kept] for values in sums)
    return Strata(
        groups=groups,
        strata=names,
        n_clusters=len(found),
        cluster=cluster,
        group=group[kept],
        stratum=stratum[kept],
        n=n,
        w=w,
        w2=w2,
        wy=wy,
        wy2=wy2,
    )


def _sorted(values: pd.Series) -> tuple[Places, tuple[str, ...]]:
    """Return a place per row among the sorted names."""
    if values.empty:
        return np.zeros(0, dtype=np.intp), ()
    found, names = codes(values)
    order = sorted(set(names))
    place = np.array([order.index(name) for name in names], dtype=np.intp)
    return place[found], tuple(order)
