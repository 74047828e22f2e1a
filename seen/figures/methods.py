"""The figure of Data and methods: who answered when asked.

It promises that who is missing is shown group by group wherever the data knows who was asked.
"""

from __future__ import annotations

from seen.domain import derived
from seen.domain.questions import Question
from seen.figures.asker import Asker
from seen.figures.closed import dotted
from seen.figures.shown import Absent, Shown
from seen.text import text


def response(asker: Asker, question: Question) -> Shown | Absent:
    """Return who answered when asked, group by group."""
    return dotted(
        asker,
        derived.response(question, asker.catalog),
        otherwise=asker.lacking("methods.response_unknown"),
        title=text("methods.response_title"),
        name="response",
        leads=True,
        cautions=[text("methods.response_caution")],
    )
