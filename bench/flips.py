"""How the flip of a release is best keyed, by attacks on people with several answers.

An attacker is given whatever a release could ever tell of one person, the flipped answers
themselves, together with what they know, and guesses one answer with the exact posterior. No
attack on a release can do better. What differs is how flips go together:

    python -m bench.flips        some two minutes, into bench/results/flips.md

People have `k` encounters with `m` yes/no answers each. An answer follows the person's leaning
with probability `rho` and is a coin otherwise, so that two answers of a person correlate by
rho² (phi). Each way of flipping changes a share q of the answers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
State = tuple[float, Floats]  # how likely, and of every answer how it is changed: [k, m, y, z]
Keying = Callable[[int, int], list[State]]

Q: Final = 0.05
PEOPLE: Final = 20_000
SEED: Final = 1
SHAPES: Final = ((1, 3), (3, 1), (3, 3), (5, 3))  # encounters, answers at each
PHI: Final = (0.36, 0.64, 0.81, 0.9, 1.0)
SURE: Final = 0.95
RESULTS: Final = Path(__file__).parent / "results" / "flips.md"
_KEEP: Final = np.eye(2)
_FLIP: Final = _KEEP[::-1]
_COIN: Final = np.full((2, 2), 0.5)


def _changed(share: float) -> Floats:
    """Return how an answer is changed that is flipped with a probability."""
    return np.asarray((1 - share) * _KEEP + share * _FLIP)


def _all(k: int, m: int, how: Floats) -> Floats:
    """Return the same change of every answer."""
    return np.broadcast_to(how, (k, m, 2, 2)).copy()


def _in_units(
    k: int, m: int, units: Iterable[list[tuple[int, int]]], share: float, how: Floats
) -> list[State]:
    """Return units of answers that are changed together, each with a probability."""
    kept = list(units)
    states = []
    for hits in itertools.product((False, True), repeat=len(kept)):
        changes, likely = _all(k, m, _KEEP), 1.0
        for is_hit, unit in zip(hits, kept, strict=True):
            likely *= share if is_hit else 1 - share
            for encounter, answer in unit if is_hit else ():
                changes[encounter, answer] = how
        states.append((likely, changes))
    return states


def independent(k: int, m: int) -> list[State]:
    """Each answer by itself."""
    return [(1.0, _all(k, m, _changed(Q)))]


def per_encounter(k: int, m: int) -> list[State]:
    """All answers of an encounter together."""
    units = ([(i, j) for j in range(m)] for i in range(k))
    return _in_units(k, m, units, Q, _FLIP)


def per_person(k: int, m: int) -> list[State]:
    """All answers of a person together."""
    return [(1 - Q, _all(k, m, _KEEP)), (Q, _all(k, m, _FLIP))]


def per_question(k: int, m: int) -> list[State]:
    """All answers of a person to one question together."""
    units = ([(i, j) for i in range(k)] for j in range(m))
    return _in_units(k, m, units, Q, _FLIP)


def remembered(k: int, m: int) -> list[State]:
    """Equal answers of a person to one question together (permanent randomised response)."""
    states = []
    for hits in itertools.product((0, 1), repeat=2 * m):
        changes, likely = np.zeros((k, m, 2, 2)), 1.0
        for j, y in itertools.product(range(m), (0, 1)):
            hit = hits[2 * j + y]
            likely *= Q if hit else 1 - Q
            changes[:, j, y, y ^ hit] = 1
        states.append((likely, changes))
    return states


def replaced(k: int, m: int) -> list[State]:
    """All answers of a person replaced by coins, for twice as few people."""
    return [(1 - 2 * Q, _all(k, m, _KEEP)), (2 * Q, _all(k, m, _COIN))]


def layered(k: int, m: int) -> list[State]:
    """Half of the changes by coins for a whole person, half for each answer by itself."""
    own = (Q - Q / 2) / (1 - Q)
    return [(1 - Q, _all(k, m, _changed(own))), (Q, _all(k, m, _COIN))]


def nothing(k: int, m: int) -> list[State]:
    """No release at all: what is known already."""
    return [(1.0, _all(k, m, _COIN))]


KEYINGS: Final[dict[str, Keying]] = {
    "no release": nothing,
    "each answer by itself": independent,
    "per encounter": per_encounter,
    "per person": per_person,
    "per person and question": per_question,
    "per person, question and answer": remembered,
    "per person, replaced by coins": replaced,
    "half per person, half by itself": layered,
}


@dataclass(frozen=True, kw_only=True)
class Attack:
    """What an attacker knows beside the release, and how often they are right, in percent."""

    knows: str
    right: float
    sure: float  # right and at least 95 % sure


def attacked(keying: Keying, k: int, m: int, phi: float, *, n: int = PEOPLE) -> list[Attack]:
    """Return how the attackers fare on the first answer of `n` people."""
    rng = np.random.default_rng(SEED)
    rho = np.sqrt(phi)
    leaning = rng.integers(0, 2, n)
    follows = rng.random((n, k, m)) < rho
    answers = np.where(follows, leaning[:, None, None], rng.integers(0, 2, (n, k, m)))
    states = keying(k, m)
    likely = np.array([share for share, _ in states])
    changes = np.stack([how for _, how in states])
    state = rng.choice(len(likely), n, p=likely / likely.sum())
    i, j = np.indices((k, m))
    is_one = changes[state[:, None, None], i, j, answers, 1]
    seen = (rng.random((n, k, m)) < is_one).astype(np.int64)
    found = []
    for knows, known in _knowledge(k, m):
        posterior = _posterior(answers, seen, known, states, rho)
        is_right = posterior.argmax(axis=1) == answers[:, 0, 0]
        is_sure = posterior.max(axis=1) >= SURE
        sure = 100 * float((is_right & is_sure).mean())
        found.append(Attack(knows=knows, right=100 * float(is_right.mean()), sure=sure))
    return found


def _knowledge(k: int, m: int) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Yield which answers an attacker knows: none, one other, all but the one they are after."""
    none = np.zeros((k, m), dtype=np.bool_)
    one, others = none.copy(), ~none
    one[(0, 1) if m > 1 else (1, 0)] = True
    others[0, 0] = False
    yield from (("none", none), ("one other", one), ("all others", others))


def _posterior(
    answers: Ints, seen: Ints, known: npt.NDArray[np.bool_], states: list[State], rho: float
) -> Floats:
    """Return how likely each value of the first answer is, by Bayes over leaning and state."""
    n, k, m = answers.shape
    prior = np.array([[1 + rho, 1 - rho], [1 - rho, 1 + rho]]) / 2  # [leaning, answer]
    found = np.zeros((n, 2))
    for (likely, changes), leaning in itertools.product(states, (0, 1)):
        weight = np.full(n, likely / 2)
        for i, j in itertools.product(range(k), range(m)):
            y, z, how = answers[:, i, j], seen[:, i, j], changes[i, j]
            if known[i, j]:
                weight *= prior[leaning, y] * how[y, z]
            elif (i, j) != (0, 0):
                weight *= prior[leaning] @ how[:, z]
        for value in (0, 1):
            told = prior[leaning, value] * changes[0, 0][value, seen[:, 0, 0]]
            found[:, value] += weight * told
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def table() -> str:
    """Return the results as Markdown."""
    lines = [
        "# How the flip is keyed",
        "",
        "Written by `python -m bench.flips`, which says how. Right in percent of"
        f" {PEOPLE:,} people (in brackets: right and at least 95 % sure), for an attacker who"
        f" knows none, one or all of a person's other answers; q = {Q}, seed {SEED}.",
    ]
    for phi in PHI:
        lines += ["", f"## Two answers of a person correlate by {phi}", ""]
        heads = [f"{k} × {m}: {knows}" for k, m in SHAPES for knows in ("none", "one", "all")]
        lines += [f"| flipped | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
        for name, keying in KEYINGS.items():
            cells = [
                f"{it.right:.1f} ({it.sure:.0f})"
                for k, m in SHAPES
                for it in attacked(keying, k, m, phi)
            ]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    RESULTS.write_text(table(), encoding="utf-8")
    print(f"written to {RESULTS}")
