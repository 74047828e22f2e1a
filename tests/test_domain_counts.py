"""The Questions of the page of what counts: what they keep, and where there is none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain import counts
from seen.domain.catalog import Catalog
from seen.domain.questions import Question
from tests.helpers import everything, question

CATALOG = everything()
ASKS = {
    **{name: getattr(counts, name) for name in ("hour", "beyond", "uncredited", "minutes")},
    **{name: getattr(counts, name) for name in ("scripted", "after_hours", "burnt_out", "first")},
}
MET = ("screens", "interruptions", "scripts", "intensity")


def holding(*columns: tuple[str, str]) -> Catalog:
    """Return a Catalog of a file that holds these columns alone, and whom it met."""
    usual = {("encounter_answer", name) for name in ("felt_seen", "recipient_income")}
    return replace(CATALOG, present=frozenset({*usual, *columns}))


BARE = holding()


@pytest.mark.parametrize("name", ASKS)
def test_every_question_can_be_asked_of_data_that_holds_everything(name):
    asked = ASKS[name](question(), CATALOG)

    assert asked is not None
    assert CATALOG.checked(asked) == asked


@pytest.mark.parametrize("what", MET)
def test_what_recipients_meet_is_asked_by_the_recipients_of_the_visit(what):
    by_income = counts.met(question(by="recipient_income"), CATALOG, what)
    by_profession = counts.met(question(by="profession"), CATALOG, what)

    assert by_income is not None
    assert by_income.by == "recipient_income"
    assert by_profession is not None
    assert by_profession.by == "recipient_race_ethnicity"  # the first there is


def test_data_without_any_of_it_is_asked_nothing():
    for name, ask in ASKS.items():
        assert ask(question(by="recipient_income"), BARE) is None, name
    for what in MET:
        assert counts.met(question(by="recipient_income"), BARE, what) is None
    assert counts.measured(question(by="recipient_income"), BARE) == ()


@given(st.sampled_from(sorted(ASKS)), st.sampled_from(["nurse", "chaplain"]))
def test_a_filter_that_can_be_honoured_is_kept(name, level):
    asked = ASKS[name](question(where={"profession": [level]}), CATALOG)

    assert asked is not None
    assert asked.filters.levels("profession") == (level,)


def test_records_of_credit_come_before_what_workers_said_and_that_before_time_records():
    profession = [(table, "profession") for table in ("encounter_answer", "time_answer")]
    said = ("encounter_answer", "minutes_said_uncredited")
    recorded = ("encounter_answer", "minutes_uncredited")
    amount = ("encounter_answer", "connective_minutes")
    time = ("time_answer", "unmeasured_share")

    def chosen(*columns: tuple[str, str]) -> str | None:
        asked = counts.uncredited(question(by="recipient_income"), holding(*profession, *columns))
        return None if asked is None else asked.measure

    assert chosen(recorded, said, time, amount) == "share_uncredited"
    assert chosen(said, time, amount) == "share_said_uncredited"
    assert chosen(time, amount) == "unmeasured_share"
    assert chosen(recorded, said) is None  # of how many minutes nobody knows
    assert chosen() is None


def test_hours_after_work_are_those_of_time_records_or_else_of_the_survey():
    survey = [("burnout_answer", "profession"), ("burnout_answer", "ehr_after_hours")]
    time = [("time_answer", "profession"), ("time_answer", "after_hours_week")]

    both = counts.after_hours(question(by="recipient_income"), holding(*survey, *time))
    one = counts.after_hours(question(by="recipient_income"), holding(*survey))

    assert (both and both.measure, one and one.measure) == ("after_hours_week", "ehr_after_hours")


def test_without_professions_workers_are_told_apart_by_what_there_is():
    columns = [
        ("time_answer", name) for name in ("hours", "is_after_hours", "part_of_hour", "setting")
    ]

    asked = counts.hour(question(by="recipient_income"), holding(*columns))

    assert asked is not None
    assert asked.by == "setting"


@pytest.mark.parametrize("name", ["scripted", "burnt_out"])
def test_a_filter_on_what_is_compared_is_left_out(name):
    where = {"scripted": ["fully"], "after_hours_band": ["band_1"]}
    measure = "mis_seen" if name == "scripted" else "burnout_case"

    asked: Question | None = ASKS[name](question(measure, where=where), CATALOG)

    assert asked is not None
    assert asked.by not in asked.filters.names


def test_other_recipients_are_chosen_whatever_is_asked_elsewhere():
    of_encounters = counts.on_recipients(question(by="age_band"), CATALOG, "recipient_income")
    survey = replace(
        CATALOG,
        present=CATALOG.present - {("burnout_answer", "recipient_income")},
    )
    of_workers = counts.on_recipients(
        question("burnout_case", by="profession"), survey, "recipient_income"
    )

    run = question(by="age_band", by2="time_pressure", view="slope")
    assert of_encounters == question(by="recipient_income")
    assert counts.on_recipients(run, CATALOG, "recipient_income") == of_encounters
    assert (of_workers.measure, of_workers.by) == ("screen_share", "recipient_income")
