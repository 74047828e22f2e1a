"""Sums per cluster, group and stratum, one row each: what adjusted and ordered figures work on.

They promise that nothing is laid out as clusters times groups times strata, which at twenty
thousand clusters would take longer than all else.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from seen.domain.cells import Cells
from seen.stats.rows import (
    Places,
    Rows,
    added_up,
    by_place,
    flat,
    rows_of,
    runs_of,
    starts_among,
    starts_of,
)
from seen.stats.totals import Array, Totals

Key: TypeAlias = Literal["stratum", "group_value_2"]
_BY_ROW: Final = ("cluster", "n", "w", "w2", "wy", "wy2")


@dataclass(frozen=True, kw_only=True, eq=False)
class Strata(Rows):
    """Sums per cluster, group and stratum; what is absent is zero.

    Attributes
    ----------
    groups, strata
        Their names, sorted; a level of the second Dimension can stand in for a stratum.
    starts
        Where the rows of each group in each stratum begin: first those of the first group, one
        stratum after the other.
    n_clusters
        All clusters of the Cells, also those that hold none of these rows.
    """

    groups: tuple[str, ...]
    strata: tuple[str, ...]

    @property
    def is_one(self) -> bool:
        """Whether one stratum holds all answers, so that no difference can go with strata."""
        return len(self.strata) == 1

    @property
    def group(self) -> Places:
        """For each row the place of its group."""
        return np.repeat(np.arange(len(self.groups)), np.diff(self._group_starts))

    @cached_property
    def stratum(self) -> Places:
        """For each row the place of its stratum."""
        return np.repeat(
            np.tile(np.arange(len(self.strata)), len(self.groups)), self._sizes.ravel()
        )

    @cached_property
    def _sizes(self) -> Places:
        """How many rows there are: groups times strata."""
        return np.diff(self.starts).reshape(len(self.groups), len(self.strata))

    @cached_property
    def _group_starts(self) -> Places:
        """Where the rows of each group begin, and the end of the last."""
        return starts_of(self._sizes.sum(axis=1))

    def table(self, values: Array) -> Array:
        """Return values per row added up to groups times strata."""
        return added_up(values, self.starts).reshape(len(self.groups), len(self.strata))

    def by_group(self, values: Array) -> Array:
        """Return values per row added up to clusters times groups."""
        return by_place(values, self._of_group, (len(self.groups), self.n_clusters)).T

    @cached_property
    def _of_group(self) -> Places:
        """For each row its place in a table of groups times clusters."""
        return flat(self.cluster, self._group_starts, self.n_clusters)

    def by_stratum(self, values: Array) -> Array:
        """Return values per row added up to clusters times strata, whatever the group."""
        place = self.stratum * self.n_clusters + self.cluster
        return by_place(values, place, (len(self.strata), self.n_clusters)).T

    def combined(self, by_w: Array, by_wy: Array) -> Array:
        """Return Σ_k (a_gk Σ_cgk w + b_gk Σ_cgk wy): clusters times groups.

        Parameters
        ----------
        by_w, by_wy
            Groups times strata: a and b.
        """
        sizes = self._sizes.ravel()
        moved = np.repeat(by_w.ravel(), sizes) * self.w
        moved += np.repeat(by_wy.ravel(), sizes) * self.wy
        return self.by_group(moved)

    def over_groups(self, values: Array, table: Array) -> Array:
        """Return Σ_k t_jk Σ_ck values, whatever the group: clusters times j.

        Parameters
        ----------
        values
            One per row.
        table
            Any number of rows j, times strata: t.
        """
        shape = (self.n_clusters, len(self.starts) - 1)
        by_place = csc_array((values, self.cluster, self.starts), shape=shape)
        found = by_place @ np.tile(table, len(self.groups)).T
        return np.asfortranarray(found)  # as all sums over clusters are laid out

    def margin(self) -> Totals:
        """Return the sums of whole groups: clusters times groups."""
        return self._margin

    @cached_property
    def _margin(self) -> Totals:
        """The margin, which several figures of one Finding ask for."""
        groups = tuple((name, None) for name in self.groups)
        return Totals(groups=groups, **self.tables(self._group_starts))

    def with_groups(self, names: Collection[str]) -> Strata:
        """Return the same rows, naming further groups that have none."""
        groups = tuple(sorted({*self.groups, *names}))
        return self if groups == self.groups else self._of(groups, self.strata)

    def where(self, is_kept: npt.NDArray[np.bool_]) -> Strata:
        """Return the rows that are kept; groups, strata and clusters stay as they are."""
        columns = {name: getattr(self, name)[is_kept] for name in _BY_ROW}
        return replace(self, starts=starts_among(self.starts, is_kept), **columns)

    def of_groups(self, names: Collection[str]) -> Strata:
        """Return the rows of some groups alone, which are then all the groups there are."""
        return self._of([name for name in self.groups if name in names], self.strata)

    def of_strata(self, names: Sequence[str]) -> Strata:
        """Return the rows of some strata alone, which then stand in this order."""
        return self._of(self.groups, names)

    def _of(self, groups: Sequence[str], names: Sequence[str]) -> Strata:
        """Return the rows of some groups in some strata, in this order."""
        group, stratum = _places(groups, self.groups), _places(names, self.strata)
        place = (group[:, np.newaxis] * len(self.strata) + stratum).ravel()
        is_here = ((group[:, np.newaxis] >= 0) & (stratum >= 0)).ravel()
        sizes = np.zeros(len(place), dtype=np.intp)
        sizes[is_here] = self._sizes.ravel()[place[is_here]]
        starts = starts_of(sizes)
        order = np.repeat(self.starts[place * is_here] - starts[:-1], sizes)
        order += np.arange(len(order))
        columns = {name: getattr(self, name)[order] for name in _BY_ROW}
        return replace(self, groups=tuple(groups), strata=tuple(names), starts=starts, **columns)


def _places(names: Sequence[str], among: Sequence[str]) -> Places:
    """Return the place of each name among others; -1 for one that is not there."""
    at = {name: place for place, name in enumerate(among)}
    return np.array([at.get(name, -1) for name in names], dtype=np.intp)


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
    runs = runs_of(cells, "group_value", key)
    (group, groups), (stratum, names) = map(_sorted, runs.codes, runs.names)
    rows = rows_of(cells, runs, group * len(names) + stratum, len(groups) * len(names))
    return Strata(groups=groups, strata=names, **vars(rows))


def _sorted(codes: Places, names: Sequence[str]) -> tuple[Places, tuple[str, ...]]:
    """Return a place per code among the sorted names."""
    order = sorted(set(names))
    place = np.array([order.index(name) for name in names], dtype=np.intp)
    return place[codes], tuple(order)
