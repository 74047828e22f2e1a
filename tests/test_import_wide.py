"""Wide burnout files: a row per person and a column per scale, read by [scores] of a recipe."""

from collections import Counter

import pytest

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Reason
from seen.domain.questions import Filters
from seen.errors import RecipeError
from seen.guard.rules import PUBLISH
from seen.guard.suppress import recoverable
from seen.importing.load import load
from seen.sources.dataset import DatasetSource
from seen.store import DataFile
from tests.helpers import estimate, question, reasons
from tests.hospital import answers, imported, problems_in
from tests.students import N_STUDENTS, RECIPE, students, write_students

ENTRY = 'mbi_ex = { instrument = "MBI_SS", scale = "exhaustion", range = [5, 30], '
ENTRY += 'direction = "higher_worse" }'


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wide")
    file = write_students(folder / "students.csv")
    return imported(file, into=folder, recipe=RECIPE, name="students")


@pytest.fixture(scope="module")
def long(result):
    return answers(result.path, "burnout_answer")


@pytest.fixture(scope="module")
def here(result):
    opened = DatasetSource(result.path)
    yield opened
    opened.close()


def edited(folder, before, after):
    """Return the recipe with a part changed."""
    said = RECIPE.read_text("utf-8")
    assert before in said
    path = folder / "recipe.toml"
    path.write_text(said.replace(before, after, 1), "utf-8")
    return path


# -- from columns to rows ------------------------------------------------------------------------


def test_each_column_of_scores_becomes_a_row_per_person(long):
    rows = students()
    by_scale = long.groupby("scale")

    assert by_scale.size().to_dict() == {
        "accomplishment": N_STUDENTS,
        "depersonalization": N_STUDENTS,
        "exhaustion": N_STUDENTS,
    }
    for scale, column in [("exhaustion", "mbi_ex"), ("accomplishment", "mbi_ea")]:
        told = sorted(float(row[column]) for row in rows)
        assert sorted(by_scale.get_group(scale)["raw"]) == told


def test_burden_runs_from_0_to_100_on_the_range_of_each_scale(long):
    worst = long[long["scale"] == "accomplishment"].nsmallest(1, "raw").iloc[0]

    assert worst["burden_0_100"] == pytest.approx(100 * (36 - worst["raw"]) / 30)  # 6 to 36


def test_what_a_recipe_declares_beside_the_scores_counts_once_per_person(long):
    told = sorted(int(row["stai_t"]) for row in students())

    assert sorted(long["anxiety"].dropna()) == told


def test_attributes_of_a_person_stand_beside_each_score(long):
    assert long["study_year"].notna().all()
    assert long.groupby("practitioner_id")["worker_gender"].nunique().eq(1).all()


def test_who_has_no_score_on_a_scale_has_no_row_for_it(tmp_path):
    rows = students(n=20)
    rows[3]["mbi_ex"] = ""
    file = write_students(tmp_path / "students.csv", rows)

    result = imported(file, into=tmp_path, recipe=RECIPE, name="students")

    found = answers(result.path, "burnout_answer")
    assert found["scale"].value_counts().to_dict()["exhaustion"] == 19
    assert found["anxiety"].notna().sum() == 20  # said beside another score


def test_a_case_rule_makes_cases(tmp_path):
    recipe = edited(tmp_path, ENTRY, ENTRY.replace(" }", ", case_from = 20 }"))
    file = write_students(tmp_path / "students.csv")

    result = imported(file, into=tmp_path, recipe=recipe, name="students")

    found = answers(result.path, "burnout_answer")
    is_exhaustion = found["scale"] == "exhaustion"
    assert found.loc[~is_exhaustion, "is_case"].isna().all()
    cases = found.loc[is_exhaustion, "is_case"]
    assert cases.eq(found.loc[is_exhaustion, "raw"] >= 20).all()


def test_a_survey_without_a_date_has_none(long):
    assert long["wave"].isna().all()
    assert long["quarter"].isna().all()


def test_the_report_says_how_far_attributes_single_out_students(result):
    ages = [min(3, (int(row["age"]) - 17) // 3) for row in students()]
    rows = zip(students(), ages, strict=True)
    cells = Counter((row["sex"], row["year"], age, row["job"]) for row, age in rows)
    alone = sum(n for n in cells.values() if n == 1)

    found = result.report.uniqueness

    assert found.attributes == ("worker_gender", "study_year", "student_age", "paid_job")
    assert found.unique_share == pytest.approx(alone / N_STUDENTS)


# -- what is wrong with a file or a recipe -------------------------------------------------------


def test_a_score_outside_its_range_is_one_problem_with_its_row(tmp_path):
    rows = students(n=20)
    rows[4]["mbi_cy"] = "25"

    (problem,) = problems_in(write_students(tmp_path / "students.csv", rows), recipe=RECIPE)

    assert (problem.code, problem.column, problem.rows) == ("out_of_scale", "mbi_cy", (6,))
    assert problem.expected == "4-24"


def test_a_wrong_attribute_is_one_problem_however_many_scales_there_are(tmp_path):
    rows = students(n=20)
    rows[4]["stai_t"] = "81"

    (problem,) = problems_in(write_students(tmp_path / "students.csv", rows), recipe=RECIPE)

    assert (problem.column, problem.rows, problem.count) == ("stai_t", (6,), 1)


def test_a_student_who_stands_twice_is_a_problem(tmp_path):
    rows = students(n=20)
    rows[4]["id"] = rows[3]["id"]

    problems = problems_in(write_students(tmp_path / "students.csv", rows), recipe=RECIPE)

    assert "id_twice" in {problem.code for problem in problems}


def test_scores_in_a_column_named_like_a_person_are_refused(tmp_path):
    recipe = edited(tmp_path, "mbi_ex =", "phone =")
    rows = [{**row, "phone": row["mbi_ex"]} for row in students(n=20)]

    (problem,) = problems_in(write_students(tmp_path / "students.csv", rows), recipe=recipe)

    assert (problem.code, problem.column) == ("personal_column", "phone")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("range = [5, 30], ", "", "mbi_ex needs instrument, scale, range"),
        ("range = [5, 30]", "range = [30, 5]", "range must be"),
        ("range = [5, 30]", 'range = [5, 30], colour = "red"', "mbi_ex needs instrument"),
        ('direction = "higher_worse"', 'direction = "up"', "higher_worse, higher_better"),
        ('instrument = "MBI_SS"', 'instrument = "UNHEARD_OF"', "no level “UNHEARD_OF”. It has: "),
        ('scale = "exhaustion"', 'scale = "joy"', "no level “joy”. It has: exhaustion"),
        ('scale = "depersonalization"', 'scale = "exhaustion"', "a scale of an instrument twice"),
        (
            "[columns]",
            '[columns]\nburnout_survey.raw = "x"',
            "in more than one way: burnout",
        ),
        ('"glang", ', '"glang", "mbi_ex", ', "under drop and also mapped: mbi_ex"),
        (ENTRY, 'mbi_ex = "exhaustion"', r"written \[scores.mbi_ex\]"),
        ("column.anxiety", "column.exhaustion_mbi_ss", "cannot be declared: .*such a column"),
    ],
)
def test_a_recipe_with_wrong_scores_is_refused_with_its_reason(tmp_path, before, after, message):
    recipe = edited(tmp_path, before, after)

    with pytest.raises(RecipeError, match=message):
        load(recipe)


def test_a_column_of_scores_that_is_not_there_is_named(tmp_path):
    rows = [{key: value for key, value in row.items() if key != "mbi_ea"} for row in students()]

    with pytest.raises(RecipeError, match="no column mbi_ea"):
        problems_in(write_students(tmp_path / "students.csv", rows), recipe=RECIPE)


# -- what can be asked ---------------------------------------------------------------------------


def test_each_column_of_scores_is_a_measure_on_its_own_range_and_direction(here):
    found = {it.name: it for it in here.catalog.offered_measures()}

    exhaustion, own = found["exhaustion_mbi_ss"], found["accomplishment_mbi_ss"]
    assert (exhaustion.scale, exhaustion.better) == ((5, 30), "lower")
    assert (own.scale, own.better) == ((6, 36), "higher")
    assert exhaustion.phrase("label") == "exhaustion (Maslach Burnout Inventory for students)"
    assert "from 5 to 30; high is worse" in exhaustion.phrase("help")


def test_the_first_question_is_about_the_first_scores(here):
    asked = here.catalog.default_question()

    assert (asked.measure, asked.by) == ("exhaustion_mbi_ss", "study_year")
    assert here.catalog.overview[0].measure == "exhaustion_mbi_ss"


def test_a_mean_is_over_one_scale_alone_and_over_students(here):
    told = [float(row["mbi_ex"]) for row in students()]

    finding = here.finding(here.catalog.default_question())

    assert finding.overall.value == pytest.approx(sum(told) / N_STUDENTS, abs=1e-9)
    assert finding.overall.n_answers == finding.overall.n_people == N_STUDENTS
    assert finding.overall.n_clusters == N_STUDENTS  # of one school: students are the clusters
    assert "practitioners" in finding.overall.method


def test_the_group_of_five_is_hidden_and_cannot_be_had_by_subtraction(here):
    asked = question("exhaustion_mbi_ss", "mean", by="worker_gender")

    finding = here.finding(asked)

    shown = {it.group for it in finding.groups if isinstance(it.estimate, Estimate)}
    assert reasons(finding) == {Reason.PRIVATE}
    assert shown == {"woman"}  # the men go with the five: the total less both others is no number
    behind = here._counting.behind(asked)
    hidden = {key for key in behind if key[0] in {"man", "non_binary"}}
    assert recoverable(behind, hidden) == frozenset()
    assert sum(behind[key].n_people for key in hidden) >= PUBLISH.minimum_people


def test_the_group_of_five_stays_hidden_under_filters(here):
    for where in ({"paid_job": ["yes"]}, {"worker_gender": ["non_binary"]}):
        finding = here.finding(
            question("exhaustion_mbi_ss", "mean", by="worker_gender", where=where)
        )

        assert not isinstance(estimate(finding, "non_binary"), Estimate)


def test_counts_beside_filters_are_of_students_not_of_their_scores(here):
    first = Filters.of({"study_year": ["1"]})

    choices = here.choices("paid_job", "burnout_answer", first)

    assert sum(choice.n_rows for choice in choices) == N_STUDENTS / 6  # every sixth is in year 1


def test_the_file_says_what_it_can_be_asked_by_itself(result):
    file = DataFile(result.path)
    file.close()

    stored = Catalog.from_json(file.meta["catalog"])

    assert stored.institution_word == "school"
    assert {"exhaustion_mbi_ss", "anxiety"} <= {it.name for it in stored.offered_measures()}
