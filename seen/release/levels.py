"""The levels that a release holds of each Dimension: found, refused where rare, named by codes.

It promises that a level of fewer than 11 people is refused with its name, never shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from seen.domain.dimensions import Dimension
from seen.domain.releases import FROM_DATA, INSTITUTION
from seen.errors import PublishError
from seen.release.outcomes import ENCOUNTERS
from seen.release.plan import Plan
from seen.settings import MINIMUM_PEOPLE
from seen.store import Build
from seen.text import text

OTHER: Final = "other"  # the level of whoever no other level names


def check_levels(work: Build, planned: Plan, table: str, found: dict[str, set[str]]) -> None:
    """Note the levels of each Dimension, refusing one that too few people have."""
    for name, column in planned.columns(table).items():
        rows = work.run("lattice/people_of_levels", column=column)
        found.setdefault(name, set()).update(rows["level"])
        dimension = next(it for it in planned.dimensions if it.name == name)
        few = [
            dimension.level_label(str(row["level"]))
            for row in rows.to_dict("records")
            if row["people"] < MINIMUM_PEOPLE
            and not dimension.is_unstated(str(row["level"]))
            and dimension.role != "time"
        ]
        if few and table == ENCOUNTERS:
            raise PublishError(
                text("publish.rare_level", name=name, levels=", ".join(few), n=MINIMUM_PEOPLE)
            )
    if INSTITUTION in planned.names(table):
        rows = work.run("lattice/people_of_levels", column="place_level")
        found.setdefault(INSTITUTION, set()).update(rows["level"].dropna())


def merging(rows: pd.DataFrame, planned: Plan) -> pd.DataFrame:
    """Return of each Dimension the two levels that mean something as one and free most, in words.

    Those are neighbours where levels are ordered, and elsewhere a level with what is already a
    remainder: two groups of people as one would hide what differs between them.
    """
    held = {it.name: it for it in planned.dimensions if it.name not in FROM_DATA}
    kept = []
    for row in rows.to_dict("records"):
        dimension = held.get(row["dimension"])
        if dimension is None:
            continue
        levels = sorted((row["first_level"], row["second_level"]), key=dimension.place)
        if not _belong(dimension, *levels):
            continue
        first, second = map(dimension.level_label, levels)
        row |= {"dimension": dimension.phrase("label")}
        kept.append(row | {"first_level": first, "second_level": second})
    return pd.DataFrame(kept, columns=rows.columns).drop_duplicates("dimension")


def _belong(dimension: Dimension, first: str, second: str) -> bool:
    """Return whether two levels, in the order of a Dimension, mean something as one."""
    if dimension.is_unstated(first) or dimension.is_unstated(second):
        return False
    if dimension.ordered:
        return dimension.place(second) - dimension.place(first) == 1
    return OTHER in (first, second)


def with_institutions(planned: Plan, found: dict[str, set[str]]) -> Plan:
    """Return the plan with institutions under their codes, without words of their own."""
    dimensions = tuple(
        replace(
            it,
            levels=tuple(sorted(found.get(INSTITUTION, set()))),
            words=tuple(pair for pair in it.words if not pair[0].startswith("level.")),
        )
        if it.name == INSTITUTION
        else it
        for it in planned.dimensions
    )
    return replace(planned, dimensions=dimensions)


def hold(held: dict[str, set[str]], cells: pd.DataFrame) -> None:
    """Note the levels of published cells: those of kept quarters may be in no row any more."""
    for place in range(1, 5):
        for name, rows in cells.groupby(f"dim_{place}"):
            held.setdefault(str(name), set()).update(rows[f"level_{place}"])
