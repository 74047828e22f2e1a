"""What a command says when the machine lets it down: no memory, no room, no access.

It promises what went wrong and what to do about it, and no path and no traceback.
"""

from __future__ import annotations

import shutil
from typing import Final

from seen import settings
from seen.store.telling import NO_ROOM
from seen.text import text
from seen.wording.numbers import count

MEGABYTE: Final = 1_000_000


def machine(error: MemoryError | OSError) -> str:
    """Return what the machine could not give, memory or a file, and what to do about it."""
    if isinstance(error, MemoryError):
        return text("error.memory_machine")
    problem = error.strerror or error
    if error.errno not in NO_ROOM:
        return text("error.disk", problem=problem)
    folder = settings.load().data_folder.resolve()
    free = shutil.disk_usage(next(it for it in (folder, *folder.parents) if it.exists())).free
    return text("error.no_room", problem=problem, free=count(free // MEGABYTE))
