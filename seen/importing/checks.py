"""Rules that hold between columns: who can meet whom, and what an instrument allows.

It promises each rule of the data dictionary its own Problem, with the rows that break it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from seen.importing.complete import ANSWER_FACTS
from seen.importing.contradictions import MEASURED_LATER
from seen.importing.fill import Filled, source_name
from seen.importing.problems import Problem, at_rows
from seen.importing.recipe import Recipe

WITH_AI: Final = ("ai_assisted_human", "bot")
LONGEST_OVERRUN: Final = 1.5  # minutes used over minutes scheduled
GOT: Final = ("got_human", "got_ai_assisted", "got_bot", "got_nothing")
LONG_WAITS: Final = {"human_over_week": "got_human", "ai_assisted_over_week": "got_ai_assisted"}
MBI: Final = "MBI"  # MBI_SCORES, and whatever version a recipe declares; no scale adds up to one
# Instruments whose authors or users published a cut-off; the shares of NHS_Q12 have none.
WITH_CASE_RULE: Final = frozenset(
    ["BAT12", "CBI", "GALLUP1", "MBI_SCORES", "MINIZ1", "MINIZ10", "OLBI", "PFI", "PROQOL"]
)


def rules(filled: Filled, recipe: Recipe) -> list[Problem]:
    """Return a Problem for each rule that is broken."""
    return [
        *_answers(filled, recipe),
        *_encounters(filled, recipe),
        *_outcomes(filled, recipe),
        *_surveys(filled, recipe),
        *_requests(filled, recipe),
    ]


def _answers(filled: Filled, recipe: Recipe) -> Iterator[Problem]:
    """Yield the Problem of files without a single answer."""
    measured = {measure.column for measure in recipe.catalog.measures} | MEASURED_LATER
    answers = [
        frame[column] for frame in filled.frames.values() for column in frame if column in measured
    ]
    if all(column.isna().all() for column in answers):
        yield Problem(code="no_answers", file=", ".join(dict.fromkeys(filled.files.values())))


def _encounters(filled: Filled, recipe: Recipe) -> Iterator[Problem]:
    """Yield what is wrong between the columns of an encounter."""
    frame = filled.frames.get("encounter")
    if frame is None:
        return
    kind = frame.get("modality", pd.Series(pd.NA, index=frame.index, dtype="str"))
    if "practitioner_id" in frame:
        wrong = (kind == "bot") & frame["practitioner_id"].notna()
        yield from _broken(
            filled, recipe, "encounter", "practitioner_id", "bot_with_person", wrong
        )
    if "ai_disclosed" in frame:
        wrong = kind.isin(WITH_AI) & frame["ai_disclosed"].isna()
        yield from _broken(filled, recipe, "encounter", "ai_disclosed", "ai_not_disclosed", wrong)
    if {"minutes_actual", "minutes_scheduled"} <= set(frame):
        wrong = frame["minutes_actual"] > LONGEST_OVERRUN * frame["minutes_scheduled"]
        for problem in _broken(filled, recipe, "encounter", "minutes_actual", "overrun", wrong):
            yield replace(problem, is_warning=True)


def _outcomes(filled: Filled, recipe: Recipe) -> Iterator[Problem]:
    """Yield what is wrong between asking and answering."""
    frame = filled.frames.get("outcome")
    if frame is None or not {"asked", "answered"} <= set(frame):
        return
    wrong = frame["answered"].fillna(value=False) & ~frame["asked"].fillna(value=True)
    yield from _broken(filled, recipe, "outcome", "answered", "answered_unasked", wrong)
    answers = [column for column in frame if column not in ANSWER_FACTS]
    given = frame[answers].notna().any(axis=1)
    wrong = given & ~frame["answered"].fillna(value=True)
    yield from _broken(filled, recipe, "outcome", "answered", "answer_denied", wrong)


def _surveys(filled: Filled, recipe: Recipe) -> Iterator[Problem]:
    """Yield what is wrong with burnout scores: totals, ranges and cases that no rule defines."""
    frame = filled.frames.get("burnout_survey")
    if frame is None:
        return
    table = "burnout_survey"
    wrong = frame["instrument"].str.startswith(MBI) & (frame["scale"] == "total")
    yield from _broken(filled, recipe, table, "scale", "mbi_total", wrong)
    wrong = (frame["raw"] < frame["raw_min"]) | (frame["raw"] > frame["raw_max"])
    yield from _broken(filled, recipe, table, "raw", "outside_instrument", wrong)
    if "wave" in frame:  # a survey made once needs no date, but none of several may lack its own
        wrong = frame["wave"].isna()
        yield from _broken(filled, recipe, table, "wave", "missing_value", wrong)
    if "is_case" in frame:
        known = [*recipe.instruments, *(score.instrument for score in recipe.scores)]
        declared = {item.code for item in known if item.case_from is not None}
        wrong = frame["is_case"].notna() & ~frame["instrument"].isin(WITH_CASE_RULE | declared)
        yield from _broken(filled, recipe, table, "is_case", "no_case_rule", wrong)


def _requests(filled: Filled, recipe: Recipe) -> Iterator[Problem]:
    """Yield what is wrong with requests: more, or fewer, got something than there were."""
    table = "access_request"
    frame = filled.frames.get(table)
    if frame is None:
        return
    for column, whole in LONG_WAITS.items():
        if {column, whole} <= set(frame):
            wrong = frame[column] > frame[whole]
            yield from _broken(filled, recipe, table, column, "waited_unmet", wrong)
    if {"requests", *GOT} <= set(frame):
        got = frame[list(GOT)].sum(axis=1)
        yield from _broken(filled, recipe, table, "requests", "got_more", got > frame["requests"])
        for problem in _broken(
            filled, recipe, table, "requests", "got_fewer", got < frame["requests"]
        ):
            yield replace(problem, is_warning=True)


def _broken(
    filled: Filled, recipe: Recipe, table: str, column: str, code: str, wrong: pd.Series
) -> Iterator[Problem]:
    """Yield the Problem of the rows that break a rule, if there are any."""
    rows = wrong.fillna(value=False).to_numpy(dtype=bool)
    if rows.any():
        name = source_name(recipe, table, column)
        problem = Problem(code=code, file=filled.files[table], column=name)
        yield at_rows(problem, filled.frames[table].index[rows])
