"""Whether groups differ at all, how far silence could move a figure, and what a study would take.

It promises that all three speak of the Question that is asked on the other pages.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from seen.charts import overall
from seen.domain import derived
from seen.domain.measures import Show
from seen.figures import asked
from seen.screen import cached, prose, state, tables
from seen.sources import Source
from seen.sources.planning import planned, unanswered
from seen.text import text
from seen.wording import people_named
from seen.wording.planning import bounds_words, plan_words
from seen.wording.views import lead_group

_POINTS: Final = (1, 2, 3, 5, 10)
_TENTHS: Final = (1, 2, 5)  # of the width of a scale, in hundredths


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
    finding = cached.asker(source).finding(question)
    did = finding.measure.phrase(f"did_{finding.question.show}")
    said = "" if finding.question.show is Show.MEAN else bounds_words(unanswered(finding), did)
    return [said] if said else []


def planner(source: Source) -> None:
    """Draw what it would take to see a difference of a chosen size."""
    catalog = source.catalog
    question = asked.on_page("gaps", state.question(), catalog).without_second()
    finding = cached.asker(source).finding(question)
    if source.protection is not None:
        prose.body(text("release.cannot_planner"))
        return
    gap = lead_group(finding, catalog)
    if gap is None:
        prose.body(text("planner.none"))
        return
    show, span = question.show, finding.measure.span(question.show)
    steps = _TENTHS if show is Show.MEAN else _POINTS
    sizes = {span * step / 100: _label(span * step / 100, show) for step in steps}
    wanted = st.selectbox(
        text("planner.size"),
        list(sizes),
        index=1,
        key="planner_size",
        format_func=sizes.__getitem__,
        on_change=state.act,
    )
    people, versus = people_named(finding, gap, catalog)
    plan = planned(finding, gap, wanted=wanted)
    said = plan_words(plan, show, people=people, versus=versus, plural=finding.cluster_words)
    prose.together(map(prose.paragraph, said))


def _label(size: float, show: Show) -> str:
    """Return a size of a difference as a choice."""
    if show is Show.MEAN:
        return f"{size:g}"
    key = "views.point" if round(100 * size) == 1 else "views.points"
    return text(key, n=round(100 * size))
