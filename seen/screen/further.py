"""What the statistics add under "Look closer": adjusted, gradients, time, hurry and minutes.

It promises that each part is one Question with one sentence, one figure and its table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from seen.charts import Chart, changes, dots, pressure, staffing
from seen.domain import closer as asks
from seen.domain import derived
from seen.domain.findings import Finding
from seen.domain.questions import Question
from seen.screen import cached, cards, prose, state, tables
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.views import lead_group


def adjusted(source: Source) -> None:
    """Draw crude and adjusted figures of every group, one above the other."""
    asked = asks.adjusted(state.question(), source.catalog)
    if asked is None:
        prose.body(text("closer.adjusted_none"))
        return
    found = cached.finding(source, asked)
    crude = cached.finding(source, asked.asking(adjust="none"))
    title = plain(text("closer.adjusted"))
    chart = cached.chart(source, dots.adjusted, crude, found, title=title)
    _card(source, "adjusted", found, chart, crude, key=text("closer.adjusted_key"))


def gradient(source: Source) -> None:
    """Draw how the measure runs from the least to the most advantaged."""
    _one(source, "gradient", asks.gradient(state.question(), source.catalog), dots.gaps)


def over_time(source: Source) -> None:
    """Draw the lead group and what it is compared with, quarter by quarter."""
    catalog = source.catalog
    asked = asks.over_time(state.question(), catalog)
    if asked is None:
        prose.body(text("closer.over_time_none"))
        return
    found = cached.finding(source, asked)
    gap = lead_group(cached.finding(source, asked.without_second()), catalog)
    group = gap.group if gap else next((item.group for item in found.groups), "")
    groups = asked.groups or (group,)
    chart = cached.chart(
        source,
        pressure.lines,
        found,
        None,
        title=plain(text("closer.over_time")),
        groups=groups,
    )
    _card(source, "over_time", _of(found, groups), chart)


def hurry(source: Source) -> None:
    """Draw how much of a difference goes with meeting more hurry, and how much remains."""
    asked = _under_pressure(source, asks.hurry)
    _one(source, "hurry", asked, changes.parts_of_gap)


def steps(source: Source) -> None:
    """Draw how fast the measure falls with each step of pressure in every group."""
    _one(source, "steps", _under_pressure(source, asks.steps), changes.slopes)


def minutes(source: Source) -> None:
    """Draw the minutes encounters fell short of what they needed, in all as hours and staff."""
    asked = _under_pressure(source, asks.minutes)
    if asked is None:
        prose.body(text("closer.minutes_none"))
        return
    found, scope = cached.finding(source, asked), cached.scope(source, asked)
    chart = cached.chart(source, dots.gaps, found, title=plain(text("closer.minutes")))
    _card(source, "minutes", found, chart)
    if (total := staffing.total(found, scope)) is not None:
        prose.body(total)
        tables.show(staffing.table(found, scope, source.catalog))


def _under_pressure(source: Source, ask: Callable[..., Question | None]) -> Question | None:
    """Return a Question made of what the page of time pressure asks."""
    asked = derived.under_pressure(state.question(), source.catalog)
    return None if asked is None else ask(asked, source.catalog)


def _one(source: Source, name: str, asked: Question | None, draw: Callable[..., Chart]) -> None:
    """Draw the card of a Question, or that this data holds no answer and what would."""
    if asked is None:
        prose.body(text(f"closer.{name}_none"))
        return
    found = cached.finding(source, asked)
    chart = cached.chart(source, draw, found, title=plain(text(f"closer.{name}")))
    _card(source, name, found, chart)


def _card(
    source: Source, name: str, found: Finding, chart: Chart, *more: Finding, **parts: Any
) -> None:
    """Draw the card of a part with its caution."""
    shown = cards.Card(
        findings=[found, *more],
        chart=chart,
        name=name,
        cautions=[text(f"closer.{name}_caution")],
        **parts,
    )
    cards.card(source, shown)


def _of(found: Finding, groups: tuple[str, ...]) -> Finding:
    """Return a Finding with some groups alone, for the table and the counts."""
    return replace(found, groups=tuple(item for item in found.groups if item.group in groups))
