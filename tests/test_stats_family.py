"""Comparisons from several Findings, judged as one list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from seen.domain.findings import Gap, Interval, Reason, Verdict, Withheld
from seen.stats.family import judged_together
from seen.stats.gaps import Scale

SHARE = Scale(is_share=True, worse_sign=1, span=1.0)
HIDDEN = Withheld(reason=Reason.PRIVATE)


def compared(p, size=0.10, reference=0.5):
    """Return a comparison with this p; None for one that is withheld."""
    if p is None:
        return Gap(
            group="low",
            group_2=None,
            versus="others",
            difference=HIDDEN,
            ratio=HIDDEN,
            p_holm=None,
            verdict=Verdict.WITHHELD,
        )
    found = Interval(value=size, low=size - 0.05, high=size + 0.05)
    return Gap(
        group="low",
        group_2=None,
        versus="others",
        difference=found,
        ratio=found,
        p_holm=p,
        verdict=Verdict.NOTABLE,
        p=p,
        reference=Interval(value=reference, low=0.4, high=0.6),
    )


@given(p=st.lists(st.none() | st.floats(0, 1), max_size=10))
def test_holm_runs_over_what_is_shown_alone(p):
    judged = judged_together([(compared(each), SHARE) for each in p])

    shown = [each for each in p if each is not None]
    expected = iter(multipletests(shown, method="holm")[1] if shown else [])
    for before, after in zip(p, judged, strict=True):
        if before is None:
            assert after.p_holm is None
            assert after.verdict is Verdict.WITHHELD
        else:
            assert after.p_holm == pytest.approx(next(expected))
            assert after.is_reliable == (after.p_holm is not None and after.p_holm < 0.05)


def test_a_longer_list_can_only_weaken_a_verdict():
    alone = judged_together([(compared(0.03), SHARE)])
    among = judged_together([(compared(0.03), SHARE), *[(compared(0.9), SHARE)] * 7])

    assert alone[0].verdict is Verdict.NOTABLE
    assert among[0].verdict is Verdict.NO_RELIABLE_DIFFERENCE


def test_a_reliable_difference_of_less_than_a_tenth_stays_small():
    (judged,) = judged_together([(compared(0.001, size=0.04), SHARE)])

    assert judged.verdict is Verdict.SMALL
