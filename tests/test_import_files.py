"""From a file outside to a data file: one hospital with twelve wards, in CSV and in Parquet."""

import shutil

import pandas as pd
import pytest

from seen.domain.catalog import Catalog
from seen.importing.run import check_files, import_files
from seen.store import DataFile, newest
from tests.hospital import (
    RECIPE,
    answers,
    contents,
    edited,
    hospital_rows,
    imported,
    settings_in,
    write_hospital,
    write_rows,
)


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hospital")
    csv = write_hospital(folder / "visits.csv")
    return folder, imported(csv, into=folder)


def catalog_of(path):
    file = DataFile(path)
    file.close()
    return Catalog.from_json(file.meta["catalog"])


def test_parquet_gives_the_same_tables_as_csv(hospital):
    folder, from_csv = hospital

    shutil.copytree(folder / "secrets" / "hospital", folder / "secrets" / "again")
    parquet = write_hospital(folder / "visits.parquet")

    from_parquet = imported(parquet, into=folder, name="again")

    for table in ("encounter_answer", "practitioner", "institution", "pseudonym", "outcome"):
        pd.testing.assert_frame_equal(
            answers(from_csv.path, table), answers(from_parquet.path, table)
        )
    assert from_parquet.report == from_csv.report


def test_every_answer_of_the_file_arrives(hospital):
    _, result = hospital
    rows = pd.DataFrame(hospital_rows())
    found = answers(result.path)

    assert len(found) == len(rows)
    assert (found["felt_seen"] == 5).sum() == (rows["felt_seen"] == "Completely").sum()
    assert found["mis_seen"].sum() == (rows["mis_seen"] == "yes").sum()
    assert found["recipient_id"].nunique() == rows["patient_no"].nunique()
    assert found["practitioner_id"].nunique() == rows["staff_no"].nunique()
    assert found["asked"].sum() == (rows["asked"] == "yes").sum()
    assert found["answered"].sum() == (rows["felt_seen"] != "").sum()


def test_three_main_filters_and_the_hospital_above_the_wards_work(hospital):
    _, result = hospital
    catalog = catalog_of(result.path)

    offered = {dimension.name for dimension in catalog.offered_dimensions("encounter_answer")}

    assert {"profession", "institution", "time_pressure", "organisation"} <= offered
    assert catalog.institution_word == "ward"
    assert catalog.dimension("organisation").levels == ("County Hospital",)
    assert len(catalog.dimension("institution").levels) == 12


def test_a_ward_has_a_code_in_links_and_its_name_on_the_local_screen(hospital):
    _, result = hospital
    institution = catalog_of(result.path).dimension("institution")

    labels = [institution.level_label(code) for code in institution.levels]

    assert labels == [f"Ward {number}" for number in range(1, 13)]
    assert all(len(code) == 6 and int(code, 16) >= 0 for code in institution.levels)


def test_a_level_of_ones_own_is_offered_with_its_label(hospital):
    _, result = hospital
    profession = catalog_of(result.path).dimension("profession")

    assert "physiotherapist" in profession.levels
    assert profession.level_label("physiotherapist") == "Physiotherapist"


def test_ages_dates_and_years_become_bands_and_months(hospital):
    _, result = hospital
    found = answers(result.path)
    rows = pd.DataFrame(hospital_rows())

    assert set(found["month"].dt.day) == {1}
    assert not {"age", "years_in_post"} & set(found.columns)
    assert (found["age_band"] == "80+").sum() == (rows["age"].astype(int) >= 80).sum()
    assert (found["experience_band"] == "0-2").sum() == (
        rows["years_in_post"].astype(int) < 3
    ).sum()


def test_the_report_says_what_was_read_dropped_merged_and_how_unique_people_stay(hospital):
    _, result = hospital
    told = result.report.to_text()

    assert result.report.n_read == 3600
    assert dict(result.report.people)["institution"] == 12
    assert result.report.dropped == ("patient_name", "comment")
    assert [(level.level, level.is_merged) for level in result.report.rare] == [("pacific", True)]
    assert result.report.uniqueness is not None
    assert 0 < result.report.uniqueness.unique_share < 0.1
    assert "patient_name, comment" in told
    assert "“pacific” has fewer than 11 people" in told


def test_rows_alone_in_their_class_are_counted_as_by_hand(hospital):
    _, result = hospital
    found = answers(result.path)
    assert result.report.uniqueness is not None

    sizes = found.groupby(list(result.report.uniqueness.attributes), dropna=False).size()

    assert result.report.uniqueness.smallest_class == sizes.min()
    assert result.report.uniqueness.unique_share == pytest.approx((sizes == 1).sum() / 3600)
    assert result.report.uniqueness.small_share == pytest.approx(sizes[sizes < 11].sum() / 3600)


def test_the_import_becomes_the_dataset_that_opens(hospital):
    folder, result = hospital

    assert newest(settings_in(folder).data_folder, "hospital") == result.path


def test_checking_finds_nothing_and_writes_nothing(tmp_path):
    csv = write_hospital(tmp_path / "visits.csv", n_visits=60)
    before = contents(tmp_path)

    report = check_files(files=[str(csv)], recipe=RECIPE)

    assert (report.n_read, report.warnings) == (60, ())
    assert "Rows read: 60." in report.to_text()
    assert contents(tmp_path) == before


def test_several_files_feed_their_tables_by_name_or_by_order(tmp_path):
    rows = pd.DataFrame(hospital_rows(n_visits=240))
    people = rows[["staff_no", "years_in_post"]].drop_duplicates()
    rows.drop(columns=["years_in_post"]).to_csv(tmp_path / "visits.csv", index=False)
    people.to_csv(tmp_path / "staff.csv", index=False)
    recipe = tmp_path / "two.toml"
    recipe.write_text(
        edited(
            RECIPE.read_text("utf-8"),
            (
                "[columns] ",
                "[files]\nvisits = ['encounter', 'outcome', 'institution']\n"
                "staff = ['practitioner']\n[columns]\npractitioner.practitioner_id = 'staff_no'\n",
            ),
        ),
        "utf-8",
    )

    by_name = imported(
        tmp_path / "staff.csv", tmp_path / "visits.csv", into=tmp_path, recipe=recipe
    )
    (tmp_path / "staff.csv").rename(tmp_path / "people.csv")
    by_order = imported(
        tmp_path / "visits.csv", tmp_path / "people.csv", into=tmp_path, recipe=recipe
    )

    pd.testing.assert_frame_equal(answers(by_name.path), answers(by_order.path))
    assert answers(by_name.path)["experience_band"].notna().all()


def test_other_encodings_separators_and_decimal_commas_are_read_as_the_recipe_says(tmp_path):
    rows = hospital_rows(n_visits=120)
    for row in rows:
        row["ward"] = row["ward"].replace("Ward", "Süd – Station")
        row["ward_leadership"] = row["ward_leadership"].replace(".", ",")
    frame = pd.DataFrame(rows)
    found = {}
    for encoding, codec in (
        ("utf-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("windows-1252", "cp1252"),
    ):
        recipe = tmp_path / f"{encoding}.toml"
        said = f'[file]\nencoding = "{encoding}"\ndelimiter = ";"\ndecimal = ","\n[columns] '
        recipe.write_text(edited(RECIPE.read_text("utf-8"), ("[columns] ", said)), "utf-8")
        csv = tmp_path / f"{encoding}.csv"
        frame.to_csv(csv, index=False, sep=";", encoding=codec)
        found[encoding] = answers(imported(csv, into=tmp_path, recipe=recipe).path)

    assert found["utf-8"]["relational_leadership"].max() == 4.2
    pd.testing.assert_frame_equal(found["utf-8"], found["utf-16"])
    pd.testing.assert_frame_equal(found["utf-8"], found["windows-1252"])


def test_each_step_is_told_in_words(tmp_path):
    csv = write_hospital(tmp_path / "visits.csv", n_visits=60)
    told: list[str] = []

    import_files(
        files=[str(csv)],
        recipe=RECIPE,
        name="told",
        settings=settings_in(tmp_path),
        progress=told.append,
    )

    assert len(told) == 5
    assert all(step[0].isupper() for step in told)


def test_a_re_import_after_more_rows_keeps_everyones_pseudonym(tmp_path):
    rows = hospital_rows(n_visits=240)
    first = imported(write_rows(tmp_path / "first.csv", rows[:120]), into=tmp_path)
    known = answers(first.path, "pseudonym")
    second = imported(write_rows(tmp_path / "second.csv", rows), into=tmp_path)
    later = answers(second.path, "pseudonym")

    assert set(known["pseudonym"]) < set(later["pseudonym"])
