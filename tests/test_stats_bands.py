"""Bands: an interval for each comparison that is shown, which holds together with all others."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from seen.domain.findings import Estimate, Interval
from seen.stats.bands import GAP_BAND, bands, differences
from seen.stats.compare import laid_out
from seen.stats.gaps import Scale
from seen.stats.sample import Sample
from seen.stats.views import crude
from seen.wording import leading_gap
from seen.wording.bands import say_bands
from tests.helpers import source
from tests.reference.cells import contributors_of, share_cells

SHARE = Scale(is_share=True, worse_sign=-1, span=1.0)
THREE = {
    "low": [(40, 14), (35, 16), (50, 19), (45, 21), (30, 10), (60, 20), (40, 17), (50, 24)],
    "mid": [(50, 25), (45, 20), (40, 21), (50, 22), (45, 26), (60, 27), (40, 19), (55, 27)],
    "high": [(45, 27), (40, 22), (35, 23), (50, 26), (55, 33), (30, 20), (45, 24), (40, 27)],
}


def sample_of(cells, *, scale=SHARE, versus="others", private=frozenset()):
    """Return a Sample of cells."""
    return Sample(
        cells=cells,
        scale=scale,
        versus=versus,
        contributors=contributors_of(cells),
        cluster_word="wards",
        private=private,
    )


def by_group(answer):
    return {item.group: item.estimate for item in answer.parts}


@pytest.mark.parametrize("versus", ["others", "largest"])
def test_every_shown_comparison_has_a_band_around_its_own_value(versus):
    sample = sample_of(share_cells(THREE), versus=versus)

    answer = bands(sample)

    gaps = {gap.group: gap.difference for gap in answer.gaps}
    assert {item.name for item in answer.parts} == {GAP_BAND}
    assert set(by_group(answer)) == set(gaps)
    for group, band in by_group(answer).items():
        own = gaps[group]
        assert isinstance(band, Estimate)
        assert isinstance(own, Interval)
        assert band.value == pytest.approx(own.value, abs=1e-12)
        assert band.low < own.low < own.high < band.high


def test_the_bands_hold_together_by_the_multivariate_t_of_scipy():
    sample = sample_of(share_cells(THREE))
    shown = [gap for gap in crude(sample).gaps if isinstance(gap.difference, Interval)]
    found, implied = differences(sample, laid_out(sample), shown)
    assert not implied.any()

    joint = found.covariance()
    error = np.sqrt(np.diag(joint))
    band = bands(sample).parts[0].estimate
    assert isinstance(band, Estimate)
    q = np.full(len(shown), (band.high - band.value) / error[0])
    t = stats.multivariate_t(
        shape=joint / np.outer(error, error), df=found.df.min(), seed=1, allow_singular=True
    )
    assert t.cdf(q, lower_limit=-q) == pytest.approx(0.95, abs=0.005)


def test_one_comparison_alone_keeps_its_own_interval():
    cells = share_cells({name: THREE[name] for name in list(THREE)[:2]})
    sample = sample_of(cells, versus=next(iter(THREE)))

    (band,) = bands(sample).parts
    (gap,) = crude(sample).gaps

    assert isinstance(band.estimate, Estimate)
    assert isinstance(gap.difference, Interval)
    assert (band.estimate.low, band.estimate.high) == pytest.approx(
        (gap.difference.low, gap.difference.high), rel=1e-6
    )


def test_a_hidden_group_has_no_band():
    answer = bands(sample_of(share_cells(THREE), private=frozenset({(next(iter(THREE)), None)})))

    assert next(iter(THREE)) not in by_group(answer)


EDGES = {"none": [(40, 0)] * 8, "all": [(40, 40)] * 8, "mid": THREE["mid"]}


@pytest.mark.parametrize("versus", ["others", "largest", "none", "all"])
@pytest.mark.parametrize("table", [EDGES, EDGES | {"low": THREE["low"]}], ids=["three", "four"])
def test_no_band_is_narrower_than_the_interval_of_its_comparison(table, versus):
    answer = bands(sample_of(share_cells(table), versus=versus))

    shown = {it.group: it.difference for it in answer.gaps if isinstance(it.difference, Interval)}
    assert set(by_group(answer)) == set(shown) != set()
    for group, band in by_group(answer).items():
        assert isinstance(band, Estimate)
        assert band.low <= shown[group].low + 1e-9
        assert band.high >= shown[group].high - 1e-9


def test_where_more_is_worse_the_band_turns_round():
    fewer = by_group(bands(sample_of(share_cells(THREE))))
    more = by_group(bands(sample_of(share_cells(THREE), scale=replace(SHARE, worse_sign=1))))

    for group, band in fewer.items():
        assert isinstance(band, Estimate)
        turned = more[group]
        assert isinstance(turned, Estimate)
        assert (-turned.high, -turned.low) == pytest.approx((band.low, band.high))


def test_the_view_says_how_wide_the_lead_is_for_all_at_once():
    opened = source("ordinary")
    question = opened.catalog.default_question().asking(view="bands")

    finding = opened.finding(question)

    n = sum(isinstance(gap.difference, Interval) for gap in finding.gaps)
    assert n == len(finding.parts) > 1
    assert f"For all {n} comparisons to hold at once" in finding.sentence


@pytest.mark.parametrize(("n", "said"), [(2, "For both comparisons to hold"), (1, None)])
def test_two_comparisons_are_both_and_one_holds_by_itself(n, said):
    opened = source("ordinary")
    finding = opened.finding(opened.catalog.default_question().asking(view="bands"))
    lead = leading_gap(finding, opened.catalog)
    assert lead is not None
    parts = sorted(finding.parts, key=lambda it: it.group != lead.group)[:n]

    sentence = say_bands(replace(finding, parts=tuple(parts)), opened.catalog)

    assert said in sentence if said else "to hold" not in sentence
