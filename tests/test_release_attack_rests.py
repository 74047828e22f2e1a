"""What changed in a group less what changed in its parts is read, however it is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from seen.domain.releases import INSTITUTION, QUARTER
from seen.release.attack.faces import Cube
from seen.release.attack.following import successive
from seen.release.attack.rests import Between, two_rests
from seen.release.attack.standing import changed_by_few, left_to_few
from seen.release.lattice import TYPE
from tests.weak_releases import EXACT, USUAL, cells, crossed, cube, draw, plain, some

N = 1_200
SIZES = {"a": 4, "b": 2}


def grown(lone=1, noise=EXACT, sizes=SIZES):
    """Return two releases: 30 answers came to each of three parts of a, and some to the fourth.

    The fourth stays as it was, as too few came to it.
    """
    of = plain(N, sizes)
    came = np.zeros(N, dtype=bool)
    for part, n in enumerate((30, 30, 30, lone)):
        came[np.flatnonzero(of.places["a"] == part)[:n]] = True
    before = some(of, ~came)
    old = cells(before, noise=noise).set_index(["cuboid", *sizes, "outcome", "level"])["n_p"]
    new = cells(of, noise=noise).set_index(["cuboid", *sizes, "outcome", "level"])["n_p"]
    is_fourth = new.index.get_level_values("a") == "a3"
    now = new.where(~is_fourth, old.reindex(new.index)).astype(int).reset_index()
    return Cube(of, now, crossed(of), noise), cube(before, noise)


def test_who_came_to_a_part_that_stays_as_it_was_is_read_beside_the_other_parts():
    """No part changed by one, and none is withheld: the other attacks read nothing."""
    now, before = grown()

    found = two_rests(now, before, draw())

    assert (found.n_targets, found.recovered) == (1, 1)
    assert changed_by_few(now, before).recovered == 0
    assert left_to_few(now).recovered == 0
    assert [it.n_targets for it in successive(now, before, draw())] == [91, 0]
    assert successive(now, before, draw())[0].recovered == 0


def test_two_who_came_together_are_not_read():
    now, before = grown(lone=2, sizes={"a": 4})

    found = two_rests(now, before, draw())

    assert found.n_targets == 0


def test_ten_draws_of_noise_hide_who_came():
    now, before = grown(noise=USUAL)

    found = two_rests(now, before, draw())

    assert (found.n_targets, found.recovered) == (1, 0)


def test_who_left_is_read_as_who_came():
    now, before = grown()
    turned = Cube(before.records, before.rows, before.cuboids, EXACT)

    found = two_rests(turned, Cube(now.records, now.rows, now.cuboids, EXACT), draw())

    assert (found.n_targets, found.recovered) == (1, 1)


def test_institutions_are_taken_from_their_kind():
    """Of one kind three institutions changed, of which one stays as it was."""
    of = plain(N, {INSTITUTION: 6})
    kinds = of.places[INSTITUTION] // 3
    of = replace(
        of,
        places={**of.places, TYPE: kinds},
        levels={**of.levels, TYPE: ("first", "second")},
    )
    came = np.zeros(N, dtype=bool)
    for place, n in enumerate((30, 30, 1)):
        came[np.flatnonzero(of.places[INSTITUTION] == place)[:n]] = True
    before = some(of, ~came)
    names = [(), (INSTITUTION,), (TYPE,)]
    keys = ["cuboid", INSTITUTION, TYPE, "outcome", "level"]
    old, new = (it[it["cuboid"].isin(["", INSTITUTION, TYPE])] for it in map(cells, (before, of)))
    old, new = (it.set_index(keys)["n_p"] for it in (old, new))
    is_third = new.index.get_level_values(INSTITUTION) == f"{INSTITUTION}2"
    now = new.where(~is_third, old.reindex(new.index)).astype(int).reset_index()

    both = Cube(of, now, names, EXACT), Cube(before, old.reset_index(), names, EXACT)
    lines = {(it.names, it.wider) for it in Between(*both).rests() if it.is_left.sum() == 1}

    assert ((INSTITUTION,), (TYPE,)) in lines
    assert two_rests(*both, draw()).recovered == 1


@pytest.mark.parametrize("is_quarter_published", [True, False])
def test_a_new_quarter_tells_how_a_part_changed_that_both_releases_do_not_tell(
    is_quarter_published,
):
    """One part of a is in the first release alone, but its new quarter in the second is too."""
    of = plain(N, {"a": 3, QUARTER: 3})
    is_new = of.places[QUARTER] == 2
    lone = np.flatnonzero(is_new & (of.places["a"] == 2))
    kept = np.setdiff1d(np.arange(N), lone[1:])
    of = some(of, kept)
    before = some(of, of.places[QUARTER] < 2)
    before = replace(before, levels=before.levels | {QUARTER: of.levels[QUARTER][:2]})
    now, old = cells(of), cells(before)
    hidden = ["a", f"a|{QUARTER}"][: 1 if is_quarter_published else 2]
    now = now[~((now["a"] == "a0") & now["cuboid"].isin(hidden))]
    now = now[~((now["a"] == "a2") & (now["cuboid"] == "a"))]  # which stays as it was
    now = pd.concat([now, old[(old["a"] == "a2") & (old["cuboid"] == "a")]])

    found = two_rests(Cube(of, now, crossed(of), EXACT), cube(before), draw())

    assert (found.n_targets, found.recovered) == ((1, 1) if is_quarter_published else (0, 0))


def test_later_releases_are_left_out():
    now, before = grown()
    later = Cube(before.records, before.rows, before.cuboids, EXACT, is_first=False)

    assert two_rests(now, later, draw()).n_targets == 0


def test_what_one_institution_leaves_over_is_not_told_to_lie_in_too_few():
    """Its groups lie in one institution by their nature, which the release allows."""
    of = plain(N, {INSTITUTION: 3, "b": 3})
    of = replace(of, place=of.places[INSTITUTION])
    shown = cells(of)
    hidden = (shown[INSTITUTION] == f"{INSTITUTION}0") & (shown["b"] == "b0")
    found = left_to_few(Cube(of, shown[~hidden], crossed(of), EXACT))

    assert found.n_targets == 2  # of the institution, and of b in two institutions less
    assert found.recovered == 1
