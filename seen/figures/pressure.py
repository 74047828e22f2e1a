"""The figures of Time pressure: groups from the least to the most pressure, and what it goes with.

They promise that the exposure of each group stands under its line, on the same levels.
"""

from __future__ import annotations

from collections.abc import Callable

from seen.charts import changes, dots, pressure, staffing
from seen.domain import closer, derived
from seen.domain.catalog import Catalog
from seen.domain.questions import Question
from seen.figures.asker import Asker
from seen.figures.closed import one, only, part, steps_key
from seen.figures.shown import Absent, Shown, refused
from seen.text import text
from seen.wording.pressure import pressure_groups, say_pressure, strongest


def lead(asker: Asker, question: Question) -> Shown | Absent:
    """Return what is asked at every time pressure, and how often each group meets it."""
    asked = derived.under_pressure(question, asker.catalog)
    return asker.missing("pressure.missing") if asked is None else lines(asker, asked)


def lines(asker: Asker, asked: Question) -> Shown | Absent:
    """Return the figure of a Question under pressure."""
    catalog = asker.catalog
    if why := asker.can(asked):
        return refused(asked, why)
    exposed = asker.possible(derived.exposure(asked, catalog))
    asker.ahead((asked, exposed))
    found = asker.finding(asked)
    groups = pressure_groups(found, catalog)
    exposure = None if exposed is None else asker.finding(exposed)
    return Shown(
        findings=[only(it, groups) for it in (found, exposure) if it is not None],
        draw=pressure.lines,
        drawn=(found, exposure),
        title=text("page.time_pressure.title"),
        more={"groups": groups},
        sentence=say_pressure(found, catalog),
        strong=strongest(found, catalog),
        key=text("card.filled"),
        cautions=[text("pressure.caution")],
    )


def hurry(asker: Asker, question: Question) -> Shown | Absent:
    """Return how much of a difference goes with meeting more hurry, and how much remains."""
    asked = _under_pressure(asker, question, closer.hurry)
    return one(asker, "hurry", asked, changes.parts_of_gap)


def steps(asker: Asker, question: Question) -> Shown | Absent:
    """Return how fast the Measure falls with each step of pressure in every group."""
    asked = _under_pressure(asker, question, closer.steps)
    found = asker.answer(asked, otherwise=asker.lacking("closer.steps_none"))
    if isinstance(found, Absent):
        return found
    key = steps_key(asker, found)
    return part("steps", [found], changes.slopes, (found,), key=key)


def minutes(asker: Asker, question: Question) -> Shown | Absent:
    """Return the minutes encounters fell short of what they needed, in all as hours and staff."""
    asked = _under_pressure(asker, question, closer.minutes)
    found = asker.answer(asked, otherwise=asker.lacking("closer.minutes_none"))
    if isinstance(found, Absent):
        return found
    scope = asker.scope(found.question)
    total = staffing.total(found, scope)
    below = None if total is None else staffing.table(found, scope, asker.catalog)
    return part("minutes", [found], dots.gaps, (found,), total=total or "", below=below)


def _under_pressure(
    asker: Asker, question: Question, ask: Callable[[Question, Catalog], Question | None]
) -> Question | None:
    """Return a Question made of what the page of time pressure asks."""
    asked = derived.under_pressure(question, asker.catalog)
    return None if asked is None else ask(asked, asker.catalog)
