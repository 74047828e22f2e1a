"""Settings: local only where that is certain, and nothing unclear is guessed."""

from pathlib import Path

import pytest

from seen.errors import NotServedError, SettingsError
from seen.settings import ROOT, is_loopback, load
from seen.sources import opening
from seen.text import told
from tests.helpers import shape


def test_without_variables_data_lies_in_the_project_and_secrets_do_not():
    settings = load({"XDG_CONFIG_HOME": "/home/ada/.config"})

    assert settings.data_folder == ROOT / "data"
    assert settings.secrets_folder == Path("/home/ada/.config/seen")
    assert ROOT not in settings.secrets_folder.parents
    assert (settings.data, settings.is_hosted, settings.screen_minimum_people) == (None, False, 11)


def test_variables_are_taken_as_they_are_and_empty_ones_as_absent():
    given = load({"SEEN_DATA_FOLDER": "/srv/x", "SEEN_SECRETS": "/srv/keys", "SEEN_DATA": "wards"})
    empty = load(
        dict.fromkeys(
            ("SEEN_DATA_FOLDER", "SEEN_SECRETS", "SEEN_DATA", "SEEN_HOSTED", "SEEN_SCREEN_PEOPLE"),
            "",
        )
    )

    assert (given.data_folder, given.secrets_folder) == (Path("/srv/x"), Path("/srv/keys"))
    assert given.data == "wards"
    assert empty == load({})


@pytest.mark.parametrize(
    "address",
    [None, "localhost", "localhost.localdomain", "127.0.0.1", "127.8.9.1", "::1", "[::1]"],
)
def test_an_address_of_this_machine_is_local(address):
    assert is_loopback(address)
    assert not load({}, server_address=address).is_hosted


@pytest.mark.parametrize(
    "address",
    [
        *("", "0.0.0.0", "::", "192.168.1.7", "10.0.0.1", "seen.example.org", "169.254.0.1"),
        *("localhost.evil.org", "127.0.0.1.nip.io", "127.1", "0x7f000001", "2130706433", " "),
    ],
)
def test_every_other_address_is_hosted(address):
    assert not is_loopback(address)
    assert load({}, server_address=address).is_hosted


@pytest.mark.parametrize("said", ["1", "true", "YES", " 1 "])
def test_hosted_can_be_said_and_wins_over_the_address(said):
    assert load({"SEEN_HOSTED": said}, server_address="localhost").is_hosted


@pytest.mark.parametrize("said", ["0", "false", "No", ""])
def test_saying_not_hosted_never_makes_a_reachable_address_local(said):
    assert load({"SEEN_HOSTED": said}, server_address="0.0.0.0").is_hosted
    assert not load({"SEEN_HOSTED": said}, server_address="localhost").is_hosted


@pytest.mark.parametrize(
    ("said", "address", "why"),
    [
        ("1", None, "SEEN_HOSTED says so"),
        ("1", "localhost", "SEEN_HOSTED says so"),
        ("", "0.0.0.0", "the server listens on 0.0.0.0"),
        ("1", "192.168.1.7", "the server listens on 192.168.1.7"),
        ("", "", "the server listens on every address of this machine"),
    ],
)
def test_a_refusal_says_what_makes_it_hosted_and_a_server_writes_it_once(
    said, address, why, caplog
):
    path = shape("ordinary")
    run = load({"SEEN_HOSTED": said, "SEEN_DATA_FOLDER": str(path.parent)}, server_address=address)
    opening._tell_once.cache_clear()

    for _ in range(2):
        with pytest.raises(NotServedError, match=f"can be reached by others: {why}"):
            opening.open_source(path, run)

    n_told = 0 if address is None else 1  # the command line prints the error itself
    assert [why in line.message for line in caplog.records] == [True] * n_told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("SEEN_HOSTED", value) for value in ("maybe", "2", "on", "-1")],
        *[("SEEN_SCREEN_PEOPLE", value) for value in ("0", "-3", "1001", "5.5", "few", "²")],
    ],
)
def test_what_a_variable_cannot_mean_is_refused_without_repeating_it(name, value):
    with pytest.raises(SettingsError) as error:
        load({name: value})

    said = told(error.value)
    assert name in said
    assert "few" not in said
    assert "maybe" not in said


@pytest.mark.parametrize("value", ["1", "5", "11", "1000"])
def test_an_analyst_may_choose_their_own_threshold(value):
    assert load({"SEEN_SCREEN_PEOPLE": value}).screen_minimum_people == int(value)
