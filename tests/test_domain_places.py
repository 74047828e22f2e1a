"""The Questions of the page of places: what is held is asked, nothing else, and at most four."""

from dataclasses import replace

import pytest

from seen.domain import places
from seen.domain.questions import DECOMPOSITION, FUNNEL
from tests.helpers import everything, question, source

CATALOG = everything()


def without(*columns):
    """Return the Catalog of data that lacks some columns."""
    present = frozenset(it for it in CATALOG.present if it[1] not in columns)
    return replace(CATALOG, present=present)


def test_every_practice_is_asked_of_the_same_measure_under_the_same_filters():
    asked = question(where={"profession": ["nurse"]}, versus="white", groups=("black",))

    found = places.practices(asked, CATALOG)

    assert [it.by for it in found] == [
        *("leadership_third", "mentoring_third", "reflective_practice"),
        "measure_intensity_third",
    ]
    for it in found:
        assert (it.measure, it.show, it.filters) == (asked.measure, asked.show, asked.filters)
        assert (it.versus, it.groups, it.by2) == ("others", (), None)


def test_what_the_data_lacks_is_not_asked_but_named_and_resources_take_its_place():
    catalog = without("mentoring_third")

    found = places.practices(question(), catalog)

    assert [it.by for it in found][-1] == "resource_level"
    assert places.lacking(question(), catalog) == ()  # four are drawn
    fewer = without("mentoring_third", "resource_level")
    assert [it.name for it in places.lacking(question(), fewer)] == ["mentoring_third"]


def test_data_without_practices_asks_what_differs_inside_its_places():
    catalog = without(*(CATALOG.dimension(name).column for name in places.PRACTICES))

    assert places.practices(question(), catalog) == ()
    assert [it.by for it in places.inside(question(), catalog)] == list(places.INSIDE)
    assert places.first(question(), catalog) == places.inside(question(), catalog)[0]


def test_burnout_is_asked_of_workers_by_the_same_practices_where_there_is_a_survey():
    assert {it.measure for it in places.burnout(question(), CATALOG)} == {"burnout_case"}
    assert places.burnout(question(), without("is_case")) == ()


def test_communities_are_asked_about_where_they_are_described():
    assert [it.by for it in places.community(question(), CATALOG)] == list(places.COMMUNITY)
    assert places.community(question(), without(*places.COMMUNITY)) == ()


def test_the_closed_parts_are_a_funnel_and_what_remains_inside_the_same_place():
    funnel, parts = (ask(question(), CATALOG) for ask in (places.funnel, places.where_met))

    assert funnel is not None
    assert (funnel.view, funnel.by) == (FUNNEL, "institution")
    assert parts is not None
    assert (parts.view, parts.strata) == (DECOMPOSITION, ("institution",))
    assert places.where_met(question(by="institution"), CATALOG) is None


@pytest.mark.parametrize("name", ["no_practitioners", "ordinary"])
def test_what_is_asked_can_be_answered(name):
    opened = source(name)
    asked = opened.catalog.default_question()

    for it in (*places.practices(asked, opened.catalog), *places.inside(asked, opened.catalog)):
        assert opened.can(it) is None
