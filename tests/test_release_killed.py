"""A publish that is killed between its state and its release: the next one goes on from there."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap

import duckdb
import pytest

from seen.errors import PublishError
from seen.release.attack import Audited, attack
from seen.release.choices import Choices
from seen.release.publish import publish
from seen.release.verify import verify
from tests.releases import Publisher, cells, file_of, small

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX"),
]

MEASURES, DIMENSIONS = ("felt_seen",), ("profession", "quarter")
SCRIPT = """
    import os, signal, sys
    from pathlib import Path
    from seen.release.choices import Choices
    from seen.release.publish import publish
    from seen.settings import Settings
    from seen.text import text

    folder, data, stop = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    done = None

    def counted(change):
        def counting(*given, **chosen):
            global done
            if done is not None:
                done += 1
                if done == stop:
                    os.kill(os.getpid(), signal.SIGKILL)
            return change(*given, **chosen)
        return counting

    def tell(step):
        global done
        if step == text("publish.step.verifying"):
            done = 0

    Path.replace, Path.unlink = counted(Path.replace), counted(Path.unlink)
    settings = Settings(
        data_folder=folder / "data", secrets_folder=folder / "secrets", data=None, is_hosted=False
    )
    choices = Choices(
        measures=("felt_seen",),
        dimensions=("profession", "quarter"),
        purges=sys.argv[4] == "purges",
    )
    publish(data, settings, choices, tell)
    print(done)
"""
COUNTED_FROM = {"first": 4, "second": 3}  # the pointer to a new series, the state of an old one
N_CHANGES = {"first": 7, "second": 7, "purge": 8}  # of files, from the check of the release on


def choices(*, purges=False):
    """Return what the program chooses, which publishes in turn."""
    return Choices(measures=MEASURES, dimensions=DIMENSIONS, purges=purges)


def until(made, last):
    """Return the people up to a month."""
    rows = made["encounters"]
    return {**made, "encounters": rows[rows["month"] <= last]}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """Return, by what is then published, a publisher who stands before it, and what follows."""
    made, found = small(), {}
    for kind in N_CHANGES:
        publisher = Publisher(tmp_path_factory.mktemp(kind)).with_key()
        if kind != "first":
            data = file_of(publisher.folder / "data", until(made, "2025-09-01"))
            publish(data, publisher.settings, choices())
        data = file_of(publisher.folder / "data", made)
        whole = publisher.folder.with_name(f"{kind}-whole")
        shutil.copytree(publisher.folder, whole)
        again = publish(
            whole / "data" / data.name,
            Publisher(whole).settings,
            choices(purges=kind == "purge"),
        )
        found[kind] = (publisher, data, cells(again))
    return found


def fact(release, name):
    """Return one of the facts that a release states."""
    with duckdb.connect(release, read_only=True) as con:
        found = con.execute("select content from meta where name = ?", [name]).fetchone()
    assert found is not None
    return found[0]


def run(publisher, data, *, stop, kind):
    """Publish in a program of its own that is killed before one of its changes of files."""
    purges = "purges" if kind == "purge" else ""
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT)]
    return subprocess.run(
        [*command, str(publisher.folder), str(data), str(stop), purges],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("kind", "stop"), [(kind, stop) for kind, n in N_CHANGES.items() for stop in range(1, n + 1)]
)
def test_whenever_a_publish_is_killed_the_next_one_goes_on(before, tmp_path, kind, stop):
    publisher, data, whole = before[kind]
    own = Publisher(tmp_path / "own")
    shutil.copytree(publisher.folder, own.folder)
    releases, series = (own.settings.data_folder / it for it in ("releases", "series"))
    n_before = len(list(releases.glob("*.duckdb")))
    standing = {fact(it, "release_id") for it in releases.glob("*.duckdb")}

    killed = run(own, own.folder / "data" / data.name, stop=stop, kind=kind)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    is_placed = len(list(releases.glob("*.duckdb"))) > n_before
    assert is_placed == (stop == N_CHANGES[kind])
    said: list[str] = []
    chosen = choices(purges=kind == "purge" and not is_placed)
    if is_placed:  # as after any release that stands
        with pytest.raises(PublishError, match="hold none later"):
            publish(own.folder / "data" / data.name, own.settings, chosen, said.append)
    else:
        again = publish(own.folder / "data" / data.name, own.settings, chosen, said.append)
        assert cells(again).equals(whole)
        assert again.path is not None
        verify(again.path)
        named = fact(again.path, "previous_release_id")
        assert {named} == (standing if kind == "second" else {""})
        assert not list(series.glob(".*.placing"))
    assert len(list(releases.glob("*.duckdb"))) == n_before + 1
    assert all(it.with_suffix(".json").exists() for it in releases.glob("*.duckdb"))
    assert len(list(series.glob("*.duckdb"))) == 1
    is_counted = kind != "purge" and stop > COUNTED_FROM[kind]
    assert any("takes its place" in it for it in said) == (is_counted and not is_placed)


def test_nothing_is_changed_after_the_last_change_that_is_killed(before, tmp_path):
    for kind, n_changes in N_CHANGES.items():
        publisher, data, _ = before[kind]
        own = Publisher(tmp_path / kind)
        shutil.copytree(publisher.folder, own.folder)

        ran = run(own, own.folder / "data" / data.name, stop=99, kind=kind)

        assert ran.stdout.strip() == str(n_changes), ran.stderr


def test_a_release_that_never_appeared_leaves_its_turn_to_one_release_alone(before, tmp_path):
    publisher, data, _ = before["second"]
    own = Publisher(tmp_path / "own")
    shutil.copytree(publisher.folder, own.folder)
    path = own.folder / "data" / data.name
    run(own, path, stop=6, kind="second")
    publish(path, own.settings, choices())

    with pytest.raises(PublishError, match="hold none later"):
        publish(path, own.settings, choices())
    (state,) = (own.settings.data_folder / "series").glob("*.duckdb")
    with duckdb.connect(state, read_only=True) as con:
        months = con.execute("select content from fact where name = 'months'").fetchone()
    assert months is not None
    assert (
        months[0].count("-") == 2
    )  # both releases that stand, and none for the one that does not


@pytest.mark.parametrize(
    ("kind", "stops"), [("second", (5, 3)), ("second", (6, 6)), ("first", (6, 3))]
)
def test_a_release_names_none_that_never_appeared_however_often_it_was_tried(
    before, tmp_path, kind, stops
):
    """Stopped once the state is written, and again before or after it is written anew."""
    publisher, data, whole = before[kind]
    own = Publisher(tmp_path / "own")
    shutil.copytree(publisher.folder, own.folder)
    path = own.folder / "data" / data.name
    standing = {fact(it, "release_id") for it in own.folder.rglob("*release-*.duckdb")}
    for stop in stops:
        run(own, path, stop=stop, kind=kind)

    again = publish(path, own.settings, choices())

    assert again.path is not None
    assert {fact(again.path, "previous_release_id")} == (standing or {""})
    assert cells(again).equals(whole)


def test_a_release_that_was_placed_elsewhere_is_named_as_the_one_before(before, tmp_path):
    """The last change was stopped: the release stands, where --out said, and was not yet told."""
    publisher, data, _ = before["first"]
    own = Publisher(tmp_path / "own")
    shutil.copytree(publisher.folder, own.folder)
    path = own.folder / "data" / data.name
    run(own, path, stop=N_CHANGES["first"], kind="first")
    (first,) = own.folder.rglob("*release-*.duckdb")

    chosen = Choices(
        measures=MEASURES, dimensions=DIMENSIONS, is_out_of_turn=True, out=tmp_path / "elsewhere"
    )
    second = publish(path, own.settings, chosen)

    assert second.path is not None
    assert fact(second.path, "previous_release_id") == fact(first, "release_id")


def test_what_took_the_place_of_a_first_release_is_attacked_with_what_that_one_counted(
    before, tmp_path
):
    """It names none before it, and yet holds what was counted for the one that never appeared."""
    publisher, data, _ = before["first"]
    own = Publisher(tmp_path / "own")
    shutil.copytree(publisher.folder, own.folder)
    run(own, own.folder / "data" / data.name, stop=6, kind="first")
    made = small()
    other = file_of(own.folder / "data", {**made, "encounters": made["encounters"].iloc[100:]})

    release = publish(other, own.settings, choices()).path
    assert release is not None
    found = attack(Audited(release=release, data=other), own.settings)

    assert fact(release, "previous_release_id") == ""
    assert found[0].n_left_out > 0
