"""A bot beside a hurried and an unhurried human: nothing shows the one without the other."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.apart import settled
from seen.domain.findings import Estimate, Reason, Verdict, Withheld
from seen.domain.links import read
from seen.domain.machine import BOT, HURRIED, NEED, UNHURRIED, beside
from seen.domain.questions import ADJUSTS, VIEWS, Filters, Question, grouped
from seen.errors import CatalogError, QuestionError
from seen.sources.dataset import DatasetSource
from tests.helpers import build, estimate, everything, question
from tests.machines import meetings, places

CATALOG = everything()
FORM = CATALOG.dimension("form")


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    """Return a source whose bots and humans differ in who was met."""
    folder = tmp_path_factory.mktemp("met")
    return DatasetSource(build(folder, meetings(), tables={"institution": places()}))


@st.composite
def questions(draw):
    """Return any Question that names levels of the form of contact, allowed or not."""
    by = draw(st.sampled_from(["form", "recipient_race_ethnicity"]))
    levels = CATALOG.dimension(by).levels
    forms = draw(st.sets(st.sampled_from(FORM.levels)))
    pressures = draw(st.sets(st.sampled_from("12345"), max_size=3))
    second = "recipient_race_ethnicity" if by == "form" else "form"
    by2 = draw(st.sampled_from([None, second, "recipient_income"]))
    versus = draw(st.sampled_from(["others", "largest", *levels]))
    groups = tuple(sorted(draw(st.sets(st.sampled_from(levels), max_size=2))))
    return Question(
        measure="felt_seen",
        show=draw(st.sampled_from(CATALOG.measure("felt_seen").shows)),
        by=by,
        by2=by2,
        versus=versus,
        groups=() if groups == (versus,) else groups,
        adjust="none" if by2 else draw(st.sampled_from(ADJUSTS)),
        strata=NEED,
        filters=Filters.of({"form": forms, "time_pressure": pressures}),
    )


@settings(max_examples=300)
@given(asked=questions())
def test_what_can_be_asked_names_both_or_neither(asked):
    try:
        checked = CATALOG.checked(asked)
    except QuestionError:
        assert settled(asked, CATALOG) != asked  # nothing else is wrong with it
        return

    chosen = checked.filters.levels("form")
    assert HURRIED not in chosen or UNHURRIED in chosen
    if checked.by == "form":
        named = {*checked.groups, checked.versus}
        assert not checked.groups or HURRIED not in named or UNHURRIED in named


@settings(max_examples=300)
@given(asked=questions())
def test_what_a_page_or_a_link_makes_of_it_names_both(asked):
    found, _ = read(grouped(asked.pairs(CATALOG.default_question())), CATALOG)

    for made in (settled(asked, CATALOG), found):
        chosen = made.filters.levels("form")
        assert HURRIED not in chosen or UNHURRIED in chosen
        if made.by == "form" and made.groups:
            named = {*made.groups, made.versus}
            assert HURRIED not in named or UNHURRIED in named


@settings(max_examples=60, deadline=None)
@given(asked=questions())
def test_no_finding_shows_a_hurried_human_without_an_unhurried_one(met, asked):
    asked = settled(asked, met.catalog)
    if met.can(asked) is not None or "form" not in (asked.by, asked.by2):
        return

    found = met.finding(asked)

    shown = {(it.group, it.group_2) for it in found.groups if isinstance(it.estimate, Estimate)}
    for pair in shown:
        if HURRIED in pair:
            assert tuple(UNHURRIED if name == HURRIED else name for name in pair) in shown
    if asked.by != "form":
        return
    gaps = {it.group: it.verdict for it in found.gaps if it.group_2 is None}
    compared = {name for name, verdict in gaps.items() if verdict is not Verdict.WITHHELD}
    if asked.versus == BOT:
        assert HURRIED not in compared or UNHURRIED in compared


def test_the_comparisons_are_one_question_and_one_sentence_for_each(met):
    asked = beside(question(), met.catalog)

    assert asked is not None
    assert asked.by_hurry.versus == BOT
    assert asked.by_hurry.groups == (HURRIED, UNHURRIED)
    found = met.finding(asked.by_hurry)
    assert [gap.group for gap in found.gaps] == [HURRIED, UNHURRIED]
    assert "recipients of hurried humans" in found.sentence.lower()
    assert "recipients of unhurried humans" in found.sentence.lower()


def test_inside_a_second_dimension_every_comparison_at_one_level_is_said(met):
    found = met.finding(question(by="form", by2="stakes", versus=BOT))

    said = found.sentence.lower()
    assert said.count(" stakes ") == said.count("recipients of ") == 3
    assert "recipients of hurried humans" in said
    assert "recipients of unhurried humans" in said


def test_where_the_unhurried_human_is_hidden_the_hurried_one_is_too(tmp_path):
    rows = meetings()
    few = rows[(rows["time_pressure"].fillna(9) > 2) | (rows.index % 120 == 1)]
    made = DatasetSource(build(tmp_path, few))

    for versus in ("others", BOT, HURRIED):
        found = made.finding(question(by="form", versus=versus))

        shown = {it.group for it in found.groups if isinstance(it.estimate, Estimate)}
        assert shown == {BOT, "human_between"}
        with_hurried = [gap for gap in found.gaps if HURRIED in (gap.group, gap.versus)]
        assert all(gap.verdict is Verdict.WITHHELD for gap in with_hurried)
        assert "only where an unhurried one can be shown" in " ".join(found.notes)
        assert "hurried humans reported" not in found.sentence


def test_inside_another_group_the_hurried_human_is_hidden_too(tmp_path):
    rows = meetings()
    few = rows[
        (rows["time_pressure"].fillna(9) > 2) | (rows["recipient_race_ethnicity"] == "white")
    ]
    made = DatasetSource(build(tmp_path, few))

    found = made.finding(question(by="recipient_race_ethnicity", by2="form"))

    with_hurried = [it for it in found.groups if it.group_2 == HURRIED]
    assert {it.group for it in with_hurried if isinstance(it.estimate, Estimate)} == {"white"}
    gaps = [gap for gap in found.gaps if gap.group_2 == HURRIED and gap.group != "white"]
    assert gaps
    assert all(gap.verdict is Verdict.WITHHELD for gap in gaps)
    assert "only where an unhurried one can be shown" in " ".join(found.notes)


def test_a_bot_with_a_time_pressure_in_the_file_is_not_met_under_pressure(tmp_path):
    rows = meetings()
    hurried = rows.assign(time_pressure=rows["time_pressure"].fillna(5))
    made = DatasetSource(build(tmp_path, hurried))

    for by in ("modality", "human_or_bot"):
        found = made.finding(question(by=by, where={"time_pressure": ["5"]}))

        assert estimate(found, "bot") == Withheld(reason=Reason.NO_ANSWERS)
    whole = made.finding(question(by="form"))
    assert isinstance(estimate(whole, BOT), Estimate)


def test_the_command_line_refuses_one_without_the_other_and_says_which(met):
    alone = question(by="form", versus=BOT, groups=(HURRIED,))

    assert "human_hurried, human_unhurried" in str(met.can(alone))
    assert "human_hurried, human_unhurried" in str(
        met.can(question(where={"form": [BOT, HURRIED]}))
    )


@pytest.mark.parametrize("view", sorted({*VIEWS} - {"levels", "distribution"}))
def test_no_view_speaks_of_one_level_alone(view):
    by2 = {"slope": "time_pressure", "trend": "quarter"}.get(view)

    with pytest.raises(QuestionError):
        CATALOG.checked(question(by="form", view=view, by2=by2))


def test_levels_that_need_one_another_are_levels():
    with pytest.raises(CatalogError, match="among its levels"):
        replace(FORM, needs=(("human_hurried", "nobody"),))
