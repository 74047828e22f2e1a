"""Strata in which a gap runs the other way than it does over all answers (Simpson's paradox).

It promises that a stratum counts as reversed only where its own gap is reliable after allowing
for the number of strata.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from seen.domain.findings import Interval
from seen.stats.compare import variance_of
from seen.stats.estimates import covariance, means
from seen.stats.gaps import LEVEL, Contrast, Scale, difference, holm, p_of
from seen.stats.judgement import MINIMUM_ANSWERS
from seen.stats.linear import Linearised
from seen.stats.paired import Derivatives, Paired
from seen.stats.references import Side, side
from seen.stats.strata import Strata
from seen.stats.totals import Totals
from seen.stats.views import share


def reversed_share(sides: Paired, place: int, *, scale: Scale, df: float) -> Interval | None:
    """Return the share of both sides' answers in strata whose gap reverses the crude gap.

    A stratum is looked at where either side has 30 answers, and reversed where its gap has the
    other sign and a Holm p below .05 over all strata looked at. None where none is.

    Parameters
    ----------
    sides
        The sums of both sides.
    place
        Which group.
    scale
        How the figure is read.
    df
        Degrees of freedom of the share.

    References
    ----------
    Simpson 1951, Journal of the Royal Statistical Society B 13, 238-241; Holm as in `gaps`.
    """
    own, other = sides.own, sides.reference
    n_least = np.minimum(own.n[place], other.n[place])
    looked_at = n_least >= MINIMUM_ANSWERS
    apart = own.means[place] - other.means[place]
    whole = own.wy[place].sum() / own.w[place].sum() - other.wy[place].sum() / other.w[place].sum()
    against = np.flatnonzero(looked_at & (apart * whole < 0))
    if not against.size:
        return None
    p_values = _p_values(sides, place, against, scale=scale)
    others = [1.0] * int(looked_at.sum() - against.size)  # same direction: no evidence against
    adjusted = np.array(holm([*p_values, *others]))[: against.size]
    is_reversed = np.zeros(looked_at.shape, dtype=bool)
    is_reversed[against[adjusted < LEVEL]] = True
    return _share(sides, place, is_reversed, df=df) if is_reversed.any() else None


def _p_values(
    sides: Paired, place: int, strata: npt.NDArray[np.intp], *, scale: Scale
) -> list[float]:
    """Return the p of no gap in some strata of a group; 1 where too few to judge."""
    own, other = (
        _side(rows, [sides.rows.strata[stratum] for stratum in strata], scale=scale)
        for rows in sides.one(place)
    )
    joint = covariance(own.means, other.means)
    found = []
    for index in range(len(strata)):
        mine, theirs = own.found[index], other.found[index]
        p = 1.0
        if isinstance(mine, Interval) and isinstance(theirs, Interval):
            contrast = Contrast(
                value=mine.value,
                reference=theirs.value,
                variance=variance_of(own, index, mine, scale=scale),
                reference_variance=variance_of(other, index, theirs, scale=scale),
                covariance=float(joint[index]),
                df=float(min(own.means.df[index], other.means.df[index])),
            )
            if isinstance(difference(contrast, scale=scale), Interval):
                p = p_of(contrast)
        found.append(p)
    return found


def _side(rows: Strata, names: Sequence[str], *, scale: Scale) -> Side:
    """Return the means of one side in some strata."""
    kept = rows.of_strata(names)
    sums = Totals(
        groups=tuple((name, None) for name in names),
        n=kept.by_stratum(kept.n),
        w=kept.by_stratum(kept.w),
        w2=kept.by_stratum(kept.w2),
        wy=kept.by_stratum(kept.wy),
        wy2=kept.by_stratum(kept.wy2),
    )
    return side(means(sums, is_share=True), private=(), is_share=scale.is_share)


def _share(
    sides: Paired, place: int, is_reversed: npt.NDArray[np.bool_], *, df: float
) -> Interval:
    """Return which share of both sides' answers stands in some strata."""
    own, other = sides.own, sides.reference
    weight, n = own.w[place] + other.w[place], float((own.n[place] + other.n[place]).sum())
    value = float(weight[is_reversed].sum() / weight.sum())
    by = np.zeros_like(own.w)
    by[place] = (is_reversed - value) / weight.sum()
    derivatives = Derivatives(w=by, wy=np.zeros_like(by))
    influence = sides.influence(derivatives, derivatives)[:, [place]]
    found = Linearised(values=np.array([value]), influence=influence, df=np.array([df]))
    return share(found, 0, n_answers=n)
