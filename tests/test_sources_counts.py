"""Counts beside filters, and of the reading line, say nothing of a few people; nor both."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import Contributors
from seen.domain.dimensions import Dimension
from seen.domain.findings import Reason, Withheld
from seen.domain.questions import Filters
from seen.guard.rules import Key
from seen.sources.choosing import guarded_choices
from seen.sources.dataset import DatasetSource
from seen.store import DataFile
from tests.helpers import build, estimate, question, shape, visits

NAMES = ("low", "mid", "high", "unknown")
INCOME = Dimension(name="income", column="income", role="recipient", levels=NAMES)
BY_INCOME = question(by="recipient_income")
HIDDEN = (0, None, 0, 0)


def people(n):
    """Return so many people who each met somebody else."""
    return Contributors(
        n_answers=n,
        n_people=n,
        n_practitioners=n,
        n_with_practitioner=n,
        largest_practitioner_share=1 / n,
    )


def met(**counts):
    """Return so many visits by people of each income, one each; None stands for not stated."""
    names: list[Any] = [
        None if name == "nobody_said" else name for name, n in counts.items() for _ in range(n)
    ]
    number = np.arange(len(names))
    return visits(len(names)).assign(
        recipient_income=names,
        recipient_id=number + 1,
        institution_id=number % 12 + 1,
        practitioner_id=number % 24 + 1,
    )


def opened(folder, rows):
    """Return an open source on these visits."""
    return DatasetSource(build(folder, rows))


def beside(source, name="recipient_income", **where):
    """Return the count said beside each level of a filter."""
    found = source.choices(name, "encounter_answer", Filters.of(where))
    return {choice.level: choice.n_rows for choice in found}


def said(scope):
    """Return every count of a scope."""
    return (scope.n_rows, scope.n_asked, scope.n_answers, scope.n_institutions)


# -- counts beside filters ------------------------------------------------------------------------


@given(sizes=st.lists(st.integers(0, 60), min_size=4, max_size=4), unstated=st.integers(0, 30))
@settings(deadline=None, max_examples=300)
def test_the_total_less_the_counts_beside_levels_is_never_a_few_people(sizes, unstated):
    counts: dict[Key, int] = {(name, None): n for name, n in zip(NAMES, sizes, strict=True) if n}
    counts |= {("not_stated", None): unstated} if unstated else {}
    total = sum(counts.values())
    if total == 0:
        return
    behind = {key: people(n) for key, n in (counts | {(None, None): total}).items()}

    shown = [choice.n_rows for choice in guarded_choices(INCOME, behind)]

    numbers = [n for n in shown if n is not None]
    rest = total - sum(numbers)
    n_hidden = len(counts) - len(numbers)
    assert all(n >= 11 for n in numbers)
    assert total < 11 or rest == 0 or (rest >= 11 and (n_hidden > 1 or rest == unstated))


def test_counts_beside_levels_and_the_reading_line_do_not_give_a_private_one_back(tmp_path):
    source = opened(tmp_path, met(low=8, mid=40, high=192))

    scope, counts = source.scope(BY_INCOME), beside(source)

    assert scope.n_rows == 240
    assert counts == {"low": None, "mid": None, "high": 192}  # 240 - 192 = 48 people together


def test_a_few_whose_level_is_not_stated_are_protected_too(tmp_path):
    source = opened(tmp_path, met(low=50, mid=60, high=70, nobody_said=5))

    # 185 - 60 - 70 = 55: low and the five together
    assert beside(source) == {"low": None, "mid": 60, "high": 70}


def test_a_few_under_all_filters_leave_no_count_at_all(tmp_path):
    rows = met(low=60, mid=60, high=60)
    rows["profession"] = ["chaplain" if i % 20 == 0 else "nurse" for i in range(len(rows))]
    source = opened(tmp_path, rows)

    counts = beside(source, profession=["chaplain"])  # nine visits, three of each income

    assert counts == {"low": None, "mid": None, "high": None}


def test_a_level_of_one_practitioner_has_no_count(tmp_path):
    rows = met(low=40, mid=60, high=60)
    rows.loc[rows["recipient_income"] == "low", "practitioner_id"] = 1

    counts = beside(opened(tmp_path, rows))

    assert counts["low"] is None
    assert sum(n is None for n in counts.values()) == 2


def test_many_visits_of_a_few_people_have_no_count(tmp_path):
    rows = met(low=60, mid=60, high=60)
    few = rows["recipient_income"] == "low"
    rows["recipient_id"] = rows["recipient_id"].mask(few, rows["recipient_id"] % 10 + 1000)

    assert beside(opened(tmp_path, rows))["low"] is None


def test_a_few_whose_level_is_an_empty_text_are_not_stated_and_protected(tmp_path):
    source = opened(
        tmp_path, met(low=5, mid=60, high=70).replace({"recipient_income": {"low": ""}})
    )

    finding = source.finding(BY_INCOME)

    assert estimate(finding, "not_stated") == Withheld(reason=Reason.PRIVATE)
    assert estimate(finding, "mid") == Withheld(reason=Reason.PRIVATE)  # 135 - 70 = 65 together
    assert beside(source) == {"mid": None, "high": 70}


# -- people without an id -------------------------------------------------------------------------


def without_id(rows, where):
    """Return visits of which some have no id of a recipient."""
    return rows.assign(recipient_id=rows["recipient_id"].astype("Int64").mask(where))


def test_each_row_without_an_id_counts_as_a_person_beside_the_ids(tmp_path):
    rows = met(low=120, mid=120, high=120)
    rows["recipient_id"] = rows["recipient_id"] // 2  # everybody came twice
    every_third = rows.index % 3 == 0
    source = opened(tmp_path, without_id(rows, every_third))

    high = estimate(source.finding(BY_INCOME), "high")

    mine = rows[rows["recipient_income"] == "high"]
    known = mine[mine.index % 3 > 0]["recipient_id"].nunique()
    assert (high.n_answers, high.n_people) == (120, known + 40)


def test_a_group_nobody_of_whom_has_an_id_is_not_taken_for_nobody(tmp_path):
    rows = met(low=12, mid=120, high=120)
    source = opened(tmp_path, without_id(rows, rows["recipient_income"] == "low"))

    assert beside(source) == {"low": 12, "mid": 120, "high": 120}
    assert not source.scope(BY_INCOME).is_hidden


@pytest.mark.parametrize(("n_without", "is_said"), [(5, False), (6, True)])
def test_ids_and_rows_without_one_reach_the_threshold_together(tmp_path, n_without, is_said):
    rows = met(low=5 + n_without, mid=90, high=90)
    low = rows["recipient_income"] == "low"
    source = opened(tmp_path, without_id(rows, low & (rows.index >= 5)))

    assert (beside(source)["low"] is not None) == is_said


# -- where nobody answered ------------------------------------------------------------------------


def unanswered(rows, where):
    """Return visits of which some were not answered."""
    return rows.assign(felt_seen=rows["felt_seen"].astype("Int64").mask(where), answered=~where)


@pytest.mark.parametrize(("n_met", "is_hidden"), [(10, True), (11, False)])
def test_those_met_have_to_be_many_where_nobody_answered(tmp_path, n_met, is_hidden):
    rows = met(low=n_met, mid=90, high=90)
    source = opened(tmp_path, unanswered(rows, rows["recipient_income"] == "low"))
    asked = question(where={"recipient_income": ["low"]})

    scope, finding = source.scope(asked), source.finding(asked)

    assert scope.is_hidden == is_hidden
    assert said(scope) == (HIDDEN if is_hidden else (11, 11, 0, 11))
    assert (scope.first_month is None) == is_hidden
    assert (finding.response == Withheld(reason=Reason.PRIVATE)) == is_hidden


def test_a_few_people_met_often_of_whom_none_answered_are_few(tmp_path):
    rows = met(low=60, mid=90, high=90)
    low = rows["recipient_income"] == "low"
    rows["recipient_id"] = rows["recipient_id"].mask(low, rows["recipient_id"] % 7 + 1000)
    source = opened(tmp_path, unanswered(rows, low))

    scope = source.scope(question(where={"recipient_income": ["low"]}))

    assert said(scope) == HIDDEN  # 60 visits, 7 people


def test_answers_of_nobody_known_are_said_as_a_share(tmp_path):
    rows = met(low=120, mid=120, high=120)
    source = opened(tmp_path, without_id(rows, rows.index % 3 == 0))

    notes = source.finding(BY_INCOME).notes

    said = "In 33\u00a0% of answers people are not known; each of those is counted as a person."
    assert said in notes


def test_answers_without_a_practitioner_are_said_unless_the_data_knows_of_bots(tmp_path):
    rows = met(low=120, mid=120, high=120)
    named = rows["practitioner_id"].astype("Int64").mask(rows.index % 2 == 0)
    plain = rows.assign(practitioner_id=named)
    plain = plain.drop(columns="modality", errors="ignore")
    human = plain.assign(modality="human_in_person")

    without, known = (opened(tmp_path / name, one) for name, one in (("a", plain), ("b", human)))

    said = "50\u00a0% of answers name no practitioner"
    assert any(said in note for note in without.finding(BY_INCOME).notes)
    assert not any(said in note for note in known.finding(BY_INCOME).notes)


def test_who_stands_behind_is_asked_once_however_answers_are_shown_or_compared(monkeypatch):
    here = DatasetSource(shape("ordinary"))
    runs: list[str] = []
    run = DataFile.run

    def noted(self, name, **values):
        runs.append(name)
        return run(self, name, **values)

    monkeypatch.setattr(DataFile, "run", noted)

    for show in ("top", "bottom", "mean"):
        here.finding(question(show=show))
    here.finding(question(versus="white"))
    here.finding(question(adjust="standardised", strata=("profession",)))

    assert runs.count("cells/contributors") == 1
    assert runs.count("cells/levels") == 5
    here.close()
