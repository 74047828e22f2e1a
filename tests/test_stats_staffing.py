"""Minutes short as hours a week and staff, worked out by hand."""

from datetime import date

import pytest

from seen.domain.findings import Estimate
from seen.stats.staffing import staffing


def minutes(value, n):
    return Estimate(
        value=value,
        low=value - 1,
        high=value + 1,
        n_answers=n,
        n_people=n,
        n_clusters=9,
        df=8,
        method="mean",
    )


def test_minutes_add_up_to_hours_of_a_week_and_to_staff():
    # 4 minutes at each of 52,500 encounters are 3,500 hours; a year has 365.25 / 7 weeks
    found = staffing(minutes(4, 52_500), first=date(2025, 1, 1), last=date(2025, 12, 1))

    assert found.hours.value == pytest.approx(3500 / (365.25 / 7), rel=1e-12)
    assert found.staff.value == pytest.approx(found.hours.value / 37.5, rel=1e-12)
    assert found.hours.low == pytest.approx(found.hours.value * 3 / 4, rel=1e-12)


def test_one_month_is_a_month_and_less_than_one_is_refused():
    one = staffing(minutes(6, 100), first=date(2025, 3, 1), last=date(2025, 3, 1))

    assert one.hours.value == pytest.approx(10 / (365.25 / 84), rel=1e-12)
    with pytest.raises(ValueError, match="before"):
        staffing(minutes(6, 100), first=date(2025, 3, 1), last=date(2025, 2, 1))


def test_more_scheduled_than_needed_is_negative():
    found = staffing(minutes(-4, 100), first=date(2025, 3, 1), last=date(2025, 3, 1))

    assert found.hours.high < 0
