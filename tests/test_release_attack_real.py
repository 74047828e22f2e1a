"""A release that was really published withstands every attack, alone and after another."""

import shutil
from base64 import b64decode, b64encode
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from bench.people import S, data_file, people
from bench.privacy_attacks import traces
from bench.releases import published, settings_in
from seen.cli import main
from seen.errors import PublishError
from seen.release.attack import Audited, attack, cubes, limit_kept
from seen.release.attack.differing import pairs
from seen.release.attack.following import successive
from seen.release.attack.knowing import OMNISCIENT
from seen.release.attack.standing import FEW, LEFT, left_to_few, shown_of_few
from seen.release.attack.subtracting import complement, practitioners
from seen.sources.release_file import ReleaseFile
from seen.text import text
from tests.releases import Publisher

pytestmark = pytest.mark.slow

FEW_PEOPLE = {"n": 6_000, "n_recipients": 2_200, "n_workers": 150, "n_places": 12}
QUARTERLY = ("felt_seen", "mis_seen")

# -- a real release ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a publisher, their data and its release."""
    publisher = Publisher(tmp_path_factory.mktemp("attacked")).with_key()
    published = publisher.publish(
        people(**FEW_PEOPLE), dimensions=(), measures=("felt_seen", "mis_seen")
    )
    (data,) = publisher.settings.data_folder.glob("people-*.duckdb")
    return publisher, data, published.path


def test_a_release_withstands_every_attack(made):
    publisher, data, release = made

    found = attack(Audited(release=release, data=data), publisher.settings)

    assert {it.result.outcome for it in found} == {"felt_seen", "mis_seen"}
    assert all(it.is_kept is not False for it in found)
    known = {(it.result.attack, it.result.outcome): it.result for it in found}
    for outcome in ("felt_seen", "mis_seen"):
        right = known[OMNISCIENT, outcome]
        assert right.guessed <= 0.96 * right.n_targets
        assert right.n_targets > 500
        assert known[FEW, outcome].recovered == 0
        assert known[FEW, outcome].n_targets > 300
        assert known[LEFT, outcome].n_targets > 100


def test_one_group_of_one_practitioner_among_all_that_a_release_shows_is_found(made):
    publisher, data, release = made
    with ExitStack() as files:
        for _, cube, q in cubes(files, Audited(release=release, data=data), publisher.settings):
            names, group = next(
                (names, groups[0])
                for names in cube.cuboids
                if len(groups := np.flatnonzero(cube.workers(names) == 1))
            )
            face = cube.faces[names]
            rows = face.shown.reshape(-1, cube.records.n_levels).copy()
            rows[group] = face.flat(np.array([group]))[0]
            shown = rows.reshape(face.shown.shape)
            cube.faces[names] = replace(face, shown=shown, told=shown)

            few = shown_of_few(cube)

            assert few.recovered == 1
            assert limit_kept(few, q=q) is False


def test_the_command_prints_a_table_and_ends_well(made, monkeypatch, capsys):
    publisher, data, release = made
    monkeypatch.setenv("SEEN_SECRETS", str(publisher.settings.secrets_folder))

    assert main(["attack", "--release", str(release), "--data", str(data)]) == 0

    said = capsys.readouterr().out
    assert "a group less its published parts" in said
    assert "NO" not in said
    assert "stayed within its limit" in said


def test_data_of_another_dataset_or_without_its_key_is_refused(made, tmp_path):
    publisher, data, release = made
    with pytest.raises(PublishError, match="key"):
        attack(Audited(release=release, data=data), Publisher(tmp_path).settings)
    other = data_file(tmp_path / "data", people(**FEW_PEOPLE), name="others")
    with pytest.raises(PublishError, match="Name the data that it was made of"):
        attack(Audited(release=release, data=other), publisher.settings)


def test_a_form_of_the_key_in_a_text_is_found(made, tmp_path):
    publisher, data, release = made
    other = Publisher(tmp_path)
    facts = dict(ReleaseFile(release).file.meta)
    key = b64decode(facts["schema_hash"][:44])  # as base64 it stands in the facts
    other.with_key(key)

    assert b64encode(key).decode() in facts["schema_hash"]
    assert traces(release, data, publisher.settings) == 0
    assert traces(release, data, other.settings) == 1


# -- people like those of the study: three and four Dimensions cross ------------------------------


@pytest.fixture(scope="module")
def quarters(tmp_path_factory):
    """Return two releases of a series: all quarters but the last, and all; and where they lie."""
    folder = tmp_path_factory.mktemp("series")
    run, many = Publisher(folder).with_key(sha256(b"attacked").digest()).settings, people(**S)
    rows = many["encounters"]
    quarter = rows["month"].dt.to_period("Q")
    audited = []
    for name, kept in (("before", quarter < quarter.max()), ("now", quarter <= quarter.max())):
        data = data_file(folder / name, {**many, "encounters": rows[kept]})
        release = published(data, run, measures=QUARTERLY)
        audited.append(Audited(release=release, data=data))
        if name == "before":
            shutil.copytree(run.data_folder / "series", folder / "state")
    return run, *audited


def test_each_attack_finds_what_a_release_withholds(quarters):
    """The same people, where groups of fewer than 11 answers are withheld and no more is done."""
    run, before, _ = quarters
    with ExitStack() as files:
        for _, cube, q in cubes(files, before, run):
            bare, draw = cube.unprotected(11), np.random.default_rng(1)
            found = [
                *complement(bare, draw),
                practitioners(bare),
                shown_of_few(bare),
                left_to_few(bare),
            ]
            found += pairs(bare, draw)

            assert all(it.n_targets > 20 for it in found)
            assert all(it.recovered > 0.1 * it.n_targets for it in found if it.has_guess)
            assert [limit_kept(it, q=q) for it in found if not it.has_guess] == [False] * 3


def test_four_dimensions_and_a_new_quarter_withstand_the_command(quarters, monkeypatch, capsys):
    run, before, now = quarters
    monkeypatch.setenv("SEEN_SECRETS", str(run.secrets_folder))
    files = ["--release", now.release, "--data", now.data]
    files += ["--before", before.release, "--before-data", before.data]

    assert main(["attack", *map(str, files)]) == 0

    said = capsys.readouterr().out
    left = [line for line in said.splitlines() if text("attack.name.few_left") in line]
    assert len(left) == len(QUARTERLY)
    assert all(line.endswith(" yes") for line in left)  # few came to parts that stay as they were
    for attacked, n_least in (
        ("parts, 3-way", 100),
        ("parts, 4-way", 100),
        ("one alone holds", 1_500),
    ):
        lines = [line.replace("%", " ") for line in said.splitlines() if attacked in line]
        assert len(lines) == len(QUARTERLY)
        for line in lines:
            n_targets, recovered, _, _, verdict = line.replace(" of ", " ").split()[-5:]
            assert int(n_targets.replace(",", "")) >= n_least
            assert (float(recovered), verdict) == (0.0, "yes")


def test_what_left_the_past_is_not_read_beside_a_new_quarter(quarters, tmp_path):
    """The past counts as it was published, whatever the data say of it now."""
    first, before, _ = quarters
    run, many = settings_in(tmp_path), people(**S)
    shutil.copytree(first.secrets_folder, run.secrets_folder)
    shutil.copytree(first.data_folder.parent / "state", run.data_folder / "series")
    rows = many["encounters"]
    quarter = rows["month"].dt.to_period("Q")
    answered = rows[(quarter < quarter.max()) & rows["answered"]]
    gone = answered.sample(4, random_state=3)["encounter_id"]
    less = {**many, "encounters": rows[~rows["encounter_id"].isin(gone)]}
    data = data_file(tmp_path / "less", less)

    now = Audited(release=published(data, run, measures=QUARTERLY), data=data)
    with ExitStack() as files:
        both = zip(*(cubes(files, it, run) for it in (before, now)), strict=True)
        draw = np.random.default_rng(1)
        found = [successive(new, old, draw)[0] for (_, old, _), (_, new, _) in both]

    assert sum(it.n_targets for it in found) == 8
    assert sum(it.recovered for it in found) == 0
    # who believes that they left is misled
    assert sum(it.guessed for it in found) <= sum(it.base for it in found)
