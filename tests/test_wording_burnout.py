"""What is said of burnout: short, with intervals, never a cause, never more than was found."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain import burnout
from seen.domain.findings import Estimate, Finding, Part, Reason, Verdict, Withheld
from seen.domain.questions import Filters
from seen.text import phrases
from seen.wording.burnout import (
    block_words,
    is_above_zero,
    rest_words,
    say_all_blocks,
    say_blocks,
    say_waves,
    scale_words,
    share_words,
)
from seen.wording.length import longest
from tests.helpers import question
from tests.test_wording import CAUSES, SHOWN, plain
from tests.workers import workers

BLOCKS = ("overload", "relating", "impeded")
NAMES = [block_words(name) for name in BLOCKS]
SHARES = st.lists(st.floats(0.0, 0.33), min_size=3, max_size=3)


def estimate(value: float, half: float, **parts: float) -> Estimate:
    """Return an Estimate with counts."""
    low, high = parts.get("low", value - half), value + half
    return Estimate(
        value=value,
        low=low,
        high=high,
        n_answers=400,
        n_people=400,
        n_clusters=12,
        df=9.0,
        method="share over wards",
    )


def share(value: float, half: float) -> Estimate:
    """Return a share, its interval cut at 0."""
    return estimate(value, half, low=max(0.0, value - half))


def of_blocks(values, verdict, half=0.05, scale="exhaustion", instrument="MBI_SCORES") -> Finding:
    """Return a Finding of three blocks that differ as the verdict says."""
    where = {"instrument": [instrument], "scale": [scale]}
    asked = question("burden", "mean", "profession", where=where, view="blocks")
    found = workers().finding(asked)
    pairs = [(a, b) for place, a in enumerate(BLOCKS) for b in BLOCKS[place + 1 :]]
    parts = [
        *(
            Part(name="block", group=name, estimate=share(value, half))
            for name, value in zip(BLOCKS, values, strict=True)
        ),
        Part(name="unexplained", group=None, estimate=share(1 - sum(values), half)),
        *(
            Part(
                name="block_difference",
                group=a,
                group_2=b,
                estimate=estimate(0.1, half),
                verdict=verdict,
            )
            for a, b in pairs
        ),
    ]
    return replace(found, parts=tuple(parts))


def of_waves(whole, pairs, verdicts, half=0.4) -> Finding:
    """Return a Finding of two changes."""
    asked = question("burden", "mean", "profession", where={"instrument": ["CBI"]})
    made = burnout.waves(asked, workers().catalog)
    assert made is not None
    found = workers().finding(made)
    ends: dict[str, Any] = {"group": "2024 Q4", "group_2": "2024 Q3"}
    parts = (
        Part(name="change_all", estimate=estimate(whole, half), verdict=verdicts[0], **ends),
        Part(name="change_pairs", estimate=estimate(pairs, half), verdict=verdicts[1], **ends),
        Part(name="answered_both", estimate=share(0.62, 0.02), **ends),
    )
    return replace(found, parts=parts)


@settings(deadline=None)
@given(
    values=SHARES,
    verdict=st.sampled_from(SHOWN),
    half=st.floats(0.005, 0.1),
    scale=st.sampled_from(["exhaustion", "depersonalization", "accomplishment"]),
)
def test_the_sentence_of_blocks_keeps_the_rules(values, verdict, half, scale):
    finding = of_blocks(values, verdict, half, scale)

    said = say_blocks(finding, workers().catalog)

    assert longest(said) <= 25, said
    assert not CAUSES.search(said)
    assert "goes with" in said
    assert scale_words(finding, workers().catalog).lower() in said.lower()
    assert said.count("(") - said.count("(depersonalization)") == 2  # an interval for each share
    assert "no difference" not in said
    is_reliable = verdict in (Verdict.NOTABLE, Verdict.SMALL)
    assert ("a reliable difference" in said) == is_reliable
    named = [name for name in NAMES if name in said]
    assert len(named) == 2
    assert "unexplained" in said.lower()


def test_the_two_largest_blocks_are_named_the_larger_first():
    said = plain(say_blocks(of_blocks([0.1, 0.02, 0.2], Verdict.NOTABLE), workers().catalog))

    assert said == (
        "Of the variation in exhaustion, 20 % (15 to 25) goes with impeded relating and 10 % (5 "
        "to 15) with overload: a reliable difference. Most stays unexplained: 68 %."
    )


def test_scales_where_another_block_leads_are_said_after_the_first():
    made = [
        of_blocks([0.2, 0.01, 0.1], Verdict.NOTABLE, scale="exhaustion"),
        of_blocks([0.02, 0.01, 0.2], Verdict.NOTABLE, scale="depersonalization"),
        of_blocks([0.02, 0.01, 0.3], Verdict.NOTABLE, scale="accomplishment"),
    ]
    first = replace(made[0], sentence="The first.")

    said = plain(say_all_blocks([first, *made[1:]], workers().catalog))
    alike = say_all_blocks([first, made[0]], workers().catalog)
    open_ended = of_blocks(
        [0.02, 0.01, 0.2], Verdict.NO_RELIABLE_DIFFERENCE, scale="accomplishment"
    )

    assert said == (
        "The first. Impeded relating goes with the most in distance (depersonalization), 20 % "
        "(15 to 25) and accomplishment, 30 % (25 to 35)."
    )
    assert alike == "The first."
    assert say_all_blocks([first, open_ended], workers().catalog) == "The first."


def test_a_share_whose_interval_is_printed_from_zero_is_not_clear_of_it():
    assert not is_above_zero(share(0.003, 0.00295))  # 0.3 % (0.0 to 0.6)
    assert not is_above_zero(share(0.05, 0.05))
    assert is_above_zero(share(0.003, 0.001))


def test_a_share_that_may_be_nothing_is_never_said_as_a_number():
    assert plain(share_words(share(0.003, 0.01))) == "under 1 %"
    assert plain(share_words(share(0.003, 0.002))) == "0.3 %"
    assert plain(share_words(share(0.0, 0.004))) == "under 1 %"


def test_less_than_half_is_not_called_most():
    assert plain(rest_words(share(0.38, 0.05))) == "unexplained: 38 %"
    assert plain(rest_words(share(0.62, 0.05))) == "most stays unexplained: 62 %"


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        (Reason.PRIVATE, "hidden to protect people"),
        (Reason.NO_ANSWERS, "no answers"),
        (Reason.TOO_FEW, "too few to judge"),
    ],
)
def test_blocks_that_are_withheld_are_said_with_their_cause(reason, why):
    finding = of_blocks([0.1, 0.1, 0.1], Verdict.SMALL)
    hidden = Withheld(reason=reason)
    parts = tuple(replace(part, estimate=hidden) for part in finding.parts)

    said = say_blocks(replace(finding, parts=parts), workers().catalog)

    assert why in said
    assert not re.search(r"\d", said)


def test_a_block_that_a_recipe_declares_goes_by_its_name():
    assert block_words("moral_distress") == "moral distress"


@settings(deadline=None)
@given(
    whole=st.floats(-9, 9),
    pairs=st.floats(-9, 9),
    first=st.sampled_from(SHOWN),
    second=st.sampled_from(SHOWN),
)
def test_the_sentence_of_waves_keeps_the_rules(whole, pairs, first, second):
    said = say_waves(of_waves(whole, pairs, (first, second)), workers().catalog)

    assert longest(said) <= 25, said
    assert not CAUSES.search(said)
    assert said.startswith("From 2024 Q3 to 2024 Q4, ")  # the reference is named
    assert "among all who answered" in said
    assert "who answered both times" in said
    assert said.count("(") == 3  # the scale, and an interval for each change
    assert "no difference" not in said
    assert not re.search(r"[+±−]\s*\d", said)


def test_those_who_stayed_are_told_from_all_who_answered():
    said = plain(
        say_waves(of_waves(-1.2, 0.1, (Verdict.SMALL, Verdict.ABOUT_EQUAL)), workers().catalog)
    )

    assert said == (
        "From 2024 Q3 to 2024 Q4, there is a fall of 1.20 (0.80 to 1.60) in burden (exhaustion) "
        "among all who answered. Among the 62 % of them who answered both times, it stays about "
        "equal (0.30 lower to 0.50 higher)."
    )


def test_without_a_chosen_scale_the_score_is_named_once():
    finding = of_waves(-1.2, 0.1, (Verdict.SMALL, Verdict.ABOUT_EQUAL))
    anywhere = replace(finding, question=finding.question.asking(filters=Filters()))

    said = plain(say_waves(anywhere, workers().catalog))

    assert "a fall of 1.20 (0.80 to 1.60) in burden among" in said


def test_pairs_that_are_hidden_are_said_to_be():
    finding = of_waves(-1.2, 0.1, (Verdict.SMALL, Verdict.SMALL))
    hidden = Withheld(reason=Reason.PRIVATE)
    parts = (finding.parts[0], *(replace(it, estimate=hidden) for it in finding.parts[1:]))

    said = say_waves(replace(finding, parts=parts), workers().catalog)

    assert "Those who answered both times: hidden to protect people." in said


def test_no_word_of_the_page_names_a_cause_or_lays_blame():
    said = {key: it for key, it in phrases("en").items() if key.startswith(("burnout.", "block."))}

    blame = re.compile(r"\b(fault|fail(s|ed)?|weak|poor(ly)?|worst|best|blame|should)\b")
    assert said
    assert not [key for key, it in said.items() if CAUSES.search(it) or blame.search(it.lower())]
