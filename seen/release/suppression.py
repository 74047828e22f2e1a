"""From counted cells to published ones: too few withheld, remainders guarded, noise added.

It promises that the hidden parts of any published cell are many enough together, at a fixed point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from seen.errors import PublishError
from seen.release.past import keep
from seen.release.series import Series
from seen.store import Build
from seen.text import text

MOST_ROUNDS: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Protected:
    """How many cells there were, and how many are left."""

    n_cells: int
    n_enough: int  # passed the rules for one cell
    n_shown: int


def suppress(work: Build, series: Series) -> Protected:
    """Withhold cells with too few, then further ones until no remainder is too small."""
    if not series.is_new:
        work.change("series/known")
        work.change("series/absent")
    work.change("lattice/primary", release_no=series.release_no)
    keep(work, series)
    work.change("lattice/edges")
    work.change("lattice/edges_inside")
    work.change("lattice/parts_outside")
    return complement(work)


def complement(work: Build) -> Protected:
    """Withhold further cells until no remainder is too small.

    Raises
    ------
    PublishError
        When it does not come to an end.
    """
    before = -1
    for _ in range(MOST_ROUNDS):
        found = groups(work)
        if found.n_shown == before:
            return found
        before = found.n_shown
        work.change("lattice/complementary")
    raise PublishError(text("publish.no_fixed_point", n=MOST_ROUNDS))


def groups(work: Build) -> Protected:
    """Return how many cells there are, and how many of them are shown by now."""
    row = work.run("lattice/shown").iloc[0]
    return Protected(**{name: int(row[name]) for name in ("n_cells", "n_enough", "n_shown")})


def add_noise(work: Build, series: Series) -> pd.DataFrame:
    """Return the published cells, one row per level of their outcome, as the release orders them.

    Raises
    ------
    PublishError
        When none is left.
    """
    work.change("lattice/noisy")
    work.change("lattice/few_after_noise")
    complement(work)  # of a group that noise hid too, what is left over may be its alone
    if not series.is_new:
        work.change("series/kept")
    found = work.run("lattice/published")
    if found.empty:
        raise PublishError(text("publish.nothing_left"))
    return found
