"""The page Human or machine: who got a human, and what stands closed beneath it.

It promises to say what is left out of what is asked, and that a closed part asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from seen.charts import hundred_frame
from seen.domain import machine as asks
from seen.figures import machine as figures
from seen.screen import browser, cached, cards, closer, prose, state
from seen.sources import Source
from seen.text import text

_PAGE: Final = "human_or_machine"
_AROUND: Final = 397  # px of the card beside its figure


def lead(source: Source) -> None:
    """Draw what a hundred requests got, or what the data would have to hold."""
    question, asker = state.question(), cached.asker(source)
    if asks.left_out(question):
        prose.body(text("machine.left_out"))
    asked = asks.lead(question, source.catalog)
    if asked is None:
        if asks.first(question, source.catalog) is not None:
            cards.missing(source, "machine.no_requests")
        cards.draw(source, figures.encounters(asker, question))
        return
    n_rows = len(source.catalog.dimension(asked.human.by).levels)
    tall = hundred_frame.height(n_rows, is_narrow=browser.is_narrow())
    with cards.skeleton(tall, around=_AROUND):
        made = figures.hundred(asker, asked)
        chart = cards.charted(source, made)
    cards.draw(source, made, chart)


def parts(source: Source) -> None:
    """Draw the closed parts, where the data tells requests or bots apart."""
    if asks.first(state.question(), source.catalog) is None:
        return
    closed: dict[str, Callable[[], None]] = {
        "beside": partial(cards.part, source, _PAGE, "beside"),
        "by_race": partial(cards.part, source, _PAGE, "by_race"),
        "reasons": partial(_several, source, "reasons"),
        "judged": partial(_several, source, "judged"),
        "kept": partial(_several, source, "kept"),
        "over_time": partial(cards.part, source, _PAGE, "over_time"),
    }
    closer.draw(closed, of="machine")


def _several(source: Source, part: str) -> None:
    """Draw the figures of a part about bots."""
    made = figures.of_part(cached.asker(source), state.question(), part)
    cards.several(source, made, name=part)
