"""Reading a recipe from its TOML file.

It promises that a recipe is understood to the last key, or refused with what could stand there.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from seen.errors import RecipeError
from seen.importing import additions, contradictions, instruments, mapping
from seen.importing.mapping import texts
from seen.importing.readers import Format
from seen.importing.recipe import QUASI_IDENTIFIERS, Recipe, Values
from seen.text import text

SOURCE_TYPES: Final = ("public_real", "partner_real")  # a recipe may not call its data synthetic
PUBLISHED: Final = "is_published_aggregate"  # counts that anybody could read before
DATASET_KEYS: Final = ("title", "version", "source_type", "licence", "citation", "consent_basis")
FILE_KEYS: Final = ("encoding", "delimiter", "decimal", "dates")
_PLAIN_KEYS: Final = (
    *("institution_word", "institution_plural", "institution_names", "missing", "drop"),
    "not_identifiers",
    *("leave_out_bad_ids", "quasi_identifiers"),
)
_SECTIONS: Final = (
    *("dataset", "file", "files", "columns", "constants", "derive", "levels", "missing_in"),
    *("only", "add_levels", "instrument", "scores", "table", "measure", "dimension"),
    "overview",
)
_OF_SECTIONS: Final = (
    *("add_levels", "instrument", "scores", "levels", "table", "measure", "dimension"),
)


def load(path: Path) -> Recipe:
    """Return the Recipe in a TOML file.

    Raises
    ------
    RecipeError
        With what is wrong and, where there is a choice, what could stand there.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise RecipeError(text("import.recipe.no_file", file=path.name)) from None
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(text("import.recipe.toml", file=path.name, error=error)) from None
    try:
        made = _recipe(document, name=path.stem, digest=hashlib.sha256(content).hexdigest())
        contradictions.check(made)
        return made
    except RecipeError as error:
        raise RecipeError(text("import.recipe.wrong", file=path.name, error=error)) from None


def _recipe(document: Mapping[str, Any], *, name: str, digest: str) -> Recipe:
    """Return the Recipe of a TOML document."""
    _check_shape(document)
    written = document.get("file", {})
    catalog, declared = additions.compose(document)
    return Recipe(
        name=name,
        digest=digest,
        dataset=_dataset(document),
        form=Format(**{key: written[key] for key in ("encoding", "delimiter") if key in written}),
        values=_values(document, written),
        targets=mapping.targets(document, catalog),
        catalog=catalog,
        declared=declared,
        instruments=instruments.instruments(document),
        scores=instruments.scores(document, catalog),
        files=tuple((stem, texts(tables)) for stem, tables in document.get("files", {}).items()),
        only=tuple((column, texts(kept)) for column, kept in document.get("only", {}).items()),
        drop=texts(document.get("drop", [])),
        not_identifiers=texts(document.get("not_identifiers", [])),
        quasi_identifiers=texts(document.get("quasi_identifiers", list(QUASI_IDENTIFIERS))),
        has_institution_names=_flag(document, "institution_names"),
        leaves_out_bad_ids=_flag(document, "leave_out_bad_ids"),
    )


def _check_shape(document: Mapping[str, Any]) -> None:
    """Refuse keys that mean nothing, and sections that are none."""
    _check_keys(document, (*_PLAIN_KEYS, *_SECTIONS), where=text("import.recipe.top"))
    for section in _SECTIONS:
        if section != "overview" and not isinstance(document.get(section, {}), Mapping):
            raise RecipeError(text("import.recipe.section", name=section))
    if not isinstance(document.get("overview", []), list):
        raise RecipeError(text("import.recipe.overview_list"))
    for section in _OF_SECTIONS:
        for name, body in document.get(section, {}).items():
            if not isinstance(body, Mapping):
                raise RecipeError(text("import.recipe.section", name=f"{section}.{name}"))
    _check_keys(document.get("file", {}), FILE_KEYS, where="[file]")
    for key, value in document.get("file", {}).items():
        if not isinstance(value, str):
            raise RecipeError(text("import.recipe.not_text", name=key))


def _check_keys(section: Mapping[str, Any], allowed: Iterable[str], *, where: str) -> None:
    """Refuse keys that mean nothing, listing those that do."""
    unknown = [key for key in section if key not in allowed]
    if unknown:
        names, choices = ", ".join(unknown), ", ".join(allowed)
        raise RecipeError(text("import.recipe.keys", where=where, names=names, choices=choices))


def _dataset(document: Mapping[str, Any]) -> dict[str, str | bool]:
    """Return the facts about the data that every data file must carry."""
    stated = dict(document.get("dataset", {}))
    is_published = stated.pop(PUBLISHED, False)
    if not isinstance(is_published, bool):
        raise RecipeError(text("import.recipe.flag", name=PUBLISHED))
    facts = {key: str(value).strip() for key, value in stated.items()}
    _check_keys(facts, (*DATASET_KEYS, PUBLISHED), where="[dataset]")
    lacking = [key for key in DATASET_KEYS if not facts.get(key)]
    if lacking:
        raise RecipeError(text("import.recipe.dataset", keys=", ".join(lacking)))
    if facts["source_type"] not in SOURCE_TYPES:
        raise RecipeError(text("import.recipe.source_type", choices=", ".join(SOURCE_TYPES)))
    return {**facts, PUBLISHED: is_published}


def _values(document: Mapping[str, Any], written: Mapping[str, Any]) -> Values:
    """Return how values are written."""
    levels = document.get("levels", {})
    return Values(
        **{key: written[key] for key in ("decimal", "dates") if key in written},
        missing=texts(document.get("missing", [])),
        missing_in={key: texts(value) for key, value in document.get("missing_in", {}).items()},
        levels={
            name: {str(source): ";".join(texts(ours)) for source, ours in body.items()}
            for name, body in levels.items()
        },
    )


def _flag(document: Mapping[str, Any], key: str) -> bool:
    """Return a yes-or-no key."""
    value = document.get(key, False)
    if not isinstance(value, bool):
        raise RecipeError(text("import.recipe.flag", name=key))
    return value
