"""The flip of released answers: how many are replaced by a level drawn from all.

It promises that a share q of all answers truly changes, however many levels an outcome has.
"""

from __future__ import annotations

from typing import Final

Q: Final = 0.05
Q_STRICT: Final = 0.10
LEAST_Q: Final = 0.02
MOST_Q: Final = 0.25
MOST_TOGETHER: Final = 0.8  # phi above which answers that go together undo the flip
HASH_PREFIX: Final = "flip"


def replaced(*, q: float, n_levels: int) -> float:
    """Return the chance that an answer is replaced by a level drawn from all of them.

    A drawn level is the old one in one of c cases, so q c / (c - 1) are replaced for q to change.
    """
    if not LEAST_Q <= q <= MOST_Q:
        raise ValueError(f"q is {q}, but must lie between {LEAST_Q} and {MOST_Q}.")
    if n_levels < 2:
        raise ValueError("An outcome of one level cannot be flipped.")
    return q * n_levels / (n_levels - 1)


def prefix(outcome: str) -> str:
    """Return what stands before an answer's id where its flip is keyed."""
    return f"{HASH_PREFIX}|{outcome}|"
