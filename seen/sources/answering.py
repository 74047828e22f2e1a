"""Which statistics answer which view of a Question.

It promises that every view is given the same Sample: the same Cells, the same hidden groups.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.questions import (
    BANDS,
    BLOCKS,
    DECOMPOSITION,
    DISTRIBUTION,
    FUNNEL,
    GRADIENT,
    LEVELS,
    SLOPE,
    SUMMARY,
    TREND,
    UNADJUSTED,
    WAVES,
    WITHIN,
    Question,
)
from seen.sources import blocks
from seen.stats.adjusted import adjusted
from seen.stats.aggregates import compare_aggregates
from seen.stats.bands import bands
from seen.stats.decompose import decompose
from seen.stats.gradient import gradient
from seen.stats.institutions import funnel
from seen.stats.sample import Answer, Sample
from seen.stats.slopes import slopes
from seen.stats.summary import summary
from seen.stats.trend import trend
from seen.stats.views import answered, crude
from seen.stats.waves import waves
from seen.stats.within import within

CELLS: Final = "cells/levels"
_VIEWS: Final[Mapping[str, Callable[[Sample], Answer]]] = {
    SLOPE: slopes,
    DECOMPOSITION: decompose,
    GRADIENT: gradient,
    SUMMARY: summary,
    WITHIN: within,
    FUNNEL: funnel,
    BANDS: bands,
}
_OF_LEVELS: Final = (LEVELS, DISTRIBUTION, BANDS)


def answer(question: Question, sample: Sample, *, is_aggregate: bool) -> Answer:
    """Return what the statistics say to a Question.

    Parameters
    ----------
    sample
        What they are given.
    is_aggregate
        Whether rows stand for many respondents each, with nothing known below them: then each
        respondent counts as independent, in the one view that is right for it.
    """
    if question.adjust != UNADJUSTED:
        return adjusted(sample, how=question.adjust)
    if is_aggregate and question.view in _OF_LEVELS:
        return compare_aggregates(sample)
    changed = tuple(period for period in sample.order if period in sample.breaks)
    if question.view == WAVES:  # a wave is held against the first one, never against the others
        return replace(waves(sample, breaks=sample.breaks), gaps=(), breaks=changed)
    if question.view == TREND:
        return replace(trend(sample, breaks=sample.breaks), breaks=changed)
    if question.view in _VIEWS:
        return _VIEWS[question.view](sample)
    plain = crude(sample)
    return answered(plain, parts=(), test=plain.test)


def query_of(question: Question) -> str:
    """Return the name of the query whose sums answer a Question."""
    return blocks.CELLS if question.view == BLOCKS else CELLS


def order(question: Question, catalog: Catalog) -> tuple[str, ...]:
    """Return the levels a view runs along, in their order, without those not stated."""
    dimension = catalog.dimension(question.by2 or question.by)
    return tuple(level for level in dimension.levels if not dimension.is_unstated(level))
