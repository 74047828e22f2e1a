"""A data file opened for a publish, and a release file written beside its target.

It promises that the data file cannot change, that what is worked out from it vanishes with the
connection, and that a release appears whole or not at all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import duckdb

from seen import queries
from seen.domain.measures import check_name
from seen.errors import DataFileError
from seen.settings import MEMORY
from seen.store import BUILDING, Build, check_whole, open_reading
from seen.store.disk import clear_left, digest, flush, flush_folder
from seen.store.telling import room_told, told, told_at_work
from seen.text import text

_TABLES: Final = "release/tables/"


@contextmanager
def working(path: Path, *, memory: str = MEMORY, beside: Build | None = None) -> Iterator[Build]:
    """Yield a data file opened for reading, with room for tables nobody else sees.

    Parameters
    ----------
    path
        The data file.
    memory
        How much of it the engine may take.
    beside
        A work that stays open meanwhile. The engine opens a file once, so where both are of the
        same file they share it, each with tables of its own.
    """
    check_whole(path)
    if beside is not None and beside.name == path.stem:  # names end in the hash of the bytes
        with closing(beside.con.cursor()) as con:
            yield Build(name=path.stem, con=con)
        return
    clear_left(path.parent, ".work-*")  # of a publish that was killed
    with tempfile.TemporaryDirectory(prefix=".work-", dir=path.parent) as scratch:
        settings = {**BUILDING, "memory_limit": memory, "temp_directory": scratch}
        try:
            con = duckdb.connect(path, read_only=True, config=settings)
        except duckdb.Error:
            raise DataFileError(text("error.file_not_seen", file=path.name)) from None
        try:
            with room_told():
                yield Build(name=path.stem, con=con)
        except duckdb.Error as error:
            # the engine's own words quote paths and values
            raise told_at_work(error, path, memory=memory) from None
        finally:
            con.close()


def attach(work: Build, path: Path, name: str, *, is_new: bool = False) -> None:
    """Open a further file on the connection of a work: to read, or a new one to fill."""
    mode = "read_write" if is_new else "read_only"
    quoted = str(path).replace("'", "''")
    work.con.execute(f"attach '{quoted}' as {name} ({mode})")


def detach(work: Build, name: str) -> None:
    """Close a further file."""
    work.con.execute(f"detach {name}")


@contextmanager
def reading(path: Path) -> Iterator[Build]:
    """Yield a release file opened for reading alone, whatever its format."""
    check_whole(path)
    con = open_reading(path)
    try:
        yield Build(name=path.stem, con=con)
    except duckdb.Error as error:
        raise told(error, path) from None
    finally:
        con.close()


@contextmanager
def writing(folder: Path, name: str) -> Iterator[Build]:
    """Yield a new release file; it appears under its name only if all went well."""
    check_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder) as scratch:
        path = Path(scratch) / "release.duckdb"
        build = Build(name=name, con=duckdb.connect(path, config=BUILDING))
        try:
            for table in queries.names(_TABLES):
                queries.change(build.con, table)
            yield build
            queries.change(build.con, "build/checkpoint")
        finally:
            build.con.close()
        if path.with_suffix(".duckdb.wal").exists():
            raise DataFileError(text("error.build_unfinished", name=name))
        flush(path)
        final = folder / f"{name}-{digest(path)}.duckdb"
        path.replace(final)
        flush_folder(folder)
        build.path = final
