"""What a data file is asked beside its sums: how many, who stands behind a group, which clusters.

It promises that each is asked once for all parts of a page, and that an error is never remembered.
"""

from __future__ import annotations

from typing import Any, Final

from seen.domain.catalog import Catalog
from seen.domain.cells import Contributors
from seen.domain.findings import Response
from seen.domain.questions import (
    BLOCKS,
    DISTRIBUTION,
    LEVELS,
    STRATA,
    UNADJUSTED,
    VERSUS_OTHERS,
    WAVES,
    Filters,
    Question,
)
from seen.guard.rules import Key
from seen.guard.suppress import TOTAL
from seen.sources import clusters
from seen.sources.asking import (
    EVERYONE,
    Asking,
    contributors,
    person_column,
    practitioner_column,
    slots,
)
from seen.sources.assembling import response_of
from seen.sources.choosing import people_alone
from seen.sources.remembered import Remembered
from seen.store import DataFile

_REMEMBERED: Final = 256
_OWN_ROWS: Final = (DISTRIBUTION, WAVES, BLOCKS)  # views that count other rows than levels do
_PLACES: Final = ("setting", "organisation", "institution")  # whose answer rates may differ widely


class Counting:
    """The counts of one data file."""

    def __init__(self, file: DataFile, catalog: Catalog) -> None:
        self._file, self._catalog = file, catalog
        self._counts = Remembered(self._ask_counts, most=_REMEMBERED)
        self._behind = Remembered(self._ask_behind, most=_REMEMBERED)
        self.behind_unanswered = Remembered(self._ask_behind_unanswered, most=_REMEMBERED)
        self._cluster = Remembered(self._ask_cluster, most=_REMEMBERED)
        self.held_levels = Remembered(self._ask_held_levels, most=_REMEMBERED)

    def forget(self) -> None:
        """Let every count go."""
        for kept in (
            self._counts,
            self._behind,
            self.behind_unanswered,
            self._cluster,
            self.held_levels,
        ):
            kept.forget()

    def behind(self, question: Question) -> dict[Key, Contributors]:
        """Return who stands behind each group, margin and the whole."""
        return self._behind(self._as_counted(question))

    def cluster(self, question: Question) -> str:
        """Return the column of the cluster."""
        return self._cluster(self._as_counted(question))

    def _as_counted(self, question: Question) -> Question:
        """Return the Question that counts the same rows, however they are shown or compared.

        So the top answer, the lowest ones and the mean are counted once, and so are crude and
        adjusted figures.
        """
        if question.view in _OWN_ROWS:
            return question
        return question.asking(
            show=self._catalog.measure(question.measure).shows[0],
            view=LEVELS,
            versus=VERSUS_OTHERS,
            groups=(),
            adjust=UNADJUSTED,
            strata=STRATA,
        )

    def _ask_behind_unanswered(self, question: Question) -> Contributors:
        """Return who stands behind everything that was filtered, answered or not."""
        asking = Asking.of(question, self._catalog)
        return self.met(EVERYONE, asking.table, asking.filter_values).get(TOTAL, people_alone(0))

    def met(self, column: str, table: str, values: dict[str, Any]) -> dict[Key, Contributors]:
        """Return who stands behind each level of a column, every row counted."""
        rows = self._file.run(
            "cells/contributors",
            **values,
            by=column,
            measure=EVERYONE,
            amount=EVERYONE,
            person=person_column(self._catalog, table),
            practitioner=practitioner_column(self._catalog, table),
        )
        return contributors(rows, catalog=self._catalog, table=table)

    def counted(self, asking: Asking) -> dict[str, Any]:
        """Return how many there are of everything under the filters, however it is grouped."""
        return self._counts(asking.measure.name, asking.filters)

    def _ask_counts(self, measure: str, filters: Filters) -> dict[str, Any]:
        """Ask for those counts."""
        asked = self._catalog.measure(measure)
        values = slots(filters, self._catalog) | {"table": asked.table, "measure": asked.column}
        return dict(self._file.run("cells/scope", **values).iloc[0])

    def _ask_behind(self, question: Question) -> dict[Key, Contributors]:
        """Return who stands behind each group, margin and the whole."""
        asking = Asking.of(question, self._catalog)
        is_crossed = question.by2 is not None
        values = asking.filter_values | {
            "measure": asking.measure.column,
            "amount": asking.amount,
            "by": asking.by,
            "person": asking.person,
            "practitioner": asking.practitioner,
        }
        if is_crossed:
            values |= {"by_2": asking.by_2}
        rows = self._file.run(f"cells/contributors{'_crossed' if is_crossed else ''}", **values)
        return contributors(rows, catalog=self._catalog, table=asking.table)

    def responses(self, asking: Asking) -> tuple[tuple[str, Response], ...]:
        """Return how many were asked and answered in each group, where groups are places."""
        question = asking.question
        is_asked = response_of(asking, self.counted(asking)).asked is not None
        if question.by not in _PLACES or question.by2 is not None or not is_asked:
            return ()
        values = asking.filter_values | {"measure": asking.measure.column, "by": asking.by}
        rows = self._file.run("cells/responses", **values)
        return tuple(
            (
                str(row["group_value"]),
                Response(asked=int(row["n_asked"]), answered=int(row["n_answers"])),
            )
            for row in rows.to_dict("records")
        )

    def _ask_held_levels(self, table: str, column: str) -> tuple[str, ...]:
        """Return the levels a column holds anywhere in the data."""
        return tuple(self._file.run("build/levels", table=table, column=column)["level"])

    def _ask_cluster(self, question: Question) -> str:
        """Return the column of the cluster, counting no more levels than it takes."""
        asking = Asking.of(question, self._catalog)
        values = asking.filter_values | {"measure": asking.measure.column}

        def count(column: str) -> int:
            if column == "institution_id":
                return int(self.counted(asking)["n_institution_clusters"])
            found = self._file.run("cells/clusters", **values, cluster=column)
            return int(found["n_clusters"].iloc[0])

        return clusters.column(asking, count)
