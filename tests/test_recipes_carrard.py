"""The recipe for Carrard and others (2022), from the public file to the Finding of `seen ask`.

Expected numbers: realdata/carrard_medstudents_mbi/SOURCE.md, computed outside of Seen.
"""

import json

import pytest

from seen import cli
from tests.hospital import imported
from tests.realdata import real_file
from tests.students import RECIPE

FILE = "carrard_medstudents_mbi/carrard_2022.csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the imported file; without the file the tests are skipped."""
    file = real_file(FILE)
    folder = tmp_path_factory.mktemp("carrard")
    imported(file, into=folder, recipe=RECIPE, name="carrard")
    return folder


@pytest.fixture
def ask(folder, monkeypatch, capsys):
    """Return what asks as the command line does, and reads its JSON."""
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(folder / "data"))

    def ask(*asked: str) -> dict:
        assert cli.main(["ask", *asked, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def values(finding):
    """Return the shown value of each group."""
    return {
        row["group"]: row["estimate"]["value"] for row in finding["groups"] if "estimate" in row
    }


@pytest.mark.parametrize(
    ("measure", "mean", "sd"),
    [
        ("exhaustion_mbi_ss", 16.88, 5.26),
        ("depersonalization_mbi_ss", 10.08, 4.59),
        ("accomplishment_mbi_ss", 24.21, 4.63),
    ],
)
def test_published_means_come_out_with_their_precision(ask, measure, mean, sd):
    whole = ask(measure, "--by", "study_year")["overall"]["estimate"]

    assert whole["value"] == pytest.approx(mean, abs=5e-3)
    assert (whole["n_answers"], whole["n_people"], whole["n_clusters"]) == (886, 886, 886)
    half = 1.9626 * sd / 886**0.5  # t interval of a mean over 886 students
    assert whole["high"] - whole["low"] == pytest.approx(2 * half, abs=2e-3)


def test_exhaustion_falls_over_the_years_of_study(ask):
    found = values(ask("exhaustion_mbi_ss", "--by", "study_year"))

    assert found["1"] == pytest.approx(17.68, abs=5e-3)
    assert found["6"] == pytest.approx(14.03, abs=5e-3)


@pytest.mark.parametrize(("gender", "n", "mean"), [("woman", 606, 17.46), ("man", 275, 15.62)])
def test_women_and_men_come_out_as_published(ask, gender, n, mean):
    where = f"worker_gender={gender}"

    found = ask("exhaustion_mbi_ss", "--by", "study_year", "--where", where)

    whole = found["overall"]["estimate"]
    assert (whole["value"], whole["n_answers"]) == (pytest.approx(mean, abs=5e-3), n)


def test_the_group_of_five_is_hidden_and_so_is_what_would_give_it_away(ask):
    finding = ask("exhaustion_mbi_ss", "--by", "worker_gender")

    assert set(values(finding)) == {"woman"}
    hidden = {row["group"]: row["withheld"]["reason"] for row in finding["groups"][:2]}
    assert hidden == {"man": "private", "non_binary": "private"}
    assert "16.0" not in json.dumps(finding)  # the mean of the five


def test_the_group_of_five_is_hidden_on_every_measure_and_by_itself(ask):
    for measure in ("accomplishment_mbi_ss", "affective_empathy", "anxiety"):
        assert "non_binary" not in values(ask(measure, "--by", "worker_gender"))

    alone = ask("exhaustion_mbi_ss", "--by", "study_year", "--where", "worker_gender=non_binary")
    assert values(alone) == {}
    assert set(alone["overall"]) == {"withheld"}


def test_empathy_and_anxiety_count_each_student_once(ask):
    asked = {name: ask(name, "--by", "paid_job") for name in ("empathy", "anxiety")}

    found = {name: finding["overall"]["estimate"] for name, finding in asked.items()}

    # pandas on the same file: 106.3747, 42.8984
    assert found["empathy"]["value"] == pytest.approx(106.3747, abs=5e-5)
    assert found["anxiety"]["value"] == pytest.approx(42.8984, abs=5e-5)
    assert {it["n_answers"] for it in found.values()} == {886}
