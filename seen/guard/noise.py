"""The noise of published counts: whole numbers with mean 0, a given variance and a bound.

It promises the distribution that says least beyond these three facts (maximum entropy).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

V: Final = 4.0
D: Final = 5


@dataclass(frozen=True, kw_only=True)
class Step:
    """One whole number of noise, and between which draws of 0 to 1 it is taken."""

    step: int
    low: float
    high: float


def steps(*, variance: float = V, bound: int = D) -> tuple[Step, ...]:
    """Return the noise from -bound to bound, each with its part of the line from 0 to 1."""
    flat = bound * (bound + 1) / 3  # all steps equally likely: no table has more
    if not 0 < variance < flat:
        raise ValueError(
            f"The variance must lie between 0 and {flat:.1f} where the bound is {bound}."
        )
    chances = _chances(_decay(variance, bound), bound)
    found, low = [], 0.0
    for step in range(-bound, bound + 1):
        # a draw of exactly 1 can come of rounding: the last step takes it
        high = low + chances[step] if step < bound else 2.0
        found.append(Step(step=step, low=low, high=high))
        low = high
    return tuple(found)


def _decay(variance: float, bound: int) -> float:
    """Return how fast chances fall with the square of the step, found by halving."""
    low, high = 0.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        chances = _chances(middle, bound)
        if sum(chance * step**2 for step, chance in chances.items()) > variance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _chances(decay: float, bound: int) -> dict[int, float]:
    """Return the chance of each step."""
    weights = {step: math.exp(-decay * step**2) for step in range(-bound, bound + 1)}
    total = sum(weights.values())
    return {step: weight / total for step, weight in weights.items()}
