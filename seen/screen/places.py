"""The page of places: what is looked at, then a measure by what institutions do and have.

It promises to say where it looks inside institutions, and that a closed part asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from seen.charts import places
from seen.domain import places as asks
from seen.domain.catalog import institution_words
from seen.figures import places as figures
from seen.screen import browser, cached, cards, closer, controls, prose, state
from seen.sources import Source
from seen.text import text

_AROUND: Final = 397  # px of the card beside its figure


def lead(source: Source) -> None:
    """Draw the controls and the card of the page, or what the data would have to hold."""
    asker, question = cached.asker(source), state.question()
    asked, few = looked = figures.looked_at(asker, question)
    prose.body(text(f"places.{few or 'under'}", **figures.blanks(asker)))
    controls.of_places(source)
    if not asked:
        cards.draw(source, figures.practices(asker, question, looked))
        return
    tall = places.height(len(asked), is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        made = figures.practices(asker, question, looked)
        chart = cards.charted(source, made)
    cards.draw(source, made, chart)


def parts(source: Source) -> None:
    """Draw the closed parts of the page."""
    closed: dict[str, Callable[[], None]] = {
        "burnt_out": partial(cards.part, source, "places", "burnt_out"),
        "funnel": partial(cards.part, source, "places", "funnel"),
        "where_met": partial(cards.part, source, "places", "where_met"),
        "community": partial(cards.part, source, "places", "community"),
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
