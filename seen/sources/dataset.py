"""DatasetSource: Findings from a local data file, exact sums guarded before they leave.

It promises that exact Cells never leave this module, and that an error is never remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from seen import queries
from seen.domain.catalog import Catalog
from seen.domain.cells import Cells
from seen.domain.findings import Finding
from seen.domain.measures import WORKER_TABLES
from seen.domain.questions import BLOCKS, Filters, Question
from seen.domain.scopes import Choice, Scope
from seen.domain.stories import Story
from seen.errors import CatalogError, DataFileError, QuestionError
from seen.guard.rules import Key, Rules, Strength, rules_for
from seen.guard.suppress import TOTAL, hidden
from seen.settings import MINIMUM_PEOPLE
from seen.sources import clusters
from seen.sources.answering import CELLS, answer, order, query_of
from seen.sources.asking import (
    ROW,
    Asking,
    of_groups,
    slots,
)
from seen.sources.assembling import assemble, response_of, scope_of
from seen.sources.blocks import blocks_answer, moment_values
from seen.sources.choosing import guarded_choices, people_alone
from seen.sources.counting import Counting
from seen.sources.provenance import Dataset
from seen.sources.remembered import Remembered
from seen.sources.waves import breaks
from seen.stats.distribution import shares
from seen.stats.sample import Answer, Sample
from seen.stats.totals import WHOLE, Pair
from seen.store import DataFile
from seen.text import DEFAULT_LANGUAGE, text

_REMEMBERED: Final = 512  # records are frozen, so all visitors can share one
_AT_ONCE: Final = 2  # Questions: half of the time of one is planning, on one processor


class DatasetSource:
    """A local data file that can be asked."""

    def __init__(
        self,
        path: Path,
        *,
        screen_minimum_people: int = MINIMUM_PEOPLE,
        language: str = DEFAULT_LANGUAGE,
        file: DataFile | None = None,
    ) -> None:
        self._file = file or DataFile(path)
        self._screen_minimum_people = screen_minimum_people
        self._language = language
        self._version = path.stem.rpartition("-")[2]
        try:
            self._catalog = Catalog.from_json(self._file.meta["catalog"])
        except (KeyError, CatalogError) as error:
            raise DataFileError(text("error.file_not_seen", file=path.name)) from error
        self._counting = Counting(self._file, self._catalog)
        self._finding = Remembered(self._ask_finding, most=_REMEMBERED)
        self._choices = Remembered(self._ask_choices, most=_REMEMBERED)

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

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """What the data holds to be read and never counted."""
        rows = self._file.run("choices/stories").astype(object)
        found = rows.where(rows.notna(), None).to_dict("records")
        return tuple(Story.of({str(name): told for name, told in row.items()}) for row in found)

    @property
    def protection(self) -> None:
        """Nothing was changed: figures are exact, and guarded before they leave."""
        return

    def can(self, question: Question) -> str | None:
        """Return None where the Question can be answered, otherwise the reason why not."""
        try:
            self._catalog.checked(question)
        except QuestionError as error:
            return str(error)
        return None

    def statement(self, question: Question) -> tuple[str, dict[str, Any]]:
        """Return the SQL a Question runs and the values bound to it."""
        asking = Asking.of(question, self._catalog)
        values = moment_values if question.view == BLOCKS else self._cell_values
        return queries.sql(query_of(question)), values(asking, self._counting.cluster(question))

    def finding(self, question: Question, guard: Strength = Strength.PUBLISH) -> Finding:
        """Return the answer to a Question.

        Raises
        ------
        QuestionError
            When the data cannot be asked this.
        """
        found = self._finding(question, guard)
        is_same = found.question.data == question.data  # which informs, and asks nothing
        return found if is_same else replace(found, question=question)

    def findings(
        self, questions: Sequence[Question], guard: Strength = Strength.PUBLISH
    ) -> list[Finding]:
        """Return the answers to several Questions, asked side by side; errors as of `finding`."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(lambda question: self.finding(question, guard), questions))

    def scope(self, question: Question, guard: Strength = Strength.PUBLISH) -> Scope:
        """Return who, where, when and how many a Question is about."""
        asking = Asking.of(question, self._catalog)
        counts = self._counting.counted(asking)
        return scope_of(asking, counts, is_hidden=self._is_hidden(question, guard))

    def choices(self, dimension: str, table: str, filters: Filters) -> tuple[Choice, ...]:
        """Return the levels a filter offers under the other filters, with guarded counts."""
        return self._choices(dimension, table, filters.without(dimension))

    def close(self) -> None:
        """Close the data file, and let go of all that was asked of it."""
        self._file.close()
        self._finding.forget()
        self._choices.forget()
        self._counting.forget()

    # -- steps ---------------------------------------------------------------------------------

    def _ask_finding(self, question: Question, guard: Strength) -> Finding:
        """Ask for the answer to a Question."""
        asking = Asking.of(question, self._catalog)
        compared = self._answer(asking, guard)
        return assemble(
            asking,
            compared,
            response=response_of(asking, self._counting.counted(asking)),
            responses=self._counting.responses(asking),
            counted=asking.counted(
                self._counting.behind(question).get(TOTAL, people_alone(0)), self._language
            ),
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

    def _ask_choices(self, dimension: str, table: str, filters: Filters) -> tuple[Choice, ...]:
        """Ask for the levels a filter offers."""
        asked = self._catalog.dimension(dimension)
        values = slots(filters, self._catalog) | {"table": table}
        met = self._counting.met(asked.column, table, values)
        rules = self._rules(Strength.PUBLISH)
        return guarded_choices(asked, met, rules=rules, are_workers=table in WORKER_TABLES)

    def _rules(self, guard: Strength) -> Rules:
        """Return what counts as private at a strength."""
        return rules_for(guard, screen_minimum_people=self._screen_minimum_people)

    def _is_hidden(self, question: Question, guard: Strength) -> bool:
        """Return whether too few people stand behind everything that was filtered.

        Where nobody answered, those who were met still have to be many.
        """
        asked = self._counting
        total = asked.behind(question).get(TOTAL) or asked.behind_unanswered(question)
        return total.n_people > 0 and not self._rules(guard).allow(total)

    def _cell_values(self, asking: Asking, cluster: str) -> dict[str, Any]:
        """Return the values bound to the cells query."""
        return asking.filter_values | {
            "measure": asking.measure.column,
            "box": asking.box,
            "by": asking.by,
            "by_2": asking.by_2,
            **{f"stratum_{place}": name for place, name in enumerate(asking.strata, start=1)},
            **clusters.values(asking, cluster),
            "is_weighted": asking.is_weighted,
            "amount": asking.amount,
        }

    def _answer(self, asking: Asking, guard: Strength) -> Answer:
        """Return the statistics of the guarded groups."""
        question, cluster = asking.question, self._counting.cluster(asking.question)
        if question.view == BLOCKS:
            word = self._cluster_words(asking)
            run, rules = self._file.run, self._rules(guard)
            n = int(self._counting.counted(asking)["n_answers"])
            return blocks_answer(
                run, asking, cluster=cluster, cluster_word=word, rules=rules, n_answers=n
            )
        private = hidden(self._counting.behind(question), rules=self._rules(guard))
        cells = Cells(frame=self._file.run(CELLS, **self._cell_values(asking, cluster)))
        behind = self._counting.behind(question)
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
            breaks=breaks(self._file.run, asking),
        )
        is_aggregate = cluster == ROW and bool((cells.frame["n_answers"] > 1).any())
        return answer(question, sample, is_aggregate=is_aggregate)

    def _cluster_words(self, asking: Asking) -> str:
        """Return what the clusters are called."""
        n_institutions = int(self._counting.counted(asking)["n_institution_clusters"])
        return clusters.words(
            asking, self._counting.cluster(asking.question), n_institutions, self._language
        )

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
        return self._counting.held_levels(asking.table, dimension.column)


def _pair(key: Key) -> Pair:
    """Return the guard's key as the statistics name it."""
    return WHOLE if key == TOTAL else (key[0] or "", key[1])
