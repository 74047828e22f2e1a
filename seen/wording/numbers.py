"""How numbers are written: no more precision than their interval, magnitudes with words.

It promises the same digits for the same number on screen, in files and in sentences.
"""

from __future__ import annotations

import math
import re
from typing import Final

from seen.domain.findings import Finding, Gap, Interval, Withheld
from seen.domain.measures import Measure, Show
from seen.text import DEFAULT_LANGUAGE, has, text

NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"
_NARROW_POINTS: Final = 4.0  # VISUAL.md: decimals only for intervals under 4 points wide


def capital(said: str) -> str:
    """Return words with a capital."""
    return said[:1].upper() + said[1:]


def uncapital(said: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a label as it stands inside a line: "use of AI", but "LGBTQ" and "Black churches"."""
    first = re.split(r"[\s-]", said, maxsplit=1)[0].removesuffix("’s")
    if re.match(r"[^\W\d_]+ [A-Z][a-z]", said):  # a name of two words, "Middle Eastern"
        return said
    is_acronym = any(letter.isupper() or letter.isdecimal() for letter in first[1:])
    if is_acronym or first in text("reading.names", language).split("|"):
        return said
    return said[:1].lower() + said[1:]


def count(number: int) -> str:
    """Return a whole number with thousands marked."""
    return f"{number:,}"


def percent(share: float, decimals: int = 0) -> str:
    """Return a share as a percentage."""
    return f"{_rounded(100 * share, decimals)}{NO_BREAK}%"


def value(found: Interval, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a value without its interval; of a bound the end that can be said."""
    decimals = decimals_of(found, show)
    if found.bound:
        end = found.high if found.bound == "at_most" else found.low
        return text(f"bound.{found.bound}", language, value=number(end, decimals, show))
    return number(found.value, decimals, show)


def ends(found: Interval, show: Show) -> tuple[str, str]:
    """Return the two ends of an interval, without a unit."""
    decimals = decimals_of(found, show)
    scale = 100 if show is not Show.MEAN else 1
    return _rounded(scale * found.low, decimals), _rounded(scale * found.high, decimals)


def span_words(found: Interval, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the two ends of an interval in words: "36 to 44"."""
    low, high = ends(found, show)
    return text("range", language, low=low, high=high)


def number(found: float, decimals: int, show: Show) -> str:
    """Return a share as a percentage or a mean as it is."""
    return percent(found, decimals) if show is not Show.MEAN else _rounded(found, decimals)


def decimals_of(found: Interval, show: Show) -> int:
    """Return how many decimals an interval supports.

    Shares: none, unless the interval is under 4 points wide. Means: two significant digits of
    the interval's width, at most two decimals.
    """
    if show is not Show.MEAN:
        return int(round(100 * (found.high - found.low), 9) < _NARROW_POINTS)
    width = found.high - found.low
    return 2 if width <= 0 else max(0, min(2, 1 - math.floor(math.log10(width))))


def magnitude(
    gap: Gap, finding: Finding, language: str = DEFAULT_LANGUAGE, *, is_short: bool = False
) -> str:
    """Return a difference as a magnitude with a word: "12 points fewer"; never a sign.

    Where a head says what is counted, the short form leaves it out: "12 fewer".
    """
    if isinstance(gap.difference, Withheld):
        return gap.difference.words(language, of=finding.measure)
    raised = raised_by(gap, finding)
    decimals = _gap_decimals(gap.difference, finding.question.show)
    return _sized(raised, decimals, finding, language, is_short=is_short)


def magnitude_ends(gap: Gap, finding: Finding) -> tuple[str, str]:
    """Return the ends of a reliable difference as magnitudes, the smaller first."""
    if isinstance(gap.difference, Withheld):
        raise ValueError("A withheld difference has no ends.")
    show = finding.question.show
    scale = 100 if show is not Show.MEAN else 1
    decimals = _gap_decimals(gap.difference, show)
    sizes = sorted(scale * abs(end) for end in (gap.difference.low, gap.difference.high))
    return _rounded(sizes[0], decimals), _rounded(sizes[1], decimals)


def unit_of(measure: Measure, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what a mean is counted in, "minutes"; empty where its scale has no unit."""
    key = f"measure.{measure.name}.unit"
    is_counted = show is Show.MEAN and not measure.words and has(key, language)
    return text(key, language) if is_counted else ""


def size_words(gap: Gap, finding: Finding, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the size of a difference of which no direction is sure: "3 points"."""
    if isinstance(gap.difference, Withheld):
        raise ValueError("A withheld difference has no size.")
    show, found = finding.question.show, gap.difference
    size = magnitude_of(found, show)
    is_nothing = not size.strip("0.")  # what rounds to nothing is not called so
    if is_nothing:
        decimals = _gap_decimals(found, show)
        size = _rounded(10**-decimals, decimals)
    unit = unit_of(finding.measure, show, language)
    if show is not Show.MEAN:
        unit = text("sentence.point" if size == "1" else "sentence.points", language)
    said = f"{size} {unit}".strip()
    return text("sentence.less_than", language, size=said) if is_nothing else said


def magnitude_of(found: Interval, show: Show) -> str:
    """Return the size of a change without its sign or unit; a share's in points."""
    return _rounded(abs(_scale(show) * found.value), _gap_decimals(found, show))


def magnitudes_of_ends(found: Interval, show: Show) -> tuple[str, str]:
    """Return the sizes of the two ends of a change, without sign or unit."""
    decimals = _gap_decimals(found, show)
    low, high = (abs(_scale(show) * end) for end in (found.low, found.high))
    return _rounded(low, decimals), _rounded(high, decimals)


def _scale(show: Show) -> int:
    """Return what a shown number is multiplied by: shares are written in points."""
    return 1 if show is Show.MEAN else 100


def range_words(
    gap: Gap, finding: Finding, language: str = DEFAULT_LANGUAGE, *, is_short: bool = False
) -> tuple[str, str]:
    """Return the ends of a difference in words: ("8 points fewer", "2 more").

    Where both have one direction it is said once: ("5", "14 points fewer"). The short form leaves
    out what is counted: ("8 fewer", "2 more").
    """
    if isinstance(gap.difference, Withheld):
        raise ValueError("A withheld difference has no ends.")
    show = finding.question.show
    sign = finding.measure.worse_sign(show)
    decimals = _gap_decimals(gap.difference, show)
    low, high = sorted(sign * end for end in (gap.difference.low, gap.difference.high))
    if low < 0 < high:
        scale, key = (1, "higher") if show is Show.MEAN else (100, "more")
        size = _rounded(scale * high, decimals)
        first = _sized(low, decimals, finding, language, is_short=is_short)
        return first, text(f"verdict.{key}", language, n=size)
    smaller, _ = magnitude_ends(gap, finding)
    larger = max(low, high, key=abs)
    return smaller, _sized(larger, decimals, finding, language, is_short=is_short)


def raised_by(gap: Gap, finding: Finding) -> float:
    """Return group less comparison, undone from "positive is worse"."""
    if isinstance(gap.difference, Withheld):
        raise ValueError("A withheld difference has no size.")
    return finding.measure.worse_sign(finding.question.show) * gap.difference.value


def margin(finding: Finding, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the margin within which two values count as about equal."""
    if finding.question.show is not Show.MEAN:
        return text("sentence.margin_points", language)
    span = finding.measure.span(finding.question.show)
    unit = unit_of(finding.measure, Show.MEAN, language)
    return text("sentence.margin_scale", language, n=f"{MARGIN * span:.3g} {unit}".strip())


MARGIN: Final = 0.02  # of the scale; 2 points for shares


def _gap_decimals(found: Interval, show: Show) -> int:
    """Return how many decimals a difference or a change needs.

    Up to two more than its width supports, so that no end that is not zero is written as zero.
    """
    decimals = decimals_of(found, show)
    if found.low <= 0 <= found.high:
        return decimals
    nearest = min(abs(found.low), abs(found.high)) * (1 if show is Show.MEAN else 100)
    enough = (more for more in range(decimals, decimals + 3) if round(nearest, more))
    return next(enough, decimals)


def _sized(
    raised: float, decimals: int, finding: Finding, language: str, *, is_short: bool = False
) -> str:
    """Return a signed size as a magnitude with its word."""
    if finding.question.show is Show.MEAN:
        unit = "" if is_short else unit_of(finding.measure, Show.MEAN, language)
        size = f"{_rounded(abs(raised), decimals)} {unit}".strip()
        key = "higher" if raised > 0 else "lower"
        return text(f"verdict.{key}", language, n=size)
    size = _rounded(100 * abs(raised), decimals)
    way = "more" if raised > 0 else "fewer"
    if is_short:
        return text(f"verdict.{way}", language, n=size)
    noun = "point" if size == "1" else "points"
    return text(f"verdict.{noun}_{way}", language, n=size)


def _rounded(found: float, decimals: int) -> str:
    """Return a number with its decimals, thousands marked, a true minus and no negative zero."""
    written = f"{round(found, decimals) + 0.0:,.{decimals}f}"
    return written.replace("-", MINUS)
