"""A release follows another on whole new quarters, not too often, and keeps those it had."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.errors import PublishError
from seen.release.rhythm import MOST_QUARTERS, divided, is_too_often
from tests.releases import Publisher, cells, small

pytestmark = pytest.mark.slow

BY_QUARTER = {"dimensions": ("profession", "quarter"), "is_out_of_turn": False}
QUARTERS = [f"{year} Q{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def made():
    """Return few people, some in each of 24 months."""
    people = small()
    rows = people["encounters"]
    months = pd.date_range("2024-01-01", periods=24, freq="MS")
    return {**people, "encounters": rows.assign(month=months[rows.index % 24])}


@pytest.fixture
def publisher(tmp_path):
    """Return somebody who can publish."""
    return Publisher(tmp_path).with_key()


def until(made, month):
    """Return the people whose encounters lie before the end of a month."""
    rows = made["encounters"]
    return {**made, "encounters": rows[rows["month"] <= pd.Timestamp(month)]}


def quarters(published):
    """Return the quarters of a release that has any."""
    return list(cells(published, "dims").query("dim == 'quarter'")["level"])


def of_quarter(published, quarter):
    """Return the cells of one quarter."""
    frame = cells(published)
    return frame[frame["quarter"] == quarter].reset_index(drop=True)


# -- whole quarters ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reach", "whole"),
    [
        (date(2025, 2, 1), QUARTERS[:4]),
        (date(2025, 3, 1), QUARTERS[:5]),
        (date(2025, 3, 31), QUARTERS[:5]),
        (date(2023, 12, 1), []),
        (None, QUARTERS),
    ],
)
def test_a_quarter_is_whole_once_answers_reach_its_last_month(reach, whole):
    found = divided(reversed(QUARTERS), reach)

    assert list(found.whole) == whole
    assert [*found.whole, *found.unfinished] == QUARTERS


def test_an_unfinished_quarter_is_left_out(publisher, made):
    first = publisher.publish(until(made, "2025-05-01"), **BY_QUARTER)

    asked = cells(first).query("cuboid == '' and outcome == 'asked'")["n_p"].item()
    n_before = len(until(made, "2025-03-01")["encounters"].dropna(subset=["asked"]))
    assert quarters(first) == QUARTERS[:5]
    assert abs(asked - n_before) <= 5


def test_an_unfinished_quarter_is_released_out_of_turn_and_made_anew_once_whole(publisher, made):
    early = {**BY_QUARTER, "is_out_of_turn": True}
    first = publisher.publish(until(made, "2025-05-01"), **early)
    second = publisher.publish(until(made, "2025-06-01"), **BY_QUARTER)

    assert quarters(first) == quarters(second) == QUARTERS[:6]
    assert not of_quarter(first, QUARTERS[5]).equals(of_quarter(second, QUARTERS[5]))


def test_data_without_one_whole_quarter_waits(publisher, made):
    begun = {**made, "encounters": made["encounters"].assign(month=pd.Timestamp("2025-05-01"))}

    with pytest.raises(PublishError, match=r"No quarter is whole yet.*--out-of-turn"):
        publisher.publish(begun, is_out_of_turn=False)

    assert publisher.publish(begun).path is not None


@pytest.mark.parametrize("dimensions", [("profession",), ("profession", "quarter")])
def test_a_further_release_needs_a_further_quarter(publisher, made, dimensions):
    chosen = {**BY_QUARTER, "dimensions": dimensions}
    publisher.publish(until(made, "2025-06-01"), **chosen)

    for month in ("2025-06-01", "2025-08-01"):
        with pytest.raises(PublishError, match="released up to 2025 Q2"):
            publisher.publish(until(made, month), **chosen)
    assert publisher.publish(until(made, "2025-09-01"), **chosen).path is not None


def test_data_without_months_needs_no_quarter(publisher, made):
    plain = {**made, "encounters": made["encounters"].drop(columns="month")}

    first = publisher.publish(plain, is_out_of_turn=False)
    second = publisher.publish(plain, is_out_of_turn=False)

    pd.testing.assert_frame_equal(cells(first), cells(second))


# -- how often -----------------------------------------------------------------------------------


def test_a_fifth_release_within_a_year_is_refused(publisher, made):
    for month in ("2024-12-01", "2025-03-01", "2025-06-01", "2025-09-01"):
        publisher.publish(until(made, month), **BY_QUARTER)

    with pytest.raises(PublishError, match="4 releases of people were made within twelve months"):
        publisher.publish(made, **BY_QUARTER)

    assert publisher.publish(made, **{**BY_QUARTER, "is_out_of_turn": True}).path is not None


@given(ages=st.lists(st.integers(0, 30), max_size=8))
def test_releases_of_the_last_twelve_months_count(ages):
    now = 12 * 2026 + 10
    months = [f"{(now - age) // 12}-{(now - age) % 12 + 1:02}" for age in ages]

    assert is_too_often(months, "2026-11") == (sum(age < 12 for age in ages) >= 4)


# -- what was published of a quarter stays --------------------------------------------------------


def test_a_quarter_once_published_keeps_its_cells_beside_a_new_one(publisher, made):
    first = publisher.publish(until(made, "2025-06-01"), **BY_QUARTER)

    second = publisher.publish(until(made, "2025-09-01"), **BY_QUARTER)

    assert quarters(second) == QUARTERS[:7]
    for quarter in QUARTERS[:6]:
        assert not of_quarter(first, quarter).empty
        pd.testing.assert_frame_equal(of_quarter(second, quarter), of_quarter(first, quarter))


def test_one_person_of_the_past_less_changes_nothing_beside_a_new_quarter(tmp_path, made):
    """What a group was, and its new quarter, less what it is, would be that person's answers."""
    rows = made["encounters"]
    gone = rows.loc[rows["month"] == pd.Timestamp("2024-02-01"), "recipient_id"].iloc[0]
    is_past = rows["month"] < pd.Timestamp("2025-07-01")
    less = {**made, "encounters": rows[(rows["recipient_id"] != gone) | ~is_past]}
    early = BY_QUARTER | {"is_out_of_turn": True}
    found = []
    for name, second, n_past in (("with", made, 0), ("without", less, 1)):
        publisher = Publisher(tmp_path / name).with_key()
        publisher.publish(until(made, "2025-06-01"), **BY_QUARTER)
        unfinished = publisher.publish(until(second, "2025-07-01"), **early)
        whole = publisher.publish(until(second, "2025-09-01"), **BY_QUARTER)
        further = publisher.publish(second, **BY_QUARTER)
        assert all(min(it.n_past, 1) == n_past for it in (unfinished, whole, further))
        found.append([cells(it) for it in (unfinished, whole, further)])

    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_one_person_of_the_past_less_changes_nothing_where_a_quarter_is_let_go(tmp_path, made):
    """No quarter comes: the thirteenth from last goes, and with it its part of every group."""
    rows = made["encounters"]
    numbers = rows.index % 13
    months = pd.to_datetime([f"{2022 + it // 4}-{3 * (it % 4) + 3:02}-01" for it in numbers])
    long = {**made, "encounters": rows.assign(month=months)}
    gone = rows.loc[months == pd.Timestamp("2023-06-01"), "recipient_id"].iloc[0]
    is_newest = months > pd.Timestamp("2024-12-31")
    kept = (rows["recipient_id"] != gone) | is_newest
    chosen = {**BY_QUARTER, "dimensions": ("quarter",)}
    is_between = (months > pd.Timestamp("2022-03-31")) & ~is_newest
    found = []
    for name, is_there in (("with", True), ("without", kept)):
        publisher = Publisher(tmp_path / name).with_key()
        publisher.publish(until(long, "2024-12-01"), **chosen)
        shorter = {**long, "encounters": long["encounters"][is_there & is_between]}
        less = publisher.publish(shorter, **{**chosen, "is_out_of_turn": True})
        further = publisher.publish(
            {**long, "encounters": long["encounters"][is_there | is_newest]}, **chosen
        )
        found.append([cells(it) for it in (less, further)])

    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_withdrawn_answer_is_taken_out_by_a_purge(publisher, made):
    publisher.publish(until(made, "2025-06-01"), **BY_QUARTER)
    less = {**made, "encounters": made["encounters"].query("index % 3 > 0")}

    kept = publisher.publish(until(less, "2025-09-01"), **BY_QUARTER)
    started = publisher.publish(until(less, "2025-09-01"), **BY_QUARTER, purges=True)

    n = [
        it.query("cuboid == '' and outcome == 'asked'")["n_p"].item()
        for it in map(cells, (kept, started))
    ]
    assert kept.n_past > 300
    assert started.n_past == 0
    assert n[0] > n[1] + 300


def test_a_quarter_once_published_keeps_its_cells_whatever_is_corrected(publisher, made):
    """Though hundreds of its answers came late and as many were withdrawn."""
    first = publisher.publish(until(made, "2025-06-01"), **BY_QUARTER)
    rows = made["encounters"]
    is_third = (rows["month"] < "2025-07-01") & (rows.index % 3 == 0)
    late = rows[is_third].assign(
        encounter_id=lambda it: it["encounter_id"] + 100_000,
        recipient_id=lambda it: it["recipient_id"] + 100_000,
        profession="therapist",
        felt_seen=1,
    )
    gone = is_third & (rows["profession"] == "nurse")
    corrected = {**made, "encounters": pd.concat([rows[~gone], late])}

    second = publisher.publish(
        until(corrected, "2025-06-01"), **BY_QUARTER | {"is_out_of_turn": True}
    )

    for quarter in QUARTERS[:6]:
        pd.testing.assert_frame_equal(of_quarter(second, quarter), of_quarter(first, quarter))
    pd.testing.assert_frame_equal(cells(second), cells(first))
    assert second.n_past > 200
    further = publisher.publish(until(corrected, "2025-09-01"), **BY_QUARTER)
    assert quarters(further) == QUARTERS[:7]


def test_a_group_keeps_its_value_where_few_practitioners_saw_those_of_a_new_quarter(
    tmp_path, made
):
    """One release less the other is the new quarter, which is withheld for their sake."""
    rows = made["encounters"]
    is_new = rows["month"] > pd.Timestamp("2025-06-01")
    nurses = rows["profession"] == "nurse"
    of_few = rows["practitioner_id"].where(~(is_new & nurses), 1 + rows.index % 4)
    few = {**made, "encounters": rows.assign(practitioner_id=of_few)}
    assert rows.loc[is_new & nurses, "recipient_id"].nunique() > 30
    found = []
    for name, people in (("many", made), ("few", few)):
        publisher = Publisher(tmp_path / name).with_key()
        first, second = (
            cells(publisher.publish(until(people, month), **BY_QUARTER))
            for month in ("2025-06-01", "2025-09-01")
        )
        of_nurses = "cuboid == 'profession' and profession == 'nurse' and outcome == 'felt_seen'"
        found.append([list(it.query(of_nurses)["n_p"]) for it in (first, second)])

    (many_before, many_after), (few_before, few_after) = found
    assert many_before != many_after
    assert few_before == few_after


def test_a_release_holds_twelve_quarters_and_lets_go_of_the_first(publisher, made):
    rows = made["encounters"]
    numbers = rows.index % 13
    months = pd.to_datetime([f"{2022 + it // 4}-{3 * (it % 4) + 3:02}-01" for it in numbers])
    long = {**made, "encounters": rows.assign(month=months)}
    chosen = {**BY_QUARTER, "dimensions": ("quarter",)}

    first = publisher.publish(until(long, "2024-12-01"), **chosen)
    second = publisher.publish(long, **chosen)

    assert len(quarters(first)) == len(quarters(second)) == MOST_QUARTERS
    assert quarters(first)[1:] == quarters(second)[:-1]
    assert of_quarter(second, "2022 Q1").empty
    for quarter in quarters(first)[1:]:
        pd.testing.assert_frame_equal(of_quarter(second, quarter), of_quarter(first, quarter))


def test_a_series_goes_on_when_an_institution_has_grown_too_small_to_stand_alone(publisher, made):
    """Its cells of published quarters are kept, so its code is still declared."""
    chosen = {"dimensions": ("profession", "quarter", "institution")}
    first = publisher.publish(until(made, "2025-06-01"), **chosen)
    rows = made["encounters"]
    counts = rows["institution_id"].value_counts()
    shrunk = (rows["institution_id"] == counts.index[0]) & (rows.index % 40 != 0)

    less = {**made, "encounters": rows[~shrunk]}
    second = publisher.publish(until(less, "2025-06-01"), **chosen, is_out_of_turn=True)

    levels = [
        set(cells(it, "dims").query("dim == 'institution'")["level"]) for it in (first, second)
    ]
    kept = cells(second).query("institution.notna() and quarter.notna()")["institution"]
    assert set(kept) <= levels[1]
    assert levels[0] & levels[1]
