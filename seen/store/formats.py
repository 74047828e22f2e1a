"""What a file says it is: microdata or a release, and of which format.

It promises that a file of another format is refused with what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping

from seen.domain import releases
from seen.errors import DataFileError
from seen.text import text


def is_release(meta: Mapping[str, str]) -> bool:
    """Return whether the facts about a file say that it is a release."""
    return "release_id" in meta


def check_format(meta: Mapping[str, str], version: str, *, file: str) -> None:
    """Refuse a format this version of Seen cannot read.

    Parameters
    ----------
    version
        The format of data files that it can read; of releases it can read that of `releases`.
    """
    found = meta.get("format_version")
    if is_release(meta):
        if found != releases.FORMAT_VERSION:
            raise DataFileError(text("error.release_format", file=file))
    elif found != version:
        command = meta.get("rebuild_command", "seen import")
        raise DataFileError(text("error.file_format", file=file, command=command))
