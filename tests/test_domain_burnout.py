"""What the page of burnout asks: one instrument, exhaustion first, and nothing the data lacks."""

import pytest

from seen.domain import burnout
from seen.domain.measures import Show
from seen.domain.questions import MOST_FILTERS, Filters
from seen.errors import QuestionError
from tests.helpers import question, source
from tests.workers import workers

SURVEY = {"measure": "burden", "show": "mean", "by": "profession"}


def asked(**where):
    """Return a question about burden under some filters."""
    return question(**SURVEY, where=where)


def levels(found, name):
    """Return what a Question filters a Dimension by."""
    assert found is not None
    return found.filters.levels(name)


def test_the_instrument_with_most_scales_comes_first_and_a_chosen_one_stays():
    catalog = workers().catalog

    assert burnout.instruments(catalog) == ("CBI", "MBI_SCORES")
    assert burnout.instrument_of(asked(), catalog) == "MBI_SCORES"
    assert burnout.instrument_of(asked(instrument=["CBI"]), catalog) == "CBI"


def test_each_scale_is_asked_by_itself_with_exhaustion_first():
    found = burnout.blocks(asked(), workers().catalog)

    assert [levels(it, "scale") for it in found] == [
        ("exhaustion",),
        ("depersonalization",),
        ("accomplishment",),
    ]
    assert {levels(it, "instrument") for it in found} == {("MBI_SCORES",)}
    assert {(it.view, it.show) for it in found} == {("blocks", Show.MEAN)}


def test_a_question_about_encounters_becomes_one_about_workers_by_profession():
    catalog = workers().catalog

    found = burnout.level(question(), catalog)

    assert found is not None
    assert (found.measure, found.by, found.view) == ("burden", "profession", "levels")
    assert levels(found, "instrument") == ("MBI_SCORES",)
    assert levels(found, "scale") == ("exhaustion",)


def test_filters_the_survey_cannot_honour_are_left_out_and_others_stay():
    where = {"profession": ["nurse"], "time_pressure": ["5"]}

    found = burnout.level(question(where=where), workers().catalog)

    assert levels(found, "profession") == ("nurse",)
    assert levels(found, "time_pressure") == ()


def test_another_instrument_keeps_what_else_is_asked():
    catalog = workers().catalog
    before = asked(instrument=["MBI_SCORES"], scale=["accomplishment"], profession=["nurse"])

    found = burnout.on_instrument(before, catalog, "CBI")

    assert levels(found, "instrument") == ("CBI",)
    assert levels(found, "scale") == ("exhaustion",)
    assert levels(found, "profession") == ("nurse",)


def test_another_scale_dimension_and_measure_are_asked_on_the_same_instrument():
    catalog = workers().catalog
    before = asked(instrument=["MBI_SCORES"])

    scale = burnout.on_scale(before, catalog, "accomplishment")
    by = burnout.on_dimension(before, catalog, "leadership_third")
    measure = burnout.on_measure(before, catalog, "impeded_relationship")

    assert levels(scale, "scale") == ("accomplishment",)
    assert by is not None
    assert by.by == "leadership_third"
    assert measure is not None
    assert measure.measure == "impeded_relationship"
    assert {levels(it, "instrument") for it in (scale, by, measure)} == {("MBI_SCORES",)}


def test_levels_are_never_compared_by_what_is_kept_apart_or_by_time():
    catalog = workers().catalog

    offered = {item.name for item in burnout.dimensions(catalog)}
    found = burnout.level(asked().asking(by="instrument"), catalog)

    assert not offered & {"instrument", "scale", "quarter"}
    assert found is not None
    assert found.by == "profession"


def test_data_without_a_survey_is_asked_nothing():
    catalog = source("ordinary").catalog

    assert burnout.level(question(), catalog) is None
    assert burnout.blocks(question(), catalog) == ()
    assert burnout.waves(question(), catalog) is None
    assert burnout.on_instrument(question(), catalog, "CBI") is None


def test_one_wave_is_no_change_and_one_block_is_none_to_compare():
    catalog = source("surveys").catalog

    assert burnout.level(asked(), catalog) is not None
    assert burnout.waves(asked(), catalog) is None
    assert burnout.blocks(asked(), catalog) == ()


def test_eight_filters_leave_no_room_and_nothing_breaks():
    catalog = workers().catalog
    names = [item.name for item in burnout.dimensions(catalog)][: MOST_FILTERS - 1]
    where = {name: [catalog.dimension(name).levels[0]] for name in names}
    where["quarter"] = [catalog.dimension("quarter").levels[0]]
    full = asked().asking(filters=Filters.of(where))

    for found in (burnout.level(full, catalog), *burnout.blocks(full, catalog)):
        assert found is None or len(found.filters.names) <= MOST_FILTERS


@pytest.mark.parametrize(
    "parts",
    [
        {"measure": "burden", "show": "mean", "by": "profession"},  # no time
        {"measure": "felt_seen", "show": "top", "by": "quarter"},  # no workers
    ],
)
def test_waves_are_refused_with_what_they_need(parts):
    here = workers() if parts["measure"] == "burden" else source("ordinary")
    where = {"instrument": ["CBI"]} if parts["measure"] == "burden" else {}

    with pytest.raises(QuestionError, match="needs by = quarter"):
        here.finding(question(**parts, where=where, view="waves"))


@pytest.mark.parametrize("name", ["impeded_relationship", "burden"])
def test_what_is_asked_about_is_no_predictor_of_itself(name):
    source = workers()
    measure = source.catalog.measure(name)
    held = source.catalog.held_blocks(measure)
    chosen = Filters.of({"instrument": ["CBI"], "scale": ["exhaustion"]})
    question = source.catalog.default_question().asking(
        measure=name,
        show=Show.MEAN,
        by="profession",
        view="blocks",
        versus="others",
        filters=chosen,
    )

    finding = source.finding(source.catalog.checked(question))

    assert measure.column not in {column for _, columns in held for column in columns}
    assert [it.group for it in finding.parts if it.name == "block"] == [block for block, _ in held]
    is_on_path = any(it.name == "indirect" for it in finding.parts)
    assert is_on_path == (name != "impeded_relationship")
