"""How a Question becomes the bound values of queries: filter slots, groups, who is protected.

It promises that whatever a Question names is looked up in its Catalog before a query sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

import pandas as pd

from seen.domain.apart import held, is_compared
from seen.domain.catalog import Catalog
from seen.domain.cells import Contributors
from seen.domain.measures import WORKER_TABLES, Measure, Show
from seen.domain.questions import DISTRIBUTION, MOST_FILTERS, MOST_STRATA, Filters, Question
from seen.guard.rules import Key
from seen.stats.gaps import Scale
from seen.text import text
from seen.wording.numbers import percent, uncapital
from seen.wording.reading import place_words

EVERYONE: Final = "everyone"  # the constant column that unused slots name
ROW: Final = "answer_id"  # stands in for people, or clusters, that the data does not know


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A checked Question together with what its data holds."""

    question: Question
    measure: Measure
    catalog: Catalog

    @classmethod
    def of(cls, question: Question, catalog: Catalog) -> Asking:
        """Return the Question checked, with what it needs to be asked."""
        checked = catalog.checked(question)
        return cls(question=checked, measure=catalog.measure(checked.measure), catalog=catalog)

    @property
    def table(self) -> str:
        """The answer table that is asked."""
        return self.measure.table

    def holds(self, column: str) -> bool:
        """Return whether the table holds values in a column."""
        return (self.table, column) in self.catalog.present

    @property
    def filter_values(self) -> dict[str, Any]:
        """The bound values of the eight filter slots, and what every query asks."""
        return slots(self.filters, self.catalog) | {"table": self.table}

    @property
    def filters(self) -> Filters:
        """The filters; a distribution runs over those alone whose level is known."""
        asked, filters = self.question, self.question.filters
        if not self.is_distribution or asked.by2 is None or filters.levels(asked.by2):
            return filters
        return filters.including(asked.by2, self.catalog.dimension(asked.by2).levels)

    @property
    def is_distribution(self) -> bool:
        """Whether shares at the levels of the second Dimension are asked for."""
        return self.question.view == DISTRIBUTION

    @property
    def has_no_whole(self) -> bool:
        """Whether all answers together would be a mean over what is kept apart."""
        return len(held(self.question, self.catalog)) > 1

    @property
    def has_no_gaps(self) -> bool:
        """Whether the groups are themselves kept apart, so that none is held against another."""
        return is_compared(self.question, self.catalog)

    @property
    def scale(self) -> Scale:
        """How what is shown is to be read; to stand at a level is neither better nor worse."""
        found = scale_of(self.measure, self.question.show)
        return replace(found, worse_sign=1) if self.is_distribution else found

    @property
    def box(self) -> list[float] | None:
        """The answers that count as yes; None for the mean."""
        found = self.measure.box(self.question.show)
        return None if found is None else [float(value) for value in found]

    @property
    def amount(self) -> str:
        """The column of what is shared out; the constant where each answer counts as one."""
        return self.measure.amount or EVERYONE

    @property
    def by(self) -> str:
        """The column of the first Dimension."""
        return self.catalog.dimension(self.question.by).column

    @property
    def by_2(self) -> str:
        """The column of the second Dimension, or the constant."""
        second = self.question.by2
        return EVERYONE if second is None else self.catalog.dimension(second).column

    @property
    def strata(self) -> tuple[str, ...]:
        """The columns that tell strata apart, one for each place the queries have."""
        found = self.catalog.strata(self.question) if self.question.is_stratified else ()
        columns = [item.column for item in found]
        return (*columns, *[EVERYONE] * (MOST_STRATA - len(columns)))

    @property
    def is_weighted(self) -> bool:
        """Whether answers count by their weight: it repairs who answered, so only for answers."""
        return self.measure.reporter == "recipient"

    # -- who is counted and protected --------------------------------------------------------

    @property
    def person(self) -> str:
        """The column that tells people apart; rows where people are not known."""
        return person_column(self.catalog, self.table)

    @property
    def practitioner(self) -> str:
        """The column whose members are protected as practitioners."""
        return practitioner_column(self.catalog, self.table)

    def counted(self, behind: Contributors, language: str) -> list[str]:
        """Return what a reader has to know about how answers and people were counted.

        Parameters
        ----------
        behind
            Who stands behind all answers together.
        """
        _, plural = place_words(self.catalog, self.measure.table, language)
        said = []
        if self.person == ROW:
            said.append(text("notes.people_unknown", language))
        elif behind.n_without_person:
            share = percent(behind.n_without_person / behind.n_answers)
            said.append(text("notes.people_unknown_some", language, share=share))
        n_without = behind.n_answers - behind.n_with_practitioner
        # of a bot nobody is the practitioner: where encounters say what they were, that is known
        if self.practitioner == "practitioner_id" and n_without and not self.holds("modality"):
            share = percent(n_without / behind.n_answers)
            said.append(text("notes.practitioners_unknown_some", language, share=share))
        if self.practitioner == "institution_id":
            said.append(text("notes.practitioners_unknown", language, plural=plural))
        elif self.practitioner == EVERYONE:
            said.append(text("notes.nobody_known", language, plural=plural))
        return said

    def notes(self, language: str) -> list[str]:
        """Return what a reader has to know about what was asked."""
        said = []
        if self.question.by2 is not None:
            label = self.catalog.dimension(self.question.by2).phrase("label", language)
            key = "notes.at_level" if self.is_distribution else "notes.within"
            said.append(text(key, language, dimension=uncapital(label, language)))
        if self.has_no_whole:
            said.append(self.apart_words(language))
        if self.measure.evidence == "experimental":
            said.append(text("notes.experimental", language))
        return said

    def apart_words(self, language: str) -> str:
        """Return that what is kept apart is neither compared nor put together."""
        key = "times_apart" if self.measure.table == "time_answer" else "scores_apart"
        return text(f"blocks.{key}", language)


def scale_of(measure: Measure, show: Show) -> Scale:
    """Return how a Measure is to be read when shown this way."""
    is_share = show is not Show.MEAN
    return Scale(
        is_share=is_share,
        worse_sign=measure.worse_sign(show),
        span=measure.span(show),
        lowest=0.0 if is_share else measure.scale[0],
        has_zero=is_share or measure.has_zero,
    )


def person_column(catalog: Catalog, table: str) -> str:
    """Return the column of a table that tells people apart; rows where people are not known."""
    columns = ["recipient_id", *(["practitioner_id"] if table in WORKER_TABLES else [])]
    return next((column for column in columns if (table, column) in catalog.present), ROW)


def practitioner_column(catalog: Catalog, table: str) -> str:
    """Return the column whose members are protected as practitioners in a table."""
    for column in ("practitioner_id", "institution_id"):
        if (table, column) in catalog.present:
            return column
    return EVERYONE


def contributors(rows: pd.DataFrame, *, catalog: Catalog, table: str) -> dict[Key, Contributors]:
    """Return who stands behind each group, margin and the whole, from the rows of the query."""
    found: dict[Key, Contributors] = {}
    for row in rows.to_dict("records"):
        first, second = _text(row["group_value"]), _text(row["group_value_2"])
        found[first, second] = _contributors(row, catalog=catalog, table=table)
    return found


def of_groups(
    behind: Mapping[Key, Contributors], private: frozenset[Key]
) -> tuple[dict[Key, Contributors], frozenset[Key]]:
    """Return the keys of a table of shares: behind each share stands its whole group.

    The share's count is that of the group, so where the group is private every share of it is:
    also at a level where nobody of it stands, whose count would be the group's.
    """
    firsts = [key[0] for key in behind if key[0] is not None and key[1] is None]
    seconds = [key[1] for key in behind if key[0] is None and key[1] is not None]
    pairs: list[Key] = list(product(firsts, seconds))
    groups = {key: behind[key[0], None] for key in pairs}
    closed = {key for key in pairs if (key[0], None) in private}
    return {**behind, **groups}, private | closed


def _contributors(row: Mapping[Any, Any], *, catalog: Catalog, table: str) -> Contributors:
    """Return one row of contributors, rows standing in for people who are not known."""
    n_answers = int(row["n_answers"])
    nobody = practitioner_column(catalog, table) == EVERYONE
    return Contributors(
        n_answers=n_answers,
        n_people=n_answers if person_column(catalog, table) == ROW else int(row["n_people"]),
        n_practitioners=0 if nobody else int(row["n_practitioners"]),
        n_with_practitioner=0 if nobody else int(row["n_with_practitioner"]),
        largest_practitioner_share=0.0 if nobody else float(row["largest_practitioner_share"]),
        n_without_person=int(row.get("n_without_person", 0)),
        amount_with_practitioner=None if nobody else row.get("amount_with_practitioner"),
    )


def slots(filters: Filters, catalog: Catalog) -> dict[str, Any]:
    """Return the bound values of the eight filter slots; unused ones name the constant column."""
    values: dict[str, Any] = {}
    for index in range(MOST_FILTERS):
        name, levels = filters.chosen[index] if index < len(filters.chosen) else (None, None)
        column = EVERYONE if name is None else catalog.dimension(name).column
        values[f"filter_{index + 1}"] = column
        values[f"levels_{index + 1}"] = None if levels is None else list(levels)
    return values


def _text(value: Any) -> str | None:
    """Return a level as text; None for a margin."""
    return None if pd.isna(value) else str(value)
