"""DatasetSource: Findings from a local data file, exact sums guarded before they leave.

It promises that exact Cells never leave this module.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from seen import queries
from seen.domain.catalog import Catalog
from seen.domain.cells import Cells, Contributors
from seen.domain.findings import Finding
from seen.domain.measures import WORKER_TABLES
from seen.domain.questions import BLOCKS, WAVES, Filters, Question
from seen.domain.scopes import Choice, Scope
from seen.errors import CatalogError, DataFileError, QuestionError
from seen.guard.rules import Key, Rules, Strength, rules_for
from seen.guard.suppress import TOTAL, hidden
from seen.settings import MINIMUM_PEOPLE
from seen.sources.answering import CELLS, answer, order, query_of
from seen.sources.asking import (
    EVERYONE,
    ROW,
    Asking,
    contributors,
    of_groups,
    person_column,
    practitioner_column,
    slots,
)
from seen.sources.assembling import assemble, response_of, scope_of
from seen.sources.blocks import blocks_answer, moment_values
from seen.sources.choosing import guarded_choices, people_alone
from seen.sources.provenance import Dataset
from seen.sources.waves import breaks
from seen.stats.distribution import shares
from seen.stats.sample import Answer, Sample
from seen.stats.totals import WHOLE, Pair
from seen.store import DataFile
from seen.text import DEFAULT_LANGUAGE, text

_REMEMBERED: Final = 256


class DatasetSource:
    """A local data file that can be asked."""

    def __init__(
        self,
        path: Path,
        *,
        screen_minimum_people: int = MINIMUM_PEOPLE,
        language: str = DEFAULT_LANGUAGE,
    ) -> None:
        self._file = DataFile(path)
        self._screen_minimum_people = screen_minimum_people
        self._language = language
        self._version = path.stem.rpartition("-")[2]
        try:
            self._catalog = Catalog.from_json(self._file.meta["catalog"])
        except (KeyError, CatalogError) as error:
            raise DataFileError(text("error.file_not_seen", file=path.name)) from error
        # asked by every part of a page about the same Question
        self._counts = lru_cache(maxsize=_REMEMBERED)(self._ask_counts)
        self._behind = lru_cache(maxsize=_REMEMBERED)(self._ask_behind)
        self._behind_unanswered = lru_cache(maxsize=_REMEMBERED)(self._ask_behind_unanswered)
        self._cluster = lru_cache(maxsize=_REMEMBERED)(self._ask_cluster)
        self._held_levels = lru_cache(maxsize=_REMEMBERED)(self._ask_held_levels)

    @property
    def catalog(self) -> Catalog:
        """What can be asked."""
        return self._catalog

    @property
    def version(self) -> str:
        """What the data is; changes whenever the data does."""
        return self._version

    @property
    def meta(self) -> dict[str, str]:
        """Facts about the file itself."""
        return self._file.meta

    @cached_property
    def dataset(self) -> Dataset:
        """Where the data comes from."""
        row = self._file.run("choices/dataset").iloc[0]
        facts = {"name", "created_month", "app_version", "generator"}
        stored = {name: str(row[name]) for name in Dataset.__annotations__ if name not in facts}
        return Dataset(**stored, **{name: self.meta.get(name, "") for name in facts})

    def can(self, question: Question) -> str | None:
        """Return None where the Question can be answered, otherwise the reason why not."""
        try:
            self._catalog.checked(question)
        except QuestionError as error:
            return str(error)
        return None

    def statement(self, question: Question) -> tuple[str, dict[str, Any]]:
        """Return the SQL a Question runs and the values bound to it."""
        asking = self._asking(question)
        values = moment_values if question.view == BLOCKS else self._cell_values
        return queries.sql(query_of(question)), values(asking, self._cluster(question))

    def finding(self, question: Question, guard: Strength = Strength.PUBLISH) -> Finding:
        """Return the answer to a Question.

        Raises
        ------
        QuestionError
            When the data cannot be asked this.
        """
        asking = self._asking(question)
        compared = self._answer(asking, guard)
        return assemble(
            asking,
            compared,
            response=response_of(asking, self._counted(asking)),
            behind=self._behind(question).get(TOTAL, people_alone(0)),
            provenance=self.dataset.provenance(
                version=self._version,
                layout=asking.table,
                query=query_of(question),
                guard=str(guard),
            ),
            cluster_words=self._cluster_words(asking),
            is_hidden=self._is_hidden(question, guard),
            language=self._language,
        )

    def scope(self, question: Question, guard: Strength = Strength.PUBLISH) -> Scope:
        """Return who, where, when and how many a Question is about."""
        asking = self._asking(question)
        return scope_of(asking, self._counted(asking), is_hidden=self._is_hidden(question, guard))

    def choices(self, dimension: str, table: str, filters: Filters) -> tuple[Choice, ...]:
        """Return the levels a filter offers under the other filters, with guarded counts."""
        asked = self._catalog.dimension(dimension)
        values = slots(filters.without(dimension), self._catalog) | {"table": table}
        met = self._met(asked.column, table, values)
        return guarded_choices(asked, met, are_workers=table in WORKER_TABLES)

    def close(self) -> None:
        """Close the data file."""
        self._file.close()

    # -- steps ---------------------------------------------------------------------------------

    def _asking(self, question: Question) -> Asking:
        """Return the Question checked, with what it needs to be asked."""
        checked = self._catalog.checked(question)
        measure = self._catalog.measure(checked.measure)
        return Asking(question=checked, measure=measure, catalog=self._catalog)

    def _rules(self, guard: Strength) -> Rules:
        """Return what counts as private at a strength."""
        return rules_for(guard, screen_minimum_people=self._screen_minimum_people)

    def _is_hidden(self, question: Question, guard: Strength) -> bool:
        """Return whether too few people stand behind everything that was filtered.

        Where nobody answered, those who were met still have to be many.
        """
        total = self._behind(question).get(TOTAL) or self._behind_unanswered(question)
        return total.n_people > 0 and not self._rules(guard).allow(total)

    def _ask_behind_unanswered(self, question: Question) -> Contributors:
        """Return who stands behind everything that was filtered, answered or not."""
        asking = self._asking(question)
        return self._met(EVERYONE, asking.table, asking.filter_values).get(TOTAL, people_alone(0))

    def _met(self, column: str, table: str, values: dict[str, Any]) -> dict[Key, Contributors]:
        """Return who stands behind each level of a column, every row counted."""
        rows = self._file.run(
            "cells/contributors",
            **values,
            by=column,
            measure=EVERYONE,
            person=person_column(self._catalog, table),
            practitioner=practitioner_column(self._catalog, table),
        )
        return contributors(rows, catalog=self._catalog, table=table)

    def _counted(self, asking: Asking) -> dict[str, Any]:
        """Return how many there are of everything under the filters, however it is grouped."""
        return self._counts(asking.measure.name, asking.filters)

    def _ask_counts(self, measure: str, filters: Filters) -> dict[str, Any]:
        """Ask for those counts."""
        asked = self._catalog.measure(measure)
        values = slots(filters, self._catalog) | {"table": asked.table, "measure": asked.column}
        return dict(self._file.run("cells/scope", **values).iloc[0])

    def _ask_behind(self, question: Question) -> dict[Key, Contributors]:
        """Return who stands behind each group, margin and the whole."""
        asking = self._asking(question)
        is_crossed = question.by2 is not None
        values = asking.filter_values | {
            "measure": asking.measure.column,
            "by": asking.by,
            "person": asking.person,
            "practitioner": asking.practitioner,
        }
        if is_crossed:
            values |= {"by_2": asking.by_2}
        rows = self._file.run(f"cells/contributors{'_crossed' if is_crossed else ''}", **values)
        return contributors(rows, catalog=self._catalog, table=asking.table)

    def _ask_held_levels(self, table: str, column: str) -> tuple[str, ...]:
        """Return the levels a column holds anywhere in the data."""
        return tuple(self._file.run("build/levels", table=table, column=column)["level"])

    def _ask_cluster(self, question: Question) -> str:
        """Return the column of the cluster, counting no more levels than it takes."""
        asking = self._asking(question)
        values = asking.filter_values | {"measure": asking.measure.column}

        def count(column: str) -> int:
            if column == "institution_id":
                return int(self._counted(asking)["n_institution_clusters"])
            found = self._file.run("cells/clusters", **values, cluster=column)
            return int(found["n_clusters"].iloc[0])

        return asking.cluster(count)

    def _cell_values(self, asking: Asking, cluster: str) -> dict[str, Any]:
        """Return the values bound to the cells query."""
        return asking.filter_values | {
            "measure": asking.measure.column,
            "box": asking.box,
            "by": asking.by,
            "by_2": asking.by_2,
            **{f"stratum_{place}": name for place, name in enumerate(asking.strata, start=1)},
            "cluster": cluster,
            "is_weighted": asking.is_weighted,
        }

    def _answer(self, asking: Asking, guard: Strength) -> Answer:
        """Return the statistics of the guarded groups."""
        question, cluster = asking.question, self._cluster(asking.question)
        if question.view == BLOCKS:
            word = self._cluster_words(asking)
            run, rules = self._file.run, self._rules(guard)
            n = int(self._counted(asking)["n_answers"])
            return blocks_answer(
                run, asking, cluster=cluster, cluster_word=word, rules=rules, n_answers=n
            )
        private = hidden(self._behind(question), rules=self._rules(guard))
        cells = Cells(frame=self._file.run(CELLS, **self._cell_values(asking, cluster)))
        behind = self._behind(question)
        if asking.is_distribution:
            cells, behind, private = shares(cells), *of_groups(behind, private)
        known = {_pair(key): who for key, who in behind.items()}
        empty = {pair: people_alone(0) for pair in self._expected(asking) if pair not in known}
        sample = Sample(
            cells=cells,
            scale=asking.scale,
            versus=question.versus,
            contributors=empty | known,
            cluster_word=self._cluster_words(asking),
            private=frozenset(map(_pair, private)),
            only=question.groups,
            order=order(question, self._catalog),
            strata=tuple(item.name for item in self._catalog.strata(question)),
            breaks=breaks(self._file.run, asking) if question.view == WAVES else frozenset(),
        )
        is_aggregate = cluster == ROW and bool((cells.frame["n_answers"] > 1).any())
        return answer(question, sample, is_aggregate=is_aggregate)

    def _cluster_words(self, asking: Asking) -> str:
        """Return what the clusters are called."""
        n_institutions = int(self._counted(asking)["n_institution_clusters"])
        return asking.cluster_words(self._cluster(asking.question), n_institutions, self._language)

    def _expected(self, asking: Asking) -> list[Pair]:
        """Return the groups that keep their row even where nobody answered."""
        first = self._levels(asking, asking.question.by)
        if asking.question.by2 is None:
            return [(level, None) for level in first]
        second = self._levels(asking, asking.question.by2)
        return [(level, other) for level in first for other in second]

    def _levels(self, asking: Asking, name: str) -> tuple[str, ...]:
        """Return the levels of a Dimension that keep their row."""
        dimension = self._catalog.dimension(name)
        if chosen := asking.question.filters.levels(name):
            return chosen
        if dimension.levels_from_data:
            return ()  # of 172 institutions only those that answered
        return self._held_levels(asking.table, dimension.column)


def _pair(key: Key) -> Pair:
    """Return the guard's key as the statistics name it."""
    return WHOLE if key == TOTAL else (key[0] or "", key[1])
