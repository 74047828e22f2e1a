"""The import key of a dataset: 32 random bytes that only its owner can read.

It promises that a re-import finds the key it used before, and that the key leaves this file's
callers only as pseudonyms.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from seen.store import keys

FILE_NAME: Final = "import.key"


def import_key(folder: Path, name: str) -> bytes:
    """Return a dataset's import key, made on the first import.

    Parameters
    ----------
    folder
        The folder of secrets, with one folder per dataset.
    name
        The dataset's name.

    Raises
    ------
    SettingsError
        When the key is too short, or others can read it.
    """
    return keys.made_or_read(key_file(folder, name), words="import.key")


def key_file(folder: Path, name: str) -> Path:
    """Return where a dataset's import key lies in the folder of secrets."""
    return folder / name / FILE_NAME


def passing_key() -> bytes:
    """Return a key for pseudonyms that nobody keeps."""
    return keys.passing()
