"""Numbers with what each cluster contributed to them: the one form every estimator comes in.

It promises that any smooth function of such numbers carries honest variance and covariance,
without going back to the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seen.domain.findings import Interval
from seen.stats.estimates import Means, column_covariance, cross_products
from seen.stats.intervals import p_value, standard_error, t_interval
from seen.stats.totals import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Linearised:
    """Estimates with one influence row per cluster.

    Attributes
    ----------
    values
        The k estimates.
    influence
        Clusters times k: the linearised contribution of each cluster to each estimate; a cluster
        that has nothing to do with an estimate holds 0 there, and counts as a cluster even so.
    df
        Degrees of freedom of each estimate; 0 where it has no interval.
    """

    values: Array
    influence: Array
    df: Array

    def __post_init__(self) -> None:
        if self.influence.ndim != 2 or self.influence.shape[1] != len(self.values):
            raise ValueError("Influence must be clusters times estimates.")
        if len(self.df) != len(self.values):
            raise ValueError("Every estimate needs its degrees of freedom.")

    def covariance(self) -> Array:
        """Return the k times k covariance, C/(C - 1) Σ (U - Ū)(U - Ū)ᵀ over all C clusters."""
        return cross_products(self.influence, self.influence)

    def mapped(self, values: Array, derivatives: Array) -> Linearised:
        """Return m functions of the estimates (the delta method).

        Parameters
        ----------
        values
            The m values of the functions.
        derivatives
            m times k: the derivative of each function by each estimate. A function has the
            smallest degrees of freedom of the estimates it depends on.
        """
        uses = derivatives != 0
        smallest = np.where(uses, self.df, np.inf).min(axis=1, initial=np.inf)
        return Linearised(
            values=np.asarray(values, dtype=np.float64),
            influence=(derivatives @ self.influence.T).T,  # the clusters of each side by side
            df=np.where(np.isfinite(smallest), smallest, 0.0),
        )

    def combined(self, weights: Array) -> Linearised:
        """Return m linear combinations; `weights` is m times k."""
        return self.mapped(weights @ self.values, weights)

    def taken(self, places: Sequence[int]) -> Linearised:
        """Return some of the estimates, in the order of `places`."""
        at = np.asarray(places, dtype=np.intp)
        return Linearised(values=self.values[at], influence=self.influence[:, at], df=self.df[at])

    def standard_error(self, place: int) -> float:
        """Return the standard error of one estimate."""
        own = self.influence[:, place]
        return standard_error(float(column_covariance(own, own)))

    def interval(self, place: int) -> Interval:
        """Return one estimate with its t interval."""
        return t_interval(
            value=float(self.values[place]),
            standard_error=self.standard_error(place),
            df=float(self.df[place]),
        )

    def p_value(self, place: int) -> float:
        """Return the two-sided p of one estimate being zero; it needs a standard error above 0."""
        return p_value(
            value=float(self.values[place]),
            standard_error=self.standard_error(place),
            df=float(self.df[place]),
        )


def stacked(*parts: Linearised) -> Linearised:
    """Return estimates over the same clusters side by side."""
    return Linearised(
        values=np.concatenate([part.values for part in parts]),
        influence=np.hstack([part.influence for part in parts]),
        df=np.concatenate([part.df for part in parts]),
    )


def linearised(found: Means) -> Linearised:
    """Return means as linearised estimates; an undefined mean has 0 degrees of freedom."""
    return Linearised(
        values=found.values,
        influence=found.influence,
        df=np.where(found.is_defined, found.df, 0.0),
    )
