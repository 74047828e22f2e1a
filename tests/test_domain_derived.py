"""The Questions that pages make of what is asked."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from seen.domain import closer, derived
from seen.domain.measures import Show
from seen.domain.questions import DISTRIBUTION, Filters
from tests.helpers import everything, question, source

CATALOG = everything()
PRESSURE = ("time_pressure", "time_pressure_band")
DIMENSIONS = [item.name for item in CATALOG.offered_dimensions("encounter_answer")]
FILTERS = st.dictionaries(
    st.sampled_from(
        [*PRESSURE, "profession", "recipient_income", "mis_seen_reason", "felt_seen_by"]
    ),
    st.just(["1"]),
)


def levels_of(names):
    """Return Filters on the first level of each of these Dimensions."""
    return Filters.of({name: [CATALOG.dimension(name).levels[0]] for name in names})


@given(by=st.sampled_from(DIMENSIONS), chosen=FILTERS)
def test_what_pages_derive_can_be_asked_and_keeps_the_other_filters(by, chosen):
    asked = question(by=by).asking(filters=levels_of(chosen))
    made = {
        derived.under_pressure(asked, CATALOG): PRESSURE,
        derived.exposure(asked, CATALOG): PRESSURE,
        closer.reasons(asked, CATALOG): ("mis_seen_reason",),
        closer.earlier(asked, CATALOG): ("earlier_mis_seen",),
        closer.both_sides(asked, CATALOG): ("felt_seen_by",),
    }

    for found, left_out in made.items():
        if found is None:
            continue
        assert CATALOG.checked(found) == found
        assert set(found.filters.names) == set(chosen) - set(left_out)


def test_pressure_is_crossed_with_what_is_asked_and_is_never_its_own_group():
    asked = question(by="recipient_income", versus="high", groups=("low",))

    found = derived.under_pressure(asked, CATALOG)
    other = derived.under_pressure(question(by="time_pressure", versus="5"), CATALOG)

    assert found is not None
    assert other is not None
    assert (found.by, found.by2, found.versus) == ("recipient_income", "time_pressure", "high")
    assert found.groups == ("low",)
    assert (other.by, other.versus, other.groups) == ("recipient_race_ethnicity", "others", ())


def test_exposure_counts_encounters_and_not_answers():
    found = derived.exposure(question(), CATALOG)

    assert found is not None
    assert (found.view, found.measure, found.by2) == (DISTRIBUTION, "hurried", "time_pressure")


def test_both_sides_are_asked_only_where_both_are_known():
    one_side = replace(CATALOG, present=CATALOG.present - {("encounter_answer", "felt_seen_by")})

    assert closer.both_sides(question(), CATALOG) is not None
    assert closer.both_sides(question(), one_side) is None


def test_what_the_data_does_not_hold_is_not_asked():
    here = source("organisations").catalog  # no reasons, and nobody mis-seen before

    assert closer.reasons(question(), here) is None
    assert closer.earlier(question(), here) is None
    assert derived.overall(here, "felt_heard", Show.TOP, Filters()) is None
    assert closer.crossed(question(), here, "recipient_race_ethnicity") is None


def test_a_filter_a_table_cannot_honour_is_left_out_of_that_question_alone():
    entry = next(item for item in CATALOG.overview if item.measure == "burnout_case")
    filters = levels_of(["profession", "time_pressure"])
    here = source("surveys").catalog

    found = derived.fixed(entry, here, filters)

    assert found is None or "time_pressure" not in found.filters.names


def test_the_overview_starts_with_the_first_measure_of_its_list_that_the_data_holds():
    assert derived.lead_measure(CATALOG).name == "felt_seen"
    assert derived.lead_measure(source("surveys").catalog).name == "burnout_case"


def test_the_overview_draws_at_most_six_rows_and_keeps_those_not_in_this_data():
    here = source("ordinary").catalog

    rows = derived.by_people(here, derived.lead_measure(here), Filters())

    assert list(rows) == [
        item.name for item in derived.overview_rows(CATALOG, CATALOG.measure("felt_seen"))
    ]
    assert len(rows) == 6
    assert rows["recipient_income"] is not None
    assert rows["disability"] is None
