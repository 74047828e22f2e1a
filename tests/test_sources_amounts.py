"""Shares of an amount, hours or minutes: what they are of, who is counted, how they are said."""

import pandas as pd
import pytest

from seen.domain.findings import Estimate, Reason, Response, Withheld
from seen.sources.dataset import DatasetSource
from tests.helpers import build, estimate, question
from tests.hours import counted, met, time_use, workers

HOUR = question("after_hours", by="profession", by2="part_of_hour", view="distribution")
PARTS = {
    "people": ["direct_connective"],
    "task": ["direct_task"],
    "records": ["documentation"],
    "reporting": ["measure_reporting"],
    "other": ["admin", "other"],
}


@pytest.fixture(scope="module")
def source():
    found = DatasetSource(counted())
    yield found
    found.close()


@pytest.fixture(scope="module")
def spent():
    """Return the hours with the profession of who spent them."""
    return time_use().merge(workers(), on="practitioner_id")


def test_parts_of_an_hour_are_shares_of_the_hours_within_working_time(source, spent):
    found = source.finding(HOUR)

    within = [kind for kinds in PARTS.values() for kind in kinds]
    sums = spent.groupby("profession")[within].sum()
    for profession in ("nurse", "chaplain"):
        hours = sums.loc[profession]
        for part, kinds in PARTS.items():
            shown = estimate(found, profession, part)
            assert isinstance(shown, Estimate)
            assert shown.value == pytest.approx(hours[kinds].sum() / hours.sum())
            assert shown.low < shown.value < shown.high


def test_workers_are_counted_and_not_their_records(source):
    found = source.finding(HOUR)

    people = workers()["profession"].value_counts()
    for profession, n in people.items():
        assert estimate(found, str(profession), "people").n_people == n


def test_hours_after_work_are_a_share_of_all_hours(source, spent):
    found = source.finding(question("after_hours", by="profession"))

    hours = spent.drop(columns=["practitioner_id", "institution_id", "month"])
    sums = hours.groupby("profession").sum()
    for profession in sums.index:
        expected = sums.loc[profession, "after_hours"] / sums.loc[profession].sum()
        assert estimate(found, profession).value == pytest.approx(expected)
    assert found.sentence.startswith("Records show ")


def test_minutes_that_nobody_credits_are_a_share_of_minutes_and_not_of_encounters(source):
    found = source.finding(question("share_uncredited", by="profession"))

    rows = met()
    for profession, own in rows.groupby("profession"):
        name, minutes = str(profession), own["connective_minutes"]
        expected = minutes[~own["connective_credited"]].sum() / minutes.sum()
        assert estimate(found, name).value == pytest.approx(expected)
    assert isinstance(found.overall, Estimate)
    whole = rows["connective_minutes"]
    expected = whole[~rows["connective_credited"]].sum() / whole.sum()
    assert found.overall.value == pytest.approx(expected)


def test_an_amount_is_not_called_a_weight(source):
    for asked in (HOUR, question("share_uncredited", by="profession")):
        found = source.finding(asked)

        assert not found.is_weighted
        assert not any("weighted" in note for note in found.notes)


def test_where_an_encounter_has_no_minutes_nobody_is_counted_for_it(tmp_path):
    rows = met(1200)
    rows.loc[rows["recipient_race_ethnicity"] == "asian", "connective_minutes"] = pd.NA
    found = DatasetSource(build(tmp_path, rows)).finding(question("share_uncredited"))

    assert isinstance(found.response, Response)
    assert found.response.answered == int(rows["connective_minutes"].notna().sum())
    assert not isinstance(estimate(found, "asian"), Estimate)


def with_minutes(tmp_path, minutes):
    """Return a file in which the first asian recipient's worker spent so many minutes there."""
    rows = met(1200)
    asian = rows["recipient_race_ethnicity"] == "asian"
    first = rows.index[asian][0]
    own = asian & (rows["practitioner_id"] == rows.loc[first, "practitioner_id"])
    rows["connective_minutes"] = 10.0
    rows.loc[own, "connective_minutes"] = minutes / own.sum()
    return DatasetSource(build(tmp_path, rows)), 10.0 * int((asian & ~own).sum())


@pytest.mark.parametrize(("times", "is_hidden"), [(0.9, False), (1.1, True)])
def test_who_holds_most_of_the_minutes_hides_the_share_however_few_records(
    tmp_path, times, is_hidden
):
    _, others = with_minutes(tmp_path / "usual", 1.0)

    source, _ = with_minutes(tmp_path / "own", times * others)
    found = source.finding(question("share_uncredited"))

    assert is_private(estimate(found, "asian")) is is_hidden
    assert not is_private(estimate(source.finding(question("felt_seen")), "asian"))


def is_private(shown):
    """Return whether a figure is hidden to protect people."""
    return isinstance(shown, Withheld) and shown.reason is Reason.PRIVATE
