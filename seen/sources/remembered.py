"""Answers that are remembered, each asked once however many ask for it at the same time.

It promises that an error is never remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Final, Generic, TypeVar, TypeVarTuple

_LOCKS: Final = 64  # keys share them by their hash: a wait for nothing is rare, and short

Asked = TypeVarTuple("Asked")
Answer = TypeVar("Answer")


class Remembered(Generic[*Asked, Answer]):
    """A function whose last answers are kept; whoever asks meanwhile waits for the first.

    Where one remembered function asks another, the other must never ask the first.
    """

    def __init__(self, ask: Callable[[*Asked], Answer], *, most: int) -> None:
        self._kept = lru_cache(maxsize=most)(ask)
        self._locks = tuple(Lock() for _ in range(_LOCKS))

    def __call__(self, *args: *Asked) -> Answer:
        """Return the answer to hashable arguments."""
        with self._locks[hash(args) % _LOCKS]:
            return self._kept(*args)

    def forget(self) -> None:
        """Let every answer go."""
        self._kept.cache_clear()
