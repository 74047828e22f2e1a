"""From a local dataset to a release: plan, count, withhold, add noise, write, verify.

It promises that a release appears only after it was opened again and found to hold nothing that
it may not.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from seen import __version__
from seen.domain.catalog import Catalog
from seen.errors import PublishError
from seen.guard import flip, noise
from seen.release import counting, verify, writing
from seen.release.lattice import INSTITUTION, most_crossed
from seen.release.outcomes import ENCOUNTERS, SURVEYS
from seen.release.plan import Plan, plan, public_catalog
from seen.release.secret import publish_key
from seen.release.suppression import Protected, add_noise, suppress
from seen.settings import MINIMUM_PEOPLE, Settings
from seen.store import Build
from seen.store.work import working
from seen.text import text

FOLDER: Final = "releases"
MINIMUMS: Final = {"places": 3, "workers": 25, "people": 500}
SURVEY_MINIMUMS: Final = {"places": 3, "people": 25}
_BYTES_OF_AN_ID: Final = 6


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a publisher chose."""

    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    out: Path | None = None
    is_strict: bool = False
    is_dry_run: bool = False
    one_answer_per_person: bool = False
    accepts_unweighted: bool = False


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a publish came to."""

    path: Path | None  # None of a dry run
    protected: Protected
    n_rows: int


def publish(
    path: Path,
    settings: Settings,
    choices: Choices,
    progress: Callable[[str], None] = lambda _: None,
) -> Published:
    """Make a release of a data file.

    Raises
    ------
    PublishError
        When no release can be made of it as asked; nothing was written.
    """
    folder = choices.out or settings.data_folder / FOLDER
    with working(path) as work:
        facts = work.run("choices/meta")
        meta = dict(zip(facts["name"], facts["content"], strict=True))
        name = str(meta["name"])
        catalog = Catalog.from_json(meta["catalog"])
        key = publish_key(settings.secrets_folder, name, releases=folder, may_make=True)
        q = flip.Q_STRICT if choices.is_strict else flip.Q
        planned = plan(catalog, measures=choices.measures, dimensions=choices.dimensions, q=q)
        worker = _worker(catalog)
        progress(text("publish.step.reading"))
        counting.prepare(work, planned, key, worker=worker)
        planned, found = _count(work, planned, worker, choices, progress)
        progress(text("publish.step.withholding"))
        protected = suppress(work)
        progress(text("publish.step.noise"))
        cells = add_noise(work)
        if choices.is_dry_run:
            return Published(path=None, protected=protected, n_rows=len(cells))
        progress(text("publish.step.writing"))
        cuboids = planned.cuboids()
        measured = work.run("lattice/design_effects")
        tables = {
            table: [it.name for it in planned.outcomes if it.table == table] for table in cuboids
        }
        deff = pd.concat(
            [writing.effects(measured, cuboids[table], tables[table]) for table in cuboids]
        )
        dims = writing.levels(planned.dimensions, found)
        released = _with_institutions(planned, found)
        written = writing.write(
            folder,
            name=f"{name}_release",
            planned=planned,
            catalog=public_catalog(catalog, released),
            cells=cells,
            effects=deff,
            dims=dims,
            dataset=_dataset(work),
            meta=_meta(planned, name, choices),
        )
    progress(text("publish.step.verifying"))
    try:
        verify.verify(written, key=key.secret)
    except BaseException:
        written.unlink()
        raise
    return Published(path=written, protected=protected, n_rows=len(cells))


def _count(
    work: Build,
    planned: Plan,
    worker: str,
    choices: Choices,
    progress: Callable[[str], None],
) -> tuple[Plan, dict[str, set[str]]]:
    """Count all parts; return the plan as the data allow it, and the levels that were found."""
    found: dict[str, set[str]] = {}
    cuboids = None
    for part in planned.parts():
        counting.read_part(work, planned, part, worker=worker)
        is_survey = part[0] == SURVEYS
        counting.check_sizes(work, SURVEY_MINIMUMS if is_survey else MINIMUMS)
        _check_levels(work, planned, part[0], found)
        if cuboids is None:
            n_people = int(work.run("lattice/size")["people"].item())
            if part[0] == ENCOUNTERS:
                planned = replace(planned, most_crossed=most_crossed(n_people))
            cuboids = counting.declare(work, planned)
        counting.count_part(work, planned, part, cuboids[part[0]], progress)
    return planned, found


def _check_levels(work: Build, planned: Plan, table: str, found: dict[str, set[str]]) -> None:
    """Note the levels of each Dimension, refusing one that too few people have."""
    for name, column in planned.columns(table).items():
        rows = work.run("lattice/people_of_levels", column=column)
        found.setdefault(name, set()).update(rows["level"])
        dimension = next(it for it in planned.dimensions if it.name == name)
        few = [
            str(row["level"])
            for row in rows.to_dict("records")
            if row["people"] < MINIMUM_PEOPLE
            and not dimension.is_unstated(str(row["level"]))
            and dimension.role != "time"
        ]
        if few and table == ENCOUNTERS:
            raise PublishError(
                text("publish.rare_level", name=name, levels=", ".join(few), n=MINIMUM_PEOPLE)
            )
    if INSTITUTION in planned.names(table):
        rows = work.run("lattice/people_of_levels", column="place_level")
        found.setdefault(INSTITUTION, set()).update(rows["level"].dropna())


def _worker(catalog: Catalog) -> str:
    """Return whose share of a cell is limited: practitioners, or institutions without them."""
    known = (ENCOUNTERS, "practitioner_id") in catalog.present
    return "practitioner_id" if known else "institution_id"


def _with_institutions(planned: Plan, found: dict[str, set[str]]) -> Plan:
    """Return the plan with institutions under their codes, without words of their own."""
    dimensions = tuple(
        replace(
            it,
            levels=tuple(sorted(found.get(INSTITUTION, set()))),
            words=tuple(pair for pair in it.words if not pair[0].startswith("level.")),
        )
        if it.name == INSTITUTION
        else it
        for it in planned.dimensions
    )
    return replace(planned, dimensions=dimensions)


def _dataset(work: Build) -> pd.DataFrame:
    """Return where the data comes from."""
    rows = work.run("choices/dataset")
    return rows.assign(
        is_published_aggregate=rows["is_published_aggregate"].eq(other=True).fillna(value=False)
    )


def _meta(planned: Plan, name: str, choices: Choices) -> dict[str, str]:
    """Return the facts about a release."""
    release_id = secrets.token_hex(_BYTES_OF_AN_ID)
    thresholds = {
        "answers": MINIMUM_PEOPLE,
        "people": MINIMUM_PEOPLE,
        "practitioners": counting.MINIMUM_WORKERS,
        "largest_share": counting.LARGEST_SHARE,
        "institutions": counting.MINIMUM_PLACES,
    }
    return {
        "release_id": release_id,
        "series_id": release_id,
        "previous_release_id": "",
        "created_month": datetime.now(tz=UTC).strftime("%Y-%m"),
        "format_version": writing.FORMAT_VERSION,
        "app_version": __version__,
        "q": str(planned.q),
        "V": str(noise.V),
        "D": str(noise.D),
        "K": str(planned.most_crossed),
        "thresholds": json.dumps(thresholds, sort_keys=True),
        "schema_hash": planned.schema_hash(),
        "outcomes": writing.outcome_levels(planned),
        "one_answer_per_person": str(choices.one_answer_per_person).lower(),
        "is_weighted": "false",
        "name": name,
    }
