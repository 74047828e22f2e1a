"""What of a source stands in its release: ids, names, files, folders.

It promises that looking takes as long as the release is large, however many ids the source has:
the release's own texts are looked up among those of the source, never the other way round.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seen.release.consents import Consent, Named
from seen.sources.dictionary import standard
from seen.store import Build
from seen.text import phrases

SHORTEST: Final = 6  # shorter texts stand in any file by chance
NOBODY: Final = -1  # an empty list cannot be bound
BYTES: Final = "bytes"  # the place of what stands in no table
_PATH: Final = re.compile(r"(?:^|[\s\"'=])(?:/(?:home|root|Users|tmp|var|mnt|work)/|[A-Za-z]:\\)")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_FILE: Final = re.compile(r"\w\.(?:csv|tsv|xlsx?|parquet|sav|dta|duckdb|toml)\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+")
_RUN: Final = re.compile(rb"[\x20-\x7e\x80-\xff]{%d,}" % SHORTEST)
_WORD: Final = re.compile(r"[0-9A-Za-z_-]+")
_CITED: Final = "dataset.citation"  # where a public address may stand


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What of a source must not stand in its release."""

    texts: frozenset[str]  # names of institutions, of files and folders, stories
    id_lengths: tuple[int, ...]
    holds_any: Callable[[list[str]], bool]  # whether one of some texts is an id of the source
    names: Mapping[str, str] = field(default_factory=dict)  # by level: institutions by consent


def origin(
    work: Build,
    *,
    released: Iterable[str],
    places: Iterable[Path],
    consents: Sequence[Consent] = (),
    named: Sequence[Named] = (),
) -> Origin:
    """Return what of an open data file must not stand in its release.

    Parameters
    ----------
    work
        The data file.
    released
        Levels that are released, which may be kinds of institutions.
    places
        Files and folders of the publisher.
    consents, named
        What was signed, and which institutions are therefore named.
    """
    rows = work.run(
        "lattice/source_names",
        released=list(released),
        named=[NOBODY, *(it.institution_id for it in named)],
    )
    consented = "\n".join(it.name for it in named).casefold()
    public, known = _public(), set[str]()
    for name, is_institution in zip(rows["source_name"], rows["is_institution"], strict=True):
        allowed = public if is_institution else f"{public}\n{consented}"
        known |= set() if _stands(str(name).casefold(), allowed) else {str(name)}
    known |= {str(place.resolve()) for place in places}
    known |= {place.stem for place in places if place.suffix}
    known |= {it.signed_by for it in consents}
    lengths = work.run("lattice/id_lengths")["n_characters"].astype(int).tolist()

    def holds_any(texts: list[str]) -> bool:
        return bool(work.run("lattice/ids_among", texts=texts)["n"].item())

    return Origin(
        texts=frozenset(known),
        id_lengths=tuple(lengths),
        holds_any=holds_any,
        names={it.level: it.name for it in named},
    )


def texts(build: Build) -> dict[str, str]:
    """Return all that is written in the tables of a release, by where it stands."""
    dimensions = sorted(set(build.run("release/dims")["dim"]))
    rows = build.run("release/texts", dimensions=["cuboid", *dimensions])
    return {str(place): "\n".join(map(str, part["told"])) for place, part in rows.groupby("place")}


def private(told: dict[str, str]) -> Iterator[str]:
    """Yield where paths, files or addresses stand, which belong into no release."""
    for place, written in told.items():
        plain = _ADDRESS.sub("", written)
        is_mail = _MAIL.search(plain) and place != _CITED
        if _PATH.search(plain) or _FILE.search(plain) or is_mail:
            yield place


def left(told: dict[str, str], content: bytes, source: Origin) -> Iterator[str]:
    """Yield where something of the source stands, in the tables of a release or in its bytes."""
    runs = "\n".join(run.decode("utf-8", "replace") for run in _RUN.findall(content))
    needles = _by_beginning(source.texts)
    for place, written in {**told, BYTES: runs}.items():
        if _holds(written.casefold(), needles) or _holds_id(written, source):
            yield place


def _by_beginning(needles: Iterable[str]) -> dict[str, list[str]]:
    """Return texts to look for by how they begin; short ones are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for needle in needles:
        if len(needle) >= SHORTEST:
            folded = needle.casefold()
            found[folded[:SHORTEST]].append(folded)
    return found


def _holds(written: str, needles: dict[str, list[str]]) -> bool:
    """Return whether any of the texts stands in something written, as a word of its own."""
    return any(
        written.startswith(needle, start) and _is_apart(written, start, start + len(needle))
        for start in range(len(written) - SHORTEST + 1)
        for needle in needles.get(written[start : start + SHORTEST], ())
    )


def _stands(needle: str, written: str) -> bool:
    """Return whether a text stands in something written, as a word of its own."""
    start = written.find(needle)
    while start >= 0:
        if _is_apart(written, start, start + len(needle)):
            return True
        start = written.find(needle, start + 1)
    return False


def _is_apart(written: str, start: int, end: int) -> bool:
    """Return whether no word goes on before or after a part of something written."""
    return not (written[start - 1 : start].isalnum() or written[end : end + 1].isalnum())


def _holds_id(written: str, source: Origin) -> bool:
    """Return whether an id of the source stands in something written, wherever it begins."""
    words = {word for word in _WORD.findall(written) if len(word) >= SHORTEST}
    parts = {
        word[start : start + length]
        for length in source.id_lengths
        if length >= SHORTEST
        for word in words
        for start in range(len(word) - length + 1)
    }
    return bool(parts) and source.holds_any(sorted(parts))


def _public() -> str:
    """Return the words any release may use: an institution called "Hospital" is no trace."""
    return "\n".join([*phrases().values(), standard().to_json()]).casefold()
