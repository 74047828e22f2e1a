"""A number is shown where the NCHS standard and our own floor say so, and only there."""

import numpy as np
import pandas as pd
import pytest

from seen.domain.findings import Interval, Reason, Withheld
from seen.stats.estimates import means
from seen.stats.judgement import judged, present_share
from seen.stats.totals import totals
from tests.reference.cells import reference_rows, share_cells, summed

ROWS = reference_rows("nchs_percent_rule.csv")


def presented(row):
    interval = Interval(
        value=float(row["Proportion"]), low=float(row["LL"]), high=float(row["UL"])
    )
    return present_share(
        interval,
        n=float(row["n_denominator"]),
        n_effective=float(row["n_effective"]),
        df=float(row["degf"]),
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['Proportion']}-{row['LL']}")
def test_a_share_is_shown_where_cdc_shows_it(row):
    # CDCgov/surveytable. On purpose stricter at 0: its width .088 counts (statistics.md, 1b).
    is_stricter = row["flags"] == "P0"

    found = presented(row)

    assert found.is_shown == (row["display"] == "TRUE" and not is_stricter)
    if found.is_shown:
        assert found.is_complement_uncertain == ("Pc" in row["flags"])
        assert found.needs_review == ("Pdf" in row["flags"])


def test_a_share_of_0_is_shown_once_its_interval_is_narrow():
    found = presented(
        {
            "Proportion": 0,
            "LL": 0,
            "UL": 0.036,
            "n_denominator": 100,
            "n_effective": 100,
            "degf": 30,
        }
    )

    assert found.is_shown
    assert found.needs_review


def found_for(clusters, *, is_share=True):
    return judged(
        means(totals(share_cells({"a": clusters})), is_share=is_share), 0, is_share=is_share
    )


@pytest.mark.parametrize("is_share", [True, False])
def test_29_answers_are_too_few_and_say_how_many(is_share):
    clusters = [(5, 3), (6, 3), (6, 2), (6, 4), (6, 3)]

    assert found_for(clusters, is_share=is_share) == Withheld(reason=Reason.TOO_FEW, n_answers=29)


def test_four_clusters_are_too_few_for_a_mean_and_five_are_not():
    assert isinstance(found_for([(20, 9), (20, 12)] * 2, is_share=False), Withheld)
    assert isinstance(found_for([(20, 9), (20, 12)] * 2 + [(20, 10)], is_share=False), Interval)


def test_answers_worth_fewer_than_30_are_too_few():
    # Wards that agree within: 400 answers are worth 7 (see test_stats_estimates).
    assert found_for([(50, 50), (50, 0)] * 4) == Withheld(reason=Reason.TOO_FEW, n_answers=400)


def test_a_wide_share_is_withheld_where_the_same_mean_is_shown():
    clusters = [(5, 2), (5, 3), (5, 2), (5, 3), (5, 2), (5, 3)]

    assert isinstance(found_for(clusters), Withheld)
    assert isinstance(found_for(clusters, is_share=False), Interval)


def test_a_group_without_answers_and_one_without_weight_are_told_apart():
    sums = totals(share_cells({"a": [(40, 9)] * 6}), known=[("b", None)])
    weightless = totals(share_cells({"a": [(40, 9)] * 6}, weight=0))

    no_answers = judged(means(sums, is_share=True), 1, is_share=True)
    undefined = judged(means(weightless, is_share=True), 0, is_share=True)

    assert no_answers == Withheld(reason=Reason.NO_ANSWERS)
    assert undefined == Withheld(reason=Reason.UNDEFINED)


def test_a_mean_on_which_all_clusters_agree_claims_no_certainty():
    answers = pd.DataFrame({"group": "a", "cluster": np.tile(range(6), 10), "w": 1000, "y": 3})
    same = means(totals(summed(answers)), is_share=False)
    alike = means(totals(share_cells({"a": [(40, 12)] * 6}, weight=0.7)), is_share=False)

    assert judged(same, 0, is_share=False) == Withheld(reason=Reason.UNDEFINED)
    assert judged(alike, 0, is_share=False) == Withheld(reason=Reason.UNDEFINED)
