"""What the pages say beside a Finding's own sentence."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.findings import Estimate, Reason, Verdict, Withheld
from seen.domain.measures import Show
from seen.domain.questions import DISTRIBUTION, Filters
from seen.domain.scopes import Scope
from seen.sources.overview import fixed_list
from seen.wording import counted, overview, say, say_gap
from seen.wording.length import longest
from seen.wording.numbers import capital
from seen.wording.pressure import pressure_groups, say_pressure, strongest
from tests.helpers import compared, everything, finding_of, question, source, withheld
from tests.test_wording import CAUSES, SHOWN, plain

CATALOG = everything()
GAPS = st.floats(0.05, 0.25) | st.floats(-0.25, -0.05)


def under_pressure(*rows, **parts):
    """Return a Finding of incomes at every time pressure."""
    asked = question(by="recipient_income", by2="time_pressure", **parts)
    return finding_of(*rows, asked=asked, catalog=CATALOG)


def at_ends(least, most, gap=0.12):
    """Return a Finding of one group with these verdicts at the least and the most pressure."""
    rows = [compared("low", 0.4, 0.4 + gap, 0.04, least, second="1")]
    rows += [compared("low", 0.4, 0.45, 0.04, second=level) for level in ("2", "3", "4")]
    return under_pressure(*rows, compared("low", 0.3, 0.3 + gap, 0.04, most, second="5"))


# -- time pressure -------------------------------------------------------------------------------


@given(least=st.sampled_from(SHOWN), most=st.sampled_from(SHOWN), gap=GAPS)
def test_the_sentence_of_pressure_keeps_the_rules(least, most, gap):
    finding = at_ends(least, most, gap)

    said = say_pressure(finding, CATALOG)

    assert longest(said) <= 25, said
    assert "everyone else" in said
    assert "ecipients with low income" in said
    assert "no difference" not in said
    assert not CAUSES.search(said)
    assert not re.search(r"[+±−]\s*\d", said)
    assert said.index("At the least") < said.index("At the most")
    if most in (Verdict.NOTABLE, Verdict.SMALL):
        word = "fewer" if gap > 0 else "more"
        assert re.search(rf"At the most, [\d.]+ points? {word} \([\d.]+ to [\d.]+\)", said)
        assert strongest(finding, CATALOG) in said
    else:
        assert strongest(finding, CATALOG) == ""


def test_the_lead_is_the_group_worst_off_at_the_most_pressure():
    finding = under_pressure(
        compared("low", 0.2, 0.6, 0.04, second="1"),
        compared("mid", 0.5, 0.5, 0.04, Verdict.NO_RELIABLE_DIFFERENCE, second="1"),
        compared("low", 0.4, 0.5, 0.04, second="5"),
        compared("mid", 0.3, 0.5, 0.04, second="5"),
    )

    assert pressure_groups(finding, CATALOG) == ("mid",)


def test_groups_that_were_asked_for_are_drawn_the_worst_first():
    finding = under_pressure(
        compared("high", 0.5, 0.4, 0.04, second="1"),
        compared("low", 0.4, 0.5, 0.04, second="1"),
        compared("high", 0.5, 0.4, 0.04, second="5"),
        compared("low", 0.3, 0.5, 0.04, second="5"),
        groups=("high", "low"),
    )

    assert pressure_groups(finding, CATALOG) == ("low", "high")


def test_people_of_whom_nothing_is_known_never_lead():
    finding = under_pressure(
        compared("low", 0.4, 0.5, 0.04, second="1"),
        compared("unknown", 0.1, 0.5, 0.04, second="5"),
        compared("low", 0.4, 0.5, 0.04, Verdict.NO_RELIABLE_DIFFERENCE, second="5"),
    )

    assert pressure_groups(finding, CATALOG) == ("low",)


def test_the_ends_are_told_as_one_would_read_them_aloud():
    finding = under_pressure(
        compared("low", 0.42, 0.45, 0.05, Verdict.NO_RELIABLE_DIFFERENCE, second="1"),
        compared("low", 0.34, 0.45, 0.05, second="5"),
    )

    assert say_pressure(finding, CATALOG) == (
        "At the least pressure, recipients with low income and everyone else differ by 3 points "
        "in feeling fully seen (not reliable). At the most, 11 points fewer (6 to 16) for "
        "recipients with low income."
    )


def test_what_workers_felt_is_told_of_workers():
    asked = question("seen_by_recipient", by="recipient_income", by2="time_pressure")
    finding = finding_of(
        compared("low", 0.42, 0.45, 0.05, Verdict.NO_RELIABLE_DIFFERENCE, second="1"),
        compared("low", 0.34, 0.45, 0.05, second="5"),
        asked=asked,
    )

    assert say_pressure(finding, CATALOG) == (
        "At the least pressure, workers with recipients with low income and with everyone else "
        "differ by 3 points in feeling seen (not reliable). At the most, 11 points fewer (6 to "
        "16) with recipients with low income."
    )


def test_references_that_differ_at_the_two_ends_share_a_name():
    asked = question(by="recipient_income", by2="time_pressure", versus="largest")
    finding = finding_of(
        compared("low", 0.34, 0.45, 0.05, second="1", versus="mid"),
        compared("low", 0.34, 0.45, 0.05, second="5", versus="high"),
        asked=asked,
    )

    assert "the group with most answers" in say_pressure(finding, CATALOG)


LEVELS = [
    (dimension.name, level)
    for dimension in CATALOG.dimensions
    if dimension.name != "time_pressure"
    for level in dimension.levels
    if len(level) < 40 and not dimension.is_unstated(level)
]
SHOWS = [(item.name, show) for item in CATALOG.measures for show in item.shows]


@settings(deadline=None, max_examples=200)
@given(
    asked=st.sampled_from(SHOWS),
    level=st.sampled_from(LEVELS),
    least=st.sampled_from(SHOWN),
    most=st.sampled_from(SHOWN),
)
def test_the_ends_are_told_in_short_sentences_whatever_is_asked(asked, level, least, most):
    (measure, show), (by, group) = asked, level
    low, high = CATALOG.measure(measure).scale if show is Show.MEAN else (0, 1)
    values = low + 0.4 * (high - low), low + 0.52 * (high - low), 0.04 * (high - low)
    rows = [
        compared(group, *values, verdict, second=second)
        for second, verdict in (("1", least), ("5", most))
    ]

    said = say_pressure(
        finding_of(*rows, asked=question(measure, show, by, by2="time_pressure")), CATALOG
    )

    assert longest(said) <= 25, said
    are_workers = CATALOG.measure(measure).is_about_workers
    people = CATALOG.dimension(by).people(group, are_workers=are_workers)
    assert people.lower() in said.lower()
    assert "everyone else" in said


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Reason.PRIVATE, "hidden to protect people"), (Reason.TOO_FEW, "too few to judge")],
)
def test_an_end_that_is_withheld_is_said(reason, words):
    finding = under_pressure(
        withheld("low", reason, second="1"), compared("low", 0.3, 0.5, 0.04, second="5")
    )

    assert words in say_pressure(finding, CATALOG)


# -- a distribution ------------------------------------------------------------------------------


def test_a_distribution_says_at_which_level_the_groups_differ():
    finding = finding_of(
        compared("black", 0.45, 0.15, 0.03, second="race"),
        asked=question("mis_seen", by2="mis_seen_reason", view=DISTRIBUTION),
    )

    said = plain(say(finding, CATALOG))

    assert said == (
        "Of Black recipients who gave a reason for being mis-seen, 45 % named “race”, against "
        "15 % of everyone else: 30 points more (27 to 33)."
    )
    asked = counted.asked_words(finding, CATALOG)
    assert "What do you think was the main reason?" in asked  # not: did someone assume something
    assert "only of those who were mis-seen" in asked
    assert "Everyday Discrimination Scale follow-up form, experimental" in asked


@settings(deadline=None, max_examples=200)
@given(
    level=st.sampled_from(LEVELS),
    side=st.sampled_from(CATALOG.dimension("felt_seen_by").levels),
    verdict=st.sampled_from(SHOWN),
)
def test_which_side_felt_seen_is_said_as_a_report_however_long_its_people(level, side, verdict):
    by, group = level
    if by == "felt_seen_by":
        return
    finding = finding_of(
        compared(group, 0.45, 0.15, 0.03, verdict, second=side),
        asked=question("mutual", by=by, by2="felt_seen_by", view=DISTRIBUTION),
    )

    said = say_gap(finding, finding.gaps[0], CATALOG)

    assert longest(said) <= 25, said
    assert "everyone else" in said
    assert not CAUSES.search(said)
    assert "reported feeling" in said or not finding.gaps[0].is_reliable


@settings(deadline=None, max_examples=200)
@given(
    level=st.sampled_from(LEVELS),
    reason=st.sampled_from(CATALOG.dimension("mis_seen_reason").levels),
    verdict=st.sampled_from(SHOWN),
)
def test_the_base_of_a_distribution_is_said_however_long_its_people(level, reason, verdict):
    by, group = level
    if by == "mis_seen_reason":
        return
    finding = finding_of(
        compared(group, 0.45, 0.15, 0.03, verdict, second=reason),
        asked=question("mis_seen", by=by, by2="mis_seen_reason", view=DISTRIBUTION),
    )

    said = say_gap(finding, finding.gaps[0], CATALOG)

    assert longest(said) <= 25, said
    assert "everyone else" in said
    assert "who gave a reason" in said or not finding.gaps[0].is_reliable


@given(verdict=st.sampled_from(SHOWN), value=st.floats(0.02, 0.98), other=st.floats(0.02, 0.98))
def test_the_sentence_of_a_distribution_keeps_the_rules(verdict, value, other):
    finding = finding_of(
        compared("black", value, other, 0.02, verdict, second="5"),
        asked=question("hurried", by2="time_pressure", view=DISTRIBUTION),
    )

    said = plain(say(finding, CATALOG))

    assert "everyone else" in said
    assert "no difference" not in said
    assert not CAUSES.search(said)
    assert "(time pressure: " not in said


# -- overview ------------------------------------------------------------------------------------


def test_everybody_is_said_with_an_interval():
    finding = source("ordinary").finding(question())

    said = plain(overview.everyone(finding))

    assert re.fullmatch(
        r"Of 100 people who answered, \d\d reported feeling fully seen \(\d\d to \d\d %\)\.", said
    )


def test_two_shares_of_people_are_one_sentence():
    here = source("ordinary")

    said = plain(overview.opening([here.finding(question()), here.finding(question("mis_seen"))]))

    assert said.count("Of 100 people who answered") == 1
    assert re.search(r"\d\d reported feeling fully seen \([^)]+\) and \d+ being mis-seen \(", said)
    assert longest(said) <= 25


def test_both_sides_are_said_with_their_counts():
    here = source("ordinary")
    worker = here.finding(question("seen_by_recipient"))
    mutual = here.finding(question("mutual"))

    said = plain(overview.both_sides(worker, mutual))

    assert said.count("%") == 2
    assert longest(said) <= 25
    assert f"{worker.overall.n_answers:,} answers" in said
    assert f"{mutual.overall.n_answers:,})" in said


def test_where_everybody_is_private_it_is_said_so_without_a_number():
    here = source("all_withheld")
    felt, mis_seen = here.finding(question()), here.finding(question("mis_seen"))
    worker = here.finding(question("seen_by_recipient"))

    assert overview.everyone(felt) == "Feeling fully seen: hidden to protect people."
    assert overview.opening([felt, mis_seen]) == (
        "Feeling fully seen and being mis-seen: hidden to protect people."
    )
    assert "idden to protect people" in overview.both_sides(worker, worker)


def test_where_one_whole_is_withheld_the_other_is_still_said():
    here = source("ordinary")
    worker = here.finding(question("seen_by_recipient"))
    mutual = replace(
        here.finding(question("mutual")), overall=Withheld(reason=Reason.TOO_FEW, n_answers=18)
    )

    said = plain(overview.both_sides(worker, mutual))

    assert "reported being seen in" in said
    assert said.endswith("Both feeling seen: too few to judge (18 answers).")


def test_a_group_that_answered_is_not_said_to_have_no_answers():
    here = source("ordinary")
    only = Filters.of({"recipient_race_ethnicity": ["black"]})

    answered = fixed_list(here.finding, here.catalog, only)

    (item,) = [
        it
        for it in answered
        if (it.entry.measure, it.entry.level) == ("felt_seen", "black") and it.finding
    ]
    said = plain(overview.fixed_sentence(item.entry, item.finding, item.gap, here.catalog))
    assert re.fullmatch(
        r"Black recipients, feeling fully seen: \d\d % \(\d\d to \d\d\), but nobody else is left "
        r"under these filters to compare with\.",
        said,
    )


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        (Reason.PRIVATE, "those to compare with are hidden to protect people"),
        (Reason.TOO_FEW, "too few others are left under these filters to compare with"),
        (Reason.UNDEFINED, "a comparison cannot be computed"),
    ],
)
def test_what_is_missing_to_compare_with_is_said_by_its_cause(reason, why):
    entry = CATALOG.overview[0]
    finding = finding_of(compared("low", 0.4, 0.5, 0.04), asked=question(by="recipient_income"))
    gap = replace(
        finding.gaps[0], difference=Withheld(reason=reason), verdict=Verdict.WITHHELD, p_holm=None
    )

    said = plain(overview.fixed_sentence(entry, finding, gap, CATALOG))

    assert said == f"Recipients with low income, feeling fully seen: 40 % (36 to 44), but {why}."


def test_a_file_without_our_questions_says_so_and_what_it_holds():
    surveys, ordinary = source("surveys").catalog, source("ordinary").catalog

    (said,) = overview.not_about_seeing(surveys)

    assert "None of Seen’s own questions about feeling seen is in this file." in said
    assert "burnout case" in said
    assert overview.not_about_seeing(ordinary) == []


@pytest.mark.parametrize("value", [0.0, 0.001, 0.5, 0.999, 1.0])
def test_a_share_that_is_not_nobody_is_never_said_as_nobody(value):
    row, _ = compared("low", value, 0.5, 0.0)

    assert isinstance(row.estimate, Estimate)
    said = overview.of_hundred(row.estimate)

    assert (said == "0") == (value == 0)
    assert (said == "100") == (value == 1)


@pytest.mark.parametrize("name", ["ordinary", "all_withheld", "too_few", "surveys"])
def test_each_fixed_question_has_a_sentence_whatever_came_of_it(name):
    here = source(name)

    for item in fixed_list(here.finding, here.catalog, Filters()):
        said = overview.fixed_sentence(item.entry, item.finding, item.gap, here.catalog)
        assert said[:1].isupper()
        assert said.endswith(".")
        assert not CAUSES.search(said.lower())
        if item.gap is not None and item.gap.verdict is Verdict.WITHHELD:
            are_workers = here.catalog.measure(item.entry.measure).is_about_workers
            by = here.catalog.dimension(item.entry.by)
            people = by.people(item.entry.level, are_workers=are_workers)
            assert said.startswith(capital(people))  # whom it is about is said also then
        if item.finding is None:
            assert said.endswith("not in this data.")


def test_what_cannot_be_seen_counts_those_who_did_not_answer_only_where_that_is_known():
    known = Scope(
        table="encounter_answer",
        reporter="recipient",
        filters=Filters(),
        n_institutions=3,
        first_month=None,
        last_month=None,
        is_hidden=False,
        n_rows=200,
        n_asked=100,
        n_answers=52,
    )
    hidden = replace(known, is_hidden=True)

    assert "48\u00a0of\u00a0100" in " ".join(overview.unseen(known))
    assert not re.search(r"\d", " ".join(overview.unseen(hidden)))
    assert len(overview.unseen(known)) == len(overview.unseen(hidden)) == 3
    of_workers = overview.unseen(replace(known, table="burnout_answer", reporter="worker"))
    assert "Workers who had left" in of_workers[0]
    assert len(of_workers) == 3
