"""Answer tables in memory, made of rows that stand in no answer table themselves.

It promises to be asked like a data file, and to reach no file at all.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from seen import queries
from seen.domain.measures import ANSWER_TABLES
from seen.store import READING, Build, DataFile


class MemoryFile(DataFile):
    """A data file that lies in memory alone."""

    def __init__(
        self,
        path: Path,
        *,
        tables: Mapping[str, pd.DataFrame],
        further: Mapping[str, tuple[str, str]],
        facts: Mapping[str, str],
    ) -> None:
        """Fill the standard tables and make the answer tables.

        Parameters
        ----------
        path
            The file that the rows come from, which errors name.
        tables
            Rows of standard tables.
        further
            By column that the standard tables lack: its table and type.
        facts
            About the file.
        """
        self.path = path
        self._lock = threading.Lock()
        self._con = duckdb.connect(":memory:", config=READING)
        build = Build(name=path.stem, con=self._con)
        for schema in queries.names("schema/"):
            build.change(schema)
        for column, (table, kind) in further.items():
            names = {"table": table, "column": column, "type": kind}
            build.change("build/add_column", names)
        for table, frame in tables.items():
            build.insert(table, frame)
        for table in _ANSWERS:
            build.change(table)
        self.meta = dict(facts)


_ANSWERS: Final = tuple(f"build/{table}" for table in ANSWER_TABLES)
