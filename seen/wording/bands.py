"""The sentence of comparisons that are to hold all at once.

It promises that the band never stands without the comparison it belongs to.
"""

from __future__ import annotations

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Interval
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import leading_gap, say
from seen.wording.changes import spread, turned


def say_bands(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the plain sentence, then how wide its interval is for all comparisons to hold."""
    said, lead = say(finding, catalog, language), leading_gap(finding, catalog)
    bands = {(item.group, item.group_2): item.estimate for item in finding.parts}
    found = bands.get((lead.group, lead.group_2)) if lead else None
    if not isinstance(found, Estimate):
        return said
    show = finding.question.show
    raised = turned(found, finding.measure.worse_sign(show))
    if not isinstance(raised, Interval):
        return said
    n = sum(isinstance(item, Estimate) for item in bands.values())
    if n == 1:  # which holds by itself
        return said
    span = spread(raised, show, language)
    key = "views.bands_both" if n == 2 else "views.bands"
    return f"{said} {text(key, language, n=n, span=span)}"
