"""The page of burnout: its one instrument, what scores go with, and the choices of its level.

It promises one instrument at a time, and that a closed part asks nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from seen.charts import dots, shares
from seen.domain import burnout
from seen.domain.catalog import Catalog
from seen.domain.questions import Question
from seen.figures import burnout as figures
from seen.figures.shown import LEAD
from seen.screen import browser, cached, cards, closer, prose, state
from seen.sources import Source
from seen.text import text
from seen.wording.counted import choice_words

_AROUND: Final = 465  # px of the card beside its figure
_AROUND_LEVEL: Final = 370
_PICKER: Final = 420  # px, as wide as the longest name of an instrument takes


def lead(source: Source) -> None:
    """Draw what burnout goes with, or its level, or what the data would have to hold."""
    catalog, asked = source.catalog, state.question()
    if burnout.level(asked, catalog) is None:
        cards.part(source, "burnout")
        return
    questions = burnout.blocks(asked, catalog)
    if not questions:
        _level(source, name=LEAD)
        prose.body(cached.asker(source).lacking("burnout.no_blocks"))
        return
    with st.container(key="controls_burnout", width=_PICKER):
        _instrument(catalog, asked)
    n_blocks = len(catalog.held_blocks(catalog.measure(questions[0].measure)))
    tall = shares.height(len(questions), n_blocks, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        made = figures.blocks(cached.asker(source), questions)
        chart = cards.charted(source, made)
    cards.draw(source, made, chart)


def parts(source: Source) -> None:
    """Draw the closed parts, where the data holds a survey of burnout."""
    catalog, asked = source.catalog, state.question()
    if burnout.level(asked, catalog) is None:
        return
    closed: dict[str, Callable[[], None]] = {}
    if burnout.blocks(asked, catalog):
        closed["level"] = partial(_level, source, name="level")
    closed |= {
        "meaning": partial(_meaning, source),
        "waves": partial(cards.part, source, "burnout", "waves"),
    }
    of = {
        "level": burnout.level(asked, catalog),
        "meaning": next(iter(burnout.reflections(asked, catalog)), None),
        "waves": burnout.waves(asked, catalog),
    }
    closer.draw(closed, of="burnout", cannot=closer.refused(source, of))


def _level(source: Source, *, name: str) -> None:
    """Draw the level of burnout in each group, with what is compared chosen here."""
    catalog = source.catalog
    asked = burnout.level(state.question(), catalog)
    if asked is None:
        cards.part(source, "burnout", name)
        return
    with st.container(key=cards.keyed("controls", name), horizontal=True, gap="small"):
        if name == LEAD:
            _instrument(catalog, asked)
        _measure(catalog, asked)
        _scale(catalog, asked)
        _by(catalog, asked)
    n_rows = len(catalog.dimension(asked.by).levels)
    tall = dots.height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND_LEVEL):
        made = figures.of_level(cached.asker(source), asked, name=name)
        chart = cards.charted(source, made)
    cards.draw(source, made, chart, name=name)


def _meaning(source: Source) -> None:
    """Draw what workers reported of purpose, dignity and meaning, one card for each."""
    cards.several(source, figures.meaning(cached.asker(source), state.question()), name="meaning")


# -- controls ------------------------------------------------------------------------------------


def _instrument(catalog: Catalog, asked: Question) -> None:
    """Draw the choice of the one instrument that is looked at."""
    options = burnout.instruments(catalog)
    chosen = burnout.instrument_of(asked, catalog)
    words = partial(_named, catalog, burnout.INSTRUMENT)
    _choose("instrument", options, chosen, words, burnout.on_instrument, catalog)


def _measure(catalog: Catalog, asked: Question) -> None:
    """Draw the choice of what was reported in the survey."""
    labels = {item.name: choice_words(item) for item in burnout.measures(catalog)}
    chosen = asked.measure
    _choose("measure", [*labels], chosen, labels.__getitem__, burnout.on_measure, catalog)


def _scale(catalog: Catalog, asked: Question) -> None:
    """Draw the choice of the scale of this instrument, where the Measure has several."""
    chosen = next(iter(asked.filters.levels(burnout.SCALE)), "")
    options = burnout.scales_of(asked, catalog)
    words = partial(_named, catalog, burnout.SCALE)
    _choose("scale", options, chosen, words, burnout.on_scale, catalog)


def _by(catalog: Catalog, asked: Question) -> None:
    """Draw the choice of who is compared."""
    labels = {item.name: item.phrase("label") for item in burnout.dimensions(catalog)}
    _choose("by", [*labels], asked.by, labels.__getitem__, burnout.on_dimension, catalog)


def _choose(
    name: str,
    options: Sequence[str],
    chosen: str,
    words: Callable[[str], str],
    asking: Callable[[Question, Catalog, str], Question | None],
    catalog: Catalog,
) -> None:
    """Draw one choice; nothing where there is none."""
    if len(options) < 2 or chosen not in options:
        return
    key = state.key_of(f"burnout_{name}", chosen, [words(option) for option in options])
    st.selectbox(
        text(f"burnout.{name}"),
        options,
        index=list(options).index(chosen),
        key=key,
        format_func=words,
        on_change=_take,
        args=(key, asking, catalog),
    )


def _take(
    key: str, asking: Callable[[Question, Catalog, str], Question | None], catalog: Catalog
) -> None:
    """Take over what was chosen."""
    asked = asking(state.question(), catalog, st.session_state[key])
    if asked is not None:
        state.ask_here(catalog, asked)


def _named(catalog: Catalog, dimension: str, level: str) -> str:
    """Return a level as a choice."""
    return catalog.dimension(dimension).level_label(level)
