"""Surveys of burnout in a release: counted by practitioner, also where nobody was encountered."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from seen.errors import PublishError
from seen.release.attack import Audited, attack
from seen.release.attack.knowing import OMNISCIENT, OMNISCIENT_BOX
from seen.release.choices import Choices
from seen.release.publish import publish
from seen.release.verify import verify
from tests.helpers import build
from tests.releases import Publisher, small

N_STAFF = 30  # in each institution
SCALES = ("exhaustion", "client")
MEASURES = ("felt_seen", "burnout_case")
DIMENSIONS = ("profession", "setting", "institution")

pytestmark = pytest.mark.slow


def surveyed(folder, scales=("exhaustion",), *, are_alike=False, cases_alone=False):
    """Return a data file of people and surveys; one institution has surveys alone.

    Where scales are alike, who is a case on one is a case on all. Where cases alone are asked
    more, the further scales are answered by those who are a case on the first.
    """
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
    is_case = draw.random(len(staff)) < 0.3
    answers = pd.concat(
        staff[["practitioner_id"]].assign(
            wave=pd.Timestamp("2025-03-01"),
            instrument="CBI",
            scale=scale,
            raw=draw.integers(0, 101, len(staff)),
            raw_min=0,
            raw_max=100,
            direction="higher_worse",
            is_case=is_case if are_alike else draw.random(len(staff)) < 0.3,
        )
        for scale in scales
    )
    if cases_alone:
        first = answers[answers["scale"] == scales[0]]
        cases = first.loc[first["is_case"], "practitioner_id"]
        is_asked = answers["practitioner_id"].isin(cases) | (answers["scale"] == scales[0])
        answers = answers[is_asked]
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


def test_surveys_withstand_every_attack(tmp_path):
    """They hold no cells of one answer, so some attacks have nothing to attack."""
    publisher = Publisher(tmp_path).with_key()
    path = surveyed(tmp_path / "data", SCALES)
    chosen = Choices(measures=("burnout_case",), dimensions=DIMENSIONS, is_out_of_turn=True)
    release = publish(path, publisher.settings, chosen).path
    assert release is not None

    found = attack(Audited(release=release, data=path), publisher.settings)

    assert {it.result.outcome for it in found} == {f"burnout_case|CBI|{it}" for it in SCALES}
    known = [it.result for it in found if it.result.attack in (OMNISCIENT, OMNISCIENT_BOX)]
    for right in known:  # of some 260: by chance a few more than the flip lets through
        assert right.n_targets > 200
        assert right.guessed <= 0.95 * right.n_targets + 3 * (0.05 * 0.95 * right.n_targets) ** 0.5
    others = [it for it in found if it.result not in known]
    assert [it for it in others if it.is_kept is False] == []


def test_scales_that_go_together_are_refused(tmp_path):
    """Two flips of what is one answer are undone where they differ."""
    publisher = Publisher(tmp_path).with_key()
    path = surveyed(tmp_path / "data", SCALES, are_alike=True)
    chosen = Choices(measures=("burnout_case",), dimensions=DIMENSIONS, is_out_of_turn=True)

    with pytest.raises(PublishError, match="so closely that one gives the other away"):
        publish(path, publisher.settings, chosen)


def test_a_scale_that_cases_alone_were_asked_is_refused(tmp_path):
    """Who answered it is counted as it is, and is who was a case on the other."""
    publisher = Publisher(tmp_path).with_key()
    path = surveyed(tmp_path / "data", SCALES, cases_alone=True)
    chosen = Choices(measures=("burnout_case",), dimensions=DIMENSIONS, is_out_of_turn=True)

    with pytest.raises(PublishError, match=r"answered .*client tells .* to .*exhaustion"):
        publish(path, publisher.settings, chosen)
