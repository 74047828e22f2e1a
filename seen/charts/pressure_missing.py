"""Why a line or a strip has no number at a level, in words that name the level.

It promises one phrase for each cause, and for everyone else, who are only drawn beside the first
group, no cause that is not their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from seen.charts.pressure_rows import Line
from seen.domain.findings import Withheld
from seen.text import text
from seen.wording.numbers import uncapital


def why(
    line: Line,
    levels: Sequence[str],
    language: str,
    *,
    has_counts: bool = False,
    is_short: bool = False,
) -> str:
    """Return every cause with its levels: "too few to judge at 1 and 2"; empty where none is.

    Parameters
    ----------
    levels
        How each level is named inside a line of words.
    has_counts
        Whether a cause may say how many answers there are, where it stands for one level.
    is_short
        Whether everyone else name the group they are drawn beside, whose levels are said there.
    """
    own = line.withheld()
    places: dict[str, list[int]] = {}
    for place, cause in own.items():
        if place not in line.follows:
            keeps = has_counts and len(own) == 1
            words = cause if keeps else Withheld(reason=cause.reason)
            places.setdefault(uncapital(words.words(language), language), []).append(place)
    if len(places) == 1 and len(own) == len(levels) and not line.follows:
        return next(iter(places))  # at every level: the cause says it all
    said = [
        text("pressure.why_at", language, why=cause, levels=joined(levels, held, language))
        for cause, held in places.items()
    ]
    if line.follows and (is_short or len(line.follows) == len(levels)):
        said.append(text("pressure.follows", language, lead=line.lead))
    elif line.follows:
        at = joined(levels, line.follows, language)
        said.append(text("pressure.follows_at", language, levels=at, lead=line.lead))
    return "; ".join(said)


def joined(levels: Sequence[str], places: Sequence[int], language: str) -> str:
    """Return levels as they are said: "1, 2 and 3"."""
    *most, last = (levels[place] for place in places)
    return f"{', '.join(most)}{text('pressure.and', language)}{last}" if most else last
