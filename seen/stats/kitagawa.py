"""The two-fold decomposition of a difference of means, and which strata it can be made over.

It promises that its two parts add up to the difference among the answers it covers, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.settings import MINIMUM_PEOPLE
from seen.stats.linear import Linearised
from seen.stats.paired import Derivatives, Paired, Sums, ratio
from seen.stats.totals import Array

MINIMUM_STRATUM: Final = 5  # answers on either side, for a stratum to be compared
Covered = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Decomposed:
    """Every group's difference from its reference in parts, group minus reference.

    Attributes
    ----------
    values
        Four rows, one column per group: composition, same setting, the crude difference, and
        the share of answers that are covered, of the side where it is smaller. Without any
        covered answer the first two are 0 and mean nothing.
    influence
        Clusters times groups for each of the four: what each cluster contributed.
    n_answers
        Per group the answers of the side with the smaller coverage.
    """

    values: Array
    influence: tuple[Array, ...]
    n_answers: Array

    def of(self, place: int, *, df: float) -> Linearised:
        """Return the four numbers of one group."""
        return Linearised(
            values=self.values[:, place],
            influence=np.array([rows[:, place] for rows in self.influence]).T,
            df=np.full(len(self.values), df),
        )


def support(sides: Paired) -> Covered:
    """Return which strata each group is compared in: groups times strata.

    Either side needs 5 answers there. And the answers left out of a side are none or at least 11:
    what a few of them said would follow from the crude gap less the gap among the covered, so
    the smallest strata go as well until those left out are many.
    """
    own, reference = sides.own, sides.reference
    n_least, w_least = np.minimum(own.n, reference.n), np.minimum(own.w, reference.w)
    covered = (n_least >= MINIMUM_STRATUM) & (w_least > 0)
    for place, kept in enumerate(covered):
        while kept.any() and (few := _left_out(kept, own.n[place], reference.n[place])):
            kept[int(np.where(kept, few[0], np.inf).argmin())] = False
    return covered


def _left_out(kept: Covered, *sides: Array) -> list[Array]:
    """Return the answers by stratum of each side of which only a few are left out."""
    return [n for n in sides if 0 < n[~kept].sum() < MINIMUM_PEOPLE]


def decomposed(sides: Paired, covered: Covered) -> Decomposed:
    """Return the two-fold decomposition of every group's difference from its reference.

    With P the shares of the strata among the covered answers of a side and m its means there,
    composition = Σ (P_a - P_b)(m_a + m_b)/2 and same setting = Σ (P_a + P_b)/2 (m_a - m_b).

    Parameters
    ----------
    sides
        The sums of both sides.
    covered
        Groups times strata: the strata that are compared.

    References
    ----------
    Kitagawa 1955, Journal of the American Statistical Association 50, 1168-1194 (two components
    with average weights); Das Gupta 1993, Current Population Reports P23-186, chapter 5.
    Influence by the delta method.
    """
    own, other = sides.own.inside(covered), sides.reference.inside(covered)
    share_a, share_b = ratio(own.w, own.total), ratio(other.w, other.total)
    apart, together = share_a - share_b, (share_a + share_b) / 2
    middle, step = (own.means + other.means) / 2, own.means - other.means
    mean_a, by_mean_a = _crude(sides.own)
    mean_b, by_mean_b = _crude(sides.reference)
    coverage, by_coverage, n_answers = _coverage(sides, covered)
    composition = sides.influence(
        _derivatives(own, covered, by_share=middle, by_mean=apart / 2),
        _derivatives(other, covered, by_share=-middle, by_mean=apart / 2),
    )
    same = sides.influence(
        _derivatives(own, covered, by_share=step / 2, by_mean=together),
        _derivatives(other, covered, by_share=step / 2, by_mean=-together),
    )
    # Where all is covered the parts add up, nothing else moves, and passes over rows are saved.
    crude, coverages = composition + same, np.zeros_like(same)
    if (coverage < 1).any():
        crude = sides.influence(by_mean_a, by_mean_b.times(-1))
        coverages = sides.influence(*by_coverage)
    return Decomposed(
        values=np.array(
            [
                (apart * middle).sum(axis=1),
                (together * step).sum(axis=1),
                mean_a - mean_b,
                coverage,
            ]
        ),
        influence=(composition, same, crude, coverages),
        n_answers=n_answers,
    )


def _derivatives(side: Sums, covered: Covered, *, by_share: Array, by_mean: Array) -> Derivatives:
    """Return how a number moves with one side's sums, given how with its shares and means.

    A share Σw/W moves by 1/W in its own stratum and by minus the share over W in all; a mean by
    (wy - mean w) over its Σw.
    """
    drift = by_share - (ratio(side.w, side.total) * by_share).sum(axis=1, keepdims=True)
    per_weight = ratio(by_mean, side.w)
    return Derivatives(
        w=ratio(drift * covered, side.total) - per_weight * side.means, wy=per_weight
    )


def _crude(side: Sums) -> tuple[Array, Derivatives]:
    """Return the mean of each group over all its strata, and how it moves with their sums."""
    mean = ratio(side.wy.sum(axis=1, keepdims=True), side.total)
    each = ratio(np.ones_like(side.w), side.total)
    return mean[:, 0], Derivatives(w=-mean * each, wy=each)


def _coverage(
    sides: Paired, covered: Covered
) -> tuple[Array, tuple[Derivatives, Derivatives], Array]:
    """Return the smaller of both sides' covered shares, how it moves, and that side's answers."""
    both = (sides.own, sides.reference)
    shares = [ratio((side.w * covered).sum(axis=1, keepdims=True), side.total) for side in both]
    is_own = shares[0] <= shares[1]
    own, other = (
        Derivatives(w=ratio((covered - share) * is_lesser, side.total), wy=np.zeros_like(side.w))
        for side, share, is_lesser in zip(both, shares, (is_own, ~is_own), strict=True)
    )
    n_answers = np.where(is_own[:, 0], *(side.n.sum(axis=1) for side in both))
    return np.minimum(*shares)[:, 0], (own, other), n_answers
