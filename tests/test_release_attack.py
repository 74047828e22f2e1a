"""The attacks find what a weak protection gives away, and nothing in a release."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from seen.cli import main
from seen.domain.releases import QUARTER
from seen.release.attack import differing, limit_kept
from seen.release.attack.bounding import Problem, bounds
from seen.release.attack.differing import DIFFERENCING, EQUALITY, one_apart, pairs
from seen.release.attack.faces import Cube
from seen.release.attack.following import successive
from seen.release.attack.knowing import OMNISCIENT, omniscient
from seen.release.attack.reaching import reachable
from seen.release.attack.readings import Result
from seen.release.attack.records import Records
from seen.release.attack.standing import FEW, changed_by_few, left_to_few, shown_of_few
from seen.release.attack.subtracting import complement, practitioners
from seen.release.outcomes import SURVEYS
from tests.weak_releases import EXACT, USUAL, cells, crossed, cube, draw, plain, records, some

# -- what weak protection gives away -------------------------------------------------------------


def test_exact_counts_without_remainders_guarded_are_recovered_by_subtraction():
    (found,) = complement(cube(records()), draw())

    assert found.n_targets > 30
    assert found.recovered > 0.3 * found.n_targets


def test_noise_alone_stops_subtraction():
    (found,) = complement(cube(records(), USUAL), draw())

    assert found.recovered <= 0.02 * found.n_targets


def test_exact_counts_are_pinned_by_linear_programming():
    found = bounds(cube(records()), draw())

    assert found.n_targets > 10
    assert found.recovered > 0.5 * found.n_targets


def test_noise_stops_linear_programming():
    assert bounds(cube(records(), USUAL), draw()).recovered == 0


@pytest.mark.parametrize("noise", [EXACT, USUAL])
def test_bounds_sought_together_are_those_of_a_programme_for_each_answer(noise):
    problem = Problem(cube(records(600), noise), ("b", "c", "d", "e"))
    cells_of_one = problem.alone[:25]

    found = problem.least(cells_of_one), problem.most(cells_of_one)

    rows, limits = problem.rows, problem.limits
    for place, cell in enumerate(cells_of_one):
        for sign, ends in zip((1, -1), found, strict=True):
            wanted = sign * (np.arange(len(problem.sizes)) == cell)
            alone = milp(
                wanted,
                constraints=LinearConstraint(rows, -np.inf, limits),
                bounds=Bounds(0, problem.sizes),
            )
            assert ends[place] == pytest.approx(sign * float(alone.fun or 0), abs=1e-6)


def test_answers_whose_bounds_are_not_found_have_none():
    problem = Problem(cube(records(600), USUAL), ("b", "c", "d", "e"))
    problem.limits = problem.limits - 1e6  # which nothing fits

    assert np.isnan(problem.least(problem.alone[:5])).all()


def test_sets_one_answer_apart_are_read_from_exact_counts():
    results = {it.attack: it for it in pairs(cube(records()), draw())}

    assert results[DIFFERENCING].n_targets >= 16
    assert results[DIFFERENCING].recovered == results[DIFFERENCING].n_targets


def test_every_set_holds_what_its_cells_hold():
    of = cube(records(600))
    sets, blocks = reachable(of)
    shown = of.published().sum(axis=1)
    some_sets = draw().permutation(len(sets.sizes))[:2_000]

    for one in some_sets:
        made_of = blocks[sets.block[one]].made_of(
            sets.row[one], sets.choice[one], is_rest=sets.is_rest[one]
        )
        assert sum(times * shown[cell] for cell, times in made_of.items()) == sets.sizes[one]
        assert len(made_of) == sets.draws[one]


def test_everyone_else_and_every_choice_of_levels_are_reached():
    of = cube(records())
    sets, _ = reachable(of)
    held = of.records.places
    reached = {tuple(it) for it in sets.marks.tolist()}

    for chosen in (held["b"] != 2, held["b"] < 2, (held["c"] == 1) & np.isin(held["d"], (0, 2))):
        assert tuple(of.marks_of(np.flatnonzero(chosen)).sum(axis=0).tolist()) in reached


def test_sets_one_answer_apart_are_found_as_if_all_were_compared():
    of = cube(records(300), least=3)
    sets, _ = reachable(of)
    apart = one_apart(of, sets)
    found = set(zip(apart.more.tolist(), apart.less.tolist(), strict=True))

    answers = {tuple(it) for it in of.marks_of(np.arange(300)).tolist()}
    by_size = {size: np.flatnonzero(sets.sizes == size) for size in range(3, 12)}
    compared = {
        (int(more), int(less))
        for size in range(4, 12)
        for more in by_size[size]
        for less in by_size[size - 1]
        if tuple((sets.marks[more] - sets.marks[less]).tolist()) in answers
    }
    assert compared == {pair for pair in found if sets.sizes[pair[0]] in range(4, 12)}
    assert compared


def test_pairs_that_are_passed_over_are_told(monkeypatch):
    of = cube(records(600))
    _, whole = pairs(of, draw())
    monkeypatch.setattr(differing, "MOST_ALIKE", 2)
    _, few_alike = pairs(of, draw())
    monkeypatch.setattr(differing, "MOST_ALIKE", 1_000)
    monkeypatch.setattr(differing, "MOST_FOUND", 0)
    _, few_found = pairs(of, draw())
    monkeypatch.setattr(differing, "MOST_FOUND", 5_000_000)
    monkeypatch.setattr(differing, "MOST_PAIRS", 3)
    monkeypatch.setattr(differing, "MOST_READ", 5)
    _, few_read = pairs(of, draw())

    assert {it.n_all_pairs for it in (whole, few_alike, few_found, few_read)} == {
        whole.n_all_pairs
    }
    for cut in (few_alike, few_found, few_read):
        assert cut.is_cut
        assert cut.n_pairs < whole.n_pairs <= whole.n_all_pairs
    assert (few_read.n_targets, few_read.n_all) == (5, whole.n_all)


def test_noise_that_differences_share_is_counted_once():
    shown = np.array([[21, 30], [20, 30], [7, 7], [7, 7]])
    once = differing.together([{0: 1, 1: -1}], shown, 4.0)

    told_again = differing.together([{0: 1, 1: -1}, {0: 1, 1: -1, 2: 1, 3: -1}], shown, 4.0)

    assert told_again == pytest.approx(once)


def test_noise_keyed_by_who_answered_is_read_by_what_stays_equal():
    keyed = {it.attack: it for it in pairs(cube(records(), USUAL, keyed_by_set=True), draw())}
    labelled = {it.attack: it for it in pairs(cube(records(), USUAL), draw())}

    assert keyed[EQUALITY].recovered > 0.5 * keyed[EQUALITY].n_targets
    assert labelled[EQUALITY].recovered == 0


def test_whoever_knows_all_but_one_answer_reads_it_unless_it_was_flipped():
    plain, _ = omniscient(cube(records(), USUAL), draw())
    flipped, box = omniscient(cube(records(q=0.05), USUAL), draw())

    assert plain.attack == OMNISCIENT
    assert plain.guessed > 0.95 * plain.n_targets
    assert flipped.guessed <= plain.guessed - 0.03 * flipped.n_targets
    assert box.guessed == pytest.approx(flipped.guessed, rel=0.02)


def test_one_person_less_is_read_where_noise_hangs_on_the_label_alone():
    of = records()
    gone = np.flatnonzero(of.places["a"] == 0)[:6]
    before = cells(of)
    found = [_without(of, answer, before) for answer in gone]

    assert sum(it.recovered for it in found) == len(gone)


@pytest.mark.parametrize(("counted_anew", "n_read"), [((), 0), (("a", "a|b", "b|c|d"), 6)])
def test_one_person_less_is_not_read_where_all_cells_are_frozen(counted_anew, n_read):
    """A single crossing that is not frozen gives each of them away."""
    of = records()
    before = cells(of)
    gone = np.flatnonzero(of.places["a"] == 0)[:6]
    each = counted_anew or ("",)
    for cuboid in each:
        found = [
            _without(of, answer, before, counted_anew=[cuboid] * bool(n_read)) for answer in gone
        ]

        assert sum(it.n_targets for it in found) == len(gone)
        assert sum(it.recovered for it in found) == n_read
        assert sum(it.guessed for it in found) == sum(it.base for it in found)


def _without(
    of: Records, answer: int, before: pd.DataFrame, *, counted_anew: Sequence[str] | None = None
) -> Result:
    """Return what two releases give away, of the second all or some crossings counted anew."""
    less = some(of, np.arange(len(of.number)) != answer)
    now = cells(less)
    if counted_anew is not None:
        is_anew = now["cuboid"].isin(counted_anew)
        now = pd.concat([now[is_anew], before[~before["cuboid"].isin(counted_anew)]])
    cubes = (Cube(less, now, crossed(less), EXACT), Cube(of, before, crossed(of), EXACT))
    found, _ = successive(*cubes, draw())
    return found


def test_answers_that_left_a_past_quarter_are_read_beside_a_new_quarter():
    before, whole = _quarters()
    is_past = np.flatnonzero(np.isin(whole.number, before.number))
    gone = is_past[::100][:8]
    less = some(whole, ~np.isin(np.arange(len(whole.number)), gone))

    found, _ = successive(_frozen(less, before), cube(before), draw())

    assert found.recovered == found.n_targets == len(gone)


@pytest.mark.slow
def test_noise_does_not_hide_who_left_a_past_quarter_since_they_stand_in_many_groups():
    """As many crossings as a release has by default: 46 groups hold each answer."""
    whole = plain(3_000, dict.fromkeys("abcdefghi", 3) | {QUARTER: 4})
    before = some(whole, whole.places[QUARTER] < 3)
    before = replace(before, levels=before.levels | {QUARTER: whole.levels[QUARTER][:3]})
    old = cube(before, USUAL)
    found = []
    for first in (0, 50, 100):
        gone = np.flatnonzero(np.isin(whole.number, before.number))[first : first + 4]
        less = some(whole, ~np.isin(np.arange(len(whole.number)), gone))
        found.append(successive(cube(less, USUAL), old, draw())[0])

    assert sum(it.n_targets for it in found) == 12
    assert sum(it.recovered for it in found) >= 3
    assert sum(it.guessed for it in found) >= 9


@pytest.mark.parametrize("least", [11, 1])
def test_a_new_quarter_gives_nobody_away_where_cells_wait_for_eleven(least):
    """Of 40 who came, many came alone to a group: without waiting they are read."""
    before, whole = _quarters()
    came = np.flatnonzero(~np.isin(whole.number, before.number))[:40]
    few = some(whole, np.isin(whole.number, [*before.number, *whole.number[came]]))

    past, new = successive(_frozen(few, before, least=least), cube(before), draw())

    assert past.n_targets == 0
    assert new.n_targets == len(came)
    assert (new.recovered > 20) == (least == 1)
    if least == 11:
        assert new.recovered == 0


def _quarters() -> tuple[Records, Records]:
    """Return the answers of two quarters, and of these and a third."""
    of = records()
    rename = {"d": QUARTER}
    whole = replace(
        of,
        places={rename.get(name, name): it for name, it in of.places.items()},
        levels={rename.get(name, name): it for name, it in of.levels.items()},
    )
    before = some(whole, whole.places[QUARTER] < 2)
    return replace(before, levels=before.levels | {QUARTER: whole.levels[QUARTER][:2]}), whole


def _frozen(of: Records, before: Records, *, least: int = 11) -> Cube:
    """Return a release in which a cell that fewer answers changed stays as it was."""
    keys = ["cuboid", *sorted(of.levels), "outcome"]
    old, new = (it.set_index([*keys, "level"])["n_p"] for it in (cells(before), cells(of)))
    moved = new.reset_index().groupby(keys, dropna=False)["n_p"].transform("sum").to_numpy()
    moved = (
        moved
        - old.groupby(level=keys, dropna=False)
        .sum()
        .reindex(new.index.droplevel("level"), fill_value=0)
        .to_numpy()
    )
    kept = old.reindex(new.index).fillna(new)
    now = new.where(np.abs(moved) >= least, kept).astype(int).reset_index()
    return Cube(of, now, crossed(of), EXACT)


def test_a_practitioner_alone_in_a_published_cell_is_known():
    of = records()
    alone = replace(of, worker=of.places["a"] * 4 + of.places["b"])
    rates, few = practitioners(cube(alone)), shown_of_few(cube(alone))

    assert rates.n_targets > 5
    assert rates.recovered == rates.n_targets
    assert few.recovered > 0
    assert limit_kept(few, q=0.05) is False


def test_what_a_published_group_leaves_over_to_one_practitioner_is_found():
    """One practitioner gave all of one level, which is withheld among three that are shown."""
    of = plain(600, {"a": 3, "b": 3})
    theirs = (of.places["a"] == 0) & (of.places["b"] == 0)
    alone = replace(of, worker=np.where(theirs, 99, of.worker))
    shown = cells(alone)
    is_theirs = (shown["a"] == "a0") & (shown["b"] == "b0")
    hidden = Cube(alone, shown[~is_theirs], crossed(alone), EXACT)

    found, whole = (left_to_few(it) for it in (hidden, cube(alone)))

    assert (found.n_targets, found.recovered) == (2, 2)  # along a and along b
    assert limit_kept(found, q=0.05) is False
    assert whole.n_targets == 0


def test_what_is_left_over_in_two_institutions_is_found():
    of = plain(600, {"a": 3, "b": 3})
    shown = cells(of)
    is_hidden = (shown["a"] == "a0") & (shown["b"] == "b0")
    theirs = (of.places["a"] == 0) & (of.places["b"] == 0)
    near = replace(of, place=np.where(theirs, of.place % 2, of.place))

    many, few = (left_to_few(Cube(it, shown[~is_hidden], crossed(it), EXACT)) for it in (of, near))

    assert (many.n_targets, many.recovered) == (2, 0)
    assert (few.n_targets, few.recovered) == (2, 2)


def test_a_group_that_few_practitioners_changed_between_two_releases_is_found():
    of = plain(900, {"a": 3})
    came = np.arange(900) >= 800
    before = some(of, ~came)
    few = replace(of, worker=np.where(came, of.worker % 4, of.worker))

    found = [changed_by_few(cube(it), cube(before)) for it in (of, few)]

    assert [it.n_targets for it in found] == [4, 4]
    assert [it.recovered for it in found] == [0, 4]


def test_a_group_that_kept_its_value_is_judged_by_who_stood_behind_it_then():
    """Four gave what a group holds; many came to it since, which it does not hold."""
    now, before = _kept_by_few()

    assert shown_of_few(before).recovered == 1
    assert shown_of_few(now, before).recovered == 1
    assert shown_of_few(now).recovered == 0
    assert left_to_few(now).is_skipped
    assert limit_kept(left_to_few(now), q=0.05) is None


def test_who_came_to_a_part_that_kept_its_value_is_left_over_of_the_whole():
    now, before = _kept_by_few()

    found = left_to_few(now, before)

    assert found.n_targets == 1  # of everybody: the other part holds all of its own
    assert found.recovered == 0
    of = now.records
    came = ~np.isin(of.number, before.records.number)
    few = replace(of, worker=np.where(came, of.worker % 4, of.worker))
    by_few = Cube(few, now.rows, now.cuboids, EXACT, is_first=False)
    assert left_to_few(by_few, before).recovered == 1


def _kept_by_few() -> tuple[Cube, Cube]:
    """Return a second release and the first: of two parts one keeps its value, of 4 workers."""
    of = plain(600, {"a": 2})
    kept = np.flatnonzero(of.places["a"] == 0)
    first, came = kept[:40], kept[40:80]
    worker = of.worker.copy()
    worker[first] = np.arange(40) % 4
    worker[came] = np.arange(40) % 20
    late = of.number[came]
    of = some(replace(of, worker=worker), ~np.isin(np.arange(600), kept[80:]))
    before = some(of, ~np.isin(of.number, late))
    old, new = cells(before), cells(of)
    rows = pd.concat([new[new["a"] != "a0"], old[old["a"] == "a0"]])
    return Cube(of, rows, crossed(of), EXACT, is_first=False), cube(before)


@pytest.mark.parametrize(("n_places", "n_few"), [(2, 2), (3, 0)])
def test_groups_of_surveys_are_judged_by_their_institutions(n_places, n_few):
    of = plain(200, {"a": 2})
    place = np.arange(200) % n_places
    of = replace(of, outcome=replace(of.outcome, table=SURVEYS), place=place, worker=place)
    shown = cells(of)
    shown = shown[shown["cuboid"] == "a"]

    assert shown_of_few(Cube(of, shown, crossed(of), EXACT)).recovered == n_few


def test_what_surveys_leave_over_to_two_institutions_is_found():
    of = plain(600, {"a": 3, "b": 3})
    of = replace(of, outcome=replace(of.outcome, table=SURVEYS), worker=of.place)
    theirs = (of.places["a"] == 0) & (of.places["b"] == 0)
    near = np.where(theirs, of.place % 2, of.place)
    shown = cells(of)
    shown = shown[~((shown["a"] == "a0") & (shown["b"] == "b0"))]

    many, few = (
        left_to_few(Cube(replace(of, place=it, worker=it), shown, crossed(of), EXACT))
        for it in (of.place, near)
    )

    assert (many.n_targets, many.recovered) == (2, 0)
    assert (few.n_targets, few.recovered) == (2, 2)


# -- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "kept"),
    [
        (Result(attack=FEW, outcome="x", n_targets=9000, recovered=1), False),
        (Result(attack=FEW, outcome="x", n_targets=9000, recovered=0), True),
        (Result(attack=EQUALITY, outcome="x", n_targets=0, recovered=0), True),
        (Result(attack=EQUALITY, outcome="x", n_targets=9, recovered=9, guessed=9, base=5), None),
        (
            Result(attack=EQUALITY, outcome="x", n_targets=50, recovered=2, guessed=9, base=9),
            False,
        ),
        (Result(attack=EQUALITY, outcome="x", n_targets=50, recovered=1, guessed=9, base=9), True),
        (
            Result(attack=EQUALITY, outcome="x", n_targets=50, recovered=0, guessed=30, base=27),
            False,
        ),
        (
            Result(
                attack=OMNISCIENT, outcome="x", n_targets=100, recovered=0, guessed=96, base=50
            ),
            True,
        ),
        (
            Result(
                attack=OMNISCIENT, outcome="x", n_targets=100, recovered=0, guessed=97, base=50
            ),
            False,
        ),
    ],
)
def test_limits_are_those_of_the_study(result, kept):
    assert limit_kept(result, q=0.05) is kept


def test_one_of_two_releases_alone_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(tmp_path))

    assert main(["attack", "--release", "r.duckdb", "--before", "b.duckdb"]) == 1
    assert "Name --before and --before-data together" in capsys.readouterr().err
