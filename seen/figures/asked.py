"""What each page asks, made of the one Question of the visit.

It promises that a page never changes what is asked elsewhere, and that the reading line counts
what the page shows.
"""

from __future__ import annotations

from seen.domain import burnout, counts, derived, machine, places
from seen.domain.catalog import Catalog
from seen.domain.questions import Question


def on_page(page: str, question: Question, catalog: Catalog) -> Question:
    """Return what a page asks first of all."""
    if page == "overview":
        measure = derived.lead_measure(catalog)
        asked = derived.overall(catalog, measure.name, measure.shows[0], question.filters)
        return asked or question
    if page == "time_pressure":
        return derived.under_pressure(question, catalog) or question
    if page == "places":
        return places.first(question, catalog) or question.asking(groups=())
    if page == "burnout":
        lead = next(iter(burnout.blocks(question, catalog)), None)
        return lead or burnout.level(question, catalog) or question
    if page == "what_counts":
        return counts.first(question, catalog) or question.asking(groups=())
    if page == "human_or_machine":
        return machine.first(question, catalog) or question.asking(groups=())
    return question.asking(groups=())


def leaves_out(page: str, name: str, question: Question, catalog: Catalog) -> bool:
    """Return whether what leads a page cannot be filtered by a Dimension that the data holds."""
    if page == "human_or_machine":
        return name in machine.LEFT_OUT
    if page != "burnout":
        return False
    table = catalog.measure(on_page(page, question, catalog).measure).table
    return table == burnout.TABLE and not catalog.splits(catalog.dimension(name), table)
