"""What the further views of a Sample share: its plain comparison, and how parts are written.

They promise that each view shows the groups and reasons of the plain comparison, and that no
interval of width 0 is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seen.domain.findings import Estimate, Gap, Interval, Part, Reason, Test, Withheld
from seen.stats.compare import Comparison, compare_totals, laid_out
from seen.stats.intervals import korn_graubard, t_interval
from seen.stats.linear import Linearised
from seen.stats.sample import Answer, Sample
from seen.stats.strata import Strata, strata
from seen.stats.totals import Totals

ONE_STRATUM: Final = "notes.one_stratum"  # a key of seen/text
_ROUNDING: Final = 1e-12


def crude(sample: Sample) -> Comparison:
    """Return the groups of a Sample and their gaps, added up over strata.

    Raises
    ------
    DataFileError
        When the cells hold sums no honest data can have.
    ValueError
        When a shown group has no contributors, or a share lies outside 0 to 1.
    """
    return crude_of(sample)[1]


def crude_of(sample: Sample) -> tuple[Totals, Comparison]:
    """Return what `crude` returns, after the Totals that further numbers are made of."""
    sums = laid_out(sample)
    return sums, compare_totals(sample, sums)


def crude_by_stratum(sample: Sample) -> tuple[Strata, Comparison]:
    """Return what `crude` returns, after the rows by stratum that further numbers are made of.

    A second Dimension is added up over.
    """
    rows = strata(sample.cells).with_groups(sample.known)
    return rows, compare_totals(sample, rows.margin())


def answered(
    plain: Comparison,
    *,
    parts: Sequence[Part],
    gaps: tuple[Gap, ...] | None = None,
    test: Test | Withheld | None = None,
    notes: tuple[str, ...] = (),
) -> Answer:
    """Return a comparison as an Answer with further parts, and its own gaps unless others.

    `notes` are keys of seen/text.
    """
    return Answer(
        groups=plain.groups,
        gaps=plain.gaps if gaps is None else gaps,
        overall=plain.overall,
        is_weighted=plain.is_weighted,
        parts=tuple(parts),
        test=test,
        notes=notes,
    )


def told_of(rows: Strata) -> tuple[str, ...]:
    """Return the keys of what has to be said about strata: that there is one alone."""
    return (ONE_STRATUM,) if rows.is_one else ()


@dataclass(frozen=True, kw_only=True)
class Named:
    """A compared group, as further numbers about it are to be written."""

    sample: Sample
    gap: Gap
    n_clusters: int

    def part(self, name: str, found: Interval | Withheld, *, method: str) -> Part:
        """Return a number with the counts behind the group, or why there is none."""
        if isinstance(found, Withheld):
            return Part(name=name, group=self.gap.group, estimate=found)
        estimate = self.sample.estimate(
            found,
            (self.gap.group, None),
            n_clusters=self.n_clusters,
            df=self.gap.df or 0.0,
            method=method,
        )
        return Part(name=name, group=self.gap.group, estimate=estimate)


def named(sample: Sample, plain: Comparison, gap: Gap) -> Named:
    """Return the group of a gap with what its numbers need."""
    behind = [
        item.estimate.n_clusters or 0
        for item in plain.groups
        if item.group == gap.group and isinstance(item.estimate, Estimate)
    ]
    return Named(sample=sample, gap=gap, n_clusters=behind[0] if behind else 0)


def number(found: Linearised, place: int, *, span: float) -> Interval | Withheld:
    """Return an estimate with its t interval; undefined where nothing varies between clusters.

    Parameters
    ----------
    found, place
        The estimates, and which one.
    span
        The width of the scale it is on: standard errors below 1e-12 of it are rounding.
    """
    error, df = found.standard_error(place), float(found.df[place])
    if df <= 0 or error <= _ROUNDING * span:
        return Withheld(reason=Reason.UNDEFINED)
    return t_interval(value=float(found.values[place]), standard_error=error, df=df)


def share(found: Linearised, place: int, *, n_answers: float) -> Interval:
    """Return a share of answers with its Korn-Graubard interval, as any other share."""
    value, error = float(found.values[place]), found.standard_error(place)
    n_effective = value * (1 - value) / error**2 if error > _ROUNDING else n_answers
    return korn_graubard(
        value=value,
        n_answers=n_answers,
        n_effective=min(n_answers, n_effective),
        df=float(found.df[place]),
    )
