"""Aggregates that were public are republished as they were, and nothing else is taken for them."""

import hashlib
import json

import duckdb
import numpy as np
import pandas as pd
import pytest

from seen.errors import PublishError, ReleaseError
from seen.release.publish import Choices, publish
from seen.release.verify import checks, verify
from seen.store import manifests
from tests.helpers import build
from tests.releases import Publisher, cells, small

MARKED = {"is_published_aggregate": True, "source_type": "public_real"}
WARDS = [f"Ward {ward:02}" for ward in range(1, 7)]


def published_counts(**columns):
    """Return counts of six wards in two quarters, each answer a row that stands for many."""
    draw = np.random.default_rng(3)
    rows = [
        (ward, month, answer, int(draw.integers(3, 60)))
        for ward in range(1, 7)
        for month in pd.to_datetime(["2025-01-01", "2025-04-01"])
        for answer in range(1, 6)
    ]
    frame = pd.DataFrame(rows, columns=["institution_id", "month", "felt_seen", "frequency"])
    return frame.assign(**columns)


def release_of(folder, frame, dataset=None, **chosen):
    """Return the release of counts."""
    path = build(
        folder / "data", frame, name="counts", dataset=MARKED if dataset is None else dataset
    )
    return publish(path, Publisher(folder).settings, Choices(**chosen))


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Return a release of counts."""
    return release_of(tmp_path_factory.mktemp("counts"), published_counts())


def test_counts_are_republished_as_they_were(released):
    rows = cells(released, "published")

    given = published_counts().assign(
        institution=lambda it: it["institution_id"].map(lambda ward: WARDS[ward - 1]),
        quarter=lambda it: "2025 Q" + it["month"].dt.quarter.astype(str),
        level=lambda it: it["felt_seen"].astype(str),
    )
    both = rows.merge(given, on=["institution", "quarter", "level"])
    assert len(rows) == len(given) == len(both) == 60
    assert (both["n"] == both["frequency"]).all()
    assert cells(released).empty
    assert cells(released, "deff").empty


def test_such_a_release_passes_every_check_and_has_a_manifest(released):
    assert [it.problem or it.note for it in checks(released.path)] == [None] * len(
        checks(released.path)
    )
    told = json.loads(manifests.beside(released.path).read_text())
    assert told["cells"] == {"felt_seen": 12}


def test_no_key_and_no_series_is_made(tmp_path):
    release_of(tmp_path, published_counts())

    assert not (tmp_path / "secrets").exists()
    assert not (tmp_path / "data" / "series").exists()


def test_a_dry_run_writes_nothing(tmp_path):
    assert release_of(tmp_path, published_counts(), is_dry_run=True).path is None
    assert not (tmp_path / "data" / "releases").exists()


def test_counts_without_quarters_are_republished(tmp_path):
    found = release_of(tmp_path, published_counts().drop(columns="month"))

    assert set(cells(found, "published")["quarter"]) == {"not_stated"}
    assert set(cells(found, "dims")["dim"]) == {"institution"}


@pytest.mark.parametrize(
    ("columns", "dataset", "told"),
    [
        ({"recipient_id": 1}, MARKED, "holds ids of people"),
        ({"practitioner_id": 1}, MARKED, "holds ids of people"),
        ({}, {**MARKED, "source_type": "partner_real"}, "not public_real"),
        ({"weight": np.tile([0.5, 2.0], 30)}, MARKED, "have weights"),
        ({}, {"is_published_aggregate": False}, "stand for several answers"),
        ({}, {"source_type": "public_real"}, "stand for several answers"),
    ],
)
def test_what_is_not_public_counts_is_refused(tmp_path, columns, dataset, told):
    with pytest.raises(PublishError, match=told):
        release_of(tmp_path, published_counts(**columns), dataset)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update published set n = 0 where level = '3'", "republished aggregates hold"),
        ("update published set level = '9' where level = '3'", "republished aggregates hold"),
        ("update published set institution = 'Ann'", "republished aggregates hold"),
        ("update published set quarter = '2019 Q1'", "republished aggregates hold"),
        ("insert into published select * from published", "republished aggregates hold"),
        ("update dataset set is_published_aggregate = false", "not marked"),
        ("delete from published", "not marked"),
        (
            "insert into cells (cuboid, outcome, level, n_p) "
            "select '', 'felt_seen', l::varchar, 50 from range(1, 6) t(l)",
            "stand together",
        ),
        ("update meta set content = '0.05' where name = 'q'", "weaker than allowed"),
        ("alter table published add column people integer", "published.people"),
    ],
)
def test_anything_beyond_what_was_declared_fails(released, tmp_path, statement, told):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(released.path.read_bytes())
    with duckdb.connect(copy) as con:
        con.execute(statement)
    copy = copy.rename(tmp_path / f"c-{hashlib.sha256(copy.read_bytes()).hexdigest()[:12]}.duckdb")

    with pytest.raises(ReleaseError, match=told):
        verify(copy)


def test_cells_that_call_themselves_aggregates_fail(tmp_path):
    path = Publisher(tmp_path).with_key().publish(small()).path
    assert path is not None
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    with duckdb.connect(copy) as con:
        con.execute("update dataset set is_published_aggregate = true")
    copy = copy.rename(tmp_path / f"c-{hashlib.sha256(copy.read_bytes()).hexdigest()[:12]}.duckdb")

    with pytest.raises(ReleaseError, match="not marked"):
        verify(copy)
