"""What the page of places draws: a measure by what institutions do and have.

It promises one scale for all practices, and that a closed part asks nothing of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from seen.charts import Chart, changes, places
from seen.charts.funnel import funnel as draw_funnel
from seen.domain import places as asks
from seen.domain.catalog import Catalog, institution_words
from seen.domain.findings import Estimate, Finding
from seen.domain.questions import Question
from seen.screen import browser, cached, cards, closer, controls, prose, state
from seen.screen.plain import plain
from seen.sources import Source
from seen.text import text
from seen.wording.numbers import uncapital
from seen.wording.places import listed, say_places, strongest

_AROUND: Final = 397  # px of the card beside its figure


def lead(source: Source) -> None:
    """Draw the controls and the card of the page, or what the data would have to hold."""
    word, plural = institution_words(source.catalog)
    blanks = {"n": str(asks.FEWEST_PLACES), "plural": plural, "word": word}
    asked, few = _asked(source)
    prose.body(text(f"places.{few or 'under'}", **blanks))
    controls.of_places(source)
    if not asked:
        cards.missing(source, "places.missing_inside" if few else "places.missing")
        return
    refused = [why for it in asked if (why := source.can(it))]
    if len(refused) == len(asked):
        cards.refused(source, asked[0], refused[0])
        return
    figure = places.height(len(asked), is_narrow=browser.is_narrow())
    with cards.skeleton(figure, around=_AROUND):
        found = _answered(source, asked)
    cautions = [text("places.caution_inside" if few else "places.caution", **blanks)]
    if not few and (absent := asks.lacking(state.question(), source.catalog)):
        names = listed([uncapital(item.phrase("label")) for item in absent])
        cautions.append(text("places.absent", names=names))
    _multiples(source, found, text("page.places.title"), cautions)


def parts(source: Source) -> None:
    """Draw the closed parts of the page."""
    closed: dict[str, Callable[[], None]] = {
        "burnt_out": partial(_by_each, source, "burnt_out", asks.burnout),
        "funnel": partial(_funnel, source),
        "where_met": partial(_where_met, source),
        "community": partial(_by_each, source, "community", asks.community),
    }
    question, catalog = state.question(), source.catalog
    asked = {
        "burnt_out": next(iter(asks.burnout(question, catalog)), None),
        "funnel": asks.funnel(question, catalog),
        "where_met": asks.where_met(question, catalog),
        "community": next(iter(asks.community(question, catalog)), None),
    }
    closer.draw(closed, of="places", cannot=closer.refused(source, asked))


def cannot(source: Source) -> None:
    """Draw what this page cannot show."""
    _, plural = institution_words(source.catalog)
    prose.cannot("places", plural=plural)


def _asked(source: Source) -> tuple[tuple[Question, ...], str]:
    """Return what the page asks, and why it looks inside institutions where it does.

    It does where there are too few to set side by side, in all or at each level of all practices.
    """
    question, catalog = state.question(), source.catalog
    by_place, within = asks.practices(question, catalog), asks.inside(question, catalog)
    first = asks.first(question, catalog)
    n = 0 if first is None else cached.scope(source, first).n_institutions
    if 0 < n < asks.FEWEST_PLACES:
        return within, "few"
    can_be_few = by_place and within and 0 < n < asks.ENOUGH_PLACES
    if can_be_few and not _is_shown(_answered(source, by_place)):
        return within, "few_each"
    return by_place, ""


def _answered(source: Source, asked: Sequence[Question]) -> list[Finding]:
    """Return the answers to Questions that are asked side by side."""
    able = [it for it in asked if source.can(it) is None]
    cached.findings(source, able)
    return [cached.finding(source, it) for it in able]


def _is_shown(found: Sequence[Finding]) -> bool:
    """Return whether any level of any practice has a number."""
    return any(isinstance(item.estimate, Estimate) for it in found for item in it.groups)


def _by_each(
    source: Source, name: str, ask: Callable[[Question, Catalog], tuple[Question, ...]]
) -> None:
    """Draw one Measure by several Dimensions of places, or what the data would have to hold."""
    asked = ask(state.question(), source.catalog)
    if not asked:
        prose.body(text(f"places.{name}_none"))
        return
    cautions = [text(f"places.{name}_caution")]
    found, title = _answered(source, asked), plain(text(f"places.{name}"))
    _multiples(source, found, title, cautions, name=name)


def _funnel(source: Source) -> None:
    """Draw institutions with the limits of a funnel and their shrunken figures."""
    _, plural = institution_words(source.catalog)
    blanks = {"n": str(asks.FEWEST_PLACES), "plural": plural}
    asked = asks.funnel(state.question(), source.catalog)
    found = None if asked is None else cached.finding(source, asked)
    if found is None or not _has_funnel(found):
        prose.body(text("places.funnel_none", **blanks))
        return
    title = plain(text("places.funnel"))
    chart = cached.chart(source, draw_funnel, found, title=title)
    _card(source, "funnel", [found], chart, [text("places.funnel_caution", **blanks)])


def _where_met(source: Source) -> None:
    """Draw how much of a difference goes with where people are met, and how much remains."""
    word, plural = institution_words(source.catalog)
    asked = asks.where_met(state.question(), source.catalog)
    if asked is None:
        prose.body(text("places.where_met_none", plural=plural))
        return
    found = cached.finding(source, asked)
    title = plain(text("places.where_met"))
    chart = cached.chart(source, changes.parts_of_gap, found, title=title)
    caution = text("places.where_met_caution", plural=plural, word=word)
    _card(source, "where_met", [found], chart, [caution])


def _has_funnel(finding: Finding) -> bool:
    """Return whether enough institutions are shown for limits."""
    limits = (item for item in finding.parts if item.name == "limits_95")
    return any(isinstance(item.estimate, Estimate) for item in limits)


def _multiples(
    source: Source,
    found: Sequence[Finding],
    title: str,
    cautions: Sequence[str],
    *,
    name: str = cards.LEAD,
) -> None:
    """Draw the card of one Measure by several practices."""
    said = say_places(found, source.catalog)
    chart = cached.chart(source, places.multiples, tuple(found), title=title, sentence=said)
    bold = strongest(found, source.catalog)
    _card(source, name, found, chart, cautions, sentence=said, strong=bold)


def _card(
    source: Source,
    name: str,
    found: Sequence[Finding],
    chart: Chart,
    cautions: Sequence[str],
    **more: Any,
) -> None:
    """Draw the card of a part with its caution."""
    key = text("places.funnel_key" if name == "funnel" else "card.filled")
    shown = cards.Card(findings=found, chart=chart, name=name, cautions=cautions, key=key, **more)
    cards.card(source, shown)
