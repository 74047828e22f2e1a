"""How long the data of each page takes, without a server or a browser.

It promises that nothing is answered from memory: every turn asks under filters not asked before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import combinations, cycle, islice
from typing import Any, Final
from zlib import crc32

from bench.summary import quantiles
from seen.domain import derived, places
from seen.domain.findings import Finding
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.guard.rules import Strength
from seen.sources.dataset import DatasetSource
from seen.sources.overview import fixed_list

_VARIED: Final = ("profession", "time_pressure")
_BESIDE: Final = (("mis_seen", Show.TOP), ("seen_by_recipient", Show.TOP), ("mutual", Show.TOP))

Find = Callable[[Question], Finding]


def measure(source: DatasetSource, *, turns: int) -> dict[str, dict[str, Any]]:
    """Return p50 and p90 of each page's data time in milliseconds, and how many Questions it is.

    The filters of the turns differ, so no Finding and no count is asked twice.
    """
    found = {}
    for place, (page, ask) in enumerate(PAGES.items()):
        spent, worked, n_asked = [], [], 0
        for filters in islice(filters_to_try(source), place * turns, (place + 1) * turns):
            once = Once(source)
            start, start_work = time.perf_counter(), time.process_time()
            ask(source, filters, once.find)
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


def filters_to_try(source: DatasetSource) -> Iterator[Filters]:
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
    """A Source that is asked every Question once, as the page's cache sees to."""

    def __init__(self, source: DatasetSource) -> None:
        self.found: dict[Question, Finding] = {}
        self._source = source

    def find(self, question: Question) -> Finding:
        """Return the answer to a Question."""
        if question not in self.found:
            self.found[question] = self._source.finding(question, Strength.SCREEN)
        return self.found[question]


def _overview(source: DatasetSource, filters: Filters, find: Find) -> None:
    """Ask what the Overview asks."""
    catalog = source.catalog
    lead = derived.lead_measure(catalog)
    for name, show in dict.fromkeys([(lead.name, lead.shows[0]), *_BESIDE]):
        asked = derived.overall(catalog, name, show, filters)
        if asked is not None:
            find(asked)
            source.scope(asked, Strength.SCREEN)
    for asked in derived.by_people(catalog, lead, filters).values():
        if asked is not None:
            find(asked)
    fixed_list(find, catalog, filters)
    source.scope(catalog.default_question().asking(filters=filters), Strength.SCREEN)


def _gaps(source: DatasetSource, filters: Filters, find: Find) -> None:
    """Ask what Gaps asks while nothing below is open."""
    asked = source.catalog.default_question().asking(filters=filters)
    find(asked)
    source.scope(asked, Strength.SCREEN)


def _time_pressure(source: DatasetSource, filters: Filters, find: Find) -> None:
    """Ask what Time pressure asks."""
    catalog = source.catalog
    asked = derived.under_pressure(catalog.default_question().asking(filters=filters), catalog)
    if asked is None:
        return
    find(asked)
    source.scope(asked, Strength.SCREEN)
    exposed = derived.exposure(asked, catalog)
    if exposed is not None:
        find(exposed)


def _methods(source: DatasetSource, filters: Filters, find: Find) -> None:
    """Ask what Data and methods asks."""
    question = source.catalog.default_question().asking(filters=filters)
    source.scope(question, Strength.SCREEN)
    asked = derived.response(question, source.catalog)
    if asked is not None:
        find(asked)
        source.scope(asked, Strength.SCREEN)


def _places(source: DatasetSource, filters: Filters, find: Find) -> None:
    """Ask by every practice of institutions."""
    question = source.catalog.default_question().asking(filters=filters)
    asked = places.practices(question, source.catalog)
    for one in asked:
        find(one)
    for one in asked[:1]:
        source.scope(one, Strength.SCREEN)


PAGES: Final[dict[str, Callable[[DatasetSource, Filters, Find], None]]] = {
    "overview": _overview,
    "gaps": _gaps,
    "time_pressure": _time_pressure,
    "places": _places,
    "methods": _methods,
}
