"""Where an equiplot's dots stand in a row: on its line, or in lanes where they would overlap.

It promises that no dot hides another, that dots never move to the side, and that those with a
name stand outermost, where it has room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from seen.charts.boxes import Box

HALF: Final = 7.5  # px from a dot's middle to its edge, a diamond's points included


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A group's mark: where it stands on the axis, as a part of the plot's width, and its name."""

    at: float
    name: str  # empty where the group is not named
    half: float = HALF  # px from its middle to its edge
    down: float = 0.0  # px below the line of dots

    def box(self, line: float) -> Box:
        """Return the room it takes where the line is so many px down."""
        return Box(
            left_at=self.at,
            left=-self.half,
            right_at=self.at,
            right=self.half,
            top=line + self.down - self.half,
            bottom=line + self.down + self.half,
        )


def dodged(
    dots: Sequence[Dot], *, plot: float, step: float, most: float, is_flipped: bool = False
) -> list[Dot]:
    """Return the dots, those that would overlap in lanes evenly about their line.

    Parameters
    ----------
    dots
        The marks of a row, from the lowest value to the highest.
    plot
        Width of the narrowest plot, in px; on a wider one the dots are farther apart.
    step
        Px between two lanes.
    most
        How many px from their line the outer lanes may stand. Where more dots coincide than
        there is room for, lanes overlap, and each dot still shows an edge of its own.
    is_flipped
        Whether the first named dot of those that touch stands below and not above.
    """
    found = list(dots)
    for places in _together(dots, plot):
        lanes = _lanes([dots[place] for place in places], plot)
        n_between = max(lanes)
        between = min(step, 2 * most / n_between) if n_between else 0.0
        sign = -1 if is_flipped else 1
        for place, lane in zip(places, lanes, strict=True):
            found[place] = replace(dots[place], down=sign * (lane - n_between / 2) * between)
    return found


def _together(dots: Sequence[Dot], plot: float) -> list[list[int]]:
    """Return the dots in runs of which each touches the next."""
    found: list[list[int]] = []
    for place in range(len(dots)):
        if found and _touch(dots, found[-1][-1], place, plot):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _lanes(dots: Sequence[Dot], plot: float) -> list[int]:
    """Return a lane for each dot, counted from above: named ones outermost, others between."""
    top: list[int] = []
    bottom: list[int] = []
    inner: list[list[int]] = []
    for place in sorted(range(len(dots)), key=lambda at: not dots[at].name):
        outer = sorted((top, bottom) if dots[place].name else (bottom, top), key=len)
        wanted = [*outer, *inner] if dots[place].name else [*inner, *outer]
        free = (lane for lane in wanted if not any(_touch(dots, it, place, plot) for it in lane))
        lane = next(free, None)
        if lane is None:
            lane = []
            inner.append(lane)
        lane.append(place)
    rows = [lane for lane in (top, *inner, bottom) if lane]
    at = {place: row for row, lane in enumerate(rows) for place in lane}
    return [at[place] for place in range(len(dots))]


def _touch(dots: Sequence[Dot], one: int, other: int, plot: float) -> bool:
    """Return whether two dots would touch if they stood on one line."""
    return abs(dots[one].at - dots[other].at) * plot < dots[one].half + dots[other].half
