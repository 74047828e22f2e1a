"""A series: releases that may be hosted one after the other, and what is kept between them.

It promises that two publishes never add to one series at once, that its state changes whole, and
that releases of different schemas are never taken for one series.

What is kept lies in `series/<id>.duckdb` beside the data, for the publisher alone: of each cell
its state and counts, of each answer the keyed numbers and levels it was counted with, and of each
institution how it was settled.
"""

from __future__ import annotations

import hmac
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from seen.errors import PublishError
from seen.release import placing
from seen.store import Build
from seen.store.disk import clear_left, write_whole
from seen.store.locks import alone
from seen.store.work import attach, detach
from seen.text import text

FOLDER: Final = "series"
COMPARED: Final = ("schema_hash", "q", "V", "D", "K", "thresholds", "key")
STATE_FORMAT: Final = "2"  # of what is kept; another cannot be gone on from
BYTES_OF_AN_ID: Final = 6
_NO_FILE: Final = ":memory:"  # where a dry run works: the engine spills it beside the data
_TABLES: Final = ("tables_member", "tables_cell", "tables_fact", "tables_place")


@dataclass(kw_only=True)
class Series:
    """A series while a release is added to it."""

    folder: Path
    name: str
    series_id: str
    release_no: int
    previous_release_id: str  # that appeared; empty where none did
    facts: Mapping[str, str]  # of the last release; empty for the first
    fresh: Path  # where its new state is made; of a dry run no file
    releases: list[int] = field(default_factory=list)  # that a cell still stands at
    effects: list[list[str | float]] = field(default_factory=list)  # outcome, cuboid, deff
    quarters_before: tuple[str, ...] = ()  # whole ones that earlier releases held
    quarters: tuple[str, ...] = ()  # the same, and those of this release
    quarters_gone: tuple[str, ...] = ()  # of those before: no longer released
    n_past: dict[str, int] = field(default_factory=dict)  # by outcome: answers left as they were
    months: tuple[str, ...] = ()  # in which releases were made
    orders: dict[str, list[str]] = field(default_factory=dict)  # by table: columns of levels
    is_taken_over: bool = False  # the place of a release that was counted and never appeared

    @property
    def is_new(self) -> bool:
        """Whether no release was made yet."""
        return not self.facts

    @property
    def quarters_still(self) -> list[str]:
        """The whole quarters that earlier releases held and this one still does."""
        return sorted({*self.quarters_before} - {*self.quarters_gone})

    @property
    def state(self) -> Path:
        """Where the state lies."""
        return self.folder / f"{self.series_id}.duckdb"


def key_check(secret: bytes) -> str:
    """Return what tells a key from another without giving it away."""
    return hmac.digest(secret, b"series", "sha256").hex()[:16]


@contextmanager
def opened(
    work: Build,
    folder: Path,
    name: str,
    *,
    is_new: bool,
    releases: Path,
    is_dry_run: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Series]:
    """Yield the series that a release is added to, its old and new state attached.

    Nobody else adds to it meanwhile: a second publish waits, and goes on from the first.

    Parameters
    ----------
    work
        The data file that is published.
    folder
        Where series are kept.
    name
        The dataset's name.
    is_new
        Whether a new series is started although there may be one.
    releases
        Where releases appear.
    is_dry_run
        Whether nothing is added or written, so that nobody need wait.
    progress
        Told where another publish is waited for.
    """
    with ExitStack() as held:
        fresh = Path(_NO_FILE)
        if not is_dry_run:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            waits = partial(progress, text("publish.step.waiting", name=name))
            held.enter_context(alone(folder / f".{name}.lock", waiting=waits))
            own = f".series-{name}-"
            clear_left(folder, ".series-*", own=own)
            scratch = held.enter_context(tempfile.TemporaryDirectory(prefix=own, dir=folder))
            fresh = Path(scratch) / "fresh.duckdb"
        series = Series(
            fresh=fresh,
            folder=folder,
            name=name,
            series_id=secrets.token_hex(BYTES_OF_AN_ID),
            release_no=1,
            previous_release_id="",
            facts={},
        )
        current = _current(folder, name)
        if not is_dry_run:
            placing.clear(folder, name, current=current)
        if not is_new and current:
            _go_on(work, series)
            _take_over(series, releases)
        attach(work, series.fresh, "fresh", is_new=True)
        for table in _TABLES:
            work.change(f"series/{table}")
        work.change("series/tables_change")
        yield series


def check(series: Series, facts: Mapping[str, str]) -> None:
    """Refuse what would make a release that cannot follow the last one.

    Raises
    ------
    PublishError
        With what differs.
    """
    if series.is_new:
        return
    differ = [name for name in COMPARED if series.facts.get(name) != facts[name]]
    if "key" in differ:
        raise PublishError(text("publish.series.other_key", name=series.name))
    if differ:
        words = ", ".join(text(f"publish.series.fact.{name}") for name in differ)
        raise PublishError(text("publish.series.differs", facts=words))


def commit(work: Build, series: Series, facts: Mapping[str, str], *, forgets: bool) -> None:
    """Write what the next release is compared with; it replaces the old state whole.

    Parameters
    ----------
    work
        The data file that is published.
    series
        The series it is added to.
    facts
        Of the new release.
    forgets
        Whether the state of the dataset's series before is removed.
    """
    work.change("series/store_cells")
    work.change("series/store_places")
    if not series.is_new:
        work.change("series/carry")
        work.change("series/carry_places")
    work.change("series/forget", release_no=series.release_no)
    stored = {name: facts[name] for name in (*COMPARED, "release_id", "previous_release_id")}
    stored["is_taken_over"] = str(series.is_taken_over).lower()
    stored["state_format"] = STATE_FORMAT
    stored["release_no"] = str(series.release_no)
    stored["columns"] = json.dumps(series.orders)
    stored["quarters"] = json.dumps(series.quarters)
    stored["months"] = json.dumps(series.months)
    stored["effects"] = json.dumps(series.effects)
    work.change("series/store_facts", fact_names=list(stored), contents=list(stored.values()))
    for name in ("fresh", *(() if series.is_new else ("state",))):
        detach(work, name)
    series.fresh.chmod(0o600)
    series.fresh.replace(series.state)
    before = _current(series.folder, series.name)
    write_whole(_pointer(series.folder, series.name), f"{series.series_id}\n")
    if forgets and before and before != series.series_id:
        (series.folder / f"{before}.duckdb").unlink(missing_ok=True)


def placed(
    series: Series, facts: Mapping[str, str], file: Path, *, forgets: bool
) -> AbstractContextManager[None]:
    """Return what remembers, until it ends, that a release of a series is about to appear."""
    before = _current(series.folder, series.name) if forgets else ""
    return placing.placing(
        series.folder,
        series.name,
        placing.Placing(
            series_id=series.series_id,
            release_id=facts["release_id"],
            file=file.name,
            folder=str(file.parent.resolve()),
            forgotten=before,
        ),
    )


def took_a_place(work: Build, folder: Path, facts: Mapping[str, str]) -> bool:
    """Return whether a release, by its facts, took the place of one that never appeared.

    Only what is kept of its series says so, and only of the last release.
    """
    state = folder / f"{facts['series_id']}.duckdb"
    if not state.is_file():
        return False
    attach(work, state, "state")
    rows = work.run("series/facts")
    detach(work, "state")
    kept = dict(zip(rows["name"], rows["content"], strict=True))
    return kept["release_id"] == facts["release_id"] and kept.get("is_taken_over") == "true"


def _take_over(series: Series, releases: Path) -> None:
    """Take the place of the last release where it never appeared, after the one before it.

    What was counted for it goes on protecting: nobody can know that nobody saw it.
    """
    last = series.facts["release_id"]
    if placing.is_missing(series.folder, series.name, release_id=last, releases=releases):
        series.is_taken_over = True
        series.previous_release_id = series.facts.get("previous_release_id", "")


def _current(folder: Path, name: str) -> str:
    """Return the series that a dataset goes on with; empty where it has none."""
    pointer = _pointer(folder, name)
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def _pointer(folder: Path, name: str) -> Path:
    """Return the file that names the series of a dataset."""
    return folder / f"{name}.current"


def _go_on(work: Build, series: Series) -> None:
    """Read what was kept of the last release."""
    series.series_id = _current(series.folder, series.name)
    if not series.state.is_file():
        raise PublishError(text("publish.series.lost", name=series.name))
    attach(work, series.state, "state")
    rows = work.run("series/facts")
    series.facts = dict(zip(rows["name"], rows["content"], strict=True))
    if series.facts.get("state_format") != STATE_FORMAT:
        raise PublishError(text("publish.series.other_format", name=series.name))
    series.release_no = int(series.facts["release_no"]) + 1
    series.previous_release_id = series.facts["release_id"]
    series.quarters = series.quarters_before = tuple(json.loads(series.facts["quarters"]))
    series.effects = json.loads(series.facts["effects"])
    series.months = tuple(json.loads(series.facts["months"]))
    series.releases = [int(it) for it in work.run("series/releases")["release_no"]]
