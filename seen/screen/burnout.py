"""What the page of burnout draws: what scores go with, their level, meaning, and the waves.

It promises one instrument at a time, and that a closed part asks nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from seen.charts import dots, shares
from seen.charts import tables as numbers
from seen.charts.waves import waves as drawn_waves
from seen.domain import burnout
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.questions import Question
from seen.screen import browser, cached, cards, closer, prose, state, tables
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.burnout import say_all_blocks, scale_words
from seen.wording.counted import choice_words
from seen.wording.numbers import capital, count

_AROUND: Final = 465  # px of the card beside its figure
_AROUND_LEVEL: Final = 370
_PICKER: Final = 420  # px, as wide as the longest name of an instrument takes


def lead(source: Source) -> None:
    """Draw what burnout goes with, or its level, or what the data would have to hold."""
    catalog, asked = source.catalog, state.question()
    if burnout.level(asked, catalog) is None:
        cards.missing(source, "burnout.missing")
        return
    questions = burnout.blocks(asked, catalog)
    if not questions:
        _level(source, name=cards.LEAD)
        prose.body(text("burnout.no_blocks"))
    else:
        with st.container(key="controls_burnout", width=_PICKER):
            _instrument(catalog, asked)
        _blocks(source, questions)


def parts(source: Source) -> None:
    """Draw the closed parts, where the data holds a survey of burnout."""
    catalog, asked = source.catalog, state.question()
    if burnout.level(asked, catalog) is None:
        return
    closed: dict[str, Callable[[], None]] = {}
    if burnout.blocks(asked, catalog):
        closed["level"] = partial(_level, source, name="level")
    closed |= {"meaning": partial(_meaning, source), "waves": partial(_waves, source)}
    of = {
        "level": burnout.level(asked, catalog),
        "meaning": next(iter(burnout.reflections(asked, catalog)), None),
        "waves": burnout.waves(asked, catalog),
    }
    closer.draw(closed, of="burnout", cannot=closer.refused(source, of))


def _blocks(source: Source, questions: Sequence[Question]) -> None:
    """Draw the card of the shares that go with each block, one Finding for each scale."""
    catalog = source.catalog
    n_blocks = len(catalog.held_blocks(catalog.measure(questions[0].measure)))
    tall = shares.height(len(questions), n_blocks, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        findings = tuple(cached.finding(source, question) for question in questions)
        title = text("page.burnout.title")
        chart = cached.chart(source, shares.shares, findings, title=title)
    instrument = burnout.instrument_of(questions[0], catalog)
    named = _named(catalog, burnout.INSTRUMENT, instrument)
    cards.card(
        source,
        cards.Card(
            findings=findings,
            chart=chart,
            sentence=say_all_blocks(findings, catalog),
            key=_key(findings[0]),
            asked=text("burnout.asked", instrument=named, evidence=_evidence(findings[0])),
            cautions=[text("burnout.caution")],
        ),
    )


def _key(finding: Finding) -> str:
    """Return how to read the marks, and on how many complete answers they rest."""
    shown = [part.estimate for part in finding.parts if isinstance(part.estimate, Estimate)]
    said = [text("burnout.key")]
    if shown:
        said.append(text("burnout.complete", n=count(shown[0].n_answers)))
    return ". ".join(said)


def _level(source: Source, *, name: str) -> None:
    """Draw the level of burnout in each group, with what is compared chosen here."""
    catalog = source.catalog
    asked = burnout.level(state.question(), catalog)
    if asked is None:
        prose.body(text("burnout.level_none"))
        return
    with st.container(key=cards.keyed("controls", name), horizontal=True, gap="small"):
        if name == cards.LEAD:
            _instrument(catalog, asked)
        _measure(catalog, asked)
        _scale(catalog, asked)
        _by(catalog, asked)
    if why := source.can(asked):
        cards.refused(source, asked, why, name=name)
        return
    n_rows = len(catalog.dimension(asked.by).levels)
    tall = dots.height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND_LEVEL):
        found = cached.finding(source, asked)
        title = plain(text("burnout.level"))
        chart = cached.chart(source, dots.gaps, found, title=title)
    shown = cards.Card(
        findings=[found],
        chart=chart,
        name=name,
        key=text("card.filled"),
        asked=_asked(found, catalog),
        cautions=[text("burnout.level_caution")],
    )
    cards.card(source, shown)


def _meaning(source: Source) -> None:
    """Draw what workers reported of purpose, dignity and meaning, one card for each."""
    questions = burnout.reflections(state.question(), source.catalog)
    if not questions:
        prose.body(text("burnout.meaning_none"))
    for question in questions:
        if source.can(question) is not None:
            continue
        found = cached.finding(source, question)
        title = capital(found.measure.phrase("label"))
        chart = cached.chart(source, dots.gaps, found, title=title)
        shown = cards.Card(
            findings=[found],
            chart=chart,
            name=question.measure,
            key=text("card.filled"),
            cautions=[text("burnout.meaning_caution")],
        )
        cards.card(source, shown)


def _waves(source: Source) -> None:
    """Draw the level in each wave, of all who answered, and the change of those who stayed."""
    asked = burnout.waves(state.question(), source.catalog)
    if asked is None:
        prose.body(text("burnout.waves_none"))
        return
    found = cached.finding(source, asked)
    chart = cached.chart(source, drawn_waves, found, title=plain(text("burnout.waves")))
    shown = cards.Card(
        findings=[found],
        chart=chart,
        name="waves",
        asked=_asked(found, source.catalog),
        cautions=[text("burnout.waves_caution")],
    )
    cards.card(source, shown)
    if (held := numbers.parts_table(found, source.catalog)) is not None:
        tables.show(held)


def _asked(finding: Finding, catalog: Catalog) -> str:
    """Return whose score is shown; empty for what a Measure itself asks."""
    filters = finding.question.filters
    instrument = next(iter(filters.levels(burnout.INSTRUMENT)), "")
    if finding.measure.name != burnout.SCORE or not instrument:
        return ""
    return text(
        "burnout.asked_level",
        instrument=_named(catalog, burnout.INSTRUMENT, instrument),
        scale=scale_words(finding, catalog),
        evidence=_evidence(finding),
    )


def _evidence(finding: Finding) -> str:
    """Return whether an instrument is validated."""
    return text(f"card.evidence_{finding.measure.evidence}")


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
