"""From guarded statistics to a Finding: Catalog order, notes, response, provenance, sentence.

It promises the same order of groups in every figure, table and file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from seen.domain.dimensions import NOT_STATED, PRESSURES, Dimension
from seen.domain.findings import (
    Estimate,
    Finding,
    Gap,
    Group,
    Part,
    Provenance,
    Reason,
    Response,
    Verdict,
    Withheld,
)
from seen.domain.measures import Show
from seen.domain.questions import BANDS, DECOMPOSITION, SLOPE, UNADJUSTED, WITHIN
from seen.domain.scopes import Scope
from seen.guard.together import NOTE, held_together
from seen.sources.asking import Asking
from seen.stats.judgement import is_complement_uncertain
from seen.stats.sample import Answer
from seen.stats.views import ONE_STRATUM
from seen.text import text
from seen.wording.numbers import uncapital
from seen.wording.responding import response_words
from seen.wording.rest import leaves_one
from seen.wording.views import strata_words, with_sentence


def assemble(
    asking: Asking,
    compared: Answer,
    *,
    response: Response,
    responses: tuple[tuple[str, Response], ...] = (),
    counted: Sequence[str],
    provenance: Provenance,
    cluster_words: str,
    is_hidden: bool,
    language: str,
) -> Finding:
    """Return the Finding, in Catalog order and with its sentence.

    Parameters
    ----------
    counted
        What a reader has to know about how answers and people were counted.
    """
    catalog, question = asking.catalog, asking.question
    by = catalog.dimension(question.by)
    by2 = catalog.dimension(question.by2) if question.by2 else None
    compared = held_together(compared, by, by2)
    measure, overall = asking.measure, compared.overall
    if asking.is_distribution:  # to stand at a level is neither better nor worse
        measure, overall = replace(measure, better="none"), Withheld(reason=Reason.UNDEFINED)
    if asking.has_no_whole:
        overall = Withheld(reason=Reason.UNDEFINED)
    gaps, test = compared.gaps, compared.test
    if asking.has_no_gaps:  # whether they differ at all is a comparison too
        gaps, test = tuple(map(_undefined, gaps)), Withheld(reason=Reason.UNDEFINED)
    finding = Finding(
        question=question,
        measure=measure,
        groups=tuple(sorted(compared.groups, key=lambda item: _order(item, by, by2))),
        gaps=tuple(sorted(gaps, key=lambda item: _order(item, by, by2))),
        overall=overall,
        parts=_parts(compared.parts, by, by2),
        test=test,
        response=Withheld(reason=Reason.PRIVATE) if is_hidden else response,
        responses=_of_shown(responses, compared),
        provenance=provenance,
        notes=tuple(_notes(asking, compared, counted, provenance, language)),
        is_weighted=compared.is_weighted and not measure.amount,
        cluster_words=cluster_words,
        breaks=compared.breaks,
    )
    finding = _said_alone(finding)
    if question.adjust != UNADJUSTED and ONE_STRATUM not in compared.notes:
        strata = strata_words(finding, catalog, language)
        noted = text("notes.adjusted", language, strata=strata)
        finding = replace(finding, notes=(noted, *finding.notes))
    if few := response_words(finding, catalog, language):
        finding = replace(finding, notes=(few, *finding.notes))
    said = with_sentence(finding, catalog, language)
    if asking.has_no_gaps:  # not for want of answers, as the sentence would have it
        return replace(said, sentence=asking.apart_words(language))
    return said


def _undefined(gap: Gap) -> Gap:
    """Return a comparison of what is kept apart: none can be made."""
    none = Withheld(reason=Reason.UNDEFINED)
    return Gap(
        group=gap.group,
        group_2=gap.group_2,
        versus=gap.versus,
        difference=none,
        ratio=none,
        p_holm=None,
        verdict=Verdict.WITHHELD,
    )


def _said_alone(finding: Finding) -> Finding:
    """Return a Finding that says of comparisons why there is none, where one group is there."""
    if not finding.has_one_group:
        return finding
    empty, alone = Withheld(reason=Reason.NO_ANSWERS), Withheld(reason=Reason.ALONE)
    gaps = [
        replace(gap, difference=alone, ratio=alone) if gap.difference == empty else gap
        for gap in finding.gaps
    ]
    is_compared = finding.question.view in (SLOPE, DECOMPOSITION, WITHIN, BANDS)
    parts = [
        replace(part, estimate=alone) if is_compared and part.estimate == empty else part
        for part in finding.parts
    ]
    return replace(finding, gaps=tuple(gaps), parts=tuple(parts))


def response_of(asking: Asking, counts: Mapping[str, Any]) -> Response:
    """Return how many were asked and answered.

    Only recipients are asked by survey; workers' reports and records have no one who was
    asked and did not answer. Of a Measure asked of some alone, and of those whose
    level is known, nobody can say how many were asked.
    """
    measure = asking.measure
    is_survey = measure.reporter == "recipient" and not measure.asked_of_some
    is_survey = is_survey and not asking.is_distribution and not pd.isna(counts["n_asked"])
    return Response(
        asked=int(counts["n_asked"]) if is_survey else None,
        answered=int(counts["n_answers"]),
    )


def _of_shown(
    responses: tuple[tuple[str, Response], ...], compared: Answer
) -> tuple[tuple[str, Response], ...]:
    """Return how many answered in the groups that are shown, and in no other."""
    shown = {item.group for item in compared.groups if isinstance(item.estimate, Estimate)}
    return tuple((group, response) for group, response in responses if group in shown)


def scope_of(asking: Asking, counts: Mapping[str, Any], *, is_hidden: bool) -> Scope:
    """Return whom and how many a Question is about; no counts where too few stand behind it."""
    question = asking.question
    shared = Scope(
        table=asking.table,
        reporter=asking.measure.reporter,
        filters=question.filters,
        across=question.by2,
        is_hidden=is_hidden,
    )
    if is_hidden:
        return shared
    response = response_of(asking, counts)
    return replace(
        shared,
        n_institutions=int(counts["n_institutions"]),
        first_month=_day(counts["first_month"]),
        last_month=_day(counts["last_month"]),
        n_rows=int(counts["n_rows"]),
        n_asked=response.asked,
        n_answers=response.answered,
    )


def _day(value: Any) -> Any:
    """Return a date, or None where there is none."""
    return None if pd.isna(value) else value.date()


def _notes(
    asking: Asking,
    compared: Answer,
    counted: Sequence[str],
    provenance: Provenance,
    language: str,
) -> list[str]:
    """Return what a reader has to know about these numbers."""
    said = [*counted, *asking.notes(language)]
    is_imported = provenance.source_type != "synthetic"
    if is_imported and asking.measure.reporter != "record" and not asking.measure.words:
        said.append(text("notes.wording_unchecked", language))
    if compared.is_weighted and not asking.measure.amount:
        said.append(text("notes.weighted", language))
    said += [text(key, language) for key in compared.notes]
    if asking.is_distribution and NOTE not in compared.notes and leaves_one(compared.groups):
        said.append(text("notes.rest", language))
    if asking.question.show is not Show.MEAN:
        shown = [item.estimate for item in compared.groups if isinstance(item.estimate, Estimate)]
        if any(found.value in (0, 1) for found in shown):
            said.append(text("notes.all_or_none", language))
        if any(is_complement_uncertain(found) for found in shown):
            said.append(text("notes.complement", language))
    if _has_bots_unstated(asking, compared):
        said.append(text("notes.bots_not_stated", language))
    if any(item.group == NOT_STATED for item in compared.groups):
        label = asking.catalog.dimension(asking.question.by).phrase("label", language)
        said.append(text("notes.not_stated", language, dimension=uncapital(label, language)))
    return said


def _has_bots_unstated(asking: Asking, compared: Answer) -> bool:
    """Return whether bots may stand where the time pressure is not stated."""
    by, by2 = asking.question.by, asking.question.by2
    is_first = by in PRESSURES and any(it.group == NOT_STATED for it in compared.groups)
    is_second = by2 in PRESSURES and any(it.group_2 == NOT_STATED for it in compared.groups)
    return (is_first or is_second) and asking.holds("modality")


def _parts(parts: Sequence[Part], by: Dimension, by2: Dimension | None) -> tuple[Part, ...]:
    """Return parts by what they are, and of each the groups in Catalog order.

    What is of no level, such as a block of a survey, stays where the statistics put it.
    """
    names = list(dict.fromkeys(item.name for item in parts))
    return tuple(
        sorted(
            parts,
            key=lambda item: (
                names.index(item.name),
                by.is_unstated(item.group or ""),
                by.place(item.group or ""),
                by2.is_unstated(item.group_2 or "") if by2 else False,
                by2.place(item.group_2 or "") if by2 else 0,
            ),
        )
    )


def _order(item: Group | Gap, by: Dimension, by2: Dimension | None) -> tuple[Any, ...]:
    """Return where a group stands: Catalog order, levels that are not stated last."""
    second = item.group_2 or ""
    return (
        by2.is_unstated(second) if by2 else False,
        by2.place(second) if by2 else 0,
        by.is_unstated(item.group),
        by.place(item.group),
        item.group,
    )
