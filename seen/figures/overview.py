"""The figure of the Overview: one row per Dimension of those who answered.

It promises the same rows in the same order, whatever comes of them.
"""

from __future__ import annotations

from seen.charts import equiplot
from seen.domain import derived
from seen.domain.questions import Question
from seen.figures.asker import Asker
from seen.figures.shown import Absent, Shown
from seen.text import text
from seen.wording.counted import overview_title


def lead(asker: Asker, question: Question) -> Shown | Absent:
    """Return what each group reported, one row per Dimension; a row may be not in this data."""
    catalog = asker.catalog
    measure = derived.lead_measure(catalog)
    asked = derived.by_people(catalog, measure, question.filters)
    able = {name: asker.possible(it) for name, it in asked.items()}
    asker.ahead(able.values())
    rows = tuple(
        (catalog.dimension(name), None if it is None else asker.finding(it))
        for name, it in able.items()
    )
    found = [finding for _, finding in rows if finding is not None]
    if not found:
        return asker.missing("overview.missing")
    title = overview_title(measure)
    return Shown(
        findings=found,
        draw=equiplot.overview,
        drawn=(rows,),
        more={"is_released": asker.is_released},
        title=title,
        heading=title,
        key=text("overview.filled"),
        cautions=[text("overview.caution")],
    )
