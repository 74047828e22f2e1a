"""Key files: 32 random bytes that only their owner can read, one folder per dataset.

It promises that a key is found again as it was made, and that one others can read is refused.
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
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def made_or_read(path: Path, *, words: str) -> bytes:
    """Return a key, made where there is none.

    Parameters
    ----------
    path
        The key file, in the folder of its dataset.
    words
        Where in seen/text its errors stand: `short`, `open`, `unreadable`.

    Raises
    ------
    SettingsError
        When the key is too short, or others can read it.
    """
    return kept(path, passing(), words=words)


def kept(path: Path, key: bytes, *, words: str) -> bytes:
    """Return the key that is there, which is this one where there was none; errors as above."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write(path, key)
    except OSError as error:
        raise SettingsError(text(f"{words}.unreadable", problem=error.strerror)) from None
    return read(path, words=words)


def check_open(path: Path, *, words: str) -> None:
    """Refuse a place where no key can be written, before anything is worked out; write nothing."""
    there = next(it for it in path.resolve().parents if it.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise SettingsError(text(f"{words}.unreadable", problem=error.strerror)) from None


def read(path: Path, *, words: str) -> bytes:
    """Return a key that is there; errors as those of `made_or_read`."""
    try:
        _check_private(path, words)
        key = path.read_bytes()
    except OSError as error:
        raise SettingsError(text(f"{words}.unreadable", problem=error.strerror)) from None
    if len(key) < KEY_LENGTH:
        raise SettingsError(text(f"{words}.short", n=KEY_LENGTH, name=path.parent.name))
    return key


def passing() -> bytes:
    """Return a key that nobody keeps."""
    return secrets.token_bytes(KEY_LENGTH)


def _write(path: Path, key: bytes) -> None:
    """Write a key that only its owner can read; it appears whole or not at all."""
    handle, beside = tempfile.mkstemp(prefix=".key-", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another run was first: its key counts
            os.link(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)


def _check_private(path: Path, words: str) -> None:
    """Refuse a key that others on this machine could read or replace."""
    if os.name != "posix":
        return
    for place in (path, path.parent):
        if stat.S_IMODE(place.stat().st_mode) & _OTHERS:
            raise SettingsError(text(f"{words}.open", file=place.name, folder=path.parent.name))
