"""Rows: the sums of Cells in order of their places, a place being a group or a group in a stratum.

They promise the same rows for the same Cells in any order, and that rows which a query returned
in order are neither sorted nor coded once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from seen.domain.cells import SUMS, Cells
from seen.domain.dimensions import NOT_STATED
from seen.errors import DataFileError
from seen.text import text

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_SUMS: Final = ("n", "w", "w2", "wy", "wy2")
_DENSE: Final = 8  # ids up to so many times the rows are looked up in a table


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """Sums with answers in them, in order of their places.

    Attributes
    ----------
    starts
        Where the rows of each place begin, and the end of the last.
    cluster
        For each row the place of its cluster.
    n_clusters
        How many clusters there are.
    n, w, w2, wy, wy2
        For each row: answers, Σw, Σw², Σwy, Σwy², where w is a weight in any unit.
    """

    starts: Places
    cluster: Places
    n_clusters: int
    n: Array
    w: Array
    w2: Array
    wy: Array
    wy2: Array

    def tables(self, starts: Places) -> dict[str, Array]:
        """Return every sum added up to clusters times places, the clusters of one side by side.

        Parameters
        ----------
        starts
            Where the rows of each place begin, and the end of the last: `starts` itself, or
            those of places that are several of these together.
        """
        place = flat(self.cluster, starts, self.n_clusters)
        shape = (len(starts) - 1, self.n_clusters)
        sums = [getattr(self, name) for name in _SUMS]
        tables = once_each(lambda values: by_place(values, place, shape).T, sums)
        return dict(zip(_SUMS, tables, strict=True))


@dataclass(frozen=True, kw_only=True, eq=False)
class Runs:
    """Rows of Cells that follow one another with the same names.

    Attributes
    ----------
    begins
        The first row of each run.
    codes, names
        For each column a code per run, and the name of each code; null and empty are
        `NOT_STATED`, so that two codes may have one name.
    """

    begins: Places
    codes: tuple[Places, ...]
    names: tuple[list[str], ...]


def runs_of(cells: Cells, *columns: str) -> Runs:
    """Return the runs of rows with the same names in some columns of Cells.

    A query returns its rows sorted, so there are few; any other order of rows has more of them.
    """
    # Arrays: what a Series adds to each step takes longer than the step where rows are few.
    arrays = [cells.frame[name].array for name in columns]
    is_first = np.zeros(len(cells.frame), dtype=np.bool_)
    is_first[:1] = True
    for values in arrays:
        _mark_changes(values, is_first[1:])
    begins = np.flatnonzero(is_first)
    found = [values[begins].factorize(use_na_sentinel=False) for values in arrays]
    return Runs(
        begins=begins,
        codes=tuple(codes for codes, _ in found),
        names=tuple([_named(value) for value in uniques] for _, uniques in found),
    )


def _mark_changes(values: ExtensionArray, is_first: npt.NDArray[np.bool_]) -> None:
    """Mark each row but the first whose value is another than that of the row before."""
    # The usual second Dimension; many times faster than to look at values one by one.
    if len(values) and pd.isna(values[0]) and pd.isna(values).all():
        return
    if isinstance(values.dtype, pd.StringDtype):
        # to compare texts takes a fraction of the time of coding them
        is_first |= np.asarray(values[1:] != values[:-1], dtype=np.bool_)
    else:
        codes, _ = values.factorize(use_na_sentinel=False)
        is_first |= codes[1:] != codes[:-1]


def _named(value: Any) -> str:
    """Return the name of a group or stratum."""
    return NOT_STATED if pd.isna(value) else str(value) or NOT_STATED


def rows_of(cells: Cells, runs: Runs, place: Places, n_places: int) -> Rows:
    """Return the Rows of Cells, given the place of each of their runs.

    Parameters
    ----------
    cells
        Rows without answers name their place and count for nothing else. Answers without a
        cluster form one cluster.
    runs, place, n_places
        The runs of the Cells, the place of each, and how many places there are.

    Raises
    ------
    DataFileError
        When a sum is not a finite number, or a count or weight is negative.
    """
    sums, clusters = numbers(cells), cells.frame["cluster_id"]
    ends = np.append(runs.begins, len(clusters))
    if (place[1:] >= place[:-1]).all():
        starts = ends[np.searchsorted(place, np.arange(n_places + 1))]
    else:
        of_row = np.repeat(place, np.diff(ends))
        order = np.argsort(of_row, kind="stable")
        starts = np.searchsorted(of_row[order], np.arange(n_places + 1))
        sums, clusters = once_each(lambda values: values[order], sums), clusters.iloc[order]
    has_answers = sums[0] > 0
    if not has_answers.all():
        starts = starts_among(starts, has_answers)
        sums = once_each(lambda values: values[has_answers], sums)
        clusters = clusters[has_answers]
    cluster, n_clusters = _cluster_places(clusters)
    n, w, w2, wy, wy2 = sums
    return Rows(
        starts=starts, cluster=cluster, n_clusters=n_clusters, n=n, w=w, w2=w2, wy=wy, wy2=wy2
    )


def starts_among(starts: Places, is_kept: npt.NDArray[np.bool_]) -> Places:
    """Return where the rows of each place begin when some of the rows are kept alone.

    Parameters
    ----------
    starts
        Where the rows of each place begin, and the end of the last: places + 1.
    is_kept
        One for each row.
    """
    return starts_of(is_kept)[starts]


def starts_of(sizes: npt.ArrayLike) -> Places:
    """Return where each of several parts begins, given their sizes, and the end of the last."""
    found: Places = np.concatenate([[0], np.cumsum(sizes, dtype=np.intp)])
    return found


def added_up(values: Array, starts: Places) -> Array:
    """Return values added up by place.

    Parameters
    ----------
    values
        One for each row; rows of a place stand together.
    starts
        Where the rows of each place begin, and the end of the last: places + 1.
    """
    found = np.zeros(len(starts) - 1)
    has_rows = starts[1:] > starts[:-1]
    if has_rows.any():
        found[has_rows] = np.add.reduceat(values, starts[:-1][has_rows])
    return found


def flat(cluster: Places, starts: Places, n_clusters: int) -> Places:
    """Return for each row its place in a table of places times clusters, row after row.

    Parameters
    ----------
    cluster
        For each row the place of its cluster, 0 to `n_clusters` - 1.
    starts
        Where the rows of each place begin, and the end of the last: places + 1.
    """
    found: Places = np.repeat(np.arange(len(starts) - 1) * n_clusters, np.diff(starts))
    found += cluster
    return found


def by_place(values: Array, place: Places, shape: tuple[int, int]) -> Array:
    """Return values added up by place in a table of some shape.

    Parameters
    ----------
    values, place
        One for each row: what is added up, and where in the table, counted row after row.
    shape
        Rows and columns of the table, as of the result.
    """
    summed = np.bincount(place, weights=values, minlength=shape[0] * shape[1])
    # no copy: the stubs do not know that weights were given
    return summed.astype(np.float64, copy=False).reshape(shape)


def numbers(cells: Cells) -> list[Array]:
    """Return the sums of Cells, in the order of `SUMS`; refuse those no honest data can have.

    Sums that are equal are one array: of unweighted data n, w and w2, of shares wy and wy2.
    """
    sums: list[Array] = []
    for name in SUMS:
        values = _floats(cells.frame[name])
        sums.append(next((known for known in sums if np.array_equal(known, values)), values))
    ends = [(values.min(initial=0), values.max(initial=0)) for values in sums]
    if not np.isfinite(ends).all():
        problem = "sum_not_finite"
    elif any(least < 0 for name, (least, _) in zip(SUMS, ends, strict=True) if name != "sum_wy"):
        problem = "sum_negative"
    else:
        return sums
    raise DataFileError(text(f"error.{problem}"))


def once_each(change: Callable[[Array], Array], arrays: Iterable[Array]) -> list[Array]:
    """Return what a change makes of each array; what is one array before is one array after."""
    given = list(arrays)
    changed = {id(values): change(values) for values in {id(it): it for it in given}.values()}
    return [changed[id(values)] for values in given]


def _floats(values: pd.Series) -> Array:
    """Return a column as floats, null as not a number."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iuf":
        return values.to_numpy().astype(np.float64, copy=False)  # has no null to look for
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _cluster_places(clusters: pd.Series) -> tuple[Places, int]:
    """Return for each row the place of its cluster, and how many there are; null is one of them.

    Places are sorted, so that the order in which the database returned the rows changes no digit.
    """
    if isinstance(clusters.dtype, np.dtype) and clusters.dtype.kind == "i" and len(clusters):
        ids = clusters.to_numpy()
        lowest, highest = int(ids.min()), int(ids.max())
        if highest - lowest < _DENSE * len(ids):  # five times as fast as by hashing
            found = np.subtract(ids, lowest, dtype=np.intp)
            is_there = np.bincount(found) > 0
            if not is_there.all():
                found = (np.cumsum(is_there) - 1)[found]
            return found, int(is_there.sum())
    rows, names = pd.factorize(clusters, sort=True, use_na_sentinel=False)
    return rows, len(names)
