"""Shares of the variation of an outcome that go with blocks of predictors (grouped LMG).

They promise to add up: blocks, what is adjusted for and what is unexplained make 1, in whatever
order the blocks are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import factorial

import numpy as np

from seen.domain.findings import Reason, Withheld
from seen.stats.linear import Linearised
from seen.stats.moments import Moments
from seen.stats.totals import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Importance:
    """What share of the variance of an outcome goes with each block of predictors.

    Attributes
    ----------
    blocks
        The names of the B blocks.
    shares
        Of each block, then of what is adjusted for (0 where nothing is), then the unexplained
        share 1 - R²: B + 2 estimates that add up to 1.
    """

    blocks: tuple[str, ...]
    shares: Linearised

    @property
    def r_squared(self) -> float:
        """The share of the variance that all blocks and covariates explain together."""
        return float(1 - self.shares.values[-1])

    def differences(self) -> tuple[tuple[tuple[str, str], ...], Linearised]:
        """Return all pairs of blocks, and the share of the first less that of the second."""
        size = len(self.blocks)
        pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
        weights = np.zeros((len(pairs), size + 2))
        for row, (i, j) in enumerate(pairs):
            weights[row, i], weights[row, j] = 1.0, -1.0
        names = tuple((self.blocks[i], self.blocks[j]) for i, j in pairs)
        return names, self.shares.combined(weights)


def importance(
    found: Moments,
    *,
    outcome: str,
    blocks: Mapping[str, Sequence[str]],
    covariates: Sequence[str] = (),
) -> Importance | Withheld:
    """Return the Shapley shares of R² over blocks, covariates always going first.

    With R²(A) of the regression on the blocks in A and the covariates, block b has the mean over
    all orders of R²(A and b) - R²(A), A being the blocks before it. With v the residual of the
    outcome as coefficients, dR²(A) = (1 - R²) dS_yy - v'dS v, all variables in units of their
    spread; a share is linear in these. Collinear predictors count once: R² is that of the space
    they span.

    Parameters
    ----------
    found
        Moments over complete answers; they may hold further variables.
    outcome
        The variable whose variance is shared out.
    blocks
        Predictors by block; a block of one is a predictor by itself.
    covariates
        What is adjusted for.

    Returns
    -------
    Importance, or Withheld as undefined where the outcome or a predictor is constant.

    Raises
    ------
    ValueError
        When a variable is unknown or has two roles, or a block is empty.

    References
    ----------
    Lindeman, Merenda and Gold 1980, Introduction to Bivariate and Multivariate Analysis, 119-127;
    for groups of regressors Grömping 2006, Journal of Statistical Software 17(1), sections 2.2
    and 4.3 (R relaimpo, `lmg`, `groups`, `always`).
    """
    _check_roles(outcome, blocks, covariates)
    used = found.places([outcome, *chain.from_iterable(blocks.values()), *covariates])
    if found.is_constant[used].any():
        return Withheld(reason=Reason.UNDEFINED)
    values, slopes = _explained(found, outcome, list(blocks.values()), covariates)
    weights = np.vstack([_shapley(len(blocks)), np.zeros((2, len(values)))])
    weights[-2, 0], weights[-1, -1] = 1.0, -1.0  # R² of the covariates alone, and less that of all
    shares = weights @ values
    shares[-1] += 1.0
    return Importance(
        blocks=tuple(blocks),
        shares=found.mapped(np.maximum(shares, 0.0), np.tensordot(weights, slopes, axes=1)),
    )


def _explained(
    found: Moments, outcome: str, blocks: Sequence[Sequence[str]], covariates: Sequence[str]
) -> tuple[Array, Array]:
    """Return R² of every subset of blocks (bit i stands for block i), and its derivatives."""
    size, (y,) = len(found.variables), found.places([outcome])
    n_subsets = 1 << len(blocks)
    values, slopes = np.empty(n_subsets), np.empty((n_subsets, size, size))
    for subset in range(n_subsets):
        inside = [name for i, block in enumerate(blocks) if subset >> i & 1 for name in block]
        left = found.residual(outcome, [*covariates, *inside])
        unexplained = min(max(float(left @ found.covariance @ left), 0.0), 1.0)
        slope = -np.outer(left, left)
        slope[y, y] += unexplained
        values[subset], slopes[subset] = 1 - unexplained, slope
    return values, slopes


def _shapley(n_blocks: int) -> Array:
    """Return blocks times subsets: how each subset's R² counts in the share of each block."""
    weights = np.zeros((n_blocks, 1 << n_blocks))
    for subset in range(1 << n_blocks):
        size = subset.bit_count()
        for block in range(n_blocks):
            if subset >> block & 1:
                orders = factorial(size - 1) * factorial(n_blocks - size)
                weights[block, subset] = orders / factorial(n_blocks)
            else:
                orders = factorial(size) * factorial(n_blocks - size - 1)
                weights[block, subset] = -orders / factorial(n_blocks)
    return weights


def _check_roles(
    outcome: str, blocks: Mapping[str, Sequence[str]], covariates: Sequence[str]
) -> None:
    """Refuse variables with two roles, and blocks without any."""
    if not blocks or not all(blocks.values()):
        raise ValueError("Shares need at least one block, and every block a predictor.")
    roles = [outcome, *chain.from_iterable(blocks.values()), *covariates]
    if len(set(roles)) != len(roles):
        raise ValueError("The outcome, the predictors and the covariates must all differ.")
