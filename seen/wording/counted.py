"""What stands behind a figure: answers where people were asked, records where nobody was.

It promises that what was taken from records is never called an answer, nor its people asked.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.findings import Finding
from seen.domain.measures import Measure, Show
from seen.domain.questions import DISTRIBUTION
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.wording import numbers

_REQUESTS: Final = "access_answer"


def kind_words(measure: Measure, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what is counted: "answers", or "records" where nobody was asked."""
    return text(f"chart.{_kind(measure)}_column", language)


def counted_column(measure: Measure, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the head over the counts beside a figure."""
    return kind_words(measure, language)


def counted_words(measure: Measure, n: int | str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how many stand behind an estimate: "1,204 answers", "11 to 29 answers"."""
    said = n if isinstance(n, str) else numbers.count(n)
    return text(f"chart.n_{_kind(measure)}", language, n=said)


def counted_head(
    measure: Measure, language: str = DEFAULT_LANGUAGE, *, in_group: bool = False
) -> str:
    """Return the head of a table's counts; of a distribution they are those of the group."""
    kind = _kind(measure)
    return text(f"table.{kind}_in_group" if in_group else f"table.{kind}", language)


def counted_fact(measure: Measure, n: int, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how many stand behind a whole figure, in its line of facts."""
    own = f"card.facts_{measure.name}"
    of_all = "requests" if measure.table == _REQUESTS else measure.reporter
    key = own if has(own, language) else f"card.facts_{of_all}"
    return text(key, language, n=numbers.count(n))


def asked_words(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the question behind a figure, its instrument and who reported it.

    A distribution shows the answers to the question of its second Dimension, not of its Measure.
    """
    measure, asked = finding.measure, finding.question
    if asked.view == DISTRIBUTION:
        return _asked_levels(finding, catalog.dimension(asked.by2 or ""), catalog, language)
    own = f"card.recorded_{measure.name}"
    if has(own, language) and not measure.words:
        return text(own, language)
    return text(
        f"card.{'recorded' if _is_record(measure) else 'asked'}",
        language,
        question=measure.phrase("question", language),
        instrument=measure.instrument,
        evidence=text(f"card.evidence_{measure.evidence}", language),
        reporter=text(f"card.reporter_{measure.reporter}", language),
    )


def _asked_levels(finding: Finding, second: Dimension, catalog: Catalog, language: str) -> str:
    """Return the question whose answers are the levels of a Dimension, and who was asked it."""
    if has(own := f"card.asked_levels_{second.name}", language):
        return text(own, language)
    key = f"dimension.{second.name}.question"
    held = [column for column in catalog.columns if column.name == second.column]
    if not has(key, language) or not held or not held[0].evidence:
        label = numbers.uncapital(second.phrase("label", language), language)
        return text("card.asked_levels", language, dimension=label)
    return text(
        "card.asked_of_some",
        language,
        base=text(f"dimension.{second.name}.asked", language),
        question=text(key, language),
        instrument=held[0].instrument,
        evidence=text(f"card.evidence_{held[0].evidence}", language),
        reporter=text(f"card.reporter_{finding.measure.reporter}", language),
    )


def share_words(measure: Measure, show: Show, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what a share is a share of: "share who felt fully seen"."""
    past = _past(measure, show, language)
    if not past:
        did = measure.phrase(f"did_{show}", language)
        return text("chart.axis_share", language, did=did)
    is_of_encounters = measure.reporter == "worker" and not measure.is_about_workers
    key = "chart.axis_share_worker" if is_of_encounters else "chart.axis_share_who"
    return text(key, language, past=past)


def overview_title(measure: Measure, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the title of the figure of the Overview: "Felt fully seen, by who was asked"."""
    show = measure.shows[0]
    said = _past(measure, show, language) or measure.phrase(f"short_{show}", language)
    key = "overview.figure_record" if _is_record(measure) else "overview.figure"
    return text(key, language, short=numbers.capital(said))


def choice_words(measure: Measure, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a Measure as one of a list to choose from; an experimental one is marked."""
    label = numbers.capital(measure.phrase("label", language))
    is_marked = measure.evidence == "experimental" and not _is_record(measure)
    return text("gaps.measure_experimental", language, measure=label) if is_marked else label


def _past(measure: Measure, show: Show, language: str) -> str:
    """Return what people did in the past tense; empty where a recipe or nobody has said it."""
    key = f"measure.{measure.name}.past_{show}"
    is_own = any(part == f"did_{show}" for part, _ in measure.words)
    return text(key, language) if has(key, language) and not is_own else ""


def _kind(measure: Measure) -> str:
    """Return what stands behind a figure, as the keys of texts name it."""
    if measure.table == _REQUESTS:
        return "requests"
    return "records" if _is_record(measure) else "answers"


def _is_record(measure: Measure) -> bool:
    """Return whether nobody was asked."""
    return measure.reporter == "record"
