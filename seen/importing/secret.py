"""The import key of a dataset: 32 random bytes that only its owner can read.

It promises that a re-import finds the key it used before, and that the key leaves this file's
callers only as pseudonyms.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import tempfile
from pathlib import Path
from typing import Final

from seen.errors import SettingsError
from seen.text import text

KEY_LENGTH: Final = 32
FILE_NAME: Final = "import.key"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


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
    path = key_file(folder, name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        _check_private(path)
        key = path.read_bytes()
    except OSError as error:
        raise SettingsError(text("import.key.unreadable", problem=error.strerror)) from None
    if len(key) < KEY_LENGTH:
        raise SettingsError(text("import.key.short", n=KEY_LENGTH, name=name))
    return key


def key_file(folder: Path, name: str) -> Path:
    """Return where a dataset's import key lies in the folder of secrets."""
    return folder / name / FILE_NAME


def passing_key() -> bytes:
    """Return a key for pseudonyms that nobody keeps."""
    return secrets.token_bytes(KEY_LENGTH)


def _make(path: Path) -> None:
    """Write a new key that only its owner can read; it appears whole or not at all."""
    handle, beside = tempfile.mkstemp(prefix=".key-", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another import was first: its key counts
            os.link(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)


def _check_private(path: Path) -> None:
    """Refuse a key that others on this machine could read or replace."""
    if os.name != "posix":
        return
    for place in (path, path.parent):
        if stat.S_IMODE(place.stat().st_mode) & _OTHERS:
            raise SettingsError(text("import.key.open", file=place.name, folder=path.parent.name))
