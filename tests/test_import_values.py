"""Single values from text to type, derivations, and whole frames there and back."""

import math
import string
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seen import store
from seen.domain.columns import Column
from seen.importing import readers
from seen.importing.derive import bands, derived
from seen.importing.mapping import Derivation
from seen.importing.readers import Format, Source
from seen.importing.recipe import Values
from seen.importing.values import (
    LARGEST_INTEGER,
    as_boolean,
    as_integer,
    as_label,
    as_level,
    as_month,
    as_number,
    typed,
)

PLAIN = Values()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_exactly(number):
    assert as_number(repr(number)) == number


@given(st.integers(-LARGEST_INTEGER, LARGEST_INTEGER))
def test_every_whole_number_is_read_back_in_either_form(number):
    assert as_integer(str(number)) == as_integer(f"{number}.0") == number


@given(st.text(max_size=30))
def test_nothing_but_a_finite_number_is_read_as_one(value):
    number = as_number(value)

    assert number is None or (math.isfinite(number) and float(value) == number)


@pytest.mark.parametrize(
    "value", ["", "nan", "inf", "-inf", "1e999", "1_000", "0x10", "\u0661", "1,5", "--1"]
)
def test_what_is_not_a_number_here_is_not_read(value):
    assert as_number(value) is None


@pytest.mark.parametrize(
    ("value", "number"), [("1,5", 1.5), ("-0,25", -0.25), ("3", 3), ("1.5", None)]
)
def test_decimal_comma_is_read_where_the_recipe_says_so(value, number):
    assert as_number(value, decimal=",") == number


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_date_is_read_as_the_first_of_its_month(day):
    first = day.replace(day=1)

    assert as_month(day.isoformat()) == as_month(f"{day:%Y-%m}") == first
    assert (
        as_month(f"{day.isoformat()} 23:59:59")
        == as_month(f"{day.isoformat()}T00:00:00Z")
        == first
    )
    assert as_month(f"{day.day}.{day.month}.{day.year}", "%d.%m.%Y") == first


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-00", "24-01-01", "2024", "Jan 2024", "1899-12"]
)
def test_what_is_not_a_date_here_is_not_read(value):
    assert as_month(value) is None


@pytest.mark.parametrize(
    ("value", "read"), [("Yes", True), ("F", False), ("0", False), ("2", None)]
)
def test_yes_and_no_are_read(value, read):
    assert as_boolean(value) is read


def test_several_levels_of_one_answer_are_sorted_and_said_once():
    assert as_level("white; black;white", levels=("black", "white"), many=True) == "black;white"
    assert as_level("white;", levels=("black", "white"), many=True) is None
    assert as_level("black;white", levels=("black", "white"), many=False) is None


@given(st.text(min_size=61))
def test_no_long_text_is_a_label(value):
    assert as_label(value) is None


def test_recipe_levels_are_mapped_before_the_type_is_read():
    column = Column(table="outcome", name="felt_seen", type="integer", range=(1, 5))
    values = Values(levels={"felt_seen": {"Fully": "5"}})
    said = pd.Series(["Fully", "4", None, "Hardly", "7"], index=range(2, 7), dtype="str")

    read, problems = typed(said, column, values, file="f.csv", source="seen")

    assert read.tolist()[:2] == [5, 4]
    assert [(it.code, it.rows, it.found) for it in problems] == [
        ("not_integer", (5,), ("Hardly",)),
        ("out_of_scale", (6,), ("7",)),
    ]


def test_a_column_with_too_many_different_values_is_no_group():
    region = Column(table="institution", name="region", type="category")

    _, few = typed(pd.Series([f"r{n}" for n in range(100)]), region, PLAIN, file="f", source="s")
    _, many = typed(pd.Series([f"r{n}" for n in range(101)]), region, PLAIN, file="f", source="s")

    assert few == []
    assert [problem.code for problem in many] == ["many_levels"]


def source_of(**columns):
    frame = pd.DataFrame(
        columns, dtype="str", index=range(2, 2 + len(next(iter(columns.values()))))
    )
    return Source(name="f.csv", stem="f", frame=frame)


def column_of(kind="number", **parts):
    return Column(table="outcome", name="made", type=kind, **parts)


def test_sum_is_missing_where_a_part_is_and_only_in_the_rows_asked_for():
    source = source_of(
        a=["1", "2", None, "4"], b=["10", "20", "30", "40"], grade=["K", "K", "K", "1"]
    )
    way = Derivation(way="sum_of", sources=("a", "b"), where=(("grade", ("K",)),))

    made, problems = derived(source, way, column_of(), PLAIN)

    assert made.astype("float").fillna(-1).tolist() == [11, 22, -1, -1]
    assert problems == []


def test_percentile_rank_is_within_groups_with_ties_in_the_middle():
    source = source_of(score=["1", "2", "2", "9", "5", None], grade=["K", "K", "K", "K", "1", "1"])
    way = Derivation(way="percentile_rank_of", sources=("score",), within=("grade",))

    made, _ = derived(source, way, column_of(), PLAIN)

    # by hand: ranks 1, 2.5, 2.5, 4 of 4, then 1 of 1
    assert made.astype("float").fillna(-1).tolist() == [25, 62.5, 62.5, 100, 100, -1]


def test_agreement_is_not_known_where_a_part_is_missing():
    source = source_of(a=["W", "W", None, None], b=["W", "B", "W", None])

    made, _ = derived(
        source, Derivation(way="equal", sources=("a", "b")), column_of("boolean"), PLAIN
    )

    assert made.astype("object").where(made.notna(), None).tolist() == [True, False, None, None]


def test_ages_fall_into_the_bands_that_the_levels_name():
    ages = column_of("category", levels=("80+", "0-17", "18-29", "30-79"))
    source = source_of(age=["0", "17.9", "18", "79", "80", "120", None])

    made, _ = derived(source, Derivation(way="band_of", sources=("age",)), ages, PLAIN)

    assert made.fillna("").tolist() == ["0-17", "0-17", "18-29", "30-79", "80+", "80+", ""]
    assert bands(("80+", "0-17")) == [(0, "0-17"), (80, "80+")]


def test_a_part_that_is_no_number_and_a_sum_outside_its_range_are_problems():
    source = source_of(a=["1", "x"], b=["10", "20"])

    _, problems = derived(
        source, Derivation(way="sum_of", sources=("a", "b")), column_of(range=(0, 5)), PLAIN
    )

    assert [(it.code, it.column, it.rows) for it in problems] == [
        ("not_number", "a", (3,)),
        ("out_of_scale", "a + b", (2,)),
    ]


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    with store.building(tmp_path_factory.mktemp("build"), "reading") as build:
        yield build


# Text without NUL and lone surrogates, which no file of text can hold.
cell = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
name = st.text(string.ascii_letters + " _=\"',;é🙂", min_size=1, max_size=8).map(str.strip)
frames = st.lists(name.filter(bool), min_size=1, max_size=4, unique_by=str.lower).flatmap(
    lambda names: st.lists(
        st.lists(cell, min_size=len(names), max_size=len(names)), min_size=1, max_size=8
    ).map(lambda rows: pd.DataFrame(rows, columns=names, dtype="str"))
)


def plain(value):
    """Return a value as every reader gives it: trimmed, 1.0 as 1, missing where empty."""
    value = value.strip(" \t\r\n")
    if (
        value.endswith(".0")
        and value[:-2].lstrip("-").isascii()
        and value[:-2].lstrip("-").isdecimal()
    ):
        value = value[:-2] if value.count("-") <= 1 else value
    return value or None


@given(frame=frames)
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_written_frame_is_read_back_the_same_from_csv_and_parquet(build, tmp_path, frame):
    frame.to_csv(tmp_path / "it.csv", index=False, quoting=1, lineterminator="\n")
    frame.to_csv(
        tmp_path / "it16.csv", index=False, quoting=1, lineterminator="\n", encoding="utf-16"
    )
    frame.to_parquet(tmp_path / "it.parquet")
    expected = [[plain(value) for value in row] for row in frame.to_numpy().tolist()]

    read = [
        readers.read(build, str(tmp_path / "it.csv"), Format()),
        readers.read(build, str(tmp_path / "it16.csv"), Format(encoding="utf-16")),
        readers.read(build, str(tmp_path / "it.parquet"), Format()),
    ]

    for source in read:
        found = source.frame.astype("object").where(source.frame.notna(), None)
        assert found.to_numpy().tolist() == expected
        assert list(source.frame.columns) == list(frame.columns)
