"""No Finding, count or line leaves a source without the guard."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from seen.domain.findings import Estimate, Reason, Withheld
from seen.domain.questions import Filters
from seen.errors import DataFileError
from seen.guard.rules import Strength
from seen.settings import Settings
from seen.sources.dataset import DatasetSource
from seen.sources.genuine import truth_hash
from seen.sources.opening import data_file, open_source
from tests.helpers import build, estimate, question, shape, source, visits

PRIVATE = Withheld(reason=Reason.PRIVATE)
BY_INCOME = question(by="recipient_income")


def incomes(**people):
    """Return one visit of each of so many people of each income, in wards and practices enough."""
    names = [name for name, n in people.items() for _ in range(n)]
    return visits(len(names)).assign(
        recipient_income=names,
        recipient_id=range(1, len(names) + 1),
        institution_id=np.arange(len(names)) % 12 + 1,
        practitioner_id=np.arange(len(names)) % 24 + 1,
    )


@pytest.fixture(scope="module")
def small_low(tmp_path_factory):
    """Return a file with 8 people of low income among 240, 40 of middle and the rest of high."""
    return build(tmp_path_factory.mktemp("low"), incomes(low=8, mid=40, high=192))


def test_a_private_group_is_hidden_with_the_next_smallest(small_low):
    finding = DatasetSource(small_low).finding(BY_INCOME)

    assert [item.estimate for item in finding.groups[:2]] == [PRIVATE, PRIVATE]
    assert isinstance(estimate(finding, "high"), Estimate)
    assert isinstance(finding.overall, Estimate)


def test_an_analyst_may_lower_the_threshold_for_their_own_screen_alone(small_low):
    opened = DatasetSource(small_low, screen_minimum_people=5)

    screen = opened.finding(BY_INCOME, Strength.SCREEN)
    published = opened.finding(BY_INCOME, Strength.PUBLISH)

    assert estimate(screen, "low") == Withheld(reason=Reason.TOO_FEW, n_answers=8)
    assert estimate(screen, "mid") != PRIVATE
    assert estimate(published, "low") == PRIVATE
    assert opened.finding(BY_INCOME) == published  # what is not said otherwise is published
    assert screen.provenance.guard == "screen"


def test_a_group_of_four_practitioners_is_private(tmp_path):
    rows = incomes(low=60, mid=60, high=60)
    few = rows["recipient_income"] == "low"
    rows["practitioner_id"] = rows["practitioner_id"].mask(few, rows["practitioner_id"] % 4 + 1)

    finding = DatasetSource(build(tmp_path, rows)).finding(BY_INCOME, Strength.SCREEN)

    assert estimate(finding, "low") == PRIVATE


def test_a_group_half_of_which_is_one_practitioners_is_private(tmp_path):
    rows = incomes(low=60, mid=60, high=60)
    rows.loc[rows.index < 31, "practitioner_id"] = 99

    finding = DatasetSource(build(tmp_path, rows)).finding(BY_INCOME)

    assert estimate(finding, "low") == PRIVATE


def test_institutions_stand_in_for_practitioners_who_are_not_known(tmp_path):
    rows = incomes(low=60, mid=60, high=60).drop(columns="practitioner_id")
    rows.loc[rows["recipient_income"] == "low", "institution_id"] %= 4

    finding = DatasetSource(build(tmp_path, rows)).finding(BY_INCOME)

    assert estimate(finding, "low") == PRIVATE


def test_nothing_is_shown_of_eight_people():
    finding = source("all_withheld").finding(question())

    assert {item.estimate for item in finding.groups} == {PRIVATE}
    assert finding.overall == PRIVATE
    assert finding.response == PRIVATE
    assert all(gap.difference == PRIVATE and gap.ratio == PRIVATE for gap in finding.gaps)
    assert "8" not in finding.sentence


@given(
    people=st.lists(st.sampled_from([0, 1, 5, 10, 11, 12, 30, 60]), min_size=3, max_size=3),
    is_crossed=st.booleans(),
)
@hypothesis_settings(max_examples=8)
def test_no_shown_counts_give_a_private_one_back(people, is_crossed, tmp_path_factory):
    if sum(people) == 0:
        return
    path = build(
        tmp_path_factory.mktemp("drawn"),
        incomes(**dict(zip(("low", "mid", "high"), people, strict=True))),
    )
    asked = BY_INCOME.asking(by2="profession") if is_crossed else BY_INCOME

    finding = DatasetSource(path).finding(asked)

    shown = [it.estimate.n_answers for it in finding.groups if isinstance(it.estimate, Estimate)]
    said = [
        it.estimate.n_answers
        for it in finding.groups
        if isinstance(it.estimate, Withheld) and it.estimate.n_answers is not None
    ]
    assert all(n >= 11 for n in shown + said)
    if not is_crossed and isinstance(finding.overall, Estimate):
        rest = finding.overall.n_answers - sum(shown) - sum(said)
        hidden = [it for it in finding.groups if it.estimate == PRIVATE]
        assert rest == 0 or (rest >= 11 and len(hidden) > 1)


# -- the reading line and the counts beside filters -----------------------------------------------


def test_a_scope_says_who_where_when_and_how_many():
    scope = source("ordinary").scope(question(where={"profession": ["nurse"]}))

    assert (scope.n_rows, scope.n_asked, scope.n_answers) == (800, 800, 800)
    assert scope.n_institutions == 12
    assert (scope.first_month, scope.last_month) == (date(2025, 1, 1), date(2025, 12, 1))
    assert not scope.is_hidden


def test_a_scope_of_too_few_people_says_no_counts():
    scope = source("all_withheld").scope(question())

    assert scope.is_hidden
    assert (scope.n_rows, scope.n_asked, scope.n_answers) == (0, None, 0)


def test_a_scope_of_few_people_of_whom_nobody_answered_says_no_counts(tmp_path):
    rows = visits()
    few = rows.index < 7
    rows.loc[few, "profession"] = "therapist"
    rows["felt_seen"] = rows["felt_seen"].astype("Int64").mask(few)
    opened = DatasetSource(build(tmp_path, rows))

    scope = opened.scope(question(where={"profession": ["therapist"]}))

    assert scope.is_hidden
    assert scope.n_rows == 0


def test_a_scope_of_nobody_is_not_hidden():
    nobody = {"institution": ["w01"], "recipient_race_ethnicity": ["pacific"]}

    scope = source("ordinary").scope(question(where=nobody))

    assert (scope.is_hidden, scope.n_rows, scope.n_institutions) == (False, 0, 0)


def test_a_screens_own_threshold_moves_its_scope_alone(tmp_path):
    opened = DatasetSource(build(tmp_path, incomes(low=8)), screen_minimum_people=5)

    assert not opened.scope(BY_INCOME, Strength.SCREEN).is_hidden
    assert opened.scope(BY_INCOME).is_hidden


def choices(opened, name="recipient_income", table="encounter_answer", filters=None):
    """Return the counts said beside each level."""
    found = opened.choices(name, table, filters or Filters())
    return {choice.level: choice.n_rows for choice in found}


def test_a_small_count_beside_a_level_and_one_more_are_unsaid(small_low):
    assert choices(DatasetSource(small_low)) == {"low": None, "mid": None, "high": 192}


def test_a_screens_own_threshold_never_moves_the_counts_beside_levels(small_low):
    opened = DatasetSource(small_low, screen_minimum_people=1)

    assert choices(opened) == {"low": None, "mid": None, "high": 192}


def test_counts_beside_levels_follow_the_other_filters_and_not_their_own():
    opened = source("ordinary")
    chosen = Filters.of({"profession": ["nurse"], "recipient_income": ["low"]})

    rows = visits()
    nurses = rows[rows["profession"] == "nurse"]["recipient_income"].value_counts()
    low = rows[rows["recipient_income"] == "low"]["profession"].value_counts()
    assert choices(opened, filters=chosen) == nurses.to_dict()
    assert choices(opened, "profession", filters=chosen) == low.to_dict()


def test_counts_beside_levels_stand_in_catalog_order():
    assert list(choices(source("ordinary"))) == ["low", "mid", "high"]
    assert list(choices(source("ordinary"), "time_pressure")) == ["1", "2", "3", "4", "5"]


def test_ten_workers_with_two_answers_each_are_ten_people(tmp_path):
    n = 30
    practitioners = pd.DataFrame(
        {
            "practitioner_id": range(n),
            "institution_id": 1,
            "profession": ["nurse" if i < 10 else "chaplain" for i in range(n)],
        }
    )
    scales = pd.DataFrame({"scale": ["exhaustion", "depersonalization"]})
    survey = practitioners[["practitioner_id"]].merge(scales, how="cross")
    survey = survey.assign(
        wave=pd.Timestamp("2025-01-01"),
        instrument="CBI",
        raw=50,
        raw_min=0,
        raw_max=100,
        direction="higher_worse",
    )
    path = build(tmp_path, tables={"practitioner": practitioners, "burnout_survey": survey})

    said = choices(DatasetSource(path), "profession", "burnout_answer")

    assert said == {"chaplain": None, "nurse": None}


def test_rows_that_stand_for_many_count_as_many(tmp_path):
    rows = visits(1200, frequency=50).drop(columns=["recipient_id", "practitioner_id"])

    said = choices(DatasetSource(build(tmp_path, rows)))

    assert said == {"low": 20_000, "mid": 20_000, "high": 20_000}  # 400 rows of 50 each


# -- what may be opened ---------------------------------------------------------------------------


def settings(folder, **changes):
    """Return settings with data in a folder."""
    usual = {"data": None, "is_hosted": False, "secrets_folder": folder / "secrets"}
    return Settings(data_folder=folder, **(usual | changes))


def demo(folder, **facts):
    """Build a file that says of itself that it is the demo."""
    said = {
        "generator": "seen demo",
        "seed": "1",
        "encounters": "40",
        "truth_hash": truth_hash(seed=1, encounters=40),
    }
    synthetic = {"source_type": "synthetic"}
    return build(folder, visits(40), name="demo", facts=said | facts, dataset=synthetic)


def test_a_local_run_opens_what_it_is_told():
    path = shape("ordinary")
    run = settings(path.parent, data="tiny")

    assert data_file(run) == data_file(run, str(path)) == path
    assert open_source(path, run).version == path.stem.rpartition("-")[2]


def test_a_hosted_run_never_opens_a_local_file():
    path = shape("ordinary")

    with pytest.raises(DataFileError, match="can be reached by others"):
        open_source(path, settings(path.parent, is_hosted=True))


def test_a_hosted_run_opens_the_demo_as_it_was_built(tmp_path):
    path = demo(tmp_path)

    assert open_source(path, settings(tmp_path, is_hosted=True)).dataset.is_synthetic


@pytest.mark.parametrize(
    "facts",
    [{"truth_hash": "0" * 64}, {"seed": "2"}, {"generator": "seen import"}, {"encounters": "x"}],
)
def test_a_hosted_run_opens_nothing_that_only_says_it_is_the_demo(tmp_path, facts):
    path = demo(tmp_path, **facts)

    with pytest.raises(DataFileError, match="can be reached by others"):
        open_source(path, settings(tmp_path, is_hosted=True))


def test_the_dataset_says_where_it_comes_from():
    dataset = source("ordinary").dataset

    assert (dataset.name, dataset.title) == ("tiny", "Twelve invented wards")
    assert (dataset.source_type, dataset.is_synthetic) == ("public_real", False)
    assert (dataset.licence, dataset.citation) == ("CC0", "Made for tests")
