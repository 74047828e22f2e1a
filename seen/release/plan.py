"""The plan of a release: outcomes, Dimensions, cuboids and rules, before anything is counted.

It promises that all that is public about a release follows from the Catalog and the choices made,
and that two plans with the same schema hash have the same cells to offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.releases import ASKED, FROM_DATA, INSTITUTION, schema_hash
from seen.errors import PublishError
from seen.release.lattice import BESIDE_WORKERS, DEFAULTS, Cuboid, crossings
from seen.release.outcomes import MOST_LEVELS, SURVEYS, Outcome, outcomes
from seen.text import text

MOST_CROSSED_SURVEYS: Final = 2

Part = tuple[str, str | None, str | None]  # the table, and of surveys the instrument and scale


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be released."""

    outcomes: tuple[Outcome, ...]
    dimensions: tuple[Dimension, ...]
    of_table: tuple[tuple[str, tuple[str, ...]], ...]  # by table: its released Dimensions
    quarters: tuple[str, ...] | None  # None where all that the data holds are released
    q: float
    most_crossed: int

    def parts(self) -> tuple[Part, ...]:
        """Return the sets of rows that hold the outcomes."""
        return tuple(dict.fromkeys(outcome.part for outcome in self.outcomes))

    def of_part(self, part: Part) -> tuple[Outcome, ...]:
        """Return the outcomes that stand in one set of rows."""
        return tuple(outcome for outcome in self.outcomes if outcome.part == part)

    def names(self, table: str) -> tuple[str, ...]:
        """Return the names of the released Dimensions of a table."""
        return dict(self.of_table).get(table, ())

    def columns(self, table: str) -> dict[str, str]:
        """Return the column of each released Dimension of a table, the institution left out."""
        held = set(self.names(table)) - {INSTITUTION}
        return {it.name: it.column for it in self.dimensions if it.name in held}

    def cuboids(self) -> dict[str, tuple[Cuboid, ...]]:
        """Return the cuboids of each table, numbered through."""
        found: dict[str, tuple[Cuboid, ...]] = {}
        number = 0
        for table in dict.fromkeys(outcome.table for outcome in self.outcomes):
            is_survey = table == SURVEYS
            most = min(self.most_crossed, MOST_CROSSED_SURVEYS if is_survey else 3)
            sets = crossings(self.names(table), most=most)
            if is_survey:  # a place's staff is small: it stands alone
                sets = [it for it in sets if INSTITUTION not in it or len(it) == 1]
            found[table] = tuple(
                Cuboid(number=number + place, dimensions=names) for place, names in enumerate(sets)
            )
            number += len(sets)
        return found

    def schema_hash(self) -> str:
        """Return the hash over what two releases of a series must share."""
        return schema_hash(
            {it.name: list(() if it.name in FROM_DATA else it.levels) for it in self.dimensions},
            {outcome.name: list(outcome.levels) for outcome in self.outcomes},
        )


def plan(
    catalog: Catalog,
    *,
    measures: Sequence[str] = (),
    dimensions: Sequence[str] = (),
    q: float,
) -> Plan:
    """Return the plan of a release; how many Dimensions are crossed is settled by the data.

    Raises
    ------
    PublishError
        When a Measure or Dimension is unknown or cannot be released.
    """
    released = outcomes(catalog, measures)
    columns = {outcome.column for outcome in released}
    chosen = _dimensions(catalog, dimensions, {outcome.table for outcome in released})
    if both := sorted(it.name for it in chosen if it.column in columns):
        raise PublishError(text("publish.outcome_is_dimension", names=", ".join(both)))
    of_table = {}
    for table in dict.fromkeys(outcome.table for outcome in released):
        offered = {it.name for it in catalog.offered_dimensions(table)}
        kept_here = offered & set(dimensions or _usual(table))
        of_table[table] = tuple(it.name for it in chosen if it.name in kept_here)
    return Plan(
        outcomes=released,
        dimensions=chosen,
        of_table=tuple(of_table.items()),
        quarters=None,
        q=q,
        most_crossed=3,
    )


def _dimensions(
    catalog: Catalog, wanted: Sequence[str], tables: set[str]
) -> tuple[Dimension, ...]:
    """Return the Dimensions to release, in the order of the Catalog."""
    offered = {it.name: it for table in sorted(tables) for it in catalog.offered_dimensions(table)}
    offered = {name: it for name, it in offered.items() if name not in ("instrument", "scale")}
    usual = dict.fromkeys(name for table in sorted(tables) for name in _usual(table))
    names = list(wanted) or [name for name in usual if name in offered]
    for name in names:
        if name not in offered:
            is_number = any((table, name) in catalog.present for table in tables)
            key = "publish.no_levels" if is_number else "publish.unknown_dimension"
            raise PublishError(text(key, name=name[:40], choices=", ".join(offered)))
    chosen = tuple(it for it in catalog.dimensions if it.name in names)
    for it in chosen:
        if len(it.levels) > MOST_LEVELS and it.name not in FROM_DATA:
            raise PublishError(text("publish.many_levels", name=it.name, n=MOST_LEVELS))
    return chosen


def _usual(table: str) -> tuple[str, ...]:
    """Return what the answers of a table are crossed by where nothing is asked for."""
    return (*DEFAULTS, *BESIDE_WORKERS) if table == SURVEYS else DEFAULTS


def public_catalog(catalog: Catalog, released: Plan) -> Catalog:
    """Return the Catalog of a release: nothing but what is released, no words for institutions."""
    measures = {outcome.measure for outcome in released.outcomes} - {ASKED}
    names = {it.name for it in released.dimensions}
    survey = {outcome.measure for outcome in released.outcomes if outcome.table == SURVEYS}
    kept = ("instrument", "scale") if survey else ()
    present = {(it.table, it.column) for it in released.outcomes}
    present |= {
        (table, it.column)
        for table, held in released.of_table
        for it in released.dimensions
        if it.name in held
    }
    present |= {(SURVEYS, name) for name in kept}
    told = {it.name: it for it in released.dimensions}
    return replace(
        catalog,
        measures=tuple(it for it in catalog.measures if it.name in measures),
        dimensions=tuple(
            told.get(it.name, it) for it in catalog.dimensions if it.name in names | set(kept)
        ),
        columns=(),
        overview=tuple(it for it in catalog.overview if it.measure in measures and it.by in names),
        blocks=(),
        present=frozenset(present),
        apart=tuple((name, held) for name, held in catalog.apart if name in survey),
    )
