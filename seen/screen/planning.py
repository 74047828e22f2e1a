"""Whether groups differ at all, how far silence could move a figure, and what a study would take.

It promises that all three speak of the Question that is asked on the other pages.
"""

from __future__ import annotations

from seen.charts import overall
from seen.domain import derived
from seen.figures import asked, planned
from seen.figures.shown import Absent
from seen.screen import cached, prose, state, tables
from seen.sources import Source
from seen.text import text


def tests(source: Source) -> None:
    """Draw for each way to tell people apart whether there is any difference at all."""
    catalog, question = source.catalog, state.question()
    measure = catalog.measure(question.measure)
    asking = derived.by_people(catalog, measure, question.filters).values()
    asker = cached.asker(source)
    found = [asker.finding(one) for one in asking if one is not None]
    if source.protection is not None:
        prose.body(text("release.cannot_tests"))
        return
    prose.body(text("overall.intro"))
    tables.show(overall.table(found, catalog))


def silence(source: Source) -> list[str]:
    """Return how far those who did not answer could move the figure of everybody."""
    question = asked.on_page("gaps", state.question(), source.catalog)
    said = planned.silence(cached.asker(source).finding(question))
    return [said] if said else []


def planner(source: Source) -> None:
    """Draw what it would take to see differences of the usual sizes."""
    question = asked.on_page("gaps", state.question(), source.catalog).without_second()
    asker = cached.asker(source)
    found = planned.plan(asker, asker.finding(question))
    if isinstance(found, Absent):
        prose.body(found.said)
        return
    said, table = found
    prose.body(said)
    tables.show(table)
