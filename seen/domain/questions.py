"""A Question: what is asked of the data, hashable and equal to a link.

It promises that the same Question always has the same link, and the same link the same Question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from seen.domain.measures import Show
from seen.errors import QuestionError
from seen.text import text

LEVELS: Final = "levels"
DISTRIBUTION: Final = "distribution"
SLOPE: Final = "slope"
TREND: Final = "trend"
DECOMPOSITION: Final = "decomposition"
GRADIENT: Final = "gradient"
SUMMARY: Final = "summary"
WITHIN: Final = "within"
FUNNEL: Final = "funnel"
BLOCKS: Final = "blocks"
BANDS: Final = "bands"
WAVES: Final = "waves"
VIEWS: Final = (
    *(LEVELS, DISTRIBUTION, SLOPE, TREND, DECOMPOSITION, GRADIENT, SUMMARY, WITHIN, FUNNEL),
    *(BLOCKS, BANDS, WAVES),
)
NEEDS_SECOND: Final = (DISTRIBUTION, SLOPE, TREND)  # views that run over the levels of by2
SHARES_ALONE: Final = (DISTRIBUTION, WITHIN)
COMPARES_NONE: Final = (BLOCKS, WAVES)  # views without a comparison of groups
USES_STRATA: Final = (DECOMPOSITION, WITHIN)
UNADJUSTED: Final = "none"
STANDARDISED: Final = "standardised"
REGRESSION: Final = "regression"
ADJUSTS: Final = (UNADJUSTED, STANDARDISED, REGRESSION)
STRATA: Final = ("profession", "setting", "time_pressure")
MOST_STRATA: Final = 3  # queries/cells have three places for them
VERSUS_OTHERS: Final = "others"
VERSUS_LARGEST: Final = "largest"
MOST_FILTERS: Final = 8  # queries/cells have eight filter slots
MOST_GROUPS: Final = 3  # more lines than these nobody keeps apart (VISUAL.md)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The chosen levels of each filtered Dimension; a Dimension without a choice is not here."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.chosen]
        if names != sorted(set(names)):
            raise ValueError("Filters must be sorted by Dimension, each once: use Filters.of().")
        if len(self.chosen) > MOST_FILTERS:
            raise QuestionError(text("asked.filters", n=MOST_FILTERS))
        if any(not levels or list(levels) != sorted(set(levels)) for _, levels in self.chosen):
            raise ValueError("A filter needs levels, sorted, each once: use Filters.of().")

    @classmethod
    def of(cls, choices: Mapping[str, Iterable[str]]) -> Filters:
        """Return Filters from any choices; an empty choice means all and is left out."""
        tidy = {name: tuple(sorted(set(levels))) for name, levels in choices.items()}
        return cls(chosen=tuple(sorted((name, levels) for name, levels in tidy.items() if levels)))

    def levels(self, dimension: str) -> tuple[str, ...]:
        """Return the chosen levels of a Dimension; empty for all."""
        return dict(self.chosen).get(dimension, ())

    def without(self, dimension: str) -> Filters:
        """Return the Filters with one Dimension opened to all its levels."""
        return Filters(chosen=tuple(pair for pair in self.chosen if pair[0] != dimension))

    def including(self, dimension: str, levels: Iterable[str]) -> Filters:
        """Return the Filters with one Dimension set to these levels."""
        return Filters.of({**dict(self.chosen), dimension: tuple(levels)})

    @property
    def names(self) -> tuple[str, ...]:
        """The filtered Dimensions."""
        return tuple(name for name, _ in self.chosen)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to the data: a Measure, shown in one way, by one or two Dimensions.

    The view `levels` asks for the Measure in every group; `distribution` asks, of those who
    answered the Measure, which share of each group stands at each level of `by2`; `slope` and
    `trend` how it runs along `by2`; `decomposition` and `within` what remains of a difference
    inside strata; `gradient` and `summary` how unequal all groups are; `bands` how wide intervals
    are for all comparisons to hold at once; `funnel` how institutions vary; `blocks` what a score
    of burnout goes with, whatever it is asked by; `waves` how it moved from the first wave of a
    survey to the last. `adjust` compares groups as if all stood alike in the `strata`. `groups`
    names the groups that are compared, empty for all; `data` is the version a link was made on,
    which informs and asks nothing.
    """

    measure: str
    show: Show
    by: str
    by2: str | None = None
    filters: Filters = Filters()
    versus: str = VERSUS_OTHERS
    view: str = LEVELS
    adjust: str = UNADJUSTED
    strata: tuple[str, ...] = STRATA
    groups: tuple[str, ...] = ()
    data: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.view not in VIEWS:
            raise QuestionError(text("asked.view", choices=", ".join(VIEWS)))
        if self.adjust not in ADJUSTS:
            raise QuestionError(text("asked.adjust", choices=", ".join(ADJUSTS)))
        if self.by == self.by2:
            raise QuestionError(text("asked.same"))
        if self.view in NEEDS_SECOND and self.by2 is None:
            raise QuestionError(text("asked.needs_second", view=self.view))
        if self.view not in (LEVELS, *NEEDS_SECOND) and self.by2 is not None:
            raise QuestionError(text("asked.no_second", view=self.view))
        if self.view in SHARES_ALONE and self.show == Show.MEAN:
            raise QuestionError(text("asked.share_alone", view=self.view))
        if self.adjust != UNADJUSTED and (self.view != LEVELS or self.by2 is not None):
            raise QuestionError(text("asked.adjust_levels"))
        if not 1 <= len(self.strata) <= MOST_STRATA:
            raise QuestionError(text("asked.strata", n=MOST_STRATA))
        for names in (self.groups, self.strata):
            if list(names) != sorted(set(names)):
                raise ValueError("Groups and strata must be sorted, each once.")

    @property
    def is_stratified(self) -> bool:
        """Whether answers are told apart by strata."""
        return self.adjust != UNADJUSTED or self.view in USES_STRATA

    def asking(self, **changes: object) -> Question:
        """Return the same Question with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # replace() checks the names

    def without_second(self) -> Question:
        """Return the Question by its first Dimension alone; a view that needs two is of levels."""
        return replace(self, by2=None, view=LEVELS if self.view in NEEDS_SECOND else self.view)

    def crossed_with(self, by2: str) -> Question:
        """Return the Question by a second Dimension too, of levels, which alone can be crossed."""
        return replace(self, by2=by2, view=LEVELS, adjust=UNADJUSTED)

    def pairs(self, default: Question) -> list[tuple[str, str]]:
        """Return the link's keys and values: sorted, repeated for levels, defaults left out."""
        own = {name: getattr(self, name) for name in _PARTS}
        usual = {name: getattr(default, name) for name in _PARTS}
        parts = [
            (name, str(own[name])) for name in _PARTS if own[name] != usual[name] and own[name]
        ]
        if self.strata != default.strata:
            parts += [("strata", name) for name in self.strata]
        levels = [(name, level) for name, chosen in self.filters.chosen for level in chosen]
        groups = [("group", group) for group in self.groups]
        version = [("data", self.data)] if self.data else []
        return sorted(parts + levels + groups + version)

    def url(self, default: Question, page: str = "gaps", part: str = "") -> str:
        """Return the link of this Question, relative to the root of the dashboard.

        `part` is what a page opens under "Look closer".
        """
        query = urlencode([*self.pairs(default), *([("part", part)] if part else [])])
        return f"/{page}?{query}" if query else f"/{page}"

    def to_json(self) -> dict[str, object]:
        """Return the Question as plain data."""
        return {
            **{name: getattr(self, name) for name in _PARTS},
            "show": str(self.show),
            "strata": list(self.strata),
            "groups": list(self.groups),
            "data": self.data,
            "filters": {name: list(levels) for name, levels in self.filters.chosen},
        }


_PARTS: Final = ("view", "measure", "show", "by", "by2", "versus", "adjust")


def grouped(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return repeated keys of a link as lists."""
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


@dataclass(frozen=True, kw_only=True)
class OverviewEntry:
    """One of the fixed Questions of the Overview, and the level it speaks about."""

    measure: str
    show: Show
    by: str
    level: str
