"""What a release says of one group, and how it is turned back: random answers, noise, clusters.

It promises that every variance holds the sample, the answers that were replaced and the noise of
every cell that was added up, so that no interval is narrower than without protection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from seen.domain.findings import Interval
from seen.stats.binomial import wilson
from seen.stats.gaps import Contrast
from seen.stats.intervals import t_interval

Array = npt.NDArray[np.float64]
NORMAL: Final = 1e9  # degrees of freedom at which t is the normal distribution
AT_MOST, AT_LEAST = "at_most", "at_least"
_LEAST_SAID: Final = 3  # fewer said so, or did not: only a bound is said (privacy.md 3.4)
_ROUNDS_TO_NOTHING: Final = 0.005  # of a share: it would be written as 0 %


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many of a group stood at each level of an outcome, after replacing and noise.

    Attributes
    ----------
    counts
        One per level; of a difference of two Tallies they may be below zero.
    n_noises
        For each level, how many numbers with noise of their own are added up in its count.
    design
        The design effect of a mean over these answers.
    """

    counts: tuple[float, ...]
    n_noises: tuple[int, ...]
    design: float

    @property
    def n(self) -> float:
        """How many answers there are."""
        return sum(self.counts)

    def plus(self, other: Tally) -> Tally:
        """Return both together; they have nobody in common."""
        return self._with(other, 1)

    def less(self, part: Tally) -> Tally:
        """Return those that are not in a part; the noise of both stays."""
        return self._with(part, -1)

    def _with(self, other: Tally, sign: int) -> Tally:
        """Return the counts added or taken away, with the noise of both."""
        pairs = zip(self.counts, other.counts, strict=True)
        return Tally(
            counts=tuple(own + sign * held for own, held in pairs),
            n_noises=tuple(map(sum, zip(self.n_noises, other.n_noises, strict=True))),
            design=max(self.design, other.design),
        )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How Tallies are read: what a level counts as, and what was done to the answers.

    Attributes
    ----------
    values
        What each level counts as: 1 or 0 of a share, its place on the scale of a mean.
    replaced
        With which probability an answer was replaced by one of all levels, each as likely.
    noise
        The variance of the noise of one published number.
    is_share
        Whether a share is read.
    """

    values: tuple[float, ...]
    replaced: float
    noise: float
    is_share: bool

    @property
    def factor(self) -> float:
        """By how much replacing has shrunk every difference."""
        return 1 / (1 - self.replaced)

    @property
    def shift(self) -> float:
        """What replaced answers alone add to the mean of published ones."""
        return self.replaced * float(np.mean(self.values))

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest value there can be."""
        return min(self.values), max(self.values)

    def back(self, published: float) -> float:
        """Return what a mean of published answers says about the answers that were given.

        (x - shift) / (1 - replaced), cut to the scale: the inverse of replacing.
        """
        low, high = self.ends
        return min(max((published - self.shift) * self.factor, low), high)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A share or a mean of the answers that were given, with its variance."""

    value: float
    variance: float
    published: float  # the same of the published counts, no further out than replacing allows
    n_effective: float
    slopes: Array  # by how much the noise of each level moves the published figure


def figure(tally: Tally, reading: Reading) -> Figure:
    """Return the figure a Tally stands for.

    With x the mean of the published answers, n their number and d the design effect, the variance
    of x is d s² / n + V Σ k (w - x)² / n² over levels, w their values, k how many noises are added
    up in a count; that of the figure is 1 / (1 - r)² of it. Two levels give privacy.md 3.8.

    References
    ----------
    Warner 1965, Journal of the American Statistical Association 60, 63-69 (randomised response).
    """
    values, counts = np.array(reading.values), np.array(tally.counts)
    low, high = reading.ends
    kept = 1 - reading.replaced
    ends = (reading.shift + kept * low, reading.shift + kept * high)
    published = min(max(float(values @ counts) / tally.n, ends[0]), ends[1])
    spread = _spread(values, counts, published, reading)
    slopes = (values - published) / tally.n
    noise = reading.noise * float(np.array(tally.n_noises) @ slopes**2)
    variance = tally.design * spread / tally.n + noise
    n_effective = spread / variance if variance > 0 and spread > 0 else _floor(tally, reading)
    return Figure(
        value=reading.back(published),
        variance=reading.factor**2 * variance,
        published=published,
        n_effective=n_effective,
        slopes=slopes,
    )


def interval(found: Figure, tally: Tally, reading: Reading) -> Interval:
    """Return a figure with its 95 % interval: Wilson's of a share, mapped back; normal of a mean.

    A share of next to nobody, or of next to everybody, is a bound: what so few said is not theirs
    to be read off, and noise and replacing could as well have put it there.

    References
    ----------
    Wilson 1927, Journal of the American Statistical Association 22, 209-212.
    """
    if not reading.is_share:
        low, high = reading.ends
        around = t_interval(value=found.value, standard_error=found.variance**0.5, df=NORMAL)
        return Interval(value=found.value, low=max(low, around.low), high=min(high, around.high))
    yes = found.published * found.n_effective
    score = wilson(yes=yes, n_answers=found.n_effective)
    if not isinstance(score, Interval):
        raise TypeError("A share of no answers has no interval.")
    ends = [reading.back(score.low), reading.back(score.high)]
    low, high = min(ends[0], found.value), max(ends[1], found.value)
    bound = _bound(found, tally, reading)
    value = (low + high) / 2 if bound else found.value
    return Interval(value=value, low=low, high=high, bound=bound)


def contrast(own: Tally, other: Tally, reading: Reading, *, is_remainder: bool) -> Contrast:
    """Return two figures of groups that have nobody in common, for their difference.

    Parameters
    ----------
    is_remainder
        Whether the other is a whole less the group itself: the group's noise then stands in both
        with opposite signs, which makes their difference less certain.
    """
    first, second = figure(own, reading), figure(other, reading)
    shared = 0.0
    if is_remainder:
        joint = np.array(own.n_noises) * first.slopes * second.slopes
        shared = -reading.noise * reading.factor**2 * float(joint.sum())
    return Contrast(
        value=first.value,
        reference=second.value,
        variance=first.variance,
        reference_variance=second.variance,
        covariance=min(shared, 0.0),
        df=NORMAL,
    )


def _spread(values: Array, counts: Array, published: float, reading: Reading) -> float:
    """Return the variance of one published answer, at least what replacing alone makes it."""
    if reading.is_share:
        return published * (1 - published)
    second = float(values**2 @ counts) / float(counts.sum())
    least = reading.replaced * float(np.var(values))
    return max(second - published**2, least)


def _floor(tally: Tally, reading: Reading) -> float:
    """Return how many answers tell as much where all of them are the same (privacy.md 3.8)."""
    return max(1.0, tally.n / tally.design - 2 * reading.noise / tally.n)


def _bound(found: Figure, tally: Tally, reading: Reading) -> str:
    """Return which end of a share is all that can be said of it; empty where its value can."""
    yes = sum(n for n, value in zip(tally.counts, reading.values, strict=True) if value)
    if yes < _LEAST_SAID or found.value < _ROUNDS_TO_NOTHING:
        return AT_MOST
    is_all = tally.n - yes < _LEAST_SAID or found.value > 1 - _ROUNDS_TO_NOTHING
    return AT_LEAST if is_all else ""
