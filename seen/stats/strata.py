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

from seen.domain.cells import Cells
from seen.stats.totals import Array, Totals, cluster_places, codes, numbers

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

    @cached_property
    def place(self) -> Places:
        """For each row its place in a table of groups times strata."""
        return self.group * len(self.strata) + self.stratum

    @cached_property
    def _of_group(self) -> Places:
        """For each row its place in a table of groups times clusters."""
        return self.group * self.n_clusters + self.cluster

    def table(self, values: Array) -> Array:
        """Return values per row added up to groups times strata."""
        return self._added(values, self.place, (len(self.groups), len(self.strata)))

    def by_group(self, values: Array) -> Array:
        """Return values per row added up to clusters times groups."""
        return self._added(values, self._of_group, (len(self.groups), self.n_clusters)).T

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

    def with_groups(self, names: Collection[str]) -> Strata:
        """Return the same rows, naming further groups that have none."""
        groups = tuple(sorted({*self.groups, *names}))
        if groups == self.groups:
            return self
        place = np.array([groups.index(name) for name in self.groups], dtype=np.intp)
        return replace(self, groups=groups, group=place[self.group])

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
    frame, sums = cells.frame, numbers(cells)
    group, groups = _sorted(frame["group_value"])
    stratum, names = _sorted(frame[key])
    clusters, kept = frame["cluster_id"], sums[0] > 0
    if not kept.all():
        sums = [values[kept] for values in sums]
        group, stratum, clusters = group[kept], stratum[kept], clusters[kept]
    cluster, n_clusters = cluster_places(clusters)
    n, w, w2, wy, wy2 = sums
    return Strata(
        groups=groups,
        strata=names,
        n_clusters=n_clusters,
        cluster=cluster,
        group=group,
        stratum=stratum,
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
