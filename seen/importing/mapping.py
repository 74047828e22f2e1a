"""How one of our columns is filled: from a source column, a constant, or a small derivation.

It promises that a recipe can only map, never compute freely: the ways to derive are a closed set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from seen.domain.catalog import Catalog
from seen.domain.columns import Column
from seen.errors import RecipeError
from seen.text import text

# Each table a recipe may fill, and the columns of which it has one row each.
GRAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "institution": ("institution_id", "year"),
    "community": ("area_id",),
    "practitioner": ("practitioner_id",),
    "encounter": ("encounter_id",),
    "outcome": ("encounter_id",),
    "worker_reflection": ("encounter_id",),
    "time_use": ("practitioner_id", "month"),
    "burnout_survey": ("practitioner_id", "wave", "instrument", "scale"),
    "access_request": (
        *("area_id", "month", "recipient_income", "recipient_race_ethnicity"),
        *("setting", "profession"),
    ),
}
# Where a table finds its key in a file that does not map it: in these tables, fed by that file.
IMPLIED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("outcome", "encounter_id"): ("encounter",),
    ("worker_reflection", "encounter_id"): ("encounter",),
    ("practitioner", "practitioner_id"): ("encounter", "burnout_survey", "time_use"),
    ("institution", "institution_id"): ("encounter", "practitioner"),
    ("community", "area_id"): ("institution", "access_request"),
}
NAMED_PLACES: Final = ("institution_name", "organisation")  # the only text a recipe may map
DERIVATIONS: Final = ("sum_of", "percentile_rank_of", "equal", "band_of")


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """A value made from source columns: one of a closed set of ways."""

    way: str
    sources: tuple[str, ...]
    within: tuple[str, ...] = ()  # percentile_rank_of: ranked inside groups of these
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()  # only in rows with these values

    def columns(self) -> tuple[str, ...]:
        """Return every source column it reads."""
        return (*self.sources, *self.within, *(column for column, _ in self.where))


@dataclass(frozen=True, kw_only=True)
class Target:
    """One of our columns and what fills it: exactly one of the three ways."""

    column: Column
    source: str | None = None
    constant: str | None = None
    derivation: Derivation | None = None

    @property
    def name(self) -> str:
        """Its name with its table, as recipes write it."""
        return f"{self.column.table}.{self.column.name}"

    def sources(self) -> tuple[str, ...]:
        """Return the source columns it reads."""
        if self.derivation is not None:
            return self.derivation.columns()
        return () if self.source is None else (self.source,)


def targets(document: Mapping[str, Any], catalog: Catalog) -> tuple[Target, ...]:
    """Return what a recipe fills, from its `columns`, `constants` and `derive`."""
    known = {(column.table, column.name): column for column in catalog.columns}
    found: list[Target] = []
    for section in ("columns", "constants", "derive"):
        for name, body in _by_column(document.get(section, {})).items():
            found.append(_target(section, _column(name, known), body))
    names = [target.name for target in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RecipeError(text("import.recipe.mapped_twice", names=", ".join(twice)))
    return tuple(found)


def texts(value: object) -> tuple[str, ...]:
    """Return one or several TOML values as text; true and false in lower case, as in files."""
    values = value if isinstance(value, list) else [value]
    return tuple(str(it).lower() if isinstance(it, bool) else str(it) for it in values)


def _by_column(section: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """Return entries by (table, column), written as `table.column` with or without quotes."""
    found: dict[tuple[str, str], Any] = {}
    for key, body in section.items():
        table, dot, column = key.partition(".")
        if dot:
            found[table, column] = body
        elif isinstance(body, Mapping):
            found |= {(table, inner): value for inner, value in body.items()}
        else:
            raise RecipeError(text("import.recipe.not_a_column", name=key))
    return found


def _column(name: tuple[str, str], known: Mapping[tuple[str, str], Column]) -> Column:
    """Return the column a recipe may fill, or say which there are."""
    table, column = name
    if table not in GRAIN:
        raise RecipeError(text("import.recipe.table", table=table, choices=", ".join(GRAIN)))
    if name not in known:
        choices = ", ".join(column for owner, column in known if owner == table)
        raise RecipeError(
            text("import.recipe.target", table=table, column=column, choices=choices)
        )
    if known[name].type == "text" and column not in NAMED_PLACES:
        raise RecipeError(text("import.recipe.free_text", name=f"{table}.{column}"))
    return known[name]


def _target(section: str, column: Column, body: Any) -> Target:
    """Return one Target."""
    if section == "columns":
        if not isinstance(body, str):
            raise RecipeError(text("import.recipe.not_a_column", name=column.name))
        return Target(column=column, source=body)
    if section == "constants":
        if isinstance(body, list | Mapping):
            raise RecipeError(text("import.recipe.constant", name=column.name))
        if column.type == "id" and column.name != "institution_id":
            raise RecipeError(text("import.recipe.constant_id", name=column.name))
        return Target(column=column, constant=texts(body)[0])
    return Target(column=column, derivation=_derivation(column, body))


def _derivation(column: Column, body: Any) -> Derivation:
    """Return one derivation, refusing any outside the closed set."""
    allowed = {*DERIVATIONS, "within", "where"}
    ways = [way for way in DERIVATIONS if isinstance(body, Mapping) and way in body]
    if len(ways) != 1 or set(body) - allowed or column.type == "id":
        choices = ", ".join(DERIVATIONS)
        raise RecipeError(text("import.recipe.derivation", name=column.name, choices=choices))
    where = body.get("where", {})
    if not isinstance(where, Mapping):
        raise RecipeError(text("import.recipe.where", name=column.name))
    made = Derivation(
        way=ways[0],
        sources=texts(body[ways[0]]),
        within=texts(body.get("within", [])),
        where=tuple((source, texts(values)) for source, values in where.items()),
    )
    needed = {"sum_of": 2, "equal": 2}.get(made.way, 1)
    wrong_type = made.way == "band_of" and not column.levels
    if len(made.sources) < needed or (needed == 1 and len(made.sources) > 1) or wrong_type:
        raise RecipeError(text("import.recipe.derivation_parts", name=column.name, way=made.way))
    return made
