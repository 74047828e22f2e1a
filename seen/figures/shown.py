"""What a figure shows, or why nothing can be shown; nothing here is drawn yet.

It promises that no figure stands without a Finding, and no empty place without its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from seen.charts import Chart
from seen.charts.tables import Table
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.questions import Question

LEAD: Final = "lead"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a figure shows: one Finding or several that are read as one figure.

    `name` tells the figures of a page apart; one that `leads` its page under a name of its own is
    set as a lead figure all the same. `draw` makes the Chart of `drawn`, Findings or pairs
    that hold one, and `more` goes to it as it is. The sentence is the first Finding's own where
    none is given, and `strong` the part of it that is set bold; a figure with a heading has no
    sentence. `key` says how to read the marks; `asked` stands in place of what the Measure asks,
    and `table` in place of one for each Finding. What `beside` says needs further Questions,
    which are asked only once the figure stands. `total` and `below` are a sentence and a table of
    what the figure comes to in all.
    """

    findings: Sequence[Finding]
    draw: Callable[..., Chart]
    drawn: tuple[Any, ...]
    title: str
    more: Mapping[str, Hashable] = field(default_factory=dict)
    name: str = LEAD
    leads: bool = False
    heading: str = ""
    sentence: str = ""
    strong: str = ""
    key: str = ""
    asked: str = ""
    cautions: Sequence[str] = ()
    beside: Callable[[], str] | None = None
    table: Table | None = None
    total: str = ""
    below: Table | None = None

    def __post_init__(self) -> None:
        if not self.findings:
            raise ValueError("A figure needs a Finding.")

    @property
    def first(self) -> Finding:
        """The Finding whose Measure, counts and method the figure states."""
        return self.findings[0]

    @property
    def place(self) -> str:
        """Where the figure stands on its page: first, or under its own name."""
        return LEAD if self.leads else self.name

    def chart(self, catalog: Catalog, *, is_dark: bool = False, is_narrow: bool = False) -> Chart:
        """Return the Chart, for a theme and a width."""
        return self.draw(
            *self.drawn,
            catalog,
            is_dark=is_dark,
            is_narrow=is_narrow,
            title=self.title,
            **self.more,
        )


class Why(StrEnum):
    """Why a figure cannot be shown."""

    MISSING = "missing"  # the data lacks what the whole page is about
    REFUSED = "refused"  # the data can be asked something else, not this
    NONE = "none"  # the data holds nothing to answer this part


@dataclass(frozen=True, kw_only=True)
class Absent:
    """That a figure cannot be shown, and why.

    `how` is what whoever has the data can do about it, `asked` what was refused.
    """

    why: Why
    said: str
    how: str = ""
    asked: Question | None = None

    def __post_init__(self) -> None:
        if not self.said:
            raise ValueError("What cannot be shown needs its reason.")


def none(said: str) -> Absent:
    """Return that the data holds nothing to answer a part of a page."""
    return Absent(why=Why.NONE, said=said)


def refused(asked: Question, said: str) -> Absent:
    """Return that the data cannot be asked a Question."""
    return Absent(why=Why.REFUSED, said=said, asked=asked)
