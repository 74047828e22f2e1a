"""A manifest says which bytes were published, and a release that is another is not opened."""

import hashlib
import json
import os
import shutil
import time

import duckdb
import pytest

from seen.cli import main
from seen.domain.releases import MANIFEST, MANIFEST_FACTS
from seen.errors import DataFileError, ReleaseError
from seen.release.verify import checks, verify
from seen.sources.opening import open_source
from seen.store import manifests
from tests.releases import Publisher, cells, small


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Return a release."""
    return Publisher(tmp_path_factory.mktemp("good")).with_key().publish(small())


@pytest.fixture
def copy(published, tmp_path):
    """Return a copy of the release with its manifest."""
    for path in (published.path, manifests.beside(published.path)):
        shutil.copy(path, tmp_path)
    return tmp_path / published.path.name


@pytest.fixture
def hosted(tmp_path):
    """Return the settings of a server that others reach."""
    from dataclasses import replace

    return replace(Publisher(tmp_path).settings, is_hosted=True)


def stated(path):
    """Return what the manifest of a release states."""
    return json.loads(manifests.beside(path).read_text())


def restate(path, **changed):
    """Change what the manifest of a release states."""
    manifests.beside(path).write_text(json.dumps({**stated(path), **changed}))


def test_a_manifest_states_bytes_sizes_and_versions_and_nothing_else(published):
    told, frame, content = stated(published.path), cells(published), published.path.read_bytes()

    facts = dict(cells(published, "meta").itertuples(index=False, name=None))
    dimensions = list(frame.columns.difference(["level", "n_p"]))
    groups = frame[dimensions].drop_duplicates()["outcome"].value_counts()
    assert list(told) == list(MANIFEST)
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["size"] == len(content)
    assert told["cells"] == groups.to_dict()
    assert {name: told[name] for name in MANIFEST_FACTS} == {
        it: facts[it] for it in MANIFEST_FACTS
    }
    assert told["engine_version"] == f"duckdb {duckdb.__version__}"


def test_verify_holds_a_release_against_its_manifest(copy):
    assert [it.problem or it.note for it in checks(copy)] == [None] * len(checks(copy))


@pytest.mark.parametrize(
    "changed",
    [
        {"sha256": "0" * 64},
        {"size": 1},
        {"cells": {"felt_seen": 1}},
        {"release_id": "another"},
        {"created_month": "2020-01"},
    ],
    ids=lambda it: next(iter(it)),
)
def test_a_manifest_of_another_file_is_refused(copy, hosted, changed):
    restate(copy, **changed)

    with pytest.raises(ReleaseError, match=f"states otherwise: {next(iter(changed))}"):
        verify(copy)
    with pytest.raises(DataFileError, match="manifest beside it"):
        open_source(copy, hosted)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "null", "[" * 100_000, '{"sha256": 1}', "\x00\xff", " " * 1_000_001],
)
def test_a_manifest_that_cannot_be_read_is_refused_and_never_crashes(copy, hosted, content):
    manifests.beside(copy).write_text(content)

    with pytest.raises(ReleaseError, match="states otherwise: format"):
        verify(copy)
    with pytest.raises(DataFileError, match="manifest beside it"):
        open_source(copy, hosted)


def test_a_manifest_with_one_thing_more_is_refused(copy):
    restate(copy, source="my_hospital.csv")

    with pytest.raises(ReleaseError, match="states otherwise: format"):
        verify(copy)


def test_a_release_without_a_manifest_opens_and_verify_says_so(copy, hosted, capsys):
    manifests.beside(copy).unlink()

    open_source(copy, hosted).close()
    assert main(["verify", str(copy)]) == 0
    assert "There is no manifest beside the file" in capsys.readouterr().out


def test_a_publish_killed_in_between_leaves_no_release(published, tmp_path):
    """Between the two renames only the manifest is there; nothing opens, and it is swept later."""
    alone = tmp_path / manifests.beside(published.path).name
    shutil.copy(manifests.beside(published.path), alone)
    name = published.path.stem.rpartition("-")[0]

    assert not list(tmp_path.glob("*.duckdb"))
    manifests.clear_abandoned(tmp_path, name)
    assert alone.exists()  # a publish may just be at work
    old = time.time() - 2 * 24 * 60 * 60
    os.utime(alone, (old, old))
    manifests.clear_abandoned(tmp_path, name)
    assert not alone.exists()


def test_sweeping_keeps_the_manifest_of_every_release(copy):
    old = time.time() - 2 * 24 * 60 * 60
    os.utime(manifests.beside(copy), (old, old))

    manifests.clear_abandoned(copy.parent, copy.stem.rpartition("-")[0])

    assert manifests.beside(copy).exists()


def test_the_manifest_appears_before_its_release(published, tmp_path):
    """Where the release cannot be put in place, its manifest already is, and nothing else."""
    folder, scratch = tmp_path / "releases", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    for path in (published.path, manifests.beside(published.path)):
        shutil.copy(path, scratch)
    (folder / published.path.name).mkdir()  # nothing can be renamed onto a folder

    with pytest.raises(IsADirectoryError):
        manifests.place(scratch / published.path.name, folder)

    assert (folder / manifests.beside(published.path).name).is_file()
