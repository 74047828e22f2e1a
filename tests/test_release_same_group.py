"""A group that is the same under two names is withheld under both, or under neither."""

import numpy as np
import pytest

from tests.releases import Publisher, cells, shown, small

BANDS = ("profession", "time_pressure", "time_pressure_band")

pytestmark = pytest.mark.slow


def hurried():
    """Return people of whom two practitioners alone met pressure 2, and many met pressure 1."""
    made = small()
    rows = made["encounters"]
    draw = np.random.default_rng(4)
    others = draw.choice([1, 3, 4, 5], len(rows), p=[0.6, 0.1, 0.15, 0.15])
    pressure = np.where(rows["practitioner_id"].isin(busiest(rows)), 2, others)
    return {**made, "encounters": rows.assign(time_pressure=pressure)}


def busiest(rows):
    """Return the two practitioners who met most people."""
    return rows["practitioner_id"].value_counts().index[:2]


def test_a_band_less_its_levels_leaves_no_level_that_is_withheld(tmp_path):
    published = Publisher(tmp_path).with_key().publish(hurried(), dimensions=BANDS)
    frame = cells(published)
    levels = {level for (level,) in shown(frame, ["time_pressure"])}
    bands = {"".join(band.split("_")) for (band,) in shown(frame, ["time_pressure_band"])}
    bands = {band.replace("-", "") for band in bands}
    assert levels
    assert "2" not in levels
    assert not ("1" in levels and "12" in bands)  # the band less 1 is the two at 2
    assert ("3" in levels) == ("3" in bands)  # or everybody less 1, 3, 4 and 5 is
