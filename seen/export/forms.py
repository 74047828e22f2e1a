"""The forms in which a slide draws a figure by itself, and how they are shared out over slides.

They promise that no slide holds more rows than can be read from a chair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from seen.charts import dots
from seen.charts.axes import Axis
from seen.charts.pressure_rows import Line
from seen.domain.findings import Interval
from seen.figures.paged import MOST_ROWS


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One row: its mark, its interval and the words beside it, or why there is no number."""

    label: str
    colour: str
    symbol: str
    found: Interval | None
    value: str  # with its interval; or why there is none
    gap: str = ""
    n: str = ""
    comparison: float | None = None
    is_reliable: bool = True
    is_notable: bool = False
    is_provisional: bool = False
    is_hidden: bool = False
    is_too_few: bool = False


@dataclass(frozen=True, kw_only=True)
class Dots:
    """Rows on one axis, with the heads of the columns of words."""

    rows: tuple[Dot, ...]
    axis: Axis
    heads: tuple[str, str, str]
    line: str  # what the comparison in each row is
    is_share: bool

    def parted(self) -> tuple[Dots, ...]:
        """Return as many as are needed, none with more rows than a slide holds."""
        return tuple(replace(self, rows=part) for part in _shared_out(self.rows))


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Lines over ordered levels, each point with its interval."""

    levels: tuple[str, ...]
    lines: tuple[Line, ...]
    axis: Axis
    along: str
    is_share: bool

    def parted(self) -> tuple[Lines, ...]:
        """Return the lines as they are: there are never more than a slide holds."""
        return (self,)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One part of all bars: its name, its colour, and for each bar its length or nothing."""

    name: str
    colour: str | None  # hatched where there is none
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Bars made of parts, with the words beside each."""

    labels: tuple[str, ...]
    segments: tuple[Segment, ...]
    words: tuple[str, ...]
    most: float
    form: str  # how a length is written, as Excel says it

    def parted(self) -> tuple[Bars, ...]:
        """Return as many as are needed, none with more bars than a slide holds."""
        found = []
        for part in _shared_out(range(len(self.labels))):
            cut = slice(part[0], part[-1] + 1)
            segments = tuple(replace(it, values=it.values[cut]) for it in self.segments)
            labels, words = self.labels[cut], self.words[cut]
            found.append(replace(self, segments=segments, labels=labels, words=words))
        return tuple(found)


Native = Dots | Lines | Bars


def _shared_out(held: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
    """Return rows in parts of about the same length, each short enough for a slide."""
    parts = dots.parts(len(held), MOST_ROWS) if held else ()
    return tuple(tuple(held if part is None else held[slice(*part)]) for part in parts)
