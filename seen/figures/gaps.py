"""The figures of Gaps: one Measure, group by group, and what stands closed beneath it.

They promise the same groups in the figure, the table and the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from seen.charts import changes, dots, heat, pressure
from seen.domain import beside, closer
from seen.domain.apart import settled
from seen.domain.derived import PRESSURE
from seen.domain.dimensions import Dimension
from seen.domain.findings import Finding, Interval
from seen.domain.questions import BANDS, DECOMPOSITION, Question
from seen.figures.asked import on_page
from seen.figures.asker import Asker
from seen.figures.closed import one, only, over_time_key, part
from seen.figures.shown import Absent, Shown, none, refused
from seen.text import text
from seen.wording.disagreeing import contrary_words, style_words
from seen.wording.views import lead_group

_DRAWN: Final = {DECOMPOSITION: changes.parts_of_gap, BANDS: changes.bands}  # what is said
_FEW, _MANY = 12, 24  # levels: columns and rows of a table that can still be read


def lead(asker: Asker, question: Question) -> Shown | Absent:
    """Return the Measure in each group, or what a link's view finds of its differences."""
    asked = on_page("gaps", question, asker.catalog)
    alone = settled(asked.without_second(), asker.catalog)
    if why := asker.can(alone):
        return refused(alone, why)
    found = asker.finding(alone)
    return Shown(
        findings=[found],
        draw=_DRAWN.get(alone.view, dots.gaps),
        drawn=(found,),
        title=text("page.gaps.title"),
        key=_key(alone.view),
        beside=partial(_disagreeing, asker, found),
    )


def adjusted(asker: Asker, question: Question) -> Shown | Absent:
    """Return crude and adjusted figures of every group, one above the other."""
    asked = closer.adjusted(question, asker.catalog)
    found = asker.answer(asked, otherwise=asker.lacking("closer.adjusted_none"))
    if isinstance(found, Absent):
        return found
    crude = asker.finding(found.question.asking(adjust="none"))
    key = text("closer.adjusted_key")
    return part("adjusted", [found, crude], dots.adjusted, (crude, found), key=key)


def crossed(asker: Asker, question: Question) -> Shown | Absent:
    """Return two Dimensions crossed: the second that is asked by, or the usual one."""
    if (able := refused_crossing(asker, question)) and (why := asker.can(able)):
        return refused(able, why)
    second = crossed_by(asker, question)
    if second is None or len(asker.catalog.dimension(question.by).levels) > _MANY:
        return none(asker.lacking("closer.crossed_none"))
    return one(asker, "crossed", closer.crossed(question, asker.catalog, second), heat.gaps)


def gradient(asker: Asker, question: Question) -> Shown | Absent:
    """Return how the Measure runs from the least to the most advantaged by income."""
    return one(asker, "gradient", closer.gradient(question, asker.catalog), dots.gaps)


def reasons(asker: Asker, question: Question) -> Shown | Absent:
    """Return what those who were mis-seen say it was about."""
    return one(asker, "reasons", closer.reasons(question, asker.catalog), heat.shares)


def both_sides(asker: Asker, question: Question) -> Shown | Absent:
    """Return which side of the same encounters felt seen."""
    return one(asker, "both_sides", closer.both_sides(question, asker.catalog), heat.shares)


def earlier(asker: Asker, question: Question) -> Shown | Absent:
    """Return what goes with having been mis-seen before."""
    return one(asker, "earlier", closer.earlier(question, asker.catalog), dots.gaps)


def over_time(asker: Asker, question: Question) -> Shown | Absent:
    """Return the lead group and what it is compared with, quarter by quarter."""
    asked = closer.over_time(question, asker.catalog)
    if asked is not None and not asked.groups:
        asked = asked.asking(groups=_leading(asker, asked))
    found = asker.answer(asked, otherwise=asker.lacking("closer.over_time_none"))
    if isinstance(found, Absent):
        return found
    groups = found.question.groups or tuple(item.group for item in found.groups[:1])
    more, key = {"groups": groups}, over_time_key(asker, found, groups)
    shown = [only(found, groups)]
    return part("over_time", shown, pressure.lines, (found, None), more=more, key=key)


# -- what can be crossed -------------------------------------------------------------------------


def seconds(asker: Asker, question: Question) -> Iterator[Dimension]:
    """Yield the Dimensions that what is asked can be crossed with."""
    catalog = asker.catalog
    for item in catalog.offered_dimensions(catalog.measure(question.measure).table):
        if _can_cross(asker, question, item):
            yield item


def crossed_by(asker: Asker, question: Question) -> str | None:
    """Return the second Dimension: what is asked by, else time pressure, else the first."""
    catalog = asker.catalog
    offered = catalog.offered_dimensions(catalog.measure(question.measure).table)
    wanted = [it for name in (question.by2, PRESSURE) for it in offered if it.name == name]
    found = (it.name for it in (*wanted, *offered) if _can_cross(asker, question, it))
    return next(found, None)


def refused_crossing(asker: Asker, question: Question) -> Question | None:
    """Return what would be asked crossed, where nothing of the kind can be answered."""
    if crossed_by(asker, question) is not None:
        return None
    catalog = asker.catalog
    offered = catalog.offered_dimensions(catalog.measure(question.measure).table)
    made = (closer.crossed(question, catalog, item.name) for item in offered)
    return next((it for it in made if it is not None), None)


def _can_cross(asker: Asker, question: Question, second: Dimension) -> bool:
    """Return whether what is asked can be crossed with a Dimension in a readable table."""
    if len(second.levels) > _FEW or second.name == question.by:
        return False
    return asker.possible(closer.crossed(question, asker.catalog, second.name)) is not None


# -- beside a figure -----------------------------------------------------------------------------


def _key(view: str) -> str:
    """Return how to read the marks of what a view draws; bars that add up name themselves."""
    if view == DECOMPOSITION:
        return ""
    return text("closer.bands_key" if view == BANDS else "card.filled")


def _leading(asker: Asker, question: Question) -> tuple[str, ...]:
    """Return the group of the largest difference, if there is one."""
    asked = asker.possible(question.without_second())
    gap = None if asked is None else lead_group(asker.finding(asked), asker.catalog)
    return (gap.group,) if gap else ()


def _disagreeing(asker: Asker, finding: Finding) -> str:
    """Return where the top answer, the lowest ones and the mean disagree, or another item does."""
    catalog, question = asker.catalog, finding.question
    if not any(isinstance(gap.difference, Interval) for gap in finding.gaps):
        return ""
    shows, mis_seen = beside.other_shows(question, catalog), beside.mis_seen(question, catalog)
    asker.ahead((*shows, mis_seen))
    others = [asker.finding(it) for it in shows]
    said = [style_words([finding, *others], catalog)]
    if mis_seen is not None:
        said.append(contrary_words(finding, asker.finding(mis_seen), catalog))
    return " ".join(filter(None, said))
