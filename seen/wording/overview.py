"""What the Overview says: everybody first, then both sides, then each of its fixed Questions.

It promises that no share stands without its interval, and that what a list could not answer is
said in its place.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog, OverviewEntry
from seen.domain.findings import Estimate, Finding, Gap, Withheld
from seen.domain.measures import WORKER_TABLES, Show
from seen.domain.scopes import Scope
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import numbers, say_gap

_HUNDRED: Final = 100
_UNSEEN_WORKERS: Final = ("left", "unanswered", "recipients")


def everyone(finding: Finding, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how many of all people said so, or the mean they gave; empty where withheld."""
    found, show = finding.overall, finding.question.show
    if not isinstance(found, Estimate):
        return ""
    measure = finding.measure
    if show is Show.MEAN:
        label = measure.phrase("label", language)
        said = text(
            "overview.mean",
            language,
            label=label,
            value=numbers.value(found, show),
            span=numbers.span_words(found, show, language),
        )
    else:
        said = text(
            f"overview.share_{measure.reporter}",
            language,
            n=of_hundred(found),
            did=measure.phrase(f"did_{show}", language),
            span=numbers.span_words(found, show, language),
        )
    return numbers.capital(said)


def both_sides(worker: Finding, mutual: Finding, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what workers said of the same encounters and where both sides agreed."""
    theirs, agreed = worker.overall, mutual.overall
    if not isinstance(theirs, Estimate) or not isinstance(agreed, Estimate):
        return ""
    return text(
        "overview.both_sides",
        language,
        worker=of_hundred(theirs),
        worker_span=numbers.span_words(theirs, worker.question.show, language),
        n_worker=numbers.count(theirs.n_answers),
        mutual=of_hundred(agreed),
        mutual_span=numbers.span_words(agreed, mutual.question.show, language),
        n_mutual=numbers.count(agreed.n_answers),
    )


def fixed_sentence(
    entry: OverviewEntry,
    finding: Finding | None,
    gap: Gap | None,
    catalog: Catalog,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """Return the sentence of one of the fixed Questions, also where there is no answer."""
    if finding is not None and gap is not None and not isinstance(gap.difference, Withheld):
        return say_gap(finding, gap, catalog, language)
    measure = catalog.measure(entry.measure)
    key, why = "not_in_data" if finding is None else "nobody", ""
    if gap is not None and isinstance(gap.difference, Withheld):
        key, why = "withheld", numbers.uncapital(gap.difference.words(language), language)
    return numbers.capital(
        text(
            f"overview.{key}",
            language,
            why=why,
            short=measure.phrase(f"short_{entry.show}", language),
            people=catalog.dimension(entry.by).people(
                entry.level, language, are_workers=measure.is_about_workers
            ),
        )
    )


def unseen(scope: Scope, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """Return three lines on whom no figure here can show."""
    if scope.table in WORKER_TABLES:
        return tuple(text(f"scores.unseen_{name}", language) for name in _UNSEEN_WORKERS)
    answered = text("overview.unseen_unanswered", language)
    if scope.n_asked and not scope.is_hidden:
        n = round(_HUNDRED * (1 - scope.n_answers / scope.n_asked))
        answered = text("overview.unseen_answered", language, n=n)
    return (
        text("overview.unseen_met", language),
        answered,
        text("overview.unseen_recorded", language),
    )


def of_hundred(found: Estimate) -> str:
    """Return a share as so many of a hundred; what rounds to nobody or all is not called so."""
    whole = round(_HUNDRED * found.value)
    if whole == 0 and found.value > 0:
        return text("overview.under_one")
    if whole == _HUNDRED and found.value < 1:
        return text("overview.over_99")
    return str(whole)
