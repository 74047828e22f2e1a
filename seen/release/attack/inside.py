"""Which groups of a release stand inside others: along a Dimension, and by what levels hold.

It promises every pair of groups that a reader can set against each other, found in the answers:
whoever knows the places knows what stands in a region, and a form is made of what it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from seen.release.attack.records import Flags, Places
from seen.release.attack.versions import Held, Versions
from seen.release.inside import Holds, Names, holding, nests
from seen.release.lattice import Cuboid


@dataclass(frozen=True, kw_only=True, eq=False)
class Inside:
    """The groups of one cuboid that stand inside those of another.

    Attributes
    ----------
    names, wider
        What both cross.
    part, whole
        The groups of both.
    is_inside
        By answer: whether its group stands inside.
    is_line
        Whether the other crosses one Dimension less, and nothing else.
    """

    names: Names
    wider: Names
    part: Held
    whole: Held
    is_inside: Flags
    is_line: bool


def inside(versions: Versions) -> Iterator[Inside]:
    """Yield all groups of a release that stand inside others."""
    faces = versions.now.faces
    everywhere = np.ones(len(versions.worker), dtype=bool)
    cuboids = [Cuboid(number=place, dimensions=names) for place, names in enumerate(faces)]
    flags = _flags(versions)
    among: dict[Names, list[Names]] = {}
    for cuboid, other in nests(cuboids, _holds(flags)):
        among.setdefault(cuboid.dimensions, []).append(other.dimensions)
    for names in faces:
        part = versions.held(names)
        for name in names:
            wider = tuple(it for it in names if it != name)
            if wider in faces:
                whole = versions.held(wider)
                yield Inside(
                    names=names,
                    wider=wider,
                    part=part,
                    whole=whole,
                    is_inside=everywhere,
                    is_line=True,
                )
        for wider in among.get(names, []):
            is_inside = _told(flags, names, wider)
            if is_inside.any():
                yield Inside(
                    names=names,
                    wider=wider,
                    part=part,
                    whole=versions.held(wider),
                    is_inside=is_inside,
                    is_line=False,
                )


def _flags(versions: Versions) -> dict[tuple[Names, str], Flags]:
    """Return by one or two Dimensions and one more which answers' levels stand inside a level."""
    faces, places = versions.now.faces, versions.places
    levels = {name: len(held) for name, held in versions.now.records.levels.items()}
    is_known = {name: held >= 0 for name, held in places.items()}
    found = {}
    for names in (it for size in (1, 2) for it in combinations(sorted(levels), size)):
        if names not in faces:
            continue
        group = np.zeros(len(versions.worker), dtype=np.int64)
        for name in names:
            group = group * levels[name] + places[name].clip(min=0)
        is_here = np.all([is_known[name] for name in names], axis=0)
        for name in sorted(set(levels) - set(names)):
            is_held = is_here & is_known[name]
            flags = is_held & _alike(group, places[name], levels[name], is_held)
            if flags.any():
                found[names, name] = flags
    return found


def _alike(group: Places, level: Places, n_levels: int, is_held: Flags) -> Flags:
    """Return by answer whether all of its group stand at one level."""
    n_groups = int(group.max(initial=0)) + 1
    held = np.bincount(
        group[is_held] * n_levels + level[is_held], minlength=n_groups * n_levels
    ).reshape(n_groups, n_levels)
    return np.asarray(((held > 0).sum(axis=1) == 1)[group])


def _holds(flags: dict[tuple[Names, str], Flags]) -> Holds:
    """Return which Dimensions hold levels of others."""
    return holding({key: float(held.mean()) for key, held in flags.items()})


def _told(flags: dict[tuple[Names, str], Flags], names: Names, wider: Names) -> Flags:
    """Return by answer whether its group in one cuboid tells where it stands in another."""
    own = set(names)
    told = [
        np.any([it for (by, to), it in flags.items() if to == name and own.issuperset(by)], axis=0)
        for name in wider
        if name not in own
    ]
    return np.asarray(np.all(told, axis=0))
