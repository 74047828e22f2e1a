"""Releases of a series follow one another; what cannot follow is refused with what to do."""

import duckdb
import pytest

from seen.errors import PublishError, SettingsError
from tests.releases import DIMENSIONS, KEY, Publisher, cells, small

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
        ({"dimensions": DIMENSIONS[:2]}, "schema_hash"),
        ({"measures": ("mis_seen",)}, "schema_hash"),
        ({"is_strict": True}, "q"),
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


def test_a_first_release_makes_a_key_for_the_owner_alone(tmp_path, made):
    Publisher(tmp_path).publish(made)

    file = tmp_path / "secrets" / "people" / "publish.key"
    assert len(file.read_bytes()) == 32
    assert file.stat().st_mode & 0o077 == 0
