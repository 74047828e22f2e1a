"""One honest sentence: for every measure, show and verdict."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.findings import Reason, Verdict, Withheld
from seen.domain.measures import Show
from seen.importing.load import load
from seen.settings import ROOT
from seen.wording import (
    counted,
    leading_gap,
    say,
    say_gap,
    shared_versus,
    verdict_words,
    versus_words,
)
from seen.wording.length import longest
from tests.helpers import compared, everything, finding_of, question, withheld

CATALOG = everything()
RECIPES = sorted((ROOT / "data" / "recipes").glob("*.toml"))
RELIABLE = (Verdict.NOTABLE, Verdict.SMALL)
SHOWN = [verdict for verdict in Verdict if verdict is not Verdict.WITHHELD]
ASKED = [(measure.name, show) for measure in CATALOG.measures for show in measure.shows]
CAUSES = re.compile(r"\b(causes?d?|because|leads? to|due to|effects?|makes?|drives?)\b")
UNADJUSTED = "not after allowing for the number of comparisons"
MANY = st.floats(0.02, 0.98)


def plain(said):
    """Return a sentence with ordinary spaces."""
    return said.replace("\u00a0", " ")


def scaled(measure, show, share):
    """Return a share of the way along the scale a measure is shown on."""
    if show is not Show.MEAN:
        return share
    low, high = measure.scale
    return low + share * (high - low)


def one(measure, show, value=0.36, other=0.45, half=0.04, verdict=Verdict.NOTABLE, **parts):
    """Return a Finding of one comparison; value, other and half as shares of the scale."""
    asked = CATALOG.measure(measure)
    size = half * asked.span(show)
    row = compared(
        parts.pop("level", "low"),
        scaled(asked, show, value),
        scaled(asked, show, other),
        size,
        verdict,
    )
    return finding_of(row, asked=question(measure, show, parts.pop("by", "recipient_income")))


@given(
    asked=st.sampled_from(ASKED),
    value=MANY,
    other=MANY,
    half=st.floats(0.001, 0.4),
    verdict=st.sampled_from(SHOWN),
    by=st.sampled_from(["recipient_income", "profession", "leadership_third", "age_band"]),
)
def test_every_sentence_keeps_the_rules(asked, value, other, half, verdict, by):
    level = CATALOG.dimension(by).levels[0]
    measure, show = asked
    finding = one(measure, show, value, other, half, verdict, by=by, level=level)

    said = say(finding, CATALOG)

    assert said[0] == said[0].upper()
    assert said.endswith(".")
    assert "no difference" not in said.lower()
    assert not CAUSES.search(said.lower())
    assert "everyone else" in said  # the reference
    assert not re.search(r"[+±]\s*\d", said)
    assert "{" not in said
    assert "None" not in said
    assert re.search(r"\d %", said) is None, "a plain space before %"
    ends = re.search(r"\(([\d.,]+) to ([\d.,]+)\)", said)
    if verdict in RELIABLE:
        assert ends, said
        low, high = (float(end.replace(",", "")) for end in ends.groups())
        assert low <= high
    gap = finding.gaps[0]
    is_open = gap.excludes_zero and verdict is Verdict.NO_RELIABLE_DIFFERENCE
    assert (UNADJUSTED in said) == is_open


@given(asked=st.sampled_from(ASKED), value=MANY, other=MANY, verdict=st.sampled_from(RELIABLE))
def test_direction_is_that_of_the_numbers_and_differences_have_no_sign(
    asked, value, other, verdict
):
    measure, show = asked
    finding = one(measure, show, value, other, abs(value - other) / 2, verdict)

    said = say(finding, CATALOG)

    is_more = value > other
    words = ("higher", "lower") if show is Show.MEAN else ("more", "less")
    raised, lowered = (re.search(rf"\b{word}\b", said) for word in words)
    assert bool(raised) == is_more or value == other
    assert bool(lowered) != is_more or value == other
    gap = said.partition(" against ")[2].partition(", ")[2]
    assert not re.search(r"[-−+]", gap.replace("mis-seen", ""))


# -- how long ------------------------------------------------------------------------------------

LEVELS = [
    (dimension.name, level)
    for dimension in CATALOG.dimensions
    for level in (*dimension.levels, "not_stated")
    if len(level) < 40  # names from a file can be of any length
]


def of_any(measure, show, level, verdict, *, versus="others", at=None):
    """Return the sentence of one comparison; `level` and `at` name a Dimension and its level."""
    (by, group), (by2, second) = level, at or (None, None)
    asked = CATALOG.measure(measure)
    row: Any = withheld(group, Reason.TOO_FEW, second)
    if verdict is not Verdict.WITHHELD:
        half = 0.1 if verdict is Verdict.NO_RELIABLE_DIFFERENCE else 0.04
        ends = scaled(asked, show, 0.36), scaled(asked, show, 0.45)
        size = half * asked.span(show)
        row = compared(group, *ends, size, verdict, second=second, versus=versus)
    finding = finding_of(row, asked=question(measure, show, by, by2=by2), catalog=CATALOG)
    return say_gap(finding, finding.gaps[0], CATALOG), finding.gaps[0]


LONGEST = [
    max(held, key=lambda level: len(CATALOG.dimension(level[0]).people(level[1]).split(" ")))
    for held in ([it for it in LEVELS if it[0] == item.name] for item in CATALOG.dimensions)
]


@settings(deadline=None, max_examples=400)
@given(
    asked=st.sampled_from(ASKED), level=st.sampled_from(LEVELS), verdict=st.sampled_from(Verdict)
)
def test_each_sentence_has_at_most_25_words(asked, level, verdict):
    measure, show = asked

    said, _ = of_any(measure, show, level, verdict)

    assert longest(said) <= 25, said


@pytest.mark.parametrize("verdict", Verdict)
def test_so_has_that_of_the_longest_level_of_every_dimension(verdict):
    for measure, show in ASKED:
        for level in LONGEST:
            said, _ = of_any(measure, show, level, verdict)
            assert longest(said) <= 25, said


@st.composite
def crossed(draw):
    """Return any comparison at a level of another dimension, with any reference."""
    (measure, show), level = draw(st.sampled_from(ASKED)), draw(st.sampled_from(LEVELS))
    at = draw(st.sampled_from([other for other in LEVELS if other[0] != level[0]]))
    others = [name for by, name in LEVELS if by == level[0] and name != level[1]]
    versus = draw(st.sampled_from(["others", "largest", *others]))
    return measure, show, level, versus, at


@settings(deadline=None, max_examples=400)
@given(asked=crossed(), verdict=st.sampled_from(Verdict))
def test_a_crossed_sentence_is_as_short_and_names_both_sides_and_what_they_share(asked, verdict):
    measure, show, level, versus, at = asked

    said, gap = of_any(measure, show, level, verdict, versus=versus, at=at)

    assert longest(said) <= 25, said
    by, second = CATALOG.dimension(level[0]), CATALOG.dimension(at[0])
    are_workers = CATALOG.measure(measure).is_about_workers
    small = said.lower()
    if gap.verdict is Verdict.WITHHELD:
        return
    named = {"others": "everyone else", "largest": "the group with most answers"}
    reference = named.get(versus) or by.people(versus, are_workers=are_workers)
    assert by.people(level[1], are_workers=are_workers).lower() in small
    assert reference.lower() in small
    shared = second.people(at[1], are_workers=are_workers).lower()
    label = second.level_label(at[1]).lower()
    assert small.startswith(f"among {shared}, ") or f"“{label}”" in small, said
    if gap.is_reliable:
        raised = "higher" if show is Show.MEAN else "more"
        lowered = "lower" if show is Show.MEAN else "fewer"
        assert re.search(rf"\b{lowered}\b", small), said  # 36 against 45
        assert not re.search(rf"\d {raised} \(", small)
        assert re.search(r"\([\d.,]+ to [\d.,]+\)", said), said


def test_what_both_sides_share_is_said_of_both():
    said, _ = of_any(
        "felt_seen",
        Show.TOP,
        ("profession", "nurse"),
        Verdict.NOTABLE,
        at=("recipient_income", "high"),
    )

    assert plain(said) == (
        "Among recipients with high income, recipients of nurses reported feeling fully seen less "
        "often than everyone else: 9 points fewer (5 to 13)."
    )


def test_where_words_are_many_the_subject_stands_before_the_sentence():
    said, _ = of_any(
        "felt_seen",
        Show.TOP,
        ("leadership_third", "lowest"),
        Verdict.NOTABLE,
        versus="highest",
        at=("earlier_mis_seen", "band_4"),
    )

    assert plain(said) == (
        "Feeling fully seen, at mis-seen before “three times or more”. Recipients where "
        "leadership is lowest against recipients where leadership is highest: 9 points "
        "fewer (5 to 13)."
    )


# -- each verdict by hand ------------------------------------------------------------------------


def test_a_notable_difference_says_who_how_often_against_whom_and_how_sure():
    said = plain(say(one("felt_seen", Show.TOP), CATALOG))

    assert said == (
        "Recipients with low income reported feeling fully seen less often than everyone else: "
        "36 % against 45 %, 9 points fewer (5 to 13)."
    )


def test_a_small_difference_is_called_small():
    said = say(one("felt_seen", Show.TOP, 0.44, 0.46, 0.01, Verdict.SMALL), CATALOG)

    assert said.endswith("2.0 points fewer (1.0 to 3.0). A small difference.")


def test_more_of_the_lowest_answers_is_said_as_more():
    said = say(one("felt_seen", Show.BOTTOM, 0.30, 0.20), CATALOG)

    assert "reported feeling hardly seen more often than everyone else" in said
    assert "10 points more (6 to 14)" in said


def test_a_mean_names_its_measure():
    said = say(one("felt_seen", Show.MEAN), CATALOG)

    # 36 and 45 hundredths of the way from 1 to 5, plus and minus 4 hundredths
    assert said == (
        "Recipients with low income gave “felt seen” a lower mean than everyone else: 2.44 "
        "against 2.80, 0.36 lower (0.20 to 0.52)."
    )


def test_an_interval_that_holds_zero_is_no_reliable_difference():
    finding = one("felt_seen", Show.TOP, 0.42, 0.45, 0.05, Verdict.NO_RELIABLE_DIFFERENCE)

    assert say(finding, CATALOG) == (
        "No reliable difference between recipients with low income and everyone else in feeling "
        "fully seen: 8 points fewer to 2 more is plausible."
    )


def test_an_interval_without_zero_says_why_it_is_not_reliable():
    finding = one("felt_seen", Show.TOP, 0.40, 0.45, 0.04, Verdict.NO_RELIABLE_DIFFERENCE)

    said = say(finding, CATALOG)

    assert "1 to 9 points fewer is plausible." in said
    assert said.endswith(f"Its own interval leaves out zero, but {UNADJUSTED}.")


def test_about_equal_names_its_margin():
    finding = one("felt_seen", Show.TOP, 0.44, 0.45, 0.005, Verdict.ABOUT_EQUAL)
    mean = one("felt_seen", Show.MEAN, 0.44, 0.45, 0.005, Verdict.ABOUT_EQUAL)

    assert say(finding, CATALOG) == (
        "Recipients with low income and everyone else differ by 2 points at most in feeling fully "
        "seen: about equal."
    )
    assert "differ by 0.08 at most" in say(mean, CATALOG)  # 2 % of the scale from 1 to 5


def test_workers_speak_of_encounters_with_recipients():
    said = say(one("seen_by_recipient", Show.TOP), CATALOG)

    assert said.startswith(
        "Workers reported feeling seen less often with recipients with low income than with "
        "everyone else"
    )


def test_no_reliable_difference_of_workers_is_between_workers():
    finding = one("seen_by_recipient", Show.TOP, 0.42, 0.45, 0.05, Verdict.NO_RELIABLE_DIFFERENCE)

    assert say(finding, CATALOG).startswith(
        "No reliable difference between workers with recipients with low income and with everyone "
        "else in feeling seen: "
    )


def test_workers_speak_of_themselves_in_their_own_survey():
    finding = one("burnout_case", Show.TOP, by="profession", level="nurse")
    leadership = one("burnout_case", Show.TOP, by="leadership_third", level="lowest")

    assert say(finding, CATALOG).startswith(
        "Nurses reported having burnout by the instrument’s rule less often than everyone else"
    )
    assert say(leadership, CATALOG).startswith(
        "Workers where leadership is lowest reported having burnout"
    )


def test_records_are_never_said_to_be_reported():
    for measure, show in ASKED:
        if CATALOG.measure(measure).reporter == "record":
            said = say(one(measure, show), CATALOG)
            assert said.startswith("Records show") or measure == "responded"
            assert "reported" not in said


def test_who_answered_is_said_of_those_who_were_asked():
    said = plain(say(one("responded", Show.TOP), CATALOG))
    asked = counted.asked_words(one("responded", Show.TOP), CATALOG)

    assert said == (
        "Recipients with low income who were asked answered less often than everyone else: 36 % "
        "against 45 %, 9 points fewer (5 to 13)."
    )
    assert "nobody was asked" not in asked
    assert "of everyone who was asked" in asked


@pytest.mark.parametrize(("measure", "unit"), [("minutes_short", "minutes"), ("hours", "hours")])
def test_a_mean_of_minutes_says_so(measure, unit):
    finding = one(measure, Show.MEAN)

    assert re.search(rf"[\d.]+ {unit} lower \(", say(finding, CATALOG))
    assert verdict_words(finding, finding.gaps[0]).endswith(f" {unit} lower")
    assert unit not in verdict_words(one("felt_seen", Show.MEAN), finding.gaps[0])


def test_the_level_of_the_second_group_is_said_of_both_sides():
    finding = finding_of(
        compared("asian", 0.36, 0.45, 0.04, second="high"),
        asked=question(by="recipient_race_ethnicity", by2="recipient_income"),
    )

    assert finding.sentence.startswith("Among recipients with high income, Asian recipients ")


@pytest.mark.parametrize(
    ("dimension", "level", "said"),
    [
        ("earlier_mis_seen", "band_4", "recipients mis-seen three times or more before"),
        ("earlier_mis_seen", "band_1", "recipients never mis-seen before"),
        ("access_reason", "chosen", "recipients who chose their form of access"),
        ("worker_gender", "woman", "recipients of workers who are women"),
    ],
)
def test_people_are_named_as_one_would_say_it(dimension, level, said):
    assert CATALOG.dimension(dimension).people(level) == said


def test_people_are_named_in_few_words_and_without_a_colon():
    for dimension in CATALOG.dimensions:
        for level in (*dimension.levels, "not_stated"):
            said = dimension.people(level)
            assert ":" not in said, (dimension.name, level)
            assert dimension.is_unstated(level) or len(said.split(" ")) <= 9, said


def test_what_people_did_can_follow_share_and_reported():
    for catalog in (CATALOG, *(load(path).catalog for path in RECIPES)):
        for measure in catalog.measures:
            for show in set(measure.shows) - {Show.MEAN}:
                did = measure.phrase(f"did_{show}").removeprefix("not ")
                assert re.match(r"[a-z]+ing\b", did), (measure.name, did)  # "share feeling seen"


def test_what_was_recorded_is_never_called_an_answer():
    for measure in CATALOG.measures:
        said = {
            counted.counted_column(measure),
            counted.counted_words(measure, 1204),
            counted.counted_head(measure).lower(),
            counted.counted_head(measure, in_group=True).lower(),
        }
        kind = "records" if measure.reporter == "record" else "answers"
        kind = "requests" if measure.table == "access_answer" else kind
        assert {kind, f"1,204 {kind}", f"{kind} in the group"} == said
        assert (counted.kind_words(measure)) == kind
        was_asked = counted.overview_title(measure).endswith(", by who was asked")
        assert was_asked == (measure.reporter != "record")


def test_the_title_of_the_overview_says_by_what_its_rows_differ():
    title = counted.overview_title

    assert title(CATALOG.measure("felt_seen")) == "Felt fully seen, by who was asked"
    assert title(CATALOG.measure("met_bot")) == "Met a bot, group by group"


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("felt_seen", "share who felt fully seen"),
        ("seen_by_recipient", "share whose worker felt seen"),
        ("job_satisfaction", "share who were satisfied at work"),
        ("met_bot", "share who met a bot"),
        ("fully_scripted", "share being fully scripted"),
    ],
)
def test_a_share_says_of_whom(measure, said):
    assert counted.share_words(CATALOG.measure(measure), Show.TOP) == said


def test_an_experimental_measure_is_marked_where_it_is_chosen():
    choice = counted.choice_words

    assert choice(CATALOG.measure("felt_seen")) == "Felt seen"
    assert choice(CATALOG.measure("purpose")) == "Purpose (experimental)"
    assert choice(CATALOG.measure("met_bot")) == "Met a bot"  # a record, not a question


# -- which comparison leads ----------------------------------------------------------------------


def test_the_worst_off_lead_even_where_another_difference_is_larger():
    finding = finding_of(
        compared("asian", 0.70, 0.45, 0.05),
        compared("black", 0.36, 0.45, 0.04),
        compared("white", 0.30, 0.45, 0.20, Verdict.NO_RELIABLE_DIFFERENCE),
    )

    lead = leading_gap(finding, CATALOG)

    assert lead is not None
    assert lead.group == "black"
    assert finding.sentence.startswith("Black recipients")


def test_the_largest_leads_where_nobody_is_worse_off():
    finding = finding_of(compared("asian", 0.70, 0.45, 0.05), compared("white", 0.5, 0.45, 0.02))

    assert finding.sentence.startswith("Asian recipients reported feeling fully seen more often")


def test_of_many_comparisons_none_reliable_is_said_once():
    none = Verdict.NO_RELIABLE_DIFFERENCE
    rows = [compared(name, 0.42, 0.45, 0.05, none) for name in ("asian", "black", "white")]

    assert finding_of(*rows).sentence == (
        "No reliable difference between any group and everyone else in feeling fully seen."
    )
    shy = finding_of(*rows, compared("latino", 0.40, 0.45, 0.04, none))
    assert shy.sentence.endswith(f"Some intervals leave out zero, but {UNADJUSTED}.")


def test_of_many_comparisons_all_about_equal_is_said_with_its_margin():
    rows = [compared(name, 0.445, 0.45, 0.01, Verdict.ABOUT_EQUAL) for name in ("asian", "white")]

    assert finding_of(*rows).sentence == (
        "Every group is about equal to everyone else in feeling fully seen: any difference is "
        "within 2 points."
    )


# -- nothing to compare --------------------------------------------------------------------------


def alone(reason=Reason.NO_ANSWERS):
    """Return a Finding in which one group answered, and so is compared with nobody."""
    asked = question(by="recipient_income", versus="low")
    shown = compared("low", 0.4, 0.4, 0.04)
    return finding_of(shown, withheld("high", reason), asked=asked)


def test_a_single_group_is_told_as_it_is():
    said = plain(alone().sentence)

    assert said == "40 % reported feeling fully seen (36 to 44); there are no groups to compare."


def test_a_single_group_beside_a_private_one_is_not_told_as_the_whole():
    assert alone(Reason.PRIVATE).sentence.startswith("Hidden to protect people")
    assert alone(Reason.TOO_FEW).sentence.startswith("Too few answers here")


def test_a_single_group_of_records_and_of_means():
    record = finding_of(
        compared("low", 0.4, 0.4, 0.04),
        asked=question("met_bot", by="recipient_income", versus="low"),
    )
    mean = finding_of(
        compared("low", 2.4, 2.4, 0.4),
        asked=question("felt_seen", "mean", by="recipient_income", versus="low"),
    )

    assert plain(record.sentence).startswith("Records show meeting a bot in 40 % (36 to 44)")
    assert mean.sentence.startswith("Felt seen has a mean of 0.40")  # the whole is made by hand


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ([Reason.PRIVATE, Reason.PRIVATE], "Hidden to protect people: too few stand behind these"),
        ([Reason.PRIVATE, Reason.NO_ANSWERS], "Hidden to protect people"),
        ([Reason.TOO_FEW, Reason.TOO_FEW], "Too few answers here to say how groups compare"),
        ([Reason.TOO_FEW, Reason.PRIVATE], "Too few answers here to say how groups compare"),
        ([Reason.NO_ANSWERS, Reason.NO_ANSWERS], "Nobody answered here about feeling fully seen."),
        ([], "Nobody answered here about feeling fully seen."),
    ],
)
def test_all_withheld_says_why(reasons, said):
    rows = [withheld(name, why) for name, why in zip(("asian", "black"), reasons, strict=False)]

    assert finding_of(*rows, overall=Withheld(reason=Reason.NO_ANSWERS)).sentence.startswith(said)


def test_a_withheld_comparison_is_told_without_a_private_count():
    finding = finding_of(withheld("asian", Reason.PRIVATE), compared("black", 0.36, 0.45, 0.04))

    said = say_gap(finding, finding.gaps[0], CATALOG)

    assert said.startswith("Hidden to protect people")
    assert not re.search(r"\d", said)


# -- beside a mark -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.NOTABLE, "9 points fewer"),
        (Verdict.SMALL, "9 points fewer"),
        (Verdict.ABOUT_EQUAL, "about equal"),
        (Verdict.NO_RELIABLE_DIFFERENCE, "no reliable difference"),
    ],
)
def test_words_beside_a_mark_are_those_of_visual_md(verdict, words):
    finding = one("felt_seen", Show.TOP, verdict=verdict)

    assert verdict_words(finding, finding.gaps[0]) == words


def test_few_clusters_make_a_comparison_provisional():
    finding = finding_of(compared("black", 0.36, 0.45, 0.04, df=7.9))

    assert verdict_words(finding, finding.gaps[0]) == "9 points fewer, provisional"


def test_the_reference_itself_says_so_and_a_withheld_one_says_nothing():
    finding = finding_of(withheld("asian", Reason.PRIVATE), compared("black", 0.36, 0.45, 0.04))

    assert verdict_words(finding, None) == "the comparison"
    assert verdict_words(finding, finding.gaps[0]) == ""


def test_the_reference_has_a_name_in_every_case():
    income = CATALOG.dimension("recipient_income")

    assert versus_words("others", income) == "everyone else"
    assert versus_words("largest", income) == "the group with most answers"
    assert versus_words("low", income) == "Low"


def test_references_that_differ_by_level_share_a_name():
    asked = question(by="recipient_income", by2="profession", versus="largest")
    finding = finding_of(
        compared(
            "low", 0.4, 0.45, 0.06, Verdict.NO_RELIABLE_DIFFERENCE, second="nurse", versus="mid"
        ),
        compared(
            "low",
            0.4,
            0.45,
            0.06,
            Verdict.NO_RELIABLE_DIFFERENCE,
            second="chaplain",
            versus="high",
        ),
        asked=asked,
    )

    assert shared_versus(finding) == "largest"
    assert "any group and the group with most answers" in finding.sentence
