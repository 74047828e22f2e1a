"""Totals: Cells laid out as clusters times groups, the one form the statistics work on.

They promise that a group, its comparison and the whole stand over the same clusters, so that
what they share is never counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from seen.domain.cells import SUMS, Cells
from seen.domain.dimensions import NOT_STATED
from seen.errors import DataFileError
from seen.text import text

Array: TypeAlias = npt.NDArray[np.float64]
Pair: TypeAlias = tuple[str, str | None]  # group, and group_2 where two Dimensions are crossed

WHOLE: Final[Pair] = ("", None)  # the name of all answers together
_DUST: Final = 1e-13  # relative; sums of decimals do not cancel exactly
_DENSE: Final = 8  # ids up to so many times the rows are looked up in a table
_NAMES: Final = ("n", "w", "w2", "wy", "wy2")


@dataclass(frozen=True, kw_only=True, eq=False)
class Totals:
    """Sums per cluster and group; an absent combination holds zeros.

    Attributes
    ----------
    groups
        Names of the columns, sorted.
    n, w, w2, wy, wy2
        Clusters times groups: answers, Σw, Σw², Σwy, Σwy², where w is a weight in any unit and
        y an answer.
    """

    groups: tuple[Pair, ...]
    n: Array
    w: Array
    w2: Array
    wy: Array
    wy2: Array

    def __post_init__(self) -> None:
        shapes = {getattr(self, name).shape for name in _NAMES}
        if len(shapes) != 1 or self.n.ndim != 2 or self.n.shape[1] != len(self.groups):
            raise ValueError("Totals must all be clusters times groups.")

    @property
    def has_unequal_weights(self) -> bool:
        """Whether any weight differs from the others."""
        n, w, w2 = self.n.sum(), self.w.sum(), self.w2.sum()
        # Cauchy-Schwarz: n Σw² is (Σw)² exactly when all weights are one constant.
        return bool(n * w2 > w * w * (1 + 1e-12))


def totals(cells: Cells, *, known: Collection[Pair] = ()) -> Totals:
    """Return the Totals of Cells; sums over strata, and over repeated rows, are added up.

    Parameters
    ----------
    cells
        A null group is named `NOT_STATED`. A second Dimension counts as absent where all its
        values are null and no known group has one. Answers without a cluster form one cluster.
    known
        Groups that get a column even where they have no answers.

    Raises
    ------
    DataFileError
        When a sum is not a finite number, or a count or weight is negative.
    """
    sums = numbers(cells)
    groups, columns = _columns(cells.frame, known)
    clusters = cells.frame["cluster_id"]
    has_answers = sums[0] > 0
    if not has_answers.all():  # a row without answers names its group, not a cluster
        sums = [values[has_answers] for values in sums]
        columns, clusters = columns[has_answers], clusters[has_answers]
    rows, n_clusters = cluster_places(clusters)
    shape = len(groups), n_clusters
    flat = columns * shape[1] + rows
    # Each group's clusters stand together in memory: sums over clusters are fast and exact.
    tables = [
        np.bincount(flat, weights=values, minlength=shape[0] * shape[1])
        .astype(np.float64, copy=False)  # no copy: the stubs do not know that weights were given
        .reshape(shape)
        .T
        for values in sums
    ]
    return Totals(groups=groups, **dict(zip(_NAMES, tables, strict=True)))


def others(sums: Totals) -> Totals:
    """Return, under each group's name, everyone else within the same level of group_2."""
    places: dict[str | None, list[int]] = {}
    for index, (_, second) in enumerate(sums.groups):
        places.setdefault(second, []).append(index)

    def rest_of(table: Array) -> Array:
        rest = np.empty_like(table)
        for columns in places.values():
            total = (table if len(places) == 1 else table[:, columns]).sum(axis=1)
            for column in columns:
                rest[:, column] = _less(table[:, column], total)
        return rest

    return _mapped(sums, sums.groups, rest_of)


def whole(sums: Totals) -> Totals:
    """Return all groups together as one column, named `WHOLE`."""
    return _mapped(sums, (WHOLE,), lambda table: table.sum(axis=1, keepdims=True))


def selected(sums: Totals, groups: Collection[Pair]) -> Totals:
    """Return the columns of the named groups, in that order; zeros for a group that is absent."""
    if tuple(groups) == sums.groups:
        return sums
    place = {pair: index for index, pair in enumerate(sums.groups)}
    indices = np.array([place.get(pair, -1) for pair in groups], dtype=np.intp)
    return _mapped(
        sums, tuple(groups), lambda table: np.where(indices >= 0, table[:, indices], 0.0)
    )


def _less(part: Array, total: Array) -> Array:
    """Return total - part, where what only rounding leaves counts as nothing."""
    rest: Array = total - part
    rest[np.abs(rest) <= _DUST * np.abs(total)] = 0.0
    return rest


def _mapped(sums: Totals, groups: tuple[Pair, ...], change: Callable[[Array], Array]) -> Totals:
    """Return Totals with every table changed in the same way."""
    return Totals(groups=groups, **{name: change(getattr(sums, name)) for name in _NAMES})


def numbers(cells: Cells) -> list[Array]:
    """Return the sums of Cells, in the order of `SUMS`; refuse those no honest data can have."""
    sums = [_floats(cells.frame[name]) for name in SUMS]
    ends = [(values.min(initial=0), values.max(initial=0)) for values in sums]
    if not np.isfinite(ends).all():
        problem = "sum_not_finite"
    elif any(least < 0 for name, (least, _) in zip(_NAMES, ends, strict=True) if name != "wy"):
        problem = "sum_negative"
    else:
        return sums
    raise DataFileError(text(f"error.{problem}"))


def _floats(values: pd.Series) -> Array:
    """Return a column as floats, null as not a number."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iuf":
        return values.to_numpy().astype(np.float64, copy=False)  # has no null to look for
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _columns(
    frame: pd.DataFrame, known: Collection[Pair]
) -> tuple[tuple[Pair, ...], npt.NDArray[np.intp]]:
    """Return the sorted groups, and for each row of the frame the place of its group."""
    first, first_names = codes(frame["group_value"])
    second, second_names = codes(frame["group_value_2"])
    is_crossed = second_names != [NOT_STATED] or any(
        name and second is not None for name, second in known
    )
    combined = first if len(second_names) == 1 else first * len(second_names) + second
    present = np.flatnonzero(np.bincount(combined, minlength=len(first_names) * len(second_names)))
    pairs: list[Pair] = [
        (
            first_names[code // len(second_names)],
            second_names[code % len(second_names)] if is_crossed else None,
        )
        for code in present
    ]
    # A margin or the whole may be among the known; neither is a group of this Finding.
    asked = {pair for pair in known if pair[0] and (pair[1] is not None) == is_crossed}
    groups = tuple(sorted({*pairs, *asked}, key=lambda pair: (pair[0], pair[1] or "")))
    place = {pair: index for index, pair in enumerate(groups)}
    place_of = np.zeros(len(first_names) * len(second_names), dtype=np.intp)
    place_of[present] = [place[pair] for pair in pairs]
    return groups, place_of[combined]


def cluster_places(clusters: pd.Series) -> tuple[npt.NDArray[np.intp], int]:
    """Return for each row the place of its cluster, and how many there are; null is one of them.

    Places are sorted, so that the order in which the database returned the rows changes no digit.
    """
    if isinstance(clusters.dtype, np.dtype) and clusters.dtype.kind == "i" and len(clusters):
        ids = clusters.to_numpy()
        if ids.min() >= 0 and ids.max() < _DENSE * len(ids):  # five times as fast as by hashing
            is_there = np.bincount(ids) > 0
            return (np.cumsum(is_there) - 1)[ids], int(is_there.sum())
    rows, names = pd.factorize(clusters, sort=True, use_na_sentinel=False)
    return rows, len(names)


def codes(values: pd.Series) -> tuple[npt.NDArray[np.intp], list[str]]:
    """Return a code per row and the name of each code; null and empty are `NOT_STATED`."""
    # The usual second Dimension; many times faster than factorize.
    if values.head(1).isna().all() and values.isna().all():
        return np.zeros(len(values), dtype=np.intp), [NOT_STATED]
    codes, uniques = pd.factorize(values, use_na_sentinel=False)
    return codes, [NOT_STATED if pd.isna(value) else str(value) or NOT_STATED for value in uniques]
