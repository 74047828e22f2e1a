"""Levels that are never shown without another: a bot beside a hurried human, and an unhurried one.

They promise that no choice of groups, of a reference or of filters leaves the one without the
other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seen.domain.dimensions import Dimension
from seen.domain.questions import Question
from seen.errors import QuestionError
from seen.text import text

if TYPE_CHECKING:
    from seen.domain.catalog import Catalog


def check_together(question: Question, catalog: Catalog) -> None:
    """Refuse a Question that would show a level without the one it needs."""
    if completed(question, catalog) == question:
        return
    for dimension in catalog.needing:
        if dimension.name in (question.by, *question.filters.names):
            pairs = "; ".join(f"{level}, {needed}" for level, needed in dimension.needs)
            raise QuestionError(text("asked.together", name=dimension.name, pairs=pairs))


def completed(question: Question, catalog: Catalog) -> Question:
    """Return a Question whose filters and groups also name the levels that those named need."""
    for dimension in catalog.needing:
        chosen = question.filters.levels(dimension.name)
        if lacking := _lacking(dimension, chosen):
            filters = question.filters.including(dimension.name, (*chosen, *lacking))
            question = question.asking(filters=filters)
        if dimension.name == question.by and question.groups:
            lacking = _lacking(dimension, (*question.groups, question.versus))
            groups = tuple(sorted({*question.groups, *lacking}))
            question = question.asking(groups=groups)
    return question


def _lacking(dimension: Dimension, chosen: Sequence[str]) -> tuple[str, ...]:
    """Return what a choice of levels leaves out although one of them needs it."""
    return tuple(
        needed for level, needed in dimension.needs if level in chosen and needed not in chosen
    )
