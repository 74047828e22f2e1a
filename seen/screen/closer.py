"""What stands below the lead figure of Gaps: closed, one open at a time, asked only when opened.

It promises that a closed part asks nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

import streamlit as st

from seen.charts import dots, heat
from seen.domain import closer, derived
from seen.domain.dimensions import Dimension
from seen.domain.questions import DISTRIBUTION, Question
from seen.screen import cached, cards, further, prose, state
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text

_SECOND: Final = "crossed_by"
_FEW, _MANY = 12, 24  # levels: columns and rows of a table that can still be read


def parts(source: Source) -> None:
    """Draw the closed parts of Gaps."""
    asked, catalog = state.question(), source.catalog
    draw(
        {
            "adjusted": partial(further.adjusted, source),
            "crossed": partial(_crossed, source),
            "gradient": partial(further.gradient, source),
            "reasons": partial(_reasons, source),
            "both_sides": partial(_both_sides, source),
            "earlier": partial(_earlier, source),
            "over_time": partial(further.over_time, source),
        },
        cannot=refused(
            source,
            {
                "adjusted": closer.adjusted(asked, catalog),
                "crossed": _first_crossed(source),
                "gradient": closer.gradient(asked, catalog),
                "reasons": closer.reasons(asked, catalog),
                "both_sides": closer.both_sides(asked, catalog),
                "earlier": closer.earlier(asked, catalog),
                "over_time": closer.over_time(asked, catalog),
            },
        ),
    )


def of_pressure(source: Source) -> None:
    """Draw the closed parts of Time pressure, where the data says how short of time it was."""
    asked, catalog = derived.under_pressure(state.question(), source.catalog), source.catalog
    if asked is None:
        return
    draw(
        {
            "hurry": partial(further.hurry, source),
            "steps": partial(further.steps, source),
            "minutes": partial(further.minutes, source),
        },
        cannot=refused(
            source,
            {
                "hurry": closer.hurry(asked, catalog),
                "steps": closer.steps(asked, catalog),
                "minutes": closer.minutes(asked, catalog),
            },
        ),
    )


def refused(source: Source, asked: Mapping[str, Question | None]) -> dict[str, str]:
    """Return of the parts that the data cannot answer why not; one without a Question says so."""
    why = {name: source.can(one) for name, one in asked.items() if one is not None}
    return {name: said for name, said in why.items() if said is not None}


def draw(
    closed: Mapping[str, Callable[[], None]],
    *,
    of: str = "closer",
    cannot: Mapping[str, str] | None = None,
) -> None:
    """Draw parts under a heading, named by the texts of a page; opening one closes the others.

    Parameters
    ----------
    cannot
        Of the parts that the data that is open cannot answer, why not: said in their place.
    """
    prose.heading("closer.title")
    opened = state.visit().closer
    for name, drawn in closed.items():
        if cannot and name in cannot:
            prose.instead(text(f"{of}.{name}"), cannot[name])
            continue
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


def _crossed(source: Source) -> None:
    """Draw two Dimensions crossed; the second is chosen here."""
    asked = state.question()
    labels = _seconds(source)
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


def _seconds(source: Source) -> dict[str, str]:
    """Return the Dimensions that what is asked can be crossed with, with their labels."""
    return {item.name: item.phrase("label") for item in _crossing(source)}


def _crossing(source: Source) -> Iterator[Dimension]:
    """Yield the Dimensions that what is asked can be crossed with."""
    asked, catalog = state.question(), source.catalog
    for item in catalog.offered_dimensions(catalog.measure(asked.measure).table):
        if len(item.levels) <= _FEW and item.name != asked.by:
            able = closer.crossed(asked, catalog, item.name)
            if able is not None and source.can(able) is None:
                yield item


def _first_crossed(source: Source) -> Question | None:
    """Return what would be asked crossed, where nothing of the kind can be answered."""
    asked, catalog = state.question(), source.catalog
    if any(True for _ in _crossing(source)):
        return None
    offered = catalog.offered_dimensions(catalog.measure(asked.measure).table)
    made = (closer.crossed(asked, catalog, item.name) for item in offered)
    return next((one for one in made if one is not None), None)


def _reasons(source: Source) -> None:
    """Draw what those who were mis-seen say it was about."""
    _card(source, "reasons", closer.reasons(state.question(), source.catalog))


def _both_sides(source: Source) -> None:
    """Draw which side of the same encounters felt seen."""
    _card(source, "both_sides", closer.both_sides(state.question(), source.catalog))


def _earlier(source: Source) -> None:
    """Draw what goes with having been mis-seen before."""
    _card(source, "earlier", closer.earlier(state.question(), source.catalog))


def _card(source: Source, name: str, asked: Question | None) -> None:
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
