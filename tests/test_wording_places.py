"""The sentences about practices of places: all are named, none is a cause, none is too long."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.findings import Reason, Verdict
from seen.domain.measures import Show
from seen.text import text
from seen.wording.length import longest, sentences
from seen.wording.places import listed, say_places, strongest
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.test_wording import CAUSES, SHOWN

CATALOG = everything()
PRACTICES = (
    "leadership_third",
    "mentoring_third",
    "reflective_practice",
    "measure_intensity_third",
)
LABELS = ("relational leadership", "mentoring", "reflective practice", "measure intensity")
NONE = Verdict.NO_RELIABLE_DIFFERENCE
SHOWS = [(item.name, show) for item in CATALOG.measures for show in item.shows]


def practice(name, top, *, measure="felt_seen", show="top", gap=0.1):
    """Return a practice whose highest level came to a verdict; None where it is hidden."""
    levels = CATALOG.dimension(name).levels
    asked = question(measure, show, by=name)
    low, high = CATALOG.measure(measure).scale if show == Show.MEAN else (0, 1)
    span = high - low
    rows: list[Any] = []
    for place, level in enumerate(levels):
        if top is None:
            rows.append(withheld(level, Reason.PRIVATE))
            continue
        verdict = top if place == len(levels) - 1 else NONE
        value = low + 0.4 * span
        rows.append(compared(level, value + gap * span, value, 0.04 * span, verdict))
    return finding_of(*rows, asked=asked)


@settings(deadline=None, max_examples=150)
@given(
    asked=st.sampled_from(SHOWS),
    tops=st.lists(st.sampled_from([*SHOWN, None]), min_size=4, max_size=4),
    gap=st.floats(0.05, 0.25) | st.floats(-0.25, -0.05),
)
def test_every_practice_is_named_in_short_sentences_without_a_cause(asked, tops, gap):
    measure, show = asked
    made = [
        practice(name, top, measure=measure, show=show, gap=gap)
        for name, top in zip(PRACTICES, tops, strict=True)
    ]

    said = say_places(made, CATALOG)

    assert longest(said) <= 25, said
    assert not CAUSES.search(said), said
    assert "no difference" not in said.lower()
    assert not re.search(r"[+±−]\s*\d", said), said
    if any(top is not None for top in tops):
        assert "everyone else" in said
        for name in ("leadership", "mentoring", "reflective practice"):
            assert name in said, said
        assert "measure intensity" in said or "where measuring is" in said
    bold = strongest(made, CATALOG)
    assert bold in said
    assert bool(bold) == any(top in (Verdict.NOTABLE, Verdict.SMALL) for top in tops)


def test_the_largest_reliable_difference_leads_and_the_rest_is_sorted_by_what_came_of_it():
    made = [
        practice("leadership_third", Verdict.NOTABLE, gap=0.05),
        practice("mentoring_third", NONE),
        practice("reflective_practice", Verdict.NOTABLE, gap=0.1),
        practice("measure_intensity_third", None),
    ]

    said = sentences(say_places(made, CATALOG))

    assert said[0].startswith("Recipients in places with regular reflective practice reported")
    assert said[1:] == [
        "Feeling fully seen goes with relational leadership too.",
        "No reliable difference by mentoring.",
        "Too little is left to judge by measure intensity.",
    ]


def test_where_nothing_is_reliable_every_practice_is_named_once():
    said = say_places([practice(name, NONE) for name in PRACTICES], CATALOG)

    assert said == (
        "No reliable difference in feeling fully seen between any level and everyone else, "
        f"whether by {listed(LABELS, last='or')}."
    )


def test_where_all_is_hidden_that_is_said_and_nothing_else():
    said = say_places([practice(name, None) for name in PRACTICES], CATALOG)

    assert said.startswith("Hidden to protect people")
    assert strongest([practice("mentoring_third", None)], CATALOG) == ""


def test_people_of_whom_nothing_is_known_lead_nothing():
    rows = [compared("none", 0.4, 0.4, 0.04, NONE), compared("not_stated", 0.1, 0.5, 0.04)]
    made = finding_of(*rows, asked=question(by="reflective_practice"))

    said = say_places([made], CATALOG)

    assert "No reliable difference" in said
    assert "not stated" not in said


def test_what_the_page_says_of_itself_is_short_and_names_no_cause():
    blanks = {"n": "8", "plural": "institutions", "word": "institution", "names": "mentoring"}
    keys = (
        *("under", "few", "few_each", "caution", "caution_inside", "absent", "missing"),
        *("burnt_out_caution", "funnel_caution", "where_met_caution", "funnel_none"),
        *("missing_how", "missing_inside", "missing_inside_how", "where_met_none"),
        *("community_caution", "community_none", "burnt_out_none"),
    )

    for said in (text(f"places.{key}", **blanks) for key in keys):
        assert longest(said) <= 25, said
        assert not CAUSES.search(said), said
