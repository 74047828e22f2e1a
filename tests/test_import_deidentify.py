"""De-identification: keyed pseudonyms, the key, rare levels, and nothing left of the source."""

import hmac
import os
import re
import stat
from contextlib import contextmanager

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen import store
from seen.errors import SettingsError
from seen.importing.deidentify import deidentified, pseudonyms, without_rare_levels
from seen.importing.identifiers import looks_personal, names_a_person
from seen.importing.secret import import_key
from seen.sources.dictionary import standard
from tests.hospital import (
    RECIPE,
    answers,
    edited,
    hospital_rows,
    imported,
    problems_in,
    write_hospital,
    write_rows,
)

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
ids = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=30, unique=True)


@given(ids)
def test_pseudonyms_are_stable_under_one_key_and_unlinkable_under_two(found):
    first = pseudonyms(found, kind="recipient", key=KEY)

    assert first == pseudonyms(found, kind="recipient", key=KEY)
    assert len(set(first)) == len(found)
    assert not set(first) & set(pseudonyms(found, kind="recipient", key=OTHER_KEY))
    assert not set(first) & set(pseudonyms(found, kind="practitioner", key=KEY))


def test_pseudonym_is_hmac_sha256_cut_to_128_bits():
    expected = hmac.new(KEY, b"recipient|p1", "sha256").hexdigest()[:32]

    assert pseudonyms(["p1"], kind="recipient", key=KEY) == [expected]


@given(ids)
@settings(max_examples=20)
def test_integer_keys_follow_the_order_of_pseudonyms_not_of_the_source(found):
    frame = pd.DataFrame({"encounter_id": [f"e{place}" for place in range(len(found))]})
    frame["recipient_id"], frame["institution_id"] = found, "w1"

    known = deidentified({"encounter": frame}, key=KEY, word="ward", has_names=False)

    people = known.pseudonyms.query("kind == 'recipient'").sort_values("id")
    assert people["pseudonym"].is_monotonic_increasing
    assert sorted(known.frames["encounter"]["recipient_id"]) == list(range(1, len(found) + 1))
    assert known.frames["encounter"]["encounter_id"].is_monotonic_increasing


def test_institutions_get_a_word_and_a_code_that_are_unique():
    frame = pd.DataFrame({"institution_id": [f"w{number}" for number in range(5000)]})
    frame["year"] = 1900

    known = deidentified({"institution": frame}, key=KEY, word="ward", has_names=False)

    # 5000 of 16^6 codes: two are alike with a chance of about one half, so they may grow
    assert known.institutions["code"].is_unique
    assert known.institutions["label"].str.fullmatch(r"Ward [0-9a-f]{6,9}").all()


def test_two_institutions_of_one_name_are_told_apart():
    frame = pd.DataFrame({"institution_id": ["1", "2"], "institution_name": "North", "year": 1900})

    known = deidentified({"institution": frame}, key=KEY, word="ward", has_names=True)

    assert known.institutions["label"].str.fullmatch(r"North \([0-9a-f]{6}\)").all()
    assert known.institutions["label"].is_unique


def test_no_id_name_age_date_comment_or_key_of_the_source_is_in_the_data_file(tmp_path):
    csv = write_hospital(tmp_path / "visits.csv", n_visits=600)
    result = imported(csv, into=tmp_path)
    written = result.path.read_bytes()
    key = (tmp_path / "secrets" / "hospital" / "import.key").read_bytes()

    assert b"Ward 7" in written  # as the recipe asks; so the search would find what is there
    for trace in (b"STAFF-", b"PAT-", b"VIS-", b"Nightingale", b"thank you", b"555-0100"):
        assert trace not in written
    assert b"patient_name" not in written
    assert str(tmp_path).encode() not in written
    assert key not in written
    assert key.hex().encode() not in written
    assert re.search(rb"2024-\d\d-(0[2-9]|[12]\d)", written) is None


def test_what_reads_the_source_is_closed_before_the_data_file_is_opened(tmp_path, monkeypatch):
    """DuckDB writes unused memory into its files (duckdb/duckdb#23382).

    With one DuckDB for both, 36 of 60 files held fragments of what it had read; with a DuckDB of
    its own for reading, closed first, 0 of 60. One file in eighty would not make a test.
    """
    told = []
    real = store.building

    @contextmanager
    def building(folder, name):
        told.append("open")
        with real(folder, name) as build:
            yield build
        told.append("closed")

    monkeypatch.setattr(store, "building", building)

    imported(write_hospital(tmp_path / "visits.csv", n_visits=12), into=tmp_path)

    assert told == ["open", "closed", "open", "closed"]


def test_no_id_is_in_the_data_file_of_encounters_without_ids_of_their_own(tmp_path):
    recipe = tmp_path / "recipe.toml"
    said = edited(RECIPE.read_text("utf-8"), ('encounter.encounter_id = "visit_no"', "#"))
    recipe.write_text(said, "utf-8")
    csv = write_hospital(tmp_path / "visits.csv", n_visits=240)

    result = imported(csv, into=tmp_path, recipe=recipe)

    written = result.path.read_bytes()
    assert not any(trace in written for trace in (b"STAFF-", b"PAT-", b"VIS-"))
    assert len(answers(result.path)) == 240
    assert "no ids of their own" in result.report.to_text()


def test_equal_rows_without_ids_stay_separate_encounters(tmp_path):
    recipe = tmp_path / "recipe.toml"
    said = edited(RECIPE.read_text("utf-8"), ('encounter.encounter_id = "visit_no"', "#"))
    recipe.write_text(said, "utf-8")
    row = hospital_rows(n_visits=2)[1]

    result = imported(write_rows(tmp_path / "v.csv", [row] * 3), into=tmp_path, recipe=recipe)

    assert (
        answers(result.path, "pseudonym").query("kind == 'encounter'")["pseudonym"].nunique() == 3
    )


def test_pseudonyms_are_in_no_answer_table(tmp_path):
    result = imported(write_hospital(tmp_path / "visits.csv", n_visits=60), into=tmp_path)

    for table in ("encounter_answer", "burnout_answer", "access_answer", "time_answer"):
        assert "pseudonym" not in answers(result.path, table).columns


def test_import_key_is_made_once_private_and_long(tmp_path):
    first = import_key(tmp_path / "secrets", "x")
    file = tmp_path / "secrets" / "x" / "import.key"

    assert len(first) == 32
    assert import_key(tmp_path / "secrets", "x") == first
    assert import_key(tmp_path / "secrets", "y") != first
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["import.key"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_import_key_that_others_can_reach_is_refused(tmp_path, mode):
    import_key(tmp_path, "x")
    (tmp_path / "x" / "import.key").chmod(mode)

    with pytest.raises(SettingsError, match="chmod"):
        import_key(tmp_path, "x")


@pytest.mark.parametrize("length", [0, 16, 31])
def test_short_import_key_is_refused_without_being_shown(tmp_path, length):
    import_key(tmp_path, "x")
    (tmp_path / "x" / "import.key").write_bytes(b"k" * length)

    with pytest.raises(SettingsError) as error:
        import_key(tmp_path, "x")
    assert "kk" not in str(error.value)


def test_a_bad_key_stops_the_import_and_leaves_the_former_dataset(tmp_path):
    csv = write_hospital(tmp_path / "visits.csv", n_visits=40)
    good = imported(csv, into=tmp_path)
    (tmp_path / "secrets" / "hospital" / "import.key").write_bytes(b"")

    with pytest.raises(SettingsError):
        imported(csv, into=tmp_path)
    assert len(answers(good.path)) == 40
    assert [path.name for path in (tmp_path / "data").glob("*.duckdb")] == [good.path.name]


def encounters(race, **columns):
    """Return one encounter per level, with people and everything else of its own."""
    frame = pd.DataFrame({"recipient_race_ethnicity": race, **columns})
    frame["encounter_id"] = [f"e{place}" for place in range(len(frame))]
    return {"encounter": frame}


def test_levels_of_fewer_than_eleven_people_become_other():
    race = ["white"] * 30 + ["pacific"] * 10 + ["mena"] * 11 + ["prefer_not"] + ["black;white"] * 3

    frames, rare = without_rare_levels(encounters(race), standard())

    counts = frames["encounter"]["recipient_race_ethnicity"].value_counts().to_dict()
    assert counts == {"white": 30, "mena": 11, "other": 13, "prefer_not": 1}
    assert [(it.level, it.is_merged) for it in rare] == [("multi", True), ("pacific", True)]


def test_people_are_counted_not_their_visits():
    frames, rare = without_rare_levels(
        encounters(["black"] * 40, recipient_id=[f"p{number % 4}" for number in range(40)]),
        standard(),
    )

    assert set(frames["encounter"]["recipient_race_ethnicity"]) == {"other"}
    assert len(rare) == 1


def test_rare_level_without_an_other_stays_and_is_told():
    gender = ["woman"] * 40 + ["non_binary"] * 3

    frames, rare = without_rare_levels(
        encounters(["white"] * 43, recipient_gender=gender), standard()
    )

    assert set(frames["encounter"]["recipient_gender"]) == {"woman", "non_binary"}
    assert [(it.dimension, it.level, it.is_merged) for it in rare] == [
        ("recipient_gender", "non_binary", False)
    ]


def test_not_stated_stays_not_stated():
    frames, _ = without_rare_levels(encounters(["white"] * 40 + [None] * 3), standard())

    assert frames["encounter"]["recipient_race_ethnicity"].isna().sum() == 3


@pytest.mark.parametrize(
    "column",
    [
        "Name",
        "patient_name",
        "surname",
        "eMail",
        "E-Mail",
        "home address",
        "zip",
        "dob",
        "birthDate",
    ],
)
def test_column_named_like_an_identifier_cannot_be_mapped_to_an_attribute(tmp_path, column):
    rows = [{**row, column: row["gender"]} for row in hospital_rows(n_visits=12)]
    recipe = tmp_path / "recipe.toml"
    said = edited(
        RECIPE.read_text("utf-8"),
        ('encounter.recipient_gender = "gender"', f'encounter.recipient_gender = "{column}"'),
        ('"patient_name", ', ""),
    )
    recipe.write_text(said, "utf-8")
    file = write_rows(tmp_path / "visits.csv", rows)

    (problem,) = problems_in(file, recipe=recipe)
    recipe.write_text(f'not_identifiers = ["{column}"]\n{said}', "utf-8")
    vouched_for = problems_in(file, recipe=recipe)

    assert (problem.code, problem.column) == ("personal_column", column)
    assert vouched_for == ()


@pytest.mark.parametrize(
    "column", ["felt_seen", "named_nurse", "birthq", "ipad_used", "phones_off"]
)
def test_other_names_of_columns_pass(column):
    assert not names_a_person(column)


@pytest.mark.parametrize(
    "value",
    [
        *("jane@example.org", "https://x.org/1", "www.x.org", "192.168.0.7", "+44 20 7946 0958"),
        *("555-123-4567", "(555) 123 4567", "078-05-1120", "31.05.1980", "1980-05-31", "1234567"),
    ],
)
def test_value_that_could_name_somebody_is_recognised(value):
    assert looks_personal(value)


@pytest.mark.parametrize(
    "value", ["Ward 7", "18-29", "3.14159265", "123456", "2024-05", "Room 12/3"]
)
def test_value_that_names_nobody_passes(value):
    assert not looks_personal(value)
