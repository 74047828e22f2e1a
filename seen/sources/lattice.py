"""Which cells of a release a Question needs, and why some cannot be asked of it.

It promises a reason in words for everything a release cannot answer, the same one every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from seen.domain.apart import held
from seen.domain.catalog import Catalog, institution_words
from seen.domain.measures import Measure, Show
from seen.domain.questions import (
    DISTRIBUTION,
    LEVELS,
    MOST_FILTERS,
    UNADJUSTED,
    Filters,
    Question,
)
from seen.domain.releases import CORE, INSTITUTION
from seen.sources.asking import EVERYONE
from seen.text import text
from seen.wording.numbers import uncapital

_APART: Final = ("instrument", "scale")  # told apart by outcome, not by cell
_SCORES: Final = "burnout_answer"
_TREND: Final = "trend"


@dataclass(frozen=True, kw_only=True)
class Lattice:
    """What goes together in a release.

    Attributes
    ----------
    catalog
        What is released.
    levels
        The released levels of each Dimension that cells have.
    cuboids
        The combinations of Dimensions of which anything is published.
    outcomes
        The levels of each outcome.
    most
        How many Dimensions go together, but for the core.
    """

    catalog: Catalog
    levels: Mapping[str, tuple[str, ...]]
    cuboids: frozenset[str]
    outcomes: Mapping[str, tuple[str, ...]]
    most: int

    def refused(self, question: Question, language: str) -> str | None:
        """Return why a Question that the Catalog knows cannot be asked; None where it can."""
        if question.adjust != UNADJUSTED:
            return text(f"release.cannot_{question.adjust}", language)
        if question.view not in (LEVELS, DISTRIBUTION):
            key = question.view if question.view == _TREND else "view"
            return text(f"release.cannot_{key}", language)
        if {question.by, question.by2} & set(_APART) and self._is_score(question.measure):
            return text("release.cannot_apart", language)
        names = self.names(question)
        absent = [name for name in names if name not in self.levels]
        if absent:
            return text("release.cannot_dimension", language, names=self._said(absent, language))
        if self.outcome(question) not in self.outcomes:
            return text("release.cannot_measure", language)
        return self._apart(names, language)

    def names(self, question: Question) -> tuple[str, ...]:
        """Return the Dimensions of the cells a Question needs, sorted."""
        asked = [question.by, *([question.by2] if question.by2 else [])]
        return self.columns([*asked, *question.filters.names], question.measure)

    def columns(self, names: list[str] | tuple[str, ...], measure: str) -> tuple[str, ...]:
        """Return the columns of cells behind some Dimensions, sorted, each once."""
        is_score = self._is_score(measure)
        found = {self.column(name) for name in names if not (is_score and name in _APART)}
        return tuple(sorted(found))

    def column(self, name: str) -> str:
        """Return the column of a Dimension: of one made of another's levels, that other's."""
        merged = self.catalog.dimension(name).merge_of
        return merged if merged and name not in self.levels else name

    def members(self, name: str, level: str) -> tuple[str, ...]:
        """Return the released levels that make up a level."""
        if self.column(name) == name:
            return (level,)
        return dict(self.catalog.dimension(name).merges).get(level, ())

    def outcome(self, question: Question) -> str:
        """Return the outcome of a Measure: of scores that of one instrument and scale."""
        if not self._is_score(question.measure):
            return question.measure
        combinations = held(question, self.catalog)
        if len(combinations) != 1:
            return question.measure
        return "|".join((question.measure, *combinations[0]))

    def slots(self, filters: Filters, measure: str) -> dict[str, Any]:
        """Return the bound values of the eight filter slots."""
        chosen = list(self.chosen(filters, measure).items())
        values: dict[str, Any] = {}
        for index in range(MOST_FILTERS):
            name, levels = chosen[index] if index < len(chosen) else (EVERYONE, None)
            values[f"filter_{index + 1}"] = name
            values[f"levels_{index + 1}"] = None if levels is None else sorted(levels)
        return values

    def chosen(self, filters: Filters, measure: str) -> dict[str, frozenset[str]]:
        """Return the levels that filters leave of each column."""
        found: dict[str, frozenset[str]] = {}
        for name, levels in filters.chosen:
            for column in self.columns([name], measure):
                wanted = frozenset(part for one in levels for part in self.members(name, one))
                found[column] = found.get(column, wanted) & wanted
        return found

    def _is_score(self, measure: str) -> bool:
        """Return whether a Measure has an outcome for each instrument and scale."""
        return self.catalog.measure(measure).table == _SCORES

    def _apart(self, names: tuple[str, ...], language: str) -> str | None:
        """Return why Dimensions do not go together."""
        if "|".join(names) in self.cuboids:
            return None
        if INSTITUTION in names and len(names) > 1:
            word, plural = institution_words(self.catalog, language)
            return text("release.cannot_institution", language, word=word, plural=plural)
        if len(names) <= self.most:
            return None
        core = [name for name in CORE if name in self.levels]
        key = "cannot_many_core" if len(core) == len(CORE) else "cannot_many"
        said = {"n": self.most, "asked": self._said(list(names), language)}
        return text(f"release.{key}", language, **said, core=self._said(core, language))

    def _said(self, names: list[str], language: str) -> str:
        """Return Dimensions as a reader knows them."""
        labels = [self.catalog.dimension(name).phrase("label", language) for name in names]
        *most, last = [uncapital(label, language) for label in labels]
        return f"{', '.join(most)} {text('reading.and', language)} {last}" if most else last


def weights(
    measure: Measure, show: Show, levels: tuple[str, ...], middles: Mapping[str, float]
) -> tuple[float, ...] | None:
    """Return what each level of an outcome counts as; None where bands cut a box in two.

    Parameters
    ----------
    middles
        The middle of each band, where levels are bands of a score.
    """
    box = measure.box(show)
    if box is None:
        return tuple(middles.get(level, 0.0) if middles else float(level) for level in levels)
    if middles:
        return None
    return tuple(1.0 if float(level) in box else 0.0 for level in levels)
