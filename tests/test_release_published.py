"""Aggregates that were public are republished as they were, and nothing else is taken for them."""

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
import streamlit as st
from statsmodels.stats.proportion import proportion_confint
from streamlit.testing.v1 import AppTest

from seen.domain.findings import Estimate, Finding, Reason, Withheld
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.errors import PublishError, ReleaseError
from seen.release.choices import Choices
from seen.release.publish import publish
from seen.release.verify import checks, verify
from seen.screen.links import NAMES as PAGES
from seen.settings import ROOT
from seen.sources.dataset import DatasetSource
from seen.sources.opening import open_source
from seen.store import manifests
from tests.helpers import build
from tests.releases import Publisher, cells, small

pytestmark = pytest.mark.slow

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


# -- asked and shown -----------------------------------------------------------------------------


def values(finding: Finding) -> list[float]:
    """Return the values of the groups that have one."""
    return [it.estimate.value for it in finding.groups if isinstance(it.estimate, Estimate)]


def asked(by, **chosen):
    """Return a Question about the top answer."""
    return Question(measure="felt_seen", show=Show.TOP, by=by, **chosen)


@pytest.fixture(scope="module")
def source(released, tmp_path_factory):
    """Return a copy of the release, opened as a server opens it."""
    folder = tmp_path_factory.mktemp("hosted")
    for path in (released.path, manifests.beside(released.path)):
        shutil.copy(path, folder)
    found = open_source(
        folder / released.path.name, replace(Publisher(folder).settings, is_hosted=True)
    )
    yield found
    found.close()


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """Return the local file of the same counts."""
    folder = tmp_path_factory.mktemp("local")
    found = DatasetSource(build(folder, published_counts(), name="counts", dataset=MARKED))
    yield found
    found.close()


def test_quarters_have_the_figures_and_clusters_of_the_local_file(source, local):
    found, expected = source.finding(asked("quarter")), local.finding(asked("quarter"))

    assert [it.estimate for it in found.groups] == [it.estimate for it in expected.groups]
    assert [it.difference for it in found.gaps] == [it.difference for it in expected.gaps]
    assert found.overall == expected.overall


@pytest.mark.parametrize("quarters", [(), ("2025 Q1",)])
def test_institutions_have_the_intervals_of_counts_and_their_published_names(source, quarters):
    """Wilson, against statsmodels."""
    filters = Filters.of({"quarter": quarters} if quarters else {})

    found = source.finding(asked("institution", filters=filters))

    frame = published_counts()
    frame = frame[frame["month"] < "2025-04-01"] if quarters else frame
    for ward, group in zip(range(1, 7), found.groups, strict=True):
        own = frame[frame["institution_id"] == ward]
        n, top = own["frequency"].sum(), own.query("felt_seen == 5")["frequency"].sum()
        low, high = proportion_confint(top, n, method="wilson")
        assert group.group == WARDS[ward - 1]
        assert group.estimate.value == pytest.approx(top / n)
        assert (group.estimate.low, group.estimate.high) == pytest.approx((low, high))
        assert "Wilson" in group.estimate.method


def test_fewer_than_eleven_people_stay_private(tmp_path):
    frame = published_counts()
    frame.loc[frame["institution_id"] == 2, "frequency"] = 1
    found = release_of(tmp_path, frame)
    opened = open_source(found.path, Publisher(tmp_path).settings)

    second = opened.finding(asked("institution")).groups[1].estimate

    assert isinstance(second, Withheld)
    assert second.reason is Reason.PRIVATE
    opened.close()


def test_what_was_not_published_says_so_and_what_there_is(source):
    assert "institution, quarter" in source.can(asked("recipient_race_ethnicity"))
    assert source.can(asked("quarter")) is None


def test_the_reading_counts_those_who_answered_and_whole_quarters(source):
    scope = source.scope(asked("institution"))

    n = int(published_counts()["frequency"].sum())
    assert (scope.n_rows, scope.n_answers, scope.n_institutions) == (n, n, 6)
    assert (scope.first_month, scope.last_month) == (date(2025, 1, 1), date(2025, 6, 1))


def test_a_figure_says_that_its_counts_were_public(source):
    notes = " ".join(source.finding(asked("institution")).notes)

    assert "stand here as they were published" in notes
    assert "none is shown by itself" not in notes


def test_several_measures_are_asked_apart(tmp_path):
    """Of one a yes or no: each has its own counts, and neither adds to the other."""
    frame = published_counts()
    second = frame.assign(felt_seen=None, mis_seen=frame["felt_seen"] > 4)
    stacked = pd.concat([frame, second], ignore_index=True).astype(
        {"felt_seen": "Int64", "mis_seen": "boolean"}
    )
    found = release_of(tmp_path, stacked, measures=("felt_seen", "mis_seen"))
    opened = open_source(found.path, Publisher(tmp_path).settings)

    seen = opened.finding(asked("institution"))
    mis_seen = opened.finding(replace(asked("institution"), measure="mis_seen"))

    n = frame.groupby("institution_id")["frequency"].sum().tolist()
    assert [it.estimate.n_answers for it in seen.groups] == n
    assert values(mis_seen) == pytest.approx(values(seen))
    opened.close()


@pytest.mark.parametrize("page", PAGES)
def test_each_page_stands_on_republished_counts(released, page, monkeypatch):
    st.cache_resource.clear()
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SEEN_DATA", str(released.path))
    monkeypatch.setenv("SEEN_HOSTED", "1")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page(f"pages/{page}.py")

    app.run()

    words = " ".join(element.proto.body for element in app.get("html"))
    st.cache_resource.clear()
    assert not app.exception
    assert "could not be shown" not in words
    assert "SYNTHETIC" not in words  # or the demo would have been opened instead
