"""Scores of different instruments and scales: never averaged, and never in anybody's way."""

import numpy as np
import pandas as pd
import pytest

from seen.charts.printed import lines
from seen.domain import closer, derived
from seen.domain.apart import mixed, settled
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Reason, Verdict, Withheld
from seen.domain.links import read
from seen.domain.questions import MOST_FILTERS, Filters, grouped
from seen.errors import QuestionError
from seen.screen.visit import Visit
from seen.sources.dataset import DatasetSource
from seen.sources.overview import fixed_list
from tests.helpers import build, estimate, question, scratch, source, surveys

SCORES = [("CBI", "exhaustion", 60), ("MBI_SCORES", "exhaustion", 30)]
SCORES += [("MBI_SCORES", "depersonalization", 10)]


@pytest.fixture(scope="module")
def here():
    """Return 240 practitioners: half asked by the CBI, half by two scales of the MBI."""
    tables = surveys()["tables"]
    people = tables["practitioner"]["practitioner_id"].to_numpy()
    in_first = (people - 1) // 12 % 2 == 0  # blocks of twelve, one in each ward
    halves = {"CBI": in_first, "MBI_SCORES": ~in_first}
    draw = np.random.default_rng(1)
    rows = [
        pd.DataFrame(
            {
                "practitioner_id": people[halves[instrument]],
                "wave": pd.Timestamp("2025-03-01"),
                "instrument": instrument,
                "scale": scale,
                "raw": level + draw.integers(-9, 10, halves[instrument].sum()),
                "raw_min": 0,
                "raw_max": 100,
                "direction": "higher_worse",
                "job_satisfaction": draw.integers(1, 6, halves[instrument].sum()),
                "is_case": draw.random(halves[instrument].sum()) < 0.4
                if instrument == "CBI"
                else None,
            }
        )
        for instrument, scale, level in SCORES
    ]
    survey = pd.concat([row.astype({"is_case": "boolean"}) for row in rows])
    path = build(scratch() / "instruments", tables={**tables, "burnout_survey": survey})
    opened = DatasetSource(path)
    yield opened
    opened.close()


def burden(**where):
    """Return the usual question about burden, under some filters."""
    return question("burden", "mean", by="profession", where=where)


def filters_of(asked):
    return dict(asked.filters.chosen)


def test_a_mean_over_instruments_is_refused_and_they_are_named(here):
    with pytest.raises(QuestionError) as error:
        here.catalog.checked(burden())

    assert "instrument=CBI, scale=exhaustion" in str(error.value)
    assert "instrument=MBI_SCORES, scale=depersonalization" in str(error.value)
    assert here.can(burden()) == str(error.value)


@pytest.mark.parametrize(
    "where",
    [
        {"scale": ["exhaustion"]},  # of two instruments
        {"instrument": ["MBI_SCORES"]},  # of two scales
        {"instrument": ["CBI", "MBI_SCORES"], "scale": ["exhaustion"]},
    ],
)
def test_half_a_choice_is_still_a_mixture(where, here):
    assert mixed(burden(**where), here.catalog)


@pytest.mark.parametrize(
    ("where", "level"),
    [
        ({"instrument": ["CBI"]}, 60),  # its scale is the only one
        ({"scale": ["depersonalization"]}, 10),  # its instrument is the only one
        ({"instrument": ["MBI_SCORES"], "scale": ["exhaustion"]}, 30),
    ],
)
def test_what_is_unique_in_the_data_need_not_be_chosen(where, level, here):
    finding = here.finding(burden(**where))

    nurse = estimate(finding, "nurse")

    # scores were drawn within nine of their level; a mean over instruments would lie between
    assert nurse.value == pytest.approx(level, abs=2)
    assert isinstance(finding.overall, Estimate)


def test_a_measure_that_one_instrument_alone_answers_needs_no_choice(here):
    finding = here.finding(question("burnout_case", by="profession"))  # the MBI has no case rule

    # of ten blocks of twelve that were asked by the CBI four are of chaplains
    assert estimate(finding, "nurse").n_answers == 6 * 12


def test_what_was_asked_once_of_a_person_is_counted_once(here):
    asked = question(
        "job_satisfaction",
        "mean",
        by="profession",
        where={"instrument": ["MBI_SCORES"], "scale": ["exhaustion"]},
    )

    nurse = estimate(here.finding(asked), "nurse")

    assert nurse.n_answers == nurse.n_people
    assert mixed(question("job_satisfaction", "mean", by="profession"), here.catalog)


def test_instruments_stand_beside_each_other_without_comparison_or_whole(here):
    asked = question("burden", "mean", by="instrument", where={"scale": ["exhaustion"]})

    finding = here.finding(asked)

    levels = [estimate(finding, name).value for name in ("CBI", "MBI_SCORES")]
    assert levels == pytest.approx([60, 30], abs=2)
    assert finding.overall == Withheld(reason=Reason.UNDEFINED)
    assert {gap.verdict for gap in finding.gaps} == {Verdict.WITHHELD}
    assert {gap.difference for gap in finding.gaps} == {Withheld(reason=Reason.UNDEFINED)}
    assert finding.test == Withheld(reason=Reason.UNDEFINED)  # it would be a comparison of all
    assert not any("Any difference" in line for line in lines(finding, here.catalog))
    assert any("no comparison between them" in note for note in finding.notes)
    assert finding.sentence in finding.notes


def test_inside_each_instrument_groups_are_compared(here):
    asked = question(
        "burden", "mean", by="profession", by2="instrument", where={"scale": ["exhaustion"]}
    )

    finding = here.finding(asked)

    assert all(gap.p_holm is not None for gap in finding.gaps)
    assert finding.overall == Withheld(reason=Reason.UNDEFINED)


def test_a_question_nobody_chose_takes_the_first_instrument(here):
    usual = here.catalog.default_question()
    other = here.catalog.asking_measure(question(), "burden")
    entry = next(item for item in here.catalog.overview if item.measure == "burnout_case")
    crossed = closer.crossed(burden(), here.catalog, "institution")

    assert here.catalog.checked(usual) == usual
    assert filters_of(other) == {"instrument": ("CBI",)}  # its scale is the only one
    assert derived.fixed(entry, here.catalog, Filters()) is not None
    assert crossed is not None
    assert filters_of(crossed) == {"instrument": ("CBI",)}


def test_the_overview_keeps_its_row_about_burnout(here):
    answered = fixed_list(here.finding, here.catalog, Filters())

    (row,) = [item for item in answered if item.entry.measure == "burnout_case"]
    assert row.finding is not None
    assert row.gap is not None


def test_a_link_to_another_instrument_is_obeyed(here):
    asked = burden(instrument=["MBI_SCORES"], scale=["depersonalization"])
    query = grouped(asked.pairs(here.catalog.default_question()))

    assert read(query, here.catalog) == (asked, ())


def test_a_link_to_several_instruments_is_held_to_one_and_says_so(here):
    query = {"measure": ["burden"], "instrument": ["CBI", "MBI_SCORES"], "scale": ["exhaustion"]}

    asked, ignored = read(query, here.catalog)

    assert here.catalog.checked(asked) == asked
    assert asked.filters == Filters.of({"instrument": ["CBI"], "scale": ["exhaustion"]})
    assert ignored == ("instrument",)


def test_adding_an_instrument_changes_to_it_and_clearing_keeps_the_one_there_was(here):
    visit = Visit(
        question=burden(scale=["exhaustion"], instrument=["MBI_SCORES"]), version="1", written={}
    )

    visit.filter_by("instrument", ["CBI", "MBI_SCORES"])
    visit.recover(here)
    changed = visit.question.filters
    visit.change(visit.question.asking(filters=Filters()))
    visit.recover(here)

    assert changed.levels("instrument") == ("CBI",)
    assert visit.question.filters == Filters.of({"instrument": ["CBI"]})


def test_a_change_that_comes_to_nothing_leaves_nothing_to_undo(here):
    visit = Visit(question=burden(instrument=["CBI"]), version="1", written={})

    visit.change(visit.question.asking(filters=Filters()))
    visit.recover(here)

    assert visit.question == burden(instrument=["CBI"])
    assert visit.history == []


def test_without_a_free_filter_a_question_stays_as_it_is_and_is_refused(here):
    full = {f"dimension_{place}": ["x"] for place in range(MOST_FILTERS)}

    kept = settled(burden(**full), here.catalog)

    assert kept == burden(**full)
    assert mixed(kept, here.catalog)


def test_other_tables_have_nothing_to_keep_apart():
    ordinary = source("ordinary").catalog

    assert settled(question(), ordinary) == question()
    assert ordinary.apart == ()


def test_the_stored_catalog_remembers_what_is_kept_apart(here):
    stored = Catalog.from_json(here.catalog.to_json())

    assert stored == here.catalog
    assert dict(stored.apart)["burden"] == tuple((code, scale) for code, scale, _ in SCORES)
