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
    """A publish key; it is never printed.

    Attributes
    ----------
    secret
        The key itself.
    to_keep
        Where it is yet to be written; None where it lies there already.
    """

    secret: bytes = field(repr=False)
    to_keep: Path | None = None

    def keep(self) -> None:
        """Write a new key where it is to lie, once it is sure that a release is made with it.

        Raises
        ------
        PublishError
            When another was written there meanwhile.
        SettingsError
            When it cannot be written.
        """
        if self.to_keep is None:
            return
        if keys.kept(self.to_keep, self.secret, words=_WORDS) != self.secret:
            raise PublishError(text("publish.key.other", name=self.to_keep.parent.name))

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


def publish_key(folder: Path, name: str, *, releases: Path, may_make: bool) -> PublishKey:
    """Return a dataset's publish key; a new one is written nowhere until it is kept.

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

    Raises
    ------
    PublishError
        When it is missing although releases were made with it, or lies with the releases.
    SettingsError
        When the key is too short, others can read it, or none can be written.
    """
    path = key_file(folder, name)
    if path.resolve().is_relative_to(releases.resolve()):
        raise PublishError(text("publish.key.with_releases", file=FILE_NAME))
    if may_make and not path.exists():
        keys.check_open(path, words=_WORDS)
        return PublishKey(secret=keys.passing(), to_keep=path)
    if not path.exists():
        raise PublishError(text("publish.key.missing", file=FILE_NAME, name=name))
    return PublishKey(secret=keys.read(path, words=_WORDS))
