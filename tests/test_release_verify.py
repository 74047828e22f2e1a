"""A file that holds what no release may, or breaks the rules it names, is refused."""

import base64
import hashlib
import shutil

import duckdb
import pytest

from seen.cli import main
from seen.errors import DataFileError, ReleaseError
from seen.release.verify import MANIFEST, TRACES, checks, verify
from seen.sources.release_checks import CHECKS
from tests.helpers import shape
from tests.releases import KEY, Publisher, small


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """Return the path of a good release."""
    publisher = Publisher(tmp_path_factory.mktemp("good")).with_key()
    return publisher.publish(small()).path


def tampered(release, folder, *statements):
    """Return a copy of a release that was changed and named after its new bytes."""
    copy = folder / "copy.duckdb"
    shutil.copy(release, copy)
    with duckdb.connect(copy) as con:
        for statement in statements:
            con.execute(statement)
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()[:12]
    return copy.rename(folder / f"copy-{digest}.duckdb")


def _base64(key):
    return base64.b64encode(key).decode().rstrip("=")


def _safe_base64(key):
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def test_a_good_release_passes_every_check(release):
    found = checks(release, key=KEY)

    assert [check.name for check in found] == [*CHECKS, TRACES, MANIFEST]
    assert not [check.problem for check in found if check.problem]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("create table counts (n integer)", "counts.n"),
        ("create view people as select 1 as n", "people.n"),
        ("create schema other; create table other.x (n integer)", "other"),
        ("alter table cells add column n_people integer", "cells.n_people"),
        ("alter table meta add column path varchar", "meta.path"),
        ("drop table deff", "lacks deff"),
        ("insert into meta values ('source_path', 'x')", "source_path"),
        ("delete from meta where name = 'q'", "q"),
        ("update meta set content = '0.001' where name = 'q'", "weaker than allowed"),
        ("update meta set content = '1' where name = 'V'", "weaker than allowed"),
        ("update meta set content = '4' where name = 'K'", "weaker than allowed"),
        (
            f"update meta set content = '{'0' * 64}' where name = 'schema_hash'",
            "not those it was published with",
        ),
        ("update meta set content = '99' where name = 'format_version'", "format 2"),
        ("update cells set n_p = 0 where cuboid = 'profession'", "below 11"),
        ("update cells set n_p = -1 where level = '1'", "below"),
        ("delete from cells where level = '3'", "every level"),
        ("update cells set cuboid = 'time_pressure|profession'", "cross"),
        ("update cells set profession = null", "cross"),
        ("update cells set profession = 'Ann' where profession = 'nurse'", "not declared"),
        ("update meta set content = '/home/ann/data.csv' where name = 'name'", "The fact name"),
        ("insert into meta values ('name', 'Ada Byron')", "The fact name"),
        ("update dataset set title = 'From /home/ann/data.csv'", "a path"),
        ("create macro twice(a) as 2 * a", "a macro"),
        ("comment on table cells is 'Ada Byron'", "a remark"),
        ("insert into dims values ('profession', 'Ada Byron', 'Ada')", "row of dims"),
        ("insert into published values ('felt_seen', '5', 'Ada', '2024 Q1', 3)", "stand together"),
    ],
)
def test_anything_beyond_the_list_is_refused(release, tmp_path, statement, told):
    path = tampered(release, tmp_path, *statement.split("; "))

    with pytest.raises(ReleaseError, match=told):
        verify(path)


def test_rows_in_another_order_are_refused(release, tmp_path):
    path = tampered(
        release,
        tmp_path,
        "create table turned as select * from cells order by n_p, rowid",
        "drop table cells",
        "alter table turned rename to cells",
    )

    with pytest.raises(ReleaseError, match="order"):
        verify(path)


@pytest.mark.parametrize("form", [bytes.hex, _base64, _safe_base64])
def test_a_key_in_the_bytes_is_found(release, tmp_path, form):
    key = bytes([251, 255] * 16)  # of which the two ways of base64 differ
    path = tampered(release, tmp_path, f"update dataset set title = '{form(key)}'")

    with pytest.raises(ReleaseError, match="publish key"):
        verify(path, key=key)


def test_a_file_of_microdata_is_no_release():
    with pytest.raises(ReleaseError):
        verify(shape("ordinary"))


def test_a_truncated_release_is_refused(release, tmp_path):
    broken = tmp_path / release.name
    broken.write_bytes(release.read_bytes()[:-4096])

    with pytest.raises(DataFileError):
        verify(broken)


# -- on the command line -------------------------------------------------------------------------


@pytest.fixture
def people(tmp_path, monkeypatch):
    """Return a folder with people and a key, as the environment names it."""
    publisher = Publisher(tmp_path).with_key()
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SEEN_SECRETS", str(tmp_path / "secrets"))
    publisher.publish(small(), is_dry_run=True)
    return tmp_path


USUAL = ["--measure", "felt_seen", "--dimension", "profession", "--dimension", "time_pressure"]


def test_publish_says_what_it_wrote_and_verify_agrees(people, capsys):
    assert main(["publish", *USUAL]) == 0
    out = capsys.readouterr().out
    (path,) = (people / "data" / "releases").glob("*.duckdb")
    assert path.name in out

    assert main(["verify", str(path)]) == 0
    assert "may be shown" in capsys.readouterr().out


def test_a_dry_run_says_what_would_be_withheld(people, capsys):
    assert main(["publish", "--dry-run", *USUAL]) == 0

    out = capsys.readouterr().out
    assert "felt_seen, 2 crossed:" in out
    assert "Nothing was written" in out
    assert not (people / "data" / "releases").exists()


def test_a_new_series_is_not_started_without_a_word(people, capsys):
    assert main(["publish", *USUAL]) == 0
    assert main(["publish", "--new-series", *USUAL]) == 1
    assert "--yes" in capsys.readouterr().err

    assert main(["publish", "--new-series", "--yes", *USUAL]) == 0


def test_verify_names_what_is_wrong(people, release, tmp_path, capsys):
    path = tampered(release, tmp_path, "create table counts (n integer)")

    assert main(["verify", str(path)]) == 1
    assert "counts.n" in capsys.readouterr().out
