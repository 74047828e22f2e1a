"""How numbers are written: no more digits than their interval supports, and never a sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.domain.findings import Interval, Reason, Verdict
from seen.domain.measures import Show
from seen.wording import numbers
from tests.helpers import compared, everything, finding_of, question, withheld

NB = "\u00a0"


def share(value, low, high):
    """Return the words of a share with its interval."""
    found = Interval(value=value, low=low, high=high)
    return numbers.value(found, Show.TOP), numbers.span_words(found, Show.TOP)


def mean(value, low, high):
    """Return the words of a mean with its interval."""
    found = Interval(value=value, low=low, high=high)
    return numbers.value(found, Show.MEAN), numbers.span_words(found, Show.MEAN)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ((0.4123, 0.36, 0.46), (f"41{NB}%", "36 to 46")),
        ((0.4123, 0.39, 0.43), (f"41{NB}%", "39 to 43")),  # 4 points wide: still none
        ((0.4123, 0.3951, 0.4349), (f"41.2{NB}%", "39.5 to 43.5")),  # under 4: one
        ((0.0, 0.0, 0.05), (f"0{NB}%", "0 to 5")),
        ((1.0, 0.9, 1.0), (f"100{NB}%", "90 to 100")),
        ((0.999, 0.98, 1.0), (f"99.9{NB}%", "98.0 to 100.0")),
    ],
)
def test_shares_have_a_decimal_only_where_their_interval_is_under_4_points(given_, expected):
    assert share(*given_) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ((3.14159, 3.0, 3.3), ("3.14", "3.00 to 3.30")),  # 0.3 wide: two digits of the width
        ((3.14159, 1.5, 4.7), ("3.1", "1.5 to 4.7")),  # 3.2 wide
        ((31.4159, 20, 45), ("31", "20 to 45")),  # 25 wide
        ((1234.5, 1000, 1500), ("1,234", "1,000 to 1,500")),
        ((3.14159, 3.141, 3.142), ("3.14", "3.14 to 3.14")),  # two decimals at most
        ((-0.004, -2.0, 2.0), ("0.0", "\u22122.0 to 2.0")),  # a true minus, no negative zero
    ],
)
def test_means_have_two_digits_of_their_intervals_width(given_, expected):
    assert mean(*given_) == expected


def test_counts_have_their_thousands_marked():
    assert numbers.count(1204) == "1,204"
    assert numbers.percent(0.525) == f"52{NB}%"  # halves to even, as Python rounds


def gap_of(measure, show, value, other, half):
    """Return a Finding of one comparison."""
    row = compared("black", value, other, half, Verdict.NO_RELIABLE_DIFFERENCE)
    return finding_of(row, asked=question(measure, show))


@pytest.mark.parametrize(
    ("measure", "show", "value", "other", "half", "size", "ends"),
    [
        ("felt_seen", "top", 0.36, 0.45, 0.05, "9 points fewer", ("4", "14 points fewer")),
        ("felt_seen", "bottom", 0.45, 0.36, 0.05, "9 points more", ("4", "14 points more")),
        ("mis_seen", "top", 0.36, 0.35, 0.1, "1 point more", ("9 points fewer", "11 more")),
        ("mis_seen", "top", 0.36, 0.35, 0.01, "1.0 points more", ("0.0", "2.0 points more")),
        # an end that is not zero is never written as zero
        ("mis_seen", "top", 0.45, 0.36, 0.087, "9.0 points more", ("0.3", "17.7 points more")),
        ("screen_share", "mean", 0.3, 0.304, 0.002, "0.004 lower", ("0.002", "0.006 lower")),
        ("felt_seen", "mean", 3.0, 3.5, 0.2, "0.50 lower", ("0.30", "0.70 lower")),
        ("dms_mean", "mean", 3.0, 2.9, 0.4, "0.10 higher", ("0.30 lower", "0.50 higher")),
    ],
)
def test_a_difference_is_a_magnitude_with_a_word(measure, show, value, other, half, size, ends):
    finding = gap_of(measure, show, value, other, half)

    assert numbers.magnitude(finding.gaps[0], finding) == size
    assert numbers.range_words(finding.gaps[0], finding) == ends


@given(low=st.floats(0.0002, 0.2), width=st.floats(0.0001, 0.3), sign=st.sampled_from([-1, 1]))
def test_an_end_of_a_change_that_is_not_zero_is_not_written_as_zero(low, width, sign):
    ends = sorted((sign * low, sign * (low + width)))
    found = Interval(value=sign * (low + width / 2), low=ends[0], high=ends[1])

    for show in (Show.TOP, Show.MEAN):
        scale = 1 if show is Show.MEAN else 100
        if scale * low >= 0.01:  # of a scale that has two decimals at most
            written = numbers.magnitudes_of_ends(found, show)
            assert all(float(it.replace(",", "")) > 0 for it in written), written
            assert float(numbers.magnitude_of(found, show)) > 0


@given(
    value=st.floats(0.1, 0.9),
    other=st.floats(0.1, 0.9),
    half=st.floats(0.001, 0.3),
    measure=st.sampled_from(["felt_seen", "mis_seen", "vulnerability_risk"]),
)
def test_a_magnitude_undoes_the_direction_of_worse(value, other, half, measure):
    finding = gap_of(measure, "top", value, other, half)
    gap = finding.gaps[0]

    assert numbers.raised_by(gap, finding) == pytest.approx(value - other)
    words = numbers.magnitude(gap, finding)
    assert ("more" in words) == (value - other > 0) or value == pytest.approx(other)
    low, high = numbers.magnitude_ends(gap, finding)
    assert float(low) <= float(high)
    assert not set(words) & set("-+\u2212")


def test_what_is_withheld_has_no_numbers():
    finding = finding_of(withheld("asian", Reason.TOO_FEW), compared("black", 0.4, 0.5, 0.05))
    gap = finding.gaps[0]

    assert numbers.magnitude(gap, finding) == "Too few to judge"
    for ask in (numbers.magnitude_ends, numbers.range_words, numbers.raised_by):
        with pytest.raises(ValueError, match="withheld difference"):
            ask(gap, finding)


@pytest.mark.parametrize(
    ("measure", "show", "said"),
    [
        ("felt_seen", "top", "2 points"),
        ("felt_seen", "mean", "0.08"),  # 2 % of 4
        ("burden", "mean", "2"),  # of 100
        ("connection_top", "mean", "0.02"),
    ],
)
def test_the_margin_is_two_points_or_two_hundredths_of_the_scale(measure, show, said):
    assert measure in {item.name for item in everything().measures}
    by = "profession"
    row = compared("nurse", 0.5, 0.5, 0.01, Verdict.ABOUT_EQUAL)

    assert numbers.margin(finding_of(row, asked=question(measure, show, by))) == said
