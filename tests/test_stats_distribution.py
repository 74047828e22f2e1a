"""Shares over the levels of a Dimension: crosstab, svy, the guard, the JSON, the laws."""

import csv
import io
import itertools
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.charts.tables import as_csv
from seen.domain.cells import KEYS, SUMS, Cells, Contributors
from seen.domain.findings import Estimate, Reason, Withheld
from seen.guard.rules import PUBLISH
from seen.sources.dataset import DatasetSource
from seen.stats.distribution import shares
from seen.stats.estimates import covariance, means
from seen.stats.intervals import korn_graubard
from seen.stats.totals import others, totals
from tests.helpers import RACES, build, estimate, gap, question, scratch, source, visits
from tests.test_stats_estimates import by_svy

PRESSURE = question(by="recipient_race_ethnicity", by2="time_pressure", view="distribution")
LEVELS = tuple("12345")


def close(expected, tolerance=1e-9):
    return pytest.approx(expected, rel=tolerance, abs=tolerance)


# -- microdata and their cells --------------------------------------------------------------------


def drawn(seed, *, answers=900, clusters=14, weights=(500, 1000, 1700)):
    """Return microdata (group, level, cluster, w), levels unequal between groups and clusters."""
    draw = np.random.default_rng(seed)
    group = draw.integers(0, 3, answers)
    cluster = draw.choice(clusters, answers, p=draw.dirichlet(np.full(clusters, 3.0)))
    level = np.clip(draw.binomial(3, 0.3 + 0.1 * group + 0.02 * (cluster % 5)), 0, 3)
    return pd.DataFrame(
        {
            "group": np.array(["a", "b", "c"])[group],
            "level": np.array(["w", "x", "y", "z"])[level],
            "cluster": cluster,
            "w": draw.choice(weights, answers),
        }
    )


def cells(answers):
    """Return the crossed cells of microdata, as the SQL sums them."""
    w = answers["w"]
    sums = answers.assign(n_answers=1, sum_w=w, sum_w2=w * w, sum_wy=w, sum_wy2=w)
    keys = ["group", "level", "cluster"]
    frame = sums.groupby(keys, as_index=False)[list(SUMS)].sum()
    names = dict(zip(keys, ("group_value", "group_value_2", "cluster_id"), strict=True))
    return Cells(frame=frame.rename(columns=names).assign(stratum=None))


def tidy(found):
    """Return the rows of Cells in one order."""
    keys = list(KEYS)
    return found.frame.sort_values(keys, ignore_index=True)[[*KEYS, *SUMS]]


def of_shares(answers):
    """Return the means of the shares of microdata, by group and level."""
    return means(totals(shares(cells(answers))), is_share=True)


@pytest.mark.parametrize("seed", range(4))
def test_shares_are_those_of_the_crosstab(seed):
    answers = drawn(seed)

    found = of_shares(answers)

    sums = answers["w"]
    expected = pd.crosstab(answers["group"], answers["level"], sums, aggfunc="sum")
    expected = expected.fillna(0).div(expected.sum(axis=1), axis=0)
    for pair, value in zip(found.groups, found.values, strict=True):
        assert value == close(expected.loc[pair])


@pytest.mark.parametrize("seed", range(4))
def test_the_shares_of_a_group_add_up_to_1(seed):
    found = of_shares(drawn(seed, answers=200))

    for name in "abc":
        inside = [group == name for group, _ in found.groups]
        assert found.values[inside].sum() == close(1)
        # and what moves one up moves another down
        assert found.influence[:, inside].sum(axis=1) == close(0)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("level", list("wxyz"))
def test_errors_and_intervals_are_those_svy_finds_on_the_microdata(seed, level):
    answers = drawn(seed)
    held = answers.assign(y=(answers["level"] == level).astype(int))
    expected = by_svy(held, "mean")
    rows = by_svy(held, "prop", ci_method="korn-graubard")
    limits = [item for item in rows if str(item.y_level) == "1"]

    found = of_shares(answers)

    place = [found.groups.index((group, level)) for group in "abc"]
    assert found.values[place] == close([item.est for item in expected])
    assert np.sqrt(found.variance[place]) == close([item.se for item in expected])
    for index, item in zip(place, limits, strict=True):
        value, n = found.values[index], found.n_answers[index]
        effective = found.n_effective[index]
        interval = korn_graubard(value=value, n_answers=n, n_effective=effective, df=13)
        if value * (1 - value) / found.variance[index] <= n:
            assert (interval.low, interval.high) == close((item.lci, item.uci))
        else:  # svy stops at the answers after adjusting for df, we before: never narrower
            assert effective == n
            assert interval.low <= item.lci
            assert interval.high >= item.uci


def test_the_error_of_a_gap_is_the_linearised_one_written_out():
    answers = drawn(5)
    sums = totals(shares(cells(answers)))
    found, rest = means(sums, is_share=True), means(others(sums), is_share=True)
    error = np.sqrt(found.variance + rest.variance - 2 * covariance(found, rest))
    at = found.groups.index(("b", "x"))

    # V = C/(C - 1) Σ (U - Ū)² with U the difference of both influences of each cluster
    stands = (answers["level"] == "x").to_numpy(float)
    w = answers["w"].to_numpy(float)
    influence = np.zeros(len(answers))
    values = []
    for inside, sign in ((answers["group"] == "b", 1), (answers["group"] != "b", -1)):
        inside = inside.to_numpy()
        share = (w * stands)[inside].sum() / w[inside].sum()
        influence += sign * np.where(inside, w * (stands - share) / w[inside].sum(), 0)
        values.append(share)
    by_cluster = pd.Series(influence).groupby(answers["cluster"]).sum()
    n = len(by_cluster)

    assert found.values[at] - rest.values[at] == close(values[0] - values[1])
    assert error[at] == close(np.sqrt(n * by_cluster.var(ddof=0) * n / (n - 1)))


# -- laws -----------------------------------------------------------------------------------------

ROWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from("wxyz"),
        st.integers(0, 5),
        st.sampled_from([500, 1000, 1700]),
        st.booleans(),
    ),
    min_size=2,
    max_size=60,
)


@settings(max_examples=30)
@given(rows=ROWS)
def test_two_halves_of_the_data_merge_to_the_whole(rows):
    answers = pd.DataFrame(rows, columns=["group", "level", "cluster", "w", "is_first"])
    halves = [cells(part) for _, part in answers.groupby("is_first")]

    merged = halves[0] if len(halves) == 1 else halves[0].plus(halves[1])

    pd.testing.assert_frame_equal(
        tidy(shares(merged)), tidy(shares(cells(answers))), check_dtype=False
    )


@settings(max_examples=30)
@given(rows=ROWS)
def test_every_pair_carries_all_answers_of_its_group_and_shares_add_up(rows):
    answers = pd.DataFrame(rows, columns=["group", "level", "cluster", "w", "is_first"])

    frame = shares(cells(answers)).frame

    n_levels = answers["level"].nunique()
    for name, inside in answers.groupby("group"):
        own = frame[frame["group_value"] == name]
        by_level = own.groupby("group_value_2")[["n_answers", "sum_w", "sum_wy"]].sum()
        assert len(by_level) == n_levels
        assert (by_level["n_answers"] == len(inside)).all()
        assert (by_level["sum_w"] == inside["w"].sum()).all()
        assert by_level["sum_wy"].sum() == inside["w"].sum()


@settings(max_examples=30)
@given(rows=ROWS, seed=st.integers(0, 5))
def test_the_order_of_the_rows_changes_nothing(rows, seed):
    answers = pd.DataFrame(rows, columns=["group", "level", "cluster", "w", "is_first"])
    given_cells = cells(answers)
    mixed = Cells(frame=given_cells.frame.sample(frac=1, random_state=seed))

    pd.testing.assert_frame_equal(tidy(shares(mixed)), tidy(shares(given_cells)))


# -- the view, end to end -------------------------------------------------------------------------


def test_the_view_counts_those_who_answered_the_measure():
    frame = visits()
    finding = source("no_recipients").finding(PRESSURE)

    expected = pd.crosstab(
        frame["recipient_race_ethnicity"], frame["time_pressure"], normalize="index"
    )
    for name in RACES:
        for level in LEVELS:
            found = estimate(finding, name, level)
            assert found.value == close(expected.loc[name, int(level)])
            assert found.n_answers == (frame["recipient_race_ethnicity"] == name).sum()
        total = sum(estimate(finding, name, level).value for level in LEVELS)
        assert total == close(1)


def test_weights_count_in_the_view():
    frame = visits()
    weight = np.where(frame.index % 3 == 0, 3.0, 0.5)
    expected = pd.crosstab(
        frame["recipient_race_ethnicity"],
        frame["time_pressure"],
        pd.Series(weight),
        aggfunc="sum",
        normalize="index",
    )

    finding = source("weighted").finding(PRESSURE)

    for level in LEVELS:
        assert estimate(finding, "black", level).value == close(expected.loc["black", int(level)])


def test_a_gap_is_group_less_everyone_else_at_that_level_whatever_the_measure():
    frame = visits()
    is_black = frame["recipient_race_ethnicity"] == "black"
    at_3 = frame["time_pressure"] == 3
    opened = source("no_recipients")

    for measure in ("felt_seen", "mis_seen"):  # higher is better, lower is better
        finding = opened.finding(PRESSURE.asking(measure=measure))
        found = gap(finding, "black", "3")
        assert found.difference.value == close(at_3[is_black].mean() - at_3[~is_black].mean())
        assert finding.measure.better == "none"
        assert finding.overall == Withheld(reason=Reason.UNDEFINED)


@cache
def with_unknown():
    """Return visits of which every seventh has no time pressure on record."""
    frame = visits()
    known = frame["time_pressure"].where(frame.index % 7 > 0).astype("Int64")
    frame = frame.assign(time_pressure=known).drop(columns="recipient_id")
    return frame, DatasetSource(build(scratch() / "unknown", frame))


def test_answers_without_a_level_are_not_counted():
    frame, opened = with_unknown()
    known = frame.dropna(subset=["time_pressure"])

    finding = opened.finding(PRESSURE)

    expected = pd.crosstab(
        known["recipient_race_ethnicity"], known["time_pressure"], normalize="index"
    )
    assert {it.group_2 for it in finding.groups} == set(LEVELS)
    for name in RACES:
        n = (known["recipient_race_ethnicity"] == name).sum()
        for level in LEVELS:
            found = estimate(finding, name, level)
            assert found.value == close(expected.loc[name, int(level)])
            assert found.n_answers == n
    assert finding.response.answered == len(known)


def test_a_filter_on_the_levels_asks_about_those_levels_alone():
    frame, opened = with_unknown()
    asked = question(
        by="recipient_race_ethnicity",
        by2="time_pressure",
        view="distribution",
        where={"time_pressure": ["4", "5"]},
    )

    finding = opened.finding(asked)

    kept = frame[frame["time_pressure"].isin([4, 5])]
    expected = pd.crosstab(
        kept["recipient_race_ethnicity"], kept["time_pressure"], normalize="index"
    )
    assert {it.group_2 for it in finding.groups} == {"4", "5"}
    assert estimate(finding, "black", "5").value == close(expected.loc["black", 5])


# -- what is hidden -------------------------------------------------------------------------------


@cache
def guarded():
    """Return visits with a group of 8 people, and 4 people of another at one of its levels."""
    frame = visits(1200)
    number = np.arange(1200) // 4
    race = frame["recipient_race_ethnicity"].to_numpy()
    level = number % 3 + 1
    is_moved = (race == "asian") & (level == 3) & (number > 12)
    level = np.where(is_moved, np.where(number > 40, 1, 2), level)
    frame = frame.assign(time_pressure=level, recipient_id=range(1, len(frame) + 1))
    is_small = (race == "white") & (number >= 8)
    frame = frame[~is_small]
    # of the small group nobody stands at the second level
    frame.loc[frame["recipient_race_ethnicity"] == "white", "time_pressure"] = [1, 3] * 4
    return frame, DatasetSource(build(scratch() / "guarded", frame))


def test_a_private_group_hides_all_its_shares_and_its_count():
    frame, opened = guarded()
    counts = pd.crosstab(frame["recipient_race_ethnicity"], frame["time_pressure"])
    assert [counts.loc["white", level] for level in (1, 2, 3)] == [4, 0, 4]

    finding = opened.finding(PRESSURE)

    for level in "123":  # also where nobody of it stands: the count there would be the group's
        assert estimate(finding, "white", level) == Withheld(reason=Reason.PRIVATE)
    # another group goes with it: all answers are known, and what is left of them would be its
    others_hidden = {
        name
        for name in ("asian", "black", "latino")
        if not any(isinstance(it.estimate, Estimate) for it in finding.groups if it.group == name)
    }
    assert others_hidden


def test_one_private_level_hides_another_of_the_group():
    frame, opened = guarded()
    counts = pd.crosstab(frame["recipient_race_ethnicity"], frame["time_pressure"])
    assert counts.loc["asian", 3] == 4

    asked = PRESSURE.asking(
        filters=question(where={"recipient_race_ethnicity": ["asian", "black", "latino"]}).filters
    )
    finding = opened.finding(asked)

    hidden = [
        it.group_2
        for it in finding.groups
        if it.group == "asian" and it.estimate == Withheld(reason=Reason.PRIVATE)
    ]
    assert "3" in hidden
    assert len(hidden) >= 2  # 1 less the shown shares is the share of several
    for name in ("black", "latino"):
        alone = [
            it
            for it in finding.groups
            if it.group == name and not isinstance(it.estimate, Estimate)
        ]
        assert len(alone) != 1


def test_a_hidden_share_has_no_gap_and_no_reference():
    _, opened = guarded()

    finding = opened.finding(PRESSURE)

    for item in finding.groups:
        if isinstance(item.estimate, Withheld):
            found = gap(finding, item.group, item.group_2)
            assert isinstance(found.difference, Withheld)
            assert found.reference is None


def test_nobody_at_a_level_of_a_shown_group_is_a_share_of_0_of_all_its_people(tmp_path):
    frame = visits(1200, recipient_id=range(1, 1201))
    race = frame["recipient_race_ethnicity"]
    level = frame["time_pressure"].where((race != "asian") | (frame["time_pressure"] < 5), 4)
    opened = DatasetSource(build(tmp_path, frame.assign(time_pressure=level)))

    found = estimate(opened.finding(PRESSURE), "asian", "5")

    assert found.value == 0
    assert found.high > 0
    assert (found.n_answers, found.n_people) == (300, 300)


# -- as data --------------------------------------------------------------------------------------


def test_the_json_holds_each_group_once_with_its_share_at_every_level():
    finding = source("ordinary").finding(PRESSURE)

    groups = finding.to_json()["groups"]

    assert [item["group"] for item in groups] == ["asian", "black", "latino", "pacific", "white"]
    for item in groups:
        assert set(item) == {"group", "group_2", "answers"}
        assert item["group_2"] is None
        assert [answer["level"] for answer in item["answers"]] == list(LEVELS)
        for answer in item["answers"]:
            assert set(answer) in ({"level", "estimate"}, {"level", "withheld"})
    (pacific,) = [item for item in groups if item["group"] == "pacific"]
    assert {answer["withheld"]["reason"] for answer in pacific["answers"]} == {"private"}


# -- nothing by subtraction -----------------------------------------------------------------------


def told_by_json(finding):
    """Return the share of each pair as the JSON has it; None where it is withheld."""
    return {
        (group["group"], item["level"]): item["estimate"]["value"] if "estimate" in item else None
        for group in finding.to_json()["groups"]
        for item in group["answers"]
    }


def told_by_csv(finding, catalog):
    """Return the same as the CSV has it."""
    said = as_csv(finding, catalog, reading="", banner="")
    lines = list(csv.reader(io.StringIO(said)))
    heads = next(place for place, line in enumerate(lines) if line[:1] == ["group"])
    rows = itertools.takewhile(lambda line: line, lines[heads + 1 :])
    return {(row[0], row[1]): float(row[2]) if row[2] else None for row in rows}


def sums_told(finding, shares):
    """Return what a reader knows of counts that are not shown: (pairs, which they are sums of)."""
    size = {it.group: it.estimate.n_answers for it in finding.groups if shown(it.estimate)}
    all_answers = finding.response.answered
    secret = [pair for pair, share in shares.items() if share is None]
    lines = [[pair for pair in secret if pair[0] == group] for group in size]
    lines.append([pair for pair in secret if pair[0] not in size])
    for level in {pair[1] for pair in secret}:
        told = [it for it in finding.gaps if it.group_2 == level and shown(it.difference)]
        if told:  # with the group's own share and size, the share of everyone else, and of all
            assert size[told[0].group] < all_answers
            lines.append([pair for pair in secret if pair[1] == level])
    return secret, [line for line in lines if line]


def shown(found):
    """Return whether there is a number."""
    return not isinstance(found, Withheld)


def unions_told(secret, lines):
    """Return every set of withheld pairs whose sum follows from those sums."""
    if not secret or not lines or len(secret) > 12:
        return []
    sums = np.array([[pair in line for pair in secret] for line in lines], dtype=float)
    chosen = np.arange(1, 2 ** len(secret))[:, None] >> np.arange(len(secret)) & 1
    _, spread, directions = np.linalg.svd(sums)
    free = directions[int((spread > 1e-9).sum()) :]
    is_known = np.abs(chosen @ free.T).max(axis=1, initial=0) < 1e-6
    return [list(itertools.compress(secret, row)) for row in chosen[is_known]]


def behind(rows, pairs):
    """Return who really stands behind some pairs together."""
    own = rows[[pair in pairs for pair in zip(rows["profession"], rows["level"], strict=True)]]
    staff = own["practitioner_id"].value_counts()
    return Contributors(
        n_answers=len(own),
        n_people=own["recipient_id"].nunique(),
        n_practitioners=len(staff),
        n_with_practitioner=len(own),
        largest_practitioner_share=staff.max() / len(own) if len(own) else 0.0,
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_private_share_follows_from_the_others_on_any_way_out(tmp_path, seed):
    draw = np.random.default_rng(seed)
    groups = ["nurse", "chaplain", "therapist"]
    sizes = draw.choice(
        [0, 3, 7, 30, 120, 200], (len(groups), 4), p=[0.1, 0.2, 0.1, 0.2, 0.2, 0.2]
    )
    pairs = [(g, str(level + 1)) for g in range(len(groups)) for level in range(4)]
    rows = [pair for pair in pairs for _ in range(sizes[pair[0], int(pair[1]) - 1])]
    n = len(rows)
    frame = visits(n).assign(
        profession=[groups[group] for group, _ in rows],
        time_pressure=[int(level) for _, level in rows],
        recipient_id=draw.integers(1, 400, n),
        practitioner_id=draw.integers(1, 40, n),
    )
    asked = question(by="profession", by2="time_pressure", view="distribution")
    opened = DatasetSource(build(tmp_path, frame))

    finding = opened.finding(asked)

    told = told_by_json(finding)
    assert told_by_csv(finding, opened.catalog) == told
    really = frame.assign(level=frame["time_pressure"].astype(str))
    private = {(it.group, it.group_2) for it in finding.groups if is_private(it.estimate)}
    for known in unions_told(*sums_told(finding, told)):
        if private.isdisjoint(known):
            continue  # too few to judge, and no secret
        whole = any(
            set(known) == {pair for pair in told if pair[side] in {it[side] for it in known}}
            for side in (0, 1)
        )
        assert whole or PUBLISH.allow(behind(really, known)), known


def is_private(found):
    """Return whether a number is hidden to protect people."""
    return isinstance(found, Withheld) and found.reason is Reason.PRIVATE
