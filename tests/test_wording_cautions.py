"""What stands under a figure: one caution with what it must not leave out, and the small print."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.findings import PROVISIONAL_DF, Estimate, Reason, Verdict
from seen.domain.questions import ADJUSTS, DISTRIBUTION, UNADJUSTED
from seen.text import text
from seen.wording.cautions import caution, small_print
from tests.helpers import compared, everything, finding_of, question, source, withheld
from tests.test_wording import SHOWN

CATALOG = everything()
PROVISIONAL = "Where few wards stand behind an interval it is provisional."
GENERAL = "This is a difference, not a cause."


def of(verdict=Verdict.NOTABLE, *, df=20.0, own_df=20.0, adjust=UNADJUSTED):
    """Return a Finding of one comparison, with these degrees of freedom of it and of its value."""
    finding = finding_of(
        compared("black", 0.36, 0.45, 0.04, verdict, df=df), asked=question(adjust=adjust)
    )
    (row,) = finding.groups
    assert isinstance(row.estimate, Estimate)
    return replace(finding, groups=(replace(row, estimate=replace(row.estimate, df=own_df)),))


@given(
    verdict=st.sampled_from(SHOWN),
    df=st.floats(1, 30),
    own_df=st.floats(1, 30),
    adjust=st.sampled_from(ADJUSTS),
    own=st.sampled_from([(), ("Places differ.",)]),
)
def test_the_caution_says_what_is_provisional_and_what_is_adjusted(
    verdict, df, own_df, adjust, own
):
    finding = of(verdict, df=df, own_df=own_df, adjust=adjust)

    said = caution([finding], CATALOG, own)

    assert (PROVISIONAL in said) == (min(df, own_df) < PROVISIONAL_DF)
    is_adjusted = "profession, kind of institution and time pressure" in said
    assert is_adjusted == (adjust != UNADJUSTED)
    assert (GENERAL in said) == (not own and finding.gaps[0].is_reliable)
    assert all(it in said for it in own)
    assert said.count(".") <= 3  # one caution, and at most these two


def test_nothing_is_said_to_be_accounted_for_where_there_was_nothing():
    finding = of(Verdict.NOTABLE, adjust="standardised")
    alone = replace(finding, notes=(text("notes.one_stratum"),))

    assert "profession, kind of institution" in caution([finding], CATALOG)
    assert "profession, kind of institution" not in caution([alone], CATALOG)


def test_a_figure_of_which_nothing_has_to_be_said_has_no_caution():
    assert caution([of(Verdict.ABOUT_EQUAL)], CATALOG) == ""


def test_what_is_missing_is_counted_in_groups():
    one = finding_of(withheld("asian", Reason.PRIVATE), compared("black", 0.36, 0.45, 0.04))
    two = finding_of(withheld("asian", Reason.PRIVATE), withheld("black", Reason.TOO_FEW))

    assert small_print([one], CATALOG).startswith("One group has no estimate here.")
    assert small_print([two], CATALOG).startswith("2 groups have no estimate here.")
    assert small_print([one, two], CATALOG).startswith("3 groups have no estimate here.")


def test_of_two_dimensions_it_is_values_and_not_groups_that_are_counted():
    rows = [withheld("low", Reason.PRIVATE, level) for level in ("1", "2")]
    finding = finding_of(
        *rows,
        compared("low", 0.36, 0.45, 0.04, second="5"),
        asked=question(by="recipient_income", by2="time_pressure"),
    )

    assert small_print([finding], CATALOG) == (
        "2 of 3 values (a group at one level of time pressure) are not shown here. What is "
        "missing is not zero."
    )


@pytest.mark.parametrize("name", ["ordinary", "all_withheld", "too_few"])
def test_strips_beneath_a_figure_count_nothing_and_their_notes_say_what_they_are_about(name):
    here = source(name)
    by, by2 = "recipient_income", "time_pressure"
    lines = here.finding(question(by=by, by2=by2))
    strips = here.finding(question("hurried", by=by, by2=by2, view=DISTRIBUTION))

    said = small_print([lines, strips], here.catalog)

    total = len(lines.groups)
    n = sum(not isinstance(item.estimate, Estimate) for item in lines.groups)
    assert said.startswith(f"{n} of {total} values") if n else "values" not in said
    assert "In the strips: each figure is the share of a group at one level" in said
    assert lines.notes[0].startswith("Groups are compared inside each level")  # the facts say so
    assert lines.notes[0] not in said
    for note in lines.notes[1:]:
        assert note in said
        assert f"In the strips: {note[:1].lower()}{note[1:]}" not in said
