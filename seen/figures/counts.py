"""The figures of What counts: an hour, what recipients meet, scripts, credit, after hours.

They promise that what the data lacks is named with what would supply it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from seen.charts import Chart, dots, places
from seen.charts.hour import hour as draw_hour
from seen.domain import counts
from seen.domain.catalog import institution_words
from seen.domain.findings import Finding
from seen.domain.questions import UNADJUSTED, Question
from seen.figures.asker import Asker
from seen.figures.shown import Absent, Shown, none, refused
from seen.text import text
from seen.wording.counted import asked_words
from seen.wording.counts import say_hour, say_measured, strongest
from seen.wording.numbers import capital


def lead(asker: Asker, question: Question) -> Shown | Absent:
    """Return where an hour goes, or what the data would have to hold."""
    asked = counts.hour(question, asker.catalog)
    return asker.missing("counts.missing") if asked is None else hour(asker, question, asked)


def hour(asker: Asker, question: Question, asked: Question) -> Shown | Absent:
    """Return the figure of an hour, with what comes after hours and what nobody credits."""
    catalog = asker.catalog
    if why := asker.can(asked):
        return refused(asked, why)
    more = [counts.beyond(question, catalog), counts.uncredited(question, catalog)]
    able = [asker.possible(it) for it in more]
    asker.ahead((asked, *able))
    found = asker.finding(asked)
    beyond, uncredited = (None if it is None else asker.finding(it) for it in able)
    said = say_hour(found, uncredited, catalog)
    noted = uncredited and replace(uncredited, notes=())  # what was asked says it of credit alone
    return Shown(
        findings=[it for it in (found, beyond, noted) if it is not None],
        draw=draw_hour,
        drawn=(found, beyond, uncredited),
        title=text("page.what_counts.title"),
        more={"sentence": said},
        sentence=said,
        strong=strongest(found, uncredited),
        key=text("counts.key"),
        asked=_asked(uncredited),
        cautions=[text("counts.caution")],
    )


def screens(asker: Asker, question: Question) -> Shown | Absent:
    """Return how much of an encounter each group of recipients shares with a screen."""
    return _one(asker, "screens", counts.met(question, asker.catalog, "screens"))


def interruptions(asker: Asker, question: Question) -> Shown | Absent:
    """Return how often encounters of each group of recipients are interrupted."""
    return _one(asker, "interruptions", counts.met(question, asker.catalog, "interruptions"))


def scripts(asker: Asker, question: Question) -> Shown | Absent:
    """Return which recipients meet scripts."""
    return _one(asker, "scripts", counts.met(question, asker.catalog, "scripts"))


def scripted(asker: Asker, question: Question) -> Shown | Absent:
    """Return whether mis-seeing is more common where encounters follow a script."""
    asked = counts.scripted(question, asker.catalog)
    if asked is None:
        return none(asker.lacking("counts.scripted_none"))
    found = asker.answers((asked, asked.asking(adjust=UNADJUSTED)))
    if isinstance(found, Absent):
        return found
    adjusted, crude = found
    title, key = text("counts.scripted"), text("closer.adjusted_key")
    return _part(asker, "scripted", found, dots.adjusted, (crude, adjusted), title, key=key)


def measured(asker: Asker, question: Question) -> Shown | Absent:
    """Return what looks good where much is measured."""
    asked = counts.measured(question, asker.catalog)
    if not asked:
        return none(asker.lacking("counts.measured_none"))
    found = asker.answers(asked)
    if isinstance(found, Absent):
        return found
    said = say_measured(found, asker.catalog)
    both = " ".join(asked_words(it, asker.catalog) for it in found)
    title, more = text("counts.measured"), {"sentence": said}
    parts = {"more": more, "sentence": said, "asked": both}
    return _part(asker, "measured", found, places.multiples, (found,), title, **parts)


def intensity(asker: Asker, question: Question) -> Shown | Absent:
    """Return around which recipients much is measured."""
    return _one(asker, "intensity", counts.met(question, asker.catalog, "intensity"))


def uncredited(asker: Asker, question: Question) -> Shown | Absent:
    """Return which connective minutes nobody credits."""
    return _one(asker, "uncredited", counts.uncredited(question, asker.catalog))


def minutes(asker: Asker, question: Question) -> Shown | Absent:
    """Return how many minutes of an encounter go to connecting."""
    return _one(asker, "minutes", counts.minutes(question, asker.catalog))


def week(asker: Asker, question: Question) -> Shown | Absent:
    """Return work after hours in hours a week."""
    return _one(asker, "week", counts.after_hours(question, asker.catalog))


def burnt_out(asker: Asker, question: Question) -> Shown | Absent:
    """Return burnout by hours of records after hours."""
    return _one(asker, "burnt_out", counts.burnt_out(question, asker.catalog))


def _one(asker: Asker, name: str, asked: Question | None) -> Shown | Absent:
    """Return the figure of a Question, or what the data would have to hold for it."""
    found = asker.answer(asked, otherwise=asker.lacking(f"counts.{name}_none"))
    if isinstance(found, Absent):
        return found
    title = capital(found.measure.phrase("label"))
    return _part(asker, name, [found], dots.gaps, (found,), title, key=text("card.filled"))


def _part(
    asker: Asker,
    name: str,
    found: Sequence[Finding],
    draw: Callable[..., Chart],
    drawn: tuple[Any, ...],
    title: str,
    **parts: Any,
) -> Shown:
    """Return the figure of a part with its caution."""
    word, plural = institution_words(asker.catalog)
    cautions = [text(f"counts.{name}_caution", word=word, plural=plural)]
    return Shown(
        findings=found, draw=draw, drawn=drawn, title=title, name=name, cautions=cautions, **parts
    )


def _asked(uncredited: Finding | None) -> str:
    """Return where the hours come from, and what nobody credits."""
    said = text("counts.asked")
    if uncredited is None:
        return said
    measure = uncredited.measure
    evidence = text(f"card.evidence_{measure.evidence}")
    credit = text("counts.asked_credit", instrument=measure.instrument, evidence=evidence)
    return f"{said} {credit}"
