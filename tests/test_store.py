"""The store: a file appears whole or not at all, and a reader can change and reach nothing."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from seen import store
from seen.errors import CatalogError, DataFileError
from seen.settings import ROOT
from seen.sources.dataset import DatasetSource
from seen.store import disk
from tests.helpers import build, scratch, shape, visits

SECRET = "lighthouse-77"  # a value of the data that no message may repeat


def contents(folder):
    """Return every file of a folder with its bytes."""
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def named_after_its_bytes(path):
    """Rename a file so that its name carries the hash of its bytes."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[: disk.HASH_LENGTH]
    return path.rename(path.with_name(f"tiny-{digest}.duckdb"))


@cache
def sixty_visits():
    """Return a data file of sixty visits, built once."""
    folder = scratch() / "sixty"
    rows = visits(60, profession=SECRET)
    return build(folder, rows, facts={"rebuild_command": "seen demo"})


def small(folder):
    """Return a copy of a data file of sixty visits with its pointers."""
    path = sixty_visits()
    shutil.copytree(path.parent, folder, dirs_exist_ok=True)
    return folder / path.name


# -- building ------------------------------------------------------------------------------------


def test_a_build_is_named_after_its_bytes_and_pointed_at(tmp_path):
    path = build(tmp_path, visits(40))

    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert path == tmp_path / f"tiny-{digest[:12]}.duckdb"
    assert store.pointer(tmp_path, "tiny").read_text() == f"{path.name}\n"
    assert (tmp_path / "current").read_text() == "tiny\n"
    assert store.find(tmp_path, None) == store.find(tmp_path, "tiny") == path
    assert store.known(tmp_path) == ("tiny",)
    assert len(contents(tmp_path)) == 3  # no scratch, no write-ahead log


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, DataFileError])
def test_an_error_while_building_leaves_everything_as_it_was(tmp_path, error):
    small(tmp_path)
    before = contents(tmp_path)

    def stops_half_way():
        with store.building(tmp_path, "tiny") as building:
            building.insert("encounter", visits(1)[["institution_id"]])
            raise error("stop")

    with pytest.raises(error):
        stops_half_way()

    assert contents(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_built_file_is_for_the_person_who_built_it(tmp_path):
    assert build(tmp_path, visits(40)).stat().st_mode & 0o777 == 0o600


def test_an_error_in_the_first_build_leaves_an_empty_folder(tmp_path):
    with pytest.raises(duckdb.Error), store.building(tmp_path / "new", "tiny") as building:
        building.insert("encounter", pd.DataFrame({"no_such_column": [1]}))

    assert contents(tmp_path) == {}


KILLED = """
import sys, time
from pathlib import Path
import pandas as pd
from seen import store
with store.building(Path(sys.argv[1]), "tiny") as building:
    building.insert("encounter", pd.DataFrame({"encounter_id": [1], "institution_id": [1]}))
    print("building", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_build_that_is_killed_leaves_the_one_before(tmp_path):
    path = small(tmp_path)
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "building\n"
        process.send_signal(signal.SIGKILL)

    assert store.newest(tmp_path, "tiny") == path
    again = build(tmp_path, visits(40))  # and a next build is not in its way
    assert store.newest(tmp_path, "tiny") == again


def test_what_a_killed_build_left_is_cleared_a_day_later(tmp_path):
    old, young = tmp_path / ".tiny-old", tmp_path / ".tiny-young"
    old.mkdir()
    young.mkdir()
    (old / "build.duckdb").write_bytes(b"half")
    yesterday = time.time() - disk.ABANDONED_AFTER_SECONDS - 60
    os.utime(old, (yesterday, yesterday))

    build(tmp_path, visits(40))

    assert not old.exists()
    assert young.exists()


def test_the_version_before_is_kept_and_older_ones_go(tmp_path):
    other = build(tmp_path, visits(40), name="other")
    versions = []
    for n in (40, 50, 60, 70):
        versions.append(build(tmp_path, visits(n)))
        os.utime(versions[-1], (n, n))  # the order in which they were made

    assert [path.exists() for path in versions] == [False, False, True, True]
    assert other.exists()
    assert store.newest(tmp_path, "tiny") == versions[-1]


def test_an_open_file_still_answers_after_the_next_build(tmp_path):
    opened = store.DataFile(build(tmp_path, visits(40)))

    build(tmp_path, visits(50))

    assert opened.run("checks/rows", table="encounter")["n"].item() == 40
    newer = store.DataFile(store.find(tmp_path, "tiny"))
    assert newer.run("checks/rows", table="encounter")["n"].item() == 50


@pytest.mark.parametrize("name", ["Demo", "../evil", "a/b", "", "a b", ".hidden", "1x", "x" * 61])
def test_a_name_that_is_no_plain_word_is_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(CatalogError, match="lower-case"), store.building(tmp_path / "x", name):
        pass

    assert not (tmp_path / "x").exists()


def test_a_small_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "tiny.current"
    target.write_text("before\n")

    def fails(_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        disk.write_whole(target, "after\n")

    assert contents(tmp_path) == {Path("tiny.current"): b"before\n"}


# -- finding -------------------------------------------------------------------------------------


def test_a_dataset_that_was_not_built_is_named_with_those_that_were(tmp_path):
    small(tmp_path)

    with pytest.raises(DataFileError, match=r"no dataset named wards\. Built so far: tiny"):
        store.find(tmp_path, "wards")


@pytest.mark.parametrize("wanted", ["x" * 400, "a\x00b", "../tiny"])
def test_a_name_no_dataset_could_have_is_an_ordinary_miss(tmp_path, wanted):
    with pytest.raises(DataFileError, match="no dataset"):
        store.find(tmp_path, wanted)


def test_an_empty_folder_says_how_to_build_the_demo(tmp_path):
    with pytest.raises(DataFileError, match="seen demo"):
        store.find(tmp_path, None)
    with pytest.raises(DataFileError, match=r"no file wards\.duckdb"):
        store.find(tmp_path, str(tmp_path / "wards.duckdb"))


@pytest.mark.parametrize(
    "line", [b"", b"gone.duckdb", b"../tiny.duckdb", b"/etc/passwd", b".", b"\xff\xfe", b"a\x00b"]
)
def test_a_broken_pointer_is_one_calm_sentence(tmp_path, line):
    store.pointer(tmp_path, "tiny").write_bytes(line)

    with pytest.raises(DataFileError, match=r"tiny\.current names a data file that is not there"):
        store.find(tmp_path, "tiny")


def test_an_unreadable_default_is_one_calm_sentence(tmp_path):
    (tmp_path / "current").write_bytes(b"\xff\xfe")

    with pytest.raises(DataFileError, match="current names"):
        store.find(tmp_path, None)


# -- damaged and foreign files -------------------------------------------------------------------


def cut(path):
    path.write_bytes(path.read_bytes()[:-4096])
    return path


def flipped(path):
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    return path


def renamed(path):
    return path.rename(path.with_name("tiny.duckdb"))


def emptied(path):
    path.write_bytes(b"")
    return path


def cut_and_renamed(path):
    held = path.read_bytes()
    path.write_bytes(held[: len(held) // 2])
    return named_after_its_bytes(path)


def text_in_disguise(path):
    path.write_text(f"name,answer\n{SECRET},5\n")
    return named_after_its_bytes(path)


def empty_in_disguise(path):
    return named_after_its_bytes(emptied(path))


def foreign_database(path):
    path.unlink()
    con = duckdb.connect(path)
    con.execute(f"create table patients as select '{SECRET}' as name")
    con.close()
    return named_after_its_bytes(path)


def foreign_meta(path):
    path.unlink()
    con = duckdb.connect(path)
    con.execute(f"create table meta as select 'format_version' as name, '{SECRET}' as content")
    con.close()
    return named_after_its_bytes(path)


def without_a_catalog(path):
    return _changed(path, "delete from meta where name = 'catalog'")


def with_a_broken_catalog(path):
    return _changed(path, f"update meta set content = '{SECRET}' where name = 'catalog'")


def of_another_format(path):
    return _changed(path, "update meta set content = '0' where name = 'format_version'")


def _changed(path, statement):
    con = duckdb.connect(path)
    con.execute(statement)
    con.close()
    return named_after_its_bytes(path)


DAMAGES = {
    cut: "is damaged or incomplete. Build it again",
    flipped: "is damaged or incomplete. Build it again",
    renamed: "was renamed: its name has to end in a hyphen and the 12 letters and digits",
    emptied: "is damaged or incomplete. Build it again",
    cut_and_renamed: "",
    text_in_disguise: "is not a data file that Seen built. Import it with",
    empty_in_disguise: "is not a data file that Seen built. Import it with",
    foreign_database: "is not a data file that Seen built. Import it with",
    foreign_meta: "was built by another version of Seen. Build it again with: ",
    without_a_catalog: "is not a data file that Seen built. Import it with",
    with_a_broken_catalog: "is not a data file that Seen built. Import it with",
    of_another_format: "was built by another version of Seen. Build it again with: seen demo",
}


@pytest.mark.parametrize(
    ("damage", "said"), DAMAGES.items(), ids=lambda item: getattr(item, "__name__", "")
)
def test_a_damaged_or_foreign_file_is_refused_in_one_calm_sentence(tmp_path, damage, said):
    path = damage(small(tmp_path))

    def ask():
        opened = DatasetSource(path)
        opened.finding(opened.catalog.default_question())

    with pytest.raises(DataFileError) as error:
        ask()

    message = str(error.value)
    assert said in message
    assert path.name in message
    assert str(tmp_path) not in message
    assert SECRET not in message
    assert "\n" not in message
    shown = error.value.__cause__ or (
        None if error.value.__suppress_context__ else error.value.__context__
    )
    assert not isinstance(shown, duckdb.Error)  # whose words would reach the log


def test_a_file_that_is_cut_while_it_is_open_is_refused_when_it_is_opened_again(tmp_path):
    path = small(tmp_path)
    store.DataFile(path).close()

    cut(path)

    with pytest.raises(DataFileError, match="damaged"):
        store.DataFile(path)


def test_a_file_that_is_gone_is_named_without_its_folder(tmp_path):
    with pytest.raises(DataFileError, match=r"^There is no file gone-1\.duckdb\.") as error:
        store.DataFile(tmp_path / "gone-1.duckdb")

    assert str(tmp_path) not in str(error.value)


# -- a reader can change nothing and reach nothing ---------------------------------------------


@pytest.fixture(scope="module")
def reader():
    """Return an open data file."""
    opened = store.DataFile(shape("ordinary"))
    yield opened
    opened.close()


ATTACKS = [  # notes/scale.md section 3
    "delete from encounter",
    "drop table encounter",
    "create table x as select 1",
    "update meta set content = ''",
    "create macro m(x) as x",
    "copy encounter to '{out}'",
    "export database '{out}'",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('{file}')",
    "select * from read_blob('/proc/self/environ')",
    "select * from glob('/etc/*')",
    "select * from '{file}'",
    "attach '{file}' as other",
    "attach ':memory:' as other",
    "install httpfs",
    "load httpfs",
    "select * from read_parquet('https://example.org/x.parquet')",
    "set memory_limit = '64GB'",
    "set threads = 64",
    "reset threads",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set temp_directory = '{out}'",
    "set allow_unsigned_extensions = true",
    "pragma enable_profiling = 'json'",
    "pragma profiling_output = '{out}'",
    "call enable_logging(storage = 'file')",
    "create secret (type s3, key_id 'x')",
    "select * from secret_frame",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_connection_refuses(attack, reader, tmp_path):
    secret_frame = pd.DataFrame({"x": [1]})  # noqa: F841  # a Python variable within reach
    outside = tmp_path / "outside.csv"
    outside.write_text("x\n1\n")
    out = tmp_path / "out"

    with pytest.raises(duckdb.Error):
        reader._con.cursor().execute(attack.format(file=outside, out=out)).fetchall()

    assert not out.exists()
    assert reader.run("checks/rows", table="encounter")["n"].item() == 1200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("access_mode", "read_only"),
        ("enable_external_access", False),
        ("lock_configuration", True),
        ("python_enable_replacements", False),
        ("autoinstall_known_extensions", False),
        ("autoload_known_extensions", False),
        ("allow_community_extensions", False),
        ("allow_unsigned_extensions", False),
        ("allow_persistent_secrets", False),
        ("threads", 2),
        ("max_temp_directory_size", "0 bytes"),
    ],
)
def test_each_lock_holds_by_itself(name, value, reader):
    # several of them refuse the same attack, so that one may fail unseen
    (found,) = reader._con.cursor().execute(f"select current_setting('{name}')").fetchone()

    assert found == value


def test_an_error_of_the_engine_never_repeats_a_value_or_a_path(reader, monkeypatch):
    for kind, said in (
        (duckdb.ConversionException, "could not answer this"),
        (duckdb.CatalogException, "is not a data file"),
        (duckdb.IOException, "is damaged or incomplete"),
        (duckdb.OutOfMemoryException, "more memory than Seen allows itself"),
    ):

        def fails(*_, _kind=kind, **__):
            raise _kind(f"Could not convert {SECRET} in /home/ada/wards.duckdb")

        monkeypatch.setattr("seen.queries.run", fails)
        with pytest.raises(DataFileError, match=said) as error:
            reader.run("choices/meta")

        assert SECRET not in str(error.value)
        assert error.value.__suppress_context__
