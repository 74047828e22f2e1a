"""Which data is opened, and what may be opened where.

It promises that an address others can reach never serves a local data file.
"""

from __future__ import annotations

from pathlib import Path

from seen import store
from seen.errors import DataFileError
from seen.settings import Settings
from seen.sources.dataset import DatasetSource
from seen.sources.genuine import is_genuine_demo
from seen.text import text


def data_file(settings: Settings, wanted: str | None = None) -> Path:
    """Return the data file to open: a name or path, SEEN_DATA, or the one built last."""
    return store.find(settings.data_folder, wanted or settings.data)


def open_dataset(path: Path, settings: Settings) -> DatasetSource:
    """Return a data file opened for asking.

    Raises
    ------
    DataFileError
        When it is missing, damaged, of another format, or may not be served where this runs.
    """
    source = DatasetSource(path, screen_minimum_people=settings.screen_minimum_people)
    if settings.is_hosted and not is_genuine_demo(source.meta, source.dataset.source_type):
        source.close()
        raise DataFileError(text("error.hosted_refused"))
    return source
