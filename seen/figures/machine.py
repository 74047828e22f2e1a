"""The figures of Human or machine: who got a human, and what a bot is beside one.

They promise that a bot is never set beside a hurried human alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from seen.charts import Chart, dots, heat, hundred_table, pressure
from seen.charts import beside as draw_beside
from seen.charts.hundred import hundred as draw_hundred
from seen.domain import machine as asks
from seen.domain.catalog import Catalog
from seen.domain.questions import UNADJUSTED, Filters, Question
from seen.figures.asker import Asker
from seen.figures.closed import dotted, over_time_key
from seen.figures.shown import LEAD, Absent, Shown, none
from seen.text import text
from seen.wording.machine import (
    say_beside,
    say_hundred,
    say_reasons,
    strongest,
    strongest_beside,
)
from seen.wording.rest import rest_words

_OF_BOTS: Final[dict[str, tuple[str, str, Callable[[Question, Catalog], Question | None]]]] = {
    # its part of the page, what its caution is named by, what is asked
    "reasons": ("reasons", "reasons", asks.reasons),
    "judged": ("judged", "judged", asks.judged),
    "regarded": ("judged", "judged", asks.regarded),
    "told": ("kept", "told", asks.told),
    "felt_when_told": ("kept", "told", asks.felt_when_told),
    "kept": ("kept", "kept", asks.kept),
}


def lead(asker: Asker, question: Question) -> Shown | Absent:
    """Return what a hundred requests got, else the share met by a bot, or what is missing."""
    asked = asks.lead(question, asker.catalog)
    return encounters(asker, question) if asked is None else hundred(asker, asked)


def encounters(asker: Asker, question: Question) -> Shown | Absent:
    """Return the share of encounters with a bot, for data that holds no requests."""
    asked = asks.first(question, asker.catalog)
    if asked is None:
        return asker.missing("machine.missing")
    if not _has_bots(asker):
        return none(asker.lacking("machine.no_bots"))
    return dotted(
        asker,
        asked,
        otherwise=asker.lacking("machine.missing"),
        title=text("page.human_or_machine.title"),
        cautions=[text("machine.no_requests_caution")],
    )


def hundred(asker: Asker, asked: asks.Hundred, *, name: str = LEAD) -> Shown | Absent:
    """Return the figure of a hundred requests."""
    catalog = asker.catalog
    found = asker.answers(asked.questions)
    if isinstance(found, Absent):
        return found
    said = say_hundred(found[0], catalog)
    cautions = [text("machine.caution")]
    if asked.wait is None:
        cautions.append(asker.lacking("machine.no_wait"))
    rest = rest_words(found[1 : 1 + len(asked.parts)])
    noted = replace(found[0], notes=(*found[0].notes, *([rest] if rest else [])))
    return Shown(
        findings=(noted, *found[1:]),
        draw=draw_hundred,
        drawn=(found,),
        title=text("page.human_or_machine.title" if name == LEAD else f"machine.{name}"),
        more={"sentence": said},
        name=name,
        sentence=said,
        strong=strongest(found[0], catalog),
        key=text("machine.key"),
        asked=text("machine.asked"),
        cautions=cautions,
        table=hundred_table.table(found, catalog),
    )


def by_race(asker: Asker, question: Question) -> Shown | Absent:
    """Return the same by race, where the lead figure is by income."""
    asked = asks.requests(question, asker.catalog, asks.RACE)
    if asked is None or asked == asks.lead(question, asker.catalog):
        return none(asker.lacking("machine.by_race_none"))
    return hundred(asker, asked, name="by_race")


def beside(asker: Asker, question: Question) -> Shown | Absent:
    """Return a bot beside a hurried, an unhurried and a mis-seeing human, all of them or none."""
    asked = asks.beside(question, asker.catalog)
    if asked is None:
        return none(asker.lacking("machine.beside_none"))
    if not _has_bots(asker):
        return none(asker.lacking("machine.no_bots"))
    found = asker.answers(asked.questions)
    if isinstance(found, Absent):
        return found
    if asks.is_without_bots(found[0]):
        return none(asker.lacking("machine.no_bots_here"))
    said = say_beside(found)
    cautions = [text("machine.beside_caution")]
    if asked.by_mis_seen is None:
        cautions.append(asker.lacking("machine.no_mis_seen"))
    if asked.by_hurry.adjust == UNADJUSTED:
        cautions.append(asker.lacking("machine.crude"))
    return Shown(
        findings=found,
        draw=draw_beside.beside,
        drawn=(found,),
        title=text("machine.beside"),
        more={"sentence": said},
        name="beside",
        sentence=said,
        strong=strongest_beside(found),
        cautions=cautions,
    )


def reasons(asker: Asker, question: Question) -> Shown | Absent:
    """Return whether those who met a bot chose it."""
    return _of_bots(asker, question, "reasons")


def judged(asker: Asker, question: Question) -> Shown | Absent:
    """Return what being seen by someone who could have judged goes with."""
    return _of_bots(asker, question, "judged")


def regarded(asker: Asker, question: Question) -> Shown | Absent:
    """Return how far people felt regarded as human beings, by a human and by a bot."""
    return _of_bots(asker, question, "regarded")


def told(asker: Asker, question: Question) -> Shown | Absent:
    """Return who was told that it was a machine."""
    return _of_bots(asker, question, "told")


def felt_when_told(asker: Asker, question: Question) -> Shown | Absent:
    """Return how seen people felt by a bot, by whether they were told what it was."""
    return _of_bots(asker, question, "felt_when_told")


def kept(asker: Asker, question: Question) -> Shown | Absent:
    """Return what was kept of people's words."""
    return _of_bots(asker, question, "kept")


def of_part(asker: Asker, question: Question, part: str) -> list[Shown] | Absent:
    """Return the figures of a part about bots, or what the data would have to hold."""
    asked = {
        name: ask(question, asker.catalog)
        for name, (own, _, ask) in _OF_BOTS.items()
        if own == part
    }
    held = {name: it for name, it in asked.items() if it is not None}
    if not held or not _has_bots(asker):
        return none(asker.lacking("machine.no_bots" if held else f"machine.{part}_none"))
    asker.ahead(held.values())
    made = [_bots(asker, name, it) for name, it in held.items()]
    shown = [it for it in made if isinstance(it, Shown)]
    return shown or next(it for it in made if isinstance(it, Absent))


def over_time(asker: Asker, question: Question) -> Shown | Absent:
    """Return the share met by a bot, quarter by quarter."""
    asked = asks.over_time(question, asker.catalog)
    otherwise = asker.lacking("machine.over_time_none")
    found = asker.answer(asked if _has_bots(asker) else None, otherwise=otherwise)
    if isinstance(found, Absent):
        return found
    return Shown(
        findings=[found],
        draw=pressure.lines,
        drawn=(found, None),
        title=text("machine.over_time"),
        more={"groups": found.question.groups},
        name="over_time",
        key=over_time_key(asker, found, found.question.groups),
        cautions=[text("machine.over_time_caution")],
    )


def _of_bots(asker: Asker, question: Question, name: str) -> Shown | Absent:
    """Return one figure about bots, or what the data would have to hold."""
    part, _, ask = _OF_BOTS[name]
    asked = ask(question, asker.catalog)
    if asked is None:
        return none(asker.lacking(f"machine.{part}_none"))
    if not _has_bots(asker):
        return none(asker.lacking("machine.no_bots"))
    return _bots(asker, name, asked)


def _bots(asker: Asker, name: str, asked: Question) -> Shown | Absent:
    """Return the figure of a Question about bots."""
    part, caution, _ = _OF_BOTS[name]
    found = asker.answer(asked, otherwise=asker.lacking(f"machine.{part}_none"))
    if isinstance(found, Absent):
        return found
    draw: Callable[..., Chart] = dots.gaps if asked.by2 is None else heat.shares
    said, strong = say_reasons(found, asker.catalog)
    return Shown(
        findings=[found],
        draw=draw,
        drawn=(found,),
        title=text(f"machine.{part}"),
        name=name,
        sentence=said,
        strong=strong,
        key=text("card.filled") if asked.by2 is None else "",
        cautions=[text(f"machine.{caution}_caution")],
    )


def _has_bots(asker: Asker) -> bool:
    """Return whether anybody in this data met a bot."""
    if not asker.catalog.splits(asker.catalog.dimension(asks.MODALITY), asks.TABLE):
        return False
    held = asker.choices(asks.MODALITY, asks.TABLE, Filters())
    return any(choice.level == asks.BOT for choice in held)
