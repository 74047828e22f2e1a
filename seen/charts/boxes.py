"""How much room words take, and whether they stand clear of one another and of the marks.

It promises widths on the wide side, those of Arial, so that what is clear here is clear on any
screen at least as wide as the figure was set for.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_GAP: Final = 4.0  # px between two words
BOLD: Final = 1.08
_UNKNOWN: Final = 1.05  # other scripts, pictures
# widths in Arial as parts of the type's size
_WIDTHS: Final = {
    letter: width
    for letters, width in (
        ("ijl'|", 0.24),
        (" \u00a0!,./:;[]\\It f", 0.29),
        ('()-r`"*°', 0.40),
        ("cksvxyzJ{}^", 0.52),
        ("abdeghnopquL0123456789_$?#–", 0.57),
        ("+<>=~−", 0.60),
        ("FTZ", 0.62),
        ("ABEKPSVXY&", 0.68),
        ("CDHNRUw", 0.73),
        ("GOQ", 0.79),
        ("mM", 0.84),
        ("%W", 0.95),
        ("@—…", 1.02),
    )
    for letter in letters
}


@lru_cache(maxsize=4096)  # names are measured at every place they might stand
def text_width(said: str, size: float, *, is_bold: bool = False) -> float:
    """Return how many px a line of words takes at most."""
    letters = unicodedata.normalize("NFD", said)
    parts = sum(
        0.0 if unicodedata.combining(letter) else _WIDTHS.get(letter, _UNKNOWN)
        for letter in letters
    )
    return parts * size * (BOLD if is_bold else 1.0)


def fitted(said: str, size: float, room: float) -> str:
    """Return words cut to a width; what is cut stands in the alt text and the table."""
    if text_width(said, size) <= room:
        return said
    kept = said
    while kept and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,')}…"


def wrapped(said: str, size: float, room: float, most: int = 2) -> tuple[str, ...]:
    """Return words on as few lines as they need, at most so many, of about the same length."""
    lines = _filled(said, size, room, most)
    while len(lines) > 1 and room > size:
        room -= size / 2
        tighter = _filled(said, size, room, most)
        if len(tighter) > len(lines) or any(line.endswith("…") for line in tighter):
            break
        lines = tighter
    return lines


def _filled(said: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Return words on lines that are filled one after another."""
    lines: list[str] = []
    words = said.split(" ")
    while words:
        line = words.pop(0)
        is_last = len(lines) == most - 1
        while words and (is_last or text_width(f"{line} {words[0]}", size) <= room):
            line = f"{line} {words.pop(0)}"
        lines.append(fitted(line, size, room))
    return tuple(lines)


@dataclass(frozen=True, kw_only=True)
class Box:
    """The room of words or a mark: each side a part of the plot's width, and px from there."""

    left_at: float
    left: float
    right_at: float
    right: float
    top: float
    bottom: float

    def is_clear_of(self, other: Box, plot: float, gap: float = _GAP) -> bool:
        """Return whether the two stay apart on every plot at least so many px wide."""
        if self.bottom <= other.top or other.bottom <= self.top:
            return True
        return self._is_left_of(other, plot, gap) or other._is_left_of(self, plot, gap)

    def is_inside(self, plot: float, *, left: float, right: float) -> bool:
        """Return whether it stays within the plot and so many px beside it."""
        return (
            self.left_at * plot + self.left >= -left
            and self.right_at * plot + self.right <= plot + right
        )

    def _is_left_of(self, other: Box, plot: float, gap: float) -> bool:
        """Return whether it ends before another starts, and does so on wider plots too."""
        if self.right_at > other.left_at:
            return False
        return self.right_at * plot + self.right + gap <= other.left_at * plot + other.left


def words_box(
    said: str, *, at: float, shift: float, y: float, size: int, anchor: str, room: float
) -> Box:
    """Return the box of one line: anchored at a part of the plot's width, `room` px high."""
    width = text_width(said, size)
    start = {"left": 0.0, "center": -width / 2, "right": -width}[anchor] + shift
    return Box(
        left_at=at,
        left=start,
        right_at=at,
        right=start + width,
        top=y - room / 2,
        bottom=y + room / 2,
    )


def spread(wanted: list[float], heights: list[float], top: float, bottom: float) -> list[float]:
    """Return middles as near as possible to the wanted ones, none on another, none outside.

    Parameters
    ----------
    wanted
        Where each stands by itself, in px down.
    heights
        How many px each takes.
    top, bottom
        Between which all must stand; where they cannot, they start at the top.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    # blocks of touching boxes: [places, sum of (wanted - offset inside the block), height]
    blocks: list[tuple[list[int], float, float]] = []
    for place in order:
        block = ([place], wanted[place] - heights[place] / 2, heights[place])
        while blocks and _start(blocks[-1], top, bottom) + blocks[-1][2] > _start(
            block, top, bottom
        ):
            places, total, height = blocks.pop()
            block = (
                [*places, *block[0]],
                total + block[1] - height * len(block[0]),
                height + block[2],
            )
        blocks.append(block)
    found = [0.0] * len(wanted)
    for block in blocks:
        at = _start(block, top, bottom)
        for place in block[0]:
            found[place] = at + heights[place] / 2
            at += heights[place]
    return found


def _start(block: tuple[list[int], float, float], top: float, bottom: float) -> float:
    """Return where a block of touching boxes starts."""
    places, total, height = block
    return max(top, min(total / len(places), bottom - height))
