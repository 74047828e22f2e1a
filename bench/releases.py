"""Releases of invented people for the bench, made as `seen publish` makes them.

It promises a folder of data and secrets of their own to whoever asks for one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

from seen.release.choices import Choices
from seen.release.publish import publish
from seen.settings import Settings
from seen.sources.release_file import ReleaseFile

OUTCOMES: Final = ("felt_seen", "felt_heard", "mis_seen")


def settings_in(folder: Path) -> Settings:
    """Return settings whose data and secrets lie in a folder."""
    return Settings(
        data_folder=folder / "data",
        secrets_folder=folder / "secrets",
        data=None,
        is_hosted=False,
    )


def published(path: Path, run: Settings, *, measures: tuple[str, ...], **chosen: Any) -> Path:
    """Return the release of a data file."""
    made = publish(path, run, Choices(measures=measures, is_out_of_turn=True, **chosen))
    assert made.path is not None
    return made.path


def cells(release: Path) -> pd.DataFrame:
    """Return the cells of a release as they lie in the file."""
    return ReleaseFile(release).file.run("release/all_cells")
