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

from seen.domain.cells import Cells
from seen.domain.dimensions import NOT_STATED
from seen.stats.rows import Places, Runs, once_each, rows_of, runs_of

Array: TypeAlias = npt.NDArray[np.float64]
Pair: TypeAlias = tuple[str, str | None]  # group, and group_2 where two Dimensions are crossed

WHOLE: Final[Pair] = ("", None)  # the name of all answers together
_DUST: Final = 1e-13  # relative; sums of decimals do not cancel exactly
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
    runs = runs_of(cells, "group_value", "group_value_2")
    groups, place = _columns(runs, known)
    rows = rows_of(cells, runs, place, len(groups))
    return Totals(groups=groups, **rows.tables(rows.starts))


def others(sums: Totals) -> Totals:
    """Return, under each group's name, everyone else within the same level of group_2."""
    places: dict[str | None, list[int]] = {}
    for index, (_, second) in enumerate(sums.groups):
        places.setdefault(second, []).append(index)

    def rest_of(table: Array) -> Array:
        rest = np.empty_like(table)
        for columns in places.values():
            total = (table if len(places) == 1 else table[:, columns]).sum(axis=1)
            dust = _DUST * np.abs(total)
            for column in columns:  # one at a time: it fits into the processor's cache
                _less(table[:, column], total, dust, out=rest[:, column])
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


def _less(part: Array, total: Array, dust: Array, *, out: Array) -> None:
    """Write total - part, where what only rounding leaves counts as nothing."""
    np.subtract(total, part, out=out)
    np.copyto(out, 0.0, where=np.abs(out) <= dust)


def _mapped(sums: Totals, groups: tuple[Pair, ...], change: Callable[[Array], Array]) -> Totals:
    """Return Totals with every table changed in the same way."""
    tables = once_each(change, [getattr(sums, name) for name in _NAMES])
    return Totals(groups=groups, **dict(zip(_NAMES, tables, strict=True)))


def _columns(runs: Runs, known: Collection[Pair]) -> tuple[tuple[Pair, ...], Places]:
    """Return the sorted groups, and for each run the place of its group."""
    (first, second), (first_names, second_names) = runs.codes, runs.names
    is_crossed = second_names not in ([], [NOT_STATED]) or any(
        name and beside is not None for name, beside in known
    )
    combined = first * len(second_names) + second
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
