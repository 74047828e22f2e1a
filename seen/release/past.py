"""What a release takes over from those before it: answers of the past, and cells as they were.

It promises that a cell changes only when at least 11 people came, left or changed since it was
last made, and not when few practitioners saw them; and that the answers of a quarter which was
published whole are counted as they were then, whatever the data say of them now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from seen.domain.dimensions import NOT_STATED
from seen.domain.releases import INSTITUTION, QUARTER
from seen.errors import PublishError
from seen.guard import freeze
from seen.release.lattice import Cuboid, slotted
from seen.release.outcomes import Outcome
from seen.release.series import Series
from seen.store import Build
from seen.text import text

EVERYONE: Final = "everyone"  # the constant column of every answer table
NO_LEVEL: Final = ""  # an empty list cannot be bound


def follow(
    work: Build,
    series: Series,
    *,
    outcome: Outcome,
    number: int,
    cuboids: tuple[Cuboid, ...],
    columns: Mapping[str, str],
) -> None:
    """Take over the past of the outcome that was read last, and count who changed in its cells.

    Parameters
    ----------
    work
        The data file that is published.
    series
        The series it is added to.
    outcome, number
        Which one, and the number it is counted under.
    cuboids
        Its cuboids.
    columns
        By Dimension: the column of the answers that holds its levels.
    """
    wanted = [EVERYONE, *columns.values()]
    held = list(work.run("series/columns", columns=wanted).columns)  # the table's order, not ours
    _check_order(series, outcome.table, held)
    which: dict[str, Any] = {"outcome": outcome.name, "columns": held}
    if not series.is_new and QUARTER in columns:
        _keep_past(work, series, held, columns, which)
    work.change("series/remember", release_no=series.release_no, **which)
    everyone = held.index(EVERYONE) + 1
    for release_no in series.releases:
        work.change("series/changed", release_no=release_no, **which)
        if not work.run("series/n_changed")["n"].item():
            continue
        for cuboid in cuboids:
            places = [held.index(columns[it]) + 1 for it in cuboid.dimensions]
            slots = slotted(places, everyone)
            ranks: dict[str, Any] = {f"place_{n}": place for n, place in enumerate(slots, start=1)}
            work.change(
                "series/changes",
                release_no=release_no,
                outcome=number,
                cuboid=cuboid.number,
                **ranks,
            )


def _keep_past(
    work: Build,
    series: Series,
    held: list[str],
    columns: Mapping[str, str],
    which: Mapping[str, Any],
) -> None:
    """Count the quarters that were published as they were, not as the data say now.

    A group in the last release, and its new quarter in this one, less the group in this one, would
    be whoever came to its old quarters or left them. One such line is hidden by noise; a person
    stands in many.
    """
    places: dict[str, Any] = {
        f"{name}_place": held.index(columns[name]) + 1 if name in columns else 0
        for name in (QUARTER, INSTITUTION)
    }
    work.change("series/changed", release_no=series.release_no - 1, **which)
    work.change("series/past", **places, quarters=[*series.quarters_still, NOT_STATED])
    found = work.run("series/n_past").iloc[0]
    series.n_past[which["outcome"]] = int(found["n"])
    if found["n"]:
        work.change("series/drop_new")
    if found["n_gone"]:
        work.change("series/gone", columns=held)
        work.change("series/gone_wide")
        work.change("series/put_back", columns=held)


def keep(work: Build, series: Series) -> None:
    """Leave cells as they were where too few changed since, or their quarter is over."""
    if series.is_new:
        return
    work.change(
        "series/freeze",
        recomputed_from=freeze.RECOMPUTED_FROM,
        release_no=series.release_no,
        quarters=[*series.quarters_still, NO_LEVEL],
        gone=[*series.quarters_gone, NO_LEVEL],
    )


def _check_order(series: Series, table: str, held: list[str]) -> None:
    """Refuse levels that stand in another order than those remembered."""
    series.orders[table] = held
    if not series.is_new and json.loads(series.facts["columns"]).get(table) != held:
        raise PublishError(text("publish.series.differs", facts="columns"))
