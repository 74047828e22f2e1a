"""The rows of a dot figure: for each group its mark, its interval and the words beside it.

It promises that the wide figure, the narrow figure, the table and the alt text say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from seen.charts.palette import Mark, Palette, mark
from seen.domain.catalog import Catalog
from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import (
    PROVISIONAL_DF,
    Estimate,
    Finding,
    Gap,
    Group,
    Reason,
    Verdict,
    Withheld,
)
from seen.text import text
from seen.wording import verdict_words
from seen.wording.counted import counted_words
from seen.wording.numbers import capital, span_words, value


@dataclass(frozen=True, kw_only=True)
class Row:
    """One group as it is drawn."""

    label: str
    heading: str  # the second group, on its first row
    mark: Mark
    estimate: Estimate | Withheld
    comparison: float | None
    is_reliable: bool
    is_notable: bool
    value_words: str
    interval_words: str
    gap_words: str  # without its being provisional
    provisional_words: str  # empty where it is not
    n_words: str
    filters: tuple[str, ...] = ()  # Dimension and level in turn, to filter by the row

    @property
    def is_private(self) -> bool:
        """Whether the row is hidden to protect people."""
        return isinstance(self.estimate, Withheld) and self.estimate.is_hidden

    @property
    def is_too_few(self) -> bool:
        """Whether too few stand behind the row to judge it."""
        return isinstance(self.estimate, Withheld) and self.estimate.reason is Reason.TOO_FEW

    @property
    def is_provisional(self) -> bool:
        """Whether its value or its comparison rests on few clusters."""
        return bool(self.provisional_words)

    @property
    def words(self) -> str:
        """All words of the row in one phrase, for alt text."""
        parts = [f"{self.value_words} {self.interval_words}".strip()]
        parts += [self.gap_words, self.provisional_words]
        if self.n_words:
            parts.append(self.n_words)
        return ", ".join(part for part in parts if part)


def rows(finding: Finding, catalog: Catalog, colours: Palette, language: str) -> tuple[Row, ...]:
    """Return the rows of a Finding, in its order."""
    made: list[Row] = []
    seen_second: str | None = None
    for item in finding.groups:
        heading = ""
        if item.group_2 is not None and item.group_2 != seen_second and finding.question.by2:
            second = catalog.dimension(finding.question.by2)
            heading = second.level_label(item.group_2, language)
            seen_second = item.group_2
        made.append(_row(finding, item, catalog, colours, language, heading))
    return tuple(made)


def alt_text(finding: Finding, made: tuple[Row, ...], title: str, language: str) -> str:
    """Return what a screen reader says in place of the figure."""
    said = " ".join(
        text(
            "chart.alt_row",
            language,
            group=f"{row.heading}: {row.label}" if row.heading else row.label,
            value=row.words,
        )
        for row in made
    )
    return text("chart.alt", language, title=title, sentence=finding.sentence, rows=said)


def _row(
    finding: Finding,
    item: Group,
    catalog: Catalog,
    colours: Palette,
    language: str,
    heading: str,
) -> Row:
    """Return one row."""
    by = catalog.dimension(finding.question.by)
    gap = finding.gap(item.group, item.group_2)
    plain = None if gap is None else replace(gap, df=None)
    shown = item.estimate if isinstance(item.estimate, Estimate) else None
    show = finding.question.show
    answers = counted_words(finding.measure, shown.n_answers, language) if shown else ""
    return Row(
        label=capital(by.level_label(item.group, language)),
        heading=heading,
        mark=mark(by, item.group, colours),
        estimate=item.estimate,
        comparison=gap.reference.value if gap and gap.reference else None,
        is_reliable=gap is None or gap.is_reliable,
        is_notable=_is(gap, Verdict.NOTABLE),
        value_words=value(shown, show) if shown else _withheld(finding, item.estimate, language),
        interval_words=f"({span_words(shown, show, language)})" if shown else "",
        gap_words=verdict_words(finding, plain, language) if shown else "",
        provisional_words=(
            text("chart.is_provisional", language) if is_provisional(item.estimate, gap) else ""
        ),
        n_words=answers,
        filters=filters_of(finding, item),
    )


def is_provisional(found: Estimate | Withheld, gap: Gap | None) -> bool:
    """Return whether so few clusters stand behind a value or its comparison that it may move."""
    if not isinstance(found, Estimate):
        return False
    return found.is_provisional or (
        gap is not None and gap.df is not None and gap.df < PROVISIONAL_DF
    )


def filters_of(finding: Finding, item: Group) -> tuple[str, ...]:
    """Return what to filter by to see a row alone; nothing where its level is not stated."""
    pairs = [(finding.question.by, item.group)]
    if finding.question.by2 is not None and item.group_2 is not None:
        pairs.append((finding.question.by2, item.group_2))
    if any(level == NOT_STATED for _, level in pairs):
        return ()
    return tuple(part for pair in pairs for part in pair)


def _is(gap: Gap | None, verdict: Verdict) -> bool:
    """Return whether a comparison came to a verdict."""
    return gap is not None and gap.verdict is verdict


def _withheld(finding: Finding, found: Estimate | Withheld, language: str) -> str:
    """Return what is said in place of a number."""
    return found.words(language, of=finding.measure) if isinstance(found, Withheld) else ""
