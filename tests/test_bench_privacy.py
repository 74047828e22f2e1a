"""Attacks that are pooled over releases can say yes and no, and what protection took away."""

import itertools

import pytest

from bench.privacy import markdown
from bench.privacy_pooled import PREVENTED, pooled
from seen.release.attack import LEAST_TARGETS
from seen.release.attack.differing import DIFFERENCING, EQUALITY
from seen.release.attack.faces import Cube
from seen.release.attack.standing import LEFT
from seen.text import text
from tests.weak_releases import BINARY, EXACT, USUAL, cells, crossed, cube, records

Q = 0.05


def releases(noise=EXACT, first=1, **how):
    """Yield weak releases of other people without end."""
    for seed in itertools.count(first):
        yield [(BINARY.name, cube(records(800, seed=seed), noise, **how), Q)]


def guarded(seed):
    """Return a release that shows nothing but the levels of one Dimension."""
    of = records(800, seed=seed)
    shown = cells(of)
    return Cube(of, shown[shown["cuboid"].isin(["", "b"])], crossed(of), EXACT)


def by_attack(rows):
    """Return rows by their attack."""
    return {row["attack"]: row for row in rows}


def test_releases_are_taken_until_there_are_targets_enough_to_say_no():
    one = by_attack(pooled(itertools.islice(releases(), 1)))
    many = by_attack(pooled(releases(), enough=LEAST_TARGETS))

    assert one[DIFFERENCING]["within"] == "few"
    assert many[DIFFERENCING]["within"] == "no"
    assert many[DIFFERENCING]["n_releases"] > 1
    assert many[DIFFERENCING]["n_targets"] >= LEAST_TARGETS
    n_before = many[EQUALITY]["n_before"]  # in all, and no release more than they need
    assert LEAST_TARGETS <= n_before < LEAST_TARGETS + 2 * one[EQUALITY]["n_before"]


def test_what_noise_hides_is_said_to_be_hidden_once_there_are_targets_enough():
    found = by_attack(pooled(itertools.islice(releases(USUAL), 6)))

    assert found[EQUALITY]["n_targets"] >= LEAST_TARGETS
    assert found[EQUALITY]["within"] == "yes"


def test_where_protection_leaves_no_equal_counts_it_is_told_how_many_there_were():
    found = by_attack(pooled([[(BINARY.name, guarded(seed), Q)] for seed in range(2)]))

    equal = found[EQUALITY]
    assert (equal["n_targets"], equal["within"]) == (0, PREVENTED)
    assert equal["n_before"] >= 32  # one alone in a and one in e, in 16 groups
    assert equal["recovered_before"] == equal["n_before"]


@pytest.mark.parametrize("has_pool", [True, False])
def test_the_page_shows_the_pooled_rows_in_place_of_those_of_one_release(has_pool):
    rows = [{"attack": EQUALITY, **_counts(0), "within": "empty"}]
    rows.append({"attack": DIFFERENCING, **_counts(12), "within": "few"})
    pool = [
        {
            **rows[0],
            "within": PREVENTED,
            "n_releases": 6,
            "n_before": 131,
            "recovered_before": 131,
        },
        {**rows[1], **_counts(72), "within": "yes", "n_releases": 6},
    ]

    pool = [it | {"n_releases": 6} for it in pool]

    said = markdown(_results(rows, {"pooled": pool, "most_releases": 11} if has_pool else {}))

    if has_pool:
        assert "| equal counts | felt_seen | 0 (in 6 releases) |" in said
        assert "| yes: 131 before protection, none left |" in said
        assert "| sets one answer apart | felt_seen | 72 (in 6 releases) |" in said
        assert "in 6 releases of different people and keys" in said
        assert "in at most 11" in said
        assert "felt_seen 131 (100 % read)" in said
    else:
        assert "| equal counts | felt_seen | 0 |" in said
        assert "| too few to tell |" in said


def test_the_page_tells_rests_of_a_second_release_from_those_of_the_first():
    row = {"attack": LEFT, **_counts(9), "has_guess": False, "within": "yes"}

    said = markdown(_results([row], {"followed": [{**row, "recovered": 9, "within": "no"}]}))

    name = text(f"attack.name.{LEFT}")
    assert f"| {name} | felt_seen | 9 | 0.0 |  |  | yes |" in said
    assert f"| {name}, second release | felt_seen | 9 | 100.0 |  |  | NO |" in said


def _counts(n):
    """Return the numbers of a row with some targets."""
    counts = {"n_targets": n, "recovered": 0, "guessed": n // 2, "base": n // 2}
    return {"outcome": "felt_seen", "has_guess": True, **counts}


def _results(rows, further):
    """Return what is measured on one size."""
    removed = {"n_targets": 1, "releases": 1, "changed": 0, "recovered": 0, "guessed": 0}
    one = {
        **dict.fromkeys(("publish_s", "publish_cpu_s", "peak_mb", "release_mb"), 1),
        "outcomes": ["felt_seen"],
        "attacks": rows,
        "removed": {**removed, "base": 0},
        "utility": {"cells": 1, "mean_points": 1.0, "p95_points": 1.0},
        "coverage": {},
        "same_key_same_cells": True,
        "other_key_changes": 0.9,
        "traces": 0,
    }
    return {"measured_at": "", "load": [], "sizes": {"S": {**one, **further}}}
