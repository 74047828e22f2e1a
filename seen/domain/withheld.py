"""Why a number is not shown; what stands in its place.

It promises that a group which is hidden never says how many stand behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seen.domain.measures import Measure
from seen.text import DEFAULT_LANGUAGE, text


class Reason(StrEnum):
    """Why a number is not shown."""

    PRIVATE = "private"
    TOO_FEW = "too_few"
    NO_ANSWERS = "no_answers"
    ALONE = "alone"  # of a comparison: answers of one group alone are there
    UNDEFINED = "undefined"
    NOT_RELEASED = "not_released"  # private or absent: a release does not say which


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """Why a number is not shown; it takes the place of the number."""

    reason: Reason
    n_answers: int | None = None  # said only where the count itself protects nobody
    n_most: int | None = None  # where a release says a range instead of a count

    def __post_init__(self) -> None:
        if self.is_hidden and self.n_answers is not None:
            raise ValueError("A hidden group never says how many answers it has.")

    @property
    def is_comparison(self) -> bool:
        """Whether a comparison was made, and only then found to say too little."""
        return self.reason in (Reason.TOO_FEW, Reason.UNDEFINED)

    @property
    def is_hidden(self) -> bool:
        """Whether it is hidden, to protect people, rather than too little to say anything."""
        return self.reason in (Reason.PRIVATE, Reason.NOT_RELEASED)

    def n_words(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return how many answers there are; of a release a range, where a count is too small."""
        if self.n_most is None:
            return f"{self.n_answers:,}"
        return text("withheld.between", language, low=self.n_answers, high=self.n_most)

    def words(self, language: str = DEFAULT_LANGUAGE, *, of: Measure | None = None) -> str:
        """Return what a reader is told in place of the number.

        Of a Measure that was taken from records it is records that are too few, or none.
        """
        is_record = of is not None and of.reporter == "record"
        if self.n_answers is not None and self.reason is Reason.TOO_FEW:
            key = "withheld.too_few_records" if is_record else "withheld.too_few_n"
            return text(key, language, n=self.n_words(language))
        if is_record and self.reason is Reason.NO_ANSWERS:
            return text("withheld.no_records", language)
        return text(f"withheld.{self.reason}", language)
