"""Where few of those asked answered: one rule, named groups, and nobody accused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.findings import Reason, Response, Withheld
from seen.wording.cautions import caution, small_print
from seen.wording.length import MOST_WORDS, longest
from seen.wording.responding import LOW_RESPONSE, NEARLY_ALL, response_words
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.reference.places import estimate_of

CATALOG = everything()
SETTINGS = CATALOG.dimension("setting").levels


def of(asked, answered, *, overall=0.4, show="top"):
    """Return a Finding of so many asked and answered."""
    whole = estimate_of(overall, max(0, overall - 0.05), min(1, overall + 0.05))
    found = finding_of(
        compared("black", 0.36, 0.45, 0.04), asked=question(show=show), overall=whole
    )
    return replace(found, response=Response(asked=asked, answered=answered))


@given(
    asked=st.integers(1, 10_000),
    share=st.floats(0, 1),
    overall=st.floats(0.05, 1),
    show=st.sampled_from(["top", "bottom"]),
)
def test_few_answers_are_said_by_one_rule_and_nearly_all_of_one_kind_as_well(
    asked, share, overall, show
):
    found = of(asked, int(asked * share), overall=overall, show=show)

    said = response_words(found, CATALOG)

    assert bool(said) == (int(asked * share) < LOW_RESPONSE * asked)
    is_extreme = overall >= NEARLY_ALL and show == "top"
    assert ("nearly all of them" in said) == (bool(said) and is_extreme)
    assert longest(said) <= MOST_WORDS
    assert not any(word in said for word in ("cheat", "game", "gaming", "fake", "manipul"))


@pytest.mark.parametrize(
    "response", [Response(asked=None, answered=3), Response(asked=0, answered=0)]
)
def test_where_nobody_knows_who_was_asked_nothing_is_said(response):
    assert response_words(replace(of(10, 1), response=response), CATALOG) == ""
    hidden = replace(of(10, 1), response=Withheld(reason=Reason.PRIVATE))
    assert response_words(hidden, CATALOG) == ""


def places(*shares, value=0.95):
    """Return settings of which each has this share of answers, and one that is hidden."""
    names = SETTINGS[: len(shares)]
    found = finding_of(
        *(compared(name, value, 0.5, 0.03) for name in names),
        withheld(SETTINGS[-1], Reason.PRIVATE),
        asked=question(by="setting"),
    )
    responses = [
        (name, Response(asked=100, answered=round(100 * it)))
        for name, it in zip(names, shares, strict=True)
    ]
    responses.append((SETTINGS[-1], Response(asked=100, answered=1)))
    return replace(found, responses=tuple(responses), response=Response(asked=900, answered=500))


def test_a_place_is_named_and_one_that_is_hidden_never_is():
    said = response_words(places(0.5, 0.09, 0.6), CATALOG).replace("\u00a0", " ")

    assert said.startswith("Child welfare: only 9 % of those who were asked answered, and nearly")
    assert "Therapy practice" not in said


def test_several_places_are_counted_after_the_third():
    said = response_words(places(*[0.1] * 5, value=0.5), CATALOG)

    assert said.endswith("Chaplaincy service, Child welfare, College and 2 more.")
    assert "nearly all" not in said
    assert response_words(places(0.5, 0.6), CATALOG) == ""


def test_it_stands_in_the_caution_and_not_a_second_time_in_the_small_print():
    found = of(1000, 89, overall=0.96)
    words = response_words(found, CATALOG)
    noted = replace(found, notes=(words, "Another note."))

    assert words in caution([noted], CATALOG, own=["Places differ."])
    assert small_print([noted], CATALOG) == "Another note."
