"""Direct standardisation: what the groups' figures would be, had all met the same mix of strata.

It promises that every group, and everyone else beside it, is weighed by one standard, whose own
sampling error is part of every interval.
"""

from __future__ import annotations

import numpy as np

from seen.stats.estimates import Means, shares, spread_of, with_intervals
from seen.stats.support import Support
from seen.stats.totals import Array, Totals, others, selected


def standardise(support: Support, *, is_share: bool) -> Means:
    """Return the directly standardised means of the compared groups.

    With P_k the share of stratum k in the weight of all answers within support, m_gk the mean of
    group g there and W_gk its weight, adj_g = Σ_k P_k m_gk, and cluster c contributes
    U_cg = Σ_k P_k (Σ_cgk wy - m_gk Σ_cgk w) / W_gk + Σ_k m_gk dP_ck (`Support`).

    Parameters
    ----------
    support
        Strata with answers of every compared group; every group's answers count in the standard.
    is_share
        Whether every answer is 0 or 1.

    References
    ----------
    Rothman, Greenland and Lash 2008, Modern Epidemiology, 3rd edition, chapter 15; the influence
    is Woodruff 1971, Journal of the American Statistical Association 66, 411-414, applied to P_k
    and m_gk. The same figures as a saturated regression with average predictions (g-computation).
    """
    cells = support.cells
    tables = [cells.table(values) for values in (cells.w, cells.wy, cells.wy2)]
    weight, table, squares = _means(support, *tables)
    influence = _own(support, weight, table)
    sums = selected(support.sums, support.pairs)
    return _figures(support, sums, table, influence, squares=squares, is_share=is_share)


def standardise_others(support: Support, *, is_share: bool) -> Means:
    """Return, under each compared group's name, everyone else standardised to the same standard.

    Everyone else are all other answers, of private groups and of groups that are not compared,
    too. They are taken as the whole less the group's own, so that many groups cost no more.

    Parameters
    ----------
    support, is_share
        As for `standardise`.

    References
    ----------
    As in `standardise`.
    """
    cells = support.cells
    tables = [cells.table(values) for values in (cells.w, cells.wy, cells.wy2)]
    weight, table, squares = _means(support, *(item.sum(axis=0) - item for item in tables))
    share = support.standard / weight
    influence = cells.over_groups(cells.wy, share)
    influence -= cells.over_groups(cells.w, share * table)
    influence -= _own(support, weight, table)
    sums = selected(others(support.sums), support.pairs)
    return _figures(support, sums, table, influence, squares=squares, is_share=is_share)


def _means(
    support: Support, weight: Array, total: Array, squares: Array
) -> tuple[Array, Array, Array]:
    """Return Σw, the mean and the mean square of each compared group in each stratum."""
    compared = list(support.compared)
    divisor = weight[compared]
    return divisor, total[compared] / divisor, squares[compared] / divisor


def _own(support: Support, weight: Array, table: Array) -> Array:
    """Return Σ_k P_k (Σ_cgk wy - m_gk Σ_cgk w) / W_gk: clusters times compared groups.

    Both tables are compared groups times strata; the sums are those of the group itself.
    """
    cells, compared = support.cells, list(support.compared)
    by_total, by_weight = np.zeros((2, len(cells.groups), len(cells.strata)))
    by_total[compared] = support.standard / weight
    by_weight[compared] = -by_total[compared] * table
    return cells.combined(by_weight, by_total).T[compared].T


def _figures(
    support: Support,
    sums: Totals,
    table: Array,
    influence: Array,
    *,
    squares: Array,
    is_share: bool,
) -> Means:
    """Return stratum means as standardised figures with all that their intervals need."""
    values, influence = support.standardised(table, influence)
    if is_share:
        values = shares(values)
    return with_intervals(
        sums,
        values=values,
        influence=influence,
        spread=spread_of(values, mean_squares=squares @ support.standard, is_share=is_share),
        is_defined=np.full(len(values), fill_value=True),
    )
