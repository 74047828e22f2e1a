"""What a visit remembers, what notices say, and how words from a file are written."""

import pytest

from seen.domain.questions import MOST_FILTERS, Filters
from seen.screen.notices import notices
from seen.screen.plain import plain
from seen.screen.style import quoted
from seen.screen.visit import Visit, begin
from seen.screen.wider import candidates
from tests.helpers import everything, question, source

CATALOG = everything()


def visit(**where: list[str]) -> Visit:
    """Return a visit that filters so."""
    return Visit(question=question(where=where), version="1", written={})


# -- visit ---------------------------------------------------------------------------------------


def test_undo_goes_back_through_every_change():
    here = visit()

    here.filter_by("profession", ["nurse"])
    here.filter_by("time_pressure", ["4"])
    here.undo()
    once = here.question.filters
    here.undo()

    assert once == Filters.of({"profession": ["nurse"]})
    assert here.question.filters == Filters()
    assert here.history == []


def test_asking_the_same_again_is_no_change():
    here = visit(profession=["nurse"])

    here.filter_by("profession", ["nurse"])

    assert here.history == []


def test_going_back_by_link_is_an_undo_and_leaves_nothing_to_undo():
    here = visit()
    here.filter_by("profession", ["nurse"])

    here.follow(CATALOG, {})

    assert here.question.filters == Filters()
    assert here.history == []


def test_following_a_new_link_can_be_undone():
    here = visit()
    before = here.question

    here.follow(CATALOG, {"profession": ["nurse"]})
    here.undo()

    assert here.question == before


def test_a_mark_of_two_dimensions_is_one_change():
    here = visit()

    here.filter_by_all({"recipient_income": ["low"], "profession": ["nurse"]})
    asked = here.question.filters
    here.undo()

    assert asked == Filters.of({"recipient_income": ["low"], "profession": ["nurse"]})
    assert here.question.filters == Filters()


def test_an_empty_choice_takes_a_filter_away_however_many_there_are():
    names = [it.name for it in CATALOG.dimensions if len(it.levels) > 1][: MOST_FILTERS + 1]
    *eight, ninth = names
    here = visit(**{name: [CATALOG.dimension(name).levels[0]] for name in eight})

    here.filter_by(ninth, [CATALOG.dimension(ninth).levels[0]])
    refused, kept = here.is_full, here.question.filters.names
    here.filter_by(eight[0], [])

    assert refused
    assert kept == tuple(sorted(eight))
    assert not here.is_full
    assert here.question.filters.names == tuple(sorted(eight[1:]))


def test_a_visit_adopts_other_data_with_what_it_was_asking():
    here = visit(profession=["nurse"])

    here.adopt(CATALOG, "2")

    assert here.version == "2"
    assert here.question.filters == Filters.of({"profession": ["nurse"]})


def test_a_question_the_data_cannot_be_asked_is_left_for_the_last_one_it_can():
    here = visit()
    good = here.question

    here.change(good.asking(by="no_such_dimension"))
    here.recover(source("ordinary"))

    assert here.question == good


# -- notices -------------------------------------------------------------------------------------


def test_parts_of_a_link_are_named_by_why_they_were_left_out():
    here = begin(CATALOG, {"profession": ["nobody"], "colour": ["red"], "by": ["x"]}, "1")

    said = notices(here, CATALOG)

    assert said == [
        "This link asks for levels that this data does not have; left out: Profession.",
        "This link asks for something this data does not have; left out: by, colour.",
    ]


def test_only_names_that_could_be_ours_are_repeated():
    here = begin(CATALOG, {"Call <b>555</b>": ["1"], "x" * 400: ["1"]}, "1")

    (said,) = notices(here, CATALOG)

    assert said.endswith("left out: 2 more.")


# -- wider views ---------------------------------------------------------------------------------


def test_pressure_widens_to_its_band_before_any_filter_goes():
    asked = question(where={"time_pressure": ["4"], "profession": ["nurse"]})

    offers = [words for _, words in candidates(asked, CATALOG)]

    assert offers[0] == "time pressure 4 and 5"
    assert offers[-1] == "without any filter"


def test_one_institution_is_the_first_filter_to_go():
    level = CATALOG.dimension("institution").levels[0]
    asked = question(where={"institution": [level], "age_band": ["18-29"]})

    first, _ = next(iter(candidates(asked, CATALOG)))

    assert first.filters.names == ("age_band",)


def test_by_pressure_becomes_by_its_three_bands():
    first, _ = next(iter(candidates(question(by="time_pressure"), CATALOG)))

    assert first.by == "time_pressure_band"


def test_without_filters_there_is_nothing_wider():
    assert list(candidates(question(), CATALOG)) == []


# -- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["Home health aide", "0 to 17", "Nurse (3,153)", "a: b, c & d"])
def test_ordinary_labels_stay_as_they_are(said):
    assert plain(said) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("![x](http://e.example/x.png)", r"!\[x\](http\://e.example/x.png)"),
        ("*a* _b_ `c` ~d~ $e$", r"\*a\* \_b\_ \`c\` \~d\~ \$e\$"),
        ("<b>&lt; :red[r]", r"\<b\>\&lt; \:red\[r\]"),
        ("back\\slash\nline", r"back\\slash line"),
    ],
)
def test_markdown_in_a_label_is_taken_for_what_it_is(said, written):
    assert plain(said) == written


def test_words_in_a_rule_cannot_leave_it():
    said = quoted('"; } </style><script>\\')

    assert all(letter.isalnum() or letter == "\\" for letter in said)
