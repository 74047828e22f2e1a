"""The Catalog: the Measures, Dimensions and table columns of a dataset; it travels in the file.

It promises that whatever a page offers is declared here, and that a recipe can add to it without
any query being edited.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from seen.domain.apart import check_apart, settled
from seen.domain.columns import Column
from seen.domain.declared import dimension_parts, measure_parts, record, toml_parts
from seen.domain.dimensions import Dimension
from seen.domain.lookup import asked_for, merged, named
from seen.domain.measures import Measure, Show
from seen.domain.questions import (
    LEVELS,
    STRATA,
    UNADJUSTED,
    VERSUS_LARGEST,
    VERSUS_OTHERS,
    Filters,
    OverviewEntry,
    Question,
)
from seen.domain.views import Blocks, check_view
from seen.errors import CatalogError, QuestionError
from seen.text import DEFAULT_LANGUAGE, text


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """What a dataset can be asked."""

    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    columns: tuple[Column, ...] = ()
    overview: tuple[OverviewEntry, ...] = ()
    blocks: Blocks = ()  # of predictors of burnout, each with its columns
    present: frozenset[tuple[str, str]] = frozenset()  # (answer table, column) that hold data
    institution_word: str = "institution"
    institution_plural: str = ""  # only where it is not the word with an s
    # of each Measure with levels that are kept apart, the combinations its answers stand at
    apart: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()

    def __post_init__(self) -> None:
        for kind, items in (("Measure", self.measures), ("Dimension", self.dimensions)):
            names = [item.name for item in items]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise CatalogError(text("declared.twice", kind=kind, names=", ".join(twice)))

    # -- looking things up ----------------------------------------------------------------

    def measure(self, name: str) -> Measure:
        """Return a Measure by name."""
        return named("Measure", name, self._measures)

    def dimension(self, name: str) -> Dimension:
        """Return a Dimension by name."""
        return named("Dimension", name, self._dimensions)

    def table(self, name: str) -> tuple[Column, ...]:
        """Return the columns of a standard table."""
        return tuple(column for column in self.columns if column.table == name)

    def tables(self) -> tuple[str, ...]:
        """Return the names of the standard tables, in their order."""
        return tuple(dict.fromkeys(column.table for column in self.columns))

    def offers(self, measure: Measure) -> bool:
        """Return whether the data holds answers to a Measure."""
        return all((measure.table, name) in self.present for name in measure.reads)

    def offered_measures(self) -> tuple[Measure, ...]:
        """Return the Measures the data holds answers to."""
        return tuple(self._offered.values())

    def splits(self, dimension: Dimension, table: str) -> bool:
        """Return whether a table can be grouped or filtered by a Dimension."""
        return (table, dimension.column) in self.present

    def offered_dimensions(self, table: str) -> tuple[Dimension, ...]:
        """Return the Dimensions a table can be grouped or filtered by."""
        return tuple(self._splitting(table).values())

    def held_apart(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return the combinations of levels kept apart that answers to a Measure stand at."""
        return self._apart.get(name, ())

    def kept_apart(self, name: str) -> tuple[str, ...]:
        """Return the Dimensions whose levels a Measure keeps apart; none of an unknown one."""
        return self._measures[name].kept_apart if name in self._measures else ()

    # a page looks things up a thousand times, so what they are looked up in is made once

    @cached_property
    def needing(self) -> tuple[Dimension, ...]:
        """The Dimensions with levels that are never shown without another."""
        return tuple(item for item in self.dimensions if item.needs)

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        return {item.name: item for item in self.measures}

    @cached_property
    def _dimensions(self) -> dict[str, Dimension]:
        return {item.name: item for item in self.dimensions}

    @cached_property
    def _apart(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        return dict(self.apart)

    @cached_property
    def _offered(self) -> dict[str, Measure]:
        return {item.name: item for item in self.measures if self.offers(item)}

    @cached_property
    def _split(self) -> dict[str, dict[str, Dimension]]:
        tables = {table for table, _ in self.present}
        return {
            table: {item.name: item for item in self.dimensions if self.splits(item, table)}
            for table in tables
        }

    def _splitting(self, table: str) -> dict[str, Dimension]:
        return self._split.get(table, {})

    # -- Questions --------------------------------------------------------------------------

    def default_question(self) -> Question:
        """Return what is asked where a link says nothing: the first thing the data can answer."""
        for measure in self.offered_measures():
            dimensions = self.offered_dimensions(measure.table)
            by = next((item for item in dimensions if item.role == "recipient"), None)
            by = by or next((item for item in dimensions if item.role != "time"), None)
            if by is not None:
                asked = Question(measure=measure.name, show=measure.shows[0], by=by.name)
                return settled(asked, self)
        raise CatalogError(text("asked.nothing"))

    def checked(self, question: Question) -> Question:
        """Return the Question if the data can be asked it.

        Raises
        ------
        QuestionError
            With what is wrong and what could be asked instead.
        """
        check_apart(self.known(question), self)
        return question

    def known(self, question: Question) -> Question:
        """Return the Question if the data holds all it names; errors as those of `checked`."""
        measure = asked_for("Measure", question.measure, self._offered)
        if question.show not in measure.shows:
            shows = ", ".join(measure.shows)
            raise QuestionError(text("asked.show", name=measure.name, choices=shows))
        dimensions = self._splitting(measure.table)
        by = asked_for("Dimension", question.by, dimensions)
        by2 = (
            asked_for("Dimension", question.by2, dimensions) if question.by2 is not None else None
        )
        follows = measure.is_about_workers and (measure.table, "practitioner_id") in self.present
        blocks = self.held_blocks(measure)
        check_view(question, by, by2, blocks=blocks, follows_workers=follows)
        if question.strata != STRATA:
            for name in question.strata:
                asked_for("Dimension", name, self._dimensions)
        if question.is_stratified and not self.strata(question):
            raise QuestionError(text("asked.no_strata", names=", ".join(question.strata)))
        if question.versus not in (VERSUS_OTHERS, VERSUS_LARGEST, *by.levels):
            choices = ", ".join((VERSUS_OTHERS, VERSUS_LARGEST, *by.levels[:12]))
            raise QuestionError(text("asked.versus", choices=choices))
        if any(group not in by.levels for group in question.groups):
            raise QuestionError(text("asked.group", choices=", ".join(by.levels[:12])))
        if question.groups == (question.versus,):
            raise QuestionError(text("asked.itself"))
        for name, levels in question.filters.chosen:
            dimension = asked_for("Dimension", name, dimensions)
            unknown = [level for level in levels if level not in dimension.levels]
            if unknown:
                choices = ", ".join(dimension.levels[:12])
                raise QuestionError(text("asked.level", name=name, choices=choices))
        return question

    def held_blocks(self, measure: Measure) -> Blocks:
        """Return the blocks of predictors, each with the columns that stand beside a Measure.

        What is asked about is no predictor of itself.
        """
        known = self.present - {(measure.table, measure.column)}
        held = [
            (name, tuple(one for one in columns if (measure.table, one) in known))
            for name, columns in self.blocks
            if measure.table == "burnout_answer"
        ]
        return tuple((name, columns) for name, columns in held if columns)

    def strata(self, question: Question) -> tuple[Dimension, ...]:
        """Return the Dimensions whose levels make up the strata of a Question.

        One the data does not hold, or that is asked by anyway, tells nothing apart and is left
        out, and so is one of which a filter leaves a single level.
        """
        table = self.measure(question.measure).table
        asked = {question.by, question.by2}
        return tuple(
            item
            for item in self.dimensions
            if item.name in question.strata
            and item.name not in asked
            and self.splits(item, table)
            and len(question.filters.levels(item.name)) != 1
        )

    def asking_measure(self, question: Question, name: str) -> Question:
        """Return the Question with another Measure, keeping what that Measure can keep."""
        measure = asked_for("Measure", name, self._offered)
        dimensions = list(self._splitting(measure.table))
        if not dimensions:
            raise QuestionError(text("asked.no_dimension", name=measure.name))
        kept = Filters.of(
            {key: levels for key, levels in question.filters.chosen if key in dimensions}
        )
        by = question.by if question.by in dimensions else dimensions[0]
        asked = question.asking(
            measure=measure.name,
            show=question.show if question.show in measure.shows else measure.shows[0],
            by=by,
            by2=question.by2 if question.by2 in dimensions and question.by2 != by else None,
            versus=question.versus if by == question.by else VERSUS_OTHERS,
            groups=question.groups if by == question.by else (),
            filters=kept,
            view=LEVELS,
            adjust=UNADJUSTED,
        )
        return settled(asked, self, before=question.filters)

    # -- storing and adding ------------------------------------------------------------------

    def to_json(self) -> str:
        """Return the Catalog as text for the data file."""
        parts = {**asdict(self), "present": sorted(self.present)}
        return json.dumps(parts, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, stored: str) -> Catalog:
        """Return the Catalog a data file holds."""
        try:
            return cls._from_parts(json.loads(stored))
        except (ValueError, TypeError, KeyError) as error:
            raise CatalogError(text("declared.unreadable")) from error

    @classmethod
    def from_toml(cls, tables: Mapping[str, Any]) -> Catalog:
        """Return the Catalog declared in a TOML document (`data/dictionary.toml` or a recipe)."""
        return cls._from_parts(toml_parts(tables))

    @classmethod
    def _from_parts(cls, parts: Mapping[str, Any]) -> Catalog:
        """Return a Catalog from plain lists and mappings."""
        return cls(
            columns=tuple(record(Column, item) for item in parts["columns"]),
            measures=tuple(record(Measure, measure_parts(item)) for item in parts["measures"]),
            dimensions=tuple(
                record(Dimension, dimension_parts(item)) for item in parts["dimensions"]
            ),
            overview=tuple(
                record(OverviewEntry, {**item, "show": Show(item["show"])})
                for item in parts["overview"]
            ),
            blocks=tuple((name, tuple(columns)) for name, columns in parts.get("blocks", [])),
            present=frozenset((table, column) for table, column in parts.get("present", [])),
            institution_word=parts.get("institution_word", "institution"),
            institution_plural=parts.get("institution_plural", ""),
            apart=tuple((name, tuple(map(tuple, held))) for name, held in parts.get("apart", [])),
        )

    def extended(self, other: Catalog) -> Catalog:
        """Return this Catalog with another's Measures and Dimensions added or replaced."""
        return replace(
            self,
            measures=merged(other.measures, self.measures),
            dimensions=merged(other.dimensions, self.dimensions),
            columns=(*self.columns, *other.columns),
            overview=other.overview or self.overview,
            blocks=other.blocks or self.blocks,
        )


def institution_words(catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
    """Return the singular and plural of whatever unit the data compares."""
    word = catalog.institution_word
    return word, catalog.institution_plural or text("plural", language, word=word)
