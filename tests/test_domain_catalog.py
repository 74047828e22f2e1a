"""The Catalog: every declaration checked, stored and read back, and extended by a recipe."""

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from seen.domain.catalog import Catalog, institution_words
from seen.domain.columns import Column
from seen.domain.dimensions import NOT_STATED, RESERVED, Dimension
from seen.domain.measures import Measure, Show
from seen.errors import CatalogError
from seen.sources.dataset import DatasetSource
from seen.sources.dictionary import standard
from tests.helpers import build, everything, institutions, source, visits

MEASURE: dict[str, Any] = {
    "name": "warmth",
    "table": "encounter_answer",
    "column": "warmth",
    "unit": "recipient",
    "scale": (1, 5),
    "shows": (Show.TOP,),
    "better": "higher",
    "reporter": "recipient",
    "evidence": "experimental",
    "instrument": "One item",
    "top": (5,),
}
DIMENSION: dict[str, Any] = {
    "name": "shift",
    "column": "shift",
    "role": "encounter",
    "levels": ("day", "night"),
}
RECIPE: dict[str, Any] = {
    "table": {
        "encounter": {"column": {"shift": {"type": "category", "levels": ["day", "night"]}}}
    },
    "measure": {
        "warmth": {
            "table": "encounter_answer",
            "unit": "recipient",
            "scale": [1, 5],
            "top": [5],
            "shows": ["top"],
            "better": "higher",
            "reporter": "recipient",
            "evidence": "experimental",
            "label": "warmth",
            "did_top": "full warmth",
        }
    },
    "dimension": {
        "shift": {
            "role": "encounter",
            "levels": ["day", "night"],
            "label": "Shift",
            "people": "recipients met by {level}",
            "workers": "workers on shift: {level}",
            "level_labels": {"day": "day shift"},
        }
    },
    "overview": [{"measure": "warmth", "show": "top", "by": "shift", "level": "night"}],
}


def test_the_standard_catalog_survives_its_file():
    for catalog in (standard(), everything(), source("ordinary").catalog):
        assert Catalog.from_json(catalog.to_json()) == catalog


def test_a_recipes_catalog_extends_the_standard_one_and_survives_its_file():
    own = Catalog.from_toml(RECIPE)

    both = standard().extended(own)

    assert both.measures[0] == own.measure("warmth")  # a recipe's own come first
    assert {item.name for item in standard().measures} < {item.name for item in both.measures}
    assert both.dimension("shift").levels == ("day", "night")
    assert both.columns[-1] == Column(
        table="encounter", name="shift", type="category", levels=("day", "night")
    )
    assert both.overview == own.overview
    assert Catalog.from_json(both.to_json()) == both


def test_a_recipe_replaces_what_it_names_again():
    own = Catalog.from_toml({"measure": {"felt_seen": {**RECIPE["measure"]["warmth"]}}})

    both = standard().extended(own)

    assert [item.name for item in both.measures].count("felt_seen") == 1
    assert both.measure("felt_seen").shows == (Show.TOP,)
    assert both.overview == standard().overview


def test_a_recipes_own_words_come_first_and_have_fallbacks():
    own = Catalog.from_toml(RECIPE)

    measure, shift = own.measure("warmth"), own.dimension("shift")
    assert measure.phrase("did_top") == "full warmth"
    assert measure.phrase("short_top") == "the top answer on warmth"
    assert shift.level_label("day") == "day shift"
    assert shift.level_label("night") == "Night"
    assert shift.people("day") == "recipients met by day shift"
    assert shift.people("day", are_workers=True) == "workers on shift: day shift"
    bare = Dimension(**DIMENSION)
    assert bare.phrase("label") == "Shift"
    assert bare.people("night") == "people with Shift “Night”"
    assert bare.people("night", are_workers=True) == "workers with shift “Night”"


@pytest.mark.parametrize("part", ["people", "workers", "people.night"])
@pytest.mark.parametrize(
    "said", ["{name}", "{}", "{level.__class__}", "{level!r}", "{level:9}", "{"]
)
def test_words_with_any_other_blank_are_refused_when_declared(part, said):
    with pytest.raises(CatalogError, match="may have one blank"):
        Dimension(**DIMENSION, words=((part, said),))


def test_the_overview_holds_the_eight_of_the_design():
    asked = [(item.measure, item.by, item.level) for item in standard().overview]

    # DESIGN.md section 5
    assert asked == [
        ("felt_seen", "recipient_income", "low"),
        ("felt_seen", "recipient_race_ethnicity", "black"),
        ("felt_seen", "recipient_race_ethnicity", "multi"),
        ("felt_seen", "time_pressure", "5"),
        ("mis_seen", "recipient_race_ethnicity", "black"),
        ("felt_heard", "recipient_race_ethnicity", "black"),
        ("met_bot", "recipient_income", "low"),
        ("burnout_case", "leadership_third", "lowest"),
    ]
    for entry in standard().overview:
        assert entry.show in standard().measure(entry.measure).shows
        assert entry.level in standard().dimension(entry.by).levels


def test_a_derived_dimension_is_made_of_a_column_that_exists():
    columns = {column.name: column for column in standard().columns}

    for item in standard().dimensions:
        made_from = item.thirds_of or item.cuts_of or item.merge_of
        assert item.is_derived == (made_from is not None)
        if made_from in (None, "kind_of_time"):  # a column the answer table itself makes
            continue
        assert columns[made_from].type in {"integer", "number"}
        if item.merge_of:
            assert item.levels == tuple(level for level, _ in item.merges)


def test_declared_levels_are_those_of_the_column():
    columns = {column.name: set(column.levels) for column in standard().columns if column.levels}

    for item in standard().dimensions:
        if item.column in columns:
            assert set(item.levels) == columns[item.column], item.name


def test_cuts_thirds_and_merges_make_their_levels():
    made = Catalog.from_toml(
        {
            "dimension": {
                "banded": {"role": "place", "cuts_of": "x", "cuts": [1, 2]},
                "third": {"role": "place", "thirds_of": "x"},
                "merged": {"role": "place", "merge_of": "x", "merges": {"a": ["1"], "b": ["2"]}},
            }
        }
    )

    assert made.dimension("banded").levels == ("band_1", "band_2", "band_3")
    assert made.dimension("third").levels == ("lowest", "middle", "highest")
    assert made.dimension("merged").levels == ("a", "b")


def test_the_data_decides_what_is_offered():
    catalog = source("ordinary").catalog

    assert catalog.offers(catalog.measure("felt_seen"))
    assert not catalog.offers(catalog.measure("felt_heard"))
    assert catalog.splits(catalog.dimension("time_pressure_band"), "encounter_answer")
    assert not catalog.splits(catalog.dimension("age_band"), "encounter_answer")
    assert catalog.offered_dimensions("burnout_answer") == ()


def test_levels_of_the_data_are_filled_in_at_build():
    institution = source("ordinary").catalog.dimension("institution")

    assert institution.levels == tuple(f"w{ward:02}" for ward in range(1, 13))
    assert institution.level_label("w03") == "Ward 03"
    assert source("ordinary").catalog.dimension("quarter").levels == tuple(
        f"2025 Q{quarter}" for quarter in range(1, 5)
    )


def test_thirds_keep_the_cut_points_of_all_institution_years():
    # leadership is 1.25, 1.5, … 4.0 in twelve places; the thirds of the eleven steps between
    # them lie at steps 11/3 and 22/3
    cuts = source("ordinary").catalog.dimension("leadership_third").cuts

    assert cuts == pytest.approx((1.25 + 0.25 * 11 / 3, 1.25 + 0.25 * 22 / 3))


def test_thirds_of_communities_are_cut_over_areas(tmp_path):
    # one ward in the loneliest area, eleven in the least lonely: still one area each
    areas = pd.DataFrame({"area_id": [1, 2, 3], "ucla3_lonely_share": [0.1, 0.2, 0.4]})
    wards = institutions().assign(area_id=[3] + [1] * 11)

    data = build(tmp_path, visits(), tables={"institution": wards, "community": areas})

    opened = DatasetSource(data)
    cuts = opened.catalog.dimension("loneliness_third").cuts
    opened.close()
    assert cuts == pytest.approx((0.1 + 0.1 * 2 / 3, 0.2 + 0.2 / 3))  # by hand, type 7


def test_the_institution_word_has_a_plural():
    agency = replace(standard(), institution_word="agency", institution_plural="agencies")

    assert institution_words(replace(standard(), institution_word="ward")) == ("ward", "wards")
    assert institution_words(agency) == ("agency", "agencies")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Warmth"}, "lower-case letters"),
        ({"column": "a b"}, "lower-case letters"),
        ({"name": "a" * 61}, "lower-case letters"),
        ({"table": "encounter"}, "table must be one of encounter_answer"),
        ({"better": "up"}, "better must be one of higher, lower, none"),
        ({"reporter": "robot"}, "reporter must be one of recipient, worker, record"),
        ({"evidence": "proven"}, "evidence must be one of validated, experimental"),
        ({"scale": (5, 1)}, "lowest, highest"),
        ({"scale": (1, 2, 3)}, "lowest, highest"),
        ({"shows": ()}, "shows must name"),
        ({"shows": (Show.BOTTOM,)}, "declares no bottom values"),
        ({"top": (6,)}, "lies outside its scale"),
        ({"bottom": (5,), "shows": (Show.TOP, Show.BOTTOM)}, "share a value"),
    ],
)
def test_a_measure_refuses_nonsense(changes, message):
    with pytest.raises(CatalogError, match=message):
        Measure(**(MEASURE | changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Shift"}, "lower-case letters"),
        ({"column": "1st"}, "lower-case letters"),
        ({"role": "patient"}, "role must be one of"),
        ({"levels": ("day", "day")}, "names a level twice"),
        ({"levels": ()}, "needs levels"),
        ({"thirds_of": "x", "cuts_of": "y"}, "one way only"),
        ({"unstated": ("dusk",)}, "must be among its levels"),
        *[({"name": name}, "reserved for links") for name in sorted(RESERVED)],
    ],
)
def test_a_dimension_refuses_nonsense(changes, message):
    with pytest.raises(CatalogError, match=message):
        Dimension(**(DIMENSION | changes))


def test_a_catalog_refuses_a_name_declared_twice():
    twice = (Measure(**MEASURE), Measure(**MEASURE))

    with pytest.raises(CatalogError, match="Measure declared twice: warmth"):
        Catalog(measures=twice, dimensions=())


def test_a_column_has_a_known_type():
    with pytest.raises(CatalogError, match="type must be one of integer"):
        Column(table="encounter", name="x", type="varchar")


def test_a_misspelled_key_is_refused_by_name():
    with pytest.raises(CatalogError, match="Measure warmth"):
        Catalog.from_toml(
            {"measure": {"warmth": {**RECIPE["measure"]["warmth"], "beter": "lower"}}}
        )


@pytest.mark.parametrize(
    "stored",
    [
        *("", "{", "[]", "null", "7", '"text"', "{}", '{"measures": []}'),
        json.dumps({"columns": [], "measures": [{}], "dimensions": [], "overview": []}),
        json.dumps({"columns": 1, "measures": [], "dimensions": [], "overview": []}),
    ],
)
def test_a_stored_catalog_that_cannot_be_read_is_one_calm_error(stored):
    with pytest.raises(CatalogError):
        Catalog.from_json(stored)


def test_what_is_not_declared_is_an_error():
    with pytest.raises(CatalogError, match="no Measure 'joy'"):
        standard().measure("joy")
    with pytest.raises(CatalogError, match="no Dimension 'mood'"):
        standard().dimension("mood")


@pytest.mark.parametrize(
    ("better", "show", "sign"),
    [
        ("higher", Show.TOP, -1),
        ("higher", Show.BOTTOM, 1),
        ("higher", Show.MEAN, -1),
        ("lower", Show.TOP, 1),
        ("lower", Show.BOTTOM, -1),
        ("lower", Show.MEAN, 1),
        ("none", Show.TOP, 1),
        ("none", Show.BOTTOM, 1),
        ("none", Show.MEAN, 1),
    ],
)
def test_more_is_worse_or_better_by_direction_and_show(better, show, sign):
    assert Measure(**(MEASURE | {"better": better})).worse_sign(show) == sign


def test_a_share_runs_over_one_and_a_mean_over_its_scale():
    measure = Measure(**MEASURE)

    assert (measure.span(Show.TOP), measure.span(Show.MEAN)) == (1.0, 4)
    assert (measure.box(Show.TOP), measure.box(Show.MEAN)) == ((5,), None)


def test_levels_stand_in_catalog_order_with_not_stated_last():
    race = standard().dimension("recipient_race_ethnicity")

    levels = [NOT_STATED, "white", "prefer_not", "asian"]

    assert sorted(levels, key=race.place) == ["asian", "white", "prefer_not", NOT_STATED]
    assert [race.is_unstated(level) for level in levels] == [True, False, True, False]
