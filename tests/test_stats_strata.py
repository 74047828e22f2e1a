"""Strata and linearised numbers: the same sums as whole groups, the same covariance by hand."""

import numpy as np
import pytest

from seen.stats.estimates import means
from seen.stats.linear import Linearised, linearised, stacked
from seen.stats.strata import strata
from seen.stats.totals import totals
from tests.reference.cells import cells_of, drawn_cells


def stratified_cells():
    """Return cells of two groups in three strata over four clusters, one of them not stated."""
    draw = np.random.default_rng(3)
    rows = [(group, level, c) for group in "ab" for level in ("x", "y", None) for c in range(4)]
    groups, levels, clusters = zip(*rows, strict=True)
    n = draw.integers(1, 9, len(rows))
    yes = draw.binomial(n, 0.4)
    sums = {"n_answers": n, "sum_w": 2 * n, "sum_w2": 4 * n, "sum_wy": 2 * yes, "sum_wy2": 2 * yes}
    return cells_of(group_value=groups, stratum=levels, cluster_id=clusters, **sums)


def test_strata_add_up_to_the_totals_of_whole_groups():
    cells = stratified_cells()

    margin, whole = strata(cells).margin(), totals(cells)

    assert margin.groups == whole.groups
    for name in ("n", "w", "w2", "wy", "wy2"):
        assert np.array_equal(getattr(margin, name), getattr(whole, name))


def test_strata_not_stated_keep_their_own_place_and_can_be_left_out():
    found = strata(stratified_cells())

    ordered = found.of_strata(("y", "x"))

    assert found.strata == ("not_stated", "x", "y")
    assert ordered.strata == ("y", "x")
    assert np.array_equal(ordered.table(ordered.n), found.table(found.n)[:, [2, 1]])


def test_some_groups_alone_keep_all_clusters():
    found = strata(stratified_cells())

    one = found.of_groups({"b"})

    assert one.groups == ("b",)
    assert one.n_clusters == found.n_clusters
    assert np.array_equal(one.by_group(one.wy)[:, 0], found.by_group(found.wy)[:, 1])


def test_a_mapped_estimate_has_the_covariance_of_the_formula():
    sums = totals(drawn_cells(5, clusters=9))
    found = linearised(means(sums, is_share=True))

    ratio = found.mapped(
        found.values[:1] / found.values[1:2],
        np.array([[1 / found.values[1], -found.values[0] / found.values[1] ** 2, 0.0]]),
    )

    gradient = np.array([1 / found.values[1], -found.values[0] / found.values[1] ** 2, 0.0])
    expected = gradient @ found.covariance() @ gradient
    assert ratio.standard_error(0) ** 2 == pytest.approx(expected, rel=1e-12)
    assert ratio.df[0] == min(found.df[0], found.df[1])


def test_estimates_side_by_side_keep_their_joint_covariance():
    found = linearised(means(totals(drawn_cells(6)), is_share=True))

    both = stacked(found.taken([0]), found.taken([2]))

    assert both.covariance()[0, 1] == pytest.approx(found.covariance()[0, 2], rel=1e-12)


def test_influence_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="clusters times"):
        Linearised(values=np.zeros(2), influence=np.zeros((4, 3)), df=np.zeros(2))
