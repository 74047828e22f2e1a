"""Simultaneous intervals: published points, the probability scipy gives, the same every time."""

import numpy as np
import pytest
from scipy import stats

from seen.domain.findings import Interval, Reason, Withheld
from seen.stats.estimates import means
from seen.stats.linear import Linearised, linearised
from seen.stats.simultaneous import multiplier, simultaneous
from seen.stats.totals import totals
from tests.reference.cells import drawn_cells, reference


@pytest.mark.parametrize("case", reference("max_t.json")["points"], ids=str)
def test_multiplier_is_that_of_the_published_tables(case):
    correlation = np.full((case["k"], case["k"]), case["correlation"])
    np.fill_diagonal(correlation, 1.0)

    found = multiplier(correlation, df=case["df"])

    # 20,000 directions leave a standard deviation of .004 to .005.
    assert found == pytest.approx(case["point"], abs=0.5 * 10.0 ** -case["digits"] + 0.012)


def test_multiplier_is_that_of_r_for_unequal_correlations():
    # Hothorn, Bretz and Genz 2001, R News 1(2), 28-29: five contrasts of five groups.
    sizes = np.array([26, 24, 20, 33, 32])
    contrasts = np.array(
        [[1, -1, 0, 0, 0], [1, 0, -1, 0, 0], [1, 0, 0, 0, -1], [0, 1, 0, -1, 0], [0, 0, 1, -1, 0]]
    )
    joint = contrasts @ np.diag(1 / sizes) @ contrasts.T
    correlation = joint / np.sqrt(np.outer(np.diag(joint), np.diag(joint)))

    found = multiplier(correlation, df=130)

    assert found == pytest.approx(2.560253, abs=0.012)


@pytest.mark.parametrize("seed", range(3))
def test_multiplier_leaves_95_percent_by_the_multivariate_t_of_scipy(seed):
    draw = np.random.default_rng(seed)
    root = draw.normal(size=(4, 6))
    joint = root @ root.T
    correlation = joint / np.sqrt(np.outer(np.diag(joint), np.diag(joint)))

    q = multiplier(correlation, df=9)

    box = np.full(4, q)
    inside = stats.multivariate_t(shape=correlation, df=9, seed=1).cdf(box, lower_limit=-box)
    assert inside == pytest.approx(0.95, abs=0.003)


def test_one_estimate_alone_and_copies_of_one_take_the_t_quantile():
    alone = multiplier(np.eye(1), df=7.5)

    copies = multiplier(np.array([[1.0, 1.0, -1.0], [1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]), df=7.5)

    assert alone == pytest.approx(stats.t.ppf(0.975, 7.5), rel=1e-9)
    assert copies == pytest.approx(alone, rel=1e-6)


def test_intervals_hold_their_values_and_are_wider_than_one_by_one():
    found = linearised(means(totals(drawn_cells(5, clusters=12)), is_share=True))

    together = simultaneous(found)

    for place, interval in enumerate(together):
        one = found.interval(place)
        assert isinstance(interval, Interval)
        assert interval.value == one.value
        assert interval.low < one.low < one.high < interval.high


def test_the_smallest_degrees_of_freedom_serve_all():
    found = linearised(means(totals(drawn_cells(5, clusters=12)), is_share=True))
    fewer = Linearised(values=found.values, influence=found.influence, df=np.array([4.0, 9, 9]))
    as_few = Linearised(values=found.values, influence=found.influence, df=np.full(3, 4.0))

    assert simultaneous(fewer) == simultaneous(as_few)


def test_an_estimate_that_does_not_vary_is_withheld_and_widens_no_other():
    found = linearised(means(totals(drawn_cells(5, clusters=12)), is_share=True))
    certain = Linearised(
        values=np.append(found.values, 1.0),
        influence=np.column_stack([found.influence, np.zeros(len(found.influence))]),
        df=np.append(found.df, 3.0),
    )

    together = simultaneous(certain)

    assert together[3] == Withheld(reason=Reason.UNDEFINED)
    assert together[:3] == simultaneous(found)


def test_nothing_that_varies_gives_nothing():
    nothing = Linearised(values=np.ones(2), influence=np.zeros((6, 2)), df=np.full(2, 5.0))

    assert set(simultaneous(nothing)) == {Withheld(reason=Reason.UNDEFINED)}


def test_the_same_estimates_give_the_same_intervals():
    found = linearised(means(totals(drawn_cells(8, groups=6, answers=4000)), is_share=True))

    assert simultaneous(found) == simultaneous(found)
