"""What the demo declares as noise is not called notable, over twelve demos of other people.

Gaps of one demo are tested with Holm at 5 %, so that about one in twenty demos may flag one.
"""

from __future__ import annotations

import pytest

from seen import store
from seen.demo import generate
from seen.domain.findings import Verdict
from seen.sources.dataset import DatasetSource
from tests.helpers import question

pytestmark = pytest.mark.slow  # twelve demos, a few seconds each

SEEDS = range(401, 413)
ENCOUNTERS = 36_000
NOISE = (
    ("felt_seen", "loneliness_third"),
    ("mis_seen", "loneliness_third"),
    ("burnout_case", "loneliness_third"),
    ("got_nothing", "loneliness_third"),
    ("felt_seen", "ai_data_retention"),
    ("burnout_case", "experience_band"),
    ("told_machine", "recipient_income"),
)


@pytest.fixture(scope="module")
def flagged(tmp_path_factory):
    """In how many of the demos each pair is called notable."""
    counts = dict.fromkeys(NOISE, 0)
    for seed in SEEDS:
        folder = tmp_path_factory.mktemp("noise")
        generate.build(folder=folder, encounters=ENCOUNTERS, seed=seed, progress=lambda *_: None)
        source = DatasetSource(store.newest(folder, "demo"))
        for measure, by in NOISE:
            where = {"modality": ["bot"]} if measure == "told_machine" else None
            gaps = source.finding(question(measure, by=by, where=where)).gaps
            counts[measure, by] += any(gap.verdict is Verdict.NOTABLE for gap in gaps)
        source.close()
    return counts


@pytest.mark.parametrize("pair", NOISE, ids=lambda pair: " by ".join(pair))
def test_noise_is_hardly_ever_notable(flagged, pair):
    measure, by = pair

    # three or more of twelve would happen to noise once in fifty times, two once in eight
    assert flagged[measure, by] <= (1 if by == "loneliness_third" else 2)


def test_all_noise_together_is_notable_as_often_as_promised(flagged):
    assert sum(flagged.values()) <= 8  # of 84; 5 % are 4, and more than 8 come once in forty times
