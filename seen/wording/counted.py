"""What stands behind a figure: answers where people were asked, records where nobody was.

It promises that what was taken from records is never called an answer, nor its people asked.
"""

from __future__ import annotations

from seen.domain.measures import Measure
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording import numbers


def counted_column(measure: Measure, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the head over the counts beside a figure."""
    return text(
        "chart.records_column" if _is_record(measure) else "chart.answers_column", language
    )


def counted_words(measure: Measure, n: int, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how many stand behind an estimate: "1,204 answers"."""
    key = "chart.n_records" if _is_record(measure) else "chart.n_answers"
    return text(key, language, n=numbers.count(n))


def counted_head(
    measure: Measure, language: str = DEFAULT_LANGUAGE, *, in_group: bool = False
) -> str:
    """Return the head of a table's counts; of a distribution they are those of the group."""
    kind = "records" if _is_record(measure) else "answers"
    return text(f"table.{kind}_in_group" if in_group else f"table.{kind}", language)


def overview_title(measure: Measure, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the title of the figure of the Overview."""
    short = numbers.capital(measure.phrase(f"short_{measure.shows[0]}", language))
    key = "overview.figure_record" if _is_record(measure) else "overview.figure"
    return text(key, language, short=short)


def _is_record(measure: Measure) -> bool:
    """Return whether nobody was asked."""
    return measure.reporter == "record"
