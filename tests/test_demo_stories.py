"""The stories of the demo: short, humane in their bounds, and tied to what the Catalog knows."""

from __future__ import annotations

import re
import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest

from seen import store
from seen.demo import generate, truth, vignettes
from seen.domain.links import read
from seen.settings import ROOT
from seen.sources.dataset import DatasetSource

STORIES = tomllib.loads(vignettes.STORIES.read_text(encoding="utf-8"))["vignette"]
TITLES = [story["title"] for story in STORIES]
MOST_WORDS = 120
IDEAS = {f"S{number}" for number in range(1, 22)}
# what would pass for evidence, or blame somebody
NOT_HERE = re.compile(
    r"\d|per ?cent|%|statistic|average|majority|most (people|patients|workers|nurses|doctors)"
    r"|studies|research|suicid|careless|lazy|heartless|incompetent",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stories")
    generate.build(folder=folder, encounters=3_000, seed=5, progress=lambda *_: None)
    opened = DatasetSource(store.newest(folder, "demo"))
    yield opened
    opened.close()


def test_there_are_enough_and_each_has_its_own_title():
    assert 12 <= len(STORIES) <= 16
    assert len(set(TITLES)) == len(TITLES)


@pytest.mark.parametrize("story", STORIES, ids=TITLES)
def test_a_story_is_short_and_says_nothing_that_reads_as_evidence(story):
    told = f"{story['title']} {story['story']}"

    assert 60 <= len(story["story"].split()) <= MOST_WORDS
    assert NOT_HERE.search(told) is None


@pytest.mark.parametrize("story", STORIES, ids=TITLES)
def test_a_story_is_a_marked_draft(story):
    assert (story["kind"], story["status"]) == ("composite", "draft")
    assert "reviewers" not in story
    assert "review_date" not in story
    assert story["content_note"]
    assert story["theme"] in IDEAS


@pytest.mark.parametrize("story", STORIES, ids=TITLES)
def test_a_story_happens_where_its_profession_works(story):
    pair = f"{story['setting']}.{story['profession']}"

    assert pair in truth.load().numbers("structure.units")


@pytest.mark.parametrize("story", STORIES, ids=TITLES)
def test_the_tags_of_a_story_are_levels_of_the_catalog(story, source):
    tags = dict(tag.split("=") for tag in story["filter_tags"])

    assert tags["profession"] == story["profession"]
    assert tags["setting"] == story["setting"]
    for name, level in tags.items():
        assert level in source.catalog.dimension(name).levels, name


@pytest.mark.parametrize("story", STORIES, ids=TITLES)
def test_the_link_of_a_story_is_a_question_of_the_catalog(story, source):
    parts = urlsplit(story["data_link"])
    query = parse_qs(parts.query, strict_parsing=True)

    asked, ignored = read(query, source.catalog)

    assert (ROOT / "pages" / f"{parts.path.removeprefix('/')}.py").exists()
    assert ignored == ()
    assert asked.measure == query["measure"][0]
    assert asked.show == query["show"][0]
    assert "by" not in query or asked.by == query["by"][0]
    assert source.catalog.checked(asked) == asked


def test_both_sides_and_many_settings_have_a_voice():
    assert len({story["profession"] for story in STORIES}) >= 8
    assert len({story["setting"] for story in STORIES}) >= 7
    assert len({story["theme"] for story in STORIES}) >= 8


def test_the_demo_holds_every_story_as_it_stands(source):
    held = source._file._con.table("vignette").df()

    assert list(held["title"]) == TITLES
    assert list(held["story"]) == [" ".join(story["story"].split()) for story in STORIES]
    assert held["filter_tags"].iloc[0] == "profession=hospital_doctor; setting=hospital"
    assert held["reviewers"].isna().all()
