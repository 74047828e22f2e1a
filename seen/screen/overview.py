"""What the Overview draws: everybody, both sides, one row per Dimension, the fixed Questions.

It promises the same Questions in the same order, whatever comes of them.
"""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from seen.charts import equiplot
from seen.domain import derived
from seen.domain.findings import Finding
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.screen import browser, cached, cards, levels, prose, state
from seen.sources import Source, is_release
from seen.sources.overview import Answered, fixed_list, n_compared
from seen.text import text
from seen.wording import overview

_AROUND = 365  # px of the card beside its figure
_BESIDE = "mis_seen"  # said beside the lead measure
_WORKER, _MUTUAL = "seen_by_recipient", "mutual"


def sentences(source: Source) -> None:
    """Draw what everybody reported, then both sides of the same encounters, then what to do."""
    filters = state.question().filters
    lead = derived.lead_measure(source.catalog)
    names = dict.fromkeys([(lead.name, lead.shows[0]), (_BESIDE, Show.TOP)])
    shown = [*names, (_WORKER, Show.TOP), (_MUTUAL, Show.TOP)]
    catalog = source.catalog
    cached.asker(source).ahead(derived.overall(catalog, *of, filters) for of in shown)
    found = [_overall(source, name, show, filters) for name, show in names]
    parts = []
    if said := overview.opening([it for it in found if it is not None]):
        parts.append(prose.paragraph(said, "sentence"))
    worker = _overall(source, _WORKER, Show.TOP, filters)
    mutual = _overall(source, _MUTUAL, Show.TOP, filters)
    if worker is not None and mutual is not None:
        parts.append(prose.paragraph(overview.both_sides(worker, mutual)))
    prose.together([*parts, _hint(source)])


def _hint(source: Source) -> str:
    """Return what to do first, until something was done, where there is a profession to choose."""
    visit = state.visit()
    is_first = not visit.history and not visit.question.filters.chosen
    if is_first and levels.splits(source, "profession"):
        return prose.paragraph(text("overview.hint"), "facts")
    return ""


def lead(source: Source) -> None:
    """Draw one row per Dimension of those who answered."""
    n_rows = len(derived.overview_rows(source.catalog, derived.lead_measure(source.catalog)))
    tall = equiplot.height(n_rows, is_narrow=browser.is_narrow())
    cards.lead(source, "overview", figure=tall, around=_AROUND)


def absent(source: Source) -> None:
    """Draw where it is said what a file has to hold, if a row is not in this data."""
    if is_release(source):
        return
    measure = derived.lead_measure(source.catalog)
    asked = derived.by_people(source.catalog, measure, state.question().filters)
    if any(it is None for it in asked.values()):
        st.html(f'<p class="seen-body">{_to_lacking(source, "overview.absent")}</p>')


def fixed(source: Source) -> None:
    """Draw the fixed Questions, each a sentence that leads to its page."""
    catalog, filters = source.catalog, state.question().filters
    asked = (derived.fixed(entry, catalog, filters) for entry in catalog.overview)
    cached.asker(source).ahead(asked)
    answered = fixed_list(partial(_found, source), catalog, filters)
    lines = "".join(f"<li>{_line(source, item)}</li>" for item in answered)
    n = n_compared(answered)
    note = text("overview.fixed_note")
    if n > 1:
        note = f"{note} {text('overview.fixed_holm', n=n)}"
    listed = f'<ol class="seen-fixed">{lines}</ol>'
    prose.heading("overview.fixed_title", listed, prose.paragraph(note, "facts"))


def unseen(source: Source) -> None:
    """Draw what this data cannot see."""
    asker = cached.asker(source)
    said = overview.unseen(asker.scope(state.question()))
    title = "overview.unseen_title_released" if asker.is_released else "overview.unseen_title"
    prose.heading(title, *map(prose.paragraph, said))


def _found(source: Source, asked: Question) -> Finding | None:
    """Return the answer to a Question; None where the data that is open cannot give it."""
    asker = cached.asker(source)
    able = asker.possible(asked)
    return None if able is None else asker.finding(able)


def _line(source: Source, item: Answered) -> str:
    """Return one of the fixed Questions as a link to the page that shows all of it."""
    catalog = source.catalog
    is_released = is_release(source)
    said = overview.fixed_sentence(
        item.entry, item.finding, item.gap, catalog, is_released=is_released
    )
    said = prose.whole(escape(said))
    if item.finding is None and is_released:
        return f"<span>{said}</span>"
    if item.finding is None:
        return f"<span>{said}</span> {_to_lacking(source, 'overview.absent_one')}"
    link = escape(item.finding.question.url(catalog.default_question()).lstrip("/"))
    return f'<a href="{link}" target="_self">{said}</a>'


def _to_lacking(source: Source, key: str) -> str:
    """Return a link to where it is said what a file has to hold."""
    link = state.question().url(source.catalog.default_question(), page="methods").lstrip("/")
    return f'<a href="{escape(link)}#{prose.LACKING}" target="_self">{escape(text(key))}</a>'


def _overall(source: Source, name: str, show: Show, filters: Filters) -> Finding | None:
    """Return the Finding whose whole says what everybody reported."""
    asked: Question | None = derived.overall(source.catalog, name, show, filters)
    return None if asked is None else _found(source, asked)
