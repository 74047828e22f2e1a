"""Burnout instruments: what a recipe declares of them, and which columns of a file hold scores.

It promises each column of scores a Measure of its own, with its own range and direction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from seen.domain.catalog import Catalog
from seen.domain.columns import Column
from seen.domain.measures import Measure, Show
from seen.errors import RecipeError
from seen.text import text
from seen.wording.numbers import uncapital

DIRECTIONS: Final = ("higher_worse", "higher_better")
LEVEL_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]{0,59}")
SURVEY: Final = "burnout_survey"
ANSWERS: Final = "burnout_answer"
# What a column of scores fills in each of its rows.
SCORED: Final = ("instrument", "scale", "raw", "raw_min", "raw_max", "direction")
_LONGEST: Final = 60  # letters of a Measure's name


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A burnout instrument that a recipe declares: its code, range, direction and case rule."""

    code: str
    range: tuple[float, float]
    direction: str
    case_from: float | None = None  # cases score this or worse; None: it has no case rule

    def __post_init__(self) -> None:
        if not LEVEL_PATTERN.fullmatch(self.code):
            raise RecipeError(text("import.recipe.level", level=self.code[:40]))
        if len(self.range) != 2 or not self.range[0] < self.range[1]:
            raise RecipeError(text("import.recipe.instrument_range", code=self.code))
        if self.direction not in DIRECTIONS:
            choices = ", ".join(DIRECTIONS)
            raise RecipeError(
                text("import.recipe.instrument_direction", code=self.code, choices=choices)
            )

    def cases(self, raw: pd.Series) -> pd.Series:
        """Return whether each score is a case by its rule; without a rule nobody knows."""
        if self.case_from is None:
            return pd.Series(pd.NA, index=raw.index, dtype="boolean")
        is_high = self.direction == "higher_worse"
        return (raw >= self.case_from if is_high else raw <= self.case_from).astype("boolean")


@dataclass(frozen=True, kw_only=True)
class Score:
    """A column of a wide file: everybody's scores on one scale of an instrument."""

    source: str
    scale: str
    instrument: Instrument

    @property
    def name(self) -> str:
        """The name of its Measure, and of the column that Measure reads: "exhaustion_cbi"."""
        plain = f"{self.scale}_{self.instrument.code}".lower()
        plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
        return (plain if plain[:1].isalpha() else f"scale_{plain}")[:_LONGEST]

    @property
    def column(self) -> Column:
        """The column of its Measure."""
        return Column(table=SURVEY, name=self.name, type="number", range=self.instrument.range)


def instruments(document: Mapping[str, Any]) -> tuple[Instrument, ...]:
    """Return the instruments a recipe declares."""
    found = []
    for code, body in document.get("instrument", {}).items():
        try:
            found.append(_instrument(code, body))
        except (KeyError, TypeError, ValueError):
            raise RecipeError(text("import.recipe.instrument", code=code)) from None
    return tuple(found)


def scores(document: Mapping[str, Any], catalog: Catalog) -> tuple[Score, ...]:
    """Return the columns of scores that a recipe names, on instruments the Catalog knows."""
    known = {column.name: column.levels for column in catalog.table(SURVEY)}
    found = []
    for source, body in document.get("scores", {}).items():
        try:
            parts = dict(body)
            code, scale = str(parts.pop("instrument")), str(parts.pop("scale"))
            found.append(Score(source=source, scale=scale, instrument=_instrument(code, parts)))
        except (KeyError, TypeError, ValueError):
            raise RecipeError(text("scores.entry", column=source)) from None
        for name, level in (("instrument", code), ("scale", scale)):
            if level not in known[name]:
                choices = ", ".join(known[name])
                raise RecipeError(
                    text("import.recipe.unknown_level", name=name, level=level, choices=choices)
                )
    if len({score.name for score in found}) < len(found):
        raise RecipeError(text("scores.twice"))
    return tuple(found)


def score_measure(score: Score, catalog: Catalog) -> Measure:
    """Return the Measure of a column of scores."""
    instrument = score.instrument
    said = catalog.dimension("instrument").level_label(instrument.code)
    label = uncapital(catalog.dimension("scale").level_label(score.scale))
    low, high = instrument.range
    blanks = {"low": f"{low:g}", "high": f"{high:g}"}
    words = {
        "label": text("scores.label", scale=label, instrument=said),
        "question": text(f"scores.question_{instrument.direction}", **blanks),
        "help": text(f"scores.help_{instrument.direction}", **blanks),
    }
    return Measure(
        name=score.name,
        table=ANSWERS,
        column=score.name,
        unit="practitioner",
        scale=instrument.range,
        shows=(Show.MEAN,),
        better="lower" if instrument.direction == "higher_worse" else "higher",
        reporter="worker",
        evidence="validated",
        instrument=said,
        words=tuple(words.items()),
    )


def _instrument(code: str, body: Mapping[str, Any]) -> Instrument:
    """Return one instrument as a recipe writes it."""
    parts = dict(body)
    parts["range"] = tuple(float(end) for end in parts["range"])
    return Instrument(code=code, **parts)
