"""All sources together: every standard table at its own grain, every reference resolved.

It promises that an attribute which varies where it must not becomes a Problem, never a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from seen.errors import RecipeError
from seen.importing.complete import completed
from seen.importing.fill import Filled, fill, source_name
from seen.importing.mapping import GRAIN
from seen.importing.problems import Problem, at_rows, shown
from seen.importing.readers import Source
from seen.importing.recipe import Recipe
from seen.text import text

ALWAYS: Final = 1900  # the year of an institution described without years: before any encounter
COLLAPSED: Final = ("institution", "community", "practitioner")  # many rows may describe one
OWNERS: Final = {
    "institution_id": "institution",
    "practitioner_id": "practitioner",
    "area_id": "community",
    "encounter_id": "encounter",
}
COLUMNS_NAMED: Final = 60


def tables(sources: Sequence[Source], recipe: Recipe) -> Filled:
    """Return the standard tables that sources fill under a recipe, with every Problem found."""
    pairs = _feeds(sources, recipe)
    _check_columns(pairs, recipe)
    filled = _joined([fill(source, fed, recipe) for source, fed in pairs])
    for table in COLLAPSED:
        if table in filled.frames:
            filled = _collapsed(filled, table, recipe)
    filled = completed(_with_everyone(filled, recipe), recipe)
    problems = [*_lacking(filled, recipe), *_twice(filled, recipe), *_unknown(filled, recipe)]
    return replace(filled, problems=(*filled.problems, *problems))


def _feeds(sources: Sequence[Source], recipe: Recipe) -> list[tuple[Source, tuple[str, ...]]]:
    """Return each source with the tables it feeds: by its stem, otherwise by order."""
    if not recipe.files:
        if len(sources) != 1:
            raise RecipeError(text("import.recipe.one_file", n=len(sources)))
        return [(sources[0], recipe.tables())]
    stems = [stem for stem, _ in recipe.files]
    if len(sources) != len(stems):
        raise RecipeError(text("import.recipe.n_files", n=len(sources), stems=", ".join(stems)))
    fed = dict(recipe.files)
    if {source.stem for source in sources} == set(stems):
        return [(source, fed[source.stem]) for source in sources]
    return [(source, fed[stem]) for source, stem in zip(sources, stems, strict=True)]


def _check_columns(pairs: list[tuple[Source, tuple[str, ...]]], recipe: Recipe) -> None:
    """Refuse a recipe that names source columns which are not there."""
    for source, fed in pairs:
        _check_there(recipe.reads(fed), [source])
    anywhere = {*recipe.not_identifiers, *recipe.values.missing_in}
    _check_there(anywhere | {column for column, _ in recipe.only}, [source for source, _ in pairs])


def _check_there(wanted: set[str], sources: Sequence[Source]) -> None:
    """Refuse source columns that none of the sources has."""
    there = [str(column) for source in sources for column in source.frame.columns]
    unknown = sorted(wanted - set(there))
    if unknown:
        raise RecipeError(
            text(
                "import.recipe.source_column",
                file=", ".join(source.name for source in sources),
                names=", ".join(unknown),
                choices=", ".join(shown(column) for column in there[:COLUMNS_NAMED]),
            )
        )


def _joined(parts: Sequence[Filled]) -> Filled:
    """Return what several sources fill; a recipe gives each table to one of them."""
    return Filled(
        frames={table: frame for part in parts for table, frame in part.frames.items()},
        files={table: name for part in parts for table, name in part.files.items()},
        problems=tuple(problem for part in parts for problem in part.problems),
        n_read=sum(part.n_read for part in parts),
        n_not_selected=sum(part.n_not_selected for part in parts),
        n_left_out=sum(part.n_left_out for part in parts),
        dropped=tuple(dict.fromkeys(name for part in parts for name in part.dropped)),
        has_own_ids=all(part.has_own_ids for part in parts),
    )


def _collapsed(filled: Filled, table: str, recipe: Recipe) -> Filled:
    """Return tables of which one has a single row per key; what varies within a key is wrong."""
    frame = filled.frames[table]
    if table == "institution" and "year" not in frame:
        frame = frame.assign(year=ALWAYS)
    keys = list(GRAIN[table])
    if not recipe.maps(table, keys[0]):  # taken from another table, where it may be missing
        frame = frame[frame[keys[0]].notna()]
    attributes = [str(column) for column in frame if column not in keys]
    first, problems = frame.drop_duplicates(keys), []
    if attributes:
        grouped = frame.groupby(keys, sort=False, dropna=False)[attributes]
        varies = grouped.transform("nunique") > 1
        key = source_name(recipe, table, keys[0])
        for column in [name for name in attributes if varies[name].any()]:
            name = source_name(recipe, table, column)
            file = filled.files[table]
            problem = Problem(code="not_constant", file=file, column=name, expected=key)
            problems.append(at_rows(problem, frame.index[varies[column].to_numpy()]))
        first = grouped.first().reset_index().set_index(first.index)
    frames = {**filled.frames, table: first}
    return replace(filled, frames=frames, problems=(*filled.problems, *problems))


def _with_everyone(filled: Filled, recipe: Recipe) -> Filled:
    """Return tables in which each practitioner and institution that is named has a row.

    Where a recipe maps a list of its own, that list is complete, and others become Problems.
    """
    frames = dict(filled.frames)
    for column, owner in (("practitioner_id", "practitioner"), ("institution_id", "institution")):
        if recipe.maps(owner, column):
            continue
        named = [frame[column].dropna() for frame in frames.values() if column in frame]
        own = frames.get(owner, pd.DataFrame({column: pd.Series(dtype="str")}))
        ids = pd.concat([*named, own[column]]).drop_duplicates()
        added = pd.DataFrame({column: ids[~ids.isin(own[column])]})
        if owner == "institution":
            added["year"] = ALWAYS
        if len(added):
            frames[owner] = pd.concat([own, added]) if len(own) else added
    return replace(filled, frames=frames)


def _lacking(filled: Filled, recipe: Recipe) -> list[Problem]:
    """Return a Problem for each required column with empty rows."""
    found = []
    for table, file in filled.files.items():
        frame = filled.frames[table]
        for column in recipe.catalog.table(table):
            if not column.required or column.name not in frame:
                continue
            if column.type == "id" and (
                table == "encounter" or not recipe.maps(table, column.name)
            ):
                continue  # told already, where the ids of encounters were checked
            empty = frame[column.name].isna().to_numpy()
            if empty.any():
                code = "missing_id" if column.type == "id" else "missing_value"
                name = source_name(recipe, table, column.name)
                problem = Problem(code=code, file=file, column=name)
                found.append(at_rows(problem, frame.index[empty]))
    return found


def _twice(filled: Filled, recipe: Recipe) -> list[Problem]:
    """Return a Problem for each table in which two rows have the same key."""
    found = []
    for table, file in filled.files.items():
        frame = filled.frames[table]
        keys = [key for key in GRAIN[table] if key in frame]
        if table in (*COLLAPSED, "encounter") or not recipe.maps(table, keys[0]):
            continue
        again = frame.duplicated(keys).to_numpy()
        if again.any():
            names = " + ".join(source_name(recipe, table, key) for key in keys)
            problem = Problem(code="id_twice", file=file, column=names)
            found.append(at_rows(problem, frame.index[again]))
    return found


def _unknown(filled: Filled, recipe: Recipe) -> list[Problem]:
    """Return a Problem for each column of ids that the table they belong to does not have."""
    found = []
    for table, file in filled.files.items():
        frame = filled.frames[table]
        for column, owner in OWNERS.items():
            if owner == table or owner not in filled.frames or not recipe.maps(table, column):
                continue  # a column that is not mapped was taken from its owner
            there = filled.frames[owner][column]
            unknown = (frame[column].notna() & ~frame[column].isin(there)).to_numpy()
            if unknown.any():
                name = source_name(recipe, table, column)
                problem = Problem(
                    code="unknown_reference", file=file, column=name, expected=filled.files[owner]
                )
                found.append(at_rows(problem, frame.index[unknown]))
    return found
