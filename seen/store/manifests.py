"""The manifest of a release: a small file beside it, of its bytes and how many groups it holds.

It promises to name nothing but the release itself: no source, no count of people, no exact time.

A manifest appears before its release. One that a stopped publish left behind names a file that is
not there, and misleads nobody; a release never appears without the manifest it was published with.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE
from typing import Any, Final

import duckdb
import pandas as pd

from seen.domain.releases import MANIFEST, MANIFEST_FACTS
from seen.errors import DataFileError
from seen.store.disk import ABANDONED_AFTER_SECONDS, flush_folder, write_whole
from seen.text import text

_LARGEST: Final = 1_000_000  # bytes: one that is longer is not read


def beside(release: Path) -> Path:
    """Return where the manifest of a release lies."""
    return release.with_suffix(".json")


def write(release: Path, *, facts: Mapping[str, str], cells: Mapping[str, int]) -> Path:
    """Write the manifest of a finished release beside it, and return where it lies.

    Parameters
    ----------
    release
        The release file.
    facts
        Those that the release states about itself.
    cells
        How many groups it publishes of each outcome.
    """
    content = _of(release, facts, cells) | {"engine_version": f"duckdb {duckdb.__version__}"}
    path = beside(release)
    write_whole(path, json.dumps({name: content[name] for name in MANIFEST}, indent=2) + "\n")
    path.chmod(S_IMODE(release.stat().st_mode))  # who may read the one may read the other
    return path


def place(written: Path, folder: Path) -> Path:
    """Let a release appear in a folder, its manifest first, and return where it lies.

    Stopped in between, a manifest is there that nobody asks for, never a release without one.
    """
    final = folder / written.name
    for path in (beside(written), written):
        path.replace(folder / path.name)
        flush_folder(folder)  # or the release could reach the disk before its manifest
    return final


def differing(
    release: Path, *, facts: Mapping[str, str], cells: Mapping[str, int]
) -> tuple[str, ...]:
    """Return what a manifest states otherwise than its release; nothing where there is none.

    Raises
    ------
    DataFileError
        When there is one that cannot be read.
    """
    path = beside(release)
    if not path.exists():
        return ()
    stated = _read(path)
    if stated is None or stated.keys() != set(MANIFEST):
        return ("format",)
    found = _of(release, facts, cells)
    return tuple(name for name in MANIFEST if name in found and stated[name] != found[name])


def is_one(path: Path) -> bool:
    """Return whether a file is the manifest of a release."""
    stated = _read(path)
    return stated is not None and stated.keys() == set(MANIFEST)


def sizes(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many groups a release publishes of each outcome, from the query that counts."""
    return dict(zip(rows["outcome"], rows["n"].astype(int).tolist(), strict=True))


def clear_abandoned(folder: Path, name: str) -> None:
    """Remove manifests whose release never appeared, a day after a publish was stopped."""
    for path in folder.glob(f"{name}-*.json"):
        is_old = time.time() - path.stat().st_mtime > ABANDONED_AFTER_SECONDS
        if is_old and not path.with_suffix(".duckdb").exists():
            path.unlink(missing_ok=True)


def _of(release: Path, facts: Mapping[str, str], cells: Mapping[str, int]) -> dict[str, Any]:
    """Return what can be checked against the release itself."""
    with release.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "sha256": digest,
        "size": release.stat().st_size,
        "cells": dict(sorted(cells.items())),
        **{name: facts[name] for name in MANIFEST_FACTS},
    }


def _read(path: Path) -> dict[str, Any] | None:
    """Return what a manifest states; None where it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        stated = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problem = error.strerror or "?"
        raise DataFileError(
            text("error.manifest_closed", file=path.name, problem=problem)
        ) from None
    except (ValueError, RecursionError):
        return None
    return stated if isinstance(stated, dict) else None
