"""Which Dimensions are crossed in a release: cuboids, and which of them are part of which.

It promises that every cuboid one Dimension wider is there too, so that remainders can be guarded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeVar

from seen.domain.releases import CORE, CORE_WITH, INSTITUTION, INSTITUTION_WITH

TYPE: Final = "setting"  # the kind of institution
DEFAULTS: Final = (
    *("profession", TYPE, "quarter", "time_pressure", "modality"),
    *("recipient_race_ethnicity", "recipient_income", "recipient_gender"),
    *("language_match", "age_band", INSTITUTION),
)
BESIDE_WORKERS: Final = ("leadership_third", "mentoring_third", "reflective_practice")
SLOTS: Final = 4  # Dimensions that a cell may cross at most
FEW_PEOPLE: Final = 5_000  # below, two Dimensions at most: more was never measured


Filled = TypeVar("Filled")


@dataclass(frozen=True, kw_only=True)
class Cuboid:
    """All cells of some Dimensions crossed, named in alphabetical order."""

    number: int
    dimensions: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the release names it: empty for the total."""
        return "|".join(self.dimensions)

    @property
    def has_institution(self) -> bool:
        """Whether single institutions stand in its cells."""
        return INSTITUTION in self.dimensions


def most_crossed(n_people: int) -> int:
    """Return how many Dimensions a cell may cross where the data holds that many people."""
    return 3 if n_people >= FEW_PEOPLE else 2


def crossings(dimensions: Sequence[str], *, most: int) -> list[tuple[str, ...]]:
    """Return the sets of Dimensions that are crossed, the total first.

    Parameters
    ----------
    dimensions
        The released Dimensions that the answers have.
    most
        How many Dimensions may be crossed; from three on the core quartets are added.
    """
    plain = sorted(name for name in dimensions if name != INSTITUTION)
    found = [found for size in range(most + 1) for found in combinations(plain, size)]
    if most >= 3 and set(CORE) <= set(plain):
        found += [tuple(sorted((*CORE, name))) for name in CORE_WITH if name in plain]
    if INSTITUTION in dimensions:
        found.append((INSTITUTION,))
        beside = [name for name in INSTITUTION_WITH if name in plain and most >= 2]
        found += [tuple(sorted((INSTITUTION, name))) for name in beside]
    return found


def slotted(found: Sequence[Filled], blank: Filled) -> list[Filled]:
    """Return one entry for each Dimension that a cell may cross, blank where it crosses fewer."""
    return [*found, *[blank] * (SLOTS - len(found))]


def lines(cuboids: Sequence[Cuboid]) -> Iterator[tuple[int, int, int]]:
    """Yield of each cuboid and place of a Dimension in it, counted from 1, the wider cuboid."""
    numbers = {cuboid.dimensions: cuboid.number for cuboid in cuboids}
    for cuboid in cuboids:
        for place, left_out in enumerate(cuboid.dimensions, start=1):
            wider = tuple(name for name in cuboid.dimensions if name != left_out)
            yield cuboid.number, place, numbers[wider]
