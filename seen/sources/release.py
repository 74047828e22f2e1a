"""ReleaseSource: Findings from a release, whose cells are all there is.

It promises that every figure is a function of published cells alone, and that what cannot be
answered is refused with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from seen import queries
from seen.domain.catalog import Catalog, institution_words
from seen.domain.findings import Finding, Response, Withheld
from seen.domain.protection import Protection
from seen.domain.questions import Filters, Question
from seen.domain.releases import ASKED, month_of
from seen.domain.scopes import Choice, Scope
from seen.domain.stories import Story
from seen.errors import QuestionError
from seen.guard.rules import Strength
from seen.sources.asking import Asking
from seen.sources.assembling import assemble
from seen.sources.lattice import Lattice, weights
from seen.sources.provenance import Dataset
from seen.sources.release_cells import PublishedCells, others, spread
from seen.sources.release_file import ReleaseFile
from seen.sources.remembered import Remembered
from seen.stats.released import NOT_RELEASED, Published, compare_released, said_count
from seen.stats.sample import Answer
from seen.stats.tallies import Reading
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.protected import protected_note

CELLS: Final = "release/groups"
_QUARTER: Final = "quarter"
_REMEMBERED: Final = 512


class ReleaseSource:
    """A release that can be asked."""

    def __init__(
        self, path: Path, *, language: str = DEFAULT_LANGUAGE, held: ReleaseFile | None = None
    ) -> None:
        self._held = held or ReleaseFile(path)
        self._language = language
        self._version = path.stem.rpartition("-")[2]
        self._lattice = Lattice(
            catalog=self._held.catalog,
            levels=self._held.levels,
            cuboids=self._held.cuboids,
            outcomes=self._held.outcomes,
            most=self._held.protection.most_dimensions,
        )
        self._cells = PublishedCells(self._held, self._lattice)
        self._finding = Remembered(self._ask_finding, most=_REMEMBERED)

    @property
    def catalog(self) -> Catalog:
        """What can be asked."""
        return self._held.catalog

    @property
    def version(self) -> str:
        """What the data is; changes whenever the data does."""
        return self._version

    @property
    def meta(self) -> dict[str, str]:
        """Facts about the file itself."""
        return self._held.file.meta

    @property
    def protection(self) -> Protection:
        """How its counts were changed to protect people."""
        return self._held.protection

    @cached_property
    def dataset(self) -> Dataset:
        """Where the data comes from."""
        row = self._held.file.run("choices/dataset").iloc[0]
        stored = ("title", "version", "source_type", "licence", "citation", "consent_basis")
        return Dataset(
            **{name: str(row[name]) for name in stored},
            name=str(row["dataset_id"]),
            created_month=self.protection.created_month,
            app_version=self.meta.get("app_version", ""),
            generator="",
        )

    @property
    def stories(self) -> tuple[Story, ...]:
        """Nothing: no word that anybody wrote is released."""
        return ()

    def can(self, question: Question) -> str | None:
        """Return None where the Question can be answered, otherwise the reason why not."""
        try:
            asked = self.catalog.checked(question)
        except QuestionError as error:
            return str(error)
        refused = self._lattice.refused(asked, self._language)
        if refused is None and self._weights(Asking.of(asked, self.catalog)) is None:
            return text("release.cannot_bands", self._language)
        return refused

    def statement(self, question: Question) -> tuple[str, dict[str, Any]]:
        """Return the SQL a Question runs and the values bound to it."""
        asking = Asking.of(question, self.catalog)
        by = [asking.question.by, *([asking.question.by2] if asking.question.by2 else [])]
        return queries.sql(CELLS), self._cells.values(asking, by)

    def finding(self, question: Question, guard: Strength = Strength.PUBLISH) -> Finding:
        """Return the answer to a Question; a release is guarded alike for everyone.

        Raises
        ------
        QuestionError
            When the release cannot be asked this.
        """
        found = self._finding(question, str(guard))
        is_same = found.question.data == question.data  # which informs, and asks nothing
        return found if is_same else replace(found, question=question)

    def findings(
        self, questions: Sequence[Question], guard: Strength = Strength.PUBLISH
    ) -> list[Finding]:
        """Return the answers to several Questions."""
        return [self.finding(question, guard) for question in questions]

    def scope(self, question: Question, guard: Strength = Strength.PUBLISH) -> Scope:
        """Return who, when and how many a Question is about; never how many places."""
        asking = Asking.of(question, self.catalog)
        found = self._response(asking)
        first, last = self._period(question.filters)
        scope = Scope(
            table=asking.table,
            reporter=asking.measure.reporter,
            filters=question.filters,
            across=question.by2,
            is_hidden=isinstance(found, Withheld),
            first_month=first,
            last_month=last,
            protection=self.protection,
        )
        if isinstance(found, Withheld):
            return scope
        n = found.answered
        return replace(scope, n_rows=found.asked or n, n_asked=found.asked, n_answers=n)

    def choices(self, dimension: str, table: str, filters: Filters) -> tuple[Choice, ...]:
        """Return the levels a filter offers under the other filters, with rounded counts."""
        counts = self._cells.counts(dimension, table, filters.without(dimension))
        return tuple(Choice(level=level, n_rows=n) for level, n in counts.items())

    def close(self) -> None:
        """Close the release, and let go of all that was asked of it."""
        self._held.file.close()
        self._finding.forget()
        self._cells.forget()

    # -- steps ---------------------------------------------------------------------------------

    def _ask_finding(self, question: Question, guard: str) -> Finding:
        """Ask for the answer to a Question."""
        if reason := self.can(question):
            raise QuestionError(reason)
        asking = Asking.of(question, self.catalog)
        compared = self._answer(asking)
        _, plural = institution_words(self.catalog, self._language)
        found = self._response(asking)
        finding = assemble(
            asking,
            compared,
            response=found if isinstance(found, Response) else Response(asked=None, answered=0),
            counted=[protected_note(self.protection, self._language)],
            provenance=self.dataset.provenance(
                version=self._version, layout="cells", query=CELLS, guard=guard
            ),
            cluster_words=plural,
            is_hidden=False,
            language=self._language,
        )
        return finding if isinstance(found, Response) else replace(finding, response=found)

    def _answer(self, asking: Asking) -> Answer:
        """Return what the published cells say."""
        reading, question = self._reading(asking), asking.question
        cells, notes = self._cells, tuple[str, ...]()
        if asking.is_distribution:
            published = spread(cells, asking)
        else:
            groups = cells.groups(asking)
            published = Published(
                groups=groups,
                others=others(cells, asking, groups),
                are_remainders=not question.filters.levels(question.by),
                overall=cells.whole(asking),
            )
            notes = ("release.approximate",) if cells.middles(asking) else ()
        return compare_released(
            published,
            reading,
            scale=asking.scale,
            versus=question.versus,
            only=question.groups,
            notes=notes,
        )

    def _reading(self, asking: Asking) -> Reading:
        """Return how counts become the figure that is asked for."""
        protection = self.protection
        if asking.is_distribution:  # where somebody belongs was not changed
            return Reading(values=(1.0, 0.0), replaced=0.0, noise=protection.noise, is_share=True)
        values = self._weights(asking) or ()
        n = len(values)
        return Reading(
            values=values,
            replaced=protection.changed * n / (n - 1),
            noise=protection.noise,
            is_share=asking.scale.is_share,
        )

    def _weights(self, asking: Asking) -> tuple[float, ...] | None:
        """Return what each level of the outcome counts as."""
        outcome = self._lattice.outcome(asking.question)
        levels, middles = self._held.outcomes.get(outcome, ()), self._cells.middles(asking)
        return weights(asking.measure, asking.question.show, levels, middles)

    def _response(self, asking: Asking) -> Response | Withheld:
        """Return how many were asked and answered, as far as that is published."""
        tally = self._cells.whole(asking)
        answered = None if tally is None else said_count(tally.n)
        if answered is None:
            return NOT_RELEASED
        measure, asked = asking.measure, None
        is_survey = measure.reporter == "recipient" and not measure.asked_of_some
        if is_survey and not asking.is_distribution:
            all_asked = self._cells.whole(asking, outcome=ASKED)
            asked = None if all_asked is None else said_count(all_asked.n)
        return Response(asked=None if asked is None else max(asked, answered), answered=answered)

    def _period(self, filters: Filters) -> tuple[date | None, date | None]:
        """Return the first and last month of the quarters that are published."""
        held = [level for level in self._held.levels.get(_QUARTER, ()) if "Q" in level]
        chosen = [level for level in held if level in filters.levels(_QUARTER)] or held
        if not chosen:
            return None, None
        return month_of(min(chosen), 1), month_of(max(chosen), 3)
