"""Between the state of a series and its release: what a publish that was killed there left.

It promises that a release which was counted and never appeared is told from one that did, so that
the next publish takes its place and names none that is nowhere, and that what was to be forgotten
is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from seen.store.disk import write_whole

_FACTS: Final = ("series_id", "release_id", "file", "folder", "forgotten")


@dataclass(frozen=True, kw_only=True)
class Placing:
    """A release whose state is written, and which then appears.

    Attributes
    ----------
    series_id, release_id
        Which.
    file, folder
        The name it gets, and where.
    forgotten
        The series that it forgets; empty where none.
    absent
        Releases that were to appear before it and never did.
    """

    series_id: str
    release_id: str
    file: str
    folder: str
    forgotten: str = ""
    absent: tuple[str, ...] = ()

    def missing(self, *folders: Path) -> tuple[str, ...]:
        """Return what never appeared, this one too where it is neither in its folder nor here."""
        stands = any((folder / self.file).exists() for folder in (Path(self.folder), *folders))
        return self.absent if stands else (*self.absent, self.release_id)


@contextmanager
def placing(folder: Path, name: str, it: Placing) -> Iterator[None]:
    """Remember a release of a dataset until it stands, in the folder of series.

    What stopped publishes left absent is remembered with it: stopped in its turn before its state
    is written, it is no longer known from the last state alone.
    """
    before = _stopped(folder, name)
    if before is not None:
        it = replace(it, absent=before.missing(Path(it.folder)))
    write_whole(_marker(folder, name), json.dumps(vars(it)))
    yield
    _marker(folder, name).unlink()


def is_missing(folder: Path, name: str, *, release_id: str, releases: Path) -> bool:
    """Return whether the last release is one whose publish was stopped before it appeared.

    Parameters
    ----------
    folder, name
        Of the series, and the dataset.
    release_id
        Of the last release that was counted.
    releases
        Where releases appear now: the folder that it was to appear in may have moved.
    """
    it = _stopped(folder, name)
    return it is not None and release_id in it.missing(releases)


def clear(folder: Path, name: str, *, current: str) -> None:
    """Remove the states that a stopped publish left: one it had not named, one it was to forget.

    Parameters
    ----------
    folder, name
        Of the series, and the dataset.
    current
        The series that the dataset goes on with; empty where none.
    """
    it = _stopped(folder, name)
    if it is None:
        return
    left = it.forgotten if it.series_id == current else it.series_id
    if left and left != current:
        (folder / f"{left}.duckdb").unlink(missing_ok=True)


def _stopped(folder: Path, name: str) -> Placing | None:
    """Return the release that a publish was placing when it was stopped, if one was."""
    marker = _marker(folder, name)
    if not marker.exists():
        return None
    facts: dict[str, Any] = json.loads(marker.read_text(encoding="utf-8"))
    words = {fact: str(facts.get(fact, "")) for fact in _FACTS}
    return Placing(**words, absent=tuple(map(str, facts.get("absent", ()))))


def _marker(folder: Path, name: str) -> Path:
    """Return the file that names the release that is being placed."""
    return folder / f".{name}.placing"
