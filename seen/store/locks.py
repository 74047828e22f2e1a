"""Locks between programs: who comes second waits until the first is done, even if it crashed.

It promises that the system lets go of a lock when the program that holds it ends, however it ends.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PAUSE: Final = 0.2  # seconds, where the system cannot tell us


@contextmanager
def alone(path: Path, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a lock file; whoever else asks for it waits. The file stays, and is empty.

    Parameters
    ----------
    path
        The file.
    waiting
        Called once where another program holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _taken(handle):
            waiting()
            _wait(handle)
        yield
    finally:
        os.close(handle)  # which lets go of it


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        """Return whether the lock could be had at once."""
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False

    def _wait(handle: int) -> None:
        """Wait for the lock."""
        while not _taken(handle):
            time.sleep(_PAUSE)

else:
    import fcntl

    def _taken(handle: int) -> bool:
        """Return whether the lock could be had at once."""
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    def _wait(handle: int) -> None:
        """Wait for the lock."""
        fcntl.flock(handle, fcntl.LOCK_EX)
