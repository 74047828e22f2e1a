"""Scores of different instruments and scales, kept apart: what a Question would average.

It promises that no figure is a mean over scores that do not mean the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seen.domain.questions import MOST_FILTERS, Filters, Question
from seen.domain.together import check_together, completed
from seen.errors import QuestionError
from seen.text import text

if TYPE_CHECKING:
    from seen.domain.catalog import Catalog

Levels = tuple[str, ...]  # one of each Dimension that is kept apart, in their order


def held(question: Question, catalog: Catalog) -> tuple[Levels, ...]:
    """Return the combinations of levels kept apart that a Question's answers stand at.

    In Catalog order, as far as the filters on these Dimensions leave them; empty for a Measure
    that has nothing to keep apart.
    """
    names = _names(question, catalog)
    chosen = [question.filters.levels(name) for name in names]
    return tuple(
        levels
        for levels in catalog.held_apart(question.measure)
        if all(not wanted or level in wanted for level, wanted in zip(levels, chosen, strict=True))
    )


def mixed(question: Question, catalog: Catalog) -> tuple[Levels, ...]:
    """Return the combinations that one figure of a Question would average; empty where none is."""
    found = held(question, catalog)
    own = _own(question, catalog)
    figures = {tuple(levels[place] for place in own) for levels in found}
    return found if len(found) > len(figures) else ()


def is_compared(question: Question, catalog: Catalog) -> bool:
    """Return whether a Question would compare groups that are themselves kept apart."""
    names = _names(question, catalog)
    if question.by not in names:
        return False
    return len({levels[names.index(question.by)] for levels in held(question, catalog)}) > 1


def check_apart(question: Question, catalog: Catalog) -> None:
    """Refuse a Question that would average what is kept apart, or part what stands together."""
    check_together(question, catalog)
    found = mixed(question, catalog)
    if found:
        names = _names(question, catalog)
        choices = "; ".join(
            ", ".join(f"{name}={level}" for name, level in zip(names, levels, strict=True))
            for levels in found
        )
        dimensions = f" {text('reading.and')} ".join(names)
        key = "blocks.mixed_time" if names == ("kind_of_time",) else "blocks.mixed"
        raise QuestionError(
            text(key, name=question.measure, dimensions=dimensions, choices=choices)
        )


def settled(question: Question, catalog: Catalog, *, before: Filters | None = None) -> Question:
    """Return a Question held to one level of what it would average, the first in Catalog order.

    Levels that are only shown together are completed.

    Where several levels were chosen one that was not chosen before comes first, where none is
    the one from before. A Question with as many filters as there can be stays as it is.

    Parameters
    ----------
    question, catalog
        A Question whose names the Catalog knows.
    before
        The filters that were set before this Question.
    """
    question = completed(question, catalog)
    earlier = Filters() if before is None else before
    for place, name in enumerate(_names(question, catalog)):
        found = mixed(question, catalog)
        levels = list(dict.fromkeys(levels[place] for levels in found))
        is_full = len(question.filters.chosen) >= MOST_FILTERS
        chosen = question.filters.levels(name)
        if len(levels) < 2 or name in (question.by, question.by2) or (is_full and not chosen):
            continue
        kept = earlier.levels(name)
        wanted = [level for level in levels if (level in kept) != bool(chosen)]
        level = (wanted or levels)[0]
        question = question.asking(filters=question.filters.including(name, [level]))
    return question


def _names(question: Question, catalog: Catalog) -> tuple[str, ...]:
    """Return the Dimensions that the Measure of a Question keeps apart."""
    return catalog.kept_apart(question.measure)


def _own(question: Question, catalog: Catalog) -> list[int]:
    """Return the places of the Dimensions kept apart that a Question groups by."""
    names = _names(question, catalog)
    return [place for place, name in enumerate(names) if name in (question.by, question.by2)]
