"""Institutions in a funnel: limits, flags, shrinking and reliability, and never a rank."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Reason, Verdict, Withheld
from seen.stats import institutions
from seen.stats.estimates import means
from seen.stats.funnels import sampling_variances
from seen.stats.heterogeneity import moment_variance, paule_mandel, q_profile, winsorised
from seen.stats.institutions import PARTS
from seen.stats.totals import WHOLE, totals
from tests.reference.cells import compared, group, reference_rows
from tests.reference.places import (
    RATING,
    counted,
    drawn_places,
    limits,
    number,
    part,
    sample_of,
    shifted,
)

LAWS = settings(deadline=None, max_examples=25)
SEEDS = st.integers(0, 2**32 - 1)
LEVELS = np.linspace(0.45, 0.7, 12)
UNDEFINED = Withheld(reason=Reason.UNDEFINED)
Z_95, Z_998 = 1.9599639845400545, 3.0902323061678132  # R qnorm(.975), qnorm(.999)
PUBLISHED = [
    (float(row["yes"]), float(row["n_answers"]), row["significance"])
    for row in reference_rows("funnel_proportions.csv")
]
BASELINE = sum(yes for yes, _, _ in PUBLISHED) / sum(n for _, n, _ in PUBLISHED)


def funnel(sample, **options):
    """Return institutions in a funnel."""
    return institutions.funnel(sample, **options)


def binomial_limits(**numbers):
    """Return the limits of one institution without over-dispersion."""
    return institutions.binomial_limits(**numbers)


def names_of(answer):
    """Return the institutions of an Answer."""
    return [item.group for item in answer.groups]


def by_hand(cells):
    """Return the target, and means and sampling variances of institutions, one by one."""
    frame = cells.frame
    target = frame["sum_wy"].sum() / frame["sum_w"].sum()
    wards = [own for _, own in frame.groupby("group_value")]
    df = np.array([len(own) - 1 for own in wards])
    n = np.array([own["sum_w"].sum() for own in wards])
    values = np.array([own["sum_wy"].sum() for own in wards]) / n
    own = np.array(
        [
            len(it) / (len(it) - 1) * (((it["sum_wy"] - mean * it["sum_w"]) / total) ** 2).sum()
            for it, mean, total in zip(wards, values, n, strict=True)
        ]
    )
    independent = target * (1 - target) / n
    size = np.array([(it["sum_w"] ** 2).sum() for it in wards]) / n
    rho = np.clip(np.sum(df * (own / independent - 1)) / np.sum(df * (size - 1)), 0, 1)
    shared = independent * (1 + (size - 1) * rho)
    return target, values, (df * own + 10 * shared) / (df + 10)


def test_groups_gaps_and_whole_are_those_of_a_comparison():
    cells = drawn_places(1, levels=LEVELS)

    found = funnel(sample_of(cells))

    expected = compared(cells, cluster_word="practitioners")
    assert found.groups == expected.groups
    assert found.gaps == expected.gaps
    assert found.overall == expected.overall


def test_limits_are_target_and_z_times_the_root_of_both_variances():
    cells = drawn_places(1, levels=LEVELS)
    target, values, variances = by_hand(cells)
    z = (values - target) / np.sqrt(variances)
    extra = moment_variance(winsorised(z), variances=variances)

    found = funnel(sample_of(cells))

    for place, name in enumerate(names_of(found)):
        error = np.sqrt(variances[place] + extra)
        usual, wide = number(found, "limits_95", name), number(found, "limits_998", name)
        assert usual.value == wide.value == pytest.approx(target)
        assert limits(usual) == pytest.approx((target - Z_95 * error, target + Z_95 * error))
        assert limits(wide) == pytest.approx((target - Z_998 * error, target + Z_998 * error))


def test_position_is_the_difference_from_the_target_with_over_dispersion():
    cells = drawn_places(2, levels=LEVELS)

    found = funnel(sample_of(cells))

    for name in names_of(found):
        position, usual = number(found, "position", name), number(found, "limits_95", name)
        away = group(found, name).value - usual.value
        assert position.value == pytest.approx(away)
        assert position.high - away == pytest.approx(usual.high - usual.value)


def test_reliability_and_spread_come_from_paule_and_mandel_and_the_profile():
    cells = drawn_places(3, levels=LEVELS)
    _, values, variances = by_hand(cells)
    between = paule_mandel(values, variances=variances)
    low, high = q_profile(values, variances=variances) or (0.0, 0.0)

    found = funnel(sample_of(cells))

    spread = number(found, "between")
    assert (spread.value, *limits(spread)) == pytest.approx(np.sqrt([between, low, high]))
    assert (spread.n_clusters, spread.df) == (12, 11)
    for place, name in enumerate(names_of(found)):
        own = number(found, "reliability", name)
        expected = [tau2 / (tau2 + variances[place]) for tau2 in (between, low, high)]
        assert (own.value, *limits(own)) == pytest.approx(expected)


def test_shrunken_figures_lie_between_the_own_and_the_common_one():
    cells = drawn_places(3, levels=LEVELS)

    found = funnel(sample_of(cells))

    drawn = {name: number(found, "shrunken", name).value for name in names_of(found)}
    own = {name: group(found, name).value for name in drawn}
    assert max(drawn.values()) - min(drawn.values()) < max(own.values()) - min(own.values())
    ends = min(own.values()), max(own.values())
    assert all(ends[0] <= value <= ends[1] for value in drawn.values())


def test_parts_stand_in_the_order_of_groups_and_carry_no_rank():
    found = funnel(sample_of(drawn_places(4, levels=LEVELS[::-1])))

    expected = [(name, item) for item in names_of(found) for name in PARTS]
    assert [(item.name, item.group) for item in found.parts] == [*expected, ("between", None)]
    assert names_of(found) == sorted(names_of(found))
    assert {item.verdict for item in found.parts if item.name != "position"} == {None}


@LAWS
@given(SEEDS)
def test_what_is_called_unusual_is_what_lies_outside_the_limits_drawn(seed):
    # FunnelPlotR#24: limits were scaled and values were not.
    cells = drawn_places(seed, levels=[*LEVELS, 0.1, 0.95])

    found = funnel(sample_of(cells))

    for item in found.groups:
        if not isinstance(item.estimate, Estimate):
            continue
        wide, own = number(found, "limits_998", item.group), item.estimate.value
        is_outside = own < wide.low or own > wide.high
        verdict = part(found, "position", item.group).verdict
        assert verdict is (Verdict.NOTABLE if is_outside else Verdict.NO_RELIABLE_DIFFERENCE)


def test_an_institution_far_off_is_unusual_and_most_others_are_not():
    levels = [*np.linspace(0.5, 0.6, 30), 0.95]

    found = funnel(sample_of(drawn_places(4, levels=levels)))

    unusual = [item.group for item in found.parts if item.verdict is Verdict.NOTABLE]
    assert "ward 030" in unusual
    assert len(unusual) < 4
    assert limits(number(found, "position", "ward 030"))[0] > 0


def test_wider_limits_are_three_halves_as_wide_and_not_ten_times():
    # PHEindicatormethods drew the 99.8 % limits of one data set ten times too far out.
    found = funnel(sample_of(drawn_places(5, levels=LEVELS)))

    for name in names_of(found):
        usual, wide = number(found, "limits_95", name), number(found, "limits_998", name)
        ratio = (wide.high - wide.low) / (usual.high - usual.low)
        assert ratio == pytest.approx(Z_998 / Z_95)


@LAWS
@given(SEEDS)
def test_limits_never_leave_the_scale_and_hold_the_target(seed):
    near_the_top = np.linspace(0.9, 0.99, 10)
    shares = drawn_places(seed, levels=near_the_top)
    ratings = shifted(drawn_places(seed, levels=near_the_top, steps=4), 1)

    for cells, scale, ends in ((shares, None, (0, 1)), (ratings, RATING, (1, 5))):
        found = funnel(sample_of(cells, **({"scale": scale} if scale else {})))
        drawn = [
            item.estimate
            for item in found.parts
            if item.name in ("limits_95", "limits_998", "shrunken")
        ]
        for estimate in drawn:
            if isinstance(estimate, Estimate):
                assert ends[0] <= estimate.low <= estimate.value <= estimate.high <= ends[1]


def test_limits_widen_as_institutions_get_smaller_and_never_turn_back():
    # FunnelPlotR: arcsine limits below 0 turned round and had to be cut off.
    sizes = [1, 2, 3, 5, 10, 30, 100, 1000, 100_000]

    found = [binomial_limits(baseline=0.03, n_answers=n, confidence=0.998) for n in sizes]

    assert [item.low for item in found] == sorted(item.low for item in found)
    assert [item.high for item in found] == sorted((item.high for item in found), reverse=True)
    assert found[0].low == 0


@pytest.mark.parametrize(("confidence", "name"), [(0.95, "95"), (0.998, "998")])
def test_binomial_limits_are_those_of_english_public_health(confidence, name):
    # UKHSA PHEindicatormethods, proportion funnel of 303 primary care trusts, per cent.
    assert round(100 * BASELINE, 6) == 80.642448
    for row in reference_rows("funnel_limits.csv"):
        found = binomial_limits(
            baseline=BASELINE, n_answers=float(row["n_answers"]), confidence=confidence
        )
        expected = [float(row[f"{end}_{name}"]) for end in ("low", "high")]
        assert [100 * found.low, 100 * found.high] == pytest.approx(expected, abs=5.1e-7)


def test_binomial_flags_are_those_of_english_public_health():
    flags = {("low", 0.95): "Low (0.025)", ("low", 0.998): "Low (0.001)"}
    flags |= {("high", 0.95): "High (0.025)", ("high", 0.998): "High (0.001)"}
    for yes, n, published in PUBLISHED:
        said = "Not significant"
        for confidence in (0.95, 0.998):
            found = binomial_limits(baseline=BASELINE, n_answers=n, confidence=confidence)
            if yes / n < found.low:
                said = flags["low", confidence]
            if yes / n > found.high:
                said = flags["high", confidence]
        assert said == published


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_missing_input_gives_no_limits_and_never_0(missing):
    assert binomial_limits(baseline=missing, n_answers=100) == UNDEFINED
    assert binomial_limits(baseline=0.8, n_answers=missing) == UNDEFINED
    assert binomial_limits(baseline=0.8, n_answers=0) == Withheld(reason=Reason.NO_ANSWERS)


def test_published_counts_have_a_funnel_of_binomial_variance():
    # 303 trusts of thousands each: nearly all lie outside limits without over-dispersion.
    table = {f"trust {place:03}": (n, yes) for place, (yes, n, _) in enumerate(PUBLISHED)}

    found = funnel(sample_of(counted(table)), has_clusters=False)

    n = np.array([pair[0] for pair in table.values()])
    values = np.array([yes for _, yes in table.values()]) / n
    variances = BASELINE * (1 - BASELINE) / n
    z = (values - BASELINE) / np.sqrt(variances)
    extra = moment_variance(winsorised(z), variances=variances)
    wide = number(found, "limits_998", "trust 000")
    assert wide.high - wide.value == pytest.approx(Z_998 * np.sqrt(variances[0] + extra))
    unusual = [item for item in found.parts if item.verdict is Verdict.NOTABLE]
    assert len(unusual) < 0.05 * len(table)
    assert sum(abs(z) > Z_998) > 0.8 * len(table)


def test_fewer_than_eight_institutions_make_no_funnel():
    found = funnel(sample_of(drawn_places(6, levels=LEVELS[:7])))

    assert {item.estimate for item in found.parts} == {Withheld(reason=Reason.TOO_FEW)}
    assert {item.verdict for item in found.parts} == {None}
    assert found.notes == ("places.no_funnel",)
    assert all(isinstance(item.estimate, Estimate) for item in found.groups)


def test_eight_institutions_make_a_funnel():
    found = funnel(sample_of(drawn_places(6, levels=LEVELS[:8])))

    assert isinstance(part(found, "limits_95", "ward 000").estimate, Estimate)
    assert found.notes == ("places.unusual",)


def test_a_private_institution_has_no_part_and_moves_no_limit():
    cells = drawn_places(7, levels=LEVELS)
    without = cells.frame[cells.frame["group_value"] != "ward 005"]

    found = funnel(sample_of(cells, private=frozenset({("ward 005", None), WHOLE})))
    alone = funnel(sample_of(Cells(frame=without)))

    private = Withheld(reason=Reason.PRIVATE)
    assert {item.estimate for item in found.parts if item.group == "ward 005"} == {private}
    for item in alone.parts:
        own, other = item.estimate, part(found, item.name, item.group).estimate
        assert (other.value, *limits(other)) == pytest.approx((own.value, *limits(own)))


def test_an_institution_too_few_to_judge_says_so_in_every_part():
    few = drawn_places(1, levels=[0.5], practitioners=(4, 4)).frame
    few = few.assign(group_value="z", cluster_id=few["cluster_id"] + 10_000)
    cells = drawn_places(7, levels=LEVELS).plus(Cells(frame=few))

    found = funnel(sample_of(cells))

    reasons = {item.estimate.reason for item in found.parts if item.group == "z"}
    assert reasons == {Reason.TOO_FEW}


def test_answers_without_an_institution_are_no_institution():
    cells = drawn_places(8, levels=LEVELS)
    frame = cells.frame.assign(
        group_value=cells.frame["group_value"].where(cells.frame["group_value"] != "ward 003")
    )

    found = funnel(sample_of(Cells(frame=frame)))

    assert "not_stated" in names_of(found)
    assert "not_stated" not in {item.group for item in found.parts}


def test_institutions_crossed_with_a_group_are_refused():
    cells = drawn_places(8, levels=LEVELS)

    with pytest.raises(ValueError, match="alone"):
        funnel(sample_of(Cells(frame=cells.frame.assign(group_value_2="black"))))


def test_clusters_that_happen_to_agree_do_not_make_an_institution_certain():
    frame = drawn_places(9, levels=LEVELS).frame
    agreeing = frame["group_value"] == "ward 000"
    frame.loc[agreeing, ["n_answers", "sum_w", "sum_w2"]] = 20
    frame.loc[agreeing, ["sum_wy", "sum_wy2"]] = 9

    found = funnel(sample_of(Cells(frame=frame)))

    n, own = 20 * int(agreeing.sum()), number(found, "reliability", "ward 000")
    target, spread = number(found, "limits_95", "ward 000").value, number(found, "between").value
    assert own.value < spread**2 / (spread**2 + target * (1 - target) / n)


def test_answers_of_one_cluster_that_are_not_alike_give_the_variance_of_independent_ones():
    # 40 practitioners of 10 answers each, with no correlation: s² is p(1 - p)/400 but for chance.
    cells = drawn_places(
        3, levels=[0.5] * 60, practitioners=(40, 40), answers=(10, 10), alike=1e-6
    )
    sums = totals(cells)

    found = sampling_variances(
        sums, means(sums, is_share=True), independent=np.full(60, 0.25 / 400)
    )

    assert found.mean() == pytest.approx(0.25 / 400, rel=0.05)


def test_institutions_that_all_say_yes_have_no_funnel_and_no_nan():
    everyone = {f"ward {place}": (60, 60) for place in range(9)}

    found = funnel(sample_of(counted(everyone)), has_clusters=False)

    assert {item.estimate for item in found.parts} == {UNDEFINED}


def test_institutions_more_alike_than_chance_have_no_reliability():
    alike = {f"ward {place}": (400, 200 + place % 2) for place in range(12)}

    found = funnel(sample_of(counted(alike)), has_clusters=False)

    assert part(found, "between").estimate == UNDEFINED
    assert part(found, "reliability", "ward 0").estimate == UNDEFINED
    assert number(found, "shrunken", "ward 0").value == pytest.approx(0.5, abs=0.002)


def test_means_on_a_scale_have_a_funnel_too():
    cells = shifted(drawn_places(10, levels=LEVELS, steps=4), 1)

    found = funnel(sample_of(cells, scale=RATING))

    frame = cells.frame
    target = number(found, "limits_95", "ward 000").value
    assert target == pytest.approx(frame["sum_wy"].sum() / frame["sum_w"].sum())
    assert "mean" in group(found, "ward 000").method


@LAWS
@given(SEEDS, st.sampled_from([0.001, 0.37, 1000]))
def test_the_unit_of_weights_changes_no_part(seed, factor):
    cells = drawn_places(seed, levels=LEVELS)
    powers = {"sum_w": factor, "sum_w2": factor**2, "sum_wy": factor, "sum_wy2": factor}
    scaled = cells.frame.assign(**{name: cells.frame[name] * by for name, by in powers.items()})

    once, again = (funnel(sample_of(item)) for item in (cells, Cells(frame=scaled)))

    for one, other in zip(once.parts, again.parts, strict=True):
        assert one.verdict is other.verdict
        if isinstance(one.estimate, Estimate):
            numbers = one.estimate.value, one.estimate.low, one.estimate.high
            assert (other.estimate.value, *limits(other.estimate)) == pytest.approx(
                numbers, rel=1e-7, abs=1e-9
            )


def test_shrunken_figures_cover_where_variances_are_estimated_from_few_practitioners():
    # 5 to 12 practitioners each, 5 points between institutions; without what institutions share
    # in s² it is .90 to .92.
    draw = np.random.default_rng(11)
    covered = total = 0
    for seed in range(40):
        levels = np.clip(0.6 + 0.05 * draw.standard_normal(25), 0.05, 0.95)
        cells = drawn_places(seed, levels=levels, practitioners=(5, 12))
        found = funnel(sample_of(cells))
        for name, level in zip(names_of(found), levels, strict=True):
            estimate = part(found, "shrunken", name).estimate
            if isinstance(estimate, Estimate):
                total += 1
                covered += estimate.low <= level <= estimate.high

    assert total > 800
    assert 0.92 <= covered / total <= 0.97
