"""The attacks find what a weak protection gives away, and nothing in a release."""

import hashlib
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from bench.people import data_file, people
from seen.cli import main
from seen.errors import PublishError
from seen.release.attack import Audited, attack, limit_kept
from seen.release.attack.faces import Cube
from seen.release.attack.knowing import OMNISCIENT, bounds, omniscient, successive
from seen.release.attack.readings import Noise, Result
from seen.release.attack.records import Records
from seen.release.attack.subtracting import (
    DIFFERENCING,
    EQUALITY,
    FEW,
    complement,
    pairs,
    practitioners,
)
from seen.release.outcomes import ENCOUNTERS, Outcome
from tests.releases import Publisher

FEW_PEOPLE = {"n": 6_000, "n_recipients": 2_200, "n_workers": 150, "n_places": 12}
SIZES = {"a": 4, "b": 4, "c": 4, "d": 3, "e": 2, "f": 2}
NAMES = tuple(SIZES)
EXACT = Noise(chances=np.array([1.0]))
USUAL = Noise.of(variance=4.0, bound=5)
CROSSED = [names for size in range(4) for names in combinations(NAMES, size)]
BINARY = Outcome(
    name="felt_seen",
    measure="felt_seen",
    table=ENCOUNTERS,
    column="felt_seen",
    values=(0.0, 1.0),
    levels=("0", "1"),
    top=(2,),
)


def records(n: int = 2_000, *, q: float = 0.0, seed: int = 1) -> Records:
    """Return answers of people; in each group of b and c one stands alone in a, one in e."""
    draw = np.random.default_rng(seed)
    places = {name: draw.integers(0, size, n) for name, size in SIZES.items()}
    places["a"] = draw.integers(0, 3, n)
    places["e"] = np.zeros(n, dtype=np.int64)
    for group in range(16):
        held = np.flatnonzero(places["b"] * 4 + places["c"] == group)
        places["a"][held[0]] = 3
        places["e"][held[1]] = 1
    given = (draw.random(n) < 0.5).astype(np.int64)
    return Records(
        outcome=BINARY,
        places=places,
        levels={name: tuple(f"{name}{it}" for it in range(size)) for name, size in SIZES.items()},
        number=draw.integers(0, 2**63, n).astype(np.uint64),
        worker=draw.integers(0, 60, n),
        given=given,
        flipped=np.where(draw.random(n) < q, 1 - given, given),
    )


def cells(of: Records, *, noise: Noise = EXACT, least: int = 11, keyed_by_set: bool = False):
    """Return the cells of a release that withholds small cells and nothing more."""
    rows = []
    for names in CROSSED:
        frame = pd.DataFrame({name: np.array(of.levels[name])[of.places[name]] for name in names})
        frame = frame.assign(y=of.flipped, number=of.number)
        groups = frame.groupby(list(names)) if names else [((), frame)]
        for key, held in groups:
            if len(held) >= least:
                for level in (0, 1):
                    mine = held.loc[held["y"] == level, "number"]
                    label = "" if keyed_by_set else f"{names}{key}"
                    moved = _moved(noise, f"{label}{level}{mine.sum()}{len(mine)}")
                    rows.append(
                        {
                            "cuboid": "|".join(names),
                            **dict(zip(names, key, strict=True)),
                            "outcome": BINARY.name,
                            "level": str(level),
                            "n_p": max(0, len(mine) + moved),
                        }
                    )
    return pd.DataFrame(rows)


def _moved(noise: Noise, key: str) -> int:
    """Return the noise that belongs to a key."""
    draw = int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") / 2**48
    return int(np.searchsorted(np.cumsum(noise.chances), draw)) - noise.bound


def cube(of: Records, noise: Noise = EXACT, **how) -> Cube:
    """Return the cube of a weak release."""
    return Cube(of, cells(of, noise=noise, **how), CROSSED, noise)


def draw() -> np.random.Generator:
    """Return a new generator, always the same."""
    return np.random.default_rng(1)


# -- what weak protection gives away -------------------------------------------------------------


def test_exact_counts_without_remainders_guarded_are_recovered_by_subtraction():
    found = complement(cube(records()), draw())

    assert found.n_targets > 30
    assert found.recovered > 0.3 * found.n_targets


def test_noise_alone_stops_subtraction():
    found = complement(cube(records(), USUAL), draw())

    assert found.recovered <= 0.02 * found.n_targets


def test_exact_counts_are_pinned_by_linear_programming():
    found = bounds(cube(records()), draw())

    assert found.n_targets > 10
    assert found.recovered > 0.5 * found.n_targets


def test_noise_stops_linear_programming():
    assert bounds(cube(records(), USUAL), draw()).recovered == 0


def test_sets_one_answer_apart_are_read_from_exact_counts():
    results = {it.attack: it for it in pairs(cube(records()))}

    assert results[DIFFERENCING].n_targets >= 16
    assert results[DIFFERENCING].recovered == results[DIFFERENCING].n_targets


def test_noise_keyed_by_who_answered_is_read_by_what_stays_equal():
    keyed = {it.attack: it for it in pairs(cube(records(), USUAL, keyed_by_set=True))}
    labelled = {it.attack: it for it in pairs(cube(records(), USUAL))}

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
    found = [_without(of, answer, before, moves=True) for answer in gone]

    assert sum(it.recovered for it in found) == len(gone)


def test_one_person_less_is_not_read_where_cells_are_frozen():
    of = records()
    before = cells(of)
    found = [_without(of, answer, before, moves=False) for answer in range(6)]

    assert sum(it.recovered for it in found) == 0
    assert sum(it.guessed for it in found) == sum(it.base for it in found)


def _without(of: Records, answer: int, before: pd.DataFrame, *, moves: bool) -> Result:
    """Return what two releases give away, the second counted anew or frozen."""
    kept = np.arange(len(of.number)) != answer
    per_answer = ("number", "worker", "given", "flipped")
    less = replace(
        of,
        places={name: it[kept] for name, it in of.places.items()},
        **{name: getattr(of, name)[kept] for name in per_answer},
    )
    now = cells(less) if moves else before
    return successive(Cube(less, now, CROSSED, EXACT), Cube(of, before, CROSSED, EXACT))


def test_a_practitioner_alone_in_a_published_cell_is_known():
    of = records()
    alone = replace(of, worker=of.places["a"] * 4 + of.places["b"])
    rates, few = practitioners(cube(alone))

    assert rates.n_targets > 5
    assert rates.recovered == rates.n_targets
    assert few.recovered > 0
    assert limit_kept(few, q=0.05) is False


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


# -- a real release ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a publisher, their data and its release."""
    publisher = Publisher(tmp_path_factory.mktemp("attacked")).with_key()
    published = publisher.publish(
        people(**FEW_PEOPLE), dimensions=(), measures=("felt_seen", "mis_seen")
    )
    (data,) = publisher.settings.data_folder.glob("people-*.duckdb")
    return publisher, data, published.path


@pytest.mark.slow
def test_a_release_withstands_every_attack(made):
    publisher, data, release = made

    found = attack(Audited(release=release, data=data), publisher.settings)

    assert {it.result.outcome for it in found} == {"felt_seen", "mis_seen"}
    assert all(it.is_kept is not False for it in found)
    known = {(it.result.attack, it.result.outcome): it.result for it in found}
    for outcome in ("felt_seen", "mis_seen"):
        right = known[OMNISCIENT, outcome]
        assert right.guessed <= 0.96 * right.n_targets
        assert known[FEW, outcome].recovered == 0


@pytest.mark.slow
def test_the_command_prints_a_table_and_ends_well(made, monkeypatch, capsys):
    publisher, data, release = made
    monkeypatch.setenv("SEEN_SECRETS", str(publisher.settings.secrets_folder))

    assert main(["attack", "--release", str(release), "--data", str(data)]) == 0

    said = capsys.readouterr().out
    assert "a group less its published parts" in said
    assert "NO" not in said
    assert "stayed within its limit" in said


@pytest.mark.slow
def test_data_of_another_dataset_or_without_its_key_is_refused(made, tmp_path):
    publisher, data, release = made
    with pytest.raises(PublishError, match="key"):
        attack(Audited(release=release, data=data), Publisher(tmp_path).settings)
    other = data_file(tmp_path / "data", people(**FEW_PEOPLE), name="others")
    with pytest.raises(PublishError, match="Name the data that it was made of"):
        attack(Audited(release=release, data=other), publisher.settings)


def test_one_of_two_releases_alone_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(tmp_path))

    assert main(["attack", "--release", "r.duckdb", "--before", "b.duckdb"]) == 1
    assert "Name --before and --before-data together" in capsys.readouterr().err
