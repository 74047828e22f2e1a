"""Rules between columns, references between tables, and rows left out: each Problem by hand."""

import pytest

from seen.errors import ImportRefusedError, RecipeError
from tests.hospital import answers, imported, problems_in, write_rows

DATASET = """
[dataset]
title = "A test"
version = "1"
source_type = "partner_real"
licence = "none"
citation = "none"
consent_basis = "none"
"""
VISITS = """
[columns]
encounter.encounter_id = "visit"
encounter.practitioner_id = "staff"
encounter.recipient_id = "patient"
encounter.institution_id = "ward"
encounter.modality = "how"
encounter.ai_disclosed = "told"
encounter.minutes_scheduled = "planned"
encounter.minutes_actual = "used"
practitioner.experience_band = "experience"
institution.region = "region"
outcome.asked = "asked"
outcome.answered = "answered"
outcome.felt_seen = "felt_seen"
"""
SURVEY = """
[columns]
burnout_survey.practitioner_id = "staff"
burnout_survey.wave = "wave"
burnout_survey.instrument = "instrument"
burnout_survey.scale = "scale"
burnout_survey.raw = "score"
practitioner.institution_id = "ward"
"""
GIVEN = """
burnout_survey.raw_min = "lowest"
burnout_survey.raw_max = "highest"
burnout_survey.direction = "direction"
burnout_survey.is_case = "case"
"""


REQUESTS = """
[columns]
access_request.area_id = "area"
access_request.month = "month"
access_request.requests = "all"
access_request.got_human = "humans"
access_request.got_ai_assisted = "with_ai"
access_request.got_bot = "bots"
access_request.got_nothing = "nobody"
access_request.human_over_week = "long"
"""


def asked(number, **columns):
    """Return requests of an area in which everything is as it should be."""
    return {
        "area": f"a{number}",
        "month": "2025-01",
        "all": "10",
        "humans": "5",
        "with_ai": "1",
        "bots": "3",
        "nobody": "1",
        "long": "2",
    } | columns


def visit(number, **columns):
    """Return a visit in which everything is as it should be."""
    return {
        "visit": f"v{number}",
        "staff": f"s{number % 3}",
        "patient": f"p{number}",
        "ward": f"w{number % 3}",
        "how": "human_in_person",
        "told": "",
        "planned": "20",
        "used": "20",
        "experience": "3-9",
        "region": "north",
        "asked": "yes",
        "answered": "yes",
        "felt_seen": "4",
    } | columns


def score(number, **columns):
    """Return a burnout score in which everything is as it should be."""
    return {
        "staff": f"s{number}",
        "wave": "2024-01",
        "instrument": "CBI",
        "scale": "exhaustion",
        "score": "50",
        "ward": "w1",
        "lowest": "0",
        "highest": "100",
        "direction": "higher_worse",
        "case": "yes",
    } | columns


def problems_of(folder, rows, said):
    """Return the Problems of rows under a recipe."""
    recipe = folder / "recipe.toml"
    recipe.write_text(said, "utf-8")
    file = write_rows(folder / "rows.csv", rows)
    return problems_in(file, recipe=recipe)


@pytest.mark.parametrize(
    ("columns", "code", "is_warning"),
    [
        ({"how": "bot", "told": "yes"}, "bot_with_person", False),
        ({"how": "bot", "staff": ""}, "ai_not_disclosed", False),
        ({"how": "ai_assisted_human"}, "ai_not_disclosed", False),
        ({"used": "31"}, "overrun", True),
        ({"asked": "no"}, "answered_unasked", False),
        ({"answered": "no"}, "answer_denied", False),
    ],
)
def test_rule_between_columns_of_an_encounter(tmp_path, columns, code, is_warning):
    rows = [visit(1), visit(2, **columns), visit(3)]

    (problem,) = problems_of(tmp_path, rows, DATASET + VISITS)

    assert (problem.code, problem.rows, problem.is_warning) == (code, (3,), is_warning)


def test_a_bot_that_names_nobody_and_says_so_is_fine(tmp_path):
    rows = [visit(1), visit(2, how="bot", staff="", told="no", experience="")]

    assert problems_of(tmp_path, rows, DATASET + VISITS) == ()


@pytest.mark.parametrize(
    ("columns", "code", "is_warning"),
    [
        ({"long": "6"}, "waited_unmet", False),
        ({"bots": "4"}, "got_more", False),
        ({"nobody": "0"}, "got_fewer", True),
    ],
)
def test_rule_for_requests(tmp_path, columns, code, is_warning):
    rows = [asked(1), asked(2, **columns), asked(3)]

    (problem,) = problems_of(tmp_path, rows, DATASET + REQUESTS)

    assert (problem.code, problem.rows, problem.is_warning) == (code, (3,), is_warning)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"instrument": "MBI_SCORES", "scale": "total"}, "mbi_total"),
        ({"score": "101"}, "outside_instrument"),
        ({"score": "-1"}, "outside_instrument"),
        ({"instrument": "NHS_Q12"}, "no_case_rule"),
        ({"instrument": "UNHEARD_OF"}, "unknown_level"),
        ({"direction": ""}, "missing_value"),
        ({"direction": "up"}, "unknown_level"),
        ({"wave": ""}, "missing_value"),
        ({"staff": "s1"}, "id_twice"),
        ({"staff": ""}, "missing_id"),
    ],
)
def test_rule_for_burnout_scores(tmp_path, columns, code):
    rows = [score(1), score(2, **columns)]

    problems = problems_of(tmp_path, rows, DATASET + SURVEY + GIVEN)

    assert code in {problem.code for problem in problems}


def test_no_version_of_the_mbi_is_totalled(tmp_path):
    local = '[instrument.MBI_ES]\nrange = [0, 54]\ndirection = "higher_worse"\n'
    rows = [score(1, instrument="MBI_ES", scale=scale, case="") for scale in ("total", "client")]

    problems = problems_of(tmp_path, rows, DATASET + SURVEY + local)

    (found,) = [problem for problem in problems if problem.code == "mbi_total"]
    assert found.count == 1


def test_declared_instrument_gives_range_direction_and_cases(tmp_path):
    local = '[instrument.LOCAL5]\nrange = [1, 5]\ndirection = "higher_better"\ncase_from = 2\n'
    rows = [score(number, instrument="LOCAL5", score=str(number)) for number in range(1, 6)]
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(DATASET + SURVEY + local, "utf-8")

    result = imported(write_rows(tmp_path / "rows.csv", rows), into=tmp_path, recipe=recipe)

    found = answers(result.path, "burnout_answer").sort_values("raw")
    assert found["burden_0_100"].tolist() == [100, 75, 50, 25, 0]  # 5 is best: (5 - raw) / 4
    assert found["is_case"].tolist() == [True, True, False, False, False]
    assert found["institution"].notna().all()


def test_score_outside_a_declared_range_is_refused(tmp_path):
    local = '[instrument.LOCAL5]\nrange = [1, 5]\ndirection = "higher_worse"\n'
    rows = [score(1, instrument="LOCAL5", score="6"), score(2, instrument="LOCAL5", score="3")]

    (problem,) = problems_of(tmp_path, rows, DATASET + SURVEY + local)

    assert (problem.code, problem.rows) == ("outside_instrument", (2,))


@pytest.mark.parametrize(
    ("column", "value", "of"), [("experience", "20+", "staff"), ("region", "south", "ward")]
)
def test_attribute_that_varies_within_its_owner_is_a_problem(tmp_path, column, value, of):
    rows = [visit(number) for number in range(6)]
    rows[4][column] = value  # rows 2 and 5 of the file are the first and second of s1 and w1

    (problem,) = problems_of(tmp_path, rows, DATASET + VISITS)

    assert (problem.code, problem.column, problem.expected) == ("not_constant", column, of)
    assert (problem.rows, problem.count) == ((3, 6), 2)


def test_attribute_stated_in_one_row_alone_counts_for_its_owner(tmp_path):
    rows = [visit(number, experience="") for number in range(6)]
    rows[4]["experience"] = "20+"
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(DATASET + VISITS, "utf-8")

    result = imported(write_rows(tmp_path / "rows.csv", rows), into=tmp_path, recipe=recipe)

    assert (answers(result.path)["experience_band"] == "20+").sum() == 2


def test_id_that_the_list_of_staff_does_not_have_is_a_problem(tmp_path):
    said = DATASET + VISITS.replace(
        "practitioner.experience_band",
        'practitioner.practitioner_id = "number"\npractitioner.experience_band',
    )
    files = '[files]\nrows = ["encounter", "outcome", "institution"]\nstaff = ["practitioner"]\n'
    (tmp_path / "recipe.toml").write_text(files + said, "utf-8")
    rows = write_rows(tmp_path / "rows.csv", [visit(number) for number in range(6)])
    staff = write_rows(
        tmp_path / "staff.csv",
        [{"number": "s0", "experience": "3-9"}, {"number": "s1", "experience": "3-9"}],
    )

    (problem,) = problems_in(rows, staff, recipe=tmp_path / "recipe.toml")

    assert (problem.code, problem.column, problem.expected) == (
        *("unknown_reference", "staff", "staff.csv"),
    )
    assert (problem.rows, problem.count) == ((4, 7), 2)


def test_a_list_of_staff_without_a_column_of_ids_is_refused(tmp_path):
    files = '[files]\nrows = ["encounter", "outcome", "institution"]\nstaff = ["practitioner"]\n'
    (tmp_path / "recipe.toml").write_text(files + DATASET + VISITS, "utf-8")
    rows = write_rows(tmp_path / "rows.csv", [visit(number) for number in range(6)])
    staff = write_rows(tmp_path / "staff.csv", [{"number": "s0", "experience": "3-9"}])

    with pytest.raises(RecipeError, match=r"not filled: practitioner\.practitioner_id"):
        problems_in(rows, staff, recipe=tmp_path / "recipe.toml")


def test_few_bad_ids_are_left_out_and_told_where_the_recipe_allows_it(tmp_path):
    rows = [visit(number) for number in range(60)]
    rows[7]["visit"], rows[8]["ward"], rows[9]["visit"] = "v1", "", ""
    recipe = tmp_path / "recipe.toml"
    file = write_rows(tmp_path / "rows.csv", rows)
    recipe.write_text(DATASET + VISITS, "utf-8")

    with pytest.raises(ImportRefusedError):
        imported(file, into=tmp_path, recipe=recipe)
    recipe.write_text("leave_out_bad_ids = true\n" + DATASET + VISITS, "utf-8")
    result = imported(file, into=tmp_path, recipe=recipe)

    assert len(answers(result.path)) == 57
    assert result.report.n_left_out == 3
    assert {problem.code for problem in result.report.warnings} == {
        *("missing_id_left_out", "id_twice_left_out")
    }
    told = result.report.to_text()
    assert "Rows left out: 3 of 60, since leave_out_bad_ids = true" in told
    assert "rows without an id; they were left out. One row: 11." in told
    assert "or allow up to" not in told  # it was allowed already


def test_more_than_a_twentieth_of_bad_ids_stops_the_import_all_the_same(tmp_path):
    rows = [visit(number, visit="v1" if number < 5 else f"v{number}") for number in range(60)]

    problems = problems_of(tmp_path, rows, "leave_out_bad_ids = true\n" + DATASET + VISITS)

    assert [(problem.code, problem.count, problem.is_warning) for problem in problems] == [
        ("id_twice", 4, False)  # 4 of 60 are 6.7 %
    ]


def test_who_answered_follows_from_who_was_asked(tmp_path):
    said = DATASET + VISITS.replace('outcome.answered = "answered"\n', "")
    rows = [visit(1), visit(2, felt_seen=""), visit(3, asked="no", felt_seen="")]
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(said, "utf-8")

    result = imported(write_rows(tmp_path / "rows.csv", rows), into=tmp_path, recipe=recipe)

    assert result.report.response == (2, 1)
