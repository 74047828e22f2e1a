"""What stands below the lead figure of Gaps: closed, one open at a time, asked only when opened.

It promises that a closed part asks nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from seen.domain import closer, derived
from seen.domain.questions import Question
from seen.figures import gaps as figures
from seen.screen import cached, cards, prose, state
from seen.sources import Source
from seen.text import text

_SECOND: Final = "crossed_by"


def parts(source: Source) -> None:
    """Draw the closed parts of Gaps."""
    asked, catalog = state.question(), source.catalog
    draw(
        {
            "adjusted": partial(cards.part, source, "gaps", "adjusted"),
            "crossed": partial(_crossed, source),
            "gradient": partial(cards.part, source, "gaps", "gradient"),
            "reasons": partial(cards.part, source, "gaps", "reasons"),
            "both_sides": partial(cards.part, source, "gaps", "both_sides"),
            "earlier": partial(cards.part, source, "gaps", "earlier"),
            "over_time": partial(cards.part, source, "gaps", "over_time"),
        },
        cannot=refused(
            source,
            {
                "adjusted": closer.adjusted(asked, catalog),
                "crossed": figures.refused_crossing(cached.asker(source), asked),
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
            "hurry": partial(cards.part, source, "time_pressure", "hurry"),
            "steps": partial(cards.part, source, "time_pressure", "steps"),
            "minutes": partial(cards.part, source, "time_pressure", "minutes"),
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
    asked, asker = state.question(), cached.asker(source)
    labels = {item.name: item.phrase("label") for item in figures.seconds(asker, asked)}
    second = figures.crossed_by(asker, asked)
    if second is not None:
        key = state.key_of(_SECOND, second, list(labels.values()))
        st.selectbox(
            text("closer.crossed_by"),
            list(labels),
            index=list(labels).index(second),
            key=key,
            format_func=labels.__getitem__,
            on_change=lambda: state.change(state.question().crossed_with(st.session_state[key])),
        )
    cards.part(source, "gaps", "crossed")
