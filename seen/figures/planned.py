"""What goes with a figure: what a study would take, what silence could do, minutes as staff.

They promise the same words on a screen and on the command line, all from what the figure shows.
"""

from __future__ import annotations

from typing import Final

from seen.charts import staffing
from seen.charts.tables import Table
from seen.domain.findings import Finding, Withheld
from seen.domain.measures import Show
from seen.domain.questions import UNADJUSTED
from seen.figures.asker import Asker
from seen.figures.shown import Absent, none
from seen.sources.planning import planned, unanswered
from seen.stats.planner import Plan
from seen.text import text
from seen.wording import people_named
from seen.wording.planning import bounds_words, plan_row, plan_words
from seen.wording.views import lead_group

MINUTES: Final = "minutes_short"
_HUNDREDTHS: Final = (1, 2, 3, 5, 10)  # of the width of a scale: of shares, points


def plans(asker: Asker, finding: Finding) -> tuple[Plan, ...] | Absent:
    """Return what a difference of each usual size would take, the smallest first."""
    if asker.is_released:
        return none(text("release.cannot_planner"))
    if finding.question.by2 is not None:  # of slopes, or of one level of many, nothing is planned
        return none(text("planner.by_one"))
    gap = lead_group(finding, asker.catalog)
    if gap is None:
        return none(text("planner.none"))
    span = finding.measure.span(finding.question.show)
    found = [planned(finding, gap, wanted=span * step / 100) for step in _HUNDREDTHS]
    made = tuple(it for it in found if isinstance(it, Plan))
    withheld = (it for it in found if not isinstance(it, Plan))
    return made or none(text("planner.withheld", why=next(withheld).words()))


def plan(asker: Asker, finding: Finding) -> tuple[str, Table] | Absent:
    """Return the smallest difference that can be seen now, and a table of what others take."""
    made, gap = plans(asker, finding), lead_group(finding, asker.catalog)
    if isinstance(made, Absent) or gap is None:
        return made if isinstance(made, Absent) else none(text("planner.none"))
    show, plural = finding.question.show, finding.cluster_words
    people, versus = people_named(finding, gap, asker.catalog)
    said = plan_words(made[0], show, people=people, versus=versus)
    if any(it.smallest > it.wanted and isinstance(it.answers_needed, Withheld) for it in made):
        said = f"{said} {text('planner.never', plural=plural)}"
    heads = ("size", "places", "answers")
    table = Table(
        caption=text("planner.table"),
        heads=tuple(text(f"planner.head_{head}", plural=plural) for head in heads),
        rows=tuple(plan_row(it, show) for it in made),
        numbers=frozenset(),  # words, which a phone has to wrap
    )
    return said, table


def silence(finding: Finding) -> str:
    """Return how far those who did not answer could move the share of all; empty if unknown."""
    did = finding.measure.phrase(f"did_{finding.question.show}")
    is_mean = finding.question.show is Show.MEAN
    return "" if is_mean else bounds_words(unanswered(finding), did)


def staff(asker: Asker, finding: Finding) -> tuple[str, Table] | Absent:
    """Return minutes short in all as hours and people, and the same of every group."""
    if finding.measure.name != MINUTES or finding.question.show is not Show.MEAN:
        return none(text("minutes.not_asked"))
    if finding.question.by2 is not None or finding.question.adjust != UNADJUSTED:
        return none(text("minutes.by_one"))  # adjusted, they are minutes that nobody was short of
    scope = asker.scope(finding.question)
    said = staffing.total(finding, scope)
    if said is None:
        return none(text("minutes.none"))
    return said, staffing.table(finding, scope, asker.catalog)
