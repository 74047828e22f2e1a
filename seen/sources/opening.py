"""Which data is opened, and what may be opened where.

It promises that an address others can reach never serves a local data file.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Final

from seen import store
from seen.errors import NotServedError
from seen.settings import Settings, is_loopback
from seen.sources import Source
from seen.sources.aggregates import AggregateSource
from seen.sources.dataset import DatasetSource
from seen.sources.genuine import holds_only_the_demo, is_genuine_demo
from seen.sources.release import ReleaseSource
from seen.sources.release_file import ReleaseFile
from seen.store import formats
from seen.text import text

_LOG: Final = logging.getLogger("seen")


def data_file(settings: Settings, wanted: str | None = None) -> Path:
    """Return the data file to open: a name or path, SEEN_DATA, or the one built last."""
    return store.find(settings.data_folder, wanted or settings.data)


def open_source(path: Path, settings: Settings) -> Source:
    """Return a data file or a release opened for asking.

    Raises
    ------
    DataFileError
        When it is missing, damaged, of another format, or a release that holds more than it may.
    NotServedError
        When it may not be served where this runs; a server says so in its terminal as well.
    """
    if is_release(path):
        held = ReleaseFile(path)
        return AggregateSource(held) if held.is_republished else ReleaseSource(path, held=held)
    source = DatasetSource(path, screen_minimum_people=settings.screen_minimum_people)
    if settings.is_hosted and not _is_demo(source, path):
        source.close()
        refused = _refused(settings)
        if settings.server_address is not None:
            _tell_once(refused)
        raise NotServedError(refused)
    return source


def is_release(path: Path) -> bool:
    """Return whether a file says of itself that it is a release."""
    file = store.DataFile(path)
    file.close()
    return formats.is_release(file.meta)


def _is_demo(source: DatasetSource, path: Path) -> bool:
    """Return whether a data file is the demo, whole and with nothing added."""
    if not is_genuine_demo(source.meta, source.dataset.source_type):
        return False
    file = store.DataFile(path)
    try:
        return holds_only_the_demo(file)
    finally:
        file.close()


def _refused(settings: Settings) -> str:
    """Return that only a release or the demo opens here, and what makes it so."""
    address = settings.server_address
    if is_loopback(address):
        return text("error.hosted_by_setting")
    return text("error.hosted_by_address", address=address or text("error.every_address"))


@cache
def _tell_once(said: str) -> None:
    """Write a line to the terminal of the server, once however many visitors come."""
    _LOG.warning(said)
