"""Who was asked something is counted as it is: where that tells an answer, the attack says so."""

import numpy as np
import pytest

from seen.release import refusals
from seen.release.attack import Audited, attack
from seen.release.attack.asking import ASKED_TELLS
from tests.releases import Publisher, file_of, small

pytestmark = pytest.mark.slow


def told(tmp_path, monkeypatch, made, **chosen):
    """Return by outcome how the attack came out on a release that refuses nothing."""
    monkeypatch.setattr(refusals, "check_together", lambda *_: None)
    publisher = Publisher(tmp_path).with_key()
    release = publisher.publish(made, **chosen).path
    assert release is not None
    audited = Audited(release=release, data=file_of(tmp_path / "data", made))
    found = attack(audited, publisher.settings)
    return {it.result.outcome: it for it in found if it.result.attack == ASKED_TELLS}


def asked_why(*, only_of_mis_seen):
    """Return people who were asked how much having been mis-seen weighs: those alone, or some."""
    made = small()
    rows = made["encounters"]
    draw = np.random.default_rng(4)
    is_asked = (
        rows["mis_seen"].fillna(value=False) if only_of_mis_seen else draw.random(len(rows)) < 0.3
    )
    weight = rows["felt_seen"].where(is_asked)
    return {**made, "encounters": rows.assign(mis_seen_weight=weight)}


@pytest.mark.parametrize("only_of_mis_seen", [True, False])
def test_a_question_that_one_answer_leads_to_tells_it(tmp_path, monkeypatch, only_of_mis_seen):
    made = asked_why(only_of_mis_seen=only_of_mis_seen)

    found = told(tmp_path, monkeypatch, made, measures=("mis_seen", "mis_seen_weight"))["mis_seen"]

    assert found.result.n_targets == 4  # the other question, and three dimensions
    assert found.result.recovered == int(only_of_mis_seen)
    assert found.is_kept is not only_of_mis_seen


def test_a_level_that_one_answer_leads_to_tells_it(tmp_path, monkeypatch):
    made = small()
    rows = made["encounters"]
    reason = rows["mis_seen"].map({True: "age"}).astype(object)
    made = {**made, "encounters": rows.assign(mis_seen_reason=reason)}
    dimensions = ("profession", "mis_seen_reason")

    found = told(tmp_path, monkeypatch, made, measures=("mis_seen",), dimensions=dimensions)

    assert (found["mis_seen"].result.n_targets, found["mis_seen"].result.recovered) == (2, 1)
    assert found["mis_seen"].verdict == "no"
