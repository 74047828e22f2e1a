"""`seen publish` names what comes next, and what it will not do before it does anything."""

import shlex

import pandas as pd
import pytest

from seen.cli import main
from tests.releases import Publisher, file_of, small

USUAL = ["--measure", "felt_seen", "--dimension", "profession", "--dimension", "time_pressure"]


@pytest.fixture
def people(tmp_path, monkeypatch):
    """Return a folder with people and a key, as the environment names it."""
    file_of(tmp_path / "data", small())
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SEEN_SECRETS", str(tmp_path / "secrets"))
    return Publisher(tmp_path).with_key().folder


def commands(said):
    """Return the commands of Seen that were printed, as lists of words."""
    lines = [line.partition("python -m seen ")[2] for line in said.splitlines()]
    return [shlex.split(line) for line in lines if line]


def releases(folder):
    """Return the releases in a folder of data, the older first."""
    found = (folder / "data" / "releases").glob("*.duckdb")
    return sorted(found, key=lambda path: path.stat().st_mtime_ns)


def test_what_publish_names_as_next_can_be_run_as_it_is(people, capsys):
    assert main(["publish", *USUAL]) == 0
    said = capsys.readouterr().out

    ran = commands(said)

    assert [words[0] for words in ran] == ["verify", "attack"]
    assert all(main(words) == 0 for words in ran)
    (path,) = releases(people)
    assert f"SEEN_DATA={path} python start.py" in said


def test_two_releases_of_the_same_data_are_attacked_by_the_name_of_the_dataset(people, capsys):
    for further in ([], ["--out-of-turn"]):
        assert main(["publish", *USUAL, *further]) == 0
    first, second = releases(people)
    now = ["--release", str(second), "--data", "people"]
    before = ["--before", str(first), "--before-data", "people"]

    assert main(["attack", *now, *before]) == 0

    assert "two releases" in capsys.readouterr().out


def test_a_purge_says_that_releases_handed_out_are_not_taken_back(people, capsys):
    assert main(["publish", *USUAL]) == 0
    assert "handed out" not in capsys.readouterr().out

    assert main(["publish", *USUAL, "--purge", "--yes"]) == 0

    assert "handed out before is not taken back" in capsys.readouterr().out


def test_steps_are_whole_lines_where_nobody_looks_at_a_terminal(people, capsys):
    assert main(["publish", "--dry-run", *USUAL]) == 0

    steps = capsys.readouterr().err
    assert steps.splitlines()[0] == "Reading levels and institutions"
    assert "\r" not in steps


def test_a_dry_run_writes_nothing_at_all(people):
    def found():
        return {path: path.stat().st_mtime_ns for path in people.rglob("*")}

    before = found()
    assert main(["publish", "--dry-run", *USUAL]) == 0

    after = found()
    assert after.keys() == before.keys()
    assert {it for it in after if after[it] != before[it]} <= {people / "data"}  # its scratch


def test_a_folder_that_cannot_be_written_to_is_refused_before_any_work(people, capsys):
    file = people / "a_file"
    file.write_text("")

    assert main(["publish", *USUAL, "--out", str(file / "out")]) == 1

    told = capsys.readouterr().err
    assert told.startswith(f"Nothing can be written to the folder {file / 'out'}")
    assert "--out" in told
    assert "Reading" not in told
    assert not (people / "data" / "series").exists()


# -- levels that as one would free groups ---------------------------------------------------------


def merged(folder, race, capsys):
    """Return the levels of race or ethnicity that a dry run names to be merged."""
    made = small()
    rows = made["encounters"].assign(recipient_race_ethnicity=race)
    file_of(folder / "data", {**made, "encounters": rows})
    chosen = ["--measure", "felt_seen", "--dimension", "recipient_race_ethnicity"]
    assert main(["publish", "--dry-run", *chosen, "--dimension", "time_pressure"]) == 0
    lines = capsys.readouterr().out.splitlines()
    return [line for line in lines if line.startswith("Race or ethnicity:")]


def spread(**shares):
    """Return the levels of as many rows as the small people have, in a fixed order."""
    n = len(small()["encounters"])
    levels = [level for level, share in shares.items() for _ in range(round(share * n))]
    return pd.Series(levels).sample(frac=1, random_state=2).to_numpy()


def test_two_groups_of_people_are_never_named_to_be_merged(people, capsys):
    few = spread(white=0.48, black=0.48, indigenous=0.02, pacific=0.02)

    assert merged(people, few, capsys) == []


def test_a_remainder_is_named_in_words_to_be_merged_with_a_small_group(people, capsys):
    few = spread(white=0.48, black=0.48, other=0.02, pacific=0.02)

    (line,) = merged(people, few, capsys)

    assert "“Another race” and “Pacific Islander” as one level" in line


def test_a_level_that_holds_most_is_never_named_to_be_merged(people, capsys):
    few = spread(other=0.6, white=0.36, pacific=0.02, asian=0.02)

    assert merged(people, few, capsys) == []


# -- refusals -------------------------------------------------------------------------------------


def refused(folder, column, values, capsys):
    """Return why people are not published, one of whose columns is another."""
    made = small()
    file_of(folder / "data", {**made, "encounters": made["encounters"].assign(**{column: values})})
    assert main(["publish", *USUAL]) == 1
    return capsys.readouterr().err.splitlines()[-1]


def test_too_few_are_refused_with_how_many_there_are(people, capsys):
    n = small()["encounters"]["recipient_id"]

    assert "at least 500 people, and this data has 40." in refused(
        people, "recipient_id", n % 40, capsys
    )
    assert "at least 500 people, and this data has fewer than 11." in refused(
        people, "recipient_id", n % 7, capsys
    )


def test_data_without_ids_of_practitioners_says_what_is_counted_in_their_place(people, capsys):
    told = refused(people, "practitioner_id", None, capsys)

    assert (
        "no ids of practitioners, so institutions count in their place, and there are 12" in told
    )
    assert "practitioner_id in the recipe" in told


def test_answers_without_a_person_are_told_by_their_number(people, capsys):
    ids = small()["encounters"]["recipient_id"]

    assert "Of 2,000 answers 100 have no id of a person" in refused(
        people, "recipient_id", ids.where(ids.index >= 100), capsys
    )
    assert "Of 2,000 answers fewer than 11 have no id" in refused(
        people, "recipient_id", ids.where(ids.index >= 3), capsys
    )
