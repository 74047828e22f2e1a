"""The range of a difference that is not reliable, as the two lines of a cell.

It promises one form for every range, so that cells can be read against one another.
"""

from __future__ import annotations

from seen.domain.findings import Finding, Gap, Withheld
from seen.domain.measures import Show
from seen.text import text
from seen.wording.numbers import decimals_of


def plausible(finding: Finding, gap: Gap, language: str) -> tuple[str, str]:
    """Return both ends of a range in one form: whole points, and a nought without a way.

    Only where both ends would be nought do they have decimals.
    """
    if isinstance(gap.difference, Withheld):
        raise ValueError("A withheld difference has no range.")
    show = finding.question.show
    is_mean = show is Show.MEAN
    raised = finding.measure.worse_sign(show) * (1 if is_mean else 100)
    ends = sorted(raised * end for end in (gap.difference.low, gap.difference.high))
    first = decimals_of(gap.difference, show) if is_mean else 0
    decimals = next((n for n in range(first, first + 3) if any(round(it, n) for it in ends)), 0)
    low, high = (round(end, decimals) for end in ends)
    ways = ("lower", "higher") if is_mean else ("fewer", "more")
    if low < 0 < high:
        sizes = [f"{abs(end):,.{decimals}f}" for end in (low, high)]
        first_words, second_words = (
            text(f"verdict.{way}", language, n=size) for way, size in zip(ways, sizes, strict=True)
        )
        return first_words, second_words
    small, large = sorted((abs(low), abs(high)))
    way = ways[1] if high > 0 else ways[0]
    near = f"{small:,.{decimals}f}" if small else "0"
    return near, text(f"verdict.{way}", language, n=f"{large:,.{decimals}f}")
