"""The publish key of a dataset, as the blocks that HMAC-SHA256 works with.

It promises that a key that others could read, a short one, or one beside releases is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seen.errors import PublishError
from seen.store import keys
from seen.text import text

FILE_NAME: Final = "publish.key"
_BLOCK: Final = 64  # bytes that SHA-256 works on at a time
_WORDS: Final = "publish.key"


@dataclass(frozen=True, kw_only=True)
class PublishKey:
    """A publish key; it is never printed."""

    secret: bytes = field(repr=False)

    @property
    def inner_block(self) -> bytes:
        """What the message is hashed behind."""
        return bytes(byte ^ 0x36 for byte in self._padded())

    @property
    def outer_block(self) -> bytes:
        """What that hash is hashed behind."""
        return bytes(byte ^ 0x5C for byte in self._padded())

    def _padded(self) -> bytes:
        """Return the key at the length of a block, as RFC 2104 says."""
        long = len(self.secret) > _BLOCK
        key = hashlib.sha256(self.secret).digest() if long else self.secret
        return key.ljust(_BLOCK, b"\0")


def key_file(folder: Path, name: str) -> Path:
    """Return where a dataset's publish key lies in the folder of secrets."""
    return folder / name / FILE_NAME


def publish_key(
    folder: Path, name: str, *, releases: Path, may_make: bool, is_dry_run: bool
) -> PublishKey:
    """Return a dataset's publish key.

    Parameters
    ----------
    folder
        The folder of secrets, with one folder per dataset.
    name
        The dataset's name.
    releases
        The folder that releases are written to.
    may_make
        Whether a new key is made where there is none: only for the first release of a series.
    is_dry_run
        Whether nothing may be written: a key that is not there is then made and forgotten.

    Raises
    ------
    PublishError
        When it is missing although releases were made with it, or lies with the releases.
    SettingsError
        When the key is too short, or others can read it.
    """
    path = key_file(folder, name)
    if path.resolve().is_relative_to(releases.resolve()):
        raise PublishError(text("publish.key.with_releases", file=FILE_NAME))
    if may_make and is_dry_run and not path.exists():
        return PublishKey(secret=keys.passing())
    if may_make:
        return PublishKey(secret=keys.made_or_read(path, words=_WORDS))
    if not path.exists():
        raise PublishError(text("publish.key.missing", file=FILE_NAME, name=name))
    return PublishKey(secret=keys.read(path, words=_WORDS))
