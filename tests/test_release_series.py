"""Releases of a series follow one another; what cannot follow is refused with what to do."""

import os
import pty
import subprocess
import sys

import duckdb
import pytest

from seen.errors import PublishError, SettingsError
from seen.release.secret import publish_key
from seen.store.locks import alone
from tests.releases import DIMENSIONS, KEY, Publisher, cells, file_of, small

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made():
    """Return few people."""
    return small()


@pytest.fixture
def publisher(tmp_path, made):
    """Return a publisher who has made one release."""
    first = Publisher(tmp_path).with_key()
    first.publish(made)
    return first


def facts(published):
    """Return the facts of a release."""
    rows = cells(published, "meta")
    return dict(zip(rows["name"], rows["content"], strict=True))


def test_a_release_names_the_one_before(publisher, made):
    second = facts(publisher.publish(made))
    third = facts(publisher.publish(made))

    assert third["previous_release_id"] == second["release_id"]
    assert third["series_id"] == second["series_id"]


@pytest.mark.parametrize(
    ("chosen", "differs"),
    [
        ({"dimensions": DIMENSIONS[:2]}, "the measures, the dimensions"),
        ({"measures": ("mis_seen",)}, "the measures, the dimensions"),
        ({"is_strict": True}, r"how many answers are changed \(--strict\)"),
    ],
)
def test_other_choices_need_a_new_series(publisher, made, chosen, differs):
    with pytest.raises(PublishError, match=f"differ in: {differs}.*--new-series"):
        publisher.publish(made, **chosen)

    started = publisher.publish(made, is_new_series=True, **chosen)

    assert facts(started)["previous_release_id"] == ""


def test_another_key_cannot_go_on_with_a_series(publisher, made):
    publisher.with_key(bytes(range(32, 64)))

    with pytest.raises(PublishError, match="not the one its last release was made with"):
        publisher.publish(made)


def test_a_lost_key_is_never_replaced_in_silence(publisher, made):
    (publisher.folder / "secrets" / "people" / "publish.key").unlink()

    with pytest.raises(PublishError, match="missing"):
        publisher.publish(made)
    assert not (publisher.folder / "secrets" / "people" / "publish.key").exists()


def test_a_lost_state_is_refused(publisher, made):
    for state in (publisher.folder / "data" / "series").glob("*.duckdb"):
        state.unlink()

    with pytest.raises(PublishError, match="data/series"):
        publisher.publish(made)


def test_a_state_of_another_version_is_refused_as_it_is_and_a_new_series_can_begin(
    publisher, made
):
    """One that holds less than is needed now must not fail in the middle of a publish."""
    (state,) = (publisher.folder / "data" / "series").glob("*.duckdb")
    with duckdb.connect(state) as con:
        con.execute("delete from fact where name = 'state_format'")
        con.execute("drop table place")

    with pytest.raises(PublishError, match=r"another version of Seen.*--new-series"):
        publisher.publish(made)

    assert publisher.publish(made, is_new_series=True).path is not None


def test_a_purge_forgets_the_people_of_before(publisher, made):
    old = set((publisher.folder / "data" / "series").glob("*.duckdb"))

    publisher.publish(made, purges=True)

    now = set((publisher.folder / "data" / "series").glob("*.duckdb"))
    assert len(now) == 1
    assert not now & old


def test_a_purge_that_is_refused_forgets_nothing(publisher, made):
    folder = publisher.folder / "data" / "series"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(PublishError):
        publisher.publish({**made, "encounters": made["encounters"].head(100)}, purges=True)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_dry_run_writes_nothing(tmp_path, made):
    publisher = Publisher(tmp_path)

    result = publisher.publish(made, is_dry_run=True)

    assert result.path is None
    assert not list(tmp_path.rglob("*release*.duckdb"))
    assert not list((tmp_path / "data" / "series").glob("*"))
    assert not (tmp_path / "secrets").exists()


def test_a_refused_release_leaves_the_series_as_it_was(publisher, made, monkeypatch):
    state = next((publisher.folder / "data" / "series").glob("*.duckdb"))
    before = state.read_bytes()
    few = {**made, "encounters": made["encounters"].head(100)}

    with pytest.raises(PublishError):
        publisher.publish(few)

    assert state.read_bytes() == before


def test_state_holds_no_answer_before_its_flip_and_is_for_the_owner_alone(publisher, made):
    state = next((publisher.folder / "data" / "series").glob("*.duckdb"))

    with duckdb.connect(state, read_only=True) as con:
        columns = {
            row[0]
            for row in con.execute(
                "select column_name from duckdb_columns() where not internal"
            ).fetchall()
        }
    assert not columns & {"recipient_id", "encounter_id", "practitioner_id", "felt_seen"}
    assert state.stat().st_mode & 0o077 == 0
    assert KEY not in state.read_bytes()


# -- two at once ---------------------------------------------------------------------------------


def test_two_publishes_at_once_follow_one_another(tmp_path, made):
    """Both are started while the series is held, and are seen to wait."""
    publisher = Publisher(tmp_path).with_key()
    settings, data = publisher.settings, file_of(tmp_path / "data", made)
    kept = settings.data_folder / "series"
    kept.mkdir(mode=0o700)
    folders = {
        "SEEN_DATA_FOLDER": str(settings.data_folder),
        "SEEN_SECRETS": str(settings.secrets_folder),
    }
    choices = ["--measure", "felt_seen", "--dimension", "profession", "--out-of-turn"]
    command = [sys.executable, "-m", "seen", "publish", "--data", str(data), *choices]

    with alone(kept / ".people.lock", waiting=lambda: None):
        terminals = [pty.openpty() for _ in range(2)]  # where there is none, no step is told
        processes = [
            subprocess.Popen(command, env={**os.environ, **folders}, stdout=told, stderr=told)
            for _, told in terminals
        ]
        for screen, _ in terminals:
            assert "waiting for it" in _until(screen, "waiting for it")
        assert not list(kept.glob("*.current"))
    for process, (screen, told) in zip(processes, terminals, strict=True):
        os.close(told)
        said = _until(screen, "never read")
        assert process.wait() == 0, said
        os.close(screen)

    first, second = sorted(
        (_facts_of(path) for path in (settings.data_folder / "releases").glob("*.duckdb")),
        key=lambda it: it["previous_release_id"],
    )
    assert first["previous_release_id"] == ""
    assert second["previous_release_id"] == first["release_id"]
    assert second["series_id"] == first["series_id"]


def _until(screen, words):
    """Return what a terminal shows up to some words, or to its end."""
    said = ""
    while words not in said:
        try:
            read = os.read(screen, 4_096)
        except OSError:  # the program has ended
            break
        if not read:
            break
        said += read.decode()
    return said


def _facts_of(path):
    """Return the facts of a release file."""
    with duckdb.connect(path, read_only=True) as con:
        return dict(con.execute("select name, content from meta").fetchall())


# -- keys ----------------------------------------------------------------------------------------


def test_a_short_key_is_refused(tmp_path, made):
    with pytest.raises(SettingsError, match="fewer than 32 bytes"):
        Publisher(tmp_path).with_key(b"short").publish(made)


def test_an_empty_key_is_refused(tmp_path, made):
    with pytest.raises(SettingsError, match="fewer than 32 bytes"):
        Publisher(tmp_path).with_key(b"").publish(made)


def test_a_key_that_others_can_read_is_refused(tmp_path, made):
    publisher = Publisher(tmp_path).with_key()
    (tmp_path / "secrets" / "people" / "publish.key").chmod(0o640)

    with pytest.raises(SettingsError, match="chmod"):
        publisher.publish(made)


def test_a_key_beside_the_releases_is_refused(tmp_path, made):
    publisher = Publisher(tmp_path).with_key()

    with pytest.raises(PublishError, match="lies in the folder of releases"):
        publisher.publish(made, out=tmp_path / "secrets")


def test_a_release_that_is_refused_leaves_no_key_behind(tmp_path, made):
    publisher = Publisher(tmp_path)
    fewer = {**made, "encounters": made["encounters"].head(300)}

    with pytest.raises(PublishError, match="at least 500 people"):
        publisher.publish(fewer)

    assert not (tmp_path / "secrets").exists()


def test_a_key_that_another_publish_made_meanwhile_is_not_passed_over(tmp_path):
    file = tmp_path / "secrets" / "people" / "publish.key"
    asked = {"releases": tmp_path / "releases", "may_make": True}
    first, second = (publish_key(tmp_path / "secrets", "people", **asked) for _ in range(2))
    first.keep()

    with pytest.raises(PublishError, match="Another publish made a key"):
        second.keep()
    assert file.read_bytes() == first.secret


def test_a_first_release_makes_a_key_for_the_owner_alone(tmp_path, made):
    Publisher(tmp_path).publish(made)

    file = tmp_path / "secrets" / "people" / "publish.key"
    assert len(file.read_bytes()) == 32
    assert file.stat().st_mode & 0o077 == 0
