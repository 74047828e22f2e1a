"""What an equiplot draws in each row: its groups from left to right and what it says in words.

It promises that every group is drawn, counted in words or given a reason, and that alt text says
each with its interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from seen.charts.palette import Mark, Palette
from seen.charts.rows import Row, rows
from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.findings import Estimate, Finding, Reason, Withheld
from seen.text import lacking, text
from seen.wording.numbers import span_words, value

_MOST_FIRST = (
    *(Reason.PRIVATE, Reason.NOT_RELEASED, Reason.TOO_FEW),
    *(Reason.NO_ANSWERS, Reason.UNDEFINED),
)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group with a number."""

    name: str  # with its value: "Low 22 %"
    mark: Mark
    estimate: Estimate
    is_reliable: bool
    is_provisional: bool
    filters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Band:
    """One row."""

    label: str
    groups: tuple[Group, ...]  # from the lowest value to the highest
    instead: str  # what is said in place of marks
    reason: Reason | None  # why no group is drawn
    beside: tuple[str, ...]  # what is said of the groups that are not drawn
    words: str  # all of it, for alt text

    @property
    def is_hidden(self) -> bool:
        """Whether the row is hidden to protect people."""
        return self.reason in (Reason.PRIVATE, Reason.NOT_RELEASED)

    @property
    def is_too_few(self) -> bool:
        """Whether too few stand behind every group to judge it."""
        return self.reason is Reason.TOO_FEW


def bands(
    asked: Sequence[tuple[Dimension, Finding | None]],
    catalog: Catalog,
    colours: Palette,
    language: str,
    *,
    is_released: bool = False,
) -> tuple[Band, ...]:
    """Return the rows in the order they are given; what is not there, is not in the release."""
    absent = lacking("equiplot.not_in_data", language, is_released=is_released)
    return tuple(
        _band(item, finding, catalog, colours, absent=absent, language=language)
        for item, finding in asked
    )


def overall_of(findings: Sequence[Finding]) -> Estimate | None:
    """Return the value of everyone, which all rows share."""
    whole = (finding.overall for finding in findings)
    return next((item for item in whole if isinstance(item, Estimate)), None)


def alt_text(made: Sequence[Band], findings: Sequence[Finding], title: str, language: str) -> str:
    """Return what a screen reader says in place of the figure."""
    said = [title]
    if findings:
        said.append(_everyone(findings, language))
    said += [text("chart.alt_row", language, group=band.label, value=band.words) for band in made]
    return " ".join(said)


def _everyone(findings: Sequence[Finding], language: str) -> str:
    """Return the value of everyone in words."""
    whole = overall_of(findings)
    if whole is None:
        why = findings[0].overall
        found = why.words(language, of=findings[0].measure) if isinstance(why, Withheld) else ""
    else:
        show = findings[0].question.show
        found = f"{value(whole, show)} ({span_words(whole, show, language)})"
    return text("equiplot.alt_everyone", language, value=found)


def _band(
    item: Dimension,
    finding: Finding | None,
    catalog: Catalog,
    colours: Palette,
    *,
    absent: str,
    language: str,
) -> Band:
    """Return one row."""
    label = item.phrase("label", language)
    empty = Band(label=label, groups=(), instead="", reason=None, beside=(), words="")
    if finding is None:
        return replace(empty, instead=absent, words=absent)
    made = rows(finding, catalog, colours, language)
    words = "; ".join(f"{row.label} {row.words}" for row in made)
    groups = _groups(finding, made)
    if not groups:
        reason, said = _reason(made, language)
        return replace(empty, instead=said, reason=reason, words=words or said)
    return replace(empty, groups=groups, beside=_beside(made, groups, language), words=words)


def _groups(finding: Finding, made: Sequence[Row]) -> tuple[Group, ...]:
    """Return the groups with a number, from the lowest to the highest."""
    found = []
    for item, row in zip(finding.groups, made, strict=True):
        if isinstance(item.estimate, Estimate):
            gap = finding.gap(item.group, item.group_2)
            found.append(
                Group(
                    name=f"{row.label} {row.value_words}",
                    mark=row.mark,
                    estimate=item.estimate,
                    is_reliable=gap is not None and gap.is_reliable,
                    is_provisional=row.is_provisional,
                    filters=row.filters,
                )
            )
    return tuple(sorted(found, key=lambda group: group.estimate.value))


def _reason(made: Sequence[Row], language: str) -> tuple[Reason, str]:
    """Return why a row has no number, the most protective cause first."""
    why = {row.estimate.reason for row in made if isinstance(row.estimate, Withheld)}
    reason = next((reason for reason in _MOST_FIRST if reason in why), Reason.NO_ANSWERS)
    return reason, Withheld(reason=reason).words(language)


def _beside(made: Sequence[Row], groups: Sequence[Group], language: str) -> tuple[str, ...]:
    """Return how many groups are not drawn and why, and how many intervals are provisional."""
    hidden, few = sum(row.is_private for row in made), sum(row.is_too_few for row in made)
    provisional = sum(group.is_provisional for group in groups)
    said = []
    if hidden and few:
        said.append(text("equiplot.hidden_and_few", language, hidden=hidden, few=few))
    elif hidden:
        key = "hidden_one" if hidden == 1 else "hidden_many"
        said.append(text(f"equiplot.{key}", language, n=hidden))
    elif few:
        said.append(text("equiplot.too_few", language, n=few))
    if provisional:
        said.append(text("equiplot.provisional", language, n=provisional))
    return tuple(said)
