"""Named SQL: every statement Seen runs is a file in `queries/`, called by its path without .sql.

It promises that a query gets exactly the values it asks for, and only ever as bound values.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import duckdb
import pandas as pd

from seen.domain.measures import check_name
from seen.errors import CatalogError, QueryError
from seen.settings import ROOT

FOLDER: Final = ROOT / "queries"


def names(folder: str = "") -> tuple[str, ...]:
    """Return the names of all queries, or of those in one folder."""
    found = (path.relative_to(FOLDER).with_suffix("") for path in FOLDER.rglob("*.sql"))
    return tuple(sorted(name.as_posix() for name in found if name.as_posix().startswith(folder)))


@cache
def sql(name: str) -> str:
    """Return the text of a query."""
    if name not in names():
        raise QueryError(f"There is no query {name!r} in queries/.")
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def parameters(name: str) -> frozenset[str]:
    """Return the values a query expects, read from its SQL by DuckDB itself."""
    return _parameters(sql(name))


def run(con: duckdb.DuckDBPyConnection, name: str, **values: Any) -> pd.DataFrame:
    """Return the rows of a query given exactly the values it asks for."""
    return _execute(con, name, sql(name), values).df()


def change(
    con: duckdb.DuckDBPyConnection, name: str, names: dict[str, str] | None = None, **values: Any
) -> None:
    """Run a query that builds something; `names` fills its "{blanks}", which stand in quotes.

    DuckDB binds values and the columns of a select, but not the names in an alter or an update,
    so those few are filled in here after they passed the same check as every Catalog name.
    """
    filled = sql(name).format(**_checked(names)) if names else sql(name)
    _execute(con, name, filled, values)


def _execute(
    con: duckdb.DuckDBPyConnection, name: str, statement: str, values: dict[str, Any]
) -> duckdb.DuckDBPyConnection:
    """Run one statement with exactly its values."""
    expected = _parameters(statement)
    if values.keys() != expected:
        raise QueryError(f"{name} takes {sorted(expected)}, but was given {sorted(values)}.")
    return con.execute(_parsed(statement), values)


def _parameters(statement: str) -> frozenset[str]:
    """Return the named values of one statement."""
    return frozenset(_parsed(statement).named_parameters)


@cache
def _parsed(statement: str) -> duckdb.Statement:
    """Return one statement as DuckDB read it: reading it each time is a tenth of a query."""
    (found,) = duckdb.extract_statements(statement)
    return found


def _checked(names: dict[str, str]) -> dict[str, str]:
    """Return identifiers that are safe to stand in quotes."""
    for name in names.values():
        try:
            check_name(name)
        except CatalogError as error:
            raise QueryError(str(error)) from None
    return names
