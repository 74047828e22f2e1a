"""Common support: thin strata leave, small groups do not destroy it, coverage is an estimate."""

import numpy as np
import pytest

from seen.stats.strata import strata
from seen.stats.support import common_support
from tests.reference.cells import cells_of
from tests.reference.stratified import drawn, summed, support_of


def support(table, *, shown=None, clusters=10):
    """Return the support of {group: answers per stratum}, each spread over ten clusters.

    Every answer has weight 2, so that weights and answers cannot be mixed up.
    """
    rows = [
        (group, f"s{place}", cluster, n // clusters + (cluster < n % clusters))
        for group, answers in table.items()
        for place, n in enumerate(answers)
        for cluster in range(clusters)
    ]
    group, stratum, cluster, counts = zip(*rows, strict=True)
    n = np.array(counts)
    cells = cells_of(
        group_value=group,
        stratum=stratum,
        cluster_id=cluster,
        n_answers=n,
        sum_w=2 * n,
        sum_w2=4 * n,
        sum_wy=0 * n,
        sum_wy2=0 * n,
    )
    return common_support(strata(cells), shown=set(shown or table))


def names(found):
    """Return the names of the compared groups."""
    return [name for name, _ in found.pairs]


def test_a_stratum_with_fewer_than_five_answers_of_a_compared_group_leaves():
    found = support({"a": [100, 100, 10], "b": [100, 5, 4]})

    assert found.cells.strata == ("s0", "s1")
    assert found.coverage.values[0] == pytest.approx(305 / 319)
    assert found.is_enough


def test_a_group_that_is_not_compared_takes_no_stratum_away_and_stays_in_the_mix():
    found = support({"a": [100, 100], "b": [100, 50], "private": [0, 50]}, shown=["a", "b"])

    assert found.cells.strata == ("s0", "s1")
    assert found.standard == pytest.approx([200 / 400, 200 / 400])


def test_the_group_that_costs_most_coverage_leaves_and_others_only_if_need_be():
    small = {"c": [80, 0, 0], "d": [80, 80, 0]}

    both_leave = support({"a": [200, 200, 200], "b": [200, 200, 200]} | small)
    one_leaves = support({"a": [200, 200, 90], "b": [200, 200, 90]} | small)

    assert names(both_leave) == ["a", "b"]
    assert names(one_leaves) == ["a", "b", "d"]
    assert one_leaves.coverage.values[0] == pytest.approx(1040 / 1220)


def test_groups_that_lack_the_same_stratum_leave_before_those_that_lack_nothing():
    # No single leaving raises the coverage here: the ones found in least of it go.
    found = support({"a": [100, 300], "b": [100, 300], "c": [150, 0], "d": [120, 4]})

    assert names(found) == ["a", "b"]
    assert found.coverage.values[0] == 1


def test_two_groups_that_share_too_little_are_not_enough():
    found = support({"a": [100, 100], "b": [100, 0]})

    assert names(found) == ["a", "b"]
    assert found.coverage.values[0] == pytest.approx(200 / 300)
    assert not found.is_enough


def test_groups_without_any_stratum_in_common_cover_nothing():
    found = support({"a": [100, 0], "b": [0, 100]})

    assert found.coverage.values[0] == 0
    assert not found.is_enough


@pytest.mark.parametrize("shown", [[], ["a"], ["nobody"]])
def test_nothing_is_common_to_fewer_than_two_groups(shown):
    with pytest.raises(ValueError, match="two groups"):
        support({"a": [10], "b": [10]}, shown=shown or ["nobody"])


def test_coverage_is_a_mean_over_all_answers_with_its_own_influence():
    answers = drawn(7, groups=2, levels=(4,), weights=(1, 3))
    answers = answers[(answers["stratum"] != "3") | (answers["group"] == "g0")]

    found = support_of(answers).coverage

    # U_c = (Σ_c w·inside - p Σ_c w) / W, as for any mean
    inside = (answers["stratum"] != "3").astype(float)
    share = np.average(inside, weights=answers["w"])
    sums = (answers["w"] * (inside - share)).groupby(answers["cluster"]).sum()
    assert found.values[0] == pytest.approx(share, rel=1e-12)
    assert found.influence[:, 0] == pytest.approx(sums / answers["w"].sum(), abs=1e-12)
    assert found.n_answers[0] == len(answers)


def test_a_group_of_many_small_ones_is_dropped_one_at_a_time():
    big = {f"big{place}": [400] * 6 for place in range(3)}
    small = {f"small{place}": np.eye(6, dtype=int)[place % 6] * 40 for place in range(30)}

    found = support(big | small)

    assert set(names(found)) >= set(big)
    assert found.coverage.values[0] >= 0.8


def test_null_strata_are_a_stratum_of_their_own():
    answers = drawn(8).assign(stratum=lambda old: old["stratum"].where(old["d0"] > 0))

    found = strata(summed(answers))

    assert "not_stated" in common_support(found, shown={"g0", "g1"}).cells.strata
