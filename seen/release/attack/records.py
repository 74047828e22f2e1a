"""What an attacker is held against: the answers behind a release, as given and as flipped.

It promises that they are read with the release's own key, so that what an attacker makes out is
compared with what was really counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from seen.domain.catalog import Catalog
from seen.domain.releases import ASKED, INSTITUTION, QUARTER
from seen.errors import PublishError
from seen.guard import flip
from seen.release import counting, rhythm
from seen.release.outcomes import Outcome
from seen.release.plan import Part, Plan, plan
from seen.release.secret import publish_key
from seen.settings import Settings
from seen.sources.release_file import ReleaseFile
from seen.store import Build
from seen.store.work import working
from seen.text import text

Places: TypeAlias = npt.NDArray[np.int64]
Array: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Records:
    """The answers to one outcome, one entry per answer.

    Attributes
    ----------
    outcome
        Which one.
    places
        By Dimension: the place of each answer's level among `levels`.
    levels
        By Dimension: its levels, of the data and of the release.
    number
        What tells answers apart, the same in every data file of the dataset.
    worker, place
        Who gave and where, as keyed numbers; -1 where nobody is known.
    given, flipped
        The place of the answer among the outcome's levels, before and after the flip.
    """

    outcome: Outcome
    places: dict[str, Places]
    levels: dict[str, tuple[str, ...]]
    number: npt.NDArray[np.uint64]
    worker: Places
    place: Places
    given: Places
    flipped: Places

    @property
    def n_levels(self) -> int:
        """How many levels the outcome has."""
        return len(self.outcome.levels)


@contextmanager
def opened(
    path: Path, settings: Settings, release: ReleaseFile, *, beside: Build | None = None
) -> Iterator[Behind]:
    """Yield the data behind a release, ready to be read outcome by outcome.

    Parameters
    ----------
    path, settings, release
        The data file, where the key of the release lies, and the release.
    beside
        The data behind another release, where that stays open meanwhile.

    Raises
    ------
    PublishError
        When the data file is of another dataset, or its key is not there.
    """
    with working(path, memory=settings.memory, beside=beside) as work:
        stored = work.run("choices/meta")
        meta = dict(zip(stored["name"], stored["content"], strict=True))
        name, catalog = str(meta["name"]), Catalog.from_json(meta["catalog"])
        released = release.file.meta["name"]
        if name != released:
            raise PublishError(text("attack.other_data", release=released, data=name))
        key = publish_key(
            settings.secrets_folder,
            name,
            releases=release.file.path.parent,
            may_make=False,
        )
        planned, worker = _plan(catalog, release), counting.worker_column(catalog)
        if QUARTER not in release.levels:
            whole = rhythm.calendar(work, [table for table, _ in planned.of_table]).whole
            planned = replace(planned, quarters=whole[-rhythm.MOST_QUARTERS :] or None)
        counting.prepare(work, planned, key, worker=worker)
        yield Behind(work=work, planned=planned, release=release, worker=worker)


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The data behind a release, opened."""

    work: Build
    planned: Plan
    release: ReleaseFile
    worker: str

    def records(self) -> Iterator[Records]:
        """Yield the answers to each outcome that is flipped."""
        codes = self.work.run("attack/level_codes")
        names = np.full(int(codes["code"].max()) + 1, "", dtype=object)
        names[codes["code"].to_numpy(dtype=np.int64)] = codes["level"]
        for part in self.planned.parts():
            counting.read_part(self.work, self.planned, part, worker=self.worker)
            for outcome in self.planned.of_part(part):
                if outcome.is_flipped:
                    yield self._read(part, outcome, names)

    def _read(self, part: Part, outcome: Outcome, names: npt.NDArray[np.object_]) -> Records:
        """Return the answers to one outcome."""
        held = self.planned.names(part[0])
        columns = self.planned.columns(part[0]) | {INSTITUTION: counting.PLACE_COLUMN}
        chance = flip.replaced(q=self.planned.q, n_levels=len(outcome.levels))
        given, flipped = (self._answers(outcome, columns, held, it) for it in (0.0, chance))
        levels, places = {}, {}
        for name in held:
            codes = flipped[columns[name]].to_numpy(dtype=np.int64)
            told = {names[code] for code in np.unique(codes)}
            levels[name] = tuple(sorted(told | set(self.release.levels.get(name, ()))))
            at = {level: place for place, level in enumerate(levels[name])}
            places[name] = np.array([at.get(it, -1) for it in names], dtype=np.int64)[codes]
        return Records(
            outcome=outcome,
            places=places,
            levels=levels,
            number=flipped["answer_number"].to_numpy(dtype=np.uint64),
            worker=flipped["worker"].to_numpy(dtype=np.int64),
            place=flipped["place"].to_numpy(dtype=np.int64),
            given=given["y"].to_numpy(dtype=np.int64),
            flipped=flipped["y"].to_numpy(dtype=np.int64),
        )

    def _answers(
        self, outcome: Outcome, columns: dict[str, str], held: tuple[str, ...], chance: float
    ) -> pd.DataFrame:
        """Return the answers to one outcome, of which a chance was replaced."""
        counting.read_answers(self.work, outcome, chance)
        return self.work.run("attack/answers", dimensions=[columns[name] for name in held])


def _plan(catalog: Catalog, release: ReleaseFile) -> Plan:
    """Return the plan that a release was made by, as far as it can be read off it."""
    measures = dict.fromkeys(name.partition("|")[0] for name in release.outcomes)
    planned = plan(
        catalog,
        measures=tuple(name for name in measures if name != ASKED),
        dimensions=tuple(release.levels),
        q=release.protection.changed,
    )
    kept = tuple(outcome for outcome in planned.outcomes if outcome.name in release.outcomes)
    return replace(
        planned,
        outcomes=kept,
        quarters=release.levels.get(QUARTER, planned.quarters),
        most_crossed=release.protection.most_dimensions,
    )
