"""AggregateSource: Findings from a release of aggregates that were public before.

It promises the figures that a local file of the same counts gives: each institution's count stands
as it was published, and where nothing is known below a group its interval is that of a count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from seen.domain.catalog import institution_words
from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import Finding
from seen.domain.questions import Question
from seen.domain.releases import month_of
from seen.domain.scopes import Scope
from seen.guard.rules import Rules, Strength
from seen.sources.dataset import DatasetSource
from seen.sources.dictionary import standard
from seen.sources.release_file import ReleaseFile
from seen.store.memory import MemoryFile
from seen.text import text

_HOLDING: Final = ("outcome", "worker_reflection", "encounter")  # tables that measures stand in
_DECLARED: Final = "double"  # what a recipe declared is a number here


class AggregateSource(DatasetSource):
    """A release of republished aggregates that can be asked."""

    def __init__(self, held: ReleaseFile) -> None:
        super().__init__(held.path, file=_answers(held))
        self._held = held

    def scope(self, question: Question, guard: Strength = Strength.PUBLISH) -> Scope:
        """Return whom a Question is about: those who answered it, since each measure is apart."""
        found = super().scope(question, guard)
        if found.is_hidden:
            return found
        last = found.first_month  # of the first quarter, whose counts stand at its last month
        first = None if last is None else last.replace(month=last.month - 2)
        return replace(found, n_rows=found.n_answers, first_month=first)

    def _ask_finding(self, question: Question, guard: Strength) -> Finding:
        """Ask for the answer, and say that counts stand as they were published."""
        found = super()._ask_finding(question, guard)
        _, plural = institution_words(self.catalog)
        hiding = text("notes.practitioners_unknown", plural=plural)
        said = text("notes.republished")
        return replace(found, notes=tuple(said if it == hiding else it for it in found.notes))

    def _rules(self, guard: Strength) -> Rules:
        """Return that few people stay private, though each institution stood by itself before."""
        return replace(super()._rules(guard), minimum_practitioners=0, largest_share=1.0)

    def close(self) -> None:
        """Close the release as well."""
        super().close()
        self._held.file.close()


def _answers(held: ReleaseFile) -> MemoryFile:
    """Return republished counts as answers, each row standing for many."""
    rows = held.file.run("release/published").rename(columns={"level": "answer"})
    names = sorted(set(rows["institution"]))
    rows = rows.assign(
        encounter_id=range(1, len(rows) + 1),
        institution_id=rows["institution"].map({it: n for n, it in enumerate(names, start=1)}),
        month=pd.to_datetime(rows["quarter"].map(_last_month)),
        frequency=rows["n"],
    )
    usual = {it.name: (table, it.type) for table in _HOLDING for it in standard().table(table)}
    tables: dict[str, list[pd.DataFrame]] = {}
    further: dict[str, tuple[str, str]] = {}
    for name, part in rows.groupby("outcome"):
        column = held.catalog.measure(str(name)).column
        if column not in usual:
            further[column] = (_HOLDING[0], _DECLARED)
        table, kind = usual.get(column, (_HOLDING[0], _DECLARED))
        answers = part["answer"].astype(float)
        values = answers.astype(bool) if kind == "boolean" else answers
        tables.setdefault(table, []).append(part[["encounter_id"]].assign(**{column: values}))
    encounters = rows[["encounter_id", "institution_id", "month", "frequency"]]
    for part in tables.pop("encounter", []):
        encounters = encounters.merge(part, on="encounter_id", how="left")
    present = {*held.catalog.present, ("encounter_answer", "institution_id")}
    catalog = replace(held.catalog, present=frozenset(present))
    label = pd.DataFrame(
        {"institution_id": range(1, len(names) + 1), "code": names, "label": names}
    )
    return MemoryFile(
        held.path,
        tables={
            "encounter": encounters,
            "institution_label": label,
            "dataset": held.file.run("choices/dataset"),
            **{table: pd.concat(parts) for table, parts in tables.items()},
        },
        further=further,
        facts={**held.file.meta, "catalog": catalog.to_json()},
    )


def _last_month(quarter: str) -> str | None:
    """Return the last month of a quarter such as "2025 Q1"; None where none is stated."""
    if quarter == NOT_STATED:
        return None
    return month_of(quarter, 3).isoformat()
