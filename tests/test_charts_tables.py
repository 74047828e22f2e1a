"""Tables and CSV files say what the figure says, and no spreadsheet runs them."""

import csv
import io

import pytest

from seen.charts import dictionary
from seen.charts.tables import as_csv, table
from seen.domain import derived
from seen.domain.findings import Estimate, Reason, Verdict
from seen.domain.measures import Show
from seen.sources.asking import scale_of
from seen.sources.dictionary import standard
from tests.helpers import (
    HOSTILE_LEVELS,
    compared,
    everything,
    finding_of,
    question,
    source,
    withheld,
)

CATALOG = everything()


def usual(**asked):
    """Return a shown, a private, a too small and an empty group."""
    return finding_of(
        compared("black", 0.36, 0.46, 0.04),
        withheld("latino", Reason.PRIVATE),
        withheld("mena", Reason.TOO_FEW),
        withheld("pacific", Reason.NO_ANSWERS),
        compared("white", 0.45, 0.43, 0.06, Verdict.NO_RELIABLE_DIFFERENCE),
        asked=question(**asked),
    )


def test_the_table_has_the_words_of_the_figure():
    found = table(usual(), CATALOG)

    assert found.heads == (
        *("Race or ethnicity", "Share", "95 % interval", "Than everyone else", "Ratio"),
        *("Answers", "People", "wards behind it"),
    )
    assert found.rows == (
        (
            "Black",
            "36\u00a0%",
            "32 to 40",
            "10 points fewer",
            "0.90 (0.80 to 1.10)",
            "400",
            "380",
            "12",
        ),
        ("Latino", "Hidden to protect people", *[""] * 6),
        ("Middle Eastern, North African", "Too few to judge (18 answers)", *[""] * 6),
        ("Pacific Islander", "No answers", *[""] * 6),
        (
            "White",
            "45\u00a0%",
            "39 to 51",
            "no reliable difference",
            "0.90 (0.80 to 1.10)",
            "400",
            "380",
            "12",
        ),
    )
    assert found.numbers == {1, 4, 5, 6, 7}


@pytest.mark.parametrize("name", ["ordinary", "all_withheld", "too_few", "surveys", "weighted"])
def test_every_row_of_a_table_has_a_cell_for_every_head(name):
    opened = source(name)
    finding = opened.finding(opened.catalog.default_question())

    found = table(finding, opened.catalog)

    assert {len(row) for row in found.rows} == {len(found.heads)}
    assert len(found.rows) == len(finding.groups)
    assert max(found.numbers) < len(found.heads)


def test_a_mean_on_a_scale_from_1_has_no_column_of_ratios_and_a_share_has_one():
    held = source("ordinary")
    for show in ("top", "mean"):
        found = table(held.finding(question(show=show)), held.catalog)

        assert ("Ratio" in found.heads) == (show == "top")
        assert {len(row) for row in found.rows} == {len(found.heads)}
        assert found.heads[min(found.numbers)] == ("Share" if show == "top" else "Mean")
        assert not any("Cannot be computed" in cell for row in found.rows for cell in row)


def test_a_scale_has_ratios_where_its_measure_has():
    for measure in standard().measures:
        for show in measure.shows:
            assert scale_of(measure, show).has_ratios == measure.has_ratios(show), measure.name
    by_name = {it.name: it for it in standard().measures}
    assert by_name["wait_days"].has_ratios(Show.MEAN)
    assert not by_name["minutes_short"].has_ratios(Show.MEAN)  # which may be fewer than none
    assert not by_name["trust"].has_ratios(Show.MEAN)
    assert by_name["trust"].has_ratios(Show.TOP)


def test_two_dimensions_stand_in_two_columns():
    opened = source("no_recipients")
    asked = question(by="recipient_income", by2="profession")

    found = table(opened.finding(asked), opened.catalog)

    assert found.heads[:2] == ("Income", "Profession")
    assert found.rows[0][:2] == ("Low", "Chaplain")


def lines(finding, catalog=CATALOG, **parts):
    """Return the cells of a CSV file."""
    usual_parts = {"reading": "Everyone recorded: 800 encounters.", "banner": ""}
    return list(csv.reader(io.StringIO(as_csv(finding, catalog, **(usual_parts | parts)))))


def numbers(finding, catalog=CATALOG):
    """Return the rows of a CSV file below its head, by name of the column."""
    found = lines(finding, catalog)
    start = found.index([]) + 1
    return [dict(zip(found[start], row, strict=True)) for row in found[start + 1 :]]


def test_a_csv_file_carries_its_banner_filters_sentence_and_question():
    finding = usual()

    found = lines(finding, banner="SYNTHETIC. Invented people.")

    assert [row[0] for row in found[: found.index([])]] == [
        "SYNTHETIC. Invented people.",
        "Everyone recorded: 800 encounters.",
        finding.sentence,
        "Did you feel seen as a whole person?",
        *finding.notes,
    ]


def test_a_csv_file_has_exact_numbers_and_says_in_words_what_is_withheld():
    black, latino, mena, pacific, _ = numbers(usual())

    assert (float(black["value"]), float(black["low"])) == (0.36, 0.32)
    assert (black["group"], black["group_2"], black["versus"]) == ("black", "", "others")
    assert float(black["difference"]) == pytest.approx(0.10)
    assert (black["verdict"], black["withheld"]) == ("notable", "")
    assert black["method"] == "share over wards"
    for row, said in (
        (latino, "Hidden to protect people"),
        (mena, "Too few to judge (18 answers)"),
        (pacific, "No answers"),
    ):
        assert row["withheld"] == said
        held = {key for key, cell in row.items() if cell}
        assert held == {"group", "versus", "verdict", "withheld"}


def test_a_shown_group_without_a_comparison_says_why():
    opened = source("no_recipients")
    asked = question(where={"recipient_race_ethnicity": ["black"]})

    (row,) = numbers(opened.finding(asked), opened.catalog)

    assert row["value"]
    assert not row["difference"]
    assert row["withheld"] == "No comparison: one group, nothing to compare it with"
    cells = table(opened.finding(asked), opened.catalog).rows[0]
    assert cells[3:5] == ("no comparison: one group, nothing to compare it with", "")


@pytest.mark.parametrize("level", HOSTILE_LEVELS)
def test_no_cell_of_a_csv_file_is_a_formula(level):
    finding = finding_of(
        compared(level, 0.36, 0.46, 0.04, versus=level), asked=question(by="region")
    )

    for row in lines(finding, reading="=cmd|' /C calc'!A0", banner="@SUM(1)"):
        for cell in row:
            is_number = cell.replace(".", "").replace("-", "").replace("e", "").isdigit()
            assert is_number or cell[:1] not in tuple("=+-@\t\r\n")

    assert level in numbers(finding)[0]["group"]


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\n=", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_what_starts_like_a_formula_is_marked_as_text(sign):
    assert lines(usual(), reading=f"{sign}1+1")[0] == [f"'{sign.strip()}1+1"]


@pytest.mark.parametrize("break_", ["\r", "\n", "\r\n", "\t", "\x00", "\x0b"])
def test_no_cell_starts_a_row_of_its_own(break_):
    (first, *_) = lines(usual(), reading=f"{break_}Everyone{break_}=1+1")

    assert first == ["Everyone =1+1"]


def test_a_csv_file_of_a_real_finding_holds_no_hidden_number():
    opened = source("ordinary")
    finding = opened.finding(question())

    rows = {row["group"]: row for row in numbers(finding, opened.catalog)}

    assert rows["pacific"]["n_answers"] == rows["latino"]["n_answers"] == ""
    shown = next(item.estimate for item in finding.groups if item.group == "asian")
    assert isinstance(shown, Estimate)
    assert float(rows["asian"]["value"]) == shown.value


def test_too_few_records_are_not_called_answers():
    finding = finding_of(
        withheld("low", Reason.TOO_FEW),
        withheld("high", Reason.NO_ANSWERS),
        asked=question("met_bot", by="recipient_income"),
    )

    said = [row[1] for row in table(finding, CATALOG).rows]

    assert said == ["Too few to judge (18 records)", "No records"]
    assert [row["withheld"] for row in numbers(finding)] == said
    texts = [item["withheld"]["text"] for item in finding.to_json()["groups"]]
    assert texts == said


# -- shares at levels ----------------------------------------------------------------------------


def at_levels():
    """Return a source and the Finding of how races spread over time pressure."""
    opened = source("no_recipients")
    return opened, opened.finding(question(by2="time_pressure", view="distribution"))


def test_the_table_says_what_the_share_is_a_share_of():
    opened, finding = at_levels()

    found = table(finding, opened.catalog)

    assert found.heads[:4] == (
        *("Race or ethnicity", "Time pressure", "Share at the level", "95 % interval"),
    )
    assert found.heads[6:8] == ("Answers in the group", "People in the group")
    assert found.rows[0][:2] == ("Asian", "1, least")
    assert len(found.rows) == 4 * 5
    assert {len(row) for row in found.rows} == {len(found.heads)}


def test_a_csv_file_of_shares_at_levels_says_the_view():
    opened, finding = at_levels()

    above = [row[0] for row in lines(finding, opened.catalog) if len(row) == 1]

    (said,) = [row for row in above if row.startswith("View: distribution. ")]
    assert "a level of Time pressure (group_2)" in said
    shown = {
        (row["group"], row["group_2"]): row["value"] for row in numbers(finding, opened.catalog)
    }
    assert sum(float(shown["black", level]) for level in "12345") == pytest.approx(1)
    assert not [row for row in lines(usual()) if row and row[0].startswith("View:")]


# -- the dictionary ------------------------------------------------------------------------------


def test_the_dictionary_lists_what_the_data_lacks_as_lacking():
    catalog = source("ordinary").catalog

    found = dictionary.measures(catalog)

    held = {row[0]: row[-1] for row in found.rows}
    assert len(found.rows) == len(catalog.measures)
    assert (held["Felt seen"], held["Felt heard"]) == ("yes", "no")
    order = [row[-1] for row in found.rows]
    assert order == sorted(order, reverse=True)  # what is held comes first


def test_every_measure_says_its_question_instrument_and_evidence():
    for row in dictionary.measures(CATALOG).rows:
        assert all(row), row


def test_what_a_file_lacks_is_listed_with_the_column_that_would_fill_it():
    catalog = source("ordinary").catalog

    rows = {row[0]: row[1:] for row in dictionary.lacking(derived.lacking(catalog), catalog).rows}

    assert rows["Age"][0] == "encounter.age_band"
    assert rows["Felt heard"] == ("outcome.felt_heard", "1 to 5")
    assert rows["Burnout case"][0].startswith("burnout_survey.is_case")
    assert "Income" not in rows  # it is there


def test_a_word_or_two_stands_on_one_line():
    found = dictionary.measures(CATALOG)

    assert [found.heads[place] for place in sorted(found.short)] == [
        *("Evidence", "Reported by", "Better", "In this data"),
    ]
    longest = max(len(row[place]) for row in found.rows for place in found.short)
    assert longest <= len("experimental")


def test_dimensions_are_listed_with_their_levels():
    found = {row[0]: row for row in dictionary.dimensions(source("ordinary").catalog).rows}

    assert found["Income"][1:] == ("Low, Middle, High, Not known", "yes")
    assert found["Age"][2] == "no"
    assert found["Institution"][1].startswith("Ward 01, Ward 02")
    many = {row[0]: row[1] for row in dictionary.dimensions(CATALOG).rows}
    assert many["Region"] == f"{len(HOSTILE_LEVELS)} in this data"
