"""What a hundred requests of each group got, as rows: segments, counts and the words beside them.

They promise that wide and narrow figure, table and alt text say the same of every group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seen.charts.rows import filters_of, is_provisional
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Group, Reason, Verdict, Withheld
from seen.domain.measures import Show
from seen.text import text
from seen.wording.counted import counted_words
from seen.wording.machine import gap_words, of_hundred, wait_words
from seen.wording.numbers import capital, uncapital

NOBODY: Final = "got_nothing"


@dataclass(frozen=True, kw_only=True)
class Parted:
    """The Findings of one figure, told apart by what they say."""

    human: Finding
    parts: tuple[Finding, ...]
    wait: Finding | None


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One part of a bar: what was got, where it starts, how long it is, and its count."""

    name: str
    label: str
    start: float
    value: float
    count: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One group as it is drawn: its segments, or why there are none."""

    label: str
    segments: tuple[Segment, ...]
    missing: Reason | None  # why the whole row is empty
    unsaid: str  # which shares are not shown, and why; of an empty row the reason alone
    gap: str
    is_notable: bool
    wait: str
    wait_said: str  # with the word for it, where no head stands over it
    n_requests: int  # 0 where nothing may be said
    n: str
    filters: tuple[str, ...]

    @property
    def words(self) -> str:
        """All words of the row in one phrase, for alt text."""
        counts = [f"{uncapital(it.label)} {it.count}" for it in self.segments]
        return ", ".join(filter(None, (*counts, self.unsaid, self.gap, self.wait_said, self.n)))


def parted(findings: Sequence[Finding]) -> Parted:
    """Return the Findings of a figure: the first is of a human, a mean is the wait."""
    human, *rest = findings
    shares = tuple(it for it in rest if it.question.show is not Show.MEAN)
    waits = [it for it in rest if it.question.show is Show.MEAN]
    return Parted(human=human, parts=shares, wait=next(iter(waits), None))


def bars(held: Parted, catalog: Catalog, language: str) -> tuple[Bar, ...]:
    """Return a bar for each group, in the order of the Finding."""
    return tuple(_bar(it, held, catalog, language) for it in held.human.groups)


def part_label(finding: Finding, language: str) -> str:
    """Return what was got, in a word or two."""
    return text(f"machine.{finding.measure.name}", language)


def of_group(finding: Finding, group: str) -> Estimate | Withheld:
    """Return the number of a group, or why there is none."""
    found = (it.estimate for it in finding.groups if it.group == group)
    return next(found, Withheld(reason=Reason.NO_ANSWERS))


def _bar(item: Group, held: Parted, catalog: Catalog, language: str) -> Bar:
    """Return the bar of one group."""
    human = held.human
    by = catalog.dimension(human.question.by)
    own = [(part_label(it, language), it, of_group(it, item.group)) for it in held.parts]
    segments = _segments(own)
    gap = human.gap(item.group)
    is_shown = bool(segments)
    said = gap_words(human, gap, language) if is_shown else ""
    is_reference = is_shown and item.group == human.question.versus
    if said and is_provisional(item.estimate, gap):
        said = text("chart.provisional", language, words=said)
    n_requests = max((it.n_answers for _, _, it in own if isinstance(it, Estimate)), default=0)
    waited = _wait(item.group, held.wait, language) if is_shown else ""
    return Bar(
        label=capital(by.level_label(item.group, language)),
        segments=segments,
        missing=None if is_shown else _reason([found for _, _, found in own]),
        unsaid=_unsaid(own, human, language, is_empty=not is_shown),
        gap=_gap(said, language, is_reference=is_reference),
        is_notable=gap is not None and gap.verdict is Verdict.NOTABLE,
        wait=waited,
        wait_said=text("machine.wait", language, wait=waited) if waited else "",
        n_requests=n_requests,
        n=counted_words(human.measure, n_requests, language) if is_shown else "",
        filters=filters_of(human, item),
    )


def _gap(said: str, language: str, *, is_reference: bool) -> str:
    """Return the words under a bar: how it differs, or that others are compared with it."""
    if is_reference:
        return text("machine.reference", language)
    return text("machine.gap", language, gap=said) if said else ""


Own = Sequence[tuple[str, Finding, Estimate | Withheld]]


def _segments(own: Own) -> tuple[Segment, ...]:
    """Return the shares that are shown, one after the other; what is not leaves its room open."""
    known = sum(found.value for _, _, found in own if isinstance(found, Estimate))
    rest, at = max(0.0, 1 - known), 0.0
    made = []
    for label, finding, found in own:
        if not isinstance(found, Estimate):
            at, rest = at + rest, 0.0  # together they take what is left, where the first stands
            continue
        made.append(
            Segment(
                name=finding.measure.name,
                label=label,
                start=round(at, 6),
                value=found.value,
                count=of_hundred(found),
            )
        )
        at += found.value
    return tuple(made)


def _reason(found: Sequence[Estimate | Withheld]) -> Reason:
    """Return why shares are withheld: private where any of them is."""
    reasons = {it.reason for it in found if isinstance(it, Withheld)}
    return next((it for it in Reason if it in reasons), Reason.NO_ANSWERS)


def _unsaid(own: Own, human: Finding, language: str, *, is_empty: bool) -> str:
    """Return which of the shares are not shown and why."""
    hidden = [(label, found) for label, _, found in own if isinstance(found, Withheld)]
    if not hidden:
        return ""
    reason = _reason([found for _, found in hidden])
    why = Withheld(reason=reason).words(language, of=human.measure)
    if is_empty:
        return why
    names = ", ".join(label for label, _ in hidden)
    return f"{names}: {uncapital(why, language)}"


def _wait(group: str, wait: Finding | None, language: str) -> str:
    """Return how long those waited who reached a human, or why that is not said."""
    if wait is None:
        return ""
    found = of_group(wait, group)
    if isinstance(found, Withheld):
        return found.words(language, of=wait.measure)
    return wait_words(wait, found, language)
