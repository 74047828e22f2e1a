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
    heat: tuple[str, ...]  # gaps, from worse for the group to better
    amounts: tuple[str, ...]  # from little to much
    access: tuple[str, ...]  # a human, a human with AI, a bot; nobody is hatched


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
    heat=("#8C2B1A", "#D08A72", "#F1EFEA", "#8FB0D6", "#1F5190"),
    # the fourth is one step darker than in VISUAL.md, where neither ink nor white has 4.5:1
    amounts=("#E6EDF6", "#B7CAE2", "#85A5CD", "#4F78AF", "#1F5190"),
    access=("#1F5190", "#668CC0", "#BC7A1E"),
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
    heat=("#F2A48C", "#8F4433", "#2B2F33", "#31598A", "#9CC8F7"),
    amounts=("#22303F", "#2F4C6C", "#43719F", "#659CD1", "#A3CBF5"),
    access=("#8FBDF5", "#4173AE", "#EFAA48"),
)


_WHITE: Final = "#FFFFFF"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How a level is marked: its colour and its shape."""

    colour: str
    symbol: str


def palette(*, is_dark: bool) -> Palette:
    """Return the colours of a theme."""
    return DARK if is_dark else LIGHT


def text_on(ground: str) -> str:
    """Return ink or white, whichever is read more easily on a cell of this colour."""
    light = _luminance(ground)
    on_ink = (light + 0.05) / (_luminance(LIGHT.ink) + 0.05)
    return LIGHT.ink if on_ink > 1.05 / (light + 0.05) else _WHITE


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


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
