"""What stands below the lead figure of Gaps: closed, one open at a time, asked only when opened.

It promises that a closed part asks nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from seen.charts import dots, heat
from seen.domain import closer, derived
from seen.domain.questions import DISTRIBUTION, Question
from seen.screen import cached, cards, further, prose, state
from seen.screen.plain import plain
from seen.sources.dataset import DatasetSource
from seen.text import text

_SECOND: Final = "crossed_by"
_FEW, _MANY = 12, 24  # levels: columns and rows of a table that can still be read


def parts(source: DatasetSource) -> None:
    """Draw the closed parts of Gaps."""
    draw(
        {
            "adjusted": partial(further.adjusted, source),
            "crossed": partial(_crossed, source),
            "gradient": partial(further.gradient, source),
            "reasons": partial(_reasons, source),
            "both_sides": partial(_both_sides, source),
            "earlier": partial(_earlier, source),
            "over_time": partial(further.over_time, source),
        }
    )


def of_pressure(source: DatasetSource) -> None:
    """Draw the closed parts of Time pressure, where the data says how short of time it was."""
    if derived.under_pressure(state.question(), source.catalog) is None:
        return
    draw(
        {
            "hurry": partial(further.hurry, source),
            "steps": partial(further.steps, source),
            "minutes": partial(further.minutes, source),
        }
    )


def draw(closed: Mapping[str, Callable[[], None]], *, of: str = "closer") -> None:
    """Draw parts under a heading, named by the texts of a page; opening one closes the others."""
    prose.heading("closer.title")
    opened = state.visit().closer
    for name, drawn in closed.items():
        key = state.key_of(f"closer_{name}", opened == name, [])
        part = st.expander(
            text(f"{of}.{name}"),
            expanded=opened == name,
            key=key,
            on_change=_take,
            args=(key, name),
        )
        if opened == name:
            with part:
                drawn()


def _take(key: str, name: str) -> None:
    """Open a part and close the others, or close it."""
    state.open_closer(name if st.session_state[key] else None)


def _crossed(source: DatasetSource) -> None:
    """Draw two Dimensions crossed; the second is chosen here."""
    asked = state.question()
    table = source.catalog.measure(asked.measure).table
    few = [item for item in source.catalog.offered_dimensions(table) if len(item.levels) <= _FEW]
    labels = {item.name: item.phrase("label") for item in few if item.name != asked.by}
    if not labels or len(source.catalog.dimension(asked.by).levels) > _MANY:
        prose.body(text("closer.crossed_none"))
        return
    usual = derived.PRESSURE if derived.PRESSURE in labels else next(iter(labels))
    second = asked.by2 if asked.by2 in labels else usual
    key = state.key_of(_SECOND, second, list(labels.values()))
    st.selectbox(
        text("closer.crossed_by"),
        list(labels),
        index=list(labels).index(second),
        key=key,
        format_func=labels.__getitem__,
        on_change=lambda: state.change(state.question().crossed_with(st.session_state[key])),
    )
    _card(source, "crossed", closer.crossed(asked, source.catalog, second))


def _reasons(source: DatasetSource) -> None:
    """Draw what those who were mis-seen say it was about."""
    _card(source, "reasons", closer.reasons(state.question(), source.catalog))


def _both_sides(source: DatasetSource) -> None:
    """Draw which side of the same encounters felt seen."""
    _card(source, "both_sides", closer.both_sides(state.question(), source.catalog))


def _earlier(source: DatasetSource) -> None:
    """Draw what goes with having been mis-seen before."""
    _card(source, "earlier", closer.earlier(state.question(), source.catalog))


def _card(source: DatasetSource, name: str, asked: Question | None) -> None:
    """Draw the card of a Question, or that this data holds no answer and what would."""
    if asked is None:
        prose.body(text(f"closer.{name}_none"))
        return
    finding = cached.finding(source, asked)
    draw = dots.gaps
    if asked.by2 is not None:
        draw = heat.shares if asked.view == DISTRIBUTION else heat.gaps
    chart = cached.chart(source, draw, finding, title=plain(text(f"closer.{name}")))
    cautions = [text(f"closer.{name}_caution")]
    cards.card(source, cards.Card(findings=[finding], chart=chart, name=name, cautions=cautions))
