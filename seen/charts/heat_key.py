"""The key of a heat: what each colour and each empty cell means, in words with both ends.

It promises that nothing in the figure has to be guessed, in any theme and in grey print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from seen.charts.boxes import fitted, text_width, wrapped
from seen.charts.heat_cells import (
    MIDDLE,
    N_CLASSES,
    Grid,
    State,
    class_words,
    worse_way,
)
from seen.charts.heat_marks import SWATCH, sign, word
from seen.charts.heat_marks import box as drawn_box
from seen.charts.marks import SMALL, on_ground
from seen.charts.palette import Palette, text_on
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.measures import Show
from seen.text import text
from seen.wording import shared_versus, versus_words
from seen.wording.numbers import uncapital

_BOX, _LINE, _GAP, _APART = 28, 20, 8, 8
_MOST_LINES: Final = 6
_INSIDE: Final = 20  # px beside the words of a box
_STATES: Final = (State.UNCLASSED, State.PRIVATE, State.TOO_FEW, State.NOTHING)


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key as it is drawn: its height in px, its words and its shapes."""

    height: int
    words: tuple[dict[str, Any], ...]
    shapes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Classes:
    """The five classes of a heat in colours and words."""

    colours: tuple[str, ...]
    words: tuple[str, ...]
    ends: tuple[str, str]  # what stands before the first and behind the last
    explained: str
    unit: str  # what is counted, as the head of a list says it


def of_gaps(finding: Finding, catalog: Catalog, colours: Palette, language: str) -> Classes:
    """Return the classes of comparisons."""
    versus = _versus(finding, catalog, language)
    unit = "mean" if finding.question.show is Show.MEAN else "points"
    sides = ("neither", "neither") if finding.measure.better == "none" else ("worse", "better")
    ways = worse_way(finding, language), worse_way(finding, language, is_worse=False)
    first, last = (
        text(f"heat.{side}", language, way=way, versus=versus)
        for side, way in zip(sides, ways, strict=True)
    )
    notable, small = text("heat.notable", language), text("heat.small", language)
    is_score = unit == "mean" and not finding.measure.has_zero
    explained = "heat.cells_score" if is_score else f"heat.cells_{unit}"
    return Classes(
        colours=colours.heat,
        words=(notable, small, text("heat.middle", language), small, notable),
        ends=(first, last),
        explained=text(explained, language, versus=versus),
        unit=text(f"heat.unit_{unit}", language),
    )


def of_shares(finding: Finding, catalog: Catalog, colours: Palette, language: str) -> Classes:
    """Return the classes of shares."""
    versus = _versus(finding, catalog, language)
    return Classes(
        colours=colours.amounts,
        words=class_words(finding, language),
        ends=("", ""),
        explained=text("heat.cells_level", language, versus=versus),
        unit=text("heat.unit_level", language),
    )


def wide(
    classes: Classes,
    grid: Grid,
    finding: Finding,
    colours: Palette,
    *,
    left: int,
    room: int,
    language: str,
) -> Key:
    """Return the key above a table: a row of boxes, then what cells and signs say."""
    words, shapes, at = [], [], -float(left)
    first, last = classes.ends
    small: dict[str, Any] = {"size": SMALL, "colour": colours.ink, "y": (_BOX - 4) / 2}
    words.append(word(first, xshift=at, **small))
    at += round(text_width(first, SMALL)) + _GAP if first else 0
    for said, colour in zip(classes.words, classes.colours, strict=True):
        size = round(text_width(said, SMALL)) + _INSIDE
        shapes.append(drawn_box(at, at + size, 0, _BOX - 4, fill=colour))
        small = {"size": SMALL, "colour": text_on(colour), "y": (_BOX - 4) / 2}
        held = word(said, xshift=at + size / 2, anchor="center", **small)
        words.append(on_ground(held, colour))
        at += size + 2
    small = {"size": SMALL, "colour": colours.ink, "y": (_BOX - 4) / 2}
    last = fitted(last, SMALL, room - left - at - _GAP) if last else ""
    words.append(word(last, xshift=at + _GAP, **small))
    y = float(_BOX + _APART)
    small = {"size": SMALL, "colour": colours.second}
    for line in wrapped(classes.explained, SMALL, room, _MOST_LINES):
        words.append(word(line, y=y + _LINE / 2, xshift=-left, **small))
        y += _LINE
    y += _APART / 2
    line_at = y + _LINE / 2
    signs, explained = _signs(grid, finding, colours, left=left, y=line_at, language=language)
    return Key(
        height=int(y) + _LINE,  # kept where no cell is empty: nothing jumps
        words=tuple(it for it in (*words, *explained) if it["text"]),
        shapes=(*shapes, *signs),
    )


def narrow(
    classes: Classes,
    grid: Grid,
    finding: Finding,
    colours: Palette,
    *,
    room: int,
    language: str,
) -> Key:
    """Return the key above lists, whose lines say in words what a cell can only sign."""
    y, words, shapes = 0.0, [], []
    lines = _lines(classes)
    beside = max(len(places) for places, _ in lines) * (SWATCH + 2) + 6
    for places, said in lines:
        for step, place in enumerate(places):
            left = step * (SWATCH + 2)
            top = y + (_LINE - SWATCH) / 2
            fill = classes.colours[place]
            shapes.append(drawn_box(left, left + SWATCH, top, top + SWATCH, fill=fill))
        words.append(word(said, y=y + _LINE / 2, xshift=beside, size=SMALL, colour=colours.ink))
        y += _LINE
    y += _APART
    head = uncapital(grid.head, language)
    notes = [text("heat.lists", language, row=grid.corner, column=head), classes.explained]
    if any(cell.is_provisional for cell in grid.every):
        notes.append(_provisional(finding, language))
    for line in (line for note in notes for line in wrapped(note, SMALL, room, _MOST_LINES)):
        words.append(word(line, y=y + _LINE / 2, size=SMALL, colour=colours.second))
        y += _LINE
    if not any(cell.is_provisional for cell in grid.every):
        y += _LINE  # kept where nothing is provisional: nothing jumps
    return Key(height=int(y), words=tuple(words), shapes=tuple(shapes))


def _lines(classes: Classes) -> list[tuple[tuple[int, ...], str]]:
    """Return the lines of a narrow key: which classes, and their words."""
    if classes.ends[0]:
        return [
            ((0, 1), classes.ends[0]),
            ((MIDDLE,), classes.words[MIDDLE]),
            ((N_CLASSES - 1, N_CLASSES - 2), classes.ends[1]),
        ]
    return [((place,), said) for place, said in enumerate(classes.words)]


def _signs(
    grid: Grid, finding: Finding, colours: Palette, *, left: int, y: float, language: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return one line that explains the cells without a class, those alone that there are."""
    shapes, words, at = [], [], -float(left)
    small: dict[str, Any] = {"y": y, "size": SMALL, "colour": colours.second}
    for state in _STATES:
        there = [cell for cell in grid.every if cell.state is state and cell.missing]
        if not there:
            continue
        said = ", ".join(dict.fromkeys(cell.missing for cell in there))
        shapes += sign(state, at, y, colours)
        if state is State.NOTHING:
            words.append(word(there[0].lead, xshift=at, **small))
        words.append(word(said, xshift=at + SWATCH + 6, **small))
        at += SWATCH + 6 + text_width(said, SMALL) + 24
    if any(cell.is_provisional for cell in grid.every):
        words.append(word(_provisional(finding, language), xshift=at, **small))
    return shapes, words


def _provisional(finding: Finding, language: str) -> str:
    """Return what the mark of a provisional number means."""
    return text("heat.provisional_key", language, plural=finding.cluster_words)


def _versus(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return who the groups are compared with."""
    by = catalog.dimension(finding.question.by)
    return versus_words(shared_versus(finding), by, language)
