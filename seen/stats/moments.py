"""Moments: variances and covariances of several variables, with what each cluster contributed.

They promise that whatever is a smooth function of covariances (shares of variance, regressions,
paths) carries the variance of the one engine, without going back to the answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.domain.cells import MomentCells
from seen.errors import DataFileError
from seen.stats.estimates import degrees_of_freedom
from seen.stats.linear import Linearised
from seen.stats.totals import WHOLE, Array, Totals
from seen.text import text

Variables = Sequence[str]

# A variance this small beside the mean square is what rounding leaves of a constant.
_ROUNDING: Final = 1e-10
# Directions in which predictors vary less than this, their own spread being 1, are collinear.
COLLINEAR: Final = 1e-10
_NAMES: Final = ("n", "w", "w2", "wy", "wy2")


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """Covariances of k variables over C clusters, each variable in units of its own spread.

    Attributes
    ----------
    variables
        Their names.
    products
        The k(k + 1)/2 covariances, the upper triangle row by row; 1 where a variable meets
        itself. Units are fixed, so influence is that of the covariances in those units.
    spread
        The standard deviation of each variable in its own unit.
    is_constant
        Whether a variable is the same for everybody; its covariances are 0 and mean nothing.
    sums
        Of each variable its Totals over the complete answers, as one group.
    """

    variables: tuple[str, ...]
    products: Linearised
    spread: Array
    is_constant: npt.NDArray[np.bool_]
    sums: tuple[Totals, ...]

    @property
    def covariance(self) -> Array:
        """The k times k covariances, in units of spread: the correlations."""
        size = len(self.variables)
        full = np.empty((size, size))
        rows, columns = np.triu_indices(size)
        full[rows, columns] = full[columns, rows] = self.products.values
        return full

    def mapped(self, values: Array, slopes: Array) -> Linearised:
        """Return m functions of the covariances; `slopes` is m times k times k, symmetric or not.

        Each slope is the derivative by all k times k covariances, as if they were free of one
        another; those that are the same number are added up.
        """
        rows, columns = np.triu_indices(len(self.variables))
        both = slopes + slopes.transpose(0, 2, 1)
        return self.products.mapped(
            values, both[:, rows, columns] / np.where(rows == columns, 2, 1)
        )

    def places(self, names: Variables) -> list[int]:
        """Return where variables stand; a name that is not there is refused."""
        unknown = [name for name in names if name not in self.variables]
        if unknown:
            raise ValueError(f"No moments of {', '.join(unknown)} were asked for.")
        return [self.variables.index(name) for name in names]

    def within(self, names: Variables) -> Array:
        """Return the covariances of some variables with one another."""
        at = self.places(names)
        return self.covariance[np.ix_(at, at)]

    def is_collinear(self, names: Variables) -> bool:
        """Return whether variables repeat one another, so that none has an effect of its own."""
        return bool(np.linalg.eigvalsh(self.within(names))[0] < COLLINEAR)

    def residual(self, target: str, given: Variables) -> Array:
        """Return the k coefficients of what the regression on given variables leaves of a target.

        The coefficient of the target is 1, that of a given variable its regression coefficient
        with the sign turned, in units of spread. Of collinear variables the shortest solution is
        taken; what is left over is the same for all.
        """
        at, (y,) = self.places(given), self.places([target])
        left = np.zeros(len(self.variables))
        left[at] = -self.inverse(given) @ self.covariance[at, y]
        left[y] = 1.0
        return left

    def inverse(self, names: Variables) -> Array:
        """Return the inverse of covariances; of collinear variables the pseudo-inverse."""
        if not names:
            return np.empty((0, 0))
        found = np.linalg.pinv(self.within(names), rcond=COLLINEAR, hermitian=True)
        return np.asarray(found, dtype=np.float64)


def moments(cells: MomentCells) -> Moments:
    """Return the linearised moments of cells.

    With W = Σw and m = Σwz / W, S = Σwzz' / W - mm'; cluster c contributes to S
    (Σ_c wzz' - m Σ_c wz' - Σ_c wz m' + mm' Σ_c w - S Σ_c w) / W. What it contributes to m drops
    out, since S does not change with m to the first order. Degrees of freedom are the smaller of
    clusters - 1 and those of Bell and McCaffrey (`estimates.degrees_of_freedom`).

    Parameters
    ----------
    cells
        Weights in any unit.

    Raises
    ------
    DataFileError
        When a sum is not a finite number, or a count or weight is negative.

    References
    ----------
    Skinner, Holt and Smith 1989, Analysis of Complex Surveys, chapter 3 (covariances as
    functions of totals); Woodruff 1971, Journal of the American Statistical Association 66,
    411-414.
    """
    (n, w, w2), wz, wzz = _arrays(cells)
    rows, columns = np.triu_indices(len(cells.variables))
    weight = w.sum() or 1.0
    mean = wz.sum(axis=1) / weight
    left, right = mean[rows, None], mean[columns, None]
    about = wzz - left * wz[columns] - right * wz[rows] + left * right * w
    covariance = about.sum(axis=1) / weight
    is_own = rows == columns
    variance, squares = covariance[is_own], wzz[is_own].sum(axis=1) / weight
    is_constant = variance <= _ROUNDING * squares
    spread = np.sqrt(np.where(is_constant, 1.0, variance))
    unit = np.where(is_constant, 0.0, 1 / spread)
    scale = unit[rows] * unit[columns]
    scaled = covariance * scale
    influence = (about * scale[:, None] - scaled[:, None] * w) / weight
    sums = tuple(
        Totals(groups=(WHOLE,), **dict(zip(_NAMES, (it[:, None] for it in each), strict=True)))
        for each in ((n, w, w2, wy, wy2) for wy, wy2 in zip(wz, wzz[is_own], strict=True))
    )
    df = float(degrees_of_freedom(sums[0])[0])
    return Moments(
        variables=cells.variables,
        products=Linearised(values=scaled, influence=influence.T, df=np.full(len(scaled), df)),
        spread=spread,
        is_constant=is_constant,
        sums=sums,
    )


def _arrays(cells: MomentCells) -> tuple[Array, Array, Array]:
    """Return n, Σw and Σw² (3 times C), Σwz (k times C) and the triangle of Σwzz'."""
    frame = cells.frame
    if not frame["cluster_id"].is_monotonic_increasing:
        # Sorted, so that the order in which the database returned the rows changes no digit.
        frame = frame.sort_values("cluster_id", na_position="last")
    sums = frame[list(cells.columns[1:])].to_numpy(dtype=np.float64, na_value=np.nan)
    # Each sum's clusters stand together in memory: what runs over clusters is fast.
    sums = np.ascontiguousarray(sums[sums[:, 0] != 0].T)
    size = len(cells.variables)
    counts, first, second = sums[:3], sums[3 : 3 + size], sums[3 + size :]
    rows, columns = np.triu_indices(size)
    if not np.isfinite(sums).all():
        raise DataFileError(text("error.sum_not_finite"))
    if (counts < 0).any() or (second[rows == columns] < 0).any():
        raise DataFileError(text("error.sum_negative"))
    return counts, first, second
