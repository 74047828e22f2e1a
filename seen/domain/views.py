"""What a view can run over: which Dimensions suit a slope, a trend, a gradient or a funnel.

It promises a refusal that says what to ask instead, before anything is asked of the data.
"""

from __future__ import annotations

from seen.domain.dimensions import Dimension
from seen.domain.questions import FUNNEL, GRADIENT, SLOPE, TREND, Question
from seen.errors import QuestionError
from seen.text import text


def check_view(question: Question, by: Dimension, by2: Dimension | None) -> None:
    """Refuse Dimensions a view cannot run over."""
    view = question.view
    if view == SLOPE and by2 is not None and not (by2.ordered and by2.role != "time"):
        raise QuestionError(text("asked.slope"))
    if view == TREND and by2 is not None and by2.role != "time":
        raise QuestionError(text("asked.trend"))
    if view == GRADIENT and not (by.ordered and by.role != "time"):
        raise QuestionError(text("asked.gradient"))
    if view == FUNNEL and by.name != "institution":
        raise QuestionError(text("asked.funnel"))
