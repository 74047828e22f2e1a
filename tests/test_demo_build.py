"""`seen demo` as a data file: it opens, says that it is synthetic, and holds the drawn tables."""

from __future__ import annotations

import pytest

from seen import store
from seen.demo import generate
from seen.domain.catalog import Catalog
from seen.domain.findings import Interval, Response
from seen.domain.measures import ANSWER_TABLES
from seen.domain.questions import Filters
from seen.errors import DemoError
from seen.sources.dataset import DatasetSource
from seen.sources.genuine import is_genuine_demo
from seen.sources.overview import fixed_list
from tests.helpers import question
from tests.test_demo_frames import blocks

ENCOUNTERS = 3_000


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("data")

    def progress(done, what):
        told.append((done, what))

    generate.build(folder=folder, encounters=ENCOUNTERS, seed=5, progress=progress)
    return folder


@pytest.fixture(scope="module")
def file(folder):
    file = store.DataFile(store.newest(folder, "demo"))
    yield file
    file.close()


def test_a_demo_becomes_the_dataset_opened_by_default(folder):
    assert store.default_name(folder) == "demo"


def test_a_demo_shows_that_seen_built_it(file):
    assert is_genuine_demo(file.meta, "synthetic")
    assert file.meta["rebuild_command"] == "seen demo"


def test_progress_ends_at_one_and_never_goes_back(told, file):
    shares = [done for done, _ in told]

    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(what for _, what in told)


def test_the_catalog_offers_what_the_demo_holds(file):
    stored = Catalog.from_json(file.meta["catalog"])
    held = {column for table, column in stored.present if table == "encounter_answer"}

    planted = {"felt_seen", "felt_heard", "mis_seen", "mis_seen_reason", "aha", "met_bot"}
    planted |= {"vulnerability_risk", "minutes_short", "documented_goal", "fully_scripted"}
    made = {"leadership_third", "time_pressure_band", "earlier_mis_seen", "screen_band"}
    of_workers = {"seen_by_recipient", "purpose", "dignity", "meaning", "dissonance"}
    of_both = {"uncredited", "mutual", "mis_seen_weight"}
    assert planted | made | of_workers | of_both <= held
    not_offered = {item.name for item in stored.measures if not stored.offers(item)}
    assert not_offered == {"dms_mean"}  # asked once a year, on one instrument


def test_nearly_every_dimension_splits_something(file):
    stored = Catalog.from_json(file.meta["catalog"])
    split = {item.name for table in ANSWER_TABLES for item in stored.offered_dimensions(table)}

    unknown = {item.name for item in stored.dimensions} - split
    assert unknown == {"organisation", "ownership", "resource_level"}


def test_mutual_is_known_only_where_both_sides_spoke(file):
    (block,) = blocks(ENCOUNTERS, 5)
    both = block.worker_reflection.merge(block.outcome, on="encounter_id")
    both = both[both["answered"]].set_index("encounter_id").sort_index()
    is_mutual = (both["felt_seen"] == 5) & (both["seen_by_recipient"] >= 4)

    rows = file._con.table("encounter_answer").df().set_index("answer_id").sort_index()

    assert list(rows.index[rows["mutual"].notna()]) == list(both.index)
    assert (rows["mutual"].dropna().astype(bool) == is_mutual).all()
    assert 0 < is_mutual.sum() < len(both) < len(block.worker_reflection)


def test_which_side_felt_seen_is_one_of_four_where_both_spoke(file):
    rows = file._con.table("encounter_answer").df()
    both = rows[rows["felt_seen"].notna() & rows["seen_by_recipient"].notna()]
    sides = {
        (True, True): "both",
        (True, False): "recipient_only",
        (False, True): "worker_only",
        (False, False): "neither",
    }
    reported = zip(both["felt_seen"] == 5, both["seen_by_recipient"] >= 4, strict=True)

    assert [sides[pair] for pair in reported] == list(both["felt_seen_by"])
    assert set(both["felt_seen_by"]) == set(sides.values())
    assert rows["felt_seen_by"].notna().sum() == len(both)


def test_a_reader_can_ask_for_both_sides(folder):
    asked = {"felt_seen": "recipient", "seen_by_recipient": "worker", "mutual": "recipient"}
    source = DatasetSource(store.newest(folder, "demo"))

    found = {name: source.finding(question(name)) for name in asked}

    assert {name: item.measure.reporter for name, item in found.items()} == asked
    assert all(isinstance(item.overall, Interval) for item in found.values())


def test_the_eighth_question_of_the_overview_has_an_answer(folder):
    source = DatasetSource(store.newest(folder, "demo"))

    answered = fixed_list(source.finding, source.catalog, Filters())

    assert len(answered) == 8
    assert answered[7].entry.measure == "burnout_case"
    assert answered[7].gap is not None
    assert isinstance(answered[7].gap.difference, Interval)


def test_a_case_is_counted_only_where_the_instrument_has_a_rule(folder):
    (block,) = blocks(ENCOUNTERS, 5)
    n_cbi = (block.burnout_survey["instrument"] == "CBI").sum()
    source = DatasetSource(store.newest(folder, "demo"))
    on_mbi = {"instrument": ["MBI_SCORES"]}

    whole = source.finding(question("burnout_case", by="leadership_third")).overall
    of_mbi = source.finding(question("burnout_case", by="leadership_third", where=on_mbi))

    assert whole.n_answers == n_cbi
    assert of_mbi.response == Response(asked=None, answered=0)


def test_what_encounters_were_like_stands_beside_the_scores_of_their_practitioner(file):
    (block,) = blocks(ENCOUNTERS, 5)
    met = block.encounter.groupby("practitioner_id")["connective_minutes"].mean()

    rows = file._con.table("burnout_answer").df()

    assert rows["connective_minutes"].to_numpy() == pytest.approx(
        rows["practitioner_id"].map(met).to_numpy(dtype=float), nan_ok=True
    )
    assert rows["dissonance"].notna().mean() > 0.1  # a tenth of the encounters, and few of them


def test_an_institution_is_named_by_its_label(file):
    stored = Catalog.from_json(file.meta["catalog"])
    (block,) = blocks(ENCOUNTERS, 5)
    first = block.institution_label.iloc[0]

    assert stored.dimension("institution").level_label(first["code"]) == first["label"]


def test_a_refused_size_leaves_no_file(tmp_path):
    with pytest.raises(DemoError):
        generate.build(folder=tmp_path, encounters=5, progress=lambda *_: None)

    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_above_a_million_encounters_there_are_more_places():
    first, second = generate.frames(encounters=1_000_001)

    assert len(first.encounter) + len(second.encounter) == 1_000_001
    keys = {"practitioner": "practitioner_id", "institution_label": "institution_id"}
    keys |= {"burnout_survey": "practitioner_id", "time_use": "practitioner_id"}
    keys |= {"community": "area_id", "access_request": "area_id"}
    for table, key in {**keys, "encounter": "encounter_id"}.items():
        earlier, later = getattr(first, table)[key], getattr(second, table)[key]
        assert earlier.max() < later.min()
    labels = [*first.institution_label["label"], *second.institution_label["label"]]
    assert len(set(labels)) == 344
