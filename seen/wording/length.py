"""How long a sentence may be, and which of several ways to say the same is short enough.

It promises that words are dropped only in favour of another way that was written out, never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MOST_WORDS: Final = 25  # VISUAL.md: what a room can take in with one figure
_BETWEEN: Final = re.compile(r"(?<=\.) (?=[A-Z“])")


def sentences(said: str) -> list[str]:
    """Return the sentences of a statement."""
    return _BETWEEN.split(said)


def n_words(sentence: str) -> int:
    """Return how many words a sentence has; "36 %" with its fixed space is one."""
    return len(sentence.split(" "))


def longest(said: str) -> int:
    """Return how many words the longest sentence of a statement has."""
    return max(n_words(sentence) for sentence in sentences(said))


def fitting(ways: Iterable[str]) -> str:
    """Return the first way of saying something whose sentences are short enough.

    Names from a file can be of any length: where no way is short enough, the last one stands.
    """
    said = ""
    for said in ways:
        if longest(said) <= MOST_WORDS:
            return said
    return said
