"""A Finding: the answer to a Question, with its intervals, its counts and what is withheld.

It promises that a missing number always has a cause and a shown number always an interval.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from seen.domain.measures import Measure
from seen.domain.questions import DISTRIBUTION, Question
from seen.domain.withheld import Reason, Withheld
from seen.text import DEFAULT_LANGUAGE

__all__ = [
    "CONFIDENCE",
    "PROVISIONAL_DF",
    "SCHEMA_VERSION",
    "Estimate",
    "Finding",
    "Gap",
    "Group",
    "Interval",
    "Part",
    "Provenance",
    "Reason",
    "Response",
    "Test",
    "Verdict",
    "Withheld",
]

SCHEMA_VERSION: Final = 1
CONFIDENCE: Final = 0.95


class Verdict(StrEnum):
    """What a comparison says, in the order in which the first that applies is taken."""

    WITHHELD = "withheld"
    NOTABLE = "notable"
    SMALL = "small"
    ABOUT_EQUAL = "about_equal"
    NO_RELIABLE_DIFFERENCE = "no_reliable_difference"


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A value with its 95 % interval.

    Where random changes leave next to none, or next to all, only an end of it is said: `bound`
    is then "at_most" or "at_least", and the value the middle of the interval.
    """

    value: float
    low: float
    high: float
    bound: str = ""

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.value, self.low, self.high))):
            raise ValueError("An interval must be finite; use Withheld for what is not known.")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} lies outside its interval {self.low} to {self.high}.")


@dataclass(frozen=True, kw_only=True)
class Estimate(Interval):
    """A group's value with its interval and the counts behind it."""

    n_answers: int
    n_people: int | None  # None on a release, which holds no count of people
    n_clusters: int | None
    df: float
    method: str  # shown to readers

    @property
    def is_provisional(self) -> bool:
        """Whether so few clusters stand behind it that the interval itself is uncertain."""
        return self.df < PROVISIONAL_DF


PROVISIONAL_DF: Final = 8  # NCHS: review below 8 degrees of freedom


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group of a Finding: its levels and its Estimate, or why there is none."""

    group: str
    group_2: str | None
    estimate: Estimate | Withheld


@dataclass(frozen=True, kw_only=True)
class Part:
    """A named number that is not a group: a slope, a share of a decomposition, a bar."""

    name: str
    group: str | None
    estimate: Estimate | Withheld
    group_2: str | None = None
    p_holm: float | None = None  # where the number is tested against zero
    verdict: Verdict | None = None


@dataclass(frozen=True, kw_only=True)
class Test:
    """One test over all groups of a Finding."""

    name: str  # which test: "rao_scott"
    statistic: float
    df: float
    df2: float
    p: float


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A comparison with its own interval; a positive difference is worse for the named group."""

    group: str
    group_2: str | None
    versus: str
    difference: Interval | Withheld
    ratio: Interval | Withheld
    p_holm: float | None
    verdict: Verdict
    df: float | None = None  # of the difference
    p: float | None = None  # before allowing for the number of comparisons
    reference: Interval | None = None  # what the group is compared with, where the gap is shown

    @property
    def excludes_zero(self) -> bool:
        """Whether the plain 95 % interval of the difference leaves out zero."""
        found = self.difference
        return isinstance(found, Interval) and (found.low > 0 or found.high < 0)

    @property
    def is_comparison(self) -> bool:
        """Whether a comparison was made, though it may have been found to say too little."""
        return not isinstance(self.difference, Withheld) or self.difference.is_comparison

    @property
    def is_reliable(self) -> bool:
        """Whether the difference holds after allowing for the number of comparisons."""
        return self.verdict in (Verdict.NOTABLE, Verdict.SMALL)


@dataclass(frozen=True, kw_only=True)
class Response:
    """How many were asked and how many answered; asked is None where the data does not say."""

    asked: int | None
    answered: int


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a Finding comes from."""

    dataset: str
    version: str
    source_type: str
    layout: str  # which tables answered
    query: str
    guard: str
    created_month: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer to a Question."""

    question: Question
    measure: Measure
    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    overall: Estimate | Withheld
    response: Response | Withheld
    provenance: Provenance
    parts: tuple[Part, ...] = ()
    test: Test | Withheld | None = None  # over all groups; None where the view has none
    notes: tuple[str, ...] = ()
    sentence: str = ""
    is_weighted: bool = False
    cluster_words: str = ""  # what the intervals allow for: "institutions"
    responses: tuple[tuple[str, Response], ...] = ()  # of groups that are places, where known
    breaks: tuple[str, ...] = ()  # waves that begin with another instrument, in their order

    @property
    def numbers(self) -> tuple[Estimate | Withheld, ...]:
        """What stands in place of each group and each part."""
        groups = [item.estimate for item in self.groups]
        return (*groups, *(item.estimate for item in self.parts))

    @property
    def has_one_group(self) -> bool:
        """Whether answers of one group alone are known of, so that nothing can be compared."""
        empty = Withheld(reason=Reason.NO_ANSWERS)
        return len({item.group for item in self.groups if item.estimate != empty}) == 1

    def gap(self, group: str, group_2: str | None = None) -> Gap | None:
        """Return the comparison of a group; None for the group the others are compared with."""
        for gap in self.gaps:
            if (gap.group, gap.group_2) == (group, group_2):
                return gap
        return None

    def to_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Return the Finding as plain data, numbers exact."""
        return {
            "schema_version": SCHEMA_VERSION,
            "question": self.question.to_json(),
            "groups": _groups(self, language),
            "parts": [
                {"name": item.name, "group": item.group, "group_2": item.group_2}
                | _number("estimate", item.estimate, language, self.measure)
                | {"p_holm": item.p_holm, "verdict": item.verdict and str(item.verdict)}
                for item in self.parts
            ],
            "gaps": [_gap(item, language, self.measure) for item in self.gaps],
            "overall": _number("estimate", self.overall, language, self.measure),
            "test": _test(self.test, language, self.measure),
            "sentence": self.sentence,
            "notes": list(self.notes),
            "response": _response(self.response, language, self.measure),
            "provenance": asdict(self.provenance),
        }


def _groups(finding: Finding, language: str) -> list[dict[str, Any]]:
    """Return the groups; of a distribution each group once, with its share at every level."""
    if finding.question.view != DISTRIBUTION:
        return [
            {"group": item.group, "group_2": item.group_2, "answers": []}
            | _number("estimate", item.estimate, language, finding.measure)
            for item in finding.groups
        ]
    answers: dict[str, list[dict[str, Any]]] = {}
    for item in finding.groups:
        found = _number("estimate", item.estimate, language, finding.measure)
        share = {"level": item.group_2} | found
        answers.setdefault(item.group, []).append(share)
    return [
        {"group": group, "group_2": None, "answers": levels} for group, levels in answers.items()
    ]


def _number(name: str, found: Interval | Withheld, language: str, of: Measure) -> dict[str, Any]:
    """Return a number under its name, or why it is withheld."""
    if isinstance(found, Withheld):
        return {"withheld": {"reason": str(found.reason), "text": found.words(language, of=of)}}
    return {name: _interval(found)}


def _interval(found: Interval) -> dict[str, Any]:
    """Return an interval as plain data; that it is a bound only where it is one."""
    said = asdict(found)
    return said if said.pop("bound") == "" else {**said, "bound": found.bound}


def _test(found: Test | Withheld | None, language: str, of: Measure) -> dict[str, Any] | None:
    """Return a test over all groups, or why there is none."""
    if isinstance(found, Withheld):
        return _number("", found, language, of)
    return None if found is None else asdict(found)


def _gap(gap: Gap, language: str, of: Measure) -> dict[str, Any]:
    """Return a Gap as plain data."""
    return {
        "group": gap.group,
        "group_2": gap.group_2,
        "versus": gap.versus,
        "difference": _plain(gap.difference, language, of),
        "ratio": _plain(gap.ratio, language, of),
        "p_holm": gap.p_holm,
        "verdict": str(gap.verdict),
    }


def _plain(found: Interval | Withheld, language: str, of: Measure) -> dict[str, Any]:
    """Return an interval's three numbers, or why they are withheld."""
    return _interval(found) if isinstance(found, Interval) else _number("", found, language, of)


def _response(found: Response | Withheld, language: str, of: Measure) -> dict[str, Any]:
    """Return the counts of asked and answered, or why they are withheld."""
    return asdict(found) if isinstance(found, Response) else _number("", found, language, of)
