"""A publish that runs out of memory says so and how to mend that; nothing is left behind."""

import os
import subprocess
import sys

import duckdb
import pytest

from seen import cli
from seen.errors import DataFileError, VariableError
from seen.release import publish as publishing
from seen.release.choices import Choices
from seen.settings import ROOT, load
from seen.store.telling import told_at_work
from tests.releases import Publisher, file_of, small

USUAL = ["--measure", "felt_seen", "--dimension", "profession", "--dimension", "time_pressure"]


@pytest.fixture
def people(tmp_path):
    """Return a folder with people and a key."""
    file_of(tmp_path / "data", small())
    return Publisher(tmp_path).with_key().folder


def contents(folder):
    """Return the bytes of every file that has one."""
    return {it: it.read_bytes() for it in folder.rglob("*") if it.is_file() and it.stat().st_size}


def environment(people, **more):
    """Return the variables of a run on a folder of people."""
    return {
        **os.environ,
        "SEEN_DATA_FOLDER": str(people / "data"),
        "SEEN_SECRETS": str(people / "secrets"),
        **more,
    }


def test_a_publish_that_needs_more_memory_than_it_may_have_says_so_and_leaves_nothing(people):
    """The engine really runs out: it gets 12 MB."""
    before = contents(people)

    done = subprocess.run(
        [sys.executable, "-m", "seen", "publish", *USUAL],
        cwd=ROOT,
        env=environment(people, SEEN_MEMORY="12MB"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "more than the 12MB of memory that it may have. Nothing was changed." in done.stderr
    assert "SEEN_MEMORY=8GB" in done.stderr
    assert "--measure, --dimension" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert contents(people) == before
    assert not list(people.rglob(".work-*"))
    assert not list(people.rglob(".release-*"))


def test_a_publish_with_enough_memory_after_one_without_is_the_first_of_its_series(people):
    few = load(environment(people, SEEN_MEMORY="12MB"))
    (data,) = (people / "data").glob("people-*.duckdb")
    choices = Choices(measures=("felt_seen",), dimensions=("profession",))
    with pytest.raises(DataFileError, match="more than the 12MB of memory"):
        publishing.publish(data, few, choices)

    found = publishing.publish(data, load(environment(people)), choices)

    assert found.path is not None
    assert not list((people / "data" / "series").glob(".*.placing"))


@pytest.mark.parametrize(
    "error",
    [MemoryError(), duckdb.OutOfMemoryException("Out of Memory Error: Allocation failure")],
)
def test_a_machine_without_memory_is_told_from_a_limit_that_can_be_raised(
    people, monkeypatch, capsys, error
):
    def running_out(*_, **__):
        raise error

    for name, value in environment(people).items():
        monkeypatch.setenv(name, value)
    before = contents(people)
    monkeypatch.setattr(publishing, "suppress", running_out)

    code = cli.main(["publish", *USUAL])

    said = capsys.readouterr().err
    assert code == 1
    assert "The machine had no more memory to give. Nothing was changed." in said
    assert "SEEN_MEMORY" not in said
    assert contents(people) == before


def test_another_error_of_the_engine_is_no_lack_of_memory(people):
    said = str(told_at_work(duckdb.IOException("broken"), people / "a.duckdb", memory="4GB"))

    assert "memory" not in said
    assert "a.duckdb is damaged" in said


@pytest.mark.parametrize("said", ["", "8GB", "500 mb"])
def test_how_much_memory_may_be_taken_can_be_said(said):
    assert load({"SEEN_MEMORY": said}).memory == (said.upper() or "4GB")


@pytest.mark.parametrize("said", ["8", "much", "0GB", "-1GB", "8TB", "80 %", "8GB; drop"])
def test_no_amount_of_memory_is_refused(said):
    with pytest.raises(VariableError):
        load({"SEEN_MEMORY": said})
