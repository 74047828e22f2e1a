"""The sentence of every view: its comparison, its interval, no cause and no sign."""

import re
from dataclasses import replace

import pytest

from seen.charts.parts import parts
from seen.domain.findings import Estimate, Interval, Reason, Withheld
from seen.domain.measures import Show
from seen.domain.questions import VIEWS
from seen.errors import QuestionError
from seen.wording.changes import both_ends, directed, size, spread, turned
from seen.wording.views import estimate, lead_group, strata_words, with_sentence
from tests.helpers import everything, source

CAUSES = re.compile(
    r"\b(because|causes?|caused|due to|leads? to|explains?|effect)\b", re.IGNORECASE
)


def interval(value, low, high):
    return Interval(value=value, low=low, high=high)


def asked(name, **parts):
    """Return the Finding of the first Question of a shape, asked otherwise."""
    opened = source(name)
    question = opened.catalog.default_question().asking(**parts)
    return opened.finding(opened.catalog.checked(question)), opened.catalog


def sentences():
    """Yield every view that the ordinary file can be asked in, with its sentence."""
    opened = source("ordinary")
    first = opened.catalog.default_question()
    dimensions = opened.catalog.offered_dimensions("encounter_answer")
    for view in VIEWS:
        for by in dimensions:
            for by2 in (None, *(item.name for item in dimensions if item.ordered)):
                try:
                    question = opened.catalog.checked(
                        first.asking(view=view, by=by.name, by2=by2, versus="others")
                    )
                except QuestionError:
                    continue
                yield view, opened.finding(question).sentence


@pytest.fixture(scope="module")
def said():
    return list(sentences())


def test_every_view_has_a_sentence_that_names_no_cause_and_prints_no_sign(said):
    assert {view for view, _ in said} >= {"levels", "slope", "decomposition", "summary", "within"}
    for view, sentence in said:
        assert sentence, view
        assert not CAUSES.search(sentence), sentence
        assert "no difference" not in sentence.lower(), sentence
        assert "\u2212" not in sentence, sentence


def test_a_slope_names_both_sides_and_what_is_between_them():
    finding, catalog = asked("ordinary", view="slope", by2="time_pressure")

    gap = lead_group(finding, catalog)

    assert gap is not None
    assert finding.sentence.startswith("Per step of time pressure, there is a ")
    assert "for everyone else: " in finding.sentence


def test_a_decomposition_names_the_strata_and_both_parts():
    finding, catalog = asked("ordinary", view="decomposition", strata=("profession",))

    gap = lead_group(finding, catalog)

    assert gap is not None
    assert strata_words(finding, catalog) == "profession"
    if estimate(finding, "composition", gap.group):
        assert "go with the mix of profession" in finding.sentence


def test_adjusted_figures_say_after_accounting_for_what():
    finding, _ = asked("ordinary", adjust="standardised", strata=("profession",))

    assert any(note.startswith("After accounting for profession") for note in finding.notes)


@pytest.mark.parametrize(
    ("by", "ends"),
    [
        ("recipient_income", "from the least to the most advantaged"),
        ("time_pressure", "from “1, least” to “5, most”"),
    ],
)
def test_only_income_runs_to_the_most_advantaged(by, ends):
    finding, _ = asked("ordinary", view="gradient", by=by)

    assert ends in finding.sentence.casefold()
    assert ("advantaged" in finding.sentence) == (by == "recipient_income")


def test_where_nothing_is_left_a_view_says_so():
    finding, _ = asked("all_withheld", view="summary")

    assert "Too little is left here" in finding.sentence


def test_sizes_have_a_direction_in_words_and_spans_say_where_it_turns():
    found = interval(-0.051, -0.103, 0.021)

    assert size(found, Show.TOP) == "5 points"
    assert directed(found, Show.TOP) == "5 points fewer"
    assert spread(found, Show.TOP) == "10 fewer to 2 more"
    assert spread(interval(-0.05, -0.08, -0.03), Show.TOP) == "3 to 8"
    assert turned(found, -1) == interval(0.051, -0.021, 0.103)
    assert turned(Withheld(reason=Reason.PRIVATE), -1) == Withheld(reason=Reason.PRIVATE)


@pytest.mark.parametrize(
    ("value", "low", "high", "show", "said"),
    [
        (-0.001, -0.004, 0.002, Show.TOP, "0.4 points fewer to 0.2 more"),
        (0.005, -0.0100, 0.0600, Show.TOP, "1 point fewer to 6 more"),
        (0.002, 0.0, 0.004, Show.TOP, "0.0 to 0.4 points"),
        (0.01, -0.02, 0.04, Show.MEAN, "0.02 lower to 0.04 higher"),
    ],
)
def test_ends_that_stand_alone_have_their_unit(value, low, high, show, said):
    assert both_ends(interval(value, low, high), show) == said


def test_where_there_is_no_trend_the_ends_have_their_unit_in_a_short_sentence(said):
    found = [it for view, it in said if view == "trend" and it.startswith("No reliable trend")]

    assert found
    for sentence in found:
        assert re.search(r" points?( fewer to [0-9.]+ more)? per quarter\.", sentence), sentence
        assert all(len(part.split()) <= 25 for part in sentence.split(". ")), sentence


def test_a_trend_speaks_of_the_group_that_was_asked_for():
    for group in ("low", "high"):
        finding, catalog = asked(
            "ordinary", view="trend", by="recipient_income", by2="quarter", groups=(group,)
        )

        assert {it.group for it in finding.parts} == {group}
        people = catalog.dimension("recipient_income").people(group)
        assert people in finding.sentence or not estimate(finding, "trend", group)


def test_the_full_catalog_declares_its_three_blocks():
    assert [name for name, _ in everything().blocks] == ["overload", "relating", "impeded"]


@pytest.mark.parametrize(
    ("view", "measure", "sign"),
    [
        ("slope", "felt_seen", -1),
        ("decomposition", "felt_seen", -1),
        ("decomposition", "mis_seen", 1),
    ],
)
def test_a_sentence_and_its_table_say_the_same_direction(view, measure, sign):
    opened = source("ordinary")
    by2 = "time_pressure" if view == "slope" else None
    question = opened.catalog.checked(
        opened.catalog.default_question().asking(
            measure=measure, view=view, by2=by2, strata=("profession",)
        )
    )
    finding = opened.finding(question)
    assert finding.measure.worse_sign(finding.question.show) == sign
    gap = lead_group(finding, opened.catalog)
    assert gap is not None
    # moved off the middle: 2 points worse to 5 points better, as it is stored
    off = Interval(value=-0.01, low=-0.05, high=0.02)
    is_slope = view == "slope"
    gaps = tuple(
        replace(it, difference=off) if is_slope and it == gap else it for it in finding.gaps
    )
    moved = tuple(
        replace(it, estimate=replace(it.estimate, value=off.value, low=off.low, high=off.high))
        if isinstance(it.estimate, Estimate) and (it.name, it.group) == ("composition", gap.group)
        else it
        for it in finding.parts
    )
    finding = with_sentence(replace(finding, gaps=gaps, parts=moved), opened.catalog)

    said = "5.0 fewer to 2.0 more" if sign > 0 else "2.0 fewer to 5.0 more"
    whole = "5 fewer to 2 more" if sign > 0 else "2 fewer to 5 more"
    assert said in finding.sentence or whole in finding.sentence, finding.sentence
    if view == "decomposition":
        lines = parts(finding, opened.catalog)
        (line,) = (it for it in lines if (it.name, it.group) == ("composition", gap.group))
        assert said in line.words or whole in line.words, line.words
