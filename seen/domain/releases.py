"""What may stand in a release and its manifest: the list that all who write or open one hold to.

It promises one list for all three.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import pandas as pd

from seen.domain.dimensions import NOT_STATED
from seen.settings import MINIMUM_PEOPLE
from seen.text import text

FORMAT_VERSION: Final = "2"
ASKED: Final = "asked"  # the outcome that counts how many were asked
POOL: Final = "pool"  # begins the level of institutions that stand together
LONGEST_NAME: Final = 80  # characters
CELL_COLUMNS: Final = ("cuboid", "outcome", "level", "n_p")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "bands": ("outcome", "level", "low", "high"),
    "dataset": (
        *("dataset_id", "title", "version", "source_type", "licence", "citation"),
        *("consent_basis", "is_published_aggregate"),
    ),
    "deff": ("outcome", "cuboid", "deff"),
    "dims": ("dim", "level", "label"),
    "measures": ("name", "content"),
    "meta": ("name", "content"),
    "published": ("outcome", "level", "institution", "quarter", "n"),
}
TYPES: Final = {  # of columns that are no text
    ("cells", "n_p"): "INTEGER",
    ("bands", "low"): "DOUBLE",
    ("bands", "high"): "DOUBLE",
    ("deff", "deff"): "DOUBLE",
    ("dataset", "is_published_aggregate"): "BOOLEAN",
    ("published", "n"): "INTEGER",
}
AGGREGATE_KEYS: Final = ("outcome", "institution", "quarter", "level")  # in order of the rows
_ID: Final = r"[0-9a-f]{12}"
_NUMBER: Final = r"[0-9]+(\.[0-9]+)?"
META: Final = {  # each fact, and how it is written: none has room for a text
    "release_id": _ID,
    "series_id": _ID,
    "previous_release_id": rf"({_ID})?",
    "created_month": r"[0-9]{4}-[0-9]{2}",
    "format_version": r"[0-9]+",
    "app_version": r"[0-9]+(\.[0-9a-z]+)*",
    "q": _NUMBER,
    "V": _NUMBER,
    "D": r"[0-9]+",
    "K": r"[123]",
    "thresholds": r"\{.*\}",  # read as JSON
    "schema_hash": r"[0-9a-f]{64}",  # worked out again
    "outcomes": r"\{.*\}",  # read as JSON
    "one_answer_per_person": r"true|false",
    "name": r"[a-z][a-z0-9_]*",
    "is_weighted": r"false",
    "named_institutions": r"\[.*\]",  # read as JSON
}
MANIFEST_FACTS: Final = (
    *("release_id", "series_id", "created_month", "format_version", "app_version"),
)
MANIFEST: Final = ("sha256", "size", "cells", *MANIFEST_FACTS, "engine_version")
UNCHANGED: Final = {  # of republished aggregates, to which nothing was done
    "q": "0",
    "V": "0",
    "D": "0",
    "K": "1",
    "thresholds": "{}",
}
THRESHOLDS: Final[dict[str, float]] = {  # what must stand behind a cell
    "answers": MINIMUM_PEOPLE,
    "institutions": 3,
    "largest_share": 0.5,  # at most, of one practitioner
    "people": MINIMUM_PEOPLE,
    "practitioners": 5,
}

# -- which Dimensions a cell may cross -----------------------------------------------------------

INSTITUTION: Final = "institution"
QUARTER: Final = "quarter"
FROM_DATA: Final = (QUARTER, INSTITUTION)  # whose levels change from one release to the next
CORE: Final = ("profession", "setting", "time_pressure")  # go with one Dimension more
CORE_WITH: Final = (
    *("recipient_race_ethnicity", "recipient_income", "recipient_gender"),
    *("language_match", "age_band", "quarter", "modality"),
)
INSTITUTION_WITH: Final = (
    *("profession", "time_pressure", "quarter"),
    *("recipient_race_ethnicity", "recipient_income"),
)


def may_cross(names: Sequence[str], most: int) -> bool:
    """Return whether a release that crosses so many Dimensions may hold cells of these."""
    if list(names) != sorted(set(names)):
        return False
    if INSTITUTION in names:
        beside = set(names) - {INSTITUTION}
        return len(beside) <= 1 and beside <= set(INSTITUTION_WITH)
    is_core = most == 3 and len(names) == 4 and set(CORE) <= set(names) <= {*CORE, *CORE_WITH}
    return len(names) <= most or is_core


def schema_hash(
    dimensions: Mapping[str, Sequence[str]], released: Mapping[str, Sequence[str]]
) -> str:
    """Return the hash over Dimensions with their levels, and outcomes with theirs."""
    held = [{name: list(levels) for name, levels in it.items()} for it in (dimensions, released)]
    sealed = json.dumps(held, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()


def month_of(quarter: str, place: int) -> date:
    """Return the first day of a month of a quarter such as "2025 Q1"; place is 1, 2 or 3."""
    year, _, number = quarter.partition(" Q")
    return date(int(year), 3 * (int(number) - 1) + place, 1)


# -- what institutions are called ----------------------------------------------------------------


def is_name(written: str) -> bool:
    """Return whether something can be the name of an institution: one short line of print."""
    return bool(written.strip() == written and 0 < len(written) <= LONGEST_NAME) and (
        written.isprintable()
    )


def institution_label(level: str) -> str:
    """Return what an institution is called without its consent: a code, or a pool of several."""
    if not level.startswith(f"{POOL}_"):
        return level
    kind = level.removeprefix(f"{POOL}_")
    if kind == "all":
        return text("publish.pool_all")
    return text("publish.pool", kind=kind.replace("_", " "))


# -- republished aggregates -----------------------------------------------------------------------


def is_declared(
    frame: pd.DataFrame, outcomes: Mapping[str, Sequence[str]], dims: pd.DataFrame
) -> bool:
    """Return whether aggregates hold what a release declares, each once, in their order.

    Parameters
    ----------
    frame
        The aggregates as they lie in the file.
    outcomes
        The levels of each outcome.
    dims
        The levels of each Dimension.
    """
    known = {(outcome, level) for outcome, levels in outcomes.items() for level in levels}
    levels = {str(dim): set(held) for dim, held in dims.groupby("dim")["level"]}
    wanted = frame.sort_values(list(AGGREGATE_KEYS), ignore_index=True)
    return bool(
        set(zip(frame["outcome"], frame["level"], strict=True)) <= known
        and set(frame["institution"]) <= levels.get(INSTITUTION, set())
        and set(frame["quarter"]) - {NOT_STATED} <= levels.get(QUARTER, set())
        and levels.keys() <= {INSTITUTION, QUARTER}
        and all(map(is_name, frame["institution"]))
        and (frame["n"] > 0).all()
        and not frame.duplicated(list(AGGREGATE_KEYS)).any()
        and frame.equals(wanted)
    )
