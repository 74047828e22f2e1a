"""The levels that a release holds of each Dimension: found, refused where rare, named by codes.

It promises that a level of fewer than 11 people is refused with its name, never shown.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from seen.domain.releases import FROM_DATA, INSTITUTION
from seen.errors import PublishError
from seen.release.outcomes import ENCOUNTERS
from seen.release.plan import Plan
from seen.settings import MINIMUM_PEOPLE
from seen.store import Build
from seen.text import text


def check_levels(work: Build, planned: Plan, table: str, found: dict[str, set[str]]) -> None:
    """Note the levels of each Dimension, refusing one that too few people have."""
    for name, column in planned.columns(table).items():
        rows = work.run("lattice/people_of_levels", column=column)
        found.setdefault(name, set()).update(rows["level"])
        dimension = next(it for it in planned.dimensions if it.name == name)
        few = [
            str(row["level"])
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
    """Return of each Dimension the two levels that would free most, neighbours where ordered."""
    held = {it.name: it for it in planned.dimensions if it.name not in FROM_DATA}
    kept = []
    for row in rows.to_dict("records"):
        dimension = held.get(row["dimension"])
        levels = (row["first_level"], row["second_level"])
        if dimension is None or any(dimension.is_unstated(level) for level in levels):
            continue
        places = [dimension.place(level) for level in levels]
        kept += [row] if not dimension.ordered or abs(places[0] - places[1]) == 1 else []
    return pd.DataFrame(kept, columns=rows.columns).drop_duplicates("dimension")


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
