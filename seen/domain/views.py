"""What a view can run over: which Dimensions suit a slope, a trend, waves, a gradient or a funnel.

It promises a refusal that says what to ask instead, before anything is asked of the data.
"""

from __future__ import annotations

from typing import Final

from seen.domain.dimensions import Dimension
from seen.domain.measures import Show
from seen.domain.questions import (
    BLOCKS,
    DISTRIBUTION,
    FUNNEL,
    GRADIENT,
    LEVELS,
    SLOPE,
    TREND,
    WAVES,
    Question,
)
from seen.errors import QuestionError
from seen.text import text

Blocks = tuple[tuple[str, tuple[str, ...]], ...]  # each with its columns
FEWEST_BLOCKS: Final = 2
WHOLE: Final = (LEVELS, DISTRIBUTION)  # views whose figure and sentence hold every level


def check_view(
    question: Question,
    by: Dimension,
    by2: Dimension | None,
    *,
    blocks: Blocks,
    follows_workers: bool,
) -> None:
    """Refuse Dimensions a view cannot run over, and what it needs that the data does not hold.

    `blocks` are those the data holds; `follows_workers` whether the answers are workers' own and
    say who answered again.
    """
    view = question.view
    if by.needs and view not in WHOLE:
        raise QuestionError(text("asked.together_view", name=by.name, views=", ".join(WHOLE)))
    if view == BLOCKS and (question.show is not Show.MEAN or len(blocks) < FEWEST_BLOCKS):
        raise QuestionError(text("asked.blocks"))
    if view == SLOPE and by2 is not None and not (by2.ordered and by2.role != "time"):
        raise QuestionError(text("asked.slope"))
    if view == TREND and by2 is not None and by2.role != "time":
        raise QuestionError(text("asked.trend"))
    if view == GRADIENT and not (by.ordered and by.role != "time"):
        raise QuestionError(text("asked.gradient"))
    if view == FUNNEL and by.name != "institution":
        raise QuestionError(text("asked.funnel"))
    if view == WAVES and not (by.role == "time" and follows_workers):
        raise QuestionError(text("asked.waves"))
