"""What no release is made of: answers that undo the flip, unknown people, weights that matter.

It promises that each refusal names what is wrong and what to leave out or to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import Final

import numpy as np
import pandas as pd

from seen.domain.catalog import Catalog
from seen.domain.measures import Measure
from seen.domain.releases import ASKED
from seen.errors import PublishError
from seen.guard.flip import MOST_TOGETHER
from seen.release.outcomes import ENCOUNTERS, SURVEYS, Outcome
from seen.release.plan import Part, Plan
from seen.settings import MINIMUM_PEOPLE
from seen.store import Build
from seen.text import text
from seen.wording.numbers import count

MOST_MOVED: Final = 0.02  # how far a figure may move when weights are left out
MINIMUM_PAIRS: Final = 30  # of answers of one person: fewer agree by chance
MINIMUM_MOVED: Final = 30  # answers of a group whose movement counts
BY_CHANCE: Final = 3  # answers more or fewer that tell nothing: three expected may well be none


def check_people(work: Build, planned: Plan, *, one_answer_per_person: bool) -> None:
    """Refuse answers without people, unless told that each is another's, and counts of many."""
    if ENCOUNTERS not in {table for table, _ in planned.of_table}:
        return
    row = work.run("lattice/standing").iloc[0]
    if row["n_aggregates"]:
        raise PublishError(text("publish.aggregates"))
    if row["n_without_person"] and not one_answer_per_person:
        lacking = said(int(row["n_without_person"]), MINIMUM_PEOPLE)
        raise PublishError(text("publish.no_people", n=lacking, all=count(int(row["n"]))))


def check_sizes(work: Build, minimums: Mapping[str, int], *, has_workers: bool) -> None:
    """Refuse data in which too few stand behind everything.

    Parameters
    ----------
    work
        The data file, with the rows of one part read.
    minimums
        How many institutions, practitioners and people a release needs.
    has_workers
        Whether practitioners are known; institutions stand in their place where not.

    Raises
    ------
    PublishError
        With how many there are and how many are needed.
    """
    size = work.run("lattice/size").iloc[0]
    for part, minimum in minimums.items():
        found = int(size[part])
        if found < minimum:
            key = "few_workers_unknown" if part == "workers" and not has_workers else f"few_{part}"
            found_words = said(found, min(minimum, MINIMUM_PEOPLE))
            raise PublishError(text(f"publish.{key}", n=minimum, found=found_words))


def said(number: int, least: int) -> str:
    """Return how many there are, or only that they are fewer than may be told."""
    return count(number) if number >= least else text("publish.fewer", n=least)


def check_together(work: Build, planned: Plan, part: Part) -> None:
    """Refuse outcomes whose answers go together so closely that one gives the other away.

    Raises
    ------
    PublishError
        With the pair and what to leave out.
    """
    released = [it for it in planned.of_part(part) if it.name != ASKED]
    for one, other in combinations(released, 2):
        pairs = work.run("lattice/together", first=one.column, second=other.column)
        if strength(pairs, one, other) > MOST_TOGETHER:
            raise PublishError(
                text("publish.together", one=one.name, other=other.name, measure=other.measure)
            )
    most = (1 - planned.q) / planned.q  # as far as the flip lets odds be moved
    for one, other in permutations(released, 2):
        pairs = work.run("lattice/told", first=other.column, second=one.column)
        if odds_moved(pairs, one) > most:
            names = {"one": one.name, "other": other.name}
            measures = {"measure": other.measure, "first": one.measure}
            raise PublishError(text("publish.told", **names, **measures))
    for outcome in released:
        pairs = work.run("lattice/again", column=outcome.column)
        is_told = pairs["n"].sum() >= MINIMUM_PAIRS
        if is_told and strength(pairs, outcome, outcome) > MOST_TOGETHER:
            raise PublishError(text("publish.again", name=outcome.name, measure=outcome.measure))
        for name, column in planned.columns(part[0]).items():
            pairs = work.run("lattice/together", first=column, second=outcome.column)
            is_given_away = strength(pairs, None, outcome) > MOST_TOGETHER
            if is_given_away or odds_moved(pairs, outcome) > most:
                raise PublishError(text("publish.follows", name=outcome.name, dimension=name))


def check_scales(work: Build, planned: Plan) -> None:
    """Refuse scales on which the answers of one practitioner give each other away.

    Either go together that closely, or who answered one scale tells what was answered on another.

    Raises
    ------
    PublishError
        With the pair and what to leave out.
    """
    released = [it for it in planned.outcomes if it.table == SURVEYS and it.is_flipped]
    most = (1 - planned.q) / planned.q
    for one, other in permutations(released, 2):
        if one.part == other.part:
            continue
        names = {"one": one.name, "other": other.name}
        pairs = _across(work, "lattice/scales_together", one, other)
        if strength(pairs, one, other) > MOST_TOGETHER:
            raise PublishError(text("publish.scales", **names))
        pairs = _across(work, "lattice/scales_told", other, one)
        if odds_moved(pairs, one) > most:
            raise PublishError(text("publish.scales_told", **names))


def _across(work: Build, query: str, first: Outcome, second: Outcome) -> pd.DataFrame:
    """Return how often answers on two scales come together."""
    return work.run(
        query,
        first=first.column,
        second=second.column,
        first_instrument=first.instrument,
        first_scale=first.scale,
        second_instrument=second.instrument,
        second_scale=second.scale,
    )


def strength(pairs: pd.DataFrame, one: Outcome | None, other: Outcome | None) -> float:
    """Return how closely two answers go together: the largest of three measures.

    Cramér's V of all levels; of two outcomes also the correlation of their levels, and phi of
    their top boxes. Of two yes-or-no answers all three are the size of phi.
    """
    table = _table(pairs, one, other)
    found = [_cramer(table)]
    if one is not None and other is not None:
        found += [_correlation(table), _cramer(_boxes(table, one, other))]
    return max(found)


def odds_moved(pairs: pd.DataFrame, outcome: Outcome) -> float:
    """Return by how much something that is not flipped surely moves the odds of an answer.

    Of each level of a Dimension, or of whether something else was answered, and of each level of
    the outcome and its top box: how much likelier one is where the other is, or the reverse.
    """
    table = _table(pairs, None, outcome)
    places = np.arange(1, table.shape[1] + 1)
    boxes = np.vstack([np.eye(len(places)), np.isin(places, outcome.top_or_last)])
    inside = table @ boxes.T
    outside = table.sum(axis=1, keepdims=True) - inside
    is_told = (inside.sum(axis=0) > 0) & (outside.sum(axis=0) > 0)
    found = [1.0]
    for one, other in ((inside, outside), (outside, inside)):
        least = np.maximum(one - BY_CHANCE, 0)[:, is_told] / one.sum(axis=0)[is_told]
        most = (other + BY_CHANCE)[:, is_told] / other.sum(axis=0)[is_told]
        found.append(float((least / most).max(initial=0)))
    return max(found)


def _table(pairs: pd.DataFrame, one: Outcome | None, other: Outcome | None) -> np.ndarray:
    """Return how often levels come together; one row per level of the first."""
    first, second = _levels(pairs["first_answer"], one), _levels(pairs["second_answer"], other)
    is_level = (first >= 0) & (second >= 0)
    table = np.zeros((first.max(initial=0) + 1, second.max(initial=0) + 1))
    np.add.at(table, (first[is_level], second[is_level]), pairs["n"].to_numpy()[is_level])
    return table


def _cramer(table: np.ndarray) -> float:
    """Return Cramér's V of crossed counts; 0 where one side has a single level."""
    held = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(held.shape) < 2:
        return 0.0
    total = held.sum()
    expected = np.outer(held.sum(axis=1), held.sum(axis=0)) / total
    chi_square = ((held - expected) ** 2 / expected).sum()
    return float(np.sqrt(chi_square / total / (min(held.shape) - 1)))


def _boxes(table: np.ndarray, one: Outcome, other: Outcome) -> np.ndarray:
    """Return crossed counts of the top boxes alone."""
    for axis, outcome in enumerate((one, other)):
        top = outcome.top_or_last
        places = np.arange(1, table.shape[axis] + 1)
        is_top = np.isin(places, top)
        table = np.stack(
            [table.compress(side, axis).sum(axis) for side in (~is_top, is_top)], axis
        )
    return table


def moved(work: Build, planned: Plan, part: Part, catalog: Catalog) -> Iterator[tuple[str, float]]:
    """Yield of each Measure how far the figure of any group moves when weights are left out."""
    released = [it for it in planned.of_part(part) if it.name != ASKED]
    for outcome in released:
        measure = catalog.measure(outcome.measure)
        yield (
            outcome.name,
            max(
                _moved(work, outcome, measure, column)
                for column in ("everyone", *planned.columns(part[0]).values())
            ),
        )


def check_moved(found: Sequence[tuple[str, float]], *, is_accepted: bool) -> None:
    """Refuse to leave out weights that move a figure by more than two points."""
    far = [name for name, difference in found if difference > MOST_MOVED]
    if far and not is_accepted:
        most = 100 * max(difference for _, difference in found)
        raise PublishError(
            text("publish.weights", names=", ".join(far), most=f"{most:.1f}", n=100 * MOST_MOVED)
        )


def _moved(work: Build, outcome: Outcome, measure: Measure, column: str) -> float:
    """Return how far the figures of one Measure by one Dimension move."""
    boxes: list[list[float] | None] = [list(it) for it in (measure.top, measure.bottom) if it]
    low, high = measure.scale
    differences = [0.0]
    for box in boxes or [None]:
        rows = work.run(
            "lattice/weights",
            column=outcome.column,
            by=column,
            box=box,
            low=low,
            span=high - low,
            minimum=MINIMUM_MOVED,
        )
        differences += rows["difference"].head(1).tolist()
    return float(max(differences))


def _levels(answers: pd.Series, outcome: Outcome | None) -> np.ndarray:
    """Return answers as places of levels, from 0; -1 for what is no level of the outcome."""
    if outcome is None:
        return np.unique(answers.to_numpy(dtype=str), return_inverse=True)[1]
    numbers = answers.astype(float).to_numpy(dtype=float)
    if outcome.is_banded:
        return np.searchsorted(np.array(outcome.values), numbers)
    places = {value: place for place, value in enumerate(outcome.values)}
    return np.array([places.get(float(number), -1) for number in numbers], dtype=int)


def _correlation(table: np.ndarray) -> float:
    """Return the size of the correlation of two ordered answers, from their crossed counts."""
    if not table.any():
        return 0.0
    rows, columns = np.indices(table.shape)
    weights = table / table.sum()
    row_mean, column_mean = (weights * rows).sum(), (weights * columns).sum()
    covariance = (weights * (rows - row_mean) * (columns - column_mean)).sum()
    variances = (weights * (rows - row_mean) ** 2).sum() * (
        weights * (columns - column_mean) ** 2
    ).sum()
    return float(abs(covariance) / np.sqrt(variances)) if variances > 0 else 0.0
