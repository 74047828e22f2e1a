"""The figures of Places: a Measure by what institutions do and have.

They promise one scale for all practices, and no rank.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from seen.charts import changes, places
from seen.charts.funnel import funnel as draw_funnel
from seen.domain import places as asks
from seen.domain.catalog import Catalog, institution_words
from seen.domain.findings import Estimate, Finding
from seen.domain.questions import Question
from seen.figures.asker import Asker
from seen.figures.shown import LEAD, Absent, Shown, none, refused
from seen.text import text
from seen.wording.numbers import uncapital
from seen.wording.places import listed, say_places, strongest

Practices = tuple[tuple[Question, ...], str]  # what is asked, and why inside institutions


def lead(asker: Asker, question: Question) -> Shown | Absent:
    """Return what is asked by each practice, or by what differs inside institutions."""
    return practices(asker, question, looked_at(asker, question))


def looked_at(asker: Asker, question: Question) -> Practices:
    """Return what the page asks, and why it looks inside institutions where it does.

    It does where there are too few to set side by side, in all or at each level of all practices.
    """
    catalog = asker.catalog
    by_place, within = asks.practices(question, catalog), asks.inside(question, catalog)
    first = asks.first(question, catalog)
    n = 0 if first is None else asker.scope(first).n_institutions
    if 0 < n < asks.FEWEST_PLACES:
        return within, "few"
    can_be_few = by_place and within and 0 < n < asks.ENOUGH_PLACES
    if can_be_few and not _is_shown(asker.findings(by_place)):
        return within, "few_each"
    return by_place, ""


def practices(asker: Asker, question: Question, looked: Practices) -> Shown | Absent:
    """Return the figure of what is looked at."""
    asked, few = looked
    if not asked:
        return asker.missing("places.missing_inside" if few else "places.missing")
    if absent := _all_refused(asker, asked):
        return absent
    cautions = [text("places.caution_inside" if few else "places.caution", **blanks(asker))]
    if not few and (lacked := asks.lacking(question, asker.catalog)):
        names = listed([uncapital(item.phrase("label")) for item in lacked])
        cautions.append(asker.lacking("places.absent", names=names))
    return _multiples(asker, asked, text("page.places.title"), cautions)


def blanks(asker: Asker) -> dict[str, str]:
    """Return what fills the blanks of sentences about institutions."""
    word, plural = institution_words(asker.catalog)
    return {"n": str(asks.FEWEST_PLACES), "plural": plural, "word": word}


def burnt_out(asker: Asker, question: Question) -> Shown | Absent:
    """Return the share of workers with burnout by the same practices."""
    return _by_each(asker, question, "burnt_out", asks.burnout)


def community(asker: Asker, question: Question) -> Shown | Absent:
    """Return what is asked by how lonely and how deprived the areas around institutions are."""
    return _by_each(asker, question, "community", asks.community)


def funnel(asker: Asker, question: Question) -> Shown | Absent:
    """Return institutions with the limits of a funnel and their shrunken figures."""
    otherwise = text("places.funnel_none", **blanks(asker))
    found = asker.answer(asks.funnel(question, asker.catalog), otherwise=otherwise)
    if isinstance(found, Absent):
        return found
    if not _has_funnel(found):
        return none(otherwise)
    title, caution = text("places.funnel"), text("places.funnel_caution", **blanks(asker))
    key = text("places.funnel_key")
    return _shown("funnel", [found], draw_funnel, (found,), title, [caution], key=key)


def where_met(asker: Asker, question: Question) -> Shown | Absent:
    """Return how much of a difference goes with where people are met, and how much remains."""
    otherwise = text("places.where_met_none", **blanks(asker))
    found = asker.answer(asks.where_met(question, asker.catalog), otherwise=otherwise)
    if isinstance(found, Absent):
        return found
    title, caution = text("places.where_met"), text("places.where_met_caution", **blanks(asker))
    return _shown("where_met", [found], changes.parts_of_gap, (found,), title, [caution])


def _by_each(
    asker: Asker,
    question: Question,
    name: str,
    ask: Callable[[Question, Catalog], tuple[Question, ...]],
) -> Shown | Absent:
    """Return one Measure by several Dimensions of places, or what the data would have to hold."""
    asked = ask(question, asker.catalog)
    if not asked:
        return none(asker.lacking(f"places.{name}_none"))
    if absent := _all_refused(asker, asked):
        return absent
    cautions = [text(f"places.{name}_caution")]
    return _multiples(asker, asked, text(f"places.{name}"), cautions, name=name)


def _multiples(
    asker: Asker, asked: Sequence[Question], title: str, cautions: Sequence[str], name: str = LEAD
) -> Shown:
    """Return the figure of one Measure by several practices."""
    found = asker.findings(asked)
    said = say_places(found, asker.catalog)
    bold = strongest(found, asker.catalog)
    more = {"sentence": said}
    return _shown(
        name,
        found,
        places.multiples,
        (tuple(found),),
        title,
        cautions,
        more=more,
        sentence=said,
        strong=bold,
    )


def _shown(
    name: str,
    found: Sequence[Finding],
    draw: Callable[..., Any],
    drawn: tuple[Any, ...],
    title: str,
    cautions: Sequence[str],
    **more: Any,
) -> Shown:
    """Return the figure of a part with its caution."""
    parts = {"key": text("card.filled"), **more}
    return Shown(
        findings=found, draw=draw, drawn=drawn, title=title, name=name, cautions=cautions, **parts
    )


def _all_refused(asker: Asker, asked: Sequence[Question]) -> Absent | None:
    """Return why none of several Questions can be asked; None where one can."""
    why = [said for it in asked if (said := asker.can(it))]
    return refused(asked[0], why[0]) if len(why) == len(asked) else None


def _is_shown(found: Sequence[Finding]) -> bool:
    """Return whether any level of any practice has a number."""
    return any(isinstance(item.estimate, Estimate) for it in found for item in it.groups)


def _has_funnel(finding: Finding) -> bool:
    """Return whether enough institutions are shown for limits."""
    limits = (item for item in finding.parts if item.name == "limits_95")
    return any(isinstance(item.estimate, Estimate) for item in limits)
