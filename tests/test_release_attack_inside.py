"""What stands inside a group under another name is taken away from it, or gives it back."""

from dataclasses import replace

import numpy as np
import pytest

from seen.domain.releases import INSTITUTION
from seen.release.attack import limit_kept
from seen.release.attack.faces import Cube
from seen.release.attack.names import same_group
from seen.release.attack.standing import left_to_few
from tests.weak_releases import EXACT, cells, crossed, cube, plain

N = 1_200


def without(of, names, **levels):
    """Return a release that withholds one group of a cuboid, and nothing else."""
    shown = cells(of)
    is_hidden = shown["cuboid"] == "|".join(names)
    for name, level in levels.items():
        is_hidden &= shown[name] == level
    assert is_hidden.any()
    return Cube(of, shown[~is_hidden], crossed(of), EXACT)


def regions():
    """Return answers of twelve institutions, of which four stand in each of three regions."""
    of = plain(N, {INSTITUTION: 12})
    place = of.places[INSTITUTION]
    return replace(
        of,
        places={**of.places, "region": place % 3},
        levels={**of.levels, "region": ("north", "south", "west")},
        place=place,
    )


def alone(of, *names):
    """Return the cube that crosses some Dimensions, each alone, as the release shows them."""
    shown = cells(of)
    held = [(name,) for name in names]
    kept = shown["cuboid"].isin(["|".join(it) for it in held])
    return of, shown[kept], held


def test_one_institution_that_a_region_leaves_over_is_found():
    of, shown, held = alone(regions(), INSTITUTION, "region")
    hidden = shown[shown[INSTITUTION] != f"{INSTITUTION}3"]

    found, whole = (left_to_few(Cube(of, it, held, EXACT)) for it in (hidden, shown))

    assert (found.n_targets, found.recovered) == (1, 1)
    assert limit_kept(found, q=0.05) is False
    assert whole.n_targets == 0


def follows(*, is_of_two):
    """Return answers at three Dimensions of which the last follows from one or two others."""
    of = plain(N, {"a": 4, "b": 3})
    by = of.places["a"] // 2 + (of.places["b"] % 2 if is_of_two else 0)
    return replace(
        of,
        places={**of.places, "c": by % 2},
        levels={**of.levels, "c": ("c0", "c1")},
    )


@pytest.mark.parametrize("is_of_two", [False, True])
def test_a_group_that_what_follows_from_it_leaves_over_is_found(is_of_two):
    of = follows(is_of_two=is_of_two)
    theirs = (of.places["a"] == 0) & (of.places["b"] == 0)
    of = replace(of, worker=np.where(theirs, 99, of.worker))
    shown, held = cells(of), [(), ("a",), ("b",), ("c",), ("a", "b"), ("b", "c")]
    kept = shown["cuboid"].isin(["|".join(it) for it in held])
    is_pair = (shown["cuboid"] == "a|b") & (shown["a"] == "a0") & (shown["b"] == "b0")

    found, whole = (
        left_to_few(Cube(of, shown[it], held, EXACT)) for it in (kept & ~is_pair, kept)
    )

    # along a and along b, of what follows, and beside b of that
    assert (found.n_targets, found.recovered) == ((4, 4) if is_of_two else (3, 3))
    assert whole.n_targets == 0


def test_a_group_that_is_shown_under_another_name_is_found():
    """All that stands at a0 stands at b1: both crossed are withheld, and a0 is not."""
    of = plain(N, {"a": 3, "b": 3})
    of = replace(of, places={**of.places, "b": np.where(of.places["a"] == 0, 1, of.places["b"])})

    hidden = without(of, ("a", "b"), a="a0", b="b1")
    both = same_group(cube(of))
    one = same_group(hidden)

    assert (both.n_targets, both.recovered) == (1, 0)
    assert (one.n_targets, one.recovered) == (1, 1)
    assert limit_kept(one, q=0.05) is False


def test_a_kind_of_a_single_institution_is_hidden_by_its_own_rules():
    of = regions()
    place = of.places[INSTITUTION]
    of = replace(of, places={**of.places, "region": (place > 0).astype(np.int64)})
    _, shown, held = alone(of, INSTITUTION, "region")
    hidden = shown[shown["region"] != "north"]

    found = same_group(Cube(of, hidden, held, EXACT))

    assert (found.n_targets, found.recovered) == (2, 0)  # each stands inside the other


def test_names_are_not_looked_at_where_groups_keep_what_an_earlier_release_held():
    of = plain(N, {"a": 3})
    later = Cube(of, cells(of), crossed(of), EXACT, is_first=False)

    assert same_group(later).is_skipped
