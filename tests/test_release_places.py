"""An institution stands alone or in a pool, and no single person moves it between releases."""

import hmac

import numpy as np
import pandas as pd
import pytest

from seen.release.places import released_places
from tests.releases import KEY, Publisher, cells, small

CHOSEN = {"dimensions": ("profession", "institution")}


def found(*sizes, kind="hospital"):
    """Return institutions with so many people, twice as many answers and 12 practitioners."""
    numbers = range(len(sizes))
    frame = pd.DataFrame({"institution_id": numbers, "number": numbers, "people": sizes})
    keys = [f"key {it}" for it in numbers]
    return frame.assign(place_key=keys, n=2 * frame["people"], workers=12, kind=kind, n_kinds=1)


def settled(frame, *, n_changed, is_large, **more):
    """Return the same institutions as a release before left them."""
    rows = frame[["number", "institution_id", "kind", "n"]]
    return rows.assign(is_large=pd.array(is_large, dtype="object"), n_changed=n_changed, **more)


def levels(places):
    """Return the level of each institution that is there."""
    return {it.institution_id: it.level for it in places if it.institution_id is not None}


def released(frame, before=None):
    """Return institutions as a release has them."""
    return released_places(frame, secret=KEY, has_workers=True, has_kinds=True, settled=before)


SIZES = (49, 50, 30, 30, 30)


def test_a_first_release_judges_every_institution():
    places = released(found(*SIZES))

    assert [it.is_large for it in places] == [False, True, False, False, False]
    assert all(it.is_anew for it in places)


@pytest.mark.parametrize(("n_changed", "moves"), [(10, False), (11, True)])
def test_an_institution_moves_when_eleven_people_changed(n_changed, moves):
    frame = found(*SIZES)
    before = settled(frame, n_changed=n_changed, is_large=[True, False, False, False, False])

    places = released(frame, before)

    assert [it.is_large for it in places[:2]] == ([False, True] if moves else [True, False])
    assert {it.is_anew for it in places} == {moves}


def test_an_institution_that_lost_its_few_people_still_counts_in_its_pool():
    """Without it two are left, and where they stand would tell that it is gone."""
    frame = found(30, 30, 60)
    gone = pd.DataFrame({"number": [9], "institution_id": [np.nan], "kind": "hospital", "n": 4})
    before = settled(
        pd.concat([frame[["number", "institution_id", "kind", "n"]], gone]),
        n_changed=[0, 0, 0, 3],
        is_large=[False, False, True, False],
    )

    found_levels = levels(released(frame, before))

    assert found_levels[0] == found_levels[1] == "pool_hospital"


@pytest.mark.parametrize("kind", ["school", "hospital"])
def test_an_institution_that_few_people_brought_moves_no_other(kind):
    """It joins the pool of its kind, or any, and is looked at again with every release."""
    frame = pd.concat([found(30, 30, 30, kind="school"), found(8, kind=kind)])
    frame = frame.assign(institution_id=range(4), number=range(4))
    before = settled(frame, n_changed=[0, 0, 0, 8], is_large=[False, False, False, None])

    places = released(frame, before)

    assert set(levels(places).values()) == {"pool_school"}
    assert [it.is_anew for it in places] == [False] * 4


@pytest.mark.slow
def test_one_person_less_leaves_an_institution_at_its_threshold_where_it_was(tmp_path):
    """It has as few people and answers as one that stands alone may have."""
    made, publisher = small(), Publisher(tmp_path).with_key()
    rows = made["encounters"].dropna(subset=["felt_seen"])
    here = rows[rows["institution_id"] == rows["institution_id"].value_counts().index[0]]
    people = here["recipient_id"].drop_duplicates().head(50)
    kept = here[here["recipient_id"].isin(people)]
    assert kept["practitioner_id"].nunique() >= 10
    kept = pd.concat([kept] * (1 + 100 // len(kept)))
    kept = kept.assign(encounter_id=np.arange(len(kept)) + 500_000)
    others = made["encounters"]
    others = others[others["institution_id"] != here["institution_id"].iloc[0]]

    def publish(n_people):
        some = kept[kept["recipient_id"].isin(people.head(n_people))]
        return publisher.publish({**made, "encounters": pd.concat([others, some])}, **CHOSEN)

    first, one_less, many_less = (_institutions(publish(n)) for n in (50, 49, 39))

    code = hmac.digest(KEY, f"place|{here['institution_id'].iloc[0]}".encode(), "sha256").hex()
    assert one_less == first
    assert f"i{code[:8]}" in first - many_less


def _institutions(published):
    """Return the levels of institutions in a release."""
    return set(cells(published, "dims").query("dim == 'institution'")["level"])
