"""A Question equals its link, and nothing in a link can break a page."""

from dataclasses import replace
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.dimensions import RESERVED
from seen.domain.links import read
from seen.domain.measures import Show
from seen.domain.questions import (
    ADJUSTS,
    MOST_FILTERS,
    STRATA,
    VIEWS,
    Filters,
    Question,
    grouped,
)
from seen.domain.together import completed
from seen.errors import CatalogError, QuestionError
from tests.helpers import everything, question, source

CATALOG = everything()
DEFAULT = CATALOG.default_question()
NOT_STRATA = ("institution", "quarter")


@st.composite
def questions(draw):
    """Return any Question that the full Catalog can be asked."""
    measure = draw(st.sampled_from(CATALOG.offered_measures()))
    dimensions = CATALOG.offered_dimensions(measure.table)
    by = draw(st.sampled_from(dimensions))
    by2 = draw(st.none() | st.sampled_from(dimensions).filter(lambda item: item != by))
    names = draw(st.lists(st.sampled_from(dimensions), unique=True, max_size=MOST_FILTERS))
    filters = {
        item.name: draw(st.lists(st.sampled_from(item.levels), min_size=1, max_size=3))
        for item in names
    }
    show = draw(st.sampled_from(measure.shows))
    versus = draw(st.sampled_from(("others", "largest", *by.levels)))
    groups = tuple(sorted(draw(st.sets(st.sampled_from(by.levels), max_size=3))))
    asked = Question(
        measure=measure.name,
        show=show,
        by=by.name,
        by2=by2.name if by2 else None,
        versus=versus,
        strata=draw(strata),
        data=draw(st.sampled_from(("", "0123456789ab"))),
        groups=() if groups == (versus,) else groups,
        filters=Filters.of(filters),
    )
    ways = product(VIEWS, ADJUSTS)
    whole = completed(asked, CATALOG)  # levels that are only shown together
    return draw(st.sampled_from([*possible(whole, ways)]))


names_of_strata = [item.name for item in CATALOG.dimensions if item.name not in NOT_STRATA]
strata = st.just(STRATA) | st.lists(
    st.sampled_from(names_of_strata), min_size=1, max_size=3, unique=True
).map(lambda names: tuple(sorted(names)))


def possible(asked, ways):
    """Yield the Question in every view and with every adjustment it can be asked in."""
    for view, adjust in ways:
        try:
            yield CATALOG.checked(asked.asking(view=view, adjust=adjust))
        except QuestionError:
            continue


@given(asked=questions())
def test_a_question_equals_its_link(asked):
    read_again, _ = read(grouped(asked.pairs(DEFAULT)), CATALOG)

    assert read_again.to_json() == asked.to_json()  # with the version, which equality leaves out
    assert CATALOG.checked(asked) == asked
    assert read(grouped(asked.pairs(DEFAULT)), CATALOG) == (asked, ())


@given(asked=questions())
def test_a_question_survives_the_address_bar(asked):
    url = urlsplit(asked.url(DEFAULT))

    assert url.path == "/gaps"
    assert read(parse_qs(url.query), CATALOG) == (asked, ())


@given(asked=questions())
def test_a_link_has_sorted_keys_and_no_defaults(asked):
    pairs = asked.pairs(DEFAULT)

    assert pairs == sorted(pairs)
    usual = {"measure": "felt_seen", "show": "top", "versus": "others", "view": "levels"}
    assert not {(key, value) for key, value in pairs if usual.get(key) == value}
    assert all(value for _, value in pairs)


@given(asked=questions())
def test_a_question_is_a_key(asked):
    (again, _) = read(grouped(asked.pairs(DEFAULT)), CATALOG)

    assert hash(again) == hash(asked)
    assert {asked: 1}[again] == 1


def test_the_default_question_has_the_bare_link():
    assert DEFAULT.url(DEFAULT) == "/gaps"
    assert DEFAULT.url(DEFAULT, page="methods") == "/methods"
    assert read({}, CATALOG) == (DEFAULT, ())


def test_several_levels_are_repeated_keys():
    asked = question(where={"profession": ["nurse", "chaplain"]})

    # DESIGN.md section 6 gives this form
    assert asked.url(DEFAULT) == "/gaps?profession=chaplain&profession=nurse"


def test_an_empty_choice_means_all():
    assert read({"profession": [""], "measure": [""]}, CATALOG) == (DEFAULT, ())
    assert Filters.of({"profession": []}) == Filters()


words = st.text(max_size=20) | st.sampled_from(["nurse", "felt_seen", "none", "1", "<script>"])
keys = st.sampled_from([item.name for item in CATALOG.dimensions] + sorted(RESERVED)) | st.text()


@given(query=st.dictionaries(keys, st.lists(words, max_size=4), max_size=12))
def test_no_link_breaks_a_page(query):
    asked, ignored = read(query, CATALOG)

    assert CATALOG.checked(asked) == asked
    for key, values in query.items():
        known = {item.name: item.levels for item in CATALOG.dimensions}
        if key not in RESERVED and any(
            value and value not in known.get(key, ()) for value in values
        ):
            assert key in ignored
    assert len(set(ignored)) == len(ignored)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"measure": ["nothing"]}, ("measure",)),
        ({"show": ["median"]}, ("show",)),
        ({"by": ["recipient_id"]}, ("by",)),
        ({"by2": ["recipient_race_ethnicity"]}, ("by2",)),  # what is asked by already
        ({"versus": ["nobody"]}, ("versus",)),
        ({"view": ["slope"]}, ("view",)),  # along nothing
        ({"view": ["funnel"]}, ("view",)),
        ({"adjust": ["magic"]}, ("adjust",)),
        ({"strata": ["shoe_size"]}, ("strata",)),
        ({"profession": ["nurse", "'; drop table encounter"]}, ("profession",)),
        ({"practitioner_id": ["17"]}, ("practitioner_id",)),
        ({"felt_seen": ["5"]}, ("felt_seen",)),
    ],
)
def test_what_the_data_cannot_be_asked_is_left_out_and_named(query, named):
    asked, ignored = read(query, CATALOG)

    assert ignored == named
    kept = {"profession": ["nurse"]} if "profession" in query else {}
    assert asked == question(where=kept)


def test_a_ninth_filter_is_left_out_and_named():
    names = sorted(item.name for item in CATALOG.dimensions)[: MOST_FILTERS + 1]
    query = {name: [CATALOG.dimension(name).levels[0]] for name in names}

    asked, ignored = read(query, CATALOG)

    assert asked.filters.names == tuple(names[:MOST_FILTERS])
    assert ignored == (names[-1],)


def test_another_measure_keeps_what_it_can_be_asked():
    asked = question(
        show="mean",
        by="recipient_income",
        by2="profession",
        versus="low",
        where={"recipient_gender": ["woman"], "profession": ["nurse"]},
    )
    thin = source("surveys").catalog  # burnout answers know no recipients

    changed = thin.asking_measure(asked, "burnout_case")

    assert thin.checked(changed) == changed
    assert (changed.show, changed.versus) == (Show.TOP, "others")
    # two scales of one instrument: held to the first of them
    assert changed.filters == Filters.of({"profession": ["nurse"], "scale": ["exhaustion"]})


def test_a_data_file_without_the_column_says_what_can_be_asked():
    catalog = source("ordinary").catalog

    with pytest.raises(QuestionError, match=r"no Measure of that name.*felt_seen"):
        catalog.checked(question("felt_heard"))
    with pytest.raises(QuestionError, match=r"no Dimension of that name.*recipient_income"):
        catalog.checked(question(by="lgbtq"))
    with pytest.raises(QuestionError, match="can be shown as: top"):
        catalog.checked(question("mis_seen", "mean"))
    with pytest.raises(QuestionError, match="versus must be one of: others, largest, asian"):
        catalog.checked(question(versus="nobody"))
    with pytest.raises(QuestionError, match=r"Filter profession has no such level.*chaplain"):
        catalog.checked(question(where={"profession": ["astronaut"]}))


def test_no_message_repeats_a_value_of_a_link():
    for asked in (question("s3cret"), question(by="s3cret"), question(versus="s3cret")):
        with pytest.raises(QuestionError) as error:
            CATALOG.checked(asked)
        assert "s3cret" not in str(error.value)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"view": "ranking"}, "view must be one of levels"),
        ({"adjust": "magic"}, "adjust must be one of: none, standardised, regression"),
        ({"adjust": "regression", "by2": "profession"}, "leave by2 out"),
        ({"view": "slope"}, "“slope” needs by2"),
        ({"view": "gradient", "by2": "profession"}, "leave by2 out"),
        ({"view": "within", "show": "mean"}, "needs a share"),
        ({"strata": ()}, "1 to 3 different Dimensions"),
        ({"by2": "recipient_race_ethnicity"}, "two different Dimensions"),
    ],
)
def test_a_question_refuses_nonsense(parts, message):
    with pytest.raises(QuestionError, match=message):
        question(**parts)


@pytest.mark.parametrize(
    "chosen",
    [
        (("b", ("x",)), ("a", ("x",))),
        (("a", ("x",)), ("a", ("y",))),
        (("a", ()),),
        (("a", ("y", "x")),),
        (("a", ("x", "x")),),
    ],
)
def test_filters_refuse_what_is_not_tidy(chosen):
    with pytest.raises(ValueError, match=r"use Filters.of"):
        Filters(chosen=chosen)


def test_filters_can_be_opened_and_set_again():
    filters = Filters.of({"profession": ["nurse", "nurse"], "region": ["b", "a"]})

    assert filters.levels("region") == ("a", "b")
    assert filters.levels("setting") == ()
    assert filters.without("region").names == ("profession",)
    assert filters.including("region", []).names == ("profession",)
    assert filters.including("setting", ["college"]).names == ("profession", "region", "setting")


def test_a_question_as_plain_data_has_the_pinned_keys():
    plain = question(by2="profession", where={"profession": ["nurse"]}).to_json()

    assert plain == {
        "view": "levels",
        "measure": "felt_seen",
        "show": "top",
        "by": "recipient_race_ethnicity",
        "by2": "profession",
        "versus": "others",
        "adjust": "none",
        "strata": ["profession", "setting", "time_pressure"],
        "groups": [],
        "data": "",
        "filters": {"profession": ["nurse"]},
    }


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"view": "slope", "by2": "profession"}, "needs an ordered Dimension as by2"),
        ({"view": "trend", "by2": "profession"}, "needs a Dimension of time as by2"),
        ({"view": "gradient"}, "needs an ordered Dimension to compare by"),
        ({"view": "funnel"}, "ask it by institution"),
        ({"groups": ("black",), "versus": "black"}, "cannot be compared with itself"),
        ({"adjust": "regression", "strata": ("recipient_race_ethnicity",)}, "by any of"),
        ({"strata": ("shoe_size",)}, "no Dimension of that name"),
    ],
)
def test_a_view_is_refused_where_it_cannot_run(parts, message):
    with pytest.raises(QuestionError, match=message):
        CATALOG.checked(question(**parts))


def test_strata_leave_out_what_tells_nothing_apart():
    asked = question(adjust="standardised", by="profession", where={"setting": ["hospital"]})

    found = [item.name for item in CATALOG.strata(asked)]

    assert found == ["time_pressure"]


def test_data_without_answers_says_so_calmly():
    with pytest.raises(CatalogError, match=r"no answers that can be compared"):
        replace(CATALOG, present=frozenset()).default_question()


def test_a_measure_with_nothing_to_compare_by_is_refused():
    held = [(table, column) for table, column in CATALOG.present if table == "encounter_answer"]
    thin = replace(CATALOG, present=frozenset([*held, ("time_answer", "hours")]))

    assert read({"measure": ["hours"]}, thin) == (DEFAULT, ("measure",))
