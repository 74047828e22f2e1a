"""Surveys of burnout in a release: counted by practitioner, also where nobody was encountered."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from seen.release.publish import Choices, publish
from seen.release.verify import verify
from tests.helpers import build
from tests.releases import Publisher, small

N_STAFF = 30  # in each institution
MEASURES = ("felt_seen", "burnout_case")
DIMENSIONS = ("profession", "setting", "institution")

pytestmark = pytest.mark.slow


def surveyed(folder):
    """Return a data file of people and surveys; one institution has surveys alone."""
    made = small()
    held = made["institution"]
    alone = int(held["institution_id"].max()) + 1
    places = pd.concat([held, held.iloc[[-1]].assign(institution_id=alone)])
    staff = pd.DataFrame(
        {
            "practitioner_id": np.arange(N_STAFF * len(places)) + 100_000,
            "institution_id": np.repeat(places["institution_id"].to_numpy(), N_STAFF),
            "profession": "nurse",
        }
    )
    draw = np.random.default_rng(7)
    answers = staff[["practitioner_id"]].assign(
        wave=pd.Timestamp("2025-03-01"),
        instrument="CBI",
        scale="exhaustion",
        raw=draw.integers(0, 101, len(staff)),
        raw_min=0,
        raw_max=100,
        direction="higher_worse",
        is_case=draw.random(len(staff)) < 0.3,
    )
    tables = {"institution": places, "practitioner": staff, "burnout_survey": answers}
    return build(folder, made["encounters"], name="people", tables=tables)


def test_an_institution_with_surveys_alone_is_counted_and_the_release_is_sound(tmp_path):
    publisher = Publisher(tmp_path).with_key()
    path = surveyed(tmp_path / "data")
    chosen = Choices(measures=MEASURES, dimensions=DIMENSIONS, is_out_of_turn=True)
    made = publish(path, publisher.settings, chosen)
    assert made.path is not None
    verify(made.path)
    with duckdb.connect(made.path, read_only=True) as con:
        total = con.execute(
            "select sum(n_p) from cells where outcome like 'burnout_case%' and cuboid = ''"
        ).fetchone()
    n_all = N_STAFF * (small()["institution"]["institution_id"].nunique() + 1)
    assert total is not None
    assert total[0] == pytest.approx(n_all, abs=10)  # noise of 5 on each of two levels
