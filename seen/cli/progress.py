"""What a long command says while it runs.

It promises one whole line for each step, on a terminal as in a log.
"""

from __future__ import annotations

import sys


def step(doing: str) -> None:
    """Say what is being done."""
    print(doing, file=sys.stderr, flush=True)
