"""Files on the disk: what is in them by their hash, and that they are there for good.

It promises that a small file is replaced whole, and that what was flushed outlives a power cut.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

HASH_LENGTH: Final = 12
ABANDONED_AFTER_SECONDS: Final = 24 * 60 * 60


def digest(path: Path) -> str:
    """Return the first hexadecimal digits of a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:HASH_LENGTH]


def write_whole(target: Path, content: str | bytes, *, is_shared: bool = False) -> None:
    """Write a small file beside its target and rename it into place.

    Parameters
    ----------
    is_shared
        Whether others may read it, as far as the system lets them read new files.
    """
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if is_shared:
            Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return what the system takes from the rights of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def clear_left(folder: Path, pattern: str, *, own: str = "") -> None:
    """Remove folders of work that a killed program left: those a day old.

    Parameters
    ----------
    folder, pattern
        Where they lie, and how their names look.
    own
        How names begin that nobody else can be at work in: these go whatever their age.
    """
    for path in folder.glob(pattern):
        is_own = bool(own) and path.name.startswith(own)
        if is_own or time.time() - path.stat().st_mtime > ABANDONED_AFTER_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def flush_folder(folder: Path) -> None:
    """Make sure that what was renamed in a folder has reached the disk, where systems let us."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def flush(path: Path) -> None:
    """Make sure a file has reached the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
