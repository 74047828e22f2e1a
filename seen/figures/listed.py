"""All figures, by the page they stand on and their own name.

It promises that a page, a name and a Question are enough to make any of them again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from seen.domain.burnout import REFLECTIONS
from seen.domain.questions import Question
from seen.figures import burnout, counts, gaps, machine, methods, overview, places, pressure
from seen.figures.asker import Asker
from seen.figures.shown import LEAD, Absent, Shown

Figure = Callable[[Asker, Question], Shown | Absent]

_LISTED: Final[Mapping[str, Mapping[str, Figure]]] = {
    "overview": {LEAD: overview.lead},
    "gaps": {
        LEAD: gaps.lead,
        "adjusted": gaps.adjusted,
        "crossed": gaps.crossed,
        "gradient": gaps.gradient,
        "reasons": gaps.reasons,
        "both_sides": gaps.both_sides,
        "earlier": gaps.earlier,
        "over_time": gaps.over_time,
    },
    "time_pressure": {
        LEAD: pressure.lead,
        "hurry": pressure.hurry,
        "steps": pressure.steps,
        "minutes": pressure.minutes,
    },
    "places": {
        LEAD: places.lead,
        "burnt_out": places.burnt_out,
        "funnel": places.funnel,
        "where_met": places.where_met,
        "community": places.community,
    },
    "burnout": {
        LEAD: burnout.lead,
        "level": burnout.level,
        **{measure: partial(burnout.reflected, measure) for measure in REFLECTIONS},
        "waves": burnout.waves,
    },
    "what_counts": {
        LEAD: counts.lead,
        "screens": counts.screens,
        "interruptions": counts.interruptions,
        "scripts": counts.scripts,
        "scripted": counts.scripted,
        "measured": counts.measured,
        "intensity": counts.intensity,
        "uncredited": counts.uncredited,
        "minutes": counts.minutes,
        "week": counts.week,
        "burnt_out": counts.burnt_out,
    },
    "human_or_machine": {
        LEAD: machine.lead,
        "beside": machine.beside,
        "by_race": machine.by_race,
        "reasons": machine.reasons,
        "judged": machine.judged,
        "regarded": machine.regarded,
        "told": machine.told,
        "felt_when_told": machine.felt_when_told,
        "kept": machine.kept,
        "over_time": machine.over_time,
    },
    "methods": {"response": methods.response},
}


# Of figures that stand together in one closed part of a page: which.
_WITHIN: Final[Mapping[tuple[str, str], str]] = {
    **{("burnout", measure): "meaning" for measure in REFLECTIONS},
    ("what_counts", "interruptions"): "screens",
    ("what_counts", "scripted"): "scripts",
    ("what_counts", "intensity"): "measured",
    ("what_counts", "uncredited"): "credit",
    ("what_counts", "minutes"): "credit",
    ("what_counts", "week"): "after_hours",
    ("what_counts", "burnt_out"): "after_hours",
    ("human_or_machine", "regarded"): "judged",
    ("human_or_machine", "told"): "kept",
    ("human_or_machine", "felt_when_told"): "kept",
    ("methods", "response"): "",
}


def closed_part(page: str, part: str) -> str:
    """Return what is to be opened on a page to see a figure; empty for one that leads it."""
    return "" if part == LEAD else _WITHIN.get((page, part), part)


def figure(page: str, part: str = LEAD) -> Figure:
    """Return what makes a figure of a page from whatever is asked there."""
    return _LISTED[page][part]


def names() -> tuple[tuple[str, str], ...]:
    """Return the page and the name of every figure, in the order of pages."""
    return tuple((page, part) for page, parts in _LISTED.items() for part in parts)
