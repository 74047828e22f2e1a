"""The sentences about who gets a human: whole requests, short, right way round, never a cause."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.findings import Reason, Verdict
from seen.text import phrases, text
from seen.wording.length import longest
from seen.wording.machine import gap_words, say_beside, say_hundred, say_reasons, strongest
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.test_wording import CAUSES, SHOWN

CATALOG = everything()
NONE = Verdict.NO_RELIABLE_DIFFERENCE
RELIABLE = (Verdict.NOTABLE, Verdict.SMALL)
BY = [
    (by, level)
    for by in ("recipient_income", "recipient_race_ethnicity")
    for level in CATALOG.dimension(by).levels
]


def asked_for(by, level, value, other, verdict):
    """Return how many requests of a group reached a human, beside everyone else."""
    asked = question("got_human", by=by)
    return finding_of(compared(level, value, other, 0.02, verdict), asked=asked)


def beside(by, levels, values, verdicts, *, measure="felt_seen", show="top"):
    """Return humans of some kinds beside a bot; None hides one."""
    span = CATALOG.measure(measure).span(question(measure, show).show)
    low = 0 if span == 1 else CATALOG.measure(measure).scale[0]
    rows: list[Any] = [compared("bot", low + 0.2 * span, low + 0.2 * span, 0.02 * span)]
    for level, value, verdict in zip(levels, values, verdicts, strict=True):
        if verdict is None:
            rows.append(withheld(level, Reason.TOO_FEW))
            continue
        ends = low + value * span, low + 0.2 * span
        rows.append(compared(level, *ends, 0.04 * span, verdict, versus="bot"))
    asked = question(measure, show, by=by, versus="bot", groups=tuple(sorted(levels)))
    made = finding_of(*rows, asked=asked)
    return made, rows


@settings(deadline=None, max_examples=200)
@given(
    of=st.sampled_from(BY),
    value=st.floats(0.05, 0.95),
    other=st.floats(0.05, 0.95),
    verdict=st.sampled_from(SHOWN),
)
def test_a_hundred_requests_are_whole_and_the_direction_is_right(of, value, other, verdict):
    by, level = of
    finding = asked_for(by, level, value, other, verdict)

    whole = say_hundred(finding, CATALOG)

    assert longest(whole) <= 25, whole
    said = whole.replace("\u00a0", " ")
    assert not CAUSES.search(said), said
    assert "no difference" not in said.lower()
    assert not re.search(r"[+±−]\s*\d", said), said
    is_unstated = CATALOG.dimension(of[0]).is_unstated(of[1])
    if verdict in RELIABLE and not is_unstated:
        assert f"Of 100 requests from {CATALOG.dimension(of[0]).people(of[1])}, " in said
        assert f"{round(100 * value)} reached a human" in said
        assert f"against {round(100 * other)} from everyone else" in said
        assert value == other or ("fewer" in said) == (value < other)
        assert strongest(finding, CATALOG) in said.replace("\u00a0", " ")
    else:
        assert strongest(finding, CATALOG) == ""


def test_the_sentence_of_visual_md():
    finding = asked_for("recipient_income", "low", 0.62, 0.88, Verdict.NOTABLE)

    # VISUAL.md section 6, with the reference and the interval that DESIGN.md asks for
    assert say_hundred(finding, CATALOG).replace("\u00a0", " ") == (
        "Of 100 requests from recipients with low income, 62 reached a human, "
        "against 88 from everyone else: 26 points fewer (24 to 28)."
    )


@settings(deadline=None, max_examples=200)
@given(
    hurried=st.tuples(st.floats(0.05, 0.6), st.sampled_from([*SHOWN, None])),
    unhurried=st.tuples(st.floats(0.05, 0.6), st.sampled_from([*SHOWN, None])),
    mis_saw=st.tuples(st.floats(0.05, 0.6), st.sampled_from([*SHOWN, None])),
    asked=st.sampled_from(
        [
            ("felt_seen", "top"),
            ("felt_heard", "bottom"),
            ("trust", "mean"),
            ("goal_progress", "top"),
            ("felt_human_regard", "top"),
        ]
    ),
)
def test_every_comparison_with_a_bot_is_said_in_one_short_sentence(
    hurried, unhurried, mis_saw, asked
):
    measure, show = asked
    levels = ("human_hurried", "human_unhurried")
    values, verdicts = zip(hurried, unhurried, strict=True)
    first, _ = beside("form", levels, values, verdicts, measure=measure, show=show)
    args = ("form_mis_seen", ("human_mis_saw",), mis_saw[:1], mis_saw[1:])
    second, _ = beside(*args, measure=measure, show=show)

    whole = say_beside([first, second])

    assert longest(whole) <= 25, whole
    said = whole.replace("\u00a0", " ")
    assert not CAUSES.search(said), said
    assert "no difference" not in said.lower()
    for (_, verdict), kind in (
        (hurried, "recipients of hurried humans"),
        (unhurried, "recipients of unhurried humans"),
    ):
        assert verdict is None or kind in said.lower(), said
    if mis_saw[1] is not None:
        assert "recipients whom a human mis-saw" in said.lower(), said
    if hurried[1] is not None or unhurried[1] is not None or mis_saw[1] is not None:
        assert "those who met a bot" in said, said


def test_the_only_option_is_said_of_those_who_met_a_bot():
    asked = question("met_bot", by="recipient_income", by2="access_reason", view="distribution")
    rows = [
        compared("low", 0.66, 0.17, 0.03, second="only_option"),
        compared("low", 0.05, 0.14, 0.03, second="chosen"),
    ]

    said, strong = say_reasons(finding_of(*rows, asked=asked), CATALOG)

    assert said.replace("\u00a0", " ") == (
        "Of recipients with low income who met a bot, 66 % had no other option, "
        "against 17 % of everyone else: 49 points more (46 to 52)."
    )
    assert strong == "49 points more"
    assert longest(said) <= 25
    other = finding_of(rows[1], asked=asked)
    assert say_reasons(other, CATALOG) == ("", "")


@given(verdict=st.sampled_from(SHOWN), value=st.floats(0.1, 0.9))
def test_the_words_beside_a_bar_carry_an_interval_where_they_carry_a_size(verdict, value):
    finding = asked_for("recipient_income", "low", value, 0.5, verdict)

    said = gap_words(finding, finding.gaps[0])

    assert (" to " in said) == (verdict in RELIABLE)
    assert not re.search(r"[+±−]\s*\d", said)


def test_what_the_page_says_of_itself_is_short_names_no_cause_and_ranks_nobody():
    own = [key for key in phrases() if key.startswith("machine.")]
    plain = [text(key) for key in own if "{" not in str(phrases()[key])]

    assert len(plain) > 30
    for said in plain:
        assert longest(said) <= 25, said
        assert not CAUSES.search(said), said
        assert not re.search(r"\b(rank|best|worst|should)\b", said.lower()), said


def test_both_readings_stand_beside_the_comparison():
    said = text("machine.beside_caution")

    assert "better than nothing" in said
    assert "those who got nobody were not asked" in said
    assert "Who is given which is the question at the top of this page" in said
