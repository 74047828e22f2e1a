"""A level that has the name of something else is refused before any figure could mix them up."""

import pytest

from seen.domain.dimensions import NOT_STATED, RESERVED_LEVELS, Dimension
from seen.domain.questions import VERSUS_LARGEST, VERSUS_OTHERS
from seen.errors import CatalogError, SeenError
from seen.sources.asking import EVERYONE
from seen.sources.dataset import DatasetSource
from tests.helpers import build, institutions, question, visits
from tests.hospital import RECIPE, edited, imported, write_hospital


def test_every_word_that_means_something_else_is_taken():
    words = {VERSUS_OTHERS, VERSUS_LARGEST, EVERYONE, NOT_STATED}

    assert words == RESERVED_LEVELS


@pytest.mark.parametrize("word", sorted(RESERVED_LEVELS))
def test_a_dimension_refuses_a_taken_level_by_name(word):
    with pytest.raises(CatalogError, match=f"mood: these names of levels are taken: {word}"):
        Dimension(name="mood", column="mood", role="recipient", levels=("good", word))


@pytest.mark.parametrize("word", sorted(RESERVED_LEVELS))
def test_a_taken_level_found_in_the_data_stops_the_build(tmp_path, word):
    places = institutions().assign(organisation=[word] + ["north"] * 11)

    with pytest.raises(CatalogError, match=f"organisation: .* taken: {word}"):
        build(tmp_path, visits(400), tables={"institution": places})

    assert not list(tmp_path.glob("*.duckdb"))


def test_a_word_that_only_looks_like_a_taken_one_is_a_level_like_any_other(tmp_path):
    places = institutions().assign(organisation=["Others"] * 6 + ["largest of all"] * 6)
    source = DatasetSource(build(tmp_path, visits(1200), tables={"institution": places}))

    finding = source.finding(question(by="organisation", versus="Others"))

    assert {item.group for item in finding.groups} == {"Others", "largest of all"}
    assert [(gap.group, gap.versus) for gap in finding.gaps] == [("largest of all", "Others")]


@pytest.mark.parametrize("word", sorted(RESERVED_LEVELS))
def test_a_recipe_that_adds_a_taken_level_is_refused_and_writes_nothing(tmp_path, word):
    recipe = tmp_path / "recipe.toml"
    before = 'profession = { physiotherapist = "Physiotherapist" }'
    after = f'profession = {{ physiotherapist = "Physiotherapist", {word} = "Somebody" }}'
    recipe.write_text(
        edited(RECIPE.read_text(encoding="utf-8"), (before, after)), encoding="utf-8"
    )

    with pytest.raises(SeenError, match=f"profession: .* taken: {word}"):
        imported(
            write_hospital(tmp_path / "visits.csv", n_visits=60), into=tmp_path, recipe=recipe
        )

    assert not list(tmp_path.rglob("*.duckdb"))
