"""Whether a file is a release that may be shown: what stands in it, and which rules it keeps.

It promises that a table, a column, a fact or a cell that is not on the list fails the check.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seen.errors import ReleaseError
from seen.sources.release_checks import CHECKS, NEEDED, catalog_of, meta_of
from seen.store import Build
from seen.store.work import reading
from seen.text import text

TRACES: Final = "traces"
_PATH: Final = re.compile(r"(?:^|[\s\"'=])(?:/(?:home|root|Users|tmp|var|mnt|work)/|[A-Za-z]:\\)")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SHORTEST_TRACE: Final = 6  # shorter texts stand in any file by chance


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was checked, and what is wrong with it, if anything."""

    name: str
    problem: str | None


def verify(path: Path, *, key: bytes | None = None, never: Iterable[str] = ()) -> None:
    """Refuse a file that is not a release, or holds what a release may not.

    Raises
    ------
    ReleaseError
        With everything that is wrong.
    """
    wrong = [check.problem for check in checks(path, key=key, never=never) if check.problem]
    if wrong:
        raise ReleaseError(text("verify.failed", file=path.name, problems=" ".join(wrong)))


def checks(path: Path, *, key: bytes | None = None, never: Iterable[str] = ()) -> list[Check]:
    """Return every check of a release file; the later ones need the earlier ones to hold.

    Parameters
    ----------
    path
        The release file.
    key
        The publish key, to look for it in the file's bytes.
    never
        Texts of the source that must not stand in the file.
    """
    with reading(path) as build:
        found = []
        for name, check in CHECKS.items():
            found.append(_checked(name, check(build)))
            if found[-1].problem and name in NEEDED:
                return found
        return [*found, _checked(TRACES, _traces(build, path, key, tuple(never)))]


def _checked(name: str, problems: Iterable[str]) -> Check:
    """Return a check with the first of what is wrong."""
    said = sorted(set(problems))[:5]
    return Check(name=name, problem=" ".join(said) if said else None)


def _traces(build: Build, path: Path, key: bytes | None, never: tuple[str, ...]) -> Iterator[str]:
    """Yield whether something of the source, of the machine or of the key is left."""
    content = path.read_bytes()
    if key is not None:
        forms = (key, key.hex().encode(), base64.b64encode(key).rstrip(b"="))
        if any(form in content for form in forms):
            yield text("verify.key")
    texts = " ".join(meta_of(build).values()) + " " + catalog_of(build).to_json()
    dims, dataset = build.run("release/dims"), build.run("choices/dataset").astype(str)
    texts += " ".join([*dims["level"], *dims["label"]])
    if _PATH.search(" ".join(dataset.iloc[0])):  # a citation may name an address of its own
        yield text("verify.trace")
    if _PATH.search(texts) or _MAIL.search(texts):
        yield text("verify.trace")
    for trace in never:
        if len(trace) >= _SHORTEST_TRACE and (trace.encode() in content or trace in texts):
            yield text("verify.trace")
