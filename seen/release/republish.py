"""Aggregates that were public before, republished as they were: no cell is made, none is changed.

It promises that nothing but counts by institution, quarter and answer leaves, and only of data
whose recipe says that it was published and which knows no person.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from seen import __version__
from seen.domain import releases
from seen.domain.catalog import Catalog
from seen.domain.dimensions import NOT_STATED
from seen.domain.releases import AGGREGATE_KEYS, ASKED, INSTITUTION, QUARTER, UNCHANGED
from seen.errors import PublishError
from seen.release import rhythm, verify, writing
from seen.release.outcomes import ENCOUNTERS
from seen.release.plan import Plan, plan, public_catalog
from seen.release.series import BYTES_OF_AN_ID
from seen.store import Build, manifests
from seen.text import text

PUBLIC: Final = "public_real"
_PEOPLE: Final = ("practitioner_id", "recipient_id")


def is_republished(work: Build) -> bool:
    """Return whether a data file says that it holds aggregates which were published."""
    return bool(work.run("choices/dataset")["is_published_aggregate"].eq(other=True).any())


def publish(
    work: Build,
    catalog: Catalog,
    *,
    name: str,
    folder: Path,
    measures: tuple[str, ...],
    is_dry_run: bool,
    progress: Callable[[str], None],
) -> tuple[Path | None, int]:
    """Republish the aggregates of a data file; return where they lie and how many counts they are.

    Raises
    ------
    PublishError
        When the data is not what its recipe calls it; nothing was written.
    """
    check(work, catalog)
    released = planned(catalog, measures)
    frame = rows(work, released)
    if is_dry_run:
        return None, len(frame)
    progress(text("publish.step.writing"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=folder) as scratch:
        written, meta = write(
            Path(scratch), name=name, released=released, catalog=catalog, frame=frame, work=work
        )
        manifests.write(written, facts=meta, cells=writing.sizes(written))
        progress(text("publish.step.verifying"))
        verify.verify(written)
        final = manifests.place(written, folder)
    manifests.clear_abandoned(folder, final.stem.rpartition("-")[0])
    return final, len(frame)


def planned(catalog: Catalog, measures: tuple[str, ...]) -> Plan:
    """Return what is republished: answers to encounters, by institution and quarter."""
    held = {it.name for it in catalog.offered_dimensions(ENCOUNTERS)}
    wanted = [name for name in (INSTITUTION, QUARTER) if name in held]
    found = plan(catalog, measures=measures, dimensions=wanted, q=0.0)
    found = replace(found, outcomes=tuple(it for it in found.outcomes if it.name != ASKED))
    strange = [it.name for it in found.outcomes if it.table != ENCOUNTERS or it.is_banded]
    if strange:
        raise PublishError(text("publish.aggregate.measure", names=", ".join(strange)))
    return found


def check(work: Build, catalog: Catalog) -> None:
    """Refuse data that calls itself published and knows people, or is not public.

    Raises
    ------
    PublishError
        With what contradicts the mark.
    """
    if work.run("choices/dataset")["source_type"].iloc[0] != PUBLIC:
        raise PublishError(text("publish.aggregate.not_public", name=PUBLIC))
    if any((ENCOUNTERS, column) in catalog.present for column in _PEOPLE):
        raise PublishError(text("publish.aggregate.people"))
    if work.run("lattice/standing")["n_weights"].item() > 1:
        raise PublishError(text("publish.aggregate.weights"))


def rows(work: Build, released: Plan) -> pd.DataFrame:
    """Return the aggregates in the order of their labels."""
    found = [
        work.run(
            "release/aggregates",
            measure=outcome.column,
            values=list(outcome.values),
            levels=list(outcome.levels),
        ).assign(outcome=outcome.name)
        for outcome in released.outcomes
    ]
    frame = pd.concat(found, ignore_index=True)
    if frame.empty:
        raise PublishError(text("publish.nothing_left"))
    return frame.sort_values(list(AGGREGATE_KEYS), ignore_index=True)


def write(
    folder: Path,
    *,
    name: str,
    released: Plan,
    catalog: Catalog,
    frame: pd.DataFrame,
    work: Build,
) -> tuple[Path, dict[str, str]]:
    """Write the release file; return where it lies and the facts about it."""
    meta = {
        "release_id": secrets.token_hex(BYTES_OF_AN_ID),
        "series_id": secrets.token_hex(BYTES_OF_AN_ID),
        "previous_release_id": "",
        "created_month": rhythm.this_month(),
        "format_version": releases.FORMAT_VERSION,
        "app_version": __version__,
        **UNCHANGED,
        "schema_hash": released.schema_hash(),
        "outcomes": writing.outcome_levels(released),
        "one_answer_per_person": "false",
        "is_weighted": "false",
        "name": name,
        "named_institutions": "[]",
    }
    path = writing.write(
        folder,
        name=f"{name}_release",
        planned=released,
        catalog=public_catalog(catalog, released),
        cells=None,
        published=frame,
        effects=None,
        dims=_dims(released, frame),
        dataset=writing.dataset(work),
        meta=meta,
    )
    return path, meta


def _dims(released: Plan, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the institutions and quarters, under the names they were published with."""
    held = [
        (it.name, level, level)
        for it in released.dimensions
        for level in sorted(set(frame[it.name]))
        if level != NOT_STATED or it.name != QUARTER
    ]
    return pd.DataFrame(held, columns=["dim", "level", "label"])
