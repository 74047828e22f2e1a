"""One source, all the standard tables it feeds: columns read, ids found or made, bad rows named.

It promises that ids stay as the source writes them until they are de-identified, and that a row
left out is counted and reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

import pandas as pd

from seen.errors import RecipeError
from seen.importing.derive import derived
from seen.importing.identifiers import names_a_person
from seen.importing.instruments import SURVEY
from seen.importing.mapping import GRAIN, IMPLIED, NAMED_PLACES, Target
from seen.importing.problems import Problem, at_rows, refusal
from seen.importing.readers import Source
from seen.importing.recipe import Recipe
from seen.importing.values import Typed, stated, typed
from seen.importing.wide import lengthened
from seen.text import text

MOST_LEFT_OUT: Final = 0.05  # of the rows, for missing or repeated ids
LEFT_OUT: Final = {"missing_id": "missing_id_left_out", "id_twice": "id_twice_left_out"}
_BETWEEN_VALUES: Final = "\x1f"
_BEFORE_ORDINAL: Final = "\x1e"


@dataclass(frozen=True, kw_only=True, eq=False)
class Filled:
    """Standard tables with the ids of the source; each index numbers the rows of its file."""

    frames: Mapping[str, pd.DataFrame]
    files: Mapping[str, str]  # by table: the file that fed it
    problems: tuple[Problem, ...] = ()
    n_read: int = 0
    n_not_selected: int = 0
    n_left_out: int = 0
    dropped: tuple[str, ...] = ()  # source columns that nothing reads
    has_own_ids: bool = True  # encounters; otherwise their content stands for an id


def fill(source: Source, tables: Sequence[str], recipe: Recipe) -> Filled:
    """Return the standard tables that one source feeds."""
    selected = _selected(source, recipe)
    if selected.frame.empty:
        raise refusal([Problem(code="nothing_selected", file=source.name)])
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for table in tables:
        columns = {}
        for target in recipe.of(table):
            columns[target.column.name], found = _column(selected, target, recipe)
            problems += [*found, *_personal(selected, target, recipe)]
        frames[table] = pd.DataFrame(columns, index=selected.frame.index)
    has_own_ids = "encounter" not in frames or "encounter_id" in frames["encounter"]
    if not has_own_ids:
        frames["encounter"] = frames["encounter"].assign(encounter_id=_content(selected, recipe))
    frames = _with_implied(frames)
    lacking = [
        f"{table}.{GRAIN[table][0]}" for table in tables if GRAIN[table][0] not in frames[table]
    ]
    if lacking:
        raise RecipeError(text("import.recipe.required", names=", ".join(lacking)))
    if SURVEY in frames and recipe.scores:
        frames[SURVEY], found = lengthened(frames[SURVEY], selected, recipe)
        problems += found
    used = recipe.reads(recipe.tables())
    filled = Filled(
        frames=frames,
        files=dict.fromkeys(tables, source.name),
        problems=tuple(problems),
        n_read=len(source.frame),
        n_not_selected=len(source.frame) - len(selected.frame),
        dropped=tuple(str(name) for name in source.frame.columns if name not in used),
        has_own_ids=has_own_ids,
    )
    return _without_bad_ids(filled, recipe) if "encounter" in tables else filled


def source_name(recipe: Recipe, table: str, column: str) -> str:
    """Return how Problems name what fills one of our columns."""
    for target in recipe.of(table):
        if target.column.name == column:
            return " + ".join(target.sources()) or target.name
    for owner in IMPLIED.get((table, column), ()):
        if recipe.maps(owner, column):
            return source_name(recipe, owner, column)
    return f"{table}.{column}"


def _selected(source: Source, recipe: Recipe) -> Source:
    """Return a source with only the rows a recipe keeps."""
    frame = source.frame
    for column, kept in recipe.only:
        if column in frame.columns:
            frame = frame[frame[column].isin(kept)]
    return replace(source, frame=frame)


def _column(source: Source, target: Target, recipe: Recipe) -> Typed:
    """Return one of our columns as a source fills it."""
    values, column = recipe.values, target.column
    if target.derivation is not None:
        return derived(source, target.derivation, column, values)
    if target.source is not None:
        read = stated(source.frame[target.source], values, target.source)
        return typed(read, column, values, file=source.name, source=target.source)
    read = pd.Series(target.constant, index=source.frame.index, dtype="str")
    made, problems = typed(read, column, values, file=source.name, source=target.name)
    return made, [replace(it, line="") for it in problems]  # the constant itself is to be mended


def _personal(source: Source, target: Target, recipe: Recipe) -> list[Problem]:
    """Return a Problem for each column named like a direct identifier, unless it is an id."""
    if target.column.type == "id" or target.column.name in NAMED_PLACES:
        return []
    return [
        Problem(code="personal_column", file=source.name, column=column, expected=target.name)
        for column in target.sources()
        if names_a_person(column) and column not in recipe.not_identifiers
    ]


def _content(source: Source, recipe: Recipe) -> pd.Series:
    """Return what stands for an encounter's id: its mapped values, and a number among equals."""
    columns = sorted({name for target in recipe.targets for name in target.sources()})
    parts = [source.frame[name].fillna("") for name in columns if name in source.frame.columns]
    whole = reduce(lambda first, second: first + _BETWEEN_VALUES + second, parts)
    return whole + _BEFORE_ORDINAL + whole.groupby(whole).cumcount().astype("str")


def _with_implied(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return tables with the keys that a recipe leaves to be taken from another table."""
    found = dict(frames)
    for (table, key), owners in IMPLIED.items():
        if table in found and key not in found[table]:
            owner = next((it for it in owners if it in found and key in found[it]), None)
            if owner is not None:
                found[table] = found[table].assign(**{key: found[owner][key]})
    return found


def _without_bad_ids(filled: Filled, recipe: Recipe) -> Filled:
    """Return tables without the rows whose ids are missing or repeated, and a Problem for each.

    They refuse the import unless the recipe lets a few of them be left out.
    """
    encounter = filled.frames["encounter"]
    ids = encounter["encounter_id"]
    bad = {
        ("missing_id", "encounter_id"): ids.isna(),
        ("missing_id", "institution_id"): encounter["institution_id"].isna(),
        ("id_twice", "encounter_id"): ids.duplicated() & ids.notna(),
    }
    is_bad = pd.concat(list(bad.values()), axis=1).any(axis=1)
    if not is_bad.any():
        return filled
    leaves_out = recipe.leaves_out_bad_ids and is_bad.mean() <= MOST_LEFT_OUT
    problems = [
        at_rows(
            Problem(
                code=LEFT_OUT[code] if leaves_out else code,
                file=filled.files["encounter"],
                column=source_name(recipe, "encounter", key),
                is_warning=leaves_out,
            ),
            encounter.index[rows.to_numpy()],
        )
        for (code, key), rows in bad.items()
        if rows.any()
    ]
    filled = replace(filled, problems=(*filled.problems, *problems))
    if not leaves_out:
        return filled
    frames = {table: frame[~is_bad] for table, frame in filled.frames.items()}
    return replace(filled, frames=frames, n_left_out=int(is_bad.sum()))
