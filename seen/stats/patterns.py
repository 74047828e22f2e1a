"""Linear and logistic regression on sums: one row per pattern of predictors, not per answer.

They promise the coefficients and cluster-robust covariance of the same model on the microdata,
or None where no finite coefficients exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.special import expit

from seen.stats.totals import Array

_MOST_STEPS: Final = 30  # a share of 1 in 10^6 takes 17; separated data never arrive
_MOST_HALVINGS: Final = 20
_SMALL_STEP: Final = 1e-7  # of a coefficient; the next one would be its square
_SINGULAR: Final = 1e-10  # smallest eigenvalue of the information, scaled to a diagonal of 1
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """Sums per cluster and pattern, one row each, with the design of the patterns.

    Attributes
    ----------
    design
        Patterns times coefficients.
    n_clusters
        All clusters, also those without any of the rows.
    cluster, pattern
        For each row the place of its cluster and pattern.
    w, wy
        For each row Σw and Σwy, where w is a weight in any unit.
    """

    design: csr_array
    n_clusters: int
    cluster: npt.NDArray[np.intp]
    pattern: npt.NDArray[np.intp]
    w: Array
    wy: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """A fitted regression.

    Attributes
    ----------
    answers
        What was fitted.
    coefficients
        One per column of the design.
    fitted
        The predicted mean of each pattern.
    slope
        How fast the prediction of each pattern moves with its linear predictor: dμ/dη.
    information
        Coefficients times coefficients: XᵀWX, with W the weight of each pattern times its slope.
    """

    answers: Answers
    coefficients: Array
    fitted: Array
    slope: Array
    information: Array

    def influence(self, derivatives: Array) -> Array:
        """Return what each cluster contributes to functions of the coefficients.

        The score of cluster c is s_c = Σ_p x_p (Σ_cp wy - μ_p Σ_cp w), that of the coefficients
        A⁻¹ s_c with A the information, and of a function with derivative d, d A⁻¹ s_c. All
        clusters at once are one sparse product of clusters times patterns.

        Parameters
        ----------
        derivatives
            m times coefficients.

        Returns
        -------
        Clusters times m.

        References
        ----------
        Binder 1983, International Statistical Review 51, 279-292; with C/(C - 1) on the sum of
        products it is the variance of R survey `svyglm`.
        """
        answers = self.answers
        left = answers.wy - self.fitted[answers.pattern] * answers.w
        shape = (answers.n_clusters, len(self.fitted))
        residuals = coo_array((left, (answers.cluster, answers.pattern)), shape=shape)
        found: Array = residuals @ (
            answers.design @ np.linalg.solve(self.information, derivatives.T)
        )
        return found


def fit(answers: Answers, *, is_share: bool) -> Fit | None:
    """Return the regression of the answers on their patterns; None without finite coefficients.

    A mean is regressed linearly (weighted least squares), a share logistically (Newton's method
    from zero, steps halved while they lower the likelihood). Both scores need only Σw and Σwy
    per pattern, so nothing is lost by adding up. None where the design is singular, or where a
    part of it separates the answers, so that some coefficient grows without end.

    Parameters
    ----------
    answers
        At least one row with weight in every pattern.
    is_share
        Whether every answer is 0 or 1.

    References
    ----------
    McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, sections 2.5 and 4.4;
    Albert and Anderson 1984, Biometrika 71, 1-10 (separation).
    """
    n_patterns = answers.design.shape[0]
    w, wy = (
        np.bincount(answers.pattern, weights=values, minlength=n_patterns).astype(np.float64)
        for values in (answers.w, answers.wy)
    )
    if _is_singular(_information(answers.design, w)):
        return None
    found = _logistic(answers.design, w, wy) if is_share else _linear(answers.design, w, wy)
    if found is None:
        return None
    linear = answers.design @ found
    fitted = expit(linear) if is_share else linear
    slope = fitted * (1 - fitted) if is_share else np.ones(n_patterns)
    return Fit(
        answers=answers,
        coefficients=found,
        fitted=fitted,
        slope=slope,
        information=_information(answers.design, w * slope),
    )


def _linear(design: csr_array, w: Array, wy: Array) -> Array:
    """Return the coefficients of weighted least squares."""
    found: Array = np.linalg.solve(_information(design, w), design.T @ wy)
    return found


def _logistic(design: csr_array, w: Array, wy: Array) -> Array | None:
    """Return the coefficients of greatest likelihood; None where Newton's method finds none."""
    found = np.zeros(design.shape[1])
    for _ in range(_MOST_STEPS):
        fitted = expit(design @ found)
        information = _information(design, w * fitted * (1 - fitted))
        try:
            step = np.linalg.solve(information, design.T @ (wy - fitted * w))
        except np.linalg.LinAlgError:
            return None
        size = _useful(design, w, wy, found, step)
        found = found + size * step
        if np.abs(step).max() < _SMALL_STEP:
            return found
    return None


def _useful(design: csr_array, w: Array, wy: Array, start: Array, step: Array) -> float:
    """Return how much of a step may be taken without losing likelihood."""
    before, size = _likelihood(design @ start, w, wy), 1.0
    for _ in range(_MOST_HALVINGS):
        after = _likelihood(design @ (start + size * step), w, wy)
        if after >= before - _ROUNDING * abs(before):
            break
        size /= 2
    return size


def _likelihood(linear: Array, w: Array, wy: Array) -> float:
    """Return the logarithm of the likelihood of shares."""
    return float(wy @ linear - w @ np.logaddexp(0.0, linear))


def _information(design: csr_array, weights: Array) -> Array:
    """Return XᵀWX."""
    weighted = design.multiply(weights[:, np.newaxis]).tocsr()
    found: Array = (design.T @ weighted).toarray()
    return found


def _is_singular(information: Array) -> bool:
    """Return whether some combination of coefficients cannot be told from the data."""
    size = np.sqrt(np.diag(information))
    if not (size > 0).all():
        return True
    smallest = np.linalg.eigvalsh(information / np.outer(size, size)).min(initial=1.0)
    return bool(smallest < _SINGULAR)
