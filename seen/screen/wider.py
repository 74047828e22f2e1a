"""Where filters leave nothing that can be shown: the nearest wider view, one click away.

It promises to offer only a view in which something can be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.questions import COMPARES_NONE, LEVELS, Filters, Question
from seen.screen import cached, state
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.numbers import uncapital

_PRESSURE: Final = "time_pressure"
_BANDS: Final = "time_pressure_band"


def offer(source: Source, finding: Finding) -> None:
    """Draw the nearest wider view as a button, where this one shows nothing."""
    if _shows(finding):
        return
    for asked, words in candidates(finding.question, source.catalog):
        if source.can(asked) is not None:  # wider would be over several instruments
            continue
        shown = cached.asker(source).finding(asked)
        if _shows(shown):
            label = plain(text("card.wider", filters=words))
            if asked.view in COMPARES_NONE:  # the page makes such a view of the plain Question
                asked = asked.asking(view=LEVELS)
            st.button(label, key="wider", on_click=_widen, args=(finding.question, asked))
            return


def instead(source: Source, asked: Question, *, key: str) -> None:
    """Draw the nearest wider view as a button, where the data cannot be asked this one."""
    for wanted, words in candidates(asked, source.catalog):
        if wanted.by == asked.by and source.can(wanted) is None:
            label = plain(text("card.wider", filters=words))
            st.button(label, key=key, on_click=_filtered, args=(wanted.filters,))
            return


def _filtered(filters: Filters) -> None:
    """Ask the same under fewer filters."""
    state.change(state.question().asking(filters=filters))


def _widen(before: Question, asked: Question) -> None:
    """Ask wider; what a page compares by on its own account stays with that page."""
    is_own = asked.measure != state.question().measure  # of a page that asks its own Measure
    if asked.by == before.by and not is_own and before.view not in COMPARES_NONE:
        asked = state.question().asking(filters=asked.filters)
    state.change(asked)


def candidates(question: Question, catalog: Catalog) -> Iterator[tuple[Question, str]]:
    """Yield wider Questions, the nearest first: pressure in bands, one filter less, none."""
    table = catalog.measure(question.measure).table
    band = next((item for item in catalog.dimensions if item.name == _BANDS), None)
    if band is not None and catalog.splits(band, table):
        if question.by == _PRESSURE and question.by2 != _BANDS:
            yield question.asking(by=_BANDS, versus="others"), uncapital(band.phrase("label"))
        chosen = question.filters.levels(_PRESSURE)
        wide = [
            level for _, members in band.merges if set(members) & set(chosen) for level in members
        ]
        if set(wide) > set(chosen):
            levels = text("reading.time_pressure", levels=_joined(wide))
            yield question.asking(filters=question.filters.including(_PRESSURE, wide)), levels
    for name in sorted(question.filters.names, key=lambda name: name != "institution"):
        label = uncapital(catalog.dimension(name).phrase("label"))
        words = text("card.wider_without", dimension=label)
        yield question.asking(filters=question.filters.without(name)), words
    if len(question.filters.names) > 1:
        yield question.asking(filters=Filters()), text("card.wider_all")


def _shows(finding: Finding) -> bool:
    """Return whether there is a number to be shown."""
    return any(isinstance(found, Estimate) for found in finding.numbers)


def _joined(levels: list[str]) -> str:
    """Return levels as they are said: "1, 2 and 3"."""
    *most, last = levels
    return f"{', '.join(most)} {text('reading.and')} {last}" if most else last
