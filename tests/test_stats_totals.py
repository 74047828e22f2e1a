"""Cells become clusters times groups, and nothing is lost or counted twice on the way."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import SUMS, Cells
from seen.errors import DataFileError
from seen.stats.totals import WHOLE, others, selected, totals, whole
from tests.reference.cells import cells_of, share_cells


def test_groups_are_sorted_and_absent_combinations_hold_zero():
    found = totals(share_cells({"b": [(4, 1), (0, 0)], "a": [(2, 2), (3, 0)]}))

    assert found.groups == (("a", None), ("b", None))
    assert found.n.tolist() == [[2, 4], [3, 0]]
    assert found.wy.tolist() == [[2000, 1000], [0, 0]]


def test_null_groups_are_named_not_stated_and_strata_are_added_up():
    found = totals(
        cells_of(
            group_value=[None, np.nan, "a", ""],
            stratum=["x", "y", "x", "x"],
            cluster_id=[1, 1, 1, 1],
            **{name: [1, 2, 4, 5] for name in SUMS},
        )
    )

    assert found.groups == (("a", None), ("not_stated", None))
    assert found.n.tolist() == [[4, 8]]


def test_a_second_dimension_that_is_all_null_counts_only_where_it_was_asked():
    cells = share_cells({"a": [(2, 1)]})

    assert totals(cells).groups == (("a", None),)
    assert totals(cells, known=[("a", "not_stated")]).groups == (("a", "not_stated"),)


def test_the_whole_and_margins_are_no_groups():
    cells = share_cells({"a": [(2, 1)]}, group_2="x")

    found = totals(cells, known=[WHOLE, ("a", None), ("", "x"), ("b", "x")])

    assert found.groups == (("a", "x"), ("b", "x"))
    assert found.n.tolist() == [[2, 0]]


def test_a_row_without_answers_names_its_group_but_adds_no_cluster():
    cells = cells_of(
        group_value=["a", "b"],
        cluster_id=[1, 2],
        n_answers=[3, 0],
        sum_w=[3, 0],
        sum_w2=[3, 0],
        sum_wy=[1, 0],
        sum_wy2=[1, 0],
    )

    found = totals(cells)

    assert found.groups == (("a", None), ("b", None))
    assert found.n.tolist() == [[3, 0]]


def test_others_are_everyone_else_in_the_same_level_of_the_second_dimension():
    first = share_cells({"a": [(1, 0)], "b": [(2, 0)], "c": [(4, 0)]}, group_2="x")
    second = share_cells({"a": [(8, 0)], "b": [(16, 0)]}, group_2="y")

    found = others(totals(first.plus(second)))

    assert found.groups[:2] == (("a", "x"), ("a", "y"))
    assert found.n.tolist() == [[6, 16, 5, 8, 3]]


def test_each_group_with_its_others_is_the_whole():
    sums = totals(
        share_cells({"a": [(5, 1), (3, 0)], "b": [(4, 4), (0, 0)], "c": [(1, 1), (9, 2)]})
    )

    rest, everyone = others(sums), whole(sums)

    assert everyone.groups == (WHOLE,)
    for name in ("n", "w", "w2", "wy", "wy2"):
        together = getattr(sums, name) + getattr(rest, name)
        assert (together == getattr(everyone, name)).all()


def test_rounding_left_by_subtraction_is_not_an_answer():
    cells = cells_of(
        group_value=["a", "b", "c"],
        cluster_id=[1, 1, 1],
        n_answers=[1, 1, 1],
        sum_w=[0.1, 0.2, 0.3],
        sum_w2=[0.01, 0.04, 0.09],
        sum_wy=[0.0, 0.0, 0.3],
        sum_wy2=[0.0, 0.0, 0.3],
    )

    assert others(totals(cells)).wy.tolist() == [[0.3, 0.3, 0.0]]


def test_a_selected_group_that_is_absent_has_no_answers():
    sums = totals(share_cells({"a": [(2, 1)], "b": [(5, 0)]}))

    found = selected(sums, [("b", None), ("b", None), ("z", None)])

    assert found.n.tolist() == [[5, 5, 0]]


def test_integers_decimals_categories_and_arrow_text_give_the_same_totals():
    cells = share_cells({"a": [(2, 1), (3, 3)], "b": [(4, 0), (1, 1)]})
    frame = cells.frame.assign(
        group_value=cells.frame["group_value"].astype("category"),
        cluster_id=[f"ward {cluster}" for cluster in cells.frame["cluster_id"]],
        sum_w=[Decimal(int(value)) for value in cells.frame["sum_w"]],
        n_answers=cells.frame["n_answers"].astype("Int64"),
    )

    plain, typed = totals(cells), totals(Cells(frame=frame))

    assert typed.groups == plain.groups
    assert (typed.w == plain.w).all()
    assert (typed.n == plain.n).all()


@pytest.mark.parametrize(
    ("column", "value"), [("sum_wy", np.nan), ("sum_w", np.inf), ("sum_w", -1)]
)
def test_sums_no_honest_data_can_have_are_refused(column, value):
    cells = share_cells({"a": [(2, 1), (3, 3)]})
    cells.frame[column] = cells.frame[column].astype(float)
    cells.frame.loc[0, column] = value

    with pytest.raises(DataFileError, match="weight column"):
        totals(cells)


def test_weights_count_as_unequal_only_where_one_differs():
    equal = share_cells({"a": [(3, 1), (5, 0)]}, weight=700)
    one_differs = equal.plus(share_cells({"b": [(1, 1)]}, weight=701))

    assert not totals(equal).has_unequal_weights
    assert totals(one_differs).has_unequal_weights


def test_no_cells_give_no_groups():
    found = totals(Cells(frame=share_cells({"a": [(1, 1)]}).frame.head(0)))

    assert found.groups == ()
    assert found.n.shape == (0, 0)


@settings(deadline=None, max_examples=60)
@given(
    ids=st.lists(st.integers(-3, 40) | st.integers(0, 10**12), min_size=1, max_size=30),
)
def test_ids_are_laid_out_alike_however_large_and_whatever_their_kind(ids):
    group = ["a" if place % 2 else "b" for place in range(len(ids))]
    sums = {name: list(range(1, len(ids) + 1)) for name in SUMS}

    by_number = totals(cells_of(group_value=group, cluster_id=ids, **sums))
    padded = [f"{number + 3:020d}" for number in ids]
    by_text = totals(cells_of(group_value=group, cluster_id=padded, **sums))

    assert by_number.groups == by_text.groups
    assert by_number.n.tolist() == by_text.n.tolist()
