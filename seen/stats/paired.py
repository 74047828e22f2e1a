"""Each group beside what it is compared with, stratum by stratum.

It promises that any number made from both sides carries what each cluster contributed to it, at
the cost of a few passes over the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from seen.stats.strata import Strata
from seen.stats.totals import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Answers, Σw and Σwy of one side of every comparison: groups times strata."""

    n: Array
    w: Array
    wy: Array

    @property
    def means(self) -> Array:
        """The mean of each group in each stratum; 0 where there is no weight."""
        return ratio(self.wy, self.w)

    @property
    def total(self) -> Array:
        """The weight of each group over all strata: groups times 1."""
        found: Array = self.w.sum(axis=1, keepdims=True)
        return found

    def inside(self, covered: npt.NDArray[np.bool_]) -> Sums:
        """Return the sums of the strata that are covered, zeros elsewhere."""
        return Sums(n=self.n * covered, w=self.w * covered, wy=self.wy * covered)


@dataclass(frozen=True, kw_only=True, eq=False)
class Derivatives:
    """By how much a number of each group moves with Σw and with Σwy: groups times strata."""

    w: Array
    wy: Array

    def times(self, factor: float) -> Derivatives:
        """Return the derivatives of a multiple of the number."""
        return Derivatives(w=factor * self.w, wy=factor * self.wy)

    def less(self, other: Derivatives) -> Derivatives:
        """Return the derivatives of a difference."""
        return Derivatives(w=self.w - other.w, wy=self.wy - other.wy)


@dataclass(frozen=True, kw_only=True, eq=False)
class Paired:
    """All groups, each with its own answers and those of its reference in the same strata.

    Attributes
    ----------
    rows
        The sums of all groups.
    versus
        The sums of the reference: those of one group, or all rows where the reference of each
        group is everyone else.
    is_others
        Whether each group is compared with everyone else.
    """

    rows: Strata
    versus: Strata
    is_others: bool

    @cached_property
    def own(self) -> Sums:
        """The sums of each group."""
        rows = self.rows
        return Sums(n=rows.table(rows.n), w=rows.table(rows.w), wy=rows.table(rows.wy))

    @cached_property
    def reference(self) -> Sums:
        """The sums of what each group is compared with."""
        rows, own = self.versus, self.own
        every = [rows.table(values).sum(axis=0) for values in (rows.n, rows.w, rows.wy)]
        if not self.is_others:
            n, w, wy = (np.tile(values, (len(own.n), 1)) for values in every)
            return Sums(n=n, w=w, wy=wy)
        n = every[0] - own.n  # counts are exact; sums of decimals leave dust where nobody is left
        return Sums(
            n=n,
            w=np.where(n > 0, every[1] - own.w, 0.0),
            wy=np.where(n > 0, every[2] - own.wy, 0.0),
        )

    def influence(self, own: Derivatives, reference: Derivatives) -> Array:
        """Return clusters times groups: what each cluster contributed to a number of each group.

        Parameters
        ----------
        own, reference
            The derivatives of the number by the sums of each stratum on either side.
        """
        # Of everyone else the sums below run over all rows, so the group's own go off them here.
        inner = own.less(reference) if self.is_others else own
        found = self.rows.combined(inner.w, inner.wy)
        found += self.versus.over_groups(self.versus.w, reference.w)
        found += self.versus.over_groups(self.versus.wy, reference.wy)
        return found

    def one(self, place: int) -> tuple[Strata, Strata]:
        """Return the rows of one group, and those of what it is compared with."""
        name = self.rows.groups[place]
        beside = set(self.rows.groups) - {name}
        other = self.rows.of_groups(beside) if self.is_others else self.versus
        return self.rows.of_groups({name}), other


def paired(rows: Strata, *, versus: str | None) -> Paired:
    """Return every group beside its reference, by stratum.

    Parameters
    ----------
    rows
        The sums of all groups.
    versus
        The name of the group the others are compared with; None for everyone else.
    """
    return Paired(
        rows=rows,
        versus=rows if versus is None else rows.of_groups({versus}),
        is_others=versus is None,
    )


def ratio(over: Array, under: Array) -> Array:
    """Return a quotient, 0 where there is nothing to divide by.

    Parameters
    ----------
    over, under
        Of one shape, as the result is; `under` is not below 0.
    """
    found: Array = np.divide(over, under, out=np.zeros_like(over), where=under > 0)
    return found
