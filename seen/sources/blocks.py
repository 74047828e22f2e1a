"""The view of blocks: what a score of burnout goes with, from moments of complete answers.

It promises that the guard looks at the people behind the complete answers, and at nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from seen.domain.cells import MOST_VARIABLES, Contributors, MomentCells
from seen.guard.rules import Rules
from seen.sources import clusters
from seen.sources.asking import EVERYONE, Asking, contributors
from seen.sources.choosing import people_alone
from seen.stats.blocks import blocks
from seen.stats.mediation import paths
from seen.stats.moment_sample import MomentSample
from seen.stats.sample import Answer

CELLS: Final = "cells/moments"
_PATH: Final = ("workload", "impeded_relationship")  # from, by way of

Run = Callable[..., pd.DataFrame]


def blocks_answer(
    run: Run, asking: Asking, *, cluster: str, cluster_word: str, rules: Rules, n_answers: int
) -> Answer:
    """Return the shares of each block, what stays unexplained, and the path by way of relating.

    Parameters
    ----------
    run
        Asks the data file a named query.
    cluster, cluster_word
        The column of the cluster, and what clusters are called.
    rules
        When the complete answers are private.
    n_answers
        How many answers there are, complete or not: where there is none there is nobody to hide.
    """
    held, names = dict(asking.catalog.held_blocks(asking.measure)), _names(asking)
    outcome = asking.measure.column
    behind = _behind(run, asking)
    frame = run(CELLS, **moment_values(asking, cluster))
    sample = MomentSample(
        cells=MomentCells(variables=names, frame=frame),
        contributors=behind,
        cluster_word=cluster_word,
        is_private=n_answers > 0 and not rules.allow(behind),
    )
    found = blocks(sample, outcome=outcome, blocks=held)
    if outcome in _PATH or not set(_PATH) <= set(names):
        return found
    way = paths(sample, predictor=_PATH[0], mediator=_PATH[1], outcome=outcome)
    notes = tuple(dict.fromkeys((*found.notes, *way.notes)))
    return replace(found, parts=(*found.parts, *way.parts), notes=notes)


def moment_values(asking: Asking, cluster: str) -> dict[str, Any]:
    """Return the values bound to the moments query."""
    slots = _slots(_names(asking))
    return (
        asking.filter_values
        | slots
        | clusters.values(asking, cluster)
        | {"is_weighted": asking.is_weighted}
    )


def _names(asking: Asking) -> tuple[str, ...]:
    """Return the columns of the outcome and of everything it may go with."""
    held = asking.catalog.held_blocks(asking.measure)
    return (asking.measure.column, *(name for _, columns in held for name in columns))


def _behind(run: Run, asking: Asking) -> Contributors:
    """Return who stands behind the complete answers."""
    rows = run(
        "cells/contributors_complete",
        **asking.filter_values,
        **_slots(_names(asking)),
        person=asking.person,
        practitioner=asking.practitioner,
    )
    found = contributors(rows, catalog=asking.catalog, table=asking.table)
    return next(iter(found.values()), people_alone(0))


def _slots(names: tuple[str, ...]) -> dict[str, str]:
    """Return the variable slots; those not used name the constant column."""
    filled = (*names, *[EVERYONE] * (MOST_VARIABLES - len(names)))
    return {f"variable_{place}": name for place, name in enumerate(filled, start=1)}
