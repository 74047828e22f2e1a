"""What stands for a level without a number: a tick at the foot of the lines, with its cause.

It promises that hidden, too few and no answers never look like a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from seen.charts.boxes import fitted
from seen.charts.marks import NOTHING, SMALL, escaped, hatch, word
from seen.charts.palette import Palette
from seen.charts.pressure_layout import NAME, TICK, Frame
from seen.charts.pressure_rows import Line
from seen.domain.findings import Reason
from seen.text import text

_WIDE: Final = 0.32  # of a step


def ticks(held: Sequence[Line], frame: Frame, colours: Palette) -> list[dict[str, Any]]:
    """Return a tick for each level that is hidden (hatched) or has too few (hollow)."""
    layout = frame.layout
    found = []
    for row, line in enumerate(held):
        for reason in (Reason.PRIVATE, Reason.TOO_FEW):
            places = [at for at, why in line.withheld().items() if why.reason is reason]
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
    if reason is Reason.PRIVATE:
        return hatch(colours) | {"line": {"width": 1, "color": colour}}
    return {"color": NOTHING, "line": {"width": 2, "color": colour}}


def causes(
    held: Sequence[Line], frame: Frame, colours: Palette, language: str
) -> list[dict[str, Any]]:
    """Return why levels of a group have no number, beside its ticks or beneath them."""
    layout = frame.layout
    found = []
    for row, line in enumerate(held):
        top = frame.values + row * layout.foot
        why = line.why(language, is_short=layout.is_narrow)
        said = text("pressure.foot", language, name=line.name, why=why)
        where: dict[str, Any] = {"x": frame.last, "xshift": NAME}
        room, down = frame.beside, layout.foot / 2
        if layout.is_narrow:
            where = {"x": 0, "xshift": -layout.left}
            room, down = layout.least - 8, layout.foot - 12
        found.append(
            word(
                escaped(_said(said, line.name, why, room)),
                y=frame.part(top + down),
                size=SMALL,
                colour=colours.second,
                **where,
            )
            | {"yref": "paper"}
        )
    return found


def _said(said: str, name: str, why: str, room: float) -> str:
    """Return a group and its cause; where both have no room it is the name that is cut."""
    if fitted(said, SMALL, room) == said:
        return said
    cut = name
    while cut and fitted(said.replace(name, f"{cut}…", 1), SMALL, room).endswith("…"):
        cut = cut[:-1]
    return said.replace(name, f"{cut.rstrip(' ,')}…", 1) if cut else fitted(why, SMALL, room)
