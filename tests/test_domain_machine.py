"""What the page Human or machine asks: of requests, of bots, of bots beside humans."""

import pytest

from seen.domain import machine
from seen.domain.questions import MOST_FILTERS, STANDARDISED, UNADJUSTED, Filters
from seen.sources.dataset import DatasetSource
from tests.helpers import build, estimate, everything, question, shape, source
from tests.machines import meetings, places, requests

CATALOG = everything()
PRESSED = question(where={"time_pressure": ["5"], "modality": ["bot"], "profession": ["nurse"]})


@pytest.fixture(scope="module")
def asked_for(tmp_path_factory):
    """Return a source of requests alone."""
    tables = {"access_request": requests()}
    return DatasetSource(build(tmp_path_factory.mktemp("requests"), tables=tables))


def every(asked, catalog):
    """Return all Questions the page can ask."""
    hundred, beside = machine.lead(asked, catalog), machine.beside(asked, catalog)
    asks = (
        *(machine.reasons, machine.judged, machine.regarded, machine.told),
        *(machine.felt_when_told, machine.kept, machine.over_time, machine.encounters),
    )
    found = [ask(asked, catalog) for ask in asks]
    return [
        *(hundred.questions if hundred else ()),
        *(beside.questions if beside else ()),
        *(it for it in found if it is not None),
    ]


def test_every_question_can_be_asked_and_keeps_the_filters_that_are_not_compared_here():
    found = every(PRESSED, CATALOG)

    assert len(found) == 6 + 2 + 8
    for asked in found:
        assert CATALOG.checked(asked) == asked
        assert asked.filters.levels("time_pressure") == ()
        assert asked.filters.levels("profession") == ("nurse",)
        assert asked.filters.levels("modality") in ((), ("bot",))
    assert set(machine.left_out(PRESSED)) == {"time_pressure", "modality"}
    assert machine.left_out(question()) == ()


def test_the_parts_of_a_hundred_requests_add_up_to_all(asked_for):
    asked = machine.lead(question("got_human", by="recipient_income"), asked_for.catalog)

    assert asked is not None
    for group in ("low", "mid", "high"):
        shares = [
            next(it.estimate for it in asked_for.finding(part).groups if it.group == group)
            for part in asked.parts
        ]
        assert sum(it.value for it in shares) == pytest.approx(1)
        human = next(
            it.estimate for it in asked_for.finding(asked.human).groups if it.group == group
        )
        assert human.value == pytest.approx(shares[0].value + shares[1].value)
    (gap,) = [it for it in asked_for.finding(asked.human).gaps if it.group == "low"]
    assert gap.is_reliable


def test_incomes_are_held_against_the_highest_that_is_asked_about():
    def versus(*levels):
        filters = Filters.of({"recipient_income": levels})
        found = machine.lead(question("got_human").asking(filters=filters), CATALOG)
        assert found is not None
        return {it.versus for it in found.questions}

    assert versus() == {"high"}
    assert versus("low", "mid") == {"mid"}
    assert versus("low") == {"others"}
    assert versus("low", "unknown") == {"others"}


def test_a_file_with_medians_alone_is_asked_for_those(tmp_path):
    tables = {"access_request": requests(wait="median_wait_days")}
    made = DatasetSource(build(tmp_path, tables=tables))

    asked = machine.lead(question("got_human", by="recipient_income"), made.catalog)

    assert asked is not None
    assert asked.wait is not None
    assert asked.wait.measure == "median_wait_days"
    low = estimate(made.finding(asked.wait), "low")
    assert low.value == pytest.approx(9 + 0.1 + 6.5 / 20, abs=0.01)  # means over 12 areas


def test_without_income_requests_are_asked_by_race(tmp_path):
    tables = {"access_request": requests().drop(columns="recipient_income")}
    catalog = DatasetSource(build(tmp_path, tables=tables)).catalog

    asked = machine.lead(question("got_human", by="recipient_race_ethnicity"), catalog)

    assert asked is not None
    assert asked.human.by == "recipient_race_ethnicity"


def test_humans_are_set_beside_a_bot_alike_in_need():
    asked = machine.beside(question(), CATALOG)

    assert asked is not None
    for it in asked.questions:
        assert it.versus == machine.BOT
        assert it.adjust == STANDARDISED
        assert it.strata == ("recipient_income", "setting", "stakes")
    assert asked.by_hurry.groups == ("human_hurried", "human_unhurried")
    assert asked.by_mis_seen is not None
    assert asked.by_mis_seen.groups == ("human_mis_saw",)


def test_what_is_asked_elsewhere_is_asked_of_bots_where_recipients_reported_it():
    heard = machine.beside(question("felt_heard", "bottom"), CATALOG)
    screens = machine.beside(question("screen_share", "mean"), CATALOG)
    wrong = machine.beside(question("mis_seen"), CATALOG)

    assert heard is not None
    assert (heard.by_hurry.measure, heard.by_hurry.show) == ("felt_heard", "bottom")
    assert screens is not None
    assert (screens.by_hurry.measure, screens.by_hurry.show) == ("felt_seen", "top")
    assert wrong is not None
    assert wrong.by_hurry.measure == "mis_seen"
    assert wrong.by_mis_seen is None  # everyone whom a human mis-saw was mis-seen


def test_where_need_is_not_known_nothing_is_adjusted(tmp_path):
    rows = meetings().drop(columns=["stakes", "recipient_income"])
    catalog = DatasetSource(build(tmp_path, rows)).catalog

    asked = machine.beside(question(), catalog)

    assert asked is not None
    assert {it.adjust for it in asked.questions} == {UNADJUSTED}


@pytest.mark.parametrize("name", ["ordinary", "surveys", "one_group"])
def test_data_without_requests_and_bots_is_asked_nothing(name):
    catalog = source(name).catalog

    assert every(catalog.default_question(), catalog) == []
    assert machine.first(catalog.default_question(), catalog) is None


def test_data_with_bots_and_no_requests_is_asked_of_encounters():
    catalog = source("bots").catalog

    asked = machine.first(question(), catalog)

    assert shape("bots").exists()
    assert asked is not None
    assert (asked.measure, asked.by) == ("met_bot", "recipient_income")
    assert machine.lead(question(), catalog) is None


def test_as_many_filters_as_there_can_be_break_nothing():
    names = ("age_band", "disability", "lgbtq", "profession", "quarter", "recipient_gender")
    where = {
        name: list(CATALOG.dimension(name).levels[:1])
        for name in (*names, "setting", "survey_mode")
    }
    assert len(where) == MOST_FILTERS

    assert machine.reasons(question(where=where), CATALOG) is None
    assert machine.beside(question(where=where), CATALOG) is not None


def test_what_is_built_tells_bots_and_humans_apart(tmp_path):
    made = DatasetSource(build(tmp_path, meetings(), tables={"institution": places()}))
    asked = machine.beside(question(), made.catalog)

    assert asked is not None
    counts = {it.group: it.estimate for it in made.finding(asked.by_hurry).groups}
    rows = meetings()
    is_bot = rows["modality"] == "bot"
    assert counts["bot"].n_answers == is_bot.sum()
    assert counts["human_hurried"].n_answers == (rows["time_pressure"] == 5).sum()
    assert counts["human_unhurried"].n_answers == (rows["time_pressure"] <= 2).sum()
    assert asked.by_mis_seen is not None
    seen = {it.group: it.estimate for it in made.finding(asked.by_mis_seen).groups}
    assert seen["human_mis_saw"].n_answers == (rows["mis_seen"] & ~is_bot).sum()
