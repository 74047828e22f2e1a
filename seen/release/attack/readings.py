"""What an attacker makes of counts with noise: how likely each answer is, and how often right.

It promises the attacker everything that is public: how the noise is distributed, how many
independent draws stand in a difference, and how common each answer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from seen.guard import noise
from seen.release.attack.records import Array, Places

SURE: Final = 0.95  # an attacker this sure of the right answer has recovered it
_IMPOSSIBLE: Final = 1e-12  # of what noise alone cannot do: a frozen count may


@dataclass(frozen=True, kw_only=True)
class Result:
    """How one attack on one outcome came out.

    Attributes
    ----------
    attack, outcome
        Which.
    n_targets
        How many answers, groups or figures were attacked.
    recovered
        How many the attacker was at least 95 % sure of, and right.
    guessed
        How many the best guess was right of.
    base
        How many the best guess is right of without any release.
    has_guess
        Whether anything is guessed.
    n_levels
        How many levels the outcome has.
    n_unsolved
        How many more were to be attacked, but what can be said of them was not worked out.
    n_all
        How many targets there were, where they were told and not all of them attacked.
    n_pairs, n_all_pairs
        How many pairs of sets were looked at, of how many that may differ by one answer.
    is_skipped
        Whether nothing could be looked at, as a release before this one was needed for it.
    """

    attack: str
    outcome: str
    n_targets: int
    recovered: int
    guessed: int = 0
    base: int = 0
    has_guess: bool = True
    n_levels: int = 2
    n_unsolved: int = 0
    n_all: int = 0
    n_pairs: int = 0
    n_all_pairs: int = 0
    is_skipped: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether pairs of sets were passed over."""
        return self.n_pairs < self.n_all_pairs


def counted_few(
    attack: str, outcome: str, n: int = 0, n_few: int = 0, *, is_skipped: bool = False
) -> Result:
    """Return how many were looked at, and how many were found, where nothing is guessed."""
    return Result(
        attack=attack,
        outcome=outcome,
        n_targets=n,
        recovered=n_few,
        has_guess=False,
        is_skipped=is_skipped,
    )


def share(counts: Places) -> Array:
    """Return how common each level is, none of them impossible."""
    found: Array = (counts + 0.5) / (counts + 0.5).sum()
    return found


def scored(
    attack: str,
    outcome: str,
    likely: Array,
    truth: Places,
    prior: Array,
    *,
    n_unsolved: int = 0,
) -> Result:
    """Return how well answers were read.

    Parameters
    ----------
    attack, outcome
        Which.
    likely
        Targets times levels: the log-likelihood of what was seen, 0 throughout where nothing was.
    truth
        The level of each target.
    prior
        How common each level is.
    n_unsolved
        How many targets are left out.
    """
    if not len(truth):
        return Result(
            attack=attack, outcome=outcome, n_targets=0, recovered=0, n_unsolved=n_unsolved
        )
    posterior = likely + np.log(prior)
    posterior = np.exp(posterior - posterior.max(axis=1, keepdims=True))
    posterior /= posterior.sum(axis=1, keepdims=True)
    usual = np.bincount(truth, minlength=len(prior))
    is_blind = np.ptp(likely, axis=1) == 0
    read = np.where(is_blind, int(usual.argmax()), posterior.argmax(axis=1))
    is_right = read == truth
    is_sure = ~is_blind & (posterior.max(axis=1) >= SURE)
    return Result(
        attack=attack,
        outcome=outcome,
        n_targets=len(truth),
        recovered=int((is_right & is_sure).sum()),
        guessed=int(is_right.sum()),
        base=int(usual.max()),
        n_unsolved=n_unsolved,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Noise:
    """The noise of a release, which is public.

    Attributes
    ----------
    chances
        Of each whole number from the lowest to the highest that a count may have moved by.
    """

    chances: Array

    @classmethod
    def of(cls, *, variance: float, bound: int) -> Noise:
        """Return the noise that a release says it has."""
        steps = noise.steps(variance=variance, bound=bound)
        return cls(chances=np.array([min(step.high, 1.0) - step.low for step in steps]))

    @property
    def bound(self) -> int:
        """By how much a count may have moved at most."""
        return len(self.chances) // 2

    @property
    def variance(self) -> float:
        """How far a count moves, squared, in the mean."""
        return float(self.chances @ np.arange(-self.bound, self.bound + 1) ** 2)

    def of_sums(self, seen: Places, expected: Places, n_draws: Places) -> Array:
        """Return the log-chance of sums and differences of counts that hold several draws."""
        found = np.zeros(np.broadcast_shapes(seen.shape, expected.shape))
        for draws in np.unique(n_draws):
            rows = n_draws == draws
            found[rows] = _log(self._drawn(int(draws)), (seen - expected)[rows])
        return found

    def of_counts(self, seen: Places, expected: Places) -> Array:
        """Return the log-chance of published counts, which are never below nothing."""
        exact = _log(self.chances, seen - expected)
        at_most = np.cumsum(self.chances)[np.clip(self.bound - expected, 0, 2 * self.bound)]
        cut = np.log(np.maximum(np.where(expected > self.bound, 0.0, at_most), _IMPOSSIBLE))
        return np.where(seen == 0, cut, exact)

    def _drawn(self, n_draws: int) -> Array:
        """Return the chance of each sum of independent draws, from the lowest on."""
        found = self.chances
        for _ in range(n_draws - 1):
            found = np.convolve(found, self.chances)
        return found


def one_hot(places: Places, n_levels: int) -> Places:
    """Return a row for each place, with 1 there and 0 elsewhere."""
    found: Places = (places[:, None] == np.arange(n_levels)).astype(np.int64)
    return found


def _log(chances: Array, moved: Places) -> Array:
    """Return the log-chance of each sum of noise."""
    most = len(chances) // 2
    is_possible = np.abs(moved) <= most
    held = chances[np.clip(moved + most, 0, 2 * most)]
    found: Array = np.log(np.maximum(np.where(is_possible, held, 0.0), _IMPOSSIBLE))
    return found
