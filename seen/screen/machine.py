"""What the page Human or machine draws: who got a human, and what a bot is beside one.

It promises that a bot is never set beside a hurried human alone, and that a closed part asks
nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from seen.charts import Chart, dots, heat, hundred_frame, hundred_table, pressure
from seen.charts import beside as drawn_beside
from seen.charts.hundred import hundred
from seen.domain import machine as asks
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.questions import UNADJUSTED, Filters, Question
from seen.screen import browser, cached, cards, closer, prose, state
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.machine import (
    say_beside,
    say_hundred,
    say_reasons,
    strongest,
    strongest_beside,
)
from seen.wording.rest import rest_words

_AROUND: Final = 397  # px of the card beside its figure

# what a caution is named by, what is asked and how it is drawn
Drawn = tuple[str, Callable[[Question, Catalog], Question | None], Callable[..., Chart]]


def lead(source: Source) -> None:
    """Draw what a hundred requests got, or what the data would have to hold."""
    question, catalog = state.question(), source.catalog
    if asks.left_out(question):
        prose.body(text("machine.left_out"))
    asked = asks.lead(question, catalog)
    if asked is not None:
        _hundred(source, asked, name=cards.LEAD)
        return
    encounters = asks.first(question, catalog)
    cards.missing(source, "machine.missing" if encounters is None else "machine.no_requests")
    if encounters is None:
        return
    if not _has_bots(source):
        prose.body(text("machine.no_bots"))
        return
    found = cached.finding(source, encounters)
    chart = cached.chart(source, dots.gaps, found, title=text("page.human_or_machine.title"))
    cautions, key = [text("machine.no_requests_caution")], text("card.filled")
    _card(source, cards.LEAD, [found], chart, cautions, key=key)


def parts(source: Source) -> None:
    """Draw the closed parts, where the data tells requests or bots apart."""
    if asks.first(state.question(), source.catalog) is None:
        return
    closed: dict[str, Callable[[], None]] = {
        "beside": partial(_beside, source),
        "by_race": partial(_by_race, source),
        "reasons": partial(_reasons, source),
        "judged": partial(_judged, source),
        "kept": partial(_kept, source),
        "over_time": partial(_over_time, source),
    }
    closer.draw(closed, of="machine")


def _hundred(source: Source, asked: asks.Hundred, *, name: str) -> None:
    """Draw the card of a hundred requests."""
    catalog = source.catalog
    n_rows = len(catalog.dimension(asked.human.by).levels)
    tall = hundred_frame.height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        cached.findings(source, asked.questions)
        found = tuple(cached.finding(source, it) for it in asked.questions)
    said = say_hundred(found[0], catalog)
    title = text("page.human_or_machine.title" if name == cards.LEAD else "machine.by_race")
    chart = cached.chart(source, hundred, found, title=plain(title), sentence=said)
    cautions = [text("machine.caution")]
    if asked.wait is None:
        cautions.append(text("machine.no_wait"))
    rest = rest_words(found[1 : 1 + len(asked.parts)])
    noted = replace(found[0], notes=(*found[0].notes, *([rest] if rest else [])))
    _card(
        source,
        name,
        (noted, *found[1:]),
        chart,
        cautions,
        sentence=said,
        strong=strongest(found[0], catalog),
        key=text("machine.key"),
        asked=text("machine.asked"),
        table=hundred_table.table(found, catalog),
    )


def _by_race(source: Source) -> None:
    """Draw the same by race, where the lead figure is by income."""
    question, catalog = state.question(), source.catalog
    asked = asks.requests(question, catalog, asks.RACE)
    if asked is None or asked == asks.lead(question, catalog):
        prose.body(text("machine.by_race_none"))
        return
    _hundred(source, asked, name="by_race")


def _beside(source: Source) -> None:
    """Draw a bot beside a hurried, an unhurried and a mis-seeing human, all of them or none."""
    asked = asks.beside(state.question(), source.catalog)
    if asked is None:
        prose.body(text("machine.beside_none"))
        return
    if not _has_bots(source):
        prose.body(text("machine.no_bots"))
        return
    cached.findings(source, asked.questions)
    found = tuple(cached.finding(source, it) for it in asked.questions)
    if asks.is_without_bots(found[0]):
        prose.body(text("machine.no_bots_here"))
        return
    said = say_beside(found)
    title = plain(text("machine.beside"))
    chart = cached.chart(source, drawn_beside.beside, found, title=title, sentence=said)
    cautions = [text("machine.beside_caution")]
    if asked.by_mis_seen is None:
        cautions.append(text("machine.no_mis_seen"))
    if asked.by_hurry.adjust == UNADJUSTED:
        cautions.append(text("machine.crude"))
    strong = strongest_beside(found)
    _card(source, "beside", found, chart, cautions, sentence=said, strong=strong)


def _reasons(source: Source) -> None:
    """Draw whether those who met a bot chose it."""
    _of_bots(source, "reasons", [("reasons", asks.reasons, heat.shares)])


def _judged(source: Source) -> None:
    """Draw what being seen by someone who could have judged goes with."""
    _of_bots(
        source,
        "judged",
        [("judged", asks.judged, dots.gaps), ("judged", asks.regarded, dots.gaps)],
    )


def _kept(source: Source) -> None:
    """Draw who was told that it was a machine, how seen they felt, and what was kept."""
    _of_bots(
        source,
        "kept",
        [
            ("told", asks.told, dots.gaps),
            ("told", asks.felt_when_told, dots.gaps),
            ("kept", asks.kept, heat.shares),
        ],
    )


def _over_time(source: Source) -> None:
    """Draw the share met by a bot, quarter by quarter."""
    asked = asks.over_time(state.question(), source.catalog)
    if asked is None or not _has_bots(source):
        prose.body(text("machine.over_time_none"))
        return
    found = cached.finding(source, asked)
    title = plain(text("machine.over_time"))
    chart = cached.chart(source, pressure.lines, found, None, title=title, groups=asked.groups)
    _card(source, "over_time", [found], chart, [text("machine.over_time_caution")])


def _of_bots(source: Source, name: str, drawn: Sequence[Drawn]) -> None:
    """Draw a card for each Question about bots, or what the data would have to hold."""
    question, catalog = state.question(), source.catalog
    made = [(caution, ask(question, catalog), draw) for caution, ask, draw in drawn]
    held = [(caution, asked, draw) for caution, asked, draw in made if asked is not None]
    if not held or not _has_bots(source):
        prose.body(text("machine.no_bots" if held else f"machine.{name}_none"))
        return
    cached.findings(source, [asked for _, asked, _ in held])
    for caution, asked, draw in held:
        found = cached.finding(source, asked)
        chart = cached.chart(source, draw, found, title=plain(text(f"machine.{name}")))
        said, strong = say_reasons(found, catalog)
        cautions = [text(f"machine.{caution}_caution")]
        of = f"{asked.measure}_{asked.by2 or asked.by}"
        key = text("card.filled") if draw is dots.gaps else ""
        _card(source, of, [found], chart, cautions, sentence=said, strong=strong, key=key)


def _has_bots(source: Source) -> bool:
    """Return whether anybody in this data met a bot."""
    if not source.catalog.splits(source.catalog.dimension(asks.MODALITY), asks.TABLE):
        return False
    held = cached.choices(source, asks.MODALITY, asks.TABLE, Filters())
    return any(choice.level == asks.BOT for choice in held)


def _card(
    source: Source,
    name: str,
    found: Sequence[Finding],
    chart: Chart,
    cautions: Sequence[str],
    **more: Any,
) -> None:
    """Draw the card of a part with its caution."""
    shown = cards.Card(findings=found, chart=chart, name=name, cautions=cautions, **more)
    cards.card(source, shown)
