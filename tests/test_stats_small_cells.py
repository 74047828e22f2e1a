"""Of any small Cells every view gives finite numbers or reasons, and refuses what no data has."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import partial
from itertools import product
from math import inf, isfinite, nan
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import SUMS, Cells, Contributors
from seen.errors import DataFileError
from seen.stats.adjusted import REGRESSION, STANDARDISED, adjusted
from seen.stats.bands import bands
from seen.stats.blocks import blocks
from seen.stats.decompose import decompose
from seen.stats.gaps import Scale
from seen.stats.gradient import gradient
from seen.stats.institutions import funnel
from seen.stats.mediation import paths
from seen.stats.sample import Sample
from seen.stats.slopes import slopes
from seen.stats.summary import summary
from seen.stats.totals import WHOLE
from seen.stats.trend import trend
from seen.stats.views import crude
from seen.stats.waves import waves
from seen.stats.within import within
from tests.reference.cells import cells_of
from tests.reference.moments import moment_cells, moment_sample

Views: TypeAlias = dict[str, Callable[[Sample], object]]
LAWS = settings(deadline=None, max_examples=40)
LEVELS = ("1", "2", "3", "4")
# Answers, how many say yes, and the weight of each: nobody, one, all alike, many, no weight.
ANSWERS = ((0, 0, 1), (1, 1, 1), (6, 0, 1), (40, 20, 1), (40, 40, 1000), (90, 31, 7), (30, 9, 0))
CROSSED: Views = {"slopes": slopes, "trend": trend}
PLAIN: Views = {
    "compare": crude,
    "bands": bands,
    "standardised": partial(adjusted, how=STANDARDISED),
    "regression": partial(adjusted, how=REGRESSION),
    "decompose": decompose,
    "within": within,
}
ORDERED: Views = {"gradient": gradient, "summary": summary, "waves": waves, "funnel": funnel}
VIEWS: Views = CROSSED | PLAIN | ORDERED


@st.composite
def small_cells(draw, *, column):
    """Return Cells of few groups, levels in one of the columns, and clusters of few answers.

    One half is poor in every way; the other has enough answers to be shown, but for some rows.
    """
    groups, levels, clusters = ["a", "b", "c"], [*LEVELS], range(9)
    rows_of = st.tuples(st.just(60), st.integers(15, 45), st.sampled_from([1, 3]))
    if draw(st.booleans()):
        rows_of = st.just(draw(st.sampled_from(ANSWERS)))
        groups = draw(st.lists(st.sampled_from([*groups, None]), max_size=3, unique=True))
        levels = draw(st.lists(st.sampled_from([*levels, None]), max_size=4, unique=True))
        n_clusters = draw(st.sampled_from([1, 2, 5, 9]))
        clusters = draw(st.sampled_from([range(n_clusters), [0], [None], [0, None]]))
    keys = list(product(groups, levels if column else [None], clusters))
    rows = draw(st.lists(rows_of, min_size=len(keys), max_size=len(keys)))
    for place in draw(st.sets(st.integers(0, max(len(keys) - 1, 0)), max_size=9)):
        rows[place : place + 1] = [draw(st.sampled_from(ANSWERS))] * len(rows[place : place + 1])
    n, yes, w = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    group, level, cluster = ([key[place] for key in keys] for place in range(3))
    return cells_of(
        group_value=group,
        cluster_id=cluster,
        **({column: level} if column else {}),
        n_answers=n,
        sum_w=n * w,
        sum_w2=n * w * w,
        sum_wy=yes * w,
        sum_wy2=yes * w,
    )


@st.composite
def samples(draw, *, column=None):
    """Return a Sample of small Cells, with a group nobody answered for, and some of it private."""
    cells = draw(small_cells(column=column))
    is_crossed = column == "group_value_2"
    seconds = [*LEVELS, "not_stated", None] if is_crossed else [None]
    pairs = [WHOLE, *product(["a", "b", "c", "nobody", "not_stated"], seconds)]
    behind = Contributors(
        n_answers=50,
        n_people=50,
        n_practitioners=0,
        n_with_practitioner=0,
        largest_practitioner_share=0.0,
    )
    is_share = draw(st.booleans())
    return Sample(
        cells=cells,
        scale=Scale(is_share=is_share, worse_sign=draw(st.sampled_from([-1, 1])), span=1.0),
        versus=draw(st.sampled_from(["others", "largest", "a", "nobody", "absent"])),
        private=frozenset(draw(st.sets(st.sampled_from(pairs), max_size=2))),
        contributors=dict.fromkeys(pairs, behind),
        cluster_word="institutions",
        order=draw(st.sampled_from([LEVELS, LEVELS[:2], LEVELS[:1]])) if is_crossed else (),
        strata=("setting",) if column == "stratum" else (),
    )


def numbers(found):
    """Yield every decimal within records, lists and mappings."""
    if isinstance(found, float):
        yield found
    elif is_dataclass(found):
        for field in fields(found):
            yield from numbers(getattr(found, field.name))
    elif isinstance(found, dict):
        yield from numbers(list(found.values()))
    elif isinstance(found, tuple | list) and not isinstance(found, Enum):
        for item in found:
            yield from numbers(item)


def assert_finite(found):
    """Check that there is no number that is none."""
    assert all(map(isfinite, numbers(found)))


@pytest.mark.parametrize("view", CROSSED)
@LAWS
@given(samples(column="group_value_2"))
def test_what_is_said_along_levels_is_finite(view, sample):
    assert_finite(CROSSED[view](sample))


@pytest.mark.parametrize("view", PLAIN)
@LAWS
@given(samples(column="stratum"))
def test_what_is_said_of_groups_is_finite(view, sample):
    assert_finite(PLAIN[view](sample))


@pytest.mark.parametrize("view", ORDERED)
@LAWS
@given(samples(), st.sampled_from([("a", "b", "c"), ("b", "a"), ("nobody", "a", "b", "c"), ()]))
def test_what_is_said_of_ordered_groups_is_finite(view, sample, order):
    assert_finite(ORDERED[view](replace(sample, order=order)))


@LAWS
@given(
    st.lists(st.tuples(*[st.integers(0, 2)] * 4), max_size=60),
    st.sampled_from([1, 5, 12]),
    st.sampled_from([0, 1, 3]),
)
def test_shares_of_an_outcome_and_paths_are_finite(rows, n_clusters, weight):
    frame = pd.DataFrame(rows, columns=["y", "x", "m", "c"]).assign(w=weight)
    clustered = frame.assign(cluster=frame.index % n_clusters)
    sample = moment_sample(moment_cells(clustered, ("y", "x", "m", "c"), weight="w"))

    found = blocks(sample, outcome="y", blocks={"b1": ["x"], "b2": ["m"]}, covariates=["c"])

    assert_finite(found)
    assert_finite(paths(sample, predictor="x", mediator="m", outcome="y", covariates=["c"]))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("wrong", [nan, inf, -1.0])
@pytest.mark.parametrize("name", SUMS)
def test_sums_no_data_has_are_refused(view, wrong, name):
    if name == "sum_wy":
        wrong = abs(wrong) * inf  # answers may well lie below 0
    column = "group_value_2" if view in CROSSED else "stratum"
    cells = cells_of(
        group_value=["a", "b"] * 6,
        cluster_id=np.arange(12) // 2,
        n_answers=40.0,
        sum_w=40.0,
        sum_w2=40.0,
        sum_wy=20.0,
        sum_wy2=20.0,
    )
    frame = cells.frame.assign(**{column: "1"})
    frame.loc[3, name] = wrong
    sample = Sample(
        cells=Cells(frame=frame),
        scale=Scale(is_share=True, worse_sign=1, span=1.0),
        versus="others",
        contributors={},
        cluster_word="institutions",
        order=LEVELS,
    )

    with pytest.raises(DataFileError):
        VIEWS[view](sample)
