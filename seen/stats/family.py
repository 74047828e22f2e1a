"""Comparisons from several Findings that are read together, judged together.

It promises that a list of comparisons is allowed for its own length, wherever they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seen.domain.findings import Gap, Interval
from seen.stats.gaps import Scale, holm_of, verdict


def judged_together(gaps: Sequence[tuple[Gap, Scale]]) -> list[Gap]:
    """Return the comparisons with Holm over all that were judged, in the order given.

    What was withheld stays withheld; it counts as `gaps.holm_of` says.
    """
    p_values = {place: gap.p for place, (gap, _) in enumerate(gaps) if gap.p is not None}
    p_holm = holm_of(p_values, among=(gap.difference for gap, _ in gaps))
    return [
        _judged(gap, p_holm[place], scale) if place in p_holm else gap
        for place, (gap, scale) in enumerate(gaps)
    ]


def _judged(gap: Gap, p_holm: float, scale: Scale) -> Gap:
    """Return a shown comparison with another adjusted p, and the verdict that follows."""
    if not isinstance(gap.difference, Interval) or gap.reference is None:
        raise ValueError("A comparison with a p value needs its difference and its reference.")
    found = verdict(gap.difference, p_holm=p_holm, reference=gap.reference.value, scale=scale)
    return replace(gap, p_holm=p_holm, verdict=found)
