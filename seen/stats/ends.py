"""How a gap differs between the two ends of an ordered Dimension: a difference of differences.

It promises that both ends are levels at which the gap itself is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seen.domain.findings import Interval, Reason, Withheld
from seen.stats.compare import variance_of
from seen.stats.estimates import cross_products, means
from seen.stats.intervals import standard_error, t_interval
from seen.stats.ladder import Ladder, Members
from seen.stats.references import Side, side
from seen.stats.totals import Pair, Totals

_SIGNS = np.array([1.0, -1.0, -1.0, 1.0])  # (group - reference) at most - the same at least
_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """The gap at one level less the gap at another, positive where it grows for the worse."""

    found: Interval
    df: float
    least: str
    most: str
    members: Members  # the group's own answers at both


def changes(steps: Ladder) -> dict[str, Change | Withheld]:
    """Return, by compared group, its gap at its highest shown level less that at its lowest.

    The variance of (a₁ - b₁) - (a₀ - b₀) is that of the contrast of four means over the same
    clusters, with the smallest of their degrees of freedom; a share of 0 or 1, or one on which
    all clusters agree, brings what its interval implies, as in any gap.

    References
    ----------
    Card and Krueger 1994, American Economic Review 84, 772-793, for the estimator; the variance
    is that of `compare`.
    """
    ends: dict[str, tuple[str, str]] = {}
    found: dict[str, Change | Withheld] = {}
    for group in steps.compared:
        both = steps.levels_of_both(group)
        if len(both) >= 2:
            ends[group] = both[0], both[-1]
        else:
            found[group] = Withheld(reason=Reason.TOO_FEW) if both else steps.why_not_both(group)
    four = _four_means(steps, ends)
    for place, (group, (least, most)) in enumerate(ends.items()):
        found[group] = _change(steps, four, 4 * place, group, least=least, most=most)
    return found


def _change(
    steps: Ladder, means: Side, start: int, group: str, *, least: str, most: str
) -> Change | Withheld:
    """Return the gap of one group at one level less that at another."""
    scale, places = steps.sample.scale, range(start, start + 4)
    intervals = {
        place: item for place in places if isinstance(item := means.found[place], Interval)
    }
    if len(intervals) < len(places):
        return Withheld(reason=Reason.TOO_FEW)
    influence = means.means.influence[:, places]
    joint = cross_products(influence, influence)
    variances = [variance_of(means, place, item, scale=scale) for place, item in intervals.items()]
    np.fill_diagonal(joint, variances)
    error = standard_error(float(_SIGNS @ joint @ _SIGNS))
    if error <= _ROUNDING * scale.span:
        return Withheld(reason=Reason.UNDEFINED)
    value, df = _SIGNS @ means.means.values[places], float(means.means.df[places].min())
    return Change(
        found=t_interval(value=scale.worse_sign * float(value), standard_error=error, df=df),
        df=df,
        least=least,
        most=most,
        members=steps.members(group, (least, most)),
    )


def _four_means(steps: Ladder, ends: Mapping[str, tuple[str, str]]) -> Side:
    """Return, for each group in turn, its mean and its reference's at most, then at least."""
    names: list[Pair] = []
    members: list[Members] = []
    for group, (least, most) in ends.items():
        for level in (most, least):
            names += [(group, level), (group, level)]
            members += [steps.members(group, (level,)), steps.members_beside(group, (level,))]
    inside = np.array(members, dtype=np.float64).reshape(len(names), len(steps.sums.groups))
    used = inside.any(axis=0)  # most levels are no end
    tables = {
        name: (inside[:, used] @ getattr(steps.sums, name).T[used]).T
        for name in ("n", "w", "w2", "wy", "wy2")
    }
    sums = Totals(groups=tuple(names), **tables)
    is_share = steps.sample.scale.is_share
    return side(means(sums, is_share=is_share), private=(), is_share=is_share)
