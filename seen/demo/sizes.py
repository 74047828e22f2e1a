"""How large a demo is: blocks of institutions, encounters in each, staff in each unit.

It promises exactly the number of encounters asked for, and no block above a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seen.errors import DemoError
from seen.text import text

FULL: Final = 360_000
SMALLEST: Final = 2_000
LARGEST: Final = 100_000_000
BLOCK: Final = 1_000_000  # arrays of one block: about 0.5 GB


@dataclass(frozen=True, kw_only=True)
class Size:
    """The size of a demo; a larger one repeats the design of places, with other draws."""

    encounters: int
    seed: int

    def __post_init__(self) -> None:
        if not SMALLEST <= self.encounters <= LARGEST:
            raise DemoError(
                text("demo.error_encounters", smallest=f"{SMALLEST:,}", largest=f"{LARGEST:,}")
            )
        if not 0 <= self.seed < 2**63:
            raise DemoError(text("demo.error_seed"))

    @property
    def n_blocks(self) -> int:
        """How many times the design of places is drawn."""
        return -(-self.encounters // BLOCK)

    @property
    def staff_share(self) -> float:
        """The staff of each unit, as a share of full size.

        Below full size both staff and encounters per person shrink, each by the square root, so
        that a small demo keeps every place and still has several answers per practitioner.
        """
        return float(min(1.0, (self.encounters / self.n_blocks / FULL) ** 0.5))

    def encounters_of(self, block: int) -> int:
        """Return the encounters of one block."""
        start, end = (self.encounters * at // self.n_blocks for at in (block, block + 1))
        return end - start
