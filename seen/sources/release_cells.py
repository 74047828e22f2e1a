"""The cells of a release, added up as a Question needs them: what is missing makes no sum.

It promises that several levels are added up only where every cell of them is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, Final

from seen.domain.questions import Filters, Question
from seen.domain.releases import ASKED
from seen.sources.asking import EVERYONE, Asking
from seen.sources.lattice import Lattice
from seen.sources.release_file import ReleaseFile
from seen.sources.remembered import Remembered
from seen.stats.released import Published, said_count
from seen.stats.tallies import Tally
from seen.stats.totals import Pair

_REMEMBERED: Final = 512
_WIDEST_DESIGN: Final = 10.0  # the limit of privacy.md 3.8, where a release states none
Key = tuple[str, ...]  # a level of each Dimension that is grouped by
Tallies = dict[Key, Tally]


class PublishedCells:
    """The cells of one release."""

    def __init__(self, held: ReleaseFile, lattice: Lattice) -> None:
        self._held, self._lattice = held, lattice
        self._tallies = Remembered(self._ask, most=_REMEMBERED)

    def forget(self) -> None:
        """Let every sum go."""
        self._tallies.forget()

    def groups(self, asking: Asking, *, outcome: str = "") -> dict[Pair, Tally | None]:
        """Return what is published of each group, in the order of its levels."""
        question = asking.question
        by = [question.by, *([question.by2] if question.by2 else [])]
        found = self._merged(asking, by, outcome)
        return {(key[0], key[1] if len(key) > 1 else None): tally for key, tally in found.items()}

    def whole(self, asking: Asking, *, outcome: str = "") -> Tally | None:
        """Return everybody under the filters."""
        return self._merged(asking, [], outcome).get(())

    def levels_of_second(self, asking: Asking) -> dict[str | None, Tally | None]:
        """Return everybody at each level of the second Dimension; under None where none is."""
        if asking.question.by2 is None:
            return {None: self.whole(asking)}
        found = self._merged(asking, [asking.question.by2], "")
        return {key[0]: tally for key, tally in found.items()}

    def values(self, asking: Asking, by: Sequence[str], outcome: str = "") -> dict[str, Any]:
        """Return the values bound to the query of cells."""
        lattice, measure = self._lattice, asking.measure.name
        columns = [lattice.column(name) for name in by]
        names = lattice.columns([*by, *asking.filters.names], measure)
        first, second = (*columns, EVERYONE, EVERYONE)[:2]
        return {
            **lattice.slots(asking.filters, measure),
            "cuboid": "|".join(names),
            "outcome": outcome or lattice.outcome(asking.question),
            "by": first,
            "by_2": second,
        }

    def middles(self, asking: Asking) -> dict[str, float]:
        """Return the middle of each band, where the outcome is a score in bands."""
        outcome = self._lattice.outcome(asking.question)
        return {level: it for (name, level), it in self._held.bands.items() if name == outcome}

    def counts(self, dimension: str, table: str, filters: Filters) -> dict[str, int | None]:
        """Return how many stand at each level of a Dimension, where that may be said."""
        levels = self._offered(dimension)
        asking = self._counted(dimension, table, filters)
        if asking is None:
            return dict.fromkeys(levels)
        is_asked = table == "encounter_answer" and ASKED in self._held.outcomes
        found = self.groups(asking, outcome=ASKED if is_asked else "")
        tallies = {level: found.get((level, None)) for level in levels}
        return {level: None if it is None else said_count(it.n) for level, it in tallies.items()}

    # -- steps -----------------------------------------------------------------------------------

    def _offered(self, dimension: str) -> tuple[str, ...]:
        """Return the levels of a Dimension that can be filtered by."""
        held = self._lattice.catalog.dimension(dimension)
        released = self._held.levels.get(dimension, held.levels)
        return tuple(level for level in held.levels if level in released)

    def _counted(self, dimension: str, table: str, filters: Filters) -> Asking | None:
        """Return a Question whose answers are counted; None where it cannot be asked."""
        catalog = self._lattice.catalog
        for measure in catalog.offered_measures():
            if measure.table != table:
                continue
            asked = Question(
                measure=measure.name, show=measure.shows[0], by=dimension, filters=filters
            )
            if self._lattice.refused(asked, "en") is None:
                return Asking(question=asked, measure=measure, catalog=catalog)
        return None

    def _merged(self, asking: Asking, by: Sequence[str], outcome: str) -> dict[Key, Tally | None]:
        """Return a Tally for each level of what is grouped by; None where a cell is missing."""
        values = self.values(asking, by, outcome)
        held = self._tallies(tuple(sorted((k, _frozen(v)) for k, v in values.items())))
        found: dict[Key, Tally | None] = {}
        for key, parts in self._keys(asking, by).items():
            tallies = [held.get(part) for part in parts]
            found[key] = _together(tallies)
        return found

    def _keys(self, asking: Asking, by: Sequence[str]) -> dict[Key, list[Key]]:
        """Return each level of what is grouped by, with the published levels it is made of."""
        found: dict[Key, list[Key]] = {(): [()]}
        allowed = self._lattice.chosen(asking.filters, asking.measure.name)
        for name in by:
            column = self._lattice.column(name)
            left = allowed.get(column)
            made: dict[Key, list[Key]] = {}
            for key, parts in found.items():
                for level in self._levels(asking, name):
                    members = [
                        it
                        for it in self._lattice.members(name, level)
                        if left is None or it in left
                    ]
                    if members:
                        made[(*key, level)] = [(*part, it) for part in parts for it in members]
            found = made
        return found

    def _levels(self, asking: Asking, name: str) -> tuple[str, ...]:
        """Return the levels of a Dimension that keep their row."""
        chosen = asking.filters.levels(name)
        held = self._held.levels.get(name, self._lattice.catalog.dimension(name).levels)
        return tuple(level for level in held if not chosen or level in chosen)

    def _ask(self, values: tuple[tuple[str, Any], ...]) -> Tallies:
        """Ask for the sums of one cuboid and outcome that are whole."""
        bound = {name: _thawed(value) for name, value in values}
        cuboid, outcome = bound["cuboid"], bound["outcome"]
        levels = self._held.outcomes.get(outcome, ())
        asked = [bound[name] for name in ("by", "by_2")]
        wanted = prod(
            len(bound[f"levels_{at}"])
            for at in range(1, 9)
            if bound[f"levels_{at}"] is not None and bound[f"filter_{at}"] not in asked
        )
        sums: dict[Key, dict[str, tuple[int, int]]] = {}
        for row in self._held.file.run("release/groups", **bound).to_dict("records"):
            pair = (row["group_value"], row["group_value_2"])
            key = tuple(str(it) for it, name in zip(pair, asked, strict=True) if name != EVERYONE)
            one = (int(row["n_answers"]), int(row["n_cells"]))
            sums.setdefault(key, {})[str(row["outcome_level"])] = one
        design = self._held.designs.get((outcome, cuboid), self._widest(outcome))
        return {
            key: Tally(
                counts=tuple(float(found[level][0]) for level in levels),
                n_noises=tuple(found[level][1] for level in levels),
                design=design,
            )
            for key, found in sums.items()
            if all(found.get(level, (0, 0))[1] == wanted for level in levels)
        }

    def _widest(self, outcome: str) -> float:
        """Return the largest design effect a release states for an outcome."""
        stated = [design for (name, _), design in self._held.designs.items() if name == outcome]
        return max(stated, default=_WIDEST_DESIGN)

    def widest_design(self) -> float:
        """Return the largest design effect a release states at all."""
        return max(self._held.designs.values(), default=_WIDEST_DESIGN)


def others(
    cells: PublishedCells, asking: Asking, groups: Mapping[Pair, Tally | None]
) -> dict[Pair, Tally | None]:
    """Return everyone else of each group: the whole less its own cell.

    Where only some levels are asked for everyone else is the sum of the others of them.
    """
    if asking.question.filters.levels(asking.question.by):
        return _sums_of_others(groups)
    wholes = cells.levels_of_second(asking)
    return {pair: _less(wholes.get(pair[1]), own) for pair, own in groups.items()}


def spread(cells: PublishedCells, asking: Asking) -> Published:
    """Return how each group spreads over the levels of the second Dimension.

    A group is whole only where each of its levels is published: what is missing could be none or
    too few. The design effect of where people stand is in no release, so the largest it states
    for anything is taken.
    """
    design = cells.widest_design()
    pairs = cells.groups(asking)
    seconds = cells.levels_of_second(asking)
    groups = _shares(pairs, design)
    everyone = _shares({("", level): tally for level, tally in seconds.items()}, design)
    is_some = bool(asking.question.filters.levels(asking.question.by))
    if is_some:
        rest = _sums_of_others(groups)
    else:
        rest = {pair: _less(everyone.get(("", pair[1])), own) for pair, own in groups.items()}
    return Published(groups=groups, others=rest, are_remainders=not is_some, overall=None)


def _shares(pairs: Mapping[Pair, Tally | None], design: float) -> dict[Pair, Tally | None]:
    """Return for each group and level those who stand there and those who do not."""
    found: dict[Pair, Tally | None] = {}
    for pair in pairs:
        own = {other[1]: it for other, it in pairs.items() if other[0] == pair[0]}
        held = {level: it for level, it in own.items() if it is not None}
        if len(held) < len(own):
            found[pair] = None
            continue
        here = held[pair[1]]
        noises = sum(sum(it.n_noises) for it in held.values())
        at = sum(here.n_noises)
        n = sum(it.n for it in held.values())
        found[pair] = Tally(counts=(here.n, n - here.n), n_noises=(at, noises - at), design=design)
    return found


def _sums_of_others(groups: Mapping[Pair, Tally | None]) -> dict[Pair, Tally | None]:
    """Return for each group the sum of the other groups at the same second level."""
    return {
        pair: _together(
            [it for other, it in groups.items() if other[1] == pair[1] and other != pair]
        )
        for pair in groups
    }


def _together(tallies: Sequence[Tally | None]) -> Tally | None:
    """Return Tallies added up; None where one is missing, or where there is none."""
    held = [it for it in tallies if it is not None]
    if len(held) < len(tallies) or not held:
        return None
    whole = held[0]
    for it in held[1:]:
        whole = whole.plus(it)
    return whole


def _less(whole: Tally | None, part: Tally | None) -> Tally | None:
    """Return a whole less a part; None where either is missing."""
    return None if whole is None or part is None else whole.less(part)


def _frozen(value: Any) -> Any:
    """Return a value as part of a key."""
    return tuple(value) if isinstance(value, list) else value


def _thawed(value: Any) -> Any:
    """Return a value of a key as it is bound."""
    return list(value) if isinstance(value, tuple) else value
