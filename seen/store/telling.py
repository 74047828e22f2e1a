"""What a reader is told of an error of the engine, whose own words quote paths and values.

It promises that a disk without room is told from a file that is damaged.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from seen.errors import DataFileError
from seen.text import text

NO_ROOM: Final = tuple(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)
)

_OF_LIMIT: Final = " used)"  # as DuckDB 2 says it: "failed to allocate … (17.2 MiB/19.0 MiB used)"


@contextmanager
def room_told() -> Iterator[None]:
    """Raise the system's own error where the engine had no room to write.

    Raises
    ------
    OSError
        With the system's number and words, and no path.
    """
    try:
        yield
    except duckdb.Error as error:
        if (number := _no_room(error)) is None:
            raise
        raise OSError(number, os.strerror(number)) from None


def told(error: duckdb.Error, path: Path) -> DataFileError:
    """Return what a reader is told of an error of the engine."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return DataFileError(text("error.memory"))
    is_damaged = isinstance(
        error,
        duckdb.IOException
        | duckdb.SerializationException
        | duckdb.FatalException
        | duckdb.InternalException,
    )
    is_strange = isinstance(error, duckdb.CatalogException | duckdb.BinderException)
    key = "file_damaged" if is_damaged else "file_not_seen" if is_strange else "not_answered"
    return DataFileError(text(f"error.{key}", file=path.name))


def told_at_work(error: duckdb.Error, path: Path, *, memory: str) -> DataFileError:
    """Return what a publisher is told of an error of the engine, which may take so much memory.

    A limit that was reached can be raised; where the machine has no more, it cannot.
    """
    if not isinstance(error, duckdb.OutOfMemoryException):
        return told(error, path)
    if _OF_LIMIT in str(error):
        return DataFileError(text("error.memory_limit", limit=memory))
    return DataFileError(text("error.memory_machine"))


def _no_room(error: duckdb.Error) -> int | None:
    """Return the system's number for having no room, where that is what went wrong."""
    said = str(error)
    if isinstance(error, duckdb.OutOfMemoryException):  # what memory cannot hold goes to the disk
        return errno.ENOSPC if "max_temp_directory_size" in said else None
    found = (number for number in NO_ROOM if os.strerror(number) in said)
    return next(found, None)
