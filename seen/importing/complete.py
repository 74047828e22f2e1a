"""What follows from what a file states: answers from asking, and what an instrument declares.

It promises to add only what is certain, and to change nothing that was stated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from seen.importing.fill import Filled
from seen.importing.instruments import Instrument
from seen.importing.recipe import Recipe

# Columns of an outcome that are not answers.
ANSWER_FACTS: Final = frozenset(
    ["encounter_id", "asked", "answered", "survey_mode", "proxy", "days_after", "weight"]
)


def completed(filled: Filled, recipe: Recipe) -> Filled:
    """Return the tables with what follows from them."""
    frames = dict(filled.frames)
    if "outcome" in frames:
        frames["outcome"] = _with_response(frames["outcome"])
    if "burnout_survey" in frames:
        maps_cases = recipe.maps("burnout_survey", "is_case")
        for instrument in recipe.instruments:
            frames["burnout_survey"] = _with_instrument(
                frames["burnout_survey"], instrument, makes_cases=not maps_cases
            )
    return replace(filled, frames=frames)


def _with_response(outcome: pd.DataFrame) -> pd.DataFrame:
    """Return outcomes with who answered, where it is known who was asked; empty rows go."""
    answers = [column for column in outcome if column not in ANSWER_FACTS]
    given = outcome[answers].notna().any(axis=1)
    if "asked" in outcome and "answered" not in outcome:
        outcome = outcome.assign(answered=given.astype("boolean").where(outcome["asked"].notna()))
    return outcome[outcome.drop(columns="encounter_id").notna().any(axis=1)]


def _with_instrument(
    survey: pd.DataFrame, instrument: Instrument, *, makes_cases: bool
) -> pd.DataFrame:
    """Return scores with the range, direction and cases of one instrument where they lack them."""
    facts: dict[str, pd.Series] = {
        "raw_min": pd.Series(instrument.range[0], index=survey.index, dtype="Float64"),
        "raw_max": pd.Series(instrument.range[1], index=survey.index, dtype="Float64"),
        "direction": pd.Series(instrument.direction, index=survey.index, dtype="str"),
    }
    if makes_cases and instrument.case_from is not None:
        facts["is_case"] = instrument.cases(survey["raw"])
    mine = survey["instrument"] == instrument.code
    for column, fact in facts.items():
        stated = survey.get(column, pd.Series(pd.NA, index=survey.index, dtype=fact.dtype))
        survey = survey.assign(**{column: stated.mask(mine & stated.isna(), fact)})
    return survey
