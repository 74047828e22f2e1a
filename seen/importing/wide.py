"""A wide burnout file, one row per person and a column per scale, as one row per score.

It promises that whoever has no score on a scale has no row for it, and that what a recipe declares
of its own beside the scores counts once per person, not once per scale.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from seen.domain.columns import Column
from seen.importing.identifiers import names_a_person
from seen.importing.instruments import Score
from seen.importing.problems import Problem
from seen.importing.readers import Source
from seen.importing.recipe import Recipe
from seen.importing.values import Typed, stated, typed


def lengthened(
    survey: pd.DataFrame, source: Source, recipe: Recipe
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return one row per person and score, with what could not be read.

    Parameters
    ----------
    survey
        What else the recipe maps of burnout surveys: one row per row of the source.
    source
        The file that holds the columns of scores.
    recipe
        What names them.
    """
    parts, problems = [], []
    for score in recipe.scores:
        raw, found = _read(score, source, recipe)
        problems += [*found, *_personal(score, source, recipe)]
        parts.append(_rows(survey, score, raw))
    longer = pd.concat(parts)
    own = {column.name for column in recipe.declared} - {score.name for score in recipe.scores}
    again = longer.index.duplicated()  # rows keep the number they have in the file
    once = {name: longer[name].mask(again) for name in survey if name in own}
    return longer.assign(**once), problems


def _read(score: Score, source: Source, recipe: Recipe) -> Typed:
    """Return a column of scores as numbers of the instrument's range."""
    number = Column(table="", name="number", type="number", range=score.instrument.range)
    read = stated(source.frame[score.source], recipe.values, score.source)
    raw, problems = typed(read, number, recipe.values, file=source.name, source=score.source)
    return raw.where(raw.between(*score.instrument.range)), problems  # told once, with its column


def _rows(survey: pd.DataFrame, score: Score, raw: pd.Series) -> pd.DataFrame:
    """Return the rows of one scale."""
    instrument = score.instrument
    low, high = instrument.range
    facts: dict[str, Any] = {
        "instrument": instrument.code,
        "scale": score.scale,
        "raw": raw,
        "raw_min": low,
        "raw_max": high,
        "direction": instrument.direction,
        score.name: raw,
        **({} if instrument.case_from is None else {"is_case": instrument.cases(raw)}),
    }
    return survey.assign(**facts)[raw.notna()]


def _personal(score: Score, source: Source, recipe: Recipe) -> list[Problem]:
    """Return the Problem of a column of scores that is named like a direct identifier."""
    if not names_a_person(score.source) or score.source in recipe.not_identifiers:
        return []
    expected = f"{score.instrument.code} {score.scale}"
    return [
        Problem(code="personal_column", file=source.name, column=score.source, expected=expected)
    ]
