"""What stands for a level without a number: a tick at the foot of the lines, with its cause.

It promises that hidden, too few and no answers never look like a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts import pressure_missing as missing
from seen.charts.boxes import fitted, text_width
from seen.charts.marks import NOTHING, SMALL, escaped, hatch, word
from seen.charts.palette import Palette
from seen.charts.pressure_layout import NAME, TICK, Frame
from seen.charts.pressure_rows import Line, Picture
from seen.domain.findings import Reason, Withheld
from seen.text import text
from seen.wording.numbers import capital

_WIDE: Final = 0.32  # of a step
_TICKS: Final = 56  # px left of the plot, where the values stand


def ticks(held: Sequence[Line], frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return a tick for each level that is hidden (hatched) or has too few (hollow)."""
    layout = frame.layout
    found = []
    for row, line in enumerate(held):
        for reason in (Reason.PRIVATE, Reason.NOT_RELEASED, Reason.TOO_FEW):
            causes = line.withheld().items()
            places = [at for at, why in causes if why.reason is reason and at not in line.follows]
            if places:
                found.append(
                    {
                        "type": "bar",
                        "x": places,
                        "y": [TICK / layout.foot] * len(places),
                        "base": row + layout.tick / layout.foot,
                        "width": _WIDE,
                        "marker": tick_marker(reason, line.colour, colours),
                        "yaxis": "y2",
                        "cliponaxis": False,
                    }
                )
    return found


def tick_marker(reason: Reason, colour: str, colours: Palette) -> dict[str, Any]:
    """Return how a level without a number is marked."""
    if Withheld(reason=reason).is_hidden:
        return hatch(colours) | {"line": {"width": 1, "color": colour}}
    return {"color": NOTHING, "line": {"width": 2, "color": colour}}


def causes(drawn: Picture, frame: Frame, colours: Palette, language: str) -> list[dict[str, Any]]:
    """Return at which levels a group has no number and why: around its ticks or beneath them."""
    layout = frame.layout
    found = []
    small: dict[str, Any] = {"x": 0, "xshift": -layout.left, "size": SMALL}
    for row, line in enumerate(drawn.foot):
        top = frame.values + row * layout.foot
        if layout.is_narrow:
            said = _whole(line, drawn.short, layout.least - 8.0, language)
            down = top + layout.foot - 10.0
            found.append(word(escaped(said), y=frame.part(down), colour=colours.second, **small))
            continue
        down = top + layout.foot / 2
        name = fitted(line.name, SMALL, layout.left - _TICKS)
        found.append(word(escaped(name), y=frame.part(down), colour=colours.second, **small))
        why = _cause(line, drawn.short, frame.beside, language)
        beside = small | {"x": frame.last, "xshift": NAME}
        found.append(word(escaped(why), y=frame.part(down), colour=colours.second, **beside))
    return [item | {"yref": "paper"} for item in found]


def _cause(line: Line, levels: Sequence[str], room: float, language: str) -> str:
    """Return why a group has no number, as long as there is room for it."""
    said = missing.why(line, levels, language, has_counts=True)
    if not _fits(said, room):
        said = missing.why(line, levels, language, is_short=True)
    return fitted(capital(said), SMALL, room)


def _whole(line: Line, levels: Sequence[str], room: float, language: str) -> str:
    """Return a group and its cause; where both have no room it is the name that is cut."""
    whys = (missing.why(line, levels, language, is_short=is_short) for is_short in (False, True))
    full, short = (text("pressure.foot", language, name=line.name, why=why) for why in whys)
    if _fits(full, room):
        return full
    said, cut = short, line.name
    while cut and not _fits(said, room):
        cut = cut[:-1]
        said = short.replace(line.name, f"{cut.rstrip(' ,')}…", 1)
    return fitted(said, SMALL, room)


def _fits(said: str, room: float) -> bool:
    """Return whether words have room."""
    return text_width(said, SMALL) <= room
