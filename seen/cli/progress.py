"""What a long command says while it runs.

It promises silence where nobody looks at a terminal.
"""

from __future__ import annotations

import sys


def step(doing: str) -> None:
    """Say what is being done, where there is a terminal to say it in."""
    if sys.stderr.isatty():
        print(doing, file=sys.stderr)
