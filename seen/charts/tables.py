"""The numbers of a Finding as rows of words: the table beside a figure and the CSV of it.

It promises the same groups, the same withheld numbers and the same words as the figure.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from seen.charts.parts import parts
from seen.charts.rows import is_provisional
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Interval, Withheld
from seen.domain.measures import Show
from seen.domain.questions import BLOCKS, COMPARES_NONE, DISTRIBUTION
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import shared_versus, verdict_words, versus_words
from seen.wording.burnout import scale_words
from seen.wording.counted import counted_head
from seen.wording.numbers import capital, count, span_words, uncapital, value

Writer: TypeAlias = Any  # the csv module does not name the type of its writers


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of words; the first column heads each row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]  # columns that are set to the right
    short: frozenset[int] = frozenset()  # columns of a word or two, kept on one line


def table(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> Table:
    """Return the table of a Finding."""
    by = catalog.dimension(finding.question.by)
    said = versus_words(shared_versus(finding), by, language)
    kind = "mean" if finding.question.show is Show.MEAN else "share"
    in_group = finding.question.view == DISTRIBUTION  # behind each share stands its whole group
    kind = "share_at" if in_group else kind
    heads = [by.phrase("label", language)]
    if finding.question.by2 is not None:
        heads.append(catalog.dimension(finding.question.by2).phrase("label", language))
    both = (text("table.difference", language, versus=said), text("table.ratio", language))
    compared = both[: _compared(finding)]
    heads += [
        text(f"table.{kind}", language),
        text("table.interval", language),
        *compared,
        counted_head(finding.measure, language, in_group=in_group),
        text("table.people_in_group" if in_group else "table.people", language),
        text("table.clusters", language, plural=finding.cluster_words),
    ]
    rows = tuple(_row(finding, index, catalog, language) for index in range(len(finding.groups)))
    first = len(heads) - 5 - len(compared)
    return Table(
        caption=text("table.caption", language, dimension=heads[0]),
        heads=tuple(heads),
        rows=rows,
        numbers=frozenset(
            {first, *range(len(heads) - (4 if len(compared) > 1 else 3), len(heads))}
        ),
    )


def parts_table(
    finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> Table | None:
    """Return the parts of a Finding as a table; None where its view has none."""
    held = parts(finding, catalog, language)
    if not held:
        return None
    caption = text("table.parts", language)
    if finding.question.view == BLOCKS:
        scale = capital(scale_words(finding, catalog, language))
        caption = text("table.parts_of", language, scale=scale)
    return Table(
        caption=caption,
        heads=(text("table.part", language), text("table.number", language)),
        rows=tuple((line.label, line.words) for line in held),
        numbers=frozenset({1}),
    )


def as_csv(
    finding: Finding,
    catalog: Catalog,
    *,
    reading: str,
    banner: str,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """Return the numbers of a Finding as CSV, with its filters, sentence and caveats above.

    Numbers are exact; what is withheld is said in words in its own column. Cells that a
    spreadsheet could take for a formula are marked as text.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    above = [banner, reading, finding.sentence, finding.measure.phrase("question", language)]
    if finding.question.view == DISTRIBUTION:
        above.append(_view_words(finding, catalog, language))
    for line in (*filter(None, above), *finding.notes):
        writer.writerow([plain(line)])
    writer.writerow([])
    writer.writerow(_CSV_HEADS)
    for item in finding.groups:
        gap = finding.gap(item.group, item.group_2)
        writer.writerow(
            [
                plain(item.group),
                plain(item.group_2 or ""),
                *_numbers(item.estimate),
                *_gap_numbers(gap),
                _withheld(finding, item.estimate, gap, language),
                item.estimate.method if isinstance(item.estimate, Estimate) else "",
            ]
        )
    _write_parts(writer, finding, catalog, language)
    return written.getvalue()


def _write_parts(writer: Writer, finding: Finding, catalog: Catalog, language: str) -> None:
    """Write the parts of a Finding below its groups; nothing where its view has none."""
    held = parts(finding, catalog, language)
    if not held:
        return
    writer.writerow([])
    writer.writerow(_PART_HEADS)
    for line in held:
        found = line.found
        numbers: list[object] = ["", "", ""]
        why = line.words
        if isinstance(found, Interval):
            numbers, why = [found.value, found.low, found.high], ""
        named = [line.name, plain(line.group or ""), plain(line.group_2 or "")]
        writer.writerow([*named, *numbers, line.p_holm, line.verdict, why])


def table_csv(found: Table) -> str:
    """Return a table of words as CSV."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for row in (found.heads, *found.rows):
        writer.writerow([plain(cell) for cell in row])
    return written.getvalue()


_CSV_HEADS = (
    *("group", "group_2", "value", "low", "high", "n_answers", "n_people", "n_clusters"),
    *("versus", "difference", "difference_low", "difference_high", "p_holm", "verdict"),
    *("withheld", "method"),
)
_PART_HEADS: Final = (
    *("part", "group", "group_2", "value", "low", "high", "p_holm", "verdict", "withheld"),
)
# what starts a formula; also the full-width signs, which some spreadsheets read as the plain ones
_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_CONTROL: Final = re.compile(r"[\x00-\x1f]+")  # a line break would start a row of its own


def _view_words(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return what the values of a distribution are."""
    if finding.question.by2 is None:
        return ""
    by2 = catalog.dimension(finding.question.by2)
    said = {"view": finding.question.view, "dimension": by2.phrase("label", language)}
    return text("table.view", language, **said)


def _row(finding: Finding, index: int, catalog: Catalog, language: str) -> tuple[str, ...]:
    """Return one row of the table."""
    item, show = finding.groups[index], finding.question.show
    by = catalog.dimension(finding.question.by)
    names = [capital(by.level_label(item.group, language))]
    if item.group_2 is not None and finding.question.by2 is not None:
        second = catalog.dimension(finding.question.by2)
        names.append(second.level_label(item.group_2, language))
    found = item.estimate
    n_compared = _compared(finding)
    if isinstance(found, Withheld):
        blank = [""] * (4 + n_compared)
        return (*names, found.words(language, of=finding.measure), *blank)
    gap = finding.gap(item.group, item.group_2)
    compared = (_difference(finding, found, gap, language), _ratio(gap, language))
    return (
        *names,
        value(found, show),
        span_words(found, show, language),
        *compared[:n_compared],
        count(found.n_answers),
        *(_count(n, language) for n in (found.n_people, found.n_clusters)),
    )


def _compared(finding: Finding) -> int:
    """Return how many columns say how groups compare: none, the difference, the ratio as well."""
    if finding.question.view in COMPARES_NONE:
        return 0
    return 2 if finding.measure.has_ratios(finding.question.show) else 1


def _count(n: int | None, language: str) -> str:
    """Return a count, or that a release does not hold it."""
    return text("withheld.not_released", language) if n is None else count(n)


def _difference(finding: Finding, found: Estimate, gap: Gap | None, language: str) -> str:
    """Return a difference in words, or why there is none."""
    if gap is not None and isinstance(gap.difference, Withheld):
        return _no_comparison(finding, gap.difference, language)
    plain = None if gap is None else replace(gap, df=None)
    said = verdict_words(finding, plain, language)
    if not is_provisional(found, gap):
        return said
    if not said:
        return text("chart.is_provisional", language)
    return text("chart.provisional", language, words=said)


def _no_comparison(finding: Finding, why: Withheld, language: str) -> str:
    """Return why a group that is shown is compared with nobody."""
    said = uncapital(why.words(language, of=finding.measure), language)
    return text("table.no_comparison", language, why=said)


def _ratio(gap: Gap | None, language: str) -> str:
    """Return a ratio with its interval; nothing where there is no comparison at all."""
    if gap is None or isinstance(gap.difference, Withheld):
        return ""
    if isinstance(gap.ratio, Withheld):
        return gap.ratio.words(language)
    ends = text("range", language, low=f"{gap.ratio.low:.2f}", high=f"{gap.ratio.high:.2f}")
    return f"{gap.ratio.value:.2f} ({ends})"


def _numbers(found: Interval | Withheld) -> list[object]:
    """Return an Estimate's numbers, or empty cells."""
    if not isinstance(found, Estimate):
        return [""] * 6
    return [
        found.value,
        found.low,
        found.high,
        found.n_answers,
        found.n_people,
        found.n_clusters,
    ]


def _gap_numbers(gap: Gap | None) -> list[object]:
    """Return a comparison's numbers, or empty cells."""
    if gap is None:
        return [""] * 6
    if not isinstance(gap.difference, Interval):
        return [plain(gap.versus), "", "", "", "", str(gap.verdict)]
    found = gap.difference
    return [plain(gap.versus), found.value, found.low, found.high, gap.p_holm, str(gap.verdict)]


def _withheld(finding: Finding, found: Estimate | Withheld, gap: Gap | None, language: str) -> str:
    """Return why the value, or else its comparison, is not there."""
    if isinstance(found, Withheld):
        return found.words(language, of=finding.measure)
    if gap is not None and isinstance(gap.difference, Withheld):
        return capital(_no_comparison(finding, gap.difference, language))
    return ""


def plain(cell: str) -> str:
    """Return a cell on one line that no spreadsheet takes for a formula."""
    line = _CONTROL.sub(" ", cell).strip(" ")
    return f"'{line}" if line[:1] in _FORMULA else line
