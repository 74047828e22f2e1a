"""The colours of figures, light and dark (VISUAL.md section 2).

It promises that a level keeps one colour whatever is filtered, and that every colour is told
from every other by people who see fewer of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seen.domain.dimensions import Dimension


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one theme."""

    page: str
    card: str
    ink: str
    second: str
    control: str
    grid: str
    accent: str
    focus: str
    banner: str
    banner_text: str
    slots: tuple[str, ...]


LIGHT: Final = Palette(
    page="#FAF8F4",
    card="#FFFFFF",
    ink="#1C1E21",
    second="#565A60",
    control="#7A766B",
    grid="#E3DFD6",
    accent="#1E5B4F",
    focus="#0A6E8A",
    banner="#F3E7C9",
    banner_text="#4A3A10",
    slots=("#1F5190", "#BC7A1E", "#5A1F3D", "#2F978B", "#9777E0", "#A8321F"),
)
DARK: Final = Palette(
    page="#15181B",
    card="#1E2226",
    ink="#ECE8E0",
    second="#ABAFB5",
    control="#8C9096",
    grid="#343A40",
    accent="#8FD0BF",
    focus="#7CC7E0",
    banner="#3A3118",
    banner_text="#F0DFAE",
    slots=("#3D8BEA", "#EFAA48", "#9A6286", "#7CE8C2", "#CDC3F5", "#D0473F"),
)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How a level is marked: its colour and its shape."""

    colour: str
    symbol: str


def palette(*, is_dark: bool) -> Palette:
    """Return the colours of a theme."""
    return DARK if is_dark else LIGHT


def mark(dimension: Dimension, level: str, colours: Palette) -> Mark:
    """Return the mark of a level: its slot is its place in the Catalog.

    Slots 7 to 12 reuse the colours with a diamond. Beyond twelve levels no eye keeps colours
    apart, so all share the first; "not stated" is a grey square.
    """
    if dimension.is_unstated(level):
        return Mark(colour=colours.second, symbol="square")
    place = dimension.place(level)
    n_slots = len(colours.slots)
    if len(dimension.levels) > 2 * n_slots + len(dimension.unstated):
        return Mark(colour=colours.slots[0], symbol="circle")
    symbol = "circle" if place < n_slots else "diamond"
    return Mark(colour=colours.slots[place % n_slots], symbol=symbol)
