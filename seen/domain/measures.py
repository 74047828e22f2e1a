"""A Measure: something reported, with its scale, its better direction and who reported it.

It promises that no page has to know which end of a scale is the good one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from seen.errors import CatalogError
from seen.text import DEFAULT_LANGUAGE, has, text

NAME_PATTERN: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
ANSWER_TABLES: Final = ("encounter_answer", "burnout_answer", "access_answer", "time_answer")
WORKER_TABLES: Final = ("burnout_answer", "time_answer")  # workers about themselves
# Dimensions that tell rows apart which no figure may average: scores of different instruments do
# not mean the same, and what was asked once of a person stands in a row of each; nor do hours of
# different kinds.
KEPT_APART: Final = {"burnout_answer": ("instrument", "scale"), "time_answer": ("kind_of_time",)}
BETTER: Final = ("higher", "lower", "none")
REPORTERS: Final = ("recipient", "worker", "record")
EVIDENCE: Final = ("validated", "experimental")


class Show(StrEnum):
    """How a Measure is shown."""

    TOP = "top"
    BOTTOM = "bottom"
    MEAN = "mean"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Something reported: question, instrument, scale, better direction, who reported it."""

    name: str
    table: str
    column: str
    unit: str
    scale: tuple[float, float]
    shows: tuple[Show, ...]
    better: str
    reporter: str
    evidence: str
    instrument: str
    top: tuple[float, ...] = ()
    bottom: tuple[float, ...] = ()
    asked_of_some: bool = False  # not of all who were asked at all, so nobody can say what share
    has_zero: bool = True  # False: a score of which no percentage means anything
    amount: str = ""  # the column of what is shared out, hours or minutes; empty: each row counts
    words: tuple[tuple[str, str], ...] = field(default=())  # a recipe's own label, question, …

    def __post_init__(self) -> None:
        check_name(self.name)
        check_name(self.column)
        if self.amount:
            check_name(self.amount)
        _check_choice(self.name, "table", self.table, ANSWER_TABLES)
        _check_choice(self.name, "better", self.better, BETTER)
        _check_choice(self.name, "reporter", self.reporter, REPORTERS)
        _check_choice(self.name, "evidence", self.evidence, EVIDENCE)
        if len(self.scale) != 2 or not self.scale[0] < self.scale[1]:
            raise CatalogError(text("declared.scale", name=self.name))
        if not self.shows:
            raise CatalogError(text("declared.shows", name=self.name))
        for show, box in ((Show.TOP, self.top), (Show.BOTTOM, self.bottom)):
            if show in self.shows and not box:
                raise CatalogError(text("declared.no_box", name=self.name, show=show))
            if any(not self.scale[0] <= value <= self.scale[1] for value in box):
                raise CatalogError(text("declared.box_outside", name=self.name, show=show))
        if set(self.top) & set(self.bottom):
            raise CatalogError(text("declared.box_shared", name=self.name))

    @property
    def is_about_workers(self) -> bool:
        """Whether workers themselves stand behind the answers, not those they meet."""
        return self.table in WORKER_TABLES

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of its table that a figure of it needs."""
        return (self.column, self.amount) if self.amount else (self.column,)

    @property
    def kept_apart(self) -> tuple[str, ...]:
        """The Dimensions of which a figure of it may hold one level alone."""
        if self.amount:  # hours of all kinds are shared out together
            return ()
        return KEPT_APART.get(self.table, ())

    def box(self, show: Show) -> tuple[float, ...] | None:
        """Return the answers that count as yes when shown this way; None for the mean."""
        return {Show.TOP: self.top, Show.BOTTOM: self.bottom, Show.MEAN: None}[show]

    def worse_sign(self, show: Show) -> int:
        """Return +1 where a higher shown figure is worse, -1 where it is better or has no side.

        A measure without a better direction keeps "group minus reference", hence +1.
        """
        sign = {"higher": -1, "lower": 1, "none": 1}[self.better]
        return -sign if show is Show.BOTTOM and self.better != "none" else sign

    def span(self, show: Show) -> float:
        """Return the width of the scale the shown figure runs over."""
        return self.scale[1] - self.scale[0] if show is Show.MEAN else 1.0

    def has_ratios(self, show: Show) -> bool:
        """Return whether one shown figure may be divided by another: 0 is there, and is "none"."""
        return show is not Show.MEAN or (self.has_zero and self.scale[0] == 0)

    def phrase(self, part: str, language: str = DEFAULT_LANGUAGE) -> str:
        """Return one of its texts: label, question, help, or what people did when shown so.

        A recipe's own words come first, then seen/text, then a plain fallback from its label.
        """
        own = dict(self.words)
        if part in own:
            return own[part]
        key = f"measure.{self.name}.{part}"
        if has(key, language):
            return text(key, language)
        if part == "label":
            return self.name.replace("_", " ")
        return text(f"measure_fallback.{part}", language, label=self.phrase("label", language))


def check_name(name: str) -> None:
    """Refuse a name that could not be a column, a URL key and a TOML key alike."""
    if not NAME_PATTERN.fullmatch(name):
        raise CatalogError(text("declared.name", name=repr(name[:40])))


def _check_choice(measure: str, part: str, value: str, choices: tuple[str, ...]) -> None:
    """Refuse a value outside its choices, naming them."""
    if value not in choices:
        said = ", ".join(choices)
        raise CatalogError(
            text("declared.choice", kind="Measure", name=measure, part=part, choices=said)
        )
