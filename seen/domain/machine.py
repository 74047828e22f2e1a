"""The Questions of the page Human or machine: who gets a human, and what a bot is beside one.

They promise that a bot is never set beside a hurried human without an unhurried one, that what
bots do not have is not filtered by, and None where the data holds no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.derived import PRESSURE, possible, without
from seen.domain.dimensions import PRESSURES
from seen.domain.findings import Finding, Reason, Withheld
from seen.domain.measures import Measure, Show
from seen.domain.questions import (
    DISTRIBUTION,
    LEVELS,
    MOST_FILTERS,
    STANDARDISED,
    TREND,
    UNADJUSTED,
    VERSUS_OTHERS,
    Filters,
    Question,
)

INCOME, RACE = "recipient_income", "recipient_race_ethnicity"
BOT, HURRIED, UNHURRIED = "bot", "human_hurried", "human_unhurried"
MIS_SAW: Final = "human_mis_saw"
NEED: Final = ("recipient_income", "setting", "stakes")  # strata: sorted, as Questions want them
MODALITY: Final = "modality"
TABLE: Final = "encounter_answer"
# what no bot has, or what tells bots from humans: compared here, so not filtered by
LEFT_OUT: Final = (
    *(PRESSURE, "time_pressure_band", MODALITY, "human_or_bot", "form", "form_mis_seen"),
    *("judged_by", "ai_disclosed", "access_reason"),
)
PARTS: Final = ("got_human_alone", "got_human_with_ai", "got_bot", "got_nothing")
_HUMAN: Final = "got_human"
_WAITS: Final = ("wait_days", "median_wait_days")  # a mean of medians is neither: it comes second
_FORM, _FORM_MIS_SEEN, _JUDGED = "form", "form_mis_seen", "judged_by"
_FELT: Final = "felt_seen"
_MIS_SEEN: Final = "mis_seen"
_MET_BOT: Final = "met_bot"
_LITTLE_RISK: Final = "risk_little"
_QUARTER: Final = "quarter"
_FEWEST_PERIODS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Hundred:
    """What a hundred requests of each group got, how many reached a human, and the wait."""

    human: Question  # with AI or without
    parts: tuple[Question, ...]  # which add up to all requests
    wait: Question | None

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of it, the share that reached a human first, the wait last."""
        return (self.human, *self.parts, *([self.wait] if self.wait else []))


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A bot beside humans: the hurried and the unhurried are one Question, so neither is alone."""

    by_hurry: Question
    by_mis_seen: Question | None

    @property
    def questions(self) -> tuple[Question, ...]:
        """The comparisons in their order."""
        return (self.by_hurry, *([self.by_mis_seen] if self.by_mis_seen else []))


def requests(
    asked: Question, catalog: Catalog, by: str = INCOME, *, versus: str = VERSUS_OTHERS
) -> Hundred | None:
    """Return what requests of each group got; None where the data holds no requests."""
    human = _of_requests(asked, catalog, _HUMAN, by, versus=versus)
    parts = [_of_requests(asked, catalog, name, by, versus=versus) for name in PARTS]
    held = tuple(it for it in parts if it is not None)
    if human is None or len(held) < len(parts):
        return None
    waits = (
        _of_requests(asked, catalog, name, by, show=Show.MEAN, versus=versus) for name in _WAITS
    )
    wait = next((it for it in waits if it is not None), None)
    return Hundred(human=human, parts=held, wait=wait)


def encounters(asked: Question, catalog: Catalog, by: str = INCOME) -> Question | None:
    """Return the share of each group's encounters that were with a bot."""
    return _of_encounters(asked, catalog, _MET_BOT, by=by)


def lead(asked: Question, catalog: Catalog) -> Hundred | None:
    """Return what requests got by income, or by race where the data knows no income.

    Incomes are held against the highest: everyone else would be poorer people for one and richer
    people for another, and equal bars would be said to differ.
    """
    by_income = requests(asked, catalog, versus=_highest(asked, catalog))
    return by_income or requests(asked, catalog, RACE)


def first(asked: Question, catalog: Catalog) -> Question | None:
    """Return what the page asks first; None where the data holds nothing it is about."""
    found = lead(asked, catalog)
    if found is not None:
        return found.human
    return encounters(asked, catalog) or encounters(asked, catalog, RACE)


def beside(asked: Question, catalog: Catalog) -> Beside | None:
    """Return a bot beside a hurried, an unhurried and a mis-seeing human, alike in need.

    Not adjusted where the data knows nothing of need. None where it does not say who was met, or
    how hurried they were.
    """
    measure = _felt(asked, catalog)
    if measure is None or not _holds(catalog, PRESSURE):
        return None
    by_hurry = _alike(asked, catalog, measure, _FORM, (HURRIED, UNHURRIED))
    if by_hurry is None:
        return None
    by_mis_seen = None
    if measure.name != _MIS_SEEN and _holds(catalog, _MIS_SEEN):
        by_mis_seen = _alike(asked, catalog, measure, _FORM_MIS_SEEN, (MIS_SAW,))
    return Beside(by_hurry=by_hurry, by_mis_seen=by_mis_seen)


def is_without_bots(found: Finding) -> bool:
    """Return whether the filters leave nobody who met a bot, so that nothing is beside one."""
    bots = [item.estimate for item in found.groups if item.group == BOT]
    return all(isinstance(it, Withheld) and it.reason is Reason.NO_ANSWERS for it in bots)


def reasons(asked: Question, catalog: Catalog, by: str = INCOME) -> Question | None:
    """Return why each group met a bot: chosen, assigned, triaged away or the only option."""
    return _of_bots(asked, catalog, _MET_BOT, by=by, view=DISTRIBUTION, by2="access_reason")


def judged(asked: Question, catalog: Catalog) -> Question | None:
    """Return how often feeling fully seen came with an a-ha, by how much could be judged."""
    return _of_encounters(asked, catalog, "aha_when_seen", by=_JUDGED, versus=_LITTLE_RISK)


def regarded(asked: Question, catalog: Catalog) -> Question | None:
    """Return how far people felt regarded as human beings, by a human and by a bot."""
    return _of_encounters(asked, catalog, "felt_human_regard", by="human_or_bot", versus="human")


def told(asked: Question, catalog: Catalog, by: str = INCOME) -> Question | None:
    """Return who of those who met a bot was told that it was a machine."""
    return _of_bots(asked, catalog, "told_machine", by=by)


def felt_when_told(asked: Question, catalog: Catalog) -> Question | None:
    """Return how seen people felt by a bot, by whether they were told what it was."""
    measure = _felt(asked, catalog)
    if measure is None:
        return None
    show = _show(asked, measure)
    return _of_bots(asked, catalog, measure.name, by="ai_disclosed", show=show, versus="false")


def kept(asked: Question, catalog: Catalog, by: str = INCOME) -> Question | None:
    """Return what was kept of the words of each group that met a bot."""
    return _of_bots(asked, catalog, _MET_BOT, by=by, view=DISTRIBUTION, by2="ai_data_retention")


def over_time(asked: Question, catalog: Catalog, by: str = INCOME) -> Question | None:
    """Return the share met by a bot quarter by quarter, of the first level and everyone else."""
    if len(catalog.dimension(_QUARTER).levels) < _FEWEST_PERIODS:
        return None
    first_level = catalog.dimension(by).levels[:1]
    filters = without(asked.filters, (_QUARTER,))
    return _of_encounters(
        asked.asking(filters=filters),
        catalog,
        _MET_BOT,
        by=by,
        by2=_QUARTER,
        view=TREND,
        groups=first_level,
    )


def _highest(asked: Question, catalog: Catalog) -> str:
    """Return the highest income that is asked about; everyone else where it is the only one."""
    income = catalog.dimension(INCOME)
    chosen = asked.filters.levels(INCOME) or income.levels
    levels = [it for it in income.levels if it in chosen and not income.is_unstated(it)]
    return levels[-1] if len(levels) > 1 else VERSUS_OTHERS


def says_nothing(measure: str, by: str) -> bool:
    """Return whether a comparison would only say again that bots have no time pressure."""
    return measure == _MET_BOT and by in PRESSURES


def left_out(asked: Question) -> tuple[str, ...]:
    """Return the filters in force that this page compares by instead, or that bots have not."""
    return tuple(name for name in asked.filters.names if name in LEFT_OUT)


def _alike(
    asked: Question, catalog: Catalog, measure: Measure, by: str, groups: tuple[str, ...]
) -> Question | None:
    """Return how humans of a kind stand beside a bot, alike in need where that is known."""
    show = _show(asked, measure)
    for adjust in (STANDARDISED, UNADJUSTED):
        parts = {} if adjust == UNADJUSTED else {"strata": NEED}
        found = _of_encounters(
            asked,
            catalog,
            measure.name,
            by=by,
            show=show,
            versus=BOT,
            groups=groups,
            adjust=adjust,
            **parts,
        )
        if found is not None:
            return found
    return None


def _felt(asked: Question, catalog: Catalog) -> Measure | None:
    """Return what recipients reported of encounters: what is asked, else feeling seen."""
    offered = {item.name: item for item in catalog.offered_measures()}
    held = [offered[name] for name in (asked.measure, _FELT) if name in offered]
    of_all = (it for it in held if it.reporter == "recipient" and not it.asked_of_some)
    return next(of_all, None)


def _show(asked: Question, measure: Measure) -> Show:
    """Return how a Measure is shown: as is asked, where it is asked and can be."""
    is_asked = asked.measure == measure.name and asked.show in measure.shows
    return asked.show if is_asked else measure.shows[0]


def _of_requests(
    asked: Question, catalog: Catalog, measure: str, by: str, **parts: object
) -> Question | None:
    """Return a Question about requests; what stands alone in an encounter filters none."""
    made = {"view": LEVELS, "show": Show.TOP, **parts}
    return possible(catalog, measure=measure, by=by, filters=_kept(asked.filters), **made)


def _of_encounters(
    asked: Question, catalog: Catalog, measure: str, **parts: object
) -> Question | None:
    """Return a Question about encounters with humans and bots."""
    made = {"view": LEVELS, "show": Show.TOP, "versus": VERSUS_OTHERS, **parts}
    return possible(catalog, measure=measure, filters=_kept(asked.filters), **made)


def _of_bots(asked: Question, catalog: Catalog, measure: str, **parts: object) -> Question | None:
    """Return a Question about encounters with bots alone; None where nobody is known to be one."""
    if not _holds(catalog, MODALITY):
        return None
    filters = _kept(asked.filters)
    if len(filters.names) == MOST_FILTERS:
        return None
    made = {"view": LEVELS, "show": Show.TOP, "versus": VERSUS_OTHERS, **parts}
    bots = filters.including(MODALITY, (BOT,))
    return possible(catalog, measure=measure, filters=bots, **made)


def _holds(catalog: Catalog, column: str) -> bool:
    """Return whether anything is known of encounters in a column."""
    return (TABLE, column) in catalog.present


def _kept(filters: Filters) -> Filters:
    """Return the filters this page keeps."""
    return without(filters, LEFT_OUT)
