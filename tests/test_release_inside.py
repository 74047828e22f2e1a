"""What stands inside a group under another name is taken away from it too, and leaves no few."""

import hmac

import numpy as np
import pandas as pd
import pytest

from bench.people import people
from seen.release.attack import Audited, attack
from seen.release.attack.names import OTHER_NAME
from seen.release.attack.standing import LEFT
from tests.releases import KEY, Publisher, answers, cells, file_of, shown, small, too_few

N_PLACES, N_ANSWERS, SMALL_ANSWERS = 12, 200, 30
SMALL = (4, 9, 10)  # institutions that are pooled, of which one is public
PUBLIC = (1, 2, 3, 4)

pytestmark = pytest.mark.slow


def owned():
    """Return institutions of one kind, public or not, of which three are small."""
    n = N_PLACES * N_ANSWERS
    made = people(n=n, n_recipients=900, n_workers=12 * N_PLACES, n_places=N_PLACES, seed=3)
    order = np.arange(n)
    place = order % N_PLACES + 1
    is_small = np.isin(place, SMALL)
    worker = np.where(is_small, order // N_PLACES % 2, order // N_PLACES % 12)
    rows = made["encounters"].assign(
        institution_id=place, practitioner_id=place * 12 + worker, answered=True
    )
    rows["felt_seen"] = np.random.default_rng(3).integers(1, 6, n)
    institutions = made["institution"].assign(
        setting="hospital",
        ownership=np.where(np.arange(1, N_PLACES + 1) <= len(PUBLIC), "public", "non_profit"),
    )
    kept = ~is_small | (order // N_PLACES < SMALL_ANSWERS)
    return {"encounters": rows[kept], "institution": institutions}


def code(institution):
    """Return what a release calls an institution that stands alone."""
    return f"i{hmac.digest(KEY, f'place|{institution}'.encode(), 'sha256').hex()[:8]}"


def found_by(publisher, made, published):
    """Return by attack how each came out on the first outcome."""
    data = file_of(publisher.folder / "data", made)
    audited = Audited(release=published.path, data=data)
    return {it.result.attack: it for it in attack(audited, publisher.settings)}


def test_what_institutions_have_in_common_leaves_no_small_one_over(tmp_path):
    publisher, made = Publisher(tmp_path).with_key(), owned()
    published = publisher.publish(made, dimensions=("ownership", "institution"))
    frame = cells(published)
    rows = made["encounters"].merge(made["institution"], on="institution_id")
    alone = {level for (level,) in shown(frame, ["institution"])}
    levels = {level for (level,) in shown(frame, ["ownership"])}
    is_alone = rows["institution_id"].map(code).isin(alone)
    assert levels == {"public", "non_profit"}
    assert alone
    for level in levels:
        left = rows[(rows["ownership"] == level) & ~is_alone]
        assert left.empty or not too_few(left)
    found = found_by(publisher, made, published)
    assert found[LEFT].verdict == "yes"
    assert found[OTHER_NAME].is_kept is not False


def hospital_doctors():
    """Return people whose hospitals have doctors alone, but for three practitioners."""
    made = small()
    rows = answers(made)
    inside = rows["setting"] == "hospital"
    others = rows.loc[inside, "practitioner_id"].unique()[:3]
    is_doctor = inside & ~rows["practitioner_id"].isin(others)
    own = rows["profession"].where(rows["profession"] != "hospital_doctor", "nurse")
    encounters = made["encounters"].loc[rows.index]
    profession = own.mask(is_doctor, "hospital_doctor").where(~inside | is_doctor, "nurse")
    return {**made, "encounters": encounters.assign(profession=profession)}


def test_a_profession_of_one_kind_of_institution_leaves_no_few_practitioners_of_it(tmp_path):
    publisher, made = Publisher(tmp_path).with_key(), hospital_doctors()
    dimensions = ("profession", "setting", "time_pressure")
    published = publisher.publish(made, dimensions=dimensions)
    frame, rows = cells(published), answers(made)
    kinds = shown(frame, ["setting", "time_pressure"])
    doctors = shown(frame, ["profession", "time_pressure"])
    assert kinds
    for pressure in "12345":
        if {("hospital", pressure)} <= kinds and {("hospital_doctor", pressure)} <= doctors:
            left = rows[(rows["setting"] == "hospital") & (rows["time_pressure"] == pressure)]
            left = left[left["profession"] != "hospital_doctor"]
            assert left.empty or not too_few(left)
    found = found_by(publisher, made, published)
    assert found[LEFT].verdict == "yes"
    assert found[OTHER_NAME].is_kept is not False


FORMS = {**dict.fromkeys("12", "human_unhurried"), **dict.fromkeys("34", "human_between")}


def few_by_phone():
    """Return people whom two practitioners alone met by phone at pressure 4, and others at 3."""
    made = small(seed=7)
    rows = made["encounters"]
    is_phone = rows["modality"] == "human_phone"
    pressure = rows["time_pressure"].where(~(is_phone & (rows["time_pressure"] == 4)), 3)
    return {
        **made,
        "encounters": rows.assign(time_pressure=pressure.mask(is_phone & few(rows), 4)),
    }


def few_by_video():
    """Return people of low income whom two practitioners alone met by video, and others never.

    Whether race is shared stands for anything that follows from two dimensions together.
    """
    made = small(seed=7)
    rows = made["encounters"]
    is_low = rows["recipient_income"] == "low"
    modality = rows["modality"].mask(
        is_low & (rows["modality"] != "human_phone"), "human_in_person"
    )
    modality = modality.mask(is_low & few(rows), "human_video")
    alike = is_low == (modality == "human_phone")
    return {**made, "encounters": rows.assign(modality=modality, race_concordance=alike)}


def few(rows):
    """Return which people the two practitioners met who met most."""
    return rows["practitioner_id"].isin(rows["practitioner_id"].value_counts().index[:2])


@pytest.mark.parametrize(
    ("made", "third", "names"),
    [
        (few_by_phone(), "form", ("modality", "time_pressure")),
        (few_by_video(), "race_concordance", ("modality", "recipient_income")),
    ],
    ids=["of one", "of two"],
)
def test_what_follows_from_others_leaves_none_of_their_groups_over(tmp_path, made, third, names):
    publisher = Publisher(tmp_path).with_key()
    published = publisher.publish(made, dimensions=(*names, third))
    frame, rows = cells(published), answers(made).reset_index(drop=True)
    if third == "form":
        rows["form"] = rows["time_pressure"].map(FORMS).fillna("human_hurried")
    else:
        rows[third] = rows[third].astype(str).str.lower()
    pairs = shown(frame, list(names))
    is_shown = pd.Series(
        [it in pairs for it in rows[list(names)].itertuples(index=False, name=None)]
    )
    n_held = 0
    for wider in ([third], *(sorted((third, name)) for name in names)):
        for levels, whole in rows.groupby(wider):
            if levels in shown(frame, wider):
                left = whole[~is_shown[whole.index]]
                n_held += 1
                assert len(left) in (0, len(whole)) or not too_few(left)
    assert n_held > 5
    found = found_by(publisher, made, published)
    assert found[LEFT].verdict == "yes"
    assert found[OTHER_NAME].is_kept is not False
