"""The only place that opens DuckDB: locked-down reading, and building a file that appears whole.

It promises that a reader can change nothing and reach no other file, and that a build which stops
half-way leaves whatever was there before.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from seen import queries
from seen.domain.measures import check_name
from seen.errors import DataFileError
from seen.store.disk import (
    HASH_LENGTH,
    clear_left,
    digest,
    flush,
    flush_folder,
    write_whole,
)
from seen.store.formats import check_format
from seen.store.telling import room_told, told
from seen.text import text

FORMAT_VERSION: Final = "2"
_HASHED: Final = re.compile(rf"-[0-9a-f]{{{HASH_LENGTH}}}\Z")
VERSIONS_KEPT: Final = 2  # a dashboard that is open keeps reading the one before
READING: Final[dict[str, str | int | float | list[str]]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "max_temp_directory_size": "0KB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
BUILDING: Final[dict[str, str | int | float | list[str]]] = {
    "threads": 2,
    "memory_limit": "4GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


class DataFile:
    """One built data file, opened for reading alone; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        check_whole(path)
        self._con = open_reading(path)
        self.meta = self._meta()

    def run(self, name: str, **values: Any) -> pd.DataFrame:
        """Return the rows of a named query, on a cursor of its own."""
        try:
            with self._lock:
                cursor = self._con.cursor()
            with closing(cursor):
                return queries.run(cursor, name, **values)
        except duckdb.Error as error:
            # the engine's own words quote paths and values, so not even the log gets them
            raise told(error, self.path) from None

    def close(self) -> None:
        """Close the file."""
        self._con.close()

    def _meta(self) -> dict[str, str]:
        """Return the facts about the file itself, refusing a format this version cannot read."""
        rows = self.run("choices/meta")
        meta = dict(zip(rows["name"], rows["content"], strict=True))
        check_format(meta, FORMAT_VERSION, file=self.path.name)
        return meta


@contextmanager
def building(folder: Path, name: str) -> Iterator[Build]:
    """Yield a Build of a new data file; it appears under its name only if all went well.

    Parameters
    ----------
    folder
        Where data files lie.
    name
        The dataset's name: lower-case letters, digits and _.
    """
    check_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    clear_left(folder, ".*-*")  # of builds that were killed
    with room_told(), tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as scratch:
        path = Path(scratch) / "build.duckdb"
        build = Build(name=name, con=duckdb.connect(path, config=BUILDING))
        try:
            for schema in queries.names("schema/"):
                queries.change(build.con, schema)
            yield build
            queries.change(build.con, "build/checkpoint")
        finally:
            build.con.close()
        build.path = _put_in_place(path, folder, name)


class Build:
    """A data file being built."""

    def __init__(self, *, name: str, con: duckdb.DuckDBPyConnection) -> None:
        self.name = name
        self.con = con
        self.path: Path | None = None  # known once the build is in place

    def run(self, name: str, **values: Any) -> pd.DataFrame:
        """Return the rows of a named query."""
        return queries.run(self.con, name, **values)

    def change(self, name: str, names: dict[str, str] | None = None, **values: Any) -> None:
        """Run a named query that builds something."""
        queries.change(self.con, name, names, **values)

    def insert(self, table: str, frame: pd.DataFrame) -> None:
        """Append rows to a standard table, by column name; absent columns stay empty."""
        self.con.append(table, frame, by_name=True)

    def facts(self, facts: dict[str, str]) -> None:
        """Write facts about the file into its meta table."""
        self.insert("meta", pd.DataFrame({"name": list(facts), "content": list(facts.values())}))


def pointer(folder: Path, name: str) -> Path:
    """Return the pointer file of a dataset: one line, the name of its newest data file."""
    return folder / f"{name}.current"


def newest(folder: Path, name: str) -> Path:
    """Return the data file a dataset's pointer names."""
    where = pointer(folder, name)
    try:
        line = where.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise DataFileError(text("error.pointer_broken", file=where.name)) from None
    except (OSError, ValueError):  # also a name that no file could have
        raise DataFileError(
            text("error.no_dataset", name=name, known=", ".join(known(folder)) or "-")
        ) from None
    path = folder / line
    if path.parent != folder or not path.is_file():
        raise DataFileError(text("error.pointer_broken", file=where.name))
    return path


def known(folder: Path) -> tuple[str, ...]:
    """Return the names of the datasets that have been built."""
    return tuple(sorted(path.stem for path in folder.glob("*.current")))


def default_name(folder: Path) -> str | None:
    """Return the dataset opened by default; None where nothing was built yet."""
    where = folder / "current"
    try:
        return where.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise DataFileError(text("error.pointer_broken", file=where.name)) from None


def find(folder: Path, wanted: str | None) -> Path:
    """Return the data file of a dataset name or path; the default one for None."""
    wanted = wanted or default_name(folder)
    if wanted is None:
        raise DataFileError(text("error.no_data"))
    if wanted.endswith(".duckdb"):
        if not (path := Path(wanted)).is_file():
            raise DataFileError(text("error.no_file", file=path.name))
        return path
    return newest(folder, wanted)


def check_whole(path: Path) -> None:
    """Refuse a data file whose bytes are not those its name was made from.

    DuckDB opens a truncated file and fails at its first missing block, so the name has a hash.
    """
    if not path.is_file():
        raise DataFileError(text("error.no_file", file=path.name))
    if not is_named(path):
        raise DataFileError(text("error.file_renamed", file=path.name, n=HASH_LENGTH))
    if not is_whole(path):
        raise DataFileError(text("error.file_damaged", file=path.name))


def is_named(path: Path) -> bool:
    """Return whether the name of a data file ends as Seen names one."""
    return _HASHED.search(path.stem) is not None


def is_whole(path: Path) -> bool:
    """Return whether the bytes of a data file are those that its name was made from.

    Raises
    ------
    DataFileError
        When they cannot be read.
    """
    try:
        status = path.stat()
        return _is_whole(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        problem = error.strerror or "?"
        raise DataFileError(text("error.file_closed", file=path.name, problem=problem)) from None


@cache
def _is_whole(path: Path, _size: int, _changed: int) -> bool:
    """Return whether a file's hash is the one in its name; asked again when the file changes."""
    return path.stem.rpartition("-")[2] == digest(path)


def open_reading(path: Path) -> duckdb.DuckDBPyConnection:
    """Return a locked-down connection for reading."""
    try:
        return duckdb.connect(path, read_only=True, config=READING)
    except duckdb.Error:
        raise DataFileError(text("error.file_not_seen", file=path.name)) from None


def _put_in_place(path: Path, folder: Path, name: str) -> Path:
    """Return the final path of a finished build, with its pointers replaced in order."""
    if path.with_suffix(".duckdb.wal").exists():
        raise DataFileError(text("error.build_unfinished", name=name))
    path.chmod(0o600)  # microdata: for the person who built it
    flush(path)
    final = folder / f"{name}-{digest(path)}.duckdb"
    path.replace(final)
    flush_folder(folder)  # or the pointers could reach the disk before the file they name
    write_whole(pointer(folder, name), f"{final.name}\n")
    write_whole(folder / "current", f"{name}\n")
    _sweep(folder, name, keep=final)
    return final


def _sweep(folder: Path, name: str, keep: Path) -> None:
    """Remove all but the newest versions of a dataset."""
    pattern = f"{name}-{'[0-9a-f]' * HASH_LENGTH}.duckdb"
    versions = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in [path for path in versions if path != keep][VERSIONS_KEPT - 1 :]:
        with suppress(OSError):  # still open in another program, on systems that forbid it
            old.unlink()
