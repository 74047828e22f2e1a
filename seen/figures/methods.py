"""The figure of Data and methods: who answered when asked.

It promises that who is missing is shown group by group wherever the data knows who was asked.
"""

from __future__ import annotations

from seen.charts import dots
from seen.domain import derived
from seen.domain.questions import Question
from seen.figures.asker import Asker
from seen.figures.shown import Absent, Shown
from seen.text import text


def response(asker: Asker, question: Question) -> Shown | Absent:
    """Return who answered when asked, group by group."""
    asked = derived.response(question, asker.catalog)
    found = asker.answer(asked, otherwise=text("methods.response_unknown"))
    if isinstance(found, Absent):
        return found
    return Shown(
        findings=[found],
        draw=dots.gaps,
        drawn=(found,),
        title=text("methods.response_title"),
        name="response",
        leads=True,
        key=text("card.filled"),
        cautions=[text("methods.response_caution")],
    )
