"""What the page of what counts draws: an hour, what recipients meet, scripts, credit, after hours.

It promises that a closed part asks nothing of the data, and that what the data lacks is named
with what would supply it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from seen.charts import Chart, dots, places
from seen.charts.hour import height
from seen.charts.hour import hour as draw_hour
from seen.domain import counts
from seen.domain.catalog import institution_words
from seen.domain.findings import Finding
from seen.domain.questions import UNADJUSTED, Question
from seen.screen import browser, cached, cards, closer, prose, state
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.counted import asked_words
from seen.wording.counts import say_hour, say_measured, strongest
from seen.wording.numbers import capital

_AROUND: Final = 426  # px of the card beside its figure
_PICKER: Final = 420  # px


def lead(source: Source) -> None:
    """Draw where an hour goes, or what the data would have to hold."""
    asked = counts.hour(state.question(), source.catalog)
    if asked is None:
        cards.missing(source, "counts.missing")
        if counts.holds_any(state.question(), source.catalog):
            prose.body(text("counts.missing_below"))
        return
    n_rows = len(asked.filters.levels(asked.by) or source.catalog.dimension(asked.by).levels)
    tall = height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        hour, beyond, uncredited = _answered(source, asked)
        said = say_hour(hour, uncredited, source.catalog)
        chart = cached.chart(
            source,
            draw_hour,
            hour,
            beyond,
            uncredited,
            title=text("page.what_counts.title"),
            sentence=said,
        )
    noted = uncredited and replace(uncredited, notes=())  # what was asked says it of credit alone
    held = [it for it in (hour, beyond, noted) if it is not None]
    cards.card(
        source,
        cards.Card(
            findings=held,
            chart=chart,
            sentence=said,
            strong=strongest(hour, uncredited),
            key=text("counts.key"),
            asked=_asked(uncredited),
            cautions=[text("counts.caution")],
        ),
    )


def parts(source: Source) -> None:
    """Draw the closed parts of the page."""
    closed: dict[str, Callable[[], None]] = {
        "screens": partial(_met, source, ("screens", "interruptions")),
        "scripts": partial(_scripts, source),
        "measured": partial(_measured, source),
        "credit": partial(_credit, source),
        "after_hours": partial(_after_hours, source),
    }
    closer.draw(closed, of="counts")


def _asked(uncredited: Finding | None) -> str:
    """Return where the hours come from, and what nobody credits."""
    said = text("counts.asked")
    if uncredited is None:
        return said
    measure = uncredited.measure
    evidence = text(f"card.evidence_{measure.evidence}")
    credit = text("counts.asked_credit", instrument=measure.instrument, evidence=evidence)
    return f"{said} {credit}"


def _answered(source: Source, asked: Question) -> tuple[Finding, Finding | None, Finding | None]:
    """Return the hour, what comes after hours and what nobody credits, asked side by side."""
    question, catalog = state.question(), source.catalog
    beyond, uncredited = counts.beyond(question, catalog), counts.uncredited(question, catalog)
    cached.findings(source, (asked, beyond, uncredited))
    return (
        cached.finding(source, asked),
        None if beyond is None else cached.finding(source, beyond),
        None if uncredited is None else cached.finding(source, uncredited),
    )


# -- closed parts --------------------------------------------------------------------------------


def _met(source: Source, names: Sequence[str]) -> None:
    """Draw what each group of recipients meets, by the Dimension that is chosen here."""
    _by(source)
    for name in names:
        _one(source, name, counts.met(state.question(), source.catalog, name))


def _scripts(source: Source) -> None:
    """Draw who meets scripts, and whether mis-seeing is more common under them."""
    _met(source, ("scripts",))
    asked = counts.scripted(state.question(), source.catalog)
    if asked is None:
        prose.body(text("counts.scripted_none"))
        return
    crude = asked.asking(adjust=UNADJUSTED)
    cached.findings(source, (asked, crude))
    found, before = cached.finding(source, asked), cached.finding(source, crude)
    title = plain(text("counts.scripted"))
    chart = cached.chart(source, dots.adjusted, before, found, title=title)
    key = text("closer.adjusted_key")
    _card(source, "scripted", [found, before], chart, key=key)


def _measured(source: Source) -> None:
    """Draw how much is measured around whom, and what looks good where much is measured."""
    asked = counts.measured(state.question(), source.catalog)
    if not asked:
        prose.body(text("counts.measured_none"))
    else:
        cached.findings(source, asked)
        found = [cached.finding(source, it) for it in asked]
        said = say_measured(found, source.catalog)
        title = plain(text("counts.measured"))
        chart = cached.chart(source, places.multiples, tuple(found), title=title, sentence=said)
        both = " ".join(asked_words(it, source.catalog) for it in found)
        _card(source, "measured", found, chart, sentence=said, asked=both)
    _met(source, ("intensity",))


def _credit(source: Source) -> None:
    """Draw which connective minutes nobody credits, and how many there are."""
    question, catalog = state.question(), source.catalog
    _one(source, "uncredited", counts.uncredited(question, catalog))
    _one(source, "minutes", counts.minutes(question, catalog))


def _after_hours(source: Source) -> None:
    """Draw work after hours in hours a week, and burnout beside it."""
    question, catalog = state.question(), source.catalog
    _one(source, "week", counts.after_hours(question, catalog))
    _one(source, "burnt_out", counts.burnt_out(question, catalog))


def _one(source: Source, name: str, asked: Question | None) -> None:
    """Draw the card of a Question, or what the data would have to hold for it."""
    if asked is None:
        prose.body(text(f"counts.{name}_none"))
        return
    found = cached.finding(source, asked)
    title = capital(found.measure.phrase("label"))
    chart = cached.chart(source, dots.gaps, found, title=title)
    _card(source, name, [found], chart, key=text("card.filled"))


def _card(
    source: Source,
    name: str,
    found: Sequence[Finding],
    chart: Chart,
    *,
    key: str = "",
    sentence: str = "",
    asked: str = "",
) -> None:
    """Draw the card of a part with its caution."""
    word, plural = institution_words(source.catalog)
    shown = cards.Card(
        findings=found,
        chart=chart,
        name=name,
        key=key,
        sentence=sentence,
        asked=asked,
        cautions=[text(f"counts.{name}_caution", word=word, plural=plural)],
    )
    cards.card(source, shown)


def _by(source: Source) -> None:
    """Draw the choice of the recipients that are compared; nothing where there is none."""
    catalog, asked = source.catalog, state.question()
    labels = {item.name: item.phrase("label") for item in counts.recipients(catalog)}
    chosen = counts.by_recipients(asked, catalog)
    if chosen is None or len(labels) < 2:
        return
    options = list(labels)
    key = state.key_of("counts_by", chosen, list(labels.values()))
    with st.container(key="controls_counts", width=_PICKER):
        st.selectbox(
            text("gaps.by"),
            options,
            index=options.index(chosen),
            key=key,
            format_func=labels.__getitem__,
            on_change=_take,
            args=(key, source),
        )


def _take(key: str, source: Source) -> None:
    """Take over by which recipients are compared; the comparison is everyone else."""
    asked = counts.on_recipients(state.question(), source.catalog, st.session_state[key])
    state.ask_here(source.catalog, asked)
