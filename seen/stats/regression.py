"""Regression adjustment: every group's predicted figure, averaged over the same mix of strata.

It promises figures for groups whose strata are thin, with the sampling error of the model and of
the mix in their intervals, or the reason why the model has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.linalg import qr
from scipy.sparse import csr_array, eye_array, hstack, kron

from seen.domain.dimensions import NOT_STATED
from seen.stats.estimates import Means, shares, spread_of, with_intervals
from seen.stats.patterns import Answers, Fit, fit
from seen.stats.sample import SEPARATOR
from seen.stats.support import Support, Truths
from seen.stats.totals import Array, Totals, others, selected

_ROUNDING: Final = 1e-10


@dataclass(frozen=True, kw_only=True, eq=False)
class Regression:
    """Predicted figures of the compared groups, and under each name those of everyone else."""

    own: Means
    rest: Means


def regress(support: Support, *, is_share: bool, n_dimensions: int) -> Regression:
    """Return the compared groups' predicted means, standardised over the support.

    A share is fitted by logistic regression, a mean by linear regression, on a constant for each
    group and main effects of the Dimensions that make up the strata, over the answers of the
    compared groups within support. With μ_gk the prediction for group g in stratum k and P_k as
    in `Support`, adj_g = Σ_k P_k μ_gk (g-computation), and cluster c contributes what it
    contributes to the coefficients times Σ_k P_k dμ_gk/dβ, and Σ_k μ_gk dP_ck.

    Everyone else of a group are, unlike in direct standardisation, the other compared groups
    alone: the mean of their predictions over the same standard, each in proportion to the weight
    of its answers within support. No second model is fitted.

    Undefined are the figures of all groups where the model has no finite coefficients; of one
    group where all its answers are the same, which a logistic model cannot say (the others are
    then fitted without it); and of everyone else where they hold such a group.

    Parameters
    ----------
    support
        Strata with answers of every compared group.
    is_share
        Whether every answer is 0 or 1.
    n_dimensions
        How many Dimensions' levels each stratum joins; 0 for strata that are levels themselves.

    References
    ----------
    Robins 1986, Mathematical Modelling 7, 1393-1512; Graubard and Korn 1999, Biometrics 55,
    652-659 (predictive margins with survey data).
    """
    sums = selected(support.sums, support.pairs)
    is_known = _varies(sums) if is_share else np.full(len(sums.groups), fill_value=True)
    found = _fitted(support, is_known, is_share=is_share, n_dimensions=n_dimensions)
    if found is None:
        is_known = np.full(len(is_known), fill_value=False)
    table = np.zeros((len(is_known), len(support.cells.strata)))
    influence = np.zeros((len(is_known), support.cells.n_clusters)).T
    if found is not None:
        table[is_known] = found.fitted.reshape(-1, table.shape[1])
        influence[:, is_known] = found.influence(_derivatives(support, found))
    values, influence = support.standardised(table, influence)
    own = _figures(sums, values, influence, is_known, is_share=is_share)
    return Regression(own=own, rest=_mixture(own, sums, is_share=is_share))


def main_effects(strata: Sequence[str], n_dimensions: int) -> Array:
    """Return strata times columns that span the main effects of their Dimensions, less a constant.

    A level that says nothing new (one Dimension that follows from the others) has no column: the
    predictions are the same without it.

    Parameters
    ----------
    strata
        The levels of the Dimensions, joined by `SEPARATOR`.
    n_dimensions
        How many each joins; 0 for strata that are levels themselves.

    Raises
    ------
    ValueError
        When a stratum joins another number of levels.
    """
    parts = [_levels(name, n_dimensions) for name in strata]
    columns = [
        [float(part[place] == level) for part in parts]
        for place in range(max(n_dimensions, 1))
        for level in sorted({part[place] for part in parts})[1:]
    ]
    if not columns:
        return np.zeros((len(strata), 0))
    full = np.array(columns).T
    _, triangle, order = qr(full - full.mean(axis=0), mode="economic", pivoting=True)
    size = np.abs(np.diag(triangle))
    found: Array = full[:, np.sort(order[: len(size)][size > _ROUNDING * size.max(initial=0.0)])]
    return found


def _levels(stratum: str, n_dimensions: int) -> list[str]:
    """Return the levels a stratum joins."""
    if n_dimensions == 0:
        return [stratum]
    if stratum == NOT_STATED:
        return [NOT_STATED] * n_dimensions
    levels = stratum.split(SEPARATOR)
    if len(levels) != n_dimensions:
        raise ValueError(f"A stratum joins {len(levels)} levels, not {n_dimensions}.")
    return levels


def _varies(sums: Totals) -> Truths:
    """Return which groups hold answers of both kinds."""
    values = shares(sums.wy.sum(axis=0) / sums.w.sum(axis=0))
    return (values > 0) & (values < 1)


def _fitted(
    support: Support, is_fitted: Truths, *, is_share: bool, n_dimensions: int
) -> Fit | None:
    """Return the model of some of the compared groups; None without finite coefficients."""
    if not is_fitted.any():
        return None
    cells, effects = support.cells, main_effects(support.cells.strata, n_dimensions)
    places = np.array(support.compared, dtype=np.intp)[is_fitted]
    row = np.full(len(cells.groups), -1)
    row[places] = np.arange(len(places))
    rows = cells.where(row[cells.group] >= 0) if len(places) < len(row) else cells
    answers = Answers(
        design=hstack(
            [
                kron(eye_array(len(places)), np.ones((len(effects), 1))),
                csr_array(np.tile(effects, (len(places), 1))),
            ],
            format="csr",
        ),
        n_clusters=cells.n_clusters,
        cluster=rows.cluster,
        pattern=row[rows.group] * len(effects) + rows.stratum,
        w=rows.w,
        wy=rows.wy,
    )
    return fit(answers, is_share=is_share)


def _derivatives(support: Support, found: Fit) -> Array:
    """Return how the standardised predictions move with the coefficients: groups times these."""
    n_strata = len(support.cells.strata)
    moves = found.slope.reshape(-1, n_strata) * support.standard
    rows = np.repeat(np.arange(len(moves)), n_strata)
    spread_out = csr_array((moves.ravel(), (rows, np.arange(moves.size))))
    derivatives: Array = (spread_out @ found.answers.design).toarray()
    return derivatives


def _mixture(own: Means, sums: Totals, *, is_share: bool) -> Means:
    """Return, under each group's name, the mean of the other groups' figures by their weight.

    With W_h the weight of group h and S_ch that of cluster c in it, v_g = Σ_h W_h a_h / Σ_h W_h
    over the others, and U_cg = Σ_h (W_h U_ch + (a_h - v_g) S_ch) / Σ_h W_h.
    """
    is_other = 1.0 - np.eye(len(own.values))
    weight = sums.w.sum(axis=0)
    total = is_other @ weight
    values = is_other @ (weight * own.values) / total
    influence = (own.influence * weight + sums.w * own.values) @ is_other
    influence = (influence - (sums.w @ is_other) * values) / total
    is_known = is_other @ ~own.is_defined == 0
    return _figures(others(sums), values, influence, is_known, is_share=is_share)


def _figures(
    sums: Totals, values: Array, influence: Array, is_known: Truths, *, is_share: bool
) -> Means:
    """Return predicted figures with all that their intervals need.

    How answers vary is taken from the answers themselves, so that a model that fits badly seems
    worth no fewer of them.
    """
    weight = sums.w.sum(axis=0)
    spread = spread_of(
        values if is_share else sums.wy.sum(axis=0) / weight,
        mean_squares=sums.wy2.sum(axis=0) / weight,
        is_share=is_share,
    )
    return with_intervals(
        sums, values=values, influence=influence, spread=spread, is_defined=is_known
    )
