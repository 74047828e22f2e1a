"""A release that was really published withstands every attack, alone and after another."""

import pytest

from bench.people import data_file, people
from seen.cli import main
from seen.errors import PublishError
from seen.release.attack import Audited, attack
from seen.release.attack.knowing import OMNISCIENT
from seen.release.attack.subtracting import FEW
from tests.releases import Publisher

pytestmark = pytest.mark.slow

FEW_PEOPLE = {"n": 6_000, "n_recipients": 2_200, "n_workers": 150, "n_places": 12}

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
        assert known[FEW, outcome].recovered == 0


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
