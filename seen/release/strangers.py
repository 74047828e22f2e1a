"""What a file is that is no release, told as what it is, so that nobody takes it for one.

It promises to open no file that is not of the engine, and to repeat nothing of what a file holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from seen import store
from seen.errors import DataFileError, ReleaseError
from seen.sources.release_checks import Held, meta_of
from seen.store import formats, manifests
from seen.text import text

_MARK: Final = (8, b"DUCK")  # where a file of the engine says that it is one


def refuse(path: Path) -> None:
    """Refuse what is no file of the engine, or was cut short.

    Raises
    ------
    ReleaseError
        With what it is instead.
    DataFileError
        When its bytes are not those that its name was made from, or cannot be read.
    """
    if path.is_dir():
        raise ReleaseError(text("verify.folder", file=path.name))
    if not _has_mark(path):
        key = "verify.is_manifest" if manifests.is_one(path) else "verify.other_file"
        raise ReleaseError(text(key, file=path.name))
    if store.is_named(path) and not store.is_whole(path):
        raise DataFileError(text("verify.broken", file=path.name))


def refuse_microdata(file: Held, path: Path) -> None:
    """Refuse a data file that holds answers of single encounters.

    Raises
    ------
    ReleaseError
        With how a release is made of it.
    """
    columns = file.run("release/columns")
    if ("meta", "content") not in set(
        zip(columns["table_name"], columns["column_name"], strict=True)
    ):
        return
    meta = meta_of(file)
    if "catalog" in meta and not formats.is_release(meta):
        name = meta.get("name", "")
        raise ReleaseError(text("verify.microdata", file=path.name, name=name))


def _has_mark(path: Path) -> bool:
    """Return whether a file says that it is one of the engine."""
    start, mark = _MARK
    try:
        with path.open("rb") as file:
            return file.read(start + len(mark))[start:] == mark
    except OSError as error:
        problem = error.strerror or "?"
        raise DataFileError(text("error.file_closed", file=path.name, problem=problem)) from None
