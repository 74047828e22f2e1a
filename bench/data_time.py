"""How long the data of each page takes, without a server or a browser.

It promises that nothing is answered from memory: every turn asks under filters not asked before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, cycle, islice
from typing import Any, Final
from zlib import crc32

from bench.summary import quantiles
from seen.domain import beside, burnout, counts, derived, machine, places
from seen.domain.findings import Finding
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.guard.rules import Strength
from seen.sources import Source
from seen.sources.overview import fixed_list

_VARIED: Final = ("profession", "time_pressure")
_BESIDE: Final = (("mis_seen", Show.TOP), ("seen_by_recipient", Show.TOP), ("mutual", Show.TOP))


def measure(source: Source, *, turns: int) -> dict[str, dict[str, Any]]:
    """Return p50 and p90 of each page's data time in milliseconds, and how many Questions it is.

    The filters of the turns differ, so no Finding and no count is asked twice.
    """
    found = {}
    for place, (page, ask) in enumerate(PAGES.items()):
        spent, worked, n_asked = [], [], 0
        for filters in islice(filters_to_try(source), place * turns, (place + 1) * turns):
            once = Once(source)
            start, start_work = time.perf_counter(), time.process_time()
            ask(source, filters, once)
            spent.append(1000 * (time.perf_counter() - start))
            worked.append(1000 * (time.process_time() - start_work))
            n_asked = max(n_asked, len(once.found))
        found[page] = {
            **quantiles(spent),
            "cpu_p50": quantiles(worked)["p50"],  # hardly moves with what else the machine does
            "questions": n_asked,
            "ms": [round(it, 1) for it in spent],
        }
    return found


def filters_to_try(source: Source) -> Iterator[Filters]:
    """Yield Filters, each with other professions, since Time pressure leaves out the pressure."""
    catalog = source.catalog
    table = catalog.measure(catalog.default_question().measure).table
    held = {item.name: item for item in catalog.dimensions if catalog.splits(item, table)}
    professions, pressures = (
        [levels for n in (2, 3) for levels in combinations(held[name].levels, n)]
        for name in _VARIED
    )
    mixed = sorted(professions, key=lambda levels: crc32("".join(levels).encode()))
    for chosen, pressure in zip(mixed, cycle(pressures), strict=False):
        yield Filters.of({"profession": chosen, "time_pressure": pressure})


class Once:
    """A Source that is asked every Question once, several side by side where the page does."""

    def __init__(self, source: Source) -> None:
        self.found: dict[Question, Finding] = {}
        self._source = source

    def find(self, question: Question) -> Finding:
        """Return the answer to a Question."""
        self.ask([question])
        return self.found[question]

    def ask(self, questions: Iterable[Question | None]) -> None:
        """Ask several Questions side by side."""
        wanted = [it for it in dict.fromkeys(questions) if it and it not in self.found]
        found = self._source.findings(wanted, Strength.SCREEN)
        self.found.update(zip(wanted, found, strict=True))


def _overview(source: Source, filters: Filters, once: Once) -> None:
    """Ask what the Overview asks."""
    catalog = source.catalog
    lead = derived.lead_measure(catalog)
    shown = dict.fromkeys([(lead.name, lead.shows[0]), *_BESIDE])
    everybody = [derived.overall(catalog, name, show, filters) for name, show in shown]
    once.ask(everybody)
    for asked in filter(None, everybody):
        source.scope(asked, Strength.SCREEN)
    once.ask(derived.by_people(catalog, lead, filters).values())
    once.ask(derived.fixed(entry, catalog, filters) for entry in catalog.overview)
    fixed_list(once.find, catalog, filters)
    source.scope(catalog.default_question().asking(filters=filters), Strength.SCREEN)


def _gaps(source: Source, filters: Filters, once: Once) -> None:
    """Ask what Gaps asks while nothing below is open."""
    asked = source.catalog.default_question().asking(filters=filters)
    once.find(asked)
    source.scope(asked, Strength.SCREEN)
    catalog = source.catalog
    once.ask((*beside.other_shows(asked, catalog), beside.mis_seen(asked, catalog)))


def _time_pressure(source: Source, filters: Filters, once: Once) -> None:
    """Ask what Time pressure asks."""
    catalog = source.catalog
    asked = derived.under_pressure(catalog.default_question().asking(filters=filters), catalog)
    if asked is None:
        return
    once.ask([asked, derived.exposure(asked, catalog)])
    source.scope(asked, Strength.SCREEN)


def _burnout(source: Source, filters: Filters, once: Once) -> None:
    """Ask what Burnout asks while nothing below is open."""
    catalog = source.catalog
    question = catalog.default_question().asking(filters=filters)
    level = burnout.level(question, catalog)
    lead = burnout.blocks(question, catalog) or ((level,) if level is not None else ())
    once.ask(lead)
    for asked in lead[:1]:
        source.scope(asked, Strength.SCREEN)


def _methods(source: Source, filters: Filters, once: Once) -> None:
    """Ask what Data and methods asks."""
    question = source.catalog.default_question().asking(filters=filters)
    source.scope(question, Strength.SCREEN)
    asked = derived.response(question, source.catalog)
    if asked is not None:
        once.find(asked)
        source.scope(asked, Strength.SCREEN)


def _what_counts(source: Source, filters: Filters, once: Once) -> None:
    """Ask what What counts asks while nothing below is open."""
    catalog = source.catalog
    question = catalog.default_question().asking(filters=filters)
    lead = counts.hour(question, catalog)
    if lead is None:
        return
    asked = (counts.beyond(question, catalog), counts.uncredited(question, catalog))
    once.ask((lead, *asked))
    source.scope(lead, Strength.SCREEN)


def _places(source: Source, filters: Filters, once: Once) -> None:
    """Ask by every practice of institutions."""
    question = source.catalog.default_question().asking(filters=filters)
    asked = places.practices(question, source.catalog)
    for first in asked[:1]:
        source.scope(first, Strength.SCREEN)
    once.ask(asked)


def _human_or_machine(source: Source, filters: Filters, once: Once) -> None:
    """Ask what a hundred requests got."""
    question = source.catalog.default_question().asking(filters=filters)
    asked = machine.lead(question, source.catalog)
    if asked is not None:
        source.scope(asked.human, Strength.SCREEN)
        once.ask(asked.questions)


PAGES: Final[dict[str, Callable[[Source, Filters, Once], None]]] = {
    "overview": _overview,
    "gaps": _gaps,
    "time_pressure": _time_pressure,
    "places": _places,
    "burnout": _burnout,
    "what_counts": _what_counts,
    "human_or_machine": _human_or_machine,
    "methods": _methods,
}
