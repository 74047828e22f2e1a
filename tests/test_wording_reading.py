"""The reading line names every filter in force, in words that can be read aloud."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seen.domain.questions import Filters
from seen.domain.scopes import Scope
from seen.wording.numbers import uncapital
from seen.wording.reading import reading_line
from tests.helpers import everything, question, source

CATALOG = everything()
NAMED = source("ordinary").catalog


def line(*, where=None, catalog=CATALOG, **parts):
    """Return the reading line of a scope."""
    usual: dict[str, Any] = {
        "table": "encounter_answer",
        "reporter": "recipient",
        "n_institutions": 36,
        "first_month": date(2025, 1, 1),
        "last_month": date(2025, 12, 1),
        "is_hidden": False,
        "n_rows": 4812,
        "n_asked": 4812,
        "n_answers": 2497,
    }
    scope = Scope(filters=Filters.of(where or {}), **(usual | parts))
    return " ".join(reading_line(scope, catalog)).replace("\u00a0", " ")


def test_the_line_of_visual_md():
    where = {"profession": ["nurse", "chaplain"], "time_pressure": ["5", "4"]}

    # VISUAL.md section 6, its "all 36" only where no filter takes encounters out of places
    assert line(where=where, catalog=NAMED) == (
        "Chaplains and nurses, 36 institutions, time pressure 4 and 5, 2025: "
        "4,812 encounters, 2,497 answered (52 %)."
    )
    assert line() == (
        "Everyone recorded, all 36 institutions, 2025: 4,812 encounters, 2,497 answered (52 %)."
    )


@pytest.mark.parametrize("name", ["time_pressure", "time_pressure_band"])
def test_a_filter_on_time_pressure_says_that_it_leaves_bots_out(name):
    levels = {name: CATALOG.dimension(name).levels[-1:]}

    # notes/demo.md 1.5; where the data does not say who was met nothing is claimed of bots
    assert ", without bots, 2025:" in line(where=levels)
    assert "bots" not in line(where=levels, catalog=NAMED)
    assert "bots" not in line(where={"profession": ["nurse"]})


def test_requests_come_from_areas_and_not_from_institutions():
    requests = {"table": "access_answer", "reporter": "record", "n_asked": None}
    settings = {"setting": ["hospital", "helpline"]}

    assert line(**requests, n_answers=4812).endswith("all 36 areas, 2025: 4,812 requests.")
    assert "36 areas" in line(**requests, where=settings)
    assert "hospitals" not in line(**requests, where=settings)
    assert "one area" in line(**(requests | {"n_institutions": 1}))


@st.composite
def some_filters(draw):
    """Return filters on any dimensions, with any of their levels."""
    dimensions = st.sampled_from(NAMED.dimensions)
    chosen = draw(st.lists(dimensions, max_size=8, unique_by=lambda item: item.name))
    return {
        item.name: draw(
            st.lists(st.sampled_from([*item.levels, "not_stated"]), min_size=1, unique=True)
        )
        for item in chosen
        if item.levels
    }


@given(where=some_filters(), n=st.integers(0, 40), is_hidden=st.booleans())
@example(where={"profession": ["chaplain"], "setting": ["helpline"]}, n=0, is_hidden=False)
def test_every_filter_in_force_is_named_whoever_is_left(where, n, is_hidden):
    rows = {"n_rows": 0, "n_asked": None, "n_answers": 0} if not n or is_hidden else {}

    said = line(where=where, n_institutions=n, is_hidden=is_hidden, catalog=NAMED, **rows).lower()

    for name, levels in where.items():
        dimension = NAMED.dimension(name)
        if name == "institution" and len(levels) > 4:
            assert f"{len(levels)} " in said
            continue
        for level in levels:
            is_number = name == "time_pressure" and level.isdecimal()
            label = level if is_number else dimension.level_label(level)
            assert label.lower() in said, (name, level)
        if name not in {"profession", "institution", "setting"}:
            assert dimension.phrase("label").lower() in said


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"setting": ["helpline"], "profession": ["chaplain"]}, "Chaplains, helplines: "),
        ({"setting": ["helpline", "home_care"]}, "helplines and home care agencies: "),
        ({"institution": ["w01"], "setting": ["hospital"]}, "Ward 01, kind of institution: hosp"),
        ({"institution": [f"w{ward:02}" for ward in range(1, 6)]}, ", 5 institutions: "),
    ],
)
def test_places_are_named_also_where_nobody_is_left_or_no_count_is_said(where, said):
    catalog = source("ordinary").catalog
    gone = {"n_institutions": 0, "n_rows": 0, "n_asked": None, "n_answers": 0}

    for is_hidden in (False, True):
        parts = {"first_month": None, "last_month": None, "is_hidden": is_hidden}
        assert said in line(where=where, catalog=catalog, **gone, **parts)


def test_levels_are_small_after_their_label_and_those_with_commas_stay_apart():
    where = {"recipient_gender": ["non_binary"], "recipient_income": ["low"]}
    race = {"recipient_race_ethnicity": ["mena", "white"], "modality": ["human_phone"]}

    assert ", gender: non-binary people, income: low, 2025: " in line(where=where)
    said = line(where=race)
    assert "race or ethnicity: Middle Eastern, North African; and White" in said
    assert "how they met: human, by phone" in said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Time at a screen", "time at a screen"),
        ("Use of AI", "use of AI"),
        ("LGBTQ", "LGBTQ"),
        ("ICU nurse", "ICU nurse"),
        ("Mis-seen before", "mis-seen before"),
        ("Black churches", "Black churches"),
        ("Middle Eastern, North African", "Middle Eastern, North African"),
        ("Middle third", "middle third"),
        ("Worker’s gender", "worker’s gender"),
        ("PHQ-9 at intake", "PHQ-9 at intake"),
        ("mutual", "mutual"),
        ("", ""),
    ],
)
def test_inside_a_line_a_label_is_small_unless_it_is_an_acronym_or_a_name(label, said):
    assert uncapital(label) == said


def test_acronyms_keep_their_letters_in_the_line():
    said = line(
        where={"lgbtq": ["yes"], "ai_adoption": [CATALOG.dimension("ai_adoption").levels[0]]}
    )

    assert ", LGBTQ: yes, " in said
    assert ", use of AI: " in said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2025, 1, 1), date(2025, 12, 1), "2025"),
        (date(2024, 1, 1), date(2025, 12, 1), "2024 to 2025"),
        (date(2025, 3, 1), date(2025, 3, 1), "March 2025"),
        (date(2024, 11, 1), date(2025, 3, 1), "November 2024 to March 2025"),
        (date(2025, 1, 1), date(2025, 11, 1), "January 2025 to November 2025"),
    ],
)
def test_a_period_is_said_in_the_fewest_words(first, last, said):
    assert f", {said}: " in line(first_month=first, last_month=last)


def test_data_without_dates_or_places_says_neither():
    assert line(first_month=None, last_month=None, n_institutions=0) == (
        "Everyone recorded: 4,812 encounters, 2,497 answered (52 %)."
    )


def test_places_are_called_what_the_data_calls_them():
    wards = replace(CATALOG, institution_word="ward")

    assert ", all 12 wards, " in line(catalog=wards, n_institutions=12)
    assert ", one ward, " in line(catalog=wards, n_institutions=1)
    assert ", 7 wards, " in line(
        catalog=wards, n_institutions=7, where={"recipient_income": ["low"]}
    )


@pytest.mark.parametrize(
    ("where", "n", "said"),
    [
        ({"institution": ["w02", "w01"]}, 2, "Ward 01 and Ward 02"),
        ({"institution": [f"w{ward:02}" for ward in range(1, 6)]}, 5, "5 institutions"),
        ({"setting": ["hospital"]}, 8, "all 8 hospitals"),
        ({"setting": ["hospital", "college"]}, 9, "all 9 colleges and hospitals"),
        ({"setting": ["hospital"], "recipient_income": ["low"]}, 8, "8 hospitals"),
        ({"setting": ["hospital"]}, 1, "one hospital"),
        ({"setting": ["hospital", "college"]}, 1, "one college or hospital"),
        ({"setting": ["home_care"]}, 1, "one home care agency"),
        (
            {"institution": [f"w{ward:02}" for ward in range(1, 6)], "recipient_income": ["low"]},
            3,
            "3 of 5 institutions that were chosen",
        ),
        ({"profession": ["nurse"]}, 8, "all 8 institutions"),
    ],
)
def test_places_are_named_or_counted(where, n, said):
    assert f", {said}, " in line(where=where, n_institutions=n, catalog=source("ordinary").catalog)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "4,812 encounters, 2,497 answered (52 %)"),
        ({"n_asked": 4000}, "4,812 encounters, 4,000 asked, 2,497 answered (62 %)"),
        ({"n_asked": None}, "4,812 encounters, 2,497 answers"),
        ({"n_asked": 100}, "4,812 encounters, 2,497 answers"),  # more answers than asked
        ({"n_asked": 0, "n_answers": 0}, "4,812 encounters"),
        ({"n_answers": 0}, "4,812 encounters, none answered (0 %)"),
        ({"n_asked": None, "n_answers": 0}, "4,812 encounters, no answers"),
        ({"n_rows": 0, "n_asked": None, "n_answers": 0}, "no encounters"),
        ({"n_rows": 0, "n_asked": 0, "n_answers": 0}, "no encounters"),
        (
            {"reporter": "worker", "n_asked": None, "n_answers": 0},
            "4,812 encounters, none answered by workers",
        ),
        ({"reporter": "worker", "n_asked": None}, "4,812 encounters, 2,497 answered by workers"),
        (
            {"reporter": "record", "n_asked": None},
            "4,812 encounters, 2,497 with a record of this",
        ),
        ({"is_hidden": True}, "no counts, to protect people"),
        (
            {"table": "access_answer", "reporter": "record", "n_asked": None},
            "4,812 requests, 2,497 with a record of this",
        ),
        (
            {"table": "burnout_answer", "reporter": "worker", "n_asked": None},
            "2,497 survey answers",  # not how many scores, which nobody could check
        ),
        (
            {"table": "burnout_answer", "reporter": "worker", "n_asked": None, "n_answers": 0},
            "no survey answers",
        ),
        (
            {"table": "time_answer", "reporter": "record", "n_asked": None},
            "4,812 time records, 2,497 with a record of this",
        ),
    ],
)
def test_how_many_is_said_as_the_data_has_it(parts, said):
    assert line(**parts).endswith(f": {said}.")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({}, "Everyone recorded, all 36 areas, 2025:"),
        ({"recipient_income": ["low"]}, "Those recorded, 36 areas, income: low, 2025:"),
        (
            {"setting": ["hospital", "college"]},
            "Everyone recorded, kind of institution: college and hospital, 36 areas, 2025:",
        ),
    ],
)
def test_requests_come_from_areas(where, said):
    assert line(table="access_answer", where=where).startswith(said)


def test_one_area_is_one_area():
    assert ", one area, " in line(table="access_answer", n_institutions=1)


def test_a_hidden_scope_says_no_number_of_people():
    said = line(is_hidden=True, n_rows=0, n_asked=None, n_answers=0, n_institutions=3)

    assert said == "Everyone recorded, all 3 institutions, 2025: no counts, to protect people."


def test_the_line_of_a_source_is_that_of_its_scope():
    opened = source("ordinary")

    said = reading_line(opened.scope(question(where={"profession": ["nurse"]})), opened.catalog)

    assert said == (
        "Nurses, all 12 institutions, 2025:",
        "800 encounters, 800 answered (100\u00a0%).",
    )


def test_chosen_wards_stand_in_the_order_of_the_data_whatever_their_codes_are():
    ward = NAMED.dimension("institution")
    turned = replace(ward, levels=tuple(reversed(ward.levels)))
    others = [item for item in NAMED.dimensions if item.name != "institution"]
    catalog = replace(NAMED, dimensions=(*others, turned))

    said = line(where={"institution": ["w02", "w01"]}, catalog=catalog)

    assert "Ward 02 and Ward 01" in said
