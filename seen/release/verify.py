"""Whether a file is a release that may be shown: what stands in it, and which rules it keeps.

It promises that a table, a column, a fact or a cell that is not on the list fails the check.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seen.errors import DataFileError, ReleaseError
from seen.release import strangers, traces
from seen.release.traces import Origin
from seen.sources.release_checks import CHECKS, NEEDED, meta_of, named_institutions
from seen.store import Build, manifests
from seen.store.work import reading
from seen.text import text

TRACES: Final = "traces"
MANIFEST: Final = "manifest"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was checked, and what is wrong with it, if anything."""

    name: str
    problem: str | None
    note: str | None = None  # what could not be checked, and why that is no fault


def verify(path: Path, *, key: bytes | None = None, source: Origin | None = None) -> None:
    """Refuse a file that is not a release, or holds what a release may not.

    Raises
    ------
    ReleaseError
        With everything that is wrong.
    """
    wrong = [check.problem for check in checks(path, key=key, source=source) if check.problem]
    if wrong:
        raise ReleaseError(text("verify.failed", file=path.name, problems=" ".join(wrong)))


def checks(path: Path, *, key: bytes | None = None, source: Origin | None = None) -> list[Check]:
    """Return every check of a release file; the later ones need the earlier ones to hold.

    Parameters
    ----------
    path
        The release file.
    key
        The publish key, to look for it in the file's bytes.
    source
        What of the source must not stand in the file, where whoever verifies has it.

    Raises
    ------
    ReleaseError
        When it is another kind of file.
    DataFileError
        When it is not whole, or cannot be read.
    """
    strangers.refuse(path)
    with reading(path) as build:
        strangers.refuse_microdata(build, path)
        found = []
        for name, check in CHECKS.items():
            found.append(_checked(name, check(build)))
            if found[-1].problem and name in NEEDED:
                return found
        note = None if manifests.beside(path).exists() else text("verify.no_manifest")
        return [
            *found,
            _checked(TRACES, _traces(build, path, key, source)),
            _checked(MANIFEST, _manifest(build, path), note),
        ]


def n_groups(path: Path) -> int:
    """Return how many groups a release publishes, of all outcomes."""
    with reading(path) as build:
        return sum(manifests.sizes(build.run("release/sizes")).values())


def _checked(name: str, problems: Iterable[str], note: str | None = None) -> Check:
    """Return a check with the first of what is wrong."""
    said = sorted(set(problems))[:5]
    return Check(name=name, problem=" ".join(said) if said else None, note=note)


def _traces(build: Build, path: Path, key: bytes | None, source: Origin | None) -> Iterator[str]:
    """Yield whether something of the source, of the machine or of the key is left."""
    content, told = path.read_bytes(), traces.texts(build)
    if key is not None:
        written = (base64.b64encode(key), base64.urlsafe_b64encode(key))
        forms = (key, key.hex().encode(), *(it.rstrip(b"=") for it in written))
        if any(form in content for form in forms):
            yield text("verify.key")
    places = list(traces.private(told))
    if source is not None:
        places += traces.left(told, content, source)
        if named_institutions(build) != source.names:
            yield text("verify.named")
    for place in places:
        yield text("verify.trace", place=place)


def _manifest(build: Build, path: Path) -> Iterator[str]:
    """Yield what the manifest beside the file states otherwise than the file."""
    sizes = manifests.sizes(build.run("release/sizes"))
    try:
        differing = manifests.differing(path, facts=meta_of(build), cells=sizes)
    except DataFileError as error:
        yield str(error)
        return
    if differing:
        yield text("verify.manifest", names=", ".join(differing))
