"""An attack on what is withheld under one name and shown under another.

It promises every group that has two names, along a Dimension or by what levels hold.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seen.domain.releases import INSTITUTION
from seen.release.attack.faces import Cube
from seen.release.attack.inside import Inside, inside
from seen.release.attack.readings import Result, counted_few
from seen.release.attack.records import Flags, Places
from seen.release.attack.standing import Least, Standing, few_of, first_before
from seen.release.attack.versions import Versions

OTHER_NAME: Final = "other_name"


def same_group(cube: Cube, before: Cube | None = None) -> Result:
    """Count the groups with two names of which one is shown, and those hidden under the other.

    Of a release that follows another the one before is needed, as of what is left over.
    """
    earlier = first_before(cube, before)
    if earlier is None and not cube.is_first:
        return counted_few(OTHER_NAME, cube.records.outcome.name, is_skipped=True)
    versions = Versions(cube, earlier)
    behind = Standing(worker=versions.worker, place=versions.place)
    n_shown = n_hidden = 0
    for it in inside(versions):
        cells, others = _same(it)
        is_part, is_whole = it.part.is_shown[cells], it.whole.is_shown[others]
        n_shown += int((is_part | is_whole).sum())
        told = cells[is_part != is_whole]
        n_hidden += len(told) - (0 if it.is_line else _own_rules(cube, it, told, behind))
    return counted_few(OTHER_NAME, cube.records.outcome.name, n_shown, n_hidden)


def _same(it: Inside) -> tuple[Places, Places]:
    """Return which groups hold what the one they stand in does, and that one of each."""
    is_part, is_whole = it.part.is_member & it.is_inside, it.whole.is_member
    n_part, n_whole = len(it.part.is_shown), len(it.whole.is_shown)
    parent = np.zeros(n_part, dtype=np.int64)
    parent[it.part.cell[is_part]] = it.whole.cell[is_part]
    held = np.bincount(it.part.cell[is_part], minlength=n_part)
    both = np.bincount(it.part.cell[is_part & is_whole], minlength=n_part)
    wider = np.bincount(it.whole.cell[is_whole], minlength=n_whole)[parent]
    cells = np.flatnonzero((held > 0) & (held == both) & (both == wider))
    return cells, parent[cells]


def _own_rules(cube: Cube, it: Inside, told: Places, behind: Standing) -> int:
    """Return how many groups are hidden since more is asked under one name than the other.

    An institution may stand alone, and a kind of institution that has a single one may not.
    """
    if (INSTITUTION in it.names) == (INSTITUTION in it.wider):
        return 0
    plain = it.wider if INSTITUTION in it.names else it.names
    is_told: Flags = it.part.is_member & np.isin(it.part.cell, told)
    return few_of(behind, it.part.cell, is_told, Least.of(cube, plain))[1]
