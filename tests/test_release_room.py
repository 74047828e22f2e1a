"""A disk without room is told as that, never as a damaged file; nothing is left half-written."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from seen.settings import ROOT
from seen.store.telling import room_told, told
from tests.releases import Publisher, file_of, small

FULL = Path("/dev/full")  # a disk without room, for whoever writes to it
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="a full device is one of Linux")

USUAL = ["--measure", "felt_seen", "--dimension", "profession", "--dimension", "time_pressure"]
A_SMALL_LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))"
PUBLISH = f"{A_SMALL_LIMIT}; from seen.cli import main; raise SystemExit(main())"


@pytest.fixture
def people(tmp_path):
    """Return a folder with people and a key."""
    file_of(tmp_path / "data", small())
    return Publisher(tmp_path).with_key().folder


def contents(folder):
    """Return every file that has a byte in it."""
    return {path for path in folder.rglob("*") if path.is_file() and path.stat().st_size}


def test_a_publish_without_room_says_so_and_leaves_nothing(people):
    before = contents(people)
    places = {"SEEN_DATA_FOLDER": str(people / "data"), "SEEN_SECRETS": str(people / "secrets")}

    done = subprocess.run(
        [sys.executable, "-c", PUBLISH, "publish", *USUAL],
        cwd=ROOT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "There is no room to write" in done.stderr
    assert "MB are free" in done.stderr
    assert "no data file is damaged" in done.stderr
    assert "is damaged or incomplete" not in done.stderr
    assert contents(people) == before


def test_a_full_disk_is_told_from_what_the_engine_says_of_it():
    with duckdb.connect() as con, pytest.raises(OSError, match="No space") as error, room_told():
        con.execute(f"copy (select * from range(1000000)) to '{FULL}' (format csv)")

    assert error.value.errno == errno.ENOSPC
    assert str(FULL) not in str(error.value)


def test_a_file_that_cannot_be_read_is_no_full_disk(tmp_path):
    broken = tmp_path / "broken.duckdb"
    with duckdb.connect(broken) as con:
        con.execute("create table long as select * from range(1000000)")
    broken.write_bytes(broken.read_bytes()[:-500_000])

    with (
        pytest.raises(duckdb.Error) as error,
        room_told(),
        duckdb.connect(broken, read_only=True) as con,
    ):
        con.execute("select sum(range) from long").fetchall()

    assert "is damaged or incomplete" in str(told(error.value, broken))


def test_work_that_outgrows_the_room_for_temporary_files_has_no_room_either():
    said = "This limit was set by the 'max_temp_directory_size' setting."  # as DuckDB 2 says it

    with pytest.raises(OSError, match="No space") as error, room_told():
        raise duckdb.OutOfMemoryException(said)

    assert error.value.errno == errno.ENOSPC
