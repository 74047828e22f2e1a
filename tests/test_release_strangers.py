"""What is no release is told as what it is, and whoever holds it is told not to share it."""

import json
import shutil

import duckdb
import pytest

from seen.cli import main
from seen.errors import DataFileError
from seen.release.verify import checks
from seen.sources.opening import open_source
from seen.store import manifests
from seen.store.disk import digest
from tests.helpers import shape
from tests.releases import Publisher, small


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Return a publisher and their release."""
    publisher = Publisher(tmp_path_factory.mktemp("good")).with_key()
    return publisher, publisher.publish(small())


@pytest.fixture
def copy(published, tmp_path):
    """Return a copy of the release with its manifest."""
    path = published[1].path
    for it in (path, manifests.beside(path)):
        shutil.copy(it, tmp_path)
    return tmp_path / path.name


def a_folder(path):
    return path.parent


def a_text(path):
    table = path.with_name("rates-0123456789ab.csv")
    table.write_text("ward,rate\nSeven,12\n")
    return table


def a_text_of_another_name(path):
    return a_text(path).rename(path.with_name("rates-0123456789ab.duckdb"))


def a_manifest(path):
    return manifests.beside(path)


def other_json(path):
    other = path.with_name("other.json")
    other.write_text(json.dumps({"sha256": "0"}))
    return other


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-4096])
    return path


def microdata(path):
    return shutil.copy(shape("ordinary"), path.parent)


def a_file_of_the_engine(path):
    other = path.with_name("other.duckdb")
    with duckdb.connect(other) as con:
        con.execute("create table rates (ward varchar, rate integer)")
    return other.rename(path.with_name(f"other-{digest(other)}.duckdb"))


@pytest.mark.parametrize(
    ("stranger", "told"),
    [
        (a_folder, "is a folder. Name one release in it"),
        (a_text, "is no release and no data file of Seen"),
        (a_text_of_another_name, "is no release and no data file of Seen"),
        (a_manifest, "is the manifest of a release. Name the release itself"),
        (other_json, "is no release and no data file of Seen"),
        (cut_short, "was cut short or changed. Fetch it again"),
        (microdata, "answers of single encounters, no release"),
        (a_file_of_the_engine, "It is not a release of Seen"),
    ],
)
def test_what_is_no_release_is_told_as_what_it_is(copy, stranger, told, capsys):
    path = stranger(copy)

    assert main(["verify", str(path)]) == 1

    said = "".join(capsys.readouterr())
    assert told in said
    assert said.rstrip().splitlines()[-1].count("Do not share") == 1
    assert "may be shown. It" not in said


def test_a_file_that_is_not_there_is_told_without_advice_on_sharing(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "none-0123456789ab.duckdb")]) == 1

    said = capsys.readouterr().err
    assert "There is no file none-0123456789ab.duckdb" in said
    assert "share" not in said


def test_a_manifest_that_cannot_be_read_is_told_so_wherever_it_is_met(copy, published):
    manifests.beside(copy).unlink()
    manifests.beside(copy).mkdir()  # which cannot be read as a file, by anybody

    said = checks(copy)[-1].problem
    with pytest.raises(DataFileError, match="cannot be read") as error:
        open_source(copy, published[0].settings)

    assert said == str(error.value)
    assert "states something else" not in said


def test_whoever_may_read_a_release_may_read_its_manifest(published):
    path = published[1].path

    assert manifests.beside(path).stat().st_mode == path.stat().st_mode


def test_publish_verify_and_manifest_tell_the_same_number_of_groups(published, capsys):
    made = published[1]
    stated = json.loads(manifests.beside(made.path).read_text())["cells"]

    assert main(["verify", str(made.path)]) == 0

    assert made.protected.n_shown == sum(stated.values()) == made.withheld["n_shown"].sum()
    assert f"It publishes {made.protected.n_shown} groups." in capsys.readouterr().out
