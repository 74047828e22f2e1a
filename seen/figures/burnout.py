"""The figures of Burnout: what scores go with, their level, meaning, and the waves.

They promise one instrument at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seen.charts import shares, tables
from seen.charts.waves import waves as draw_waves
from seen.domain import burnout
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding
from seen.domain.questions import Question
from seen.figures.asker import Asker
from seen.figures.closed import dotted
from seen.figures.shown import LEAD, Absent, Shown, none
from seen.text import text
from seen.wording.burnout import say_all_blocks, scale_words
from seen.wording.numbers import capital, count


def lead(asker: Asker, question: Question) -> Shown | Absent:
    """Return what burnout goes with, or its level, or what the data would have to hold."""
    asked = burnout.level(question, asker.catalog)
    if asked is None:
        return asker.missing("burnout.missing")
    questions = burnout.blocks(question, asker.catalog)
    return blocks(asker, questions) if questions else of_level(asker, asked)


def blocks(asker: Asker, questions: Sequence[Question]) -> Shown | Absent:
    """Return the shares that go with each block, one Finding for each scale."""
    catalog = asker.catalog
    found = asker.answers(questions)
    if isinstance(found, Absent):
        return found
    instrument = burnout.instrument_of(questions[0], catalog)
    named = catalog.dimension(burnout.INSTRUMENT).level_label(instrument)
    return Shown(
        findings=found,
        draw=shares.shares,
        drawn=(found,),
        title=text("page.burnout.title"),
        sentence=say_all_blocks(found, catalog),
        key=_key(found[0]),
        asked=text("burnout.asked", instrument=named, evidence=_evidence(found[0])),
        cautions=[text("burnout.caution")],
    )


def level(asker: Asker, question: Question) -> Shown | Absent:
    """Return the level of burnout in each group."""
    return of_level(asker, burnout.level(question, asker.catalog), name="level")


def of_level(asker: Asker, asked: Question | None, *, name: str = LEAD) -> Shown | Absent:
    """Return the figure of a level."""
    made = dotted(
        asker,
        asked,
        otherwise=text("burnout.level_none"),
        title=text("burnout.level"),
        name=name,
        cautions=[text("burnout.level_caution")],
    )
    if isinstance(made, Absent):
        return made
    return replace(made, asked=_asked(made.first, asker.catalog))


def meaning(asker: Asker, question: Question) -> list[Shown] | Absent:
    """Return what workers reported of purpose, dignity and meaning, a figure for each."""
    asked = burnout.reflections(question, asker.catalog)
    if not asked:
        return none(asker.lacking("burnout.meaning_none"))
    made = [_reflection(asker, it) for it in asked]
    shown = [it for it in made if isinstance(it, Shown)]
    return shown or next(it for it in made if isinstance(it, Absent))


def reflected(measure: str, asker: Asker, question: Question) -> Shown | Absent:
    """Return what workers reported of one of the three."""
    asked = burnout.reflections(question, asker.catalog)
    return _reflection(asker, next((it for it in asked if it.measure == measure), None))


def waves(asker: Asker, question: Question) -> Shown | Absent:
    """Return the level in each wave, of all who answered, and the change of those who stayed."""
    asked = burnout.waves(question, asker.catalog)
    found = asker.answer(asked, otherwise=asker.lacking("burnout.waves_none"))
    if isinstance(found, Absent):
        return found
    return Shown(
        findings=[found],
        draw=draw_waves,
        drawn=(found,),
        title=text("burnout.waves"),
        name="waves",
        asked=_asked(found, asker.catalog),
        cautions=[text("burnout.waves_caution")],
        below=tables.parts_table(found, asker.catalog),
    )


def _reflection(asker: Asker, asked: Question | None) -> Shown | Absent:
    """Return the figure of what workers reported after encounters."""
    made = dotted(
        asker,
        asked,
        otherwise=asker.lacking("burnout.meaning_none"),
        title=text("burnout.meaning"),
        cautions=[text("burnout.meaning_caution")],
    )
    if isinstance(made, Absent):
        return made
    measure = made.first.measure
    return replace(made, title=capital(measure.phrase("label")), name=measure.name)


def _key(finding: Finding) -> str:
    """Return how to read the marks, and on how many complete answers they rest."""
    shown = [part.estimate for part in finding.parts if isinstance(part.estimate, Estimate)]
    said = [text("burnout.key")]
    if shown:
        said.append(text("burnout.complete", n=count(shown[0].n_answers)))
    return ". ".join(said)


def _asked(finding: Finding, catalog: Catalog) -> str:
    """Return whose score is shown; empty for what a Measure itself asks."""
    filters = finding.question.filters
    instrument = next(iter(filters.levels(burnout.INSTRUMENT)), "")
    if finding.measure.name != burnout.SCORE or not instrument:
        return ""
    return text(
        "burnout.asked_level",
        instrument=catalog.dimension(burnout.INSTRUMENT).level_label(instrument),
        scale=scale_words(finding, catalog),
        evidence=_evidence(finding),
    )


def _evidence(finding: Finding) -> str:
    """Return whether an instrument is validated."""
    return text(f"card.evidence_{finding.measure.evidence}")
