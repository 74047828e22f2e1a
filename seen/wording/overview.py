"""What the Overview says: everybody first, then both sides, then each of its fixed Questions.

It promises that no share stands without its interval, and that what could not be answered is said
in its place, with whom that is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Withheld
from seen.domain.measures import WORKER_TABLES, Show
from seen.domain.questions import OverviewEntry
from seen.domain.scopes import Scope
from seen.text import DEFAULT_LANGUAGE, lacking, text
from seen.wording import numbers, say_gap

_HUNDRED: Final = 100
_UNSEEN_WORKERS: Final = ("left", "unanswered", "recipients")
_MOST_NAMED: Final = 5
_ABOUT_SEEING: Final = frozenset(
    ("felt_seen", "felt_heard", "felt_known", "felt_understood", "connection_top", "mis_seen")
) | {"mis_seen_weight", "dms_mean", "felt_human_regard", "seen_by_recipient", "mutual"}


def opening(findings: Sequence[Finding], language: str = DEFAULT_LANGUAGE) -> str:
    """Return what everybody reported: of several Measures in one sentence where that can be."""
    if alike := _missing_alike(findings, language):
        return alike
    if len(findings) != 2 or not all(map(_is_share_of_people, findings)):
        return " ".join(everyone(finding, language) for finding in findings)
    first, also = findings
    blanks = _share(first, language) | {
        f"also_{name}": said for name, said in _share(also, language).items()
    }
    return text("overview.share_both", language, **blanks)


def everyone(finding: Finding, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how many of all people said so, or the mean they gave, or why that is not shown."""
    found, show, measure = finding.overall, finding.question.show, finding.measure
    if isinstance(found, Withheld):
        return _missing(finding, found, language)
    if show is not Show.MEAN:
        key = f"overview.share_{measure.reporter}"
        return numbers.capital(text(key, language, **_share(finding, language)))
    return numbers.capital(
        text(
            "overview.mean",
            language,
            label=measure.phrase("label", language),
            value=numbers.value(found, show),
            span=numbers.span_words(found, show, language),
        )
    )


def both_sides(worker: Finding, mutual: Finding, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what workers said of the same encounters and where both sides agreed."""
    if alike := _missing_alike((worker, mutual), language):
        return alike
    said = []
    for key, finding in (("workers", worker), ("both", mutual)):
        found = finding.overall
        if isinstance(found, Withheld):
            said.append(_missing(finding, found, language))
            continue
        said.append(
            text(
                f"overview.{key}",
                language,
                n=of_hundred(found),
                span=numbers.span_words(found, finding.question.show, language),
                answers=numbers.count(found.n_answers),
            )
        )
    return " ".join(said)


def fixed_sentence(
    entry: OverviewEntry,
    finding: Finding | None,
    gap: Gap | None,
    catalog: Catalog,
    language: str = DEFAULT_LANGUAGE,
    *,
    is_released: bool = False,
) -> str:
    """Return the sentence of one of the fixed Questions, also where there is no answer."""
    if finding is not None and gap is not None and not isinstance(gap.difference, Withheld):
        return say_gap(finding, gap, catalog, language)
    measure = catalog.measure(entry.measure)
    people = catalog.dimension(entry.by).people(
        entry.level, language, are_workers=measure.is_about_workers
    )
    blanks = {"people": people, "short": measure.phrase(f"short_{entry.show}", language)}
    if finding is None:
        key = "not_in_release" if is_released else "not_in_data"
        return numbers.capital(text(f"overview.{key}", language, **blanks))
    if gap is None or not isinstance(gap.difference, Withheld):
        return numbers.capital(text("overview.nobody", language, **blanks))
    own = next(item.estimate for item in finding.groups if item.group == entry.level)
    if isinstance(own, Withheld):
        why = numbers.uncapital(own.words(language, of=measure), language)
        return numbers.capital(text("overview.withheld", language, **blanks, why=why))
    # the group has its number; it is those it would be compared with who are missing
    value, span = numbers.value(own, entry.show), numbers.span_words(own, entry.show, language)
    why = text(f"overview.alone_{gap.difference.reason}", language)
    said = text("overview.alone", language, **blanks, value=value, span=span, why=why)
    return numbers.capital(said)


def _share(finding: Finding, language: str) -> dict[str, str]:
    """Return the words of how many of all people said so."""
    found, show = finding.overall, finding.question.show
    if isinstance(found, Withheld):
        raise ValueError("What is withheld has no share.")
    return {
        "n": of_hundred(found),
        "did": finding.measure.phrase(f"did_{show}", language),
        "span": numbers.span_words(found, show, language),
    }


def _is_share_of_people(finding: Finding) -> bool:
    """Return whether a Finding says a share of people who answered."""
    is_share = finding.question.show is not Show.MEAN
    is_shown = isinstance(finding.overall, Estimate)
    return is_share and is_shown and finding.measure.reporter == "recipient"


def _missing_alike(findings: Sequence[Finding], language: str) -> str:
    """Return why none of several wholes is shown, where that has one cause; else nothing."""
    causes = {_cause(finding, language) for finding in findings}
    if len(causes) != 1 or not (why := causes.pop()):
        return ""
    shorts = [it.measure.phrase(f"short_{it.question.show}", language) for it in findings]
    short = f" {text('reading.and', language)} ".join(shorts)
    return numbers.capital(text("overview.missing_share", language, short=short, why=why))


def _cause(finding: Finding, language: str) -> str:
    """Return why a whole is not shown, without its count; nothing where it is shown."""
    found = finding.overall
    if not isinstance(found, Withheld):
        return ""
    said = Withheld(reason=found.reason).words(language, of=finding.measure)
    return numbers.uncapital(said, language)


def _missing(finding: Finding, found: Withheld, language: str) -> str:
    """Return what the whole of a Finding would have said, and why it is not shown."""
    short = finding.measure.phrase(f"short_{finding.question.show}", language)
    why = numbers.uncapital(found.words(language, of=finding.measure), language)
    return numbers.capital(text("overview.missing_share", language, short=short, why=why))


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


def not_about_seeing(
    catalog: Catalog, language: str = DEFAULT_LANGUAGE, *, is_released: bool = False
) -> list[str]:
    """Return that a file holds none of our own questions about feeling seen, where that is so."""
    held = catalog.offered_measures()
    if any(measure.name in _ABOUT_SEEING for measure in held):
        return []
    labels = [measure.phrase("label", language) for measure in held[:_MOST_NAMED]]
    if len(held) > len(labels):
        labels.append(text("filters.n_others", language, n=len(held) - len(labels)))
    named = ", ".join(labels)
    key = "overview.not_about_seeing"
    return [lacking(key, language, is_released=is_released, labels=named)]


def of_hundred(found: Estimate) -> str:
    """Return a share as so many of a hundred; what rounds to nobody or all is not called so."""
    whole = round(_HUNDRED * found.value)
    if whole == 0 and found.value > 0:
        return text("overview.under_one")
    if whole == _HUNDRED and found.value < 1:
        return text("overview.over_99")
    return str(whole)
