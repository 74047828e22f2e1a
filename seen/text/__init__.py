"""Every sentence, label and help text a reader sees, by dotted key, from `en.toml` beside this.

It promises that a missing phrase or an unfilled blank is an error, never an empty spot.
"""

from __future__ import annotations

import string
import tomllib
from functools import cache
from pathlib import Path

from seen.errors import SeenError, TextError, VariableError

DEFAULT_LANGUAGE = "en"
_FOLDER = Path(__file__).parent


@cache
def phrases(language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Return every phrase of a language by its dotted key."""
    known = {path.stem: path for path in _FOLDER.glob("*.toml")}
    if language not in known:
        choices = ", ".join(sorted(known))
        raise TextError(f"No language {language[:40]!r} in seen/text; there is: {choices}.")
    return dict(_flatten(tomllib.loads(known[language].read_text(encoding="utf-8"))))


def text(key: str, language: str = DEFAULT_LANGUAGE, **blanks: object) -> str:
    """Return one phrase with its blanks filled in."""
    found = phrases(language).get(key)
    if found is None:
        raise TextError(f"No phrase {key!r} in seen/text/{language}.toml; add it there.")
    try:
        return found.format(**blanks)
    except (KeyError, IndexError) as error:
        raise TextError(f"Phrase {key!r} has a blank that was not filled: {error}.") from None


def lacking(
    key: str, language: str = DEFAULT_LANGUAGE, *, is_released: bool, **blanks: object
) -> str:
    """Return a phrase on what is not there: of a release, that the release does not hold it.

    The data behind a release may hold more, and its reader has no file to fill.
    """
    return text(f"{key}_released" if is_released else key, language, **blanks)


def told(error: SeenError, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what a reader is told of an error."""
    if isinstance(error, VariableError):
        return text(error.key, language, name=error.name)
    return str(error)


def has(key: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Return whether a phrase exists."""
    return key in phrases(language)


def blanks(key: str, language: str = DEFAULT_LANGUAGE) -> set[str]:
    """Return the names of the blanks of a phrase."""
    return {name for _, name, _, _ in string.Formatter().parse(phrases(language)[key]) if name}


def _flatten(tree: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    """Return the leaves of a nested table with dotted keys."""
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            found += _flatten(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found
