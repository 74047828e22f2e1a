"""Which levels stand inside others: an institution in its region, a form in what it is made of.

It promises that they are found in the answers themselves, so that what a group leaves over is
looked at whatever its parts are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import pandas as pd

from seen.domain.releases import INSTITUTION, QUARTER
from seen.release.lattice import SLOTS, Cuboid, slotted
from seen.store import Build

FOLLOWS: Final = 0.99  # of the answers at two Dimensions: from there on a third follows from them
EVERYONE: Final = "everyone"

Names = tuple[str, ...]
Holds = Mapping[Names, frozenset[str]]  # by one or two Dimensions: those whose levels hold theirs


@dataclass(frozen=True, kw_only=True)
class Joint:
    """One or two Dimensions crossed with one more, which may hold their levels.

    Attributes
    ----------
    cuboid
        All of them crossed; of the lattice, or numbered after it.
    determinant, dimension
        The cuboid of the first, and the further one.
    is_released
        Whether the lattice has it.
    """

    cuboid: Cuboid
    determinant: Cuboid
    dimension: str
    is_released: bool

    @property
    def place(self) -> int:
        """Where the further Dimension stands, counted from 1."""
        return self.cuboid.dimensions.index(self.dimension) + 1


def joints(cuboids: Mapping[str, Sequence[Cuboid]]) -> dict[str, list[Joint]]:
    """Return by table what is counted to find which levels stand inside others.

    What no lattice has is numbered after all that one has.
    """
    first = sum(map(len, cuboids.values()))
    found: dict[str, list[Joint]] = {}
    for table, held in cuboids.items():
        found[table] = list(_joints(held, first))
        first += len({it.cuboid.number for it in found[table] if not it.is_released})
    return found


def _joints(cuboids: Sequence[Cuboid], first: int) -> Iterator[Joint]:
    """Yield what is counted of one table, numbered from the first that no lattice has."""
    released = {cuboid.dimensions: cuboid for cuboid in cuboids}
    names = [it[0] for it in released if len(it) == 1]
    further: dict[Names, Cuboid] = {}
    for determinant, cuboid in released.items():
        for name in names:
            if name in determinant or not _may_hold(determinant, name):
                continue
            both = tuple(sorted((*determinant, name)))
            if both not in released and both not in further:
                further[both] = Cuboid(number=first + len(further), dimensions=both)
            yield Joint(
                cuboid=released.get(both) or further[both],
                determinant=cuboid,
                dimension=name,
                is_released=both in released,
            )


def _may_hold(determinant: Names, name: str) -> bool:
    """Return whether it is looked at whether a Dimension holds the levels of one or two others.

    Of an institution that may be from one quarter to the next.
    """
    if len(determinant) == 2:
        return name != INSTITUTION and (INSTITUTION not in determinant or QUARTER in determinant)
    return len(determinant) == 1


def holding(shares: Mapping[tuple[Names, str], float]) -> dict[Names, frozenset[str]]:
    """Return which Dimensions hold levels of others.

    One holds those of another where a single level stands inside one of its own. It holds those
    of two crossed where it follows from them, and from neither alone.

    Parameters
    ----------
    shares
        By one or two Dimensions and one more: the share of answers that stand, at the first,
        where all are at one level of the other.
    """
    found: dict[Names, set[str]] = {}
    for (names, dimension), share in shares.items():
        alone = [shares.get(((name,), dimension), 0.0) for name in names]
        if share > 0 if len(names) == 1 else share >= FOLLOWS > max(alone):
            found.setdefault(names, set()).add(dimension)
    return {names: frozenset(held) for names, held in found.items()}


def nests(cuboids: Sequence[Cuboid], holds: Holds) -> Iterator[tuple[Cuboid, Cuboid]]:
    """Yield each cuboid with one whose cells may hold some of its own, that is not wider than it.

    Left out is what both crossed tell as well: there such a cell has another name, and stands
    beside the others along a Dimension.
    """
    known = {cuboid.dimensions for cuboid in cuboids}
    for cuboid in cuboids:
        own = frozenset(cuboid.dimensions)
        inside = {names: held for names, held in holds.items() if own.issuperset(names)}
        told = frozenset().union(*inside.values())
        for wider in cuboids if told else ():
            more, less = frozenset(wider.dimensions) - own, own - frozenset(wider.dimensions)
            if not more or not less or not more <= told:
                continue
            is_crossed = len(less) == 1 and tuple(sorted(own | more)) in known
            if not is_crossed and any(
                less.issubset(names) and held & more for names, held in inside.items()
            ):
                yield cuboid, wider


def declare(work: Build, held: Sequence[Joint]) -> None:
    """Write what is counted to find which levels stand inside others."""
    rows = [
        {
            "joint": it.cuboid.number,
            "place": it.place,
            "determinant": it.determinant.number,
            "is_pair": len(it.determinant.dimensions) == 2,
            "dimension": it.dimension,
        }
        for it in held
    ]
    if rows:
        work.insert("joint_line", pd.DataFrame(rows))


def count(work: Build, held: Sequence[Joint], columns: Mapping[str, str]) -> None:
    """Count what no lattice has, of the answers that are gathered.

    Parameters
    ----------
    work, held
        Where, and what.
    columns
        By Dimension: the column that holds its levels.
    """
    for cuboid in {it.cuboid.number: it.cuboid for it in held if not it.is_released}.values():
        slots = slotted([columns[name] for name in cuboid.dimensions], EVERYONE)
        dims: dict[str, Any] = {f"dim_{place}": it for place, it in enumerate(slots, start=1)}
        work.change("lattice/joints", cuboid=cuboid.number, **dims)


def find(work: Build, cuboids: Sequence[Cuboid], columns: Mapping[str, str]) -> None:
    """Find which levels stand inside others, of the outcomes that were counted last.

    Parameters
    ----------
    work
        Where their cells are counted.
    cuboids
        Of their table.
    columns
        By Dimension: the column that holds its levels.
    """
    work.change("lattice/inside", least=FOLLOWS)
    names = {it.number: it.dimensions for it in cuboids}
    shares = {
        (names[int(row["determinant"])], str(row["dimension"])): float(row["inside_share"])
        for row in work.run("lattice/inside_shares").to_dict("records")
    }
    holds = holding(shares)
    pairs = list(nests(cuboids, holds))
    _insert(work, "nest", _slots(pairs))
    _insert(work, "determinant", _determinants({it for it, _ in pairs}, names, holds))
    numbers = {dimensions: number for number, dimensions in names.items()}
    for cuboid, wider in pairs:
        told = _told_by(cuboid, wider, holds)
        if told is not None:
            _count_outside(work, cuboid, wider, (numbers[told], told), columns)


def _told_by(cuboid: Cuboid, wider: Cuboid, holds: Holds) -> Names | None:
    """Return the one or two Dimensions that tell all that a cell crosses elsewhere, if any do."""
    own, held = frozenset(cuboid.dimensions), frozenset(wider.dimensions)
    for names, told in holds.items():
        if own - held <= frozenset(names) <= own and held - own <= told:
            return names
    return None


def _count_outside(
    work: Build,
    cuboid: Cuboid,
    wider: Cuboid,
    told_by: tuple[int, Names],
    columns: Mapping[str, str],
) -> None:
    """Count what of cells no cell of a cuboid can hold: it is left over whatever is shown."""
    number, names = told_by
    further = sorted(set(wider.dimensions) - set(cuboid.dimensions))
    slots = slotted([columns[name] for name in wider.dimensions], EVERYONE)
    dims: dict[str, Any] = {f"dim_{place}": it for place, it in enumerate(slots, start=1)}
    work.change(
        "lattice/outside",
        cuboid=cuboid.number,
        wider=wider.number,
        determinant=number,
        by_1=columns[names[0]],
        by_2=columns[names[1]] if len(names) == 2 else EVERYONE,
        everyone=EVERYONE,
        dimensions=further,
        held=columns[further[0]],
        **dims,
    )


def _slots(pairs: Sequence[tuple[Cuboid, Cuboid]]) -> list[dict[str, object]]:
    """Return which Dimension stands at each place of a cell that holds cells of another cuboid."""
    return [
        {"cuboid": cuboid.number, "parent": wider.number, "slot": slot, "dimension": name}
        for cuboid, wider in pairs
        for slot, name in enumerate(slotted(wider.dimensions, EVERYONE), start=1)
    ]


def _determinants(
    cuboids: set[Cuboid], names: Mapping[int, Names], holds: Holds
) -> list[dict[str, object]]:
    """Return what of a cuboid tells a further level: one or two of its Dimensions."""
    numbers = {dimensions: number for number, dimensions in names.items()}
    rows: list[dict[str, object]] = []
    for cuboid in sorted(cuboids, key=lambda it: it.number):
        for size in (1, 2):
            for chosen in combinations(cuboid.dimensions, size):
                if chosen in holds:
                    places = [cuboid.dimensions.index(name) + 1 for name in chosen]
                    rows.append(
                        {
                            "cuboid": cuboid.number,
                            "determinant": numbers[chosen],
                            "place_1": places[0],
                            # past the last place stands everyone
                            "place_2": places[1] if size == 2 else SLOTS + 1,
                        }
                    )
    return rows


def _insert(work: Build, table: str, rows: list[dict[str, object]]) -> None:
    """Append rows to a table; none are no error."""
    if rows:
        work.insert(table, pd.DataFrame(rows))
