"""Stories: of whom they tell, where they may stand, and which Question they go with."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.demo import vignettes
from seen.domain.questions import MOST_FILTERS, Filters
from seen.domain.stories import Story, placed
from tests.helpers import everything, source

CATALOG = everything()
STORIES = tuple(
    Story.of({"reviewers": None, "review_date": None} | {str(key): it for key, it in row.items()})
    for row in vignettes.table().to_dict("records")
)
TABLE = "encounter_answer"
NAMED = ("profession", "setting", "recipient_income", "recipient_race_ethnicity", "modality")
LEVELS = {name: CATALOG.dimension(name).levels for name in NAMED}


@st.composite
def filters(draw):
    """Draw Filters on some Dimensions that stories tell of."""
    names = draw(st.sets(st.sampled_from(NAMED)))
    return Filters.of(
        {name: draw(st.sets(st.sampled_from(LEVELS[name]), min_size=1)) for name in names}
    )


def test_every_shipped_story_can_stand_and_asks_what_can_be_asked():
    stand = placed(STORIES, CATALOG, Filters(), TABLE)

    assert [story for story, _ in stand] == list(STORIES)
    assert all(story.asks(CATALOG, Filters()) for story in STORIES)


@pytest.mark.parametrize(
    "link",
    [
        *("/javascript:alert(1)", "javascript:alert(1)", "//elsewhere.example/gaps/x"),
        *("/\\\\elsewhere.example", "/gaps/../../x", "?by=profession", ""),
    ],
)
def test_a_story_leads_to_a_page_and_nowhere_else(link):
    story = replace(STORIES[0], link=link)

    assert story.asks(CATALOG, Filters()) is None


def test_every_shipped_story_is_a_composite_nobody_has_reviewed():
    assert {(story.kind, story.status, story.reviewers) for story in STORIES} == {
        ("composite", "draft", "")
    }


@given(chosen=filters())
def test_a_story_stands_only_among_those_it_tells_of(chosen):
    for story, among in placed(STORIES, CATALOG, chosen, TABLE):
        told, kept = dict(story.tags.chosen), dict(among.chosen)
        assert set(kept) == set(told) | set(chosen.names)
        for name, levels in kept.items():
            assert set(levels) <= set(told.get(name, levels))
            assert set(levels) <= set(chosen.levels(name) or levels)


@given(chosen=filters())
def test_a_story_is_left_out_only_where_a_filter_leaves_none_of_its_people(chosen):
    stand = {story for story, _ in placed(STORIES, CATALOG, chosen, TABLE)}

    for story in STORIES:
        is_against = any(
            name in chosen.names and not set(levels) & set(chosen.levels(name))
            for name, levels in story.tags.chosen
        )
        assert (story in stand) != is_against


def test_a_story_of_what_the_data_does_not_tell_apart_is_left_out():
    without = replace(CATALOG, present=CATALOG.present - {(TABLE, "recipient_income")})

    stand = {story for story, _ in placed(STORIES, without, Filters(), TABLE)}

    told = {story for story in STORIES if "recipient_income" in story.tags.names}
    assert told
    assert stand == set(STORIES) - told


def test_a_story_with_more_filters_than_can_be_asked_does_not_stand():
    others = [item for item in CATALOG.dimensions if item.levels and item.name not in NAMED]
    full = Filters.of({item.name: item.levels[:1] for item in others[:MOST_FILTERS]})
    crowded = [story for story in STORIES if len({*full.names, *story.tags.names}) > MOST_FILTERS]

    stand = {story for story, _ in placed(STORIES, CATALOG, full, TABLE)}

    assert crowded
    assert not stand & set(crowded)


def test_a_link_keeps_the_filters_its_table_can_honour():
    story = next(it for it in STORIES if "measure=mis_seen" in it.link)

    found = story.asks(CATALOG, Filters.of({"profession": ["nurse"]}))

    assert found is not None
    page, asked = found
    assert (page, asked.measure) == ("gaps", "mis_seen")
    assert asked.filters.levels("profession") == ("nurse",)


def test_a_link_to_what_the_data_does_not_hold_is_none():
    story = next(it for it in STORIES if "measure=met_bot" in it.link)

    assert story.asks(source("surveys").catalog, Filters()) is None
