"""The fixed Questions of the Overview."""

from collections import Counter

import pytest

from seen.domain.findings import Verdict
from seen.domain.questions import Filters, Question
from seen.sources.overview import fixed_list, n_compared
from tests.helpers import gap, source


def gaps(answered):
    """Return the comparisons of the list."""
    return [item.gap for item in answered if item.gap is not None]


@pytest.mark.parametrize("name", ["ordinary", "one_group", "all_withheld", "surveys", "bots"])
def test_the_list_is_always_whole_and_in_its_order(name):
    here = source(name)

    answered = fixed_list(here.finding, here.catalog, Filters())

    assert [item.entry for item in answered] == list(here.catalog.overview)
    assert len(answered) == 8


def test_the_list_is_allowed_for_its_own_length_and_not_that_of_each_finding():
    here = source("ordinary")

    answered = fixed_list(here.finding, here.catalog, Filters())

    shown = [gap for gap in gaps(answered) if gap.p is not None]
    assert n_compared(answered) == len(shown) > 1
    first = min(shown, key=lambda gap: gap.p or 0)
    assert first.p_holm == pytest.approx(min(1, len(shown) * (first.p or 0)))
    entry, finding, black = answered[1].entry, answered[1].finding, answered[1].gap
    assert finding is not None
    assert black is not None
    assert (entry.level, black.group, black.verdict) == ("black", "black", Verdict.NOTABLE)
    assert gap(finding, "black").p_holm != black.p_holm


def test_a_question_two_entries_share_is_asked_in_the_same_words():
    here = source("ordinary")
    asked: Counter[Question] = Counter()

    def find(question):
        asked[question] += 1
        return here.finding(question)

    fixed_list(find, here.catalog, Filters())

    assert max(asked.values()) == 2  # race twice: whoever remembers Findings asks once


def test_what_is_private_stays_so_in_the_list():
    here = source("all_withheld")

    answered = fixed_list(here.finding, here.catalog, Filters())

    assert n_compared(answered) == 0
    assert all(item.gap is None or item.gap.verdict is Verdict.WITHHELD for item in answered)


def test_filters_reach_the_list_and_a_level_they_leave_out_is_nobody():
    here = source("ordinary")

    chosen = Filters.of({"recipient_income": ["high", "mid"]})
    answered = fixed_list(here.finding, here.catalog, chosen)

    low = answered[0]
    assert low.entry.level == "low"
    assert low.finding is not None
    assert low.gap is None
