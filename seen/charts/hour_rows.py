"""The rows of the hour: for each group the minutes of its parts, credit, after hours and workers.

They promise that minutes are never more precise than their interval, and that a group without
time records keeps its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Reason, Verdict, Withheld
from seen.text import text
from seen.wording.counts import HOUR, after_hours, in_minutes, share_words, span_words
from seen.wording.numbers import capital, count, uncapital


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One part of an hour that is shown: where it starts, how long it is, its interval."""

    level: str
    label: str
    start: float  # minutes
    minutes: Estimate
    is_notable: bool

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.start + self.minutes.value


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One group as it is drawn."""

    group: str
    label: str
    pieces: tuple[Piece, ...]
    why: Withheld | None  # why none of its parts is shown
    missing: Mapping[Reason, tuple[str, ...]]  # parts that are not shown, where others are
    hole: tuple[float, float]  # minutes between which they lie
    uncredited: Estimate | None  # share of the connective part
    beyond: Estimate | None  # minutes after hours for each hour of work
    filters: tuple[str, ...]

    @property
    def n_people(self) -> int:
        """How many workers stand behind it."""
        return max((piece.minutes.n_people or 0 for piece in self.pieces), default=0)

    def is_withheld_as(self, reason: Reason) -> bool:
        """Return whether none of its parts is shown, for this reason."""
        return self.why is not None and self.why.reason is reason


def bars(
    hour: Finding,
    beyond: Finding | None,
    uncredited: Finding | None,
    catalog: Catalog,
    language: str,
) -> tuple[Bar, ...]:
    """Return the bars, in Catalog order; groups known from their encounters alone among them.

    Parameters
    ----------
    hour
        Which share of each group's hours goes to each part.
    beyond
        Which share of all hours comes after hours; None where nobody knows.
    uncredited
        Which share of connective minutes nobody credits; None where nobody knows.
    """
    by = catalog.dimension(hour.question.by)
    same = uncredited if uncredited and uncredited.question.by == by.name else None
    with_hours = [item.group for item in hour.groups]
    others = [item.group for item in same.groups] if same else []
    groups = sorted(
        dict.fromkeys((*with_hours, *others)), key=lambda it: (by.is_unstated(it), by.place(it))
    )
    return tuple(
        _bar(group, hour, beyond, same, catalog, language)
        for group in groups
        if not (by.is_unstated(group) and group not in with_hours)
    )


def _bar(
    group: str,
    hour: Finding,
    beyond: Finding | None,
    uncredited: Finding | None,
    catalog: Catalog,
    language: str,
) -> Bar:
    """Return one bar."""
    by, parts = catalog.dimension(hour.question.by), catalog.dimension(hour.question.by2 or "")
    own = [item for item in hour.groups if item.group == group]
    shown = [isinstance(item.estimate, Estimate) for item in own]
    last = max((place for place, it in enumerate(shown) if not it), default=-1)
    after_hole = [it.estimate.value for it in own[last + 1 :] if isinstance(it.estimate, Estimate)]
    pieces: list[Piece] = []
    missing: dict[Reason, tuple[str, ...]] = {}
    at, hole = 0.0, (0.0, 0.0)
    for place, item in enumerate(own):
        level = item.group_2 or ""
        label = parts.level_label(level, language)
        if isinstance(item.estimate, Estimate):
            found = in_minutes(item.estimate)
            is_notable = _is_notable(hour.gap(group, level))
            piece = Piece(level=level, label=label, start=at, minutes=found, is_notable=is_notable)
            pieces.append(piece)
            at = piece.end
        else:
            reason = item.estimate.reason
            missing[reason] = (*missing.get(reason, ()), label)
        if place == last:  # what comes after it ends where the hour does
            hole = (at, max(at, HOUR * (1 - sum(after_hole))))
            at = hole[1]
    reasons = [item.estimate for item in own if isinstance(item.estimate, Withheld)]
    why = None if pieces else next(iter(reasons), Withheld(reason=Reason.NO_ANSWERS))
    after = _shown(beyond, group)
    return Bar(
        group=group,
        label=capital(by.level_label(group, language)),
        pieces=tuple(pieces),
        why=why,
        missing=missing if pieces else {},
        hole=hole,
        uncredited=_shown(uncredited, group),
        beyond=after_hours(after) if after and pieces else None,
        filters=() if by.is_unstated(group) else (by.name, group),
    )


def bar_words(bar: Bar, hour: Finding, language: str) -> str:
    """Return all words of a bar in one phrase, for alt text."""
    if bar.why is not None:
        said = [bar.why.words(language, of=hour.measure)]
    else:
        said = [f"{it.label} {span_words(it.minutes, language)}" for it in bar.pieces]
        said.append(text("counts.workers", language, n=count(bar.n_people)))
    return "; ".join([*said, *beside_words(bar, language)])


def beside_words(bar: Bar, language: str) -> list[str]:
    """Return what stands beside a bar: after hours, what nobody credits, what is not shown."""
    said = []
    if bar.beyond is not None:
        said.append(text("counts.after", language, minutes=span_words(bar.beyond, language)))
    if bar.uncredited is not None:
        share = share_words(bar.uncredited, language)
        said.append(text("counts.uncredited", language, share=share))
    for reason, labels in bar.missing.items():
        why = uncapital(Withheld(reason=reason).words(language), language)
        said.append(text("counts.missing_parts", language, why=why, names=", ".join(labels)))
    return said


def _shown(finding: Finding | None, group: str) -> Estimate | None:
    """Return the number of a group; None where there is none, or it is withheld."""
    held = finding.groups if finding else ()
    found = next((item.estimate for item in held if item.group == group), None)
    return found if isinstance(found, Estimate) else None


def _is_notable(gap: Gap | None) -> bool:
    """Return whether a part differs notably from everyone else's."""
    return gap is not None and gap.verdict is Verdict.NOTABLE
